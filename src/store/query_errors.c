// Why a question failed, said where it stands in the layout: the engine names the byte of the SQL,
// and that byte is looked up in the JSON string that holds the SQL, escapes and all. Unknown
// tables, columns and functions get the nearest name.
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

void query_report_at(const QueryText *query, DiagSeverity severity, DiagId id, gsize start,
                     gsize end, const char *hint, const char *message) {
    if (!query->node) {
        diag_report(query->diags, severity, id, NULL, hint, message);
        return;
    }
    Place place = json_node_place(query->node);
    if (end > start && has_text(query, &place)) {
        Place inner = place;
        inner.start = raw_offset(&place, start);
        inner.end = raw_offset(&place, end);
        place = inner;
    }
    diag_report(query->diags, severity, id, &place, hint, message);
}

void query_error_at(const QueryText *query, DiagId id, gsize start, gsize end, const char *hint,
                    const char *message) {
    query_report_at(query, DIAG_ERROR, id, start, end, hint, message);
}

void query_error(const QueryText *query, DiagId id, const char *hint, const char *format, ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    query_error_at(query, id, 0, 0, hint, message);
}

// --- names to suggest ---

static void add_columns(GPtrArray *names, const char *view) {
    g_auto(GStrv) columns = g_strsplit(schema_columns(view), " ", -1);
    for (guint i = 0; columns[i]; i++)
        g_ptr_array_add(names, g_strdup(columns[i]));
}

// Columns of the views whose names stand in the SQL, else of all.
static char *hint_column(const QueryText *query, const char *name) {
    const char *point = strrchr(name, '.');
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *const *view = schema_dataset_names; *view; view++)
        if (strstr(query->sql, *view))
            add_columns(names, *view);
    for (const char *const *view = schema_dataset_names; *view && names->len == 0; view++)
        add_columns(names, *view);
    return suggest_hint(point ? point + 1 : name, (const char *const *)names->pdata, names->len);
}

static char *hint_table(const QueryText *query, const char *name) {
    (void)query;
    const char *const *names = store_dataset_names();
    return suggest_hint(name, names, g_strv_length((char **)names));
}

static char *hint_function(const QueryText *query, const char *name) {
    const char *const *names = query->store->engine->class->functions();
    return suggest_hint(name, names, g_strv_length((char **)names));
}

// --- the engine's faults ---

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

// The place of the fault in the SQL; false when it is not known.
static bool find_place(const QueryText *query, const SqlError *error, gsize *start, gsize *end) {
    *start = *end = 0;
    if (error->has_place && error->start < strlen(query->sql)) {
        *start = error->start;
        *end = error->end > error->start ? error->end : token_end(query->sql, error->start);
        return true;
    }
    return error->name && find_word(query->sql, error->name, start, end);
}

typedef struct {
    DiagId id;
    const char *said; // before the name; NULL: the engine's message
    const char *hint;
    char *(*find_hint)(const QueryText *query, const char *name);
} FaultText;

#define ONE_SELECT "write one SELECT over the documented tables"

static const FaultText fault_texts[] = {
    [FAULT_SQL] = {DIAG_BAD_SQL, NULL, NULL, NULL},
    [FAULT_UNKNOWN_COLUMN] = {DIAG_UNKNOWN_FIELD, "no such column", NULL, hint_column},
    [FAULT_UNKNOWN_TABLE] = {DIAG_UNKNOWN_DATA, "no such table", NULL, hint_table},
    [FAULT_UNKNOWN_FUNCTION] = {DIAG_BAD_SQL, "no such function", NULL, hint_function},
    [FAULT_FORBIDDEN_FUNCTION] = {DIAG_BAD_SQL, "a query may not use the function", NULL, NULL},
    [FAULT_FORBIDDEN_TABLE] = {DIAG_BAD_SQL, "a query may not read", ONE_SELECT, hint_table},
    [FAULT_FORBIDDEN] = {DIAG_BAD_SQL, "a query only reads: this statement is refused", ONE_SELECT,
                         NULL},
    [FAULT_WORK] = {DIAG_TOO_LARGE, NULL, "does a JOIN lack its ON, or a recursion its end?", NULL},
    [FAULT_MEMORY] = {DIAG_TOO_LARGE, "the query needs too much memory", NULL, NULL},
    [FAULT_TOO_BIG] = {DIAG_TOO_LARGE, "a text in the query or its result is too large", NULL,
                       NULL},
    [FAULT_MIXED] = {DIAG_MIXED_CURRENCIES, NULL,
                     "group by currency, sum amount_usd of one basis_usd, or give --rates and sum "
                     "amount_converted",
                     NULL},
    [FAULT_EMPTY] = {DIAG_BAD_SQL, NULL, NULL, NULL},
    [FAULT_SECOND] = {DIAG_BAD_SQL, NULL, NULL, NULL},
    [FAULT_NO_ROWS] = {DIAG_BAD_SQL, NULL, "write one SELECT", NULL},
    [FAULT_PARAMETER] = {DIAG_BAD_SQL, NULL, "write :name", NULL},
    [FAULT_BUSY] = {DIAG_FILE, NULL, "try again when the other has ended", NULL},
    [FAULT_FULL] = {DIAG_FILE, NULL, "make room on its disk", NULL},
    [FAULT_LOST] = {DIAG_FILE, NULL, NULL, NULL},
    [FAULT_DENIED] = {DIAG_FILE, NULL, NULL, NULL},
};

