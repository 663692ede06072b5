// Fills the range of a scale instance from its form: lengths, colours, shapes, dashes. The scale
// has its domain already.
#include "base/suggest.h"
#include "chart/config.h"
#include "chart/scale_instance.h"
#include "chart/scheme.h"
#include "chart/size.h"
#include "table/group.h"

#include <math.h>

enum { SCHEME_STEPS = 64, DEFAULT_SCHEME_COUNT = 5 };

static Chart *chart_of(const ScaleModel *model) {
    return model->view->chart;
}

// ---------- numbers ----------

static void set_numbers(ScaleModel *model, const double *numbers, guint count) {
    Scale *scale = model->scale;
    scale->range_kind = RANGE_NUMBERS;
    scale->range_count = count;
    scale->range_numbers = chart_keep(chart_of(model), numbers, count * sizeof(double));
}

static double edge(const json_t *value, double otherwise) {
    return json_is_number(value) ? json_number_value(value) : otherwise;
}

static void set_pair(ScaleModel *model, double first, double last) {
    double pair[2] = {edge(model->range.min, first), edge(model->range.max, last)};
    set_numbers(model, pair, 2);
}

static bool is_upward(const ScaleModel *model) {
    return (model->channel == CHANNEL_Y || model->channel == CHANNEL_Y_OFFSET) &&
           kind_has_continuous_domain(model->kind);
}

static double size_for(const ScaleModel *model) {
    return size_of(model->range.view, channel_dimension(model->channel));
}

static void fill_full(ScaleModel *model) {
    double size = size_for(model);
    set_pair(model, is_upward(model) ? size : 0, is_upward(model) ? 0 : size);
}

static void fill_centered(ScaleModel *model) {
    double half = size_for(model) / 2;
    set_pair(model, is_upward(model) ? half : -half, is_upward(model) ? -half : half);
}

static void fill_step(ScaleModel *model) {
    set_pair(model, 0, scale_step_length(model));
}

static const Scale *position_scale(const ScaleModel *model) {
    const ScaleModel *position =
        view_scale(model->range.view, model->channel == CHANNEL_X_OFFSET ? CHANNEL_X : CHANNEL_Y);
    return position ? position->scale : NULL;
}

static void fill_band(ScaleModel *model) {
    const Scale *position = position_scale(model);
    double band = position ? position->bandwidth : 0;
    bool is_measured =
        model->channel == CHANNEL_Y_OFFSET && kind_has_continuous_domain(model->kind);
    set_pair(model, is_measured ? band : 0, is_measured ? 0 : band);
}

// The length of a time unit on the position scale, in January 2001.
static double unit_length(const ScaleModel *model, const Def *def) {
    const Scale *position = position_scale(model);
    if (!position || (def->unit.units & TIME_UNIT_DAY))
        return 0;
    GTimeZone *zone = chart_of(model)->input->zone;
    CivilTime civil = {.year = 2001, .month = 1, .day = 1};
    TimeUnit unit = def->unit;
    double start = instant_from_civil(&civil, zone);
    double end = time_unit_offset(&unit, start, unit.step > 0 ? unit.step : 1, zone);
    return scale_map_number(position, end) - scale_map_number(position, start);
}

static void fill_unit(ScaleModel *model) {
    View *view = model->range.view;
    Chart *chart = chart_of(model);
    const Def *def =
        view->encoding->channel[model->channel == CHANNEL_X_OFFSET ? CHANNEL_X : CHANNEL_Y];
    double length = unit_length(model, def);
    double padding = config_number(chart, "scale", "bandWithNestedOffsetPaddingInner", 0);
    double position = band_position(chart, def, NULL, view->mark_def);
    double shift = isnan(position) ? 0 : position - 0.5;
    if (padding == 0)
        shift = 0;
    set_pair(model, (padding / 2 + shift) * length, (1 - padding / 2 + shift) * length);
}

static void fill_radius(ScaleModel *model) {
    View *view = model->range.view;
    set_pair(model, 0, MIN(size_of(view, DIM_WIDTH), size_of(view, DIM_HEIGHT)) / 2);
}

// ---------- the size channel ----------

