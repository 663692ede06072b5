// Time units: the start of the unit that holds an instant, after vega-time's floor. Units without a
// year are put into 2012, a leap year that begins on a Sunday. Weeks start on Sunday (%U). All
// arithmetic is on civil fields in the zone (or UTC), as with JavaScript's Date.
#include "table/transform.h"

#include <math.h>
#include <string.h>

enum { REFERENCE_YEAR = 2012 };

// In the order of vega-time's TIME_UNITS, in which units are sorted: largest first.
static const struct {
    guint unit;
    const char *name, *specifier;
} UNITS[] = {
    {TIME_UNIT_YEAR, "year", "%Y "},
    {TIME_UNIT_QUARTER, "quarter", "Q%q "},
    {TIME_UNIT_MONTH, "month", "%b "},
    {TIME_UNIT_WEEK, "week", "W%U "},
    {TIME_UNIT_DATE, "date", "%d "},
    {TIME_UNIT_DAYOFYEAR, "dayofyear", "%j "},
    {TIME_UNIT_DAY, "day", "%a "},
    {TIME_UNIT_HOURS, "hours", "%H:00"},
    {TIME_UNIT_MINUTES, "minutes", "00:%M"},
    {TIME_UNIT_SECONDS, "seconds", ":%S"},
    {TIME_UNIT_MILLISECONDS, "milliseconds", ".%L"},
};

// Runs of units that have a format of their own; the first two are Vega-Lite's.
static const struct {
    guint units;
    const char *specifier;
} RUNS[] = {
    {TIME_UNIT_YEAR | TIME_UNIT_MONTH | TIME_UNIT_DATE, "%b %d, %Y "},
    {TIME_UNIT_YEAR | TIME_UNIT_MONTH, "%b %Y "},
    {TIME_UNIT_HOURS | TIME_UNIT_MINUTES, "%H:%M"},
};

// --- names ---

static bool are_compatible(guint units) {
    bool week = units & (TIME_UNIT_WEEK | TIME_UNIT_DAY);
    bool date = units & (TIME_UNIT_QUARTER | TIME_UNIT_MONTH | TIME_UNIT_DATE);
    bool yearday = units & TIME_UNIT_DAYOFYEAR;
    return week + date + yearday <= 1;
}

static bool skip_prefix(const char **text, const char *prefix) {
    size_t length = strlen(prefix);
    if (strncmp(*text, prefix, length) != 0)
        return false;
    *text += length;
    return true;
}

bool time_unit_parse(const char *name, TimeUnit *out) {
    TimeUnit unit = {.step = 1};
    unit.binned = skip_prefix(&name, "binned");
    unit.utc = skip_prefix(&name, "utc");
    for (gsize i = 0; i < G_N_ELEMENTS(UNITS); i++)
        if (skip_prefix(&name, UNITS[i].name))
            unit.units |= UNITS[i].unit;
    if (*name || !unit.units || !are_compatible(unit.units))
        return false;
    *out = unit;
    return true;
}

const char *time_unit_name(const TimeUnit *unit, Arena *arena) {
    char name[96] = "";
    for (gsize i = 0; i < G_N_ELEMENTS(UNITS); i++)
        if (unit->units & UNITS[i].unit)
            g_strlcat(name, UNITS[i].name, sizeof name);
    return arena_strdup(arena, name);
}

static bool read_name(Diags *diags, const JsonNode *node, TimeUnit *out) {
    const char *name;
    if (!json_read_string(diags, node, "timeUnit", &name))
        return false;
    if (time_unit_parse(name, out))
        return true;
    json_error(diags, node, DIAG_WRONG_VALUE, NULL,
               "\"%s\" is no time unit, expected for example \"year\", \"yearmonth\", \"quarter\", "
               "\"utcyearmonthdate\"",
               name);
    return false;
}

bool time_unit_read(Diags *diags, const JsonNode *node, TimeUnit *out) {
    Reader reader;
    gint64 step = 1;
    if (json_is_string(node->json))
        return read_name(diags, node, out);
    if (!reader_begin(&reader, diags, node, "timeUnit"))
        return false;
    TimeUnit unit = {.step = 1};
    const JsonNode *name = reader_node(&reader, "unit");
    bool good = !name || read_name(diags, name, &unit);
    reader_bool(&reader, "utc", &unit.utc);
    reader_bool(&reader, "binned", &unit.binned);
    reader_number(&reader, "maxbins", &unit.maxbins);
    reader_integer(&reader, "step", 1, 1000000, &step);
    unit.step = (double)step;
    if (!reader_end(&reader) || !good)
        return false;
    *out = unit;
    return true;
}

