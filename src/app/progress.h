// One line on a terminal that says what is being done; nothing elsewhere. Timings for --verbose.
#pragma once
#include "app/command.h"
#include "job/progress.h"

// Ended with progress_end.
void progress_begin(Progress *progress, const CommonOptions *options);
// Clears the line, and prints the timings when they were asked for.
void progress_end(Progress *progress);
