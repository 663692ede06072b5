// Axes of units become those of layers: they are merged where the scale is shared, and go to the
// other side where it is not. Then what Vega reads of them.
#include "chart/axis_model.h"

#include "chart/axis_rules.h"
#include "chart/config.h"
#include "chart/guide_title.h"

#include <string.h>

static void parse_unit(View *unit) {
    static const Channel CHANNELS[] = {CHANNEL_X, CHANNEL_Y};
    for (int i = 0; i < 2; i++)
        if (unit->scales[CHANNELS[i]]) {
            unit->axes[i] = g_ptr_array_new();
            g_ptr_array_add(unit->axes[i], axis_of_unit(unit, CHANNELS[i]));
        }
}

// ---------- merging ----------

static void merge_axis(AxisModel *into, const AxisModel *from) {
    Chart *chart = into->view->chart;
    for (AxisProp p = 0; p < AXIS_PROP_COUNT; p++)
        into->props[p] = p == AXIS_TITLE ? guide_title_merge(chart, into->props[p], from->props[p])
                                         : prop_merge(into->props[p], from->props[p]);
    if (into->disabled != from->disabled && from->disabled_explicit && !into->disabled_explicit)
        into->disabled = from->disabled;
    into->disabled_explicit = into->disabled_explicit || from->disabled_explicit;
    into->has_grid_scale = into->has_grid_scale || from->has_grid_scale;
}

static bool have_other_orients(const AxisModel *a, const AxisModel *b) {
    Prop x = a->props[AXIS_ORIENT], y = b->props[AXIS_ORIENT];
    return x.is_explicit && y.is_explicit && !json_equal(x.value, y.value);
}

static bool can_merge(const GPtrArray *into, const GPtrArray *from) {
    if (into->len != from->len)
        return false;
    for (guint i = 0; i < into->len; i++)
        if (have_other_orients(into->pdata[i], from->pdata[i]))
            return false;
    return true;
}

static GPtrArray *copy_axes(View *view, const GPtrArray *axes) {
    GPtrArray *copy = g_ptr_array_new();
    for (guint i = 0; i < axes->len; i++) {
        AxisModel *model = arena_memdup(view->chart->arena, axes->pdata[i], sizeof(AxisModel));
        model->view = view;
        g_ptr_array_add(copy, model);
    }
    return copy;
}

// False when the axes of the children cannot be one.
static bool merge_shared(View *layer, int i) {
    for (guint c = 0; c < layer->child_count; c++) {
        const GPtrArray *from = layer->children[c]->axes[i];
        if (!from)
            continue;
        if (!layer->axes[i]) {
            layer->axes[i] = copy_axes(layer, from);
            continue;
        }
        if (!can_merge(layer->axes[i], from)) {
            g_clear_pointer(&layer->axes[i], g_ptr_array_unref);
            return false;
        }
        for (guint k = 0; k < from->len; k++)
            merge_axis(layer->axes[i]->pdata[k], from->pdata[k]);
    }
    return true;
}

typedef struct {
    guint top, bottom, left, right;
} OrientCount;

static guint *count_of(OrientCount *count, const char *orient) {
    return !strcmp(orient, "top")      ? &count->top
           : !strcmp(orient, "bottom") ? &count->bottom
           : !strcmp(orient, "left")   ? &count->left
                                       : &count->right;
}

static const char *opposite(const char *orient) {
    return !strcmp(orient, "top")      ? "bottom"
           : !strcmp(orient, "bottom") ? "top"
           : !strcmp(orient, "left")   ? "right"
                                       : "left";
}

// The second axis of a side goes to the other side, and has no grid.
static void place_independent(View *layer, int i, OrientCount *count) {
    layer->axes[i] = g_ptr_array_new();
    for (guint c = 0; c < layer->child_count; c++) {
        const GPtrArray *from = layer->children[c]->axes[i];
        for (guint k = 0; from && k < from->len; k++) {
            AxisModel *axis = from->pdata[k];
            Prop *orient = &axis->props[AXIS_ORIENT];
            g_ptr_array_add(layer->axes[i], axis);
            if (axis->disabled)
                continue;
            const char *side = axis_orient(axis);
            const char *other = opposite(side);
            if (*count_of(count, side) > *count_of(count, other) && !orient->is_explicit)
                orient->value = chart_own(layer->chart, json_string(other));
            (*count_of(count, side))++;
        }
    }
    for (guint k = 1; k < layer->axes[i]->len; k++) {
        Prop *grid = &((AxisModel *)layer->axes[i]->pdata[k])->props[AXIS_GRID];
        if (js_truthy(grid->value) && !grid->is_explicit)
            grid->value = json_false();
    }
}

static void parse_layer(View *layer) {
    static const Channel CHANNELS[] = {CHANNEL_X, CHANNEL_Y};
    OrientCount count = {0, 0, 0, 0};
    for (int i = 0; i < 2; i++) {
        bool is_shared = view_guide_resolve(layer, CHANNELS[i]) == RESOLVE_SHARED;
        if (!is_shared || !merge_shared(layer, i))
            place_independent(layer, i, &count);
        for (guint c = 0; c < layer->child_count; c++)
            g_clear_pointer(&layer->children[c]->axes[i], g_ptr_array_unref);
    }
}

void axis_parse(View *view) {
    for (guint i = 0; i < view->child_count; i++)
        axis_parse(view->children[i]);
    if (view->kind == VIEW_UNIT)
        parse_unit(view);
    else if (view->kind == VIEW_LAYER)
        parse_layer(view);
}

// ---------- values for drawing ----------

const char *axis_orient(const AxisModel *axis) {
    const char *orient = json_string_value(axis->props[AXIS_ORIENT].value);
    return orient ? orient : axis->channel == CHANNEL_X ? "bottom" : "left";
}

json_t *axis_value(const AxisModel *axis, AxisProp prop) {
    const Chart *chart = axis->view->chart;
    json_t *value = axis->props[prop].value;
    const char *name = axis_prop_name(prop);
    if (value && !json_is_null(value))
        return value;
    const ScaleModel *scale = view_scale(axis->view, axis->channel);
    const char *orient = axis_orient(axis);
    bool is_x = !strcmp(orient, "top") || !strcmp(orient, "bottom");
    value = scale && scale->kind == KIND_BAND ? config_vega(chart, "axisBand", name) : NULL;
    if (!value)
        value = axis_orient_config(chart, orient, name);
    if (!value)
        value = config_get(chart, is_x ? "axisX" : "axisY", name);
    return value ? value : config_vega(chart, "axis", name);
}

double axis_number(const AxisModel *axis, AxisProp prop, double otherwise) {
    const json_t *value = axis_value(axis, prop);
    return json_is_number(value) ? json_number_value(value) : otherwise;
}

bool axis_bool(const AxisModel *axis, AxisProp prop) {
    return js_truthy(axis_value(axis, prop));
}

const char *axis_title(const AxisModel *axis) {
    return guide_title_text(axis->view->chart, axis->props[AXIS_TITLE].value);
}
