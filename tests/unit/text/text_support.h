// What tests of text share: one engine for a program, an arena for a test, short ways to set text.
#pragma once
#include "../support.h"

#include "text/font.h"

#include <math.h>

typedef struct {
    TextEngine *engine;
    Arena *arena;
} Fixture;

static inline int set_up_engine(void **state) {
    Fixture *fixture = g_new0(Fixture, 1);
    fixture->engine = text_engine_new();
    fixture->arena = arena_new();
    *state = fixture;
    return 0;
}

static inline int tear_down_engine(void **state) {
    Fixture *fixture = *state;
    text_engine_free(fixture->engine);
    arena_free(fixture->arena);
    g_free(fixture);
    return 0;
}

static inline const Paragraph *set(Fixture *fixture, const ParagraphSpec *spec) {
    return text_paragraph(fixture->engine, fixture->arena, spec);
}

// One span of a family at 10 points in a box of the width.
static inline const Paragraph *set_text(Fixture *fixture, const char *family, const char *text,
                                        double width) {
    TextSpan span = {.text = text, .style = {.family = family, .size = 10}};
    return set(fixture, &(ParagraphSpec){.span_count = 1, .spans = &span, .width = width});
}

static inline double width_of(Fixture *fixture, const char *family, double size, const char *text) {
    TextStyle style = {.family = family, .size = size};
    return text_width(fixture->engine, &style, text);
}

static inline void assert_near(double value, double expected, double tolerance) {
    if (!(fabs(value - expected) <= tolerance))
        fail_msg("%.9g is not within %g of %.9g", value, tolerance, expected);
}

// The text of a line, with its blanks.
static inline const char *line_text(Fixture *fixture, const Paragraph *paragraph, guint index) {
    assert_true(index < paragraph->line_count);
    const TextLine *line = &paragraph->lines[index];
    return arena_strndup(fixture->arena, paragraph->text + line->start, line->length);
}

// All lines, each followed by "|".
static inline const char *lines_text(Fixture *fixture, const Paragraph *paragraph) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < paragraph->line_count; i++)
        g_string_append_printf(text, "%s|", line_text(fixture, paragraph, i));
    return arena_strndup(fixture->arena, text->str, text->len);
}

// What every paragraph holds to: lines follow each other in the text, runs follow each other in
// the line and add up to its width, clusters lie in their run's text, which lies in the line.
static inline void assert_sound(const Paragraph *paragraph) {
    guint end = 0;
    for (guint i = 0; i < paragraph->line_count; i++) {
        const TextLine *line = &paragraph->lines[i];
        assert_true(line->start >= end && line->start <= end + 1);
        end = line->start + line->length;
        assert_true(end <= strlen(paragraph->text));
        double x = 0;
        for (guint k = 0; k < line->run_count; k++) {
            const GlyphRun *run = &line->runs[k];
            assert_near(run->x, x, 1e-6);
            x += run->width;
            assert_true(run->text >= paragraph->text + line->start);
            assert_true(run->text + run->text_length <= paragraph->text + end);
            assert_true(run->glyph_count > 0);
            double advance = 0;
            for (guint g = 0; g < run->glyph_count; g++) {
                assert_true(run->glyphs[g].cluster < run->text_length);
                advance += run->glyphs[g].advance;
            }
            assert_near(advance, run->width, 1e-3);
        }
        assert_near(line->width, x, 1e-6);
    }
}
