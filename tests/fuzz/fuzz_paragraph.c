// Any bytes are set: the first five choose how, the rest is the text. What comes out holds
// together: lines follow each other, runs lie in their lines, lines of several letters fit the box.
#include "fuzz.h"

#include "text/text.h"

#include <math.h>
#include <string.h>

static const char *const FAMILIES[] = {"Inter", "DejaVu Sans", "Noto Serif", "Noto Nastaliq Urdu"};

// One engine for all inputs, as in a program; libFuzzer has no end to free it at.
static TextEngine *engine;

static void check_run(const Paragraph *paragraph, const TextLine *line, const GlyphRun *run) {
    const char *start = paragraph->text + line->start;
    const char *end = start + line->length;
    bool in_line = run->text >= start && run->text + run->text_length <= end;
    g_assert(in_line || run->text_length < line->length); // a copy, without what is not seen
    g_assert(run->glyph_count > 0);
    for (guint i = 0; i < run->glyph_count; i++) {
        g_assert(run->glyphs[i].cluster < run->text_length);
        g_assert(isfinite(run->glyphs[i].advance));
    }
}

static void check_paragraph(const Paragraph *paragraph, const ParagraphSpec *spec) {
    guint end = 0;
    gsize length = strlen(paragraph->text);
    g_assert(g_utf8_validate(paragraph->text, -1, NULL));
    for (guint i = 0; i < paragraph->line_count; i++) {
        const TextLine *line = &paragraph->lines[i];
        g_assert(line->start >= end && line->start <= end + 1);
        end = line->start + line->length;
        g_assert(end <= length);
        for (guint k = 0; k < line->run_count; k++)
            check_run(paragraph, line, &line->runs[k]);
    }
    g_assert(end == length || (length == end + 1 && paragraph->text[end] == '\n'));
    if (spec->max_lines > 0)
        g_assert(paragraph->line_count <= (guint)spec->max_lines);
}

// Two spans that part the text, with what the bytes before it say.
static void set_two_spans(Arena *arena, const uint8_t *bytes, const char *text) {
    gsize cut = strlen(text) * bytes[4] / 255;
    TextStyle plain = {.family = FAMILIES[bytes[0] % 4], .size = 10};
    TextStyle other = {.family = FAMILIES[bytes[0] / 4 % 4],
                       .size = 8 + bytes[0] / 16,
                       .weight = 700,
                       .tabular = bytes[1] & 1,
                       .letter_spacing = bytes[1] & 2 ? 0.5 : 0,
                       .language = bytes[1] & 4 ? "ur" : NULL};
    TextSpan spans[] = {{arena_strndup(arena, text, cut), plain, NULL}, {text + cut, other, NULL}};
    ParagraphSpec spec = {.span_count = 2,
                          .spans = spans,
                          .width = bytes[2] * 2.0,
                          .align = (TextAlign)(bytes[3] & 3),
                          .direction = (TextDirection)(bytes[3] / 4 % 3),
                          .indent = bytes[1] & 8 ? 12 : 0,
                          .max_lines = bytes[3] / 16};
    check_paragraph(text_paragraph(engine, arena, &spec), &spec);
}

static void measure(Arena *arena, const uint8_t *bytes, const char *text) {
    TextStyle style = {.family = FAMILIES[bytes[0] % 4], .size = 10};
    double min_width, max_width, width = text_width(engine, &style, text);
    text_extent(engine, &style, text, &min_width, &max_width);
    g_assert(isfinite(width) && isfinite(min_width) && min_width <= max_width + 1e-6);
    const char *cut = text_truncate(engine, arena, &style, text, bytes[2]);
    g_assert(text_width(engine, &style, cut) <= bytes[2] + 1e-6 || !strcmp(cut, "…"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    enum { CHOICES = 5 };
    if (size < CHOICES)
        return 0;
    if (!engine)
        engine = text_engine_new();
    g_autoptr(Arena) arena = arena_new();
    const char *text = arena_strndup(arena, (const char *)data + CHOICES, size - CHOICES);
    set_two_spans(arena, data, text);
    measure(arena, data, text);
    return 0;
}
