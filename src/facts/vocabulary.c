// Vocabularies are data: a list of terms for each kind, read from one file each, and an index from
// every spelling (code, alias, label) to its term. Spellings are folded (NFC, case, white space),
// so that "PAKISTAN " finds Pakistan. Codes and aliases must be unambiguous; a label that is taken
// already is passed over, since two terms may well be called the same in some language.
#include "facts/vocabulary.h"

#include "base/suggest.h"
#include "facts/codes.h"
#include "facts/fold.h"

#include <string.h>

typedef struct {
    Term *terms;
    guint count;
    GHashTable *index;  // folded spelling -> const Term *; keys in the arena
    GPtrArray *written; // codes and aliases as written, for suggestions
} Vocabulary;

struct Vocabularies {
    Arena *arena;
    Vocabulary lists[VOCABULARY_COUNT];
};

static const struct {
    const char *name, *noun;
} kinds[VOCABULARY_COUNT] = {
    [VOCABULARY_SECTORS] = {"sectors", "sector"},
    [VOCABULARY_STATUSES] = {"statuses", "status"},
    [VOCABULARY_INSTRUMENTS] = {"instruments", "instrument"},
    [VOCABULARY_PARTIES] = {"parties", "party"},
    [VOCABULARY_AUDIENCES] = {"audiences", "audience"},
    [VOCABULARY_BASES] = {"bases", "basis"},
    [VOCABULARY_STATES] = {"states", "state"},
};

static const Keyword party_kinds[] = {
    {"country", 0}, {"organisation", 1}, {"subnational", 2}, {NULL, 0}};

enum { SLOT_LAST = 999, ORDER_LAST = 999, VERSION_LAST = 1000000 };

// What one file is read with.
typedef struct {
    Diags *diags;
    Arena *arena;
    Vocabulary *list;
} Loading;

static void read_labels(const Loading *loading, const JsonNode *object, Term *term) {
    if (!object)
        return;
    Label *labels = arena_array(loading->arena, Label, json_node_size(object));
    JsonMembers members;
    json_members_begin(&members, object);
    for (const JsonNode *member; (member = json_members_next(&members));) {
        const char *text;
        if (!json_read_string(loading->diags, member, member->key, &text))
            continue;
        labels[term->label_count++] =
            (Label){arena_strdup(loading->arena, member->key), arena_strdup(loading->arena, text)};
    }
    term->labels = labels;
}

// Enters a code or an alias; reports one that belongs to another term already.
static void enter_spelling(const Loading *loading, const JsonNode *node, const Term *term) {
    const char *word;
    if (!json_read_string(loading->diags, node, "alias", &word))
        return;
    char *key = fold_spelling(loading->arena, word);
    const Term *owner = g_hash_table_lookup(loading->list->index, key);
    if (owner && owner != term) {
        json_error(loading->diags, node, DIAG_DUPLICATE_ID, NULL, "\"%s\" already means \"%s\"",
                   word, owner->code);
        return;
    }
    g_hash_table_insert(loading->list->index, key, (gpointer)term);
    g_ptr_array_add(loading->list->written, arena_strdup(loading->arena, word));
}

static void read_aliases(const Loading *loading, const JsonNode *array, const Term *term) {
    for (size_t i = 0; array && i < json_node_size(array); i++)
        enter_spelling(loading, json_node_item(array, i), term);
}

static const char *keep_string(const Loading *loading, Reader *reader, const char *key) {
    const JsonNode *node = reader_node(reader, key);
    const char *text;
    if (!node || json_is_null(node->json) || !json_read_string(loading->diags, node, key, &text))
        return NULL;
    return arena_strdup(loading->arena, text);
}

static const char *keep_country(const Loading *loading, Reader *reader) {
    const char *country = keep_string(loading, reader, "country");
    if (country && !codes_is_country_form(country)) {
        json_error(loading->diags, json_node_member(reader->node, "country"), DIAG_WRONG_VALUE,
                   NULL, "\"country\" is \"%s\", expected two capital letters (ISO 3166-1)",
                   country);
        return NULL;
    }
    return country;
}

