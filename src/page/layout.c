// Reads a layout. Everything that can be known without data is checked here, and all of it is
// reported in one run: keys, lengths, names, templates, data sources, conditions, blocks.
#include "page/layout.h"

#include "base/edtf.h"
#include "base/file.h"
#include "facts/codes.h"
#include "facts/facts_named.h"
#include "facts/merge.h"
#include "page/data_spec.h"
#include "page/language.h"
#include "page/layout_private.h"
#include "page/template.h"

#include <string.h>

// ---- names

// What a scope knows without the layout, and what running heads know.
static const char *const built_in_names[] = {
    "as_of", "facts", "lang", "strings", "title", "subtitle", "classification", "page", "pages"};

static bool is_identifier(const char *name) {
    if (!g_ascii_isalpha(*name) && *name != '_')
        return false;
    for (; *name; name++)
        if (!g_ascii_isalnum(*name) && *name != '_')
            return false;
    return true;
}

bool layout_check_name(LayoutReader *reader, const JsonNode *node, const char *what) {
    Place place;
    for (guint i = 0; i < G_N_ELEMENTS(built_in_names); i++) {
        if (strcmp(built_in_names[i], node->key) == 0) {
            place = json_node_key_place(node);
            diag_error(reader->diags, DIAG_WRONG_VALUE, &place, NULL,
                       "%s \"%s\" has the name of a built-in value", what, node->key);
            return false;
        }
    }
    if (is_identifier(node->key))
        return true;
    place = json_node_key_place(node);
    diag_error(reader->diags, DIAG_WRONG_VALUE, &place, NULL,
               "%s \"%s\" is no name: expected letters, digits and underscores", what, node->key);
    return false;
}

static bool is_param(const Layout *layout, const char *name) {
    for (guint i = 0; i < layout->param_count; i++)
        if (strcmp(layout->params[i].name, name) == 0)
            return true;
    return false;
}

// ---- parts

static const char *resolve(LayoutReader *reader, const char *name) {
    g_autofree char *path = file_resolve(reader->layout->folder, name);
    return arena_strdup(reader->arena, path);
}

// ---- translations

// The member for the tag, else for its language; NULL when there is none.
static const JsonNode *find_translation(const JsonNode *translations, const char *tag) {
    JsonMembers members;
    const JsonNode *node, *found = NULL;
    json_members_begin(&members, translations);
    while ((node = json_members_next(&members))) {
        if (g_ascii_strcasecmp(node->key, tag) == 0)
            return node;
        if (language_is_same(node->key, tag))
            found = node;
    }
    return found;
}

static void no_translation(LayoutReader *context, const JsonNode *translations, const char *tag) {
    g_autoptr(GString) known = g_string_new(context->layout->language);
    JsonMembers members;
    const JsonNode *node;
    if (translations) {
        json_members_begin(&members, translations);
        while ((node = json_members_next(&members)))
            if (strcmp(node->key, "$comment") != 0)
                g_string_append_printf(known, ", %s", node->key);
    }
    diag_error(context->diags, DIAG_UNKNOWN_NAME, NULL, NULL,
               "the layout is not translated to \"%s\"; its languages are %s", tag, known->str);
}

static void load_translation(LayoutReader *context, const JsonNode *node, GPtrArray *documents) {
    Layout *layout = context->layout;
    const char *name;
    if (!json_read_string(context->diags, node, "translation", &name))
        return;
    const char *path = resolve(context, name);
    Place place = json_node_place(node);
    if (!file_is_below(layout->folder, path)) {
        json_error(context->diags, node, DIAG_PATH_OUTSIDE, NULL,
                   "\"%s\" is outside the layout's folder", name);
        return;
    }
    layout->translation = translation_load(context->arena, context->diags, path, &place, documents);
    if (layout->translation)
        translation_check_language(layout->translation, context->diags, node->key);
    const char *theme = layout->translation ? translation_theme(layout->translation) : NULL;
    if (!theme)
        return;
    layout->theme_node = translation_theme_node(layout->translation);
    layout->theme_path = theme_find(context->arena, theme, layout->folder, NULL);
    if (!layout->theme_path)
        layout->theme_path = arena_strdup(context->arena, theme);
}

static void check_translations(LayoutReader *context, const JsonNode *translations) {
    JsonMembers members;
    const JsonNode *node;
    const char *ignored;
    json_members_begin(&members, translations);
    while ((node = json_members_next(&members)))
        if (strcmp(node->key, "$comment") != 0) {
            json_read_string(context->diags, node, "translation", &ignored);
            if (!language_is_tag(node->key))
                json_error(context->diags, node, DIAG_WRONG_VALUE, NULL,
                           "\"%s\" is not the tag of a language", node->key);
        }
}