// --- floor ---

static int floor_divide(int a, int b) {
    return a / b - (a % b != 0 && (a % b < 0) != (b < 0));
}

// A field cut to whole steps, if it is the smallest unit; first is its least value.
static int step_down(const TimeUnit *unit, guint field, int value, int first) {
    int step = (int)unit->step;
    bool smallest = (unit->units & ~(field | (field - 1))) == 0;
    if (step <= 1 || !smallest)
        return value;
    return first + step * floor_divide(value - first, step);
}

static int first_weekday(int year) {
    int days = days_from_civil(year, 1, 1);
    return ((days + 4) % 7 + 7) % 7; // 1970-01-01 was a Thursday
}

static int week_number(const CivilTime *t) {
    return (t->yearday - 1 + 7 - t->weekday) / 7;
}

// The day of the year (as a day of January) of a weekday in a week of a year that begins on first.
static int week_to_yearday(int week, int weekday, int first) {
    return weekday + week * 7 - (first + 6) % 7;
}

static int floor_day(const TimeUnit *unit, const CivilTime *t, int year) {
    int first = first_weekday(year);
    guint units = unit->units;
    if (units & TIME_UNIT_WEEK && units & TIME_UNIT_DAY)
        return step_down(unit, TIME_UNIT_DAY, week_to_yearday(week_number(t), t->weekday, first),
                         1);
    if (units & TIME_UNIT_WEEK)
        return week_to_yearday(step_down(unit, TIME_UNIT_WEEK, week_number(t), 1), 0, first);
    if (units & TIME_UNIT_DAY)
        return step_down(unit, TIME_UNIT_DAY, week_to_yearday(1, t->weekday, first), 1);
    if (units & TIME_UNIT_DATE)
        return step_down(unit, TIME_UNIT_DATE, t->day, 1);
    if (units & TIME_UNIT_DAYOFYEAR)
        return step_down(unit, TIME_UNIT_DAYOFYEAR, t->yearday, 1);
    return 1;
}

static int floor_month(const TimeUnit *unit, const CivilTime *t) {
    if (unit->units & TIME_UNIT_MONTH)
        return 1 + step_down(unit, TIME_UNIT_MONTH, t->month - 1, 0);
    if (unit->units & TIME_UNIT_QUARTER)
        return 1 + 3 * step_down(unit, TIME_UNIT_QUARTER, (t->month - 1) / 3, 0);
    return 1;
}

static int floor_clock(const TimeUnit *unit, guint field, int value) {
    return unit->units & field ? step_down(unit, field, value, 0) : 0;
}

double time_unit_floor(const TimeUnit *unit, double instant_ms, GTimeZone *zone) {
    if (!isfinite(instant_ms))
        return NAN;
    GTimeZone *where = unit->utc ? NULL : zone;
    CivilTime t = civil_from_instant(instant_ms, where), start = {0};
    start.year =
        unit->units & TIME_UNIT_YEAR ? step_down(unit, TIME_UNIT_YEAR, t.year, 0) : REFERENCE_YEAR;
    start.month = floor_month(unit, &t);
    start.day = floor_day(unit, &t, start.year);
    start.hour = floor_clock(unit, TIME_UNIT_HOURS, t.hour);
    start.minute = floor_clock(unit, TIME_UNIT_MINUTES, t.minute);
    start.second = floor_clock(unit, TIME_UNIT_SECONDS, t.second);
    start.millisecond = floor_clock(unit, TIME_UNIT_MILLISECONDS, t.millisecond);
    return instant_from_civil(&start, where);
}

// --- next ---

static guint smallest_unit(guint units) {
    for (gsize i = G_N_ELEMENTS(UNITS); i-- > 0;)
        if (units & UNITS[i].unit)
            return UNITS[i].unit;
    return TIME_UNIT_YEAR;
}

static double clock_length_ms(guint unit) {
    return unit == TIME_UNIT_HOURS     ? 3600e3
           : unit == TIME_UNIT_MINUTES ? 60e3
           : unit == TIME_UNIT_SECONDS ? 1e3
                                       : 1;
}

double time_unit_offset(const TimeUnit *unit, double instant_ms, double steps, GTimeZone *zone) {
    guint smallest = smallest_unit(unit->units);
    GTimeZone *where = unit->utc ? NULL : zone;
    if (!isfinite(instant_ms) || !(fabs(steps) < 1e8))
        return NAN;
    if (smallest >= TIME_UNIT_HOURS)
        return instant_ms + steps * clock_length_ms(smallest);
    CivilTime t = civil_from_instant(instant_ms, where);
    int count = (int)steps;
    if (smallest == TIME_UNIT_YEAR)
        t.year += count;
    else if (smallest == TIME_UNIT_QUARTER)
        t.month += 3 * count - (count > 0 ? (t.month - 1) % 3 : 0);
    else if (smallest == TIME_UNIT_MONTH)
        t.month += count;
    else
        t.day += smallest == TIME_UNIT_WEEK ? 7 * count : count;
    return instant_from_civil(&t, where);
}

