// Makes scale instances in three steps over all scales of a part of the chart: domains, then (now
// that discrete sizes are known) ranges, then niceness and padding that need both.
#include "chart/scale_instance.h"
#include "chart/size.h"

#include <math.h>

static const ScaleType TYPES[KIND_COUNT] = {
    [KIND_LINEAR] = SCALE_LINEAR,
    [KIND_LOG] = SCALE_LOG,
    [KIND_POW] = SCALE_POW,
    [KIND_SQRT] = SCALE_POW,
    [KIND_SYMLOG] = SCALE_SYMLOG,
    [KIND_IDENTITY] = SCALE_IDENTITY,
    [KIND_TIME] = SCALE_TIME,
    [KIND_UTC] = SCALE_UTC,
    [KIND_QUANTILE] = SCALE_QUANTILE,
    [KIND_QUANTIZE] = SCALE_QUANTIZE,
    [KIND_THRESHOLD] = SCALE_THRESHOLD,
    [KIND_BIN_ORDINAL] = SCALE_BIN_ORDINAL,
    [KIND_ORDINAL] = SCALE_ORDINAL,
    [KIND_POINT] = SCALE_POINT,
    [KIND_BAND] = SCALE_BAND,
};

static double band_space(double count, double inner, double outer) {
    double space = count - inner + outer * 2;
    return count > 0 ? (space > 0 ? space : 1) : 0;
}

static void paddings(const ScaleModel *model, double *inner, double *outer) {
    double padding = scale_prop_number(model, SCALE_PROP_PADDING, 0);
    *outer = scale_prop_number(model, SCALE_PROP_PADDING_OUTER, padding);
    *inner =
        model->kind == KIND_BAND ? scale_prop_number(model, SCALE_PROP_PADDING_INNER, padding) : 1;
}

static double model_space(const ScaleModel *model) {
    double inner, outer;
    paddings(model, &inner, &outer);
    return band_space(model->scale ? model->scale->domain_count : 0, inner, outer);
}

// The step of the outer scale, when the step given is that of the offset scale inside its bands.
static double outer_step(const ScaleModel *model) {
    const ScaleModel *offset = view_scale(model->range.view, channel_offset(model->channel));
    if (!offset)
        return model->range.step;
    double count = offset->kind == KIND_BAND ? model_space(offset)
                   : offset->scale           ? offset->scale->domain_count
                                             : 0;
    double inner = scale_prop_number(model, SCALE_PROP_PADDING_INNER,
                                     scale_prop_number(model, SCALE_PROP_PADDING, 0));
    return model->range.step * count / (1 - inner);
}

double scale_step_length(const ScaleModel *model) {
    double step = model->range.form == RANGE_STEP_FOR_OFFSET ? outer_step(model)
                  : model->range.form == RANGE_STEP
                      ? model->range.step
                      : view_discrete_step(model->view->chart, channel_dimension(model->channel));
    double stretch = model->view->chart->stretch[channel_dimension(model->channel)];
    return step * stretch * model_space(model);
}

// ---------- domain ----------

static ColourSpace color_space(const ScaleModel *model, bool *is_long, double *gamma) {
    static const struct {
        const char *name;
        ColourSpace space;
        bool is_long;
    } SPACES[] = {{"rgb", INTERPOLATE_COLOUR_RGB, false},
                  {"hsl", INTERPOLATE_COLOUR_HSL, false},
                  {"hsl-long", INTERPOLATE_COLOUR_HSL, true},
                  {"lab", INTERPOLATE_COLOUR_LAB, false},
                  {"hcl", INTERPOLATE_COLOUR_HCL, false},
                  {"hcl-long", INTERPOLATE_COLOUR_HCL, true},
                  {"cubehelix", INTERPOLATE_COLOUR_CUBEHELIX, false},
                  {"cubehelix-long", INTERPOLATE_COLOUR_CUBEHELIX, true}};
    const json_t *value = scale_prop(model, SCALE_PROP_INTERPOLATE);
    const char *name = json_is_string(value) ? json_string_value(value) : js_string(value, "type");
    *gamma = js_number(value, "gamma", 0);
    for (guint i = 0; name && i < G_N_ELEMENTS(SPACES); i++)
        if (!strcmp(SPACES[i].name, name)) {
            *is_long = SPACES[i].is_long;
            return SPACES[i].space;
        }
    return INTERPOLATE_COLOUR_RGB;
}

