// Lines of numbers in the cells of a table.
#pragma once
#include "page/spec.h"

enum { TABLE_POINTS_MAX = 200 };

// The numbers of an array, or of a text such as "3, 5, 2"; at most TABLE_POINTS_MAX.
guint table_points_read(Value value, double *out);
// False and reported when the column has values, and none of them is a list of numbers.
bool table_points_check(const Compose *compose, const Table *table, const FieldSpec *field);
