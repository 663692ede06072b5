// Digits come from printf, which rounds the exact binary value but sends ties to even. A tie needs
// a binary value that ends exactly there, which a multiplication by a power of two reveals; then
// one digit more is printed, which is the exact 5, and cut off upwards.
// Only the digits of what printf writes are read, never the point, so no locale can disturb.
#include "base/digits.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double integer_limit = 9007199254740992.0; // 2^53: below, every integer is exact

// 10^k is exact in a double up to k = 22; an odd multiple of a larger 5^k has more than 53 bits.
enum { EXACT_TEN = 22 };

// Whether value lies exactly between two multiples of 10^-places.
static bool is_tie(double value, int places) {
    if (places >= 0)
        return fmod(ldexp(value, places + 1), 2) == 1;
    if (places < -EXACT_TEN)
        return false;
    double step = 1;
    for (int i = places; i < 0; i++)
        step *= 10;
    return fmod(value, step) == step / 2;
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

void digits_trim(Digits *digits) {
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

static Digits integer_digits(double value) {
    Digits digits = {0};
    char reversed[24];
    int count = 0;
    for (unsigned long long rest = (unsigned long long)value; rest > 0 || count == 0; rest /= 10)
        reversed[count++] = (char)('0' + rest % 10);
    digits.count = count;
    digits.exponent = count - 1;
    for (int i = 0; i < count; i++)
        digits.digit[i] = reversed[count - 1 - i];
    return digits;
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

Digits digits_shortest(double value) {
    Digits digits;
    if (value < integer_limit && value == floor(value)) {
        digits = integer_digits(value);
    } else {
        // Every decimal of 15 digits survives in a normal double; subnormal ones hold less.
        int count = value < DBL_MIN ? 1 : DBL_DIG;
        while (!find_of_length(value, count, &digits) && count < DBL_DECIMAL_DIG)
            count++;
    }
    digits_trim(&digits);
    return digits;
}