static void take_props(ScaleModel *model) {
    Scale *scale = model->scale;
    scale->base = scale_prop_number(model, SCALE_PROP_BASE, scale->base);
    scale->exponent = model->kind == KIND_SQRT
                          ? 0.5
                          : scale_prop_number(model, SCALE_PROP_EXPONENT, scale->exponent);
    scale->constant = scale_prop_number(model, SCALE_PROP_CONSTANT, scale->constant);
    scale->clamp = js_truthy(scale_prop(model, SCALE_PROP_CLAMP));
    scale->reverse = js_truthy(scale_prop(model, SCALE_PROP_REVERSE));
    scale->round = js_truthy(scale_prop(model, SCALE_PROP_ROUND));
    scale->align = scale_prop_number(model, SCALE_PROP_ALIGN, scale->align);
    paddings(model, &scale->padding_inner, &scale->padding_outer);
    scale->colour_space = color_space(model, &scale->colour_long, &scale->colour_gamma);
    scale->zone = model->kind == KIND_TIME ? model->view->chart->input->zone : NULL;
}

static void make_domain(ScaleModel *model) {
    Chart *chart = model->view->chart;
    model->scale = arena_new0(chart->arena, Scale);
    *model->scale = scale_default(TYPES[model->kind]);
    take_props(model);
    model->scale->domain = domain_values(model, &model->scale->domain_count);
    if (model->raw_domain) {
        model->scale->domain = model->raw_domain;
        model->scale->domain_count = model->raw_count;
    }
}

// ---------- adjustments of continuous domains ----------

static Value *own_domain(ScaleModel *model, guint extra) {
    Scale *scale = model->scale;
    Value *copy = arena_array(model->view->chart->arena, Value, scale->domain_count + extra);
    if (scale->domain_count)
        memcpy(copy, scale->domain, scale->domain_count * sizeof(Value));
    scale->domain = copy;
    return copy;
}

static Value number_like(const ScaleModel *model, double number) {
    return kind_is_time(model->kind) ? value_time(number) : value_number(number);
}

static bool includes_zero(const ScaleModel *model) {
    const json_t *zero = scale_prop(model, SCALE_PROP_ZERO);
    if (zero)
        return js_truthy(zero);
    return !model->bins &&
           (model->kind == KIND_LINEAR || model->kind == KIND_POW || model->kind == KIND_SQRT);
}

static void stretch_to_zero(ScaleModel *model, Value *domain, guint last) {
    if (!includes_zero(model))
        return;
    if (value_to_number(domain[0]) > 0)
        domain[0] = number_like(model, 0);
    if (value_to_number(domain[last]) < 0)
        domain[last] = number_like(model, 0);
}

static void set_edge(const ScaleModel *model, Value *edge, ScaleProp prop) {
    json_t *value = scale_prop(model, prop);
    if (value && !json_is_null(value))
        *edge = number_like(
            model, value_to_number(def_scale_value(model->view->chart, model->def, value)));
}

static void insert_middle(ScaleModel *model) {
    const json_t *middle = scale_prop(model, SCALE_PROP_DOMAIN_MID);
    if (!json_is_number(middle))
        return;
    Value *domain = own_domain(model, 1);
    guint count = model->scale->domain_count, last = count - 1;
    double number = json_number_value(middle);
    guint at = number > value_to_number(domain[last]) ? last + 1
               : number < value_to_number(domain[0])  ? 0
                                                      : last;
    memmove(domain + at + 1, domain + at, (count - at) * sizeof(Value));
    domain[at] = number_like(model, number);
    model->scale->domain_count++;
}

static void adjust_domain(ScaleModel *model) {
    if (model->raw_domain || !kind_has_continuous_domain(model->kind) ||
        model->scale->domain_count < 2 || model->kind == KIND_QUANTILE ||
        model->kind == KIND_THRESHOLD)
        return;
    Value *domain = own_domain(model, 0);
    guint last = model->scale->domain_count - 1;
    stretch_to_zero(model, domain, last);
    set_edge(model, &domain[0], SCALE_PROP_DOMAIN_MIN);
    set_edge(model, &domain[last], SCALE_PROP_DOMAIN_MAX);
    insert_middle(model);
}

// Forward and backward transforms of the scale's own geometry, for padding in pixels.
static double forward(const ScaleModel *model, double value) {
    const Scale *scale = model->scale;
    switch ((int)model->kind) {
    case KIND_LOG:
        return log(fabs(value)); // the sign is that of the whole domain
    case KIND_SQRT:
    case KIND_POW:
        return copysign(pow(fabs(value), scale->exponent), value);
    case KIND_SYMLOG:
        return copysign(log1p(fabs(value / scale->constant)), value);
    default:
        return value;
    }
}

