// Which bytes files hold, by SHA-256, without reading those again that were read in an earlier run
// and have the same size and time since.
#pragma once
#include <glib.h>
#include <stdbool.h>

// What is known of a file at one time.
typedef struct {
    gint64 size, time_ns; // -1: not there
    const char *digest;   // of a folder: of the names in it
} Stamp;

typedef struct Stamps Stamps;

// newest_ns: files changed at that time or later may still change under the same time, and are
// never taken for known.
Stamps *stamps_new(gint64 newest_ns);
void stamps_free(Stamps *stamps); // accepts NULL
// What an earlier run found. Strings are copied.
void stamps_recall(Stamps *stamps, const char *path, const Stamp *stamp);
// What is there now, looked at once a run; lives as long as stamps. Never NULL.
const Stamp *stamps_look(Stamps *stamps, const char *path);
// Whether that may be recalled by a later run.
bool stamps_is_settled(const Stamps *stamps, const Stamp *stamp);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stamps, stamps_free)
