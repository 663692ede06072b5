// What changed in the facts, on an index page.
#pragma once
#include "base/json.h"

enum { INDEX_CHANGES_LIMIT = 30 }; // rows shown; run.json has more

// A section with the counts by kind and the first changes, of RunRecord.changes; nothing when that
// is NULL, has nothing earlier to compare with, or says that nothing changed.
void index_put_changes(GString *out, const json_t *changes);
