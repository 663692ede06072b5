// Which facts an aggregate, a window function or a formula of them counts, as expressions of SQL
// that stand beside it. Inside store/ only.
#pragma once
#include "store/sql_from.h"

// All strings are new. An aggregate counts what its FILTER lets, what its argument has a value for,
// and, of a sum, what is not 0; each of these is a stage. facts of a stage: of what meets it and
// those before it. The last stage's are those that count, of an extreme those that are compared.
typedef struct {
    guint count;
    char *conditions[WHY_STAGES_MAX]; // of SQL
    char *words[WHY_STAGES_MAX];
} SqlStages;
SqlStages sql_stages(const SqlText *text, const SqlCall *call);
void sql_stages_clear(SqlStages *stages);

// Numbers of facts joined by commas, of those that meet the first `count` stages. NULL: its tables
// hold none.
char *sql_call_facts(const SqlText *text, const SqlFrom *from, const SqlCall *call, guint count);
// Of min(x) and max(x): "{=" with the value, then the facts of each x with it, "}" at the end, as
// store/why.c reads it.
char *sql_extreme_facts(const SqlText *text, const SqlFrom *from, const SqlCall *call);
// Either.
char *sql_counted_facts(const SqlText *text, const SqlFrom *from, const SqlCall *call);
// The facts of all that an expression is made of, but for divisors and conditions: of its
// aggregates and of columns that tell their own. NULL: it has none.
char *sql_value_facts(const SqlText *text, const SqlFrom *from, Span item, bool is_aggregate);
// Of a column that tells its own, of its group in a SELECT of groups.
char *sql_own_facts(const SqlText *text, const SqlFrom *from, Span name, bool is_aggregate);
// Whether the token names a column of the row itself, and neither a function nor the item.
bool sql_is_column_at(const SqlText *text, Span item, guint index);
// Whether what an aggregate gives is a number of rows.
bool sql_is_counting(const SqlText *text, const SqlCall *call);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SqlStages, sql_stages_clear)
