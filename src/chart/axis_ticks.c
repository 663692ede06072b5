// Computes ticks as Vega does: values by count or as given, labels by format, places by scale,
// band and offset.
#include "chart/axis_ticks.h"
#include "chart/text_format.h"

#include <math.h>

typedef struct {
    const AxisModel *axis;
    Chart *chart;
    const Scale *scale;
    double count; // that Vega hands to the scale
    const Value *values;
    guint value_count;
} TickRequest;

static double wanted_count(const AxisModel *axis, double size, guint given) {
    const json_t *count = axis_value(axis, AXIS_TICK_COUNT);
    if (json_is_number(count))
        return json_number_value(count);
    double per = js_number(count, "per", 0);
    if (per > 0)
        return ceil(size / per);
    return given ? given : 10;
}

static const Value *given_values(const AxisModel *axis, guint *count) {
    const json_t *values = axis_value(axis, AXIS_VALUES);
    Chart *chart = axis->view->chart;
    *count = (guint)json_array_size(values);
    Value *list = arena_array(chart->arena, Value, *count + 1);
    for (guint i = 0; i < *count; i++)
        list[i] = def_scale_value(chart, axis->def, json_array_get(values, i));
    return list;
}

// {"interval": "month", "step": 3} or "month".
static const char *tick_interval(const AxisModel *axis, double *step) {
    const json_t *count = axis_value(axis, AXIS_TICK_COUNT);
    *step = js_number(count, "step", 1);
    return json_is_string(count) ? json_string_value(count) : js_string(count, "interval");
}

static void find_values(TickRequest *r, double size) {
    const AxisModel *axis = r->axis;
    Arena *arena = r->chart->arena;
    guint given_count = 0;
    double step, min_step = axis_number(axis, AXIS_TICK_MIN_STEP, 0);
    bool has_values = json_is_array(axis_value(axis, AXIS_VALUES));
    const Value *given = has_values ? given_values(axis, &given_count) : NULL;
    const char *interval = tick_interval(axis, &step);
    double count = wanted_count(axis, size, given_count);
    r->count = scale_tick_count(r->scale, count, min_step);
    bool is_time = r->scale->type == SCALE_TIME || r->scale->type == SCALE_UTC;
    if (has_values)
        r->values =
            scale_valid_ticks(r->scale, arena, given, given_count, r->count, &r->value_count);
    else if (interval && is_time)
        r->values = scale_ticks_time(r->scale, arena, interval, step, &r->value_count);
    else
        r->values = scale_ticks(r->scale, arena, count, min_step, &r->value_count);
    r->value_count = MIN(r->value_count, CHART_TICKS_MAX);
    if (has_values)
        r->count = INFINITY; // no label is left out
}

static const char *format_label(const TickRequest *r, Value value) {
    Chart *chart = r->chart;
    const char *format = json_string_value(axis_value(r->axis, AXIS_FORMAT));
    const char *type = json_string_value(axis_value(r->axis, AXIS_FORMAT_TYPE));
    if (type && (!strcmp(type, "time") || !strcmp(type, "utc")))
        return scale_time_label(chart->arena, chart->input->locale,
                                strcmp(type, "utc") ? chart->input->zone : NULL, value, format);
    return scale_tick_label(r->scale, chart->arena, chart->input->locale, value, r->count, format);
}

static const char *expression_label(const TickRequest *r, const Expression *expression,
                                    const Tick *tick, double index) {
    static const TextFormat PLAIN = {.kind = TEXT_PLAIN};
    Binding datum[] = {{"value", tick->value},
                       {"label", value_string(tick->label)},
                       {"index", value_number(index)}};
    return text_format_value(r->chart, &PLAIN,
                             expression_evaluate_bound(expression, datum, G_N_ELEMENTS(datum)));
}

static Expression *label_expression(const AxisModel *axis) {
    const json_t *text = axis_value(axis, AXIS_LABEL_EXPR);
    Chart *chart = axis->view->chart;
    if (!json_is_string(text))
        return NULL;
    return expression_parse(&chart->expression, json_string_value(text), chart_node(chart, text));
}

typedef struct {
    double band, offset, label_offset;
    bool is_extra, is_rounded;
} Placement;

static Placement placement_of(const AxisModel *axis) {
    const json_t *band = axis_value(axis, AXIS_TICK_BAND);
    Placement p = {.band = axis_number(axis, AXIS_BAND_POSITION, 0.5),
                   .offset = axis_number(axis, AXIS_TICK_OFFSET, 0),
                   .label_offset = axis_number(axis, AXIS_LABEL_OFFSET, 0),
                   .is_extra = axis_bool(axis, AXIS_TICK_EXTRA),
                   .is_rounded = axis_bool(axis, AXIS_TICK_ROUND)};
    if (js_equals(band, "extent")) {
        p.band = 1;
        p.is_extra = true;
        p.offset = 0;
    } else if (js_truthy(band)) {
        p.band = 0.5;
        p.is_extra = false;
    }
    return p;
}

static double round_half_up(double number) {
    return floor(number + 0.5);
}

static void place_tick(const TickRequest *r, const Placement *p, Tick *tick) {
    double at = scale_map(r->scale, tick->value);
    double band = r->scale->bandwidth;
    double label_band = view_is_ranged_offset(r->axis->view, r->axis->channel)
                            ? axis_number(r->axis, AXIS_BAND_POSITION, 0.5)
                            : 0.5;
    tick->at = at + (tick->is_extra ? 0 : p->band * band) + p->offset;
    if (p->is_rounded)
        tick->at = round_half_up(tick->at);
    tick->label_at = at + label_band * band + p->offset + p->label_offset;
}

Tick *axis_ticks(const AxisModel *axis, double size, guint *count) {
    const ScaleModel *model = view_scale(axis->view, axis->channel);
    TickRequest r = {axis, axis->view->chart, model->scale, 10, NULL, 0};
    Placement p = placement_of(axis);
    find_values(&r, size);
    Expression *expression = label_expression(axis);
    guint total = r.value_count + (p.is_extra && r.value_count ? 1 : 0);
    Tick *ticks = arena_array(r.chart->arena, Tick, total + 1);
    for (guint i = 0; i < r.value_count; i++) {
        Tick *tick = &ticks[i];
        tick->value = r.values[i];
        tick->label = format_label(&r, tick->value);
        if (expression)
            tick->label = expression_label(&r, expression, tick,
                                           r.value_count > 1 ? i / (r.value_count - 1.0) : i);
        place_tick(&r, &p, tick);
    }
    if (total > r.value_count) {
        ticks[total - 1] = (Tick){.value = ticks[0].value, .label = "", .is_extra = true};
        place_tick(&r, &p, &ticks[total - 1]);
    }
    *count = total;
    return ticks;
}
