// The engine: a font map of its own on fontconfig and FreeType, without hinting, at 72 dots an
// inch, so that output does not depend on the machine's screen. Pango finds fonts, scripts,
// directions and break opportunities; glyphs come from HarfBuzz (shape.c), lines from line.c. Text
// whose own font has all of its letters needs no search, so the map is made when one is needed.
// Everything it caches is bounded or grows with the fonts and styles in use only.
#include "text/shape.h"

static PangoContext *context_new(PangoFontMap *font_map) {
    PangoContext *context = pango_font_map_create_context(font_map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_language(context, pango_language_from_string("en"));
    return context;
}

PangoContext *text_engine_context(TextEngine *engine) {
    if (!engine->context) {
        engine->font_map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
        engine->context = context_new(engine->font_map);
    }
    return engine->context;
}

void text_engine_warm(TextEngine *engine) {
    text_engine_context(engine); // begins to read fontconfig's rules in a thread of its own
}

TextEngine *text_engine_new(void) {
    TextEngine *engine = g_new0(TextEngine, 1);
    engine->arena = arena_new();
    engine->names = font_names_new();
    engine->buffer = hb_buffer_create();
    engine->shapers = shaper_table_new();
    engine->words = arena_new();
    engine->scratch = arena_new();
    engine->styles = style_table_new();
    engine->fonts = g_hash_table_new_full(NULL, NULL, g_object_unref, NULL);
    engine->faces = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    engine->families = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    engine->families_reported = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    engine->missing_seen = g_hash_table_new(NULL, NULL);
    engine->missing = g_array_new(FALSE, FALSE, sizeof(gunichar));
    engine->broken = g_ptr_array_new();
    return engine;
}

static void styles_free(GHashTable *styles) {
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, styles);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        pango_font_description_free(((FontStyle *)value)->description);
    g_hash_table_unref(styles);
}

static void spares_free(Spares *spares) {
    GArray *arrays[] = {spares->stretches, spares->pieces, spares->lines, spares->parts};
    for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
        if (arrays[i])
            g_array_unref(arrays[i]);
    if (spares->joined)
        g_string_free(spares->joined, TRUE);
}

void text_engine_free(TextEngine *engine) {
    if (!engine)
        return;
    styles_free(engine->styles);
    font_faces_free(engine);
    g_hash_table_unref(engine->fonts);
    g_hash_table_unref(engine->families);
    g_hash_table_unref(engine->families_reported);
    g_hash_table_unref(engine->missing_seen);
    g_array_unref(engine->missing);
    g_ptr_array_unref(engine->broken);
    g_hash_table_unref(engine->shapers);
    arena_free(engine->words);
    arena_free(engine->scratch);
    spares_free(&engine->spares);
    hb_buffer_destroy(engine->buffer);
    g_clear_object(&engine->context);
    g_clear_object(&engine->font_map);
    font_names_free(engine->names);
    arena_free(engine->arena);
    g_free(engine);
}

bool text_has_missing(const TextEngine *engine) {
    return engine->missing->len > 0;
}

// The Debian package whose fonts have a character, by the block it stands in.
typedef struct {
    gunichar from, to;
    const char *package;
} ScriptPackage;

static const ScriptPackage packages[] = {
    {0x0000, 0x2E7F, "fonts-noto-core"},  {0x2E80, 0x9FFF, "fonts-noto-cjk"},
    {0xA000, 0xABFF, "fonts-noto-core"},  {0xAC00, 0xD7FF, "fonts-noto-cjk"},
    {0xF900, 0xFAFF, "fonts-noto-cjk"},   {0xFB00, 0xFE2F, "fonts-noto-core"},
    {0xFE30, 0xFE4F, "fonts-noto-cjk"},   {0xFE50, 0xFEFF, "fonts-noto-core"},
    {0xFF00, 0xFFEF, "fonts-noto-cjk"},   {0x1F000, 0x1FAFF, "fonts-noto-color-emoji"},
    {0x20000, 0x3FFFF, "fonts-noto-cjk"},
};

static const char *package_of(gunichar character) {
    for (guint i = 0; i < G_N_ELEMENTS(packages); i++)
        if (character >= packages[i].from && character <= packages[i].to)
            return packages[i].package;
    return NULL;
}

void text_report_broken(const TextEngine *engine, Diags *diags) {
    for (guint i = 0; i < engine->broken->len; i++)
        diag_error(diags, DIAG_FILE, NULL,
                   "install the font again; dpkg -S and the path tells which package it is of",
                   "the font file \"%s\" is cut short, so that letters would be missing",
                   (const char *)engine->broken->pdata[i]);
}

void text_report_missing(TextEngine *engine, Diags *diags, const Place *place) {
    for (guint i = 0; i < engine->missing->len; i++) {
        gunichar character = g_array_index(engine->missing, gunichar, i);
        char shown[8] = {0};
        g_unichar_to_utf8(character, shown);
        const char *package = package_of(character);
        g_autofree char *hint = package ? g_strdup_printf("install a font that has it, such as "
                                                          "those of the Debian package %s",
                                                          package)
                                        : g_strdup("install a font that has it");
        diag_warning(diags, DIAG_MISSING_GLYPH, place, hint,
                     "no font has the character \"%s\" (U+%04X)", shown, character);
    }
    g_array_set_size(engine->missing, 0);
}

void text_engine_forget_missing(TextEngine *engine) {
    g_array_set_size(engine->missing, 0);
    g_hash_table_remove_all(engine->missing_seen);
    g_hash_table_remove_all(engine->families_reported);
}

void text_engine_each_file(const TextEngine *engine, void (*call)(void *data, const char *path),
                           void *data) {
    GHashTableIter iter;
    gpointer face;
    g_hash_table_iter_init(&iter, engine->faces);
    while (g_hash_table_iter_next(&iter, NULL, &face))
        call(data, ((const FontFace *)face)->path);
}

const char *text_pango_version(void) {
    return pango_version_string();
}

const char *text_harfbuzz_version(void) {
    return hb_version_string();
}
