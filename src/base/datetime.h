// Instants as Vega has them: milliseconds since 1970-01-01T00:00Z in a double, NaN when invalid;
// civil time in a zone. Years are astronomical, the calendar proleptic Gregorian.
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
    int offset_minutes; // of local time from UTC
} CivilTime;

// zone NULL is UTC. Zones come from app/ (the environment is read there only).
CivilTime civil_from_instant(double instant_ms, GTimeZone *zone);
// Fields may be out of range, as with JavaScript's Date(y, m, d, ...): day 0 is the last of the
// month before. weekday, yearday and offset are not read.
double instant_from_civil(const CivilTime *civil, GTimeZone *zone);
// Date.parse as V8 does it for the forms that occur in data: ISO 8601 (a date alone is UTC, with a
// time and no offset local), "YYYY/MM/DD", "Mon D YYYY [hh:mm[:ss]]", "D Mon YYYY",
// "MM/DD/YYYY", RFC 2822. NaN when it is none of these.
double instant_parse(const char *text, GTimeZone *zone);
int days_from_civil(int year, int month, int day); // since 1970-01-01
void civil_from_days(int days, int *year, int *month, int *day);
int days_in_month(int year, int month);
