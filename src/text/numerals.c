// A long table holds a hundred thousand different numbers, each of which HarfBuzz would take 20,000
// instructions to shape. Where every pair of figures, and some long numbers, come out as the
// figures alone do, any number does: what a font does to figures depends on their neighbours or on
// how many follow each other. That is tried out once, when a shaper has met many numbers.
#include "text/numerals.h"

#include <string.h>

static const char FIGURES[] = "0123456789., ";
enum { FIGURE_COUNT = sizeof FIGURES - 1, NUMBERS_FIRST = 200, LENGTH_MAX = 32 };

static const char *const LONG_NUMBERS[] = {"0123456789.9876543210", "1,234,567,890.0987654321",
                                           "98765432109876543210",  "0.001 ",
                                           "11111111.11111111 ",    "7,777,777,777"};

struct Numerals {
    bool neutral;
    guint8 index[128]; // of a character in FIGURES, and one more; 0: no figure
    WordGlyph glyphs[FIGURE_COUNT];
};

static bool is_number(const char *text, guint length) {
    if (length == 0 || length > LENGTH_MAX)
        return false;
    for (guint i = 0; i < length; i++)
        if (!(text[i] >= '0' && text[i] <= '9') && text[i] != '.' && text[i] != ',' &&
            !(text[i] == ' ' && i + 1 == length))
            return false;
    return true;
}

static WordGlyph glyph_at(hb_buffer_t *buffer, guint i) {
    guint count;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, &count) + i;
    const hb_glyph_position_t *position = hb_buffer_get_glyph_positions(buffer, &count) + i;
    return (WordGlyph){.glyph = info->codepoint,
                       .advance = position->x_advance,
                       .dx = position->x_offset,
                       .dy = -position->y_offset,
                       .cluster = info->cluster};
}

static bool same_glyph(const WordGlyph *a, const WordGlyph *b) {
    return a->glyph == b->glyph && a->advance == b->advance && a->dx == b->dx && a->dy == b->dy &&
           a->cluster == b->cluster;
}

// Whether the text comes out as its figures alone do.
static bool is_neutral(TextEngine *engine, const Shaper *shaper, const Numerals *numerals,
                       const char *text, guint length) {
    hb_buffer_t *buffer = shaper_run(engine, shaper, text, length);
    WordGlyph expected[LENGTH_MAX];
    if (hb_buffer_get_length(buffer) != length)
        return false;
    numerals_set(numerals, text, length, expected);
    for (guint i = 0; i < length; i++) {
        WordGlyph glyph = glyph_at(buffer, i);
        if (!same_glyph(&glyph, &expected[i]))
            return false;
    }
    return true;
}

static bool take_figures(TextEngine *engine, const Shaper *shaper, Numerals *numerals) {
    for (guint i = 0; i < FIGURE_COUNT; i++) {
        hb_buffer_t *buffer = shaper_run(engine, shaper, &FIGURES[i], 1);
        if (hb_buffer_get_length(buffer) != 1)
            return false;
        numerals->glyphs[i] = glyph_at(buffer, 0);
        numerals->index[(guchar)FIGURES[i]] = (guint8)(i + 1);
        if (numerals->glyphs[i].glyph == 0) // missing: it is to be told of
            return false;
    }
    return true;
}

static bool try_figures(TextEngine *engine, const Shaper *shaper, Numerals *numerals) {
    if (shaper->rtl || !take_figures(engine, shaper, numerals))
        return false;
    for (guint i = 0; i < FIGURE_COUNT * FIGURE_COUNT; i++) {
        char pair[] = {FIGURES[i / FIGURE_COUNT], FIGURES[i % FIGURE_COUNT]};
        if (!is_neutral(engine, shaper, numerals, pair, sizeof pair))
            return false;
    }
    for (guint i = 0; i < G_N_ELEMENTS(LONG_NUMBERS); i++)
        if (!is_neutral(engine, shaper, numerals, LONG_NUMBERS[i], (guint)strlen(LONG_NUMBERS[i])))
            return false;
    return true;
}

const Numerals *numerals_of(TextEngine *engine, Shaper *shaper, const char *text, guint length) {
    if (!is_number(text, length))
        return NULL;
    if (!shaper->numerals && ++shaper->numbers_shaped >= NUMBERS_FIRST) {
        shaper->numerals = g_new0(Numerals, 1);
        shaper->numerals->neutral = try_figures(engine, shaper, shaper->numerals);
    }
    return shaper->numerals && shaper->numerals->neutral ? shaper->numerals : NULL;
}

void numerals_set(const Numerals *numerals, const char *text, guint length, WordGlyph *out) {
    for (guint i = 0; i < length; i++) {
        out[i] = numerals->glyphs[numerals->index[(guchar)text[i]] - 1];
        out[i].cluster = i;
    }
}

void numerals_free(Numerals *numerals) {
    g_free(numerals);
}
