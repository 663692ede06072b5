// Words that nothing has. What stands beside a column of codes or labels and is neither in its
// vocabulary nor in any fact is equal to nothing: basis = 'commited' finds no row, and the answer 0
// looks like one. Parameters are left alone, since a layout may give them words of its own ("all").
#include "base/suggest.h"
#include "facts/codes.h"
#include "store/private.h"
#include "store/sql_compare.h"

#include <string.h>

// Columns whose words are those of a vocabulary, and SQL that tells whether a fact has $1. Of
// labels that a vocabulary knows in any language, label_warnings.c speaks.
static const struct {
    const char *column;
    VocabularyKind kind;
    bool is_label;
    const char *kept;
} listed[] = {
    {"sector_code", VOCABULARY_SECTORS, false, "SELECT 1 FROM sector_rows WHERE sector_code = $1"},
    {"status_code", VOCABULARY_STATUSES, false, "SELECT 1 FROM fact_rows WHERE status_code = $1"},
    {"instrument_code", VOCABULARY_INSTRUMENTS, false,
     "SELECT 1 FROM fact_rows WHERE instrument_code = $1"},
    {"party_code", VOCABULARY_PARTIES, false, "SELECT 1 FROM party_rows WHERE party_code = $1"},
    {"partner_code", VOCABULARY_PARTIES, false, "SELECT 1 FROM party_rows WHERE party_code = $1"},
    {"basis", VOCABULARY_BASES, false, "SELECT 1 FROM amount_rows WHERE basis = $1"},
    {"basis_usd", VOCABULARY_BASES, false, "SELECT 1 FROM amount_rows WHERE basis = $1"},
    {"sector", VOCABULARY_SECTORS, true,
     "SELECT 1 FROM sector_rows WHERE shown = $1 OR sector_code = $1"},
    {"party", VOCABULARY_PARTIES, true,
     "SELECT 1 FROM party_rows WHERE shown = $1 OR party_code = $1"},
    {"partner", VOCABULARY_PARTIES, true,
     "SELECT 1 FROM party_rows WHERE shown = $1 OR party_code = $1"},
    {"status", VOCABULARY_STATUSES, true,
     "SELECT 1 FROM fact_rows WHERE status_shown = $1 OR status_code = $1 UNION ALL SELECT 1 FROM "
     "commitment_rows WHERE status = $1"},
    {"instrument", VOCABULARY_INSTRUMENTS, true,
     "SELECT 1 FROM fact_rows WHERE instrument_code = $1"},
};

static const char *const countries[] = {"country", "partner_country", "venue_country", NULL};
static const char *const booleans[] = {"umbrella", "counted", "approximate", "uncertain", NULL};

// A column that the question makes itself may hold anything.
static bool is_made(const QueryText *query, const char *column) {
    g_autofree char *escaped = g_regex_escape_string(column, -1),
                    *pattern = g_strdup_printf("\\bas\\s+\"?%s\\b", escaped);
    return g_regex_match_simple(pattern, query->sql, G_REGEX_CASELESS, 0);
}

static void warn(const QueryText *query, const SqlComparison *found, const char *hint,
                 const char *message) {
    if (!is_made(query, found->column))
        query_report_at(query, DIAG_WARNING, DIAG_WRONG_VALUE, found->start, found->end, hint,
                        message);
}

// The code of what the word calls by another name; else the nearest, of a short list all. New
// string or NULL.
static char *hint_at(const QueryText *query, VocabularyKind kind, bool is_label, const char *word) {
    enum { SHORT_LIST = 10 };
    const Vocabularies *vocabularies = store_vocabularies(query->store);
    const Term *meant = vocabulary_find(vocabularies, kind, word);
    if (meant)
        return g_strdup_printf("the code is '%s'", meant->code);
    guint count = vocabulary_size(vocabularies, kind);
    g_autofree const char **words = g_new0(const char *, count);
    for (guint i = 0; i < count; i++) {
        const Term *term = vocabulary_nth(vocabularies, kind, i);
        words[i] = is_label ? term_label(term, query->store->language) : term->code;
    }
    return count > SHORT_LIST ? suggest_hint(word, words, count)
                              : suggest_hint_or_list(word, words, count);
}

static void look_at_list(const QueryText *query, const SqlComparison *found, guint index) {
    const Vocabularies *vocabularies = store_vocabularies(query->store);
    VocabularyKind kind = listed[index].kind;
    if (!vocabularies || vocabulary_size(vocabularies, kind) == 0)
        return;
    const Term *term = vocabulary_find(vocabularies, kind, found->text);
    bool of_commitments = kind == VOCABULARY_STATUSES && strcasestr(query->sql, "commitments");
    bool is_known = term && (listed[index].is_label || strcmp(term->code, found->text) == 0);
    if (is_known || of_commitments || query_has_word(query, listed[index].kept, found->text))
        return;
    g_autofree char *hint = hint_at(query, kind, listed[index].is_label, found->text);
    g_autofree char *message = g_strdup_printf(
        "no %s %s \"%s\", to which \"%s\" is compared", vocabulary_noun(kind),
        listed[index].is_label ? "is called" : "has the code", found->text, found->column);
    warn(query, found, hint, message);
}

static void look_at_country(const QueryText *query, const SqlComparison *found) {
    const Vocabularies *vocabularies = store_vocabularies(query->store);
    const Term *meant =
        vocabularies ? vocabulary_find(vocabularies, VOCABULARY_PARTIES, found->text) : NULL;
    if (codes_is_country(found->text))
        return;
    g_autofree char *hint =
        meant && meant->country ? g_strdup_printf("the code is '%s'", meant->country) : NULL;
    g_autofree char *message =
        g_strdup_printf("no country has the code \"%s\" (ISO 3166-1), to which \"%s\" is compared",
                        found->text, found->column);
    warn(query, found, hint, message);
}

static void look_at_boolean(const QueryText *query, const SqlComparison *found) {
    g_autofree char *hint =
        g_strdup_printf("write %s = 1, or NOT %s", found->column, found->column);
    g_autofree char *message =
        g_strdup_printf("\"%s\" is 1 or 0, and equal to no text", found->column);
    warn(query, found, hint, message);
}

static void look_at(const QueryText *query, const SqlComparison *found) {
    for (guint i = 0; i < G_N_ELEMENTS(listed); i++)
        if (strcmp(listed[i].column, found->column) == 0)
            look_at_list(query, found, i);
    if (g_strv_contains(countries, found->column))
        look_at_country(query, found);
    if (g_strv_contains(booleans, found->column))
        look_at_boolean(query, found);
}

void query_warn_of_codes(const QueryText *query, const GArray *comparisons) {
    for (guint i = 0; i < comparisons->len; i++) {
        const SqlComparison *found = &g_array_index(comparisons, SqlComparison, i);
        if (!found->param && *found->text)
            look_at(query, found);
    }
}
