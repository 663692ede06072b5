// Why a statement failed, said where it stands in the layout: SQLite names the byte of the SQL, and
// that byte is looked up in the JSON string that holds the SQL, escapes and all. Unknown tables,
// columns and functions get the nearest name.
#include "base/suggest.h"
#include "store/private.h"

#include <string.h>

static bool is_word(char c) {
    return g_ascii_isalnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

// --- places ---

// The bytes that one character of a JSON string takes in the text, and those of what it means.
static gsize escape_length(const char *p, gsize *meaning) {
    *meaning = 1;
    if (p[0] != '\\')
        return 1;
    if (p[1] != 'u')
        return 2;
    guint64 code = 0;
    char digits[5] = {p[2], p[3], p[4], p[5], 0};
    code = g_ascii_strtoull(digits, NULL, 16);
    bool is_pair = code >= 0xD800 && code < 0xDC00;
    *meaning = is_pair ? 4 : code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
    return is_pair ? 12 : 6;
}

// The byte of the source where byte `offset` of the string's meaning stands.
static gsize raw_offset(const Place *string, gsize offset) {
    const char *text = string->source->text;
    gsize at = string->start + 1, seen = 0;
    while (seen < offset && at + 1 < string->end) {
        gsize meaning;
        at += escape_length(text + at, &meaning);
        seen += meaning;
    }
    return MIN(at, string->end);
}

// Whether the node is the JSON string that holds this SQL, in a text.
static bool has_text(const QueryText *query, const Place *place) {
    return place->source && place->source->text && json_is_string(query->node->json) &&
           strcmp(json_string_value(query->node->json), query->sql) == 0;
}

void query_error_at(const QueryText *query, DiagId id, gsize start, gsize end, const char *hint,
                    const char *message) {
    if (!query->node) {
        diag_report(query->diags, DIAG_ERROR, id, NULL, hint, message);
        return;
    }
    Place place = json_node_place(query->node);
    if (end > start && has_text(query, &place)) {
        Place inner = place;
        inner.start = raw_offset(&place, start);
        inner.end = raw_offset(&place, end);
        place = inner;
    }
    diag_report(query->diags, DIAG_ERROR, id, &place, hint, message);
}

void query_error(const QueryText *query, DiagId id, const char *hint, const char *format, ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    query_error_at(query, id, 0, 0, hint, message);
}

// --- names to suggest ---

static void add_columns(Store *store, GPtrArray *names, const char *view) {
    g_autofree char *sql = g_strdup_printf("SELECT * FROM %s", view);
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK)
        for (int i = 0; i < sqlite3_column_count(statement); i++)
            g_ptr_array_add(names, g_strdup(sqlite3_column_name(statement, i)));
    sqlite3_finalize(statement);
}

// Columns of the views whose names stand in the SQL, else of all.
static char *hint_column(const QueryText *query, const char *name) {
    const char *point = strrchr(name, '.');
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const Dataset *set = schema_datasets; set->name; set++)
        if (strstr(query->sql, set->name))
            add_columns(query->store, names, set->name);
    for (const Dataset *set = schema_datasets; set->name && names->len == 0; set++)
        add_columns(query->store, names, set->name);
    return suggest_hint(point ? point + 1 : name, (const char *const *)names->pdata, names->len);
}

static char *hint_table(const QueryText *query, const char *name) {
    (void)query;
    const char *const *names = store_dataset_names();
    return suggest_hint(name, names, g_strv_length((char **)names));
}

static char *hint_function(const QueryText *query, const char *name) {
    (void)query;
    const char *const *names = store_function_names();
    return suggest_hint(name, names, g_strv_length((char **)names));
}

// --- SQLite's messages ---

static const struct {
    const char *prefix;
    DiagId id;
    const char *said;
    char *(*hint)(const QueryText *query, const char *name);
} unknown_names[] = {
    {"no such column: ", DIAG_UNKNOWN_FIELD, "no such column", hint_column},
    {"no such table: ", DIAG_UNKNOWN_DATA, "no such table", hint_table},
    {"no such function: ", DIAG_BAD_SQL, "no such function", hint_function},
    {"not authorized to use function: ", DIAG_BAD_SQL, "a layout may not use the function", NULL},
};