static int read_small(Reader *reader, const char *key, int absent, int last) {
    gint64 value = absent;
    reader_integer(reader, key, 0, last, &value);
    return (int)value;
}

static void read_term(const Loading *loading, const JsonNode *node, Term *term) {
    Reader reader;
    if (!reader_begin(&reader, loading->diags, node, "term"))
        return;
    const JsonNode *code = reader_require(&reader, "code");
    term->code = code ? keep_string(loading, &reader, "code") : NULL;
    term->parent = keep_string(loading, &reader, "parent");
    int kind = -1;
    if (reader_keyword(&reader, "kind", party_kinds, &kind))
        term->kind = keyword_name(party_kinds, kind);
    term->country = keep_country(loading, &reader);
    term->slot = read_small(&reader, "slot", -1, SLOT_LAST);
    term->order = read_small(&reader, "order", 0, ORDER_LAST);
    reader_ignore(&reader, "description");
    read_labels(loading, reader_object(&reader, "label"), term);
    const JsonNode *aliases = reader_array(&reader, "aliases");
    reader_end(&reader);
    if (!term->code) {
        term->code = ""; // reported; the load fails
        return;
    }
    enter_spelling(loading, code, term);
    read_aliases(loading, aliases, term);
}

static void enter_labels(const Loading *loading) {
    const Vocabulary *list = loading->list;
    for (guint i = 0; i < list->count; i++) {
        const Term *term = &list->terms[i];
        for (guint j = 0; j < term->label_count; j++) {
            char *key = fold_spelling(loading->arena, term->labels[j].text);
            if (!g_hash_table_contains(list->index, key))
                g_hash_table_insert(list->index, key, (gpointer)term);
        }
    }
}

static bool is_code(const Vocabulary *list, const char *code) {
    for (guint i = 0; i < list->count; i++)
        if (strcmp(list->terms[i].code, code) == 0)
            return true;
    return false;
}

static void check_parents(const Loading *loading, const JsonNode *terms) {
    const Vocabulary *list = loading->list;
    for (guint i = 0; i < list->count; i++) {
        const char *parent = list->terms[i].parent;
        if (!parent || is_code(list, parent))
            continue;
        const JsonNode *node = json_node_member(json_node_item(terms, i), "parent");
        json_error(loading->diags, node, DIAG_DANGLING_ID, NULL,
                   "\"parent\" is \"%s\", which is the code of no term", parent);
    }
}

static void read_terms(const Loading *loading, const JsonNode *array) {
    Vocabulary *list = loading->list;
    list->count = (guint)json_node_size(array);
    list->terms = arena_array(loading->arena, Term, list->count);
    for (guint i = 0; i < list->count; i++) {
        list->terms[i].position = i;
        list->terms[i].slot = -1;
        read_term(loading, json_node_item(array, i), &list->terms[i]);
    }
    enter_labels(loading);
    check_parents(loading, array);
}

static void read_document(const Loading *loading, const JsonDoc *doc, const char *name) {
    Reader reader;
    if (!reader_begin(&reader, loading->diags, json_doc_root(doc), "vocabulary"))
        return;
    const Keyword names[] = {{name, 0}, {NULL, 0}};
    int ignored = 0;
    if (reader_require(&reader, "vocabulary"))
        reader_keyword(&reader, "vocabulary", names, &ignored);
    gint64 version = 1;
    reader_integer(&reader, "version", 1, VERSION_LAST, &version);
    const JsonNode *terms = reader_require(&reader, "terms");
    if (terms && reader_array(&reader, "terms"))
        read_terms(loading, terms);
    reader_end(&reader);
}

// The file of a name; NULL when there is none, or when it is no JSON, which is reported.
typedef JsonDoc *(*OpenFile)(Diags *diags, const void *data, const char *file);

static JsonDoc *open_in_folder(Diags *diags, const void *folder, const char *file) {
    g_autofree char *path = g_strdup_printf("%s/%s", (const char *)folder, file);
    return g_file_test(path, G_FILE_TEST_EXISTS) ? json_doc_load(diags, path) : NULL;
}

