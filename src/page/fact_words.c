// Words by the names of members. Nothing is asked of the facts here: callers have the values.
#include "page/fact_words.h"

#include "page/template.h"

#include <string.h>

typedef struct {
    const char *name;
    Word word;
} NamedWord;

// NULL: not known.
static const char *find_word(const Compose *compose, const NamedWord *words, guint count,
                             const char *name) {
    for (guint i = 0; name && i < count; i++)
        if (strcmp(words[i].name, name) == 0)
            return words_text(compose->words, words[i].word);
    return NULL;
}

const char *fact_field(const Compose *compose, const char *field) {
    static const NamedWord fields[] = {
        {"status", WORD_FIELD_STATUS},
        {"date", WORD_FIELD_DATE},
        {"amount", WORD_FIELD_AMOUNT},
        {"amounts", WORD_FIELD_AMOUNT},
        {"party", WORD_FIELD_PARTY},
        {"party.role", WORD_FIELD_PARTY},
        {"party.organisation", WORD_FIELD_PARTY},
        {"sector", WORD_FIELD_SECTOR},
        {"sector.main", WORD_FIELD_SECTOR},
        {"source", WORD_SOURCE},
        {"evidence", WORD_FIELD_EVIDENCE},
        {"verified", WORD_FIELD_EVIDENCE},
        {"commitment", WORD_COMMITMENT},
        {"commitments", WORD_COMMITMENT},
        {"commitment.due", WORD_DUE},
        {"commitment.status", WORD_STATE},
        {"commitment.by", WORD_BY},
        {"commitment.text", WORD_COMMITMENT},
        {"instrument", WORD_FIELD_INSTRUMENT},
        {"venue", WORD_FIELD_VENUE},
        {"place", WORD_FIELD_VENUE},
        {"title", WORD_FIELD_TITLE},
        {"summary", WORD_FIELD_SUMMARY},
        {"record", WORD_FIELD_RECORD},
    };
    const char *text = find_word(compose, fields, G_N_ELEMENTS(fields), field);
    return text ? text : field;
}

const char *fact_basis(const Compose *compose, const char *basis) {
    static const NamedWord bases[] = {{"announced", WORD_BASIS_ANNOUNCED},
                                      {"committed", WORD_BASIS_COMMITTED},
                                      {"disbursed", WORD_BASIS_DISBURSED}};
    const char *text = find_word(compose, bases, G_N_ELEMENTS(bases), basis);
    return text ? text : basis;
}

const char *fact_state(const Compose *compose, const char *state) {
    static const NamedWord states[] = {{"open", WORD_STATE_OPEN},
                                       {"due", WORD_STATE_DUE},
                                       {"overdue", WORD_STATE_OVERDUE},
                                       {"met", WORD_STATE_MET},
                                       {"dropped", WORD_STATE_DROPPED}};
    const char *text = find_word(compose, states, G_N_ELEMENTS(states), state);
    return text ? text : state;
}

const char *fact_amount(const Compose *compose, const char *basis) {
    const char *label = words_text(compose->words, WORD_FIELD_AMOUNT);
    return basis ? arena_printf(compose->arena, "%s (%s)", label, fact_basis(compose, basis))
                 : label;
}

const char *fact_day(const Compose *compose, const char *day) {
    return template_format_value(compose->scope, value_string(day), "%-d %b %Y");
}

const char *fact_quantity(const Compose *compose, Value number, const char *unit) {
    const char *digits = template_format_value(compose->scope, number, ",");
    return unit ? arena_printf(compose->arena, "%s\xC2\xA0%s", digits, unit) : digits;
}
