// Reading and writing files: whole, bounded, and never half written.
#pragma once
#include "base/diag.h"

// Reads a whole file ("-" is standard input) up to limit bytes. NULL and reported on failure.
// at: where the path was named, or NULL.
Source *file_read(Diags *diags, const char *path, gsize limit, const Place *at);
// did you mean "NAME"? of the names in the folder of a path that is not there; NULL when none is
// like it. New string.
char *file_suggest(const char *path);
// Opens a file for reading ("-" is standard input, which the caller must not close). -1 and
// reported when that cannot be done or path is a folder.
int file_open_input(Diags *diags, const char *path, const Place *at);
// Reports that path cannot be written for this errno, with what to do about it; always false.
bool file_report_unwritable(Diags *diags, const char *path, int error);
// Writes beside the target, syncs, renames. "-" writes to standard output. The parent folder is
// made when it is missing. False and reported on failure; then the target is as it was.
bool file_write(Diags *diags, const char *path, const void *data, gsize length);
// Files that belong together: each is written and synced beside its target when it is added, and
// all are renamed when the set settles. Before that, and when the set is freed without it, every
// target is as it was. Parent folders are made. False and reported on failure.
typedef struct FileSet FileSet;
FileSet *file_set_new(Diags *diags);
bool file_set_add(FileSet *set, const char *path, const void *data, gsize length);
bool file_set_settle(FileSet *set);
void file_set_free(FileSet *set); // accepts NULL
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FileSet, file_set_free)
// Writes and syncs a new file in the folder of path, which is made when it is missing; the new
// file's name begins with prefix. Renaming it to path is left to the caller. New string; NULL and
// reported on failure.
char *file_write_new(Diags *diags, const char *path, const char *prefix, const void *data,
                     gsize length);
// Names in the folder last from now on. False and reported on failure.
bool file_sync_folder(Diags *diags, const char *path);
// The path that `name` means when written in a file of the folder `base`. New string.
char *file_resolve(const char *base, const char *name);
// How a file of the folder `base` would name path, whichever way both are named now: relative when
// it lies below, else absolute; "." is the folder itself. Links are not followed. New string.
char *file_relative(const char *base, const char *path);
// Whether path stays below the folder (both made absolute, symbolic links followed).
bool file_is_below(const char *folder, const char *path);
// SHA-256 of bytes as 64 hexadecimal digits. New string.
char *file_sha256(const void *data, gsize length);
