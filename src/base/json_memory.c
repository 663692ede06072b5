// jansson asks for the memory of each key and value, and gives each back; for a record that is read
// once and dropped, that is a fifth of the reading. Here it is cut from blocks. jansson's functions
// for memory are the same for all threads and are given no place, so a thread says by a variable of
// its own which memory it is filling. What jansson gives back then is dropped with the rest; at any
// other time memory is the system's, as it is without this file.
#include "base/json_memory.h"

#include <glib.h>
#include <stdalign.h>
#include <stdlib.h>

enum { BLOCK_SIZE = 256 << 10, KEPT_SIZE = 1 << 20, ALIGN = alignof(max_align_t) }; // bytes

typedef struct Block {
    struct Block *next;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
} Block;

struct JsonMemory {
    Block *first, *current; // blocks before the current one are full
    size_t kept;            // bytes of all blocks
};

static _Thread_local JsonMemory *filling;

static Block *add_block(JsonMemory *memory, size_t need) {
    size_t size = MAX(need, BLOCK_SIZE);
    Block *block = g_malloc(sizeof(Block) + size);
    *block = (Block){.size = size};
    if (memory->current) {
        block->next = memory->current->next;
        memory->current->next = block;
    } else {
        memory->first = block;
    }
    memory->kept += size;
    return block;
}

// The next block with room: one that is there already, or a new one.
static Block *next_block(JsonMemory *memory, size_t need) {
    Block *next = memory->current ? memory->current->next : memory->first;
    if (!next || next->size < need)
        next = add_block(memory, need);
    next->used = 0;
    memory->current = next;
    return next;
}

static inline void *take(JsonMemory *memory, size_t size) {
    size_t rounded = (size + ALIGN - 1) / ALIGN * ALIGN;
    Block *block = memory->current;
    if (!block || block->size - block->used < rounded)
        block = next_block(memory, rounded);
    void *bytes = block->bytes + block->used;
    block->used += rounded;
    return bytes;
}

void *json_memory_take(JsonMemory *memory, size_t size) {
    return take(memory, size);
}

static void *allocate(size_t size) {
    if (!filling)
        return malloc(size);
    return size <= G_MAXSSIZE - ALIGN ? take(filling, size) : NULL;
}

static void release(void *bytes) {
    if (!filling)
        free(bytes);
}

JsonMemory *json_memory_new(void) {
    static gsize is_set;
    if (g_once_init_enter(&is_set)) {
        json_set_alloc_funcs(allocate, release);
        g_once_init_leave(&is_set, 1);
    }
    return g_new0(JsonMemory, 1);
}

static void free_blocks(JsonMemory *memory) {
    while (memory->first) {
        Block *next = memory->first->next;
        g_free(memory->first);
        memory->first = next;
    }
    memory->kept = 0;
}

void json_memory_reset(JsonMemory *memory) {
    memory->current = NULL;
    if (memory->kept > KEPT_SIZE)
        free_blocks(memory);
}

void json_memory_free(JsonMemory *memory) {
    if (!memory)
        return;
    free_blocks(memory);
    g_free(memory);
}

size_t json_memory_used(const JsonMemory *memory) {
    return memory->kept;
}

JsonMemory *json_memory_fill(JsonMemory *memory) {
    JsonMemory *before = filling;
    filling = memory;
    return before;
}

json_t *json_memory_load(JsonMemory *memory, const char *text, size_t length, size_t flags) {
    JsonMemory *before = json_memory_fill(memory);
    json_t *json = json_loadb(text, length, flags, NULL);
    json_memory_fill(before);
    return json;
}
