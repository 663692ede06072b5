// The inside of SqlMoney, shared by the files sql_money*.c. Inside store/ only.
#pragma once
#include "store/sql_amount.h"
#include "store/sql_money.h"

// An aggregate over amounts that is guarded.
typedef struct {
    Span span, argument, filter;
    const SqlSelect *select;
    bool compares;
    SqlMoneyTraits traits;
    const char *words[WORD_COUNT]; // that the engine looks at; NULL
    const char *currency;          // that it is in; NULL: dollars, or not known
} MoneyCall;

// What no guard finds, and a question of its own does (sql_money_aside.c).
typedef struct {
    SqlAsideKind kind;
    const SqlSelect *select;
    Span span;        // what is told of
    Span operand;     // of a comparison: the amount
    Span window;      // inside OVER (...)
    bool is_grouped;  // the amount is one of groups
    bool is_quantity; // in units
    const char *word; // its currency, or what it is known again by
    MoneyCall call;   // of repeats and of what is restated: the sum
    const char *keys; // of what is restated: those of its groups, each with a comma before it
} MoneyAside;

struct SqlMoney {
    AmountWork work; // what it points to lives in the arena
    SqlMoneyOptions options;
    const char *sql;
    char *asked;      // owned; NULL
    GArray *calls;    // of MoneyCall, in the order of their numbers
    GArray *columns;  // of SqlMoneyColumn
    GArray *asides;   // of MoneyAside
    GPtrArray *names; // of all columns of the result that the engine may call otherwise; or NULL
    bool is_in_doubt;
    Span doubt; // empty: it is not known where
};

// sql_money.c
gsize sql_money_start(const SqlMoney *money, guint token);
gsize sql_money_end(const SqlMoney *money, Span span);
// A part of the question as it is asked. New string; empty for an empty span.
char *sql_money_part(const SqlMoney *money, Span span);
bool sql_money_is_any(const SqlText *text, guint index, const char *const *words, guint count);
bool sql_money_compares(const SqlText *text, guint index);            // max, min
const MoneyCall *sql_money_call(const SqlMoney *money, guint number); // NULL: there is no such

// sql_money_counting.c
// "WITH ..." before the question. New string.
char *sql_money_with(const SqlMoney *money);
// The amounts of a call that come several times in a group, whose keys stand in SQL with commas
// (empty: there is one group): which, and how much of them is too much. New string.
char *sql_money_repeats(const SqlMoney *money, const MoneyCall *call, const char *keys);
// The partnerships of a call, by words[WORD_ROW], whose amounts on one basis are in several
// currencies in a group; keys: each with a comma before it. New string.
char *sql_money_restated(const SqlMoney *money, const MoneyCall *call, const char *keys);

// sql_money_aside.c
void sql_money_note_asides(SqlMoney *money);
// Of a sum of converted amounts: one partnership may say one sum in two currencies.
void sql_money_note_restated(SqlMoney *money, const SqlSelect *select, const SqlCall *call,
                             const SqlAmount *amount);
void sql_money_note_window(SqlMoney *money, const SqlSelect *select, const SqlCall *call,
                           const SqlAmount *amount);
