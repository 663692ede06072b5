// References: how one visual property of a mark's items gets its value, row by row. A property is a
// list of rules; the first whose test holds counts.
#pragma once
#include "chart/scale_model.h"
#include "chart/text_format.h"

typedef enum {
    REF_NONE,
    REF_VALUE,      // a constant
    REF_FIELD,      // a column
    REF_MIX,        // between two columns
    REF_SIZE,       // the width or height of the view
    REF_ZERO,       // zero on the scale, or the end of its domain that is nearer to it
    REF_BANDWIDTH,  // of the scale
    REF_RADIUS,     // half of the smaller side of the view
    REF_TEXT,       // a column as text
    REF_EXPRESSION, // an expression of the row
    REF_BIN_GAP     // the space beside a bin
} RefKind;

typedef struct {
    double spacing, minimum, translate;
    bool is_end; // the side where the gap is taken off
    bool reversed;
    const char *start, *end; // columns of the bin
} BinGap;

typedef struct Ref Ref;
struct Ref {
    RefKind kind;
    const ScaleModel *scale; // mapped through it; or NULL
    Value value;             // of REF_VALUE
    json_t *json;            // the constant as it was written
    const Paint *paint;      // the constant as a paint, where it was read before; or NULL
    const char *column, *column2;
    Field field, field2; // bound by ref_bind
    double share;        // of REF_MIX: of the second column
    double step;         // of REF_FIELD: added to the value before the scale
    int dimension;       // of REF_SIZE
    bool is_max;         // of REF_ZERO: the greater end
    double band;         // plus so much of the bandwidth
    double mult, offset;
    double minimum;  // of REF_BANDWIDTH
    const Ref *plus; // a further offset
    TextFormat text;
    const Expression *expression;
    BinGap gap;
};

typedef struct {
    bool has_test;
    bool is_constant, constant; // a test whose answer is known
    const Predicate *test;
    const char *invalid; // holds when this column is null or NaN
    Field invalid_field;
    Ref ref;
} Rule;

typedef struct {
    guint count; // 0: the property is not encoded
    Rule *rules;
} Property;

static inline Ref ref_none(void) {
    return (Ref){.kind = REF_NONE, .mult = 1};
}
Ref ref_value(Value value);
Ref ref_number_value(double number);
Ref ref_json(Chart *chart, json_t *json); // a constant, or {"expr": ...}
Ref ref_field(const ScaleModel *scale, const char *column);

Property property_single(Chart *chart, Ref ref);
void property_add(Chart *chart, Property *property, Rule rule);

// Where rules are evaluated.
typedef struct {
    Chart *chart;
    const Table *table;
    double width, height;
} RefScope;

void property_bind(Chart *chart, Property *property, const Table *table);
// Reads the constants among the rules of a fill or stroke.
void property_read_paints(Chart *chart, Property *property);
const Ref *property_choose(const Property *property, const RefScope *scope, guint row); // or NULL
double ref_number(const Ref *ref, const RefScope *scope, guint row); // NaN: no number
Value ref_raw(const Ref *ref, const RefScope *scope, guint row);     // without the scale
const char *ref_string(const Ref *ref, const RefScope *scope, guint row);
// The paint of a colour reference; not present when there is none.
Paint ref_paint(const Ref *ref, const RefScope *scope, guint row);
// A gradient or colour as it is written in specifications. False and reported when malformed.
bool paint_read(Chart *chart, json_t *json, Paint *out);
