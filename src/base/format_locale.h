// What a language brings to numbers, times and dates. The data is in format_locale.c.
#pragma once
#include "base/format.h"
#include "base/plural.h"

// How an EDTF date is put, a pattern for each precision. In a pattern %d is the day, %e the day as
// French has it (1er), %m the number of the month, %B its name as in a date, %N its name standing
// alone, %y the year, %c the century, %o the century as an English ordinal, %r in Roman numerals,
// %R as a French ordinal.
// %(text) stands only when the date is approximate.
typedef struct {
    const char *day, *month, *season[4], *year, *decade, *century;
} DateForms;

// Intervals whose ends share a part name it once; in these patterns %| goes on with the last date.
typedef struct {
    const char *years, *decades, *months_of_year, *days_of_month, *days_of_year;
    const char *other; // between any two other dates in their plain form
} RangeForms;

// What numbers are counted in, by power of ten: 9, "{0} billion".
typedef struct {
    int exponent;
    const char *forms[PLURAL_COUNT]; // with {0} in place of the number; PLURAL_OTHER is there
} NumberUnit;
enum { NUMBER_UNITS_MAX = 8, WORDS_EXPONENT_MIN = 4, WORDS_EXPONENT_MAX = 15 }; // of type w

struct FormatLocale {
    const char *tag;
    const char *decimal, *thousands, *currency[2], *percent;
    unsigned char grouping[12];
    int grouping_count;
    const char *numerals[10]; // all NULL: 0 to 9

    const char *date_time, *date, *time, *periods[2];
    const char *days[7], *short_days[7], *months[12], *short_months[12];

    NumberUnit units[NUMBER_UNITS_MAX]; // the largest first; after the last exponent 0
    PluralRule plural;                  // of the units
    bool counts_in_units;               // type s does, not in SI units

    const char *short_date; // of a day in little room, as a specifier; NULL: "%-d %b %Y"

    const char *month_names[12]; // standing alone; NULL: as months
    DateForms plain, since, until;
    RangeForms range;
    const char *uncertain; // put after a date
};
