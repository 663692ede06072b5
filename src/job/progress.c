// Two calls that do nothing where nobody listens, so that work need not ask.
#include "job/progress.h"

#include <stddef.h>

void progress_step(const Progress *progress, const char *what) {
    if (progress && progress->step)
        progress->step(progress->data, what);
}

void progress_update(const Progress *progress, double share, const char *detail) {
    if (progress && progress->update)
        progress->update(progress->data, share, detail);
}
