// Calendar intervals, as d3-time has them: floor, ceiling and steps in civil time.
#pragma once
#include "chart/scale.h"

typedef enum {
    SPAN_MILLISECOND,
    SPAN_SECOND,
    SPAN_MINUTE,
    SPAN_HOUR,
    SPAN_DAY,
    SPAN_UNIX_DAY, // in UTC; counted from 1970-01-01, not in its month
    SPAN_WEEK,     // from Sunday
    SPAN_ISO_WEEK, // from Monday
    SPAN_MONTH,
    SPAN_YEAR
} SpanUnit;

typedef struct {
    SpanUnit unit;
    double every;    // 1, 2, ...: only those whose number is a multiple (see d3's interval.every)
    GTimeZone *zone; // NULL: UTC
} TimeSpan;

// By Vega's name (year, quarter, month, week, date, day, hours, ...); false when there is none.
bool time_span_parse(const char *unit, double step, GTimeZone *zone, TimeSpan *out);
// The interval that gives about `count` ticks. As in d3, a descending span of years has none: every
// is then 0.
TimeSpan time_span_choose(double start, double stop, double count, GTimeZone *zone);
double time_span_floor(const TimeSpan *span, double instant_ms);
double time_span_ceil(const TimeSpan *span, double instant_ms);
// The starts between two instants, both included; in the arena.
guint time_span_ticks(const TimeSpan *span, Arena *arena, double start, double stop,
                      const double **out);
