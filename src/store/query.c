// One SELECT from text to table: compiled under the authorizer, parameters bound by name, columns
// checked, rows read up to a limit. A column is decimal when it is declared so or when all its
// values came out of decimal_sum; lineage columns become the rows' lineage and are left out.
#include "base/datetime.h"
#include "base/suggest.h"
#include "store/private.h"

#include <math.h>
#include <string.h>

enum {
    MEMORY_LIMIT = 256 << 20, // bytes that a query may add to what SQLite holds
    RESULT_LIMIT = 128 << 20, // bytes of text in a result
    EXACT_INTEGER_BITS = 53
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
    sqlite3_stmt *statement;
    int column_count;
    ResultColumn *columns;
    GPtrArray *lineage; // of each row so far
    gsize bytes;        // of text so far
} Run;

// --- parameters ---

// An instant as SQL's dates are written: a day, with its time when it has one.
static void bind_time(sqlite3_stmt *statement, int index, double instant_ms) {
    char text[64];
    CivilTime civil = civil_from_instant(instant_ms, NULL);
    bool is_day = civil.hour == 0 && civil.minute == 0 && civil.second == 0;
    int length =
        g_snprintf(text, sizeof text, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
    if (!is_day)
        length = g_snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d", civil.year,
                            civil.month, civil.day, civil.hour, civil.minute, civil.second);
    sqlite3_bind_text(statement, index, text, length, SQLITE_TRANSIENT);
}

static void bind_number(sqlite3_stmt *statement, int index, double number) {
    if (number == trunc(number) && fabs(number) <= ldexp(1, EXACT_INTEGER_BITS))
        sqlite3_bind_int64(statement, index, (gint64)number);
    else
        sqlite3_bind_double(statement, index, number);
}

// False when the value has no form in SQL.
static bool bind_value(sqlite3_stmt *statement, int index, Value value) {
    switch (value.type) {
    case VALUE_NULL:
    case VALUE_UNDEFINED:
        sqlite3_bind_null(statement, index);
        return true;
    case VALUE_BOOL:
        sqlite3_bind_int(statement, index, value.as.boolean);
        return true;
    case VALUE_NUMBER:
        bind_number(statement, index, value.as.number);
        return true;
    case VALUE_DECIMAL:
        sql_bind_decimal(statement, index, *value.as.decimal);
        return true;
    case VALUE_TIME:
        bind_time(statement, index, value.as.number);
        return true;
    case VALUE_STRING:
        sqlite3_bind_text(statement, index, value.as.string, -1, SQLITE_TRANSIENT);
        return true;
    case VALUE_JSON:
        break;
    }
    return false;
}

static const StoreParam *find_param(const StoreParam *params, guint count, const char *name) {
    for (guint i = 0; i < count; i++)
        if (strcmp(params[i].name, name) == 0)
            return &params[i];
    return NULL;
}

static void report_param(const Run *run, const StoreParam *params, guint count,
                         const char *written) {
    g_autofree const char **names = g_new0(const char *, count + 1);
    for (guint i = 0; i < count; i++)
        names[i] = params[i].name;
    g_autofree char *hint = suggest_hint(written + 1, names, count);
    g_autofree char *message = g_strdup_printf("there is no parameter \"%s\"", written + 1);
    const char *found = strstr(run->query.sql, written);
    gsize start = found ? (gsize)(found - run->query.sql) : 0;
    query_error_at(&run->query, DIAG_UNKNOWN_NAME, start, found ? start + strlen(written) : 0, hint,
                   message);
}

static bool bind_params(const Run *run, const StoreParam *params, guint count) {
    bool good = true;
    for (int i = 1; i <= sqlite3_bind_parameter_count(run->statement); i++) {
        const char *written = sqlite3_bind_parameter_name(run->statement, i);
        if (!written || written[0] != ':') {
            query_error(&run->query, DIAG_BAD_SQL, "write :name", "\"%s\" is no parameter",
                        written ? written : "?");
            return false;
        }
        const StoreParam *param = find_param(params, count, written + 1);
        if (!param) {
            report_param(run, params, count, written);
            good = false;
        } else if (!bind_value(run->statement, i, param->value)) {
            query_error(&run->query, DIAG_BAD_SQL, NULL,
                        "the parameter \"%s\" is a list or an object, which SQL cannot take",
                        param->name);
            good = false;
        }
    }
    return good;
}

// --- columns ---

static ColumnKind column_kind(const Run *run, int index, const char *name) {
    const char *type = sqlite3_column_decltype(run->statement, index);
    if (strcmp(name, "fact") == 0 || g_str_has_suffix(name, "_facts"))
        return COLUMN_LINEAGE;
    if (g_strcmp0(type, "DECIMAL") == 0)
        return COLUMN_DECIMAL;
    return g_strcmp0(type, "BOOLEAN") == 0 ? COLUMN_BOOLEAN : COLUMN_PLAIN;
}

