// The tree of views that a specification means: units with marks, layers of units that share a
// plot, facets of one child for each value, concats of several. Each carries what later passes find
// out about it: data, scales, axes, legends, sizes.
#pragma once
#include "chart/rows.h"
#include "chart/stack.h"

typedef enum { VIEW_UNIT, VIEW_LAYER, VIEW_FACET, VIEW_CONCAT } ViewKind;
typedef enum { RESOLVE_DEFAULT, RESOLVE_SHARED, RESOLVE_INDEPENDENT } Resolve;

typedef struct View View;
typedef struct ScaleModel ScaleModel;
typedef struct AxisModel AxisModel;
typedef struct LegendModel LegendModel;
typedef struct Selection Selection;

// Width or height of a view. Sizes that several views share point to one of them.
typedef enum { SIZE_NONE, SIZE_NUMBER, SIZE_STEP, SIZE_CONTAINER } SizeKind;
typedef struct SizeModel SizeModel;
struct SizeModel {
    SizeModel *merged; // into this one; or NULL
    SizeKind kind;
    double number;
    bool is_explicit;
};

typedef enum {
    DATA_RAW,   // before the encoding's aggregation
    DATA_MAIN,  // what marks are made from
    DATA_SCALE, // what domains are made from
    DATA_STAGES
} DataStage;

// The tables of a view. A facet's cells are subsets of the rows.
typedef struct {
    Rows stages[DATA_STAGES];       // with the rows of the cell that is being drawn
    const char *raw_key, *main_key; // equal keys: the same rows
    GHashTable *parsed; // fields whose type is settled: name -> "date", "number", "derived"
    bool parses_nothing;
    guint facet_count; // columns of the facets around the view that part its data
    const char *const *facets;
    // Of explanations: where the rows begin (NULL: the default data) and what made them, of the
    // views around too.
    const json_t *source;
    guint step_count;
    const ChartStep *steps;
    // Bins of the encoding: Def name -> Bin *
    GHashTable *bins;
} DataModel;

typedef struct {
    const Def *def;
    json_t *header;        // object; NULL: none given
    bool header_off;       // "header": null
    const char *field;     // column of the facet's table
    const char *field_end; // of a binned field; or NULL
    const char *title;     // over or beside all its labels; or NULL
} FacetDef;

struct View {
    ViewKind kind;
    Chart *chart;
    json_t *spec;
    View *parent;
    guint child_count;
    View **children;
    json_t *given_size[2]; // width, height: a number, a step, "container"; or NULL
    Resolve scale_resolve[CHANNEL_COUNT], axis_resolve[2], legend_resolve[CHANNEL_COUNT];
    SizeModel *size[2], *child_size[2];
    ScaleModel *scales[CHANNEL_COUNT];
    GPtrArray *axes[2]; // of AxisModel *, x and y
    LegendModel *legends[CHANNEL_COUNT];
    DataModel data;
    // Of a unit:
    Mark mark;
    json_t *mark_def;
    Encoding *encoding;
    const Stack *stack;
    guint selection_count; // that reach it, see selection.h
    Selection **selections;
    struct Encoder *encoder;     // made when it is drawn first
    const Def *sorted_by_domain; // the colour whose explicit domain orders the stack; or NULL
    struct GraphCounts *counts;  // of a network or Sankey diagram: what its data left out; or NULL
    // Of a layer: what the parts of a field chart share while a cell is drawn; or NULL.
    const void *arranged;
    const struct Group *arranged_cell; // that it was made for
    // Items of a timeline that found no place in the last cell drawn, and those without their
    // label.
    guint left_out, unlabelled;
    // Of a facet: row and column, or facet.
    FacetDef facet[3];
    json_t *cell_label; // of the cell of a facet that is being drawn: stands as its title
    // Of facet and concat:
    int columns; // 0: as many as there are
};

enum { FACET_ROW, FACET_COLUMN, FACET_WRAP };
enum { DIM_WIDTH, DIM_HEIGHT };

View *view_build(Chart *chart, json_t *spec, View *parent, json_t *const given_size[2]);
void view_free(View *view);                 // what is not in the arena
bool view_is_composition(const View *view); // facet or concat
View *view_facet_parent(View *view);        // the nearest facet around it, or NULL

// The size model that counts, after merging.
SizeModel *size_root(SizeModel *size);
// "width" for x.
int channel_dimension(Channel channel);
Resolve view_scale_resolve(View *view, Channel channel); // with the default filled in
Resolve view_guide_resolve(View *view, Channel channel); // of the axis or legend
