// Maps: foreign JSON becomes facts without code. A map is a JSON file (accord-facts(5),
// data/maps/*.json) that says for each member of a partnership where its value stands in a foreign
// record, and how it is read.
#pragma once
#include "facts/vocabulary.h"

typedef struct FactsMap FactsMap;

// Reads a map. at: where the path was named, or NULL. NULL on errors, all reported.
FactsMap *facts_map_load(Diags *diags, const char *path, const Place *at);
// The same from a JSON document, which it takes over.
FactsMap *facts_map_read(Diags *diags, JsonDoc *doc);
// Warns of sectors, statuses and instruments that the map itself gives and no vocabulary has.
void facts_map_check_terms(const FactsMap *map, const Vocabularies *vocabularies, Diags *diags);
void facts_map_free(FactsMap *map); // accepts NULL

G_DEFINE_AUTOPTR_CLEANUP_FUNC(FactsMap, facts_map_free)
