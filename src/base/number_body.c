// Each type of d3-format writes its body here; they are rows of a table. The digits of JavaScript's
// toFixed, toExponential, toPrecision and String come from digits.h, the notation is chosen here.
#include "base/number_body.h"

#include "base/format.h"

#include <math.h>
#include <string.h>

void number_body_start(NumberBody *body) {
    body->length = 0;
    body->si = NO_SI;
}

static void put_bytes(NumberBody *body, const char *bytes, int count) {
    memcpy(body->text + body->length, bytes, (size_t)count);
    body->length += count;
}

static void put_zeros(NumberBody *body, int count) {
    if (count <= 0)
        return;
    memset(body->text + body->length, '0', (size_t)count);
    body->length += count;
}

static void put_char(NumberBody *body, char c) {
    body->text[body->length++] = c;
}

static void put_text(NumberBody *body, const char *text) {
    put_bytes(body, text, (int)strlen(text));
}

void number_body_put_positional(NumberBody *body, const Digits *digits) {
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
static void put_exponential(NumberBody *body, const Digits *digits) {
    put_char(body, digits->digit[0]);
    if (digits->count > 1) {
        put_char(body, '.');
        put_bytes(body, digits->digit + 1, digits->count - 1);
    }
    char exponent[16];
    put_bytes(body, exponent, g_snprintf(exponent, sizeof exponent, "e%+d", digits->exponent));
}

// The text of a number that has no digits of its own kind; false when it is an ordinary number.
static bool put_special(NumberBody *body, double value) {
    if (isnan(value))
        put_text(body, "NaN");
    else if (isinf(value))
        put_text(body, value < 0 ? "-Infinity" : "Infinity");
    else
        return false;
    return true;
}

// ECMA-262, Number::toString.
void number_body_put_value(NumberBody *body, double value) {
    if (put_special(body, value))
        return;
    if (value < 0)
        put_char(body, '-');
    Digits digits = digits_shortest(fabs(value));
    if (digits.exponent >= 21 || digits.exponent < -6)
        put_exponential(body, &digits);
    else
        number_body_put_positional(body, &digits);
}

// From here on values are not negative and not NaN; each function writes one type's body.

static void put_fixed(NumberBody *body, double value, int places) {
    if (!(value < 1e21)) {
        number_body_put_value(body, value);
        return;
    }
    Digits digits = digits_fixed(value, places);
    number_body_put_positional(body, &digits);
}

static void put_percent(NumberBody *body, double value, int places) {
    put_fixed(body, value * 100, places);
}

static void put_scientific(NumberBody *body, double value, int places) {
    if (put_special(body, value))
        return;
    Digits digits = digits_significant(value, places + 1);
    put_exponential(body, &digits);
}

void number_body_put_general(NumberBody *body, const Digits *digits, int precision) {
    if (digits->exponent < -6 || digits->exponent >= precision)
        put_exponential(body, digits);
    else
        number_body_put_positional(body, digits);
}

static void put_general(NumberBody *body, double value, int precision) {
    if (put_special(body, value))
        return;
    Digits digits = digits_significant(value, precision);
    number_body_put_general(body, &digits, precision);
}

static void put_rounded(NumberBody *body, double value, int precision) {
    if (value == 0 || isinf(value)) {
        number_body_put_value(body, value);
        return;
    }
    Digits digits = digits_significant(value, precision);
    number_body_put_positional(body, &digits);
}

static void put_rounded_percent(NumberBody *body, double value, int precision) {
    put_rounded(body, value * 100, precision);
}

static void put_integer(NumberBody *body, double value, int precision) {
    (void)precision;
    if (isinf(value)) {
        put_text(body, "∞");
        return;
    }
    Digits digits = digits_shortest(round(value));
    number_body_put_positional(body, &digits);
}

int si_exponent(int exponent) {
    int thousands = (int)floor(exponent / 3.0);
    return CLAMP(thousands, -8, 8) * 3;
}

static void put_si(NumberBody *body, double value, int precision) {
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
    number_body_put_positional(body, &digits);
}

// All radices are powers of two, so every step is exact however large the value.
static void put_radix(NumberBody *body, double value, int radix) {
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

static void put_binary(NumberBody *body, double value, int precision) {
    (void)precision;
    put_radix(body, value, 2);
}

static void put_octal(NumberBody *body, double value, int precision) {
    (void)precision;
    put_radix(body, value, 8);
}

static void put_hex(NumberBody *body, double value, int precision) {
    (void)precision;
    put_radix(body, value, 16);
}

static void put_hex_upper(NumberBody *body, double value, int precision) {
    (void)precision;
    put_radix(body, value, 16);
    for (int i = 0; i < body->length; i++)
        body->text[i] = g_ascii_toupper(body->text[i]);
}

static const NumberType types[] = {
    {'f', put_fixed, .has_tail = true},
    {'d', put_integer, .has_tail = true},
    {'g', put_general, .has_tail = true, .significant = true},
    {'s', put_si, .has_tail = true, .significant = true},
    {'%', put_percent, .has_tail = true, .percent = true},
    {'e', put_scientific, .has_tail = true},
    {'r', put_rounded, .has_tail = true, .significant = true},
    {'w', put_rounded, .has_tail = true, .significant = true}, // of what is not finite
    {'p', put_rounded_percent, .has_tail = true, .significant = true, .percent = true},
    {'b', put_binary, .radix = true},
    {'o', put_octal, .radix = true},
    {'x', put_hex, .radix = true},
    {'X', put_hex_upper, .radix = true},
    {.letter = 'c'},
};

const NumberType *number_type_find(char letter) {
    for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
        if (types[i].letter == letter)
            return &types[i];
    }
    return NULL;
}

void number_body_trim(NumberBody *body) {
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
bool number_body_is_zero(const NumberBody *body, const NumberType *type) {
    if (type->radix)
        return body->text[0] == '0';
    for (int i = 0; i < body->length && body->text[i] != 'e'; i++) {
        if (body->text[i] != '0' && body->text[i] != '.')
            return false;
    }
    return true;
}

char *number_to_string(double value) {
    NumberBody body;
    number_body_start(&body);
    number_body_put_value(&body, value);
    return g_strndup(body.text, (gsize)body.length);
}

// The exponent of the first significant digit.
static int exponent_of(double value) {
    return digits_shortest(fabs(value)).exponent;
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
