// From the encoding of a unit to properties of Vega's marks (x, x2, width, fill, ...), by the rules
// of Vega-Lite's mark compilers.
#pragma once
#include "chart/ref.h"

typedef enum {
    PROP_X,
    PROP_X2,
    PROP_XC,
    PROP_WIDTH,
    PROP_Y,
    PROP_Y2,
    PROP_YC,
    PROP_HEIGHT,
    PROP_FILL,
    PROP_STROKE,
    PROP_OPACITY,
    PROP_FILL_OPACITY,
    PROP_STROKE_OPACITY,
    PROP_STROKE_WIDTH,
    PROP_STROKE_DASH,
    PROP_SIZE,
    PROP_SHAPE,
    PROP_ANGLE,
    PROP_TEXT,
    PROP_FONT_SIZE,
    PROP_ALIGN,
    PROP_BASELINE,
    PROP_RADIUS,
    PROP_THETA,
    PROP_START_ANGLE,
    PROP_END_ANGLE,
    PROP_INNER_RADIUS,
    PROP_OUTER_RADIUS,
    PROP_CORNER_TOP_LEFT,
    PROP_CORNER_TOP_RIGHT,
    PROP_CORNER_BOTTOM_RIGHT,
    PROP_CORNER_BOTTOM_LEFT,
    PROP_ZINDEX,
    PROP_COUNT
} PropId;

// Properties that no channel encodes, by Vega's names: X(NAME, "name").
#define MARK_CONSTANTS(X)                                                                          \
    X(ALIGN, "align")                                                                              \
    X(ANGLE, "angle")                                                                              \
    X(BASELINE, "baseline")                                                                        \
    X(CORNER_RADIUS, "cornerRadius")                                                               \
    X(CORNER_TOP_LEFT, "cornerRadiusTopLeft")                                                      \
    X(CORNER_TOP_RIGHT, "cornerRadiusTopRight")                                                    \
    X(CORNER_BOTTOM_RIGHT, "cornerRadiusBottomRight")                                              \
    X(CORNER_BOTTOM_LEFT, "cornerRadiusBottomLeft")                                                \
    X(DX, "dx")                                                                                    \
    X(DY, "dy")                                                                                    \
    X(FILL_OPACITY, "fillOpacity")                                                                 \
    X(FONT, "font")                                                                                \
    X(FONT_SIZE, "fontSize")                                                                       \
    X(FONT_STYLE, "fontStyle")                                                                     \
    X(FONT_WEIGHT, "fontWeight")                                                                   \
    X(HEIGHT, "height")                                                                            \
    X(INTERPOLATE, "interpolate")                                                                  \
    X(LIMIT, "limit")                                                                              \
    X(LINE_BREAK, "lineBreak")                                                                     \
    X(LINE_HEIGHT, "lineHeight")                                                                   \
    X(OPACITY, "opacity")                                                                          \
    X(PAD_ANGLE, "padAngle")                                                                       \
    X(RADIUS, "radius")                                                                            \
    X(SHAPE, "shape")                                                                              \
    X(SIZE, "size")                                                                                \
    X(STROKE_CAP, "strokeCap")                                                                     \
    X(STROKE_DASH, "strokeDash")                                                                   \
    X(STROKE_DASH_OFFSET, "strokeDashOffset")                                                      \
    X(STROKE_JOIN, "strokeJoin")                                                                   \
    X(STROKE_OPACITY, "strokeOpacity")                                                             \
    X(STROKE_WIDTH, "strokeWidth")                                                                 \
    X(TENSION, "tension")                                                                          \
    X(TEXT, "text")                                                                                \
    X(THETA, "theta")                                                                              \
    X(WIDTH, "width")

typedef enum {
#define CONSTANT_ENUM(name, text) CONSTANT_##name,
    MARK_CONSTANTS(CONSTANT_ENUM)
#undef CONSTANT_ENUM
        CONSTANT_COUNT,
    CONSTANT_NONE = CONSTANT_COUNT
} ConstantId;

typedef struct Encoder {
    View *unit;
    Property props[PROP_COUNT];
    json_t *constants[CONSTANT_COUNT]; // from the definition, else Vega's default; NULL: undefined
    Ref constant_refs[CONSTANT_COUNT];
    Paint default_fill, default_stroke; // of items whose paint is not encoded
    guint defined_count;                // columns that break a path where they are invalid
    const char *const *defined;
} Encoder;

Encoder *encoder_new(View *unit);
void encoder_set(Encoder *encoder, PropId id, Property property);

// Colours, opacities, strokes: what every mark has.
void encode_base(Encoder *encoder);
void encode_text(Encoder *encoder);
void encode_defined(Encoder *encoder);
// A channel that is no position, under the name Vega has for it. fallback: used when the channel
// says nothing; REF_NONE: the mark's property of the channel's name.
void encode_channel(Encoder *encoder, Channel channel, PropId id, const char *vega, Ref fallback);

typedef enum { PLACE_NONE, PLACE_MIDDLE, PLACE_ZERO_OR_MIN, PLACE_ZERO_OR_MAX } Place0;
// x, y, theta, radius as points, as ranges, and as the sides of rects and arcs.
void encode_point(Encoder *encoder, Channel channel, Place0 fallback, PropId id);
void encode_range(Encoder *encoder, Channel channel, Place0 fallback, Place0 fallback2);
void encode_point_or_range(Encoder *encoder, Channel channel, Place0 fallback, Place0 fallback2,
                           bool is_range);
void encode_rect(Encoder *encoder, Channel channel);
PropId encode_position_prop(Channel channel); // PROP_X for x, PROP_START_ANGLE for theta, ...

// The parts that encode_rect shares with encode_point.
typedef struct {
    enum { OFFSET_NONE, OFFSET_ENCODING, OFFSET_VISUAL } kind;
    Ref ref;
} Offset;
typedef struct {
    Channel channel;
    const Def *def, *def2;
    Offset offset;
    Ref fallback;
    double band; // NaN: the default
} Mid;
Offset encode_offset(Encoder *encoder, Channel channel, double band);
Ref encode_middle(Encoder *encoder, const Mid *mid);
Property encode_middle_tested(Encoder *encoder, const Mid *mid);
Ref encode_default_place(Encoder *encoder, Channel channel, Place0 fallback);
// The scale by which a unit's channel is drawn, and the one it would share (for defaults).
const ScaleModel *unit_scale(const Encoder *encoder, Channel channel);
// "mix" of the start and end of a band.
Ref encode_mix(Chart *chart, const ScaleModel *scale, const char *start, const char *end,
               double position);
Ref ref_moved(Chart *chart, Ref ref, const Ref *offset);
