// Functions of dates and times. Months count from 0 and days of the week from Sunday, as in
// JavaScript; the names beginning with "utc" work in UTC, the others in the context's zone.
#include "table/term.h"
#include "table/time_parse.h"
#include "table/transform.h"

#include <math.h>
#include <string.h>

typedef enum {
    PART_YEAR,
    PART_QUARTER,
    PART_MONTH,
    PART_DATE,
    PART_DAY,
    PART_DAYOFYEAR,
    PART_WEEK,
    PART_HOURS,
    PART_MINUTES,
    PART_SECONDS,
    PART_MILLISECONDS,
    PART_OFFSET
} Part;

static GTimeZone *zone_of(const Evaluation *e, const Function *function) {
    return function->utc ? NULL : e->context->zone;
}

// new Date(term): a text is parsed, null is 1970.
static double to_instant(const Evaluation *e, Term term) {
    if (term_is_text(term))
        return instant_parse(term.value.as.string, e->context->zone);
    return term_to_number(term);
}

static double part_of(const CivilTime *t, Part part) {
    switch (part) {
    case PART_YEAR:
        return t->year;
    case PART_QUARTER:
        return 1 + (t->month - 1) / 3;
    case PART_MONTH:
        return t->month - 1;
    case PART_DATE:
        return t->day;
    case PART_DAY:
        return t->weekday;
    case PART_DAYOFYEAR:
        return t->yearday;
    case PART_WEEK:
        return (t->yearday - 1 + 7 - t->weekday) / 7;
    case PART_HOURS:
        return t->hour;
    case PART_MINUTES:
        return t->minute;
    case PART_SECONDS:
        return t->second;
    case PART_MILLISECONDS:
        return t->millisecond;
    case PART_OFFSET:
        return -t->offset_minutes;
    }
    return NAN;
}

static Term call_part(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)count;
    double instant = to_instant(e, args[0]);
    if (!isfinite(instant))
        return term_number(NAN);
    CivilTime t = civil_from_instant(instant, zone_of(e, function));
    return term_number(part_of(&t, (Part)function->part));
}

static Term call_time(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function, (void)count;
    return term_number(to_instant(e, args[0]));
}

// (year, month, date, hours, minutes, seconds, milliseconds); years 0 to 99 are 1900 to 1999.
static double instant_of_parts(const Term *args, guint count, GTimeZone *zone) {
    double parts[7] = {0, 0, 1, 0, 0, 0, 0};
    for (guint i = 0; i < count && i < G_N_ELEMENTS(parts); i++) {
        parts[i] = trunc(term_to_number(args[i]));
        if (!(fabs(parts[i]) < 1e8))
            return NAN;
    }
    if (parts[0] >= 0 && parts[0] <= 99)
        parts[0] += 1900;
    CivilTime t = {.year = (int)parts[0], .month = (int)parts[1] + 1, .day = (int)parts[2]};
    t.hour = (int)parts[3], t.minute = (int)parts[4];
    t.second = (int)parts[5], t.millisecond = (int)parts[6];
    return instant_from_civil(&t, zone);
}

static Term call_datetime(Evaluation *e, const Function *function, const Term *args, guint count) {
    if (count == 1)
        return term_time(to_instant(e, args[0]));
    return term_time(instant_of_parts(args, count, zone_of(e, function)));
}

static Term call_utc(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function;
    return term_number(instant_of_parts(args, count, NULL));
}

// --- format and parse ---

static bool is_null(Term term) {
    return term.kind == TERM_VALUE && term.value.type == VALUE_NULL;
}

static Term format_instant(Evaluation *e, double instant, const char *specifier, GTimeZone *zone) {
    return term_take_text(e, time_format(specifier, e->context->locale, instant, zone));
}

static Term call_time_format(Evaluation *e, const Function *function, const Term *args,
                             guint count) {
    (void)count;
    if (is_null(args[0]))
        return term_text("null");
    if (!term_is_text(args[1]))
        return term_fail(e, "a time format must be a text");
    return format_instant(e, term_to_number(args[0]), args[1].value.as.string,
                          zone_of(e, function));
}

static Term call_time_parse(Evaluation *e, const Function *function, const Term *args,
                            guint count) {
    (void)count;
    if (is_null(args[0]))
        return term_text("null");
    if (!term_is_text(args[1]) || !time_parse_check(args[1].value.as.string))
        return term_fail(e, "the time format is malformed");
    double instant = time_parse(args[1].value.as.string, e->context->locale,
                                term_to_text(e, args[0]), zone_of(e, function));
    return isnan(instant) ? term_of(value_null()) : term_time(instant);
}

// A month (from 0) or a day of the week (from Sunday) by name: both named by a day of 2000.
static Term name_of_day(Evaluation *e, double month, double day, const char *specifier) {
    bool whole = trunc(month) == month && trunc(day) == day;
    if (!whole || fabs(month) > 1e6 || fabs(day) > 1e6)
        return term_text("");
    CivilTime t = {.year = 2000, .month = (int)month + 1, .day = (int)day};
    return format_instant(e, instant_from_civil(&t, NULL), specifier, NULL);
}

static Term call_month_format(Evaluation *e, const Function *function, const Term *args,
                              guint count) {
    (void)function, (void)count;
    return name_of_day(e, term_to_number(args[0]), 1, "%B");
}

