// The functions of the transform window: ranks, the value of another row, aggregates over a frame
// (https://vega.github.io/vega-lite/docs/window.html). Only transform_window.c needs it.
#pragma once
#include "table/step.h"

typedef struct WindowFunction WindowFunction;

// One function over one partition of the rows.
typedef struct {
    Step *step;
    const Sorter *sorter;
    const OpSpec *spec;
    const WindowFunction *function;
    Field field;
    const guint *rows; // sorted
    guint count;
    const guint *start, *end; // of each row's frame: [start, end) in rows
    Value *out;               // by row of the table
} Window;

// In place of a place: the value is null, or undefined as Vega has it for an empty frame.
enum { TAKES_NULL = G_MAXINT - 1, TAKES_UNDEFINED };

struct WindowFunction {
    const char *name;
    void (*run)(const Window *w); // fills w->out
    // Of each row the place among the sorted rows whose value it takes; NULL for a function that
    // takes no single value.
    void (*take)(const Window *w, guint *taken);
    bool needs_field, positive_param; // positive_param: a param greater than 0 is required
};

// What works out an entry; NULL and reported when there is none.
const WindowFunction *window_function_find(const Step *step, const OpSpec *spec);
// Whether row i differs from the row before it; without a sort all rows differ.
bool window_starts_peers(const Window *w, guint i);
