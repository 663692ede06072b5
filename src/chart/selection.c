// Selections with a value from the start: which fields they look at (Vega-Lite's "project"), which
// values they store, and the predicate that tells the rows in them. A selection stands in every
// unit that its parameter reaches; the first one makes what is stored.
#include "chart/selection.h"
#include "chart/scale_model.h"

static const json_t *select_object(const json_t *param) {
    const json_t *select = json_object_get(param, "select");
    return json_is_object(select) ? select : NULL;
}

static bool is_interval(const json_t *param) {
    const json_t *select = json_object_get(param, "select");
    return js_equals(json_is_string(select) ? select : json_object_get(select, "type"), "interval");
}

// ---------- fields ----------

static bool has_field(const Selection *selection, const char *field) {
    for (guint i = 0; i < selection->item_count; i++)
        if (!strcmp(selection->items[i].field, field))
            return true;
    return false;
}

static void add_channel(Selection *selection, const char *name) {
    View *unit = selection->unit;
    Channel channel = channel_find(name);
    const Def *def = channel == CHANNEL_NONE ? NULL : unit->encoding->channel[channel];
    def = def && !def->is_field ? def_field(def) : def;
    if (!def || !def->field || def->aggregate)
        return;
    const char *field = def->has_unit && !def->unit.binned ? def->name : def->field;
    if (has_field(selection, field))
        return;
    SelectionItem item = {channel, def, field, SELECT_EQUAL};
    const ScaleModel *scale = view_scale(unit, channel_main(channel));
    if (selection->is_interval && scale && kind_has_continuous_domain(scale->kind))
        item.kind = SELECT_WITHIN;
    else if (js_truthy(def->bin))
        item.kind = SELECT_WITHIN_OPEN;
    selection->items[selection->item_count++] = item;
}

static void add_name(Selection *selection, const char *field) {
    if (!has_field(selection, field))
        selection->items[selection->item_count++] =
            (SelectionItem){CHANNEL_NONE, NULL, field, SELECT_EQUAL};
}

static void add_all(Selection *selection, const json_t *names,
                    void (*add)(Selection *, const char *)) {
    const json_t *name;
    size_t i;
    json_array_foreach((json_t *)names, i, name) if (json_is_string(name))
        add(selection, json_string_value(name));
}

// Without "fields" and "encodings" the keys of the value say what is looked at.
static void add_keys(Selection *selection, const json_t *rows) {
    const json_t *row;
    size_t i;
    json_array_foreach((json_t *)rows, i, row) {
        const char *key;
        json_t *value;
        json_object_foreach((json_t *)row, key, value) if (channel_find(key) != CHANNEL_NONE)
            add_channel(selection, key);
    }
    json_array_foreach((json_t *)rows, i, row) {
        const char *key;
        json_t *value;
        json_object_foreach((json_t *)row, key,
                            value) if (channel_find(key) == CHANNEL_NONE && !selection->is_interval)
            add_name(selection, key);
    }
}

static size_t key_count(const json_t *select, const json_t *rows) {
    size_t count = 2 + json_array_size(json_object_get(select, "fields")) +
                   json_array_size(json_object_get(select, "encodings"));
    const json_t *row;
    size_t i;
    json_array_foreach((json_t *)rows, i, row) count += json_object_size(row);
    return count;
}

static void find_items(Selection *selection, const json_t *rows) {
    Chart *chart = selection->unit->chart;
    const json_t *select = select_object(selection->param);
    const json_t *fields = json_object_get(select, "fields");
    const json_t *encodings = json_object_get(select, "encodings");
    selection->items = arena_array(chart->arena, SelectionItem, key_count(select, rows));
    add_all(selection, encodings, add_channel);
    add_all(selection, fields, add_name);
    if (fields || encodings)
        return;
    add_keys(selection, rows);
    if (selection->is_interval && !selection->item_count) {
        add_channel(selection, "x");
        add_channel(selection, "y");
    }
}

// ---------- values ----------

