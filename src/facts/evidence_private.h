// What the evidence check is made of. Inside facts/ only.
#pragma once
#include "facts/evidence.h"

// The number or date that a claim makes.
typedef struct {
    enum { CLAIMED_NOTHING, CLAIMED_NUMBER, CLAIMED_DATE } kind;
    Decimal values[2]; // any of them will do: 1.2 and 1200000000 of "1.2 bn t"
    guint value_count;
    const char *currency, *unit; // of an amount, of a quantity; or NULL
    const char *label;           // of a quantity
    Edtf date;
    bool is_inferred; // the record says from what it was concluded
} Claimed;

// A number or date of a record for which there is no evidence of its own.
typedef struct {
    EvidenceOrphan out;
    Claimed claimed;
    bool is_held;   // in a quote for something else of the record
    bool was_asked; // some quote of the record was found
} Orphan;

typedef struct {
    EvidenceClaim out;
    const char *prefix, *suffix, *sha256;
    gint64 start, end; // as given
    bool in_characters;
    bool is_cut; // the quote was found inside a longer word alone
    Claimed claimed;
    Orphan *orphans; // of its record
    guint orphan_count;
} Claim;

typedef struct {
    const char *id, *text, *sha256; // as the source's record says; id alone when there is none
    const char *language;           // BCP 47, or NULL
    gint64 bytes;
    GPtrArray *claims; // Claim
} ClaimSource;

struct EvidenceCheck {
    Diags *diags;
    Arena *arena;
    const char *folder;
    GPtrArray *claims;      // Claim, in the order of reading
    GHashTable *by_place;   // "record/position" as one number -> Claim
    GHashTable *sources;    // id -> ClaimSource
    GPtrArray *source_list; // in the order of the first claim
    GHashTable *digests;    // of the files of the folder: SHA-256 -> path; NULL: not made yet
    guint64 records;        // partnerships so far
    GPtrArray *bare;        // ids of partnerships without evidence
    GPtrArray *orphans;     // Orphan; once looked up: those that no quote holds
    guint others;           // evidence without quote and range
    GHashTable *texts;      // paths of those that were read
};

// evidence_claims.c: what a piece of evidence claims.
Claimed evidence_claimed(const Partnership *partnership, const char *supports, Arena *arena,
                         const char **shown);
// Words of a text: [start, end) of its bytes. What stands around them is looked at too.
typedef struct {
    const char *text;
    gsize length, start, end;
    const char *language; // of the text, or NULL
} Passage;
// *against: what speaks against the number or date ("another day", "another currency"), or as what
// alone it is there ("a bound"); else NULL.
NumberState evidence_number(const Claimed *claimed, const Passage *passage, const char **against);
// Marks those that the passage says.
void evidence_find_orphans(Orphan *orphans, guint count, const Passage *passage);

// evidence_orphans.c: takes down the numbers and dates of a record without evidence of their own.
// claims: those of the record.
void evidence_take_orphans(EvidenceCheck *check, const Partnership *partnership,
                           Claim *const *claims, guint claim_count);
// Keeps those that are in no quote.
void evidence_settle_orphans(EvidenceCheck *check);

// evidence_texts.c: the path of a source's text, NULL when there is none. In the arena. *by_digest
// when it was found by its digest.
const char *evidence_text_path(EvidenceCheck *check, const ClaimSource *source);

// What a text is instead of words in UTF-8: "the text is HTML; ...", or NULL. *is_unreadable:
// nothing can be found in it.
const char *evidence_text_trouble(const Source *text, bool *is_unreadable);
// Leaves of HTML what its reader reads; all else stays as it is.
void evidence_text_strip(Source *text);

// evidence_lookup.c: looks the claims of one source up in its text: ranges and digests in its bytes
// as they are, all else in what evidence_text_strip leaves of it.
void evidence_lookup(const ClaimSource *source, Source *text, Arena *arena);
