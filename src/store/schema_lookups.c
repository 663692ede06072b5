// SQLite joins labels to each row of a view even where a question over it wants none of them: only
// of plain lists it leaves such joins out, never of sums. So each
//     coalesce(ls.label, ...) ... LEFT JOIN labels ls ON CONDITION
// becomes
//     coalesce((SELECT ls.label FROM labels ls WHERE CONDITION), ...) ...
// which gives the same, since CONDITION is a key, and costs nothing where the column is not asked
// for. Texts are those of the schema, with one space between words, and every column that is made
// of a label has a name.
#include "store/schema.h"

#include <string.h>

#define JOIN " LEFT JOIN "

// "LEFT JOIN table alias ON condition" in a statement.
typedef struct {
    const char *from, *to;
    char *table, *alias, *condition;
} Join;

static void join_clear(Join *join) {
    g_free(join->table);
    g_free(join->alias);
    g_free(join->condition);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Join, join_clear)

static bool is_word(char c) {
    return g_ascii_isalnum(c) || c == '_';
}

// A table whose keys the conditions of its joins are.
static bool has_keys(const char *table) {
    static const char *const tables[] = {"labels", "terms", "source_rows", NULL};
    return g_strv_contains(tables, table);
}

// The end of a condition: what follows it, or the bracket that it stands in.
static const char *condition_end(const char *at) {
    guint depth = 0;
    for (; *at; at++) {
        if (depth == 0 && (g_str_has_prefix(at, JOIN) || g_str_has_prefix(at, " WHERE ")))
            return at;
        if (*at == ')' && depth-- == 0)
            return at;
        depth += *at == '(';
    }
    return at;
}

static char *take_word(const char **at) {
    gsize length = strcspn(*at, " ");
    char *word = g_strndup(*at, length);
    *at += length + ((*at)[length] == ' ');
    return word;
}

static bool read_join(const char *from, Join *join) {
    const char *at = from + strlen(JOIN);
    *join = (Join){.from = from};
    join->table = take_word(&at);
    join->alias = take_word(&at);
    if (!has_keys(join->table) || !g_str_has_prefix(at, "ON "))
        return false;
    at += strlen("ON ");
    join->to = condition_end(at);
    join->condition = g_strndup(at, (gsize)(join->to - at));
    return true;
}

// Elsewhere the alias may stand for another table.
static bool is_only(const char *sql, const Join *join) {
    g_autofree char *named = g_strdup_printf(" %s ON ", join->alias);
    const char *first = strstr(sql, named);
    return !strstr(first + 1, named);
}

// The length of "alias.column" there, 0: something else.
static gsize reference_length(const char *sql, const char *at, const char *alias) {
    gsize length = strlen(alias);
    if (strncmp(at, alias, length) != 0 || at[length] != '.' ||
        (at > sql && (is_word(at[-1]) || at[-1] == '.')))
        return 0;
    for (length++; is_word(at[length]) || at[length] == '"'; length++)
        continue;
    return length;
}

static char *without_join(const char *sql, const Join *join) {
    GString *out = g_string_new(NULL);
    for (const char *at = sql; *at;) {
        if (at == join->from)
            at = join->to;
        gsize length = reference_length(sql, at, join->alias);
        if (length)
            g_string_append_printf(out, "(SELECT %.*s FROM %s %s WHERE %s)", (int)length, at,
                                   join->table, join->alias, join->condition);
        else if (*at)
            g_string_append_c(out, *at);
        at += length ? length : *at != '\0';
    }
    return g_string_free(out, FALSE);
}

// What groups its rows needs what it groups them by.
static bool is_view_of_rows(const char *sql) {
    return g_str_has_prefix(sql, "CREATE VIEW ") && !strstr(sql, " GROUP BY ");
}

char *schema_look_up(const char *statement) {
    char *sql = g_strdup(statement);
    const char *at = is_view_of_rows(sql) ? strstr(sql, JOIN) : NULL;
    while (at) {
        g_auto(Join) join = {0};
        if (!read_join(at, &join) || !is_only(sql, &join)) {
            at = strstr(at + 1, JOIN);
            continue;
        }
        char *rest = without_join(sql, &join);
        g_free(sql);
        sql = rest;
        at = strstr(sql, JOIN);
    }
    return sql;
}
