// The aggregate operations' inside: what can be kept up to date value by value (moments), and what
// needs all values. Shared by aggregate, joinaggregate, pivot and window.
#pragma once
#include "table/transform.h"

// Running sums of one field, updated as Vega does it, so that results agree to the last bit.
typedef struct {
    guint count, valid, missing;
    double sum, product, mean, mean_delta, deviation;
    double exponential, rate;
    guint decimals;  // how many of the valid values are decimals
    Decimal exact;   // their sum
    bool overflowed; // the exact sum passed its digits
} Moments;

Moments moments_new(double rate);
void moments_add(Moments *moments, Value value);
void moments_remove(Moments *moments, Value value);
// The rows whose values an operation looks at together.
typedef struct {
    Arena *arena;
    const Table *table;
    const Field *field;
    const guint *rows; // NULL: all from 0
    guint count;
} RowSet;

bool aggregate_is_moment(int op); // whether moments suffice
Value aggregate_of_moments(int op, const Moments *moments, Arena *arena);
Value aggregate_of_rows(int op, const RowSet *set); // for the others
bool aggregate_needs_field(int op);
bool aggregate_needs_parameter(int op); // exponential and exponentialb
// The numbers among the values, ascending; g_free.
double *aggregate_sorted_numbers(const RowSet *set, guint *count);
// d3's quantileSorted; NaN when there are none.
double quantile_sorted(const double *values, guint count, double p);
void sort_numbers(double *values, guint count);

// A fixed sequence of pseudo-random numbers in [0, 1): splitmix64 (Steele, Lea, Flood 2014).
typedef struct {
    guint64 state;
} Random;
double random_next(Random *random);
