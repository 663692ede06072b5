// Lineage: which facts a row stands for. Ids are kept ascending without doubles; the union of many
// rows is collected first and sorted once, so that grouping stays near linear.
#include "table/table.h"

#include <string.h>

const Lineage *lineage_of(Arena *arena, guint32 fact) {
    Lineage *lineage = arena_new0(arena, Lineage);
    lineage->ids = arena_memdup(arena, &fact, sizeof fact);
    lineage->count = 1;
    return lineage;
}

static int compare_ids(gconstpointer a, gconstpointer b) {
    guint32 left = *(const guint32 *)a, right = *(const guint32 *)b;
    return (left > right) - (left < right);
}

static const Lineage *from_sorted(Arena *arena, const guint32 *ids, guint count) {
    guint32 *unique = arena_array(arena, guint32, count);
    guint used = 0;
    for (guint i = 0; i < count; i++)
        if (i == 0 || ids[i] != ids[i - 1])
            unique[used++] = ids[i];
    Lineage *lineage = arena_new0(arena, Lineage);
    *lineage = (Lineage){used, unique};
    return lineage;
}

static bool is_ascending(const GArray *ids) {
    for (guint i = 1; i < ids->len; i++)
        if (g_array_index(ids, guint32, i - 1) > g_array_index(ids, guint32, i))
            return false;
    return true;
}

static const Lineage *from_collected(Arena *arena, GArray *ids) {
    if (!is_ascending(ids))
        g_array_sort(ids, compare_ids);
    return from_sorted(arena, (const guint32 *)(const void *)ids->data, ids->len);
}

const Lineage *lineage_union(Arena *arena, const Lineage *a, const Lineage *b) {
    if (!a || !b || a == b)
        return a ? a : b;
    g_autoptr(GArray) ids = g_array_sized_new(FALSE, FALSE, sizeof(guint32), a->count + b->count);
    g_array_append_vals(ids, a->ids, a->count);
    g_array_append_vals(ids, b->ids, b->count);
    return from_collected(arena, ids);
}

const Lineage *lineage_of_rows(Arena *arena, const Table *table, const guint *rows, guint count) {
    const Lineage *only = NULL;
    guint with_lineage = 0;
    if (!table->lineage)
        return NULL;
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint i = 0; i < count; i++) {
        const Lineage *lineage = table->lineage[rows[i]];
        if (!lineage || lineage == only)
            continue;
        only = lineage;
        with_lineage++;
        g_array_append_vals(ids, lineage->ids, lineage->count);
    }
    return with_lineage > 1 ? from_collected(arena, ids) : only;
}
