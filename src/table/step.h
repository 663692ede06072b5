// One transform being applied: its JSON object, the table it gets, and what the transforms before
// it left behind. Internal to the table floor; each transform is a function from a step to a table.
#pragma once
#include "table/group.h"
#include "table/sort.h"
#include "table/transform.h"

typedef struct Step Step;
struct Step {
    TransformContext context; // find_param also knows the params of this array
    Arena *arena;             // of the context
    Reader reader;            // of the transform's object
    const Table *table;       // input
    GHashTable *derived;      // names of columns that transforms made; these are not parsed again
};

typedef const Table *(*StepFunction)(Step *step);

typedef struct {
    const char *const *names;
    guint count;
} NameList;

// Each reads one member; false and reported when malformed. Fields that the table does not have are
// warned about. A required member that is absent is reported.
bool step_field(Step *step, const char *key, const char **out); // required
bool step_fields(Step *step, const char *key, NameList *out);   // optional
bool step_require_fields(Step *step, const char *key, NameList *out);
bool step_sort(Step *step, const SortField **out, guint *count); // "sort"
// "as": one or two names; what is not given stays. A single name gives the second by "_end".
bool step_as_range(Step *step, const char **start, const char **end);
// "as": an array of two names (either may be left out), for key and value.
bool step_as_pair(Step *step, const char *names[2]);
// Two numbers; *has says whether they were there.
bool step_extent(Step *step, double extent[2], bool *has);
// Warns when no row can have the field.
void step_check_field(const Step *step, const JsonNode *node, const char *field);
// Closes the reader: true when nothing was wrong, and the transform can do its work.
bool step_end(Step *step);
// Notes the name of a column as made by a transform; step_output also gives its fresh values.
void step_note_derived(Step *step, const char *name);
Value *step_output(Step *step, Table *table, const char *name);
// A new table of the same kind, empty but for room for columns; for transforms that make rows.
Table *step_new_table(const Step *step, guint column_room, guint row_count);
// Reports and is false when a result would have too many cells.
bool step_check_size(const Step *step, guint64 columns, guint64 rows);
// A column as the data should be read for a comparison: "number", "string", "date"; the same table
// when nothing changes or the column was made by a transform.
const Table *step_parse_column(Step *step, const Table *table, const char *field, const char *type);
// The union of the lineages of each group's rows; NULL when the table has none.
const Lineage **step_group_lineage(const Step *step, const Groups *groups);
// Copies the key columns of groups; rows_per_group rows each.
void step_fill_keys(Step *step, Table *out, const Groups *groups, const NameList *groupby,
                    const guint *rows_per_group);

// One entry of "aggregate", "joinaggregate" or "window".
typedef struct {
    const char *op, *field, *as;
    double param;
    bool has_param;
    const JsonNode *node;
} OpSpec;
bool step_ops(Step *step, const char *key, OpSpec **out, guint *count);
// The aggregate operation of an entry; -1 and reported when there is none of that name, or it lacks
// its field. extra: other names that would do there, for the suggestion; ends with NULL.
int step_aggregate_op(const Step *step, const OpSpec *spec, const char *const *extra);

// One file per family.
const Table *step_filter(Step *step);
const Table *step_calculate(Step *step);
const Table *step_aggregate(Step *step);
const Table *step_joinaggregate(Step *step);
const Table *step_window(Step *step);
const Table *step_stack(Step *step);
const Table *step_bin(Step *step);
const Table *step_time_unit(Step *step);
const Table *step_fold(Step *step);
const Table *step_flatten(Step *step);
const Table *step_pivot(Step *step);
const Table *step_lookup(Step *step);
const Table *step_impute(Step *step);
const Table *step_sample(Step *step);
const Table *step_extent_param(Step *step);
const Table *step_quantile(Step *step);
const Table *step_density(Step *step);
const Table *step_regression(Step *step);
const Table *step_loess(Step *step);
// For window with the whole partition as frame.
const Table *step_join_ops(Step *step, const OpSpec *specs, guint count, const NameList *groupby);
// Numbers of one array param, kept by the step: set by "extent".
void step_set_param(Step *step, const char *name, double min, double max);
