// Numbers and dates of a language from JSON: "numbers" and "dates" are locale definitions as
// d3-format and d3-time-format publish them (https://d3js.org/d3-format#formatLocale,
// https://d3js.org/d3-time-format#timeFormatLocale), with the units of type w; "forms" says how
// dates that are not whole days, or are open or uncertain, are put (docs: accord-layout(5)).
#pragma once
#include "base/format.h"
#include "base/json.h"
#include "base/plural.h"

typedef struct {
    const JsonNode *numbers, *dates, *forms; // objects, or NULL
    PluralRule plural;                       // of units
} LocaleNodes;

// The locale under them (NULL: none, then numbers and dates must be there) with what they say in
// its place. In the arena. Problems are reported.
const FormatLocale *locale_read(Arena *arena, Diags *diags, const char *tag,
                                const FormatLocale *under, const LocaleNodes *nodes);

// ---- what a layout asks for
typedef enum { DIGITS_OF_LANGUAGE, DIGITS_LATIN, DIGITS_NATIVE } Digits;
typedef enum { GROUPS_OF_LANGUAGE, GROUPS_THOUSANDS, GROUPS_LAKH } Groups;
// The locale counting in units of these names, each a text with {0} in place of the number.
const FormatLocale *locale_count_in(Arena *arena, const FormatLocale *locale, const char *crore,
                                    const char *lakh, const char *thousand);
// The text with the digits 0 to 9 in those of the locale; takes the text over (g_free). New string.
char *locale_digits(const FormatLocale *locale, char *text);
// The locale with other digits and other groups. In the arena, or the locale itself.
const FormatLocale *locale_adapt(Arena *arena, const FormatLocale *locale, Digits digits,
                                 Groups groups);
