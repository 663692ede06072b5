// What members of facts are called in the language of the report, and how their values are printed.
#pragma once
#include "base/decimal.h"
#include "page/block.h"

// Of a member's name as the datasets changes and conflicts have it ("status", "commitment.due");
// one that is not known stands as it is. NULL for NULL.
const char *fact_field(const Compose *compose, const char *field);
// "announced", "committed", "disbursed"; likewise.
const char *fact_basis(const Compose *compose, const char *basis);
// The state of a commitment; likewise.
const char *fact_state(const Compose *compose, const char *state);
// "Amount (announced)". basis: or NULL. In the arena.
const char *fact_amount(const Compose *compose, const char *basis);
// A day as it is printed: "19 Nov 2025". In the arena.
const char *fact_day(const Compose *compose, const char *day);
// A number with all its digits, since a difference may be in the last one, and its unit (or NULL):
// "1,200,000 USD". In the arena.
const char *fact_quantity(const Compose *compose, Value number, const char *unit);
