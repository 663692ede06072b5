// Numbers and times as text, by the specifiers that everyone knows: d3-format
// (https://d3js.org/d3-format) and d3-time-format (https://d3js.org/d3-time-format), complete.
// Never depends on the C locale.
#pragma once
#include "base/datetime.h"
#include "base/decimal.h"
#include "base/edtf.h"

typedef struct FormatLocale FormatLocale;

// By BCP 47 tag: "en", "fr", "ur", "zh", "ru", "ar"; region parts are ignored. An unknown tag gives
// NULL. The locales are static.
const FormatLocale *format_locale(const char *tag);
const char *format_locale_tag(const FormatLocale *locale);

typedef struct {
    char fill[8]; // one UTF-8 character
    char align;   // '>', '<', '^', '='
    char sign;    // '-', '+', '(', ' '
    char symbol;  // '$', '#', or 0
    bool zero, comma, trim;
    int width;     // 0: none
    int precision; // -1: none
    char type;     // one of "%bcdefgoprsXx", or 0 (like g, with insignificant zeros trimmed)
} NumberFormat;

// False when the specifier is malformed.
bool number_format_parse(const char *specifier, NumberFormat *out);
// New string. NaN prints "NaN". Minus is U+2212 as in d3-format 2 and later.
char *number_format(const NumberFormat *format, const FormatLocale *locale, double value);
// As number_format, exact for types f, d, % and none; other types go through double.
char *number_format_decimal(const NumberFormat *format, const FormatLocale *locale, Decimal value);
// d3.formatPrefix: all values in the SI unit of `reference`.
char *number_format_prefix(const NumberFormat *format, const FormatLocale *locale,
                           double reference, double value);
// JavaScript's String(number): shortest form that reads back the same. New string.
char *number_to_string(double value);
// The d3 helpers behind tick formats (d3-format precisionFixed, precisionPrefix, precisionRound).
int precision_fixed(double step);
int precision_prefix(double step, double value);
int precision_round(double step, double max);

// False when the specifier holds an unknown directive; *problem then points at it.
bool time_format_check(const char *specifier, const char **problem);
// New string; zone NULL is UTC. Unknown directives stand as they are. NaN gives "Invalid date".
char *time_format(const char *specifier, const FormatLocale *locale, double instant_ms,
                  GTimeZone *zone);
// The finest part of a date that a specifier shows: EDTF_DAY (also for times of day), EDTF_MONTH or
// EDTF_YEAR; EDTF_INTERVAL when it shows none.
EdtfPrecision time_format_precision(const char *specifier);
// An EDTF date for people: "8 July 2025", "July 2025", "2025", "1970s", "summer 2025",
// "about 2025", "2024–2025", "since 2025", "until 2025". New string.
char *edtf_format(const Edtf *date, const FormatLocale *locale);
// The same with at most the precision of the specifier's own directives used where the date is
// a day; a coarser date keeps its own form. New string.
char *edtf_time_format(const Edtf *date, const char *specifier, const FormatLocale *locale);
