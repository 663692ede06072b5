// Encoding channels as rows of a table: what each may do (have a scale, a legend, group paths) and
// with which marks.
#pragma once
#include <glib.h>
#include <stdbool.h>

// In Vega-Lite's order, which decides grouping and stacking orders.
typedef enum {
    CHANNEL_X,
    CHANNEL_Y,
    CHANNEL_X2,
    CHANNEL_Y2,
    CHANNEL_THETA,
    CHANNEL_THETA2,
    CHANNEL_RADIUS,
    CHANNEL_RADIUS2,
    CHANNEL_X_OFFSET,
    CHANNEL_Y_OFFSET,
    CHANNEL_COLOR,
    CHANNEL_FILL,
    CHANNEL_STROKE,
    CHANNEL_OPACITY,
    CHANNEL_FILL_OPACITY,
    CHANNEL_STROKE_OPACITY,
    CHANNEL_STROKE_WIDTH,
    CHANNEL_STROKE_DASH,
    CHANNEL_SIZE,
    CHANNEL_ANGLE,
    CHANNEL_SHAPE,
    CHANNEL_ORDER,
    CHANNEL_TEXT,
    CHANNEL_DETAIL,
    CHANNEL_KEY,
    CHANNEL_ROW,
    CHANNEL_COLUMN,
    CHANNEL_FACET,
    CHANNEL_COUNT,
    CHANNEL_NONE = CHANNEL_COUNT, // also: fields that only part the data, of tooltips and links
} Channel;

typedef enum {
    MARK_ARC,
    MARK_AREA,
    MARK_BAR,
    MARK_CIRCLE,
    MARK_LINE,
    MARK_POINT,
    MARK_RECT,
    MARK_RULE,
    MARK_SQUARE,
    MARK_TEXT,
    MARK_TICK,
    MARK_TRAIL,
    // Parts of field charts; a specification cannot name them.
    MARK_NETWORK_LINK,
    MARK_NETWORK_NODE,
    MARK_NETWORK_LABEL,
    MARK_SANKEY_LINK,
    MARK_SANKEY_NODE,
    MARK_SANKEY_LABEL,
    MARK_SANKEY_HEAD,
    MARK_TIMELINE_SPAN,
    MARK_TIMELINE_POINT,
    MARK_TIMELINE_LABEL,
    MARK_COUNT
} Mark;

const char *channel_name(Channel channel);
Channel channel_find(const char *name); // CHANNEL_NONE when there is no such channel

bool channel_is_xy(Channel channel);        // x, y
bool channel_is_offset(Channel channel);    // xOffset, yOffset
bool channel_is_polar(Channel channel);     // theta, theta2, radius, radius2
bool channel_is_color(Channel channel);     // color, fill, stroke
bool channel_is_facet(Channel channel);     // row, column, facet
bool channel_is_position(Channel channel);  // x .. yOffset
bool channel_is_secondary(Channel channel); // x2, y2, theta2, radius2
bool channel_has_scale(Channel channel);
bool channel_is_discrete(Channel channel);  // the output is one of a few: shape, strokeDash, ...
Channel channel_main(Channel channel);      // x2 -> x; itself otherwise
Channel channel_secondary(Channel channel); // x -> x2; CHANNEL_NONE otherwise
Channel channel_offset(Channel channel);    // x -> xOffset; CHANNEL_NONE otherwise
// The default of "maxbins" when a field of the channel is binned.
double channel_maxbins(Channel channel);

typedef enum { SUPPORT_NO, SUPPORT_ALWAYS, SUPPORT_BINNED } MarkSupport;
MarkSupport channel_supports_mark(Channel channel, Mark mark);
