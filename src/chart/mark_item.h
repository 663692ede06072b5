// From a unit's rows to the items of its mark.
#pragma once
#include "chart/encode.h"
#include "chart/group.h"

// Everything that drawing the items of one unit needs.
typedef struct {
    Encoder *encoder;
    View *unit;
    Chart *chart;
    RefScope scope;
    Rows rows;
} MarkDraw;

// Draws the unit's marks into the group of its plot cell.
void mark_draw(View *unit, Group *cell);

// ---- for the single marks ----
// Makes ready to ask for a unit's items; false when it has no rows at all.
bool mark_draw_begin(View *unit, const Group *cell, MarkDraw *draw);
// A property of an item: as its channel encodes it, else the constant.
double item_number(const MarkDraw *draw, PropId id, ConstantId constant, guint row,
                   double otherwise);
const char *item_string(const MarkDraw *draw, PropId id, ConstantId constant, guint row,
                        const char *otherwise);
// A property that no channel encodes: from the definition, else Vega's default. NULL: undefined.
json_t *item_constant(const MarkDraw *draw, ConstantId id);
double item_constant_number(const MarkDraw *draw, ConstantId id, guint row, double otherwise);
const char *item_constant_string(const MarkDraw *draw, ConstantId id, guint row,
                                 const char *otherwise);
SceneStyle item_style(const MarkDraw *draw, guint row);
const Lineage *item_lineage(const MarkDraw *draw, guint row);
bool item_clips(const MarkDraw *draw);
// x or y with size, as Vega makes them of x, x2, xc and width.
void item_span(const MarkDraw *draw, bool is_x, guint row, double *start, double *length);
// The start and end before they are put in order; NaN when there is none.
void item_ends(const MarkDraw *draw, bool is_x, guint row, double *first, double *second);

typedef struct {
    SceneMarkType type;
    void (*encode)(Encoder *encoder);
    // Fills one item; or for paths: draws all of them.
    void (*item)(const MarkDraw *draw, guint row, SceneItem *item);
    void (*paths)(const MarkDraw *draw, Group *cell);
} MarkKind;

const MarkKind *mark_kind(Mark mark);
void mark_rect_encode_bar(Encoder *encoder);
void mark_rect_encode_rect(Encoder *encoder);
void mark_rect_encode_tick(Encoder *encoder);
void mark_rect_item(const MarkDraw *draw, guint row, SceneItem *item);
void mark_symbol_encode(Encoder *encoder);
void mark_symbol_item(const MarkDraw *draw, guint row, SceneItem *item);
void mark_rule_encode(Encoder *encoder);
void mark_rule_item(const MarkDraw *draw, guint row, SceneItem *item);
void mark_text_encode(Encoder *encoder);
void mark_text_item(const MarkDraw *draw, guint row, SceneItem *item);
void mark_arc_encode(Encoder *encoder);
void mark_arc_item(const MarkDraw *draw, guint row, SceneItem *item);
void mark_path_encode_line(Encoder *encoder);
void mark_path_encode_trail(Encoder *encoder);
void mark_path_encode_area(Encoder *encoder);
void mark_path_draw(const MarkDraw *draw, Group *cell);
// Parts of field charts: each draws its own items where the arrangement of all puts them.
void mark_part_encode(Encoder *encoder);
void mark_part_encode_symbol(Encoder *encoder);
void mark_part_encode_text(Encoder *encoder);
void mark_network_draw(const MarkDraw *draw, Group *cell);
void mark_sankey_draw(const MarkDraw *draw, Group *cell);
void mark_timeline_draw(const MarkDraw *draw, Group *cell);
// Stacked bars with rounded ends: drawn in groups that clip.
bool mark_rect_is_rounded_stack(const MarkDraw *draw);
void mark_rect_draw_rounded_stack(const MarkDraw *draw, Group *cell, const SceneMark *mark);
