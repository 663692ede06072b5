// Changes of a text, each known by its bytes in the text as it was. Inside store/ only.
#pragma once
#include <glib.h>

// A GArray of changes; free with g_array_unref.
GArray *sql_edits_new(void);
// In place of bytes [start, end): equal ones put the text in. Those of one place come in the order
// in which they were put.
void sql_edits_put(GArray *edits, gsize start, gsize end, const char *text);
// Put in behind all others of its place that are not.
void sql_edits_put_behind(GArray *edits, gsize at, const char *text);
// Those of both lists; free with g_array_unref.
GArray *sql_edits_join(const GArray *edits, const GArray *others);
// Bytes [start, end) of the text, changed. New string.
char *sql_edits_apply(const GArray *edits, const char *text, gsize start, gsize end);
// The byte of the text as it was that a byte of all of the changed text stands for.
gsize sql_edits_origin(const GArray *edits, gsize byte);
