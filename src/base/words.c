// Words of the program by language, read from strings files. The one idea: a closed list of keys
// (words.h), so that a file can be held to it: every key must be there, none may be there that
// means nothing, and places {0} must be those of English. Only the report's language is read.
#include "base/words.h"

#include "base/format_locale.h"
#include "base/locale_read.h"
#include "base/plural.h"
#include "base/suggest.h"

#include <string.h>

enum { EXTENDS_LIMIT = 4 };

struct Words {
    const char *language;
    const FormatLocale *locale;
    PluralRule plural;
    const char *texts[WORD_COUNT][PLURAL_COUNT]; // PLURAL_OTHER is always there
};

extern const unsigned char words_english[]; // layouts/i18n/en.json, made by CMakeLists.txt

typedef struct {
    const char *key;
    Word word;
} WordKey;

static const WordKey report_keys[] = {
#define WORD_KEY(name, key) {key, WORD_##name},
    REPORT_WORDS(WORD_KEY)
#undef WORD_KEY
};

static const WordKey alt_keys[] = {
#define WORD_KEY(name, key) {key, ALT_##name},
    ALT_WORDS(WORD_KEY)
#undef WORD_KEY
};

static const Keyword plural_names[] = {
#define PLURAL_KEYWORD(name, text) {text, PLURAL_RULE_##name},
    PLURAL_RULE_LIST(PLURAL_KEYWORD)
#undef PLURAL_KEYWORD
        {NULL, 0},
};

// ---- reading

typedef struct {
    const WordsInput *input;
    Diags *diags;
    Arena *arena;
    Words *words;
    const Words *english; // whose places texts must have; NULL while English itself is read
} WordsReader;

// Bit k: the place {k} stands in the text; -1: braces that are no place.
static int places_of(const char *text) {
    int places = 0;
    for (const char *c = text; *c; c++) {
        if (*c == '{' && c[1] >= '0' && c[1] <= '3' && c[2] == '}') {
            places |= 1 << (c[1] - '0');
            c += 2;
        } else if (*c == '{' || *c == '}') {
            return -1;
        }
    }
    return places;
}

static void check_places(WordsReader *reader, const JsonNode *node, Word word, const char *text) {
    int places = places_of(text);
    const char *english = reader->english ? words_text(reader->english, word) : text;
    if (places >= 0 && (places & ~places_of(english)) == 0)
        return;
    json_error(reader->diags, node, DIAG_WRONG_VALUE, NULL,
               "\"%s\" has places that the word does not have; in English it is \"%s\"", text,
               english);
}

static bool read_text(WordsReader *reader, const JsonNode *node, Word word, const char **out) {
    const char *text;
    if (!json_read_string(reader->diags, node, node->key, &text))
        return false;
    check_places(reader, node, word, text);
    *out = arena_strdup(reader->arena, text);
    return true;
}

// {"one": "...", "other": "..."}.
static void read_forms(WordsReader *reader, const JsonNode *node, Word word, const char **forms) {
    Reader object;
    if (!reader_begin(&object, reader->diags, node, "text with forms"))
        return;
    reader_require(&object, plural_name(PLURAL_OTHER));
    for (int i = 0; i < PLURAL_COUNT; i++) {
        const JsonNode *form = reader_node(&object, plural_name((PluralForm)i));
        if (form)
            read_text(reader, form, word, &forms[i]);
    }
    reader_end(&object);
}

static void read_word(WordsReader *reader, const JsonNode *node, Word word) {
    const char *forms[PLURAL_COUNT] = {0};
    if (json_is_object(node->json))
        read_forms(reader, node, word, forms);
    else
        read_text(reader, node, word, &forms[PLURAL_OTHER]);
    if (forms[PLURAL_OTHER])
        memcpy(reader->words->texts[word], forms, sizeof forms);
}

// partial: words that are missing have been read from the file extended.
static void read_section(WordsReader *reader, const JsonNode *node, const char *what,
                         const WordKey *keys, guint count, bool partial) {
    Reader object;
    if (!reader_begin(&object, reader->diags, node, what))
        return;
    for (guint i = 0; i < count; i++) {
        const JsonNode *text = reader_node(&object, keys[i].key);
        if (text)
            read_word(reader, text, keys[i].word);
        else if (!partial)
            json_error(reader->diags, node, DIAG_MISSING_KEY,
                       "or let the file extend a language that has it",
                       "\"%s\" has no word for \"%s\"", what, keys[i].key);
    }
    reader_end(&object);
}

