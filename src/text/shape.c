// Words shaped by HarfBuzz and kept. A font is shaped at the size of its own units, unhinted, so
// a word is shaped once per face, script, language and set of features, whatever sizes it is used
// at. The store is bounded: past STORE_LIMIT it is emptied between two texts.
#include "text/numerals.h"

#include <string.h>

enum { STORE_LIMIT = 8 << 20, SOFT_HYPHEN_LENGTH = 2 }; // bytes

static guint shaper_hash(gconstpointer data) {
    const Shaper *shaper = data;
    guint flags = (guint)shaper->rtl + 2 * (guint)shaper->tabular + 4 * (guint)shaper->small_caps +
                  8 * (guint)shaper->no_ligatures;
    return (shaper->face->id * 31 + shaper->script) * 31 + g_direct_hash(shaper->language) + flags;
}

static gboolean shaper_equal(gconstpointer left, gconstpointer right) {
    const Shaper *a = left, *b = right;
    return a->face == b->face && a->script == b->script && a->language == b->language &&
           a->rtl == b->rtl && a->tabular == b->tabular && a->small_caps == b->small_caps &&
           a->no_ligatures == b->no_ligatures;
}

static void shaper_free(gpointer data) {
    Shaper *shaper = data;
    g_hash_table_unref(shaper->words);
    numerals_free(shaper->numerals);
    g_free(shaper);
}

GHashTable *shaper_table_new(void) {
    return g_hash_table_new_full(shaper_hash, shaper_equal, shaper_free, NULL);
}

// FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
static guint word_hash(gconstpointer data) {
    const Word *word = data;
    guint hash = 2166136261u;
    for (guint i = 0; i < word->length; i++)
        hash = (hash ^ (guchar)word->text[i]) * 16777619u;
    return hash;
}

static gboolean word_equal(gconstpointer left, gconstpointer right) {
    const Word *a = left, *b = right;
    return a->length == b->length && a->hyphen == b->hyphen &&
           memcmp(a->text, b->text, a->length) == 0;
}

Shaper *shaper_find(TextEngine *engine, const Shaper *key) {
    Shaper *shaper = g_hash_table_lookup(engine->shapers, key);
    if (shaper)
        return shaper;
    shaper = g_memdup2(key, sizeof *key);
    shaper->words = g_hash_table_new(word_hash, word_equal);
    g_hash_table_add(engine->shapers, shaper);
    return shaper;
}

static bool is_ascii(const char *text, guint length) {
    for (guint i = 0; i < length; i++)
        if ((guchar)text[i] >= 0x80)
            return false;
    return true;
}

// ASCII has no marks to compose with, and looking for them takes half of the time in some fonts.
static guint add_features(const Shaper *shaper, bool composes, hb_feature_t features[]) {
    guint count = 0;
#define ADD(a, b, c, d, on)                                                                        \
    features[count++] = (hb_feature_t) {                                                           \
        HB_TAG(a, b, c, d), on, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END                     \
    }
    if (!composes)
        ADD('c', 'c', 'm', 'p', 0);
    if (shaper->tabular)
        ADD('t', 'n', 'u', 'm', 1);
    if (shaper->small_caps)
        ADD('s', 'm', 'c', 'p', 1);
    if (shaper->no_ligatures) {
        ADD('l', 'i', 'g', 'a', 0);
        ADD('c', 'l', 'i', 'g', 0);
        ADD('d', 'l', 'i', 'g', 0);
    }
#undef ADD
    return count;
}

static void run_harfbuzz(hb_buffer_t *buffer, const Shaper *shaper, bool composes) {
    hb_feature_t features[6];
    guint count = add_features(shaper, composes, features);
    hb_buffer_set_direction(buffer, shaper->rtl ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, shaper->script);
    hb_buffer_set_language(buffer, shaper->language);
    hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    hb_shape(shaper->face->hb_font, buffer, features, count);
}

// The hyphen the face has.
static hb_codepoint_t hyphen_of(const FontFace *face) {
    hb_codepoint_t glyph;
    return hb_font_get_nominal_glyph(face->hb_font, 0x2010, &glyph) ? 0x2010 : '-';
}

static bool is_blank(gunichar c) {
    return c == ' ' || c == 0x3000;
}

// Bytes of the text without the blanks at its end.
static guint visible_length(const char *text, guint length) {
    const char *end = text + length;
    while (end > text) {
        const char *last = g_utf8_prev_char(end);
        if (!is_blank(g_utf8_get_char(last)))
            break;
        end = last;
    }
    return (guint)(end - text);
}

// The end of the cluster that a glyph of the word belongs to.
static guint cluster_end(const Word *word, guint cluster) {
    guint end = word->length;
    for (guint i = 0; i < word->glyph_count; i++)
        if (word->glyphs[i].cluster > cluster)
            end = MIN(end, word->glyphs[i].cluster);
    return end;
}

