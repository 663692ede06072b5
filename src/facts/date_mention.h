// Whether a text says a date: "13 November", "17.09.2025", "2025年9月", "in the 1970s". Inside
// facts/ only.
#pragma once
#include "base/edtf.h"

typedef enum {
    DATE_NOT_SAID, // or another one
    DATE_PARTLY,   // some of year, month and day, and nothing that speaks against the rest
    DATE_SAID      // all that the date knows
} DateMention;

// text: in its comparable form (comparable.h). numerals: of that text (numerals.h). *against: what
// speaks against the date, such as "another day"; else untouched.
DateMention date_mention(const char *text, const GArray *numerals, const Edtf *date,
                         const char **against);
