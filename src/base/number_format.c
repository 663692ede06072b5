// Numbers by d3-format specifiers. A value becomes plain ASCII text by its type (body), and the
// layout around it (sign, symbol, groups, padding, numerals) is the same for all types. What d3
// does was read off its documentation and its behaviour (https://d3js.org/d3-format, version 3.1).
#include "base/format.h"

#include "base/digits.h"
#include "base/format_locale.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// The longest bodies are the binary form of 1.8e308 and the positional form of 5e-324.
enum { BODY_MAX = 1152, WIDTH_MAX = 1000, NO_SI = 99 };

typedef struct {
    char text[BODY_MAX];
    int length;
    int si; // the power of ten whose SI letter follows, or NO_SI
} Body;

static void put_bytes(Body *body, const char *bytes, int count) {
    memcpy(body->text + body->length, bytes, (size_t)count);
    body->length += count;
}

static void put_zeros(Body *body, int count) {
    if (count <= 0)
        return;
    memset(body->text + body->length, '0', (size_t)count);
    body->length += count;
}

static void put_char(Body *body, char c) {
    body->text[body->length++] = c;
}

static void put_text(Body *body, const char *text) {
    put_bytes(body, text, (int)strlen(text));
}

// 1234.5, with zeros where the digits do not reach the point.
static void put_positional(Body *body, const Digits *digits) {
    int whole = digits->exponent + 1;
    if (whole <= 0) {
        put_text(body, "0.");
        put_zeros(body, -whole);
        put_bytes(body, digits->digit, digits->count);
    } else if (whole < digits->count) {
        put_bytes(body, digits->digit, whole);
        put_char(body, '.');
        put_bytes(body, digits->digit + whole, digits->count - whole);
    } else {
        put_bytes(body, digits->digit, digits->count);
        put_zeros(body, whole - digits->count);
    }
}

// 1.2345e+3
static void put_exponential(Body *body, const Digits *digits) {
    put_char(body, digits->digit[0]);
    if (digits->count > 1) {
        put_char(body, '.');
        put_bytes(body, digits->digit + 1, digits->count - 1);
    }
    char exponent[16];
    put_bytes(body, exponent, g_snprintf(exponent, sizeof exponent, "e%+d", digits->exponent));
}

// The text of a number that has no digits of its own kind; false when it is an ordinary number.
static bool put_special(Body *body, double value) {
    if (isnan(value))
        put_text(body, "NaN");
    else if (isinf(value))
        put_text(body, value < 0 ? "-Infinity" : "Infinity");
    else
        return false;
    return true;
}

// ECMA-262, Number::toString.
static void put_number(Body *body, double value) {
    if (put_special(body, value))
        return;
    if (value < 0)
        put_char(body, '-');
    Digits digits = digits_shortest(fabs(value));
    if (digits.exponent >= 21 || digits.exponent < -6)
        put_exponential(body, &digits);
    else
        put_positional(body, &digits);
}

// From here on values are not negative and not NaN; each function writes one type's body.

static void put_fixed(Body *body, double value, int places) {
    if (!(value < 1e21)) {
        put_number(body, value);
        return;
    }
    Digits digits = digits_fixed(value, places);
    put_positional(body, &digits);
}

static void put_percent(Body *body, double value, int places) {
    put_fixed(body, value * 100, places);
}

static void put_scientific(Body *body, double value, int places) {
    if (put_special(body, value))
        return;
    Digits digits = digits_significant(value, places + 1);
    put_exponential(body, &digits);
}

// As JavaScript's toPrecision chooses between the two notations.
static void put_general_digits(Body *body, const Digits *digits, int precision) {
    if (digits->exponent < -6 || digits->exponent >= precision)
        put_exponential(body, digits);
    else
        put_positional(body, digits);
}

static void put_general(Body *body, double value, int precision) {
    if (put_special(body, value))
        return;
    Digits digits = digits_significant(value, precision);
    put_general_digits(body, &digits, precision);
}

static void put_rounded(Body *body, double value, int precision) {
    if (value == 0 || isinf(value)) {
        put_number(body, value);
        return;
    }
    Digits digits = digits_significant(value, precision);
    put_positional(body, &digits);
}