// Takes the language that the command line asks for, when it is another than the layout's own.
static void choose_language(LayoutReader *context, Reader *reader, const char *tag,
                            GPtrArray *documents) {
    Layout *layout = context->layout;
    const JsonNode *translations = reader_object(reader, "translations");
    if (translations)
        check_translations(context, translations);
    if (!tag)
        return;
    const JsonNode *node = translations ? find_translation(translations, tag) : NULL;
    bool is_own = language_is_same(layout->language, tag) && !node;
    if (!language_is_tag(tag) || (!node && !is_own)) {
        no_translation(context, translations, tag);
        return;
    }
    layout->language = arena_strdup(context->arena, tag);
    layout->language_node = is_own ? NULL : node;
    layout->rtl = language_is_rtl(tag);
    if (node)
        load_translation(context, node, documents);
}

// ---- parts

static void read_language(LayoutReader *context, Reader *reader) {
    static const Keyword directions[] = {{"ltr", 0}, {"rtl", 1}, {NULL, 0}};
    static const Keyword digits[] = {{"latin", DIGITS_LATIN}, {"native", DIGITS_NATIVE}, {NULL, 0}};
    static const Keyword groups[] = {
        {"thousands", GROUPS_THOUSANDS}, {"lakh", GROUPS_LAKH}, {NULL, 0}};
    Layout *layout = context->layout;
    const char *tag = "en", *path;
    int rtl, choice;
    layout->language_node = reader_node(reader, "lang");
    if (reader_string(reader, "lang", &tag) && !language_is_tag(tag))
        json_error(context->diags, layout->language_node, DIAG_WRONG_VALUE, NULL,
                   "\"%s\" is not the tag of a language such as \"en\", \"ur\" or \"en-IN\"", tag);
    layout->language = tag;
    layout->rtl = language_is_rtl(tag);
    if (reader_keyword(reader, "dir", directions, &rtl))
        layout->rtl = rtl == 1;
    layout->words_node = reader_node(reader, "words");
    if (reader_string(reader, "words", &path))
        layout->words_path = resolve(context, path);
    if (reader_keyword(reader, "digits", digits, &choice))
        layout->digits = (Digits)choice;
    if (reader_keyword(reader, "numbers", groups, &choice))
        layout->groups = (Groups)choice;
}

static void read_home(Reader *reader, Layout *layout) {
    if (!reader_string(reader, "home", &layout->home) || codes_is_country(layout->home))
        return;
    Place place = json_node_place(reader_node(reader, "home"));
    diag_error(reader->diags, DIAG_WRONG_VALUE, &place, "codes are those of ISO 3166-1, as \"PK\"",
               "home is \"%s\", the code of no country", layout->home);
}

static void read_texts(Reader *reader, Layout *layout) {
    static const Keyword later_facts[] = {
        {"leave_out", LATER_LEFT_OUT}, {"keep", LATER_KEPT}, {NULL, 0}};
    int later;
    reader_template(reader, "title", TEMPLATE_PLAIN, &layout->title);
    reader_template(reader, "subtitle", TEMPLATE_PLAIN, &layout->subtitle);
    reader_template(reader, "author", TEMPLATE_PLAIN, &layout->author);
    reader_template(reader, "subject", TEMPLATE_PLAIN, &layout->subject);
    reader_template(reader, "keywords", TEMPLATE_PLAIN, &layout->keywords);
    reader_template(reader, "classification", TEMPLATE_PLAIN, &layout->classification);
    if (reader_string(reader, "audience", &layout->audience))
        layout->audience_node = reader_node(reader, "audience");
    if (reader_keyword(reader, "later_facts", later_facts, &later))
        layout->later_facts = (LaterFacts)later;
    read_home(reader, layout);
    reader_bool(reader, "banner", &layout->banner);
}

static void read_theme(LayoutReader *context, Reader *reader) {
    const char *name;
    Layout *layout = context->layout;
    if (!reader_string(reader, "theme", &name))
        return;
    layout->theme_node = reader_node(reader, "theme");
    layout->theme_path = theme_find(context->arena, name, layout->folder, NULL);
    if (!layout->theme_path)
        layout->theme_path = arena_strdup(context->arena, name);
}

static void read_facts(LayoutReader *context, const JsonNode *node) {
    FactsNamed named;
    if (!node)
        return;
    facts_named_read(context->arena, context->diags, node, context->layout->folder, &named);
    context->layout->facts = named.paths;
    context->layout->facts_nodes = named.nodes;
    context->layout->facts_maps = named.maps;
    context->layout->facts_count = named.count;
}

static void read_vocabulary(LayoutReader *context, Reader *reader) {
    const char *path;
    if (reader_string(reader, "vocabulary", &path))
        context->layout->vocabulary_path = resolve(context, path);
}

