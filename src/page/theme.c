// Themes: finds their files, reads them from the one extended last up to the one asked for, and
// resolves names to colours and families. Chart configurations are merged member by member. A look
// in a language is made the same way once more, with what the files say of it read last.
#include "page/theme.h"

#include "base/file.h"
#include "base/suggest.h"
#include "chart/scheme.h"
#include "page/language.h"
#include "page/theme_draft.h"
#include "text/font.h"

#include <string.h>

// ---- files

bool theme_is_name(const char *name) {
    return !strchr(name, '/') && !g_str_has_suffix(name, ".json");
}

// folder/NAME.json and folder/themes/NAME.json; NULL when neither is there. New string.
static char *find_in(const char *folder, const char *name) {
    g_autofree char *file = g_strconcat(name, ".json", NULL);
    char *path = g_build_filename(folder, file, NULL);
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return path;
    g_free(path);
    path = g_build_filename(folder, "themes", file, NULL);
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return path;
    g_free(path);
    return NULL;
}

const char *theme_find(Arena *arena, const char *name, const char *folder, const char *shipped) {
    g_autofree char *path = NULL;
    if (!theme_is_name(name)) {
        path = file_resolve(folder, name);
        return arena_strdup(arena, path);
    }
    path = find_in(folder, name);
    if (!path && shipped)
        path = find_in(shipped, name);
    return arena_strdup(arena, path);
}

static int compare_names(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void list_themes(Arena *arena, const char *parent, GPtrArray *names) {
    g_autofree char *folder = parent ? g_build_filename(parent, "themes", NULL) : NULL;
    g_autoptr(GDir) dir = folder ? g_dir_open(folder, 0, NULL) : NULL;
    const char *file;
    while (dir && (file = g_dir_read_name(dir)))
        if (g_str_has_suffix(file, ".json"))
            g_ptr_array_add(names, arena_strndup(arena, file, strlen(file) - strlen(".json")));
}

// The names of themes found there, for suggestions; NULL terminated.
static const char *const *theme_names(Arena *arena, const char *folder, const char *shipped) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    list_themes(arena, folder, names);
    list_themes(arena, shipped, names);
    g_ptr_array_add(names, (gpointer)THEME_PLAIN);
    g_ptr_array_sort(names, compare_names);
    g_ptr_array_add(names, NULL);
    return arena_memdup(arena, names->pdata, names->len * sizeof(gpointer));
}

// ---- the chain of extended themes

typedef struct {
    const ThemeInput *input;
    const char *top; // folder that paths may not leave
    ThemeDraft draft;
    GPtrArray *roots; // JsonNode *, the theme asked for first
    bool is_first;    // the look in general, which tells of fonts that are not there
} ThemeLoader;

static bool path_is_allowed(const ThemeLoader *loader, const char *path) {
    const char *shipped = loader->input->shipped;
    return file_is_below(loader->top, path) || (shipped && file_is_below(shipped, path));
}

static bool is_plain(const JsonNode *extends) {
    return json_is_string(extends->json) &&
           strcmp(json_string_value(extends->json), THEME_PLAIN) == 0;
}

// The path of what a theme extends; NULL and reported when it is nowhere or not allowed.
static const char *extended_path(ThemeLoader *loader, const JsonNode *root, const char *path) {
    const ThemeInput *input = loader->input;
    const JsonNode *node = json_node_member(root, "extends");
    if (!node || !json_is_string(node->json))
        return NULL;
    const char *name = json_string_value(node->json);
    g_autofree char *folder = g_path_get_dirname(path);
    const char *found = theme_find(input->arena, name, folder, input->shipped);
    if (!found && is_plain(node))
        return NULL;
    if (!found) {
        const char *const *names = theme_names(input->arena, folder, input->shipped);
        g_autofree char *hint = suggest_hint_or_list(name, names, g_strv_length((GStrv)names));
        json_error(input->diags, node, DIAG_UNKNOWN_NAME, hint, "there is no theme \"%s\"", name);
        return NULL;
    }
    if (!path_is_allowed(loader, found)) {
        json_error(input->diags, node, DIAG_PATH_OUTSIDE, NULL,
                   "theme \"%s\" lies outside the folder of the themes", name);
        return NULL;
    }
    return found;
}

