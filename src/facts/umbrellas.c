// A walk from part to whole, depth first, with a stack of its own: a whole that is met while the
// walk from it still goes on closes a round. Money is added up from part to whole, for each
// currency and basis. All is linear in the number of parts.
#include "facts/umbrellas.h"

#include "base/arena.h"
#include "base/text_hash.h"

#include <string.h>

enum { ROUND_SHOWN = 6 }; // records

typedef enum { NEW, OPEN, DONE } NodeState;

// Of one currency on one basis.
typedef struct {
    const char *currency, *basis;
    Decimal own, of_parts;
} NodeMoney;

typedef struct {
    const char *id;
    RecordSite site; // its file's name is not copied
    bool is_umbrella;
    guint count, next;
    const char **wholes;
    NodeState state;
    GArray *money; // of NodeMoney; of the arena
} Node;

struct Umbrellas {
    Arena *arena;
    GHashTable *by_id; // ids of records that were merged too
    GPtrArray *nodes;  // Node *, in the order of reading: only umbrellas and parts
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

// --- money ---

static void free_array(void *array) {
    g_array_unref(array);
}

static NodeMoney *money_of(Umbrellas *umbrellas, Node *node, const Amount *amount) {
    for (guint i = 0; i < node->money->len; i++) {
        NodeMoney *known = &g_array_index(node->money, NodeMoney, i);
        if (strcmp(known->currency, amount->currency) == 0 &&
            g_strcmp0(known->basis, amount->basis) == 0)
            return known;
    }
    NodeMoney fresh = {.currency = arena_strdup(umbrellas->arena, amount->currency),
                       .basis = arena_strdup(umbrellas->arena, amount->basis)};
    g_array_append_val(node->money, fresh);
    return &g_array_index(node->money, NodeMoney, node->money->len - 1);
}

// A sum with too many digits stays what it was: the store refuses it.
static void add_to(Decimal *sum, Decimal more) {
    Decimal both;
    if (decimal_add(*sum, more, &both))
        *sum = both;
}

static void note_money(Umbrellas *umbrellas, Node *node, const Partnership *partnership) {
    node->money = g_array_new(FALSE, FALSE, sizeof(NodeMoney));
    arena_own(umbrellas->arena, node->money, free_array);
    for (guint i = 0; i < partnership->amount_count; i++)
        if (partnership->amounts[i].currency)
            add_to(&money_of(umbrellas, node, &partnership->amounts[i])->own,
                   partnership->amounts[i].value);
}

// --- records ---

void umbrellas_note(Umbrellas *umbrellas, const Partnership *partnership, const RecordSite *site) {
    Arena *arena = umbrellas->arena;
    if (partnership->part_of_count == 0 && !partnership->umbrella)
        return;
    Node *node = arena_new0(arena, Node);
    *node = (Node){.id = arena_strdup(arena, partnership->id),
                   .site = *site,
                   .is_umbrella = partnership->umbrella,
                   .count = partnership->part_of_count,
                   .wholes = arena_array(arena, const char *, partnership->part_of_count)};
    for (guint i = 0; i < node->count; i++)
        node->wholes[i] = arena_strdup(arena, partnership->part_of[i]);
    note_money(umbrellas, node, partnership);
    g_ptr_array_add(umbrellas->nodes, node);
    for (guint i = 0; i < partnership->merged_count; i++)
        g_hash_table_insert(umbrellas->by_id, arena_strdup(arena, partnership->merged[i].id), node);
    g_hash_table_insert(umbrellas->by_id, (gpointer)node->id, node);
}

// --- rounds ---

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

// --- wholes ---

static Node *umbrella_at(const Umbrellas *umbrellas, const char *id) {
    Node *node = g_hash_table_lookup(umbrellas->by_id, id);
    return node && node->is_umbrella ? node : NULL;
}

typedef struct {
    const char *whole;
    const Node *first;
    guint count;
} Plain;

static void note_plain(GHashTable *index, GArray *list, const char *whole, const Node *part) {
    guint at = GPOINTER_TO_UINT(g_hash_table_lookup(index, whole));
    if (at == 0) {
        const Plain fresh = {whole, part, 0};
        g_array_append_val(list, fresh);
        at = list->len;
        g_hash_table_insert(index, (gpointer)whole, GUINT_TO_POINTER(at));
    }
    g_array_index(list, Plain, at - 1).count++;
}

void umbrellas_each_plain(const Umbrellas *umbrellas, UmbrellaPlain *call, void *data) {
    g_autoptr(GHashTable) index = g_hash_table_new(text_hash, g_str_equal);
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(Plain));
    for (guint i = 0; i < umbrellas->nodes->len; i++) {
        const Node *part = g_ptr_array_index(umbrellas->nodes, i);
        for (guint w = 0; w < part->count; w++)
            if (!umbrella_at(umbrellas, part->wholes[w]) && strcmp(part->wholes[w], part->id) != 0)
                note_plain(index, list, part->wholes[w], part);
    }
    for (guint i = 0; i < list->len; i++) {
        const Plain *plain = &g_array_index(list, Plain, i);
        call(data, plain->whole, plain->count, plain->first->id, &plain->first->site);
    }
}

// To what the umbrella has in the same currency on the same basis.
static void add_part(Node *whole, const Node *part) {
    for (guint i = 0; i < whole->money->len; i++)
        for (guint n = 0; n < part->money->len; n++) {
            NodeMoney *own = &g_array_index(whole->money, NodeMoney, i);
            const NodeMoney *more = &g_array_index(part->money, NodeMoney, n);
            if (strcmp(own->currency, more->currency) == 0 &&
                g_strcmp0(own->basis, more->basis) == 0)
                add_to(&own->of_parts, more->own);
        }
}

static void tell_excess(const Node *node, UmbrellaExceeded *call, void *data) {
    for (guint i = 0; i < node->money->len; i++) {
        const NodeMoney *money = &g_array_index(node->money, NodeMoney, i);
        if (decimal_compare(money->of_parts, money->own) > 0)
            call(data, &(UmbrellaExcess){node->id, money->currency, money->basis, money->own,
                                         money->of_parts, node->site});
    }
}

void umbrellas_each_excess(const Umbrellas *umbrellas, UmbrellaExceeded *call, void *data) {
    for (guint i = 0; i < umbrellas->nodes->len; i++) {
        const Node *part = g_ptr_array_index(umbrellas->nodes, i);
        Node *whole = part->count == 1 ? umbrella_at(umbrellas, part->wholes[0]) : NULL;
        if (whole && whole != part)
            add_part(whole, part);
    }
    for (guint i = 0; i < umbrellas->nodes->len; i++)
        tell_excess(g_ptr_array_index(umbrellas->nodes, i), call, data);
}
