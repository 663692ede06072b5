// Whether a text says a number as it is claimed, and not as something else: "3 million" of "not 3
// million", "3 to 4 million", "up to 3 million", "13 million" or "3 million tonnes" is another
// claim. Inside facts/ only.
#pragma once
#include "facts/evidence_private.h"

// As what alone a number or date is there that the text denies.
#define NUMBER_DENIED "what is said not to be"

// text: in its comparable form (comparable.h); affirmed: the same less what it denies (denial.h),
// as long; numerals: all of it (numerals.h). A number counts that stands in [from, to), at least in
// part; what is around it says what it is. *against: what speaks against it, "another currency", or
// as what alone it is there, "a bound"; NULL: nothing.
typedef struct {
    const char *text, *affirmed;
    gsize from, to;
    const char *language; // BCP 47, or NULL
    const GArray *numerals;
} NumberText;
NumberState number_mention(const NumberText *text, const Claimed *claimed, const char **against);
