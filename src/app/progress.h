// One line on a terminal that says what is being done; nothing elsewhere. Timings for --verbose.
#pragma once
#include "app/command.h"

typedef struct {
    bool shown; // a line stands on the terminal
    bool enabled, verbose;
    double started, step_started, last_drawn;
    const char *step;
    GString *timings;
} Progress;

void progress_begin(Progress *progress, const CommonOptions *options);
// Ends the step before and starts one: "reading facts".
void progress_step(Progress *progress, const char *what);
// Within a step: drawn at most ten times a second. share: 0 to 1, or < 0 when it is not known.
void progress_update(Progress *progress, double share, const char *detail);
// Clears the line, and prints the timings when they were asked for.
void progress_end(Progress *progress);
