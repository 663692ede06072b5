// One SQL for layouts, two dialects: a question is cut into tokens and put together again in
// PostgreSQL's words. What is not on the lists is refused by name, since the server has no
// authorizer: functions, types, tables that are no datasets, other schemas. The server's read-only
// transaction and its time limit stand behind.
#include "store/postgres.h"
#include "store/schema.h"
#include "store/sql_token.h"

#include <string.h>

// Of a call of printf: before and after the comma behind its first argument.
typedef enum { PAREN_PLAIN, PAREN_TABLE, PAREN_CAST, PAREN_PRINT, PAREN_PRINTED } ParenKind;

typedef struct {
    Engine *engine;
    const char *sql;
    GHashTable *schemas;
    GArray *tokens;
    PqQuestion *out;
    GArray *parens;     // of ParenKind
    GHashTable *params; // name to number, of those whose place says their type
    guint aliases;
} Work;

// --- words ---

// Functions by SQLite's name and PostgreSQL's; NULL: the same.
static const struct {
    const char *name, *postgres;
} functions[] = {
    {"abs", NULL},
    {"acos", NULL},
    {"asin", NULL},
    {"atan", NULL},
    {"atan2", NULL},
    {"avg", NULL},
    {"ceil", NULL},
    {"ceiling", NULL},
    {"char", "chr"},
    {"coalesce", NULL},
    {"cos", NULL},
    {"count", NULL},
    {"cume_dist", NULL},
    {"date", "accord.date_text"},
    {"decimal_sum", "accord.decimal_sum"},
    {"degrees", NULL},
    {"dense_rank", NULL},
    {"exp", NULL},
    {"first_value", NULL},
    {"floor", NULL},
    {"group_concat", "accord.group_concat"},
    {"ifnull", "coalesce"},
    {"iif", "accord.iif"},
    {"instr", "strpos"},
    {"joint_greatest", "greatest"},
    {"joint_least", "least"},
    {"julianday", "accord.julian_day"},
    {"lag", NULL},
    {"last_value", NULL},
    {"lead", NULL},
    {"length", NULL},
    {"ln", NULL},
    {"log", NULL},
    {"log10", "log"},
    {"lower", NULL},
    {"ltrim", NULL},
    {"max", NULL},
    {"min", NULL},
    {"mod", NULL},
    {"money_once", "accord.money_once"},
    {"nth_value", NULL},
    {"ntile", NULL},
    {"nullif", NULL},
    {"one_word", "min"},
    {"percent_rank", NULL},
    {"pi", NULL},
    {"pow", "power"},
    {"power", NULL},
    {"printf", "accord.print_text"},
    {"quote", "quote_nullable"},
    {"radians", NULL},
    {"rank", NULL},
    {"replace", NULL},
    {"report_day", "accord.report_day"},
    {"report_day_number", "accord.report_day_number"},
    {"report_home", "accord.report_home"},
    {"report_horizon", "accord.report_horizon"},
    {"report_language", "accord.report_language"},
    {"round", NULL},
    {"row_number", NULL},
    {"rtrim", NULL},
    {"sign", NULL},
    {"sin", NULL},
    {"sqrt", NULL},
    {"strftime", "accord.time_text"},
    {"substr", NULL},
    {"substring", NULL},
    {"sum", NULL},
    {"tan", NULL},
    {"total", "accord.total"},
    {"trim", NULL},
    {"trunc", NULL},
    {"upper", NULL},
};

// For suggestions.
const char *const *pq_function_names(void) {
    static const char *const names[] = {
        "abs",          "avg", "coalesce", "count",   "date",   "decimal_sum",
        "group_concat", "iif", "ifnull",   "instr",   "length", "lower",
        "max",          "min", "printf",   "replace", "round",  "row_number",
        "substr",       "sum", "total",    "trim",    "upper",  NULL};
    return names;
}

static const struct {
    const char *name, *postgres;
} types[] = {{"integer", "bigint"}, {"int", "bigint"},      {"bigint", "bigint"},
             {"text", "text"},      {"varchar", "text"},    {"real", "double precision"},
             {"double", "double"},  {"numeric", "numeric"}, {"decimal", "numeric"},
             {"boolean", "boolean"}};

