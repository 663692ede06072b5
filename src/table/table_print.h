// Tables as text for people and for other programs.
#pragma once
#include "table/table.h"

// Columns aligned under their names, numbers to the right, one row a line. Widths are those of
// terminals: East Asian characters are two cells wide, combining ones none (Unicode UAX #11). Line
// breaks and other control characters become spaces; a cell of more than 60 cells ends in "…".
// New string.
char *table_print_text(const Table *table);
// A JSON array of objects, one a line, with all digits of decimals; undefined values are left out.
// New string.
char *table_print_json(const Table *table);
