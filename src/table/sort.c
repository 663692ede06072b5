// Sorting row indices by fields. The first key travels with its row; ties fall back to the other
// keys and at last to the row's index, so the order is total and any sort is stable.
#include "table/sort.h"

Sorter sorter_new(Arena *arena, const Table *table, const SortField *sort, guint count) {
    Field *fields = arena_array(arena, Field, count);
    bool *descending = arena_array(arena, bool, count);
    for (guint i = 0; i < count; i++) {
        fields[i] = field_bind(arena, table, sort[i].field);
        descending[i] = sort[i].descending;
    }
    return (Sorter){fields, descending, count};
}

int sorter_compare(const Sorter *sorter, guint row_a, guint row_b) {
    for (guint i = 0; i < sorter->count; i++) {
        int order = value_compare(field_value(&sorter->fields[i], row_a),
                                  field_value(&sorter->fields[i], row_b));
        if (order != 0)
            return sorter->descending[i] ? -order : order;
    }
    return 0;
}

// A row with its first key beside it, so that most comparisons touch nothing else.
typedef struct {
    Value key;
    guint row;
} KeyedRow;

static int compare_keyed(gconstpointer a, gconstpointer b, gpointer data) {
    const KeyedRow *left = a, *right = b;
    const Sorter *sorter = data;
    int order = value_compare(left->key, right->key);
    if (order != 0)
        return sorter->descending[0] ? -order : order;
    order = sorter->count > 1 ? sorter_compare(sorter, left->row, right->row) : 0;
    return order != 0 ? order : (left->row > right->row) - (left->row < right->row);
}

void sorter_sort(const Sorter *sorter, guint *rows, guint count) {
    if (!sorter->count || count < 2)
        return;
    g_autofree KeyedRow *keyed = g_new(KeyedRow, count);
    for (guint i = 0; i < count; i++)
        keyed[i] = (KeyedRow){field_value(&sorter->fields[0], rows[i]), rows[i]};
    g_qsort_with_data(keyed, (int)count, sizeof *keyed, compare_keyed, (gpointer)sorter);
    for (guint i = 0; i < count; i++)
        rows[i] = keyed[i].row;
}
