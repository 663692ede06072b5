// Changes as rows of the session's table. Inside store/ only.
#pragma once
#include "store/private.h"

typedef struct {
    gint64 fact; // 0: not there any more
    const char *id;
    const Partnership *partnership; // of a withdrawn one: what it said; or NULL
} ChangedFact;

typedef struct {
    Store *store;
    GPtrArray *waiting; // of KeptChange: rows are put when nothing is being read
    Arena *arena;
    const char *home;
} ChangeWriter;

void change_rows_begin(ChangeWriter *writer, Store *store);
// Strings need to live during the call only.
void change_rows_put(ChangeWriter *writer, const ChangedFact *fact, const Change *change);
// Puts them all; the store's failure says what went wrong.
void change_rows_end(ChangeWriter *writer);
