// Files in their places: renamed, linked, swapped; and what earlier runs left behind taken away.
#pragma once
#include "base/diag.h"

#define PUBLISH_PREFIX ".accord-run-" // of files that are not in their place yet

// All: false and reported on failure; then the target is as it was.
bool publish_rename(Diags *diags, const char *from, const char *target);
// Writes a file beside its place and puts it there.
bool publish_write(Diags *diags, const char *path, const void *data, gsize length);
// Makes target the same file as `from`, or a copy where there can be no link.
bool publish_link(Diags *diags, const char *from, const char *target);
// Makes `link` a symbolic link to the folder, in one step. What is no symbolic link is left alone.
bool publish_latest(Diags *diags, const char *link, const char *folder);
// Removes files of runs that were cut off from a folder.
void publish_sweep(const char *folder);
