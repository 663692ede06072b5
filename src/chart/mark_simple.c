// Marks of one item for each row: symbols, rules, texts and arcs.
#include "chart/font_weight.h"
#include "chart/guide.h"
#include "chart/mark_item.h"

#include <math.h>

static double plain(const MarkDraw *draw, PropId id, guint row, double otherwise) {
    return item_number(draw, id, CONSTANT_NONE, row, otherwise);
}

// ---------- symbols ----------

void mark_symbol_encode(Encoder *encoder) {
    View *unit = encoder->unit;
    encode_base(encoder);
    encode_point(encoder, CHANNEL_X, PLACE_MIDDLE, PROP_X);
    encode_point(encoder, CHANNEL_Y, PLACE_MIDDLE, PROP_Y);
    encode_channel(encoder, CHANNEL_SIZE, PROP_SIZE, NULL, ref_none());
    encode_channel(encoder, CHANNEL_ANGLE, PROP_ANGLE, NULL, ref_none());
    if (unit->mark == MARK_POINT) {
        encode_channel(encoder, CHANNEL_SHAPE, PROP_SHAPE, NULL, ref_none());
        return;
    }
    json_t *shape =
        chart_own(unit->chart, json_string(unit->mark == MARK_CIRCLE ? "circle" : "square"));
    encoder_set(encoder, PROP_SHAPE, property_single(unit->chart, ref_json(unit->chart, shape)));
}

void mark_symbol_item(const MarkDraw *draw, guint row, SceneItem *item) {
    item->as.symbol.x = plain(draw, PROP_X, row, 0);
    item->as.symbol.y = plain(draw, PROP_Y, row, 0);
    item->as.symbol.size = item_number(draw, PROP_SIZE, CONSTANT_SIZE, row, 64);
    item->as.symbol.angle = item_number(draw, PROP_ANGLE, CONSTANT_ANGLE, row, 0);
    item->as.symbol.shape = arena_strdup(
        draw->chart->arena, item_string(draw, PROP_SHAPE, CONSTANT_SHAPE, row, "circle"));
}

// ---------- rules ----------

void mark_rule_encode(Encoder *encoder) {
    View *unit = encoder->unit;
    const char *orient = mark_orient(unit->mark_def);
    bool is_horizontal = !g_strcmp0(orient, "horizontal");
    bool is_vertical = !g_strcmp0(orient, "vertical");
    if (!unit->encoding->channel[CHANNEL_X] && !unit->encoding->channel[CHANNEL_Y])
        return;
    encode_base(encoder);
    encode_point_or_range(encoder, CHANNEL_X, is_horizontal ? PLACE_ZERO_OR_MAX : PLACE_MIDDLE,
                          PLACE_ZERO_OR_MIN, !is_vertical);
    encode_point_or_range(encoder, CHANNEL_Y, is_vertical ? PLACE_ZERO_OR_MAX : PLACE_MIDDLE,
                          PLACE_ZERO_OR_MIN, !is_horizontal);
    if (unit->encoding->channel[CHANNEL_SIZE] || js_has(unit->mark_def, "size") ||
        mark_config(unit->chart, unit->mark_def, "size", "strokeWidth"))
        encode_channel(encoder, CHANNEL_SIZE, PROP_STROKE_WIDTH, "strokeWidth", ref_none());
}

void mark_rule_item(const MarkDraw *draw, guint row, SceneItem *item) {
    double x = plain(draw, PROP_X, row, 0), y = plain(draw, PROP_Y, row, 0);
    item->as.rule.x = x;
    item->as.rule.y = y;
    item->as.rule.x2 = plain(draw, PROP_X2, row, x);
    item->as.rule.y2 = plain(draw, PROP_Y2, row, y);
}

// ---------- texts ----------

void mark_text_encode(Encoder *encoder) {
    encode_base(encoder);
    encode_point(encoder, CHANNEL_X, PLACE_MIDDLE, PROP_X);
    encode_point(encoder, CHANNEL_Y, PLACE_MIDDLE, PROP_Y);
    encode_text(encoder);
    encode_channel(encoder, CHANNEL_SIZE, PROP_FONT_SIZE, "fontSize", ref_none());
    encode_channel(encoder, CHANNEL_ANGLE, PROP_ANGLE, NULL, ref_none());
    encode_point(encoder, CHANNEL_RADIUS, PLACE_NONE, PROP_RADIUS);
    encode_point(encoder, CHANNEL_THETA, PLACE_NONE, PROP_THETA);
}

