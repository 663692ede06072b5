// The key of a mark: the values of its categories, bins and times, channel by channel, each field
// once; of a mark that has none, its place in numbers. Its values: those of its measures, as they
// are printed and as they are. A line is told point by point.
#include "chart/mark_key.h"

#include "base/datetime.h"
#include "chart/text_format.h"

#include <math.h>
#include <string.h>

enum { FIELDS_MAX = 16 };

typedef struct {
    const MarkDraw *draw;
    const char *names[FIELDS_MAX];
    Field fields[FIELDS_MAX];
    bool temporal[FIELDS_MAX];
    const char *ends[FIELDS_MAX]; // of spans binned in the data: the field of their ends; or NULL
    guint count;
    bool is_place; // in numbers: they are its values too
} Key;

// A field that the data's own bins end in, "x2" of "x".
static const char *end_of(const Key *key, const Def *def, Channel channel) {
    Channel second = channel_secondary(channel);
    const Def *end =
        def->binned && second != CHANNEL_NONE ? key->draw->unit->encoding->channel[second] : NULL;
    return end && end->field ? end->name : NULL;
}

static void add_key(Key *key, const Def *def, Channel channel) {
    if (def->aggregate || !def->name || key->count == FIELDS_MAX)
        return;
    for (guint i = 0; i < key->count; i++)
        if (strcmp(key->names[i], def->name) == 0)
            return;
    const Table *table = key->draw->rows.table;
    if (!table_column(table, def->name))
        return;
    key->names[key->count] = def->name;
    key->temporal[key->count] = def_is_temporal(def);
    key->ends[key->count] = end_of(key, def, channel);
    key->fields[key->count++] = field_bind(key->draw->chart->arena, table, def->name);
}

static void add_field(void *data, const Def *def, Channel channel) {
    if (channel != CHANNEL_ORDER && (def_is_discrete(def) || def_is_temporal(def)))
        add_key(data, def, channel);
}

// The fields of the facets that it stands in, before its own.
static void add_facets(Key *key) {
    const DataModel *data = &key->draw->unit->data;
    const Table *table = key->draw->rows.table;
    for (guint i = 0; i < data->facet_count && key->count < FIELDS_MAX; i++) {
        if (!table_column(table, data->facets[i]))
            continue;
        key->names[key->count] = data->facets[i];
        key->fields[key->count++] = field_bind(key->draw->chart->arena, table, data->facets[i]);
    }
}

// Of a mark that nothing else tells apart: where it stands.
static void add_place(void *data, const Def *def, Channel channel) {
    if (channel == CHANNEL_X || channel == CHANNEL_Y)
        add_key(data, def, channel);
}

// A day as short as it is precise: 2015, 2015-03, 2015-03-09.
static const char *print_day(Arena *arena, double instant_ms) {
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc((gint64)(instant_ms / 1000));
    if (!time)
        return "";
    bool is_month = g_date_time_get_day_of_month(time) == 1;
    bool is_year = is_month && g_date_time_get_month(time) == 1;
    g_autofree char *text = g_date_time_format(time, is_year    ? "%Y"
                                                     : is_month ? "%Y-%m"
                                                                : "%Y-%m-%d");
    return arena_strdup(arena, text);
}

static const char *print_value(Arena *arena, Value value, bool temporal) {
    if (value.type == VALUE_NULL || value.type == VALUE_UNDEFINED)
        return "-";
    if (value.type == VALUE_TIME || (temporal && value.type == VALUE_NUMBER))
        return print_day(arena, value_to_number(value));
    return value_to_string(value, arena);
}

// The one whole number in a span from one fraction to another, else its start: a year drawn as
// wide as its bar is that year.
static Value value_of(const Key *key, guint field, guint row) {
    Value value = field_value(&key->fields[field], row);
    if (!key->ends[field])
        return value;
    double start = value_to_number(value);
    double end = value_to_number(table_value(key->draw->rows.table, key->ends[field], row));
    bool is_one = start < ceil(start) && ceil(start) == floor(end) && floor(end) < end;
    return is_one ? value_number(ceil(start)) : value;
}

