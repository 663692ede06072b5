// Which facts are behind each cell of a question's result: it is asked again with columns that say
// so. Of an aggregate those count that its FILTER, its WHERE and its argument let count.
#pragma once
#include "store/store.h"

typedef enum {
    WHY_COUNTED,
    WHY_DIVISOR,   // what stands behind a "/"
    WHY_SUBTRACTED // what stands behind a "-"
} WhyRole;

enum { WHY_STAGES_MAX = 3 };

// An aggregate in a column.
typedef struct {
    const char *column; // of the result
    const char *text;   // as the question writes it
    WhyRole role;
    bool is_extreme;  // min or max: made of the facts that hold it
    bool is_counting; // a number of rows
    // What leaves facts of the row out, one condition after the other, in words. The last is met by
    // the part's facts; of an extreme they are among those that meet it.
    guint stage_count;
    const char *stages[WHY_STAGES_MAX];
} WhyPart;

typedef struct {
    const char *problem; // why nothing is known, else NULL
    guint row_count, part_count;
    const WhyPart *parts;
    const Lineage *const *rows;  // of each row, none NULL
    const Lineage *const *facts; // of row r and part p at r * part_count + p, none NULL
    // Likewise, how many rows of the facts the part counts; a fact may have several.
    const guint *counted;
    // Likewise, of an extreme: all that were compared; of other parts NULL.
    const Lineage *const *compared;
    // The facts that meet stage s of part p in row r: at (r * part_count + p) * WHY_STAGES_MAX + s.
    const Lineage *const *stages;
} StoreWhy;

typedef struct {
    const char *sql;
    const StoreParam *params;
    guint param_count;
} StoreQuestion;

// table: what store_query gave for the question. In the arena; nothing is reported.
const StoreWhy *store_why(Store *store, Arena *arena, const StoreQuestion *question,
                          const Table *table);

// The facts that are left by the conditions of a question, one after the other.
typedef struct {
    const char *what; // "WHERE year > 2000", "AND NOT umbrella", "HAVING count(*) > 2"
    const Lineage *facts;
} WhyCondition;
// In the arena, *count of them; none where conditions do not lead from all rows to the result.
const WhyCondition *store_why_conditions(Store *store, Arena *arena, const StoreQuestion *question,
                                         guint *count);
