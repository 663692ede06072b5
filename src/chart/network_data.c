// Rows to a network. A row is a link between its source and its target; or it says that a node
// takes part in something (the detail), and nodes that take part in the same thing are linked. The
// greatest nodes are kept, and of the links each node's greatest and then the others by weight.
#include "chart/graph.h"
#include "table/group.h"

typedef struct {
    guint64 key; // of a pair: the lesser node in the high half; of a node: the node
    guint row;
    bool extra; // tells where it comes from only: the pair or node was met in this group before
} Entry;

typedef struct {
    guint a, b;
    guint start, count; // entries
    double weight;
    bool kept;
} Link;

typedef struct {
    const char *name;
    guint start, count;
    guint degree;
    double weight;
    bool kept;
    guint rank;
} Node;

typedef struct {
    GraphRun *run;
    GPtrArray *names;
    GHashTable *by_name;     // name -> number + 1
    GArray *pairs, *members; // of Entry
    GArray *links;           // of Link
    Node *nodes;
    guint *order; // nodes by rank
} Network;

// ---------- reading rows ----------

static const char *option(const Network *network, const char *key) {
    return js_string(network->run->spec, key);
}

static guint node_number(Network *network, const char *name) {
    gpointer known = g_hash_table_lookup(network->by_name, name);
    if (known)
        return GPOINTER_TO_UINT(known) - 1;
    g_ptr_array_add(network->names, (gpointer)name);
    g_hash_table_insert(network->by_name, (gpointer)name, GUINT_TO_POINTER(network->names->len));
    return network->names->len - 1;
}

static void add_entry(GArray *entries, guint64 key, guint row, bool extra) {
    Entry entry = {key, row, extra};
    g_array_append_val(entries, entry);
}

static guint64 pair_key(guint a, guint b) {
    return (guint64)MIN(a, b) << 32 | MAX(a, b);
}

static bool is_full(const Network *network) {
    if (network->pairs->len <= NETWORK_PAIRS_MAX)
        return false;
    chart_error(network->run->chart, network->run->unit->spec, DIAG_TOO_LARGE,
                "filter or aggregate the rows before",
                "the rows of the network make more than %d pairs", NETWORK_PAIRS_MAX);
    return true;
}

// One row, one link.
static bool read_links(Network *network) {
    GraphRun *run = network->run;
    Arena *arena = run->chart->arena;
    Field source = field_bind(arena, run->table, option(network, "source"));
    Field target = field_bind(arena, run->table, option(network, "target"));
    for (guint row = 0; row < run->table->row_count && !is_full(network); row++) {
        const char *from = graph_name(run, field_value(&source, row));
        const char *to = graph_name(run, field_value(&target, row));
        if (!from || !to || !strcmp(from, to)) {
            run->unit->counts->rows_left++;
            continue;
        }
        guint a = node_number(network, from), b = node_number(network, to);
        add_entry(network->pairs, pair_key(a, b), row, false);
        add_entry(network->members, a, row, false);
        add_entry(network->members, b, row, false);
    }
    return !is_full(network);
}

// The nodes of one thing, each once, with the rows that name them.
static void read_group(Network *network, const Field *node, const guint *rows, guint count,
                       GArray *members) {
    g_array_set_size(members, 0);
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < count; i++) {
        const char *name = graph_name(network->run, field_value(node, rows[i]));
        if (!name) {
            network->run->unit->counts->rows_left++;
            continue;
        }
        guint number = node_number(network, name);
        bool known = !g_hash_table_add(seen, GUINT_TO_POINTER(number + 1));
        add_entry(network->members, number, rows[i], known);
        if (!known)
            add_entry(members, number, rows[i], false);
    }
}

static void add_pairs(Network *network, const GArray *members) {
    for (guint i = 0; i < members->len; i++)
        for (guint k = i + 1; k < members->len && !is_full(network); k++) {
            const Entry *a = &g_array_index(members, Entry, i),
                        *b = &g_array_index(members, Entry, k);
            guint64 key = pair_key((guint)a->key, (guint)b->key);
            add_entry(network->pairs, key, a->row, false);
            add_entry(network->pairs, key, b->row, true);
        }
}

// Rows of nodes, linked by what they take part in.
static bool read_memberships(Network *network) {
    GraphRun *run = network->run;
    Arena *arena = run->chart->arena;
    const char *detail = option(network, "detail");
    Field node = field_bind(arena, run->table, option(network, "node"));
    Groups groups = groups_make(arena, run->table, &detail, 1, GROUP_BY_TEXT);
    g_autoptr(GArray) members = g_array_new(FALSE, FALSE, sizeof(Entry));
    for (guint g = 0; g < groups.count; g++) {
        read_group(network, &node, group_rows(&groups, g), group_size(&groups, g), members);
        double pairs = 0.5 * members->len * members->len + network->pairs->len;
        if (pairs > NETWORK_PAIRS_MAX) // said before they are made
            g_array_set_size(network->pairs, NETWORK_PAIRS_MAX + 1);
        if (is_full(network))
            return false;
        add_pairs(network, members);
    }
    return true;
}

