// Records of one partnership on the way to one record. Inside facts/ only.
//
// The parts of a merged record are made one after the other; each notes where the JSON pointers of
// the members lead afterwards, so that evidence and inferences, which come last, point to the same
// things as before: also to a value that was not chosen, which then stands in "conflicts".
#pragma once
#include "facts/merge_plan.h"

// What evidence says for one part of a record.
typedef struct {
    const char *source; // the first of the highest rank
    int day;            // of the newest source; G_MININT: not known
    int rank;           // from 1, the highest; without one SOURCE_RANKS + 1
} Support;

typedef struct {
    Partnership record;
    MergeRule rule;
    double score;
    GHashTable *supports; // "/date", "/amounts/0" -> Support, in the arena
    Support all;          // by any of its evidence
    bool has_general;     // some evidence supports all of the record
    GHashTable *moved;    // pointer -> pointer in the merged record, "" for none; in the arena
} Member;

typedef struct {
    Arena *arena;
    const Vocabularies *vocabularies;
    GHashTable *days;  // id of a source -> its day as a number
    GHashTable *ranks; // id of a source -> its rank
    Member *members;   // in the order of reading
    guint count;
    json_t *out, *conflicts; // an object, an array
    guint left_out;          // items beyond the limit of a list
    guint status_member;     // whose status was chosen; count: nobody has one
} Merging;

// Makes the merged record from members whose record, rule and score are set. New reference.
json_t *merge_record_make(Merging *merging);

// --- claims: what members say about one thing, in merge_claims.c ---

typedef struct {
    guint member;
    const char *shown;  // the value as text; equal texts are one value
    const char *source; // or NULL
    const void *value;  // for agrees
    gint64 ranks[BY_READING];
    const char *moved; // afterwards: where a pointer to this value leads; NULL: it was chosen
} Claim;

typedef struct {
    const char *field;      // JSON pointer, as conflicts name it
    const Criterion *order; // ends with BY_READING
    // Whether both may be true; NULL: when they are equal.
    bool (*agrees)(const Claim *chosen, const Claim *other);
} Question;

void merge_note_supports(Merging *merging, Member *member);
// A claim of a member about what its pointers lead to (pointers: ended by NULL).
Claim merge_claim(const Merging *merging, guint member, const char *shown,
                  const char *const *pointers);
// Chooses, and writes down what was not chosen and disagrees. The number of the chosen one.
guint merge_settle(Merging *merging, const Question *question, Claim *claims, guint count);

// --- parts, in merge_fields.c and merge_lists.c ---

void merge_fields(Merging *merging); // all that is no list
void merge_lists(Merging *merging);  // parties to commitments

// Where a member's pointer leads in the merged record.
void merge_move(Merging *merging, guint member, const char *from, const char *to);
// Appends to a list of the merged record, within its limit; the item's number, or -1.
int merge_append(Merging *merging, const char *list, json_t *item);
