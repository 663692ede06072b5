// Faces of font files. Pango hands out a font per file and size, and fonts may be known by their
// files alone; here every file (with its index and variations) becomes one FontFace with the facts
// a PDF font descriptor needs, read from the OpenType tables. Units are ems, ids count in the order
// of first use.
#include "text/engine.h"

#include "base/suggest.h"

#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <pango/pangofc-font.h>
#include <string.h>

static int read_int16(const guint8 *bytes) {
    return (gint16)(bytes[0] << 8 | bytes[1]);
}

// The table's bytes when it has at least need of them, else NULL. The blob is released by the
// caller in any case.
static const guint8 *table_bytes(hb_blob_t *blob, unsigned need) {
    unsigned length = 0;
    const char *data = hb_blob_get_data(blob, &length);
    return length >= need ? (const guint8 *)data : NULL;
}

static bool has_table(hb_face_t *face, hb_tag_t tag) {
    hb_blob_t *blob = hb_face_reference_table(face, tag);
    bool found = hb_blob_get_length(blob) > 0;
    hb_blob_destroy(blob);
    return found;
}

// OpenType "head": xMin, yMin, xMax, yMax at byte 36.
static void read_bbox(FontFace *face) {
    hb_blob_t *blob = hb_face_reference_table(face->hb_face, HB_TAG('h', 'e', 'a', 'd'));
    const guint8 *head = table_bytes(blob, 54);
    for (int i = 0; head && i < 4; i++)
        face->bbox[i] = read_int16(head + 36 + 2 * i) / (double)face->units_per_em;
    hb_blob_destroy(blob);
}

// OpenType "OS/2": PANOSE at byte 32 (family type 2 is text; serif styles 2 to 10 have serifs).
static void read_panose(FontFace *face) {
    hb_blob_t *blob = hb_face_reference_table(face->hb_face, HB_TAG('O', 'S', '/', '2'));
    const guint8 *os2 = table_bytes(blob, 42);
    if (os2)
        face->is_serif = os2[32] == 2 && os2[33] >= 2 && os2[33] <= 10;
    hb_blob_destroy(blob);
}

// OpenType "post": isFixedPitch at byte 12.
static void read_pitch(FontFace *face) {
    hb_blob_t *blob = hb_face_reference_table(face->hb_face, HB_TAG('p', 'o', 's', 't'));
    const guint8 *post = table_bytes(blob, 16);
    if (post)
        face->is_fixed_pitch = (post[12] | post[13] | post[14] | post[15]) != 0;
    hb_blob_destroy(blob);
}

static double glyph_height(hb_font_t *font, hb_codepoint_t character) {
    hb_codepoint_t glyph;
    hb_glyph_extents_t extents;
    if (!hb_font_get_nominal_glyph(font, character, &glyph) ||
        !hb_font_get_glyph_extents(font, glyph, &extents))
        return 0;
    return extents.y_bearing;
}

// The metric of the font file, else the height of a letter that shows it.
static double letter_height(hb_font_t *font, hb_ot_metrics_tag_t tag, hb_codepoint_t character) {
    hb_position_t position;
    if (hb_ot_metrics_get_position(font, tag, &position) && position > 0)
        return position;
    return glyph_height(font, character);
}

static void read_metrics(FontFace *face) {
    hb_font_t *font = face->hb_font;
    double em = face->units_per_em;
    hb_font_extents_t extents = {0};
    hb_font_get_h_extents(font, &extents);
    face->ascent = extents.ascender / em;
    face->descent = -extents.descender / em;
    face->cap_height = letter_height(font, HB_OT_METRICS_TAG_CAP_HEIGHT, 'H') / em;
    face->x_height = letter_height(font, HB_OT_METRICS_TAG_X_HEIGHT, 'x') / em;
    face->italic_angle = hb_style_get_value(font, HB_STYLE_TAG_SLANT_ANGLE);
    face->is_italic =
        face->italic_angle != 0 || hb_style_get_value(font, HB_STYLE_TAG_ITALIC) > 0.5f;
    face->weight = (int)hb_style_get_value(font, HB_STYLE_TAG_WEIGHT);
}

