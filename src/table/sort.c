// Sorting row indices by fields. A column of plain numbers compares fast because values carry their
// type; ties fall back to the row's index, so any sort is stable.
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

static int compare_rows(gconstpointer a, gconstpointer b, gpointer data) {
    guint left = *(const guint *)a, right = *(const guint *)b;
    int order = sorter_compare(data, left, right);
    return order != 0 ? order : (left > right) - (left < right);
}

void sorter_sort(const Sorter *sorter, guint *rows, guint count) {
    if (sorter->count && count > 1)
        g_qsort_with_data(rows, (int)count, sizeof *rows, compare_rows, (gpointer)sorter);
}
