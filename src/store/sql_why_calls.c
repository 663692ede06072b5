// An aggregate's facts are those of an aggregate of the same rows, group_concat of their numbers,
// under the same FILTER and OVER and with the conditions that let a row count. A function that
// takes the value of another row takes the facts of that row. Of an extreme the values come along,
// so that those that hold it are known when the answer is read.
#include "store/sql_why_calls.h"

#include "store/sql_expression.h"

#include <string.h>

// --- stages ---

static void add_stage(SqlStages *stages, char *words, char *condition) {
    stages->words[stages->count] = words;
    stages->conditions[stages->count++] = condition;
}

SqlStages sql_stages(const SqlText *text, const SqlCall *call) {
    SqlStages stages = {0};
    g_autofree char *argument = sql_text_copy(text, call->argument);
    g_autofree char *filter = sql_text_copy(text, call->filter);
    bool is_plain = !call->is_star && !call->is_taken && !sql_has_aggregate(text, call->argument);
    if (*filter)
        add_stage(&stages, g_strdup_printf("counted where %s", filter),
                  g_strdup_printf("(%s)", filter));
    if (is_plain)
        add_stage(&stages, g_strdup_printf("with a value in %s", argument),
                  g_strdup_printf("(%s) IS NOT NULL", argument));
    if (is_plain && call->is_sum)
        add_stage(&stages,
                  g_strdup_printf(sql_is_condition(text, call->argument) ? "counted where %s"
                                                                         : "that is not 0: %s",
                                  argument),
                  g_strdup_printf("CAST((%s) AS TEXT) NOT IN ('0', '0.0', 'false')", argument));
    return stages;
}

void sql_stages_clear(SqlStages *stages) {
    for (guint i = 0; i < stages->count; i++) {
        g_free(stages->words[i]);
        g_free(stages->conditions[i]);
    }
    stages->count = 0;
}

static void write_conditions(const SqlStages *stages, guint count, GString *out) {
    for (guint i = 0; i < MIN(count, stages->count); i++)
        g_string_append_printf(out, "%s%s", i ? " AND " : " FILTER (WHERE ", stages->conditions[i]);
    if (MIN(count, stages->count))
        g_string_append_c(out, ')');
}

// --- aggregates ---

// Whether it takes rows that were made of several.
static bool is_over_groups(const SqlText *text, const SqlFrom *from, const SqlCall *call) {
    bool is_window = call->over.to > call->over.from;
    return (is_window && from->is_grouped) || sql_has_aggregate(text, call->argument);
}

// lag(x, 2) OVER w of facts.
static char *taken_facts(const SqlText *text, const SqlCall *call, const char *facts,
                         bool is_nested) {
    g_autofree char *name = sql_text_copy(text, (Span){call->span.from, call->span.from + 1});
    g_autofree char *over = sql_text_copy(text, call->over);
    g_autofree char *rest = sql_text_copy(text, call->offset);
    return g_strdup_printf(is_nested ? "%s(group_concat(%s)%s%s) %s" : "%s(%s%s%s) %s", name, facts,
                           *rest ? ", " : "", rest, over);
}

char *sql_call_facts(const SqlText *text, const SqlFrom *from, const SqlCall *call, guint count) {
    g_autofree char *facts = sql_from_facts(text, from, call->argument);
    g_auto(SqlStages) stages = sql_stages(text, call);
    if (!facts)
        return NULL;
    bool is_nested = is_over_groups(text, from, call);
    if (call->is_taken)
        return taken_facts(text, call, facts, is_nested);
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, is_nested ? "group_concat(group_concat(%s))" : "group_concat(%s)",
                           facts);
    write_conditions(&stages, count, out);
    g_autofree char *over = sql_text_copy(text, call->over);
    g_string_append_printf(out, "%s%s", *over ? " " : "", over);
    return g_string_free(out, FALSE);
}

