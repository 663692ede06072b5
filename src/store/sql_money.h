// Amounts in a question of SQL: what they are in travels with them. Behind the argument of each sum
// stands what its amounts are in, sum(amount, currency, basis, 1), so that the engine can refuse
// several currencies or bases where it adds them up, or money of umbrellas together with that of
// others; and columns of words stand beside the amounts
// of the result, which nobody sees but the store. Found in the words of the SQL and in what is
// documented of the tables. Inside store/ only.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct SqlMoney SqlMoney;

// Between two words of one amount: a sum of euros and dollars is in "EUR + USD".
#define SQL_MONEY_JOINT " + "

// How the engines begin what they say of a sum that takes money in twice.
#define SQL_MONEY_UMBRELLAS "amounts of umbrellas and of others"
#define SQL_MONEY_REPEATS "amounts that come several times"

typedef struct {
    bool is_remote;        // it is for PostgreSQL
    bool has_umbrellas;    // the facts hold money that counts twice
    bool spares_dollars;   // sums of dollars on several bases are left alone
    bool spares_umbrellas; // sums of umbrellas and others are
    bool spares_repeats;   // sums of what a join repeats are
} SqlMoneyOptions;
SqlMoney *sql_money_read(const char *sql, const SqlMoneyOptions *options);
const SqlMoneyOptions *sql_money_options(const SqlMoney *money);
void sql_money_free(SqlMoney *money); // accepts NULL
// The question to be asked; NULL: it stays as it is.
const char *sql_money_asked(const SqlMoney *money);
// The engine does not take it: from now on the question stays as it is, and nothing is known of it.
void sql_money_drop(SqlMoney *money);
// The byte of the question's own text that a byte of the one asked stands for.
gsize sql_money_origin(const SqlMoney *money, gsize byte);

// What amounts are, by the columns that they come from.
typedef struct {
    bool is_dollars;   // in one currency by their name, amount_usd; they may be on several bases
    bool is_converted; // by rates
    bool is_quantity;  // in units, not in currencies
    bool is_listed;    // of the table amounts, where one sum may stand in two currencies
} SqlMoneyTraits;

// A column of the result that holds amounts.
typedef struct {
    const char *name;
    gsize start, end; // of its formula
    // Names of columns with its currency, its basis, whether it counts, and by what it is known
    // again in another row; NULL.
    const char *words[4];
    bool is_ratio; // of amounts; it is none itself
    bool is_sum;   // of several partnerships
    SqlMoneyTraits traits;
} SqlMoneyColumn;
// The next after *index columns, which begins with 0; NULL: that was the last.
const SqlMoneyColumn *sql_money_next(const SqlMoney *money, guint *index);
// Whether the column is there for the store alone.
bool sql_money_is_hidden(const SqlMoney *money, const char *name);
// The name of a column of the result without what was put in; NULL: it is the engine's.
const char *sql_money_name(const SqlMoney *money, guint column);

// The bytes that sum number (from 1) stands in; false: no such sum. compares: it is max() or min().
bool sql_money_place(const SqlMoney *money, guint number, gsize *start, gsize *end, bool *compares);
// Of sum number; all false: there is no such.
SqlMoneyTraits sql_money_traits(const SqlMoney *money, guint number);
// A question for how many rows each currency has (or each basis; of umbrellas, each currency) among
// those that sum number adds up: the word, the number and their sum, the most first. Of repeats:
// how many amounts are, and by how much the sum is more. New string; NULL: it cannot be asked.
typedef enum {
    COUNT_CURRENCIES,
    COUNT_BASES,
    COUNT_UMBRELLAS,
    COUNT_REPEATS,
    COUNT_RESTATED // of asides alone: how many partnerships, and their money
} SqlMoneyCount;
char *sql_money_counting(SqlMoney *money, guint number, SqlMoneyCount kind);
// What no sum finds: a first term of ORDER BY, in a question or a window, and a comparison with a
// number, of amounts that may be in several currencies; a sum in a window whose amounts may come
// several times; a sum of converted amounts that may take in one sum said in two currencies.
// start, end: its bytes. sql: a question as sql_money_counting gives them, of the kind of counts,
// which lives as long as money.
typedef enum {
    ASIDE_ORDER,
    ASIDE_RANK,
    ASIDE_COMPARISON,
    ASIDE_REPEATS,
    ASIDE_RESTATED
} SqlAsideKind;
typedef struct {
    SqlAsideKind kind;
    SqlMoneyCount counts;
    gsize start, end;
    bool is_quantity; // of units, not of currencies
    const char *sql;
} SqlAside;
// False: there are no more.
bool sql_money_aside(const SqlMoney *money, guint index, SqlAside *out);
// Amounts of which it cannot be said what they are in: whether there are such in the result or in a
// sum, and where the first of them stand (equal: it is not known).
bool sql_money_doubt(const SqlMoney *money, gsize *start, gsize *end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SqlMoney, sql_money_free)
