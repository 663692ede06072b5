// Most numbers of reports are short: those are scaled by a power of ten to an integer, with the
// rounding error of the product known exactly. The rest comes from printf, which rounds the exact
// binary value but sends ties to even. A tie needs a binary value that ends exactly there, which a
// multiplication by a power of two reveals; then one digit more is printed, which is the exact 5,
// and cut off upwards. Only the digits of what printf writes are read, never the point, so no C
// locale can disturb.
#include "base/digits.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double integer_limit = 9007199254740992.0; // 2^53: below, every integer is exact

// 10^k is exact in a double up to k = 22; an odd multiple of a larger 5^k has more than 53 bits.
enum { EXACT_TEN = 22 };

static const double tens[EXACT_TEN + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                           1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                           1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// value * 10^power, rounded half up as if it were exact; false when it is out of reach.
static bool scale_exactly(double value, int power, unsigned long long *out) {
    if (abs(power) > EXACT_TEN)
        return false;
    double ten = tens[abs(power)], scaled = power >= 0 ? value * ten : value / ten;
    if (!(scaled < 0x1p51))
        return false;
    // Below 2^51 the error is less than the distance to the nearest half, unless it is a half.
    double whole = floor(scaled), part = scaled - whole;
    if (part == 0.5) {
        double lost = power >= 0 ? fma(value, ten, -scaled) : fma(-scaled, ten, value);
        part = lost < 0 ? 0 : 0.5;
    }
    *out = (unsigned long long)whole + (part >= 0.5);
    return true;
}

// The first `count` digits of a value above 0 as an integer; false when this way does not reach it.
static bool scale_to_count(double value, int count, unsigned long long *out, int *exponent) {
    int binary;
    frexp(value, &binary);
    // The power of two below the value bounds its power of ten from below, by one at most.
    int lower = (int)floor((binary - 1) * 0.30102999566398120);
    for (*exponent = lower; *exponent <= lower + 1; ++*exponent) {
        if (!scale_exactly(value, count - 1 - *exponent, out))
            return false;
        if ((double)*out < tens[count])
            return true;
    }
    return false;
}

static Digits digits_of_integer(unsigned long long value, int min_count) {
    Digits digits;
    char reversed[24];
    int count = 0;
    for (; value > 0 || count < min_count; value /= 10)
        reversed[count++] = (char)('0' + value % 10);
    digits.count = count;
    digits.exponent = count - 1;
    for (int i = 0; i < count; i++)
        digits.digit[i] = reversed[count - 1 - i];
    return digits;
}

// Whether value lies exactly between two multiples of 10^-places.
static bool is_tie(double value, int places) {
    if (places >= 0)
        return fmod(ldexp(value, places + 1), 2) == 1;
    if (places < -EXACT_TEN)
        return false;
    return fmod(value, tens[-places]) == tens[-places] / 2;
}

// Reads "d.ddde+xx" with any decimal point.
static Digits read_scientific(const char *text) {
    Digits digits = {0};
    for (; *text != 'e'; text++) {
        if (*text >= '0' && *text <= '9')
            digits.digit[digits.count++] = *text;
    }
    digits.exponent = atoi(text + 1);
    return digits;
}

// printf's own rounding: nearest, ties to even.
static Digits nearest_even(double value, int count) {
    char text[DIGITS_MAX];
    snprintf(text, sizeof text, "%.*e", count - 1, value);
    return read_scientific(text);
}

// Drops trailing zeros, but not the last digit.
static void digits_trim(Digits *digits) {
    while (digits->count > 1 && digits->digit[digits->count - 1] == '0')
        digits->count--;
}

// Adds one to the last digit.
static void increment(Digits *digits) {
    int i = digits->count - 1;
    while (i >= 0 && digits->digit[i] == '9')
        digits->digit[i--] = '0';
    if (i >= 0) {
        digits->digit[i]++;
        return;
    }
    digits->digit[0] = '1'; // 999 became 000: now 100, a power of ten higher
    digits->exponent++;
}

void digits_cut(Digits *digits, int count) {
    if (count >= digits->count)
        return;
    bool up = digits->digit[count] >= '5';
    digits->count = count;
    if (up)
        increment(digits);
}

Digits digits_significant(double value, int count) {
    unsigned long long scaled;
    int exponent;
    if (value > 0 && count <= DBL_DIG && scale_to_count(value, count, &scaled, &exponent)) {
        Digits short_digits = digits_of_integer(scaled, count);
        short_digits.exponent = exponent;
        return short_digits;
    }
    Digits digits = nearest_even(value, count);
    // Where a carry raised the exponent this asks about the wrong place, but then there is no tie.
    if (!is_tie(value, count - 1 - digits.exponent))
        return digits;
    digits = nearest_even(value, count + 1);
    digits_cut(&digits, count);
    return digits;
}

static Digits fixed_even(double value, int places) {
    char text[DIGITS_MAX];
    snprintf(text, sizeof text, "%.*f", places, value);
    Digits digits = {0};
    for (const char *p = text; *p; p++) {
        if (*p >= '0' && *p <= '9')
            digits.digit[digits.count++] = *p;
    }
    digits.exponent = digits.count - 1 - places;
    return digits;
}

Digits digits_fixed(double value, int places) {
    unsigned long long scaled;
    if (scale_exactly(value, places, &scaled)) {
        Digits digits = digits_of_integer(scaled, places + 1);
        digits.exponent -= places;
        return digits;
    }
    if (!is_tie(value, places))
        return fixed_even(value, places);
    Digits digits = fixed_even(value, places + 1);
    digits_cut(&digits, digits.count - 1);
    return digits;
}

static bool reads_back(const Digits *digits, double value) {
    char text[DIGITS_MAX + 16];
    memcpy(text, digits->digit, (size_t)digits->count);
    snprintf(text + digits->count, sizeof text - (size_t)digits->count, "e%d",
             digits->exponent - digits->count + 1);
    return strtod(text, NULL) == value;
}

// The shortest form is the nearest of its length, save above a power of two, where doubles lie
// closer below than above: there the next decimal up may be the only one that reads back.
static bool find_of_length(double value, int count, Digits *out) {
    *out = nearest_even(value, count);
    if (reads_back(out, value))
        return true;
    int exponent;
    if (frexp(value, &exponent) != 0.5)
        return false;
    increment(out);
    return reads_back(out, value);
}

// A decimal of at most 15 digits that reads back is the only one, so it is the shortest. It reads
// back when a single exact division gives the value.
static bool find_short(double value, Digits *out) {
    unsigned long long scaled;
    int exponent;
    if (value < integer_limit && value == floor(value)) {
        *out = digits_of_integer((unsigned long long)value, 1);
        return true;
    }
    if (!scale_to_count(value, DBL_DIG, &scaled, &exponent))
        return false;
    int power = DBL_DIG - 1 - exponent;
    if (power < 0 || (double)scaled / tens[power] != value)
        return false;
    *out = digits_of_integer(scaled, 1);
    out->exponent = exponent;
    return true;
}

Digits digits_shortest(double value) {
    Digits digits;
    if (!find_short(value, &digits)) {
        // Every decimal of 15 digits survives in a normal double; subnormal ones hold less.
        int count = value < DBL_MIN ? 1 : DBL_DIG;
        while (!find_of_length(value, count, &digits) && count < DBL_DECIMAL_DIG)
            count++;
    }
    digits_trim(&digits);
    return digits;
}
