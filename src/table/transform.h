// Vega-Lite's data transforms (https://vega.github.io/vega-lite/docs/transform.html) as functions
// from table to table, and the pieces of them that charts use by themselves.
#pragma once
#include "table/expression.h"
#include "table/table.h"

// What a transform may need from outside.
typedef struct {
    Arena *arena;
    Diags *diags;
    GTimeZone *zone; // of times without one; NULL is UTC
    const FormatLocale *locale;
    const JsonNode *place; // of what is computed without an object of its own; or NULL
    // Named parameters of the layout, for {"param": "name"}; may be NULL.
    bool (*find_param)(void *data, const char *name, Value *out);
    // Other tables, for lookup's "from": {"data": {...}}; NULL when there are none. Reports itself.
    // Also for its "from": {"param": ...}.
    const Table *(*find_table)(void *data, const JsonNode *data_spec);
    // Whether {"param": "name"} is a selection; test: the predicate of the rows in it, or NULL when
    // nothing is selected. May be NULL.
    bool (*find_selection)(void *data, const char *name, const JsonNode **test);
    void *data;
    // Receives the [min, max] of an "extent" transform for use elsewhere; may be NULL. Transforms
    // that follow in the same array know it by themselves.
    void (*set_param)(void *data, const char *name, Value value);
    // For explanations: cells tell their own facts (Column.cells), and each transform the table
    // that it leaves.
    bool tells_cells;
    void (*on_step)(void *data, const JsonNode *transform, const Table *table); // or NULL
    void *on_step_data;
} TransformContext;

// Applies a Vega-Lite "transform" array in order. NULL when something is wrong (reported with its
// place); transforms that are not known are reported as unsupported.
const Table *transform_apply(const TransformContext *context, const Table *table,
                             const JsonNode *transforms);

// Vega-Lite's predicates ("filter" of a transform, "test" of a condition, "when" of a block):
// objects with field and equal, lt, lte, gt, gte, range, oneOf, valid; and, or, not; expressions as
// strings. Compiled once, tested per row.
typedef struct Predicate Predicate;
Predicate *predicate_parse(const TransformContext *context, const JsonNode *node);
bool predicate_test(const Predicate *predicate, const Table *table, guint row);
// As predicate_test with extra names in place of a row.
bool predicate_test_bound(const Predicate *predicate, const Binding *datum, guint datum_count);

// Vega-Lite's DateTime: {"year": 2020, "month": "jan", "date": 1, ..., "utc": true}; what is absent
// is the first of 2012. is: by its look. read: false and reported when malformed.
bool date_time_is(const json_t *json);
bool date_time_read(Diags *diags, const JsonNode *node, GTimeZone *zone, double *instant_ms);

// Aggregate operations by name: count, valid, missing, distinct, sum, product, mean, average,
// median, q1, q3, min, max, variance, variancep, stdev, stdevp, stderr, ci0, ci1, values, argmin,
// argmax, exponential, exponentialb. -1 when unknown.
int aggregate_find(const char *op);
const char *aggregate_name(int op); // NULL past the last
// One value over the given rows (indices; NULL: all); field may be NULL for count. sum, min and max
// of decimals are decimals; a sum with too many digits becomes a number. ci0 and ci1 come from a
// bootstrap with a fixed seed.
Value aggregate_rows(Arena *arena, int op, const Table *table, const char *field, const guint *rows,
                     guint row_count);
typedef struct {
    int op;
    const char *field; // NULL for count
    const char *as;
    double parameter;     // of exponential and exponentialb: the share that the past keeps, 0 to 1
    const JsonNode *node; // what asks for it, for messages; or NULL
} AggregateField;
// As aggregate_rows, with the parameter.
Value aggregate_compute(Arena *arena, const AggregateField *aggregate, const Table *table,
                        const guint *rows, guint row_count);
