// What facts_read asks of a plan (merge.h). Inside facts/ only.
#pragma once
#include "facts/merge.h"

typedef enum { MERGE_FIRST, MERGE_ID, MERGE_SAME_AS, MERGE_LIST, MERGE_SIMILAR } MergeRule;
const char *merge_rule_name(MergeRule rule); // "first", "id", "same_as", "list", "similar"

// Whether an id that the run has already may come again.
bool merge_plan_allows(const MergePlan *plan, bool is_same_file);
bool merge_plan_is_settled(const MergePlan *plan); // there are groups, and members are to be held
// Whether an id has come again, so that facts will be read a second time.
bool merge_plan_is_certain(const MergePlan *plan);
// While watching.
void merge_plan_note_again(MergePlan *plan, const char *id);
void merge_plan_note_same_as(MergePlan *plan, const char *id, const char *other);
// Ids of pairs that no record has: has(data, id) says so. At the end of the first reading.
void merge_plan_forget_unknown(MergePlan *plan, bool (*has)(const void *data, const char *id),
                               const void *data);

// The group of an id, from 0; false when its record stands alone.
typedef struct {
    guint group;
    MergeRule rule;
    double score; // of MERGE_SIMILAR
} MergePlace;
bool merge_plan_find(const MergePlan *plan, const char *id, MergePlace *out);
Diags *merge_plan_diags(const MergePlan *plan);
guint merge_plan_group_count(const MergePlan *plan);
void merge_plan_forget_counts(MergePlan *plan);
void merge_plan_count(MergePlan *plan, guint records, guint conflicts); // of one that was merged
