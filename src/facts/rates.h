// A table of exchange rates: what money of other currencies is worth in one, by day.
#pragma once
#include "facts/facts.h"

enum {
    RATES_LIMIT = 100000, // rates in one file
    RATES_AGE_DAYS = 366  // a rate of a day or a month holds that long and no longer
};

// Reads a file as data/schema/rates.schema.json says. at: where its path was named, or NULL. NULL
// and reported on failure.
Rates *rates_load(Diags *diags, const char *path, const Place *at);
void rates_free(Rates *rates);                  // accepts NULL
const char *rates_currency(const Rates *rates); // that amounts are converted to
Source *rates_source(const Rates *rates);       // the file as it was read

typedef enum {
    RATE_FOUND,
    RATE_UNDATED,  // nothing says the amount's first day
    RATE_VAGUE,    // its date spans more than a year, as a decade does: no day of it is meant
    RATE_MISSING,  // no rate holds on it
    RATE_TOO_LARGE // the product has too many digits
} RateState;

// An amount of a partnership in the currency of the rates; its day is the first of its own date,
// else of the partnership's, unless that spans more than a year. The rate is the latest at or
// before that day, of a day or a month when it is at most RATES_AGE_DAYS old, of a year when that
// is the amount's; of several from the same day the most precise one. Exact to nine places, then
// half to even. *out is untouched unless found.
RateState rates_convert(const Rates *rates, const Partnership *partnership, const Amount *amount,
                        Decimal *out);
// Reports each amount of a record that cannot be converted. False when there is one.
bool rates_check(const Rates *rates, Diags *diags, const Partnership *partnership,
                 const JsonNode *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rates, rates_free)
