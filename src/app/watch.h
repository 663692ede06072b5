// Work that is done again whenever a file that it read changes.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct {
    // Does the work once, says what is wrong with it, and adds the paths of all files and folders
    // it looked at, found or not (new strings). changed: those of the time before that are not as
    // they were; none the first time. False when it failed.
    bool (*work)(void *data, const GPtrArray *changed, GPtrArray *paths);
    void *data;
    const char *output; // what the work makes, for the line that is printed after each time
    bool quiet;         // without those lines
} WatchJob;

// Does the work, and again after each change, until SIGINT or SIGTERM. Gives an exit code.
int watch_run(const WatchJob *job);
