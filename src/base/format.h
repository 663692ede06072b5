// Numbers and times as text, by the specifiers that everyone knows: d3-format
// (https://d3js.org/d3-format) and d3-time-format (https://d3js.org/d3-time-format), complete; and
// one type more, w: as s, in words of the language, "19.4 billion".
// Never depends on the C locale. All texts are UTF-8; new strings are freed with g_free.
#pragma once
#include "base/datetime.h"
#include "base/decimal.h"
#include "base/edtf.h"

typedef struct FormatLocale FormatLocale;

// By BCP 47 tag, case apart, "_" as good as "-": "en", "en-IN" (lakh and crore groups), "fr", "ru",
// "zh", "ur", "ar" (with its own digits); other subtags are ignored. An unknown language gives
// NULL. The locales are static: nothing is freed.
const FormatLocale *format_locale(const char *tag);
const char *format_locale_tag(const FormatLocale *locale); // as listed above
// The specifier of d3-time-format for a day in a table.
const char *format_locale_short_date(const FormatLocale *locale);

enum { NUMBER_WIDTH_MAX = 1000 };

typedef struct {
    char fill[8]; // one UTF-8 character
    char align;   // '>', '<', '^', '='
    char sign;    // '-', '+', '(', ' '
    char symbol;  // '$', '#', or 0
    bool zero, comma, trim;
    int width;     // in characters, 0: none
    int precision; // -1: none
    char type; // one of "%bcdefgnoprswXx", or 0: like g with 12 digits and trailing zeros trimmed
} NumberFormat;

// [[fill]align][sign][symbol][0][width][,][.precision][~][type]. False, and *out untouched, when
// the specifier is malformed or its width is above NUMBER_WIDTH_MAX. As in d3 any other letter is
// no type, and a precision that is too large is lowered when it is used (to 20 places, 21
// significant digits).
bool number_format_parse(const char *specifier, NumberFormat *out);
// For what people write by hand: as above, and a letter that is no type is malformed.
bool number_format_check(const char *specifier);
// Halves are rounded up from the exact binary value. NaN prints "NaN". Minus is U+2212, and a
// negative value that rounds to zero has none, as in d3-format 3.1.
char *number_format(const NumberFormat *format, const FormatLocale *locale, double value);
// As number_format, exact for types f, d, % and none; other types go through double. With no type
// and no precision all digits are printed, never an exponent.
char *number_format_decimal(const NumberFormat *format, const FormatLocale *locale, Decimal value);
// d3.formatPrefix: all values in the SI unit of `reference`, with fixed places; the format's own
// type does not count. A reference of zero or NaN has no unit.
char *number_format_prefix(const NumberFormat *format, const FormatLocale *locale, double reference,
                           double value);
// JavaScript's String(number): the shortest form that reads back the same (ECMA-262,
// Number::toString), with an ASCII minus.
char *number_to_string(double value);
// The d3 helpers behind tick formats (d3-format precisionFixed, precisionPrefix, precisionRound):
// the precision that tells values a step apart. Where d3 gives NaN, the least precision.
int precision_fixed(double step);
int precision_prefix(double step, double value);
int precision_round(double step, double max);

// False when the specifier holds an unknown directive; *problem then points at its percent sign.
bool time_format_check(const char *specifier, const char **problem);
// Zone NULL is UTC. Unknown directives stand as they are. NaN, or an instant beyond INSTANT_MAX,
// gives "Invalid date".
char *time_format(const char *specifier, const FormatLocale *locale, double instant_ms,
                  GTimeZone *zone);
// The finest part of a date that a specifier shows: EDTF_DAY (also for times of day), EDTF_MONTH or
// EDTF_YEAR; EDTF_INTERVAL when it shows none.
EdtfPrecision time_format_precision(const char *specifier);

// An EDTF date for people, in the words of the locale: "8 July 2025", "July 2025", "2025", "1970s",
// "20th century", "summer 2025", "about 2025", "2025?", "2024–2025", "3–8 May 2024", "since 2025",
// "until 2025".
char *edtf_format(const Edtf *date, const FormatLocale *locale);
// By the specifier where the date knows all that the specifier shows (a month has "%b %Y" but not
// "%d"); any other date keeps the form of edtf_format. "about" and the mark of doubt stay.
char *edtf_time_format(const Edtf *date, const char *specifier, const FormatLocale *locale);
