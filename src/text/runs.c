// From Pango's glyph items to glyph runs: 1/1024 units become points, clusters count from the
// run's own text, a run ends where its span ends. Glyphs that are not drawn are left out; what
// they advance is added to the glyph before (or moves the run), so that nothing else moves.
#include "text/paragraph.h"

// Where a line is being taken over.
typedef struct {
    const Setting *setting;
    GArray *runs; // GlyphRun
    guint start;  // of Pango's text in the paragraph's
    double x;     // of the pen
} Taker;

static double points(int units) {
    return units / (double)PANGO_SCALE;
}

static bool is_unknown(PangoGlyph glyph) {
    return (glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0;
}

// The byte after the last cluster of glyphs [from, to), within the item.
static guint text_end(const PangoGlyphItem *item, int from, int to) {
    const PangoGlyphString *glyphs = item->glyphs;
    int last = MAX(glyphs->log_clusters[from], glyphs->log_clusters[to - 1]);
    int end = item->item->length;
    for (int i = 0; i < glyphs->num_glyphs; i++)
        if (glyphs->log_clusters[i] > last)
            end = MIN(end, glyphs->log_clusters[i]);
    return (guint)end;
}

// Appends glyphs [from, to) that are drawn to the run.
static void take_glyphs(Taker *taker, const PangoGlyphItem *item, int from, int to, GlyphRun *run,
                        guint first) {
    Glyph *out = arena_array(taker->setting->arena, Glyph, (size_t)(to - from));
    run->glyphs = out;
    for (int i = from; i < to; i++) {
        const PangoGlyphInfo *glyph = &item->glyphs->glyphs[i];
        double advance = points(glyph->geometry.width);
        taker->x += advance;
        run->width += advance;
        if (glyph->glyph == PANGO_GLYPH_EMPTY) {
            if (run->glyph_count)
                out[run->glyph_count - 1].advance += (float)advance;
            else
                run->x += advance, run->width -= advance;
            continue;
        }
        if (is_unknown(glyph->glyph))
            font_note_missing(taker->setting->engine, glyph->glyph & ~PANGO_GLYPH_UNKNOWN_FLAG);
        out[run->glyph_count++] = (Glyph){
            .glyph = is_unknown(glyph->glyph) ? 0 : glyph->glyph,
            .advance = (float)advance,
            .dx = (float)points(glyph->geometry.x_offset),
            .dy = (float)points(glyph->geometry.y_offset),
            .cluster = (guint)item->glyphs->log_clusters[i] - first,
        };
    }
}

// Glyphs [from, to) of an item, all of one span, as a run.
static void take_run(Taker *taker, const PangoGlyphItem *item, int from, int to, guint span) {
    const SizedFont *font = font_find(taker->setting->engine, item->item->analysis.font);
    const TextSpan *source = &taker->setting->spec->spans[span];
    const int *clusters = item->glyphs->log_clusters;
    guint first = (guint)MIN(clusters[from], clusters[to - 1]);
    GlyphRun run = {.face = font->face,
                    .size = font->size,
                    .synthetic_italic = font->synthetic_italic,
                    .synthetic_bold = font->synthetic_bold,
                    .colour = source->style.colour,
                    .rtl = item->item->analysis.level & 1,
                    .x = taker->x,
                    .rise = source->style.rise,
                    .text = taker->setting->text + taker->start + item->item->offset + first,
                    .text_length = text_end(item, from, to) - first,
                    .link = source->link,
                    .language = source->style.language,
                    .underline = source->style.underline,
                    .strikethrough = source->style.strikethrough,
                    .span = span};
    take_glyphs(taker, item, from, to, &run, first);
    if (run.glyph_count)
        g_array_append_val(taker->runs, run);
}

static guint span_of_glyph(const Taker *taker, const PangoGlyphItem *item, int glyph) {
    guint offset = (guint)(item->item->offset + item->glyphs->log_clusters[glyph]);
    return setting_span_at(taker->setting, taker->start + offset);
}

static void take_item(Taker *taker, const PangoGlyphItem *item) {
    int count = item->glyphs->num_glyphs;
    if (!item->item->analysis.font)
        return;
    for (int from = 0, to; from < count; from = to) {
        guint span = span_of_glyph(taker, item, from);
        for (to = from + 1; to < count && span_of_glyph(taker, item, to) == span;)
            to++;
        take_run(taker, item, from, to, span);
    }
}

void runs_take(const Setting *setting, guint start, const GSList *items, TextLine *line) {
    g_autoptr(GArray) runs = g_array_new(FALSE, FALSE, sizeof(GlyphRun));
    Taker taker = {.setting = setting, .runs = runs, .start = start};
    for (; items; items = items->next)
        take_item(&taker, items->data);
    line->width = taker.x;
    line->run_count = runs->len;
    line->runs = arena_memdup(setting->arena, runs->data, runs->len * sizeof(GlyphRun));
}
