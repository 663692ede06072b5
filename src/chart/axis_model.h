// Axes before they are drawn: properties by Vega-Lite's rules, merged over the layers that share
// an axis (https://vega.github.io/vega-lite/docs/axis.html).
#pragma once
#include "chart/scale_prop.h"

// X(NAME, "name")
#define AXIS_PROPS(X)                                                                              \
    X(BAND_POSITION, "bandPosition")                                                               \
    X(DOMAIN, "domain")                                                                            \
    X(DOMAIN_CAP, "domainCap")                                                                     \
    X(DOMAIN_COLOR, "domainColor")                                                                 \
    X(DOMAIN_DASH, "domainDash")                                                                   \
    X(DOMAIN_DASH_OFFSET, "domainDashOffset")                                                      \
    X(DOMAIN_OPACITY, "domainOpacity")                                                             \
    X(DOMAIN_WIDTH, "domainWidth")                                                                 \
    X(FORMAT, "format")                                                                            \
    X(FORMAT_TYPE, "formatType")                                                                   \
    X(GRID, "grid")                                                                                \
    X(GRID_CAP, "gridCap")                                                                         \
    X(GRID_COLOR, "gridColor")                                                                     \
    X(GRID_DASH, "gridDash")                                                                       \
    X(GRID_DASH_OFFSET, "gridDashOffset")                                                          \
    X(GRID_OPACITY, "gridOpacity")                                                                 \
    X(GRID_WIDTH, "gridWidth")                                                                     \
    X(LABEL_ALIGN, "labelAlign")                                                                   \
    X(LABEL_ANGLE, "labelAngle")                                                                   \
    X(LABEL_BASELINE, "labelBaseline")                                                             \
    X(LABEL_BOUND, "labelBound")                                                                   \
    X(LABEL_COLOR, "labelColor")                                                                   \
    X(LABEL_EXPR, "labelExpr")                                                                     \
    X(LABEL_FLUSH, "labelFlush")                                                                   \
    X(LABEL_FLUSH_OFFSET, "labelFlushOffset")                                                      \
    X(LABEL_FONT, "labelFont")                                                                     \
    X(LABEL_FONT_SIZE, "labelFontSize")                                                            \
    X(LABEL_FONT_STYLE, "labelFontStyle")                                                          \
    X(LABEL_FONT_WEIGHT, "labelFontWeight")                                                        \
    X(LABEL_LIMIT, "labelLimit")                                                                   \
    X(LABEL_LINE_HEIGHT, "labelLineHeight")                                                        \
    X(LABEL_OFFSET, "labelOffset")                                                                 \
    X(LABEL_OPACITY, "labelOpacity")                                                               \
    X(LABEL_OVERLAP, "labelOverlap")                                                               \
    X(LABEL_PADDING, "labelPadding")                                                               \
    X(LABELS, "labels")                                                                            \
    X(LABEL_SEPARATION, "labelSeparation")                                                         \
    X(MAX_EXTENT, "maxExtent")                                                                     \
    X(MIN_EXTENT, "minExtent")                                                                     \
    X(OFFSET, "offset")                                                                            \
    X(ORIENT, "orient")                                                                            \
    X(POSITION, "position")                                                                        \
    X(TICK_BAND, "tickBand")                                                                       \
    X(TICK_CAP, "tickCap")                                                                         \
    X(TICK_COLOR, "tickColor")                                                                     \
    X(TICK_COUNT, "tickCount")                                                                     \
    X(TICK_DASH, "tickDash")                                                                       \
    X(TICK_DASH_OFFSET, "tickDashOffset")                                                          \
    X(TICK_EXTRA, "tickExtra")                                                                     \
    X(TICK_MIN_STEP, "tickMinStep")                                                                \
    X(TICK_OFFSET, "tickOffset")                                                                   \
    X(TICK_OPACITY, "tickOpacity")                                                                 \
    X(TICK_ROUND, "tickRound")                                                                     \
    X(TICKS, "ticks")                                                                              \
    X(TICK_SIZE, "tickSize")                                                                       \
    X(TICK_WIDTH, "tickWidth")                                                                     \
    X(TITLE, "title")                                                                              \
    X(TITLE_ALIGN, "titleAlign")                                                                   \
    X(TITLE_ANCHOR, "titleAnchor")                                                                 \
    X(TITLE_ANGLE, "titleAngle")                                                                   \
    X(TITLE_BASELINE, "titleBaseline")                                                             \
    X(TITLE_COLOR, "titleColor")                                                                   \
    X(TITLE_FONT, "titleFont")                                                                     \
    X(TITLE_FONT_SIZE, "titleFontSize")                                                            \
    X(TITLE_FONT_STYLE, "titleFontStyle")                                                          \
    X(TITLE_FONT_WEIGHT, "titleFontWeight")                                                        \
    X(TITLE_LIMIT, "titleLimit")                                                                   \
    X(TITLE_LINE_HEIGHT, "titleLineHeight")                                                        \
    X(TITLE_OPACITY, "titleOpacity")                                                               \
    X(TITLE_PADDING, "titlePadding")                                                               \
    X(TITLE_X, "titleX")                                                                           \
    X(TITLE_Y, "titleY")                                                                           \
    X(TRANSLATE, "translate")                                                                      \
    X(VALUES, "values")                                                                            \
    X(ZINDEX, "zindex")

typedef enum {
#define AXIS_ENUM(name, text) AXIS_##name,
    AXIS_PROPS(AXIS_ENUM)
#undef AXIS_ENUM
        AXIS_PROP_COUNT
} AxisProp;

// A title is a text, or a JSON array of objects that def_title makes texts of.
struct AxisModel {
    View *view;      // whose scale it shows
    Channel channel; // x or y
    Prop props[AXIS_PROP_COUNT];
    bool disabled, disabled_explicit;
    bool has_grid_scale; // the other dimension has a scale that bounds the grid
    const Def *def;      // for values and labels
    bool extracted;      // labels, ticks and title are drawn once for a row or column of a facet
};

// Parses the axes of the tree below a view; layers merge those of their units.
void axis_parse(View *view);
// What Vega uses: the axis, else configuration for its kind of scale, orient and channel.
json_t *axis_value(const AxisModel *axis, AxisProp prop);
double axis_number(const AxisModel *axis, AxisProp prop, double otherwise);
bool axis_bool(const AxisModel *axis, AxisProp prop);
const char *axis_orient(const AxisModel *axis);
// The title's text, lines parted by newlines; NULL: none. In the arena.
const char *axis_title(const AxisModel *axis);
