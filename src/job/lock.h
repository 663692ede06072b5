// One run of a job at a time.
#pragma once
#include "base/diag.h"

// Takes the lock of that file, which is made when it is missing, and writes into it who holds it.
// -1 when it is held by another or cannot be had; reported as DIAG_LOCKED or DIAG_FILE.
int lock_take(Diags *diags, const char *path, const char *since);
void lock_drop(int fd); // accepts -1
