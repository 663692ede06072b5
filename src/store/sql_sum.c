// Sums that are exact. Each has a form with four arguments, which questions get from sql_money.c:
// the amount, its currency, its basis, and the number of the call; several of these make no sum.
// With five there stands before the number whether the money counts; some that does and some that
// does not make none either.
// decimal_sum(value) and decimal_sum(value, currency) take decimals only and
// refuse several currencies; sum(value), which takes the place of SQLite's own, also takes binary
// fractions such as 1/3, and is exact as long as there are none. All work in windows too: what
// leaves a window is subtracted.
#include "store/sql_money.h"
#include "store/sqlite.h"

#include <string.h>

// What the amounts in a sum are in: words with how many amounts have each, since what enters a
// window leaves it again.
typedef struct {
    char *word;
    guint64 count;
} SumWord;

typedef struct {
    guint64 count;      // of values in the sum
    Decimal sum;        // of those that are decimals
    guint64 real_count; // of those that are not, and of those typed REAL
    guint64 typed_real;
    double real;        // the sum of those that are not
    char *currency;     // of the first row
    GArray *words[2];   // of SumWord: currencies, bases; NULL: none yet
    guint64 counted[2]; // how many amounts do not count, and how many do
    int call;           // its number
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
    sum_fail(context, g_strdup_printf(SQL_MIXED_MESSAGE "in %s and %.20s cannot be added up",
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

// --- amounts ---

static void clear_word(void *word) {
    g_free(((SumWord *)word)->word);
}

static void change_word(SumState *state, guint kind, const char *word, bool add) {
    if (!word)
        return;
    if (!state->words[kind]) {
        state->words[kind] = g_array_new(FALSE, FALSE, sizeof(SumWord));
        g_array_set_clear_func(state->words[kind], clear_word);
    }
    for (guint i = 0; i < state->words[kind]->len; i++) {
        SumWord *known = &g_array_index(state->words[kind], SumWord, i);
        if (strcmp(known->word, word) == 0) {
            change_count(&known->count, add);
            return;
        }
    }
    SumWord fresh = {g_strdup(word), 1};
    g_array_append_val(state->words[kind], fresh);
}

// 0 is the same in every currency.
static void change_words(sqlite3_context *context, int count, sqlite3_value **values, bool add) {
    SumState *state = sum_state(context);
    if (!state || sqlite3_value_type(values[0]) == SQLITE_NULL ||
        (sqlite3_value_type(values[0]) != SQLITE_BLOB && sqlite3_value_double(values[0]) == 0))
        return;
    state->call = sqlite3_value_int(values[count - 1]);
    for (guint kind = 0; kind < 2; kind++)
        change_word(state, kind, (const char *)sqlite3_value_text(values[1 + kind]), add);
    if (count > 4 && sqlite3_value_type(values[3]) != SQLITE_NULL)
        change_count(&state->counted[sqlite3_value_int(values[3]) != 0], add);
}

// False when there are two currencies or bases in the sum, or umbrellas and others, which is said.
static bool check_words(sqlite3_context *context, const SumState *state) {
    static const char *const kinds[] = {"in", "on the bases"};
    for (guint kind = 0; kind < 2; kind++) {
        const char *first = NULL;
        for (guint i = 0; state->words[kind] && i < state->words[kind]->len; i++) {
            const SumWord *word = &g_array_index(state->words[kind], SumWord, i);
            if (word->count && first) {
                sum_fail(context, g_strdup_printf(SQL_MIXED_MESSAGE
                                                  "%s %.20s and %.20s cannot be added up #%d",
                                                  kinds[kind], first, word->word, state->call));
                return false;
            }
            first = word->count ? word->word : first;
        }
    }
    if (!state->counted[0] || !state->counted[1])
        return true;
    sum_fail(context, g_strdup_printf(SQL_MONEY_UMBRELLAS " cannot be added up #%d", state->call));
    return false;
}

static void money_step(sqlite3_context *context, int count, sqlite3_value **values) {
    plain_change(context, values[0], /*add=*/true);
    change_words(context, count, values, /*add=*/true);
}

static void money_inverse(sqlite3_context *context, int count, sqlite3_value **values) {
    plain_change(context, values[0], /*add=*/false);
    change_words(context, count, values, /*add=*/false);
}

static void decimal_money_step(sqlite3_context *context, int count, sqlite3_value **values) {
    decimal_change(context, values[0], /*add=*/true);
    change_words(context, count, values, /*add=*/true);
}

static void decimal_money_inverse(sqlite3_context *context, int count, sqlite3_value **values) {
    decimal_change(context, values[0], /*add=*/false);
    change_words(context, count, values, /*add=*/false);
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
    if (state && state->count && check_words(context, state)) // else NULL
        sql_result_decimal(context, note_sum(context, state->sum));
}

// Of binary fractions a binary fraction; of numbers typed REAL a REAL where that is exact, since
// SQL divides whole numbers in another way.
static void plain_value(sqlite3_context *context) {
    const SumState *state = sum_so_far(context);
    if (!state || state->count == 0 || !check_words(context, state))
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

static double real_sum(const SumState *state) {
    return decimal_to_double(state->sum) + state->real;
}

static void total_value(sqlite3_context *context) {
    const SumState *state = sum_so_far(context);
    if (!state || check_words(context, state))
        sqlite3_result_double(context, state ? real_sum(state) : 0);
}

static void average_value(sqlite3_context *context) {
    const SumState *state = sum_so_far(context);
    if (state && state->count && check_words(context, state))
        sqlite3_result_double(context, real_sum(state) / (double)state->count);
}

static void free_state(sqlite3_context *context) {
    SumState **slot = sqlite3_aggregate_context(context, 0);
    if (!slot || !*slot)
        return;
    g_free((*slot)->currency);
    for (guint kind = 0; kind < 2; kind++)
        if ((*slot)->words[kind])
            g_array_unref((*slot)->words[kind]);
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

static void total_final(sqlite3_context *context) {
    total_value(context);
    free_state(context);
}

static void average_final(sqlite3_context *context) {
    average_value(context);
    free_state(context);
}

typedef void (*StepFunction)(sqlite3_context *context, int count, sqlite3_value **values);
typedef void (*ValueFunction)(sqlite3_context *context);

// Each also in windows.
static const struct {
    const char *name;
    int arguments;
    StepFunction step;
    ValueFunction final, value;
    StepFunction inverse;
} functions[] = {
    {"decimal_sum", 1, decimal_step, decimal_final, decimal_value, decimal_inverse},
    {"decimal_sum", 2, decimal_step, decimal_final, decimal_value, decimal_inverse},
    {"decimal_sum", 4, decimal_money_step, decimal_final, decimal_value, decimal_money_inverse},
    {"decimal_sum", 5, decimal_money_step, decimal_final, decimal_value, decimal_money_inverse},
    {"sum", 1, plain_step, plain_final, plain_value, plain_inverse},
    {"sum", 4, money_step, plain_final, plain_value, money_inverse},
    {"sum", 5, money_step, plain_final, plain_value, money_inverse},
    {"total", 4, money_step, total_final, total_value, money_inverse},
    {"total", 5, money_step, total_final, total_value, money_inverse},
    {"avg", 4, money_step, average_final, average_value, money_inverse},
    {"avg", 5, money_step, average_final, average_value, money_inverse},
};

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
    for (guint i = 0; i < G_N_ELEMENTS(functions) && result == SQLITE_OK; i++)
        result = sqlite3_create_window_function(
            sqlite->db, functions[i].name, functions[i].arguments, flags, sqlite, functions[i].step,
            functions[i].final, functions[i].value, functions[i].inverse, NULL);
    return result;
}
