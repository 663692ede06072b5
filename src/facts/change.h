// What changed between two states of one partnership, field by field, and whether it matters.
#pragma once
#include "facts/facts.h"

// X(NAME, "name")
#define CHANGE_KIND_LIST(X)                                                                        \
    X(NEW, "new")                                                                                  \
    X(REVISED, "revised")                                                                          \
    X(SLIPPED, "slipped")                                                                          \
    X(OVERDUE, "overdue")                                                                          \
    X(VERIFIED, "verified")                                                                        \
    X(WITHDRAWN, "withdrawn")

// Slipped: the due day of a commitment moved later. Overdue: on the later day, and not on the
// earlier one. Verified: evidence was found, and none was before.
typedef enum {
#define CHANGE_ENUM(name, word) CHANGE_##name,
    CHANGE_KIND_LIST(CHANGE_ENUM)
#undef CHANGE_ENUM
        CHANGE_KINDS
} ChangeKind;

// Strings are those of the two records, or in the arena of the comparison.
typedef struct {
    ChangeKind kind;
    const char *field;          // "status", "commitment.due", ...; NULL: the whole partnership
    const char *item;           // which of several: a commitment's text, a party; or NULL
    const char *before, *after; // NULL: not there. Codes where `words` is a vocabulary
    const char *words; // "statuses", "sectors", "instruments", "parties"; "sources"; or NULL
    const Decimal *old_value, *new_value; // of amounts and quantities; or NULL
    const char *unit;                     // currency or unit; or NULL
    const char *basis;                    // of an amount; or NULL
    bool has_days;
    gint64 days; // that a date moved later; that a commitment is overdue
} Change;

const char *change_kind_name(ChangeKind kind);
// The kind of a name; CHANGE_KINDS when there is none.
ChangeKind change_kind_of(const char *name);

// The days that the two states speak of, counted from 1970-01-01.
typedef struct {
    int before, after;
} ChangeDays;

// Appends each Change to out. Amounts are compared as sums by currency and basis, quantities by
// label and unit, parties, sectors and sources as sets; commitments are paired by their words, then
// by likeness. Work grows with the sizes of both records.
void change_compare(const Partnership *before, const Partnership *after, const ChangeDays *days,
                    Arena *arena, GArray *out);

// --- materiality ---

typedef struct {
    char currency[4]; // ISO 4217
    Decimal amount;
} ChangeLeast;

enum { CHANGE_LEAST_LIMIT = 32 };

// What is worth saying.
typedef struct {
    bool all;       // everything is
    bool wording;   // new words for the same thing (title, summary, text of a commitment) are
    double percent; // amounts and quantities that changed by less of what they were are not
    guint least_count;
    const ChangeLeast *least; // amounts of the currency that changed by less are not
} Materiality;

// Wording is not, nor what changed by less than one per cent.
extern const Materiality change_materiality;

bool change_is_material(const Change *change, const Materiality *materiality);

// --- commitments over revisions ---

typedef struct {
    FactDate first_due; // the first day that was given; text NULL: none was
    FactDate last_due;  // the last one that was, though none may be now
    guint slips;        // how often the day moved later
} CommitmentHistory;

// The history of each commitment of `after` (an array of commitment_count, set here): what it was
// in `before`, whose histories are `known`, and what came of that since. before NULL: nothing.
// Strings of days are those of the records.
void change_follow(const Partnership *before, const CommitmentHistory *known,
                   const Partnership *after, CommitmentHistory *out);
