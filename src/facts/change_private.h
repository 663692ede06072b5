// What the comparison of partnerships is made of. Inside facts/ only.
#pragma once
#include "facts/change.h"

typedef struct {
    const Partnership *before, *after;
    const ChangeDays *days;
    Arena *arena;
    GArray *out; // of Change
} Comparison;

// Appends; the caller sets what else there is to say.
Change *change_add(Comparison *comparison, ChangeKind kind, const char *field);
// A text that is another one; both NULL: none.
void change_add_text(Comparison *comparison, const char *field, const char *item,
                     const char *before, const char *after);

// change_parts.c
void change_compare_parts(Comparison *comparison);

// change_commitments.c
void change_compare_commitments(Comparison *comparison);
