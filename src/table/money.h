// Money in tables: a column of amounts knows, row by row, in which currency and on which basis they
// are and whether they count (Column.money), whatever it is called and whatever transforms made of
// it. What adds or compares amounts asks here first; several currencies, or announced and committed
// money together, give no number. Dollars on several bases, and umbrellas together with others, do,
// and a warning.
#pragma once
#include "base/json.h"
#include "table/group.h"

// Amounts that an operation is about to take together.
typedef struct {
    const Table *table;
    const char *field; // path; NULL: nothing is checked
    const guint *rows; // NULL: all
    guint row_count;
    const char *what; // "sum", "mean", "stack": for the message
} MoneySet;

// Notes that a column holds amounts. currency and basis: values of as many rows; either may be
// NULL, which says that there is only one.
void money_note(Table *table, const char *column, MoneyWords money);
bool money_is_known(const MoneyWords *money); // any of it
// Words as another step puts them in place: each list by the function, which gets NULL for none.
typedef const Value *MoneyMap(const void *data, const Value *words);
MoneyWords money_map(MoneyWords money, MoneyMap *map, const void *data);
// Drops what says nothing: bases of dollars that are all the same, amounts that all count, rows
// none of which comes twice.
void money_simplify(MoneyWords *money, guint row_count);
// The name of an operation of aggregate_find that adds amounts up or compares them; NULL for
// others, such as count.
const char *money_operation(int op);
// What speaks against the operation, in the arena; NULL when nothing does. Rows without an amount,
// or with 0, do not count; nor does a currency or basis that is not said.
const char *money_problem(Arena *arena, const MoneySet *set);
// What is told of a sum or a mean that is made all the same: dollars on several bases, umbrellas
// together with others, amounts that come several times, converted amounts of one partnership (by
// the columns "id", "basis" and "currency" beside them) in several currencies.
typedef enum {
    MONEY_ON_BASES,
    MONEY_TWICE,
    MONEY_REPEATED,
    MONEY_RESTATED,
    MONEY_DOUBTS
} MoneyDoubt;
// Warns of all at the place (NULL: without one); once of each at one place.
void money_warn(Diags *diags, const Place *place, const MoneySet *set);
void money_warn_groups(Diags *diags, const Place *place, const MoneySet *set, const Groups *groups,
                       MoneyDoubt kind);
// What speaks against the operation in any group, reported once at the node (or without a place);
// false when it was. Doubts are warned of, but for bases in stacks, whose pieces may tell them.
bool money_check_groups(Diags *diags, const JsonNode *node, const MoneySet *set,
                        const Groups *groups);
// What each group's amounts are in, for a column that an operation gave a value per group.
MoneyWords money_of_groups(Arena *arena, const Table *table, const char *field,
                           const Groups *groups);
// The way out, for messages.
const char *money_hint(const char *problem);