// What PostgreSQL answers without parentheses, and what stands for it; NULL: refused.
static const struct {
    const char *name, *instead;
} values[] = {{"current_date", "accord.report_day()"},
              {"current_time", "'00:00:00'"},
              {"current_timestamp", "(accord.report_day() || ' 00:00:00')"},
              {"current_user", NULL},
              {"current_role", NULL},
              {"current_catalog", NULL},
              {"current_schema", NULL},
              {"session_user", NULL},
              {"user", NULL},
              {"localtime", NULL},
              {"localtimestamp", NULL}};

// --- tokens ---

static const SqlToken *token_at(const Work *work, guint index) {
    return &g_array_index(work->tokens, SqlToken, MIN(index, work->tokens->len - 1));
}

static bool is_word(const Work *work, guint index, const char *word) {
    return sql_token_is_word(token_at(work, index), word);
}

static bool is_sign(const Work *work, guint index, const char *sign) {
    return sql_token_is_sign(work->sql, token_at(work, index), sign);
}

static bool cut(Work *work) {
    gsize bad;
    work->tokens = sql_tokens_cut(work->sql, &bad);
    return bad == G_MAXSIZE ||
           engine_fail_at(work->engine, FAULT_SQL, bad, bad + 1, "this quote is not closed");
}

// --- refusals ---

static bool refuse(Work *work, const SqlToken *token, SqlFault fault, const char *message) {
    engine_fail(work->engine, fault, token->word, message);
    work->engine->error.has_place = true;
    work->engine->error.start = token->start;
    work->engine->error.end = token->end;
    return false;
}

static bool check_statement(Work *work) {
    guint count = work->tokens->len - 1; // without the end
    while (count && is_sign(work, count - 1, ";"))
        count--;
    if (count == 0)
        return engine_fail(work->engine, FAULT_EMPTY, NULL, "the SQL is empty");
    for (guint i = 0; i < count; i++)
        if (is_sign(work, i, ";"))
            return engine_fail_at(work->engine, FAULT_SECOND, token_at(work, i + 1)->start,
                                  strlen(work->sql),
                                  "a query is one statement; here begins another");
    guint first = 0;
    while (is_sign(work, first, "("))
        first++;
    if (!is_word(work, first, "select") && !is_word(work, first, "with") &&
        !is_word(work, first, "values"))
        return engine_fail(work->engine, FAULT_FORBIDDEN, NULL, "it is no SELECT");
    SqlToken end = {.kind = TOKEN_END, .start = token_at(work, count)->start};
    end.end = end.start;
    g_array_set_size(work->tokens, count);
    g_array_append_val(work->tokens, end);
    return true;
}

static bool is_hidden_table(const Work *work, guint index) {
    static const char *const others[] = {"revisions", "ingests", "vocabulary_files", "settings",
                                         "migrations"};
    const char *word = token_at(work, index)->word;
    bool is_table =
        index > 0 && (is_word(work, index - 1, "from") || is_word(work, index - 1, "join") ||
                      is_sign(work, index - 1, ","));
    for (guint i = 0; is_table && i < G_N_ELEMENTS(others); i++)
        if (strcmp(others[i], word) == 0)
            return true;
    for (guint i = 0; is_table && i < STORED_COUNT; i++)
        if (strcmp(schema_tables[i].name, word) == 0)
            return true;
    return g_str_has_prefix(word, "pg_");
}

static bool check_name(Work *work, guint index) {
    const SqlToken *token = token_at(work, index);
    bool is_schema =
        is_sign(work, index + 1, ".") && g_hash_table_contains(work->schemas, token->word);
    if (is_schema || is_hidden_table(work, index))
        return refuse(work, token, FAULT_FORBIDDEN_TABLE, "this table is hidden");
    if (token_at(work, index + 1)->kind == TOKEN_TEXT && !sql_is_keyword(token->word))
        return refuse(work, token, FAULT_SQL,
                      "a text after a name is a typed literal, which both engines do not have");
    return true;
}

