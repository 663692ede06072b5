// One SELECT from text to table: compiled under the engine's guard, parameters bound by name,
// columns checked, rows read up to a limit. A column is decimal when it is declared so or when all
// its values came out of decimal_sum; lineage columns become the rows' lineage and are left out.
#include "facts/decimal_real.h"
#include "store/private.h"

#include <float.h>
#include <string.h>

enum {
    RESULT_LIMIT = 128 << 20, // bytes of text in a result
    REAL_DIGITS = 17
};

typedef enum { COLUMN_PLAIN, COLUMN_DECIMAL, COLUMN_BOOLEAN, COLUMN_LINEAGE } ColumnKind;

typedef struct {
    const char *name;
    ColumnKind kind;
    bool sums_only; // so far every value is a result of decimal_sum
    bool has_value;
    bool is_stored;   // a column of a table: its text is known to be UTF-8
    const char *last; // text, which is often the next row's too
    GArray *values;   // of Value
} ResultColumn;

typedef struct {
    QueryText query;
    Store *store;
    Arena *arena;
    SqlMoney *money;
    Cursor *cursor;
    ResultColumn *columns;
    GPtrArray *lineage; // of each row so far
    gsize bytes;        // of text so far
} Run;

// --- columns ---

static ColumnKind column_kind(const SqlColumn *column) {
    if (strcmp(column->name, "fact") == 0 || g_str_has_suffix(column->name, "_facts"))
        return COLUMN_LINEAGE;
    if (column->is_decimal)
        return COLUMN_DECIMAL;
    return column->is_boolean ? COLUMN_BOOLEAN : COLUMN_PLAIN;
}

static bool check_names(const Run *run) {
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < run->cursor->column_count; i++) {
        if (g_hash_table_add(seen, (gpointer)run->columns[i].name))
            continue;
        query_error(&run->query, DIAG_BAD_SQL, "give one of them another name with AS",
                    "two columns of the result are called \"%s\"", run->columns[i].name);
        return false;
    }
    return true;
}

static const char *column_name(const Run *run, guint index) {
    const char *plain = sql_money_name(run->money, index);
    return arena_strdup(run->arena, plain ? plain : run->cursor->columns[index].name);
}

static bool read_columns(Run *run) {
    const Cursor *cursor = run->cursor;
    run->columns = arena_array(run->arena, ResultColumn, cursor->column_count);
    for (guint i = 0; i < cursor->column_count; i++)
        run->columns[i] = (ResultColumn){
            .name = column_name(run, i),
            .kind = column_kind(&cursor->columns[i]),
            .sums_only = true,
            .is_stored = cursor->columns[i].is_stored,
        };
    return check_names(run);
}

// --- cells ---

static const char *keep_text(Run *run, ResultColumn *column, const SqlValue *cell) {
    if (column->last && strcmp(column->last, cell->text) == 0)
        return column->last;
    run->bytes += cell->length;
    if (column->is_stored || g_utf8_validate(cell->text, (gssize)cell->length, NULL))
        return column->last = arena_strndup(run->arena, cell->text, cell->length);
    g_autofree char *valid = g_utf8_make_valid(cell->text, (gssize)cell->length);
    return column->last = arena_strdup(run->arena, valid);
}

static Value decimal_value(Run *run, Decimal decimal) {
    return value_decimal(arena_memdup(run->arena, &decimal, sizeof decimal));
}

static bool is_exact_integer(gint64 value) {
    return value >= -((gint64)1 << DBL_MANT_DIG) && value <= (gint64)1 << DBL_MANT_DIG;
}

static Value integer_value(Run *run, const ResultColumn *column, gint64 integer) {
    if (column->kind == COLUMN_BOOLEAN)
        return value_bool(integer != 0);
    if (column->kind == COLUMN_DECIMAL || !is_exact_integer(integer))
        return decimal_value(run, decimal_from_integer(integer));
    return value_number((double)integer);
}

// A number with too many places stays a number.
static Value real_value(Run *run, const ResultColumn *column, double real) {
    Decimal decimal;
    if (column->kind == COLUMN_DECIMAL && decimal_from_real(real, REAL_DIGITS, &decimal))
        return decimal_value(run, decimal);
    return value_number(real);
}

static Value number_cell(Run *run, ResultColumn *column, const SqlValue *cell) {
    column->has_value = true;
    column->sums_only = column->sums_only && cell->is_sum;
    if (cell->type == SQL_INTEGER)
        return integer_value(run, column, cell->integer);
    return real_value(run, column, cell->real);
}

