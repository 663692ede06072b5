// Exact decimal numbers for money: a 128-bit coefficient and a power of ten.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct {
    __int128 coefficient; // |coefficient| < 10^36
    int scale;            // digits after the point, 0 to 9: value = coefficient / 10^scale
} Decimal;

enum { DECIMAL_SCALE_MAX = 9, DECIMAL_DIGITS_MAX = 36 };

// "-?digits(.digits)?" and nothing else: no exponent, no separators. False when malformed or large.
bool decimal_parse(const char *text, Decimal *out);
Decimal decimal_from_integer(gint64 value);
// False when the result has too many digits; *out is then untouched.
bool decimal_add(Decimal a, Decimal b, Decimal *out);
bool decimal_multiply(Decimal a, Decimal b, Decimal *out); // extra digits are rounded half to even
int decimal_compare(Decimal a, Decimal b);
Decimal decimal_negate(Decimal a);
Decimal decimal_round(Decimal a, int scale); // half away from zero
double decimal_to_double(Decimal a);         // nearest
// The canonical text: no trailing zeros after the point, no leading ones, "-0" is "0". New string.
char *decimal_to_text(Decimal a);
