// Records that may be one partnership though nothing says so: two shared parties, a shared sector
// (or none in both), dates at most 400 days apart (or none in one), the same numbers in their
// titles and most of the words. What is found is a proposal; docs: accord-facts(5), ONE PARTNERSHIP
// ONCE.
//
// Never quadratic: only records with the same two parties and sector are compared, in the order of
// their days, each with at most 64 that come after it. About 200 bytes a record are kept.
#pragma once
#include "facts/facts.h"

enum { MERGE_PROPOSALS_LIMIT = 100000 };

typedef struct {
    const char *ids[2], *titles[2];
    double score;       // of the titles: shared words by all words, 0.6 to 1
    const char *reason; // "Pakistan, Russia; steel; 53 days apart"
} MergeProposal;

typedef struct MergeMatch MergeMatch;
MergeMatch *merge_match_new(void);
void merge_match_free(MergeMatch *match); // accepts NULL
// Takes records down and hands them on to inner, which is copied.
FactsSink merge_match_sink(MergeMatch *match, const FactsSink *inner);
void merge_match_run(MergeMatch *match);
// The most alike first. They live as long as the match.
guint merge_match_count(const MergeMatch *match);
const MergeProposal *merge_match_nth(const MergeMatch *match, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MergeMatch, merge_match_free)
