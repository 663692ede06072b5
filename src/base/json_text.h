// JSON written so that equal values are equal texts.
#pragma once
#include <glib.h>
#include <jansson.h>

// As json_dumps with JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY, byte for byte. left_out: a
// member of the outermost object that is not written, or NULL. New string (g_free); *length, unless
// NULL: of it. The value nests no deeper than JSON_DEPTH_LIMIT.
char *json_text_sorted(const json_t *json, const char *left_out, gsize *length);
