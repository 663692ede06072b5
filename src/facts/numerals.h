// Numbers in running text, in digits and in words: "1.2 bn", "1,200 million", "120 crore",
// "12,00,00,000", "1 200 000", "half a million", "1½ million", "one point two billion",
// "3亿5000万". Inside facts/ only.
#pragma once
#include "base/decimal.h"

enum { NUMERAL_READINGS = 4 };

typedef enum {
    READING_SURE,
    READING_SEPARATOR, // by the other meaning of point and comma: 1.200 is 1.2 and 1200
    READING_LETTER     // without the letter behind it: 5 m is 5000000, and 5 of something
} ReadingKind;

typedef struct {
    gsize start, end; // bytes of the text
    guint reading_count;
    Decimal readings[NUMERAL_READINGS]; // no two are equal
    ReadingKind kinds[NUMERAL_READINGS];
    Decimal scale;  // that it ends in: 1000000 of "3 million"
    bool has_scale; // "3" of "3 to 4 million" has none
    bool is_digits; // digits alone, without words
    bool is_more;   // "300多万": and some more
} Numeral;

// All numbers of a text in its comparable form (comparable.h), where digits of all scripts are
// ASCII. language: of the text, BCP 47; it says what points, commas and words like "billion" and
// "cents" mean. NULL: not known, so they may mean either. Array of Numeral, in the order of the
// text.
GArray *numerals_find(const char *text, const char *language);
// How it may be read as the value, by its size: a sign may be said in words. False: in no way.
bool numeral_says(const Numeral *numeral, Decimal value, ReadingKind *kind);
// Whether one of them does, in whatever way.
bool numerals_contain(const GArray *numerals, Decimal value);