// The length of one bin of a binned position, else the step of the view.
static double channel_step(View *unit, Channel channel) {
    int dimension = channel_dimension(channel);
    const Def *def = encoding_field(unit->encoding, channel);
    const ScaleModel *scale = unit->scales[channel];
    if (def && def->binning && scale && scale->bins)
        return size_of(unit, dimension) * scale->bins->step /
               (scale->bins->stop - scale->bins->start);
    if (def && def->binned && js_has(def->bin, "step")) {
        const ScaleModel *shared = view_scale(unit, channel);
        const Scale *instance = shared ? shared->scale : NULL;
        if (instance && instance->domain_count >= 2)
            return size_of(unit, dimension) * js_number(def->bin, "step", 1) /
                   (value_to_number(instance->domain[1]) - value_to_number(instance->domain[0]));
    }
    const json_t *given = unit->given_size[dimension];
    return js_has(given, "step") ? js_number(given, "step", 20)
                                 : view_discrete_step(unit->chart, dimension);
}

static double least_step(View *unit) {
    return MIN(channel_step(unit, CHANNEL_X), channel_step(unit, CHANNEL_Y));
}

static void size_limits(View *unit, double *low, double *high) {
    Chart *chart = unit->chart;
    switch (mark_size(unit->mark)) {
    case MARK_SIZE_BAND:
        *low = config_number(chart, "scale", "minBandSize", 2);
        *high = config_number(chart, "scale", "maxBandSize", least_step(unit) - 1);
        return;
    case MARK_SIZE_STROKE:
        *low = config_number(chart, "scale", "minStrokeWidth", 1);
        *high = config_number(chart, "scale", "maxStrokeWidth", 4);
        return;
    case MARK_SIZE_FONT:
        *low = config_number(chart, "scale", "minFontSize", 8);
        *high = config_number(chart, "scale", "maxFontSize", 40);
        return;
    case MARK_SIZE_AREA:
        *low = config_number(chart, "scale", "minSize", 4);
        *high = config_number(chart, "scale", "maxSize", pow(0.95 * least_step(unit), 2));
        return;
    }
}

static double discretized_count(const ScaleModel *model) {
    Chart *chart = chart_of(model);
    if (model->kind == KIND_QUANTILE)
        return config_number(chart, "scale", "quantileCount", 4);
    if (model->kind == KIND_QUANTIZE)
        return config_number(chart, "scale", "quantizeCount", 4);
    return model->scale->domain_count + 1;
}

static void fill_sequence(ScaleModel *model, double low, double high, double count) {
    guint n = count >= 1 && count < 1000 ? (guint)count : 1;
    g_autofree double *numbers = g_new0(double, n);
    for (guint i = 0; i < n; i++)
        numbers[i] = n > 1 ? low + (high - low) * i / (n - 1) : low;
    set_numbers(model, numbers, n);
}

static void fill_size(ScaleModel *model) {
    double low = 0, high = 0;
    size_limits(model->range.view, &low, &high);
    if (kind_is_discretizing(model->kind))
        fill_sequence(model, low, high, discretized_count(model));
    else
        set_pair(model, low, high);
}

// ---------- colours ----------

static void set_colors(ScaleModel *model, const Colour *colors, guint count) {
    model->scale->range_kind = RANGE_COLOURS;
    model->scale->range_count = count;
    model->scale->range_colours = colors;
}

// A stretch of a continuous scheme, finely sampled; straight joins of its stops in between.
static const Colour *stretch(Arena *arena, const Colour *stops, guint *count,
                             const double extent[2]) {
    Colour *colors = arena_array(arena, Colour, SCHEME_STEPS + 1);
    for (guint i = 0; i <= SCHEME_STEPS; i++)
        colors[i] = scheme_interpolate(
            stops, *count, extent[0] + (extent[1] - extent[0]) * i / (double)SCHEME_STEPS);
    *count = SCHEME_STEPS + 1;
    return colors;
}

static const Colour *reversed(Arena *arena, const Colour *stops, guint count) {
    Colour *colors = arena_array(arena, Colour, count);
    for (guint i = 0; i < count; i++)
        colors[i] = stops[count - 1 - i];
    return colors;
}

static guint scheme_count(const ScaleModel *model, const json_t *params) {
    guint domain = model->scale->domain_count;
    double given = js_number(params, "count", 0);
    switch ((int)model->kind) {
    case KIND_THRESHOLD:
        return domain + 1;
    case KIND_BIN_ORDINAL:
        return domain ? domain - 1 : 0;
    case KIND_ORDINAL:
        return given >= 1 ? (guint)MIN(given, 1000) : domain ? domain : DEFAULT_SCHEME_COUNT;
    case KIND_QUANTILE:
    case KIND_QUANTIZE:
        return given >= 1 ? (guint)MIN(given, 1000) : DEFAULT_SCHEME_COUNT;
    default:
        return domain;
    }
}

