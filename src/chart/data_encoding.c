// What the encoding asks of the data: types, bins, time units, aggregates, imputed and stacked
// values, and the removal of rows that a continuous scale cannot show.
#include "chart/data.h"
#include "chart/selection.h"
#include "table/cell_facts.h"
#include "table/money.h"

#include <math.h>

typedef struct {
    View *view;
    const Table *table; // grows step by step; NULL after a failure
} Flow;

// ---------- types ----------

static void parse_to(Flow *flow, const Def *field, const char *type) {
    View *view = flow->view;
    if (!field->field || g_hash_table_contains(view->data.parsed, field->field))
        return;
    Arena *arena = view->chart->arena;
    Field bound = field_bind(arena, flow->table, field->field);
    if (!bound.column)
        return;
    Table *parsed = table_extend(arena, flow->table, 1);
    Value *values = table_output(parsed, bound.name);
    for (guint i = 0; i < parsed->row_count; i++)
        values[i] = field_value(&bound, i);
    table_parse_column(parsed, bound.name, type, view->chart->input->zone);
    if (!bound.step_count) {
        money_note(parsed, bound.name, bound.column->money);
        cell_facts_note(parsed, bound.name, bound.column->cells);
    }
    g_hash_table_insert(view->data.parsed, (gpointer)field->field, (gpointer)type);
    flow->table = parsed;
}

static bool is_min_or_max(const Def *field) {
    return field->aggregate &&
           (!strcmp(field->aggregate, "min") || !strcmp(field->aggregate, "max"));
}

static const Def *main_field(const View *view, Channel channel) {
    if (view->kind != VIEW_UNIT || !channel_is_secondary(channel))
        return NULL;
    return encoding_field(view->encoding, channel_main(channel));
}

static void parse_field(void *data, const Def *field, Channel channel) {
    Flow *flow = data;
    const Def *main = main_field(flow->view, channel);
    const Def *typed = main ? main : field;
    bool is_time = def_is_temporal(field) || (main && main->type == TYPE_TEMPORAL);
    if (is_time)
        parse_to(flow, field, "date");
    else if (typed->type == TYPE_QUANTITATIVE && is_min_or_max(field))
        parse_to(flow, field, "number");
}

// Paths are sorted along their dimension: as numbers when it is one.
static void parse_dimension(Flow *flow) {
    const View *view = flow->view;
    if (view->kind != VIEW_UNIT || !mark_is_path(view->mark) || view->encoding->order_count ||
        view->encoding->channel[CHANNEL_ORDER])
        return;
    bool is_horizontal = !g_strcmp0(mark_orient(view->mark_def), "horizontal");
    const Def *def = view->encoding->channel[is_horizontal ? CHANNEL_Y : CHANNEL_X];
    if (def && def->is_field && def->type == TYPE_QUANTITATIVE)
        parse_to(flow, def, "number");
}

const Table *data_parse_fields(View *view, const Table *table) {
    Flow flow = {view, table};
    view_each_field(view, parse_field, &flow);
    parse_dimension(&flow);
    return flow.table;
}

// ---------- bins ----------

static BinOptions bin_options(Chart *chart, const json_t *bin) {
    BinOptions options = {.maxbins = js_number(bin, "maxbins", 0),
                          .base = js_number(bin, "base", 0),
                          .step = js_number(bin, "step", 0),
                          .minstep = js_number(bin, "minstep", 0),
                          .anchor = js_number(bin, "anchor", 0),
                          .has_anchor = js_has(bin, "anchor"),
                          .nice = js_bool(bin, "nice", true)};
    options.step_count = js_numbers(chart->arena, json_object_get(bin, "steps"), &options.steps);
    options.divide_count =
        js_numbers(chart->arena, json_object_get(bin, "divide"), &options.divide);
    return options;
}

// A selection as the extent chooses the step; all values have bins.
static void bin_extent(Chart *chart, const Table *table, const Def *field, BinOptions *options) {
    const json_t *given = json_object_get(field->bin, "extent");
    guint count = 0;
    const Value *ends = js_has(given, "param") ? selection_extent(chart, given, &count) : NULL;
    options->extent_min = 0;
    options->extent_max = 1;
    if (json_array_size(given) == 2) {
        options->extent_min = json_number_value(json_array_get(given, 0));
        options->extent_max = json_number_value(json_array_get(given, 1));
    } else {
        table_extent(table, field->field, &options->extent_min, &options->extent_max);
    }
    if (count == 2)
        options->span = fabs(value_to_number(ends[1]) - value_to_number(ends[0]));
}

