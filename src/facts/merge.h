// One partnership that several records tell of becomes one record: by its id in several files, by
// same_as, by a list of pairs that somebody looked through. docs: accord-facts(5), ONE PARTNERSHIP
// ONCE.
//
// A plan goes through two readings of the same facts. During the first it watches: records go on to
// the sink as they are, and only ids that come again and pairs of same_as are kept; of facts
// without any nothing is. When merge_plan_settle then says so, what the sink got is thrown away and
// the facts are read again: members of groups wait in a temporary file, and are handed on in the
// end as one record each, in the order of their first members.
//
// The merged record is a record of facts like any other: its members and the values that were not
// chosen are in it ("merged", "conflicts"), so that it can be written out, read again, and taken
// apart (FactsOptions.take_apart).
#pragma once
#include "base/json.h"
#include "facts/facts.h"

enum {
    MERGE_MEMBERS_LIMIT = 1000,   // records of one partnership, as many as a list has items
    MERGE_BYTES_LIMIT = 64 << 20, // of the records of one partnership
    MERGE_LIST_LIMIT = 16 << 20   // bytes of a list of pairs
};

// In what a claim may be better than another.
typedef enum {
    BY_RANK, // that a user gave the source
    BY_STATUS,
    BY_PRECISION,
    BY_EVIDENCE,
    BY_SOURCE,
    BY_STAGE,
    BY_READING
} Criterion;
extern const Keyword merge_criteria[]; // as conflicts name them: "newer source", ...

// What is said about merging goes to diags, which outlive the plan. within_files: ids may come
// again within one file too: of facts that were gathered from several.
MergePlan *merge_plan_new(Diags *diags, bool within_files);
void merge_plan_free(MergePlan *plan); // accepts NULL
// Pairs of a file that accord facts merge wrote, or of one made by hand:
// {"same_as": 1, "pairs": [{"ids": ["a", "b"], ...}, ...]}, with "not_same" beside them: pairs that
// are never merged, whatever else says so. False and reported when it is wrong.
bool merge_plan_load(MergePlan *plan, const char *path);
// The pairs of "not_same", as they were read; ids live as long as the plan.
guint merge_plan_apart_count(const MergePlan *plan);
void merge_plan_apart_nth(const MergePlan *plan, guint index, const char *ids[2]);
// A pair that a rule found. score: 0 to 1.
void merge_plan_add_similar(MergePlan *plan, const char *a, const char *b, double score);

// After the first reading: whether records are to be merged, so that there must be a second.
bool merge_plan_settle(MergePlan *plan);
typedef struct {
    guint64 records;      // that were merged
    guint64 partnerships; // that they became
    guint64 conflicts;    // values that differ
} MergeCounts;
// One note: how many records were merged. Nothing when none was.
void merge_plan_report(const MergePlan *plan);

// --- reading with merging ---

typedef enum {
    MERGE_MODE_IDS,   // by id, same_as and lists
    MERGE_MODE_ALIKE, // also what is alike (merge_match.h)
    MERGE_MODE_NONE,  // not at all; what was merged before is taken apart
    MERGE_MODE_KEEP   // records stay as they are, merged or not
} MergeMode;
extern const Keyword merge_modes[]; // "ids", "similar", "none"

typedef struct {
    MergeMode mode;
    const char *const *lists; // paths of lists of pairs, ended by NULL; or NULL
    bool within_files;
    // Throws away what the sink got and says where records go from now on. False on failure, which
    // is reported. NULL: nothing is to be done.
    bool (*again)(void *data, FactsSink *sink);
    void *data;
    Diags *diags;  // what is said about merging; NULL: those of the options
    bool is_quiet; // nothing is said about what was merged
} MergeReading;
// facts_read, a second time when records are to be merged. *plan, unless NULL, is then the plan, or
// NULL when nothing is merged.
bool merge_read(const FactsOptions *options, const char *const *paths, guint path_count,
                const FactsSink *sink, const MergeReading *how, FactsSummary *summary,
                MergePlan **plan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MergePlan, merge_plan_free)