static bool check_names(const Run *run) {
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (int i = 0; i < run->column_count; i++) {
        if (g_hash_table_add(seen, (gpointer)run->columns[i].name))
            continue;
        query_error(&run->query, DIAG_BAD_SQL, "give one of them another name with AS",
                    "two columns of the result are called \"%s\"", run->columns[i].name);
        return false;
    }
    return true;
}

static bool read_columns(Run *run) {
    run->column_count = sqlite3_column_count(run->statement);
    run->columns = arena_array(run->arena, ResultColumn, (size_t)run->column_count);
    for (int i = 0; i < run->column_count; i++) {
        const char *name = arena_strdup(run->arena, sqlite3_column_name(run->statement, i));
        run->columns[i] = (ResultColumn){
            .name = name,
            .kind = column_kind(run, i, name),
            .sums_only = true,
            .is_stored = sqlite3_column_decltype(run->statement, i) != NULL,
        };
    }
    return check_names(run);
}

// --- cells ---

static const char *keep_text(Run *run, int index, const char *text, gsize length) {
    ResultColumn *column = &run->columns[index];
    if (column->last && strcmp(column->last, text) == 0)
        return column->last;
    run->bytes += length;
    if (column->is_stored || g_utf8_validate(text, (gssize)length, NULL))
        return column->last = arena_strndup(run->arena, text, length);
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
    return column->last = arena_strdup(run->arena, valid);
}

static Value text_cell(Run *run, int index) {
    const char *text = (const char *)sqlite3_column_text(run->statement, index);
    gsize length = (gsize)sqlite3_column_bytes(run->statement, index);
    run->columns[index].sums_only = false;
    return value_string(text ? keep_text(run, index, text, length) : "");
}

// As a decimal; a number with too many places stays a number.
static Value decimal_cell(Run *run, int index) {
    Decimal decimal;
    if (!sql_value_decimal(sqlite3_column_value(run->statement, index), &decimal))
        return value_number(sqlite3_column_double(run->statement, index));
    return (Value){.type = VALUE_DECIMAL,
                   .as.decimal = arena_memdup(run->arena, &decimal, sizeof decimal)};
}

static bool is_sum(const Run *run, int index) {
    Decimal decimal;
    if (g_hash_table_size(run->store->sums) == 0 ||
        !sql_value_decimal(sqlite3_column_value(run->statement, index), &decimal))
        return false;
    decimal = sql_decimal_plain(decimal);
    return g_hash_table_contains(run->store->sums, &decimal);
}

static bool is_exact_integer(gint64 value) {
    return value >= -((gint64)1 << EXACT_INTEGER_BITS) && value <= (gint64)1 << EXACT_INTEGER_BITS;
}

static Value number_cell(Run *run, int index) {
    ResultColumn *column = &run->columns[index];
    sqlite3_stmt *statement = run->statement;
    column->has_value = true;
    if (column->sums_only && !is_sum(run, index))
        column->sums_only = false;
    if (column->kind == COLUMN_DECIMAL)
        return decimal_cell(run, index);
    if (column->kind == COLUMN_BOOLEAN)
        return value_bool(sqlite3_column_int(statement, index) != 0);
    if (sqlite3_column_type(statement, index) == SQLITE_INTEGER &&
        !is_exact_integer(sqlite3_column_int64(statement, index)))
        return decimal_cell(run, index);
    return value_number(sqlite3_column_double(statement, index));
}

// Bytes are a decimal too long for a number, or nothing that a table can hold.
static bool read_bytes(Run *run, int index, Value *out) {
    *out = decimal_cell(run, index);
    if (out->type == VALUE_DECIMAL)
        return true;
    query_error(&run->query, DIAG_BAD_SQL, "CAST it AS TEXT, or leave the column out",
                "the column \"%s\" holds bytes (a BLOB)", run->columns[index].name);
    return false;
}

static bool read_cell(Run *run, int index, Value *out) {
    switch (sqlite3_column_type(run->statement, index)) {
    case SQLITE_INTEGER:
    case SQLITE_FLOAT:
        *out = number_cell(run, index);
        return true;
    case SQLITE_TEXT:
        *out = text_cell(run, index);
        return true;
    case SQLITE_BLOB:
        return read_bytes(run, index, out);
    default:
        *out = value_null();
        return true;
    }
}

// --- lineage ---

