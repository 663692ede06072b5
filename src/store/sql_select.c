// A SELECT cut along its words: each word counts only where no parenthesis is open, so one walk
// from parenthesis to parenthesis finds every clause.
#include "store/sql_select.h"

#include <string.h>

// --- tokens ---

bool sql_text_begin(SqlText *text, const char *sql) {
    gsize wrong = G_MAXSIZE;
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint));
    *text = (SqlText){.sql = sql, .tokens = sql_tokens_cut(sql, &wrong)};
    if (wrong != G_MAXSIZE)
        return false;
    text->pair = g_new0(guint, text->tokens->len);
    for (guint i = 0; i < text->tokens->len; i++) {
        if (sql_is_sign_at(text, i, "("))
            g_array_append_val(open, i);
        if (!sql_is_sign_at(text, i, ")"))
            continue;
        if (open->len == 0)
            return false;
        guint from = g_array_index(open, guint, open->len - 1);
        g_array_set_size(open, open->len - 1);
        text->pair[from] = i;
        text->pair[i] = from;
    }
    return open->len == 0;
}

void sql_text_end(SqlText *text) {
    g_clear_pointer(&text->tokens, g_array_unref);
    g_clear_pointer(&text->pair, g_free);
}

Span sql_text_all(const SqlText *text) {
    guint end = text->tokens->len - 1;
    while (end && sql_is_sign_at(text, end - 1, ";"))
        end--;
    return (Span){0, end};
}

const SqlToken *sql_text_token(const SqlText *text, guint index) {
    return &g_array_index(text->tokens, SqlToken, MIN(index, text->tokens->len - 1));
}

bool sql_is_word_at(const SqlText *text, guint index, const char *word) {
    return sql_token_is_word(sql_text_token(text, index), word);
}

bool sql_is_sign_at(const SqlText *text, guint index, const char *sign) {
    return sql_token_is_sign(text->sql, sql_text_token(text, index), sign);
}

bool sql_is_name_at(const SqlText *text, guint index) {
    const SqlToken *token = sql_text_token(text, index);
    return token->kind == TOKEN_QUOTED ||
           (token->kind == TOKEN_WORD && !sql_is_keyword(token->word));
}

char *sql_text_copy(const SqlText *text, Span span) {
    if (span.to <= span.from)
        return g_strdup("");
    gsize start = sql_text_token(text, span.from)->start;
    return g_strndup(text->sql + start, sql_text_token(text, span.to - 1)->end - start);
}

guint sql_text_next(const SqlText *text, guint index) {
    return text->pair[index] > index ? text->pair[index] + 1 : index + 1;
}

Span sql_subquery_at(const SqlText *text, guint index) {
    bool is_query = text->pair[index] > index && (sql_is_word_at(text, index + 1, "select") ||
                                                  sql_is_word_at(text, index + 1, "values") ||
                                                  sql_is_word_at(text, index + 1, "with"));
    return is_query ? (Span){index + 1, text->pair[index]} : (Span){0, 0};
}

guint sql_find_comma(const SqlText *text, Span span) {
    guint i = span.from;
    while (i < span.to && !sql_is_sign_at(text, i, ","))
        i = sql_text_next(text, i);
    return MIN(i, span.to);
}

guint sql_find_any_word(const SqlText *text, Span span, const char *word) {
    guint i = span.from;
    while (i < span.to && g_strcmp0(sql_text_token(text, i)->word, word) != 0)
        i++;
    return i;
}

// --- one SELECT ---

// Whether a clause begins here; "IS DISTINCT FROM" and "WITHIN GROUP" are none.
static bool is_clause(const SqlText *text, guint i, const char *word) {
    if (!sql_is_word_at(text, i, word))
        return false;
    if (strcmp(word, "from") == 0)
        return !sql_is_word_at(text, i - 1, "distinct");
    return strcmp(word, "group") != 0 || sql_is_word_at(text, i + 1, "by");
}

static guint find_clause(const SqlText *text, Span span, const char *word) {
    guint i = span.from;
    while (i < span.to && !is_clause(text, i, word))
        i = sql_text_next(text, i);
    return MIN(i, span.to);
}

bool sql_core_read(const SqlText *text, Span span, SqlCore *out) {
    if (span.from >= span.to || !sql_is_word_at(text, span.from, "select"))
        return false;
    guint first = span.from + 1;
    *out = (SqlCore){.is_distinct = sql_is_word_at(text, first, "distinct")};
    first += out->is_distinct || sql_is_word_at(text, first, "all");
    guint from = find_clause(text, (Span){first, span.to}, "from");
    static const char *const after[] = {"where", "group", "having", "window"};
    guint rest = span.to;
    for (guint i = 0; i < G_N_ELEMENTS(after); i++)
        rest = MIN(rest, find_clause(text, (Span){first, span.to}, after[i]));
    from = MIN(from, rest);
    out->items = (Span){first, from};
    out->from = (Span){MIN(from + 1, rest), rest};
    out->rest = (Span){rest, span.to};
    out->has_group = find_clause(text, out->rest, "group") < span.to;
    out->has_having = find_clause(text, out->rest, "having") < span.to;
    return true;
}

