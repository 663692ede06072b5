// How a field or datum is shown as text: number and time formats, bins as ranges
// (https://vega.github.io/vega-lite/docs/format.html).
#pragma once
#include "chart/view.h"

typedef enum { TEXT_PLAIN, TEXT_NUMBER, TEXT_TIME, TEXT_BIN } TextKind;

typedef struct {
    TextKind kind;
    const char *specifier; // or NULL
    bool utc;
    const Def *def;
    const char *column, *column_end; // of a field
    Value datum;                     // of a datum
} TextFormat;

TextFormat text_format_of(Chart *chart, const Def *def);
// The text of a value. In the arena.
const char *text_format_value(Chart *chart, const TextFormat *format, Value value);
// Of a bin.
const char *text_format_bin(Chart *chart, const TextFormat *format, Value low, Value high);

// The format of an axis or legend; NULL: the scale's own. omits_default: "config.timeFormat" does
// not apply.
const char *guide_format(Chart *chart, const Def *def, const char *given, const char *given_type,
                         bool omits_default);
// "time", "utc", "number" or NULL.
const char *guide_format_type(const Def *def, const char *given, bool is_time_scale);
