// Each number of the text that may be read as the claimed value is asked what it is there: what
// makes it another claim counts first, then what leaves it open. The best answer of all counts.
#include "facts/number_mention.h"

#include "facts/currency_mention.h"
#include "facts/date_names.h"
#include "facts/number_words.h"
#include "facts/numerals.h"

#include <string.h>

enum { FIRST_YEAR = 1500, LAST_YEAR = 2100, YEAR_DIGITS = 4 };
enum { TELEPHONE_BYTES = 24, TELEPHONE_DIGITS = 9 };

// A number that may be the claimed one, and the range that it is an end of, else it alone.
typedef struct {
    const char *text, *affirmed, *language;
    const Claimed *claimed;
    const Numeral *numeral, *first, *last;
    ReadingKind kind;
    CurrencyMention currency; // beside it; of a quantity: whether it is money at all
} Mention;

static const Numeral *nth(const GArray *numerals, guint index) {
    return index < numerals->len ? &g_array_index(numerals, Numeral, index) : NULL;
}

// --- ranges ---

// As it counts before another number, whose scale it may share: 3 of "3 to 4 million".
static Decimal shared_value(const Numeral *left, const Numeral *right) {
    Decimal value = left->readings[0];
    if (!left->has_scale && right->has_scale)
        (void)decimal_multiply(value, right->scale, &value);
    return value;
}

static bool is_range(const char *text, const Numeral *left, const Numeral *right) {
    return left && right && number_words_join(text, left->start, left->end, right->start) &&
           decimal_compare(shared_value(left, right), right->readings[0]) < 0;
}

static void find_range(const NumberText *text, guint index, Mention *mention) {
    const Numeral *numeral = nth(text->numerals, index);
    const Numeral *before = index ? nth(text->numerals, index - 1) : NULL;
    const Numeral *behind = nth(text->numerals, index + 1);
    mention->numeral = mention->first = mention->last = numeral;
    if (is_range(text->text, numeral, behind))
        mention->last = behind;
    else if (is_range(text->text, before, numeral))
        mention->first = before;
}

// --- values ---

static bool says(Mention *mention, Decimal value) {
    const Numeral *numeral = mention->numeral, *last = mention->last;
    if (last == numeral || numeral->has_scale || !last->has_scale)
        return numeral_says(numeral, value, &mention->kind);
    mention->kind = READING_SURE;
    return decimal_compare(shared_value(numeral, last), value) == 0;
}

// A letter behind digits is a scale, unless what is claimed has it as its unit: 5 m.
static bool is_letter_unit(const Mention *mention) {
    const char *unit = mention->claimed->unit;
    return unit &&
           g_ascii_tolower(unit[0]) == g_ascii_tolower(mention->text[mention->numeral->end - 1]);
}

static bool says_claimed(Mention *mention) {
    const Claimed *claimed = mention->claimed;
    for (guint i = 0; i < claimed->value_count; i++)
        if (says(mention, claimed->values[i]) &&
            (mention->kind != READING_LETTER || is_letter_unit(mention)))
            return true;
    return false;
}

// --- what makes it another claim ---

static bool is_digit_at(const char *text, gsize at) {
    return g_ascii_isdigit(text[at]);
}

// Digits that go on behind a mark: 10:30, 3/4, 051-920, 17.09.2025.
static bool goes_on(const char *text, gsize end) {
    return text[end] && strchr(":/.,'", text[end]) && is_digit_at(text, end + 1);
}

static bool comes_after(const char *text, gsize start) {
    return start >= 2 && strchr(":/.,'+", text[start - 1]) && is_digit_at(text, start - 2);
}

// +92 51 920 3000, or a part of it.
static bool is_telephone(const char *text, gsize start) {
    static const char inside[] = "0123456789 -()";
    gsize from = start;
    while (from > 0 && start - from < TELEPHONE_BYTES && strchr(inside, text[from - 1]))
        from--;
    guint digits = 0;
    for (gsize i = from; text[i] && strchr(inside, text[i]); i++)
        digits += g_ascii_isdigit(text[i]);
    return from > 0 && text[from - 1] == '+' && digits >= TELEPHONE_DIGITS;
}

// The name before a hyphen is in capitals: F-16, COVID-19; but USD-3m is money.
static bool is_hyphened_name(const Mention *mention) {
    const char *text = mention->text;
    gsize start = mention->first->start;
    bool is_name = start >= 2 && text[start - 1] == '-' && g_ascii_isupper(text[start - 2]);
    return is_name && mention->currency == CURRENCY_UNSAID;
}