// "year 2015, sector energy", or NULL.
static const char *group_of(const Key *key, guint row) {
    Arena *arena = key->draw->chart->arena;
    const char *text = NULL;
    for (guint i = 0; i < key->count; i++) {
        const char *value = print_value(arena, value_of(key, i, row), key->temporal[i]);
        text = arena_printf(arena, "%s%s%s %s", text ? text : "", text ? ", " : "",
                            key->fields[i].name, value);
    }
    return text;
}

static const char *key_of(const Key *key, guint row) {
    Arena *arena = key->draw->chart->arena;
    const char *text = NULL;
    for (guint i = 0; i < key->count; i++) {
        const char *value = print_value(arena, value_of(key, i, row), key->temporal[i]);
        text = text ? arena_printf(arena, "%s/%s", text, value) : value;
    }
    return text;
}

// ---- measures

typedef struct {
    const MarkDraw *draw;
    const Key *key;
    const char *titles[FIELDS_MAX];
    TextFormat formats[FIELDS_MAX];
    Field fields[FIELDS_MAX];
    bool is_printed[FIELDS_MAX];
    bool is_end_of_time[FIELDS_MAX]; // of a span
    guint count;
    // Of a stack drawn as shares of its sum: where a mark begins and ends in it.
    const Def *stacked; // or NULL
    TextFormat share;
    Field start, end;
} Measures;

// The place of a field among the measures, their count when it is none of them yet.
static guint find_measure(const Measures *measures, const char *name) {
    guint i = 0;
    while (i < measures->count && strcmp(measures->formats[i].column, name) != 0)
        i++;
    return i;
}

static bool is_in_key(const Key *key, const char *name) {
    for (guint i = 0; i < key->count && !key->is_place; i++)
        if (strcmp(key->names[i], name) == 0)
            return true;
    return false;
}

// The text of a mark is a value whatever its type is. Fields that only part or order are none.
static bool is_shown(const Def *def, Channel channel) {
    if (channel >= CHANNEL_ORDER)
        return channel == CHANNEL_TEXT;
    return def->aggregate || !(def_is_discrete(def) || def_is_temporal(def));
}

// The other end of a bin is as little a value as the bin.
static bool is_end_of_bin(const Measures *measures, Channel channel) {
    Channel main = channel < CHANNEL_COUNT ? channel_main(channel) : channel;
    const Def *def = main != channel ? encoding_field(measures->draw->unit->encoding, main) : NULL;
    return def && def_is_discrete(def);
}

static bool is_end_of_time(const Measures *measures, Channel channel) {
    Channel main = channel < CHANNEL_COUNT ? channel_main(channel) : channel;
    const Def *def = main != channel ? encoding_field(measures->draw->unit->encoding, main) : NULL;
    return def && def_is_temporal(def);
}

static void add_measure(void *data, const Def *def, Channel channel) {
    Measures *measures = data;
    Chart *chart = measures->draw->chart;
    const Table *table = measures->draw->rows.table;
    if (!is_shown(def, channel) || is_end_of_bin(measures, channel) || !def->name ||
        is_in_key(measures->key, def->name) || !table_column(table, def->name))
        return;
    guint i = find_measure(measures, def->name);
    if (i == FIELDS_MAX || (i < measures->count && channel != CHANNEL_TEXT))
        return;
    measures->titles[i] = arena_strdup(chart->arena, def_shown_title(chart, def));
    measures->formats[i] = text_format_of(chart, def);
    measures->is_printed[i] = channel == CHANNEL_TEXT;
    measures->is_end_of_time[i] = is_end_of_time(measures, channel);
    measures->fields[i] = field_bind(chart->arena, table, def->name);
    measures->count = MAX(measures->count, i + 1);
}

