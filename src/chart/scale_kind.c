// The table of scale types: what they are and which may be merged.
#include "chart/scale_kind.h"

enum { DISCRETE = 1, CONTINUOUS = 2, DISCRETIZING = 4, QUANTITATIVE = 8, TIME = 16 };

static const struct {
    const char *name;
    guint flags;
    char category; // scales of one category may be merged
    int precedence;
} KINDS[KIND_COUNT] = {
    [KIND_LINEAR] = {"linear", CONTINUOUS | QUANTITATIVE, 'n', 0},
    [KIND_LOG] = {"log", CONTINUOUS | QUANTITATIVE, 'n', 1},
    [KIND_POW] = {"pow", CONTINUOUS | QUANTITATIVE, 'n', 1},
    [KIND_SQRT] = {"sqrt", CONTINUOUS | QUANTITATIVE, 'n', 1},
    [KIND_SYMLOG] = {"symlog", CONTINUOUS | QUANTITATIVE, 'n', 1},
    [KIND_IDENTITY] = {"identity", 0, 'n', 1},
    [KIND_TIME] = {"time", CONTINUOUS | TIME, 't', 0},
    [KIND_UTC] = {"utc", CONTINUOUS | TIME, 't', 0},
    [KIND_QUANTILE] = {"quantile", DISCRETIZING, 'd', 0},
    [KIND_QUANTIZE] = {"quantize", DISCRETIZING, 'd', 0},
    [KIND_THRESHOLD] = {"threshold", DISCRETIZING, 'd', 0},
    [KIND_BIN_ORDINAL] = {"bin-ordinal", DISCRETE, 'b', 0},
    [KIND_ORDINAL] = {"ordinal", DISCRETE, 'o', 0},
    [KIND_POINT] = {"point", DISCRETE, 'p', 10},
    [KIND_BAND] = {"band", DISCRETE, 'p', 11},
};

const char *scale_kind_name(ScaleKind kind) {
    return KINDS[kind].name;
}

ScaleKind scale_kind_find(const char *name) {
    ScaleKind kind = 0;
    while (kind < KIND_COUNT && (!name || strcmp(KINDS[kind].name, name)))
        kind++;
    return kind;
}

bool kind_is_discrete(ScaleKind kind) {
    return KINDS[kind].flags & DISCRETE;
}
bool kind_has_continuous_domain(ScaleKind kind) {
    return (KINDS[kind].flags & (CONTINUOUS | DISCRETIZING)) || kind == KIND_IDENTITY;
}
bool kind_is_continuous(ScaleKind kind) {
    return KINDS[kind].flags & CONTINUOUS;
}
bool kind_is_discretizing(ScaleKind kind) {
    return KINDS[kind].flags & DISCRETIZING;
}
bool kind_is_quantitative(ScaleKind kind) {
    return KINDS[kind].flags & QUANTITATIVE;
}
bool kind_is_time(ScaleKind kind) {
    return KINDS[kind].flags & TIME;
}

bool kind_is_compatible(ScaleKind a, ScaleKind b) {
    char x = KINDS[a].category, y = KINDS[b].category;
    return x == y || (x == 'p' && y == 't') || (x == 't' && y == 'p');
}

int kind_precedence(ScaleKind kind) {
    return KINDS[kind].precedence;
}

bool kind_supports_channel(ScaleKind kind, Channel channel, bool has_nested_offset) {
    if (channel_is_position(channel))
        return kind_is_continuous(kind) || kind == KIND_BAND ||
               (kind == KIND_POINT && !has_nested_offset);
    if (channel_is_color(channel))
        return kind != KIND_BAND;
    if (channel == CHANNEL_SHAPE || channel == CHANNEL_STROKE_DASH)
        return kind == KIND_ORDINAL || kind_is_discretizing(kind);
    return kind_is_continuous(kind) || kind_is_discretizing(kind) || kind == KIND_BAND ||
           kind == KIND_POINT || kind == KIND_ORDINAL;
}

bool kind_supports_type(ScaleKind kind, DataType type) {
    switch (type) {
    case TYPE_ORDINAL:
    case TYPE_NOMINAL:
        return kind_is_discrete(kind);
    case TYPE_TEMPORAL:
        return kind_is_time(kind);
    case TYPE_QUANTITATIVE:
        return kind_is_quantitative(kind) || kind_is_discretizing(kind);
    case TYPE_NONE:
        break;
    }
    return true;
}

bool kind_supports_prop(ScaleKind kind, ScaleProp prop) {
    bool is_pixel = kind == KIND_BAND || kind == KIND_POINT;
    bool is_smooth = kind_is_continuous(kind);
    switch (prop) {
    case SCALE_PROP_REVERSE:
        return true;
    case SCALE_PROP_INTERPOLATE:
        return !is_pixel && kind != KIND_IDENTITY;
    case SCALE_PROP_ROUND:
    case SCALE_PROP_PADDING:
        return is_smooth || is_pixel;
    case SCALE_PROP_PADDING_OUTER:
    case SCALE_PROP_ALIGN:
        return is_pixel;
    case SCALE_PROP_PADDING_INNER:
        return kind == KIND_BAND;
    case SCALE_PROP_DOMAIN_MAX:
    case SCALE_PROP_DOMAIN_MID:
    case SCALE_PROP_DOMAIN_MIN:
    case SCALE_PROP_CLAMP:
        return is_smooth;
    case SCALE_PROP_NICE:
        return is_smooth || kind == KIND_QUANTIZE || kind == KIND_THRESHOLD;
    case SCALE_PROP_EXPONENT:
        return kind == KIND_POW;
    case SCALE_PROP_BASE:
        return kind == KIND_LOG;
    case SCALE_PROP_CONSTANT:
        return kind == KIND_SYMLOG;
    case SCALE_PROP_ZERO:
        return kind_has_continuous_domain(kind) && kind != KIND_LOG && !kind_is_time(kind) &&
               kind != KIND_THRESHOLD && kind != KIND_QUANTILE;
    case SCALE_PROP_COUNT:
        break;
    }
    return false;
}
