// scale(), invert(), domain(), range() and bandwidth(): the first argument names a channel.
#include "chart/functions.h"
#include "chart/scale_model.h"

static const Scale *named_scale(const Chart *chart, const Value *args, guint count) {
    if (!chart->scope || count < 1 || args[0].type != VALUE_STRING)
        return NULL;
    Channel channel = channel_find(args[0].as.string);
    const ScaleModel *model = channel == CHANNEL_NONE ? NULL : view_scale(chart->scope, channel);
    return model ? model->scale : NULL;
}

static Value array_value(Chart *chart, json_t *array) {
    return value_from_json(chart_own(chart, array));
}

static Value colour_value(Chart *chart, Colour colour) {
    char text[8];
    colour_to_hex(colour, text);
    return value_string(arena_strdup(chart->arena, text));
}

static Value call_scale(Chart *chart, const Scale *scale, const Value *args, guint count) {
    if (count < 2)
        return value_undefined();
    bool known = true;
    switch (scale->range_kind) {
    case RANGE_COLOURS: {
        Colour colour = scale_map_colour(scale, args[1], &known);
        return known ? colour_value(chart, colour) : value_undefined();
    }
    case RANGE_STRINGS: {
        const char *text = scale_map_string(scale, args[1]);
        return text ? value_string(text) : value_undefined();
    }
    case RANGE_NUMBERS:
        return value_number(scale_map(scale, args[1]));
    case RANGE_DASHES:
        break;
    }
    return value_undefined();
}

static Value call_invert(Chart *chart, const Scale *scale, const Value *args, guint count) {
    (void)chart;
    if (count < 2)
        return value_undefined();
    double number = scale_invert(scale, value_to_number(args[1]));
    return scale->type == SCALE_TIME || scale->type == SCALE_UTC ? value_time(number)
                                                                 : value_number(number);
}

static Value call_domain(Chart *chart, const Scale *scale, const Value *args, guint count) {
    (void)args;
    (void)count;
    json_t *array = json_array();
    for (guint i = 0; i < scale->domain_count; i++)
        json_array_append_new(array, value_to_json(scale->domain[i]));
    return array_value(chart, array);
}

static Value call_range(Chart *chart, const Scale *scale, const Value *args, guint count) {
    (void)args;
    (void)count;
    json_t *array = json_array();
    for (guint i = 0; scale->range_kind == RANGE_NUMBERS && i < scale->range_count; i++)
        json_array_append_new(array, json_real(scale->range_numbers[i]));
    return array_value(chart, array);
}

static Value call_bandwidth(Chart *chart, const Scale *scale, const Value *args, guint count) {
    (void)chart;
    (void)args;
    (void)count;
    return value_number(scale->bandwidth);
}

bool chart_call(void *data, const char *name, const Value *args, guint count, Value *out) {
    static const struct {
        const char *name;
        Value (*call)(Chart *chart, const Scale *scale, const Value *args, guint count);
    } ROWS[] = {{"scale", call_scale},
                {"invert", call_invert},
                {"domain", call_domain},
                {"range", call_range},
                {"bandwidth", call_bandwidth}};
    for (guint i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        if (strcmp(ROWS[i].name, name))
            continue;
        const Scale *scale = out ? named_scale(data, args, count) : NULL;
        if (out)
            *out = scale ? ROWS[i].call(data, scale, args, count) : value_undefined();
        return true;
    }
    return false;
}
