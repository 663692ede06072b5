// Looks at the rows on their way to the marks: left out by transforms, unreadable as the channel's
// type, in no domain, or without a channel to tell them apart.
#include "chart/blank.h"
#include "chart/data.h"

#include <math.h>

// Whether the author wrote it: parts of composite marks may well be empty (no outliers).
static bool is_written(Chart *chart, const json_t *json) {
    const JsonNode *spec = chart->input->spec, *node = chart_node(chart, json);
    return node != spec && node->doc == spec->doc;
}

// ---------- transforms ----------

// Applies the first ones only, until no row is left. Only for what is reported anyway.
void blank_check_transforms(View *view, const Table *start, const Table *table) {
    json_t *transforms = json_object_get(view->spec, "transform");
    if (!table || table->row_count || !start->row_count || view->data.facet_count)
        return;
    json_t *first = json_array();
    chart_own(view->chart, first);
    for (size_t i = 0; i < json_array_size(transforms); i++) {
        json_array_append(first, json_array_get(transforms, i));
        const Table *left = data_apply(view, start, json_copy(first));
        if (!left)
            return;
        if (left->row_count)
            continue;
        if (!is_written(view->chart, json_array_get(transforms, i)))
            return;
        chart_warning(view->chart, json_array_get(transforms, i), DIAG_EMPTY, NULL,
                      "0 of %u rows are left after this transform", start->row_count);
        return;
    }
}

// ---------- fields ----------

typedef struct {
    View *view;
    const Table *table;
} FieldCheck;

// What the values of a column are, null and absent ones apart.
typedef struct {
    guint count, numbers, years; // years: whole numbers from 1500 to 2200, no times
    const char *text;            // one that is no number
} Values;

static Values values_of(Arena *arena, const Table *table, const char *path) {
    Field field = field_bind(arena, table, path);
    Values values = {0};
    for (guint row = 0; row < table->row_count; row++) {
        Value value = field_value(&field, row);
        if (value.type == VALUE_NULL || value.type == VALUE_UNDEFINED)
            continue;
        double number = value_to_number(value);
        values.count++;
        values.numbers += isfinite(number);
        values.years +=
            value_is_quantity(value) && number >= 1500 && number <= 2200 && number == floor(number);
        if (!values.text && value.type == VALUE_STRING && !isfinite(number))
            values.text = value.as.string;
    }
    return values;
}

// Of other operations the result is a number, whatever the values are.
static bool needs_numbers(const Def *def) {
    return def->type == TYPE_QUANTITATIVE && !def_counts(def) && def->arg == ARG_NONE;
}

static void check_domain(const FieldCheck *check, const Def *def) {
    Chart *chart = check->view->chart;
    json_t *domain = json_object_get(def_get(def, "scale"), "domain"), *item;
    bool is_plain = !def->aggregate && !def->binning && !def->binned && !def->has_unit;
    size_t i;
    if (!json_array_size(domain) || !is_plain ||
        (def->type != TYPE_NOMINAL && def->type != TYPE_ORDINAL))
        return;
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    json_array_foreach(domain, i, item)
        g_hash_table_add(names, (gpointer)value_to_string(value_from_json(item), chart->arena));
    Field field = field_bind(chart->arena, check->table, def->field);
    for (guint row = 0; row < check->table->row_count; row++)
        if (g_hash_table_contains(names, value_to_string(field_value(&field, row), chart->arena)))
            return;
    chart_warning(chart, domain, DIAG_EMPTY, NULL, "no value of \"%s\" is in this domain",
                  def->field);
}

static void check_field(void *data, const Def *def, Channel channel) {
    const FieldCheck *check = data;
    Chart *chart = check->view->chart;
    if (!def->field || !strcmp(def->field, "*") || !table_column(check->table, def->field))
        return;
    if (channel == CHANNEL_X || channel == CHANNEL_Y)
        check_domain(check, def);
    bool is_time = def->type == TYPE_TEMPORAL && !def_counts(def) && channel != CHANNEL_NONE;
    if (!needs_numbers(def) && !is_time)
        return;
    Values values = values_of(chart->arena, check->table, def->field);
    if (needs_numbers(def) && values.text && !values.numbers)
        chart_warning(chart, def_get(def, "field"), DIAG_EMPTY,
                      "the type \"nominal\" shows texts, the aggregate \"count\" counts rows",
                      "no value of \"%s\" is a number, for example \"%s\"", def->field,
                      values.text);
    else if (is_time && values.count && values.years == values.count)
        chart_warning(chart, def_get(def, "field"), DIAG_BAD_DATE,
                      "give it the type \"ordinal\" or \"quantitative\", or name a field of dates",
                      "the years in \"%s\" are read as milliseconds since 1970", def->field);
}

void blank_check_fields(View *view, const Table *table) {
    FieldCheck check = {view, table};
    if (table->row_count)
        view_each_field(view, check_field, &check);
}

// ---------- units ----------

static bool is_bare(const View *unit) {
    static const char *const PLACES[] = {"x",     "y",      "x2",    "y2",    "text",
                                         "theta", "radius", "width", "height"};
    for (guint i = 0; i < G_N_ELEMENTS(PLACES); i++)
        if (js_has(unit->mark_def, PLACES[i]))
            return false;
    return !js_has(unit->spec, "encoding"); // {} is meant
}

void blank_check_unit(View *unit, const Table *table) {
    Chart *chart = unit->chart;
    const Table *drawn = unit->data.stages[DATA_MAIN].table;
    const json_t *mark = json_object_get(unit->spec, "mark");
    if (!is_written(chart, mark))
        return;
    if (is_bare(unit) && table->row_count)
        chart_warning(chart, mark, DIAG_EMPTY, "add \"encoding\": {\"x\": {\"field\": ...}, ...}",
                      "the mark has no channels: nothing tells its rows apart");
    else if (drawn && !drawn->row_count && table->row_count)
        chart_warning(chart, mark, DIAG_EMPTY, NULL,
                      "none of %u rows has a value for each channel: nothing is drawn",
                      table->row_count);
}
