// A writer of 0.1 means a tenth, not the double nearest to it. Every decimal of at most 15 digits
// survives the way through a double; longer ones may, and the shortest digits tell.
#include "facts/decimal_real.h"

#include "base/digits.h"

#include <math.h>

enum { WHOLE_DIGITS = 24 };

bool decimal_from_real(double value, int digits, Decimal *out) {
    if (!isfinite(value))
        return false;
    Digits shortest = digits_shortest(fabs(value));
    int scale = shortest.count - 1 - shortest.exponent;
    if (shortest.count > digits || scale > DECIMAL_SCALE_MAX || shortest.exponent >= WHOLE_DIGITS)
        return false;
    __int128 coefficient = 0;
    for (int i = 0; i < shortest.count; i++)
        coefficient = coefficient * 10 + (shortest.digit[i] - '0');
    for (; scale < 0; scale++)
        coefficient *= 10;
    *out = (Decimal){value < 0 ? -coefficient : coefficient, scale};
    return true;
}
