// Rows to the nodes and flows of a Sankey diagram. A row is one way through all stages, as thick as
// its value; flows between two nodes are parted by colour, so that what goes in comes out. Small
// nodes of a stage that has too many are put together.
#include "chart/graph.h"
#include "chart/sankey_layout.h"
#include "table/group.h"

#include <math.h>

typedef struct {
    const char *name;
    double value;
    double order;   // of a stage that is sorted by a field: its least value
    guint position; // in the stage, from the top
    guint shown;    // the node that stands for it: itself or "other"
} Node;

typedef struct {
    GArray *nodes; // of Node
    GHashTable *by_name;
    guint *of_row;
    guint *sorted; // shown nodes in their order
    guint shown_count;
    const json_t *sort; // NULL: none given
} Stage;

typedef struct {
    GraphRun *run;
    guint stage_count, row_count;
    Stage stages[SANKEY_STAGES_MAX];
    double *values;       // of rows
    const char **colours; // of rows; NULL: the source's name
    int colour_stage;     // -1: none
    const char *missing, *other;
} Sankey;

// ---------- reading rows ----------

static guint node_number(Stage *stage, const char *name) {
    gpointer known = g_hash_table_lookup(stage->by_name, name);
    if (known)
        return GPOINTER_TO_UINT(known) - 1;
    Node node = {.name = name, .order = INFINITY};
    g_array_append_val(stage->nodes, node);
    g_hash_table_insert(stage->by_name, (gpointer)name, GUINT_TO_POINTER(stage->nodes->len));
    return stage->nodes->len - 1;
}

static Node *nth_node(const Stage *stage, guint number) {
    return &g_array_index(stage->nodes, Node, number);
}

static const char *name_or_missing(const Sankey *sankey, const Field *field, guint row) {
    const char *name = graph_name(sankey->run, field_value(field, row));
    return name ? name : sankey->missing;
}

// 0 for a row that cannot flow.
static void read_values(Sankey *sankey) {
    GraphRun *run = sankey->run;
    const char *path = js_string(json_object_get(run->spec, "weight"), "field");
    Field field = {0};
    if (path)
        field = field_bind(run->chart->arena, run->table, path);
    for (guint row = 0; row < sankey->row_count; row++) {
        Value value = path ? field_value(&field, row) : value_number(1);
        double number = value_is_nullish(value) ? NAN : value_to_number(value);
        bool flows = isfinite(number) && number > 0;
        sankey->values[row] = flows ? number : 0;
        run->unit->counts->rows_left += !flows && number != 0;
    }
}

static void read_stage(Sankey *sankey, guint index) {
    GraphRun *run = sankey->run;
    Stage *stage = &sankey->stages[index];
    Arena *arena = run->chart->arena;
    json_t *paths = json_object_get(run->spec, "stages");
    Field field = field_bind(arena, run->table, json_string_value(json_array_get(paths, index)));
    const char *by = js_string(stage->sort, "field");
    Field order = {0};
    if (by)
        order = field_bind(arena, run->table, by);
    for (guint row = 0; row < sankey->row_count; row++) {
        if (sankey->values[row] <= 0)
            continue;
        guint number = node_number(stage, name_or_missing(sankey, &field, row));
        Node *node = nth_node(stage, number);
        node->value += sankey->values[row];
        if (by)
            node->order = fmin(node->order, value_to_number(field_value(&order, row)));
        stage->of_row[row] = number;
    }
}

// ---------- small nodes together ----------

typedef struct {
    guint number;
    const Node *node;
    const char *other; // comes last
    const json_t *sort;
} Ranked;

static int by_size(gconstpointer a, gconstpointer b) {
    const Ranked *x = a, *y = b;
    if (x->node->value != y->node->value)
        return x->node->value > y->node->value ? -1 : 1;
    return text_compare(x->node->name, y->node->name);
}

static size_t listed_at(const json_t *list, const char *name) {
    size_t i = 0;
    while (i < json_array_size(list) && !js_equals(json_array_get(list, i), name))
        i++;
    return i;
}