// False and reported for what a table cannot hold.
static bool read_cell(Run *run, guint index, Value *out) {
    ResultColumn *column = &run->columns[index];
    SqlValue cell = cursor_cell(run->cursor, index);
    *out = value_null();
    switch (cell.type) {
    case SQL_NULL:
        return true;
    case SQL_INTEGER:
    case SQL_REAL:
        *out = number_cell(run, column, &cell);
        return true;
    case SQL_DECIMAL:
        *out = decimal_value(run, cell.decimal);
        return true;
    case SQL_TEXT:
        column->sums_only = false;
        *out = value_string(cell.text ? keep_text(run, column, &cell) : "");
        return true;
    case SQL_BYTES:
        break;
    }
    query_error(&run->query, DIAG_BAD_SQL, "CAST it AS TEXT, or leave the column out",
                "the column \"%s\" holds bytes (a BLOB)", column->name);
    return false;
}

// --- lineage ---

static bool add_facts(const Run *run, GArray *facts, const char *text) {
    while (*text) {
        char *end;
        guint64 fact = g_ascii_strtoull(text, &end, 10);
        if (end == text || fact < 1 || fact > run->store->last_fact)
            return false;
        guint32 number = (guint32)fact;
        g_array_append_val(facts, number);
        text = end + strspn(end, ", ");
    }
    return true;
}

static int compare_facts(gconstpointer a, gconstpointer b) {
    guint32 left = *(const guint32 *)a, right = *(const guint32 *)b;
    return (left > right) - (left < right);
}

static const Lineage *make_lineage(const Run *run, GArray *facts) {
    if (facts->len == 0)
        return NULL;
    g_array_sort(facts, compare_facts);
    guint32 *ids = arena_array(run->arena, guint32, facts->len);
    guint count = 0;
    for (guint i = 0; i < facts->len; i++) {
        guint32 fact = g_array_index(facts, guint32, i);
        if (count == 0 || ids[count - 1] != fact)
            ids[count++] = fact;
    }
    Lineage *lineage = arena_new0(run->arena, Lineage);
    *lineage = (Lineage){count, ids};
    return lineage;
}

// A cell of lineage as text: one number, or several with commas.
static const char *lineage_text(const Run *run, guint column) {
    SqlValue cell = cursor_cell(run->cursor, column);
    switch (cell.type) {
    case SQL_NULL:
        return "";
    case SQL_INTEGER:
        return arena_printf(run->arena, "%" G_GINT64_FORMAT, cell.integer);
    case SQL_REAL:
        return arena_printf(run->arena, "%g", cell.real);
    case SQL_TEXT:
        return cell.text;
    case SQL_DECIMAL:
    case SQL_BYTES:
        break;
    }
    return "bytes";
}

// False and reported when a lineage column holds something else.
static bool read_lineage(const Run *run, const Lineage **out) {
    g_autoptr(GArray) facts = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint i = 0; i < run->cursor->column_count; i++) {
        if (run->columns[i].kind != COLUMN_LINEAGE)
            continue;
        const char *text = lineage_text(run, i);
        if (add_facts(run, facts, text))
            continue;
        query_error(&run->query, DIAG_BAD_SQL, "fill it with fact or group_concat(fact)",
                    "the column \"%s\" holds \"%.40s\", which are no numbers of facts",
                    run->columns[i].name, text);
        return false;
    }
    *out = make_lineage(run, facts);
    return true;
}

// --- rows ---

static bool check_size(const Run *run, guint rows) {
    if (run->bytes > RESULT_LIMIT)
        query_error(&run->query, DIAG_TOO_LARGE, NULL, "the result has more than %d MiB of text",
                    RESULT_LIMIT >> 20);
    else if (rows == STORE_ROWS_LIMIT)
        query_error(&run->query, DIAG_TOO_LARGE, "count and sum in SQL, or add LIMIT",
                    "the result has more than %d rows", STORE_ROWS_LIMIT);
    else
        return true;
    return false;
}

static bool read_row(Run *run) {
    const Lineage *lineage = NULL;
    Value value;
    for (guint i = 0; i < run->cursor->column_count; i++) {
        if (run->columns[i].kind == COLUMN_LINEAGE)
            continue;
        if (!read_cell(run, i, &value))
            return false;
        g_array_append_val(run->columns[i].values, value);
    }
    if (!read_lineage(run, &lineage))
        return false;
    g_ptr_array_add(run->lineage, (gpointer)lineage);
    return true;
}

