// Numbers by d3-format specifiers. A value becomes plain ASCII text by its type (number_body.h),
// and the layout around it (sign, symbol, groups, padding, numerals) is the same for all types.
// What d3 does was read off its documentation and its behaviour (https://d3js.org/d3-format,
// version 3.1); type w, and s where a locale counts in lakh and crore, are ours.
#include "base/format.h"

#include "base/format_locale.h"
#include "base/number_body.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// A specifier with its defaults filled in.
typedef struct {
    const NumberFormat *format;
    const FormatLocale *locale;
    const NumberType *type;
    const char *suffix; // of number_format_prefix: the SI letter
    bool zero, comma, trim;
    int width, precision;
} Plan;

static Plan plan_make(const NumberFormat *format, const FormatLocale *locale, char letter) {
    Plan plan = {.format = format, .locale = locale, .suffix = ""};
    plan.comma = format->comma || letter == 'n';
    plan.trim = format->trim;
    plan.width = CLAMP(format->width, 0, NUMBER_WIDTH_MAX);
    plan.precision = format->precision;
    plan.type = number_type_find(letter == 'n' ? 'g' : letter);
    if (!plan.type) {
        plan.type = number_type_find('g');
        plan.trim = true;
        plan.precision = plan.precision < 0 ? 12 : plan.precision;
    }
    plan.zero = format->zero || (format->align == '=' && g_str_equal(format->fill, "0"));
    if (plan.precision < 0)
        plan.precision = 6;
    else if (plan.type->significant)
        plan.precision = CLAMP(plan.precision, 1, DIGITS_SIGNIFICANT_MAX);
    else
        plan.precision = MIN(plan.precision, DIGITS_PLACES_MAX);
    return plan;
}

// Pieces of text to be joined, the most that any number has in front or behind.
typedef struct {
    const char *piece[6];
    int count, width; // width in characters
} Pieces;

static void add_piece(Pieces *pieces, const char *text) {
    pieces->piece[pieces->count++] = text;
    pieces->width += (int)g_utf8_strlen(text, -1);
}

static void append_pieces(GString *out, const Pieces *pieces) {
    for (int i = 0; i < pieces->count; i++)
        g_string_append(out, pieces->piece[i]);
}

static void insert_fill(GString *out, gssize at, const char *fill, int count) {
    while (count-- > 0)
        g_string_insert(out, at, fill);
}

// Appends digits in the locale's groups, the last ones only when `width` characters are full.
static void append_grouped(GString *out, const FormatLocale *locale, const char *digits,
                           int digit_count, int width) {
    int starts[BODY_MAX + NUMBER_WIDTH_MAX], groups = 0, length = 0, start = digit_count;
    while (start > 0 && length <= width) {
        int size = locale->grouping[groups % locale->grouping_count];
        if (length + size + 1 > width)
            size = MAX(1, width - length);
        start = MAX(start - size, 0);
        starts[groups++] = start;
        length += size + 1;
    }
    while (groups-- > 0) {
        int end = groups > 0 ? starts[groups - 1] : digit_count;
        g_string_append_len(out, digits + starts[groups], end - starts[groups]);
        if (groups > 0)
            g_string_append(out, locale->thousands);
    }
}

static const char *sign_text(char sign, bool negative) {
    if (negative)
        return sign == '(' ? "(" : "−";
    return sign == '+' ? "+" : sign == ' ' ? " " : "";
}

static const char *radix_text(char letter) {
    return letter == 'b' ? "0b" : letter == 'o' ? "0o" : "0x";
}

static Pieces collect_prefix(const Plan *plan, bool negative) {
    Pieces prefix = {0};
    if (plan->type->put)
        add_piece(&prefix, sign_text(plan->format->sign, negative));
    if (plan->format->symbol == '$')
        add_piece(&prefix, plan->locale->currency[0]);
    else if (plan->format->symbol == '#' && plan->type->radix)
        add_piece(&prefix, radix_text(plan->type->letter));
    return prefix;
}

