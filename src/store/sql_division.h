// Divisions in a question. PostgreSQL divides decimals as decimals and whole numbers as whole
// numbers; SQLite has no decimals, and would divide a whole amount as a whole number. So each
// division of a decimal gets a factor of 1.0 before its sign in SQLite. What is a decimal is found
// in the words of the SQL, by the types that PostgreSQL gives. Inside store/ only.
#pragma once
#include <glib.h>
#include <stdbool.h>

// The question with what is put in; NULL when nothing is. New string.
char *sql_division_exact(const char *sql);
// The byte of the question's own text that a byte of the exact one stands for.
gsize sql_division_origin(const char *exact, gsize byte);
// A text that holds parts of the exact question without what was put in. New string; NULL when it
// holds nothing of it.
char *sql_division_plain(const char *text);
// The first division of which it cannot be told; false when there is none.
bool sql_division_doubt(const char *sql, gsize *start, gsize *end);
