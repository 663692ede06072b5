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
    GPtrArray *lists;  // JsonDoc
    guint group_count;
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
    plan->lists = g_ptr_array_new_with_free_func(free_list);
    return plan;
}

void merge_plan_free(MergePlan *plan) {
    if (!plan)
        return;
    g_hash_table_destroy(plan->by_id);
    g_array_unref(plan->nodes);
    g_array_unref(plan->pairs);
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

static void join(MergePlan *plan, const Pair *pair) {
    guint a = find_root(plan, enter(plan, pair->a, pair->rule, pair->score));
    guint b = find_root(plan, enter(plan, pair->b, pair->rule, pair->score));
    if (a == b)
        return;
    bool a_is_larger = node_at(plan, a)->size >= node_at(plan, b)->size;
    guint root = a_is_larger ? a : b, leaf = a_is_larger ? b : a;
    node_at(plan, leaf)->parent = root;
    node_at(plan, root)->size += node_at(plan, leaf)->size;
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
                 "the pair names \"%s\", which is not here; nothing is merged by it", id);
}

void merge_plan_forget_unknown(MergePlan *plan, bool (*has)(const void *data, const char *id),
                               const void *data) {
    guint kept = 0;
    if (plan->is_settled)
        return;
    for (guint i = 0; i < plan->pairs->len; i++) {
        Pair pair = g_array_index(plan->pairs, Pair, i);
        bool has_a = has(data, pair.a), has_b = has(data, pair.b);
        if (has_a && has_b)
            g_array_index(plan->pairs, Pair, kept++) = pair;
        if (pair.node && !has_a)
            report_unknown(plan, pair.node, 0, pair.a);
        if (pair.node && !has_b)
            report_unknown(plan, pair.node, 1, pair.b);
    }
    g_array_set_size(plan->pairs, kept);
}

// --- a list of pairs ---

static void add_listed(MergePlan *plan, const JsonNode *ids, const char *a, const char *b) {
    guint before = plan->pairs->len;
    add_pair(plan, a, b, MERGE_LIST, 0);
    if (plan->pairs->len > before)
        g_array_index(plan->pairs, Pair, before).node = ids;
}

static void read_pair(MergePlan *plan, const JsonNode *node) {
    Diags *diags = plan->diags;
    Reader reader;
    if (!reader_begin(&reader, diags, node, "pair"))
        return;
    const JsonNode *ids = reader_require(&reader, "ids");
    const char *a, *b;
    if (ids && (!json_is_array(ids->json) || json_node_size(ids) != 2))
        json_error(diags, ids, DIAG_WRONG_TYPE, NULL, "\"ids\" is %s, expected two ids",
                   json_is_array(ids->json) ? "another list" : json_type_name(ids->json));
    else if (ids && json_read_string(diags, json_node_item(ids, 0), "id", &a) &&
             json_read_string(diags, json_node_item(ids, 1), "id", &b))
        add_listed(plan, ids, a, b);
    reader_ignore(&reader, "score");
    reader_ignore(&reader, "reason");
    reader_ignore(&reader, "titles");
    reader_end(&reader);
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
    const JsonNode *pairs =
        reader_require(&reader, "pairs") ? reader_array(&reader, "pairs") : NULL;
    for (size_t i = 0; pairs && i < json_node_size(pairs); i++)
        read_pair(plan, json_node_item(pairs, i));
    reader_end(&reader);
    return diags_errors(diags) == errors_before;
}

// --- groups ---

bool merge_plan_settle(MergePlan *plan) {
    for (guint i = 0; i < plan->pairs->len; i++)
        join(plan, &g_array_index(plan->pairs, Pair, i));
    g_array_set_size(plan->pairs, 0);
    for (guint i = 0; i < plan->nodes->len; i++)
        if (node_at(plan, i)->parent == i)
            node_at(plan, i)->group = plan->group_count++;
    plan->is_settled = plan->group_count > 0;
    return plan->is_settled;
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

void merge_plan_report(const MergePlan *plan) {
    const MergeCounts *counts = &plan->counts;
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
