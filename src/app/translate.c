// accord translate: the file of a layout's texts in another language, to be filled in. What it has
// already stays; texts that are new are added empty, and those that the layout lost are told.
#include "app/command.h"
#include "base/file.h"
#include "page/layout_texts.h"
#include "page/translation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    CommonOptions common;
    char *language, *output;
} TranslateOptions;

typedef struct {
    const TranslateOptions *options;
    Diags *diags;
    GPtrArray *documents;
    LayoutTexts texts;
    guint added, empty, unused;
} Translating;

static const char description[] =
    "Writes all texts of a layout, of what it includes and of its charts into a file of\n"
    "translations, with an empty value where there is none yet. Without -o it is the file that "
    "the\n"
    "layout names for the language under \"translations\", else standard output. What the file "
    "has\n"
    "already stays; texts that the layout does not have any more are told.\n\n"
    "Examples:\n"
    "  accord translate layouts/briefing.json --lang fr\n"
    "  accord translate board.json --lang de -o i18n/board.de.json\n";

static void free_doc(void *doc) {
    json_doc_free(doc);
}

// The path that the layout names for the language. New string, or NULL.
static char *named_file(const char *layout, const json_t *root, const char *language) {
    const char *name =
        json_string_value(json_object_get(json_object_get(root, "translations"), language));
    g_autofree char *folder = g_path_get_dirname(layout);
    return name ? file_resolve(folder, name) : NULL;
}

static const json_t *root_of(const Translating *t, guint index) {
    return json_doc_root(t->documents->pdata[index])->json;
}

// The file as it is, or a new one. New reference; NULL and reported when it cannot be read.
static json_t *open_target(Translating *t, const char *path) {
    if (!path || strcmp(path, "-") == 0 || !g_file_test(path, G_FILE_TEST_EXISTS))
        return json_pack("{s:i, s:s, s:{}}", "translation", 1, "lang", t->options->language,
                         "texts");
    g_autoptr(Arena) arena = arena_new();
    guint count = t->documents->len;
    if (!translation_load(arena, t->diags, path, NULL, t->documents))
        return NULL;
    return json_deep_copy(root_of(t, count));
}

// The layout's texts in their order, then what else the file has.
static json_t *merge(Translating *t, const json_t *known) {
    json_t *texts = json_object(), *value;
    const char *text;
    for (guint i = 0; i < t->texts.texts->len; i++) {
        text = t->texts.texts->pdata[i];
        value = json_object_get(known, text);
        t->added += value == NULL;
        t->empty += !value || !*json_string_value(value);
        json_object_set_new(texts, text, value ? json_incref(value) : json_string(""));
    }
    json_object_foreach((json_t *)known, text, value) {
        if (json_object_get(texts, text))
            continue;
        json_object_set(texts, text, value);
        if (strcmp(text, "$comment") == 0 || g_hash_table_contains(t->texts.strings, text))
            continue;
        t->unused++;
        if (!t->options->common.quiet)
            fprintf(stderr, "no longer used: \"%s\"\n", text);
    }
    return texts;
}

static void tell(const Translating *t, const char *path) {
    const guint all = t->texts.texts->len;
    if (t->options->common.quiet)
        return;
    fprintf(stderr, "%s: %u text%s, %u new, %u without a translation", path, all, plural(all),
            t->added, t->empty);
    if (t->unused)
        fprintf(stderr, ", %u no longer used", t->unused);
    fputs("\n", stderr);
}

static bool write_texts(Translating *t, json_t *target, const char *path, bool is_named) {
    json_object_set_new(target, "texts", merge(t, json_object_get(target, "texts")));
    char *text = json_dumps(target, JSON_INDENT(2));
    g_autofree char *whole = g_strconcat(text, "\n", NULL);
    free(text);
    if (!file_write(t->diags, path, whole, strlen(whole)))
        return false;
    tell(t, strcmp(path, "-") == 0 ? t->options->language : path);
    if (!is_named && !t->options->common.quiet)
        fprintf(stderr, "the layout finds it by \"translations\": {\"%s\": \"…\"}\n",
                t->options->language);
    return true;
}

static void translate(Translating *t, const char *layout) {
    if (!layout_texts_read(&t->texts, t->diags, layout, t->documents))
        return;
    g_autofree char *named = named_file(layout, root_of(t, 0), t->options->language);
    const char *path = t->options->output ? t->options->output : named;
    json_t *target = open_target(t, path);
    if (!target)
        return;
    write_texts(t, target, path ? path : "-", named != NULL);
    json_decref(target);
}

static int check_and_translate(void *data, int argc, char **argv) {
    const TranslateOptions *options = data;
    if (argc != 2)
        return command_usage_error("translate",
                                   argc < 2 ? "a layout is missing" : "one layout at a time");
    if (!options->language)
        return command_usage_error("translate", "say with --lang which language, such as fr");
    g_autoptr(Diags) diags = diags_new();
    Translating t = {
        .options = options, .diags = diags, .documents = g_ptr_array_new_with_free_func(free_doc)};
    translate(&t, argv[1]);
    int code = command_report(diags, &options->common);
    layout_texts_clear(&t.texts);
    g_ptr_array_unref(t.documents);
    return code;
}

int command_translate(int argc, char **argv) {
    TranslateOptions options = {0};
    const GOptionEntry entries[] = {
        {"lang", 0, 0, G_OPTION_ARG_STRING, &options.language, "To which language", "TAG"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
         "The file (default: the layout's for the language)", "FILE"},
        G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "LAYOUT.json",
                        .description = description,
                        .entries = entries,
                        .common = &options.common,
                        .act = check_and_translate,
                        .options = &options};
    int code = command_run(&line, argc, argv);
    g_free(options.language);
    g_free(options.output);
    return code;
}