static void read_unverified(Layout *layout, Reader *reader) {
    static const Keyword words[] = {{"leave_out", 0}, {"count", 1}, {NULL, 0}};
    int choice = 0;
    reader_keyword(reader, "unverified", words, &choice);
    layout->counts_unverified = choice;
}

static void read_rates(LayoutReader *context, Reader *reader) {
    const char *path;
    if (!reader_string(reader, "rates", &path))
        return;
    context->layout->rates_path = resolve(context, path);
    context->layout->rates_node = reader_node(reader, "rates");
}

// Texts by name: {{strings.name}}, and :strings_name in SQL.
static void read_strings(LayoutReader *context, const JsonNode *strings) {
    JsonMembers members;
    const JsonNode *node;
    const char *ignored;
    if (!strings)
        return;
    json_members_begin(&members, strings);
    while ((node = json_members_next(&members)))
        if (strcmp(node->key, "$comment") != 0 && layout_check_name(context, node, "string") &&
            json_read_string(context->diags, node, node->key, &ignored))
            template_check(context->diags, node, TEMPLATE_PLAIN);
    context->layout->strings = strings;
}

static void read_merging(LayoutReader *context, Reader *reader) {
    int mode;
    if (reader_keyword(reader, "merge", merge_modes, &mode))
        context->layout->merge = keyword_name(merge_modes, mode);
    const JsonNode *lists = reader_array(reader, "same_as");
    size_t count = lists ? json_node_size(lists) : 0;
    if (count == 0)
        return;
    const char **paths = arena_array(context->arena, const char *, count + 1);
    for (size_t i = 0, good = 0; i < count; i++) {
        const char *path;
        if (json_read_string(context->diags, json_node_item(lists, i), "same_as", &path))
            paths[good++] = resolve(context, path);
    }
    context->layout->same_as = paths;
}

static void check_data(LayoutReader *context, const JsonNode *data) {
    if (!data)
        return;
    JsonMembers members;
    json_members_begin(&members, data);
    const JsonNode *member;
    while ((member = json_members_next(&members))) {
        DataSpec spec;
        if (!layout_check_name(context, member, "dataset"))
            continue;
        if (is_param(context->layout, member->key))
            json_error(context->diags, member, DIAG_DUPLICATE_ID, NULL,
                       "\"%s\" is a parameter already", member->key);
        data_spec_read(context->diags, member, &spec);
    }
    context->layout->data = data;
}

static void read_numbering(LayoutReader *context, const JsonNode *node) {
    Layout *layout = context->layout;
    Reader reader;
    if (!node || !reader_begin(&reader, context->diags, node, "numbering"))
        return;
    reader_bool(&reader, "figures", &layout->numbered[SERIES_FIGURE]);
    reader_bool(&reader, "tables", &layout->numbered[SERIES_TABLE]);
    reader_bool(&reader, "headings", &layout->numbered_headings);
    reader_end(&reader);
}

static void read_body(LayoutReader *context, Reader *reader, GPtrArray *documents) {
    const JsonNode *body = reader_require(reader, "body");
    if (!body)
        return;
    g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) languages = g_ptr_array_new();
    BlockIncluding here = {.path = context->layout->path};
    BlockReader blocks = {.arena = context->arena,
                          .diags = context->diags,
                          .folder = context->layout->folder,
                          .root = context->layout->folder,
                          .including = &here,
                          .languages = languages,
                          .documents = documents,
                          .images = context->images,
                          .numbered_headings = context->layout->numbered_headings,
                          .ids = ids};
    memcpy(blocks.numbered, context->layout->numbered, sizeof blocks.numbered);
    context->layout->body = block_read_list(&blocks, body, &context->layout->block_count);
    const GPtrArray *images = context->images->list;
    context->layout->image_count = images->len;
    context->layout->images =
        arena_memdup(context->arena, images->pdata, images->len * sizeof(Image *));
    context->layout->language_count = languages->len;
    context->layout->languages =
        arena_memdup(context->arena, languages->pdata, languages->len * sizeof(JsonNode *));
}

// ---- the whole

static void read_head(LayoutReader *context, Reader *reader) {
    gint64 version;
    const char *ignored;
    if (reader_require(reader, "layout"))
        reader_integer(reader, "layout", 1, 1, &version);
    reader_string(reader, "description", &ignored);
    read_texts(reader, context->layout);
    read_language(context, reader);
    read_theme(context, reader);
    choose_language(context, reader, context->language, context->documents);
    read_facts(context, reader_array(reader, "facts"));
    read_vocabulary(context, reader);
    read_merging(context, reader);
    read_rates(context, reader);
    read_unverified(context->layout, reader);
    guint errors = diags_errors(context->diags);
    layout_read_heads(context, reader);
    context->apart += diags_errors(context->diags) - errors;
}

