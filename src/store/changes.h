// What changed in the facts since an earlier state: what a store that lasts held after one of its
// runs, or other facts. It is worked out when the dataset "changes" is first asked for.
#pragma once
#include "facts/change.h"
#include "store/store.h"

typedef struct {
    // Of a store that lasts: the number of a run, or a day (YYYY-MM-DD). NULL: the state before the
    // last run that changed anything. Beside earlier facts: the day that these speak of; NULL:
    // their last day.
    const char *since;
    const char *day; // beside the number of a run: when its state was last looked at,
                     // ISO; NULL: the run's own
    Store *earlier;  // other facts, ready, which become the store's; or NULL
    // Other facts that are read when they are first asked for, with the day that they speak of as
    // since: gives them, ready, or NULL and reported. May be NULL.
    Store *(*read)(void *data, Diags *diags);
    void *data;
    const Materiality *materiality; // of the column "material"; NULL: change_materiality
} StoreComparison;
// False and reported when since names no run and no day. Nothing earlier is no error.
bool store_compare(Store *store, Diags *diags, const StoreComparison *comparison);

typedef struct {
    gint64 run;        // that the state was left by; 0: other facts
    const char *as_of; // its day, ISO
} StoreEarlier;
// NULL when there is nothing earlier to compare with.
const StoreEarlier *store_earlier(Store *store);
// The earlier state as a store of its own, made when first asked for, with its day as as_of; NULL
// when there is none, or when it cannot be made, which is reported. It belongs to the store.
Store *store_earlier_facts(Store *store, Diags *diags);
// How often the changes or the earlier state were asked for: of stores that many reports share.
guint store_changes_asked(const Store *store);
// The records of the earlier state, as store_export gives those of this one. NULL when they are
// larger than STORE_EXPORT_LIMIT, or cannot be read.
GBytes *store_export_earlier(Store *store);
// Hands the records of an earlier state that a run left to line, as store_each_record does.
bool store_each_earlier_record(Store *store, StoreLine *line, void *data);

// Facts by kind, as the block changes counts them; what is not material is counted in left_out
// alone.
typedef struct {
    guint64 kinds[CHANGE_KINDS];
    guint64 facts; // with any material change
    guint64 rows;  // material ones: a fact has one for each field that was revised
    guint64 left_out;
} ChangeCounts;
// False and reported on failure.
bool store_count_changes(Store *store, Diags *diags, ChangeCounts *out);
// For run.json: {"since": {"run"?, "as_of"}, "new": n, ..., "facts": n, "rows": n, "left_out": n,
// "changes": [...]} of the material changes, at most `limit` of them; "since" is null when there is
// nothing earlier. New reference; NULL and reported on failure.
json_t *store_changes_json(Store *store, Diags *diags, guint limit);
