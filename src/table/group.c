// Grouping by keys. A key is normalised first, so that equal keys of Vega are equal values here;
// then it goes into an open hash table (linear probing, doubled at two thirds).
#include "table/group.h"

#include "base/format.h"

#include <math.h>
#include <string.h>

struct KeyIndex {
    guint width, count, capacity; // capacity: slots, a power of two
    GroupMode mode;
    guint *slots;  // number + 1, or 0
    guint *hashes; // by number
    Value *keys;   // by number, width each
    guint room;    // of hashes and keys, in numbers
    Arena *scratch;
};

KeyIndex *key_index_new(guint width, GroupMode mode) {
    KeyIndex *index = g_new0(KeyIndex, 1);
    index->width = width;
    index->mode = mode;
    index->capacity = 64;
    index->slots = g_new0(guint, index->capacity);
    index->scratch = arena_new();
    return index;
}

void key_index_free(KeyIndex *index) {
    if (!index)
        return;
    g_free(index->slots);
    g_free(index->hashes);
    g_free(index->keys);
    arena_free(index->scratch);
    g_free(index);
}

guint key_index_count(const KeyIndex *index) {
    return index->count;
}

// --- normal keys ---

// A text that a number would print as is that number; likewise the other constants.
static Value normal_text(const char *text) {
    if (strcmp(text, "null") == 0)
        return value_null();
    if (strcmp(text, "undefined") == 0)
        return value_undefined();
    if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
        return value_bool(text[0] == 't');
    if (strcmp(text, "NaN") == 0)
        return value_number(NAN);
    if (!g_ascii_isdigit(text[0]) && text[0] != '-' && text[0] != 'I')
        return value_string(text);
    double number = number_from_text(text);
    if (isnan(number))
        return value_string(text);
    g_autofree char *printed = number_to_string(number);
    return strcmp(printed, text) == 0 ? value_number(number) : value_string(text);
}

static Value text_key(const KeyIndex *index, Value value) {
    if (value.type == VALUE_STRING)
        return normal_text(value.as.string);
    if (value.type == VALUE_JSON)
        return normal_text(value_to_string(value, index->scratch));
    if (value.type == VALUE_DECIMAL)
        return value_number(value_to_number(value));
    return value;
}

static Value json_key(const KeyIndex *index, Value value) {
    if (!value_is_valid(value))
        return value_null();
    if (value.type == VALUE_DECIMAL)
        return value_number(value_to_number(value));
    if (value.type != VALUE_JSON)
        return value;
    char *text = json_dumps(value.as.json, JSON_COMPACT);
    const char *copy = arena_strdup(index->scratch, text ? text : "");
    free(text);
    return value_string(copy);
}

static Value normal_key(const KeyIndex *index, Value value) {
    return index->mode == GROUP_BY_TEXT ? text_key(index, value) : json_key(index, value);
}

static bool same_value(Value a, Value b) {
    if (a.type != b.type)
        return false;
    if (a.type == VALUE_NUMBER || a.type == VALUE_TIME)
        return a.as.number == b.as.number || (isnan(a.as.number) && isnan(b.as.number));
    return value_equal(a, b);
}

// --- table ---

static guint hash_key(const KeyIndex *index, const Value *key) {
    guint hash = 17;
    for (guint i = 0; i < index->width; i++)
        hash = (hash ^ value_hash(key[i])) * 0x9E3779B1u;
    return hash ^ (hash >> 15);
}

static bool same_key(const KeyIndex *index, guint number, const Value *key) {
    const Value *known = index->keys + (gsize)number * index->width;
    for (guint i = 0; i < index->width; i++)
        if (!same_value(known[i], key[i]))
            return false;
    return true;
}

// The slot of a normal key, or the free one where it belongs.
static guint find_slot(const KeyIndex *index, const Value *key, guint hash) {
    guint mask = index->capacity - 1, slot = hash & mask;
    while (index->slots[slot]) {
        guint number = index->slots[slot] - 1;
        if (index->hashes[number] == hash && same_key(index, number, key))
            break;
        slot = (slot + 1) & mask;
    }
    return slot;
}