// Opens the files from the one asked for down to the last one extended.
static bool load_chain(ThemeLoader *loader, const char *path) {
    const ThemeInput *input = loader->input;
    Place at = input->at ? *input->at : (Place){0};
    for (guint depth = 0; path; depth++) {
        if (depth == THEME_DEPTH_LIMIT) {
            diag_error(input->diags, DIAG_TOO_LARGE, &at, "does a theme extend itself?",
                       "more than %d themes extend each other", THEME_DEPTH_LIMIT);
            return false;
        }
        JsonDoc *doc = json_doc_load_at(input->diags, path, at.source ? &at : NULL);
        if (!doc)
            return false;
        g_ptr_array_add(input->documents, doc);
        const JsonNode *root = json_doc_root(doc);
        g_ptr_array_add(loader->roots, (gpointer)root);
        const JsonNode *extends = json_node_member(root, "extends");
        path = extended_path(loader, root, path);
        if (extends && !path && !is_plain(extends))
            return false;
        at = extends ? json_node_place(extends) : at;
    }
    return true;
}

static bool read_chain(ThemeLoader *loader) {
    bool good = true;
    for (guint i = loader->roots->len; i > 0; i--) {
        const char *extends = NULL;
        good &= theme_draft_read(&loader->draft, loader->input->arena, loader->input->diags,
                                 loader->roots->pdata[i - 1], &extends);
    }
    return good;
}

// ---- resolving

static bool resolve_ink(ThemeDraft *draft, Diags *diags, const InkDraft *ink, Colour *out) {
    const InkDraft *step = ink;
    for (guint i = 0; i <= INK_COUNT; i++) {
        if (step->other < 0) {
            *out = step->colour;
            return true;
        }
        step = &draft->inks[step->other];
    }
    json_error(diags, ink->node ? ink->node : step->node, DIAG_WRONG_VALUE, NULL,
               "inks that are each other have no colour");
    return false;
}

static bool resolve_inks(ThemeDraft *draft, Diags *diags) {
    bool good = true;
    for (guint i = 0; i < INK_COUNT; i++)
        good &= resolve_ink(draft, diags, &draft->inks[i], &draft->theme.inks[i]);
    return good;
}

static char *font_hint(ThemeDraft *draft, const char *font) {
    GHashTableIter iter;
    gpointer name;
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_hash_table_iter_init(&iter, draft->fonts);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        g_ptr_array_add(names, name);
    g_ptr_array_sort(names, compare_names);
    return suggest_hint(font, (const char *const *)names->pdata, names->len);
}

static const char *role_family(ThemeDraft *draft, const RoleDraft *role) {
    return role->family ? role->family : g_hash_table_lookup(draft->fonts, role->font);
}

static bool resolve_role(ThemeDraft *draft, Diags *diags, const RoleDraft *role, TypeSpec *out) {
    out->style.family = role_family(draft, role);
    if (!out->style.family) {
        g_autofree char *hint = font_hint(draft, role->font);
        json_error(diags, role->font_node, DIAG_UNKNOWN_NAME, hint, "unknown font \"%s\"",
                   role->font);
        return false;
    }
    out->style.size = role->size;
    out->style.weight = role->weight;
    out->style.italic = role->italic;
    out->style.tabular = role->tabular;
    out->style.small_caps = role->small_caps;
    out->style.letter_spacing =
        role->tracking_is_factor ? role->tracking * role->size : role->tracking;
    out->leading = role->leading_is_factor ? role->leading * role->size : role->leading;
    out->before = role->before;
    out->after = role->after;
    out->uppercase = role->uppercase;
    return resolve_ink(draft, diags, &role->ink, &out->style.colour);
}

