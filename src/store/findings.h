// What was found of the evidence of facts, in a store that lasts: kept with the record as long as
// it stays the same. Inside store/ only.
#pragma once
#include "store/private.h"

// Whether somebody looked this evidence up.
bool findings_are_there(const Partnership *partnership);

typedef struct {
    guint32 position; // from 1; 0: of no evidence
    EvidenceState state;
    NumberState number;
    double score;
} Found;
// From position, state, score and number, beginning with that column.
Found found_at(Cursor *cursor, guint column);
// Puts it to the evidence of the record that it was made for.
void found_mark(const Found *found, Evidence *evidence, guint count);
