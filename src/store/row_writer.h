// Rows that a thread of its own hands to an engine, while the next ones are made. Inside store/
// only.
#pragma once
#include "store/engine.h"

typedef struct RowWriter RowWriter;

// Until its end nobody else may use the engine.
RowWriter *row_writer_new(Engine *engine);
// A copy of the row is on its way; false when a row before it failed: engine->error says why then.
bool row_writer_put(RowWriter *writer, guint table, const SqlValue *values, guint count);
// False when a row failed. Accepts NULL; frees the writer.
bool row_writer_end(RowWriter *writer);
