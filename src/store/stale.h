// Findings that are no longer those of the text: what was looked up in a source says nothing of the
// source once its record names another text. Inside store/ only.
#pragma once
#include "store/private.h"

// Whether the record that a store has of the source names another captured text than this one: by
// its path, address, day, length or digest. A title or a publisher that changed is no other text.
bool stale_is_other_text(Reread *reread, const char *before, const FactSource *now);
// Numbers of the facts some of whose evidence was found, or not, in this source.
GArray *stale_list_facts(Store *store, const char *source);
// As if nobody had looked for what comes from the source.
void stale_forget_source(Evidence *evidence, guint count, const char *source);
