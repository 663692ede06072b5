// What was made once, by all that it was made from: for work that is done again and again on inputs
// of which few change, as accord watch does it. What is found is what would be made, since the
// whole of what it is made from is compared, no digest of it.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct Kept Kept;

typedef struct {
    const char *kind; // of the thing, static
    guint64 number;   // a part of what it is made from; or 0
    GBytes *bytes;    // the rest
} KeptKey;

// limit: bytes of things and of what they were made from that are carried from round to round.
Kept *kept_new(gsize limit);
void kept_free(Kept *kept); // accepts NULL
// Another round begins. whole: the one that ends came to its end, so that what it did not ask for
// is not needed any more, and goes; else all stays. When there is more than the limit, all goes.
void kept_turn(Kept *kept, bool whole);
void kept_forget(Kept *kept); // all goes
// For keys: what a number was given to is never taken for anything else.
guint64 kept_number(Kept *kept);
// NULL when there is none. It lives at least until the next turn.
gpointer kept_find(Kept *kept, const KeptKey *key);
// Keeps a thing of about that many bytes, which is taken over and lives at least until the next
// turn, and a reference to the bytes of its key, of which there is none yet.
void kept_add(Kept *kept, const KeptKey *key, gpointer thing, gsize size, GDestroyNotify destroy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Kept, kept_free)