// ---------- links and nodes ----------

static int by_entry(gconstpointer a, gconstpointer b) {
    const Entry *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

// The rows of entries; without those that only tell where it comes from.
static guint collect_rows(const GArray *entries, guint start, guint count, bool with_extra,
                          guint *rows) {
    guint used = 0;
    for (guint i = start; i < start + count; i++) {
        const Entry *entry = &g_array_index(entries, Entry, i);
        if (with_extra || !entry->extra)
            rows[used++] = entry->row;
    }
    return used;
}

static void make_links(Network *network) {
    GArray *pairs = network->pairs;
    g_array_sort(pairs, by_entry);
    g_autofree guint *rows = g_new(guint, pairs->len + 1);
    double least = js_number(network->run->spec, "minWeight", 0);
    for (guint i = 0, next; i < pairs->len; i = next) {
        guint64 key = g_array_index(pairs, Entry, i).key;
        for (next = i; next < pairs->len && g_array_index(pairs, Entry, next).key == key;)
            next++;
        guint count = collect_rows(pairs, i, next - i, false, rows);
        Link link = {(guint)(key >> 32),
                     (guint)key,
                     i,
                     next - i,
                     graph_weight(network->run, rows, count),
                     false};
        if (link.weight > 0 && link.weight >= least)
            g_array_append_val(network->links, link);
    }
}

static void make_nodes(Network *network) {
    network->nodes = g_new0(Node, network->names->len + 1);
    GArray *members = network->members;
    g_array_sort(members, by_entry);
    for (guint i = 0; i < network->names->len; i++)
        network->nodes[i].name = g_ptr_array_index(network->names, i);
    for (guint i = 0; i < members->len; i++) {
        Node *node = &network->nodes[g_array_index(members, Entry, i).key];
        if (node->count++ == 0)
            node->start = i;
    }
    for (guint i = 0; i < network->links->len; i++) {
        const Link *link = &g_array_index(network->links, Link, i);
        Node *ends[] = {&network->nodes[link->a], &network->nodes[link->b]};
        for (guint e = 0; e < 2; e++) {
            ends[e]->degree++;
            ends[e]->weight += link->weight;
        }
    }
}

// ---------- what is kept ----------

static gint by_rank(gconstpointer a, gconstpointer b, gpointer data) {
    const Node *x = &((const Node *)data)[*(const guint *)a];
    const Node *y = &((const Node *)data)[*(const guint *)b];
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    if (x->degree != y->degree)
        return x->degree > y->degree ? -1 : 1;
    return text_compare(x->name, y->name);
}

static void keep_nodes(Network *network) {
    guint count = network->names->len, linked = 0;
    guint most = (guint)js_number(network->run->spec, "maxNodes", NETWORK_NODES_MAX);
    network->order = g_new(guint, count + 1);
    for (guint i = 0; i < count; i++)
        network->order[i] = i;
    g_qsort_with_data(network->order, (gint)count, sizeof(guint), by_rank, network->nodes);
    for (guint i = 0; i < count; i++) {
        Node *node = &network->nodes[network->order[i]];
        node->rank = i;
        node->kept = i < most && node->degree > 0;
        linked += node->degree > 0;
    }
    network->run->unit->counts->nodes += linked;
    network->run->unit->counts->nodes_left += linked > most ? linked - most : 0;
}

typedef struct {
    const Link *link;
    const Node *nodes;
} LinkRank;

// Heavy ones first, then by the ranks of their ends.
static int by_weight(gconstpointer a, gconstpointer b) {
    const LinkRank *x = a, *y = b;
    if (x->link->weight != y->link->weight)
        return x->link->weight > y->link->weight ? -1 : 1;
    guint x1 = x->nodes[x->link->a].rank, x2 = x->nodes[x->link->b].rank;
    guint y1 = y->nodes[y->link->a].rank, y2 = y->nodes[y->link->b].rank;
    if (MIN(x1, x2) != MIN(y1, y2))
        return MIN(x1, x2) < MIN(y1, y2) ? -1 : 1;
    return MAX(x1, x2) < MAX(y1, y2) ? -1 : MAX(x1, x2) > MAX(y1, y2);
}

static guint keep_link(Network *network, const LinkRank *ranked, bool *has_link) {
    Link *link = &g_array_index(network->links, Link,
                                ranked->link - (const Link *)(const void *)network->links->data);
    has_link[link->a] = has_link[link->b] = true;
    link->kept = true;
    return 1;
}

// The candidates between kept nodes, heavy first.
static guint rank_links(Network *network, LinkRank *ranked) {
    guint count = 0;
    for (guint i = 0; i < network->links->len; i++) {
        const Link *link = &g_array_index(network->links, Link, i);
        if (network->nodes[link->a].kept && network->nodes[link->b].kept)
            ranked[count++] = (LinkRank){link, network->nodes};
    }
    qsort(ranked, count, sizeof(LinkRank), by_weight);
    return count;
}

static void keep_links(Network *network, LinkRank *ranked, guint count) {
    guint most = (guint)js_number(network->run->spec, "maxLinks", NETWORK_LINKS_MAX), kept = 0;
    g_autofree bool *has_link = g_new0(bool, network->names->len + 1);
    for (guint i = 0; i < count && kept < most; i++)
        if (!has_link[ranked[i].link->a] || !has_link[ranked[i].link->b])
            kept += keep_link(network, &ranked[i], has_link);
    for (guint i = 0; i < count && kept < most; i++)
        if (!ranked[i].link->kept)
            kept += keep_link(network, &ranked[i], has_link);
    for (guint i = 0; i < network->names->len; i++)
        network->nodes[i].kept &= has_link[i];
    network->run->unit->counts->links += network->links->len;
    network->run->unit->counts->links_left += network->links->len - kept;
}

// ---------- tables ----------

static void network_columns(const GraphRun *run, GPtrArray *names) {
    bool links = js_equals(json_object_get(run->spec, "part"), "links");
    g_ptr_array_add(names, links ? GRAPH_SOURCE : GRAPH_NAME);
    g_ptr_array_add(names, links ? GRAPH_TARGET : GRAPH_DEGREE);
    g_ptr_array_add(names, GRAPH_WEIGHT);
    graph_add_lists(run, names);
}

static void write_link(const Network *network, const Link *link, guint *rows, Value *values) {
    const GraphRun *run = network->run;
    const Node *a = &network->nodes[link->a], *b = &network->nodes[link->b];
    bool swapped = a->rank > b->rank;
    values[0] = value_string(swapped ? b->name : a->name);
    values[1] = value_string(swapped ? a->name : b->name);
    values[2] = value_number(link->weight);
    guint count = collect_rows(network->pairs, link->start, link->count, false, rows);
    graph_list_values(run, rows, count, values + 3);
    count = collect_rows(network->pairs, link->start, link->count, true, rows);
    graph_add_row(run, values, lineage_of_rows(run->chart->arena, run->table, rows, count));
}

static void write_node(const Network *network, const Node *node, guint *rows, Value *values) {
    const GraphRun *run = network->run;
    values[0] = value_string(node->name);
    values[1] = value_number(node->degree);
    values[2] = value_number(node->weight);
    guint count = collect_rows(network->members, node->start, node->count, false, rows);
    graph_list_values(run, rows, count, values + 3);
    count = collect_rows(network->members, node->start, node->count, true, rows);
    graph_add_row(run, values, lineage_of_rows(run->chart->arena, run->table, rows, count));
}

static void write_rows(const Network *network, const LinkRank *ranked, guint count) {
    g_autofree guint *rows = g_new(guint, MAX(network->pairs->len, network->members->len) + 1);
    g_autofree Value *values = g_new0(Value, network->run->column_count + 1);
    if (js_equals(json_object_get(network->run->spec, "part"), "links")) {
        for (guint i = 0; i < count; i++)
            if (ranked[i].link->kept)
                write_link(network, ranked[i].link, rows, values);
        return;
    }
    for (guint i = 0; i < network->names->len; i++)
        if (network->nodes[network->order[i]].kept)
            write_node(network, &network->nodes[network->order[i]], rows, values);
}

static bool network_rows(GraphRun *run) {
    Network network = {.run = run,
                       .names = g_ptr_array_new(),
                       .by_name = g_hash_table_new(g_str_hash, g_str_equal),
                       .pairs = g_array_new(FALSE, FALSE, sizeof(Entry)),
                       .members = g_array_new(FALSE, FALSE, sizeof(Entry)),
                       .links = g_array_new(FALSE, FALSE, sizeof(Link))};
    bool good = js_has(run->spec, "node") ? read_memberships(&network) : read_links(&network);
    if (good) {
        make_links(&network);
        make_nodes(&network);
        keep_nodes(&network);
        g_autofree LinkRank *ranked = g_new(LinkRank, network.links->len + 1);
        guint count = rank_links(&network, ranked);
        keep_links(&network, ranked, count);
        write_rows(&network, ranked, count);
    }
    g_ptr_array_unref(network.names);
    g_hash_table_unref(network.by_name);
    g_array_unref(network.pairs);
    g_array_unref(network.members);
    g_array_unref(network.links);
    g_free(network.nodes);
    g_free(network.order);
    return good;
}

const GraphKind NETWORK_GRAPH = {network_columns, network_rows};
