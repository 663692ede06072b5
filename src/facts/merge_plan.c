// Groups are found by union and find (Galler and Fischer 1964; paths are halved and the smaller
// tree hangs below the larger, so that chains and cycles cost no more than pairs). A node is an id
// that comes again or that a pair names; ids of records that stand alone are nowhere here.
#include "facts/merge_plan.h"

#include "base/text_hash.h"

#include <string.h>

typedef struct {
    const char *id;
    guint parent, size; // size: of the tree below a root
    guint group;        // of a root, once settled
    GArray *apart;      // of a root: numbers of nodes that may not be below it; or NULL
    MergeRule rule;
    double score;
} Node;

// Named before it is known whether both records are there.
typedef struct {
    const char *a, *b;
    MergeRule rule;
    double score;
    const JsonNode *node; // of a list: its two ids; else NULL
} Pair;

struct MergePlan {
    Diags *diags;
    Arena *arena;
    bool within_files, is_settled;
    GHashTable *by_id; // id -> number of the node from 1
    GArray *nodes;     // Node
    GArray *pairs;     // Pair
    GArray *apart;     // Pair: that are never to be merged, of lists
    GPtrArray *lists;  // JsonDoc
    guint group_count;
    guint64 kept_apart; // pairs that would have been merged
    MergeCounts counts;
};

const char *merge_rule_name(MergeRule rule) {
    static const char *const names[] = {[MERGE_FIRST] = "first",
                                        [MERGE_ID] = "id",
                                        [MERGE_SAME_AS] = "same_as",
                                        [MERGE_LIST] = "list",
                                        [MERGE_SIMILAR] = "similar"};
    return names[rule];
}

static void free_list(void *doc) {
    json_doc_free(doc);
}

MergePlan *merge_plan_new(Diags *diags, bool within_files) {
    MergePlan *plan = g_new0(MergePlan, 1);
    plan->diags = diags;
    plan->arena = arena_new();
    plan->within_files = within_files;
    plan->by_id = g_hash_table_new(text_hash, g_str_equal);
    plan->nodes = g_array_new(FALSE, FALSE, sizeof(Node));
    plan->pairs = g_array_new(FALSE, FALSE, sizeof(Pair));
    plan->apart = g_array_new(FALSE, FALSE, sizeof(Pair));
    plan->lists = g_ptr_array_new_with_free_func(free_list);
    return plan;
}

void merge_plan_free(MergePlan *plan) {
    if (!plan)
        return;
    g_hash_table_destroy(plan->by_id);
    for (guint i = 0; i < plan->nodes->len; i++)
        g_clear_pointer(&g_array_index(plan->nodes, Node, i).apart, g_array_unref);
    g_array_unref(plan->nodes);
    g_array_unref(plan->pairs);
    g_array_unref(plan->apart);
    g_ptr_array_unref(plan->lists);
    arena_free(plan->arena);
    g_free(plan);
}

// --- nodes ---

static Node *node_at(const MergePlan *plan, guint index) {
    return &g_array_index(plan->nodes, Node, index);
}

static guint find_root(const MergePlan *plan, guint index) {
    while (node_at(plan, index)->parent != index) {
        Node *node = node_at(plan, index);
        node->parent = node_at(plan, node->parent)->parent;
        index = node->parent;
    }
    return index;
}

// The number of the node of an id, which is made when there is none.
static guint enter(MergePlan *plan, const char *id, MergeRule rule, double score) {
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(plan->by_id, id));
    if (number)
        return number - 1;
    guint index = plan->nodes->len;
    Node node = {.id = arena_strdup(plan->arena, id),
                 .parent = index,
                 .size = 1,
                 .rule = rule,
                 .score = score};
    g_array_append_val(plan->nodes, node);
    g_hash_table_insert(plan->by_id, (gpointer)node.id, GUINT_TO_POINTER(index + 1));
    return index;
}

// Whether a list keeps something below one root from something below the other: each root knows
// whom its own are kept from, and the shorter of both lists is looked through.
static bool are_apart(const MergePlan *plan, guint a, guint b) {
    const GArray *of_a = node_at(plan, a)->apart, *of_b = node_at(plan, b)->apart;
    if (!of_a || !of_b)
        return false;
    bool a_is_shorter = of_a->len <= of_b->len;
    const GArray *shorter = a_is_shorter ? of_a : of_b;
    for (guint i = 0; i < shorter->len; i++)
        if (find_root(plan, g_array_index(shorter, guint, i)) == (a_is_shorter ? b : a))
            return true;
    return false;
}

static void keep_from(MergePlan *plan, guint index, guint other) {
    Node *node = node_at(plan, index);
    if (!node->apart)
        node->apart = g_array_new(FALSE, FALSE, sizeof(guint));
    g_array_append_val(node->apart, other);
}

static void inherit_apart(Node *root, Node *leaf) {
    if (root->apart && leaf->apart) {
        g_array_append_vals(root->apart, leaf->apart->data, leaf->apart->len);
        g_clear_pointer(&leaf->apart, g_array_unref);
    } else if (leaf->apart) {
        root->apart = g_steal_pointer(&leaf->apart);
    }
}

