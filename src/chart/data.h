// The tables of each view: sources, transforms, and what the encoding asks for (parsing, bins, time
// units, aggregation, stacking), as Vega-Lite's data flow orders them.
#pragma once
#include "chart/scale_model.h"

// The pass over the tree; scale types must be known. False and reported when data is missing.
bool data_parse(View *view);

// The steps of a unit's encoding, each from table to table; NULL when one fails (reported).
const Table *data_parse_fields(View *view, const Table *table);
const Table *data_bin(View *view, const Table *table);
const Table *data_time_units(View *view, const Table *table);
const Table *data_aggregate(View *unit, const Table *table);
const Table *data_impute(View *unit, const Table *table);
const Table *data_stack(View *unit, const Table *table);
const Table *data_filter_invalid(View *unit, const Table *table);
// Warns of amounts in several currencies on one axis that nothing tells apart.
void data_check_money(View *unit, const Table *table);
// Applies a "transform" array made by the program itself. Takes the reference over.
const Table *data_apply(View *view, const Table *table, json_t *transforms);
// Visits the fields of a unit's encoding or of a facet.
void view_each_field(const View *view, EncodingVisit visit, void *data);
// Whether a continuous scale can show a value: a time, or a finite number.
bool value_is_plottable(Value value);
