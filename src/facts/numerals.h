// Numbers in running text, in digits and in words: "1.2 bn", "1,200 million", "120 crore",
// "12,00,00,000", "1 200 000", "half a million", "1½ million", "one point two billion",
// "3亿5000万". Inside facts/ only.
#pragma once
#include "base/decimal.h"

enum { NUMERAL_READINGS = 4 };

// A number as it may be read: 1.200 is both 1.2 and 1200, 5 m is 5000000 and 5.
typedef struct {
    gsize start, end; // bytes of the text
    guint reading_count;
    Decimal readings[NUMERAL_READINGS];
} Numeral;

// All numbers of a text in its comparable form (comparable.h), where digits of all scripts are
// ASCII. Array of Numeral, in the order of the text.
GArray *numerals_find(const char *text);
// Whether it may be read as the value, by its size: a sign may be said in words.
bool numeral_says(const Numeral *numeral, Decimal value);
// Whether one of them does.
bool numerals_contain(const GArray *numerals, Decimal value);
