// The records of a store that lasts, some at a time in the order of their numbers: so many that
// memory stays small, and that a server is not asked for each. Inside store/ only.
#pragma once
#include "store/private.h"

typedef struct {
    gint64 number; // of the fact, or of the source
    gint64 run;    // that withdrew it, 0: none; of a source: that it came with
    const char *id, *digest, *record;
} StoredRecord;

typedef enum { BATCH_PARTNERSHIPS, BATCH_SOURCES } BatchKind;

typedef struct {
    Store *store;
    BatchKind kind;
    Arena *arena;    // of the records; emptied by record_batch_next
    GArray *records; // StoredRecord
    // The numbers of this batch are in (after, last]. The one behind all records is empty, and
    // goes up to the highest number there may be.
    gint64 after, last;
} RecordBatch;

RecordBatch *record_batch_new(Store *store, BatchKind kind);
void record_batch_free(RecordBatch *batch); // accepts NULL
// False after the empty batch, and when reading failed: store->failure.
bool record_batch_next(RecordBatch *batch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(RecordBatch, record_batch_free)