static void put_rounded_percent(Body *body, double value, int precision) {
    put_rounded(body, value * 100, precision);
}

static void put_integer(Body *body, double value, int precision) {
    (void)precision;
    if (isinf(value)) {
        put_text(body, "∞");
        return;
    }
    Digits digits = digits_shortest(round(value));
    put_positional(body, &digits);
}

static int si_exponent(int exponent) {
    int thousands = (int)floor(exponent / 3.0);
    return CLAMP(thousands, -8, 8) * 3;
}

static void put_si(Body *body, double value, int precision) {
    if (value == 0 || isinf(value)) {
        put_general(body, value, precision);
        return;
    }
    Digits digits = digits_significant(value, precision);
    body->si = si_exponent(digits.exponent);
    digits.exponent -= body->si;
    if (digits.exponent < 0) { // less than 1y: precision counts from the point
        int count = precision + digits.exponent, exponent = digits.exponent;
        digits = count > 0 ? digits_significant(value, count) : digits_shortest(value);
        digits.exponent = exponent;
    }
    put_positional(body, &digits);
}

// All radices are powers of two, so every step is exact however large the value.
static void put_radix(Body *body, double value, int radix) {
    if (put_special(body, value))
        return;
    char reversed[BODY_MAX];
    int count = 0;
    for (value = round(value); value > 0 || count == 0; count++) {
        double digit = fmod(value, radix);
        reversed[count] = "0123456789abcdef"[(int)digit];
        value = (value - digit) / radix;
    }
    while (count > 0)
        put_char(body, reversed[--count]);
}

static void put_binary(Body *body, double value, int precision) {
    (void)precision;
    put_radix(body, value, 2);
}

static void put_octal(Body *body, double value, int precision) {
    (void)precision;
    put_radix(body, value, 8);
}

static void put_hex(Body *body, double value, int precision) {
    (void)precision;
    put_radix(body, value, 16);
}

static void put_hex_upper(Body *body, double value, int precision) {
    (void)precision;
    put_radix(body, value, 16);
    for (int i = 0; i < body->length; i++)
        body->text[i] = g_ascii_toupper(body->text[i]);
}

typedef struct {
    char letter;
    void (*put)(Body *body, double value, int precision);
    bool has_tail;    // what follows the whole digits is not grouped
    bool significant; // precision counts significant digits, not places
    bool percent;
    bool radix; // "#" puts 0b, 0o, 0x in front
} NumberType;

static const NumberType types[] = {
    {'f', put_fixed, .has_tail = true},
    {'d', put_integer, .has_tail = true},
    {'g', put_general, .has_tail = true, .significant = true},
    {'s', put_si, .has_tail = true, .significant = true},
    {'%', put_percent, .has_tail = true, .percent = true},
    {'e', put_scientific, .has_tail = true},
    {'r', put_rounded, .has_tail = true, .significant = true},
    {'p', put_rounded_percent, .has_tail = true, .significant = true, .percent = true},
    {'b', put_binary, .radix = true},
    {'o', put_octal, .radix = true},
    {'x', put_hex, .radix = true},
    {'X', put_hex_upper, .radix = true},
    {.letter = 'c'},
};

static const NumberType *find_type(char letter) {
    for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
        if (types[i].letter == letter)
            return &types[i];
    }
    return NULL;
}

// A specifier with its defaults filled in.
typedef struct {
    const NumberFormat *format;
    const FormatLocale *locale;
    const NumberType *type;
    const char *suffix; // of number_format_prefix: the SI letter
    bool zero, comma, trim;
    int precision;
} Plan;

