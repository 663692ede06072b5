// Reads the encoding object of a unit and answers questions over all of its channels.
#include "chart/encoding.h"

static bool binned_main(const json_t *json, Channel channel) {
    const char *main = channel_name(channel_main(channel));
    const json_t *bin = json_object_get(json_object_get(json, main), "bin");
    return js_equals(bin, "binned") || js_bool(bin, "binned", false);
}

static bool is_compatible(Chart *chart, json_t *json, Channel channel, Mark mark) {
    MarkSupport support = channel_supports_mark(channel, mark);
    if (support == SUPPORT_ALWAYS || (support == SUPPORT_BINNED && binned_main(json, channel)))
        return true;
    json_warning(chart->diags, chart_node(chart, json), DIAG_WRONG_VALUE, NULL,
                 "channel \"%s\" means nothing for this mark and is left out",
                 channel_name(channel));
    return false;
}

// An offset inside a continuous position without a time unit means nothing.
static bool is_dropped_offset(const Encoding *encoding, Channel channel, const Def *def) {
    if (!channel_is_offset(channel) || !def->is_field)
        return false;
    const Def *main = encoding->channel[channel == CHANNEL_X_OFFSET ? CHANNEL_X : CHANNEL_Y];
    return main && main->is_field && !main->has_unit &&
           (main->type == TYPE_QUANTITATIVE || main->type == TYPE_TEMPORAL);
}

static guint read_list(Chart *chart, json_t *json, Channel channel, const Def *const **out) {
    size_t count = json_is_array(json) ? json_array_size(json) : 1;
    const Def **list = arena_array(chart->arena, const Def *, count);
    guint kept = 0;
    for (size_t i = 0; i < count; i++) {
        const Def *def =
            def_read(chart, json_is_array(json) ? json_array_get(json, i) : json, channel);
        if (def->is_field)
            list[kept++] = def;
    }
    *out = list;
    return kept;
}

static void read_order(Chart *chart, Encoding *encoding, json_t *json) {
    const Def *def = json_is_array(json) ? NULL : def_read(chart, json, CHANNEL_ORDER);
    if (def && def->is_value)
        encoding->channel[CHANNEL_ORDER] = def;
    else if (def && !def->is_field && js_string(json, "sort"))
        encoding->order_sort = js_string(json, "sort");
    else
        encoding->order_count = read_list(chart, json, CHANNEL_ORDER, &encoding->order);
}

static void read_channel(Chart *chart, Encoding *encoding, json_t *json, Channel channel,
                         Mark mark) {
    json_t *value = json_object_get(json, channel_name(channel));
    const Def *def = def_read(chart, value, channel);
    bool is_something =
        def_is_field_or_datum(def) || def->is_value || js_has(def->json, "condition");
    if (!is_something || is_dropped_offset(encoding, channel, def))
        return;
    const Def *field = def_field(def);
    if (channel == CHANNEL_SIZE && mark == MARK_LINE && field && field->aggregate)
        return;
    encoding->channel[channel] = def;
}

// Fields that are not shown on paper still decide which rows are summed up together.
static void read_silent(Chart *chart, Encoding *encoding, json_t *json) {
    static const char *const NAMES[] = {"tooltip", "href", "url", "description"};
    json_t *all = chart_own(chart, json_array());
    for (guint i = 0; i < G_N_ELEMENTS(NAMES); i++) {
        json_t *value = json_object_get(json, NAMES[i]);
        if (json_is_array(value))
            json_array_extend(all, value);
        else if (json_is_object(value))
            json_array_append(all, value);
    }
    encoding->silent_count = read_list(chart, all, CHANNEL_DETAIL, &encoding->silent);
}

Encoding *encoding_read(Chart *chart, json_t *json, Mark mark, bool filled) {
    Encoding *encoding = arena_new0(chart->arena, Encoding);
    for (Channel c = 0; c < CHANNEL_COUNT; c++) {
        json_t *value = json_object_get(json, channel_name(c));
        if (!value || json_is_null(value) || channel_is_facet(c))
            continue;
        if (!is_compatible(chart, json, c, mark))
            continue;
        if (c == CHANNEL_COLOR && js_has(json, filled ? "fill" : "stroke"))
            continue;
        if (c == CHANNEL_DETAIL)
            encoding->detail_count = read_list(chart, value, c, &encoding->detail);
        else if (c == CHANNEL_ORDER)
            read_order(chart, encoding, value);
        else
            read_channel(chart, encoding, json, c, mark);
    }
    read_silent(chart, encoding, json);
    return encoding;
}