static double backward(const ScaleModel *model, double value) {
    const Scale *scale = model->scale;
    switch ((int)model->kind) {
    case KIND_LOG:
        return value_to_number(scale->domain[0]) < 0 ? -exp(value) : exp(value);
    case KIND_SQRT:
    case KIND_POW:
        return copysign(pow(fabs(value), 1 / scale->exponent), value);
    case KIND_SYMLOG:
        return copysign(expm1(fabs(value)) * scale->constant, value);
    default:
        return value;
    }
}

// Widens the domain so that its ends stand `padding` pixels inside the range.
static void pad_domain(ScaleModel *model) {
    double padding = scale_prop_number(model, SCALE_PROP_PADDING, 0);
    const Scale *scale = model->scale;
    if (!kind_is_continuous(model->kind) || padding == 0 || scale->domain_count < 2 ||
        scale->range_kind != RANGE_NUMBERS || scale->range_count < 2)
        return;
    Value *domain = own_domain(model, 0);
    guint last = scale->domain_count - 1;
    double low = forward(model, value_to_number(domain[0]));
    double high = forward(model, value_to_number(domain[last]));
    double span = fabs(scale->range_numbers[scale->range_count - 1] - scale->range_numbers[0]);
    double share = span / (span - 2 * padding);
    if (low == high || !isfinite(share))
        return;
    double middle = (low + high) / 2;
    double first = backward(model, middle + (low - middle) * share);
    domain[last] = number_like(model, backward(model, middle + (high - middle) * share));
    domain[0] = number_like(model, first);
}

static void make_nice(ScaleModel *model) {
    const json_t *nice = scale_prop(model, SCALE_PROP_NICE);
    Arena *arena = model->view->chart->arena;
    if (!js_truthy(nice) || model->scale->domain_count < 2)
        return;
    const char *unit = json_is_string(nice) ? json_string_value(nice) : js_string(nice, "interval");
    double count = json_is_number(nice) ? json_number_value(nice) : 10;
    if (kind_is_time(model->kind))
        scale_nice_time(model->scale, arena, unit, js_number(nice, "step", 1), count);
    else
        scale_nice(model->scale, arena, count);
}

static void make_bins(ScaleModel *model) {
    Scale *scale = model->scale;
    bool is_pixel =
        model->kind == KIND_BAND || model->kind == KIND_POINT || model->kind == KIND_ORDINAL;
    double step = model->bins ? model->bins->step : model->binned_step;
    if (is_pixel || !(step > 0) || scale->domain_count < 2)
        return;
    double low = value_to_number(scale->domain[0]);
    double high = value_to_number(scale->domain[scale->domain_count - 1]);
    double start = model->bins ? model->bins->start : low;
    double stop = model->bins ? model->bins->stop : high;
    if (start < low)
        start = step * ceil(low / step);
    if (stop > high)
        stop = step * floor(high / step);
    double count = floor((stop + step / 2 - start) / step);
    if (!(count >= 0 && count < CHART_TICKS_MAX))
        return;
    scale->bin_count = (guint)count + 1;
    double *bins = arena_array(model->view->chart->arena, double, scale->bin_count);
    for (guint i = 0; i < scale->bin_count; i++)
        bins[i] = start + i * step;
    scale->bins = bins;
}

static void finish(ScaleModel *model) {
    range_fill(model);
    if (!model->raw_domain) {
        pad_domain(model);
        make_nice(model);
    }
    make_bins(model);
    scale_finish(model->scale, model->view->chart->arena);
}

// ---------- the part of the tree ----------

typedef void (*Visit)(ScaleModel *model);

static void each_scale(View *view, Channel channel, Visit visit) {
    ScaleModel *model = view->scales[channel];
    if (model && !model->merged)
        visit(model);
    for (guint i = 0; view->kind != VIEW_FACET && i < view->child_count; i++)
        each_scale(view->children[i], channel, visit);
}

void scales_instantiate(View *view) {
    for (Channel c = 0; c < CHANNEL_COUNT; c++)
        if (channel_has_scale(c)) {
            each_scale(view, c, make_domain);
            each_scale(view, c, adjust_domain);
        }
    for (Channel c = 0; c < CHANNEL_COUNT; c++)
        if (channel_has_scale(c))
            each_scale(view, c, finish);
}
