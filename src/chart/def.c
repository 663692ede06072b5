// Reads channel definitions and answers what follows from them: default types, the names of
// derived columns (sum_amount, bin_maxbins_10_x_end), whether they are measures or dimensions.
#include "chart/def.h"

#include <math.h>

static const struct {
    const char *name;
    DataType type;
} TYPES[] = {{"quantitative", TYPE_QUANTITATIVE},
             {"temporal", TYPE_TEMPORAL},
             {"ordinal", TYPE_ORDINAL},
             {"nominal", TYPE_NOMINAL},
             {"q", TYPE_QUANTITATIVE},
             {"t", TYPE_TEMPORAL},
             {"o", TYPE_ORDINAL},
             {"n", TYPE_NOMINAL}};

static DataType type_find(const char *name) {
    for (guint i = 0; name && i < G_N_ELEMENTS(TYPES); i++)
        if (!g_ascii_strcasecmp(TYPES[i].name, name))
            return TYPES[i].type;
    return TYPE_NONE;
}

// ---------- names of derived columns ----------

// Letters, digits and _ stay, everything else becomes _.
static void append_name(GString *out, const char *text) {
    for (const char *p = text; *p; p++)
        g_string_append_c(out, g_ascii_isalnum(*p) ? *p : '_');
}

static void append_value(GString *out, const json_t *value) {
    g_autofree char *text = NULL;
    if (json_is_string(value))
        append_name(out, json_string_value(value));
    else if (json_is_number(value)) {
        text = number_to_string(json_number_value(value));
        append_name(out, text);
    } else {
        char *dump = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
        append_name(out, dump ? dump : "");
        free(dump);
    }
}

static void append_parameters(GString *out, const json_t *object) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value) {
        if (!strcmp(key, "unit"))
            continue;
        g_string_append_c(out, '_');
        append_name(out, key);
        g_string_append_c(out, '_');
        append_value(out, value);
    }
}

static void append_unit(GString *out, const json_t *unit) {
    const char *name = json_is_string(unit) ? json_string_value(unit) : js_string(unit, "unit");
    g_string_append(out, name ? name : "timeunit");
    if (json_is_object(unit))
        append_parameters(out, unit);
}

static const char *derived_name(Chart *chart, const Def *def) {
    if (def->aggregate && !strcmp(def->aggregate, "count"))
        return "__count";
    if (def->arg != ARG_NONE)
        return arena_printf(chart->arena, "%s_%s.%s", def->arg == ARG_MAX ? "argmax" : "argmin",
                            field_name(chart->arena, def->arg_field), def->base);
    g_autoptr(GString) name = g_string_new(NULL);
    if (def->binning) {
        g_string_append(name, "bin");
        append_parameters(name, def->bin);
    } else if (def->aggregate) {
        g_string_append(name, def->aggregate);
    } else if (def->has_unit && !def->unit.binned) {
        append_unit(name, def->unit_json);
    } else {
        return def->base;
    }
    g_string_append_printf(name, "_%s", def->base);
    return arena_strdup(chart->arena, name->str);
}

const char *def_column(Chart *chart, const Def *def, const char *suffix) {
    return arena_printf(chart->arena, "%s_%s", def->name, suffix);
}

// ---------- reading ----------

static void read_aggregate(Def *def) {
    const json_t *aggregate = json_object_get(def->json, "aggregate");
    if (json_is_string(aggregate)) {
        def->aggregate = json_string_value(aggregate);
    } else if (json_is_object(aggregate)) {
        const char *op = json_object_iter_key(json_object_iter((json_t *)aggregate));
        const json_t *argument = op ? json_object_get(aggregate, op) : NULL;
        if (op && json_is_string(argument) && (!strcmp(op, "argmin") || !strcmp(op, "argmax"))) {
            def->arg = strcmp(op, "argmax") ? ARG_MIN : ARG_MAX;
            def->arg_field = json_string_value(argument);
            def->aggregate = op;
        } else if (op && json_is_number(argument)) {
            def->aggregate = op;
            def->parameter = json_number_value(argument);
        }
    }
}

static bool has_any(const json_t *object, const char *a, const char *b) {
    return js_has(object, a) || js_has(object, b);
}

