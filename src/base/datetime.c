// Instants and civil time. The calendar is arithmetic on days (proleptic Gregorian, every year that
// a JavaScript Date can hold); only the offset of a zone is asked of GLib, because its own dates
// end at the year 9999 and this side of the year 1.
#include "base/datetime.h"

#include <math.h>

enum { DAY_MS = 86400000, ERA_DAYS = 146097, YEAR_LIMIT = 400000 };

// Years are counted from 1 March here, so that the leap day is the last of its year: then months
// have a regular pattern of lengths (Howard Hinnant, "chrono-Compatible Low-Level Date
// Algorithms").
int days_from_civil(int year, int month, int day) {
    int shifted = month <= 2 ? year - 1 : year;
    int era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int year_of_era = shifted - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - 719468;
}

void civil_from_days(int days, int *year, int *month, int *day) {
    int shifted = days + 719468;
    int era = (shifted >= 0 ? shifted : shifted - ERA_DAYS + 1) / ERA_DAYS;
    int day_of_era = shifted - era * ERA_DAYS;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int part = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * part + 2) / 5 + 1;
    *month = part < 10 ? part + 3 : part - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

static bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in_month(int year, int month) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

// Seconds to add to UTC for the zone's local time. GLib unrolls a zone's last rule for some
// centuries only; later years borrow from 2100 to 2499, since the calendar repeats every 400 years.
static int offset_at(GTimeZone *zone, gint64 utc_s) {
    const gint64 start_s = (gint64)days_from_civil(2100, 1, 1) * 86400;
    const gint64 cycle_s = (gint64)ERA_DAYS * 86400;
    if (utc_s >= start_s + cycle_s)
        utc_s = start_s + (utc_s - start_s) % cycle_s;
    int interval = g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, utc_s);
    return interval < 0 ? 0 : g_time_zone_get_offset(zone, interval);
}

CivilTime civil_from_instant(double instant_ms, GTimeZone *zone) {
    CivilTime civil = {.year = 1970, .month = 1, .day = 1, .weekday = 4, .yearday = 1};
    if (!(fabs(instant_ms) <= INSTANT_MAX))
        return civil;
    double ms = floor(instant_ms);
    int offset_s = zone ? offset_at(zone, (gint64)floor(ms / 1000)) : 0;
    ms += offset_s * 1000.0;
    int days = (int)floor(ms / DAY_MS);
    int rest = (int)(ms - (double)days * DAY_MS);
    civil_from_days(days, &civil.year, &civil.month, &civil.day);
    civil.hour = rest / 3600000;
    civil.minute = rest / 60000 % 60;
    civil.second = rest / 1000 % 60;
    civil.millisecond = rest % 1000;
    civil.weekday = ((days + 4) % 7 + 7) % 7;
    civil.yearday = days - days_from_civil(civil.year, 1, 1) + 1;
    civil.offset_minutes = offset_s / 60;
    return civil;
}

// ECMA-262, 21.4.1.26: a local time that occurs twice is its first occurrence, one that is skipped
// is read with the offset before the change.
static double utc_from_local(double local_ms, GTimeZone *zone) {
    gint64 local_s = (gint64)floor(local_ms / 1000);
    int before = offset_at(zone, local_s - 86400), after = offset_at(zone, local_s + 86400);
    bool first = offset_at(zone, local_s - before) == before;
    bool second = offset_at(zone, local_s - after) == after;
    int offset_s = !first && second ? after : before;
    return local_ms - offset_s * 1000.0;
}

static double clip_instant(double ms) {
    return fabs(ms) <= INSTANT_MAX ? ms : NAN;
}

double instant_from_civil(const CivilTime *civil, GTimeZone *zone) {
    gint64 months = (gint64)civil->year * 12 + civil->month - 1;
    gint64 year = months >= 0 ? months / 12 : -((11 - months) / 12);
    if (ABS(year) > YEAR_LIMIT)
        return NAN;
    double days = days_from_civil((int)year, (int)(months - year * 12) + 1, 1);
    double ms = (days + (double)civil->day - 1) * DAY_MS + civil->hour * 3600000.0 +
                civil->minute * 60000.0 + civil->second * 1000.0 + civil->millisecond;
    if (!(fabs(ms) <= INSTANT_MAX + DAY_MS))
        return NAN;
    return clip_instant(zone ? utc_from_local(ms, zone) : ms);
}