// tail is what follows the whole digits.
static Pieces collect_suffix(const Plan *plan, const char *tail, int si, bool negative) {
    static const char letters[][3] = {"y", "z", "a", "f", "p", "n", "µ", "m", "",
                                      "k", "M", "G", "T", "P", "E", "Z", "Y"};
    Pieces suffix = {0};
    if (*tail == '.')
        add_piece(&suffix, plan->locale->decimal);
    add_piece(&suffix, *tail == '.' ? tail + 1 : tail);
    if (si != NO_SI)
        add_piece(&suffix, letters[8 + si / 3]);
    if (plan->format->symbol == '$')
        add_piece(&suffix, plan->locale->currency[1]);
    else if (plan->type->percent)
        add_piece(&suffix, plan->locale->percent);
    add_piece(&suffix, plan->suffix);
    if (negative && plan->format->sign == '(')
        add_piece(&suffix, ")");
    return suffix;
}

static char *replace_digits(GString *text, const char *const numerals[10]) {
    GString *out = g_string_sized_new(text->len * 2);
    for (const char *p = text->str; *p; p++) {
        if (g_ascii_isdigit(*p))
            g_string_append(out, numerals[*p - '0']);
        else
            g_string_append_c(out, *p);
    }
    g_string_free(text, TRUE);
    return g_string_free(out, FALSE);
}

static void append_whole(GString *out, const Plan *plan, const char *digits, int count, int width) {
    if (plan->comma)
        append_grouped(out, plan->locale, digits, count, width);
    else
        g_string_append_len(out, digits, count);
}

// Zeros fill the width after the sign; groups run through them, as long as they fit in `limit`.
static void append_zero_filled(GString *out, const Plan *plan, const NumberBody *body, int whole,
                               int padding, int limit) {
    char digits[BODY_MAX + NUMBER_WIDTH_MAX];
    memset(digits, '0', (size_t)padding);
    memcpy(digits + padding, body->text, (size_t)whole);
    append_whole(out, plan, digits, padding + whole, padding > 0 ? limit : G_MAXINT);
}

static void pad(GString *out, const Plan *plan, gsize after_prefix) {
    const NumberFormat *format = plan->format;
    int padding = plan->width - (int)g_utf8_strlen(out->str, (gssize)out->len);
    if (padding <= 0)
        return;
    int front = format->align == '^' ? padding / 2 : format->align == '<' ? 0 : padding;
    gsize at = format->align == '=' ? after_prefix : 0;
    insert_fill(out, -1, format->fill, padding - front);
    insert_fill(out, (gssize)at, format->fill, front);
}

static char *lay_out(const Plan *plan, NumberBody *body, bool negative) {
    body->text[body->length] = '\0';
    int whole = plan->type->put ? body->length : 0;
    if (plan->type->has_tail)
        whole = (int)strspn(body->text, "0123456789");
    Pieces prefix = collect_prefix(plan, negative);
    Pieces suffix = collect_suffix(plan, body->text + whole, body->si, negative);
    GString *out = g_string_sized_new((gsize)(body->length * 2 + plan->width + 24));
    append_pieces(out, &prefix);
    if (plan->zero) {
        int limit = plan->width - suffix.width;
        int padding = MAX(0, limit - prefix.width - whole);
        append_zero_filled(out, plan, body, whole, padding, limit);
        append_pieces(out, &suffix);
    } else {
        gsize after_prefix = out->len;
        append_whole(out, plan, body->text, whole, G_MAXINT);
        append_pieces(out, &suffix);
        pad(out, plan, after_prefix);
    }
    if (plan->locale->numerals[0])
        return replace_digits(out, plan->locale->numerals);
    return g_string_free(out, FALSE);
}

// Trims, decides on the sign, and lays out.
static char *finish(const Plan *plan, NumberBody *body, bool negative) {
    if (plan->trim)
        number_body_trim(body);
    if (negative && plan->format->sign != '+' && number_body_is_zero(body, plan->type))
        negative = false;
    return lay_out(plan, body, negative);
}