// The begin of a value as text without the signs that part facts.
#define PLAIN_TEXT                                                                                 \
    "substr(replace(replace(replace(CAST((%s) AS TEXT), ',', '\x1f'), '{', '\x1f'), '}', "         \
    "'\x1f'), 1, 200)"

char *sql_extreme_facts(const SqlText *text, const SqlFrom *from, const SqlCall *call) {
    g_autofree char *facts = sql_from_facts(text, from, call->argument);
    if (!facts)
        return NULL;
    bool is_nested = is_over_groups(text, from, call);
    g_autofree char *argument = sql_text_copy(text, call->argument);
    g_autofree char *written = sql_text_copy(text, call->span);
    g_autofree char *over = sql_text_copy(text, call->over);
    g_autoptr(GString) condition = g_string_new(NULL);
    g_auto(SqlStages) stages = sql_stages(text, call);
    write_conditions(&stages, stages.count, condition);
    return g_strdup_printf(
        "('{=' || coalesce(" PLAIN_TEXT
        ", '') || ',' || coalesce(group_concat(%s(CAST(%s AS TEXT)) || ':' || " PLAIN_TEXT
        ")%s%s%s, '') || '}')",
        written, is_nested ? "group_concat" : "", facts, argument, condition->str, *over ? " " : "",
        over);
}

char *sql_counted_facts(const SqlText *text, const SqlFrom *from, const SqlCall *call) {
    return call->is_extreme && !call->is_star ? sql_extreme_facts(text, from, call)
                                              : sql_call_facts(text, from, call, WHY_STAGES_MAX);
}

bool sql_is_counting(const SqlText *text, const SqlCall *call) {
    return sql_is_word_at(text, call->span.from, "count") ||
           (call->is_sum && sql_is_condition(text, call->argument));
}

// --- formulas ---

static void join(GString *out, const char *facts) {
    if (facts && *facts)
        g_string_append_printf(out, "%scoalesce(CAST(%s AS TEXT), '')",
                               out->len ? " || ',' || " : "", facts);
}

char *sql_own_facts(const SqlText *text, const SqlFrom *from, Span name, bool is_aggregate) {
    g_autofree char *facts = sql_from_facts(text, from, name);
    return g_strdup_printf(is_aggregate ? "group_concat(%s)" : "%s", facts);
}

bool sql_is_column_at(const SqlText *text, Span item, guint index) {
    Span value = sql_without_name(text, item);
    return index < value.to && sql_is_name_at(text, index) &&
           !(index + 1 < value.to && sql_is_sign_at(text, index + 1, "("));
}

char *sql_value_facts(const SqlText *text, const SqlFrom *from, Span item, bool is_aggregate) {
    g_autoptr(GString) out = g_string_new(NULL);
    bool is_of_row = false;
    SqlCall call;
    for (guint i = item.from; i < item.to;) {
        Span inner = sql_subquery_at(text, i), own;
        WhyRole role;
        if (inner.to > inner.from) {
            i = inner.to + 1;
        } else if (sql_call_read(text, i, &call)) {
            g_autofree char *facts = sql_counted_facts(text, from, &call);
            if (sql_role_at(text, item, i, &role) && role != WHY_DIVISOR)
                join(out, facts);
            i = call.span.to;
        } else if (sql_from_own_at(text, from, item, i, &own)) {
            g_autofree char *facts = sql_own_facts(text, from, own, is_aggregate);
            if (sql_role_at(text, item, own.from, &role) && role != WHY_DIVISOR)
                join(out, facts);
            i = own.to;
        } else {
            is_of_row = is_of_row || sql_is_column_at(text, item, i);
            i++;
        }
    }
    if (out->len && is_of_row && !is_aggregate) {
        g_autofree char *facts = sql_from_facts(text, from, item);
        join(out, facts);
    }
    return out->len ? g_strdup_printf("(%s)", out->str) : NULL;
}