// --- output ---

static void put(Work *work, const SqlToken *token, const char *text) {
    PqMark mark = {work->out->sql->len, token->start, 0};
    if (!text) {
        mark.verbatim = token->end - token->start;
        g_array_append_val(work->out->marks, mark);
        g_string_append_len(work->out->sql, work->sql + token->start, (gssize)mark.verbatim);
    } else {
        g_array_append_val(work->out->marks, mark);
        g_string_append(work->out->sql, text);
    }
    g_string_append_c(work->out->sql, ' ');
}

static bool asks_for_null(const Work *work, guint index) {
    guint behind = is_word(work, index + 2, "not") ? index + 3 : index + 2;
    return is_word(work, index + 1, "is") && is_word(work, behind, "null");
}

// IS NULL says nothing of a type, and PostgreSQL settles a parameter's at its first place: there it
// is a parameter of its own.
static void put_param(Work *work, guint index) {
    const SqlToken *token = token_at(work, index);
    GPtrArray *params = work->out->params;
    bool is_alone = asks_for_null(work, index);
    char *name = g_strndup(work->sql + token->start, token->end - token->start);
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(work->params, name));
    guint number = known && !is_alone ? known : params->len + 1;
    if (number > params->len)
        g_ptr_array_add(params, name);
    else
        g_free(name);
    if (!is_alone)
        g_hash_table_insert(work->params, params->pdata[number - 1], GUINT_TO_POINTER(number));
    g_autofree char *text = g_strdup_printf(is_alone ? "$%u::text" : "$%u", number);
    put(work, token, text);
}

// The conversions that accord.print_text knows.
static bool check_format(Work *work, const SqlToken *token) {
    for (gsize i = token->start; i < token->end; i++) {
        if (work->sql[i] != '%')
            continue;
        i++;
        while (i < token->end && (g_ascii_isdigit(work->sql[i]) || strchr("-,", work->sql[i])))
            i++;
        if (work->sql[i] == '.')
            for (i++; g_ascii_isdigit(work->sql[i]);)
                i++;
        if (i >= token->end || !strchr("dsf%", work->sql[i]))
            return refuse(work, token, FAULT_SQL,
                          "printf() knows %d, %s, %f and %%, with a width and digits, on every "
                          "engine");
    }
    put(work, token, NULL);
    return true;
}

// --- calls ---

// Whether names and commas, and nothing else, stand between the parentheses.
static bool holds_names(const Work *work, guint open, guint close) {
    for (guint i = open + 1; i < close; i++) {
        SqlTokenKind kind = token_at(work, i)->kind;
        if (kind != TOKEN_WORD && kind != TOKEN_QUOTED && !is_sign(work, i, ","))
            return false;
    }
    return close > open + 1;
}

// A name before "(" that names a table's columns: WITH name(a, b) AS (, or AS name(a, b).
static bool names_columns(const Work *work, guint index) {
    guint close = sql_token_close(work->sql, work->tokens, index + 1);
    if (index == 0 || !holds_names(work, index + 1, close))
        return false;
    if (is_word(work, index - 1, "as"))
        return true;
    bool is_first = is_word(work, index - 1, "with") || is_word(work, index - 1, "recursive") ||
                    is_sign(work, index - 1, ",");
    return is_first && is_word(work, close + 1, "as") &&
           (is_sign(work, close + 2, "(") || is_word(work, close + 2, "materialized") ||
            is_word(work, close + 2, "not"));
}

static bool put_call(Work *work, guint index) {
    const SqlToken *token = token_at(work, index);
    bool is_plain = token->kind == TOKEN_WORD && (index == 0 || !is_sign(work, index - 1, "."));
    for (guint i = 0; is_plain && i < G_N_ELEMENTS(functions); i++)
        if (strcmp(functions[i].name, token->word) == 0) {
            put(work, token, functions[i].postgres);
            return true;
        }
    if (is_plain && names_columns(work, index)) {
        put(work, token, NULL);
        return true;
    }
    return refuse(work, token, FAULT_FORBIDDEN_FUNCTION, "this function is not on the list");
}

