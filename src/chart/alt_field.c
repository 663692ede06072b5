// Says what field charts show from the tables that they are drawn from: how much there is, what is
// greatest, what comes next, what is left out. Numbers and dates are written for the locale.
#include "chart/alt_field.h"
#include "chart/graph.h"

#include <math.h>

enum { NAMED_MAX = 3, STATES_MAX = 12 };

// Numbers as the table has them; the scale's definition says no more about them.
static const char *amount(const AltText *text, double value) {
    return alt_amount(text->chart, NULL, value);
}

static const char *date_of(const AltText *text, double instant) {
    const ChartInput *input = text->chart->input;
    g_autofree char *date = time_format(
        "%-d %B %Y", input->locale ? input->locale : format_locale("en"), instant, input->zone);
    return arena_strdup(text->chart->arena, date ? date : "");
}

static const char *string_at(const Table *table, const char *column, guint row) {
    Value value = table_value(table, column, row);
    return value.type == VALUE_STRING ? value.as.string : "";
}

static double number_at(const Table *table, const char *column, guint row) {
    return value_to_number(table_value(table, column, row));
}

static const Table *table_of(const View *unit) {
    return unit ? unit->data.stages[DATA_MAIN].table : NULL;
}

static const View *part_of(const View *layer, Mark mark) {
    for (guint i = 0; i < layer->child_count; i++)
        if (layer->children[i]->kind == VIEW_UNIT && layer->children[i]->mark == mark)
            return layer->children[i];
    return NULL;
}

static const json_t *graph_member(const View *unit, const char *name) {
    return json_object_get(json_object_get(unit->spec, "graph"), name);
}

static void warn_empty(const View *layer, const char *what) {
    chart_warning(layer->chart, layer->spec, DIAG_EMPTY, NULL, "the %s has nothing to show", what);
}

static guint greatest_row(const Table *table) {
    guint best = 0;
    for (guint i = 1; i < table->row_count; i++)
        if (number_at(table, GRAPH_WEIGHT, i) > number_at(table, GRAPH_WEIGHT, best))
            best = i;
    return best;
}

static void say_greatest_link(AltText *text, const Table *links, Word word) {
    if (!links || links->row_count == 0)
        return;
    guint best = greatest_row(links);
    alt_say(text, alt_fill(text, word, string_at(links, GRAPH_SOURCE, best),
                           string_at(links, GRAPH_TARGET, best),
                           amount(text, number_at(links, GRAPH_WEIGHT, best)), NULL));
}

// ---------- networks ----------

static void report_network(const View *layer) {
    const View *node = part_of(layer, MARK_NETWORK_NODE);
    const GraphCounts *counts = node->counts;
    if (!table_of(node) || !counts)
        return;
    if (table_of(node)->row_count == 0)
        warn_empty(layer, "network");
    else if (counts->nodes_left && !json_is_true(graph_member(node, "chosen")))
        chart_warning(layer->chart, layer->spec, DIAG_TOO_LARGE,
                      "\"maxNodes\" of the mark says how many",
                      "the network shows the %u most connected of %u nodes",
                      counts->nodes - counts->nodes_left, counts->nodes);
}

static void say_connected(AltText *text, const Table *nodes) {
    AltList list = alt_list(text, NAMED_MAX);
    for (guint i = 0; i < nodes->row_count && i < NAMED_MAX; i++)
        alt_list_add(&list, alt_fill(text, ALT_VALUE, string_at(nodes, GRAPH_NAME, i),
                                     alt_count(text, number_at(nodes, GRAPH_DEGREE, i)), NULL));
    alt_say(text, alt_fill(text, ALT_CONNECTED, alt_list_end(&list), NULL));
}

static void say_network(AltText *text, const View *layer) {
    const View *node = part_of(layer, MARK_NETWORK_NODE);
    const Table *nodes = table_of(node), *links = table_of(part_of(layer, MARK_NETWORK_LINK));
    const GraphCounts *counts = node->counts;
    alt_say(text, alt_fill(text, ALT_NODES, alt_count(text, nodes->row_count),
                           alt_count(text, counts->links - counts->links_left), NULL));
    say_connected(text, nodes);
    say_greatest_link(text, links, ALT_LINK);
    if (counts->nodes_left || counts->links_left)
        alt_say(text, alt_fill(text, ALT_LEFT, alt_count(text, counts->nodes_left),
                               alt_count(text, counts->links_left), NULL));
}

// ---------- Sankey diagrams ----------

static void report_sankey(const View *layer) {
    const Table *nodes = table_of(part_of(layer, MARK_SANKEY_NODE));
    if (nodes && nodes->row_count == 0)
        warn_empty(layer, "sankey");
}

static void say_stages(AltText *text, const View *node) {
    const json_t *title;
    size_t i;
    AltList list = alt_list(text, G_MAXUINT);
    json_array_foreach(graph_member(node, "titles"), i, title)
        alt_list_add(&list, json_string_value(title));
    alt_say(text, alt_fill(text, ALT_STAGES, alt_list_end(&list), NULL));
}

