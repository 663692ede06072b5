// Exact decimals on 128-bit integers. Every result is kept below 10^36, so one more factor of 100
// never overflows; products go through 256 bits, because the digits that are rounded away in the
// end (an amount of 30 digits times a rate of 12) would not fit in between.
#include "base/decimal.h"

#include <float.h>
#include <stdlib.h>

typedef unsigned __int128 Wide;

static Wide power_of_ten(int exponent) {
    Wide power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

static Wide magnitude(Decimal a) {
    return a.coefficient < 0 ? -(Wide)a.coefficient : (Wide)a.coefficient;
}

static bool fits(Wide value) {
    const Wide half = 1000000000000000000; // 10^18
    G_STATIC_ASSERT(DECIMAL_DIGITS_MAX == 36);
    return value < half * half;
}

static Decimal decimal_make(bool negative, Wide value, int scale) {
    __int128 coefficient = (__int128)value;
    return (Decimal){negative ? -coefficient : coefficient, scale};
}

// Reads digits into *value; the text after them, or NULL when there are none or too many.
static const char *read_digits(const char *text, Wide *value) {
    const char *p = text;
    for (; g_ascii_isdigit(*p); p++) {
        *value = *value * 10u + (unsigned)(*p - '0');
        if (!fits(*value))
            return NULL;
    }
    return p == text ? NULL : p;
}

bool decimal_parse(const char *text, Decimal *out) {
    bool negative = *text == '-';
    Wide value = 0;
    const char *point = read_digits(text + negative, &value);
    if (!point)
        return false;
    const char *end = point;
    int scale = 0;
    if (*point == '.') {
        end = read_digits(point + 1, &value);
        if (!end || end - point - 1 > DECIMAL_SCALE_MAX)
            return false;
        scale = (int)(end - point - 1);
    }
    if (*end)
        return false;
    *out = decimal_make(negative, value, scale);
    return true;
}

Decimal decimal_from_integer(gint64 value) {
    return (Decimal){value, 0};
}

Decimal decimal_negate(Decimal a) {
    return (Decimal){-a.coefficient, a.scale};
}

// Brings both to the larger scale; the factors stay below 10^45, so this is checked.
static bool align(Decimal *a, Decimal *b) {
    Decimal *coarse = a->scale < b->scale ? a : b;
    int scale = MAX(a->scale, b->scale);
    while (coarse->scale < scale) {
        if (__builtin_mul_overflow(coarse->coefficient, 10, &coarse->coefficient))
            return false;
        coarse->scale++;
    }
    return true;
}

// Drops a trailing zero after the point, when there is one.
static bool shorten(Decimal *a) {
    if (a->scale == 0 || a->coefficient % 10 != 0)
        return false;
    a->coefficient /= 10;
    a->scale--;
    return true;
}

static Decimal normal(Decimal a) {
    while (shorten(&a))
        ;
    return a;
}

static bool add_aligned(Decimal a, Decimal b, Decimal *out) {
    Decimal sum;
    if (!align(&a, &b) || __builtin_add_overflow(a.coefficient, b.coefficient, &sum.coefficient))
        return false;
    sum.scale = a.scale;
    while (!fits(magnitude(sum))) {
        if (!shorten(&sum))
            return false;
    }
    *out = sum;
    return true;
}

bool decimal_add(Decimal a, Decimal b, Decimal *out) {
    return add_aligned(a, b, out) || add_aligned(normal(a), normal(b), out);
}

// An unsigned number of 256 bits as four 64-bit limbs, the lowest first.
typedef struct {
    guint64 limb[4];
} Wide256;

static Wide256 multiply_wide(Wide a, Wide b) {
    guint64 x[2] = {(guint64)a, (guint64)(a >> 64)}, y[2] = {(guint64)b, (guint64)(b >> 64)};
    Wide256 product = {{0}};
    for (int i = 0; i < 2; i++) {
        Wide carry = 0;
        for (int j = 0; j < 2; j++) {
            carry += (Wide)x[i] * y[j] + product.limb[i + j];
            product.limb[i + j] = (guint64)carry;
            carry >>= 64;
        }
        product.limb[i + 2] = (guint64)carry;
    }
    return product;
}

// Divides by ten in place; gives the remainder.
static unsigned divide_by_ten(Wide256 *value) {
    Wide rest = 0;
    for (int i = 3; i >= 0; i--) {
        rest = rest << 64 | value->limb[i];
        value->limb[i] = (guint64)(rest / 10);
        rest %= 10;
    }
    return (unsigned)rest;
}

static bool fits_wide(const Wide256 *value) {
    return !value->limb[2] && !value->limb[3] && fits((Wide)value->limb[1] << 64 | value->limb[0]);
}

static void add_one(Wide256 *value) {
    for (int i = 0; i < 4 && ++value->limb[i] == 0; i++)
        ;
}

// Cuts digits off until the scale is allowed, rounding half to even. Gives the scale.
static int round_wide(Wide256 *value, int scale) {
    unsigned dropped = 0; // the last digit that was cut off
    bool beyond = false;  // whether anything but zeros was cut off before it
    for (; scale > DECIMAL_SCALE_MAX; scale--) {
        beyond |= dropped != 0;
        dropped = divide_by_ten(value);
    }
    if (dropped > 5 || (dropped == 5 && (beyond || (value->limb[0] & 1))))
        add_one(value);
    return scale;
}

bool decimal_multiply(Decimal a, Decimal b, Decimal *out) {
    Wide256 product = multiply_wide(magnitude(a), magnitude(b));
    int scale = round_wide(&product, a.scale + b.scale);
    for (; !fits_wide(&product); scale--) {
        if (scale == 0 || divide_by_ten(&product) != 0)
            return false;
    }
    Wide value = (Wide)product.limb[1] << 64 | product.limb[0];
    *out = decimal_make((a.coefficient < 0) != (b.coefficient < 0), value, scale);
    return true;
}

int decimal_compare(Decimal a, Decimal b) {
    // Whole parts first: these never overflow, and the fractions are below 10^9.
    __int128 unit_a = (__int128)power_of_ten(a.scale), unit_b = (__int128)power_of_ten(b.scale);
    __int128 whole_a = a.coefficient / unit_a, whole_b = b.coefficient / unit_b;
    if (whole_a != whole_b)
        return whole_a < whole_b ? -1 : 1;
    __int128 rest_a = a.coefficient % unit_a * unit_b, rest_b = b.coefficient % unit_b * unit_a;
    return (rest_a > rest_b) - (rest_a < rest_b);
}

// Writes the coefficient's digits, none for zero, and gives their number.
static int write_digits(Wide value, char digits[DECIMAL_DIGITS_MAX + 1]) {
    char reversed[DECIMAL_DIGITS_MAX + 1];
    int count = 0;
    for (; value > 0; value /= 10)
        reversed[count++] = (char)('0' + (int)(value % 10));
    for (int i = 0; i < count; i++)
        digits[i] = reversed[count - 1 - i];
    return count;
}

// Both are doubles without loss then, and their quotient is rounded once (Clinger, How to Read
// Floating Point Numbers Accurately, PLDI 1990).
static const double exact_powers[DECIMAL_SCALE_MAX + 1] = {1,   1e1, 1e2, 1e3, 1e4,
                                                           1e5, 1e6, 1e7, 1e8, 1e9};

static bool is_simple(Decimal a) {
    const gint64 most = (gint64)1 << DBL_MANT_DIG;
    return a.scale >= 0 && a.scale < (int)G_N_ELEMENTS(exact_powers) && a.coefficient <= most &&
           a.coefficient >= -most;
}

double decimal_to_double(Decimal a) {
    if (is_simple(a))
        return (double)a.coefficient / exact_powers[a.scale];
    char text[DECIMAL_DIGITS_MAX + 16] = "0";
    int count = write_digits(magnitude(a), text + 1) + 1;
    g_snprintf(text + count, sizeof text - (gulong)count, "e-%d", a.scale);
    double value = strtod(text, NULL); // no point in it, so no locale
    return a.coefficient < 0 ? -value : value;
}

char *decimal_to_text(Decimal a) {
    a = normal(a);
    char digits[DECIMAL_DIGITS_MAX + 1];
    int count = write_digits(magnitude(a), digits), whole = count - a.scale;
    GString *text = g_string_sized_new(DECIMAL_DIGITS_MAX + 4);
    if (a.coefficient < 0)
        g_string_append_c(text, '-');
    if (whole <= 0)
        g_string_append_c(text, '0');
    else
        g_string_append_len(text, digits, whole);
    if (a.scale > 0) {
        g_string_append_c(text, '.');
        for (int i = whole; i < count; i++)
            g_string_append_c(text, i < 0 ? '0' : digits[i]);
    }
    return g_string_free(text, FALSE);
}
