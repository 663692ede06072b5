// Changes counted and as JSON, for those who keep a record of runs.
#include "store/private.h"

static bool read_kinds(Store *store, ChangeCounts *out) {
    g_autoptr(Cursor) cursor = engine_select(
        store->engine,
        "SELECT kind, count(DISTINCT id), count(*) FROM changes WHERE material GROUP BY kind", NULL,
        0);
    while (cursor && cursor_next(cursor)) {
        ChangeKind kind = change_kind_of(cursor_text(cursor, 0));
        if (kind < CHANGE_KINDS)
            out->kinds[kind] = (guint64)cursor_integer(cursor, 1);
        out->rows += (guint64)cursor_integer(cursor, 2);
    }
    return store_check(store, !store->engine->error.message);
}

bool store_count_changes(Store *store, Diags *diags, ChangeCounts *out) {
    *out = (ChangeCounts){0};
    if (!store->has_earlier)
        return true;
    if (!store_need_changes(store, diags))
        return false;
    if (read_kinds(store, out)) {
        out->facts = (guint64)store_read_integer(
            store, "SELECT count(DISTINCT id) FROM changes WHERE material");
        out->left_out =
            (guint64)store_read_integer(store, "SELECT count(*) FROM changes WHERE NOT material");
    }
    if (!store->failure)
        return true;
    diag_error(diags, DIAG_INTERNAL, NULL, NULL, "the changes cannot be counted: %s",
               store->failure);
    return false;
}

static json_t *earlier_to_json(const StoreEarlier *earlier) {
    if (!earlier)
        return json_null();
    json_t *out = json_object();
    if (earlier->run)
        json_object_set_new(out, "run", json_integer(earlier->run));
    json_object_set_new(out, "as_of", earlier->as_of ? json_string(earlier->as_of) : json_null());
    return out;
}

static json_t *rows_to_json(Store *store, Diags *diags, guint limit) {
    static const char sql[] =
        "SELECT kind, id, title, field, item, old, new, old_value, new_value, difference, unit,"
        " basis, days, date, sector, partner FROM changes WHERE material"
        " ORDER BY kind_order, coalesce(first, last) IS NULL, coalesce(first, last), id, position"
        " LIMIT :most";
    g_autoptr(Arena) arena = arena_new();
    const StoreParam most = {"most", value_number(limit)};
    const Table *table = store_query(store, arena, sql, &most, 1, NULL, diags);
    return table ? table_to_json(table) : NULL;
}

json_t *store_changes_json(Store *store, Diags *diags, guint limit) {
    ChangeCounts counts;
    if (!store_count_changes(store, diags, &counts))
        return NULL;
    json_t *rows = store->has_earlier ? rows_to_json(store, diags, limit) : json_array();
    if (!rows)
        return NULL;
    json_t *out = json_object();
    json_object_set_new(out, "since", earlier_to_json(store_earlier(store)));
    for (int kind = 0; kind < CHANGE_KINDS; kind++)
        json_object_set_new(out, change_kind_name((ChangeKind)kind),
                            json_integer((json_int_t)counts.kinds[kind]));
    json_object_set_new(out, "facts", json_integer((json_int_t)counts.facts));
    json_object_set_new(out, "rows", json_integer((json_int_t)counts.rows));
    json_object_set_new(out, "left_out", json_integer((json_int_t)counts.left_out));
    json_object_set_new(out, "changes", rows);
    return out;
}
