// Facts as layouts and jobs files name them: paths, and objects of a path and a map.
#pragma once
#include "base/json.h"

typedef struct {
    guint count;
    // Each NULL terminated, in the arena: paths resolved against the folder of the file,
    // maps ("" for none; a name of a shipped map stays), and where they were named.
    const char *const *paths, *const *maps;
    const JsonNode *const *nodes;
} FactsNamed;

// node: an array; NULL names none. Entries that are wrong are reported and left out.
void facts_named_read(Arena *arena, Diags *diags, const JsonNode *node, const char *folder,
                      FactsNamed *out);