static const char *number_text(Chart *chart, double number, const char *specifier) {
    NumberFormat format;
    if (!specifier || !number_format_parse(specifier, &format))
        number_format_parse("", &format);
    g_autofree char *text = number_format(&format, chart->input->locale, number);
    return arena_strdup(chart->arena, text);
}

static const char *range_format(Chart *chart, const Def *field) {
    const char *format = js_string(def_get(field, "axis"), "format");
    if (!format)
        format = js_string(def_get(field, "legend"), "format");
    return format ? format : js_string(chart->config, "numberFormat");
}

// "10 – 20", for bins on discrete scales.
static void add_range_text(Flow *flow, const Def *field) {
    Chart *chart = flow->view->chart;
    Table *table = table_extend(chart->arena, flow->table, 1);
    Value *out = table_output(table, def_column(chart, field, "range"));
    Field start = field_bind(chart->arena, table, field->name);
    Field end = field_bind(chart->arena, table, def_column(chart, field, "end"));
    const char *format = range_format(chart, field);
    for (guint i = 0; i < table->row_count; i++) {
        Value low = field_value(&start, i), high = field_value(&end, i);
        if (!value_is_valid(low) || !isfinite(value_to_number(low))) {
            out[i] = value_string("null");
            continue;
        }
        out[i] = value_string(arena_printf(chart->arena, "%s – %s",
                                           number_text(chart, value_to_number(low), format),
                                           number_text(chart, value_to_number(high), format)));
    }
    flow->table = table;
}

static void bin_field(void *data, const Def *field, Channel channel) {
    Flow *flow = data;
    View *view = flow->view;
    if (!field->binning || !field->field || !flow->table ||
        (channel_is_secondary(channel) && field->type == TYPE_NONE))
        return;
    Chart *chart = view->chart;
    if (!g_hash_table_contains(view->data.bins, field->name)) {
        BinOptions options = bin_options(chart, field->bin);
        bin_extent(chart, flow->table, field, &options);
        Bin bin = bin_compute(&options);
        Bin *kept = arena_memdup(chart->arena, &bin, sizeof bin);
        g_hash_table_insert(view->data.bins, (gpointer)field->name, kept);
        flow->table = transform_bin(&chart->transform, flow->table, field->field, kept, field->name,
                                    def_column(chart, field, "end"));
    }
    if (flow->table && def_needs_range(field, channel))
        add_range_text(flow, field);
}

const Table *data_bin(View *view, const Table *table) {
    Flow flow = {view, table};
    view_each_field(view, bin_field, &flow);
    return flow.table;
}

// ---------- time units ----------

static void choose_unit(const Flow *flow, const Def *field, TimeUnit *unit) {
    double low = 0, high = 1;
    if (!unit->units && table_extent(flow->table, field->field, &low, &high))
        time_unit_choose(unit, low, high);
}

static double unit_start(const TimeUnit *unit, Value value, GTimeZone *zone) {
    if (value_is_nullish(value))
        return NAN;
    double instant = value_to_number(value);
    return unit->binned ? instant : time_unit_floor(unit, instant, zone);
}

static double unit_step(const TimeUnit *unit) {
    return unit->step > 0 ? unit->step : 1;
}

// Where the band of a rect begins and ends when it does not sit on the unit's middle.
static void add_shifted(Flow *flow, const Def *field, const TimeUnit *unit, double position) {
    Chart *chart = flow->view->chart;
    GTimeZone *zone = unit->utc ? NULL : chart->input->zone;
    Table *table = table_extend(chart->arena, flow->table, 2);
    Field start = field_bind(chart->arena, table, field->name);
    Field end = field_bind(chart->arena, table, def_column(chart, field, "end"));
    Value *low = table_output(table, def_column(chart, field, "offsetted_rect_start"));
    Value *high = table_output(table, def_column(chart, field, "offsetted_rect_end"));
    double share = position + 0.5;
    for (guint i = 0; i < table->row_count; i++) {
        double from = value_to_number(field_value(&start, i));
        double to = value_to_number(field_value(&end, i));
        double before = time_unit_offset(unit, from, -unit_step(unit), zone);
        low[i] = value_number((1 - share) * before + share * from);
        high[i] = value_number((1 - share) * from + share * to);
    }
    flow->table = table;
}