static char *format_double(const Plan *plan, double value) {
    NumberBody body;
    number_body_start(&body);
    if (!plan->type->put) {
        number_body_put_value(&body, value);
        return lay_out(plan, &body, false);
    }
    if (isnan(value)) {
        number_body_put_value(&body, value);
        return lay_out(plan, &body, false);
    }
    plan->type->put(&body, fabs(value), plan->precision);
    return finish(plan, &body, signbit(value));
}

// ---- words

enum { WORDS_DIGITS = 3 };

// The largest unit that is not more than a number of this exponent; NULL when there is none.
static const NumberUnit *find_unit(const FormatLocale *locale, int exponent, bool in_words) {
    for (const NumberUnit *unit = locale->units;
         unit < locale->units + NUMBER_UNITS_MAX && unit->exponent; unit++)
        if (unit->exponent <= exponent && (!in_words || unit->exponent >= WORDS_EXPONENT_MIN))
            return unit;
    return NULL;
}

static void drop_zeros(Digits *digits) {
    while (digits->count > 1 && digits->digit[digits->count - 1] == '0')
        digits->count--;
}

static double number_of_digits(const Digits *digits) {
    char text[DIGITS_MAX + 16];
    g_snprintf(text, sizeof text, "0.%.*se%d", digits->count, digits->digit, digits->exponent + 1);
    return g_ascii_strtod(text, NULL);
}

// The text of a unit that goes with the number.
static const char *unit_form(const NumberUnit *unit, const FormatLocale *locale,
                             const Digits *digits) {
    if (!unit)
        return "{0}";
    const char *form = unit->forms[plural_form(locale->plural, number_of_digits(digits))];
    return form ? form : unit->forms[PLURAL_OTHER];
}

// Of the rounded digits, in the locale's marks and groups.
static char *print_digits(const FormatLocale *locale, const Digits *digits, int places) {
    NumberFormat plain = {
        .fill = " ", .align = '>', .sign = '-', .comma = true, .precision = places, .type = 'f'};
    return number_format(&plain, locale, number_of_digits(digits));
}

static bool is_from_right(const char *text) {
    for (; *text; text = g_utf8_next_char(text)) {
        GUnicodeScript script = g_unichar_get_script(g_utf8_get_char(text));
        if (script == G_UNICODE_SCRIPT_ARABIC || script == G_UNICODE_SCRIPT_HEBREW)
            return true;
    }
    return false;
}

// A sign would go to the other side of its number beside a word from right to left, without an
// isolate around both (Unicode Standard Annex 9).
static char *name_unit(const char *form, const char *sign, const char *symbol, const char *number) {
    bool isolated = *sign && *sign != '(' && is_from_right(form);
    g_autofree char *whole =
        g_strconcat(isolated ? "\u2066" : "", sign, symbol, number, isolated ? "\u2069" : "", NULL);
    GString *text = g_string_new(form);
    g_string_replace(text, "{0}", whole, 1);
    return g_string_free(text, FALSE);
}

// Significant digits, and what they count by its name. The number is rounded before its unit is
// chosen, so that 999.96 million are 1 billion.
static char *format_in_units(const NumberFormat *format, const FormatLocale *locale, double value) {
    Digits digits = digits_shortest(fabs(value));
    bool given = format->precision >= 0, symbol = format->symbol == '$';
    int count = given ? CLAMP(format->precision, 1, DIGITS_SIGNIFICANT_MAX) : WORDS_DIGITS;
    digits_cut(&digits, count);
    drop_zeros(&digits);
    const NumberUnit *unit =
        value != 0 ? find_unit(locale, digits.exponent, format->type == 'w') : NULL;
    digits.exponent -= unit ? unit->exponent : 0;
    int shown = unit && given && !format->trim ? count : digits.count;
    g_autofree char *number =
        print_digits(locale, &digits, CLAMP(shown - 1 - digits.exponent, 0, DIGITS_PLACES_MAX));
    const char *sign = sign_text(format->sign, value < 0);
    g_autofree char *named = name_unit(unit_form(unit, locale, &digits), sign,
                                       symbol ? locale->currency[0] : "", number);
    GString *out = g_string_new(named);
    g_string_append(out, symbol ? locale->currency[1] : "");
    g_string_append(out, value < 0 && format->sign == '(' ? ")" : "");
    Plan plan = {.format = format, .width = CLAMP(format->width, 0, NUMBER_WIDTH_MAX)};
    pad(out, &plan, strlen(sign));
    return g_string_free(out, FALSE);
}

