// Grouping by label with a hash table; the groups stay in the order in which labels came first.
#include "chart/alt_groups.h"

#include <math.h>

static const char *label_of(const ReadPoint *point, GroupKey key) {
    switch (key) {
    case BY_OTHER:
        return point->other;
    case BY_SERIES:
        return point->series;
    case BY_AXIS:
    case BY_CELL:
        break;
    }
    return point->axis;
}

// The name under which a point is counted; NULL: it has none. New string.
static char *name_of(const ReadPoint *point, GroupKey key) {
    const char *label = label_of(point, key);
    if (!label)
        return NULL;
    if (key != BY_CELL)
        return g_strdup(label);
    return point->other ? g_strconcat(label, "\n", point->other, NULL) : NULL;
}

static void add(AltGroup *group, const ReadPoint *point) {
    if (isnan(point->value))
        return;
    group->low = group->count ? fmin(group->low, point->value) : point->value;
    group->high = group->count ? fmax(group->high, point->value) : point->value;
    group->sum += point->value;
    group->count++;
    if (!group->first || point->at < group->first->at)
        group->first = point;
    if (!group->last || point->at >= group->last->at)
        group->last = point;
}

GArray *alt_groups(const GArray *points, GroupKey key) {
    GArray *groups = g_array_new(FALSE, TRUE, sizeof(AltGroup));
    g_autoptr(GHashTable) places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < points->len; i++) {
        const ReadPoint *point = &g_array_index(points, ReadPoint, i);
        char *name = name_of(point, key);
        if (!name)
            continue;
        guint place = GPOINTER_TO_UINT(g_hash_table_lookup(places, name));
        if (!place) {
            AltGroup group = {.label = label_of(point, key),
                              .label2 = key == BY_CELL ? point->other : NULL,
                              .at = point->at};
            g_array_append_val(groups, group);
            place = groups->len;
            g_hash_table_insert(places, g_steal_pointer(&name), GUINT_TO_POINTER(place));
        }
        add(&g_array_index(groups, AltGroup, place - 1), point);
        g_free(name);
    }
    return groups;
}

static gint compare_places(gconstpointer a, gconstpointer b) {
    const AltGroup *left = a, *right = b;
    return (left->at > right->at) - (left->at < right->at);
}

static gint compare_sums(gconstpointer a, gconstpointer b) {
    const AltGroup *left = a, *right = b;
    return (left->sum < right->sum) - (left->sum > right->sum);
}

void alt_groups_sort_by_place(GArray *groups) {
    g_array_sort(groups, compare_places);
}

void alt_groups_sort_by_sum(GArray *groups) {
    g_array_sort(groups, compare_sums);
}

double alt_groups_sum(const GArray *groups) {
    double sum = 0;
    for (guint i = 0; i < groups->len; i++)
        sum += g_array_index(groups, AltGroup, i).sum;
    return sum;
}