static bool add_facts(const Run *run, GArray *facts, const char *text) {
    while (*text) {
        char *end;
        guint64 fact = g_ascii_strtoull(text, &end, 10);
        if (end == text || fact < 1 || fact > run->store->ids->len)
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

// False and reported when a lineage column holds something else.
static bool read_lineage(const Run *run, const Lineage **out) {
    g_autoptr(GArray) facts = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (int i = 0; i < run->column_count; i++) {
        if (run->columns[i].kind != COLUMN_LINEAGE)
            continue;
        const char *text = (const char *)sqlite3_column_text(run->statement, i);
        if (!text || add_facts(run, facts, text))
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
    for (int i = 0; i < run->column_count; i++) {
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
    for (;;) {
        int result = sqlite3_step(run->statement);
        if (result == SQLITE_DONE)
            return true;
        if (result != SQLITE_ROW) {
            query_report(&run->query, result);
            return false;
        }
        if (!check_size(run, run->lineage->len) || !read_row(run))
            return false;
    }
}

static void make_decimal(Arena *arena, Value *value) {
    Decimal decimal;
    if (value->type == VALUE_NUMBER && sql_real_decimal(value->as.number, &decimal))
        *value = (Value){.type = VALUE_DECIMAL,
                         .as.decimal = arena_memdup(arena, &decimal, sizeof decimal)};
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
    table->columns = arena_array(run->arena, Column, (gsize)run->column_count);
    bool has_lineage = false;
    for (int i = 0; i < run->column_count; i++) {
        const ResultColumn *column = &run->columns[i];
        has_lineage = has_lineage || column->kind == COLUMN_LINEAGE;
        if (column->kind == COLUMN_LINEAGE)
            continue;
        mark_sums(run, column);
        Value *values =
            arena_memdup(run->arena, column->values->data, column->values->len * sizeof(Value));
        table->columns[table->column_count++] = (Column){column->name, values};
    }
    if (has_lineage)
        table->lineage =
            arena_memdup(run->arena, run->lineage->pdata, run->lineage->len * sizeof(gpointer));
    return table;
}

static Table *read_table(Run *run) {
    run->lineage = g_ptr_array_new();
    for (int i = 0; i < run->column_count; i++)
        run->columns[i].values = g_array_new(FALSE, FALSE, sizeof(Value));
    Table *table = read_rows(run) ? make_table(run) : NULL;
    for (int i = 0; i < run->column_count; i++)
        g_array_unref(run->columns[i].values);
    g_ptr_array_unref(run->lineage);
    return table;
}

// --- statements ---

// Whether only white space and comments follow.
static bool is_nothing(const char *sql) {
    for (;;) {
        sql += strspn(sql, " \t\r\n;");
        if (g_str_has_prefix(sql, "--"))
            sql += strcspn(sql, "\n");
        else if (g_str_has_prefix(sql, "/*") && strstr(sql, "*/"))
            sql = strstr(sql, "*/") + 2;
        else
            return *sql == '\0';
    }
}

static bool prepare(Run *run) {
    const QueryText *query = &run->query;
    const char *rest = NULL;
    gsize length = strlen(query->sql);
    if (length > STORE_SQL_LIMIT) {
        query_error(query, DIAG_TOO_LARGE, NULL, "the SQL has %zu bytes, at most %d are read",
                    length, STORE_SQL_LIMIT);
        return false;
    }
    int result = sqlite3_prepare_v2(run->store->db, query->sql, -1, &run->statement, &rest);
    if (result != SQLITE_OK) {
        query_report(query, result);
        return false;
    }
    if (!run->statement) {
        query_error(query, DIAG_BAD_SQL, NULL, "the SQL is empty");
        return false;
    }
    if (!is_nothing(rest)) {
        query_error_at(query, DIAG_BAD_SQL, (gsize)(rest - query->sql), length, NULL,
                       "a query is one statement; here begins another");
        return false;
    }
    if (sqlite3_column_count(run->statement) > 0 && !sqlite3_stmt_isexplain(run->statement))
        return true;
    query_error(query, DIAG_BAD_SQL, "write one SELECT", "the statement gives no rows");
    return false;
}

static void begin_limits(Run *run) {
    run->store->steps = 0;
    g_hash_table_remove_all(run->store->sums);
    sqlite3_hard_heap_limit64(sqlite3_memory_used() + MEMORY_LIMIT);
}

static void end_limits(Run *run) {
    run->store->steps = 0; // what the store itself asks is no part of the query
    sqlite3_hard_heap_limit64(0);
}

const Table *store_query(Store *store, Arena *arena, const char *sql, const StoreParam *params,
                         guint param_count, const JsonNode *node, Diags *diags) {
    Run run = {.query = {sql, node, diags, store}, .store = store, .arena = arena};
    Table *table = NULL;
    begin_limits(&run);
    if (prepare(&run) && bind_params(&run, params, param_count) && read_columns(&run))
        table = read_table(&run);
    sqlite3_finalize(run.statement);
    end_limits(&run);
    return table;
}

const char *const *store_dataset_names(void) {
    static const char *const names[] = {"partnerships",
                                        "partnership_sectors",
                                        "partnership_parties",
                                        "commitments",
                                        "amounts",
                                        "quantities",
                                        "evidence",
                                        "inferences",
                                        "sources",
                                        "sectors",
                                        "statuses",
                                        "parties",
                                        NULL};
    return names;
}

static const Dataset *find_dataset(const char *name) {
    for (const Dataset *set = schema_datasets; set->name; set++)
        if (strcmp(set->name, name) == 0)
            return set;
    return NULL;
}

const Table *store_dataset(Store *store, Arena *arena, const char *name, Diags *diags) {
    const Dataset *set = find_dataset(name);
    if (!set)
        return NULL;
    g_autofree char *sql = g_strdup_printf("SELECT * FROM %s ORDER BY %s", set->name, set->order);
    Table *table = (Table *)store_query(store, arena, sql, NULL, 0, NULL, diags);
    if (table)
        table->name = set->name;
    return table;
}
