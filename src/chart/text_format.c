// Formats by Vega-Lite's rules of precedence: the definition's, the guide's, the time unit's, the
// configuration's.
#include "chart/text_format.h"

#include <math.h>

// A name of Vega's own format functions, or none of the kind.
static bool format_type_is_custom(const char *type) {
    return type && strcmp(type, "number") && strcmp(type, "time");
}

static bool has_utc_scale(const Def *def) {
    return js_equals(json_object_get(def_get(def, "scale"), "type"), "utc");
}

TextFormat text_format_of(Chart *chart, const Def *def) {
    const char *given = js_string(def_format_holder(def), "format");
    TextFormat format = {.kind = TEXT_PLAIN, .def = def, .column = def->name};
    if (def->is_datum)
        format.datum = def_datum_value(chart, def, def_get(def, "datum"));
    if (def_is_temporal(def)) {
        format.kind = TEXT_TIME;
        format.utc = (def->has_unit && def->unit.utc) || has_utc_scale(def);
        format.specifier = given ? given
                           : def->has_unit && def->is_field
                               ? time_unit_format(&def->unit, chart->arena)
                               : js_string(chart->config, "timeFormat");
        return format;
    }
    if (!given && def->type == TYPE_QUANTITATIVE)
        given = js_string(chart->config, "numberFormat");
    format.specifier = given;
    if (def->is_field && def->binning) {
        format.kind = TEXT_BIN;
        format.column_end = def_column(chart, def, "end");
    } else if (given || def->type == TYPE_QUANTITATIVE) {
        format.kind = TEXT_NUMBER;
    }
    return format;
}

static const char *number_text(Chart *chart, const char *specifier, Value value) {
    NumberFormat format;
    if (!number_format_parse(specifier ? specifier : "", &format))
        number_format_parse("", &format);
    g_autofree char *text =
        value.type == VALUE_DECIMAL
            ? number_format_decimal(&format, chart->input->locale, *value.as.decimal)
            : number_format(&format, chart->input->locale, value_to_number(value));
    return arena_strdup(chart->arena, text);
}

static const char *lines_text(Chart *chart, const json_t *array) {
    g_autoptr(GString) text = g_string_new(NULL);
    json_t *item;
    size_t i;
    json_array_foreach((json_t *)array, i, item) {
        if (i)
            g_string_append_c(text, '\n');
        g_string_append(text, value_to_string(value_from_json(item), chart->arena));
    }
    return arena_strdup(chart->arena, text->str);
}

static const char *plain_text(Chart *chart, Value value) {
    if (value.type == VALUE_JSON && json_is_array(value.as.json))
        return lines_text(chart, value.as.json);
    return arena_strdup(chart->arena, value_to_string(value, chart->arena));
}

static const char *time_text(Chart *chart, const TextFormat *format, Value value) {
    if (!value_is_valid(value))
        return plain_text(chart, value);
    double instant = value.type == VALUE_STRING ? instant_parse(value.as.string, chart->input->zone)
                                                : value_to_number(value);
    g_autofree char *text =
        time_format(format->specifier ? format->specifier : "", chart->input->locale, instant,
                    format->utc ? NULL : chart->input->zone);
    return arena_strdup(chart->arena, text);
}

const char *text_format_value(Chart *chart, const TextFormat *format, Value value) {
    switch (format->kind) {
    case TEXT_NUMBER:
        return number_text(chart, format->specifier, value);
    case TEXT_TIME:
        return time_text(chart, format, value);
    case TEXT_PLAIN:
    case TEXT_BIN:
        break;
    }
    return plain_text(chart, value);
}

const char *text_format_bin(Chart *chart, const TextFormat *format, Value low, Value high) {
    if (!value_is_valid(low) || !isfinite(value_to_number(low)))
        return "null";
    return arena_printf(chart->arena, "%s – %s", number_text(chart, format->specifier, low),
                        number_text(chart, format->specifier, high));
}

// ---------- guides ----------

const char *guide_format(Chart *chart, const Def *def, const char *given, const char *given_type,
                         bool omits_default) {
    if (format_type_is_custom(given_type))
        return NULL;
    if (js_equals(def_get(def, "stack"), "normalize"))
        return given ? given : js_string(chart->config, "normalizedNumberFormat");
    bool is_time = given_type ? !strcmp(given_type, "time") : def_is_temporal(def);
    if (is_time) {
        if (given)
            return given;
        if (def->is_field && def->has_unit)
            return time_unit_format(&def->unit, chart->arena);
        return omits_default ? NULL : js_string(chart->config, "timeFormat");
    }
    if (given)
        return given;
    return def->type == TYPE_QUANTITATIVE ? js_string(chart->config, "numberFormat") : NULL;
}

const char *guide_format_type(const Def *def, const char *given, bool is_time_scale) {
    if (given && !format_type_is_custom(given))
        return given;
    if (!def_is_temporal(def) || is_time_scale)
        return NULL;
    return def->is_field && def->has_unit && def->unit.utc ? "utc" : "time";
}
