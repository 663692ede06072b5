// The decimal digits of a double, correctly rounded: the ground of every number that is printed.
// Half goes up, as in JavaScript's toFixed, toPrecision and toExponential (ECMA-262, 21.1.3).
// Never depends on the C locale.
#pragma once
#include <stdbool.h>

enum { DIGITS_MAX = 64, DIGITS_SIGNIFICANT_MAX = 21, DIGITS_PLACES_MAX = 20 };

// The value is digit[0].digit[1]digit[2]... times 10 to the exponent.
typedef struct {
    int count; // at least 1
    int exponent;
    char digit[DIGITS_MAX]; // '0' to '9', no NUL
} Digits;

// All take finite values of at least 0.
// The fewest digits that read back as the same double (ECMA-262, Number::toString).
Digits digits_shortest(double value);
// So many significant digits, 1 to DIGITS_SIGNIFICANT_MAX; zero is all zeros.
Digits digits_significant(double value, int count);
// So many digits after the point, 0 to DIGITS_PLACES_MAX; value is below 1e21. There is always a
// digit before the point, so the first digits may be zeros.
Digits digits_fixed(double value, int places);
// Rounds digits that are known already to the first `count` of them, half up; fewer stay as they
// are.
void digits_cut(Digits *digits, int count);
