// A question rewritten so that it also tells which facts are behind each row and each aggregate of
// its result. Inside store/ only.
#pragma once
#include "base/arena.h"
#include "store/why.h"

#define SQL_WHY_TOP "accord_row"          // the column of the facts behind a row
#define SQL_WHY_ROW "accord_facts"        // the same of questions inside the question
#define SQL_WHY_PART "accord_part_%u"     // that of a part
#define SQL_WHY_STAGE "accord_part_%u_%u" // of what meets a stage of it
#define SQL_WHY_OWN "accord_own_%u"       // of a column of a question inside the question

typedef struct {
    const char *sql;     // NULL: it cannot be rewritten
    const char *problem; // why not; NULL: it asks nothing that has facts
    guint part_count;
    const WhyPart *parts;
} SqlWhy;

// In the arena. Numbers of facts come joined by commas, which may stand alone; NULL is none. Of a
// least or greatest value they come with what they hold, behind the value itself, among the others:
// "{=9,1:4,2,3:9}".
SqlWhy sql_why_make(Arena *arena, const char *sql);

// A condition of a question, with a question for the facts that are left when it is met, and those
// before it, in its only column; in the arena. What does not lead from all rows to those of the
// result by conditions has none.
typedef struct {
    const char *what; // "WHERE year > 2000", "AND NOT umbrella", "HAVING count(*) > 2"
    const char *sql;
} SqlCondition;
const SqlCondition *sql_why_conditions(Arena *arena, const char *sql, guint *count);
