// The country that most facts share, for report_home(), and one that as many do. Inside store/
// only.
#pragma once
#include "facts/facts.h"
#include "store/engine.h"

typedef struct {
    char *country, *tied; // or NULL
} StoreHome;
void home_clear(StoreHome *home);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(StoreHome, home_clear)

// Of all facts of an engine, by its SQL. Nothing is known, and engine->error set, on failure.
StoreHome home_find(Engine *engine);

// The same, counted while facts are loaded.
typedef struct HomeCounts HomeCounts;
HomeCounts *home_counts_new(void);
void home_note(HomeCounts *counts, const Partnership *partnership);
StoreHome home_of_counts(const HomeCounts *counts);
void home_counts_free(HomeCounts *counts); // accepts NULL
