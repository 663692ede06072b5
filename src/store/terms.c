// The words of the store: terms, and a label for each language that has one; codes need none. The
// rows of facts are made with them, so that a store keeps a digest of all its words.
#include "store/row.h"

#include "base/file.h"

#include <string.h>

// --- rows ---

static void insert_label(Store *store, const char *vocabulary, const char *language,
                         const Term *term) {
    const char *label = term_label(term, language);
    if (strcmp(label, term->code) == 0)
        return;
    Row row = row_begin(store, STORED_LABELS);
    row_put_text(&row, vocabulary);
    row_put_text(&row, language);
    row_put_text(&row, term->code);
    row_put_text(&row, label);
    row_end(&row);
}

static void put_if_given(Row *row, int number, int least) {
    if (number >= least)
        row_put_integer(row, number);
    else
        row_put_null(row);
}

static void insert_term(Store *store, const char *vocabulary, const Term *term) {
    Row row = row_begin(store, STORED_TERMS);
    row_put_text(&row, vocabulary);
    row_put_integer(&row, term->position);
    row_put_text(&row, term->code);
    row_put_text(&row, term->parent);
    row_put_text(&row, term->kind);
    row_put_text(&row, term->country);
    put_if_given(&row, term->slot, 0);
    put_if_given(&row, term->order, 1);
    row_end(&row);
}

static void insert_labels(Store *store, const char *vocabulary, const Term *term,
                          const char *const *languages) {
    for (; *languages; languages++)
        insert_label(store, vocabulary, *languages, term);
}

void store_load_terms(Store *store, const char *const *languages) {
    static const struct {
        VocabularyKind kind;
        const char *name;
        bool has_terms; // the views ask for them
    } lists[] = {{VOCABULARY_SECTORS, "sectors", true},
                 {VOCABULARY_STATUSES, "statuses", true},
                 {VOCABULARY_INSTRUMENTS, "instruments", false},
                 {VOCABULARY_PARTIES, "parties", false},
                 {VOCABULARY_BASES, "bases", false},
                 {VOCABULARY_STATES, "states", false}};
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
        for (guint n = 0; n < vocabulary_size(store->vocabularies, lists[i].kind); n++) {
            const Term *term = vocabulary_nth(store->vocabularies, lists[i].kind, n);
            if (lists[i].has_terms)
                insert_term(store, lists[i].name, term);
            insert_labels(store, lists[i].name, term, languages);
        }
}

// --- languages ---

static bool add_language(GPtrArray *languages, const char *language) {
    for (guint i = 0; i < languages->len; i++)
        if (strcmp(languages->pdata[i], language) == 0)
            return false;
    g_ptr_array_add(languages, (gpointer)language);
    return true;
}

GPtrArray *store_list_languages(const Vocabularies *vocabularies) {
    GPtrArray *languages = g_ptr_array_new();
    add_language(languages, "en");
    for (int kind = 0; kind < VOCABULARY_COUNT; kind++)
        for (guint n = 0; n < vocabulary_size(vocabularies, (VocabularyKind)kind); n++) {
            const Term *term = vocabulary_nth(vocabularies, (VocabularyKind)kind, n);
            for (guint i = 0; i < term->label_count; i++)
                add_language(languages, term->labels[i].language);
        }
    g_ptr_array_add(languages, NULL);
    return languages;
}

// --- what the words are told apart by ---

static void append_term(GString *out, int kind, const Term *term) {
    g_string_append_printf(out, "\n%d %s|%s|%s|%d|%d", kind, term->code,
                           term->parent ? term->parent : "", term->country ? term->country : "",
                           term->slot, term->order);
    for (guint i = 0; i < term->label_count; i++)
        g_string_append_printf(out, "|%s=%s", term->labels[i].language, term->labels[i].text);
}

char *store_words_digest(const Vocabularies *vocabularies, const char *program) {
    g_autoptr(GString) all = g_string_new(program);
    for (int kind = 0; kind < VOCABULARY_COUNT; kind++)
        for (guint n = 0; n < vocabulary_size(vocabularies, (VocabularyKind)kind); n++)
            append_term(all, kind, vocabulary_nth(vocabularies, (VocabularyKind)kind, n));
    return file_sha256(all->str, all->len);
}
