// Each kind of field reads its texts (facts/conflict_text.h) in its own way. A text that is none of
// those, as in data of a layout's own, stands as it is.
#include "page/conflict_words.h"

#include "facts/conflict_text.h"
#include "facts/merge.h"
#include "page/fact_words.h"
#include "page/typeset.h"

#include <string.h>

// --- amounts ---

static const char *amounts_label(const Compose *compose, const char *text) {
    ConflictAmounts amounts;
    bool is_read = conflict_amounts_read(compose->arena, text, &amounts);
    return fact_amount(compose, is_read ? amounts.basis : NULL);
}

static const char *amounts_value(const Compose *compose, const char *text) {
    ConflictAmounts amounts;
    if (!conflict_amounts_read(compose->arena, text, &amounts))
        return text;
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < amounts.count; i++) {
        const char *unit = i + 1 == amounts.count ? amounts.currency : NULL;
        Value number = value_decimal(&amounts.values[i]);
        g_string_append_printf(out, "%s%s", i ? " + " : "", fact_quantity(compose, number, unit));
    }
    return arena_strdup(compose->arena, out->str);
}

// --- quantities ---

static const char *quantity_label(const Compose *compose, const char *text) {
    ConflictQuantity quantity;
    return conflict_quantity_read(compose->arena, text, &quantity) ? quantity.label : NULL;
}

static const char *quantity_value(const Compose *compose, const char *text) {
    ConflictQuantity quantity;
    if (!conflict_quantity_read(compose->arena, text, &quantity))
        return text;
    return fact_quantity(compose, value_decimal(&quantity.value), quantity.unit);
}

// --- commitments ---

static const char *commitment_label(const Compose *compose, const char *text) {
    ConflictCommitment commitment;
    return conflict_commitment_read(compose->arena, text, &commitment) ? commitment.text : NULL;
}

static const char *commitment_value(const Compose *compose, const char *text) {
    ConflictCommitment commitment;
    if (!conflict_commitment_read(compose->arena, text, &commitment))
        return text;
    const char *state = fact_state(compose, commitment.status);
    if (!commitment.due)
        return state;
    return arena_printf(compose->arena, "%s%s%s", fact_day(compose, commitment.due),
                        words_text(compose->words, ALT_SEPARATOR), state);
}

// --- kinds ---

typedef struct {
    const char *field;
    const char *(*label)(const Compose *compose, const char *text); // NULL: the field's name
    const char *(*value)(const Compose *compose, const char *text);
} ConflictKind;

static const ConflictKind kinds[] = {
    {"date", NULL, fact_day},
    {"amounts", amounts_label, amounts_value},
    {"quantities", quantity_label, quantity_value},
    {"commitments", commitment_label, commitment_value},
};

static const ConflictKind *find_kind(const char *field) {
    for (guint i = 0; field && i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kinds[i].field, field) == 0)
            return &kinds[i];
    return NULL;
}

// A JSON pointer to a member of a record is the member's name.
static const char *member_name(const char *field) {
    return field && *field == '/' ? field + 1 : field;
}

// --- cells ---

const char *conflict_field(const Compose *compose, const Table *table, guint row,
                           const char *text) {
    const char *name = member_name(text), *chosen = table_string(table, "chosen", row),
               *label = NULL;
    const ConflictKind *kind = find_kind(name);
    if (kind && kind->label && chosen)
        label = kind->label(compose, chosen);
    return label ? label : fact_field(compose, name);
}

const char *conflict_value(const Compose *compose, const Table *table, guint row,
                           const char *text) {
    const ConflictKind *kind = find_kind(member_name(table_string(table, "field", row)));
    return kind ? typeset_isolated(compose, kind->value(compose, text)) : text;
}

const char *conflict_rule(const Compose *compose, const Table *table, guint row, const char *text) {
    static const Word words[] = {
        [BY_STATUS] = WORD_RULE_STATUS,     [BY_PRECISION] = WORD_RULE_PRECISION,
        [BY_EVIDENCE] = WORD_RULE_EVIDENCE, [BY_SOURCE] = WORD_RULE_SOURCE,
        [BY_RANK] = WORD_RULE_RANK,         [BY_STAGE] = WORD_RULE_STAGE,
        [BY_READING] = WORD_RULE_READING};
    (void)table, (void)row;
    for (const Keyword *rule = merge_criteria; rule->name; rule++)
        if (strcmp(rule->name, text) == 0)
            return words_text(compose->words, words[rule->value]);
    return text;
}
