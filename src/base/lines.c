// One buffer that holds the bytes read and not yet handed out. It grows only while a line does not
// fit, up to LINE_LIMIT; of a longer line nothing is kept while its end is looked for.
#include "base/lines.h"

#include "base/file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER_FIRST = 64 * 1024, SKIP_LIMIT = 256 << 20 };

struct LineReader {
    Diags *diags;
    char *name;
    int fd;
    char *buffer; // one byte more than size, for the NUL
    gsize size;
    gsize start, end; // of the bytes not yet handed out
    gsize searched;   // up to here there is no line end
    guint line;       // of the line handed out last
    bool at_end;
};

LineReader *line_reader_open(Diags *diags, const char *path, const Place *at) {
    int fd = file_open_input(diags, path, at);
    if (fd < 0)
        return NULL;
    LineReader *reader = g_new0(LineReader, 1);
    reader->diags = diags;
    reader->name = g_strdup(strcmp(path, "-") == 0 ? "<stdin>" : path);
    reader->fd = fd;
    reader->size = BUFFER_FIRST;
    reader->buffer = g_malloc(reader->size + 1);
    return reader;
}

void line_reader_close(LineReader *reader) {
    if (!reader)
        return;
    if (reader->fd != STDIN_FILENO)
        close(reader->fd);
    g_free(reader->name);
    g_free(reader->buffer);
    g_free(reader);
}

const char *line_reader_name(const LineReader *reader) {
    return reader->name;
}

static void report(LineReader *reader, DiagId id, const char *message) {
    Source *source = source_new(reader->name, NULL, 0);
    diag_report(reader->diags, DIAG_ERROR, id, &(Place){.source = source}, NULL, message);
    source_unref(source);
}

static void report_failure(LineReader *reader, int error) {
    g_autofree char *message =
        g_strdup_printf("cannot read after line %u: %s", reader->line, g_strerror(error));
    report(reader, DIAG_FILE, message);
}

static void report_long_line(LineReader *reader) {
    g_autofree char *message = g_strdup_printf("line %u is longer than %d MiB and is left out",
                                               reader->line + 1, LINE_LIMIT >> 20);
    report(reader, DIAG_TOO_LARGE, message);
}

// Moves what is left to the front, and makes room behind it.
static void make_room(LineReader *reader) {
    memmove(reader->buffer, reader->buffer + reader->start, reader->end - reader->start);
    reader->searched -= reader->start;
    reader->end -= reader->start;
    reader->start = 0;
    if (reader->end < reader->size)
        return;
    reader->size *= 2;
    reader->buffer = g_realloc(reader->buffer, reader->size + 1);
}

// Reads more bytes behind those there. False at the end, or reported.
static bool read_more(LineReader *reader) {
    if (reader->at_end)
        return false;
    if (reader->end == reader->size)
        make_room(reader);
    ssize_t count;
    do
        count = read(reader->fd, reader->buffer + reader->end, reader->size - reader->end);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        report_failure(reader, errno);
    reader->at_end = count <= 0;
    reader->end += count > 0 ? (gsize)count : 0;
    return count > 0;
}

// Where the current line ends in the buffer, or NULL when its end has not been read.
static char *find_end(LineReader *reader) {
    char *found = memchr(reader->buffer + reader->searched, '\n', reader->end - reader->searched);
    reader->searched = found ? (gsize)(found - reader->buffer) : reader->end;
    return found;
}

static bool give_up(LineReader *reader) {
    g_autofree char *message =
        g_strdup_printf("line %u has no end within %d MiB; nothing behind it is read",
                        reader->line + 1, SKIP_LIMIT >> 20);
    report(reader, DIAG_TOO_LARGE, message);
    reader->at_end = true;
    reader->start = reader->end = reader->searched = 0;
    return false;
}

// Drops a line that is too long. found: its end in the buffer; when NULL it is looked for with an
// empty buffer. False at the end of the file, and when the line seems to have none.
static bool skip_long_line(LineReader *reader, const char *found) {
    gsize skipped = 0;
    report_long_line(reader);
    while (!found) {
        skipped += reader->end;
        if (skipped > SKIP_LIMIT)
            return give_up(reader);
        reader->start = reader->end = reader->searched = 0;
        if (!read_more(reader))
            return false;
        found = find_end(reader);
    }
    reader->line++;
    reader->start = reader->searched = (gsize)(found - reader->buffer) + 1;
    return true;
}

static gsize mark_length(const LineReader *reader) {
    bool marked = reader->line == 0 && reader->end - reader->start >= 3 &&
                  memcmp(reader->buffer + reader->start, "\xEF\xBB\xBF", 3) == 0;
    return marked ? 3 : 0;
}

// Hands out the bytes up to `end`, which is a line end or the end of all.
static void take_line(LineReader *reader, gsize end, const char **text, gsize *length) {
    gsize start = reader->start + mark_length(reader);
    gsize stop = end;
    if (stop > start && reader->buffer[stop - 1] == '\r')
        stop--;
    reader->buffer[stop] = '\0';
    *text = reader->buffer + start;
    *length = stop - start;
    reader->line++;
    reader->start = reader->searched = MIN(end + 1, reader->end);
}

bool line_reader_next(LineReader *reader, const char **text, gsize *length, guint *line) {
    for (;;) {
        char *found = find_end(reader);
        gsize end = found ? (gsize)(found - reader->buffer) : reader->end;
        if (end - reader->start > LINE_LIMIT) {
            if (!skip_long_line(reader, found))
                return false;
            continue;
        }
        if (!found && read_more(reader))
            continue;
        if (!found && reader->start == reader->end)
            return false;
        take_line(reader, end, text, length);
        *line = reader->line;
        return true;
    }
}
