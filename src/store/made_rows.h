// An engine that keeps the rows that are put, and does nothing else: for what loading makes of
// records, to be compared with what stands in a store. Inside store/ only.
#pragma once
#include "base/arena.h"
#include "store/schema.h"

Engine *made_rows_new(void);
guint made_rows_count(Engine *engine, StoredTable table);
// The values of one, in the order of the table's columns. Lives until made_rows_forget.
const SqlValue *made_row(Engine *engine, StoredTable table, guint index);
void made_rows_forget(Engine *engine);