static json_t *row_value(const SelectionItem *item, json_t *row) {
    if (!json_is_object(row))
        return row;
    json_t *value =
        item->channel == CHANNEL_NONE ? NULL : json_object_get(row, channel_name(item->channel));
    return value ? value : json_object_get(row, item->def ? item->def->field : item->field);
}

// An expression that would give a value; in arrays too.
static bool has_expression(const json_t *value) {
    const json_t *item;
    size_t i;
    json_array_foreach((json_t *)value, i,
                       item) if (js_has(item, "expr") || js_has(item, "signal")) return true;
    return js_has(value, "expr") || js_has(value, "signal");
}

static void find_values(Selection *selection, json_t *rows) {
    json_t *row;
    size_t r;
    guint count = selection->item_count, at = 0;
    if (!count)
        return;
    selection->values =
        arena_array(selection->unit->chart->arena, json_t *, json_array_size(rows) * count + 1);
    json_array_foreach(rows, r, row) for (guint i = 0; i < count; i++) selection->values[at++] =
        row_value(&selection->items[i], row);
    selection->row_count = (guint)json_array_size(rows);
}

static json_t *value_rows(Chart *chart, const json_t *param) {
    json_t *value = json_object_get(param, "value");
    if (!value || json_is_null(value))
        return NULL;
    return json_is_array(value) ? value : chart_own(chart, json_pack("[O]", value));
}

static bool is_time(const SelectionItem *item) {
    return item->def && item->def->type == TYPE_TEMPORAL;
}

Value selection_value(Chart *chart, const SelectionItem *item, json_t *json) {
    if (datetime_is(json))
        return value_time(datetime_instant(chart, json));
    if (json_is_number(json) && is_time(item))
        return value_time(json_number_value(json));
    return value_from_json(json);
}

// ---------- the tree ----------

static bool path_has(const View *unit, const json_t *name) {
    for (; unit; unit = unit->parent)
        if (json_is_string(name) &&
            js_equals(json_object_get(unit->spec, "name"), json_string_value(name)))
            return true;
    return false;
}

static bool reaches(const json_t *param, const View *unit) {
    const json_t *views = json_object_get(param, "views");
    const json_t *name;
    size_t i;
    json_array_foreach((json_t *)views, i, name) if (path_has(unit, name)) return true;
    return !json_is_array(views);
}

static void refuse_values(const Selection *selection, const json_t *rows) {
    Chart *chart = selection->unit->chart;
    for (guint i = 0; i < selection->row_count * selection->item_count; i++)
        if (has_expression(selection->values[i]))
            chart_unsupported(chart, selection->values[i], "an expression as a selected value");
    if (!selection->is_interval && json_array_size(rows) && !selection->item_count)
        chart_unsupported(chart, json_object_get(selection->param, "value"),
                          "a selection of single rows from the start");
}

static void add_selection(View *unit, const json_t *param) {
    Chart *chart = unit->chart;
    const char *name = js_string(param, "name");
    Selection *selection = arena_new0(chart->arena, Selection);
    json_t *rows = value_rows(chart, param);
    const char *resolve = js_string(select_object(param), "resolve");
    selection->name = name;
    selection->param = param;
    selection->unit = unit;
    selection->is_interval = is_interval(param);
    selection->is_bound = js_equals(json_object_get(param, "bind"), "scales");
    selection->is_global = !resolve || !strcmp(resolve, "global");
    find_items(selection, rows);
    find_values(selection, rows);
    refuse_values(selection, rows);
    unit->selections[unit->selection_count++] = selection;
    if (!g_hash_table_contains(chart->selections, name))
        g_hash_table_insert(chart->selections, (gpointer)name, selection);
}

static void parse_unit(View *unit) {
    size_t count = 0;
    for (const View *view = unit; view; view = view->parent)
        count += json_array_size(json_object_get(view->spec, "params"));
    unit->selections = arena_array(unit->chart->arena, Selection *, count + 1);
    for (const View *view = unit; view; view = view->parent) {
        const json_t *param;
        size_t i;
        json_array_foreach(json_object_get(view->spec, "params"), i,
                           param) if (js_has(param, "select") && reaches(param, unit))
            add_selection(unit, param);
    }
}

