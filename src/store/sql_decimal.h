// Exact decimals in SQLite, which has none. A decimal is an INTEGER when it is whole and fits,
// else a REAL when the shortest digits of the double are the number (up to 15 digits always are),
// else, which is rare, a BLOB of its text. So SQL compares, sorts and computes with amounts as
// with numbers, and what is read back is exact. Only BLOBs sort after all numbers.
#pragma once
#include "base/decimal.h"

#include <sqlite3.h>

// Without trailing zeros after the point, so that equal numbers are equal.
Decimal sql_decimal_plain(Decimal value);
void sql_bind_decimal(sqlite3_stmt *statement, int index, Decimal value);
void sql_result_decimal(sqlite3_context *context, Decimal value);
// False when the value is no decimal: a text of another kind, infinity, too many digits.
bool sql_value_decimal(sqlite3_value *value, Decimal *out);
bool sql_real_decimal(double value, Decimal *out);
