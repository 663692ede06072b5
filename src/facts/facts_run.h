// One call of facts_read. Inside facts/ only.
#pragma once
#include "facts/map_model.h"
#include "facts/merge_run.h"
#include "facts/record.h"
#include "facts/references.h"

typedef struct {
    const FactsOptions *options;
    Diags *diags;
    const FactsSink *sink;
    References *references;
    MergeRun *merge; // of the second reading of facts that are merged; or NULL
    RecordContext context;
    FactsSummary summary;
    guint64 total_bytes, told_bytes;
    const char *file; // being read, as messages name it
    bool stopped;     // by the sink

    bool in_merged;       // what a merged record was merged from is being handed on
    guint64 renamed;      // records whose id came before
    char *renamed_sample; // the first of their new ids; or NULL

    bool is_lines; // so far as is known

    FactsMap *map; // of that file, or NULL
    Dirt *dirt;
    Diags *aside; // what is said about one mapped record
} FactsRun;

// Whether the id of a partnership may be taken: it is new, or comes again and is merged. Else it is
// reported, unless the run is mapped.
bool run_take_id(FactsRun *run, const char *id, const JsonNode *node, const RecordSite *site);
// Hands on a source, if it is good and new.
void run_take_source(FactsRun *run, const JsonNode *node, bool is_line, const RecordSite *site);
void run_hand_partnership(FactsRun *run, Partnership *partnership, const RecordSite *site);

// facts_mapped.c: the records of one JSON value, which is the whole document or a line.
void run_begin_mapped(FactsRun *run);
void run_take_mapped(FactsRun *run, const JsonNode *root, guint line);
void run_end_mapped(FactsRun *run);
