// Draws units: binds the encoding to the rows of the cell, makes an item for each row, and resolves
// what the encoding leaves open by Vega's defaults.
#include "chart/mark_item.h"

#include "chart/mark_key.h"

#include <math.h>

static const MarkKind KINDS[MARK_COUNT] = {
    [MARK_ARC] = {SCENE_ARC, mark_arc_encode, mark_arc_item, NULL},
    [MARK_AREA] = {SCENE_AREA, mark_path_encode_area, NULL, mark_path_draw},
    [MARK_BAR] = {SCENE_RECT, mark_rect_encode_bar, mark_rect_item, NULL},
    [MARK_CIRCLE] = {SCENE_SYMBOL, mark_symbol_encode, mark_symbol_item, NULL},
    [MARK_LINE] = {SCENE_LINE, mark_path_encode_line, NULL, mark_path_draw},
    [MARK_POINT] = {SCENE_SYMBOL, mark_symbol_encode, mark_symbol_item, NULL},
    [MARK_RECT] = {SCENE_RECT, mark_rect_encode_rect, mark_rect_item, NULL},
    [MARK_RULE] = {SCENE_RULE, mark_rule_encode, mark_rule_item, NULL},
    [MARK_SQUARE] = {SCENE_SYMBOL, mark_symbol_encode, mark_symbol_item, NULL},
    [MARK_TEXT] = {SCENE_TEXT, mark_text_encode, mark_text_item, NULL},
    [MARK_TICK] = {SCENE_RECT, mark_rect_encode_tick, mark_rect_item, NULL},
    [MARK_TRAIL] = {SCENE_TRAIL, mark_path_encode_trail, NULL, mark_path_draw},
    [MARK_NETWORK_LINK] = {SCENE_RULE, mark_part_encode, NULL, mark_network_draw},
    [MARK_NETWORK_NODE] = {SCENE_SYMBOL, mark_part_encode_symbol, NULL, mark_network_draw},
    [MARK_NETWORK_LABEL] = {SCENE_TEXT, mark_part_encode_text, NULL, mark_network_draw},
    [MARK_SANKEY_LINK] = {SCENE_AREA, mark_part_encode, NULL, mark_sankey_draw},
    [MARK_SANKEY_NODE] = {SCENE_RECT, mark_part_encode, NULL, mark_sankey_draw},
    [MARK_SANKEY_LABEL] = {SCENE_TEXT, mark_part_encode_text, NULL, mark_sankey_draw},
    [MARK_SANKEY_HEAD] = {SCENE_TEXT, mark_part_encode_text, NULL, mark_sankey_draw},
    [MARK_TIMELINE_SPAN] = {SCENE_RECT, mark_part_encode, NULL, mark_timeline_draw},
    [MARK_TIMELINE_POINT] = {SCENE_SYMBOL, mark_part_encode_symbol, NULL, mark_timeline_draw},
    [MARK_TIMELINE_LABEL] = {SCENE_TEXT, mark_part_encode_text, NULL, mark_timeline_draw},
};

const MarkKind *mark_kind(Mark mark) {
    return &KINDS[mark];
}

// ---------- values ----------

static const char *const CONSTANT_NAMES[CONSTANT_COUNT] = {
#define CONSTANT_NAME(name, text) [CONSTANT_##name] = text,
    MARK_CONSTANTS(CONSTANT_NAME)
#undef CONSTANT_NAME
};

json_t *item_constant(const MarkDraw *draw, ConstantId id) {
    return draw->encoder->constants[id];
}

double item_constant_number(const MarkDraw *draw, ConstantId id, guint row, double otherwise) {
    const json_t *value = draw->encoder->constants[id];
    if (json_is_number(value))
        return json_number_value(value);
    if (!json_is_object(value))
        return otherwise;
    double number = ref_number(&draw->encoder->constant_refs[id], &draw->scope, row);
    return isnan(number) ? otherwise : number;
}

const char *item_constant_string(const MarkDraw *draw, ConstantId id, guint row,
                                 const char *otherwise) {
    if (!draw->encoder->constants[id])
        return otherwise;
    const char *text = ref_string(&draw->encoder->constant_refs[id], &draw->scope, row);
    return text ? text : otherwise;
}

