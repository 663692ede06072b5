// Legends before they are drawn: properties by Vega-Lite's rules, merged over views and over the
// channels that show one field (https://vega.github.io/vega-lite/docs/legend.html).
#pragma once
#include "chart/scale_prop.h"

// X(NAME, "name")
#define LEGEND_PROPS(X)                                                                            \
    X(CLIP_HEIGHT, "clipHeight")                                                                   \
    X(COLUMN_PADDING, "columnPadding")                                                             \
    X(COLUMNS, "columns")                                                                          \
    X(CORNER_RADIUS, "cornerRadius")                                                               \
    X(DIRECTION, "direction")                                                                      \
    X(FILL_COLOR, "fillColor")                                                                     \
    X(FORMAT, "format")                                                                            \
    X(FORMAT_TYPE, "formatType")                                                                   \
    X(GRADIENT_LENGTH, "gradientLength")                                                           \
    X(GRADIENT_OPACITY, "gradientOpacity")                                                         \
    X(GRADIENT_STROKE_COLOR, "gradientStrokeColor")                                                \
    X(GRADIENT_STROKE_WIDTH, "gradientStrokeWidth")                                                \
    X(GRADIENT_THICKNESS, "gradientThickness")                                                     \
    X(GRID_ALIGN, "gridAlign")                                                                     \
    X(LABEL_ALIGN, "labelAlign")                                                                   \
    X(LABEL_BASELINE, "labelBaseline")                                                             \
    X(LABEL_COLOR, "labelColor")                                                                   \
    X(LABEL_EXPR, "labelExpr")                                                                     \
    X(LABEL_FONT, "labelFont")                                                                     \
    X(LABEL_FONT_SIZE, "labelFontSize")                                                            \
    X(LABEL_FONT_STYLE, "labelFontStyle")                                                          \
    X(LABEL_FONT_WEIGHT, "labelFontWeight")                                                        \
    X(LABEL_LIMIT, "labelLimit")                                                                   \
    X(LABEL_OFFSET, "labelOffset")                                                                 \
    X(LABEL_OPACITY, "labelOpacity")                                                               \
    X(LABEL_OVERLAP, "labelOverlap")                                                               \
    X(LABEL_SEPARATION, "labelSeparation")                                                         \
    X(LEGEND_X, "legendX")                                                                         \
    X(LEGEND_Y, "legendY")                                                                         \
    X(OFFSET, "offset")                                                                            \
    X(ORIENT, "orient")                                                                            \
    X(PADDING, "padding")                                                                          \
    X(ROW_PADDING, "rowPadding")                                                                   \
    X(STROKE_COLOR, "strokeColor")                                                                 \
    X(SYMBOL_DASH, "symbolDash")                                                                   \
    X(SYMBOL_DASH_OFFSET, "symbolDashOffset")                                                      \
    X(SYMBOL_FILL_COLOR, "symbolFillColor")                                                        \
    X(SYMBOL_LIMIT, "symbolLimit")                                                                 \
    X(SYMBOL_OFFSET, "symbolOffset")                                                               \
    X(SYMBOL_OPACITY, "symbolOpacity")                                                             \
    X(SYMBOL_SIZE, "symbolSize")                                                                   \
    X(SYMBOL_STROKE_COLOR, "symbolStrokeColor")                                                    \
    X(SYMBOL_STROKE_WIDTH, "symbolStrokeWidth")                                                    \
    X(SYMBOL_TYPE, "symbolType")                                                                   \
    X(TICK_COUNT, "tickCount")                                                                     \
    X(TICK_MIN_STEP, "tickMinStep")                                                                \
    X(TITLE, "title")                                                                              \
    X(TITLE_ALIGN, "titleAlign")                                                                   \
    X(TITLE_ANCHOR, "titleAnchor")                                                                 \
    X(TITLE_BASELINE, "titleBaseline")                                                             \
    X(TITLE_COLOR, "titleColor")                                                                   \
    X(TITLE_FONT, "titleFont")                                                                     \
    X(TITLE_FONT_SIZE, "titleFontSize")                                                            \
    X(TITLE_FONT_STYLE, "titleFontStyle")                                                          \
    X(TITLE_FONT_WEIGHT, "titleFontWeight")                                                        \
    X(TITLE_LIMIT, "titleLimit")                                                                   \
    X(TITLE_LINE_HEIGHT, "titleLineHeight")                                                        \
    X(TITLE_OPACITY, "titleOpacity")                                                               \
    X(TITLE_ORIENT, "titleOrient")                                                                 \
    X(TITLE_PADDING, "titlePadding")                                                               \
    X(TYPE, "type")                                                                                \
    X(VALUES, "values")                                                                            \
    X(ZINDEX, "zindex")

typedef enum {
#define LEGEND_ENUM(name, text) LEGEND_##name,
    LEGEND_PROPS(LEGEND_ENUM)
#undef LEGEND_ENUM
        LEGEND_PROP_COUNT
} LegendProp;

// What a scale drives in the symbols of a legend, in Vega's order of precedence.
typedef enum {
    DRIVES_SIZE,
    DRIVES_SHAPE,
    DRIVES_FILL,
    DRIVES_STROKE,
    DRIVES_STROKE_WIDTH,
    DRIVES_STROKE_DASH,
    DRIVES_OPACITY,
    DRIVES_COUNT
} LegendDriven;

struct LegendModel {
    View *view; // whose scales it shows
    View *unit; // the first that has it; its size may decide the length of a gradient
    Channel channel;
    Prop props[LEGEND_PROP_COUNT];
    bool disabled, disabled_explicit;
    Channel drivers[DRIVES_COUNT]; // the channel of the scale; CHANNEL_NONE
    json_t *symbols;               // constant properties of the symbols: fill, stroke, opacity, ...
    json_t *gradient;              // of the gradient: opacity
    const Def *def;
    bool has_default_length; // the gradient is as long as the plot, within limits
};

// Parses the legends of the tree; views that share a scale share its legend.
void legend_parse(View *view);
// The legends that a view itself shows, with those of one field merged. Of LegendModel *.
GPtrArray *legend_collect(View *view);

json_t *legend_value(const LegendModel *legend, LegendProp prop);
double legend_number(const LegendModel *legend, LegendProp prop, double otherwise);
const char *legend_word(const LegendModel *legend, LegendProp prop, const char *otherwise);
