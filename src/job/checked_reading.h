// Facts read with what was found of their evidence: once for the claims, which are then looked up,
// and once more for the sink.
#pragma once
#include "facts/evidence.h"
#include "facts/merge.h"

typedef struct {
    Diags *diags;        // of evidence and merging; those of the options are the records'
    const char *sources; // the folder of captured texts
    MergeMode mode;
    const char *const *lists; // of pairs to be merged, ended by NULL; or NULL
    bool within_files;        // as of MergeReading
} CheckedReading;

// False and reported on failure; a text that cannot be read is reported too.
bool checked_reading_run(const FactsOptions *options, const char *const *paths, guint path_count,
                         const FactsSink *sink, const CheckedReading *how, FactsSummary *summary);
