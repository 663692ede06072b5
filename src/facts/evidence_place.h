// Where the evidence of a claim stands in the facts. Inside facts/ and for what prints claims.
#pragma once
#include "facts/evidence.h"

// Files are read again, one at a time: claims are best asked for in the order of the check.
typedef struct EvidencePlaces EvidencePlaces;
EvidencePlaces *evidence_places_new(void);
void evidence_places_free(EvidencePlaces *places); // accepts NULL
// Without a source when it is not known: facts from standard input, or lines (their line is
// claim->site.line), or beyond EVIDENCE_PLACES_LIMIT claims of one file. Valid until a claim of
// another file is asked for.
Place evidence_place_find(EvidencePlaces *places, const EvidenceClaim *claim);
// The line in the facts, from 1; 0: not known.
guint evidence_place_line(EvidencePlaces *places, const EvidenceClaim *claim);

enum { EVIDENCE_PLACES_LIMIT = 1000 };

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EvidencePlaces, evidence_places_free)