static const char *pattern_string(FcPattern *pattern, const char *object) {
    FcChar8 *text;
    return FcPatternGetString(pattern, object, 0, &text) == FcResultMatch ? (const char *)text : "";
}

static int pattern_integer(FcPattern *pattern, const char *object) {
    int value;
    return FcPatternGetInteger(pattern, object, 0, &value) == FcResultMatch ? value : 0;
}

// A name of the font file, in English; "" when it has none.
static const char *face_name(Arena *arena, hb_face_t *hb_face, hb_ot_name_id_t id) {
    char name[256];
    unsigned size = sizeof name;
    hb_ot_name_get_utf8(hb_face, id, hb_language_from_string("en", -1), &size, name);
    return arena_strndup(arena, name, size);
}

static const char *family_name(Arena *arena, hb_face_t *hb_face) {
    const char *name = face_name(arena, hb_face, HB_OT_NAME_ID_TYPOGRAPHIC_FAMILY);
    return *name ? name : face_name(arena, hb_face, HB_OT_NAME_ID_FONT_FAMILY);
}

// A font file need not have one; a PDF font must.
static const char *postscript_name(Arena *arena, hb_face_t *hb_face, guint id) {
    const char *name = face_name(arena, hb_face, HB_OT_NAME_ID_POSTSCRIPT_NAME);
    return *name ? name : arena_printf(arena, "Font%u", id);
}

// The font as Pango has it: at hand, or to be found when cairo paints with it.
struct FacePango {
    TextEngine *engine;
    const PangoFontDescription *description; // NULL when at hand
    PangoFont *font;
};

static void read_names(TextEngine *engine, FontFace *face) {
    face->units_per_em = MAX(hb_face_get_upem(face->hb_face), 1);
    face->postscript_name = postscript_name(engine->arena, face->hb_face, face->id);
    face->family = family_name(engine->arena, face->hb_face);
    face->is_cff = has_table(face->hb_face, HB_TAG('C', 'F', 'F', ' ')) ||
                   has_table(face->hb_face, HB_TAG('C', 'F', 'F', '2'));
}

// Takes the reference to the face over. sized: a font with its variations, or NULL.
static FontFace *face_new(TextEngine *engine, hb_face_t *hb_face, hb_font_t *sized) {
    FontFace *face = arena_new0(engine->arena, FontFace);
    face->id = g_hash_table_size(engine->faces);
    face->hb_face = hb_face;
    face->hb_font = hb_font_create(hb_face);
    unsigned count = 0;
    const float *coordinates = sized ? hb_font_get_var_coords_design(sized, &count) : NULL;
    hb_font_set_var_coords_design(face->hb_font, coordinates, count);
    face->pango = arena_new0(engine->arena, struct FacePango);
    face->pango->engine = engine;
    read_names(engine, face);
    read_bbox(face);
    read_panose(face);
    read_pitch(face);
    read_metrics(face);
    return face;
}

static void set_file(TextEngine *engine, FontFace *face, const char *file) {
    face->path = arena_strdup(engine->arena, file);
    if (!font_is_whole(face->hb_face))
        g_ptr_array_add(engine->broken, (gpointer)face->path);
}

// New string.
static char *face_key(const char *file, int index, const char *variations) {
    return g_strdup_printf("%d %s %s", index, file, variations);
}

static FontFace *face_find(TextEngine *engine, PangoFont *font, FcPattern *pattern) {
    g_autofree char *key =
        face_key(pattern_string(pattern, FC_FILE), pattern_integer(pattern, FC_INDEX),
                 pattern_string(pattern, FC_FONT_VARIATIONS));
    FontFace *face = g_hash_table_lookup(engine->faces, key);
    if (face)
        return face;
    hb_font_t *sized = pango_font_get_hb_font(font);
    face = face_new(engine, hb_face_reference(hb_font_get_face(sized)), sized);
    face->pango->font = g_object_ref(font);
    set_file(engine, face, pattern_string(pattern, FC_FILE));
    g_hash_table_insert(engine->faces, g_steal_pointer(&key), face);
    return face;
}

