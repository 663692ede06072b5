// Numbers in digits with separators: "1,200", "12,00,000", "1 200", "1.2", "1½". Inside facts/
// only.
#pragma once
#include "base/decimal.h"

typedef struct {
    guint count;         // 0: none, such as 1,2,3
    Decimal readings[2]; // the likelier one first
    char separator;      // before the last group, or 0
} NumeralDigits;

// Reads the digits at p, a place in a text in its comparable form, and a fraction behind them.
// language: BCP 47, or NULL. Behind what was read.
const char *numeral_digits_read(const char *text, const char *p, const char *language,
                                NumeralDigits *out);
// Puts the reading that is likelier in a language first.
void numeral_digits_order(NumeralDigits *digits, const char *language);
// Whether a language writes 1.200,5 for 1,200.5. NULL: no.
bool numeral_has_comma(const char *language);
// The thousandths of a fraction in one character, such as a half at p; 0 when there is none.
int numeral_vulgar(const char *p);
