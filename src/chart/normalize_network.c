// Networks: a layer of links and layers of nodes and their labels, over tables that the data pass
// makes of the rows (chart/graph.h).
#include "chart/composite.h"
#include "chart/config.h"
#include "chart/field_chart.h"
#include "chart/graph.h"

typedef struct {
    FieldChart field;
    json_t *graph; // what both tables have in common
} Network;

// ---------- data ----------

static bool read_ends(Network *n) {
    FieldChart *field = &n->field;
    bool by_rows = js_has(field->encoding, "source") || js_has(field->encoding, "target");
    if (by_rows && js_has(field->encoding, "node")) {
        chart_error(field->chart, json_object_get(field->encoding, "node"), DIAG_WRONG_VALUE, NULL,
                    "a network has either \"node\" and \"detail\" or \"source\" and \"target\"");
        return false;
    }
    static const char *const PAIRS[2][2] = {{"node", "detail"}, {"source", "target"}};
    if (!by_rows && !js_has(field->encoding, "node")) {
        chart_error(field->chart, field->spec, DIAG_MISSING_KEY, NULL,
                    "a network needs the channels \"node\" and \"detail\", or \"source\" and "
                    "\"target\"");
        return false;
    }
    for (guint i = 0; i < 2; i++) {
        const char *name = field_chart_field(field, PAIRS[by_rows][i], /*needed=*/true);
        if (!name)
            return false;
        json_object_set_new(n->graph, PAIRS[by_rows][i], json_string(name));
    }
    return true;
}

static void read_bounds(Network *n) {
    FieldChart *field = &n->field;
    guint nodes = field_chart_count(field, "maxNodes", 2, NETWORK_NODES_MAX);
    guint links = field_chart_count(field, "maxLinks", 1, NETWORK_LINKS_MAX);
    json_object_set_new(n->graph, "maxNodes", json_integer(nodes));
    json_object_set_new(n->graph, "maxLinks", json_integer(links));
    json_object_set_new(n->graph, "chosen", json_boolean(js_has(field->mark, "maxNodes")));
    json_t *least = field_chart_prop(field, "minWeight");
    if (least)
        json_object_set(n->graph, "minWeight", least);
}

// What a link weighs: what its width shows, else how many rows or things join its ends.
static void read_weight(Network *n) {
    json_t *width = json_object_get(n->field.encoding, "strokeWidth");
    const char *op = js_string(width, "aggregate"), *name = js_string(width, "field");
    json_t *weight = json_pack("{s:s}", "op", op ? op : "count");
    if (op && name)
        json_object_set_new(weight, "field", json_string(name));
    json_object_set_new(n->graph, "weight", weight);
}

// ---------- parts ----------

// The channels of a part with their fields as columns of the part's table, and the graph object
// that makes these. Aggregates and other fields are told apart as for composite marks.
static json_t *part_channels(Network *n, const char *const *names, const char *part,
                             json_t **what) {
    Chart *chart = n->field.chart;
    json_t *channels = json_object();
    for (guint i = 0; names[i]; i++)
        if (js_has(n->field.encoding, names[i]))
            json_object_set(channels, names[i], json_object_get(n->field.encoding, names[i]));
    json_t *holder = chart_own(chart, js_with(n->field.spec, "encoding", channels));
    Composite c;
    static const char *const NONE[] = {NULL};
    composite_begin(&c, chart, holder);
    composite_extract(&c, NONE);
    json_t *graph = json_copy(n->graph);
    json_object_set_new(graph, "part", json_string(part));
    json_object_set(graph, "aggregate", c.aggregate);
    json_object_set(graph, "carry", c.groupby);
    *what = json_pack("{s:o}", "graph", graph);
    if (json_array_size(c.prepare))
        json_object_set(*what, "transform", c.prepare);
    return c.shared;
}

// A channel's definition, or the default one; with a scale that suits the mark.
static void scale_channel(Network *n, json_t *channels, const char *name, const char *column) {
    FieldChart *field = &n->field;
    json_t *def = json_object_get(channels, name);
    if (!def)
        def = chart_own(field->chart, json_pack("{s:s,s:s,s:n}", "field", column, "type",
                                                "quantitative", "legend"));
    json_t *range =
        config_get(field->chart, "network", !strcmp(name, "size") ? "sizeRange" : "widthRange");
    json_object_set(
        channels, name,
        field_chart_scaled(field, def, json_pack("{s:O,s:b}", "range", range, "zero", 1)));
}

static void add_links(Network *n) {
    static const char *const CHANNELS[] = {"strokeWidth", "stroke", "strokeDash", "strokeOpacity",
                                           NULL};
    json_t *what, *channels = part_channels(n, CHANNELS, "links", &what);
    scale_channel(n, channels, "strokeWidth", GRAPH_WEIGHT);
    field_chart_part(&n->field, "link", json_incref(channels), what);
}

static void add_nodes(Network *n) {
    static const char *const CHANNELS[] = {"size", "color", "opacity", "shape", "text", NULL};
    json_t *what, *channels = part_channels(n, CHANNELS, "nodes", &what);
    json_t *text = json_object_get(channels, "text");
    json_t *label =
        text ? json_pack("{s:O}", "text", text)
             : json_pack("{s:{s:s,s:s}}", "text", "field", GRAPH_NAME, "type", "nominal");
    json_object_del(channels, "text");
    scale_channel(n, channels, "size", GRAPH_DEGREE);
    field_chart_color(&n->field, "node");
    field_chart_part(&n->field, "node", json_incref(channels), json_copy(what));
    field_chart_part(&n->field, "label", label, what);
}

json_t *normalize_network(Chart *chart, json_t *spec, const Inherited *from) {
    Network n = {0};
    field_chart_begin(&n.field, chart, spec);
    n.graph = chart_own(chart, json_pack("{s:s}", "kind", "network"));
    if (!read_ends(&n))
        return NULL;
    read_bounds(&n);
    field_chart_halo(&n.field);
    read_weight(&n);
    add_links(&n);
    add_nodes(&n);
    return field_chart_end(&n.field, from);
}