static bool resolve_roles(ThemeDraft *draft, Diags *diags) {
    bool good = true;
    for (guint i = 0; i < ROLE_COUNT; i++)
        good &= resolve_role(draft, diags, &draft->roles[i], &draft->theme.type[i]);
    return good;
}

// Warns once for each family that is not installed; text is then set in the next of its list.
static void check_fonts(const ThemeInput *input, ThemeDraft *draft) {
    for (guint i = 0; input->engine && i < ROLE_COUNT; i++) {
        const RoleDraft *role = &draft->roles[i];
        const JsonNode *node =
            role->family ? role->font_node : g_hash_table_lookup(draft->font_nodes, role->font);
        Place place = node ? json_node_place(node) : (Place){0};
        font_check_family(input->engine, input->diags, node ? &place : NULL,
                          draft->theme.type[i].style.family);
    }
}

// ---- charts

static void merge_objects(json_t *into, json_t *from) {
    const char *key;
    json_t *value;
    json_object_foreach(from, key, value) {
        json_t *old = json_object_get(into, key);
        if (json_is_object(old) && json_is_object(value))
            merge_objects(old, value);
        else
            json_object_set_new(into, key, json_deep_copy(value));
    }
}

static void replace_colour(json_t *json, Colour from, const char *to) {
    const char *key;
    json_t *value;
    json_object_foreach(json, key, value) {
        Colour colour;
        if (json_is_object(value))
            replace_colour(value, from, to);
        else if (json_is_string(value) && colour_parse(json_string_value(value), &colour) &&
                 memcmp(&colour, &from, sizeof colour) == 0)
            json_string_set(value, to);
    }
}

// The family that charts in an extended theme's data face come to: data, or text where only that
// was changed and both were one.
static const char *followed_family(ThemeDraft *draft, const ChartDraft *chart) {
    const char *data = g_hash_table_lookup(draft->fonts, "data");
    bool is_one = g_strcmp0(chart->data, chart->text) == 0 && g_strcmp0(data, chart->data) == 0;
    return is_one ? g_hash_table_lookup(draft->fonts, "text") : data;
}

// Whether a theme that extends this chart's has another accent or face.
static bool has_other_look(ThemeDraft *draft, const ChartDraft *chart) {
    Colour accent = draft->theme.inks[INK_ACCENT];
    bool is_own = chart->accent.other < 0;
    return (is_own && memcmp(&chart->accent.colour, &accent, sizeof accent) != 0) ||
           g_strcmp0(followed_family(draft, chart), chart->data) != 0;
}

// A chart's configuration, in which the accent and the face of its theme became those of the
// theme that extends it. New reference.
static json_t *follow_theme(ThemeDraft *draft, const ChartDraft *chart) {
    json_t *config = json_deep_copy(chart->node->json);
    char accent[8];
    colour_to_hex(draft->theme.inks[INK_ACCENT], accent);
    if (chart->accent.other < 0)
        replace_colour(config, chart->accent.colour, accent);
    if (g_strcmp0(json_string_value(json_object_get(config, "font")), chart->data) == 0)
        json_object_set_new(config, "font", json_string(followed_family(draft, chart)));
    return config;
}

// The one configuration as it stands in its file, so that messages have lines; else all of them
// merged over each other, under the text face of data.
static const JsonNode *merge_charts(const ThemeInput *input, ThemeDraft *draft) {
    const ChartDraft *charts = (const ChartDraft *)(const void *)draft->charts->data;
    if (draft->charts->len == 1 && json_object_get(charts->node->json, "font") &&
        !has_other_look(draft, charts))
        return charts->node;
    json_t *merged = json_object();
    json_object_set_new(merged, "font", json_string(g_hash_table_lookup(draft->fonts, "data")));
    for (guint i = 0; i < draft->charts->len; i++) {
        json_t *config = follow_theme(draft, &charts[i]);
        merge_objects(merged, config);
        json_decref(config);
    }
    JsonDoc *doc = json_doc_wrap(merged, "<theme>");
    g_ptr_array_add(input->documents, doc);
    return json_doc_root(doc);
}

