// Sankey diagrams: a layer of flows, and layers of nodes, their labels and the heads of the stages,
// over tables that the data pass makes of the rows (chart/graph.h).
#include "chart/def.h"
#include "chart/field_chart.h"
#include "chart/graph.h"
#include "chart/sankey_layout.h"

typedef struct {
    FieldChart field;
    json_t *graph, *colour;
} Sankey;

// ---------- data ----------

static const char *stage_title(const Sankey *s, json_t *stage) {
    const char *title = js_string(stage, "title");
    if (title || js_is_false(json_object_get(stage, "title")))
        return title ? title : "";
    json_t *base =
        chart_own(s->field.chart, json_pack("{s:O}", "field", json_object_get(stage, "field")));
    return def_title(s->field.chart, base);
}

static bool read_stages(Sankey *s) {
    Chart *chart = s->field.chart;
    json_t *stages = json_object_get(s->field.encoding, "stages"), *stage;
    json_t *fields = json_array(), *titles = json_array(), *sorts = json_array();
    json_object_set_new(s->graph, "stages", fields);
    json_object_set_new(s->graph, "titles", titles);
    json_object_set_new(s->graph, "sorts", sorts);
    size_t i, count = json_array_size(stages);
    if (count < SANKEY_STAGES_MIN || count > SANKEY_STAGES_MAX) {
        chart_error(chart, stages ? stages : s->field.spec,
                    stages ? DIAG_WRONG_VALUE : DIAG_MISSING_KEY, NULL,
                    "a sankey needs the channel \"stages\" with %d to %d fields", SANKEY_STAGES_MIN,
                    SANKEY_STAGES_MAX);
        return false;
    }
    json_array_foreach(stages, i, stage) {
        json_t *sort = json_object_get(stage, "sort");
        if (!js_string(stage, "field")) {
            chart_error(chart, stage, DIAG_MISSING_KEY, NULL, "a stage has no field");
            return false;
        }
        json_array_append(fields, json_object_get(stage, "field"));
        json_array_append_new(titles, json_string(stage_title(s, stage)));
        json_array_append_new(sorts, sort ? json_incref(sort) : json_null());
    }
    return true;
}

// Flows can be counted and added up; nothing else comes out as it went in.
static bool read_weight(Sankey *s) {
    json_t *size = json_object_get(s->field.encoding, "size");
    const char *op = js_string(size, "aggregate"), *name = js_string(size, "field");
    bool counts = !size || (op && !strcmp(op, "count"));
    if (!counts && (!name || (op && strcmp(op, "sum")))) {
        chart_error(s->field.chart, size, DIAG_WRONG_VALUE, NULL,
                    "the size of a sankey is a count or a sum, since flows must add up");
        return false;
    }
    json_object_set_new(s->graph, "weight",
                        counts ? json_pack("{s:s}", "op", "count")
                               : json_pack("{s:s,s:s}", "op", "sum", "field", name));
    return true;
}

static bool is_stage(const Sankey *s, const char *name) {
    const json_t *item;
    size_t i;
    json_array_foreach(json_object_get(s->graph, "stages"), i,
                       item) if (js_equals(item, name)) return true;
    return false;
}

// The colour is a category. Stages say their names themselves; another field gets a legend.
static void read_colour(Sankey *s) {
    Chart *chart = s->field.chart;
    json_t *given = json_object_get(s->field.encoding, "color");
    const char *name = js_string(given, "field");
    if (given && !name) {
        s->colour = given; // a value
        return;
    }
    json_t *def = given ? json_copy(given) : json_object();
    json_object_set_new(def, "field", json_string(GRAPH_COLOUR));
    json_object_set_new(def, "type", json_string("nominal"));
    if (!js_has(def, "title") && name) {
        json_t *base = chart_own(chart, json_pack("{s:s}", "field", name));
        json_object_set_new(def, "title", json_string(def_title(chart, base)));
    }
    if (!js_has(def, "legend") && (!name || is_stage(s, name)))
        json_object_set_new(def, "legend", json_null());
    if (!js_has(def, "sort"))
        json_object_set_new(def, "sort", json_null()); // as the nodes stand
    s->colour = chart_own(chart, def);
    if (name)
        json_object_set_new(s->graph, "color", json_string(name));
}

static void read_rest(Sankey *s) {
    static const char *const KEYS[] = {"other", "missing"};
    for (guint i = 0; i < G_N_ELEMENTS(KEYS); i++)
        json_object_set(s->graph, KEYS[i], field_chart_prop(&s->field, KEYS[i]));
    guint nodes = field_chart_count(&s->field, "maxNodes", 2, SANKEY_NODES_MAX);
    json_object_set_new(s->graph, "maxNodes", json_integer(nodes));
}

// ---------- parts ----------

static json_t *graph_of(const Sankey *s, const char *part) {
    return json_pack("{s:o}", "graph", js_with(s->graph, "part", json_string(part)));
}

static json_t *name_text(void) {
    return json_pack("{s:{s:s,s:s}}", "text", "field", GRAPH_NAME, "type", "nominal");
}

static void hand_down(Sankey *s) {
    static const char *const KEYS[] = {"nodeWidth", "nodePadding", "values", "valueFormat",
                                       "other"};
    for (guint i = 0; i < G_N_ELEMENTS(KEYS); i++)
        field_chart_option(&s->field, KEYS[i]);
    json_object_set(s->field.options, "sorts", json_object_get(s->graph, "sorts"));
    field_chart_color(&s->field, "node");
    field_chart_halo(&s->field);
}

json_t *normalize_sankey(Chart *chart, json_t *spec, const Inherited *from) {
    Sankey s = {0};
    field_chart_begin(&s.field, chart, spec);
    s.graph = chart_own(chart, json_pack("{s:s}", "kind", "sankey"));
    if (!read_stages(&s) || !read_weight(&s))
        return NULL;
    read_colour(&s);
    read_rest(&s);
    hand_down(&s);
    field_chart_part(&s.field, "link", json_pack("{s:O}", "color", s.colour),
                     graph_of(&s, "links"));
    field_chart_part(&s.field, "node", json_object(), graph_of(&s, "nodes"));
    field_chart_part(&s.field, "label", name_text(), graph_of(&s, "nodes"));
    field_chart_part(&s.field, "head", name_text(), graph_of(&s, "heads"));
    return field_chart_end(&s.field, from);
}