static bool read_rows(Run *run) {
    while (cursor_next(run->cursor))
        if (!check_size(run, run->lineage->len) || !read_row(run))
            return false;
    return !run->store->engine->error.message;
}

static void make_decimal(Arena *arena, Value *value) {
    Decimal decimal;
    if (value->type == VALUE_NUMBER && decimal_from_real(value->as.number, REAL_DIGITS, &decimal))
        *value = value_decimal(arena_memdup(arena, &decimal, sizeof decimal));
}

// A column of sums came as numbers; what they hold is exact.
static void mark_sums(const Run *run, const ResultColumn *column) {
    if (column->kind != COLUMN_PLAIN || !column->has_value || !column->sums_only)
        return;
    for (guint row = 0; row < column->values->len; row++)
        make_decimal(run->arena, &g_array_index(column->values, Value, row));
}

static Table *make_table(const Run *run) {
    Table *table = arena_new0(run->arena, Table);
    table->arena = run->arena;
    table->row_count = run->lineage->len;
    table->columns = arena_array(run->arena, Column, run->cursor->column_count);
    bool has_lineage = false;
    for (guint i = 0; i < run->cursor->column_count; i++) {
        const ResultColumn *column = &run->columns[i];
        has_lineage = has_lineage || column->kind == COLUMN_LINEAGE;
        if (column->kind == COLUMN_LINEAGE)
            continue;
        mark_sums(run, column);
        Value *values =
            arena_memdup(run->arena, column->values->data, column->values->len * sizeof(Value));
        table->columns[table->column_count++] = (Column){.name = column->name, .values = values};
    }
    if (has_lineage)
        table->lineage =
            arena_memdup(run->arena, run->lineage->pdata, run->lineage->len * sizeof(gpointer));
    query_note_amounts(run->money, table);
    return table;
}

static Table *read_table(Run *run) {
    run->lineage = g_ptr_array_new();
    for (guint i = 0; i < run->cursor->column_count; i++)
        run->columns[i].values = g_array_new(FALSE, FALSE, sizeof(Value));
    Table *table = read_rows(run) ? make_table(run) : NULL;
    for (guint i = 0; i < run->cursor->column_count; i++)
        g_array_unref(run->columns[i].values);
    g_ptr_array_unref(run->lineage);
    return table;
}

// --- statements ---

// By the word alone: to find out for nothing costs time, and nothing else.
static bool speaks_of_changes(const char *sql) {
    static const char word[] = "changes";
    for (; *sql; sql++)
        if (g_ascii_strncasecmp(sql, word, strlen(word)) == 0)
            return true;
    return false;
}

// False and reported when the changes are asked for and cannot be found.
static bool note_changes(Store *store, const char *sql, Diags *diags) {
    bool of_changes = speaks_of_changes(sql);
    store->changes_asked += of_changes;
    return !of_changes || store_need_changes(store, diags);
}

static bool begin(const Run *run, const StoreQuestion *question) {
    const QueryText *query = &run->query;
    gsize length = strlen(query->sql);
    if (length > STORE_SQL_LIMIT) {
        query_error(query, DIAG_TOO_LARGE, NULL, "the SQL has %zu bytes, at most %d are read",
                    length, STORE_SQL_LIMIT);
        return false;
    }
    query_warn_of_sql(query);
    query_warn_of_words(query, question);
    return true;
}

// --- asking ---

// What the engine was asked last is taken back; it is asked again in another way.
static void forget(Run *run) {
    cursor_finish(run->cursor);
    run->cursor = NULL;
    engine_clear(run->store->engine);
}

// Whether a question failed for what was put in: it is asked as it stands then.
static bool can_ask_plainly(Run *run) {
    static const SqlFault others[] = {FAULT_MIXED, FAULT_LOST, FAULT_DENIED,
                                      FAULT_WORK,  FAULT_BUSY, FAULT_FULL};
    SqlError *error = &run->store->engine->error;
    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        if (error->fault == others[i])
            return false;
    if (!sql_money_asked(run->money))
        return false;
    sql_money_drop(run->money);
    return true;
}

// What the error says of the sum.
static SqlMoneyCount kind_of(const SqlError *error) {
    if (g_str_has_prefix(error->message, SQL_MONEY_UMBRELLAS))
        return COUNT_UMBRELLAS;
    if (g_str_has_prefix(error->message, SQL_MONEY_REPEATS))
        return COUNT_REPEATS;
    return strstr(error->message, "on the bases") ? COUNT_BASES : COUNT_CURRENCIES;
}