// Whether colours run along the whole range, whatever their number, as Vega's sequential and
// diverging scales have it.
static bool is_smooth(const ScaleModel *model) {
    return kind_is_quantitative(model->kind) && model->scale->domain_count <= 3;
}

static void fill_smooth_scheme(ScaleModel *model, const Colour *stops, guint count,
                               const json_t *params) {
    Arena *arena = chart_of(model)->arena;
    const json_t *given = json_object_get(params, "extent");
    double extent[2] = {edge(json_array_get(given, 0), 0), edge(json_array_get(given, 1), 1)};
    if (!is_smooth(model)) {
        guint wanted = scheme_count(model, params);
        set_colors(model, scheme_sample(arena, stops, count, wanted, extent), wanted);
        return;
    }
    model->scale->colour_space = INTERPOLATE_COLOUR_RGB;
    if (extent[0] == 0 && extent[1] == 1) {
        set_colors(model, stops, count);
    } else if (extent[0] == 1 && extent[1] == 0) {
        set_colors(model, reversed(arena, stops, count), count);
    } else {
        const Colour *colors = stretch(arena, stops, &count, extent);
        set_colors(model, colors, count);
    }
}

static void unknown_scheme(ScaleModel *model, const json_t *at, const char *name) {
    const char *const *names = scheme_names();
    g_autofree char *hint = suggest_hint(name, names, g_strv_length((char **)(gpointer)names));
    chart_error(chart_of(model), at, DIAG_UNKNOWN_NAME, hint, "there is no colour scheme \"%s\"",
                name);
}

static void fill_literal(ScaleModel *model, const json_t *values);

// {"scheme": name or colours, "count", "extent"}, or the name itself.
static void fill_scheme(ScaleModel *model, const json_t *scheme) {
    const json_t *params = json_is_object(scheme) ? scheme : NULL;
    const json_t *value = params ? json_object_get(params, "scheme") : scheme;
    if (params && !value)
        value = json_object_get(params, "name");
    const char *name = json_string_value(value);
    if (json_is_array(value)) {
        fill_literal(model, value);
        return;
    }
    guint count = 0;
    SchemeKind kind = SCHEME_CATEGORICAL;
    const Colour *colors =
        name ? scheme_colours(chart_of(model)->arena, name, &count, &kind) : NULL;
    if (!colors) {
        unknown_scheme(model, value ? value : scheme, name ? name : "");
        set_colors(model, &(Colour){0, 0, 0, 1}, 0);
    } else if (kind == SCHEME_CATEGORICAL) {
        bool takes_all = model->kind == KIND_ORDINAL || is_smooth(model);
        guint wanted = takes_all ? count : scheme_count(model, params);
        set_colors(model, colors, MIN(count, wanted));
    } else {
        fill_smooth_scheme(model, colors, count, params);
    }
}

// ---------- literals ----------

static void fill_literal_colors(ScaleModel *model, const json_t *values) {
    Chart *chart = chart_of(model);
    guint count = (guint)json_array_size(values);
    Colour *colors = arena_array(chart->arena, Colour, count + 1);
    for (guint i = 0; i < count; i++) {
        const json_t *item = json_array_get(values, i);
        const char *text = json_string_value(item);
        if (!text || !colour_parse(text, &colors[i]))
            chart_error(chart, item, DIAG_WRONG_VALUE, NULL, "\"%s\" is not a colour",
                        text ? text : "");
    }
    set_colors(model, colors, count);
}

static void fill_literal_numbers(ScaleModel *model, const json_t *values) {
    guint count = (guint)json_array_size(values);
    g_autofree double *numbers = g_new0(double, count + 1);
    for (guint i = 0; i < count; i++) {
        const json_t *item = json_array_get(values, i);
        if (js_equals(item, "width"))
            numbers[i] = size_of(model->range.view, DIM_WIDTH);
        else if (js_equals(item, "height"))
            numbers[i] = size_of(model->range.view, DIM_HEIGHT);
        else
            numbers[i] = json_is_number(item) ? json_number_value(item) : NAN;
    }
    set_numbers(model, numbers, count);
}

static void fill_literal_strings(ScaleModel *model, const json_t *values) {
    guint count = (guint)json_array_size(values);
    const char **strings = arena_array(chart_of(model)->arena, const char *, count + 1);
    for (guint i = 0; i < count; i++) {
        const char *text = json_string_value(json_array_get(values, i));
        strings[i] = arena_strdup(chart_of(model)->arena, text ? text : "circle");
    }
    model->scale->range_kind = RANGE_STRINGS;
    model->scale->range_count = count;
    model->scale->range_strings = strings;
}