static bool read_category_list(const ThemeInput *input, const JsonNode *list, Theme *theme) {
    guint count = (guint)json_node_size(list);
    Colour *colours = arena_array(input->arena, Colour, count);
    bool good = true;
    for (guint i = 0; i < count; i++) {
        const JsonNode *item = json_node_item(list, i);
        const char *text;
        if (!json_read_string(input->diags, item, "category", &text)) {
            good = false;
        } else if (!colour_parse(text, &colours[i])) {
            json_error(input->diags, item, DIAG_WRONG_VALUE, NULL, "\"%s\" is not a colour", text);
            good = false;
        }
    }
    theme->categories = colours;
    theme->category_count = count;
    return good;
}

// chart.range.category: colours, or the name of a scheme.
static bool read_categories(const ThemeInput *input, Theme *theme) {
    const JsonNode *range = json_node_member(theme->chart, "range");
    const JsonNode *category = range ? json_node_member(range, "category") : NULL;
    if (category && json_is_array(category->json))
        return read_category_list(input, category, theme);
    const char *name = "tableau10";
    if (category && json_is_object(category->json))
        category = json_node_member(category, "scheme");
    if (category && !json_read_string(input->diags, category, "category", &name))
        return false;
    SchemeKind kind;
    theme->categories = scheme_colours(input->arena, name, &theme->category_count, &kind);
    if (theme->categories)
        return true;
    g_autofree char *hint =
        suggest_hint(name, scheme_names(), g_strv_length((GStrv)scheme_names()));
    json_error(input->diags, category, DIAG_UNKNOWN_NAME, hint, "unknown colour scheme \"%s\"",
               name);
    return false;
}

// ---- contrast

// Text of these sizes in points counts as large (WCAG 2.2, 1.4.3).
static bool is_large(const TypeSpec *type) {
    static const double large = 18, large_bold = 14;
    return type->style.size >= large ||
           (type->style.size >= large_bold && type->style.weight >= 700);
}

// Warns once an ink whose texts can hardly be read on the theme's paper.
static void check_contrast(const ThemeInput *input, const ThemeDraft *draft) {
    static const double least = 4.5, least_large = 3;
    bool told[INK_COUNT] = {false};
    for (guint role = 0; role < ROLE_COUNT; role++) {
        const InkDraft *ink = &draft->roles[role].ink;
        const TypeSpec *type = &draft->theme.type[role];
        int index = ink->other;
        double needed = is_large(type) ? least_large : least;
        double contrast = colour_contrast(type->style.colour, draft->theme.inks[INK_PAPER]);
        const JsonNode *node = index >= 0 ? draft->inks[index].node : ink->node;
        if (contrast >= needed || !node || (index >= 0 && told[index]))
            continue;
        if (index >= 0)
            told[index] = true;
        json_warning(input->diags, node, DIAG_WRONG_VALUE, "take a darker one, or a lighter paper",
                     "text in this ink has a contrast of %.1f to the paper, expected at least %g "
                     "(WCAG 2)",
                     contrast, needed);
    }
}

// ---- looks in languages

static Theme *finish(ThemeLoader *loader) {
    const ThemeInput *input = loader->input;
    ThemeDraft *draft = &loader->draft;
    bool good = resolve_inks(draft, input->diags) & resolve_roles(draft, input->diags);
    if (!good)
        return NULL;
    if (loader->is_first) {
        check_fonts(input, draft);
        check_contrast(input, draft);
    }
    Theme *theme = arena_memdup(input->arena, &draft->theme, sizeof *theme);
    theme->chart = merge_charts(input, draft);
    return read_categories(input, theme) ? theme : NULL;
}

