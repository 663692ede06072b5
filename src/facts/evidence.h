// Claims looked up in the captured texts of their sources. A claim is a piece of evidence with a
// quote or a range; what names a record of a data set and quotes nothing is counted, not checked.
//
// A text is the file that the source's "text" names below a folder, else SOURCE-ID.txt in it, else
// the file in it whose digest the source gives as "captured". Nothing outside the folder is read.
//
// Work is linear in the texts and the claims, whatever they hold (quote_search.h, comparable.h;
// approximate.h says how nearness is bounded). One text is in memory at a time.
#pragma once
#include "facts/facts.h"

enum {
    EVIDENCE_TEXT_LIMIT = 1 << 30, // bytes of one text
    EVIDENCE_RANGE_LIMIT = 65536   // bytes of one range, which its digest is taken of
};

typedef struct {
    guint64 record; // the how-manyth partnership that was handed on, from 0
    guint position; // in its evidence, from 0
    RecordSite site;
    const char *partnership, *source, *supports, *quote; // supports, quote: or NULL
    const char *claimed;                                 // the number or date claimed, or NULL
    EvidenceState state;
    double score; // 1 when exact or normalised, 0 when not found
    NumberState number;
    const char *against; // what of the passage speaks against it: "another day", or NULL
    const char *path;    // of the text, or NULL
    gint64 start, end;   // bytes of the text, or -1
    guint line, page;    // from 1; pages end with form feeds; 0: not found
    const char *found;   // the words of the text, cut when long; or NULL
    bool is_other_text;  // the source gives the digest of another text
    const char *note;    // what else is to be said, or NULL
} EvidenceClaim;

// A number or date that stands in no quote of its record.
typedef struct {
    const char *partnership, *field, *claimed; // "/amounts/0", "99 USD"
} EvidenceOrphan;

typedef struct {
    guint states[EVIDENCE_STATES], numbers[NUMBER_STATES];
    guint claims, records; // with a quote or a range; without
    guint texts, sources;  // texts that were read; sources with claims
    guint64 partnerships;  // all of them
    guint bare;            // partnerships without any evidence
    guint orphans;         // numbers and dates that stand in no quote of their record
    guint doubtful;        // inferred ones of which the quote says another
    guint other_text;      // claims looked up in a text that is not the captured one
} EvidenceSummary;

typedef struct EvidenceCheck EvidenceCheck;

// folder is kept as it is named for messages. diags must outlive the check.
EvidenceCheck *evidence_check_new(Diags *diags, const char *folder);
void evidence_check_free(EvidenceCheck *check); // accepts NULL
// A sink for facts_read that takes down the claims.
FactsSink evidence_check_sink(EvidenceCheck *check);
// Looks all of them up. False when a text could not be read (reported); its claims are unavailable.
bool evidence_check_run(EvidenceCheck *check);

guint evidence_check_count(const EvidenceCheck *check);
const EvidenceClaim *evidence_check_nth(const EvidenceCheck *check, guint index);
EvidenceSummary evidence_check_summary(const EvidenceCheck *check);
// The id of a partnership without any evidence: the nth of summary.bare.
const char *evidence_check_bare(const EvidenceCheck *check, guint index);
const EvidenceOrphan *evidence_check_orphan(const EvidenceCheck *check, guint index);

// "exact", "normalised", ...; "found", "partly", ...; NULL for what was not checked.
const char *evidence_state_name(EvidenceState state);
const char *evidence_number_name(NumberState state);
// Whether a claim was found at least as well as that (exact before normalised before fuzzy), and
// its number is not absent. EVIDENCE_VERIFIED is what may be printed as verified.
bool evidence_meets(EvidenceState state, NumberState number, EvidenceState require);
#define EVIDENCE_VERIFIED EVIDENCE_NORMALISED
// The same for what counts as verified: not what was inferred.
bool evidence_is_verified(EvidenceState state, NumberState number);

// A second reading of the same facts, with what was found: hands records on to a sink with the
// finding of each piece of evidence.
typedef struct EvidenceMarks EvidenceMarks;
EvidenceMarks *evidence_marks_new(const EvidenceCheck *check, const FactsSink *inner);
void evidence_marks_free(EvidenceMarks *marks); // accepts NULL
FactsSink evidence_marks_sink(EvidenceMarks *marks);

// For programs (accord(1) describes both). require: the gate. New strings.
char *evidence_to_json(const EvidenceCheck *check, EvidenceState require);
// SARIF 2.1.0 (OASIS): a result for each claim that is not exact or whose number is absent.
// version: of the program.
char *evidence_to_sarif(const EvidenceCheck *check, EvidenceState require, const char *version);
guint evidence_count_failed(const EvidenceCheck *check, EvidenceState require);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EvidenceCheck, evidence_check_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EvidenceMarks, evidence_marks_free)
