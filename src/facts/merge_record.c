// The merged record: its parts in order, then what points into it, then what it was merged from. A
// member that was itself merged brings its own members along.
#include "facts/merge_record.h"

#include "base/text_hash.h"
#include "facts/record.h"

#include <math.h>
#include <string.h>

// --- pointers ---

void merge_move(Merging *merging, guint member, const char *from, const char *to) {
    g_hash_table_insert(merging->members[member].moved, (gpointer)from, (gpointer)to);
}

// Where the first tokens of the pointer, up to `length`, lead, and the rest behind it.
static const char *moved_with(const Merging *merging, const Member *member, const char *pointer,
                              gsize length, bool *is_known) {
    g_autofree char *head = g_strndup(pointer, length);
    const char *to = g_hash_table_lookup(member->moved, head);
    *is_known = to != NULL;
    if (!to || !*to)
        return NULL;
    bool is_conflict = g_str_has_prefix(to, "/conflicts/");
    return is_conflict ? to : arena_printf(merging->arena, "%s%s", to, pointer + length);
}

static bool leads_somewhere(const Merging *merging, const char *pointer) {
    bool malformed;
    return g_str_has_prefix(pointer, "/conflicts/") ||
           record_follow(merging->out, pointer, &malformed);
}

// Where a member's pointer leads in the merged record. NULL: nowhere.
static const char *merge_moved(const Merging *merging, guint index, const char *pointer) {
    const Member *member = &merging->members[index];
    bool is_known = false;
    const char *to = NULL;
    for (gsize length = strlen(pointer); length > 0 && !is_known; length--)
        if (pointer[length] == '\0' || pointer[length] == '/')
            to = moved_with(merging, member, pointer, length, &is_known);
    if (!is_known)
        to = pointer;
    return to && leads_somewhere(merging, to) ? to : NULL;
}

// --- evidence, inferences ---

static void append_once(Merging *merging, GHashTable *known, const char *list, json_t *item) {
    char *text = json_dumps(item, JSON_COMPACT | JSON_SORT_KEYS);
    if (g_hash_table_contains(known, text))
        json_decref(item);
    else
        merge_append(merging, list, item);
    g_hash_table_add(known, arena_strdup(merging->arena, text));
    free(text);
}

// Items of a list with a pointer under `key`; those that lead nowhere any more are left out.
static void merge_pointing(Merging *merging, const char *list, const char *key) {
    g_autoptr(GHashTable) known = g_hash_table_new(text_hash, g_str_equal);
    for (guint i = 0; i < merging->count; i++) {
        json_t *array = json_object_get(merging->members[i].record.json, list);
        size_t index;
        json_t *item;
        json_array_foreach(array, index, item) {
            const char *pointer = json_string_value(json_object_get(item, key));
            const char *moved = pointer ? merge_moved(merging, i, pointer) : NULL;
            if (pointer && !moved) {
                merging->left_out++;
                continue;
            }
            json_t *copy = json_copy(item);
            if (pointer)
                json_object_set_new(copy, key, json_string(moved));
            append_once(merging, known, list, copy);
        }
    }
}

static void add_ids(Merging *merging, GHashTable *known, const char *key, const char *const *ids,
                    guint count) {
    for (guint i = 0; i < count; i++)
        if (g_hash_table_add(known, (gpointer)ids[i]))
            merge_append(merging, key, json_string(ids[i]));
}

// References to other records; those to members are none any more.
static void merge_ids(Merging *merging) {
    g_autoptr(GHashTable) same = g_hash_table_new(text_hash, g_str_equal);
    g_autoptr(GHashTable) part = g_hash_table_new(text_hash, g_str_equal);
    for (guint i = 0; i < merging->count; i++) {
        g_hash_table_add(same, (gpointer)merging->members[i].record.id);
        g_hash_table_add(part, (gpointer)merging->members[i].record.id);
    }
    for (guint i = 0; i < merging->count; i++) {
        const Partnership *record = &merging->members[i].record;
        add_ids(merging, same, "same_as", record->same_as, record->same_as_count);
        add_ids(merging, part, "part_of", record->part_of, record->part_of_count);
    }
}

// evidence, inferred, same_as, part_of
static void merge_references(Merging *merging) {
    merge_pointing(merging, "evidence", "supports");
    merge_pointing(merging, "inferred", "field");
    merge_ids(merging);
}

// --- what it was merged from ---

static json_t *describe_member(const Merging *merging, guint index) {
    const Member *member = &merging->members[index];
    json_t *item = json_object();
    json_object_set_new(item, "id", json_string(member->record.id));
    json_object_set_new(item, "title", json_string(member->record.title));
    json_object_set_new(item, "rule", json_string(merge_rule_name(member->rule)));
    if (member->rule == MERGE_SIMILAR)
        json_object_set_new(item, "score", json_real(member->score));
    if (member->all.source)
        json_object_set_new(item, "source", json_string(member->all.source));
    json_t *record = json_copy((json_t *)member->record.json);
    json_object_del(record, "record");
    json_object_set_new(item, "record", record);
    return item;
}

// Of a member that was merged before: its members, the first by the rule that brought it here.
static void append_members(Merging *merging, guint index) {
    const Member *member = &merging->members[index];
    json_t *before = json_object_get(member->record.json, "merged"), *item;
    size_t n;
    if (!before)
        merge_append(merging, "merged", describe_member(merging, index));
    json_array_foreach(before, n, item) {
        json_t *copy = json_copy(item);
        if (n == 0)
            json_object_set_new(copy, "rule", json_string(merge_rule_name(member->rule)));
        merge_append(merging, "merged", copy);
    }
}

static void keep_conflicts(Merging *merging, guint index) {
    json_t *before = json_object_get(merging->members[index].record.json, "conflicts"), *item;
    size_t n;
    json_array_foreach(before, n, item) {
        int to = (int)json_array_size(merging->conflicts);
        const char *from = arena_printf(merging->arena, "/conflicts/%zu", n);
        if (to < FACTS_ITEMS_LIMIT)
            json_array_append(merging->conflicts, item);
        merge_move(merging, index, from,
                   to < FACTS_ITEMS_LIMIT ? arena_printf(merging->arena, "/conflicts/%d/other", to)
                                          : "");
    }
}

json_t *merge_record_make(Merging *merging) {
    merging->out = json_object();
    merging->conflicts = json_array();
    for (guint i = 0; i < merging->count; i++) {
        merging->members[i].moved = g_hash_table_new(text_hash, g_str_equal);
        merge_note_supports(merging, &merging->members[i]);
        keep_conflicts(merging, i);
    }
    merge_fields(merging);
    merge_lists(merging);
    merge_references(merging);
    for (guint i = 0; i < merging->count; i++)
        append_members(merging, i);
    if (json_array_size(merging->conflicts))
        json_object_set(merging->out, "conflicts", merging->conflicts);
    json_decref(merging->conflicts);
    for (guint i = 0; i < merging->count; i++) {
        g_hash_table_destroy(merging->members[i].moved);
        g_hash_table_destroy(merging->members[i].supports);
    }
    return merging->out;
}
