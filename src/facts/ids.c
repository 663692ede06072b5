// An id and its place are one entry in blocks that are never moved; a table with room for twice as
// many finds entries by hash, at the next free slot (linear probing). A slot is 4 bytes: the number
// of the entry's first word. The table is made anew when it is half full, from the entries.
#include "facts/ids.h"

#include "base/text_hash.h"

#include <string.h>

enum {
    BLOCK_WORDS = 1 << 14, // of 4 bytes; above the longest entry
    PLACE_WORDS = sizeof(IdPlace) / sizeof(guint32),
    SLOTS_FIRST = 1 << 10 // a power of two
};

struct Ids {
    GPtrArray *blocks; // of guint32
    guint used;        // words of the last block
    guint32 *slots;    // 1 + number of the word where an entry begins; 0: free
    guint slot_count, count;
};

Ids *ids_new(void) {
    Ids *ids = g_new0(Ids, 1);
    ids->blocks = g_ptr_array_new_with_free_func(g_free);
    ids->used = BLOCK_WORDS;
    ids->slot_count = SLOTS_FIRST;
    ids->slots = g_new0(guint32, SLOTS_FIRST);
    return ids;
}

void ids_free(Ids *ids) {
    if (!ids)
        return;
    g_ptr_array_unref(ids->blocks);
    g_free(ids->slots);
    g_free(ids);
}

guint ids_count(const Ids *ids) {
    return ids->count;
}

static guint32 *entry_at(const Ids *ids, guint32 number) {
    return (guint32 *)g_ptr_array_index(ids->blocks, number / BLOCK_WORDS) + number % BLOCK_WORDS;
}

static const char *entry_id(const guint32 *entry) {
    return (const char *)(entry + PLACE_WORDS);
}

static guint first_slot(guint slot_count, const char *id) {
    return text_hash(id) & (slot_count - 1);
}

// The slot of the id, or the free one where it would be.
static guint32 *find_slot(const Ids *ids, const char *id) {
    guint at = first_slot(ids->slot_count, id);
    for (; ids->slots[at]; at = (at + 1) & (ids->slot_count - 1))
        if (strcmp(entry_id(entry_at(ids, ids->slots[at] - 1)), id) == 0)
            break;
    return &ids->slots[at];
}

static void grow(Ids *ids) {
    guint count = ids->slot_count * 2;
    guint32 *slots = g_new0(guint32, count);
    for (guint i = 0; i < ids->slot_count; i++) {
        if (!ids->slots[i])
            continue;
        guint at = first_slot(count, entry_id(entry_at(ids, ids->slots[i] - 1)));
        while (slots[at])
            at = (at + 1) & (count - 1);
        slots[at] = ids->slots[i];
    }
    g_free(ids->slots);
    ids->slots = slots;
    ids->slot_count = count;
}

static guint32 add_entry(Ids *ids, const char *id, const IdPlace *place) {
    gsize bytes = strlen(id) + 1;
    guint words = PLACE_WORDS + (guint)((bytes + sizeof(guint32) - 1) / sizeof(guint32));
    g_assert(bytes < sizeof(guint32) * (BLOCK_WORDS - PLACE_WORDS));
    if (BLOCK_WORDS - ids->used < words) {
        g_ptr_array_add(ids->blocks, g_new(guint32, BLOCK_WORDS));
        ids->used = 0;
    }
    guint32 number = (ids->blocks->len - 1) * BLOCK_WORDS + ids->used;
    guint32 *entry = entry_at(ids, number);
    memcpy(entry, place, sizeof *place);
    memcpy(entry + PLACE_WORDS, id, bytes);
    ids->used += words;
    ids->count++;
    return number;
}

bool ids_find(const Ids *ids, const char *id, IdPlace *out) {
    guint32 slot = *find_slot(ids, id);
    if (slot && out)
        memcpy(out, entry_at(ids, slot - 1), sizeof *out);
    return slot != 0;
}

// The entry of the id that is there, or NULL: now it is, in this place.
static guint32 *find_or_add(Ids *ids, const char *id, const IdPlace *place) {
    guint32 *slot = find_slot(ids, id);
    if (*slot)
        return entry_at(ids, *slot - 1);
    *slot = 1 + add_entry(ids, id, place);
    if (ids->count > ids->slot_count / 2)
        grow(ids);
    return NULL;
}

bool ids_add(Ids *ids, const char *id, const IdPlace *place, IdPlace *before) {
    const guint32 *entry = find_or_add(ids, id, place);
    if (entry)
        memcpy(before, entry, sizeof *before);
    return !entry;
}

void ids_put(Ids *ids, const char *id, const IdPlace *place) {
    guint32 *entry = find_or_add(ids, id, place);
    if (entry)
        memcpy(entry, place, sizeof *place);
}
