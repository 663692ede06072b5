// A chain of blocks, each twice the size of the one before up to a cap. Handing out is a pointer
// bump; nothing is freed singly. Large requests get a block of their own.
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <string.h>

enum { BLOCK_FIRST = 4096, BLOCK_MAX = 1 << 20, ALIGN = alignof(max_align_t) };

typedef struct Block {
    struct Block *next; // the block before this one
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
} Block;

typedef struct Owned {
    struct Owned *next;
    void *thing;
    void (*destroy)(void *thing);
} Owned;

struct Arena {
    Owned *owned; // lives in the blocks
    Block *top;
    size_t next_size, handed_out;
};

Arena *arena_new(void) {
    Arena *arena = g_new0(Arena, 1);
    arena->next_size = BLOCK_FIRST;
    return arena;
}

static void free_blocks(Block *block) {
    while (block) {
        Block *next = block->next;
        g_free(block);
        block = next;
    }
}

static void destroy_owned(Arena *arena) {
    for (Owned *owned = arena->owned; owned; owned = owned->next)
        owned->destroy(owned->thing);
    arena->owned = NULL;
}

void arena_free(Arena *arena) {
    if (!arena)
        return;
    destroy_owned(arena);
    free_blocks(arena->top);
    g_free(arena);
}

void arena_reset(Arena *arena) {
    destroy_owned(arena);
    arena->handed_out = 0;
    if (!arena->top)
        return;
    free_blocks(arena->top->next);
    arena->top->next = NULL;
    memset(arena->top->bytes, 0, arena->top->used);
    arena->top->used = 0;
}

size_t arena_used(const Arena *arena) {
    return arena->handed_out;
}

static Block *add_block(Arena *arena, size_t need) {
    size_t size = MAX(arena->next_size, need);
    Block *block = g_malloc0(sizeof(Block) + size);
    block->size = size;
    if (need > arena->next_size && arena->top) { // too big: below the top, which stays in use
        block->next = arena->top->next;
        arena->top->next = block;
        return block;
    }
    block->next = arena->top;
    arena->top = block;
    arena->next_size = MIN(arena->next_size * 2, BLOCK_MAX);
    return block;
}

void *arena_alloc(Arena *arena, size_t size) {
    g_assert(size <= G_MAXSSIZE - ALIGN);
    size_t rounded = (MAX(size, 1) + ALIGN - 1) / ALIGN * ALIGN;
    Block *block = arena->top;
    if (!block || block->size - block->used < rounded)
        block = add_block(arena, rounded);
    void *memory = block->bytes + block->used;
    block->used += rounded;
    arena->handed_out += rounded;
    return memory;
}

void arena_own(Arena *arena, void *thing, void (*destroy)(void *thing)) {
    Owned *owned = arena_alloc(arena, sizeof *owned);
    *owned = (Owned){arena->owned, thing, destroy};
    arena->owned = owned;
}

void *arena_alloc_array(Arena *arena, size_t count, size_t size) {
    g_assert(size == 0 || count <= G_MAXSSIZE / size);
    return arena_alloc(arena, count * size);
}

void *arena_memdup(Arena *arena, const void *data, size_t size) {
    void *copy = arena_alloc(arena, size);
    if (size)
        memcpy(copy, data, size);
    return copy;
}

char *arena_strndup(Arena *arena, const char *text, size_t length) {
    char *copy = arena_alloc(arena, length + 1);
    if (length)
        memcpy(copy, text, length);
    return copy;
}

char *arena_strdup(Arena *arena, const char *text) {
    return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_printf(Arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    return arena_strdup(arena, text);
}
