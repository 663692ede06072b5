// Lines, areas and trails: one item for each group of rows, its points sorted along the dimension
// or as "order" says, broken where values are invalid.
#include "chart/data.h"
#include "chart/mark_item.h"
#include "table/group.h"

#include <math.h>

static void encode_points(Encoder *encoder) {
    encode_point(encoder, CHANNEL_X, PLACE_MIDDLE, PROP_X);
    encode_point(encoder, CHANNEL_Y, PLACE_MIDDLE, PROP_Y);
    encode_defined(encoder);
}

void mark_path_encode_line(Encoder *encoder) {
    View *unit = encoder->unit;
    encode_base(encoder);
    if (unit->encoding->channel[CHANNEL_SIZE] || js_has(unit->mark_def, "size") ||
        mark_config(unit->chart, unit->mark_def, "size", "strokeWidth"))
        encode_channel(encoder, CHANNEL_SIZE, PROP_STROKE_WIDTH, "strokeWidth", ref_none());
    encode_points(encoder);
}

void mark_path_encode_trail(Encoder *encoder) {
    encode_base(encoder);
    encode_channel(encoder, CHANNEL_SIZE, PROP_SIZE, NULL, ref_none());
    encode_points(encoder);
}

void mark_path_encode_area(Encoder *encoder) {
    View *unit = encoder->unit;
    const char *orient = mark_orient(unit->mark_def);
    bool x_offset = view_is_ranged_offset(unit, CHANNEL_X);
    bool y_offset = view_is_ranged_offset(unit, CHANNEL_Y);
    bool by_offset = x_offset || y_offset;
    encode_base(encoder);
    encode_point_or_range(encoder, CHANNEL_X, PLACE_ZERO_OR_MIN, PLACE_ZERO_OR_MIN,
                          x_offset || (!by_offset && !g_strcmp0(orient, "horizontal")));
    encode_point_or_range(
        encoder, CHANNEL_Y,
        y_offset && !unit->encoding->channel[CHANNEL_Y] ? PLACE_ZERO_OR_MAX : PLACE_ZERO_OR_MIN,
        PLACE_ZERO_OR_MIN, y_offset || (!by_offset && !g_strcmp0(orient, "vertical")));
    encode_defined(encoder);
}

// ---------- points ----------

typedef struct {
    ScenePoint point;
    double key;
    guint order;
    guint row;
} Vertex;

static bool is_defined(const MarkDraw *draw, const Field *fields, guint row) {
    for (guint i = 0; i < draw->encoder->defined_count; i++)
        if (!value_is_plottable(field_value(&fields[i], row)))
            return false;
    return true;
}

static Vertex vertex_of(const MarkDraw *draw, const Field *fields, guint row, guint order) {
    Vertex vertex = {.order = order, .row = row};
    double x = item_number(draw, PROP_X, CONSTANT_NONE, row, NAN);
    double y = item_number(draw, PROP_Y, CONSTANT_NONE, row, NAN);
    bool is_horizontal = !g_strcmp0(mark_orient(draw->unit->mark_def), "horizontal");
    double key = is_horizontal ? y : x;
    vertex.key = isnan(key) ? -INFINITY : key; // what has no place comes first
    x = isnan(x) ? 0 : x;
    y = isnan(y) ? 0 : y;
    vertex.point = (ScenePoint){.x = is_defined(draw, fields, row) ? x : NAN,
                                .y = y,
                                .x2 = item_number(draw, PROP_X2, CONSTANT_NONE, row, x),
                                .y2 = item_number(draw, PROP_Y2, CONSTANT_NONE, row, y),
                                .size = draw->unit->mark == MARK_TRAIL
                                            ? item_number(draw, PROP_SIZE, CONSTANT_SIZE, row, 2)
                                            : 0};
    return vertex;
}

