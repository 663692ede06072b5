// The tables of a SELECT, and which of them hold facts. Inside store/ only.
#pragma once
#include "store/sql_select.h"

// A column of a question that tells facts of its own, since it is made of aggregates.
typedef struct {
    const char *name;  // without quotes
    const char *facts; // the column of its facts
    const char *text;  // what it is made of, as the question writes it
    guint column;      // its place among the columns that the question names
} SqlOwn;
typedef struct {
    guint count;
    const SqlOwn *columns;
    const char *row; // the column of the facts of a row; NULL: SQL_WHY_ROW
    bool is_rows;    // each of its rows is one of a dataset, not several made into one
} SqlOwns;

// A name that WITH gives.
typedef struct SqlKnown SqlKnown;
struct SqlKnown {
    const char *name;
    bool has_facts;
    bool is_opaque; // it is made of facts, in a way that is not followed
    SqlOwns owns;
    Span body; // what stands in the parentheses behind it
    const SqlKnown *next;
};
// NULL: there is none of that name, which may be NULL.
const SqlKnown *sql_known_find(const SqlKnown *known, const char *name);

enum { SQL_TABLES_MAX = 16 };

typedef struct {
    const char *name;   // without quotes; borrowed
    char written[80];   // as SQL
    const char *column; // of its facts; NULL: it has none
    bool is_dataset;
    SqlOwns owns;
} SqlTable;

typedef struct {
    SqlTable tables[SQL_TABLES_MAX];
    guint count;
    bool is_opaque;  // one of them is
    bool is_grouped; // rows of them are made into one
} SqlFrom;

typedef enum { SQL_FROM_END, SQL_FROM_PROBLEM, SQL_FROM_QUERY } SqlFromStep;

typedef struct {
    const SqlText *text;
    Span span;
    const SqlKnown *known;
    guint at, copied;
    bool is_inside, is_joined; // reading may go on behind a question; a table was read
    const char *problem;
} SqlFromReader;

// Reads tables and copies them up to the next question in parentheses (with its "("), which the
// caller writes; sql_from_query_end goes on behind it.
SqlFromStep sql_from_next(SqlFromReader *reader, SqlFrom *from, GString *out, Span *query);
void sql_from_query_end(SqlFromReader *reader, SqlFrom *from, bool has_facts, const SqlOwns *owns,
                        guint *unnamed, GString *out);

// Whether the name at the index is that of a column that tells facts of its own; *name is then all
// of it, its table too.
bool sql_from_own_at(const SqlText *text, const SqlFrom *from, Span item, guint index, Span *name);
// The same column; NULL: there is none.
const SqlOwn *sql_from_own(const SqlText *text, const SqlFrom *from, Span name,
                           const SqlTable **table);
// An expression of SQL with the numbers of facts of a row: of the columns in the span that tell
// their own, when there is one; else of the tables that every name in the
// span says, when each name says its table; else of the datasets and of what has their rows as they
// are, and without any of what is made of them. NULL: none of them has facts. New string.
char *sql_from_facts(const SqlText *text, const SqlFrom *from, Span span);
// Whether a table has rows of datasets, as they are.
bool sql_from_is_rows(const SqlFrom *from);
// Whether a name in the span may hold facts.
bool sql_from_mentions_facts(const SqlText *text, Span span, const SqlKnown *known);
