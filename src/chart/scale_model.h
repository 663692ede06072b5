// Scales before there is data: types and properties by Vega-Lite's rules, merged over the views
// that share them; and their instances, which map values while one part of the chart is drawn.
#pragma once
#include "chart/view.h"

// Vega-Lite's scale types.
typedef enum {
    KIND_LINEAR,
    KIND_LOG,
    KIND_POW,
    KIND_SQRT,
    KIND_SYMLOG,
    KIND_IDENTITY,
    KIND_TIME,
    KIND_UTC,
    KIND_QUANTILE,
    KIND_QUANTIZE,
    KIND_THRESHOLD,
    KIND_BIN_ORDINAL,
    KIND_ORDINAL,
    KIND_POINT,
    KIND_BAND,
    KIND_COUNT
} ScaleKind;

typedef enum {
    SCALE_PROP_ALIGN,
    SCALE_PROP_BASE,
    SCALE_PROP_CLAMP,
    SCALE_PROP_CONSTANT,
    SCALE_PROP_DOMAIN_MAX,
    SCALE_PROP_DOMAIN_MID,
    SCALE_PROP_DOMAIN_MIN,
    SCALE_PROP_EXPONENT,
    SCALE_PROP_INTERPOLATE,
    SCALE_PROP_NICE,
    SCALE_PROP_PADDING,
    SCALE_PROP_PADDING_INNER,
    SCALE_PROP_PADDING_OUTER,
    SCALE_PROP_REVERSE,
    SCALE_PROP_ROUND,
    SCALE_PROP_ZERO,
    SCALE_PROP_COUNT
} ScaleProp;

// A property and whether the specification says it itself.
typedef struct {
    json_t *value; // NULL: undefined
    bool is_explicit;
} Prop;

typedef enum { DOMAIN_DATA, DOMAIN_VALUES, DOMAIN_BINS } DomainPartKind;
typedef enum { SORT_NONE, SORT_NATURAL, SORT_FIELD, SORT_LIST } SortKind;

typedef struct {
    SortKind kind;
    bool descending;
    int op;            // of SORT_FIELD: aggregate_find
    const char *field; // of SORT_FIELD; NULL for count
    json_t *list;      // of SORT_LIST
    const json_t *at;  // of SORT_FIELD: where it is written; or NULL
} DomainSort;

typedef struct {
    DomainPartKind kind;
    View *view; // of DOMAIN_DATA
    DataStage stage;
    const char *column;
    DomainSort sort;
    const Def *def; // what the values mean
    json_t *values; // of DOMAIN_VALUES
    const Bin *bin; // of DOMAIN_BINS
} DomainPart;

typedef enum {
    RANGE_FULL,            // over the width or height
    RANGE_CENTERED,        // the same around its middle
    RANGE_STEP,            // of a band or point scale
    RANGE_STEP_FOR_OFFSET, // a step of the offset scale inside each band
    RANGE_BAND,            // of an offset scale: the bandwidth of its position scale
    RANGE_UNIT,            // of an offset scale: the length of a time unit
    RANGE_RADIUS,
    RANGE_SIZE,    // of the size channel; depends on the mark
    RANGE_LITERAL, // an array of the specification or a default one
    RANGE_NAMED,   // of config.range: category, ramp, ...
    RANGE_SCHEME,
    RANGE_OF_FIELD // {"field": ...}: values of another field
} RangeForm;

typedef struct {
    RangeForm form;
    double step;
    const char *name;  // of RANGE_NAMED, RANGE_OF_FIELD
    json_t *json;      // of RANGE_LITERAL, RANGE_SCHEME
    json_t *min, *max; // rangeMin, rangeMax
    View *view;        // whose size, mark or data it takes
    Channel channel;
} RangeSpec;

struct ScaleModel {
    View *view; // that owns it
    Channel channel;
    ScaleModel *merged; // into the one of a parent; or NULL
    ScaleKind kind;
    bool kind_explicit;
    bool is_bound; // to a selection that moves its domain: marks are clipped to the plot
    Prop props[SCALE_PROP_COUNT];
    GPtrArray *domain; // of DomainPart *
    bool domain_explicit;
    const Value *raw_domain; // of a selection, taken as it is; or NULL
    guint raw_count;
    RangeSpec range;
    bool range_explicit;
    const Bin *bins;      // boundaries, of a binned field
    double binned_step;   // "bin": {"binned": true, "step": s}; 0: none
    const Def *def;       // the first definition on it
    Scale *scale;         // the current instance
    const json_t *dashes; // of a range of dash patterns
};

const char *scale_kind_name(ScaleKind kind);
bool kind_is_discrete(ScaleKind kind); // ordinal, bin-ordinal, point, band
bool kind_has_continuous_domain(ScaleKind kind);
bool kind_is_continuous(ScaleKind kind);   // to a continuous range
bool kind_is_discretizing(ScaleKind kind); // quantile, quantize, threshold
bool kind_is_quantitative(ScaleKind kind);
bool kind_is_time(ScaleKind kind);

// The scale that a view uses for a channel, its own or a parent's; NULL when there is none.
ScaleModel *view_scale(View *view, Channel channel);
// Whether the channel of a unit uses a scale at all ("scale": null does not).
bool def_wants_scale(const Def *def);

// The passes, over the whole tree. Types first: data handling depends on them.
void scale_parse_types(View *view);
void scale_parse(View *view); // domains, properties, ranges

json_t *scale_prop(const ScaleModel *model, ScaleProp prop);
double scale_prop_number(const ScaleModel *model, ScaleProp prop, double otherwise);

typedef enum { ZERO_MAYBE, ZERO_DEFINITELY, ZERO_NOT } ZeroInDomain;
ZeroInDomain scale_domain_has_zero(const ScaleModel *model);

// The band position and size of a field definition
// (https://vega.github.io/vega-lite/docs/encoding.html#band).
double band_position(Chart *chart, const Def *def, const Def *def2, const json_t *mark_def); // NaN
bool has_band_end(Chart *chart, const Def *def, const Def *def2, const json_t *mark_def);
// Whether a bar or area of the view is drawn inside bands by a quantitative offset.
bool view_is_ranged_offset(View *view, Channel channel);

typedef enum { VALID_ALWAYS, VALID_SHOW, VALID_FILTER, VALID_BREAK } ValidMode;
// What happens to null and NaN of a channel's field.
ValidMode scale_valid_mode(View *unit, Channel channel, const Def *def);
