// What the files of sql_why share: a question on its way to one that tells its facts. Inside store/
// only.
#pragma once
#include "store/sql_why_calls.h"

// Where a question stands: in another, or as the outermost.
typedef enum { WHY_INNER, WHY_TOP } WhyLevel;

typedef struct {
    SqlText text;
    Arena *arena;
    const char *problem;
    guint depth, unnamed, owned; // owned: columns of facts so far
    GArray *parts;               // of WhyPart
} Why;

bool why_fail(Why *why, const char *problem); // false; the first problem stays
const char *why_keep_text(const Why *why, Span span);
Span why_next_item(const Why *why, Span items, guint from);
const char *why_row_name(WhyLevel level); // of the column of the facts of a row

// --- columns of the outermost SELECT (sql_why_columns.c)

typedef struct {
    const SqlFrom *from;
    const SqlKnown *known;
    bool is_aggregate;
    GString *out;
} WhyColumns;
void why_add_part(Why *why, const WhyColumns *columns, WhyPart part, const char *facts);
void why_add_items(Why *why, const WhyColumns *columns, Span items);

// --- a SELECT taken apart, to be written with columns of facts (sql_why_core.c)

typedef struct {
    SqlCore core;
    SqlFrom from;
    GString *tables;
    char *row;        // the facts of a row; NULL: it has none
    GPtrArray *items; // of each item its own facts as char *, or NULL; empty with "*"
    bool is_aggregate, has_star;
} WhyCore;
void why_core_clear(WhyCore *core);
// Copies FROM, with the questions in it rewritten.
bool why_write_from(Why *why, const SqlCore *core, const SqlKnown *known, SqlFrom *from,
                    GString *out);
bool why_read_core(Why *why, Span span, const SqlKnown *known, WhyCore *out);
// "SELECT items", without DISTINCT; then the caller's columns; then FROM and what follows it.
void why_write_items(const Why *why, const WhyCore *core, GString *out);
void why_write_rest(const Why *why, const WhyCore *core, GString *out);

// --- several SELECTs (sql_why_sets.c)

typedef enum { WHY_ALL, WHY_UNION, WHY_INTERSECT, WHY_EXCEPT } WhySet;
// cores: of WhyCore *; kinds: of WhySet, what stands behind each. With "*" only UNION ALL is
// possible, and no column tells its own.
bool why_check_star(Why *why, const GPtrArray *cores, const GArray *kinds);
void why_write_stars(Why *why, const GPtrArray *cores, WhyLevel level, GString *out);
void why_write_sets(Why *why, const GPtrArray *cores, const GArray *kinds, WhyLevel level,
                    GString *out, SqlOwns *owns);

// --- questions (sql_why.c)

bool why_write_query(Why *why, Span span, const SqlKnown *known, WhyLevel level, GString *out,
                     bool *has_facts, SqlOwns *owns);
// One "name AS (...)". What cannot be rewritten stays as it is and is known as such.
SqlKnown *why_write_with(Why *why, const SqlWith *with, const SqlKnown *known, GString *out);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(WhyCore, why_core_clear)