double item_number(const MarkDraw *draw, PropId id, ConstantId constant, guint row,
                   double otherwise) {
    const Property *property = &draw->encoder->props[id];
    if (property->count) {
        const Ref *ref = property_choose(property, &draw->scope, row);
        double number = ref ? ref_number(ref, &draw->scope, row) : NAN;
        return isnan(number) ? otherwise : number;
    }
    return constant == CONSTANT_NONE ? otherwise
                                     : item_constant_number(draw, constant, row, otherwise);
}

const char *item_string(const MarkDraw *draw, PropId id, ConstantId constant, guint row,
                        const char *otherwise) {
    const Property *property = &draw->encoder->props[id];
    if (!property->count)
        return item_constant_string(draw, constant, row, otherwise);
    const Ref *ref = property_choose(property, &draw->scope, row);
    const char *text = ref ? ref_string(ref, &draw->scope, row) : NULL;
    return text ? text : otherwise;
}

const Lineage *item_lineage(const MarkDraw *draw, guint row) {
    const Table *table = draw->rows.table;
    return table->lineage ? table->lineage[row] : NULL;
}

bool item_clips(const MarkDraw *draw) {
    const ScaleModel *x = unit_scale(draw->encoder, CHANNEL_X);
    const ScaleModel *y = unit_scale(draw->encoder, CHANNEL_Y);
    const json_t *clip = json_object_get(draw->unit->mark_def, "clip");
    return clip ? json_is_true(clip) : (x && x->is_bound) || (y && y->is_bound);
}

// ---------- style ----------

static Paint item_paint(const MarkDraw *draw, PropId id, guint row) {
    const Property *property = &draw->encoder->props[id];
    if (!property->count)
        return id == PROP_FILL ? draw->encoder->default_fill : draw->encoder->default_stroke;
    const Ref *ref = property_choose(property, &draw->scope, row);
    return ref ? ref_paint(ref, &draw->scope, row) : (Paint){0};
}

static const json_t *item_dash(const MarkDraw *draw, guint row) {
    const Property *property = &draw->encoder->props[PROP_STROKE_DASH];
    if (!property->count)
        return item_constant(draw, CONSTANT_STROKE_DASH);
    const Ref *ref = property_choose(property, &draw->scope, row);
    if (!ref)
        return NULL;
    if (!ref->scale)
        return ref->json;
    const Scale *scale = ref->scale->scale;
    int index = scale ? scale_map_index(scale, ref_raw(ref, &draw->scope, row)) : -1;
    return index < 0 ? NULL : json_array_get(ref->scale->dashes, (size_t)index);
}

static char first_letter(const MarkDraw *draw, ConstantId id, char otherwise) {
    const char *text = json_string_value(item_constant(draw, id));
    return text && text[0] ? text[0] : otherwise;
}

SceneStyle item_style(const MarkDraw *draw, guint row) {
    double opacity = item_number(draw, PROP_OPACITY, CONSTANT_OPACITY, row, 1);
    SceneStyle style = {
        .fill = item_paint(draw, PROP_FILL, row),
        .stroke = item_paint(draw, PROP_STROKE, row),
        .fill_opacity =
            opacity * item_number(draw, PROP_FILL_OPACITY, CONSTANT_FILL_OPACITY, row, 1),
        .stroke_opacity =
            opacity * item_number(draw, PROP_STROKE_OPACITY, CONSTANT_STROKE_OPACITY, row, 1),
        .stroke_width = item_number(draw, PROP_STROKE_WIDTH, CONSTANT_STROKE_WIDTH, row, 1),
        .dash_offset = item_constant_number(draw, CONSTANT_STROKE_DASH_OFFSET, row, 0),
        .cap = first_letter(draw, CONSTANT_STROKE_CAP, 'b'),
        .join = first_letter(draw, CONSTANT_STROKE_JOIN, 'm'),
    };
    const json_t *dash = item_dash(draw, row);
    if (json_array_size(dash))
        style.dash_count = js_numbers(draw->chart->arena, dash, &style.dash);
    return style;
}

// ---------- spans ----------