static bool is_in_units(const NumberFormat *format, const FormatLocale *locale) {
    return format->type == 'w' || (format->type == 's' && locale->counts_in_units);
}

char *number_format(const NumberFormat *format, const FormatLocale *locale, double value) {
    if (is_in_units(format, locale) && isfinite(value))
        return format_in_units(format, locale, value);
    Plan plan = plan_make(format, locale, format->type);
    return format_double(&plan, value);
}

static Digits digits_of_decimal(Decimal value) {
    Digits digits = {0};
    char reversed[DIGITS_MAX];
    int count = 0;
    for (__int128 rest = value.coefficient; rest != 0 || count == 0; rest /= 10)
        reversed[count++] = (char)('0' + abs((int)(rest % 10)));
    digits.count = count;
    digits.exponent = value.coefficient == 0 ? 0 : count - 1 - value.scale;
    for (int i = 0; i < count; i++)
        digits.digit[i] = reversed[count - 1 - i];
    return digits;
}

// Exactly so many places: rounds half up, pads with zeros.
static void put_places(NumberBody *body, Digits *digits, int places) {
    int count = digits->exponent + 1 + places;
    if (count < 0) {
        *digits = (Digits){.count = 1, .digit = "0"};
    } else if (count == 0) { // the first digit only decides the rounding
        memmove(digits->digit + 1, digits->digit, (size_t)digits->count++);
        digits->digit[0] = '0';
        digits->exponent++;
        count = 1;
    }
    digits_cut(digits, MAX(count, 1));
    while (digits->count < digits->exponent + 1 + places)
        digits->digit[digits->count++] = '0';
    number_body_put_positional(body, digits);
}

static void put_decimal(NumberBody *body, const Plan *plan, Decimal value) {
    Digits digits = digits_of_decimal(value);
    if (plan->type->percent && value.coefficient != 0)
        digits.exponent += 2;
    if (!plan->type->significant) {
        put_places(body, &digits, plan->type->letter == 'd' ? 0 : plan->precision);
    } else if (plan->format->precision < 0) {
        number_body_put_positional(body, &digits);
    } else {
        digits_cut(&digits, plan->precision);
        number_body_put_general(body, &digits, plan->precision);
    }
}

char *number_format_decimal(const NumberFormat *format, const FormatLocale *locale, Decimal value) {
    if (is_in_units(format, locale))
        return format_in_units(format, locale, decimal_to_double(value));
    Plan plan = plan_make(format, locale, format->type);
    bool none = format->type != 'n' && !number_type_find(format->type);
    if (!none && !strchr("fd%", format->type))
        return format_double(&plan, decimal_to_double(value));
    NumberBody body;
    number_body_start(&body);
    put_decimal(&body, &plan, value);
    return finish(&plan, &body, value.coefficient < 0);
}

char *number_format_prefix(const NumberFormat *format, const FormatLocale *locale, double reference,
                           double value) {
    // -24 to 24 in steps of three: the letter, and the factor that brings a value to it.
    static const struct {
        char letter[3];
        double factor;
    } prefixes[] = {{"y", 1e24},  {"z", 1e21}, {"a", 1e18},  {"f", 1e15},  {"p", 1e12},
                    {"n", 1e9},   {"µ", 1e6},  {"m", 1e3},   {"", 1},      {"k", 1e-3},
                    {"M", 1e-6},  {"G", 1e-9}, {"T", 1e-12}, {"P", 1e-15}, {"E", 1e-18},
                    {"Z", 1e-21}, {"Y", 1e-24}};
    bool ordinary = isfinite(reference) && reference != 0;
    int si = ordinary ? si_exponent(digits_shortest(fabs(reference)).exponent) : 0;
    Plan plan = plan_make(format, locale, 'f');
    plan.suffix = prefixes[8 + si / 3].letter;
    return format_double(&plan, prefixes[8 + si / 3].factor * value);
}
