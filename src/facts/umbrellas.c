// A walk from part to whole, depth first, with a stack of its own: a whole that is met while the
// walk from it still goes on closes a round. Linear in the number of parts.
#include "facts/umbrellas.h"

#include "base/arena.h"
#include "base/text_hash.h"

enum { ROUND_SHOWN = 6 }; // records

typedef enum { NEW, OPEN, DONE } NodeState;

typedef struct {
    const char *id;
    RecordSite site; // its file's name is not copied
    guint count, next;
    const char **wholes;
    NodeState state;
} Node;

struct Umbrellas {
    Arena *arena;
    GHashTable *by_id;
    GPtrArray *nodes; // Node *, in the order of reading: only records that are parts
};

Umbrellas *umbrellas_new(void) {
    Umbrellas *umbrellas = g_new0(Umbrellas, 1);
    umbrellas->arena = arena_new();
    umbrellas->by_id = g_hash_table_new(text_hash, g_str_equal);
    umbrellas->nodes = g_ptr_array_new();
    return umbrellas;
}

void umbrellas_free(Umbrellas *umbrellas) {
    g_ptr_array_unref(umbrellas->nodes);
    g_hash_table_destroy(umbrellas->by_id);
    arena_free(umbrellas->arena);
    g_free(umbrellas);
}

void umbrellas_note(Umbrellas *umbrellas, const Partnership *partnership, const RecordSite *site) {
    Arena *arena = umbrellas->arena;
    if (partnership->part_of_count == 0)
        return;
    Node *node = arena_new0(arena, Node);
    *node = (Node){.id = arena_strdup(arena, partnership->id),
                   .site = *site,
                   .count = partnership->part_of_count,
                   .wholes = arena_array(arena, const char *, partnership->part_of_count)};
    for (guint i = 0; i < node->count; i++)
        node->wholes[i] = arena_strdup(arena, partnership->part_of[i]);
    g_ptr_array_add(umbrellas->nodes, node);
    g_hash_table_insert(umbrellas->by_id, (gpointer)node->id, node);
}

// The stack from that node on, and the node again.
static void tell_round(const GPtrArray *stack, const Node *from, UmbrellaRound *call, void *data) {
    guint first = 0, shown = 0;
    while (g_ptr_array_index(stack, first) != from)
        first++;
    g_autoptr(GString) round = g_string_new(NULL);
    for (guint i = first; i < stack->len && shown < ROUND_SHOWN; i++, shown++)
        g_string_append_printf(round, "\"%s\", ", ((const Node *)g_ptr_array_index(stack, i))->id);
    if (shown < stack->len - first)
        g_string_append(round, "... ");
    g_string_append_printf(round, "\"%s\"", from->id);
    call(data, round->str, stack->len - first, &from->site);
}

static void walk(const Umbrellas *umbrellas, Node *start, UmbrellaRound *call, void *data) {
    g_autoptr(GPtrArray) stack = g_ptr_array_new();
    start->state = OPEN;
    g_ptr_array_add(stack, start);
    while (stack->len) {
        Node *node = g_ptr_array_index(stack, stack->len - 1);
        if (node->next == node->count) {
            node->state = DONE;
            g_ptr_array_set_size(stack, (int)stack->len - 1);
            continue;
        }
        Node *whole = g_hash_table_lookup(umbrellas->by_id, node->wholes[node->next++]);
        if (whole && whole->state == OPEN) {
            tell_round(stack, whole, call, data);
        } else if (whole && whole->state == NEW) {
            whole->state = OPEN;
            g_ptr_array_add(stack, whole);
        }
    }
}

void umbrellas_each_round(Umbrellas *umbrellas, UmbrellaRound *call, void *data) {
    for (guint i = 0; i < umbrellas->nodes->len; i++) {
        Node *node = g_ptr_array_index(umbrellas->nodes, i);
        if (node->state == NEW)
            walk(umbrellas, node, call, data);
    }
}
