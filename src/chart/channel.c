// The table of channels. Everything that differs between channels by kind stands here; the passes
// ask the table and do not compare names.
#include "chart/channel.h"

#include <string.h>

enum {
    IS_XY = 1 << 0,
    IS_OFFSET = 1 << 1,
    IS_POLAR = 1 << 2,
    IS_COLOR = 1 << 3,
    IS_FACET = 1 << 4,
    IS_POSITION = 1 << 5,
    HAS_SCALE = 1 << 6,
    HAS_LEGEND = 1 << 7,
    IS_DISCRETE = 1 << 8
};

#define BIT(mark) (1u << MARK_##mark)
#define ALL_MARKS ((1u << MARK_COUNT) - 1)
#define TIMELINE (BIT(TIMELINE_SPAN) | BIT(TIMELINE_POINT) | BIT(TIMELINE_LABEL))
#define RANGED (BIT(AREA) | BIT(BAR) | BIT(RECT) | BIT(RULE) | TIMELINE)
#define RANGED_IF_BINNED                                                                           \
    (BIT(CIRCLE) | BIT(POINT) | BIT(SQUARE) | BIT(TICK) | BIT(LINE) | BIT(TRAIL))
#define SIZED                                                                                      \
    (BIT(POINT) | BIT(TICK) | BIT(RULE) | BIT(CIRCLE) | BIT(SQUARE) | BIT(BAR) | BIT(TEXT) |       \
     BIT(LINE) | BIT(TRAIL) | BIT(NETWORK_NODE) | BIT(TIMELINE_POINT))
#define DASHED                                                                                     \
    (BIT(LINE) | BIT(POINT) | BIT(TICK) | BIT(RULE) | BIT(CIRCLE) | BIT(SQUARE) | BIT(BAR) |       \
     BIT(NETWORK_LINK))

typedef struct {
    const char *name;
    guint flags;
    guint marks;        // bits of the marks that have it
    guint marks_binned; // bits of the marks that have it with binned data only
    Channel main;
    double maxbins;
} ChannelRow;

static const ChannelRow CHANNELS[CHANNEL_COUNT] = {
    [CHANNEL_X] = {"x", IS_XY | IS_POSITION | HAS_SCALE, ALL_MARKS, 0, CHANNEL_X, 10},
    [CHANNEL_Y] = {"y", IS_XY | IS_POSITION | HAS_SCALE, ALL_MARKS, 0, CHANNEL_Y, 10},
    [CHANNEL_X2] = {"x2", IS_POSITION, RANGED, RANGED_IF_BINNED, CHANNEL_X, 10},
    [CHANNEL_Y2] = {"y2", IS_POSITION, RANGED, RANGED_IF_BINNED, CHANNEL_Y, 10},
    [CHANNEL_THETA] = {"theta", IS_POLAR | IS_POSITION | HAS_SCALE, BIT(TEXT) | BIT(ARC), 0,
                       CHANNEL_THETA, 10},
    [CHANNEL_THETA2] = {"theta2", IS_POLAR | IS_POSITION, BIT(ARC), 0, CHANNEL_THETA, 10},
    [CHANNEL_RADIUS] = {"radius", IS_POLAR | IS_POSITION | HAS_SCALE, BIT(TEXT) | BIT(ARC), 0,
                        CHANNEL_RADIUS, 10},
    [CHANNEL_RADIUS2] = {"radius2", IS_POLAR | IS_POSITION, BIT(ARC), 0, CHANNEL_RADIUS, 10},
    [CHANNEL_X_OFFSET] = {"xOffset", IS_OFFSET | IS_POSITION | HAS_SCALE, ALL_MARKS, 0,
                          CHANNEL_X_OFFSET, 10},
    [CHANNEL_Y_OFFSET] = {"yOffset", IS_OFFSET | IS_POSITION | HAS_SCALE, ALL_MARKS, 0,
                          CHANNEL_Y_OFFSET, 10},
    [CHANNEL_COLOR] = {"color", IS_COLOR | HAS_SCALE | HAS_LEGEND, ALL_MARKS, 0, CHANNEL_COLOR, 6},
    [CHANNEL_FILL] = {"fill", IS_COLOR | HAS_SCALE | HAS_LEGEND, ALL_MARKS, 0, CHANNEL_FILL, 6},
    [CHANNEL_STROKE] = {"stroke", IS_COLOR | HAS_SCALE | HAS_LEGEND, ALL_MARKS, 0, CHANNEL_STROKE,
                        6},
    [CHANNEL_OPACITY] = {"opacity", HAS_SCALE | HAS_LEGEND, ALL_MARKS, 0, CHANNEL_OPACITY, 6},
    [CHANNEL_FILL_OPACITY] = {"fillOpacity", HAS_SCALE, ALL_MARKS, 0, CHANNEL_FILL_OPACITY, 6},
    [CHANNEL_STROKE_OPACITY] = {"strokeOpacity", HAS_SCALE, ALL_MARKS, 0, CHANNEL_STROKE_OPACITY,
                                6},
    [CHANNEL_STROKE_WIDTH] = {"strokeWidth", HAS_SCALE | HAS_LEGEND, ALL_MARKS, 0,
                              CHANNEL_STROKE_WIDTH, 6},
    [CHANNEL_STROKE_DASH] = {"strokeDash", HAS_SCALE | HAS_LEGEND | IS_DISCRETE, DASHED, 0,
                             CHANNEL_STROKE_DASH, 4},
    [CHANNEL_SIZE] = {"size", HAS_SCALE | HAS_LEGEND, SIZED, 0, CHANNEL_SIZE, 6},
    [CHANNEL_ANGLE] = {"angle", HAS_SCALE, BIT(POINT) | BIT(SQUARE) | BIT(TEXT), 0, CHANNEL_ANGLE,
                       10},
    [CHANNEL_SHAPE] = {"shape", HAS_SCALE | HAS_LEGEND | IS_DISCRETE,
                       BIT(POINT) | BIT(NETWORK_NODE) | BIT(TIMELINE_POINT), 0, CHANNEL_SHAPE, 6},
    [CHANNEL_ORDER] = {"order", 0, ALL_MARKS, 0, CHANNEL_ORDER, 10},
    [CHANNEL_TEXT] = {"text", IS_DISCRETE,
                      BIT(TEXT) | BIT(NETWORK_LABEL) | BIT(SANKEY_LABEL) | BIT(SANKEY_HEAD) |
                          BIT(TIMELINE_LABEL),
                      0, CHANNEL_TEXT, 10},
    [CHANNEL_DETAIL] = {"detail", 0, ALL_MARKS, 0, CHANNEL_DETAIL, 10},
    [CHANNEL_KEY] = {"key", 0, ALL_MARKS, 0, CHANNEL_KEY, 10},
    [CHANNEL_ROW] = {"row", IS_FACET | IS_DISCRETE, ALL_MARKS, 0, CHANNEL_ROW, 6},
    [CHANNEL_COLUMN] = {"column", IS_FACET | IS_DISCRETE, ALL_MARKS, 0, CHANNEL_COLUMN, 6},
    [CHANNEL_FACET] = {"facet", IS_FACET | IS_DISCRETE, ALL_MARKS, 0, CHANNEL_FACET, 10},
};