static double stage_total(const Table *nodes, guint stage) {
    double total = 0;
    for (guint i = 0; i < nodes->row_count; i++)
        if (number_at(nodes, GRAPH_STAGE, i) == stage)
            total += number_at(nodes, GRAPH_WEIGHT, i);
    return total;
}

static guint greatest_node(const Table *nodes, guint stage) {
    guint best = nodes->row_count;
    for (guint i = 0; i < nodes->row_count; i++)
        if (number_at(nodes, GRAPH_STAGE, i) == stage &&
            (best == nodes->row_count ||
             number_at(nodes, GRAPH_WEIGHT, i) > number_at(nodes, GRAPH_WEIGHT, best)))
            best = i;
    return best;
}

// The greatest node of each stage.
static void say_parts(AltText *text, const Table *nodes, guint stages, double total) {
    AltList list = alt_list(text, stages);
    for (guint s = 0; s < stages; s++) {
        guint best = greatest_node(nodes, s);
        if (best == nodes->row_count)
            continue;
        double value = number_at(nodes, GRAPH_WEIGHT, best);
        alt_list_add(&list, alt_fill(text, ALT_VALUE_SHARE, string_at(nodes, GRAPH_NAME, best),
                                     amount(text, value), alt_percent(text, value / total), NULL));
    }
    alt_say(text, alt_fill(text, ALT_PARTS, alt_list_end(&list), NULL));
}

static void say_sankey(AltText *text, const View *layer) {
    const View *node = part_of(layer, MARK_SANKEY_NODE);
    const Table *nodes = table_of(node), *links = table_of(part_of(layer, MARK_SANKEY_LINK));
    double total = stage_total(nodes, 0);
    say_stages(text, node);
    alt_say(text, alt_fill(text, ALT_TOTAL, amount(text, total), NULL));
    say_parts(text, nodes, (guint)json_array_size(graph_member(node, "titles")), total);
    say_greatest_link(text, links, ALT_FLOW);
    if (node->counts->nodes_left)
        alt_say(text,
                alt_fill(text, ALT_GATHERED, alt_count(text, node->counts->nodes_left), NULL));
}

// ---------- timelines ----------

typedef struct {
    Field start, end, state, text;
    bool has_end, has_state, has_text;
    double first, last, as_of;
    guint count, undated;
    guint next; // row of the next item to end after as_of; G_MAXUINT: none
    double next_at;
} Items;

static bool bind_channel(const View *unit, Channel channel, Field *out) {
    const Def *def = unit->encoding->channel[channel];
    if (!def || !def->is_field)
        return false;
    *out = field_bind(unit->chart->arena, table_of(unit), def->name);
    return true;
}

static double instant_at(const Field *field, guint row) {
    Value value = field_value(field, row);
    return value_is_nullish(value) ? NAN : value_to_number(value);
}

// As the mark has it: what is open at one side stands where it is known. False when neither is.
static bool find_times(const Items *items, guint row, double *start, double *end) {
    *start = instant_at(&items->start, row);
    *end = items->has_end ? instant_at(&items->end, row) : NAN;
    *start = isfinite(*start) ? *start : *end;
    *end = isfinite(*end) ? *end : *start;
    return isfinite(*start);
}

static void read_items(Items *items, const Table *table) {
    items->first = items->next_at = INFINITY;
    items->last = -INFINITY;
    items->next = G_MAXUINT;
    for (guint row = 0; row < table->row_count; row++) {
        double start, end;
        if (!find_times(items, row, &start, &end)) {
            items->undated++;
            continue;
        }
        items->count++;
        items->first = MIN(items->first, MIN(start, end));
        items->last = MAX(items->last, MAX(start, end));
        if (end < items->as_of || end >= items->next_at)
            continue;
        items->next_at = end;
        items->next = row;
    }
}

// The day of the rule; NaN without one.
static double as_of(const View *layer) {
    const View *rule = part_of(layer, MARK_RULE);
    const Table *table = table_of(rule);
    return table && table->row_count ? number_at(table, "as_of", 0) : NAN;
}

// Of the first part that is drawn; false when the timeline has none.
static bool find_items(const View *layer, Items *items, const Table **table) {
    static const Mark PARTS[] = {MARK_TIMELINE_POINT, MARK_TIMELINE_SPAN, MARK_TIMELINE_LABEL};
    const View *unit = NULL, *label = part_of(layer, MARK_TIMELINE_LABEL);
    for (guint i = 0; i < G_N_ELEMENTS(PARTS) && !unit; i++)
        unit = part_of(layer, PARTS[i]);
    *items = (Items){.as_of = as_of(layer)};
    *table = table_of(unit);
    if (!*table || !bind_channel(unit, CHANNEL_X, &items->start))
        return false;
    items->has_end = bind_channel(unit, CHANNEL_X2, &items->end);
    items->has_state = bind_channel(unit, CHANNEL_COLOR, &items->state);
    items->has_text = label && bind_channel(label, CHANNEL_TEXT, &items->text);
    read_items(items, *table);
    return true;
}

