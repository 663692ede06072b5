// Sizes as Vega-Lite lays them out. A size "by step" is known once the domain of the scale is.
#include "chart/size.h"
#include "chart/config.h"
#include "chart/scale_instance.h"

#include <math.h>

static json_t *config_size(Chart *chart, int dimension, bool is_discrete) {
    static const char *const KEYS[2][3] = {{"width", "discreteWidth", "continuousWidth"},
                                           {"height", "discreteHeight", "continuousHeight"}};
    json_t *size = config_get(chart, "view", KEYS[dimension][0]);
    return size ? size : config_get(chart, "view", KEYS[dimension][is_discrete ? 1 : 2]);
}

static SizeModel number_size(double number) {
    return (SizeModel){.kind = SIZE_NUMBER, .number = number};
}

static double continuous_size(Chart *chart, int dimension) {
    const json_t *size = config_size(chart, dimension, false);
    return json_is_number(size) ? json_number_value(size) : 300;
}

static bool is_step_range(const ScaleModel *scale) {
    return scale->range.form == RANGE_STEP || scale->range.form == RANGE_STEP_FOR_OFFSET;
}

static SizeModel default_size(View *unit, int dimension) {
    Chart *chart = unit->chart;
    const ScaleModel *scale = view_scale(unit, dimension == DIM_WIDTH ? CHANNEL_X : CHANNEL_Y);
    bool is_discrete = scale && kind_is_discrete(scale->kind);
    if ((scale && !is_discrete) || (!scale && (unit->mark == MARK_ARC || mark_is_part(unit->mark))))
        return number_size(continuous_size(chart, dimension));
    const json_t *size = config_size(chart, dimension, true);
    bool is_step = !json_is_number(size);
    if (is_discrete && (is_step_range(scale) || is_step))
        return (SizeModel){.kind = SIZE_STEP};
    return number_size(is_step ? view_discrete_step(chart, dimension) : json_number_value(size));
}

static SizeModel unit_size(View *unit, int dimension) {
    const json_t *given = unit->given_size[dimension];
    if (!given)
        return default_size(unit, dimension);
    SizeModel size = {.is_explicit = true};
    if (json_is_number(given)) {
        size.kind = SIZE_NUMBER;
        size.number = CLAMP(json_number_value(given), 0, CHART_SIZE_MAX);
    } else if (js_has(given, "step")) {
        size.kind = SIZE_STEP;
    } else {
        size.kind = SIZE_CONTAINER;
    }
    return size;
}

static bool same_size(const SizeModel *a, const SizeModel *b) {
    return a->kind == b->kind && (a->kind != SIZE_NUMBER || a->number == b->number);
}

// The size that all children can share; NULL when they cannot.
static SizeModel *shared_size(View *view, int dimension) {
    Channel channel = dimension == DIM_WIDTH ? CHANNEL_X : CHANNEL_Y;
    bool by_view = view_scale_resolve(view, channel) == RESOLVE_INDEPENDENT;
    SizeModel *shared = NULL;
    for (guint i = 0; i < view->child_count; i++) {
        SizeModel *size = size_root(view->children[i]->size[dimension]);
        if (!size)
            continue;
        if (by_view && size->kind == SIZE_STEP)
            return NULL;
        if (shared && by_view && !same_size(shared, size))
            return NULL;
        if (!shared || (size->is_explicit && !shared->is_explicit))
            shared = size;
    }
    return shared;
}

static SizeModel *merge_sizes(View *view, int dimension) {
    SizeModel *shared = shared_size(view, dimension);
    if (!shared || shared->kind == SIZE_NONE)
        return NULL;
    SizeModel *merged = arena_memdup(view->chart->arena, shared, sizeof *shared);
    for (guint i = 0; i < view->child_count; i++) {
        SizeModel *size = size_root(view->children[i]->size[dimension]);
        if (size)
            size->merged = merged;
    }
    return merged;
}

void size_parse(View *view) {
    for (guint i = 0; i < view->child_count; i++)
        size_parse(view->children[i]);
    for (int d = 0; d < 2; d++) {
        if (view->kind == VIEW_UNIT) {
            SizeModel size = unit_size(view, d);
            view->size[d] = arena_memdup(view->chart->arena, &size, sizeof size);
        } else if (view->kind == VIEW_LAYER) {
            view->size[d] = merge_sizes(view, d);
        } else if (view->kind == VIEW_CONCAT) {
            bool is_own = d == DIM_WIDTH ? view->columns == 1 : view->columns == 0;
            SizeModel *merged = merge_sizes(view, d);
            if (is_own)
                view->size[d] = merged;
            else
                view->child_size[d] = merged;
        }
    }
}

static double bounded_length(View *view, int dimension, double length) {
    if (length > CHART_SIZE_MAX && !chart_failed(view->chart))
        chart_error(view->chart, view->spec, DIAG_TOO_LARGE,
                    "sum the values up, or give the chart a fixed size",
                    "the steps make a plot %.0f points %s, more than %d", length,
                    dimension == DIM_WIDTH ? "wide" : "high", CHART_SIZE_MAX);
    return MIN(length, CHART_SIZE_MAX);
}

double size_of(View *view, int dimension) {
    const SizeModel *size = size_root(view->size[dimension]);
    Channel channel = dimension == DIM_WIDTH ? CHANNEL_X : CHANNEL_Y;
    if (!size)
        return view->child_count ? size_of(view->children[0], dimension) : 0;
    double stretch = view->chart->stretch[dimension];
    switch (size->kind) {
    case SIZE_NUMBER:
        return size->number * stretch;
    case SIZE_CONTAINER:
        return continuous_size(view->chart, dimension) * stretch;
    case SIZE_STEP: {
        const ScaleModel *scale = view_scale(view, channel);
        double length =
            scale ? scale_step_length(scale) : view_discrete_step(view->chart, dimension) * stretch;
        return bounded_length(view, dimension, length);
    }
    case SIZE_NONE:
        break;
    }
    return 0;
}
