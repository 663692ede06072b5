// One question over all facts, in which those that were there are gone through once: SQLite keeps
// an index of the new ones for it, PostgreSQL a table of hashes. What is only alike is not asked
// for here; that is a proposal (facts/merge_match.h).
#include "store/renamed.h"

enum { EXAMPLES = 3 };

// In the order of the new facts; what has two twins is told of one.
static const char sql[] =
    "SELECT n.id, min(o.id) FROM fact_rows o CROSS JOIN fact_rows n"
    " WHERE o.fact <= $1 AND n.fact > $1 AND o.title = n.title"
    " AND o.date IS NOT DISTINCT FROM n.date AND o.party_count = n.party_count"
    " AND o.lead_code IS NOT DISTINCT FROM n.lead_code"
    " AND o.other_code IS NOT DISTINCT FROM n.other_code"
    " AND o.amount IS NOT DISTINCT FROM n.amount"
    " AND o.currency IS NOT DISTINCT FROM n.currency GROUP BY n.fact, n.id ORDER BY n.fact";

static guint64 list_pairs(Store *store, gint64 last, GString *out) {
    const SqlValue value = sql_integer(last);
    guint64 count = 0;
    g_autoptr(Cursor) cursor = engine_select(store->engine, sql, &value, 1);
    for (; cursor && cursor_next(cursor); count++)
        if (count < EXAMPLES)
            g_string_append_printf(out, "%s\"%s\" those of \"%s\"", count ? ", " : "",
                                   cursor_text(cursor, 0), cursor_text(cursor, 1));
    return count;
}

bool renamed_warn(Store *store, gint64 last, Diags *diags) {
    g_autoptr(GString) pairs = g_string_new(NULL);
    guint64 count = list_pairs(store, last, pairs);
    if (!store_check(store, !store->engine->error.message))
        return false;
    if (count > EXAMPLES)
        g_string_append_printf(pairs, ", and %" G_GUINT64_FORMAT " more", count - EXAMPLES);
    if (count)
        diag_warning(diags, DIAG_DUPLICATE_ID, NULL,
                     "an id that changed makes a second record, whose money counts again: keep ids,"
                     " or add all facts with --replace; accord facts merge --store lists what is"
                     " alike",
                     "%" G_GUINT64_FORMAT " new record%s title, parties, date and amount of what is"
                     " there under another id: %s",
                     count, count == 1 ? " has" : "s have", pairs->str);
    return true;
}
