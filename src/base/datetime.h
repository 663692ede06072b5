// Instants as Vega has them: milliseconds since 1970-01-01T00:00Z in a double, NaN when invalid;
// civil time in a zone. Years are astronomical (0 is 1 BC), the calendar proleptic Gregorian.
#pragma once
#include <glib.h>
#include <stdbool.h>

// ECMA-262, 21.4.1.1: the largest instant of either sign, 10^8 days from the epoch.
#define INSTANT_MAX 8.64e15

typedef struct {
    int year, month, day; // month 1 to 12, day 1 to 31
    int hour, minute, second, millisecond;
    int weekday;        // 0 is Sunday
    int yearday;        // 1 to 366
    int offset_minutes; // of local time from UTC, east is positive
} CivilTime;

// zone NULL is UTC. Zones come from app/ (the environment is read there only). What is no instant
// (NaN, or beyond INSTANT_MAX) gives the epoch: check before.
CivilTime civil_from_instant(double instant_ms, GTimeZone *zone);
// Fields may be out of range, as with JavaScript's Date(y, m, d, ...): day 0 is the last of the
// month before. Unlike there, year 99 is the year 99. weekday, yearday and offset are not read. A
// local time that a change of the clocks skips is read with the offset before it, one that it
// repeats is the first (ECMA-262, 21.4.1.26). NaN beyond INSTANT_MAX.
double instant_from_civil(const CivilTime *civil, GTimeZone *zone);
// Date.parse as V8 does it: ISO 8601 (a date alone is UTC, with a time and no offset local), and
// else its lenient rules: "YYYY/MM/DD", "MM/DD/YYYY", "Mon D, YYYY hh:mm PM", "D Mon YYYY", RFC
// 2822, what Date prints, and more. Like there, 30 February is 2 March. NaN when it is none of
// these.
double instant_parse(const char *text, GTimeZone *zone);

// Days since 1970-01-01. Of civil months and days, and years within 400000 of 0.
int days_from_civil(int year, int month, int day);
void civil_from_days(int days, int *year, int *month, int *day);
int days_in_month(int year, int month); // month 1 to 12
