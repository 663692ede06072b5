// A cell: what JSON and Vega know as a value, plus exact decimals for money.
#pragma once
#include "base/arena.h"
#include "base/decimal.h"
#include "base/json.h"

typedef enum {
    VALUE_NULL,      // JSON null, and a missing member (see VALUE_UNDEFINED)
    VALUE_UNDEFINED, // absent; behaves as null save where Vega tells them apart
    VALUE_BOOL,
    VALUE_NUMBER,  // may be NaN
    VALUE_DECIMAL, // exact; sums of decimals are exact; everything else sees its double
    VALUE_TIME,    // instant in ms since 1970 (base/datetime.h); a JavaScript Date
    VALUE_STRING,
    VALUE_JSON // an array or object, as in the data
} ValueType;

typedef struct {
    ValueType type;
    union {
        bool boolean;
        double number;          // VALUE_NUMBER, VALUE_TIME
        const Decimal *decimal; // in the table's arena
        const char *string;     // in the table's arena, UTF-8
        json_t *json;           // borrowed; kept alive by the table
    } as;
} Value;

static inline Value value_null(void) {
    return (Value){.type = VALUE_NULL};
}
static inline Value value_undefined(void) {
    return (Value){.type = VALUE_UNDEFINED};
}
static inline Value value_number(double number) {
    return (Value){.type = VALUE_NUMBER, .as.number = number};
}
// The decimal is borrowed and must live as long as the value.
static inline Value value_decimal(const Decimal *decimal) {
    return (Value){.type = VALUE_DECIMAL, .as.decimal = decimal};
}
static inline Value value_time(double instant_ms) {
    return (Value){.type = VALUE_TIME, .as.number = instant_ms};
}
static inline Value value_string(const char *string) {
    return (Value){.type = VALUE_STRING, .as.string = string};
}
static inline Value value_bool(bool boolean) {
    return (Value){.type = VALUE_BOOL, .as.boolean = boolean};
}

// JavaScript's Number(v): null is 0, "" is 0, "x" is NaN, true is 1, undefined is NaN.
double value_to_number(Value value);
// JavaScript's String(v), in the arena. A time gives ISO 8601 in UTC (JavaScript's own form depends
// on the name of the zone).
const char *value_to_string(Value value, Arena *arena);
bool value_to_bool(Value value); // truthiness
// JavaScript's typed notion: not null, not undefined, not NaN.
bool value_is_valid(Value value);
bool value_is_nullish(Value value);  // null or undefined
bool value_is_number(Value value);   // NUMBER, DECIMAL or TIME
bool value_is_quantity(Value value); // NUMBER or DECIMAL
bool value_equal(Value a, Value b);  // ===, with dates by instant and decimals by value
// Vega's ascending order: undefined and null first, then NaN, then JavaScript's < and >.
int value_compare(Value a, Value b);
// JavaScript's relational comparison: -1, 0 or 1, and VALUE_UNORDERED when neither <, = nor >.
enum { VALUE_UNORDERED = 2 };
int value_relate(Value a, Value b);
guint value_hash(Value value); // equal values, equal hashes
// vega-util's toNumber: null for null, undefined and "", else Number(v); and its kin. toDate gives
// a time (Vega gives the bare number), and NaN when the text is no date.
Value value_as_number(Value value);
Value value_as_string(Value value, Arena *arena);
Value value_as_bool(Value value);
Value value_as_time(Value value, GTimeZone *zone);
// From JSON; strings are borrowed from json, which must outlive the value.
Value value_from_json(json_t *json);
// A new reference; arrays and objects are shared. NaN and infinities are null, a time is ISO 8601.
json_t *value_to_json(Value value);
// A copy whose text, decimal or JSON the arena keeps.
Value value_keep(Arena *arena, Value value);
// A number from text as JavaScript's Number does it; NaN when it is none.
double number_from_text(const char *text);
// The order of two texts by UTF-16 code units, as JavaScript compares strings.
int text_compare(const char *a, const char *b);