static FontFace *face_of_file(TextEngine *engine, const char *file, int index) {
    g_autofree char *key = face_key(file, index, "");
    FontFace *face = g_hash_table_lookup(engine->faces, key);
    if (face)
        return face;
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(file);
    if (!blob)
        return NULL;
    face = face_new(engine, hb_face_create(blob, (unsigned)index), NULL);
    set_file(engine, face, file);
    hb_blob_destroy(blob);
    g_hash_table_insert(engine->faces, g_steal_pointer(&key), face);
    return face;
}

const FoundFont *font_find_file(TextEngine *engine, const char *file, int index,
                                const PangoFontDescription *description) {
    FontFace *face = face_of_file(engine, file, index);
    if (!face)
        return NULL;
    if (!face->pango->font)
        face->pango->description = description;
    FoundFont *found = arena_new0(engine->arena, FoundFont);
    found->face = face;
    return found;
}

PangoFont *font_pango(const FontFace *face) {
    struct FacePango *pango = face->pango;
    if (!pango->font && pango->description) {
        PangoContext *context = text_engine_context(pango->engine);
        pango->font =
            pango_font_map_load_font(pango->engine->font_map, context, pango->description);
    }
    return pango->font;
}

const FoundFont *font_find(TextEngine *engine, PangoFont *font) {
    FoundFont *found = g_hash_table_lookup(engine->fonts, font);
    if (found)
        return found;
    FcPattern *pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(font));
    found = arena_new0(engine->arena, FoundFont);
    found->face = face_find(engine, font, pattern);
    FcMatrix *matrix;
    found->synthetic_italic =
        FcPatternGetMatrix(pattern, FC_MATRIX, 0, &matrix) == FcResultMatch && matrix->xy != 0;
    FcBool embolden;
    found->synthetic_bold =
        FcPatternGetBool(pattern, FC_EMBOLDEN, 0, &embolden) == FcResultMatch && embolden;
    g_hash_table_insert(engine->fonts, g_object_ref(font), found);
    return found;
}

void font_faces_free(TextEngine *engine) {
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, engine->faces);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        FontFace *face = value;
        hb_font_destroy(face->hb_font);
        hb_face_destroy(face->hb_face);
        g_clear_object(&face->pango->font);
    }
    g_hash_table_unref(engine->faces);
}

double font_advance(const FontFace *face, uint32_t glyph) {
    return hb_font_get_glyph_h_advance(face->hb_font, glyph) / (double)face->units_per_em;
}

void font_note_missing(TextEngine *engine, gunichar character) {
    if (g_hash_table_add(engine->missing_seen, GUINT_TO_POINTER(character)))
        g_array_append_val(engine->missing, character);
}

// Whether the family is there; asks fontconfig for fonts of that name only.
static bool is_installed(const char *family) {
    FcPattern *pattern = FcPatternCreate();
    FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)family);
    FcObjectSet *objects = FcObjectSetBuild(FC_FAMILY, (char *)NULL);
    FcFontSet *fonts = FcFontList(NULL, pattern, objects);
    bool found = fonts && fonts->nfont > 0;
    if (fonts)
        FcFontSetDestroy(fonts);
    FcObjectSetDestroy(objects);
    FcPatternDestroy(pattern);
    return found;
}

bool text_engine_has_family(TextEngine *engine, const char *family) {
    g_autofree char *first = style_first_family(family);
    gpointer known;
    if (g_hash_table_lookup_extended(engine->families, first, NULL, &known))
        return GPOINTER_TO_INT(known);
    bool found = font_names_has(engine->names, first) || is_installed(first);
    g_hash_table_insert(engine->families, g_steal_pointer(&first), GINT_TO_POINTER(found));
    return found;
}