// ---------- questions ----------

const Def *encoding_field(const Encoding *encoding, Channel channel) {
    return channel < CHANNEL_COUNT ? def_field(encoding->channel[channel]) : NULL;
}

void encoding_each_field(const Encoding *encoding, EncodingVisit visit, void *data) {
    for (Channel c = 0; c < CHANNEL_COUNT; c++) {
        const Def *field = encoding_field(encoding, c);
        if (field)
            visit(data, field, c);
        for (guint i = 0; c == CHANNEL_ORDER && i < encoding->order_count; i++)
            visit(data, encoding->order[i], c);
        for (guint i = 0; c == CHANNEL_DETAIL && i < encoding->detail_count; i++)
            visit(data, encoding->detail[i], c);
    }
    for (guint i = 0; i < encoding->silent_count; i++)
        visit(data, encoding->silent[i], CHANNEL_NONE);
}

static void note_aggregate(void *data, const Def *field, Channel channel) {
    (void)channel;
    if (field->aggregate)
        *(bool *)data = true;
}

bool encoding_is_aggregate(const Encoding *encoding) {
    bool is_aggregate = false;
    encoding_each_field(encoding, note_aggregate, &is_aggregate);
    return is_aggregate;
}

bool encoding_has_nested_offset(const Encoding *encoding, Channel channel) {
    if (!channel_is_xy(channel))
        return false;
    const Def *def = encoding->channel[channel];
    if (!def_is_field_or_datum(def) || !(def_is_discrete(def) || (def->is_field && def->has_unit)))
        return false;
    return def_scaled(encoding->channel[channel_offset(channel)]) != NULL;
}

bool encoding_has_measured_offset(const Encoding *encoding, Channel channel) {
    Channel offset = channel_offset(channel);
    return offset != CHANNEL_NONE && def_is_measure(encoding->channel[offset]);
}

// ---------- groups of paths ----------

static bool parts_paths(Channel channel, Mark mark) {
    switch (channel) {
    case CHANNEL_COLOR:
    case CHANNEL_FILL:
    case CHANNEL_STROKE:
    case CHANNEL_OPACITY:
    case CHANNEL_FILL_OPACITY:
    case CHANNEL_STROKE_OPACITY:
    case CHANNEL_STROKE_WIDTH:
    case CHANNEL_STROKE_DASH:
    case CHANNEL_DETAIL:
    case CHANNEL_KEY:
        return true;
    case CHANNEL_SIZE:
        return mark != MARK_TRAIL;
    case CHANNEL_ORDER:
        return mark != MARK_LINE && mark != MARK_TRAIL;
    case CHANNEL_X:
    case CHANNEL_Y:
    case CHANNEL_X2:
    case CHANNEL_Y2:
    case CHANNEL_THETA:
    case CHANNEL_THETA2:
    case CHANNEL_RADIUS:
    case CHANNEL_RADIUS2:
    case CHANNEL_X_OFFSET:
    case CHANNEL_Y_OFFSET:
    case CHANNEL_ANGLE:
    case CHANNEL_SHAPE:
    case CHANNEL_TEXT:
    case CHANNEL_ROW:
    case CHANNEL_COLUMN:
    case CHANNEL_FACET:
    case CHANNEL_COUNT:
        return false;
    }
    return false;
}

typedef struct {
    GPtrArray *columns;
    Mark mark;
} PathGroups;

static void add_path_group(void *data, const Def *field, Channel channel) {
    PathGroups *groups = data;
    if (parts_paths(channel, groups->mark) && !field->aggregate)
        g_ptr_array_add(groups->columns, (gpointer)field->name);
}

guint encoding_path_groups(Chart *chart, const Encoding *encoding, Mark mark,
                           const char *const **columns) {
    PathGroups groups = {g_ptr_array_new(), mark};
    encoding_each_field(encoding, add_path_group, &groups);
    guint count = groups.columns->len;
    *columns = chart_keep(chart, groups.columns->pdata, count * sizeof(char *));
    g_ptr_array_free(groups.columns, TRUE);
    return count;
}
