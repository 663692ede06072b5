// Amounts that are sorted or compared with a number: over several currencies that compares numbers
// that mean different money, which is told, and done all the same. So are quantities in several
// units.
#pragma once
#include "table/money.h"

// Warns, once at a place (NULL: without one), when the amounts of set->field are in several
// currencies in one of the groups (NULL: in all rows of the set). set->what: "the sort".
void money_warn_compared(Diags *diags, const Place *place, const MoneySet *set,
                         const Groups *groups);