static void report_timeline(const View *layer) {
    Items items;
    const Table *table;
    if (!find_items(layer, &items, &table))
        return;
    if (items.count == 0)
        warn_empty(layer, "timeline");
    if (layer->left_out)
        chart_warning(layer->chart, layer->spec, DIAG_OVERFLOW, "make the chart higher, or filter",
                      "%u of %u items of the timeline find no place", layer->left_out, items.count);
    if (layer->unlabelled)
        chart_warning(layer->chart, layer->spec, DIAG_OVERFLOW, "make the chart higher or wider",
                      "%u of %u items of the timeline have no room for their label",
                      layer->unlabelled, items.count);
}

// How many of each state, in the order of their first rows.
static void say_states(AltText *text, const Items *items, const Table *table) {
    const char *names[STATES_MAX];
    guint counts[STATES_MAX] = {0}, used = 0;
    double start, end;
    for (guint row = 0; row < table->row_count; row++) {
        const char *name = value_to_string(field_value(&items->state, row), text->chart->arena);
        guint i = 0;
        while (i < used && strcmp(names[i], name))
            i++;
        if (i == STATES_MAX || !find_times(items, row, &start, &end))
            continue;
        used = MAX(used, i + 1);
        names[i] = name;
        counts[i]++;
    }
    AltList list = alt_list(text, STATES_MAX);
    for (guint i = 0; i < used; i++)
        alt_list_add(&list, alt_fill(text, ALT_VALUE, names[i], alt_count(text, counts[i]), NULL));
    alt_say(text, alt_fill(text, ALT_STATES, alt_list_end(&list), NULL));
}

static void say_next(AltText *text, const Items *items) {
    if (isnan(items->as_of))
        return;
    const char *after = date_of(text, items->as_of);
    if (items->next == G_MAXUINT) {
        alt_say(text, alt_fill(text, ALT_LAST, after, NULL));
        return;
    }
    const char *what = items->has_text ? value_to_string(field_value(&items->text, items->next),
                                                         text->chart->arena)
                                       : "";
    const char *when = date_of(text, items->next_at);
    alt_say(text, alt_fill(text, ALT_NEXT, after, when, what, NULL));
}

static void say_timeline(AltText *text, const View *layer) {
    Items items;
    const Table *table;
    if (!find_items(layer, &items, &table) || items.count == 0)
        return;
    alt_say(text, alt_fill(text, ALT_ITEMS, alt_count(text, items.count), NULL));
    alt_say(text, alt_fill(text, ALT_PERIOD, date_of(text, items.first), date_of(text, items.last),
                           NULL));
    if (items.has_state)
        say_states(text, &items, table);
    say_next(text, &items);
    if (items.undated)
        alt_say(text, alt_fill(text, ALT_UNDATED, alt_count(text, items.undated), NULL));
    if (layer->left_out)
        alt_say(text, alt_fill(text, ALT_NO_PLACE, alt_count(text, layer->left_out), NULL));
}

// ---------- the tree ----------

typedef struct {
    Mark mark;
    Word word;
    void (*say)(AltText *text, const View *layer);
    void (*report)(const View *layer);
} FieldAlt;

static const FieldAlt *kind_of(const View *view) {
    static const FieldAlt KINDS[] = {
        {MARK_NETWORK_NODE, ALT_NETWORK, say_network, report_network},
        {MARK_SANKEY_NODE, ALT_FLOWS, say_sankey, report_sankey},
        {MARK_TIMELINE_SPAN, ALT_TIMELINE, say_timeline, report_timeline},
        {MARK_TIMELINE_POINT, ALT_TIMELINE, say_timeline, report_timeline},
        {MARK_TIMELINE_LABEL, ALT_TIMELINE, say_timeline, report_timeline}};
    for (guint i = 0; view->kind == VIEW_LAYER && i < G_N_ELEMENTS(KINDS); i++)
        if (part_of(view, KINDS[i].mark))
            return &KINDS[i];
    return NULL;
}

static bool is_empty(const View *layer, const FieldAlt *kind) {
    const Table *table = table_of(part_of(layer, kind->mark));
    return !table || table->row_count == 0;
}

bool alt_say_field_charts(AltText *text, const View *view, bool described) {
    const FieldAlt *kind = kind_of(view);
    bool said = kind != NULL;
    if (kind && !described)
        alt_say(text, words_text(text->words, kind->word));
    if (kind && is_empty(view, kind))
        alt_say(text, words_text(text->words, ALT_NO_DATA));
    else if (kind)
        kind->say(text, view);
    for (guint i = 0; !kind && i < view->child_count; i++)
        said |= alt_say_field_charts(text, view->children[i], described);
    return said;
}

void field_charts_report(const View *view) {
    const FieldAlt *kind = kind_of(view);
    if (kind)
        kind->report(view);
    for (guint i = 0; !kind && i < view->child_count; i++)
        field_charts_report(view->children[i]);
}