static void read_locale(WordsReader *reader, Reader *object, const char *tag) {
    const FormatLocale *own = format_locale(tag);
    const JsonNode *numbers = reader_object(object, "numbers");
    const JsonNode *dates = reader_object(object, "dates");
    const JsonNode *forms = reader_object(object, "forms");
    if (!own)
        own = reader->words->locale;
    if (!own && (!numbers || !dates))
        json_error(reader->diags, object->node, DIAG_MISSING_KEY,
                   "they are locale definitions of d3-format and d3-time-format",
                   "a language that Accord does not know needs \"numbers\" and \"dates\"");
    reader->words->locale =
        locale_read(reader->arena, reader->diags, tag, own,
                    &(LocaleNodes){numbers, dates, forms, reader->words->plural});
}

static bool read_file(WordsReader *reader, const JsonNode *root, bool partial) {
    Reader object;
    gint64 version;
    int plural = (int)reader->words->plural;
    const char *tag = reader->input->language, *ignored;
    if (!reader_begin(&object, reader->diags, root, "strings file"))
        return false;
    if (reader_require(&object, "words"))
        reader_integer(&object, "words", 1, 1, &version);
    if (reader_require(&object, "lang"))
        reader_string(&object, "lang", &ignored);
    reader_string(&object, "name", &ignored);
    reader_string(&object, "extends", &ignored);
    if (partial || reader_require(&object, "plural"))
        reader_keyword(&object, "plural", plural_names, &plural);
    reader->words->plural = (PluralRule)plural;
    read_locale(reader, &object, tag);
    const JsonNode *report = partial ? NULL : reader_require(&object, "report");
    const JsonNode *alt = partial ? NULL : reader_require(&object, "alt");
    read_section(reader, report ? report : reader_node(&object, "report"), "report", report_keys,
                 G_N_ELEMENTS(report_keys), partial);
    read_section(reader, alt ? alt : reader_node(&object, "alt"), "alt", alt_keys,
                 G_N_ELEMENTS(alt_keys), partial);
    return reader_end(&object);
}

// ---- English

const Words *words_built_in(Arena *arena) {
    Diags *diags = diags_new();
    char *text = g_strdup((const char *)words_english);
    Source *source = source_new("i18n/en.json", text, strlen(text));
    JsonDoc *doc = json_doc_parse(diags, source);
    g_assert(doc);
    WordsInput input = {.language = "en"};
    WordsReader reader = {
        .input = &input, .diags = diags, .arena = arena, .words = arena_new0(arena, Words)};
    bool good = read_file(&reader, json_doc_root(doc), /*partial=*/false);
    g_assert(good); // a test reads it first
    reader.words->language = "en";
    json_doc_free(doc);
    source_unref(source);
    diags_free(diags);
    return reader.words;
}

// ---- files

// folder/i18n/TAG.json; NULL when it is not there. In the arena.
static const char *file_of(const WordsInput *input, const char *folder, const char *tag) {
    if (!folder)
        return NULL;
    g_autofree char *name = g_strconcat(tag, ".json", NULL);
    g_autofree char *path = g_build_filename(folder, "i18n", name, NULL);
    return g_file_test(path, G_FILE_TEST_IS_REGULAR) ? arena_strdup(input->arena, path) : NULL;
}

static bool is_tag(const char *tag) {
    for (const char *c = tag; *c; c++)
        if (!g_ascii_isalnum(*c) && *c != '-' && *c != '_')
            return false;
    return *tag && strlen(tag) <= 35;
}

// The file of the tag, else of its language: beside the layout first.
static const char *find_file(const WordsInput *input, const char *tag) {
    const char *primary = arena_strndup(input->arena, tag, strcspn(tag, "-_"));
    const char *folders[] = {input->folder, input->shipped};
    const char *tags[] = {tag, primary};
    for (guint t = 0; is_tag(tag) && t < G_N_ELEMENTS(tags); t++)
        for (guint f = 0; f < G_N_ELEMENTS(folders); f++) {
            const char *path = file_of(input, folders[f], tags[t]);
            if (path)
                return path;
        }
    return NULL;
}

static bool is_english(const char *tag) {
    return g_ascii_strncasecmp(tag, "en", 2) == 0 && (!tag[2] || tag[2] == '-' || tag[2] == '_');
}

