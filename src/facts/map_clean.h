// Cleaning of foreign texts. What is found is always counted; what is done about it is told.
#pragma once
#include "base/arena.h"

#include <stdbool.h>

typedef enum { CLEAN_KEEP, CLEAN_SPACE, CLEAN_DROP } CleanControls;

typedef struct {
    bool entities; // decode HTML's character references
    bool mojibake; // put UTF-8 right that was read as Windows-1252 or Latin-1
    CleanControls controls;
} MapClean;

// What a text holds or held.
typedef struct {
    bool entity, mojibake, mojibake_repaired, control, replacement;
    const char *entity_sample, *mojibake_sample; // the first with what is around it
} MapStains;

// The text without white space at its ends and cleaned as told; the same pointer when nothing had
// to be done. *stains: what was there. In the arena.
const char *map_clean(Arena *arena, const char *text, const MapClean *clean, MapStains *stains);