static int by_sort(gconstpointer a, gconstpointer b) {
    const Ranked *x = a, *y = b;
    bool last = !strcmp(x->node->name, x->other);
    if (last != !strcmp(y->node->name, y->other))
        return last ? 1 : -1;
    if (json_is_array(x->sort)) {
        size_t i = listed_at(x->sort, x->node->name), k = listed_at(x->sort, y->node->name);
        if (i != k)
            return i < k ? -1 : 1;
    }
    int sign = js_equals(x->sort, "descending") ||
                       js_equals(json_object_get(x->sort, "order"), "descending")
                   ? -1
                   : 1;
    if (x->node->order != y->node->order)
        return x->node->order < y->node->order ? -sign : sign;
    return sign * text_compare(x->node->name, y->node->name);
}

static Ranked *ranked_nodes(const Sankey *sankey, const Stage *stage, guint *count) {
    *count = stage->nodes->len;
    Ranked *ranked = g_new0(Ranked, *count + 1);
    for (guint i = 0; i < *count; i++)
        ranked[i] = (Ranked){i, nth_node(stage, i), sankey->other, stage->sort};
    qsort(ranked, *count, sizeof(Ranked), by_size);
    return ranked;
}

// Every node beyond the greatest stands for "other" from now on.
static void gather_small(Sankey *sankey, Stage *stage) {
    guint most = (guint)js_number(sankey->run->spec, "maxNodes", SANKEY_NODES_MAX), count;
    for (guint i = 0; i < stage->nodes->len; i++)
        nth_node(stage, i)->shown = i;
    sankey->run->unit->counts->nodes += stage->nodes->len;
    if (stage->nodes->len <= most)
        return;
    guint other = node_number(stage, sankey->other);
    g_autofree Ranked *ranked = ranked_nodes(sankey, stage, &count);
    guint kept = 0;
    nth_node(stage, other)->shown = other;
    for (guint i = 0; i < count; i++) {
        Node *node = nth_node(stage, ranked[i].number);
        if (ranked[i].number == other || kept++ < most - 1)
            continue;
        node->shown = other;
        nth_node(stage, other)->value += node->value;
        sankey->run->unit->counts->nodes_left++;
    }
}

static void sort_stage(const Sankey *sankey, Stage *stage) {
    guint count;
    g_autofree Ranked *ranked = ranked_nodes(sankey, stage, &count);
    if (stage->sort)
        qsort(ranked, count, sizeof(Ranked), by_sort);
    stage->sorted = g_new(guint, count + 1);
    for (guint i = 0; i < count; i++)
        if (ranked[i].node->shown == ranked[i].number)
            stage->sorted[stage->shown_count++] = ranked[i].number;
    for (guint i = 0; i < stage->shown_count; i++)
        nth_node(stage, stage->sorted[i])->position = i;
}

static guint shown_at(const Sankey *sankey, guint stage, guint row) {
    const Stage *s = &sankey->stages[stage];
    return nth_node(s, s->of_row[row])->shown;
}

static const char *shown_name(const Sankey *sankey, guint stage, guint row) {
    return nth_node(&sankey->stages[stage], shown_at(sankey, stage, row))->name;
}

// ---------- colours ----------

static void read_colours(Sankey *sankey) {
    GraphRun *run = sankey->run;
    const char *path = js_string(run->spec, "color");
    sankey->colour_stage = -1;
    if (!path)
        return;
    for (guint s = 0; s < sankey->stage_count; s++)
        if (js_equals(json_array_get(json_object_get(run->spec, "stages"), s), path))
            sankey->colour_stage = (int)s;
    Field field = field_bind(run->chart->arena, run->table, path);
    sankey->colours = g_new0(const char *, sankey->row_count + 1);
    for (guint row = 0; row < sankey->row_count; row++)
        if (sankey->values[row] > 0)
            sankey->colours[row] = sankey->colour_stage >= 0
                                       ? shown_name(sankey, (guint)sankey->colour_stage, row)
                                       : name_or_missing(sankey, &field, row);
}

// ---------- tables ----------

