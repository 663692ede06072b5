// Labels compared with what is no label of the report's language. Columns such as status and
// partner hold labels: a code, or a label of another language, written beside them is equal to
// nothing, and in the next language the same question finds other facts. Words that some fact keeps
// as its publisher wrote them are no mistake.
#include "store/private.h"
#include "store/sql_compare.h"

#include <string.h>

static const struct {
    const char *column, *code;
    VocabularyKind kind;
    const char *shown; // SQL that tells whether a publisher's word $1 is shown; or NULL
} columns[] = {
    {"partner", "partner_code", VOCABULARY_PARTIES, "SELECT 1 FROM party_rows WHERE shown = $1"},
    {"party", "party_code", VOCABULARY_PARTIES, "SELECT 1 FROM party_rows WHERE shown = $1"},
    {"party_label", "party_code", VOCABULARY_PARTIES, NULL},
    {"sector", "sector_code", VOCABULARY_SECTORS, "SELECT 1 FROM sector_rows WHERE shown = $1"},
    {"sector_label", "sector_code", VOCABULARY_SECTORS, NULL},
    {"status", "status_code", VOCABULARY_STATUSES,
     "SELECT 1 FROM fact_rows WHERE status_shown = $1"},
    {"status_label", "status_code", VOCABULARY_STATUSES, NULL},
    {"instrument", "instrument_code", VOCABULARY_INSTRUMENTS, NULL},
    {"basis_label", "basis", VOCABULARY_BASES, NULL},
    {"basis_usd_label", "basis_usd", VOCABULARY_BASES, NULL},
    {"state_label", "state", VOCABULARY_STATES, NULL},
};

bool query_has_word(const QueryText *query, const char *sql, const char *word) {
    const SqlValue value = sql_text(word);
    g_autofree char *limited = g_strconcat(sql, " LIMIT 1", NULL);
    return engine_integer(query->store->engine, limited, &value, 1) == 1;
}

// A status of commitments (open, met, dropped) is a code, and the only one there is.
static bool is_of_commitments(const QueryText *query, guint index) {
    return columns[index].kind == VOCABULARY_STATUSES && strcasestr(query->sql, "commitments");
}

static void warn(const QueryText *query, guint index, const SqlComparison *comparison,
                 const Term *term, const char *label) {
    const char *word = comparison->text;
    const char *kind = strcmp(term->code, word) == 0 ? "a code" : "no label";
    g_autofree char *message = g_strdup_printf(
        "\"%s\" holds labels in the language of the report (%s), where it is \"%s\"; "
        "\"%s\" is %s, and equal to none of them",
        comparison->column, query->store->language, label, word, kind);
    g_autofree char *hint =
        g_strdup_printf("compare codes, which are the same in all languages: %s and '%s'",
                        columns[index].code, term->code);
    query_report_at(query, DIAG_WARNING, DIAG_WRONG_VALUE, comparison->start, comparison->end, hint,
                    message);
}

static void look_at(const QueryText *query, const SqlComparison *comparison) {
    const Vocabularies *vocabularies = store_vocabularies(query->store);
    for (guint i = 0; vocabularies && i < G_N_ELEMENTS(columns); i++) {
        if (strcmp(columns[i].column, comparison->column) != 0 || is_of_commitments(query, i))
            continue;
        const Term *term = vocabulary_find(vocabularies, columns[i].kind, comparison->text);
        const char *label = term ? term_label(term, query->store->language) : NULL;
        if (label && strcmp(label, comparison->text) != 0 &&
            !(columns[i].shown && query_has_word(query, columns[i].shown, comparison->text)))
            warn(query, i, comparison, term, label);
    }
}

static const char *param_text(const StoreQuestion *question, const char *name) {
    const StoreParam *param = query_param(question, name);
    return param && param->value.type == VALUE_STRING ? param->value.as.string : NULL;
}

void query_warn_of_words(const QueryText *query, const StoreQuestion *question) {
    g_autoptr(GArray) found = sql_comparisons(query->sql);
    query_warn_of_codes(query, found);
    for (guint i = 0; i < found->len; i++) {
        SqlComparison *comparison = &g_array_index(found, SqlComparison, i);
        if (comparison->param)
            comparison->text = g_strdup(param_text(question, comparison->param));
        if (comparison->text)
            look_at(query, comparison);
    }
}
