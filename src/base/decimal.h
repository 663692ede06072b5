// Exact decimal numbers for money: a 128-bit coefficient and a power of ten.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct {
    __int128 coefficient; // |coefficient| < 10^36
    int scale;            // digits after the point, 0 to 9: value = coefficient / 10^scale
} Decimal;

enum { DECIMAL_SCALE_MAX = 9, DECIMAL_DIGITS_MAX = 36 };

// "-?digits(.digits)?" and nothing else: no exponent, no separators. False, and *out untouched,
// when malformed, above 36 digits (leading zeros apart) or above 9 places.
bool decimal_parse(const char *text, Decimal *out);
Decimal decimal_from_integer(gint64 value);
// Exact. False when the result has too many digits; *out is then untouched.
bool decimal_add(Decimal a, Decimal b, Decimal *out);
// As decimal_add; places beyond the ninth are rounded half to even.
bool decimal_multiply(Decimal a, Decimal b, Decimal *out);
int decimal_compare(Decimal a, Decimal b); // below, equal to or above 0; by value: 1.0 is 1
Decimal decimal_negate(Decimal a);
double decimal_to_double(Decimal a); // the nearest
// The canonical text: no trailing zeros after the point, no leading ones, "-0" is "0". New string.
char *decimal_to_text(Decimal a);