// Rows in the order of their buckets; starts[b] up to starts[b + 1].
static guint *bucket_rows(const guint *of_row, guint row_count, guint buckets, guint *starts) {
    guint *rows = g_new(guint, row_count + 1);
    for (guint row = 0; row < row_count; row++)
        if (of_row[row] != G_MAXUINT)
            starts[of_row[row] + 2]++;
    for (guint b = 2; b <= buckets + 1; b++)
        starts[b] += starts[b - 1];
    for (guint row = 0; row < row_count; row++)
        if (of_row[row] != G_MAXUINT)
            rows[starts[of_row[row] + 1]++] = row;
    return rows;
}

static double sum_of(const Sankey *sankey, const guint *rows, guint count) {
    double sum = 0;
    for (guint i = 0; i < count; i++)
        sum += sankey->values[rows[i]];
    return sum;
}

static const Lineage *lineage_at(const Sankey *sankey, const guint *rows, guint count) {
    return lineage_of_rows(sankey->run->chart->arena, sankey->run->table, rows, count);
}

static const char *colour_at(const Sankey *sankey, guint stage, guint row) {
    return sankey->colours ? sankey->colours[row] : shown_name(sankey, stage, row);
}

typedef struct {
    guint source, target;
    const char *colour;
    guint bucket;
} Flow;

static int by_flow(gconstpointer a, gconstpointer b) {
    const Flow *x = a, *y = b;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    if (x->target != y->target)
        return x->target < y->target ? -1 : 1;
    return text_compare(x->colour, y->colour);
}

// Which flow from a stage to the next each row belongs to.
static GArray *find_flows(const Sankey *sankey, guint stage, guint *of_row) {
    GArray *flows = g_array_new(FALSE, FALSE, sizeof(Flow));
    g_autoptr(KeyIndex) index = key_index_new(3, GROUP_BY_TEXT);
    for (guint row = 0; row < sankey->row_count; row++) {
        of_row[row] = G_MAXUINT;
        if (sankey->values[row] <= 0)
            continue;
        Flow flow = {
            nth_node(&sankey->stages[stage], shown_at(sankey, stage, row))->position,
            nth_node(&sankey->stages[stage + 1], shown_at(sankey, stage + 1, row))->position,
            colour_at(sankey, stage, row), flows->len};
        Value key[] = {value_number(flow.source), value_number(flow.target),
                       value_string(flow.colour)};
        of_row[row] = key_index_add(index, key);
        if (of_row[row] == flows->len)
            g_array_append_val(flows, flow);
    }
    return flows;
}

static void write_flows(const Sankey *sankey, guint stage) {
    g_autofree guint *of_row = g_new(guint, sankey->row_count + 1);
    g_autoptr(GArray) flows = find_flows(sankey, stage, of_row);
    g_autofree guint *starts = g_new0(guint, flows->len + 2);
    g_autofree guint *rows = bucket_rows(of_row, sankey->row_count, flows->len, starts);
    g_array_sort(flows, by_flow);
    for (guint i = 0; i < flows->len; i++) {
        const Flow *flow = &g_array_index(flows, Flow, i);
        const Stage *from = &sankey->stages[stage], *to = from + 1;
        const guint *own = rows + starts[flow->bucket];
        guint count = starts[flow->bucket + 1] - starts[flow->bucket];
        Value values[] = {value_number(stage),
                          value_string(nth_node(from, from->sorted[flow->source])->name),
                          value_string(nth_node(to, to->sorted[flow->target])->name),
                          value_number(sum_of(sankey, own, count)), value_string(flow->colour)};
        graph_add_row(sankey->run, values, lineage_at(sankey, own, count));
        sankey->run->unit->counts->links++;
    }
}

// What a node is coloured by: itself, or where another stage has the colours nothing.
static Value node_colour(const Sankey *sankey, guint stage, const char *name) {
    bool own = !sankey->colours || sankey->colour_stage == (int)stage;
    return own ? value_string(name) : value_null();
}

