// A text that was read: its name as the user would say it, its bytes, and where its lines start.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct Source Source;

struct Source {
    char *name; // path, or "<stdin>", or "--param year"
    char *text; // UTF-8, ends in NUL
    gsize length;
    guint first_line; // line number of the text's first line: 1, or more for a record of a stream
    GArray *line_starts; // of gsize; made at first use by source_locate
    int references;
};

// Takes the text over (g_free). length is in bytes.
Source *source_new(const char *name, char *text, gsize length);
Source *source_ref(Source *source);
void source_unref(Source *source); // accepts NULL

// A byte offset as line and column, both from 1; the column counts characters.
void source_locate(Source *source, gsize offset, guint *line, guint *column);
// The line that holds the offset, without its end: bytes [*start, *end).
void source_line(Source *source, gsize offset, gsize *start, gsize *end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Source, source_unref)
