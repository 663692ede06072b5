// Comparisons of a column with a text in a question of SQL: status = 'signed', partner IN ('A',
// 'B'), 'x' <> p.sector; and with a parameter. By the words of the SQL alone. Inside store/ only.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct {
    char *column;     // in lower case, without what it is of; owned
    char *text;       // or NULL; owned
    char *param;      // its name, when it is compared with a parameter; or NULL; owned
    gsize start, end; // bytes of the text or parameter
} SqlComparison;

// All of them, in the order of the text. GArray of SqlComparison that frees them.
GArray *sql_comparisons(const char *sql);
