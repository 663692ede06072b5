// Styles interned: what a TextStyle means to Pango (description, language, features) and the
// metrics of its first font, looked up once per distinct style. Lines of a language in Arabic
// script stand by the first font that has its letters, so that figures and Latin names may come
// from a font named before. Colour, links, underline and rise do not change glyphs and are no part
// of it. Sizes are points.
#include "text/shape.h"

#include <math.h>
#include <string.h>

enum { SEARCH_SIZE = 10 }; // points; see FoundFont

// Generic families, so that output does not depend on the machine's preferences.
static const struct {
    const char *generic, *family;
} GENERIC_FAMILIES[] = {
    {"sans-serif", "DejaVu Sans"}, {"sans", "DejaVu Sans"},      {"system-ui", "DejaVu Sans"},
    {"serif", "DejaVu Serif"},     {"mono", "DejaVu Sans Mono"}, {"monospace", "DejaVu Sans Mono"},
};

static const char *map_family(const char *name) {
    for (guint i = 0; i < G_N_ELEMENTS(GENERIC_FAMILIES); i++)
        if (!g_ascii_strcasecmp(name, GENERIC_FAMILIES[i].generic))
            return GENERIC_FAMILIES[i].family;
    return name;
}

// A family name without the blanks and quotes around it, in place.
static char *trim_family(char *name) {
    name = g_strstrip(name);
    gsize length = strlen(name);
    if (length < 2 || (*name != '"' && *name != '\'') || name[length - 1] != *name)
        return name;
    name[length - 1] = '\0';
    return g_strstrip(name + 1);
}

// The family list with generic names replaced by the families they mean. New string.
static char *style_map_families(const char *family) {
    g_auto(GStrv) names = g_strsplit(family ? family : "", ",", -1);
    GString *list = g_string_new(NULL);
    for (char **name = names; *name; name++) {
        const char *mapped = map_family(trim_family(*name));
        if (*mapped)
            g_string_append_printf(list, "%s%s", list->len ? "," : "", mapped);
    }
    if (!list->len)
        g_string_append(list, map_family("sans-serif"));
    return g_string_free(list, FALSE);
}

char *style_first_family(const char *family) {
    char *list = style_map_families(family);
    list[strcspn(list, ",")] = '\0';
    return list;
}

static guint style_hash(gconstpointer data) {
    const TextStyle *key = &((const FontStyle *)data)->key;
    guint hash = key->family ? g_str_hash(key->family) : 0;
    hash = hash * 31 + g_double_hash(&key->size);
    hash = hash * 31 + (guint)key->weight * 8;
    return hash + (guint)key->italic + 2 * (guint)key->tabular + 4 * (guint)key->small_caps;
}

static gboolean style_equal(gconstpointer left, gconstpointer right) {
    const TextStyle *a = &((const FontStyle *)left)->key;
    const TextStyle *b = &((const FontStyle *)right)->key;
    return a->size == b->size && a->weight == b->weight && a->italic == b->italic &&
           a->tabular == b->tabular && a->small_caps == b->small_caps &&
           a->letter_spacing == b->letter_spacing && !g_strcmp0(a->family, b->family) &&
           !g_strcmp0(a->language, b->language);
}

GHashTable *style_table_new(void) {
    return g_hash_table_new(style_hash, style_equal);
}

