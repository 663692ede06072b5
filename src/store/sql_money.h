// Sums of amounts in a question of SQL. Behind the argument of each is put what the amounts are in,
// sum(amount, currency, basis, 1), so that the engine can refuse several currencies or bases where
// it adds them up; and the columns of the result that are amounts are known by their names. By the
// words of the SQL alone: the engine says whether there are such columns where the sum stands.
// Inside store/ only.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct SqlMoney SqlMoney;

SqlMoney *sql_money_read(const char *sql);
void sql_money_free(SqlMoney *money); // accepts NULL
// The question with what is put in; NULL when nothing is. New string.
char *sql_money_guarded(const SqlMoney *money);
// The engine does not know a name at that byte of the guarded question: it is not put in there any
// more. False when the byte is in the question's own text.
bool sql_money_drop(SqlMoney *money, gsize byte);
void sql_money_drop_all(SqlMoney *money); // nothing is put in any more
// A column's name without what was put in. New string.
char *sql_money_column(const SqlMoney *money, const char *name);
// The bytes of the question's own text that sum number (from 1) stands in; false: no such sum.
bool sql_money_place(const SqlMoney *money, guint number, gsize *start, gsize *end);
// Which columns say what the amounts of a column are in; false when it is not known to hold such.
bool sql_money_words(const SqlMoney *money, const char *column, const char **currency,
                     const char **basis);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SqlMoney, sql_money_free)
