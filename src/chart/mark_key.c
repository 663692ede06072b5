// The key of a mark: the values of its categories, bins and times, channel by channel, each field
// once; of a mark that has none, its place in numbers. A line is told point by point.
#include "chart/mark_key.h"

#include "base/datetime.h"

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

static const char *key_of(const Key *key, guint row) {
    Arena *arena = key->draw->chart->arena;
    const char *text = NULL;
    for (guint i = 0; i < key->count; i++) {
        const char *value = print_value(arena, value_of(key, i, row), key->temporal[i]);
        text = text ? arena_printf(arena, "%s/%s", text, value) : value;
    }
    return text;
}

void mark_key_tell(const MarkDraw *draw) {
    const ChartInput *input = draw->chart->input;
    if (!input->on_mark)
        return;
    Key key = {.draw = draw};
    encoding_each_field(draw->unit->encoding, add_field, &key);
    if (key.count == 0)
        encoding_each_field(draw->unit->encoding, add_place, &key);
    for (guint i = 0; i < draw->rows.count; i++) {
        guint row = rows_at(&draw->rows, i);
        input->on_mark(input->data, key_of(&key, row), item_lineage(draw, row));
    }
}
