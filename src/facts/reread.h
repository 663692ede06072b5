// Records that were read before, from the JSON that a store kept of them.
#pragma once
#include "facts/facts.h"

typedef struct Reread Reread;

Reread *reread_new(const Vocabularies *vocabularies); // which must outlive it
void reread_free(Reread *reread);                     // accepts NULL
// NULL when the text is no such record (any more). Lives until reread_forget.
const Partnership *reread_partnership(Reread *reread, const char *json);
const FactSource *reread_source(Reread *reread, const char *json);
// Where they live: for what goes with them.
Arena *reread_arena(const Reread *reread);
// Frees all records that were read so far.
void reread_forget(Reread *reread);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reread, reread_free)
