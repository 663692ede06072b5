// Finding places in JSON text. Inside base/ only.
#pragma once
#include <glib.h>
#include <stdbool.h>

// One step of a path: into a member by key, or (key NULL) into an array by index.
typedef struct {
    const char *key;
    gsize index;
} JsonStep;

// Bytes [start, end) of a value, and of its key with the quotes when it is a member.
typedef struct {
    gsize start, end, key_start, key_end;
} JsonSpan;

// Follows a path through valid JSON from its first byte. False when the path does not exist.
bool json_scan_path(const char *text, gsize length, const JsonStep *steps, gsize count,
                    JsonSpan *out);
// Whether containers nest deeper than limit; *offset is then that of the bracket too many. The text
// need not be valid.
bool json_scan_is_deep(const char *text, gsize length, guint limit, gsize *offset);