static bool put_type(Work *work, guint index) {
    const SqlToken *token = token_at(work, index);
    for (guint i = 0; token->word && i < G_N_ELEMENTS(types); i++)
        if (strcmp(types[i].name, token->word) == 0) {
            put(work, token, types[i].postgres);
            return true;
        }
    return refuse(work, token, FAULT_SQL,
                  "the types of casts are INTEGER, REAL, NUMERIC, TEXT and BOOLEAN");
}

static bool is_in_cast(const Work *work) {
    return work->parens->len &&
           g_array_index(work->parens, ParenKind, work->parens->len - 1) == PAREN_CAST;
}

// --- words of the grammar ---

// IS with a value on its right is PostgreSQL's IS NOT DISTINCT FROM. Gives the tokens used.
static guint put_is(Work *work, guint index) {
    static const char *const own[] = {"null", "true", "false", "distinct"};
    bool is_not = is_word(work, index + 1, "not");
    guint after = index + 1 + is_not;
    for (guint i = 0; i < G_N_ELEMENTS(own); i++)
        if (is_word(work, after, own[i])) {
            put(work, token_at(work, index), NULL);
            return 1;
        }
    put(work, token_at(work, index), is_not ? "IS DISTINCT FROM" : "IS NOT DISTINCT FROM");
    return 1 + is_not;
}

static bool put_plain(Work *work, guint index) {
    const SqlToken *token = token_at(work, index);
    for (guint i = 0; token->kind == TOKEN_WORD && i < G_N_ELEMENTS(values); i++) {
        if (strcmp(values[i].name, token->word) != 0)
            continue;
        if (!values[i].instead)
            return refuse(work, token, FAULT_FORBIDDEN_FUNCTION, "this is not on the list");
        put(work, token, values[i].instead);
        return true;
    }
    if (!check_name(work, index))
        return false;
    put(work, token,
        token->kind == TOKEN_WORD && strcmp(token->word, "like") == 0 ? "ILIKE" : NULL);
    return true;
}

// Gives the tokens used; 0 when refused.
static guint put_word(Work *work, guint index) {
    const SqlToken *token = token_at(work, index);
    bool is_key = token->kind == TOKEN_WORD && sql_is_keyword(token->word);
    if (is_key && strcmp(token->word, "is") == 0)
        return put_is(work, index);
    if (is_key && strcmp(token->word, "as") == 0 && is_in_cast(work)) {
        put(work, token, NULL);
        return put_type(work, index + 1) ? 2 : 0;
    }
    if (!is_key && is_sign(work, index + 1, "("))
        return put_call(work, index) ? 1 : 0;
    return put_plain(work, index) ? 1 : 0;
}

// --- signs ---

static void open_paren(Work *work, guint index) {
    ParenKind kind = PAREN_PLAIN;
    bool is_query = is_word(work, index + 1, "select") || is_word(work, index + 1, "values") ||
                    is_word(work, index + 1, "with");
    if (index > 0 && is_word(work, index - 1, "cast"))
        kind = PAREN_CAST;
    else if (index > 0 && is_word(work, index - 1, "printf"))
        kind = PAREN_PRINT;
    else if (index > 0 && is_query &&
             (is_word(work, index - 1, "from") || is_word(work, index - 1, "join")))
        kind = PAREN_TABLE;
    g_array_append_val(work->parens, kind);
}

// A table in parentheses has a name, given one when it has none.
static void close_paren(Work *work, guint index) {
    if (work->parens->len == 0) {
        put(work, token_at(work, index), NULL);
        return;
    }
    ParenKind kind = g_array_index(work->parens, ParenKind, work->parens->len - 1);
    g_array_set_size(work->parens, work->parens->len - 1);
    const SqlToken *next = token_at(work, index + 1);
    if (kind == PAREN_PRINT || kind == PAREN_PRINTED)
        put(work, token_at(work, index), kind == PAREN_PRINT ? ", '{}'::text[])" : ")::text])");
    else
        put(work, token_at(work, index), NULL);
    bool has_name = next->kind == TOKEN_QUOTED || is_word(work, index + 1, "as") ||
                    (next->kind == TOKEN_WORD && !sql_is_keyword(next->word));
    if (kind == PAREN_TABLE && !has_name)
        g_string_append_printf(work->out->sql, "AS unnamed_%u ", ++work->aliases);
}

