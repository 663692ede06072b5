// The SELECTs of a question, each with the tables it names and the columns it gives, so that a name
// in an expression is found where the engine finds it: in a column of a documented table, or in an
// expression of a question inside the question. Inside store/ only.
#pragma once
#include "store/sql_select.h"

typedef struct SqlQuery SqlQuery;
typedef struct SqlSelect SqlSelect;

// A table of FROM.
typedef struct {
    const char *alias;   // what columns call it, without quotes; NULL: nothing
    const char *written; // the same as SQL; NULL
    const char *dataset; // one that is documented; or NULL
    SqlQuery *query;     // or NULL; neither: its columns are not known
} SqlSource;

// A column that a SELECT gives.
typedef struct {
    const char *name;        // without quotes; NULL: its formula is its name
    const char *written;     // as SQL; NULL
    Span value;              // without "AS name"; empty for a column of *
    const SqlSource *source; // of *; else NULL
    guint column;            // of it, where it is a question
} SqlOutput;

struct SqlSelect {
    SqlQuery *query;
    SqlSelect *outer; // whose names may stand in this one too; or NULL
    SqlSelect *next;  // that UNION and the like put after it
    guint number;     // of all SELECTs of the question
    Span span;        // its tail too, where it stands alone
    SqlCore core;
    SqlSource *sources;
    guint source_count;
    SqlOutput *outputs;
    guint output_count;
    bool is_values;    // it has only outputs
    bool is_open;      // "*" of a table that is not known is among them
    bool has_star;     // any "*"
    bool joins_names;  // NATURAL or USING
    bool is_aggregate; // its rows are groups
};

// SELECTs with UNION and the like between them.
struct SqlQuery {
    guint number;
    Span span;
    SqlSelect *arms;
    guint arm_count;
    bool is_all;      // there is only UNION ALL
    bool is_repeated; // it names itself
    bool is_value;    // it stands in an expression
    Span names;       // of its columns, in parentheses behind the name of a WITH
};

typedef struct {
    SqlText text;
    Arena *arena;
    SqlQuery *top;      // NULL: it is no question that can be followed
    SqlQuery **queries; // by the index of their "("; NULL
    SqlSelect **owners; // of each token; NULL
    GPtrArray *selects; // all of them
    guint query_count;
} SqlTree;

// To be ended in any case.
void sql_tree_begin(SqlTree *tree, Arena *arena, const char *sql);
void sql_tree_end(SqlTree *tree);

// What a name stands for.
typedef struct {
    const SqlSelect *select; // whose table it is
    const SqlSource *source;
    const char *name;
    guint column; // of source->query
} SqlColumnRef;
// qualifier: the table that stands before the name, or NULL.
bool sql_tree_find(const SqlTree *tree, const SqlSelect *select, const char *qualifier,
                   const char *name, SqlColumnRef *out);
// "t.name" as SQL, in the arena.
const char *sql_tree_text(Arena *arena, const SqlColumnRef *column);
// The column that the span is, when it is nothing but a name. False: something else, or unknown.
bool sql_tree_name(const SqlTree *tree, const SqlSelect *select, Span span, SqlColumnRef *out);
// The name of an output of a question; NULL: it has none.
const char *sql_query_name(const SqlTree *tree, const SqlQuery *query, guint column);
