// What a store that lasts holds of found evidence, by fact: asked one by one at first, and where
// asking is slow, all at once when it goes on. Inside store/ only.
#pragma once
#include "store/private.h"

typedef struct KnownFindings KnownFindings;

KnownFindings *known_findings_new(Store *store);
void known_findings_free(KnownFindings *known); // accepts NULL
// The evidence of a fact with the findings that the store holds; g_free. The record is the one that
// they were made for.
Evidence *known_findings_of(KnownFindings *known, gint64 fact, const Partnership *partnership);
// Whether any of the fact's evidence, as the store has it, was looked up.
bool known_findings_any(KnownFindings *known, gint64 fact);
// Whether the store holds other findings of a fact than these.
bool known_findings_differ(KnownFindings *known, gint64 fact, const Partnership *partnership);
// That the rows of a fact are written anew.
void known_findings_forget(KnownFindings *known, gint64 fact);
