// Facts whose evidence was looked up in the captured texts and not found. They are not in key
// figures unless the layout says so; what cannot be taken apart, rows over several facts, is
// counted and said.
#include "page/scope_verified.h"

#include "page/scope_private.h"

static const Lineage *find_unverified(Scope *root) {
    static const char sql[] = "SELECT id, fact FROM partnerships WHERE verified = 0";
    Arena *arena = scope_arena(root);
    const Table *table =
        store_query(scope_store(root), arena, sql, NULL, 0, NULL, scope_diags(root));
    if (!table || table->row_count == 0 || !table->lineage)
        return NULL;
    guint *rows = arena_array(arena, guint, table->row_count);
    for (guint i = 0; i < table->row_count; i++)
        rows[i] = i;
    return lineage_of_rows(arena, table, rows, table->row_count);
}

const Lineage *scope_unverified(Scope *scope) {
    Scope *root = scope_root(scope);
    if (!root->is_unverified_known && scope_store(root))
        root->unverified = find_unverified(root);
    root->is_unverified_known = true;
    return root->unverified;
}

static bool holds(const Lineage *lineage, guint32 fact) {
    guint low = 0, high = lineage->count;
    while (low < high) {
        guint middle = (low + high) / 2;
        if (lineage->ids[middle] < fact)
            low = middle + 1;
        else
            high = middle;
    }
    return low < lineage->count && lineage->ids[low] == fact;
}

void scope_add_unverified(Scope *scope, const Lineage *lineage, GHashTable *facts) {
    const Lineage *unverified = scope_unverified(scope);
    for (guint i = 0; unverified && lineage && i < lineage->count; i++)
        if (holds(unverified, lineage->ids[i]))
            g_hash_table_add(facts, GUINT_TO_POINTER(lineage->ids[i]));
}

const Table *scope_verified_rows(Scope *scope, const Table *table, GHashTable *left_out) {
    const Lineage *unverified = scope_unverified(scope);
    if (!unverified || !table->lineage || scope->options->counts_unverified)
        return table;
    g_autofree guint *rows = g_new(guint, table->row_count + 1);
    guint count = 0;
    for (guint i = 0; i < table->row_count; i++) {
        const Lineage *lineage = table->lineage[i];
        if (!lineage || lineage->count != 1 || !holds(unverified, lineage->ids[0]))
            rows[count++] = i;
        else if (left_out)
            g_hash_table_add(left_out, GUINT_TO_POINTER(lineage->ids[0]));
    }
    return count == table->row_count ? table : table_pick(scope_arena(scope), table, rows, count);
}
