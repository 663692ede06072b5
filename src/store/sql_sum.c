// Sums that are exact. decimal_sum(value) and decimal_sum(value, currency) take decimals only and
// refuse several currencies; sum(value), which takes the place of SQLite's own, also takes binary
// fractions such as 1/3, and is exact as long as there are none. All work in windows too: what
// leaves a window is subtracted.
#include "store/sqlite.h"

#include <string.h>

typedef struct {
    guint64 count;      // of values in the sum
    Decimal sum;        // of those that are decimals
    guint64 real_count; // of those that are not, and of those typed REAL
    guint64 typed_real;
    double real;    // the sum of those that are not
    char *currency; // of the first row
} SumState;

// SQLite aligns the memory of an aggregate to 8 bytes, a Decimal needs 16: it holds a pointer.
static SumState *sum_state(sqlite3_context *context) {
    SumState **slot = sqlite3_aggregate_context(context, sizeof *slot);
    if (slot && !*slot)
        *slot = g_new0(SumState, 1);
    return slot ? *slot : NULL;
}

static const SumState *sum_so_far(sqlite3_context *context) {
    SumState **slot = sqlite3_aggregate_context(context, 0);
    return slot ? *slot : NULL;
}

static void sum_fail(sqlite3_context *context, char *message) {
    sqlite3_result_error(context, message, -1);
    g_free(message);
}

static bool check_currency(sqlite3_context *context, SumState *state, sqlite3_value *value) {
    const char *currency = (const char *)sqlite3_value_text(value);
    if (!currency)
        currency = "(none)";
    if (!state->currency) {
        state->currency = g_strdup(currency);
        return true;
    }
    if (strcmp(state->currency, currency) == 0)
        return true;
    sum_fail(context, g_strdup_printf(SQL_MIXED_MESSAGE "%s and %.20s cannot be added up",
                                      state->currency, currency));
    return false;
}

static void change_count(guint64 *count, bool add) {
    *count = add ? *count + 1 : *count - 1;
}

static void change_sum(sqlite3_context *context, SumState *state, Decimal change, bool add) {
    if (!decimal_add(state->sum, add ? change : decimal_negate(change), &state->sum))
        sum_fail(context, g_strdup("the sum has too many digits"));
    else
        change_count(&state->count, add);
}

// --- decimal_sum ---

static void decimal_change(sqlite3_context *context, sqlite3_value *value, bool add) {
    SumState *state = sum_state(context);
    Decimal change;
    if (!state || sqlite3_value_type(value) == SQLITE_NULL)
        return;
    if (sql_value_decimal(value, &change))
        change_sum(context, state, change, add);
    else
        sum_fail(context, g_strdup("decimal_sum() got a value that is no decimal number"));
}

static void decimal_step(sqlite3_context *context, int count, sqlite3_value **values) {
    SumState *state = sum_state(context);
    bool is_null = sqlite3_value_type(values[0]) == SQLITE_NULL;
    if (!state || is_null || (count > 1 && !check_currency(context, state, values[1])))
        return;
    decimal_change(context, values[0], /*add=*/true);
}

static void decimal_inverse(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    decimal_change(context, values[0], /*add=*/false);
}

// --- sum ---

static void plain_change(sqlite3_context *context, sqlite3_value *value, bool add) {
    SumState *state = sum_state(context);
    Decimal change;
    int type = sqlite3_value_type(value);
    if (!state || type == SQLITE_NULL)
        return;
    if (type == SQLITE_FLOAT)
        change_count(&state->typed_real, add);
    if (sql_value_decimal(value, &change)) {
        change_sum(context, state, change, add);
        return;
    }
    double real = sqlite3_value_double(value);
    state->real += add ? real : -real;
    change_count(&state->real_count, add);
    change_count(&state->count, add);
}

static void plain_step(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    plain_change(context, values[0], /*add=*/true);
}

static void plain_inverse(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    plain_change(context, values[0], /*add=*/false);
}

// --- results ---

// Remembers the number as exact, for columns of results.
static Decimal note_sum(sqlite3_context *context, Decimal sum) {
    SqliteEngine *sqlite = sqlite3_user_data(context);
    Decimal *kept = g_new(Decimal, 1);
    *kept = sql_decimal_plain(sum);
    g_hash_table_add(sqlite->sums, kept);
    return *kept;
}

static void decimal_value(sqlite3_context *context) {
    const SumState *state = sum_so_far(context);
    if (state && state->count) // else NULL
        sql_result_decimal(context, note_sum(context, state->sum));
}

// Of binary fractions a binary fraction; of numbers typed REAL a REAL where that is exact, since
// SQL divides whole numbers in another way.
static void plain_value(sqlite3_context *context) {
    const SumState *state = sum_so_far(context);
    if (!state || state->count == 0)
        return;
    if (state->real_count) {
        sqlite3_result_double(context, decimal_to_double(state->sum) + state->real);
        return;
    }
    Decimal sum = note_sum(context, state->sum);
    double real = decimal_to_double(sum);
    Decimal back;
    if (state->typed_real && sum.scale == 0 && sql_real_decimal(real, &back) &&
        decimal_compare(back, sum) == 0)
        sqlite3_result_double(context, real);
    else
        sql_result_decimal(context, sum);
}

static void free_state(sqlite3_context *context) {
    SumState **slot = sqlite3_aggregate_context(context, 0);
    if (!slot || !*slot)
        return;
    g_free((*slot)->currency);
    g_clear_pointer(slot, g_free);
}

static void decimal_final(sqlite3_context *context) {
    decimal_value(context);
    free_state(context);
}

static void plain_final(sqlite3_context *context) {
    plain_value(context);
    free_state(context);
}

static guint hash_decimal(gconstpointer key) {
    const Decimal *decimal = key;
    guint64 low = (guint64)decimal->coefficient;
    return (guint)(low ^ low >> 32) + (guint)decimal->scale;
}

static gboolean equal_decimals(gconstpointer a, gconstpointer b) {
    const Decimal *left = a, *right = b;
    return left->coefficient == right->coefficient && left->scale == right->scale;
}

int sqlite_add_sums(SqliteEngine *sqlite) {
    static const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    int result = SQLITE_OK;
    sqlite->sums = g_hash_table_new_full(hash_decimal, equal_decimals, g_free, NULL);
    for (int arguments = 1; arguments <= 2 && result == SQLITE_OK; arguments++)
        result = sqlite3_create_window_function(sqlite->db, "decimal_sum", arguments, flags, sqlite,
                                                decimal_step, decimal_final, decimal_value,
                                                decimal_inverse, NULL);
    if (result != SQLITE_OK)
        return result;
    return sqlite3_create_window_function(sqlite->db, "sum", 1, flags, sqlite, plain_step,
                                          plain_final, plain_value, plain_inverse, NULL);
}