// bin: true, "binned", or an object; the number of bins has a default that depends on the channel.
static void read_bin(Chart *chart, Def *def, Channel channel) {
    json_t *bin = json_object_get(def->json, "bin");
    if (json_is_true(bin)) {
        def->binning = true;
        def->bin = chart_own(chart, json_pack("{s:f}", "maxbins", channel_maxbins(channel)));
    } else if (js_equals(bin, "binned")) {
        def->binned = true;
    } else if (json_is_object(bin)) {
        def->binned = js_bool(bin, "binned", false);
        def->binning = !def->binned;
        def->bin = bin;
        if (def->binning && !has_any(bin, "maxbins", "step"))
            def->bin =
                chart_own(chart, js_with(bin, "maxbins", json_real(channel_maxbins(channel))));
    }
}

static void read_unit(Def *def) {
    json_t *unit = json_object_get(def->json, "timeUnit");
    const char *name = json_is_string(unit) ? json_string_value(unit) : js_string(unit, "unit");
    if (!name || !time_unit_parse(name, &def->unit))
        return;
    def->has_unit = true;
    def->unit_json = unit;
    if (json_is_object(unit)) {
        def->unit.step = js_number(unit, "step", 1);
        def->unit.maxbins = js_number(unit, "maxbins", 0);
        def->unit.binned = def->unit.binned || js_bool(unit, "binned", false);
        def->unit.utc = def->unit.utc || js_bool(unit, "utc", false);
    }
}

static DataType scale_data_type(const json_t *json) {
    static const struct {
        const char *scale;
        DataType type;
    } ROWS[] = {{"linear", TYPE_QUANTITATIVE},
                {"log", TYPE_QUANTITATIVE},
                {"pow", TYPE_QUANTITATIVE},
                {"sqrt", TYPE_QUANTITATIVE},
                {"symlog", TYPE_QUANTITATIVE},
                {"identity", TYPE_QUANTITATIVE},
                {"quantile", TYPE_QUANTITATIVE},
                {"quantize", TYPE_QUANTITATIVE},
                {"threshold", TYPE_QUANTITATIVE},
                {"time", TYPE_TEMPORAL},
                {"utc", TYPE_TEMPORAL}};
    const char *type = js_string(json_object_get(json, "scale"), "type");
    for (guint i = 0; type && i < G_N_ELEMENTS(ROWS); i++)
        if (!strcmp(ROWS[i].scale, type))
            return ROWS[i].type;
    return TYPE_NOMINAL;
}

static DataType default_type(const Def *def, Channel channel) {
    if (channel_is_facet(channel) || channel == CHANNEL_SHAPE || channel == CHANNEL_STROKE_DASH)
        return TYPE_NOMINAL;
    if (channel == CHANNEL_ORDER)
        return TYPE_ORDINAL;
    if (json_is_array(json_object_get(def->json, "sort")))
        return TYPE_ORDINAL;
    if (def->has_unit)
        return TYPE_TEMPORAL;
    if (def->binning || def->binned || (def->aggregate && def->arg == ARG_NONE))
        return TYPE_QUANTITATIVE;
    return scale_data_type(def->json);
}

static void read_field(Chart *chart, Def *def, Channel channel) {
    def->field = js_string(def->json, "field");
    read_aggregate(def);
    read_bin(chart, def, channel);
    read_unit(def);
    if (def->aggregate && !strcmp(def->aggregate, "count"))
        def->field = NULL;
    def->base = def->field ? field_name(chart->arena, def->field) : "";
    def->name = derived_name(chart, def);
    def->type = type_find(js_string(def->json, "type"));
    if (def->type == TYPE_NONE && !channel_is_secondary(channel))
        def->type = default_type(def, channel);
    if (def_counts(def) && !channel_is_secondary(channel))
        def->type = TYPE_QUANTITATIVE;
}

static void read_datum(Def *def) {
    const json_t *datum = json_object_get(def->json, "datum");
    def->type = type_find(js_string(def->json, "type"));
    if (def->type != TYPE_NONE)
        return;
    def->type = json_is_number(datum) ? TYPE_QUANTITATIVE
                : datetime_is(datum)  ? TYPE_TEMPORAL
                                      : TYPE_NOMINAL;
}

static bool is_field_json(const json_t *json) {
    return js_has(json, "field") || js_equals(json_object_get(json, "aggregate"), "count");
}

