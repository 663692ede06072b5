// The lines of a file, one by one, in constant memory: for JSON Lines of any size.
#pragma once
#include "base/diag.h"

enum { LINE_LIMIT = 16 << 20 }; // bytes; a longer line is reported and skipped

typedef struct LineReader LineReader;

// Opens a file ("-" is standard input). NULL and reported when it cannot be read. at: where the
// path was named, or NULL. Diags must outlive the reader.
LineReader *line_reader_open(Diags *diags, const char *path, const Place *at);
// The next line without its end (LF or CRLF), empty ones too; a byte order mark is left out. The
// text ends in NUL and lives until the next call. False at the end, or when reading failed, which
// is reported.
bool line_reader_next(LineReader *reader, const char **text, gsize *length, guint *line);
const char *line_reader_name(const LineReader *reader); // the path, or "<stdin>"
void line_reader_close(LineReader *reader);             // accepts NULL

G_DEFINE_AUTOPTR_CLEANUP_FUNC(LineReader, line_reader_close)