static bool is_code(const Mention *mention) {
    const char *text = mention->text;
    gsize start = mention->numeral->start, end = mention->numeral->end;
    if (!is_digit_at(text, start))
        return false;
    bool has_zero = text[start] == '0' && is_digit_at(text, start + 1);
    bool follows_code = start >= 2 && text[start - 1] == '-' && mention->first != mention->last &&
                        text[mention->first->start] == '0' &&
                        is_digit_at(text, mention->first->start + 1);
    return is_telephone(text, start) || has_zero || follows_code || goes_on(text, end) ||
           comes_after(text, start) || is_hyphened_name(mention);
}

// What stands directly behind the digits: 3rd, 3e, 3-й.
static bool is_ordinal(const Mention *mention) {
    static const char *const endings[] = {"st", "nd",  "rd", "th", "e",  "er", "ème", "º",  "ª",
                                          "-й", "-го", "-я", "-е", "-м", "-х", "واں", "ویں"};
    const char *p = mention->text + mention->numeral->end;
    for (guint i = 0; mention->numeral->is_digits && i < G_N_ELEMENTS(endings); i++)
        if (g_str_has_prefix(p, endings[i]) &&
            !g_unichar_isalpha(g_utf8_get_char(p + strlen(endings[i]))))
            return true;
    return false;
}

static bool has_year_form(const Mention *mention) {
    const Numeral *numeral = mention->numeral;
    Decimal value = numeral->readings[0];
    return numeral->is_digits && numeral->end - numeral->start == YEAR_DIGITS &&
           decimal_compare(value, decimal_from_integer(FIRST_YEAR)) >= 0 &&
           decimal_compare(value, decimal_from_integer(LAST_YEAR)) <= 0;
}

static bool is_english(const Mention *mention) {
    return mention->language && g_ascii_strncasecmp(mention->language, "en", 2) == 0;
}

// Whether the nouns behind the number are none of those that the quantity counts.
static bool counts_other_things(const Mention *mention, const char *wanted) {
    const Claimed *claimed = mention->claimed;
    const char *const names[] = {claimed->unit, claimed->label};
    if (g_strcmp0(wanted, "year") == 0 && has_year_form(mention))
        return false;
    return mention->currency == CURRENCY_UNSAID &&
           number_nouns_differ(mention->text, mention->last->end, names, G_N_ELEMENTS(names),
                               wanted);
}

static bool is_money_unit(const char *unit) {
    g_autofree char *text = g_strconcat("1 ", unit, NULL);
    return currency_mention(text, 0, 1, "USD") != CURRENCY_UNSAID;
}

// Of a quantity: a percentage, money, or so many of another thing.
static const char *find_other_unit(const Mention *mention) {
    const char *unit = mention->claimed->unit;
    const char *there = number_unit_behind(mention->text, mention->last->end);
    if (mention->claimed->currency)
        return there && mention->currency == CURRENCY_UNSAID ? "another unit" : NULL;
    if (!unit)
        return NULL;
    const char *wanted = number_unit_kind(unit);
    if (mention->currency != CURRENCY_UNSAID && !is_money_unit(unit))
        return "an amount of money";
    if (there && strcmp(there, "%") == 0 && g_strcmp0(wanted, "%") != 0)
        return "another unit";
    if (there && wanted)
        return strcmp(there, wanted) != 0 ? "another unit" : NULL;
    return counts_other_things(mention, wanted) && is_english(mention) ? "another unit" : NULL;
}

// Four digits without a currency: a year, it seems. Where nothing says so it is left open.
static bool may_be_year(const Mention *mention) {
    return mention->claimed->currency && mention->currency == CURRENCY_UNSAID &&
           has_year_form(mention);
}

// A name of a month beside digits: 5 July, July 5.
static bool is_day(const Mention *mention) {
    const Numeral *numeral = mention->numeral;
    return numeral->is_digits && mention->currency == CURRENCY_UNSAID &&
           date_names_beside(mention->text, numeral->start, numeral->end);
}

// In 2024 dollars: those of a year.
static bool is_year_of_money(const Mention *mention, Beside before) {
    const Numeral *numeral = mention->numeral;
    gsize start = numeral->start;
    bool has_sign = start > 0 && mention->text[start - 1] != ' ';
    return before == BESIDE_YEAR && !has_sign && has_year_form(mention) &&
           mention->currency != CURRENCY_UNSAID;
}