// The theme with all that it and those that it extends say of a language.
static Theme *make_look(const ThemeLoader *loader, const char *tag) {
    ThemeLoader inner = {.input = loader->input, .roots = loader->roots};
    Theme *look = NULL;
    theme_draft_init(&inner.draft);
    bool good = read_chain(&inner);
    for (guint i = 0; i < inner.draft.looks->len; i++) {
        const JsonNode *node = inner.draft.looks->pdata[i];
        if (g_ascii_strcasecmp(node->key, tag) == 0)
            good &= theme_draft_read_look(&inner.draft, loader->input->diags, node);
    }
    if (good)
        look = finish(&inner);
    theme_draft_clear(&inner.draft);
    return look;
}

static bool holds(const char *const *tags, guint count, const char *tag) {
    for (guint i = 0; i < count; i++)
        if (g_ascii_strcasecmp(tags[i], tag) == 0)
            return true;
    return false;
}

// False when what is said of a language is wrong.
static bool add_looks(ThemeLoader *loader, Theme *theme) {
    Arena *arena = loader->input->arena;
    const GPtrArray *nodes = loader->draft.looks;
    if (nodes->len == 0)
        return true;
    ThemeFamily *family = arena_new0(arena, ThemeFamily);
    const char **tags = arena_array(arena, const char *, nodes->len);
    const Theme **looks = arena_array(arena, const Theme *, nodes->len);
    *family = (ThemeFamily){.base = theme, .tags = tags, .looks = looks};
    for (guint i = 0; i < nodes->len; i++) {
        const char *tag = ((const JsonNode *)nodes->pdata[i])->key;
        if (holds(tags, family->count, tag))
            continue;
        Theme *look = make_look(loader, tag);
        if (!look)
            return false;
        look->family = family;
        tags[family->count] = tag;
        looks[family->count++] = look;
    }
    theme->family = family;
    return true;
}

static const Theme *find_look(const ThemeFamily *family, const char *tag, bool whole) {
    for (guint i = 0; i < family->count; i++) {
        const char *known = family->tags[i];
        if (whole ? g_ascii_strcasecmp(known, tag) == 0 : language_is_same(known, tag))
            return family->looks[i];
    }
    return NULL;
}

const Theme *theme_in_language(const Theme *theme, const char *tag) {
    if (!theme->family)
        return theme;
    const Theme *look = find_look(theme->family, tag, /*whole=*/true);
    if (!look)
        look = find_look(theme->family, tag, /*whole=*/false);
    return look ? look : theme->family->base;
}

// ---- public

static void unknown_theme(const ThemeInput *input) {
    const char *const *names = theme_names(input->arena, NULL, input->shipped);
    g_autofree char *hint = suggest_hint_or_list(input->path, names, g_strv_length((GStrv)names));
    diag_error(input->diags, DIAG_UNKNOWN_NAME, input->at, hint, "there is no theme \"%s\"",
               input->path);
}

static const Theme *load_theme(const ThemeInput *input, const char *path) {
    ThemeLoader loader = {.input = input, .roots = g_ptr_array_new(), .is_first = true};
    g_autofree char *top = path ? g_path_get_dirname(path) : NULL;
    loader.top = top;
    theme_draft_init(&loader.draft);
    Theme *theme = NULL;
    if (load_chain(&loader, path) && read_chain(&loader))
        theme = finish(&loader);
    if (theme && !add_looks(&loader, theme))
        theme = NULL;
    theme_draft_clear(&loader.draft);
    g_ptr_array_unref(loader.roots);
    return theme;
}

const Theme *theme_read(const ThemeInput *input) {
    const char *path = input->path;
    if (path && theme_is_name(path))
        path = theme_find(input->arena, path, ".", input->shipped);
    if (path || !input->path || strcmp(input->path, THEME_PLAIN) == 0)
        return load_theme(input, path);
    unknown_theme(input);
    return NULL;
}

const Theme *theme_load(Arena *arena, Diags *diags, TextEngine *engine, const char *path,
                        const Place *at, GPtrArray *documents) {
    ThemeInput input = {.arena = arena,
                        .diags = diags,
                        .engine = engine,
                        .path = path,
                        .at = at,
                        .documents = documents};
    return theme_read(&input);
}
