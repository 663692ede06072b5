// Ticks of time: the intervals of d3-time (https://d3js.org/d3-time), which count civil fields in a
// zone, so that a tick stands at midnight also across a change of the clocks. Instants are ms.
#include "chart/ticks_time.h"

#include <math.h>
#include <string.h>

#define SECOND 1000.0
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define WEEK (7 * DAY)
#define MONTH (30 * DAY)
#define YEAR (365 * DAY)

enum { FILTER_LIMIT = 100 }; // tries until a field is a multiple: days of a month at most

static double midnight(int year, int month, int day, GTimeZone *zone) {
    CivilTime civil = {.year = year, .month = month, .day = day};
    return instant_from_civil(&civil, zone);
}

static double floor_week(const CivilTime *civil, int first_weekday, GTimeZone *zone) {
    int back = (civil->weekday + 7 - first_weekday) % 7;
    return midnight(civil->year, civil->month, civil->day - back, zone);
}

static double floor_unit(const TimeSpan *span, double instant) {
    if (span->unit == SPAN_MILLISECOND)
        return instant;
    CivilTime civil = civil_from_instant(instant, span->zone);
    double rest = civil.millisecond;
    switch (span->unit) {
    case SPAN_MILLISECOND:
        return instant;
    case SPAN_SECOND:
        return instant - rest;
    case SPAN_MINUTE:
        return instant - rest - civil.second * SECOND;
    case SPAN_HOUR:
        return instant - rest - civil.second * SECOND - civil.minute * MINUTE;
    case SPAN_DAY:
    case SPAN_UNIX_DAY:
        return midnight(civil.year, civil.month, civil.day, span->zone);
    case SPAN_WEEK:
        return floor_week(&civil, 0, span->zone);
    case SPAN_ISO_WEEK:
        return floor_week(&civil, 1, span->zone);
    case SPAN_MONTH:
        return midnight(civil.year, civil.month, 1, span->zone);
    case SPAN_YEAR:
        return midnight(civil.year, 1, 1, span->zone);
    }
    return instant;
}

// `steps` units on from the start of one.
static double offset_unit(const TimeSpan *span, double instant, int steps) {
    static const double lengths[] = {1, SECOND, MINUTE, HOUR};
    if (span->unit <= SPAN_HOUR)
        return instant + steps * lengths[span->unit];
    CivilTime civil = civil_from_instant(instant, span->zone);
    switch (span->unit) {
    case SPAN_WEEK:
    case SPAN_ISO_WEEK:
        civil.day += 7 * steps;
        break;
    case SPAN_MONTH:
        civil.month += steps;
        break;
    case SPAN_YEAR:
        civil.year += steps;
        break;
    case SPAN_MILLISECOND:
    case SPAN_SECOND:
    case SPAN_MINUTE:
    case SPAN_HOUR:
    case SPAN_DAY:
    case SPAN_UNIX_DAY:
        civil.day += steps;
        break;
    }
    return instant_from_civil(&civil, span->zone);
}

// The number of a unit's start that must be a multiple of `every`.
static double field_number(const TimeSpan *span, double start) {
    CivilTime civil = civil_from_instant(start, span->zone);
    switch (span->unit) {
    case SPAN_MILLISECOND:
        return start;
    case SPAN_SECOND:
        return civil.second;
    case SPAN_MINUTE:
        return civil.minute;
    case SPAN_HOUR:
        return civil.hour;
    case SPAN_DAY:
        return civil.day - 1;
    case SPAN_UNIX_DAY:
        return floor(start / DAY);
    case SPAN_WEEK:
    case SPAN_ISO_WEEK: { // weeks since that of 1970-01-01
        double zero = floor_unit(span, 0);
        int offset = civil.offset_minutes - civil_from_instant(zero, span->zone).offset_minutes;
        return floor((start - zero + offset * MINUTE) / WEEK);
    }
    case SPAN_MONTH:
        return civil.month - 1;
    case SPAN_YEAR:
        return civil.year;
    }
    return 0;
}

static bool is_multiple(const TimeSpan *span, double start) {
    return fmod(field_number(span, start), span->every) == 0;
}

static bool is_filtered(const TimeSpan *span) {
    return span->every > 1 && span->unit != SPAN_MILLISECOND && span->unit != SPAN_YEAR &&
           span->unit != SPAN_WEEK && span->unit != SPAN_ISO_WEEK;
}

static double floor_years(const TimeSpan *span, double instant) {
    CivilTime civil = civil_from_instant(instant, span->zone);
    double year = floor(civil.year / span->every) * span->every;
    return midnight((int)CLAMP(year, -300000, 300000), 1, 1, span->zone);
}

static double floor_weeks(const TimeSpan *span, double instant) {
    double start = floor_unit(span, instant);
    double number = field_number(span, start);
    double back = number - floor(number / span->every) * span->every;
    return offset_unit(span, start, -(int)MIN(back, 1e6));
}