static Vocabularies *load(Diags *diags, OpenFile open, const void *data) {
    Vocabularies *vocabularies = g_new0(Vocabularies, 1);
    vocabularies->arena = arena_new();
    guint errors_before = diags_errors(diags);
    for (int kind = 0; kind < VOCABULARY_COUNT; kind++) {
        Vocabulary *list = &vocabularies->lists[kind];
        list->index = g_hash_table_new(g_str_hash, g_str_equal);
        list->written = g_ptr_array_new();
        g_autofree char *file = g_strdup_printf("%s.json", kinds[kind].name);
        Loading loading = {diags, vocabularies->arena, list};
        g_autoptr(JsonDoc) doc = open(diags, data, file);
        if (doc)
            read_document(&loading, doc, kinds[kind].name);
    }
    if (diags_errors(diags) == errors_before)
        return vocabularies;
    vocabularies_free(vocabularies);
    return NULL;
}

Vocabularies *vocabularies_load(Diags *diags, const char *folder) {
    return load(diags, open_in_folder, folder);
}

typedef struct {
    const VocabularyFile *files;
    guint count;
} FileList;

static JsonDoc *open_in_list(Diags *diags, const void *data, const char *file) {
    const FileList *list = data;
    for (guint i = 0; i < list->count; i++) {
        const VocabularyFile *found = &list->files[i];
        if (strcmp(found->name, file) != 0)
            continue;
        g_autoptr(Source) source =
            source_new(file, g_strndup(found->text, found->length), found->length);
        return json_doc_parse(diags, source);
    }
    return NULL;
}

Vocabularies *vocabularies_parse(Diags *diags, const VocabularyFile *files, guint count) {
    const FileList list = {files, count};
    return load(diags, open_in_list, &list);
}

void vocabularies_free(Vocabularies *vocabularies) {
    if (!vocabularies)
        return;
    for (int kind = 0; kind < VOCABULARY_COUNT; kind++) {
        g_hash_table_destroy(vocabularies->lists[kind].index);
        g_ptr_array_unref(vocabularies->lists[kind].written);
    }
    arena_free(vocabularies->arena);
    g_free(vocabularies);
}

const Term *vocabulary_find(const Vocabularies *vocabularies, VocabularyKind kind,
                            const char *word) {
    FoldBuffer buffer;
    const char *key = fold_begin(&buffer, word);
    const Term *term = g_hash_table_lookup(vocabularies->lists[kind].index, key);
    fold_end(&buffer);
    return term;
}

guint vocabulary_size(const Vocabularies *vocabularies, VocabularyKind kind) {
    return vocabularies->lists[kind].count;
}

const Term *vocabulary_nth(const Vocabularies *vocabularies, VocabularyKind kind, guint index) {
    const Vocabulary *list = &vocabularies->lists[kind];
    return index < list->count ? &list->terms[index] : NULL;
}

char *vocabulary_suggest(const Vocabularies *vocabularies, VocabularyKind kind, const char *word) {
    const GPtrArray *written = vocabularies->lists[kind].written;
    return suggest_hint(word, (const char *const *)written->pdata, written->len);
}

const char *vocabulary_noun(VocabularyKind kind) {
    return kinds[kind].noun;
}

// The label in a language of which only `length` bytes count, or NULL.
static const char *label_in(const Term *term, const char *language, size_t length) {
    for (guint i = 0; i < term->label_count; i++) {
        const char *have = term->labels[i].language;
        if (g_ascii_strncasecmp(have, language, length) == 0 && have[length] == '\0')
            return term->labels[i].text;
    }
    return NULL;
}

const char *term_label(const Term *term, const char *language) {
    const char *label = language ? label_in(term, language, strlen(language)) : NULL;
    if (!label && language)
        label = label_in(term, language, strcspn(language, "-"));
    if (!label)
        label = label_in(term, "en", strlen("en"));
    return label ? label : term->code;
}
