// Two batches of rows take turns: one is filled while a thread writes the other, so that reading
// facts and storing them go on at once and memory stays bounded. The thread is started with the
// first batch that is full: few rows are written without one.
#include "store/row_writer.h"

#include "base/thread_team.h"

#include <string.h>

enum { BATCH_BYTES = 256 << 10, BATCH_VALUES = 16 << 10 };

typedef struct {
    guint table, count; // of values
} BatchRow;

typedef struct {
    GArray *rows, *values; // of BatchRow, and their values
    GByteArray *text;      // of the values
    bool is_busy;          // it is the thread's
} RowBatch;

struct RowWriter {
    Engine *engine;
    ThreadTeam *team; // of one; NULL until it is needed
    RowBatch batches[2];
    guint filling;
    GMutex lock; // of is_busy and has_failed
    GCond written;
    bool has_failed;
};

static bool has_text(const SqlValue *value) {
    return value->type == SQL_TEXT || value->type == SQL_BYTES;
}

// While a batch grows its values say where their text begins in it.
static void find_text(RowBatch *batch) {
    for (guint i = 0; i < batch->values->len; i++) {
        SqlValue *value = &g_array_index(batch->values, SqlValue, i);
        if (has_text(value))
            value->text = (const char *)batch->text->data + GPOINTER_TO_SIZE(value->text);
    }
}

static bool write_batch(Engine *engine, RowBatch *batch) {
    bool good = true;
    find_text(batch);
    for (guint i = 0, at = 0; good && i < batch->rows->len; i++) {
        const BatchRow *row = &g_array_index(batch->rows, BatchRow, i);
        const SqlValue *values = &g_array_index(batch->values, SqlValue, at);
        good = engine->class->put(engine, row->table, values, row->count);
        at += row->count;
    }
    g_array_set_size(batch->rows, 0);
    g_array_set_size(batch->values, 0);
    g_byte_array_set_size(batch->text, 0);
    return good;
}

// After a failure nothing is written any more.
static void take_batch(void *job, void *data) {
    RowWriter *writer = data;
    RowBatch *batch = job;
    bool good = !writer->has_failed && write_batch(writer->engine, batch);
    g_mutex_lock(&writer->lock);
    writer->has_failed = !good;
    batch->is_busy = false;
    g_cond_signal(&writer->written);
    g_mutex_unlock(&writer->lock);
}

RowWriter *row_writer_new(Engine *engine) {
    RowWriter *writer = g_new0(RowWriter, 1);
    writer->engine = engine;
    g_mutex_init(&writer->lock);
    g_cond_init(&writer->written);
    for (guint i = 0; i < G_N_ELEMENTS(writer->batches); i++)
        writer->batches[i] = (RowBatch){g_array_new(FALSE, FALSE, sizeof(BatchRow)),
                                        g_array_new(FALSE, FALSE, sizeof(SqlValue)),
                                        g_byte_array_sized_new(BATCH_BYTES), false};
    return writer;
}

// The batch goes to the thread, and the other one is filled as soon as it is written.
static bool hand_over(RowWriter *writer) {
    RowBatch *full = &writer->batches[writer->filling];
    writer->filling = 1 - writer->filling;
    full->is_busy = true;
    if (!writer->team)
        writer->team = thread_team_new(take_batch, writer, 1);
    thread_team_push(writer->team, full);
    g_mutex_lock(&writer->lock);
    while (writer->batches[writer->filling].is_busy)
        g_cond_wait(&writer->written, &writer->lock);
    bool good = !writer->has_failed;
    g_mutex_unlock(&writer->lock);
    return good;
}

static gsize text_length(const SqlValue *values, guint count) {
    gsize length = 0;
    for (guint i = 0; i < count; i++)
        length += has_text(&values[i]) ? values[i].length : 0;
    return length;
}

static void add_row(RowBatch *batch, const BatchRow *row, const SqlValue *values) {
    guint first = batch->values->len, at = batch->text->len;
    g_array_append_vals(batch->rows, row, 1);
    g_array_append_vals(batch->values, values, row->count);
    g_byte_array_set_size(batch->text, at + (guint)text_length(values, row->count));
    SqlValue *kept = &g_array_index(batch->values, SqlValue, first);
    for (guint i = 0; i < row->count; i++) {
        if (!has_text(&kept[i]))
            continue;
        memcpy(batch->text->data + at, kept[i].text, kept[i].length);
        kept[i].text = GSIZE_TO_POINTER(at);
        at += (guint)kept[i].length;
    }
}

bool row_writer_put(RowWriter *writer, guint table, const SqlValue *values, guint count) {
    RowBatch *batch = &writer->batches[writer->filling];
    const BatchRow row = {table, count};
    add_row(batch, &row, values);
    bool is_full = batch->text->len > BATCH_BYTES || batch->values->len > BATCH_VALUES;
    return !is_full || hand_over(writer);
}

bool row_writer_end(RowWriter *writer) {
    if (!writer)
        return true;
    thread_team_free(writer->team, /*finish=*/true);
    bool good =
        !writer->has_failed && write_batch(writer->engine, &writer->batches[writer->filling]);
    for (guint i = 0; i < G_N_ELEMENTS(writer->batches); i++) {
        g_array_unref(writer->batches[i].rows);
        g_array_unref(writer->batches[i].values);
        g_byte_array_unref(writer->batches[i].text);
    }
    g_mutex_clear(&writer->lock);
    g_cond_clear(&writer->written);
    g_free(writer);
    return good;
}