static void write_nodes(const Sankey *sankey, guint index) {
    const Stage *stage = &sankey->stages[index];
    g_autofree guint *of_row = g_new(guint, sankey->row_count + 1);
    for (guint row = 0; row < sankey->row_count; row++)
        of_row[row] = sankey->values[row] > 0 ? shown_at(sankey, index, row) : G_MAXUINT;
    g_autofree guint *starts = g_new0(guint, stage->nodes->len + 2);
    g_autofree guint *rows = bucket_rows(of_row, sankey->row_count, stage->nodes->len, starts);
    for (guint i = 0; i < stage->shown_count; i++) {
        guint number = stage->sorted[i], count = starts[number + 1] - starts[number];
        const char *name = nth_node(stage, number)->name;
        const guint *own = rows + starts[number];
        Value values[] = {value_number(index), value_string(name),
                          value_number(sum_of(sankey, own, count)),
                          node_colour(sankey, index, name)};
        graph_add_row(sankey->run, values, lineage_at(sankey, own, count));
    }
}

static void write_heads(const Sankey *sankey) {
    for (guint s = 0; s < sankey->stage_count; s++) {
        const char *title =
            json_string_value(json_array_get(json_object_get(sankey->run->spec, "titles"), s));
        Value values[] = {value_number(s), value_string(title ? title : "")};
        graph_add_row(sankey->run, values, NULL);
    }
}

static void sankey_columns(const GraphRun *run, GPtrArray *names) {
    static const char *const LINKS[] = {GRAPH_STAGE,  GRAPH_SOURCE, GRAPH_TARGET,
                                        GRAPH_WEIGHT, GRAPH_COLOUR, NULL};
    static const char *const NODES[] = {GRAPH_STAGE, GRAPH_NAME, GRAPH_WEIGHT, GRAPH_COLOUR, NULL};
    static const char *const HEADS[] = {GRAPH_STAGE, GRAPH_NAME, NULL};
    const char *part = js_string(run->spec, "part");
    const char *const *columns = !strcmp(part, "links")   ? LINKS
                                 : !strcmp(part, "nodes") ? NODES
                                                          : HEADS;
    for (guint i = 0; columns[i]; i++)
        g_ptr_array_add(names, (gpointer)columns[i]);
}

static void sankey_begin(Sankey *sankey, GraphRun *run) {
    *sankey = (Sankey){.run = run,
                       .stage_count = (guint)json_array_size(json_object_get(run->spec, "stages")),
                       .row_count = run->table->row_count,
                       .missing = js_string(run->spec, "missing"),
                       .other = js_string(run->spec, "other")};
    sankey->values = g_new0(double, sankey->row_count + 1);
    for (guint s = 0; s < sankey->stage_count; s++) {
        Stage *stage = &sankey->stages[s];
        stage->nodes = g_array_new(FALSE, FALSE, sizeof(Node));
        stage->by_name = g_hash_table_new(g_str_hash, g_str_equal);
        stage->of_row = g_new0(guint, sankey->row_count + 1);
        const json_t *sort = json_array_get(json_object_get(run->spec, "sorts"), s);
        stage->sort = json_is_null(sort) ? NULL : sort;
    }
}

static void sankey_end(Sankey *sankey) {
    for (guint s = 0; s < sankey->stage_count; s++) {
        g_array_unref(sankey->stages[s].nodes);
        g_hash_table_unref(sankey->stages[s].by_name);
        g_free(sankey->stages[s].of_row);
        g_free(sankey->stages[s].sorted);
    }
    g_free(sankey->values);
    g_free(sankey->colours);
}

static bool sankey_rows(GraphRun *run) {
    Sankey sankey;
    sankey_begin(&sankey, run);
    read_values(&sankey);
    for (guint s = 0; s < sankey.stage_count; s++) {
        read_stage(&sankey, s);
        gather_small(&sankey, &sankey.stages[s]);
        sort_stage(&sankey, &sankey.stages[s]);
    }
    read_colours(&sankey);
    const char *part = js_string(run->spec, "part");
    if (!strcmp(part, "heads"))
        write_heads(&sankey);
    for (guint s = 0; !strcmp(part, "nodes") && s < sankey.stage_count; s++)
        write_nodes(&sankey, s);
    for (guint s = 0; !strcmp(part, "links") && s + 1 < sankey.stage_count; s++)
        write_flows(&sankey, s);
    sankey_end(&sankey);
    return true;
}

const GraphKind SANKEY_GRAPH = {sankey_columns, sankey_rows};