void selection_parse(View *root) {
    for (guint i = 0; i < root->child_count; i++)
        selection_parse(root->children[i]);
    if (root->kind == VIEW_UNIT)
        parse_unit(root);
}

static Selection *find(Chart *chart, const char *name) {
    return name ? g_hash_table_lookup(chart->selections, name) : NULL;
}

// ---------- the rows in a selection ----------

// A date as an expression, so that it is compared as one.
static json_t *bound_json(Chart *chart, const SelectionItem *item, json_t *json) {
    Value value = selection_value(chart, item, json);
    if (value.type != VALUE_TIME)
        return json_incref(json);
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_dtostr(number, sizeof number, value.as.number);
    return json_pack("{s:o}", "expr", json_sprintf("datetime(%s)", number));
}

static json_t *bounds_json(Chart *chart, const SelectionItem *item, json_t *array) {
    json_t *bounds = json_array(), *value;
    size_t i;
    json_array_foreach(array, i, value)
        json_array_append_new(bounds, bound_json(chart, item, value));
    return bounds;
}

// Rows whose time units are made already have them as a column; others have the date.
static json_t *field_json(Chart *chart, const SelectionItem *item) {
    const Def *def = item->def;
    const Table *table = chart->testing ? chart->testing->data.stages[DATA_MAIN].table : NULL;
    if (!def || !def->has_unit || def->unit.binned || (table && table_column(table, item->field)))
        return json_pack("{s:s}", "field", item->field);
    return json_pack("{s:s,s:O}", "field", def->field, "timeUnit", def->unit_json);
}

static json_t *open_range(json_t *field, json_t *bounds) {
    bool is_down =
        json_number_value(json_array_get(bounds, 0)) > json_number_value(json_array_get(bounds, 1));
    json_t *low = json_copy(field), *high = json_copy(field);
    json_object_set(low, "gte", json_array_get(bounds, is_down));
    json_object_set(high, "lt", json_array_get(bounds, !is_down));
    json_decref(field);
    json_decref(bounds);
    return json_pack("{s:[o,o]}", "and", low, high);
}

static json_t *item_test(Chart *chart, const SelectionItem *item, json_t *value) {
    bool is_range = item->kind != SELECT_EQUAL;
    if (!value || (is_range && json_array_size(value) != 2))
        return json_string("false");
    json_t *test = field_json(chart, item);
    if (!json_is_array(value)) {
        json_object_set_new(test, "equal", bound_json(chart, item, value));
        return test;
    }
    json_t *bounds = bounds_json(chart, item, value);
    if (item->kind == SELECT_WITHIN_OPEN)
        return open_range(test, bounds);
    json_object_set_new(test, is_range ? "range" : "oneOf", bounds);
    return test;
}

bool selection_find(void *data, const char *name, const JsonNode **test) {
    Chart *chart = data;
    const Selection *selection = find(chart, name);
    *test = NULL;
    if (!selection || !selection->row_count)
        return selection;
    json_t *rows = json_array();
    for (guint r = 0; r < selection->row_count; r++) {
        json_t *row = json_array();
        for (guint i = 0; i < selection->item_count; i++)
            json_array_append_new(row, item_test(chart, &selection->items[i],
                                                 selection->values[r * selection->item_count + i]));
        json_array_append_new(rows, json_pack("{s:o}", "and", row));
    }
    *test = chart_node(chart, chart_own(chart, json_pack("{s:o}", "or", rows)));
    return true;
}

// ---------- what a selection is to others ----------

static json_t *signal_value(Chart *chart, const SelectionItem *item, json_t *json) {
    Value value = selection_value(chart, item, json);
    return value.type == VALUE_TIME ? json_real(value.as.number) : json_incref(json);
}