double time_span_floor(const TimeSpan *span, double instant_ms) {
    if (!isfinite(instant_ms))
        return NAN;
    if (!(span->every > 1))
        return floor_unit(span, instant_ms);
    if (span->unit == SPAN_MILLISECOND)
        return floor(instant_ms / span->every) * span->every;
    if (span->unit == SPAN_YEAR)
        return floor_years(span, instant_ms);
    if (!is_filtered(span))
        return floor_weeks(span, instant_ms);
    double start = floor_unit(span, instant_ms);
    for (int i = 0; i < FILTER_LIMIT && !is_multiple(span, start); i++)
        start = floor_unit(span, start - 1);
    return start;
}

// From the start of one span to that of the next.
static double time_span_next(const TimeSpan *span, double start_ms) {
    if (span->unit == SPAN_MILLISECOND)
        return start_ms + MAX(span->every, 1);
    if (!is_filtered(span))
        return offset_unit(span, start_ms, (int)CLAMP(span->every, 1, 1e5));
    double next = offset_unit(span, start_ms, 1);
    for (int i = 0; i < FILTER_LIMIT && !is_multiple(span, next); i++)
        next = offset_unit(span, next, 1);
    return next;
}

double time_span_ceil(const TimeSpan *span, double instant_ms) {
    double start = time_span_floor(span, instant_ms - 1);
    return time_span_floor(span, time_span_next(span, start));
}

guint time_span_ticks(const TimeSpan *span, Arena *arena, double start, double stop,
                      const double **out) {
    bool reverse = stop < start;
    double low = MIN(start, stop), high = MAX(start, stop);
    g_autoptr(GArray) ticks = g_array_new(FALSE, FALSE, sizeof(double));
    double at = isfinite(low) && isfinite(high) ? time_span_ceil(span, low) : NAN;
    double previous = -INFINITY;
    while (previous < at && at <= high && ticks->len < TICK_LIMIT) {
        g_array_append_val(ticks, at);
        previous = at;
        at = time_span_floor(span, time_span_next(span, at));
    }
    double *sorted = arena_array(arena, double, ticks->len);
    for (guint i = 0; i < ticks->len; i++)
        sorted[i] = g_array_index(ticks, double, reverse ? ticks->len - 1 - i : i);
    *out = sorted;
    return ticks->len;
}

TimeSpan time_span_choose(double start, double stop, double count, GTimeZone *zone) {
    static const struct {
        SpanUnit unit;
        double every, length;
    } rows[] = {
        {SPAN_SECOND, 1, SECOND},
        {SPAN_SECOND, 5, 5 * SECOND},
        {SPAN_SECOND, 15, 15 * SECOND},
        {SPAN_SECOND, 30, 30 * SECOND},
        {SPAN_MINUTE, 1, MINUTE},
        {SPAN_MINUTE, 5, 5 * MINUTE},
        {SPAN_MINUTE, 15, 15 * MINUTE},
        {SPAN_MINUTE, 30, 30 * MINUTE},
        {SPAN_HOUR, 1, HOUR},
        {SPAN_HOUR, 3, 3 * HOUR},
        {SPAN_HOUR, 6, 6 * HOUR},
        {SPAN_HOUR, 12, 12 * HOUR},
        {SPAN_DAY, 1, DAY},
        {SPAN_DAY, 2, 2 * DAY},
        {SPAN_WEEK, 1, WEEK},
        {SPAN_MONTH, 1, MONTH},
        {SPAN_MONTH, 3, 3 * MONTH},
        {SPAN_YEAR, 1, YEAR},
    };
    double target = fabs(stop - start) / count;
    guint i = 0;
    while (i < G_N_ELEMENTS(rows) && rows[i].length <= target)
        i++;
    if (i == G_N_ELEMENTS(rows)) {
        double years = floor(tick_step(start / YEAR, stop / YEAR, count));
        return (TimeSpan){SPAN_YEAR, MAX(years, 0), zone};
    }
    if (i == 0)
        return (TimeSpan){SPAN_MILLISECOND, MAX(floor(tick_step(start, stop, count)), 1), zone};
    if (target / rows[i - 1].length < rows[i].length / target)
        i--;
    bool unix_day = rows[i].unit == SPAN_DAY && !zone;
    return (TimeSpan){unix_day ? SPAN_UNIX_DAY : rows[i].unit, rows[i].every, zone};
}

bool time_span_parse(const char *unit, double step, GTimeZone *zone, TimeSpan *out) {
    static const struct {
        const char *name;
        SpanUnit unit;
        double every;
    } rows[] = {
        {"year", SPAN_YEAR, 1},        {"quarter", SPAN_MONTH, 3},
        {"month", SPAN_MONTH, 1},      {"week", SPAN_WEEK, 1},
        {"date", SPAN_DAY, 1},         {"day", SPAN_DAY, 1},
        {"dayofyear", SPAN_DAY, 1},    {"hours", SPAN_HOUR, 1},
        {"minutes", SPAN_MINUTE, 1},   {"seconds", SPAN_SECOND, 1},
        {"isoweek", SPAN_ISO_WEEK, 1}, {"milliseconds", SPAN_MILLISECOND, 1},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].name, unit) != 0)
            continue;
        double every = step >= 1 ? floor(step) : 1;
        *out = (TimeSpan){rows[i].unit, rows[i].every > 1 ? rows[i].every * every : every, zone};
        return true;
    }
    return false;
}