// "EUR: 2 rows, PKR: 1", or "2 rows with 5 EUR, 1 with 7 PKR", and how many of these; NULL: none.
// In place of what was asked last.
static char *ask_counts(Run *run, const StoreQuestion *question, const char *sql,
                        SqlMoneyCount kind, guint *words) {
    enum { WORDS_LIMIT = 5 };
    const EngineClass *engine = run->store->engine->class;
    g_autoptr(GString) out = g_string_new(NULL);
    forget(run);
    *words = 0;
    run->cursor = engine->ask(run->store->engine, sql);
    if (run->cursor && query_bind(&run->query, run->arena, run->cursor, question) &&
        engine->start(run->cursor))
        for (; *words < WORDS_LIMIT && cursor_next(run->cursor); ++*words)
            query_append_count(out, run->cursor, kind);
    forget(run);
    return out->len ? g_strdup(out->str) : NULL;
}

// Of a sum that is refused; the error is the engine's no more.
static char *count_words(Run *run, const StoreQuestion *question, const SqlError *error) {
    guint call, words;
    SqlMoneyCount kind = kind_of(error);
    g_autofree char *sql =
        query_mixed_call(error->message, &call) ? sql_money_counting(run->money, call, kind) : NULL;
    return sql ? ask_counts(run, question, sql, kind, &words) : NULL;
}

// Reports the engine's error; of a sum that is refused with how many rows there are of each kind.
static void report(Run *run, const StoreQuestion *question, DiagSeverity severity) {
    SqlError *error = &run->store->engine->error;
    if (error->fault == FAULT_MIXED) {
        SqlError kept = *error;
        *error = (SqlError){0};
        g_autofree char *counts = count_words(run, question, &kept);
        *error = kept;
        run->query.counts = arena_strdup(run->arena, counts);
    }
    query_report(&run->query, severity);
}

// Whether it failed at a sum of dollars over several bases, of umbrellas and others, or of what a
// join repeats: that is told, and made, since it is one currency.
static bool can_spare(Run *run, const StoreQuestion *question, SqlMoneyOptions *options) {
    const SqlError *error = &run->store->engine->error;
    guint call;
    if (error->fault != FAULT_MIXED || !query_mixed_call(error->message, &call))
        return false;
    SqlMoneyCount kind = kind_of(error);
    if (kind == COUNT_CURRENCIES ||
        (kind == COUNT_BASES && !sql_money_traits(run->money, call).is_dollars))
        return false;
    *options = *sql_money_options(run->money);
    options->spares_dollars = options->spares_dollars || kind == COUNT_BASES;
    options->spares_umbrellas = options->spares_umbrellas || kind == COUNT_UMBRELLAS;
    options->spares_repeats = options->spares_repeats || kind == COUNT_REPEATS;
    report(run, question, DIAG_WARNING);
    return true;
}

// Asks until the engine answers or the question's own text is at fault.
static bool ask(Run *run, const StoreQuestion *question) {
    Engine *engine = run->store->engine;
    do {
        const char *asked = sql_money_asked(run->money);
        forget(run);
        run->cursor = engine->class->ask(engine, asked ? asked : run->query.sql);
        if (run->cursor && !query_bind(&run->query, run->arena, run->cursor, question))
            return false;
        if (run->cursor && engine->class->start(run->cursor))
            return true;
    } while (can_ask_plainly(run));
    return false;
}

// What is known of a question's amounts is found out once.
static SqlMoney *read_money(Store *store, const char *sql) {
    enum { MONEY_LIMIT = 256 };
    SqlMoney *money = g_hash_table_lookup(store->amounts, sql);
    if (money)
        return money;
    if (g_hash_table_size(store->amounts) == MONEY_LIMIT)
        g_hash_table_remove_all(store->amounts);
    const SqlMoneyOptions options = {.is_remote = store->engine->class->is_remote,
                                     .has_umbrellas = store_has_umbrellas(store)};
    money = sql_money_read(sql, &options);
    g_hash_table_insert(store->amounts, g_strdup(sql), money);
    return money;
}