// The end of the token that starts at the byte: a quoted name, a word with its points, or a byte.
static gsize token_end(const char *sql, gsize start) {
    static const char opening[] = "\"[`", closing[] = "\"]`";
    const char *quote = sql[start] ? strchr(opening, sql[start]) : NULL;
    const char *close = quote ? strchr(sql + start + 1, closing[quote - opening]) : NULL;
    if (close)
        return (gsize)(close - sql) + 1;
    gsize end = start;
    while (is_word(sql[end]) || (end > start && sql[end] == '.' && is_word(sql[end + 1])))
        end++;
    return end > start ? end : start + (sql[start] != '\0');
}

// Where the name stands as a word of its own, for messages that come without a place.
static bool find_word(const char *sql, const char *name, gsize *start, gsize *end) {
    gsize length = strlen(name);
    const char *found = length ? strstr(sql, name) : NULL;
    for (; found; found = strstr(found + 1, name)) {
        if ((found > sql && is_word(found[-1])) || is_word(found[length]))
            continue;
        *start = (gsize)(found - sql);
        *end = *start + length;
        return true;
    }
    return false;
}

static bool report_unknown_name(const QueryText *query, const char *message, gsize start,
                                gsize end) {
    for (guint i = 0; i < G_N_ELEMENTS(unknown_names); i++) {
        if (!g_str_has_prefix(message, unknown_names[i].prefix))
            continue;
        const char *name = message + strlen(unknown_names[i].prefix);
        if (start == end)
            find_word(query->sql, name, &start, &end);
        g_autofree char *said = g_strdup_printf("%s \"%s\"", unknown_names[i].said, name);
        g_autofree char *hint = unknown_names[i].hint ? unknown_names[i].hint(query, name) : NULL;
        query_error_at(query, unknown_names[i].id, start, end, hint, said);
        return true;
    }
    return false;
}

// "access to TABLE.COLUMN is prohibited"
static bool report_hidden_table(const QueryText *query, const char *message) {
    static const char prefix[] = "access to ";
    if (!g_str_has_prefix(message, prefix))
        return false;
    const char *name = message + strlen(prefix);
    g_autofree char *table = g_strndup(name, strcspn(name, ". "));
    g_autofree char *hint = hint_table(query, table);
    query_error(query, DIAG_BAD_SQL, hint ? hint : "write one SELECT over the documented tables",
                "a query may not read \"%s\"", table);
    return true;
}

static void report_message(const QueryText *query, const char *message, int offset) {
    bool has_place = offset >= 0 && (gsize)offset < strlen(query->sql);
    gsize start = has_place ? (gsize)offset : 0;
    gsize end = has_place ? token_end(query->sql, start) : 0;
    if (report_unknown_name(query, message, start, end))
        return;
    g_autofree char *said = g_strdup(message);
    if (g_str_has_prefix(message, STORE_MIXED_MESSAGE))
        query_error_at(query, DIAG_MIXED_CURRENCIES, start, end,
                       "group by currency, or sum amount_usd", said);
    else
        query_error_at(query, DIAG_BAD_SQL, start, end, NULL, said);
}

static void report_refusal(const QueryText *query, const char *message, int offset) {
    if (g_str_has_prefix(message, "not authorized to use"))
        report_message(query, message, offset);
    else if (!report_hidden_table(query, message))
        query_error(query, DIAG_BAD_SQL, "write one SELECT over the documented tables",
                    "a query only reads: this statement is refused");
}

void query_report(const QueryText *query, int result) {
    sqlite3 *db = query->store->db;
    g_autofree char *message = g_strdup(sqlite3_errmsg(db));
    int offset = sqlite3_error_offset(db);
    switch (result & 0xFF) {
    case SQLITE_AUTH:
        report_refusal(query, message, offset);
        break;
    case SQLITE_INTERRUPT:
        query_error(query, DIAG_TOO_LARGE, "does a JOIN lack its ON, or a recursion its end?",
                    "the query takes more than %" G_GUINT64_FORMAT " million steps",
                    query->store->steps_limit / 1000000);
        break;
    case SQLITE_NOMEM:
        query_error(query, DIAG_TOO_LARGE, NULL, "the query needs too much memory");
        break;
    case SQLITE_TOOBIG:
        query_error(query, DIAG_TOO_LARGE, NULL, "a text in the query or its result is too large");
        break;
    default:
        report_message(query, message, offset);
        break;
    }
}