Def *def_read(Chart *chart, json_t *json, Channel channel) {
    Def *def = arena_new0(chart->arena, Def);
    if (json_is_string(json) || json_is_number(json) || json_is_boolean(json))
        json = chart_own(chart, json_pack("{s:O}", "value", json));
    def->json = json;
    def->name = def->base = "";
    def->is_field = is_field_json(json);
    def->is_datum = js_has(json, "datum");
    def->is_value = !def->is_field && !def->is_datum && js_has(json, "value");
    if (def->is_field)
        read_field(chart, def, channel);
    else if (def->is_datum)
        read_datum(def);
    json_t *condition = json_object_get(json, "condition");
    if (json_is_object(condition) && (is_field_json(condition) || js_has(condition, "datum")))
        def->conditional = def_read(chart, condition, channel);
    return def;
}

// ---------- questions ----------

bool def_is_field_or_datum(const Def *def) {
    return def && (def->is_field || def->is_datum);
}

const Def *def_scaled(const Def *def) {
    if (!def || def_is_field_or_datum(def))
        return def;
    return def->conditional;
}

const Def *def_field(const Def *def) {
    const Def *scaled = def_scaled(def);
    return scaled && scaled->is_field ? scaled : NULL;
}

json_t *def_get(const Def *def, const char *key) {
    return def ? json_object_get(def->json, key) : NULL;
}

bool def_is_discrete(const Def *def) {
    if (def->type == TYPE_ORDINAL || def->type == TYPE_NOMINAL)
        return true;
    return def->type == TYPE_QUANTITATIVE && def->is_field && (def->binning || def->binned);
}

static bool is_numeric_datum(const Def *def) {
    return def->is_datum && json_is_number(def_get(def, "datum"));
}

bool def_is_measure(const Def *def) {
    if (!def)
        return false;
    return (def->is_field && def->type == TYPE_QUANTITATIVE && !def->binning && !def->binned) ||
           is_numeric_datum(def);
}

bool def_is_continuous(const Def *def) {
    if (!def)
        return false;
    return (def->is_field && def->type != TYPE_NONE && !def_is_discrete(def)) ||
           is_numeric_datum(def);
}

json_t *def_format_holder(const Def *def) {
    static const char *const GUIDES[] = {"axis", "legend", "header"};
    if (js_has(def->json, "format") || js_has(def->json, "formatType"))
        return def->json;
    for (guint i = 0; i < G_N_ELEMENTS(GUIDES); i++)
        if (json_is_object(def_get(def, GUIDES[i])))
            return def_get(def, GUIDES[i]);
    return NULL;
}

bool def_is_temporal(const Def *def) {
    const char *format_type = js_string(def_format_holder(def), "formatType");
    if (format_type)
        return !strcmp(format_type, "time");
    return def->type == TYPE_TEMPORAL || (def->is_field && def->has_unit);
}

bool def_counts(const Def *def) {
    static const char *const OPS[] = {"count", "valid", "missing", "distinct"};
    for (guint i = 0; def->aggregate && i < G_N_ELEMENTS(OPS); i++)
        if (!strcmp(def->aggregate, OPS[i]))
            return true;
    return false;
}

bool def_needs_range(const Def *def, Channel channel) {
    return def->binning && channel_has_scale(channel) &&
           (def->type == TYPE_ORDINAL || def->type == TYPE_NOMINAL);
}

// ---------- values ----------

// A number that stands for one unit, such as month 3 or year 2020.
static Value unit_value(Chart *chart, const Def *def, const json_t *value) {
    const char *name = json_is_string(def->unit_json) ? json_string_value(def->unit_json)
                                                      : js_string(def->unit_json, "unit");
    json_t *made = json_pack("{s:O}", name, value);
    double instant = datetime_is(made) ? datetime_instant(chart, made) : NAN;
    json_decref(made);
    return value_time(instant);
}

static bool is_single_unit(const TimeUnit *unit) {
    return unit->units != 0 && (unit->units & (unit->units - 1)) == 0 && !unit->utc;
}

static Value time_value(Chart *chart, const Def *def, const json_t *value) {
    double instant = json_is_number(value)
                         ? json_number_value(value)
                         : instant_parse(json_string_value(value), chart->input->zone);
    bool is_small = json_is_number(value) ? instant < 10000 : isnan(instant);
    if (def->has_unit && is_single_unit(&def->unit) && is_small)
        return unit_value(chart, def, value);
    return value_time(instant);
}

