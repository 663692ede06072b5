// Each batch is asked for twice: first how long the next records are, then those that go together.
#include "store/record_batch.h"

enum { BATCH_BYTES = 4 << 20 }; // of records, unless one is longer

static const struct {
    const char *lengths, *records;
} questions[] = {
    [BATCH_PARTNERSHIPS] =
        {"SELECT fact, length(record) FROM records WHERE fact > $1 ORDER BY fact LIMIT 1000",
         "SELECT fact, withdrawn, id, digest, record FROM records"
         " WHERE fact > $1 AND fact <= $2 ORDER BY fact"},
    [BATCH_SOURCES] = {"SELECT loaded, length(record) FROM source_rows WHERE loaded > $1"
                       " ORDER BY loaded LIMIT 1000",
                       "SELECT loaded, coalesce(added, 1), id, digest, record FROM source_rows"
                       " WHERE loaded > $1 AND loaded <= $2 ORDER BY loaded"}};

RecordBatch *record_batch_new(Store *store, BatchKind kind) {
    RecordBatch *batch = g_new0(RecordBatch, 1);
    batch->store = store;
    batch->kind = kind;
    batch->arena = arena_new();
    batch->records = g_array_new(FALSE, FALSE, sizeof(StoredRecord));
    return batch;
}

void record_batch_free(RecordBatch *batch) {
    if (!batch)
        return;
    arena_free(batch->arena);
    g_array_unref(batch->records);
    g_free(batch);
}

// The number of the last record of a batch; the highest there is when none is left.
static gint64 find_last(const RecordBatch *batch) {
    const SqlValue after = sql_integer(batch->after);
    g_autoptr(Cursor) cursor =
        engine_select(batch->store->engine, questions[batch->kind].lengths, &after, 1);
    gint64 last = G_MAXINT64, bytes = 0;
    while (cursor && cursor_next(cursor)) {
        bytes += cursor_integer(cursor, 1);
        if (bytes > BATCH_BYTES && last != G_MAXINT64)
            break;
        last = cursor_integer(cursor, 0);
    }
    return last;
}

static void read_records(RecordBatch *batch) {
    const SqlValue range[] = {sql_integer(batch->after), sql_integer(batch->last)};
    g_autoptr(Cursor) cursor =
        engine_select(batch->store->engine, questions[batch->kind].records, range, 2);
    while (cursor && cursor_next(cursor)) {
        const StoredRecord record = {.number = cursor_integer(cursor, 0),
                                     .run = cursor_integer(cursor, 1),
                                     .id = arena_strdup(batch->arena, cursor_text(cursor, 2)),
                                     .digest = arena_strdup(batch->arena, cursor_text(cursor, 3)),
                                     .record = arena_strdup(batch->arena, cursor_text(cursor, 4))};
        g_array_append_val(batch->records, record);
    }
}

bool record_batch_next(RecordBatch *batch) {
    Engine *engine = batch->store->engine;
    arena_reset(batch->arena);
    g_array_set_size(batch->records, 0);
    if (batch->last == G_MAXINT64)
        return false;
    batch->after = batch->last;
    batch->last = find_last(batch);
    if (!engine->error.message && batch->last != G_MAXINT64)
        read_records(batch);
    return store_check(batch->store, !engine->error.message);
}