static int compare_names(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void list_languages(const char *folder, GPtrArray *names) {
    g_autofree char *path = folder ? g_build_filename(folder, "i18n", NULL) : NULL;
    g_autoptr(GDir) dir = path ? g_dir_open(path, 0, NULL) : NULL;
    for (const char *file; dir && (file = g_dir_read_name(dir));)
        if (g_str_has_suffix(file, ".json") && strcspn(file, ".") + strlen(".json") == strlen(file))
            g_ptr_array_add(names, g_strndup(file, strcspn(file, ".")));
}

static void unknown_language(const WordsInput *input, const char *tag) {
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    list_languages(input->folder, names);
    list_languages(input->shipped, names);
    g_ptr_array_sort(names, compare_names);
    g_ptr_array_add(names, NULL);
    g_autofree char *known = g_strjoinv(", ", (char **)names->pdata);
    g_autofree char *hint =
        g_strdup_printf("another language is a file i18n/%s.json beside the layout", tag);
    diag_error(input->diags, DIAG_UNKNOWN_NAME, input->at, is_tag(tag) ? hint : NULL,
               "language \"%s\" is not one of those there are words for: %s", tag,
               *known ? known : "en");
}

// ---- loading

// The file and those that it extends, last first.
static bool load_chain(WordsReader *reader, const char *path, guint depth) {
    const WordsInput *input = reader->input;
    if (depth == EXTENDS_LIMIT) {
        diag_error(input->diags, DIAG_TOO_LARGE, input->at, "does a file extend itself?",
                   "more than %d strings files extend each other", EXTENDS_LIMIT);
        return false;
    }
    JsonDoc *doc = json_doc_load_at(input->diags, path, input->at);
    if (!doc)
        return false;
    g_ptr_array_add(input->documents, doc);
    const JsonNode *root = json_doc_root(doc);
    const JsonNode *extends = json_node_member(root, "extends");
    const char *base = extends ? json_string_value(extends->json) : NULL;
    if (base && is_english(base)) {
        *reader->words = *words_built_in(reader->arena);
    } else if (base) {
        const char *file = find_file(input, base);
        if (!file) {
            json_error(input->diags, extends, DIAG_UNKNOWN_NAME, NULL,
                       "there are no words for \"%s\"", base);
            return false;
        }
        if (!load_chain(reader, file, depth + 1))
            return false;
    }
    return read_file(reader, root, /*partial=*/base != NULL);
}

// English of the tag's own numbers and dates, which needs no file.
static const Words *load_english(const WordsInput *input) {
    Words *words = arena_memdup(input->arena, words_built_in(input->arena), sizeof *words);
    words->language = arena_strdup(input->arena, input->language);
    words->locale = format_locale(input->language);
    return words;
}

const Words *words_load(const WordsInput *input) {
    const char *path = input->path;
    if (!path && is_english(input->language) && !file_of(input, input->folder, "en"))
        return load_english(input);
    if (!path)
        path = find_file(input, input->language);
    if (!path) {
        unknown_language(input, input->language);
        return NULL;
    }
    WordsReader reader = {.input = input,
                          .diags = input->diags,
                          .arena = input->arena,
                          .words = arena_new0(input->arena, Words),
                          .english = words_built_in(input->arena)};
    if (!load_chain(&reader, path, 0))
        return NULL;
    reader.words->language = arena_strdup(input->arena, input->language);
    return reader.words;
}

// ---- asking

const char *words_text(const Words *words, Word word) {
    return words->texts[word][PLURAL_OTHER];
}

static const char *words_form(const Words *words, Word word, double count) {
    const char *text = words->texts[word][plural_form(words->plural, count)];
    return text ? text : words->texts[word][PLURAL_OTHER];
}

const char *words_count(const Words *words, Word word, double count, const char *printed,
                        Arena *arena) {
    g_autoptr(GString) text = g_string_new(words_form(words, word, count));
    g_string_replace(text, "{0}", printed, 1);
    return arena_strndup(arena, text->str, text->len);
}

const FormatLocale *words_locale(const Words *words) {
    return words->locale;
}

PluralRule words_plural_rule(const Words *words) {
    return words ? words->plural : PLURAL_RULE_ONE;
}

const char *words_language(const Words *words) {
    return words->language;
}
