// Memory for trees that live and die together: a spec, a table, a scene, placed pages.
#pragma once
#include <glib.h>
#include <stddef.h>

typedef struct Arena Arena;

Arena *arena_new(void);
void arena_free(Arena *arena); // accepts NULL
// Empties the arena but keeps its first block, for loops that work record by record.
void arena_reset(Arena *arena);
// Bytes handed out so far.
size_t arena_used(const Arena *arena);

// Zeroed memory, aligned for any type. Never NULL: running out of memory ends the program.
void *arena_alloc(Arena *arena, size_t size);
char *arena_strdup(Arena *arena, const char *text); // NULL gives NULL
char *arena_strndup(Arena *arena, const char *text, size_t length);
char *arena_printf(Arena *arena, const char *format, ...) G_GNUC_PRINTF(2, 3);
void *arena_memdup(Arena *arena, const void *data, size_t size);

// Calls destroy(thing) when the arena is freed or reset, last come first: for what other libraries
// allocated and the tree keeps (a json_t, a GRegex).
void arena_own(Arena *arena, void *thing, void (*destroy)(void *thing));

// One zeroed T, or an array of n of them (n * sizeof(T) is checked for overflow).
#define arena_new0(arena, T) ((T *)arena_alloc((arena), sizeof(T)))
#define arena_array(arena, T, n) ((T *)arena_alloc_array((arena), (n), sizeof(T)))
void *arena_alloc_array(Arena *arena, size_t count, size_t size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Arena, arena_free)
