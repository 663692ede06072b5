// What is said about records of a store that were written out and read again: it names the store
// and the record, since the file they stood in is gone when somebody looks.
#pragma once
#include "base/diag.h"

// Reports in `to` what stands in `from`; that of the file `path` as of the store of that address,
// with the record's id. Files that were looked at are noted, but for that one.
void retold_pass_on(const Diags *from, Diags *to, const char *path, const char *address);
