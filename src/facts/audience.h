// Who may read what. Sources, partnerships and their parts may name an audience, from everyone to
// a few (data/vocabulary/audiences.json); a report for one of them is made from facts that were
// cleared of all that is for narrower ones, so that nothing of it can be printed, counted or
// attached.
#pragma once
#include "facts/facts.h"

// The audience that a word means; an unknown word is taken for the narrowest. NULL when there is no
// vocabulary.
const Term *audience_term(const Vocabularies *vocabularies, const char *word);

typedef struct {
    guint64 records; // sources and partnerships that were left out
    guint64 parts;   // amounts, commitments, ... left out of others
} AudienceWithheld;

// Reads the facts behind the paths as facts_read does, with all its messages, and writes to the
// file `output`, as JSON Lines, those that readers of the audience `level` may see. With a record
// goes what only it cites and what points to it. False and reported on errors.
bool audience_clear(const FactsOptions *options, const Term *level, const char *const *paths,
                    guint path_count, const char *output, AudienceWithheld *withheld);