static void fill_dashes(ScaleModel *model, const json_t *values) {
    model->scale->range_kind = RANGE_DASHES;
    model->scale->range_count = (guint)json_array_size(values);
    model->dashes = values;
}

static void fill_literal(ScaleModel *model, const json_t *values) {
    if (channel_is_color(model->channel))
        fill_literal_colors(model, values);
    else if (model->channel == CHANNEL_SHAPE)
        fill_literal_strings(model, values);
    else if (model->channel == CHANNEL_STROKE_DASH)
        fill_dashes(model, values);
    else
        fill_literal_numbers(model, values);
}

// ---------- names, fields ----------

static void fill_named(ScaleModel *model) {
    Chart *chart = chart_of(model);
    const char *name = model->range.name;
    const json_t *range = config_vega(chart, "range", name);
    if (json_is_array(range))
        fill_literal(model, range);
    else if (json_is_object(range) || json_is_string(range))
        fill_scheme(model, range);
    else if (!strcmp(name, "width") || !strcmp(name, "height"))
        fill_full(model);
    else
        chart_error(chart, json_object_get(def_get(model->def, "scale"), "range"),
                    DIAG_UNKNOWN_NAME,
                    "expected a list of values, category, diverging, heatmap, ordinal, ramp, "
                    "symbol, width or height",
                    "there is no range \"%s\" in the configuration", name);
}

static gint by_weight(gconstpointer a, gconstpointer b) {
    return value_compare(((const Value *)a)[1], ((const Value *)b)[1]);
}

// The distinct values of a field, in the order of the scale's own values.
static void fill_of_field(ScaleModel *model) {
    Chart *chart = chart_of(model);
    Rows rows = model->range.view->data.stages[DATA_MAIN];
    Field field = field_bind(chart->arena, rows.table, model->range.name);
    Field key = field_bind(chart->arena, rows.table, model->def->name);
    g_autoptr(KeyIndex) index = key_index_new(1, GROUP_BY_TEXT);
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, 2 * sizeof(Value));
    for (guint i = 0; i < rows.count; i++) {
        Value pair[2] = {field_value(&field, rows_at(&rows, i)),
                         field_value(&key, rows_at(&rows, i))};
        if (key_index_add(index, &pair[0]) == pairs->len)
            g_array_append_val(pairs, pair);
    }
    g_array_sort(pairs, by_weight);
    json_t *values = chart_own(chart, json_array());
    for (guint i = 0; i < pairs->len; i++)
        json_array_append_new(values, value_to_json(((Value *)(void *)pairs->data)[2 * (gsize)i]));
    fill_literal(model, values);
}

// ---------- colours that categories have throughout a report ----------

// Whether nothing but the defaults say which colour a category gets.
static bool takes_fixed_colours(const ScaleModel *model) {
    return model->kind == KIND_ORDINAL && model->range.form == RANGE_NAMED &&
           channel_is_color(model->channel) && model->scale->range_kind == RANGE_COLOURS &&
           model->scale->range_count && !js_has(def_get(model->def, "scale"), "range");
}

static void fix_colours(ScaleModel *model) {
    const ChartInput *input = chart_of(model)->input;
    Scale *scale = model->scale;
    if (!input->find_colour || !takes_fixed_colours(model))
        return;
    Colour *colours = arena_array(chart_of(model)->arena, Colour, scale->domain_count + 1);
    for (guint i = 0; i < scale->domain_count; i++) {
        colours[i] = scale->range_colours[i % scale->range_count];
        input->find_colour(input->data, model->def->name, scale->domain[i], &colours[i]);
    }
    if (scale->domain_count)
        set_colors(model, colours, scale->domain_count);
}

void range_fill(ScaleModel *model) {
    static void (*const FILLS[])(ScaleModel *) = {
        [RANGE_FULL] = fill_full,     [RANGE_CENTERED] = fill_centered,
        [RANGE_STEP] = fill_step,     [RANGE_STEP_FOR_OFFSET] = fill_step,
        [RANGE_BAND] = fill_band,     [RANGE_UNIT] = fill_unit,
        [RANGE_RADIUS] = fill_radius, [RANGE_SIZE] = fill_size,
        [RANGE_NAMED] = fill_named,   [RANGE_OF_FIELD] = fill_of_field,
    };
    if (model->range.form == RANGE_LITERAL)
        fill_literal(model, model->range.json);
    else if (model->range.form == RANGE_SCHEME)
        fill_scheme(model, model->range.json);
    else
        FILLS[model->range.form](model);
    fix_colours(model);
}
