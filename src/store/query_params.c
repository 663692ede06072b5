// The parameters of a question, :name in its SQL, bound by name: values of layouts become values of
// SQL.
#include "base/datetime.h"
#include "base/suggest.h"
#include "store/private.h"

#include <float.h>
#include <math.h>
#include <string.h>

// An instant as SQL's dates are written: a day, with its time when it has one.
static SqlValue time_value(Arena *arena, double instant_ms) {
    CivilTime civil = civil_from_instant(instant_ms, NULL);
    char *day = arena_printf(arena, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
    if (civil.hour == 0 && civil.minute == 0 && civil.second == 0)
        return sql_text(day);
    return sql_text(
        arena_printf(arena, "%s %02d:%02d:%02d", day, civil.hour, civil.minute, civil.second));
}

static SqlValue number_value(double number) {
    if (number == trunc(number) && fabs(number) <= ldexp(1, DBL_MANT_DIG))
        return sql_integer((gint64)number);
    return (SqlValue){.type = SQL_REAL, .real = number};
}

// False when the value has no form in SQL.
static bool to_sql(Arena *arena, Value value, SqlValue *out) {
    *out = SQL_NOTHING;
    switch (value.type) {
    case VALUE_NULL:
    case VALUE_UNDEFINED:
        return true;
    case VALUE_BOOL:
        *out = sql_integer(value.as.boolean);
        return true;
    case VALUE_NUMBER:
        *out = number_value(value.as.number);
        return true;
    case VALUE_DECIMAL:
        *out = (SqlValue){.type = SQL_DECIMAL, .decimal = *value.as.decimal};
        return true;
    case VALUE_TIME:
        *out = time_value(arena, value.as.number);
        return true;
    case VALUE_STRING:
        *out = sql_text(value.as.string);
        return true;
    case VALUE_JSON:
        break;
    }
    return false;
}

const StoreParam *query_param(const StoreQuestion *question, const char *name) {
    for (guint i = 0; i < question->param_count; i++)
        if (strcmp(question->params[i].name, name) == 0)
            return &question->params[i];
    return NULL;
}

static void report_unknown(const QueryText *query, const StoreQuestion *question,
                           const char *written) {
    g_autofree const char **names = g_new0(const char *, question->param_count + 1);
    for (guint i = 0; i < question->param_count; i++)
        names[i] = question->params[i].name;
    g_autofree char *hint = suggest_hint(written + 1, names, question->param_count);
    g_autofree char *message = g_strdup_printf("there is no parameter \"%s\"", written + 1);
    const char *found = strstr(query->sql, written);
    gsize start = found ? (gsize)(found - query->sql) : 0;
    query_error_at(query, DIAG_UNKNOWN_NAME, start, found ? start + strlen(written) : 0, hint,
                   message);
}

static bool bind_one(const QueryText *query, Arena *arena, const StoreParam *param,
                     SqlValue *value) {
    if (to_sql(arena, param->value, value))
        return true;
    query_error(query, DIAG_BAD_SQL, NULL,
                "the parameter \"%s\" is a list or an object, which SQL cannot take", param->name);
    return false;
}

bool query_bind(const QueryText *query, Arena *arena, Cursor *cursor,
                const StoreQuestion *question) {
    const EngineClass *engine = cursor->engine->class;
    const char *written;
    bool good = true;
    for (guint i = 0; (written = engine->param_name(cursor, i)); i++) {
        if (written[0] != ':') {
            query_error(query, DIAG_BAD_SQL, "write :name", "\"%s\" is no parameter", written);
            return false;
        }
        const StoreParam *param = query_param(question, written + 1);
        SqlValue value;
        if (!param)
            report_unknown(query, question, written);
        good = param && bind_one(query, arena, param, &value) && good;
        if (good)
            engine->bind(cursor, i, &value);
    }
    return good;
}
