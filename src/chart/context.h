// What all passes of one compilation share, and small readers of JSON values that the schema pass
// has checked already. Values that passes make live in the chart's pool until the end.
#pragma once
#include "chart/chart.h"
#include "chart/scale.h"

// Bounds of one chart, so that a hostile specification ends in a message.
enum {
    CHART_NESTING_MAX = 32,    // views inside views
    CHART_VIEWS_MAX = 2000,    // plot cells drawn
    CHART_ITEMS_MAX = 2000000, // mark items drawn
    CHART_TICKS_MAX = 2000,    // ticks of one axis
    CHART_REPEAT_MAX = 400,    // views of one repeat
    CHART_SIZE_MAX = 32000,    // width or height of a view, in points
    CHART_FACET_MAX = 1000     // cells of one facet
};

typedef struct {
    const ChartInput *input;
    Arena *arena;
    Diags *diags;
    json_t *pool;           // array: holds the values that passes made
    json_t *spec;           // the normalized specification
    json_t *config;         // Vega-Lite's defaults, the theme, the specification's own
    json_t *vega;           // Vega's defaults
    json_t *params;         // name -> value, of "params" that are plain variables
    GHashTable *extents;    // name -> Value *, of "extent" transforms
    GPtrArray *docs;        // JsonDoc *: wrappers of made values, for places
    GHashTable *selections; // name -> Selection *, of the first unit that has it
    struct View *testing;   // the unit whose conditions are read; or NULL
    GHashTable *sources;    // data source key -> const Table *
    TransformContext transform;
    ExpressionContext expression;
    guint errors_before;
    GPtrArray *groups;  // Group *: whose arrays are freed at the end
    guint views, items; // drawn so far
    GArray *marks;      // ChartMark: what was last drawn; NULL: nobody asks
    struct View *scope; // whose scales expressions see; or NULL
    struct View *sized; // whose width and height they see, once sizes are known; or NULL
    bool fits;          // sizes are chosen so that the picture fills a place
    double stretch[2];  // of plots in width and height, to fill that place; else 1
    double room[2];     // that place in width and height, without padding; 0: not known
    double above;       // what stood above the plot when it was last drawn
    guint names_hidden; // labels of categories without room; as last drawn
    double excess[2];   // by which legends are wider and higher than the place; as last drawn
} Chart;

// Keeps a new reference alive as long as the chart and gives it back as a borrowed one; NULL stays
// NULL.
json_t *chart_own(Chart *chart, json_t *value);
// A copy in the arena; bytes may be 0.
void *chart_keep(Chart *chart, const void *data, gsize bytes);
// The node of a value, for places: of the specification or the theme when it stands there, else of
// a document made for it.
const JsonNode *chart_node(Chart *chart, const json_t *value);
// The node of a value for messages: the whole specification for one that was made.
const JsonNode *chart_place(Chart *chart, const json_t *value);
void chart_error(Chart *chart, const json_t *at, DiagId id, const char *hint, const char *format,
                 ...) G_GNUC_PRINTF(5, 6);
void chart_warning(Chart *chart, const json_t *at, DiagId id, const char *hint, const char *format,
                   ...) G_GNUC_PRINTF(5, 6);
void chart_unsupported(Chart *chart, const json_t *at, const char *what);
bool chart_failed(const Chart *chart); // whether something was reported as an error

// Readers; each tolerates NULL and other types.
const char *js_string(const json_t *object, const char *key); // NULL when it is no string
double js_number(const json_t *object, const char *key, double otherwise);
bool js_bool(const json_t *object, const char *key, bool otherwise);
bool js_has(const json_t *object, const char *key); // present, null included
bool js_is_false(const json_t *value);              // null or false, not absent
bool js_truthy(const json_t *value);                // as JavaScript has it
bool js_equals(const json_t *string, const char *text);
// The numbers of an array, 0 for what is none; in the arena. An empty one gives NULL.
guint js_numbers(Arena *arena, const json_t *array, const double **out);

// A shallow copy with members changed (value: new reference; NULL removes).
json_t *js_with(const json_t *object, const char *key, json_t *value);