static int compare_names(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// New strings, in order.
static GPtrArray *installed_families(void) {
    FcPattern *any = FcPatternCreate();
    FcObjectSet *objects = FcObjectSetBuild(FC_FAMILY, (char *)NULL);
    FcFontSet *fonts = FcFontList(NULL, any, objects);
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (int i = 0; fonts && i < fonts->nfont; i++)
        g_ptr_array_add(names, g_strdup(pattern_string(fonts->fonts[i], FC_FAMILY)));
    g_ptr_array_sort(names, compare_names);
    if (fonts)
        FcFontSetDestroy(fonts);
    FcObjectSetDestroy(objects);
    FcPatternDestroy(any);
    return names;
}

// The Debian package that a family is in, by how its name begins: the first row that fits.
static const char *package_of(const char *family) {
    static const struct {
        const char *family, *package;
    } rows[] = {
        {"Inter", "fonts-inter"},
        {"Noto Sans CJK", "fonts-noto-cjk"},
        {"Noto Serif CJK", "fonts-noto-cjk"},
        {"Noto Sans Mono CJK", "fonts-noto-cjk"},
        {"Noto Sans Mono", "fonts-noto-mono"},
        {"Noto Color Emoji", "fonts-noto-color-emoji"},
        {"Noto ", "fonts-noto-core"},
        {"DejaVu Sans Condensed", "fonts-dejavu-extra"},
        {"DejaVu Serif Condensed", "fonts-dejavu-extra"},
        {"DejaVu", "fonts-dejavu-core"},
        {"EB Garamond", "fonts-ebgaramond"},
        {"Lato", "fonts-lato"},
        {"Liberation", "fonts-liberation"},
        {"Open Sans", "fonts-open-sans"},
        {"Roboto Slab", "fonts-roboto-slab"},
        {"Roboto", "fonts-roboto-unhinted"},
        {"Vollkorn", "fonts-vollkorn"},
        {"B612", "fonts-b612"},
        {"Andika", "fonts-sil-andika"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (g_str_has_prefix(family, rows[i].family))
            return rows[i].package;
    return NULL;
}

static bool has_package(const GPtrArray *families, const char *package) {
    for (guint i = 0; i < families->len; i++)
        if (g_strcmp0(package_of(families->pdata[i]), package) == 0)
            return true;
    return false;
}

// Where to get the family; or, when other families of its package are there, the one with the
// nearest name, if any is near: it will be misspelt.
static char *missing_family_hint(const char *family) {
    g_autoptr(GPtrArray) families = installed_families();
    const char *package = package_of(family);
    if (package && !has_package(families, package))
        return g_strdup_printf("on Debian it comes with the package %s", package);
    return suggest_hint(family, (const char *const *)families->pdata, families->len);
}

static bool has_any_font(void) {
    g_autoptr(GPtrArray) families = installed_families();
    return families->len > 0;
}

// Another font stands in for one that is not there; without any, no text would be seen.
static void report_no_family(Diags *diags, const Place *place, const char *family) {
    if (!has_any_font()) {
        diag_error(diags, DIAG_MISSING_FONT, place,
                   "install some, as of the Debian packages fonts-inter and fonts-noto-core",
                   "no font is installed, so that no text can be set");
        return;
    }
    g_autofree char *hint = missing_family_hint(family);
    diag_warning(diags, DIAG_MISSING_FONT, place, hint, "font family \"%s\" is not installed",
                 family);
}

void text_engine_each_folder(void (*call)(void *data, const char *path), void *data) {
    FcStrList *folders = FcConfigGetFontDirs(NULL);
    for (FcChar8 *folder; folders && (folder = FcStrListNext(folders));)
        call(data, (const char *)folder);
    if (folders)
        FcStrListDone(folders);
}

bool font_check_family(TextEngine *engine, Diags *diags, const Place *place, const char *family) {
    g_autofree char *first = style_first_family(family);
    if (text_engine_has_family(engine, family))
        return true;
    if (g_hash_table_contains(engine->families_reported, first))
        return false;
    report_no_family(diags, place, first);
    g_hash_table_add(engine->families_reported, g_steal_pointer(&first));
    return false;
}