static Term call_month_abbrev(Evaluation *e, const Function *function, const Term *args,
                              guint count) {
    (void)function, (void)count;
    return name_of_day(e, term_to_number(args[0]), 1, "%b");
}

static Term call_day_format(Evaluation *e, const Function *function, const Term *args,
                            guint count) {
    (void)function, (void)count;
    return name_of_day(e, 0, 2 + term_to_number(args[0]), "%A");
}

static Term call_day_abbrev(Evaluation *e, const Function *function, const Term *args,
                            guint count) {
    (void)function, (void)count;
    return name_of_day(e, 0, 2 + term_to_number(args[0]), "%a");
}

// --- units ---

static bool unit_arg(Evaluation *e, const Function *function, Term term, TimeUnit *unit) {
    if (!time_unit_parse(term_to_text(e, term), unit) || (unit->units & (unit->units - 1)) != 0) {
        term_fail(e, "expected the name of one time unit, such as \"month\"");
        return false;
    }
    unit->utc = function->utc;
    return true;
}

static Term call_offset(Evaluation *e, const Function *function, const Term *args, guint count) {
    TimeUnit unit;
    double steps = count > 2 ? floor(term_to_number(args[2])) : 1;
    if (!unit_arg(e, function, args[0], &unit))
        return term_undefined();
    return term_time(time_unit_offset(&unit, to_instant(e, args[1]), steps, e->context->zone));
}

// What places a unit in time: not a month of 2012, but the month of its year.
static guint calendar_units(guint unit) {
    guint date = TIME_UNIT_YEAR | TIME_UNIT_MONTH | TIME_UNIT_DATE;
    if (unit <= TIME_UNIT_WEEK)
        return TIME_UNIT_YEAR | unit;
    if (unit < TIME_UNIT_HOURS)
        return date;
    return date | ((unit | (unit - 1)) & ~(guint)(TIME_UNIT_HOURS - 1));
}

// The starts of units from start (inclusive) to stop (exclusive).
static Term call_time_sequence(Evaluation *e, const Function *function, const Term *args,
                               guint count) {
    TimeUnit unit;
    GTimeZone *zone = e->context->zone;
    if (!unit_arg(e, function, args[0], &unit))
        return term_undefined();
    double at = to_instant(e, args[1]), stop = to_instant(e, args[2]);
    double step = count > 3 ? floor(term_to_number(args[3])) : 1;
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(Term));
    double first = time_unit_floor(
        &(TimeUnit){.units = calendar_units(unit.units), .utc = unit.utc, .step = 1}, at, zone);
    if (first < at)
        first = time_unit_offset(&unit, first, 1, zone);
    for (at = first; step > 0 && at < stop && term_count_steps(e, 1);) {
        Term item = term_time(at);
        g_array_append_val(items, item);
        at = time_unit_offset(&unit, at, step, zone);
    }
    return term_list(e->arena, arena_memdup(e->arena, items->data, items->len * sizeof(Term)),
                     items->len);
}

#define PARTS(name_, part_)                                                                        \
    {.name = name_, .min_args = 1, .call = call_part, .part = part_}, {                            \
        .name = "utc" name_, .min_args = 1, .call = call_part, .part = part_, .utc = true          \
    }

const Function TIME_FUNCTIONS[] = {
    PARTS("year", PART_YEAR),
    PARTS("quarter", PART_QUARTER),
    PARTS("month", PART_MONTH),
    PARTS("date", PART_DATE),
    PARTS("day", PART_DAY),
    PARTS("dayofyear", PART_DAYOFYEAR),
    PARTS("week", PART_WEEK),
    PARTS("hours", PART_HOURS),
    PARTS("minutes", PART_MINUTES),
    PARTS("seconds", PART_SECONDS),
    PARTS("milliseconds", PART_MILLISECONDS),
    {.name = "timezoneoffset", .min_args = 1, .call = call_part, .part = PART_OFFSET},
    {.name = "time", .min_args = 1, .call = call_time},
    {.name = "datetime", .min_args = 1, .call = call_datetime},
    {.name = "utc", .min_args = 1, .call = call_utc},
    {.name = "timeFormat", .min_args = 2, .call = call_time_format},
    {.name = "utcFormat", .min_args = 2, .call = call_time_format, .utc = true},
    {.name = "timeParse", .min_args = 2, .call = call_time_parse},
    {.name = "utcParse", .min_args = 2, .call = call_time_parse, .utc = true},
    {.name = "monthFormat", .min_args = 1, .call = call_month_format},
    {.name = "monthAbbrevFormat", .min_args = 1, .call = call_month_abbrev},
    {.name = "dayFormat", .min_args = 1, .call = call_day_format},
    {.name = "dayAbbrevFormat", .min_args = 1, .call = call_day_abbrev},
    {.name = "timeOffset", .min_args = 2, .call = call_offset},
    {.name = "utcOffset", .min_args = 2, .call = call_offset, .utc = true},
    {.name = "timeSequence", .min_args = 3, .call = call_time_sequence},
    {.name = "utcSequence", .min_args = 3, .call = call_time_sequence, .utc = true},
    {.name = NULL},
};
