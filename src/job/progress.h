// What a long piece of work says about itself on the way; who shows it stands above.
#pragma once
#include <stdbool.h>

typedef struct Progress {
    void (*step)(void *data, const char *what); // ends the step before and starts one
    void (*update)(void *data, double share, const char *detail);
    void *data;
} Progress;

// "reading facts". progress may be NULL, or have no functions: nobody is told.
void progress_step(const Progress *progress, const char *what);
// Within a step. share: 0 to 1, or < 0 when it is not known; detail may be NULL.
void progress_update(const Progress *progress, double share, const char *detail);
