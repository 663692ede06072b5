// The number or date behind a claim, going by its JSON pointer: /amounts/0, /quantities/1/value,
// /date, /commitments/0/due, ... What is written with a scale in its unit ("1.2" and "billion
// tonnes") may be said either way.
#include "facts/comparable.h"
#include "facts/currency_mention.h"
#include "facts/date_mention.h"
#include "facts/evidence_private.h"
#include "facts/fold.h"
#include "facts/numeral_words.h"
#include "facts/numerals.h"

#include <stdio.h>
#include <string.h>

// --- what is claimed ---

static Claimed claim_date(const FactDate *date, const char **shown) {
    if (!date->text)
        return (Claimed){0};
    *shown = date->text;
    return (Claimed){.kind = CLAIMED_DATE, .date = date->edtf};
}

static Claimed claim_number(Decimal value, const char *unit, Arena *arena, const char **shown) {
    g_autofree char *text = decimal_to_text(value);
    *shown = unit ? arena_printf(arena, "%s %s", text, unit) : arena_strdup(arena, text);
    return (Claimed){.kind = CLAIMED_NUMBER, .values = {value}, .value_count = 1};
}

// The scale that a unit begins with, as in "million tonnes"; NULL when there is none.
static const NumeralWord *unit_scale(const char *unit) {
    g_autofree char *first = g_strndup(unit, strcspn(unit, " "));
    FoldBuffer buffer;
    const NumeralWord *word = numeral_word_find(fold_begin(&buffer, first));
    fold_end(&buffer);
    return word && word->kind == NUMERAL_SCALE ? word : NULL;
}

static Claimed claim_quantity(const Quantity *quantity, Arena *arena, const char **shown) {
    Claimed claimed = claim_number(quantity->value, quantity->unit, arena, shown);
    const NumeralWord *scale = quantity->unit ? unit_scale(quantity->unit) : NULL;
    if (scale &&
        decimal_multiply(quantity->value, decimal_from_integer(scale->value), &claimed.values[1]))
        claimed.value_count = 2;
    return claimed;
}

// --- pointers ---

typedef struct {
    const Partnership *partnership;
    Arena *arena;
    const char **shown;
    guint index;
    const char *rest; // after the index, "" or "/member"
} Target;

static Claimed target_amount(const Target *target) {
    const Amount *amount = &target->partnership->amounts[target->index];
    if (strcmp(target->rest, "/date") == 0)
        return claim_date(&amount->date, target->shown);
    if (*target->rest && strcmp(target->rest, "/value") != 0)
        return (Claimed){0};
    Claimed claimed = claim_number(amount->value, amount->currency, target->arena, target->shown);
    claimed.currency = arena_strdup(target->arena, amount->currency);
    return claimed;
}

static Claimed target_quantity(const Target *target) {
    const Quantity *quantity = &target->partnership->quantities[target->index];
    if (strcmp(target->rest, "/as_of") == 0)
        return claim_date(&quantity->as_of, target->shown);
    if (*target->rest && strcmp(target->rest, "/value") != 0)
        return (Claimed){0};
    return claim_quantity(quantity, target->arena, target->shown);
}

static Claimed target_commitment(const Target *target) {
    const Commitment *commitment = &target->partnership->commitments[target->index];
    if (strcmp(target->rest, "/due") == 0)
        return claim_date(&commitment->due, target->shown);
    return (Claimed){0};
}

static guint count_amounts(const Partnership *partnership) {
    return partnership->amount_count;
}

static guint count_quantities(const Partnership *partnership) {
    return partnership->quantity_count;
}

static guint count_commitments(const Partnership *partnership) {
    return partnership->commitment_count;
}

static const struct {
    const char *prefix;
    guint (*count)(const Partnership *partnership);
    Claimed (*claimed)(const Target *target);
} lists[] = {
    {"/amounts/", count_amounts, target_amount},
    {"/quantities/", count_quantities, target_quantity},
    {"/commitments/", count_commitments, target_commitment},
};

static Claimed claimed_in_list(guint kind, const char *after, Target *target) {
    char *rest;
    guint64 index = g_ascii_strtoull(after, &rest, 10);
    if (rest == after || index >= lists[kind].count(target->partnership))
        return (Claimed){0};
    target->index = (guint)index;
    target->rest = rest;
    return lists[kind].claimed(target);
}

static Claimed find_claimed(const Partnership *partnership, const char *supports, Arena *arena,
                            const char **shown) {
    Target target = {.partnership = partnership, .arena = arena, .shown = shown};
    if (strcmp(supports, "/date") == 0 || strcmp(supports, "/year") == 0)
        return claim_date(&partnership->date, shown);
    if (strcmp(supports, "/amount_usd") == 0 && partnership->amount_count == 1)
        return claimed_in_list(0, "0", &target);
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
        if (g_str_has_prefix(supports, lists[i].prefix))
            return claimed_in_list(i, supports + strlen(lists[i].prefix), &target);
    return (Claimed){0};
}

// Whether the field, or one inside or around it, is among what was concluded.
static bool is_inferred(const Partnership *partnership, const char *supports) {
    for (guint i = 0; i < partnership->inference_count; i++) {
        const char *field = partnership->inferences[i].field;
        gsize length = MIN(strlen(field), strlen(supports));
        if (length && strncmp(field, supports, length) == 0 &&
            strchr("/", field[length] ? field[length] : supports[length]))
            return true;
    }
    return false;
}

Claimed evidence_claimed(const Partnership *partnership, const char *supports, Arena *arena,
                         const char **shown) {
    if (!supports)
        return (Claimed){0};
    Claimed claimed = find_claimed(partnership, supports, arena, shown);
    claimed.is_inferred = is_inferred(partnership, supports);
    return claimed;
}

// --- whether it is said ---

static bool says_value(const Claimed *claimed, const Numeral *numeral) {
    for (guint i = 0; i < claimed->value_count; i++)
        if (numeral_says(numeral, claimed->values[i]))
            return true;
    return false;
}

// The number counts where no other currency stands beside it.
static NumberState find_number(const Claimed *claimed, const char *text, const GArray *numerals,
                               const char **against) {
    for (guint i = 0; i < numerals->len; i++) {
        const Numeral *numeral = &g_array_index(numerals, Numeral, i);
        if (!says_value(claimed, numeral))
            continue;
        if (!claimed->currency || currency_mention(text, numeral->start, numeral->end,
                                                   claimed->currency) != CURRENCY_OTHER) {
            *against = NULL;
            return NUMBER_FOUND;
        }
        *against = "another currency";
    }
    return NUMBER_ABSENT;
}

static NumberState find_claimed_in(const Claimed *claimed, const char *passage, gsize length,
                                   const char **against) {
    static const NumberState of_date[] = {
        [DATE_NOT_SAID] = NUMBER_ABSENT, [DATE_PARTLY] = NUMBER_PARTLY, [DATE_SAID] = NUMBER_FOUND};
    if (claimed->kind == CLAIMED_NOTHING)
        return NUMBER_NONE;
    g_autoptr(Comparable) text = comparable_new(passage, length);
    g_autoptr(GArray) numerals = numerals_find(text->text);
    if (claimed->kind == CLAIMED_DATE)
        return of_date[date_mention(text->text, numerals, &claimed->date, against)];
    return find_number(claimed, text->text, numerals, against);
}

NumberState evidence_number(const Claimed *claimed, const char *passage, gsize length,
                            const char **against) {
    *against = NULL;
    NumberState state = find_claimed_in(claimed, passage, length, against);
    return state == NUMBER_ABSENT && claimed->is_inferred ? NUMBER_INFERRED : state;
}
