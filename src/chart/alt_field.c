// Says what field charts show from the tables that they are drawn from: how much there is, what is
// greatest, what comes next, what is left out. Numbers and dates are written for the locale.
#include "chart/alt_field.h"
#include "base/format.h"
#include "chart/graph.h"

#include <math.h>

enum { NAMED_MAX = 3, STATES_MAX = 12 };

typedef struct {
    Chart *chart;
    GString *text;
    bool reports; // gives warnings instead
} Alt;

// ---------- pieces ----------

static const FormatLocale *locale_of(const Alt *alt) {
    return alt->chart->input->locale ? alt->chart->input->locale : format_locale("en");
}

static void put_number(Alt *alt, double number) {
    NumberFormat format;
    number_format_parse(number == floor(number) ? ",d" : ",.4~r", &format);
    g_autofree char *text = number_format(&format, locale_of(alt), number);
    g_string_append(alt->text, text);
}

static void put_count(Alt *alt, guint count, const char *one, const char *many) {
    put_number(alt, count);
    g_string_append_printf(alt->text, " %s", count == 1 ? one : many);
}

static void put_date(Alt *alt, double instant) {
    g_autofree char *text =
        time_format("%-d %B %Y", locale_of(alt), instant, alt->chart->input->zone);
    g_string_append(alt->text, text ? text : "");
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

static void warn_empty(Alt *alt, const View *layer, const char *what) {
    chart_warning(alt->chart, layer->spec, DIAG_EMPTY, NULL, "the %s has nothing to show", what);
}

// ---------- networks ----------

static void put_connected(Alt *alt, const Table *nodes) {
    g_string_append(alt->text, " Most connected: ");
    for (guint i = 0; i < nodes->row_count && i < NAMED_MAX; i++) {
        g_string_append_printf(alt->text, "%s%s (", i ? ", " : "", string_at(nodes, GRAPH_NAME, i));
        put_count(alt, (guint)number_at(nodes, GRAPH_DEGREE, i), "link", "links");
        g_string_append_c(alt->text, ')');
    }
    g_string_append_c(alt->text, '.');
}

static guint greatest_row(const Table *table) {
    guint best = 0;
    for (guint i = 1; i < table->row_count; i++)
        if (number_at(table, GRAPH_WEIGHT, i) > number_at(table, GRAPH_WEIGHT, best))
            best = i;
    return best;
}

static void put_greatest_link(Alt *alt, const Table *links, const char *what, const char *between) {
    guint best = greatest_row(links);
    g_string_append_printf(alt->text, " %s: %s %s %s (", what, string_at(links, GRAPH_SOURCE, best),
                           between, string_at(links, GRAPH_TARGET, best));
    put_number(alt, number_at(links, GRAPH_WEIGHT, best));
    g_string_append(alt->text, ").");
}

static void report_network(Alt *alt, const View *layer, const View *node) {
    const GraphCounts *counts = node->counts;
    if (table_of(node)->row_count == 0)
        warn_empty(alt, layer, "network");
    else if (counts->nodes_left && !json_is_true(graph_member(node, "chosen")))
        chart_warning(alt->chart, layer->spec, DIAG_TOO_LARGE,
                      "\"maxNodes\" of the mark says how many",
                      "the network shows the %u most connected of %u nodes",
                      counts->nodes - counts->nodes_left, counts->nodes);
}

static void put_left_out(Alt *alt, const GraphCounts *counts) {
    if (!counts->nodes_left && !counts->links_left)
        return;
    g_string_append(alt->text, " Left out: ");
    put_count(alt, counts->nodes_left, "node", "nodes");
    g_string_append(alt->text, " and ");
    put_count(alt, counts->links_left, "link", "links");
    g_string_append(alt->text, " of less weight.");
}

static void say_network(Alt *alt, const View *layer) {
    const View *link = part_of(layer, MARK_NETWORK_LINK), *node = part_of(layer, MARK_NETWORK_NODE);
    const Table *nodes = table_of(node), *links = table_of(link);
    if (!nodes || !node->counts)
        return;
    if (alt->reports) {
        report_network(alt, layer, node);
        return;
    }
    g_string_append(alt->text, "Network of ");
    put_count(alt, nodes->row_count, "node", "nodes");
    if (links) {
        g_string_append(alt->text, " and ");
        put_count(alt, links->row_count, "link", "links");
    }
    g_string_append_c(alt->text, '.');
    if (nodes->row_count)
        put_connected(alt, nodes);
    if (links && links->row_count)
        put_greatest_link(alt, links, "Strongest link", "–");
    put_left_out(alt, node->counts);
}

// ---------- Sankey diagrams ----------

static void put_stages(Alt *alt, const View *node) {
    const json_t *titles = graph_member(node, "titles"), *title;
    size_t i, count = json_array_size(titles);
    json_array_foreach((json_t *)titles, i, title) {
        const char *joint = i == 0           ? " from "
                            : i + 1 == count ? " to "
                            : i == 1         ? " through "
                                             : ", ";
        g_string_append_printf(alt->text, "%s%s", joint, json_string_value(title));
    }
}

static double stage_total(const Table *nodes, guint stage) {
    double total = 0;
    for (guint i = 0; i < nodes->row_count; i++)
        if (number_at(nodes, GRAPH_STAGE, i) == stage)
            total += number_at(nodes, GRAPH_WEIGHT, i);
    return total;
}

static void put_greatest_node(Alt *alt, const Table *nodes, guint stage, double total) {
    guint best = nodes->row_count;
    for (guint i = 0; i < nodes->row_count; i++)
        if (number_at(nodes, GRAPH_STAGE, i) == stage &&
            (best == nodes->row_count ||
             number_at(nodes, GRAPH_WEIGHT, i) > number_at(nodes, GRAPH_WEIGHT, best)))
            best = i;
    if (best == nodes->row_count)
        return;
    double value = number_at(nodes, GRAPH_WEIGHT, best);
    g_string_append_printf(alt->text, "%s%s (",
                           stage ? ", " : " Largest: ", string_at(nodes, GRAPH_NAME, best));
    put_number(alt, value);
    g_string_append_printf(alt->text, ", %.0f%%)", 100 * value / total);
}

static void say_sankey(Alt *alt, const View *layer) {
    const View *node = part_of(layer, MARK_SANKEY_NODE), *link = part_of(layer, MARK_SANKEY_LINK);
    const Table *nodes = table_of(node), *links = table_of(link);
    if (!nodes || !node->counts)
        return;
    if (alt->reports) {
        if (nodes->row_count == 0)
            warn_empty(alt, layer, "sankey");
        return;
    }
    double total = stage_total(nodes, 0);
    guint stages = (guint)json_array_size(graph_member(node, "titles"));
    g_string_append(alt->text, "Flows");
    put_stages(alt, node);
    g_string_append(alt->text, ", ");
    put_number(alt, total);
    g_string_append(alt->text, " in all.");
    for (guint s = 0; s < stages && total > 0; s++)
        put_greatest_node(alt, nodes, s, total);
    if (total > 0)
        g_string_append_c(alt->text, '.');
    if (links && links->row_count)
        put_greatest_link(alt, links, "Largest flow", "to");
    if (!node->counts->nodes_left)
        return;
    g_string_append_c(alt->text, ' ');
    put_count(alt, node->counts->nodes_left, "small node is", "small nodes are");
    g_string_append(alt->text, " put together.");
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

static bool bind_channel(const Alt *alt, const View *unit, Channel channel, Field *out) {
    const Def *def = unit->encoding->channel[channel];
    if (!def || !def->is_field)
        return false;
    *out = field_bind(alt->chart->arena, table_of(unit), def->name);
    return true;
}

static double instant_at(const Field *field, guint row) {
    Value value = field_value(field, row);
    return value_is_nullish(value) ? NAN : value_to_number(value);
}

static void read_items(Items *items, const Table *table) {
    items->first = items->next_at = INFINITY;
    items->last = -INFINITY;
    items->next = G_MAXUINT;
    for (guint row = 0; row < table->row_count; row++) {
        double start = instant_at(&items->start, row);
        double end = items->has_end ? instant_at(&items->end, row) : NAN;
        end = isfinite(end) ? end : start;
        if (!isfinite(start)) {
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

// How many of each state, in the order of their first rows.
static void put_states(Alt *alt, const Items *items, const Table *table) {
    const char *names[STATES_MAX];
    guint counts[STATES_MAX] = {0}, used = 0;
    for (guint row = 0; row < table->row_count; row++) {
        const char *name = value_to_string(field_value(&items->state, row), alt->chart->arena);
        guint i = 0;
        while (i < used && strcmp(names[i], name))
            i++;
        if (i == STATES_MAX || !isfinite(instant_at(&items->start, row)))
            continue;
        used = MAX(used, i + 1);
        names[i] = name;
        counts[i]++;
    }
    for (guint i = 0; i < used; i++) {
        g_string_append(alt->text, i ? ", " : ": ");
        put_number(alt, counts[i]);
        g_string_append_printf(alt->text, " %s", names[i]);
    }
}

static void put_next(Alt *alt, const Items *items) {
    if (isnan(items->as_of))
        return;
    g_string_append(alt->text, items->next == G_MAXUINT ? " Nothing ends after " : " Next after ");
    put_date(alt, items->as_of);
    if (items->next != G_MAXUINT) {
        g_string_append(alt->text, ": ");
        put_date(alt, items->next_at);
        if (items->has_text)
            g_string_append_printf(
                alt->text, ", %s",
                value_to_string(field_value(&items->text, items->next), alt->chart->arena));
    }
    g_string_append_c(alt->text, '.');
}

static void report_timeline(Alt *alt, const View *layer, const Items *items) {
    if (items->count == 0)
        warn_empty(alt, layer, "timeline");
    if (layer->left_out)
        chart_warning(alt->chart, layer->spec, DIAG_OVERFLOW, "make the chart higher, or filter",
                      "%u of %u items of the timeline find no place", layer->left_out,
                      items->count);
}

static void say_items(Alt *alt, const View *layer, const Items *items, const Table *table) {
    g_string_append(alt->text, "Timeline of ");
    put_count(alt, items->count, "item", "items");
    if (items->count) {
        g_string_append(alt->text, " from ");
        put_date(alt, items->first);
        g_string_append(alt->text, " to ");
        put_date(alt, items->last);
    }
    if (items->has_state)
        put_states(alt, items, table);
    g_string_append_c(alt->text, '.');
    put_next(alt, items);
    if (items->undated) {
        g_string_append_c(alt->text, ' ');
        put_count(alt, items->undated, "item without a date is", "items without a date are");
        g_string_append(alt->text, " not shown.");
    }
    if (layer->left_out) {
        g_string_append_c(alt->text, ' ');
        put_count(alt, layer->left_out, "item finds", "items find");
        g_string_append(alt->text, " no place.");
    }
}

static void say_timeline(Alt *alt, const View *layer) {
    const View *point = part_of(layer, MARK_TIMELINE_POINT),
               *label = part_of(layer, MARK_TIMELINE_LABEL);
    const View *unit = point ? point : part_of(layer, MARK_TIMELINE_SPAN);
    if (!unit)
        unit = label;
    if (!table_of(unit))
        return;
    Items items = {.as_of = as_of(layer)};
    if (!bind_channel(alt, unit, CHANNEL_X, &items.start))
        return;
    items.has_end = bind_channel(alt, unit, CHANNEL_X2, &items.end);
    items.has_state = bind_channel(alt, unit, CHANNEL_COLOR, &items.state);
    items.has_text = label && bind_channel(alt, label, CHANNEL_TEXT, &items.text);
    read_items(&items, table_of(unit));
    if (alt->reports)
        report_timeline(alt, layer, &items);
    else
        say_items(alt, layer, &items, table_of(unit));
}

// ---------- the tree ----------

static void say_view(Alt *alt, const View *view) {
    static const struct {
        Mark mark;
        void (*say)(Alt *alt, const View *layer);
    } KINDS[] = {{MARK_NETWORK_NODE, say_network},
                 {MARK_SANKEY_NODE, say_sankey},
                 {MARK_TIMELINE_SPAN, say_timeline},
                 {MARK_TIMELINE_POINT, say_timeline}};
    for (guint i = 0; view->kind == VIEW_LAYER && i < G_N_ELEMENTS(KINDS); i++) {
        if (!part_of(view, KINDS[i].mark))
            continue;
        if (alt->text->len)
            g_string_append_c(alt->text, ' ');
        KINDS[i].say(alt, view);
        return;
    }
    for (guint i = 0; i < view->child_count; i++)
        say_view(alt, view->children[i]);
}

const char *alt_field_charts(View *root) {
    g_autoptr(GString) text = g_string_new(NULL);
    Alt alt = {root->chart, text, false};
    say_view(&alt, root);
    return text->len ? arena_strdup(root->chart->arena, text->str) : NULL;
}

void field_charts_report(View *root) {
    g_autoptr(GString) text = g_string_new(NULL);
    Alt alt = {root->chart, text, true};
    say_view(&alt, root);
}