double time_unit_next(const TimeUnit *unit, double start_ms, GTimeZone *zone) {
    return time_unit_offset(unit, start_ms, unit->step > 1 ? unit->step : 1, zone);
}

// --- choice by maxbins ---

enum {
    CALENDAR_DAY = TIME_UNIT_YEAR | TIME_UNIT_MONTH | TIME_UNIT_DATE,
    TO_HOURS = CALENDAR_DAY | TIME_UNIT_HOURS,
    TO_MINUTES = TO_HOURS | TIME_UNIT_MINUTES,
    TO_SECONDS = TO_MINUTES | TIME_UNIT_SECONDS,
    TO_MILLISECONDS = TO_SECONDS | TIME_UNIT_MILLISECONDS
};

static const struct {
    guint units;
    int step;
    double length_ms;
} INTERVALS[] = {
    {TO_SECONDS, 1, 1e3},
    {TO_SECONDS, 5, 5e3},
    {TO_SECONDS, 15, 15e3},
    {TO_SECONDS, 30, 30e3},
    {TO_MINUTES, 1, 60e3},
    {TO_MINUTES, 5, 300e3},
    {TO_MINUTES, 15, 900e3},
    {TO_MINUTES, 30, 1800e3},
    {TO_HOURS, 1, 3600e3},
    {TO_HOURS, 3, 10800e3},
    {TO_HOURS, 6, 21600e3},
    {TO_HOURS, 12, 43200e3},
    {CALENDAR_DAY, 1, 86400e3},
    {TIME_UNIT_YEAR | TIME_UNIT_WEEK, 1, 604800e3},
    {TIME_UNIT_YEAR | TIME_UNIT_MONTH, 1, 2592000e3},
    {TIME_UNIT_YEAR | TIME_UNIT_MONTH, 3, 7776000e3},
    {TIME_UNIT_YEAR, 1, 31536000e3},
};

// d3's tickStep: 1, 2 or 5 times a power of ten, about count of them over the span.
static double tick_step(double span, double count) {
    double step = span / count, power = pow(10, floor(log10(step))), error = step / power;
    double factor = error >= sqrt(50) ? 10 : error >= sqrt(10) ? 5 : error >= sqrt(2) ? 2 : 1;
    return factor * power;
}

void time_unit_choose(TimeUnit *unit, double min_ms, double max_ms) {
    double maxbins = unit->maxbins > 0 ? unit->maxbins : 40, span = fabs(max_ms - min_ms);
    double target = span / maxbins;
    gsize i = 0, count = G_N_ELEMENTS(INTERVALS);
    while (i < count && INTERVALS[i].length_ms <= target)
        i++;
    if (i == count) {
        unit->units = TIME_UNIT_YEAR;
        unit->step = fmax(1, tick_step(span / 31536000e3, maxbins));
    } else if (i == 0) {
        unit->units = TO_MILLISECONDS;
        unit->step = span > 0 ? fmax(1, tick_step(span, maxbins)) : 1;
    } else {
        if (target / INTERVALS[i - 1].length_ms < INTERVALS[i].length_ms / target)
            i--;
        unit->units = INTERVALS[i].units;
        unit->step = INTERVALS[i].step;
    }
}

// --- format ---

// The specifier of the longest run of units that begins with the i-th; its units are taken away.
static const char *next_specifier(guint *units, gsize i) {
    for (gsize r = 0; r < G_N_ELEMENTS(RUNS); r++) {
        guint between = *units & (RUNS[r].units | (TIME_UNIT_QUARTER | TIME_UNIT_WEEK));
        if (UNITS[i].unit == (RUNS[r].units & -RUNS[r].units) && between == RUNS[r].units) {
            *units &= ~RUNS[r].units;
            return RUNS[r].specifier;
        }
    }
    *units &= ~UNITS[i].unit;
    return UNITS[i].specifier;
}

const char *time_unit_format(const TimeUnit *unit, Arena *arena) {
    char format[96] = "";
    guint units = unit->units;
    for (gsize i = 0; i < G_N_ELEMENTS(UNITS); i++)
        if (units & UNITS[i].unit)
            g_strlcat(format, next_specifier(&units, i), sizeof format);
    return arena_strdup(arena, g_strstrip(format));
}