static void rehash(KeyIndex *index) {
    index->capacity *= 2;
    g_free(index->slots);
    index->slots = g_new0(guint, index->capacity);
    for (guint number = 0; number < index->count; number++) {
        guint slot = index->hashes[number] & (index->capacity - 1);
        while (index->slots[slot])
            slot = (slot + 1) & (index->capacity - 1);
        index->slots[slot] = number + 1;
    }
}

static void make_room(KeyIndex *index) {
    if (index->count < index->room)
        return;
    index->room = MAX(64, index->room * 2);
    index->hashes = g_renew(guint, index->hashes, index->room);
    index->keys =
        g_realloc_n(index->keys, (gsize)index->room * MAX(index->width, 1), sizeof(Value));
}

enum { KEY_WIDTH_STACK = 8 };

guint key_index_add(KeyIndex *index, const Value *key) {
    Value few[KEY_WIDTH_STACK];
    g_autofree Value *many = index->width > KEY_WIDTH_STACK ? g_new(Value, index->width) : NULL;
    Value *normal = many ? many : few;
    for (guint i = 0; i < index->width; i++)
        normal[i] = normal_key(index, key[i]);
    guint hash = hash_key(index, normal), slot = find_slot(index, normal, hash);
    if (index->slots[slot])
        return index->slots[slot] - 1;
    make_room(index);
    guint number = index->count++;
    index->slots[slot] = number + 1;
    index->hashes[number] = hash;
    if (index->width)
        memcpy(index->keys + (gsize)number * index->width, normal, index->width * sizeof(Value));
    if (index->count * 3 > index->capacity * 2)
        rehash(index);
    return number;
}

bool key_index_find(const KeyIndex *index, const Value *key, guint *number) {
    g_autofree Value *normal = g_new(Value, index->width + 1);
    for (guint i = 0; i < index->width; i++)
        normal[i] = normal_key(index, key[i]);
    guint slot = find_slot(index, normal, hash_key(index, normal));
    if (!index->slots[slot])
        return false;
    *number = index->slots[slot] - 1;
    return true;
}

// --- groups ---

static guint number_rows(Groups *groups, const Table *table, const Field *fields, guint field_count,
                         GroupMode mode) {
    g_autoptr(KeyIndex) index = key_index_new(field_count, mode);
    g_autofree Value *key = g_new(Value, field_count + 1);
    for (guint row = 0; row < table->row_count; row++) {
        for (guint f = 0; f < field_count; f++)
            key[f] = field_value(&fields[f], row);
        groups->of_row[row] = key_index_add(index, key);
    }
    return key_index_count(index);
}

static void sort_rows(Groups *groups, guint row_count) {
    for (guint row = 0; row < row_count; row++)
        groups->starts[groups->of_row[row] + 1]++;
    for (guint g = 0; g < groups->count; g++)
        groups->starts[g + 1] += groups->starts[g];
    g_autofree guint *next = g_memdup2(groups->starts, ((gsize)groups->count + 1) * sizeof(guint));
    for (guint row = 0; row < row_count; row++)
        groups->rows[next[groups->of_row[row]]++] = row;
}

Groups groups_make(Arena *arena, const Table *table, const char *const *fields, guint field_count,
                   GroupMode mode) {
    Groups groups = {.of_row = arena_array(arena, guint, table->row_count),
                     .rows = arena_array(arena, guint, table->row_count)};
    Field *bound = arena_array(arena, Field, field_count);
    for (guint f = 0; f < field_count; f++)
        bound[f] = field_bind(arena, table, fields[f]);
    groups.count = number_rows(&groups, table, bound, field_count, mode);
    groups.starts = arena_array(arena, guint, (size_t)groups.count + 1);
    sort_rows(&groups, table->row_count);
    return groups;
}