bool sql_has_star(const SqlText *text, Span items) {
    for (guint i = items.from; i < items.to; i = sql_text_next(text, i))
        if (sql_is_sign_at(text, i, "*") && (i == items.from || sql_is_sign_at(text, i - 1, ",") ||
                                             sql_is_sign_at(text, i - 1, ".")))
            return true;
    return false;
}

guint sql_count_items(const SqlText *text, Span items) {
    guint count = 0;
    for (guint i = items.from; i < items.to; count++)
        i = sql_find_comma(text, (Span){i, items.to}) + 1;
    return count;
}

// "AS name", "t.name", "name", or a name behind what ends an expression.
static bool ends_in_name(const SqlText *text, Span item) {
    guint last = item.to - 1;
    if (!sql_is_name_at(text, last) && !(last > item.from && sql_is_word_at(text, last - 1, "as")))
        return false;
    if (last == item.from || sql_is_word_at(text, last - 1, "as"))
        return true;
    const SqlToken *before = sql_text_token(text, last - 1);
    if (before->kind == TOKEN_SIGN)
        return sql_is_sign_at(text, last - 1, ".") || sql_is_sign_at(text, last - 1, ")");
    return before->kind != TOKEN_WORD || !sql_is_keyword(before->word) ||
           strcmp(before->word, "end") == 0;
}

const char *sql_item_name(const SqlText *text, Span item, Arena *arena) {
    if (item.to > item.from && ends_in_name(text, item))
        return arena_strdup(arena, sql_text_token(text, item.to - 1)->word);
    g_autofree char *written = sql_text_copy(text, item);
    return arena_strdup(arena, written);
}

// --- aggregates ---

static const struct {
    const char *name;
    bool is_sum, is_extreme, is_taken;
} aggregates[] = {{"avg", false, false, false},
                  {"count", false, false, false},
                  {"decimal_sum", true, false, false},
                  {"first_value", false, false, true},
                  {"group_concat", false, false, false},
                  {"json_group_array", false, false, false},
                  {"json_group_object", false, false, false},
                  {"lag", false, false, true},
                  {"last_value", false, false, true},
                  {"lead", false, false, true},
                  {"max", false, true, false},
                  {"min", false, true, false},
                  {"nth_value", false, false, true},
                  {"sum", true, false, false},
                  {"total", true, false, false}};

static void read_filter(const SqlText *text, SqlCall *call) {
    guint at = call->span.to;
    if (!sql_is_word_at(text, at, "filter") || text->pair[at + 1] <= at)
        return;
    call->span.to = text->pair[at + 1] + 1;
    call->filter = (Span){MIN(at + 3, call->span.to - 1), call->span.to - 1};
}

static void read_over(const SqlText *text, SqlCall *call) {
    guint at = call->span.to;
    if (!sql_is_word_at(text, at, "over"))
        return;
    call->span.to = sql_text_next(text, at + 1);
    call->over = (Span){at, call->span.to};
}

bool sql_call_read(const SqlText *text, guint index, SqlCall *out) {
    guint kind = 0, open = index + 1;
    if (open + 1 >= text->tokens->len || text->pair[open] <= open ||
        (index && sql_is_sign_at(text, index - 1, ".")))
        return false;
    while (kind < G_N_ELEMENTS(aggregates) && !sql_is_word_at(text, index, aggregates[kind].name))
        kind++;
    Span inside = {open + 1, text->pair[open]};
    guint comma = sql_find_comma(text, inside);
    if (kind == G_N_ELEMENTS(aggregates))
        return false;
    bool is_extreme = aggregates[kind].is_extreme;
    if (is_extreme && comma < inside.to) // of values in one row
        return false;
    *out = (SqlCall){.span = {index, inside.to + 1},
                     .is_sum = aggregates[kind].is_sum,
                     .is_extreme = is_extreme,
                     .is_taken = aggregates[kind].is_taken,
                     .offset = {MIN(comma + 1, inside.to), inside.to}};
    out->is_star = sql_is_sign_at(text, inside.from, "*");
    inside.from +=
        sql_is_word_at(text, inside.from, "distinct") || sql_is_word_at(text, inside.from, "all");
    out->argument = (Span){inside.from, comma};
    read_filter(text, out);
    read_over(text, out);
    return true;
}

