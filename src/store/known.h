// What a store holds of records already, by id: asked one by one at first, and where asking is
// slow, all at once when it goes on. Inside store/ only.
#pragma once
#include "store/engine.h"

typedef struct {
    gint64 fact;
    bool is_withdrawn;
    char digest[40];
} KnownFact;

typedef struct Known Known;

Known *known_new(Engine *engine, gint64 last_fact); // 0: there is none yet
void known_free(Known *known);                      // accepts NULL
// How many single questions come before all is fetched: a round trip is worth some thousand rows.
guint known_patience(gint64 last_fact);
// False when there is none, and with engine->error on failure.
bool known_find(Known *known, const char *id, KnownFact *out);
