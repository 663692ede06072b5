// Commitments over the revisions of their fact: what each revision said is read again, the oldest
// first, and followed from one to the next.
#include "store/private.h"

static CommitmentHistory *histories_of(Arena *arena, const Partnership *partnership) {
    return arena_array(arena, CommitmentHistory, partnership->commitment_count + 1);
}

const CommitmentHistory *slippage_of(Store *store, Reread *reread, gint64 fact,
                                     const Partnership *partnership) {
    Arena *arena = reread_arena(reread);
    const SqlValue value = sql_integer(fact);
    const Partnership *before = NULL;
    CommitmentHistory *known = NULL;
    if (partnership->commitment_count == 0)
        return NULL;
    g_autoptr(Cursor) cursor = engine_select(
        store->engine, "SELECT record FROM revisions WHERE fact = $1 ORDER BY run", &value, 1);
    while (cursor && cursor_next(cursor)) {
        const Partnership *revision =
            reread_partnership(reread, arena_strdup(arena, cursor_text(cursor, 0)));
        if (!revision)
            continue;
        CommitmentHistory *next = histories_of(arena, revision);
        change_follow(before, known, revision, next);
        before = revision;
        known = next;
    }
    store_check(store, !store->engine->error.message);
    CommitmentHistory *out = histories_of(arena, partnership);
    change_follow(before, known, partnership, out);
    return out;
}
