// Channel definitions: a field, a datum or a value, with their types, names of derived columns,
// titles and formats (https://vega.github.io/vega-lite/docs/encoding.html#channel-definition).
#pragma once
#include "chart/channel.h"
#include "chart/context.h"

typedef enum { TYPE_NONE, TYPE_QUANTITATIVE, TYPE_TEMPORAL, TYPE_ORDINAL, TYPE_NOMINAL } DataType;

typedef enum { ARG_NONE, ARG_MIN, ARG_MAX } ArgKind;

typedef struct Def Def;
struct Def {
    json_t *json; // the definition, as normalized; NULL: no definition
    bool is_field, is_datum, is_value;
    DataType type;
    // Of a field:
    const char *field;     // path as written; NULL for count
    const char *aggregate; // operation, or NULL
    double parameter;      // of a parameterized operation
    ArgKind arg;           // argmin or argmax
    const char *arg_field; // the field that decides
    bool binning;          // the chart bins it
    bool binned;           // the data is binned already
    json_t *bin;           // parameters, an object; or NULL
    bool has_unit;
    TimeUnit unit;
    json_t *unit_json;
    const char *name;       // of the column that holds the result
    const char *base;       // of the source column, flattened
    const Def *conditional; // the field or datum of the "condition", or NULL
};

// Reads the definition of a channel; type defaults are filled in.
Def *def_read(Chart *chart, json_t *json, Channel channel);
// The field or datum that has a scale: the definition itself or its condition's; or NULL.
const Def *def_scaled(const Def *def);
const Def *def_field(const Def *def); // likewise, a field only; or NULL
bool def_is_field_or_datum(const Def *def);

json_t *def_get(const Def *def, const char *key); // a member of the definition
// What holds its format: itself, else one of its guides; or NULL.
json_t *def_format_holder(const Def *def);
// Columns derived from the result: "end", "start", "range", "mid", ...
const char *def_column(Chart *chart, const Def *def, const char *suffix);

bool def_is_discrete(const Def *def); // ordinal, nominal, or binned
bool def_is_measure(const Def *def);  // quantitative and not binned, or a numeric datum
bool def_is_continuous(const Def *def);
bool def_is_temporal(const Def *def); // shown as a time
bool def_counts(const Def *def);      // count, valid, missing, distinct
// Whether the column "range" is needed: a binned field on a discrete scale.
bool def_needs_range(const Def *def, Channel channel);
// The value of a datum: numbers, strings, dates.
Value def_datum_value(Chart *chart, const Def *def, json_t *datum);
// A value as a scale of this definition reads it ("domain", "values", datum).
Value def_scale_value(Chart *chart, const Def *def, json_t *value);

// The name of a field for people: "Sum of amount", "date (year-month)". In the arena.
const char *def_title(Chart *chart, const json_t *base);
// The title given in the definition, else def_title; "" when it is to have none. In the arena.
const char *def_shown_title(Chart *chart, const Def *def);
// What def_title needs to know of a field: field, aggregate, bin, timeUnit. New reference.
json_t *def_title_base(const Def *def);

// {"year": 2020, "month": "jan", ...}
bool datetime_is(const json_t *json);
double datetime_instant(Chart *chart, const json_t *json);
