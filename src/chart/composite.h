// What the composite marks (boxplot, errorbar, errorband) share: the axis they measure along, the
// transforms that their encoding asks for, and the layers of their parts.
#pragma once
#include "chart/def.h"
#include "chart/normalize.h"

typedef struct {
    Chart *chart;
    json_t *spec;
    json_t *mark;                          // an object
    const char *type;                      // "boxplot", ...
    json_t *encoding;                      // with types filled in
    bool vertical;                         // measures along y
    const char *axis, *axis2;              // "x" and "x2", or y
    json_t *main;                          // the measured definition without its aggregate
    const char *field;                     // measured
    json_t *shared;                        // the encoding of the parts, but for the measured axis
    json_t *aggregate, *groupby, *prepare; // of the shared encoding; prepare: bins and time units
} Composite;

// Starts reading a unit; false and reported when it has no axis to measure along. given_orient: by
// other channels ("vertical", "horizontal"), or NULL.
bool composite_begin(Composite *c, Chart *chart, json_t *spec);
bool composite_orient(Composite *c, const char *given_orient);
// Fills shared and the transforms from the encoding without the channels named (NULL terminated).
void composite_extract(Composite *c, const char *const *without);

typedef struct {
    const char *name;      // of the part: "box", "ticks", ...
    json_t *mark;          // a new reference
    const char *from, *to; // prefixes of the fields on the measured axis; to may be NULL
    json_t *encoding;      // the rest of the encoding, borrowed
} CompositePart;
// Appends the layer of a part to layers, when the definition or the configuration shows it.
void composite_part(const Composite *c, json_t *layers, const CompositePart *part);
// The definition of the measured axis for a field.
json_t *composite_axis_def(const Composite *c, const char *field);
// Whether a part is shown, and its mark with configuration, style and definition applied.
json_t *composite_mark(const Composite *c, const char *part, json_t *base); // NULL: not shown

// The name of a column made from a field, and its value in an expression; in the arena.
const char *composite_name(Chart *chart, const char *prefix, const char *field);
const char *composite_datum(Chart *chart, const char *prefix, const char *field);
// Entries of transforms over the measured field. New references.
json_t *composite_aggregate(const Composite *c, const char *op, const char *prefix);
json_t *composite_calculate(const Composite *c, const char *expression, const char *prefix);
// The unit without its mark and encoding. New reference.
json_t *composite_outer(const Composite *c);
