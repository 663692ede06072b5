// What conflicts (facts.h) say of the items of lists, as text: amounts, quantities, commitments.
// These texts are part of the format of facts (docs: accord-facts(5), conflicts); they are written
// here and read here. Numbers are canonical (decimal.h), codes stand as they are.
#pragma once
#include "base/arena.h"
#include "base/decimal.h"

// "200 + 500 USD committed": of one currency on one basis, ascending.
typedef struct {
    guint count;                  // at least 1
    const Decimal *values;        // in the arena
    const char *currency, *basis; // basis NULL: not said
} ConflictAmounts;

// "Steel a year: 1200000 t"
typedef struct {
    const char *label;
    Decimal value;
    const char *unit; // or NULL
} ConflictQuantity;

// "Build it: 2026, open"
typedef struct {
    const char *text, *due, *status; // due: EDTF, or NULL
} ConflictCommitment;

// In the arena.
const char *conflict_amounts_text(Arena *arena, const ConflictAmounts *amounts);
const char *conflict_quantity_text(Arena *arena, const ConflictQuantity *quantity);
const char *conflict_commitment_text(Arena *arena, const ConflictCommitment *commitment);

// False when the text is none that was written so; *out is then undefined. Parts are in the arena.
bool conflict_amounts_read(Arena *arena, const char *text, ConflictAmounts *out);
bool conflict_quantity_read(Arena *arena, const char *text, ConflictQuantity *out);
bool conflict_commitment_read(Arena *arena, const char *text, ConflictCommitment *out);