static JsonDoc *open_layout(LayoutReader *context, const char *path, GPtrArray *documents) {
    JsonDoc *doc = json_doc_load(context->diags, path);
    if (!doc)
        return NULL;
    g_ptr_array_add(documents, doc);
    bool is_input = strcmp(path, "-") == 0;
    g_autofree char *folder = is_input ? g_strdup(".") : g_path_get_dirname(path);
    context->layout->path = arena_strdup(context->arena, path);
    context->layout->folder = arena_strdup(context->arena, folder);
    return doc;
}

Layout *layout_load_part(Arena *arena, Diags *diags, const char *path,
                         const ParamAssignment *assignments, guint assignment_count,
                         GPtrArray *documents) {
    LayoutReader context = {.arena = arena,
                            .diags = diags,
                            .layout = arena_new0(arena, Layout),
                            .documents = documents};
    for (guint i = 0; i < assignment_count; i++)
        if (strcmp(assignments[i].name, LAYOUT_LANG) == 0)
            context.language = assignments[i].value;
    JsonDoc *doc = open_layout(&context, path, documents);
    g_auto(ImageShelf) images;
    image_shelf_init(&images, arena, diags, context.layout->folder);
    context.images = &images;
    Reader reader;
    if (!doc || !reader_begin(&reader, diags, json_doc_root(doc), "layout"))
        return NULL;
    guint errors = diags_errors(diags);
    read_head(&context, &reader);
    read_numbering(&context, reader_node(&reader, "numbering"));
    context.apart -= diags_errors(diags);
    layout_read_page(&context, reader_node(&reader, "page"));
    layout_check_heads(&context);
    context.apart += diags_errors(diags);
    layout_read_params(&context, reader_object(&reader, "params"), assignments, assignment_count);
    read_strings(&context, reader_object(&reader, "strings"));
    check_data(&context, reader_object(&reader, "data"));
    context.apart -= diags_errors(diags);
    read_body(&context, &reader, documents);
    context.apart += diags_errors(diags);
    context.apart -= diags_errors(diags);
    if (reader_end(&reader))
        return context.layout;
    context.apart += diags_errors(diags);
    // What is wrong with a page, a running head or a block, or is no key at all, says nothing of
    // the others.
    context.layout->partial = diags_errors(diags) - errors == context.apart;
    return context.layout->partial ? context.layout : NULL;
}

Layout *layout_load(Arena *arena, Diags *diags, const char *path,
                    const ParamAssignment *assignments, guint assignment_count,
                    GPtrArray *documents) {
    Layout *layout = layout_load_part(arena, diags, path, assignments, assignment_count, documents);
    return layout && !layout->partial ? layout : NULL;
}

// ---- names in the scope

static Value as_of_value(const LayoutParam *param, Scope *scope) {
    Value as_of;
    Edtf date;
    const char *problem, *hint;
    if (!scope_value(scope, "as_of", &as_of, &problem, &hint) || as_of.type != VALUE_STRING)
        return value_null();
    if (param->type == PARAM_DATE)
        return as_of;
    return edtf_parse(as_of.as.string, &date, NULL) ? value_number(date.year) : value_null();
}

static void set_text(Scope *scope, const char *name, const JsonNode *text) {
    const char *expanded = template_expand(scope, text, TEMPLATE_PLAIN);
    if (expanded)
        scope_set(scope, name, value_string(expanded));
}

// The default of a text is a text of the layout; a word of a list of values is not.
static Value param_value(const Layout *layout, const LayoutParam *param) {
    bool is_text = param->type == PARAM_STRING && !param->is_given && !param->is_choice &&
                   param->value.type == VALUE_STRING;
    const char *found =
        is_text ? translation_find(layout->translation, param->value.as.string) : NULL;
    return found ? value_string(found) : param->value;
}

static void define_strings(const Layout *layout, Scope *scope) {
    JsonMembers members;
    const JsonNode *node;
    if (!layout->strings)
        return;
    json_members_begin(&members, layout->strings);
    while ((node = json_members_next(&members))) {
        const char *name = arena_printf(scope_arena(scope), "strings.%s", node->key);
        if (json_is_string(node->json) && strcmp(node->key, "$comment") != 0)
            set_text(scope, name, node);
    }
}

void layout_define(const Layout *layout, Scope *scope) {
    scope_set(scope, "lang", value_string(layout->language));
    for (guint i = 0; i < layout->param_count; i++) {
        const LayoutParam *param = &layout->params[i];
        scope_set(scope, param->name,
                  param->from_as_of ? as_of_value(param, scope) : param_value(layout, param));
    }
    define_strings(layout, scope);
    if (layout->data) {
        JsonMembers members;
        json_members_begin(&members, layout->data);
        const JsonNode *member;
        while ((member = json_members_next(&members)))
            scope_define(scope, member->key, member);
    }
    set_text(scope, "classification", layout->classification);
    set_text(scope, "title", layout->title);
    set_text(scope, "subtitle", layout->subtitle);
}