static bool has_flag(Channel channel, guint flag) {
    return channel < CHANNEL_COUNT && (CHANNELS[channel].flags & flag);
}

const char *channel_name(Channel channel) {
    return channel < CHANNEL_COUNT ? CHANNELS[channel].name : "none";
}

Channel channel_find(const char *name) {
    for (Channel c = 0; c < CHANNEL_COUNT; c++)
        if (!strcmp(CHANNELS[c].name, name))
            return c;
    return CHANNEL_NONE;
}

bool channel_is_xy(Channel channel) {
    return has_flag(channel, IS_XY);
}
bool channel_is_offset(Channel channel) {
    return has_flag(channel, IS_OFFSET);
}
bool channel_is_polar(Channel channel) {
    return has_flag(channel, IS_POLAR);
}
bool channel_is_color(Channel channel) {
    return has_flag(channel, IS_COLOR);
}
bool channel_is_facet(Channel channel) {
    return has_flag(channel, IS_FACET);
}
bool channel_is_position(Channel channel) {
    return has_flag(channel, IS_POSITION);
}
bool channel_is_secondary(Channel channel) {
    return channel < CHANNEL_COUNT && CHANNELS[channel].main != channel;
}
bool channel_has_scale(Channel channel) {
    return has_flag(channel, HAS_SCALE);
}
bool channel_is_discrete(Channel channel) {
    return has_flag(channel, IS_DISCRETE);
}

Channel channel_main(Channel channel) {
    return channel < CHANNEL_COUNT ? CHANNELS[channel].main : CHANNEL_NONE;
}

Channel channel_secondary(Channel channel) {
    for (Channel c = 0; c < CHANNEL_COUNT; c++)
        if (c != channel && CHANNELS[c].main == channel)
            return c;
    return CHANNEL_NONE;
}

Channel channel_offset(Channel channel) {
    return channel == CHANNEL_X   ? CHANNEL_X_OFFSET
           : channel == CHANNEL_Y ? CHANNEL_Y_OFFSET
                                  : CHANNEL_NONE;
}

double channel_maxbins(Channel channel) {
    return channel < CHANNEL_COUNT ? CHANNELS[channel].maxbins : 10;
}

MarkSupport channel_supports_mark(Channel channel, Mark mark) {
    if (CHANNELS[channel].marks & (1u << mark))
        return SUPPORT_ALWAYS;
    return CHANNELS[channel].marks_binned & (1u << mark) ? SUPPORT_BINNED : SUPPORT_NO;
}