static PangoFontDescription *describe(const TextStyle *key) {
    PangoFontDescription *description = pango_font_description_new();
    g_autofree char *families = style_map_families(key->family);
    pango_font_description_set_family(description, families);
    pango_font_description_set_absolute_size(description, SEARCH_SIZE * PANGO_SCALE);
    pango_font_description_set_weight(description, (PangoWeight)(key->weight ? key->weight : 400));
    pango_font_description_set_style(description,
                                     key->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    return description;
}

// Text without letters is of no script, with Latin letters all of it is Latin.
static void find_shapers(TextEngine *engine, FontStyle *style) {
    Shaper key = {.face = style->font->face,
                  .language =
                      hb_language_from_string(pango_language_to_string(style->language), -1),
                  .tabular = style->key.tabular,
                  .small_caps = style->key.small_caps,
                  .no_ligatures = style->key.letter_spacing != 0};
    key.script = HB_SCRIPT_COMMON;
    style->plain_shapers[false] = shaper_find(engine, &key);
    key.script = HB_SCRIPT_LATIN;
    style->plain_shapers[true] = shaper_find(engine, &key);
}

// The soft hyphen is not plain: it is invisible, or a hyphen.
static void find_coverage(FontStyle *style) {
    hb_font_t *font = style->font->face->hb_font;
    hb_codepoint_t glyph;
    for (guint i = 0; i < STYLE_PLAIN_COUNT; i++) {
        gunichar c = i < STYLE_LATIN_END ? i : STYLE_PUNCTUATION_FROM + i - STYLE_LATIN_END;
        bool is_control = c < ' ' || (c >= 0x7F && c < 0xA0) || c == 0xAD;
        style->covered[i] = !is_control && hb_font_get_nominal_glyph(font, c, &glyph);
    }
}

static bool is_arabic(PangoLanguage *language) {
    int count = 0;
    const PangoScript *scripts = pango_language_get_scripts(language, &count);
    return count > 0 && scripts[0] == PANGO_SCRIPT_ARABIC;
}

// The face that lines of the style stand by: that of alef where the language is written with it.
static const FontFace *find_line_face(TextEngine *engine, const FontStyle *style) {
    const FontFace *first = style->font->face;
    enum { ALEF = 0x627 };
    hb_codepoint_t glyph;
    if (!is_arabic(style->language) || hb_font_get_nominal_glyph(first->hb_font, ALEF, &glyph))
        return first;
    PangoContext *context = text_engine_context(engine);
    g_autoptr(GObject) fonts = (GObject *)pango_font_map_load_fontset(
        engine->font_map, context, style->description, style->language);
    PangoFont *font = fonts ? pango_fontset_get_font(PANGO_FONTSET(fonts), ALEF) : NULL;
    const FontFace *face = font ? font_find(engine, font)->face : first;
    g_clear_object(&font);
    return face;
}

static void find_metrics(TextEngine *engine, FontStyle *style) {
    const FontFace *face = style->font->face;
    const FontFace *line_face = find_line_face(engine, style);
    double size = style->key.size;
    style->metrics = (FontMetrics){.ascent = line_face->ascent * size,
                                   .descent = line_face->descent * size,
                                   .cap_height = face->cap_height * size,
                                   .x_height = face->x_height * size};
}

// The font of the first family, when it is there as asked for.
static const FoundFont *find_named(TextEngine *engine, const FontStyle *style) {
    g_autofree char *family = style_first_family(style->key.family);
    int weight = style->key.weight ? style->key.weight : 400, index;
    const char *file;
    if (!font_names_find(engine->names, family, weight, style->key.italic, &file, &index))
        return NULL;
    return font_find_file(engine, file, index, style->description);
}

static const FoundFont *find_best(TextEngine *engine, const FontStyle *style) {
    PangoContext *context = text_engine_context(engine);
    PangoFont *font = pango_font_map_load_font(engine->font_map, context, style->description);
    const FoundFont *found = font ? font_find(engine, font) : NULL;
    g_clear_object(&font);
    return found;
}

static void find_font(TextEngine *engine, FontStyle *style) {
    style->font = find_named(engine, style);
    if (!style->font)
        style->font = find_best(engine, style);
    if (!style->font)
        return;
    find_shapers(engine, style);
    find_coverage(style);
    find_metrics(engine, style);
}

static FontStyle *style_new(TextEngine *engine, const TextStyle *key) {
    FontStyle *style = arena_new0(engine->arena, FontStyle);
    style->key = *key;
    style->key.family = arena_strdup(engine->arena, key->family);
    style->key.language = arena_strdup(engine->arena, key->language);
    style->description = describe(key);
    style->language = pango_language_from_string(key->language ? key->language : "en");
    find_font(engine, style);
    g_hash_table_add(engine->styles, style);
    return style;
}

static double clamp(double value, double low, double high) {
    return fmin(fmax(value, low), high); // NaN gives low
}

// The part of a style that matters to glyphs, made sound.
static TextStyle glyph_key(const TextStyle *style) {
    return (TextStyle){
        .family = style->family,
        .language = style->language,
        .size = clamp(style->size, TEXT_SIZE_MIN, TEXT_SIZE_MAX),
        .weight = style->weight == 400 ? 0 : CLAMP(style->weight, 0, 1000),
        .italic = style->italic,
        .tabular = style->tabular,
        .small_caps = style->small_caps,
        .letter_spacing = clamp(style->letter_spacing, -TEXT_SIZE_MAX, TEXT_SIZE_MAX),
    };
}

const FontStyle *style_find(TextEngine *engine, const TextStyle *style) {
    FontStyle wanted = {.key = glyph_key(style)};
    if (engine->recent && style_equal(engine->recent, &wanted))
        return engine->recent;
    FontStyle *found = g_hash_table_lookup(engine->styles, &wanted);
    if (!found)
        found = style_new(engine, &wanted.key);
    engine->recent = found;
    return found;
}

static void add_attribute(PangoAttrList *list, PangoAttribute *attribute, guint start, guint end) {
    attribute->start_index = start;
    attribute->end_index = end;
    pango_attr_list_change(list, attribute);
}

void style_add_attributes(const FontStyle *style, PangoAttrList *list, guint start, guint end) {
    add_attribute(list, pango_attr_font_desc_new(style->description), start, end);
    if (style->key.language)
        add_attribute(list, pango_attr_language_new(style->language), start, end);
}

FontMetrics text_font_metrics(TextEngine *engine, const TextStyle *style) {
    return style_find(engine, style)->metrics;
}