static Plan plan_make(const NumberFormat *format, const FormatLocale *locale, char letter) {
    Plan plan = {.format = format, .locale = locale, .suffix = ""};
    plan.comma = format->comma || letter == 'n';
    plan.trim = format->trim;
    plan.precision = format->precision;
    plan.type = find_type(letter == 'n' ? 'g' : letter);
    if (!plan.type) {
        plan.type = find_type('g');
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

// 1.2000k becomes 1.2k, 1.00e+3 becomes 1e+3.
static void trim_body(Body *body) {
    char *point = memchr(body->text, '.', (size_t)body->length);
    if (!point)
        return;
    char *end = body->text + body->length, *tail = point + 1;
    while (tail < end && g_ascii_isdigit(*tail))
        tail++;
    char *keep = tail;
    while (keep[-1] == '0')
        keep--;
    if (keep == point + 1)
        keep = point;
    memmove(keep, tail, (size_t)(end - tail));
    body->length -= (int)(tail - keep);
}

// A radix type may hold letters, but never leading zeros.
static bool is_zero(const Body *body, const NumberType *type) {
    if (type->radix)
        return body->text[0] == '0';
    for (int i = 0; i < body->length && body->text[i] != 'e'; i++) {
        if (body->text[i] != '0' && body->text[i] != '.')
            return false;
    }
    return true;
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
    int starts[BODY_MAX + WIDTH_MAX], groups = 0, length = 0, start = digit_count;
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
static void append_zero_filled(GString *out, const Plan *plan, const Body *body, int whole,
                               int padding, int limit) {
    char digits[BODY_MAX + WIDTH_MAX];
    memset(digits, '0', (size_t)padding);
    memcpy(digits + padding, body->text, (size_t)whole);
    append_whole(out, plan, digits, padding + whole, padding > 0 ? limit : G_MAXINT);
}

static void pad(GString *out, const NumberFormat *format, gsize after_prefix) {
    int padding = format->width - (int)g_utf8_strlen(out->str, (gssize)out->len);
    if (padding <= 0)
        return;
    int front = format->align == '^' ? padding / 2 : format->align == '<' ? 0 : padding;
    gsize at = format->align == '=' ? after_prefix : 0;
    insert_fill(out, -1, format->fill, padding - front);
    insert_fill(out, (gssize)at, format->fill, front);
}

static char *lay_out(const Plan *plan, Body *body, bool negative) {
    body->text[body->length] = '\0';
    int whole = plan->type->put ? body->length : 0;
    if (plan->type->has_tail)
        whole = (int)strspn(body->text, "0123456789");
    Pieces prefix = collect_prefix(plan, negative);
    Pieces suffix = collect_suffix(plan, body->text + whole, body->si, negative);
    GString *out = g_string_sized_new((gsize)(body->length * 2 + plan->format->width + 24));
    append_pieces(out, &prefix);
    if (plan->zero) {
        int limit = plan->format->width - suffix.width;
        int padding = MAX(0, limit - prefix.width - whole);
        append_zero_filled(out, plan, body, whole, padding, limit);
        append_pieces(out, &suffix);
    } else {
        gsize after_prefix = out->len;
        append_whole(out, plan, body->text, whole, G_MAXINT);
        append_pieces(out, &suffix);
        pad(out, plan->format, after_prefix);
    }
    if (plan->locale->numerals[0])
        return replace_digits(out, plan->locale->numerals);
    return g_string_free(out, FALSE);
}

// Trims, decides on the sign, and lays out.
static char *finish(const Plan *plan, Body *body, bool negative) {
    if (plan->trim)
        trim_body(body);
    if (negative && plan->format->sign != '+' && is_zero(body, plan->type))
        negative = false;
    return lay_out(plan, body, negative);
}

static char *format_double(const Plan *plan, double value) {
    Body body;
    body.length = 0;
    body.si = NO_SI;
    if (!plan->type->put) {
        put_number(&body, value);
        return lay_out(plan, &body, false);
    }
    if (isnan(value)) {
        put_special(&body, value);
        return lay_out(plan, &body, false);
    }
    plan->type->put(&body, fabs(value), plan->precision);
    return finish(plan, &body, signbit(value));
}

char *number_format(const NumberFormat *format, const FormatLocale *locale, double value) {
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
static void put_places(Body *body, Digits *digits, int places) {
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
    put_positional(body, digits);
}

static void put_decimal(Body *body, const Plan *plan, Decimal value) {
    Digits digits = digits_of_decimal(value);
    if (plan->type->percent && value.coefficient != 0)
        digits.exponent += 2;
    if (!plan->type->significant) {
        put_places(body, &digits, plan->type->letter == 'd' ? 0 : plan->precision);
    } else if (plan->format->precision < 0) {
        put_positional(body, &digits);
    } else {
        digits_cut(&digits, plan->precision);
        put_general_digits(body, &digits, plan->precision);
    }
}

char *number_format_decimal(const NumberFormat *format, const FormatLocale *locale, Decimal value) {
    Plan plan = plan_make(format, locale, format->type);
    bool none = format->type != 'n' && !find_type(format->type);
    if (!none && !strchr("fd%", format->type))
        return format_double(&plan, decimal_to_double(value));
    Body body;
    body.length = 0;
    body.si = NO_SI;
    put_decimal(&body, &plan, value);
    return finish(&plan, &body, value.coefficient < 0);
}

// The exponent of the first significant digit.
static int exponent_of(double value) {
    return digits_shortest(fabs(value)).exponent;
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
    int si = ordinary ? si_exponent(exponent_of(reference)) : 0;
    Plan plan = plan_make(format, locale, 'f');
    plan.suffix = prefixes[8 + si / 3].letter;
    return format_double(&plan, prefixes[8 + si / 3].factor * value);
}

char *number_to_string(double value) {
    Body body;
    body.length = 0;
    put_number(&body, value);
    return g_strndup(body.text, (gsize)body.length);
}

static bool has_exponent(double value) {
    return isfinite(value) && value != 0;
}

int precision_fixed(double step) {
    return has_exponent(step) ? MAX(0, -exponent_of(step)) : 0;
}

int precision_prefix(double step, double value) {
    if (!has_exponent(step) || !has_exponent(value))
        return 0;
    return MAX(0, si_exponent(exponent_of(value)) - exponent_of(step));
}

int precision_round(double step, double max) {
    step = fabs(step);
    max = fabs(max) - step;
    if (!has_exponent(step) || !has_exponent(max))
        return 1;
    return MAX(0, exponent_of(max) - exponent_of(step)) + 1;
}

// --- the specifier: [[fill]align][sign][symbol][0][width][,][.precision][~][type]

static const char *read_fill_and_align(const char *p, NumberFormat *out) {
    const char *next = *p ? g_utf8_next_char(p) : p;
    gsize length = (gsize)(next - p);
    if (*p && *next && strchr("<>=^", *next) && *p != '\n' && *p != '\r') {
        memcpy(out->fill, p, length);
        out->fill[length] = '\0';
        out->align = *next;
        return next + 1;
    }
    if (*p && strchr("<>=^", *p))
        out->align = *p++;
    return p;
}

// Takes one character if it is one of those.
static const char *read_one_of(const char *p, const char *set, char *out) {
    if (*p && strchr(set, *p))
        *out = *p++;
    return p;
}

static const char *read_flag(const char *p, char flag, bool *out) {
    *out = *p == flag;
    return *out ? p + 1 : p;
}

static const char *read_count(const char *p, int *out) {
    for (*out = 0; g_ascii_isdigit(*p); p++)
        *out = MIN(*out * 10 + (*p - '0'), WIDTH_MAX + 1);
    return p;
}

bool number_format_parse(const char *specifier, NumberFormat *out) {
    NumberFormat format = {.fill = " ", .align = '>', .sign = '-', .precision = -1};
    if (!g_utf8_validate(specifier, -1, NULL))
        return false;
    const char *p = read_fill_and_align(specifier, &format);
    p = read_one_of(p, "+-( ", &format.sign);
    p = read_one_of(p, "$#", &format.symbol);
    p = read_flag(p, '0', &format.zero);
    p = read_count(p, &format.width);
    p = read_flag(p, ',', &format.comma);
    if (*p == '.' && g_ascii_isdigit(p[1]))
        p = read_count(p + 1, &format.precision);
    p = read_flag(p, '~', &format.trim);
    if (g_ascii_isalpha(*p) || *p == '%')
        format.type = *p++;
    if (*p || format.width > WIDTH_MAX)
        return false;
    if (format.type != 'n' && !find_type(format.type))
        format.type = 0;
    *out = format;
    return true;
}
