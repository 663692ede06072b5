// Single questions cost a file nothing and a server a round trip each; so after some the
// digests of a server's records are fetched together, about a hundred bytes a fact.
#include "store/known.h"

#include "base/text_hash.h"

#include <string.h>

enum { QUESTIONS_LEAST = 20, ROWS_OF_A_ROUND = 1000 };

struct Known {
    Engine *engine;
    gint64 last_fact;
    guint questions, patience;
    GHashTable *all; // id -> KnownFact; NULL: not fetched
};

guint known_patience(gint64 last_fact) {
    return QUESTIONS_LEAST + (guint)(last_fact / ROWS_OF_A_ROUND);
}

Known *known_new(Engine *engine, gint64 last_fact) {
    Known *known = g_new0(Known, 1);
    known->engine = engine;
    known->last_fact = last_fact;
    known->patience = known_patience(last_fact);
    return known;
}

void known_free(Known *known) {
    if (!known)
        return;
    if (known->all)
        g_hash_table_destroy(known->all);
    g_free(known);
}

static void read_fact(Cursor *cursor, guint column, KnownFact *out) {
    const char *digest = cursor_text(cursor, column + 2);
    out->fact = cursor_integer(cursor, column);
    out->is_withdrawn = cursor_integer(cursor, column + 1) != 0;
    g_strlcpy(out->digest, digest ? digest : "", sizeof out->digest);
}

static void fetch_all(Known *known) {
    known->all = g_hash_table_new_full(text_hash, g_str_equal, g_free, g_free);
    g_autoptr(Cursor) cursor =
        engine_select(known->engine, "SELECT id, fact, withdrawn, digest FROM records", NULL, 0);
    while (cursor && cursor_next(cursor)) {
        KnownFact *fact = g_new(KnownFact, 1);
        read_fact(cursor, 1, fact);
        g_hash_table_insert(known->all, g_strdup(cursor_text(cursor, 0)), fact);
    }
}

static bool ask_one(Known *known, const char *id, KnownFact *out) {
    const SqlValue value = sql_text(id);
    g_autoptr(Cursor) cursor = engine_select(
        known->engine, "SELECT fact, withdrawn, digest FROM records WHERE id = $1", &value, 1);
    if (!cursor || !cursor_next(cursor))
        return false;
    read_fact(cursor, 0, out);
    return true;
}

bool known_find(Known *known, const char *id, KnownFact *out) {
    engine_clear(known->engine);
    if (known->last_fact == 0)
        return false;
    if (known->engine->class->is_remote && ++known->questions == known->patience)
        fetch_all(known);
    if (!known->all)
        return ask_one(known, id, out);
    const KnownFact *found = g_hash_table_lookup(known->all, id);
    if (found)
        *out = *found;
    return found != NULL;
}
