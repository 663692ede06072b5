// Rows by equal keys, in the order of their first appearance: the grouping below aggregate, stack,
// window, impute, pivot and the regressions. Near linear: one hash table, one counting sort.
#pragma once
#include "table/table.h"

typedef enum {
    GROUP_BY_TEXT, // as Vega's groupkey: 1 and "1" are one key, null and "null" too
    GROUP_BY_JSON  // as JSON.stringify in Vega's stack: null, undefined and NaN are one key
} GroupMode;

typedef struct {
    guint count;   // of groups
    guint *of_row; // group of a row
    guint *starts; // rows of group g are rows[starts[g]] up to rows[starts[g + 1]], ascending
    guint *rows;
} Groups;

// fields: paths; with none of them all rows are one group (no group when there are no rows).
Groups groups_make(Arena *arena, const Table *table, const char *const *fields, guint field_count,
                   GroupMode mode);
static inline guint group_size(const Groups *groups, guint group) {
    return groups->starts[group + 1] - groups->starts[group];
}
static inline const guint *group_rows(const Groups *groups, guint group) {
    return groups->rows + groups->starts[group];
}

// Keys by themselves: an index of distinct keys of `width` values, numbered by first appearance.
typedef struct KeyIndex KeyIndex;
KeyIndex *key_index_new(guint width, GroupMode mode);
void key_index_free(KeyIndex *index);
guint key_index_add(KeyIndex *index, const Value *key); // the number of the key, new or known
bool key_index_find(const KeyIndex *index, const Value *key, guint *number);
guint key_index_count(const KeyIndex *index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(KeyIndex, key_index_free)
