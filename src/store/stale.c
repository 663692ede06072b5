// A finding belongs to what is claimed and to the text that was looked in. Another claim is another
// record, which comes with findings of its own or with none. Of another text the source's record
// tells, here: facts that did not change are then as if nobody had looked.
#include "store/stale.h"

#include <string.h>

static bool are_equal(const FactSource *a, const FactSource *b) {
    return g_strcmp0(a->text, b->text) == 0 && g_strcmp0(a->url, b->url) == 0 &&
           g_strcmp0(a->accessed.text, b->accessed.text) == 0 &&
           g_strcmp0(a->captured_sha256, b->captured_sha256) == 0 &&
           a->captured_bytes == b->captured_bytes && a->captured_part == b->captured_part;
}

bool stale_is_other_text(Reread *reread, const char *before, const FactSource *now) {
    const FactSource *source = before ? reread_source(reread, before) : NULL;
    bool is_other = !source || !are_equal(source, now);
    reread_forget(reread);
    return is_other;
}

GArray *stale_list_facts(Store *store, const char *source) {
    const SqlValue value = sql_text(source);
    GArray *facts = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autoptr(Cursor) cursor =
        engine_select(store->engine,
                      "SELECT DISTINCT fact FROM evidence_rows"
                      " WHERE source = $1 AND state IS NOT NULL ORDER BY fact",
                      &value, 1);
    while (cursor && cursor_next(cursor)) {
        const gint64 fact = cursor_integer(cursor, 0);
        g_array_append_val(facts, fact);
    }
    return facts;
}

void stale_forget_source(Evidence *evidence, guint count, const char *source) {
    for (guint i = 0; i < count; i++)
        if (g_strcmp0(evidence[i].source, source) == 0)
            memset(&evidence[i].finding, 0, sizeof evidence[i].finding);
}
