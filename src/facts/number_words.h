// What words beside a number make of it. Inside facts/ only.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef enum {
    BESIDE_NOTHING,
    BESIDE_NEGATION, // not 3 million
    BESIDE_BOUND,    // up to 3 million; 3 million or more
    BESIDE_NAME,     // Phase 3
    BESIDE_PERCENT,  // 百分之二十
    BESIDE_YEAR,     // in 2025: of a number that may be a year
    BESIDE_BETWEEN,  // between 3 and 4
    BESIDE_MINUS     // minus 3 million
} Beside;

// text: in its comparable form. What the words say that end at `end`, currencies passed over; or
// that begin at `start`, up to a few words behind it and not beyond a point.
Beside number_words_before(const char *text, gsize end);
Beside number_words_behind(const char *text, gsize start);
// Whether what stands between a number at [start, end) and the next one makes them the ends of a
// range, or alternatives.
bool number_words_join(const char *text, gsize start, gsize end, gsize next);
// The kind of unit that follows at `start`, as "t" of tons and tonnes, "%" of percentages; NULL:
// none that is known.
const char *number_unit_behind(const char *text, gsize start);
// The same of a unit alone, such as "t/a".
const char *number_unit_kind(const char *unit);
// Whether a noun follows, and no preposition or verb: 4 provinces. In English.
bool number_has_noun(const char *text, gsize end);
// Whether nouns follow, none of which is a word of what is counted, nor a unit of its kind (or
// NULL): 12 schools are no hospitals. names: what is counted; may hold NULLs.
bool number_nouns_differ(const char *text, gsize end, const char *const *names, guint count,
                         const char *kind);