static double plain_number(const MarkDraw *draw, PropId id, guint row) {
    return item_number(draw, id, CONSTANT_NONE, row, NAN);
}

void item_ends(const MarkDraw *draw, bool is_x, guint row, double *first, double *second) {
    *first = plain_number(draw, is_x ? PROP_X : PROP_Y, row);
    *second = plain_number(draw, is_x ? PROP_X2 : PROP_Y2, row);
}

static double or_zero(double number) {
    return isnan(number) ? 0 : number;
}

void item_span(const MarkDraw *draw, bool is_x, guint row, double *start, double *length) {
    const Encoder *encoder = draw->encoder;
    double first, second;
    item_ends(draw, is_x, row, &first, &second);
    double size = item_number(draw, is_x ? PROP_WIDTH : PROP_HEIGHT,
                              is_x ? CONSTANT_WIDTH : CONSTANT_HEIGHT, row, 0);
    bool has_first = encoder->props[is_x ? PROP_X : PROP_Y].count;
    bool has_second = encoder->props[is_x ? PROP_X2 : PROP_Y2].count;
    bool has_middle = encoder->props[is_x ? PROP_XC : PROP_YC].count;
    first = or_zero(first);
    second = or_zero(second);
    if (has_second && has_first) {
        *start = MIN(first, second);
        size = fabs(second - first);
    } else if (has_second) {
        *start = second - size;
    } else {
        *start = first;
    }
    if (has_middle)
        *start = or_zero(plain_number(draw, is_x ? PROP_XC : PROP_YC, row)) - size / 2;
    *length = size;
}

// ---------- the unit ----------

// What an item is painted with where nothing is encoded.
static Paint default_paint(const Encoder *encoder, const char *name) {
    const View *unit = encoder->unit;
    Chart *chart = unit->chart;
    Paint paint = {0};
    bool is_encoded = encoder->props[PROP_FILL].count || encoder->props[PROP_STROKE].count;
    json_t *value = mark_drawn_style(chart, unit->mark_def, name);
    if (!value && !is_encoded)
        value = mark_vega_default(chart, unit->mark_def, name);
    if (value)
        paint_read(chart, value, &paint);
    return paint;
}

// Once for a unit: what its items look up again and again.
static void find_constants(Encoder *encoder) {
    const View *unit = encoder->unit;
    for (ConstantId id = 0; id < CONSTANT_COUNT; id++) {
        json_t *value = json_object_get(unit->mark_def, CONSTANT_NAMES[id]);
        if (!value)
            value = mark_vega_default(unit->chart, unit->mark_def, CONSTANT_NAMES[id]);
        encoder->constants[id] = value;
        encoder->constant_refs[id] = value ? ref_json(unit->chart, value) : ref_none();
    }
    encoder->default_fill = default_paint(encoder, "fill");
    encoder->default_stroke = default_paint(encoder, "stroke");
}

static Encoder *encoder_of(View *unit) {
    if (unit->encoder)
        return unit->encoder;
    Encoder *encoder = encoder_new(unit);
    unit->encoder = encoder;
    KINDS[unit->mark].encode(encoder);
    find_constants(encoder);
    const Table *table = unit->data.stages[DATA_MAIN].table;
    for (PropId id = 0; id < PROP_COUNT; id++)
        property_bind(unit->chart, &encoder->props[id], table);
    property_read_paints(unit->chart, &encoder->props[PROP_FILL]);
    property_read_paints(unit->chart, &encoder->props[PROP_STROKE]);
    return encoder;
}

typedef struct {
    guint row;
    double zindex;
} Ranked;

typedef struct {
    guint count;
    Field *fields;
    bool *descending;
} RowOrder;

static gint compare_rows(gconstpointer a, gconstpointer b, gpointer data) {
    const guint *x = a, *y = b;
    const RowOrder *order = data;
    for (guint i = 0; i < order->count; i++) {
        int result =
            value_compare(field_value(&order->fields[i], *x), field_value(&order->fields[i], *y));
        if (result)
            return order->descending[i] ? -result : result;
    }
    return *x < *y ? -1 : *x > *y;
}

