// The number or date behind a claim, going by its JSON pointer: /amounts/0, /quantities/1/value,
// /date, /commitments/0/due, ... What is written with a scale in its unit ("1.2" and "billion
// tonnes") may be said either way.
#include "facts/comparable.h"
#include "facts/date_mention.h"
#include "facts/denial.h"
#include "facts/evidence_private.h"
#include "facts/fold.h"
#include "facts/number_mention.h"
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
    const NumeralWord *word = numeral_word_find(fold_begin(&buffer, first), NULL, NULL);
    fold_end(&buffer);
    return word && (word->kind == NUMERAL_SCALE || word->kind == NUMERAL_MANY) ? word : NULL;
}

static Claimed claim_quantity(const Quantity *quantity, Arena *arena, const char **shown) {
    Claimed claimed = claim_number(quantity->value, quantity->unit, arena, shown);
    const NumeralWord *scale = quantity->unit ? unit_scale(quantity->unit) : NULL;
    const char *unit = scale ? strchr(quantity->unit, ' ') : quantity->unit;
    claimed.unit = unit ? arena_strdup(arena, unit + strspn(unit, " ")) : NULL;
    claimed.label = arena_strdup(arena, quantity->label);
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

enum { AROUND = 120 }; // bytes of the text beside the passage that say what a number is

static bool is_continuation(char c) {
    return ((guchar)c & 0xC0) == 0x80;
}

// The passage with what stands around it in its paragraph, as bytes of the text.
static void widen(const Passage *passage, gsize *from, gsize *to) {
    const char *text = passage->text;
    *from = passage->start - MIN(passage->start, (gsize)AROUND);
    *to = MIN(passage->length, passage->end + AROUND);
    while (*from < passage->start && is_continuation(text[*from]))
        (*from)++;
    while (*to > passage->end && *to < passage->length && is_continuation(text[*to]))
        (*to)--;
    for (gsize i = *from; i + 1 < passage->start; i++)
        if (text[i] == '\n' && text[i + 1] == '\n')
            *from = i + 2;
    for (gsize i = passage->end; i + 1 < *to; i++)
        if (text[i] == '\n' && text[i + 1] == '\n')
            *to = i;
}

// The same words in comparable form: three pieces, so that the place of the middle one is known.
typedef struct {
    char *text;
    gsize from, to;
} Surroundings;

static bool ends_in_space(const char *text, gsize length) {
    return length > 0 && g_ascii_isspace(text[length - 1]);
}

static char *piece(const char *text, gsize length) {
    g_autoptr(Comparable) form = comparable_new(text, length);
    return g_steal_pointer(&form->text);
}

static Surroundings surround(const Passage *passage) {
    gsize from, to;
    widen(passage, &from, &to);
    const char *text = passage->text;
    gsize length = passage->end - passage->start;
    g_autofree char *before = piece(text + from, passage->start - from);
    g_autofree char *words = piece(text + passage->start, length);
    g_autofree char *behind = piece(text + passage->end, to - passage->end);
    bool has_gap = ends_in_space(text + from, passage->start - from) ||
                   (length > 0 && g_ascii_isspace(text[passage->start]));
    bool has_gap_behind = ends_in_space(text + passage->start, length) ||
                          (passage->end < to && g_ascii_isspace(text[passage->end]));
    Surroundings out = {.from = strlen(before) + (has_gap && *before)};
    out.to = out.from + strlen(words);
    out.text = g_strconcat(before, has_gap && *before ? " " : "", words, has_gap_behind ? " " : "",
                           behind, NULL);
    return out;
}

typedef struct {
    gsize from, to;
} Stretch;

// Of dates only what belongs to the passage's own: the rest of a word or number that it cuts, a
// day before its month, a year behind it.
static Stretch whole_date(const Surroundings *words) {
    const char *text = words->text;
    gsize from = words->from, to = words->to;
    while (from > 0 && g_ascii_isdigit(text[from]) &&
           (g_ascii_isdigit(text[from - 1]) || strchr("./-", text[from - 1])))
        from--;
    while (
        text[to] && to > 0 && g_ascii_isdigit(text[to - 1]) &&
        (g_ascii_isdigit(text[to]) || (strchr("./-", text[to]) && g_ascii_isdigit(text[to + 1]))))
        to += g_ascii_isdigit(text[to]) ? 1 : 2;
    gsize day = from;
    while (day > 0 && text[day - 1] == ' ')
        day--;
    while (day >= 2 && g_ascii_isalpha(text[day - 1]) && from - day < 3)
        day--;
    gsize digits = day;
    while (digits > 0 && g_ascii_isdigit(text[digits - 1]))
        digits--;
    bool has_day = digits < day && day - digits <= 2 && from > 0 && text[from - 1] == ' ' &&
                   !g_ascii_isdigit(text[from]);
    gsize year = to + strspn(text + to, ", ");
    bool has_year = year > to && strspn(text + year, "0123456789") == 4;
    return (Stretch){has_day ? digits : from, has_year ? year + 4 : to};
}

// What stands around a passage, and its numbers.
typedef struct {
    Surroundings words;
    char *affirmed; // the same less what is denied (denial.h)
    GArray *numerals;
    const char *language;
} Said;

static Said read_said(const Passage *passage) {
    Said said = {.words = surround(passage), .language = passage->language};
    said.affirmed = denial_blank(said.words.text);
    said.numerals = numerals_find(said.words.text, passage->language);
    return said;
}

static void clear_said(Said *said) {
    g_array_unref(said->numerals);
    g_free(said->affirmed);
    g_free(said->words.text);
}

static DateMention mention_date(const Claimed *claimed, const char *words, const char *language,
                                const char **against) {
    g_autoptr(GArray) numerals = numerals_find(words, language);
    const DateText text = {words, numerals, language};
    return date_mention(&text, &claimed->date, against);
}

static NumberState find_date(const Claimed *claimed, const Said *said, const char **against) {
    static const NumberState of_date[] = {
        [DATE_NOT_SAID] = NUMBER_ABSENT, [DATE_PARTLY] = NUMBER_PARTLY, [DATE_SAID] = NUMBER_FOUND};
    Stretch date = whole_date(&said->words);
    g_autofree char *words = g_strndup(said->words.text + date.from, date.to - date.from);
    g_autofree char *affirmed = g_strndup(said->affirmed + date.from, date.to - date.from);
    DateMention mention = mention_date(claimed, words, said->language, against);
    if (mention == DATE_NOT_SAID || strcmp(words, affirmed) == 0)
        return of_date[mention];
    const char *other = NULL;
    if (mention_date(claimed, affirmed, said->language, &other) >= mention)
        return of_date[mention];
    *against = NUMBER_DENIED;
    return NUMBER_PARTLY;
}

static NumberState find_claimed_in(const Claimed *claimed, const Said *said, const char **against) {
    if (claimed->kind == CLAIMED_DATE)
        return find_date(claimed, said, against);
    const NumberText text = {.text = said->words.text,
                             .affirmed = said->affirmed,
                             .from = said->words.from,
                             .to = said->words.to,
                             .language = said->language,
                             .numerals = said->numerals};
    return number_mention(&text, claimed, against);
}

NumberState evidence_number(const Claimed *claimed, const Passage *passage, const char **against) {
    *against = NULL;
    if (claimed->kind == CLAIMED_NOTHING)
        return NUMBER_NONE;
    Said said = read_said(passage);
    NumberState state = find_claimed_in(claimed, &said, against);
    clear_said(&said);
    return state == NUMBER_ABSENT && claimed->is_inferred ? NUMBER_INFERRED : state;
}

// Work is bounded: in a passage of very many numbers, all that are asked for count as said.
void evidence_find_orphans(Orphan *orphans, guint count, const Passage *passage) {
    enum { COMPARISONS = 1 << 14 };
    if (count == 0)
        return;
    Said said = read_said(passage);
    bool is_too_much = (guint64)said.numerals->len * count > COMPARISONS;
    for (guint i = 0; i < count; i++) {
        Orphan *orphan = &orphans[i];
        const char *against = NULL;
        orphan->was_asked = true;
        if (!orphan->is_held)
            orphan->is_held =
                is_too_much || find_claimed_in(&orphan->claimed, &said, &against) != NUMBER_ABSENT;
    }
    clear_said(&said);
}
