// One row of a table while loading: values are put in the order of the table's columns. Inside
// store/ only.
#pragma once
#include "store/private.h"

typedef struct {
    Store *store;
    StoredTable table;
    guint index; // of the next value
} Row;

Row row_begin(Store *store, StoredTable table); // one at a time
bool row_end(Row *row);                         // false when something failed, now or before

void row_put_null(Row *row);
void row_put_text(Row *row, const char *text); // which lives until row_end; NULL is NULL
void row_put_owned(Row *row, char *text);      // takes the text over; an empty one is NULL
void row_put_integer(Row *row, gint64 value);
void row_put_number(Row *row, double value); // NaN is NULL
void row_put_decimal(Row *row, const Decimal *value);
void row_put_first(Row *row, const FactDate *date); // the first day; NULL when open or missing
void row_put_last(Row *row, const FactDate *date);
// amount, currency, basis, amount_usd, basis_usd: in money.c.
void row_put_money(Row *row, const Partnership *partnership);
// amount_converted, converted_currency: of the same amounts as amount. Also in money.c.
void row_put_converted_money(Row *row, const Partnership *partnership);
// converted, converted_currency of one amount.
void row_put_converted(Row *row, const Partnership *partnership, const Amount *amount);
