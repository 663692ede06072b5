// Money that a sum takes in several times: that of an umbrella beside that of its parts, that of a
// partnership which a join repeats. The engine finds both in one sum and refuses it, which becomes
// a warning, and the sum is asked for again unguarded; sums that stand in rows of their own, one of
// umbrellas and one of others, are found in the result.
#include "base/format.h"
#include "store/private.h"

static const char *umbrella_rows(bool is_converted) {
    return is_converted ? "counted_converted = 0" : "counted = 0";
}

static const char *umbrella_hint(bool is_converted) {
    return is_converted ? "add WHERE counted_converted = 1, or FILTER (WHERE counted_converted = 1)"
                        : "add WHERE counted = 1, or FILTER (WHERE counted = 1)";
}

// With digits in groups; NULL: no number. New string.
static char *money_text(SqlValue value) {
    const NumberFormat format = {
        .fill = " ", .align = '>', .sign = '-', .comma = true, .precision = -1};
    const FormatLocale *locale = format_locale("en");
    switch (value.type) {
    case SQL_INTEGER:
        return number_format_decimal(&format, locale, decimal_from_integer(value.integer));
    case SQL_DECIMAL:
        return number_format_decimal(&format, locale, value.decimal);
    case SQL_REAL:
        return number_format(&format, locale, value.real);
    case SQL_NULL:
    case SQL_TEXT:
    case SQL_BYTES:
        break;
    }
    return NULL;
}

static const char *unit_of(SqlMoneyCount kind, gint64 count) {
    if (kind == COUNT_RESTATED)
        return count == 1 ? " partnership" : " partnerships";
    if (kind == COUNT_REPEATS)
        return count == 1 ? " amount" : " amounts";
    return count == 1 ? " row" : " rows";
}

void query_append_count(GString *out, Cursor *cursor, SqlMoneyCount kind) {
    gint64 count = cursor_integer(cursor, 1);
    const char *word = cursor_text(cursor, 0), *comma = out->len ? ", " : "",
               *unit = out->len ? "" : unit_of(kind, count);
    if (kind == COUNT_CURRENCIES || kind == COUNT_BASES) {
        g_string_append_printf(out, "%s%s: %" G_GINT64_FORMAT "%s", comma, word, count, unit);
        return;
    }
    g_autofree char *money = money_text(cursor_cell(cursor, 2));
    g_string_append_printf(out, "%s%" G_GINT64_FORMAT "%s with %s", comma, count, unit,
                           money ? money : "money");
    if (word)
        g_string_append_printf(out, " %s", word);
    if (kind == COUNT_REPEATS)
        g_string_append(out, " too much");
}

char *query_twice_message(const char *said, const char *call, const char *counts,
                          bool is_converted) {
    if (g_str_has_prefix(said, SQL_MONEY_UMBRELLAS))
        return g_strdup_printf("money counts twice in %s: that of umbrellas (%s) is that of their "
                               "parts too, and is added to that of others",
                               call, counts ? counts : umbrella_rows(is_converted));
    if (g_str_has_prefix(said, SQL_MONEY_REPEATS))
        return g_strdup_printf(
            "money counts several times in %s: the same amount stands in several "
            "of its rows%s%s%s",
            call, counts ? " (" : "", counts ? counts : "", counts ? ")" : "");
    return NULL;
}

const char *query_twice_hint(const char *said, bool is_converted) {
    if (g_str_has_prefix(said, SQL_MONEY_UMBRELLAS))
        return umbrella_hint(is_converted);
    if (g_str_has_prefix(said, SQL_MONEY_REPEATS))
        return "a join, or a table of sectors or parties, has several rows of a partnership: ask "
               "with EXISTS, group by what tells them apart, or multiply by share";
    return NULL;
}

// --- rows of sums ---

static bool is_amount(Value value) {
    return value_is_number(value) && value_to_number(value) != 0;
}

// How many rows have the number beside an amount.
static guint count_rows(const Table *table, const Column *column, double number) {
    guint count = 0;
    for (guint row = 0; row < table->row_count; row++) {
        Value word = column->money.counted[row];
        count += is_amount(column->values[row]) && value_is_number(word) &&
                 value_to_number(word) == number;
    }
    return count;
}

static void warn_of_column(const QueryText *query, const Table *table, const Column *column,
                           const SqlMoneyColumn *amounts) {
    guint umbrellas = count_rows(table, column, 0), others = count_rows(table, column, 1);
    if (umbrellas == 0 || others == 0)
        return;
    g_autofree char *message = g_strdup_printf(
        "money counts twice in \"%s\": %u of %u rows hold that of umbrellas alone, which is that of"
        " their parts too, and others stand in the other rows",
        amounts->name, umbrellas, umbrellas + others);
    query_report_at(query, DIAG_WARNING, DIAG_COUNTED_TWICE, amounts->start, amounts->end,
                    umbrella_hint(amounts->traits.is_converted), message);
}

void query_warn_of_umbrellas(const QueryText *query, const Table *table) {
    guint index = 0;
    const SqlMoneyColumn *amounts;
    while ((amounts = sql_money_next(query->money, &index))) {
        const Column *column = amounts->is_sum ? table_column(table, amounts->name) : NULL;
        if (column && column->money.counted)
            warn_of_column(query, table, column, amounts);
    }
}
