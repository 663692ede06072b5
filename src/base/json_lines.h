// The lines of a JSON Lines file as documents, parsed ahead by as many threads as there are
// processors. Memory does not grow with the file.
#pragma once
#include "base/json.h"
#include "base/lines.h"

typedef struct JsonLines JsonLines;

// Takes what the reader has left. Both arguments must outlive it.
JsonLines *json_lines_new(Diags *diags, LineReader *reader);
void json_lines_free(JsonLines *lines); // accepts NULL
// As line_reader_next; lines come in the file's order.
bool json_lines_next(JsonLines *lines, const char **text, gsize *length, guint *line);
// The document of that line; it lives until the next call of either function. Its values are not
// to be kept, not even by a reference: json_deep_copy what is to stay. NULL when the line is not
// JSON, which is reported.
const JsonDoc *json_lines_doc(JsonLines *lines);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(JsonLines, json_lines_free)