// What is stacked is a value, and how much of its stack that is another.
static void begin_share(Measures *measures) {
    Chart *chart = measures->draw->chart;
    const View *unit = measures->draw->unit;
    const Table *table = measures->draw->rows.table;
    if (!unit->stack || unit->stack->offset != STACK_NORMALIZE)
        return;
    const Def *def = encoding_field(unit->encoding, unit->stack->channel);
    if (!def || !def->name)
        return;
    measures->stacked = def;
    measures->share = text_format_of(chart, def);
    const char *given = js_string(def_format_holder(def), "format");
    measures->share.specifier = guide_format(chart, def, given, NULL, /*omits_default=*/false);
    measures->start = field_bind(chart->arena, table, def_column(chart, def, "start"));
    measures->end = field_bind(chart->arena, table, def_column(chart, def, "end"));
    guint i = find_measure(measures, def->name);
    if (i < measures->count && !measures->is_printed[i])
        measures->formats[i].specifier = NULL;
}

static void add_share(const Measures *measures, guint row, ChartMark *mark,
                      ChartMarkValue *values) {
    Arena *arena = measures->draw->chart->arena;
    Value share = value_number(fabs(value_to_number(field_value(&measures->end, row)) -
                                    value_to_number(field_value(&measures->start, row))));
    if (!measures->stacked || !value_is_valid(share))
        return;
    const char *title = def_shown_title(measures->draw->chart, measures->stacked);
    values[mark->value_count++] =
        (ChartMarkValue){.title = arena_printf(arena, "%s, share of the stack", title),
                         .text = text_format_value(measures->draw->chart, &measures->share, share),
                         .exact = value_to_string(share, arena)};
}

static void set_facts(const Measures *measures, guint i, guint row, ChartMarkValue *value) {
    const Column *column = measures->fields[i].column;
    if (!column || !column->cells.facts)
        return;
    value->facts = column->cells.facts[row];
    value->how = column->cells.how;
}

static void set_values(const Measures *measures, guint row, ChartMark *mark) {
    Chart *chart = measures->draw->chart;
    ChartMarkValue *values = arena_array(chart->arena, ChartMarkValue, measures->count + 2);
    for (guint i = 0; i < measures->count; i++) {
        Value value = field_value(&measures->fields[i], row);
        if (!value_is_valid(value))
            continue;
        bool is_time = value.type == VALUE_TIME || measures->is_end_of_time[i];
        const char *exact = is_time ? print_day(chart->arena, value_to_number(value))
                                    : value_to_string(value, chart->arena);
        bool is_plain = is_time && !measures->is_printed[i];
        const char *text =
            is_plain ? exact : text_format_value(chart, &measures->formats[i], value);
        values[mark->value_count] = (ChartMarkValue){.title = measures->titles[i],
                                                     .text = text,
                                                     .exact = arena_strdup(chart->arena, exact),
                                                     .is_printed = measures->is_printed[i],
                                                     .field = measures->formats[i].column,
                                                     .value = value};
        set_facts(measures, i, row, &values[mark->value_count++]);
    }
    add_share(measures, row, mark, values);
    mark->values = values;
}

void mark_key_note(const MarkDraw *draw) {
    GArray *marks = draw->chart->marks;
    if (!marks)
        return;
    Key key = {.draw = draw};
    add_facets(&key);
    encoding_each_field(draw->unit->encoding, add_field, &key);
    key.is_place = key.count == 0;
    if (key.is_place)
        encoding_each_field(draw->unit->encoding, add_place, &key);
    Measures measures = {.draw = draw, .key = &key};
    encoding_each_field(draw->unit->encoding, add_measure, &measures);
    begin_share(&measures);
    for (guint i = 0; i < draw->rows.count; i++) {
        guint row = rows_at(&draw->rows, i);
        ChartMark mark = {.group = key.is_place ? NULL : group_of(&key, row),
                          .key = key_of(&key, row),
                          .lineage = item_lineage(draw, row),
                          .table = draw->rows.table,
                          .row = row,
                          .source = draw->unit->data.source,
                          .step_count = draw->unit->data.step_count,
                          .steps = draw->unit->data.steps};
        set_values(&measures, row, &mark);
        g_array_append_val(marks, mark);
    }
}
