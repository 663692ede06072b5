// A hash table from keys to entries that know the round in which they were last asked for. Nothing
// goes within a round, so that who found a thing may use it until the round is over; what one round
// makes is no more than that round would have held anyway.
#include "base/kept.h"

#include "base/text_hash.h"

#include <string.h>

typedef struct {
    KeptKey key;
    gpointer thing;
    GDestroyNotify destroy;
    gsize size;
    guint round;
} Entry;

struct Kept {
    GHashTable *entries; // Entry to itself; its first member is its key
    gsize size, limit;
    guint round;
    guint64 numbers; // given
};

static guint hash_key(gconstpointer data) {
    const KeptKey *key = data;
    gsize length = 0;
    const void *bytes = g_bytes_get_data(key->bytes, &length);
    return text_hash_bytes(bytes, length) + (guint)key->number;
}

static gboolean is_same_key(gconstpointer a, gconstpointer b) {
    const KeptKey *left = a, *right = b;
    return left->number == right->number && strcmp(left->kind, right->kind) == 0 &&
           g_bytes_equal(left->bytes, right->bytes);
}

static void free_entry(void *data) {
    Entry *entry = data;
    entry->destroy(entry->thing);
    g_bytes_unref(entry->key.bytes);
    g_free(entry);
}

Kept *kept_new(gsize limit) {
    Kept *kept = g_new0(Kept, 1);
    kept->entries = g_hash_table_new_full(hash_key, is_same_key, NULL, free_entry);
    kept->limit = limit;
    return kept;
}

void kept_free(Kept *kept) {
    if (!kept)
        return;
    g_hash_table_unref(kept->entries);
    g_free(kept);
}

static gboolean is_stale(gpointer data, gpointer same, gpointer user) {
    (void)same;
    Kept *kept = user;
    const Entry *entry = data;
    if (entry->round == kept->round)
        return FALSE;
    kept->size -= entry->size;
    return TRUE;
}

void kept_turn(Kept *kept, bool whole) {
    if (whole)
        g_hash_table_foreach_remove(kept->entries, is_stale, kept);
    if (kept->size > kept->limit)
        kept_forget(kept);
    kept->round += whole;
}

void kept_forget(Kept *kept) {
    g_hash_table_remove_all(kept->entries);
    kept->size = 0;
}

guint64 kept_number(Kept *kept) {
    return ++kept->numbers;
}

gpointer kept_find(Kept *kept, const KeptKey *key) {
    Entry *entry = g_hash_table_lookup(kept->entries, key);
    if (!entry)
        return NULL;
    entry->round = kept->round;
    return entry->thing;
}

void kept_add(Kept *kept, const KeptKey *key, gpointer thing, gsize size, GDestroyNotify destroy) {
    Entry *entry = g_new(Entry, 1);
    *entry = (Entry){.key = *key,
                     .thing = thing,
                     .destroy = destroy,
                     .size = size + g_bytes_get_size(key->bytes),
                     .round = kept->round};
    g_bytes_ref(key->bytes);
    kept->size += entry->size;
    bool is_new = g_hash_table_add(kept->entries, entry);
    g_assert(is_new);
}
