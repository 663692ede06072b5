// Reading the rules that come with fontconfig takes longer than drawing a chart, and a font that is
// installed under the very name, weight and slant asked for is found without them: they are about
// names that are not there, and about which font is next for a letter. So fontconfig's main file,
// which says where fonts are, is read without the distribution's rules, which are links in its
// conf.d; what users and administrators put there themselves is read as ever.
#include "text/font_names.h"

#include <string.h>

struct FontNames {
    FcConfig *config;
};

// The element that brings the rules in: bytes [start, end) of the file.
static bool find_include(const char *text, const char **start, const char **end) {
    static const char close[] = ">conf.d</include>";
    const char *found = strstr(text, close);
    *start = found ? g_strrstr_len(text, found - text, "<include") : NULL;
    *end = found ? found + strlen(close) : NULL;
    return *start && !memchr(*start, '>', (gsize)(found - *start));
}

// Rules in the folder that are files of their own, each as an element.
static void add_own_rules(GString *out, const char *folder) {
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (g_ascii_isdigit(*name) && g_str_has_suffix(name, ".conf") &&
            !g_file_test(path, G_FILE_TEST_IS_SYMLINK))
            g_string_append_printf(out, "<include>%s</include>", path);
    }
}

// The main file with users' and administrators' rules in place of all. NULL when it is not of the
// common form. New string.
static char *make_text(const char *path) {
    static const char theirs[] = "<include ignore_missing=\"yes\">conf.d/50-user.conf</include>"
                                 "<include ignore_missing=\"yes\">conf.d/51-local.conf</include>";
    g_autofree char *text = NULL;
    const char *start, *end;
    if (!g_file_get_contents(path, &text, NULL, NULL) || !find_include(text, &start, &end))
        return NULL;
    g_autofree char *parent = g_path_get_dirname(path);
    g_autofree char *folder = g_build_filename(parent, "conf.d", NULL);
    GString *out = g_string_new_len(text, start - text);
    g_string_append(out, theirs);
    add_own_rules(out, folder);
    g_string_append(out, end);
    return g_string_free(out, FALSE);
}

static bool read_config(FcConfig *config) {
    FcChar8 *path = FcConfigGetFilename(config, NULL);
    g_autofree char *text = path ? make_text((const char *)path) : NULL;
    FcStrFree(path);
    return text && FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)text, FcTrue) &&
           FcConfigBuildFonts(config);
}

FontNames *font_names_new(void) {
    FontNames *names = g_new0(FontNames, 1);
    names->config = FcConfigCreate();
    if (names->config && read_config(names->config))
        return names;
    font_names_free(names);
    return NULL;
}

void font_names_free(FontNames *names) {
    if (!names)
        return;
    if (names->config)
        FcConfigDestroy(names->config);
    g_free(names);
}

// All fonts of the family; NULL when a rule makes another of the name.
static FcFontSet *list_family(const FontNames *names, const char *family) {
    FcPattern *pattern = FcPatternCreate();
    FcChar8 *first = NULL;
    FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)family);
    FcConfigSubstitute(names->config, pattern, FcMatchPattern);
    FcPatternGetString(pattern, FC_FAMILY, 0, &first);
    bool is_itself = first && g_ascii_strcasecmp((const char *)first, family) == 0;
    FcPatternDestroy(pattern);
    if (!is_itself)
        return NULL;
    pattern = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, family, (char *)NULL);
    FcObjectSet *objects = FcObjectSetBuild(FC_FILE, FC_INDEX, FC_WEIGHT, FC_SLANT, FC_WIDTH,
                                            FC_LANG, FC_VARIABLE, FC_OUTLINE, (char *)NULL);
    FcFontSet *fonts = FcFontList(names->config, pattern, objects);
    FcObjectSetDestroy(objects);
    FcPatternDestroy(pattern);
    return fonts;
}

bool font_names_has(const FontNames *names, const char *family) {
    FcFontSet *fonts = names ? list_family(names, family) : NULL;
    bool found = fonts && fonts->nfont > 0;
    if (fonts)
        FcFontSetDestroy(fonts);
    return found;
}

static int integer_of(FcPattern *font, const char *object, int absent) {
    int value;
    return FcPatternGetInteger(font, object, 0, &value) == FcResultMatch ? value : absent;
}

static bool flag_of(FcPattern *font, const char *object) {
    FcBool value;
    return FcPatternGetBool(font, object, 0, &value) == FcResultMatch && value;
}

static bool is_wanted(FcPattern *font, int weight, bool italic) {
    double own_weight;
    FcLangSet *languages;
    if (flag_of(font, FC_VARIABLE) || !flag_of(font, FC_OUTLINE))
        return false;
    if (FcPatternGetDouble(font, FC_WEIGHT, 0, &own_weight) != FcResultMatch ||
        own_weight != FcWeightFromOpenTypeDouble(weight))
        return false;
    if ((integer_of(font, FC_SLANT, FC_SLANT_ROMAN) != FC_SLANT_ROMAN) != italic ||
        integer_of(font, FC_WIDTH, FC_WIDTH_NORMAL) != FC_WIDTH_NORMAL)
        return false;
    return FcPatternGetLangSet(font, FC_LANG, 0, &languages) == FcResultMatch &&
           FcLangSetHasLang(languages, (const FcChar8 *)"en") != FcLangDifferentLang;
}

bool font_names_find(const FontNames *names, const char *family, int weight, bool italic,
                     const char **file, int *index) {
    FcFontSet *fonts = names ? list_family(names, family) : NULL;
    FcPattern *only = NULL;
    int count = 0;
    for (int i = 0; fonts && i < fonts->nfont; i++) {
        if (!is_wanted(fonts->fonts[i], weight, italic))
            continue;
        only = fonts->fonts[i];
        count++;
    }
    FcChar8 *path = NULL;
    bool found = count == 1 && FcPatternGetString(only, FC_FILE, 0, &path) == FcResultMatch;
    if (found) {
        *file = g_intern_string((const char *)path);
        *index = integer_of(only, FC_INDEX, 0);
    }
    if (fonts)
        FcFontSetDestroy(fonts);
    return found;
}