Value def_scale_value(Chart *chart, const Def *def, json_t *value) {
    if (datetime_is(value))
        return value_time(datetime_instant(chart, value));
    bool is_time = def && (def->type == TYPE_TEMPORAL || (def->has_unit && !def->unit.binned));
    if (is_time && (json_is_number(value) || json_is_string(value)))
        return time_value(chart, def, value);
    return value_from_json(value);
}

Value def_datum_value(Chart *chart, const Def *def, json_t *datum) {
    if (datetime_is(datum))
        return value_time(datetime_instant(chart, datum));
    (void)def;
    return value_from_json(datum);
}

// ---------- titles ----------

json_t *def_title_base(const Def *def) {
    static const char *const KEYS[] = {"timeUnit", "bin", "aggregate", "field"};
    json_t *base = json_object();
    for (guint i = 0; i < G_N_ELEMENTS(KEYS); i++) {
        json_t *value = def_get(def, KEYS[i]);
        if (js_truthy(value))
            json_object_set(base, KEYS[i], value);
    }
    return base;
}

static const char *unit_title(Chart *chart, const TimeUnit *unit) {
    static const char *const NAMES[] = {"year",    "quarter", "month",       "week",
                                        "date",    "day",     "dayofyear",   "hours",
                                        "minutes", "seconds", "milliseconds"};
    static const guint ORDER[] = {0, 1, 2, 3, 5, 6, 4, 7, 8, 9, 10};
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(ORDER); i++)
        if (unit->units & (1u << ORDER[i]))
            g_string_append_printf(text, "%s%s", text->len ? "-" : "", NAMES[ORDER[i]]);
    return arena_strdup(chart->arena, text->str);
}

static const char *capitalized(Chart *chart, const char *text) {
    char *copy = arena_strdup(chart->arena, text);
    copy[0] = g_ascii_toupper(copy[0]);
    return copy;
}

static const char *verbal_title(Chart *chart, const Def *def, const char *field) {
    Arena *arena = chart->arena;
    if (def->aggregate && !strcmp(def->aggregate, "count"))
        return js_string(chart->config, "countTitle");
    if (def->binning)
        return arena_printf(arena, "%s (binned)", field);
    if (def->has_unit && !def->unit.binned)
        return arena_printf(arena, "%s (%s)", field, unit_title(chart, &def->unit));
    if (def->arg != ARG_NONE)
        return arena_printf(arena, "%s for %s %s", field, def->arg == ARG_MAX ? "max" : "min",
                            def->arg_field);
    if (def->aggregate)
        return arena_printf(arena, "%s of %s", capitalized(chart, def->aggregate), field);
    return field;
}

static const char *functional_title(Chart *chart, const Def *def, const char *field) {
    if (def->arg != ARG_NONE)
        return arena_printf(chart->arena, "%s for arg%s(%s)", field,
                            def->arg == ARG_MAX ? "max" : "min", def->arg_field);
    const char *unit = def->has_unit && !def->unit.binned
                           ? (json_is_string(def->unit_json) ? json_string_value(def->unit_json)
                                                             : js_string(def->unit_json, "unit"))
                           : NULL;
    const char *name = def->aggregate ? def->aggregate : unit ? unit : def->binning ? "bin" : NULL;
    if (!name)
        return field;
    g_autofree char *upper = g_ascii_strup(name, -1);
    return arena_printf(chart->arena, "%s(%s)", upper, field);
}

const char *def_title(Chart *chart, const json_t *base) {
    const Def *def = def_read(chart, (json_t *)base, CHANNEL_X);
    const char *field = js_string(base, "field");
    const char *style = js_string(chart->config, "fieldTitle");
    if (style && !strcmp(style, "plain"))
        return field ? field : "";
    const char *title = style && !strcmp(style, "functional")
                            ? functional_title(chart, def, field ? field : "")
                            : verbal_title(chart, def, field ? field : "");
    return title ? title : "";
}

const char *def_shown_title(Chart *chart, const Def *def) {
    const json_t *own = json_object_get(def->json, "title");
    if (json_is_string(own))
        return arena_strdup(chart->arena, json_string_value(own));
    const char *title = def_title(chart, chart_own(chart, def_title_base(def)));
    return title ? title : "";
}
