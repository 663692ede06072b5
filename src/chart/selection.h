// Selections ("params" with "select") as they stand before a reader touches anything: without a
// value nothing is selected; with one, what Vega-Lite stores for it
// (https://vega.github.io/vega-lite/docs/selection.html, "value").
#pragma once
#include "chart/group.h"
#include "chart/view.h"

// What a selection looks at: a column, by a channel or by its name.
typedef struct {
    Channel channel; // CHANNEL_NONE: by name
    const Def *def;  // of the channel; or NULL
    const char *field;
    enum { SELECT_EQUAL, SELECT_WITHIN, SELECT_WITHIN_OPEN } kind; // open: without the upper end
} SelectionItem;

struct Selection {
    const char *name;
    const json_t *param;
    View *unit; // where it is made
    bool is_interval, is_bound, is_global;
    guint item_count, row_count;
    SelectionItem *items;
    json_t **values; // row_count rows of item_count values, NULL: none given. No rows: nothing
                     // is selected
};

// Finds the selections of all units, and what each has from the start. After scale_parse_types.
void selection_parse(View *root);
// For TransformContext: whether there is a selection of this name; test: the predicate of the rows
// in it, NULL when nothing is selected. data: the Chart.
bool selection_find(void *data, const char *name, const JsonNode **test);
// {field: values} of what is selected, as expressions see it; or NULL: no such selection.
json_t *selection_signal(Chart *chart, const char *name);
// The rows of a selection's unit that are in it, for lookup; reported when there are none to have.
const Table *selection_table(Chart *chart, const json_t *from);
// The values that {"param": ..., "field" or "encoding": ...} names; count 0: nothing is selected.
const Value *selection_extent(Chart *chart, const json_t *extent, guint *count);
// The domain that a selection bound to scales gives a channel of a unit from the start.
const Value *selection_bound_domain(const View *unit, Channel channel, guint *count);
// A given value as scales and predicates read it: dates and times of dates as times.
Value selection_value(Chart *chart, const SelectionItem *item, json_t *json);
// Whether a legend of this field shows the value as not selected, by a selection bound to legends.
bool selection_fades(const View *unit, const char *field, Value value);
// The rectangles of a unit's intervals: the tinted ones behind the marks, or the outlines before.
void selection_draw(View *unit, Group *cell, bool is_behind);