// The rows in the order that "order" of the encoding asks for.
static guint *ordered_rows(const MarkDraw *draw) {
    const Encoding *encoding = draw->unit->encoding;
    guint *rows = arena_array(draw->chart->arena, guint, draw->rows.count + 1);
    for (guint i = 0; i < draw->rows.count; i++)
        rows[i] = rows_at(&draw->rows, i);
    if (encoding->order_count == 0 || draw->unit->stack)
        return rows;
    RowOrder order = {encoding->order_count, g_new0(Field, encoding->order_count),
                      g_new0(bool, encoding->order_count)};
    for (guint i = 0; i < order.count; i++) {
        order.fields[i] =
            field_bind(draw->chart->arena, draw->rows.table, encoding->order[i]->name);
        order.descending[i] = js_equals(def_get(encoding->order[i], "sort"), "descending");
    }
    g_qsort_with_data(rows, (gint)draw->rows.count, sizeof(guint), compare_rows, &order);
    g_free(order.fields);
    g_free(order.descending);
    return rows;
}

static gint compare_zindex(gconstpointer a, gconstpointer b, gpointer data) {
    const Ranked *x = a, *y = b;
    (void)data;
    if (x->zindex != y->zindex)
        return x->zindex < y->zindex ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static void sort_by_zindex(const MarkDraw *draw, guint *rows) {
    if (!draw->encoder->props[PROP_ZINDEX].count)
        return;
    g_autofree Ranked *ranked = g_new(Ranked, draw->rows.count + 1);
    for (guint i = 0; i < draw->rows.count; i++)
        ranked[i] = (Ranked){rows[i], item_number(draw, PROP_ZINDEX, CONSTANT_NONE, rows[i], 0)};
    g_qsort_with_data(ranked, (gint)draw->rows.count, sizeof(Ranked), compare_zindex, NULL);
    for (guint i = 0; i < draw->rows.count; i++)
        rows[i] = ranked[i].row;
}

static void draw_items(const MarkDraw *draw, Group *cell) {
    const MarkKind *kind = &KINDS[draw->unit->mark];
    guint *rows = ordered_rows(draw);
    sort_by_zindex(draw, rows);
    SceneItem *items = arena_array(draw->chart->arena, SceneItem, draw->rows.count + 1);
    for (guint i = 0; i < draw->rows.count; i++) {
        items[i].style = item_style(draw, rows[i]);
        items[i].lineage = item_lineage(draw, rows[i]);
        kind->item(draw, rows[i], &items[i]);
    }
    SceneMark mark = {.type = kind->type,
                      .role = "mark",
                      .clip = item_clips(draw),
                      .item_count = draw->rows.count,
                      .items = items};
    if (mark_rect_is_rounded_stack(draw))
        mark_rect_draw_rounded_stack(draw, cell, &mark);
    else
        group_add_mark(draw->chart, cell, mark);
}

bool mark_draw_begin(View *unit, const Group *cell, MarkDraw *draw) {
    Rows rows = unit->data.stages[DATA_MAIN];
    if (!rows.table)
        return false;
    *draw = (MarkDraw){.encoder = encoder_of(unit),
                       .unit = unit,
                       .chart = unit->chart,
                       .scope = {unit->chart, rows.table, cell->scene->width, cell->scene->height},
                       .rows = rows};
    return true;
}

void mark_draw(View *unit, Group *cell) {
    Chart *chart = unit->chart;
    Rows rows = unit->data.stages[DATA_MAIN];
    if (!rows.table)
        return;
    chart->items += rows.count;
    if (chart->items > CHART_ITEMS_MAX) {
        if (chart->items - rows.count <= CHART_ITEMS_MAX)
            chart_error(chart, unit->spec, DIAG_TOO_LARGE, NULL, "the chart has more than %d marks",
                        CHART_ITEMS_MAX);
        return;
    }
    MarkDraw draw;
    if (!mark_draw_begin(unit, cell, &draw))
        return;
    mark_key_note(&draw);
    chart->scope = unit;
    if (KINDS[unit->mark].paths)
        KINDS[unit->mark].paths(&draw, cell);
    else
        draw_items(&draw, cell);
    chart->scope = NULL;
}
