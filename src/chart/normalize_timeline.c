// Timelines: layers of spans, symbols and labels over the rows as they are, and a rule at the day
// that the chart speaks of.
#include "chart/def.h"
#include "chart/field_chart.h"
#include "chart/schema.h"

#include <math.h>

typedef struct {
    FieldChart field;
    json_t *as_of; // ISO 8601 text; NULL: none
} Timeline;

static bool check_axis(const Timeline *t) {
    json_t *x = json_object_get(t->field.encoding, "x");
    if (!field_chart_field(&t->field, "x", /*needed=*/true))
        return false;
    const char *type = js_string(x, "type");
    if (!strcmp(type ? type : "", "temporal") || !strcmp(type ? type : "", "quantitative"))
        return true;
    chart_error(t->field.chart, x, DIAG_WRONG_VALUE, "write \"type\": \"temporal\"",
                "the x of a timeline is %s, expected temporal or quantitative",
                type ? type : "nothing");
    return false;
}

static Value read_instant(const Timeline *t, const json_t *value) {
    Chart *chart = t->field.chart;
    if (json_is_string(value))
        return value_as_time(value_string(json_string_value(value)), chart->input->zone);
    if (datetime_is(value))
        return value_time(datetime_instant(chart, value));
    return value_time(json_is_number(value) ? json_number_value(value) : NAN);
}

// Text, a number of milliseconds, a DateTime or an expression of parameters.
static bool read_as_of(Timeline *t) {
    Chart *chart = t->field.chart;
    json_t *given = json_object_get(t->field.mark, "asOf");
    json_t *value = js_string(given, "expr") ? schema_constant(chart, given) : given;
    if (!value || json_is_null(value))
        return !chart_failed(chart);
    Value instant = read_instant(t, value);
    if (instant.type != VALUE_TIME || !isfinite(instant.as.number)) {
        chart_error(chart, given, DIAG_WRONG_VALUE, "write it as \"2025-11-20\"",
                    "\"asOf\" is no date");
        return false;
    }
    t->as_of = chart_own(chart, value_to_json(instant));
    return true;
}

// ---------- parts ----------

static json_t *with_channels(const Timeline *t, const char *const *names) {
    json_t *encoding = json_object();
    for (guint i = 0; names[i]; i++)
        if (js_has(t->field.encoding, names[i]))
            json_object_set(encoding, names[i], json_object_get(t->field.encoding, names[i]));
    return encoding;
}

static json_t *as_of_data(const Timeline *t) {
    return json_pack("{s:{s:[{s:O}],s:{s:{s:s}}}}", "data", "values", "as_of", t->as_of, "format",
                     "parse", "as_of", "date");
}

static json_t *as_of_place(const Timeline *t) {
    const char *type = js_string(json_object_get(t->field.encoding, "x"), "type");
    return json_pack("{s:s,s:s,s:n}", "field", "as_of", "type", type, "title");
}

static void add_rule(Timeline *t) {
    if (!t->as_of)
        return;
    field_chart_part(&t->field, "rule", json_pack("{s:o}", "x", as_of_place(t)), as_of_data(t));
}

// The date over its rule.
static void add_date(Timeline *t) {
    if (!t->as_of)
        return;
    json_t *format = field_chart_prop(&t->field, "dateFormat");
    json_t *text =
        json_pack("{s:s,s:s,s:O}", "field", "as_of", "type", "temporal", "format", format);
    field_chart_part(
        &t->field, "date",
        json_pack("{s:o,s:{s:i},s:o}", "x", as_of_place(t), "y", "value", 0, "text", text),
        as_of_data(t));
}

static void hand_down(Timeline *t) {
    static const char *const KEYS[] = {"laneHeight", "laneMax", "pointAt", "gap"};
    for (guint i = 0; i < G_N_ELEMENTS(KEYS); i++)
        field_chart_option(&t->field, KEYS[i]);
    field_chart_halo(&t->field);
    field_chart_color(&t->field, "span");
    field_chart_color(&t->field, "point");
}

json_t *normalize_timeline(Chart *chart, json_t *spec, const Inherited *from) {
    static const char *const SPAN[] = {"x", "x2", "y", "color", "opacity", NULL};
    static const char *const BARE[] = {"x", "x2", "y", NULL}; // takes the symbols' colours
    static const char *const POINT[] = {"x", "x2", "y", "color", "opacity", "shape", "size", NULL};
    static const char *const LABEL[] = {"x", "x2", "y", "text", NULL};
    Timeline t = {0};
    field_chart_begin(&t.field, chart, spec);
    if (!check_axis(&t) || !read_as_of(&t))
        return NULL;
    hand_down(&t);
    bool has_points = !js_is_false(field_chart_prop(&t.field, "point"));
    field_chart_part(&t.field, "span", with_channels(&t, has_points ? BARE : SPAN), NULL);
    field_chart_part(&t.field, "point", with_channels(&t, POINT), NULL);
    add_rule(&t); // not first: the first part says how high a chart without a height is
    if (js_has(t.field.encoding, "text"))
        field_chart_part(&t.field, "label", with_channels(&t, LABEL), NULL);
    add_date(&t);
    return field_chart_end(&t.field, from);
}