json_t *selection_signal(Chart *chart, const char *name) {
    const Selection *selection = find(chart, name);
    if (!selection)
        return NULL;
    json_t *signal = chart_own(chart, json_object());
    for (guint i = 0; selection->row_count && i < selection->item_count; i++) {
        json_t *all = json_array(), *value;
        size_t k;
        for (guint r = 0; r < selection->row_count; r++) {
            json_t *given = selection->values[r * selection->item_count + i];
            json_array_foreach(given, k, value)
                json_array_append_new(all, signal_value(chart, &selection->items[i], value));
            if (given && !json_is_array(given))
                json_array_append_new(all, signal_value(chart, &selection->items[i], given));
        }
        json_object_set_new(signal, selection->items[i].field, all);
    }
    return signal;
}

const Table *selection_table(Chart *chart, const json_t *from) {
    const Selection *selection = find(chart, js_string(from, "param"));
    const Table *table = selection ? selection->unit->data.stages[DATA_RAW].table : NULL;
    if (!table) {
        chart_unsupported(chart, from,
                          "looking up a selection that does not stand in an earlier view");
        return NULL;
    }
    json_t *filter = json_pack("[{s:{s:s}}]", "filter", "param", selection->name);
    return transform_apply(&chart->transform, table, chart_node(chart, chart_own(chart, filter)));
}

static guint extent_item(const Selection *selection, const json_t *extent) {
    const char *field = js_string(extent, "field"), *encoding = js_string(extent, "encoding");
    for (guint i = 0; i < selection->item_count; i++) {
        const SelectionItem *item = &selection->items[i];
        bool is_channel = encoding && item->channel != CHANNEL_NONE &&
                          !strcmp(channel_name(item->channel), encoding);
        if (field ? !strcmp(item->field, field) : is_channel)
            return i;
    }
    return field ? selection->item_count : 0;
}

static const Value *item_values(const Selection *selection, guint item, guint *count) {
    Chart *chart = selection->unit->chart;
    json_t *array = selection->values[item];
    Value *values = arena_array(chart->arena, Value, json_array_size(array) + 1);
    json_t *value;
    size_t i;
    *count = (guint)json_array_size(array);
    json_array_foreach(array, i, value) values[i] =
        selection_value(chart, &selection->items[item], value);
    return values;
}

const Value *selection_extent(Chart *chart, const json_t *extent, guint *count) {
    const char *name = js_string(extent, "param");
    const Selection *selection = find(chart, name);
    *count = 0;
    if (!selection) {
        chart_error(chart, extent, DIAG_UNKNOWN_NAME, NULL, "there is no selection \"%s\"",
                    name ? name : "");
        return NULL;
    }
    guint item = extent_item(selection, extent);
    return selection->row_count && item < selection->item_count
               ? item_values(selection, item, count)
               : NULL;
}

const Value *selection_bound_domain(const View *unit, Channel channel, guint *count) {
    *count = 0;
    for (guint s = 0; s < unit->selection_count; s++) {
        const Selection *selection = unit->selections[s];
        if (!selection->is_bound || !selection->row_count)
            continue;
        for (guint i = 0; i < selection->item_count; i++)
            if (selection->items[i].channel == channel)
                return item_values(selection, i, count);
    }
    return NULL;
}

// Whether one of the rows has the value in this item.
static bool is_selected(const Selection *selection, guint item, Value value) {
    Chart *chart = selection->unit->chart;
    for (guint r = 0; r < selection->row_count; r++) {
        json_t *given = selection->values[r * selection->item_count + item];
        if (given && value_equal(selection_value(chart, &selection->items[item], given), value))
            return true;
    }
    return false;
}

bool selection_fades(const View *unit, const char *field, Value value) {
    for (guint s = 0; field && s < unit->selection_count; s++) {
        const Selection *selection = unit->selections[s];
        const json_t *bind = json_object_get(selection->param, "bind");
        if (!selection->row_count || !(js_equals(bind, "legend") || js_has(bind, "legend")))
            continue;
        for (guint i = 0; i < selection->item_count; i++)
            if (!strcmp(selection->items[i].field, field))
                return !is_selected(selection, i, value);
    }
    return false;
}