static TextStyle text_font(const MarkDraw *draw, guint row) {
    const char *family = json_string_value(item_constant(draw, CONSTANT_FONT));
    return (TextStyle){
        .family = arena_strdup(draw->chart->arena, family ? family : "sans-serif"),
        .size = item_number(draw, PROP_FONT_SIZE, CONSTANT_FONT_SIZE, row, 11),
        .weight = font_weight_of(item_constant(draw, CONSTANT_FONT_WEIGHT)),
        .italic = js_equals(item_constant(draw, CONSTANT_FONT_STYLE), "italic"),
    };
}

static const char *broken_lines(const MarkDraw *draw, const char *text) {
    const char *mark = json_string_value(item_constant(draw, CONSTANT_LINE_BREAK));
    if (!mark)
        mark = js_string(draw->chart->config, "lineBreak");
    if (!mark || !mark[0] || !strstr(text, mark))
        return text;
    g_auto(GStrv) parts = g_strsplit(text, mark, -1);
    g_autofree char *joined = g_strjoinv("\n", parts);
    return arena_strdup(draw->chart->arena, joined);
}

static void place_text(const MarkDraw *draw, guint row, SceneItem *item) {
    double x = plain(draw, PROP_X, row, 0), y = plain(draw, PROP_Y, row, 0);
    double radius = item_number(draw, PROP_RADIUS, CONSTANT_RADIUS, row, 0);
    double theta = item_number(draw, PROP_THETA, CONSTANT_THETA, row, 0);
    if (radius != 0) {
        x += radius * sin(theta);
        y -= radius * cos(theta);
    }
    double dx = item_constant_number(draw, CONSTANT_DX, row, 0);
    double dy = item_constant_number(draw, CONSTANT_DY, row, 0);
    double angle = item->as.text.angle * G_PI / 180;
    item->as.text.x = x + dx * cos(angle) - dy * sin(angle);
    item->as.text.y = y + dx * sin(angle) + dy * cos(angle);
}

void mark_text_item(const MarkDraw *draw, guint row, SceneItem *item) {
    item->as.text.font = text_font(draw, row);
    item->as.text.angle = item_number(draw, PROP_ANGLE, CONSTANT_ANGLE, row, 0);
    item->as.text.align = item_constant_string(draw, CONSTANT_ALIGN, row, "center");
    item->as.text.baseline = item_constant_string(draw, CONSTANT_BASELINE, row, "middle");
    item->as.text.line_height = item_constant_number(draw, CONSTANT_LINE_HEIGHT, row, 0);
    const char *text = item_string(draw, PROP_TEXT, CONSTANT_TEXT, row, "");
    item->as.text.text = guide_limit(draw->chart, &item->as.text.font, broken_lines(draw, text),
                                     item_constant_number(draw, CONSTANT_LIMIT, row, 0));
    place_text(draw, row, item);
}

// ---------- arcs ----------

void mark_arc_encode(Encoder *encoder) {
    encode_base(encoder);
    encode_point(encoder, CHANNEL_X, PLACE_MIDDLE, PROP_X);
    encode_point(encoder, CHANNEL_Y, PLACE_MIDDLE, PROP_Y);
    encode_rect(encoder, CHANNEL_RADIUS);
    encode_rect(encoder, CHANNEL_THETA);
}

void mark_arc_item(const MarkDraw *draw, guint row, SceneItem *item) {
    item->as.arc.x = plain(draw, PROP_X, row, 0);
    item->as.arc.y = plain(draw, PROP_Y, row, 0);
    item->as.arc.start = plain(draw, PROP_START_ANGLE, row, 0);
    item->as.arc.end = plain(draw, PROP_END_ANGLE, row, 0);
    item->as.arc.inner = plain(draw, PROP_INNER_RADIUS, row, 0);
    item->as.arc.outer = plain(draw, PROP_OUTER_RADIUS, row, 0);
    item->as.arc.pad = item_constant_number(draw, CONSTANT_PAD_ANGLE, row, 0);
    item->as.arc.corner_radius = item_constant_number(draw, CONSTANT_CORNER_RADIUS, row, 0);
}