static void join(MergePlan *plan, const Pair *pair) {
    guint a = find_root(plan, enter(plan, pair->a, pair->rule, pair->score));
    guint b = find_root(plan, enter(plan, pair->b, pair->rule, pair->score));
    if (a == b)
        return;
    if (are_apart(plan, a, b)) {
        plan->kept_apart++;
        return;
    }
    bool a_is_larger = node_at(plan, a)->size >= node_at(plan, b)->size;
    guint root = a_is_larger ? a : b, leaf = a_is_larger ? b : a;
    node_at(plan, leaf)->parent = root;
    node_at(plan, root)->size += node_at(plan, leaf)->size;
    inherit_apart(node_at(plan, root), node_at(plan, leaf));
}

// Before any pair is joined.
static void enter_apart(MergePlan *plan) {
    for (guint i = 0; i < plan->apart->len; i++) {
        const Pair *pair = &g_array_index(plan->apart, Pair, i);
        guint a = enter(plan, pair->a, MERGE_LIST, 0), b = enter(plan, pair->b, MERGE_LIST, 0);
        keep_from(plan, a, b);
        keep_from(plan, b, a);
    }
}

// --- the first reading ---

bool merge_plan_allows(const MergePlan *plan, bool is_same_file) {
    return plan && (!is_same_file || plan->within_files);
}

bool merge_plan_is_certain(const MergePlan *plan) {
    return !plan->is_settled && plan->nodes->len > 0;
}

void merge_plan_note_again(MergePlan *plan, const char *id) {
    if (!plan->is_settled)
        enter(plan, id, MERGE_ID, 0);
}

static void add_pair(MergePlan *plan, const char *a, const char *b, MergeRule rule, double score) {
    Pair pair = {.a = arena_strdup(plan->arena, a),
                 .b = arena_strdup(plan->arena, b),
                 .rule = rule,
                 .score = score};
    if (!plan->is_settled && strcmp(a, b) != 0)
        g_array_append_val(plan->pairs, pair);
}

void merge_plan_note_same_as(MergePlan *plan, const char *id, const char *other) {
    add_pair(plan, id, other, MERGE_SAME_AS, 0);
}

void merge_plan_add_similar(MergePlan *plan, const char *a, const char *b, double score) {
    add_pair(plan, a, b, MERGE_SIMILAR, score);
}

// An id of a list that no record has.
static void report_unknown(const MergePlan *plan, const JsonNode *ids, guint index,
                           const char *id) {
    Place place = json_node_place(json_node_item(ids, index));
    diag_warning(plan->diags, DIAG_DANGLING_ID, &place, "is it in a file that was not read?",
                 "the pair names \"%s\", which is not here; it does nothing", id);
}

typedef struct {
    bool (*has)(const void *data, const char *id);
    const void *data;
} Known;

// Whether both ids of a pair are there; of a list it is told which is not.
static bool is_known(const MergePlan *plan, const Pair *pair, const Known *known) {
    bool has_a = known->has(known->data, pair->a), has_b = known->has(known->data, pair->b);
    if (pair->node && !has_a)
        report_unknown(plan, pair->node, 0, pair->a);
    if (pair->node && !has_b)
        report_unknown(plan, pair->node, 1, pair->b);
    return has_a && has_b;
}

void merge_plan_forget_unknown(MergePlan *plan, bool (*has)(const void *data, const char *id),
                               const void *data) {
    const Known known = {has, data};
    guint kept = 0;
    if (plan->is_settled)
        return;
    for (guint i = 0; i < plan->pairs->len; i++) {
        Pair pair = g_array_index(plan->pairs, Pair, i);
        if (is_known(plan, &pair, &known))
            g_array_index(plan->pairs, Pair, kept++) = pair;
    }
    g_array_set_size(plan->pairs, kept);
    for (guint i = 0; i < plan->apart->len; i++)
        is_known(plan, &g_array_index(plan->apart, Pair, i), &known);
}

// --- a list of pairs ---

// ids: the two as they stand in the list.
static void add_listed(MergePlan *plan, GArray *pairs, const JsonNode *ids) {
    Pair pair = {.rule = MERGE_LIST, .node = ids};
    if (!json_read_string(plan->diags, json_node_item(ids, 0), "id", &pair.a) ||
        !json_read_string(plan->diags, json_node_item(ids, 1), "id", &pair.b))
        return;
    if (strcmp(pair.a, pair.b) != 0)
        g_array_append_val(pairs, pair);
    else if (pairs == plan->apart)
        json_error(plan->diags, ids, DIAG_WRONG_VALUE,
                   "records of one id are always one partnership: give one of them another id",
                   "\"not_same\" names \"%s\" twice", pair.a);
}