// What printf prints goes into an array of texts: a comma in its call; false for others.
static bool put_printed(Work *work, const SqlToken *comma) {
    if (work->parens->len == 0)
        return false;
    ParenKind *kind = &g_array_index(work->parens, ParenKind, work->parens->len - 1);
    if (*kind != PAREN_PRINT && *kind != PAREN_PRINTED)
        return false;
    put(work, comma, *kind == PAREN_PRINT ? ", ARRAY[(" : ")::text, (");
    *kind = PAREN_PRINTED;
    return true;
}

static guint put_sign(Work *work, guint index) {
    const SqlToken *token = token_at(work, index);
    if (strchr("$@#\\`?{}[]", work->sql[token->start]))
        return refuse(work, token, FAULT_SQL, "this sign has no meaning here");
    if (is_sign(work, index, ")")) {
        close_paren(work, index);
        return 1;
    }
    if (is_sign(work, index, ",") && put_printed(work, token))
        return 1;
    put(work, token, is_sign(work, index, "==") ? "=" : NULL);
    if (is_sign(work, index, "("))
        open_paren(work, index);
    else if (is_sign(work, index, "::"))
        return put_type(work, index + 1) ? 2 : 0;
    return 1;
}

// --- all of it ---

static guint put_text(Work *work, guint index) {
    const SqlToken *token = token_at(work, index);
    bool is_format =
        index > 1 && is_sign(work, index - 1, "(") && is_word(work, index - 2, "printf");
    if (is_format)
        return check_format(work, token) ? 1 : 0;
    put(work, token, NULL);
    return 1;
}

static guint put_token(Work *work, guint index) {
    const SqlToken *token = token_at(work, index);
    switch (token->kind) {
    case TOKEN_WORD:
    case TOKEN_QUOTED:
        return put_word(work, index);
    case TOKEN_TEXT:
        return put_text(work, index);
    case TOKEN_PARAM:
        put_param(work, index);
        return 1;
    case TOKEN_SIGN:
        return put_sign(work, index);
    case TOKEN_NUMBER:
        put(work, token, NULL);
        return 1;
    case TOKEN_END:
        break;
    }
    return 1;
}

static bool put_all(Work *work) {
    guint i = 0;
    while (token_at(work, i)->kind != TOKEN_END) {
        guint used = put_token(work, i);
        if (!used)
            return false;
        i += used;
    }
    return true;
}

PqQuestion *pq_translate(Engine *engine, const char *sql, GHashTable *schemas) {
    PqQuestion *question = g_new0(PqQuestion, 1);
    question->sql = g_string_new(NULL);
    question->marks = g_array_new(FALSE, FALSE, sizeof(PqMark));
    question->params = g_ptr_array_new_with_free_func(g_free);
    Work work = {.engine = engine,
                 .sql = sql,
                 .schemas = schemas,
                 .out = question,
                 .params = g_hash_table_new(g_str_hash, g_str_equal),
                 .parens = g_array_new(FALSE, FALSE, sizeof(ParenKind))};
    bool good = cut(&work) && check_statement(&work) && put_all(&work);
    g_array_unref(work.tokens);
    g_array_unref(work.parens);
    g_hash_table_unref(work.params);
    if (good)
        return question;
    pq_question_free(question);
    return NULL;
}

void pq_question_free(PqQuestion *question) {
    if (!question)
        return;
    g_string_free(question->sql, TRUE);
    g_array_unref(question->marks);
    g_ptr_array_unref(question->params);
    g_free(question);
}

gsize pq_origin(const PqQuestion *question, gsize out) {
    gsize in = 0;
    for (guint i = 0; i < question->marks->len; i++) {
        const PqMark *mark = &g_array_index(question->marks, PqMark, i);
        if (mark->out > out)
            break;
        in = mark->in + MIN(out - mark->out, mark->verbatim);
    }
    return in;
}
