// The parameters of a SQL text: each :name outside of strings, quoted names and comments is bound
// to the scope's value of that name. SQL has no dots in parameter names, so :p_id also means p.id.
#include "page/scope_private.h"

#include <string.h>

// Past a string, a quoted name or a comment that starts at p; p itself when none does.
static const char *skip_quoted(const char *p) {
    char close = *p == '[' ? ']' : *p;
    if (*p == '\'' || *p == '"' || *p == '`' || *p == '[') {
        const char *end = strchr(p + 1, close); // a doubled quote starts the next string
        return end ? end + 1 : p + strlen(p);
    }
    if (p[0] == '-' && p[1] == '-')
        return p + strcspn(p, "\n");
    if (p[0] == '/' && p[1] == '*') {
        const char *end = strstr(p + 2, "*/");
        return end ? end + 2 : p + strlen(p);
    }
    return p;
}

static gsize name_length(const char *p) {
    gsize length = 0;
    while (g_ascii_isalnum(p[length]) || p[length] == '_')
        length++;
    return length;
}

static bool is_listed(const GArray *params, const char *name) {
    for (guint i = 0; i < params->len; i++)
        if (strcmp(g_array_index(params, StoreParam, i).name, name) == 0)
            return true;
    return false;
}

static bool is_name(const Scope *scope, const char *name) {
    return scope_find(scope, name, strlen(name)) || g_strv_contains(store_dataset_names(), name);
}

// The value of "p_id": of that name, else of "p.id", the first underscore first. Names that nothing
// has are asked for last: what is said then takes a while to find.
static bool param_value(Scope *scope, const char *name, Value *out, const char **problem,
                        const char **hint) {
    const char *ignored_problem, *ignored_hint;
    bool is_known = is_name(scope, name);
    if (is_known && scope_value(scope, name, out, problem, hint))
        return true;
    g_autofree char *path = g_strdup(name);
    for (char *p = strchr(path, '_'); p; p = strchr(p + 1, '_')) {
        *p = '.';
        bool is_string =
            (gsize)(p - path) == strlen("strings") && g_str_has_prefix(path, "strings");
        if ((is_string || scope_find(scope, path, (gsize)(p - path))) &&
            scope_value(scope, path, out, &ignored_problem, &ignored_hint))
            return true;
        *p = '_';
    }
    return !is_known && scope_value(scope, name, out, problem, hint);
}

static const char OWN_PARAMETER[] =
    "declare it under \"params\" of the layout, or take title, lang, as_of or one of facts";

// at: where ":name" starts in the text.
static bool add_param(Scope *scope, const JsonNode *sql, gsize at, const char *name,
                      GArray *params) {
    const char *problem = NULL, *hint = NULL;
    StoreParam param = {.name = name};
    if (is_listed(params, name))
        return true;
    if (!param_value(scope, name, &param.value, &problem, &hint)) {
        Place place = expression_place(sql, at, strlen(name) + 1);
        if (problem)
            diag_error(scope->options->diags, DIAG_BAD_SQL, &place,
                       hint && g_str_has_prefix(hint, "did you mean") ? hint : OWN_PARAMETER,
                       "unknown parameter \":%s\" in SQL", name);
        return false;
    }
    g_array_append_val(params, param);
    return true;
}

bool scope_sql_params(Scope *scope, const JsonNode *sql, GArray *params) {
    bool good = true;
    const char *text = json_string_value(sql->json);
    for (const char *p = text; *p;) {
        const char *past = skip_quoted(p);
        gsize length = *p == ':' ? name_length(p + 1) : 0;
        if (past > p) {
            p = past;
        } else if (length > 0) {
            const char *name = arena_strndup(scope->options->arena, p + 1, length);
            good &= add_param(scope, sql, (gsize)(p - text), name, params);
            p += 1 + length;
        } else {
            p++;
        }
    }
    return good;
}