// What the engine sees no fault in: each is a question more, where the facts have several
// currencies (or units) at all.
static void warn_of_asides(Run *run, const StoreQuestion *question) {
    SqlAside aside;
    for (guint i = 0; sql_money_aside(run->money, i, &aside); i++) {
        SqlMoneyCount kind = aside.counts;
        guint words = 0;
        bool may_be = kind == COUNT_REPEATS || store_has_several(run->store, aside.is_quantity);
        g_autofree char *counts =
            may_be ? ask_counts(run, question, aside.sql, kind, &words) : NULL;
        if (words > (kind == COUNT_CURRENCIES))
            query_warn_of_aside(&run->query, &aside, counts);
    }
}

// NULL when it has no answer; then *spares says whether it has one when more is spared.
static Table *answer_with(Run *run, const StoreQuestion *question, SqlMoney *money, bool *spares,
                          SqlMoneyOptions *options) {
    Table *table = NULL;
    run->query.money = run->money = money;
    if (ask(run, question) && read_columns(run))
        table = read_table(run);
    bool has_failed = !table && run->store->engine->error.message;
    *spares = has_failed && can_spare(run, question, options);
    if (has_failed && !*spares)
        report(run, question, DIAG_ERROR);
    cursor_finish(run->cursor);
    run->cursor = NULL;
    if (table)
        warn_of_asides(run, question);
    return table && query_check_amounts(&run->query, table) ? table : NULL;
}

static Table *answer(Store *store, Arena *arena, const StoreQuestion *question,
                     const QueryText *text) {
    const Run begun = {.query = *text, .store = store, .arena = arena};
    SqlMoneyOptions options;
    bool spares = false;
    if (!begin(&begun, question))
        return NULL;
    Run run = begun;
    Table *table = answer_with(&run, question, read_money(store, question->sql), &spares, &options);
    while (spares) { // each time something more
        g_autoptr(SqlMoney) sparing = sql_money_read(question->sql, &options);
        engine_clear(store->engine);
        run = begun;
        table = answer_with(&run, question, sparing, &spares, &options);
    }
    return table;
}

static void free_arena(void *arena) {
    arena_free(arena);
}

// In an arena of its own, to be kept unless something was said about it.
static const Table *answer_once(Store *store, Arena *arena, const StoreQuestion *question,
                                const QueryText *text, const KeptKey *key) {
    const Table *known = answer_find(store, key, arena);
    if (known)
        return known;
    guint said = diags_errors(text->diags) + diags_warnings(text->diags);
    Arena *own = arena_new();
    Table *table = answer(store, own, question, text);
    if (table && diags_errors(text->diags) + diags_warnings(text->diags) == said)
        return answer_keep(store, key, table, arena);
    arena_own(arena, own, free_arena);
    return table;
}

const Table *store_query(Store *store, Arena *arena, const char *sql, const StoreParam *params,
                         guint param_count, const JsonNode *node, Diags *diags) {
    const StoreQuestion question = {sql, params, param_count};
    const QueryText text = {.sql = sql, .node = node, .diags = diags, .store = store};
    KeptKey key;
    if (!note_changes(store, sql, diags))
        return NULL;
    bool is_own = arena == store->arena; // the store's lists, which live as long as it does
    if (is_own || !answer_key(store, &question, &key))
        return answer(store, arena, &question, &text);
    const Table *table = answer_once(store, arena, &question, &text, &key);
    g_bytes_unref(key.bytes);
    return table;
}

const char *const *store_dataset_names(void) {
    return schema_dataset_names;
}

static const Table *read_dataset(Store *store, Arena *arena, const Dataset *set, Diags *diags) {
    g_autofree char *sql = g_strdup_printf("SELECT * FROM %s ORDER BY %s", set->name, set->order);
    Table *table = (Table *)store_query(store, arena, sql, NULL, 0, NULL, diags);
    if (table)
        table->name = set->name;
    return table;
}

// Once for each language and day, since each report asks.
static const Table *read_list(Store *store, const Dataset *set, Diags *diags) {
    g_autofree char *key =
        g_strdup_printf("%s %s %s", store->language, store->as_of ? store->as_of : "", set->name);
    const Table *table = g_hash_table_lookup(store->lists, key);
    if (table)
        return table;
    table = read_dataset(store, store->arena, set, diags);
    if (table && store->is_ready)
        g_hash_table_insert(store->lists, arena_strdup(store->arena, key), (gpointer)table);
    return table;
}

const Table *store_dataset(Store *store, Arena *arena, const char *name, Diags *diags) {
    const Dataset *set = schema_dataset(name);
    if (!set || strcmp(set->name, name) != 0)
        return NULL;
    return set->is_list ? read_list(store, set, diags) : read_dataset(store, arena, set, diags);
}
