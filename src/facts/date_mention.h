// Whether a text says a date: "13 November", "17.09.2025", "2025年9月", "in the 1970s". Inside
// facts/ only.
#pragma once
#include "base/edtf.h"

typedef enum {
    DATE_NOT_SAID, // or another one
    DATE_PARTLY,   // some of year, month and day, and nothing that speaks against the rest
    DATE_SAID      // all that the date knows
} DateMention;

// A text whose language (BCP 47, or NULL) tells what 07/08/2025 is; in English, and where it is not
// known, that is two dates.
typedef struct {
    const char *text;       // in its comparable form (comparable.h)
    const GArray *numerals; // of it (numerals.h)
    const char *language;
} DateText;
// *against: what speaks against the date, such as "another day"; else untouched.
DateMention date_mention(const DateText *text, const Edtf *date, const char **against);