static gint by_key(gconstpointer a, gconstpointer b) {
    const Vertex *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

typedef struct {
    Field *fields;
    bool *descending;
    guint count;
} VertexOrder;

static gint by_order(gconstpointer a, gconstpointer b, gpointer data) {
    const Vertex *x = a, *y = b;
    const VertexOrder *order = data;
    for (guint i = 0; i < order->count; i++) {
        int result = value_compare(field_value(&order->fields[i], x->row),
                                   field_value(&order->fields[i], y->row));
        if (result)
            return order->descending[i] ? -result : result;
    }
    return x->order < y->order ? -1 : x->order > y->order;
}

static void sort_by_fields(const MarkDraw *draw, Vertex *vertices, guint count) {
    const Encoding *encoding = draw->unit->encoding;
    VertexOrder order = {g_new0(Field, encoding->order_count), g_new0(bool, encoding->order_count),
                         encoding->order_count};
    for (guint i = 0; i < order.count; i++) {
        order.fields[i] =
            field_bind(draw->chart->arena, draw->rows.table, encoding->order[i]->name);
        order.descending[i] = js_equals(def_get(encoding->order[i], "sort"), "descending");
    }
    g_qsort_with_data(vertices, (gint)count, sizeof(Vertex), by_order, &order);
    g_free(order.fields);
    g_free(order.descending);
}

// {"order": null} keeps the order of the data.
static bool keeps_order(const MarkDraw *draw) {
    const Def *order = draw->unit->encoding->channel[CHANNEL_ORDER];
    if (order && order->is_value)
        return js_is_false(def_get(order, "value"));
    return js_is_false(mark_prop(draw->chart, draw->unit->mark_def, "order", NULL));
}

static void sort_vertices(const MarkDraw *draw, Vertex *vertices, guint count) {
    const Encoding *encoding = draw->unit->encoding;
    bool is_horizontal = !g_strcmp0(mark_orient(draw->unit->mark_def), "horizontal");
    const Def *dimension = encoding->channel[is_horizontal ? CHANNEL_Y : CHANNEL_X];
    if (keeps_order(draw))
        return;
    if (encoding->order_count && !draw->unit->stack)
        sort_by_fields(draw, vertices, count);
    else if (dimension && dimension->is_field)
        qsort(vertices, count, sizeof(Vertex), by_key);
}

// ---------- items ----------

static Interpolate interpolation(const MarkDraw *draw) {
    static const Keyword WORDS[] = {{"linear", INTERPOLATE_LINEAR},
                                    {"linear-closed", INTERPOLATE_LINEAR_CLOSED},
                                    {"step", INTERPOLATE_STEP},
                                    {"step-before", INTERPOLATE_STEP_BEFORE},
                                    {"step-after", INTERPOLATE_STEP_AFTER},
                                    {"basis", INTERPOLATE_BASIS},
                                    {"basis-open", INTERPOLATE_BASIS_OPEN},
                                    {"basis-closed", INTERPOLATE_BASIS_CLOSED},
                                    {"bundle", INTERPOLATE_BUNDLE},
                                    {"cardinal", INTERPOLATE_CARDINAL},
                                    {"cardinal-open", INTERPOLATE_CARDINAL_OPEN},
                                    {"cardinal-closed", INTERPOLATE_CARDINAL_CLOSED},
                                    {"catmull-rom", INTERPOLATE_CATMULL_ROM},
                                    {"monotone", INTERPOLATE_MONOTONE},
                                    {"natural", INTERPOLATE_NATURAL},
                                    {NULL, 0}};
    const json_t *value = item_constant(draw, CONSTANT_INTERPOLATE);
    for (guint i = 0; json_is_string(value) && WORDS[i].name; i++)
        if (js_equals(value, WORDS[i].name))
            return (Interpolate)WORDS[i].value;
    return INTERPOLATE_LINEAR;
}

static const Lineage *path_lineage(const MarkDraw *draw, const Vertex *vertices, guint count) {
    if (!draw->rows.table->lineage)
        return NULL;
    g_autofree guint *rows = g_new(guint, count + 1);
    for (guint i = 0; i < count; i++)
        rows[i] = vertices[i].row;
    return lineage_of_rows(draw->chart->arena, draw->rows.table, rows, count);
}

static void fill_path(const MarkDraw *draw, const guint *rows, guint count, const Field *fields,
                      SceneItem *item) {
    g_autofree Vertex *vertices = g_new(Vertex, count + 1);
    for (guint i = 0; i < count; i++)
        vertices[i] = vertex_of(draw, fields, rows[i], i);
    sort_vertices(draw, vertices, count);
    ScenePoint *points = arena_array(draw->chart->arena, ScenePoint, count + 1);
    for (guint i = 0; i < count; i++)
        points[i] = vertices[i].point;
    guint first = count ? vertices[0].row : 0;
    item->style = item_style(draw, first);
    item->lineage = path_lineage(draw, vertices, count);
    const json_t *tension = item_constant(draw, CONSTANT_TENSION);
    item->as.path.count = count;
    item->as.path.points = points;
    item->as.path.interpolate = interpolation(draw);
    item->as.path.has_tension = json_is_number(tension);
    item->as.path.tension = json_number_value(tension);
    item->as.path.vertical = g_strcmp0(mark_orient(draw->unit->mark_def), "horizontal") != 0;
}

static Field *bind_columns(const MarkDraw *draw, const char *const *columns, guint count) {
    Field *fields = arena_array(draw->chart->arena, Field, count + 1);
    for (guint i = 0; i < count; i++)
        fields[i] = field_bind(draw->chart->arena, draw->rows.table, columns[i]);
    return fields;
}

// Rows by their group, in the order of the groups' first rows.
static GPtrArray *group_rows_of(const MarkDraw *draw) {
    const char *const *columns;
    guint width =
        encoding_path_groups(draw->chart, draw->unit->encoding, draw->unit->mark, &columns);
    Field *fields = bind_columns(draw, columns, width);
    GPtrArray *groups = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    g_autoptr(KeyIndex) index = key_index_new(width ? width : 1, GROUP_BY_TEXT);
    g_autofree Value *key = g_new0(Value, width + 1);
    for (guint i = 0; i < draw->rows.count; i++) {
        guint row = rows_at(&draw->rows, i);
        for (guint k = 0; k < width; k++)
            key[k] = field_value(&fields[k], row);
        guint number = key_index_add(index, key);
        if (number == groups->len)
            g_ptr_array_add(groups, g_array_new(FALSE, FALSE, sizeof(guint)));
        g_array_append_val((GArray *)g_ptr_array_index(groups, number), row);
    }
    return groups;
}

void mark_path_draw(const MarkDraw *draw, Group *cell) {
    g_autoptr(GPtrArray) groups = group_rows_of(draw);
    Field *defined = bind_columns(draw, draw->encoder->defined, draw->encoder->defined_count);
    SceneItem *items = arena_array(draw->chart->arena, SceneItem, groups->len + 1);
    for (guint i = 0; i < groups->len; i++) {
        GArray *rows = g_ptr_array_index(groups, i);
        fill_path(draw, (const guint *)(const void *)rows->data, rows->len, defined, &items[i]);
    }
    group_add_mark(draw->chart, cell,
                   (SceneMark){.type = mark_kind(draw->unit->mark)->type,
                               .role = "mark",
                               .clip = item_clips(draw),
                               .item_count = groups->len,
                               .items = items});
}