// Notes the characters of a cluster with a .notdef that the face indeed lacks.
static void note_missing(TextEngine *engine, const Shaper *shaper, const Word *word,
                         guint cluster) {
    const char *end = word->text + cluster_end(word, cluster);
    for (const char *p = word->text + cluster; p < end; p = g_utf8_next_char(p)) {
        hb_codepoint_t glyph, c = g_utf8_get_char(p);
        if (!hb_font_get_nominal_glyph(shaper->face->hb_font, c, &glyph))
            font_note_missing(engine, c);
    }
}

static void measure_word(TextEngine *engine, const Shaper *shaper, Word *word) {
    for (guint i = 0; i < word->glyph_count; i++) {
        const WordGlyph *glyph = &word->glyphs[i];
        bool is_visible = glyph->cluster < word->visible;
        bool is_new = i == 0 || glyph[-1].cluster != glyph->cluster;
        word->width += glyph->advance;
        word->blank_width += is_visible ? 0 : glyph->advance;
        word->clusters += is_new;
        word->visible_clusters += is_new && is_visible;
        if (glyph->glyph == 0)
            note_missing(engine, shaper, word, glyph->cluster);
    }
}

// A word of these glyphs, which are in the engine's words already.
static Word *make_word(TextEngine *engine, const Shaper *shaper, const Word *key,
                       const WordGlyph *glyphs, guint count) {
    Word *word = arena_memdup(engine->words, key, sizeof *key);
    word->text = arena_strndup(engine->words, key->text, key->length);
    word->visible = visible_length(word->text, word->length);
    word->glyph_count = count;
    word->glyphs = glyphs;
    measure_word(engine, shaper, word);
    return word;
}

// Takes the glyphs of the buffer over; their clusters count from start.
static Word *take_word(TextEngine *engine, const Shaper *shaper, Word key, guint start) {
    guint count;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(engine->buffer, &count);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(engine->buffer, &count);
    WordGlyph *glyphs = arena_array(engine->words, WordGlyph, count);
    for (guint i = 0; i < count; i++)
        glyphs[i] = (WordGlyph){.glyph = infos[i].codepoint,
                                .advance = positions[i].x_advance,
                                .dx = positions[i].x_offset,
                                .dy = -positions[i].y_offset,
                                .cluster = infos[i].cluster - start};
    return make_word(engine, shaper, &key, glyphs, count);
}

hb_buffer_t *shaper_run(TextEngine *engine, const Shaper *shaper, const char *text, guint length) {
    hb_buffer_t *buffer = engine->buffer;
    hb_buffer_reset(buffer);
    hb_buffer_set_content_type(buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
    hb_buffer_add_utf8(buffer, text, (int)length, 0, (int)length);
    run_harfbuzz(buffer, shaper, !is_ascii(text, length));
    return buffer;
}

static Word *number_word(TextEngine *engine, const Shaper *shaper, const Numerals *numerals,
                         const Word *key) {
    WordGlyph *glyphs = arena_array(engine->words, WordGlyph, key->length);
    numerals_set(numerals, key->text, key->length, glyphs);
    return make_word(engine, shaper, key, glyphs, key->length);
}

static Word *shape_word(TextEngine *engine, Shaper *shaper, const Word *key) {
    const Numerals *numerals = numerals_of(engine, shaper, key->text, key->length);
    if (numerals)
        return number_word(engine, shaper, numerals, key);
    hb_buffer_t *buffer = engine->buffer;
    guint plain = key->hyphen ? key->length - SOFT_HYPHEN_LENGTH : key->length;
    hb_buffer_reset(buffer);
    hb_buffer_set_content_type(buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
    hb_buffer_add_utf8(buffer, key->text, (int)plain, 0, (int)plain);
    if (key->hyphen)
        hb_buffer_add(buffer, hyphen_of(shaper->face), plain);
    run_harfbuzz(buffer, shaper, !is_ascii(key->text, key->length));
    return take_word(engine, shaper, *key, 0);
}

const Word *shaper_word(TextEngine *engine, Shaper *shaper, const char *text, guint length,
                        bool hyphen) {
    Word key = {.text = text, .length = length, .hyphen = hyphen};
    Word *word = g_hash_table_lookup(shaper->words, &key);
    if (word)
        return word;
    word = shape_word(engine, shaper, &key);
    g_hash_table_add(shaper->words, word);
    return word;
}

const Word *shaper_word_in_context(TextEngine *engine, Shaper *shaper, const char *text,
                                   guint start, guint length, guint text_length) {
    hb_buffer_reset(engine->buffer);
    hb_buffer_add_utf8(engine->buffer, text, (int)text_length, start, (int)length);
    run_harfbuzz(engine->buffer, shaper, /*composes=*/true);
    return take_word(engine, shaper, (Word){.text = text + start, .length = length}, start);
}

void shaper_forget(TextEngine *engine) {
    if (arena_used(engine->words) < STORE_LIMIT)
        return;
    GHashTableIter iter;
    gpointer shaper;
    g_hash_table_iter_init(&iter, engine->shapers);
    while (g_hash_table_iter_next(&iter, &shaper, NULL))
        g_hash_table_remove_all(((Shaper *)shaper)->words);
    arena_reset(engine->words);
}