bool sql_has_aggregate(const SqlText *text, Span span) {
    SqlCall call;
    for (guint i = span.from; i < span.to;) {
        Span inner = sql_subquery_at(text, i);
        if (inner.to > inner.from) {
            i = inner.to + 1;
        } else if (sql_call_read(text, i, &call)) {
            bool is_window = call.over.to > call.over.from;
            if (!is_window || sql_has_aggregate(text, call.argument))
                return true;
            i = call.span.to;
        } else {
            i++;
        }
    }
    return false;
}

// What stands before an operand, as far as it says what the operand is for.
typedef struct {
    bool divides, subtracts, is_condition;
    bool in_product, in_sum, in_branch; // nothing looser was met on this level
} Before;

static void read_before(const SqlText *text, guint at, Before *before) {
    bool is_plus = sql_is_sign_at(text, at, "+"), is_minus = sql_is_sign_at(text, at, "-");
    if (sql_is_sign_at(text, at, "/") && before->in_product)
        before->divides = !before->divides;
    if (is_minus && before->in_sum)
        before->subtracts = !before->subtracts;
    if (is_plus || is_minus || sql_is_sign_at(text, at, ","))
        before->in_product = before->in_sum = false;
    bool is_when = sql_is_word_at(text, at, "when");
    if (is_when && before->in_branch)
        before->is_condition = true;
    if (is_when || sql_is_word_at(text, at, "then") || sql_is_word_at(text, at, "else"))
        before->in_product = before->in_sum = before->in_branch = false;
}

// From the operand backwards and outwards.
bool sql_role_at(const SqlText *text, Span item, guint index, WhyRole *role) {
    Before before = {.in_product = true, .in_sum = true, .in_branch = true};
    for (guint at = index; at > item.from;) {
        at--;
        if (text->pair[at] > at) // a "(" around it: a new level
            before.in_product = before.in_sum = before.in_branch = true;
        else if (text->pair[at])
            at = text->pair[at];
        else
            read_before(text, at, &before);
    }
    *role = before.divides ? WHY_DIVISOR : before.subtracts ? WHY_SUBTRACTED : WHY_COUNTED;
    return !before.is_condition;
}

bool sql_is_value(const SqlText *text, Span item, guint index) {
    WhyRole role;
    bool is_list = index > item.from && (sql_is_word_at(text, index - 1, "in") ||
                                         sql_is_word_at(text, index - 1, "exists"));
    return !is_list && sql_role_at(text, item, index, &role);
}

// --- several ---

static bool is_compound_word(const SqlText *text, guint i) {
    return sql_is_word_at(text, i, "union") || sql_is_word_at(text, i, "intersect") ||
           sql_is_word_at(text, i, "except");
}

static guint find_compound(const SqlText *text, Span span) {
    guint i = span.from;
    while (i < span.to && !is_compound_word(text, i))
        i = sql_text_next(text, i);
    return MIN(i, span.to);
}

bool sql_has_compound(const SqlText *text, Span span) {
    return find_compound(text, span) < span.to;
}

bool sql_compound_next(const SqlText *text, Span span, Span *core, Span *between) {
    guint end = find_compound(text, span);
    *core = (Span){span.from, end};
    *between = (Span){end, end};
    if (end == span.to)
        return true;
    *between = (Span){end, end + 2};
    return sql_is_word_at(text, end, "union") && sql_is_word_at(text, end + 1, "all");
}

Span sql_tail(const SqlText *text, Span span) {
    guint i = span.from;
    while (i < span.to &&
           !(sql_is_word_at(text, i, "order") && sql_is_word_at(text, i + 1, "by")) &&
           !sql_is_word_at(text, i, "limit") && !sql_is_word_at(text, i, "offset") &&
           !sql_is_word_at(text, i, "fetch"))
        i = sql_text_next(text, i);
    return (Span){MIN(i, span.to), span.to};
}

bool sql_with_next(const SqlText *text, Span span, guint *at, SqlWith *out) {
    guint i = *at, start = i;
    bool is_first = i == span.from && sql_is_word_at(text, i, "with");
    if (!is_first && !(i > span.from && sql_is_sign_at(text, i, ",")))
        return false;
    i += is_first && sql_is_word_at(text, i + 1, "recursive") ? 2 : 1;
    *out = (SqlWith){.name = sql_text_token(text, i)->word, .head = {start, i + 1}};
    i++;
    if (i < span.to && text->pair[i] > i) {
        out->columns = (Span){i + 1, text->pair[i]};
        i = text->pair[i] + 1;
    }
    out->as.from = i;
    while (i < span.to && text->pair[i] <= i)
        i++;
    if (i >= span.to || !out->name)
        return false;
    out->as.to = i;
    out->body = (Span){i + 1, text->pair[i]};
    *at = text->pair[i] + 1;
    return true;
}
