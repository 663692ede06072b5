// See the header for the form. A double is accepted when its shortest digits give back the decimal,
// which is checked and not assumed where it has more digits than any double keeps.
#include "store/sql_decimal.h"

#include "facts/decimal_real.h"

#include <string.h>

enum { REAL_DIGITS = 17 };

typedef enum { FORM_INTEGER, FORM_REAL, FORM_TEXT } DecimalForm;

typedef struct {
    DecimalForm form;
    gint64 integer;
    double real;
    char *text; // owned
} SqlNumber;

Decimal sql_decimal_plain(Decimal value) {
    while (value.scale > 0 && value.coefficient % 10 == 0) {
        value.coefficient /= 10;
        value.scale--;
    }
    return value;
}

// Of at most 15 digits, which every double keeps (C11 5.2.4.2.2: DBL_DIG).
static bool is_short(Decimal value) {
    const gint64 limit = 1000000000000000;
    return value.scale > 0 && value.coefficient > -limit && value.coefficient < limit;
}

static SqlNumber sql_number(Decimal value) {
    value = sql_decimal_plain(value);
    if (value.scale == 0 && value.coefficient >= G_MININT64 && value.coefficient <= G_MAXINT64)
        return (SqlNumber){.form = FORM_INTEGER, .integer = (gint64)value.coefficient};
    double real = decimal_to_double(value);
    Decimal back;
    if (is_short(value))
        return (SqlNumber){.form = FORM_REAL, .real = real};
    if (value.scale > 0 && decimal_from_real(real, REAL_DIGITS, &back) &&
        decimal_compare(back, value) == 0)
        return (SqlNumber){.form = FORM_REAL, .real = real};
    return (SqlNumber){.form = FORM_TEXT, .text = decimal_to_text(value)};
}

void sql_bind_decimal(sqlite3_stmt *statement, int index, Decimal value) {
    SqlNumber number = sql_number(value);
    switch (number.form) {
    case FORM_INTEGER:
        sqlite3_bind_int64(statement, index, number.integer);
        break;
    case FORM_REAL:
        sqlite3_bind_double(statement, index, number.real);
        break;
    case FORM_TEXT:
        sqlite3_bind_blob(statement, index, number.text, (int)strlen(number.text), g_free);
        break;
    }
}

void sql_result_decimal(sqlite3_context *context, Decimal value) {
    SqlNumber number = sql_number(value);
    switch (number.form) {
    case FORM_INTEGER:
        sqlite3_result_int64(context, number.integer);
        break;
    case FORM_REAL:
        sqlite3_result_double(context, number.real);
        break;
    case FORM_TEXT:
        sqlite3_result_blob(context, number.text, (int)strlen(number.text), g_free);
        break;
    }
}

bool sql_real_decimal(double value, Decimal *out) {
    return decimal_from_real(value, REAL_DIGITS, out);
}

bool sql_value_decimal(sqlite3_value *value, Decimal *out) {
    char text[64];
    int length;
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
        *out = decimal_from_integer(sqlite3_value_int64(value));
        return true;
    case SQLITE_FLOAT:
        return sql_real_decimal(sqlite3_value_double(value), out);
    case SQLITE_TEXT:
    case SQLITE_BLOB:
        length = sqlite3_value_bytes(value);
        if (length <= 0 || length >= (int)sizeof text)
            return false;
        memcpy(text, sqlite3_value_blob(value), (size_t)length);
        text[length] = '\0';
        return strlen(text) == (size_t)length && decimal_parse(text, out);
    default:
        return false;
    }
}