static const char *find_refusal(const Mention *mention, Beside before, Beside behind) {
    if (is_code(mention))
        return "part of another number or a name";
    if (is_day(mention))
        return "part of a date";
    if (is_year_of_money(mention, before))
        return "a year";
    if (before == BESIDE_MINUS && mention->claimed->values[0].coefficient > 0)
        return "a negative number";
    if (is_ordinal(mention))
        return "an ordinal number";
    if (before == BESIDE_NAME && mention->numeral->is_digits &&
        mention->currency == CURRENCY_UNSAID)
        return "part of another number or a name";
    if (mention->claimed->currency && mention->currency == CURRENCY_OTHER)
        return "another currency";
    const char *unit = find_other_unit(mention);
    if (unit)
        return unit;
    const char *wanted = mention->claimed->unit ? number_unit_kind(mention->claimed->unit) : NULL;
    if (before == BESIDE_PERCENT && g_strcmp0(wanted, "%") != 0)
        return "another unit";
    if (before == BESIDE_NEGATION || behind == BESIDE_NEGATION)
        return "what it is not";
    bool is_year = before == BESIDE_YEAR || behind == BESIDE_YEAR;
    return is_year && may_be_year(mention) ? "a year" : NULL;
}

static bool is_denied(const Mention *mention) {
    gsize start = mention->numeral->start;
    return mention->text[start] != mention->affirmed[start];
}

static const char *find_doubt(const Mention *mention, Beside before, Beside behind) {
    if (is_denied(mention))
        return NUMBER_DENIED;
    if (mention->first != mention->last)
        return "an end of a range";
    if (before == BESIDE_BOUND || behind == BESIDE_BOUND || mention->numeral->is_more)
        return "a bound";
    if (mention->kind == READING_SEPARATOR)
        return "the less likely reading of its point or comma";
    if (may_be_year(mention))
        return "a year";
    bool is_bare = mention->claimed->currency && mention->currency == CURRENCY_UNSAID;
    if (is_bare && mention->numeral->is_digits &&
        number_has_noun(mention->text, mention->numeral->end))
        return "a number of things";
    const char *wanted = mention->claimed->unit ? number_unit_kind(mention->claimed->unit) : NULL;
    bool has_unit = wanted && number_unit_behind(mention->text, mention->last->end);
    return mention->claimed->unit && !has_unit && !mention->language &&
                   counts_other_things(mention, wanted)
               ? "a number of other things"
               : NULL;
}

static CurrencyMention currency_beside(const Mention *mention) {
    const char *code = mention->claimed->currency ? mention->claimed->currency : "USD";
    CurrencyMention own =
        currency_mention(mention->text, mention->numeral->start, mention->numeral->end, code);
    if (own != CURRENCY_UNSAID || mention->first == mention->last)
        return own;
    return currency_mention(mention->text, mention->first->start, mention->last->end, code);
}

static NumberState weigh(Mention *mention, const char **against) {
    *against = NULL;
    mention->currency = currency_beside(mention);
    Beside before = number_words_before(mention->text, mention->first->start);
    Beside behind = number_words_behind(mention->text, mention->last->end);
    *against = find_refusal(mention, before, behind);
    if (*against)
        return NUMBER_ABSENT;
    *against = find_doubt(mention, before, behind);
    return *against ? NUMBER_PARTLY : NUMBER_FOUND;
}

// Whether a sum of the claimed currency stands there, which is another one.
static bool has_other_amount(const NumberText *text, const Claimed *claimed) {
    for (guint i = 0; claimed->currency && i < text->numerals->len; i++) {
        const Numeral *numeral = nth(text->numerals, i);
        bool is_there = numeral->start < text->to && numeral->end > text->from;
        if (is_there && currency_mention(text->text, numeral->start, numeral->end,
                                         claimed->currency) == CURRENCY_SAME)
            return true;
    }
    return false;
}

NumberState number_mention(const NumberText *text, const Claimed *claimed, const char **against) {
    NumberState best = NUMBER_ABSENT;
    bool is_named = false;
    for (guint i = 0; i < text->numerals->len && best != NUMBER_FOUND; i++) {
        Mention mention = {.text = text->text,
                           .affirmed = text->affirmed,
                           .language = text->language,
                           .claimed = claimed};
        find_range(text, i, &mention);
        bool is_there = mention.numeral->start < text->to && mention.numeral->end > text->from;
        if (!is_there || !says_claimed(&mention))
            continue;
        const char *reason;
        NumberState state = weigh(&mention, &reason);
        if (state == NUMBER_ABSENT && best == NUMBER_PARTLY)
            continue;
        *against = reason;
        best = state;
        is_named = true;
    }
    if (!is_named && has_other_amount(text, claimed))
        *against = "another amount";
    return best;
}