char *query_excerpt(const QueryText *query, gsize start, gsize end) {
    enum { SHOWN = 60 };
    g_autofree char *text = g_strndup(query->sql + start, end - start);
    g_auto(GStrv) words = g_strsplit_set(text, " \t\r\n\f\v", -1);
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; words[i]; i++)
        g_string_append_printf(out, "%s%s", out->len && *words[i] ? " " : "", words[i]);
    if (g_utf8_strlen(out->str, -1) <= SHOWN)
        return g_strdup(out->str);
    *g_utf8_offset_to_pointer(out->str, SHOWN) = '\0';
    return g_strconcat(out->str, "...", NULL);
}

bool query_mixed_call(const char *said, guint *number) {
    const char *mark = strrchr(said, '#');
    *number = mark ? (guint)g_ascii_strtoull(mark + 1, NULL, 10) : 0;
    return mark;
}

// With the call that the message is of in its own words. New string.
static char *mixed_message(const QueryText *query, const char *said, DiagSeverity severity,
                           gsize *start, gsize *end) {
    static const char added[] = " cannot be added up";
    guint number;
    bool compares = false;
    if (!query_mixed_call(said, &number) || !query->money ||
        !sql_money_place(query->money, number, start, end, &compares))
        return g_strdup(said);
    SqlMoneyTraits traits = sql_money_traits(query->money, number);
    const char *verb = strstr(said, added);
    gsize length = (gsize)((verb ? verb : strrchr(said, '#')) - said);
    g_autofree char *call = query_excerpt(query, *start, *end);
    char *twice = query_twice_message(said, call, query->counts, traits.is_converted);
    if (twice)
        return twice;
    static const char amounts[] = "amounts";
    bool is_quantity = traits.is_quantity && g_str_has_prefix(said, amounts);
    gsize skipped = is_quantity ? strlen(amounts) : 0;
    return g_strdup_printf("%s%.*s %s %s in %s%s%s%s", is_quantity ? "quantities" : "",
                           (int)(length - skipped), said + skipped,
                           severity == DIAG_ERROR ? "cannot be" : "are",
                           compares ? "compared" : "added up", call, query->counts ? " (" : "",
                           query->counts ? query->counts : "", query->counts ? ")" : "");
}

static void find_origin(const QueryText *query, SqlError *error) {
    if (!error->has_place || !query->money)
        return;
    error->start = sql_money_origin(query->money, error->start);
    error->end = sql_money_origin(query->money, error->end);
}

static const char *mixed_hint(const char *said, const SqlMoneyTraits *traits) {
    if (traits->is_quantity)
        return "group by unit, or filter to one of them";
    if (strstr(said, "on the bases"))
        return traits->is_dollars ? "group by basis_usd, or filter to one of them"
                                  : "group by basis, or filter to one of them";
    if (traits->is_listed)
        return "group by currency, or give --rates and sum amount_converted of partnerships, in "
               "which a sum that is stated in two currencies counts once";
    return fault_texts[FAULT_MIXED].hint;
}

// Amounts that make no sum; as a warning, of one that is made.
static void report_mixed(const QueryText *query, DiagSeverity severity, gsize start, gsize end,
                         const char *message) {
    const char *said = query->store->engine->error.message;
    guint call;
    SqlMoneyTraits traits = {0};
    if (query_mixed_call(said, &call) && query->money)
        traits = sql_money_traits(query->money, call);
    const char *twice = query_twice_hint(said, traits.is_converted);
    DiagId warning = twice ? DIAG_COUNTED_TWICE : DIAG_SEVERAL_CURRENCIES;
    query_report_at(query, severity, severity == DIAG_ERROR ? DIAG_MIXED_CURRENCIES : warning,
                    start, end, twice ? twice : mixed_hint(said, &traits), message);
}

void query_report(const QueryText *query, DiagSeverity severity) {
    SqlError *error = &query->store->engine->error;
    const FaultText *text = &fault_texts[error->fault];
    gsize start, end;
    find_origin(query, error);
    find_place(query, error, &start, &end);
    g_autofree char *message = error->fault == FAULT_MIXED
                                   ? mixed_message(query, error->message, severity, &start, &end)
                                   : g_strdup(error->message);
    g_autofree char *name = g_strdup(error->name);
    g_autofree char *said = text->said && name ? g_strdup_printf("%s \"%s\"", text->said, name)
                                               : g_strdup(text->said ? text->said : message);
    g_autofree char *hint = text->find_hint && name ? text->find_hint(query, name) : NULL;
    bool is_quoted =
        error->fault == FAULT_UNKNOWN_COLUMN && end > start && query->sql[start] == '"';
    if (is_quoted && name && !(hint && g_str_has_prefix(hint, "did you mean"))) {
        g_free(hint);
        hint = g_strdup_printf("a text stands in single quotes: '%s'", name);
    }
    if (error->fault == FAULT_MIXED) {
        report_mixed(query, severity, start, end, message);
        return;
    }
    query_report_at(query, severity, text->id, start, end, hint ? hint : text->hint, said);
}
