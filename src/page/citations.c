// Evidence as an index from fact to source numbers. The rows of any dataset know their facts, so a
// sum over a hundred partnerships can name the sources of all of them.
#include "page/citations.h"

#include <string.h>

struct Citations {
    GHashTable *numbers; // source id to number
    GHashTable *facts;   // fact to GArray of guint
};

static void free_numbers(void *data) {
    g_array_unref(data);
}

static void add_sources(Citations *citations, const Table *table) {
    for (guint row = 0; table && row < table->row_count; row++) {
        Value id = table_value(table, "id", row);
        double number = value_to_number(table_value(table, "number", row));
        if (id.type == VALUE_STRING && number >= 1 && number < G_MAXUINT)
            g_hash_table_insert(citations->numbers, (gpointer)id.as.string,
                                GUINT_TO_POINTER((guint)number));
    }
}

static void add_fact(Citations *citations, guint32 fact, guint number) {
    GArray *numbers = g_hash_table_lookup(citations->facts, GUINT_TO_POINTER(fact));
    if (!numbers) {
        numbers = g_array_new(FALSE, FALSE, sizeof(guint));
        g_hash_table_insert(citations->facts, GUINT_TO_POINTER(fact), numbers);
    }
    for (guint i = 0; i < numbers->len; i++)
        if (g_array_index(numbers, guint, i) == number)
            return;
    g_array_append_val(numbers, number);
}

guint citations_number(const Citations *citations, const char *source) {
    return GPOINTER_TO_UINT(g_hash_table_lookup(citations->numbers, source));
}

static void add_evidence(Citations *citations, const Table *table) {
    for (guint row = 0; table && table->lineage && row < table->row_count; row++) {
        Value source = table_value(table, "source", row);
        guint number =
            source.type == VALUE_STRING ? citations_number(citations, source.as.string) : 0;
        const Lineage *lineage = table->lineage[row];
        for (guint i = 0; number && lineage && i < lineage->count; i++)
            add_fact(citations, lineage->ids[i], number);
    }
}

Citations *citations_new(Arena *arena, Store *store, Diags *diags) {
    Citations *citations = g_new0(Citations, 1);
    citations->numbers = g_hash_table_new(g_str_hash, g_str_equal);
    citations->facts = g_hash_table_new_full(NULL, NULL, NULL, free_numbers);
    if (!store)
        return citations;
    add_sources(citations, store_dataset(store, arena, "sources", diags));
    add_evidence(citations, store_dataset(store, arena, "evidence", diags));
    return citations;
}

void citations_free(Citations *citations) {
    if (!citations)
        return;
    g_hash_table_unref(citations->numbers);
    g_hash_table_unref(citations->facts);
    g_free(citations);
}

int citations_compare(const void *a, const void *b) {
    guint left = *(const guint *)a, right = *(const guint *)b;
    return (left > right) - (left < right);
}

const guint *citations_of_row(Citations *citations, Arena *arena, const Table *table, guint row,
                              guint *count) {
    const Lineage *lineage = table->lineage ? table->lineage[row] : NULL;
    *count = 0;
    if (!lineage)
        return NULL;
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < lineage->count; i++) {
        const GArray *of_fact =
            g_hash_table_lookup(citations->facts, GUINT_TO_POINTER(lineage->ids[i]));
        if (of_fact)
            g_array_append_vals(all, of_fact->data, of_fact->len);
    }
    g_array_sort(all, citations_compare);
    guint *numbers = arena_array(arena, guint, all->len);
    for (guint i = 0; i < all->len; i++) {
        guint number = g_array_index(all, guint, i);
        if (*count == 0 || numbers[*count - 1] != number)
            numbers[(*count)++] = number;
    }
    return numbers;
}