static void add_unit_columns(Flow *flow, const Def *field, const TimeUnit *unit) {
    Chart *chart = flow->view->chart;
    GTimeZone *zone = unit->utc ? NULL : chart->input->zone;
    Table *table = table_extend(chart->arena, flow->table, 2);
    Field source = field_bind(chart->arena, table, field->field);
    Value *start = unit->binned ? NULL : table_output(table, field->name);
    Value *end = table_output(table, def_column(chart, field, "end"));
    for (guint i = 0; i < table->row_count; i++) {
        Value value = field_value(&source, i);
        double from = unit_start(unit, value, zone);
        double to = unit->binned ? time_unit_offset(unit, from, unit_step(unit), zone)
                                 : time_unit_next(unit, from, zone);
        if (start)
            start[i] = isnan(from) ? value_null() : value_time(from);
        end[i] = isnan(from) ? value_null() : value_time(to);
    }
    flow->table = table;
}

static void unit_field(void *data, const Def *field, Channel channel) {
    Flow *flow = data;
    View *view = flow->view;
    if (!field->has_unit || !field->field || !flow->table)
        return;
    bool is_unit = view->kind == VIEW_UNIT;
    double position = is_unit ? band_position(view->chart, field, NULL, view->mark_def) : NAN;
    bool is_rect = is_unit && mark_is_rect(view->mark);
    if (field->unit.binned && !is_rect && !(position > 0))
        return;
    TimeUnit unit = field->unit;
    choose_unit(flow, field, &unit);
    const char *end = def_column(view->chart, field, "end");
    if (!table_column(flow->table, end) || !field->unit.binned)
        add_unit_columns(flow, field, &unit);
    if (is_rect && channel_is_xy(channel) && position != 0.5 && !isnan(position))
        add_shifted(flow, field, &unit, position);
}

const Table *data_time_units(View *view, const Table *table) {
    Flow flow = {view, table};
    view_each_field(view, unit_field, &flow);
    return flow.table;
}

// ---------- aggregation ----------

typedef struct {
    View *unit;
    GPtrArray *groups; // of const char *
    GArray *measures;  // of AggregateField
} Aggregation;

static void add_group(Aggregation *a, const char *name) {
    for (guint i = 0; i < a->groups->len; i++)
        if (!strcmp(g_ptr_array_index(a->groups, i), name))
            return;
    g_ptr_array_add(a->groups, (gpointer)name);
}

static void add_measure(Aggregation *a, AggregateField measure) {
    for (guint i = 0; i < a->measures->len; i++)
        if (!strcmp(g_array_index(a->measures, AggregateField, i).as, measure.as))
            return;
    g_array_append_val(a->measures, measure);
}

static void add_dimension(Aggregation *a, const Def *field, Channel channel) {
    Chart *chart = a->unit->chart;
    Channel secondary = channel_secondary(channel);
    const Def *def2 = secondary == CHANNEL_NONE ? NULL : a->unit->encoding->channel[secondary];
    add_group(a, field->name);
    if (field->type == TYPE_NONE || !has_band_end(chart, field, def2, a->unit->mark_def))
        return;
    add_group(a, def_column(chart, field, "end"));
    double position = band_position(chart, field, NULL, a->unit->mark_def);
    if (field->has_unit && mark_is_rect(a->unit->mark) && position != 0.5 &&
        channel_is_xy(channel)) {
        add_group(a, def_column(chart, field, "offsetted_rect_start"));
        add_group(a, def_column(chart, field, "offsetted_rect_end"));
    }
    if (field->binning && def_needs_range(field, channel))
        add_group(a, def_column(chart, field, "range"));
}

static void add_unaggregated(Aggregation *a, const Def *field) {
    Arena *arena = a->unit->chart->arena;
    static const char *const OPS[] = {"min", "max"};
    if (!js_equals(json_object_get(def_get(field, "scale"), "domain"), "unaggregated"))
        return;
    for (guint i = 0; i < G_N_ELEMENTS(OPS); i++)
        add_measure(a, (AggregateField){.op = aggregate_find(OPS[i]),
                                        .field = field->field,
                                        .as = arena_printf(arena, "%s_%s", OPS[i], field->base)});
}