static void read_pair(MergePlan *plan, const JsonNode *node, GArray *pairs) {
    Reader reader;
    if (!reader_begin(&reader, plan->diags, node, "pair"))
        return;
    const JsonNode *ids = reader_require(&reader, "ids");
    if (ids && (!json_is_array(ids->json) || json_node_size(ids) != 2))
        json_error(plan->diags, ids, DIAG_WRONG_TYPE, NULL, "\"ids\" is %s, expected two ids",
                   json_is_array(ids->json) ? "another list" : json_type_name(ids->json));
    else if (ids)
        add_listed(plan, pairs, ids);
    reader_ignore(&reader, "score");
    reader_ignore(&reader, "reason");
    reader_ignore(&reader, "titles");
    reader_end(&reader);
}

static void read_pairs(MergePlan *plan, const JsonNode *array, GArray *pairs) {
    for (size_t i = 0; array && i < json_node_size(array); i++)
        read_pair(plan, json_node_item(array, i), pairs);
}

bool merge_plan_load(MergePlan *plan, const char *path) {
    Diags *diags = plan->diags;
    guint errors_before = diags_errors(diags);
    JsonDoc *doc = json_doc_load(diags, path);
    Reader reader;
    gint64 version;
    if (doc)
        g_ptr_array_add(plan->lists, doc);
    if (!doc || !reader_begin(&reader, diags, json_doc_root(doc), "list of pairs"))
        return false;
    if (reader_require(&reader, "same_as"))
        reader_integer(&reader, "same_as", 1, 1, &version);
    if (reader_require(&reader, "pairs"))
        read_pairs(plan, reader_array(&reader, "pairs"), plan->pairs);
    read_pairs(plan, reader_array(&reader, "not_same"), plan->apart);
    reader_end(&reader);
    return diags_errors(diags) == errors_before;
}

// --- groups ---

bool merge_plan_settle(MergePlan *plan) {
    if (plan->pairs->len)
        enter_apart(plan);
    for (guint i = 0; i < plan->pairs->len; i++)
        join(plan, &g_array_index(plan->pairs, Pair, i));
    g_array_set_size(plan->pairs, 0);
    for (guint i = 0; i < plan->nodes->len; i++)
        if (node_at(plan, i)->parent == i)
            node_at(plan, i)->group = plan->group_count++;
    plan->is_settled = plan->group_count > 0;
    return plan->is_settled;
}

guint merge_plan_apart_count(const MergePlan *plan) {
    return plan->apart->len;
}

void merge_plan_apart_nth(const MergePlan *plan, guint index, const char *ids[2]) {
    const Pair *pair = &g_array_index(plan->apart, Pair, index);
    ids[0] = pair->a;
    ids[1] = pair->b;
}

bool merge_plan_is_settled(const MergePlan *plan) {
    return plan && plan->is_settled;
}

bool merge_plan_find(const MergePlan *plan, const char *id, MergePlace *out) {
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(plan->by_id, id));
    if (!number)
        return false;
    const Node *node = node_at(plan, number - 1);
    *out = (MergePlace){node_at(plan, find_root(plan, number - 1))->group, node->rule, node->score};
    return true;
}

guint merge_plan_group_count(const MergePlan *plan) {
    return plan->group_count;
}

Diags *merge_plan_diags(const MergePlan *plan) {
    return plan->diags;
}

// --- what was done ---

void merge_plan_forget_counts(MergePlan *plan) {
    plan->counts = (MergeCounts){0};
}

void merge_plan_count(MergePlan *plan, guint records, guint conflicts) {
    plan->counts.records += records;
    plan->counts.partnerships++;
    plan->counts.conflicts += conflicts;
}

static void report_apart(const MergePlan *plan) {
    if (plan->kept_apart == 0)
        return;
    g_autofree char *message = g_strdup_printf(
        "%" G_GUINT64_FORMAT " pair%s of records that would be merged %s kept apart by "
        "\"not_same\" of a list",
        plan->kept_apart, plan->kept_apart == 1 ? "" : "s", plan->kept_apart == 1 ? "is" : "are");
    diag_report(plan->diags, DIAG_NOTE, DIAG_MERGED, NULL, NULL, message);
}

void merge_plan_report(const MergePlan *plan) {
    const MergeCounts *counts = &plan->counts;
    report_apart(plan);
    if (counts->partnerships == 0)
        return;
    g_autofree char *differ =
        counts->conflicts
            ? g_strdup_printf("; %" G_GUINT64_FORMAT " value%s differ%s", counts->conflicts,
                              counts->conflicts == 1 ? "" : "s", counts->conflicts == 1 ? "s" : "")
            : g_strdup("");
    g_autofree char *message = g_strdup_printf(
        "%" G_GUINT64_FORMAT " records were merged into %" G_GUINT64_FORMAT " partnership%s%s",
        counts->records, counts->partnerships, counts->partnerships == 1 ? "" : "s", differ);
    diag_report(plan->diags, DIAG_NOTE, DIAG_MERGED, NULL,
                counts->conflicts
                    ? "\"accord facts merge\" lists them, with --conflicts the values; --no-merge "
                      "leaves records as they are"
                    : "\"accord facts merge\" lists them; --no-merge leaves records as they are",
                message);
}
