// Vega-Lite to scene: reads a specification, fills defaults as Vega-Lite does, transforms the data,
// makes domains, scales, axes, legends and marks, and resolves them to geometry.
#pragma once
#include "base/words.h"
#include "scene/scene.h"
#include "table/transform.h"

// What a mark shows by its place, length, size, shade or text.
typedef struct {
    const char *title; // of the axis, legend or field
    const char *text;  // as axis, legend or mark would print it
    const char *exact;
    bool is_printed;   // the text stands on the page, as the mark
    const char *field; // the column that it stands in
    Value value;
    const Lineage *facts; // behind the value; NULL: not known, or those of the mark
    const char *how;      // why they are others than those of the mark; or NULL
} ChartMarkValue;

// A step on the way from a dataset to the rows of marks: a transform as JSON, or words.
typedef struct {
    const char *what;
    const Table *table;
} ChartStep;

typedef struct {
    const char *group;      // the same with their fields: "year 2015, sector energy"; or NULL
    const char *key;        // the values of its categories and times ("2015/energy"); or NULL
    const Lineage *lineage; // the facts behind it; or NULL
    guint value_count;      // of its measures, those that the data has
    const ChartMarkValue *values;
    const Table *table; // its row is one of this
    guint row;
    const json_t *source; // "data" of the view that its rows begin with; NULL: the default
    guint step_count;
    const ChartStep *steps; // the same array for all marks of a unit
} ChartMark;

typedef struct {
    Arena *arena;
    Diags *diags;
    TextEngine *engine;
    const JsonNode *spec;
    const JsonNode *config;  // of the theme, under the spec's own config; or NULL
    const char *data_folder; // where "url" may point; NULL: nowhere
    // A dataset of the layout by name; NULL when there is none. May be NULL.
    const Table *(*find_data)(void *data, const char *name);
    const char *const *data_names; // for suggestions; NULL terminated; or NULL
    const char *data_hint;         // what to do where there are no names; or NULL
    void *data;
    bool (*find_param)(void *data, const char *name, Value *out); // or NULL
    // The colour that a category has throughout a report, for colour scales without a domain,
    // range or scheme of their own; false: none is fixed. May be NULL.
    bool (*find_colour)(void *data, const char *field, Value category, Colour *out);
    // The place the picture must fill (outside measures, in points); 0: as the spec says.
    double width, height;
    bool with_tables; // the scene tells what its marks show
    // A dataset for a spec that names none; or NULL.
    const Table *default_data;
    // Called at the end for each mark of the picture; what it points to is in the arena. May be
    // NULL.
    void (*on_mark)(void *data, const ChartMark *mark);
    const FormatLocale *locale; // NULL: en
    const Words *words;         // of the alternative text; NULL: English
    // The language of the spec's description, unless its usermeta.lang says so; NULL: English. A
    // description in another language than that of words is left out, and made from the data.
    const char *spec_language;
    GTimeZone *zone; // NULL: UTC
} ChartInput;

// NULL when something is wrong or not supported: all of it is reported. The scene lives in the
// arena. Everything that Accord does not draw as Vega does is refused (DIAG_UNSUPPORTED), never
// ignored, unless it has no meaning on paper (tooltip, href, cursor, aria).
Scene *chart_compile(const ChartInput *input);