static void add_aggregate(void *data, const Def *field, Channel channel) {
    Aggregation *a = data;
    Arena *arena = a->unit->chart->arena;
    if (!field->aggregate) {
        add_dimension(a, field, channel);
        const char *of_range =
            js_string(json_object_get(def_get(field, "scale"), "range"), "field");
        if (of_range)
            add_group(a, of_range);
        return;
    }
    AggregateField measure = {.op = aggregate_find(field->aggregate),
                              .field = field->arg != ARG_NONE ? field->arg_field : field->field,
                              .as = field->name,
                              .parameter = field->parameter,
                              .node = chart_place(a->unit->chart, def_get(field, "field"))};
    if (field->arg != ARG_NONE)
        measure.as =
            arena_printf(arena, "%s_%s", field->aggregate, field_name(arena, field->arg_field));
    if (measure.op < 0) {
        chart_error(a->unit->chart, def_get(field, "aggregate"), DIAG_UNSUPPORTED, NULL,
                    "aggregate \"%s\" is not supported", field->aggregate);
        return;
    }
    add_measure(a, measure);
    add_unaggregated(a, field);
}

const Table *data_aggregate(View *unit, const Table *table) {
    if (!encoding_is_aggregate(unit->encoding))
        return table;
    Aggregation a = {unit, g_ptr_array_new(), g_array_new(FALSE, FALSE, sizeof(AggregateField))};
    encoding_each_field(unit->encoding, add_aggregate, &a);
    for (guint i = 0; i < unit->data.facet_count; i++)
        add_group(&a, unit->data.facets[i]);
    const Table *result = transform_aggregate(
        &unit->chart->transform, table, (const char *const *)a.groups->pdata, a.groups->len,
        (const AggregateField *)(const void *)a.measures->data, a.measures->len);
    g_ptr_array_free(a.groups, TRUE);
    g_array_free(a.measures, TRUE);
    return result;
}

// ---------- invalid values ----------

typedef struct {
    View *unit;
    GPtrArray *fields; // of const Def *; the last of one source field counts
} ValidFields;

static void note_valid(void *data, const Def *field, Channel channel) {
    ValidFields *v = data;
    if (!channel_has_scale(channel) || !def_wants_scale(field))
        return;
    ValidMode mode = scale_valid_mode(v->unit, channel, field);
    if (mode == VALID_ALWAYS || mode == VALID_SHOW)
        return;
    for (guint i = 0; i < v->fields->len; i++) {
        const Def *known = g_ptr_array_index(v->fields, i);
        if (!g_strcmp0(known->field, field->field)) {
            v->fields->pdata[i] = (gpointer)field;
            return;
        }
    }
    g_ptr_array_add(v->fields, (gpointer)field);
}

bool value_is_plottable(Value value) {
    if (value.type == VALUE_TIME)
        return true;
    return value_is_valid(value) && isfinite(value_to_number(value));
}

const Table *data_filter_invalid(View *unit, const Table *table) {
    ValidFields v = {unit, g_ptr_array_new()};
    encoding_each_field(unit->encoding, note_valid, &v);
    Arena *arena = unit->chart->arena;
    guint *kept = arena_array(arena, guint, table->row_count + 1), count = 0;
    g_autofree Field *bound = g_new0(Field, v.fields->len + 1);
    guint field_count = 0;
    for (guint i = 0; i < v.fields->len; i++) {
        const Def *def = g_ptr_array_index(v.fields, i);
        if (def->type == TYPE_QUANTITATIVE || def->type == TYPE_TEMPORAL)
            bound[field_count++] = field_bind(arena, table, def->name);
    }
    g_ptr_array_free(v.fields, TRUE);
    for (guint row = 0; row < table->row_count; row++) {
        bool is_valid = true;
        for (guint i = 0; i < field_count && is_valid; i++)
            is_valid = value_is_plottable(field_value(&bound[i], row));
        if (is_valid)
            kept[count++] = row;
    }
    return count == table->row_count ? table : table_pick(arena, table, kept, count);
}