const Table *transform_aggregate(const TransformContext *context, const Table *table,
                                 const char *const *groupby, guint groupby_count,
                                 const AggregateField *fields, guint field_count);

// Bins as Vega computes them (vega-statistics bin, and vega-transforms Bin for anchor). stop is a
// whole number of steps after start.
typedef struct {
    double maxbins, base, step, minstep; // 0: not given; maxbins 10, base 10 by default
    double anchor;                       // with has_anchor
    bool nice;
    bool has_anchor;
    double extent_min, extent_max;
    double span;                  // that the step is chosen for; 0: of the extent
    const double *steps, *divide; // allowed steps, and divisors (5, 2 by default); NULL: default
    guint step_count, divide_count;
} BinOptions;
typedef struct {
    double start, stop, step;
} Bin;
Bin bin_compute(const BinOptions *options);
// The least and greatest number of a field; false when there is none.
bool table_extent(const Table *table, const char *field, double *min, double *max);
const Table *transform_bin(const TransformContext *context, const Table *table, const char *field,
                           const Bin *bin, const char *as_start, const char *as_end);

// timeUnit names ("yearmonth", "utcyear", "binnedyearmonth", ...): bits of units, and flags.
typedef struct {
    guint units; // TIME_UNIT_... or'ed
    bool utc, binned;
    double step;    // of the smallest unit; 1 by default
    double maxbins; // 0: not given
} TimeUnit;
enum {
    TIME_UNIT_YEAR = 1 << 0,
    TIME_UNIT_QUARTER = 1 << 1,
    TIME_UNIT_MONTH = 1 << 2,
    TIME_UNIT_WEEK = 1 << 3,
    TIME_UNIT_DATE = 1 << 4,
    TIME_UNIT_DAY = 1 << 5,
    TIME_UNIT_DAYOFYEAR = 1 << 6,
    TIME_UNIT_HOURS = 1 << 7,
    TIME_UNIT_MINUTES = 1 << 8,
    TIME_UNIT_SECONDS = 1 << 9,
    TIME_UNIT_MILLISECONDS = 1 << 10
};
bool time_unit_parse(const char *name, TimeUnit *out);
// From JSON: a name, or {"unit", "maxbins", "step", "utc", "binned"}. False and reported.
bool time_unit_read(Diags *diags, const JsonNode *node, TimeUnit *out);
// Chooses units and step by maxbins for an extent (vega-time's timeBin); for a unit without units.
void time_unit_choose(TimeUnit *unit, double min_ms, double max_ms);
// The name without utc and binned ("yearmonth"), in the arena.
const char *time_unit_name(const TimeUnit *unit, Arena *arena);
// The start of the unit that holds the instant, and the start of the next one.
double time_unit_floor(const TimeUnit *unit, double instant_ms, GTimeZone *zone);
double time_unit_next(const TimeUnit *unit, double start_ms, GTimeZone *zone);
// An instant so many of the smallest units later (d3's interval.offset), not cut to a start.
double time_unit_offset(const TimeUnit *unit, double instant_ms, double steps, GTimeZone *zone);
// vega-time's timeUnitSpecifier: the d3 format for a unit ("%Y", "%b %Y", ...), in the arena.
const char *time_unit_format(const TimeUnit *unit, Arena *arena);

typedef enum { STACK_ZERO, STACK_NORMALIZE, STACK_CENTER } StackOffset;
typedef struct {
    const char *field;
    bool descending;
} SortField;
typedef struct {
    const char *field;          // whose values are heights; NULL: each row is 1 high
    const char *const *groupby; // a stack for each
    guint groupby_count;
    const SortField *sort; // from the bottom
    guint sort_count;
    StackOffset offset;
    const char *as_start, *as_end;
} StackOptions;
// Adds as_start and as_end. Rows keep their order. Amounts that cannot stand on each other
// (money.h) are reported at the context's place.
const Table *transform_stack(const TransformContext *context, const Table *table,
                             const StackOptions *options);
