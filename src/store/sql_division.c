// The type of an expression is that of its widest part, as far as division is concerned: a text, a
// small number (of digits in the SQL, whose sum is whole), a whole number (whose sum is a decimal,
// in PostgreSQL), a fraction. Names have the type of the column that they are documented as, or of
// the expression that gives them in a question inside the question.
#include "store/sql_division.h"

#include "store/sql_expression.h"
#include "store/sql_tree.h"

#include <string.h>

#define PUT_IN " *1.0e0 "

enum { DEPTH_LIMIT = 64, STEPS_LIMIT = 20000 };

typedef enum { TYPE_TEXT, TYPE_SMALL, TYPE_WHOLE, TYPE_UNKNOWN, TYPE_FRACTION } Type;

typedef struct {
    bool is_known; // or being found out
    Type type;
} OutputType;

typedef struct {
    SqlTree tree;
    Arena *arena;
    OutputType **outputs; // of questions, by their numbers
    guint depth, steps;
} Reading;

static Type type_of(Reading *reading, Span span);

// --- what names give ---

typedef enum { GIVES_FRACTION, GIVES_WHOLE, GIVES_TEXT, GIVES_ARGUMENTS, GIVES_SUM } Gives;

static const struct {
    const char *name;
    Gives gives;
} functions[] = {{"abs", GIVES_ARGUMENTS},
                 {"avg", GIVES_FRACTION},
                 {"ceil", GIVES_FRACTION},
                 {"ceiling", GIVES_FRACTION},
                 {"coalesce", GIVES_ARGUMENTS},
                 {"count", GIVES_WHOLE},
                 {"cume_dist", GIVES_FRACTION},
                 {"decimal_sum", GIVES_FRACTION},
                 {"dense_rank", GIVES_WHOLE},
                 {"exp", GIVES_FRACTION},
                 {"first_value", GIVES_ARGUMENTS},
                 {"floor", GIVES_FRACTION},
                 {"ifnull", GIVES_ARGUMENTS},
                 {"iif", GIVES_ARGUMENTS},
                 {"instr", GIVES_WHOLE},
                 {"julianday", GIVES_FRACTION},
                 {"lag", GIVES_ARGUMENTS},
                 {"last_value", GIVES_ARGUMENTS},
                 {"lead", GIVES_ARGUMENTS},
                 {"length", GIVES_WHOLE},
                 {"ln", GIVES_FRACTION},
                 {"log", GIVES_FRACTION},
                 {"log10", GIVES_FRACTION},
                 {"max", GIVES_ARGUMENTS},
                 {"min", GIVES_ARGUMENTS},
                 {"mod", GIVES_ARGUMENTS},
                 {"nth_value", GIVES_ARGUMENTS},
                 {"ntile", GIVES_WHOLE},
                 {"nullif", GIVES_ARGUMENTS},
                 {"percent_rank", GIVES_FRACTION},
                 {"pi", GIVES_FRACTION},
                 {"pow", GIVES_FRACTION},
                 {"power", GIVES_FRACTION},
                 {"rank", GIVES_WHOLE},
                 {"report_day_number", GIVES_WHOLE},
                 {"round", GIVES_FRACTION},
                 {"row_number", GIVES_WHOLE},
                 {"sign", GIVES_FRACTION},
                 {"sqrt", GIVES_FRACTION},
                 {"strftime", GIVES_TEXT},
                 {"substr", GIVES_TEXT},
                 {"substring", GIVES_TEXT},
                 {"sum", GIVES_SUM},
                 {"total", GIVES_FRACTION},
                 {"trunc", GIVES_FRACTION}};

// Columns of the documented tables that are decimals or binary fractions.
static const char *const fractions[] = {
    "amount",    "amount_usd", "amount_converted", "confidence", "converted", "difference",
    "new_value", "old_value",  "percent",          "score",      "share",     "value"};

static Type documented_type(const char *name) {
    for (guint i = 0; i < G_N_ELEMENTS(fractions); i++)
        if (g_ascii_strcasecmp(fractions[i], name) == 0)
            return TYPE_FRACTION;
    return TYPE_WHOLE;
}

// Of a column of VALUES, in all its rows.
static Type type_of_values(Reading *reading, const SqlSelect *select, guint column) {
    const SqlText *text = &reading->tree.text;
    Type type = TYPE_TEXT;
    for (guint open = select->span.from + 1; open < select->span.to;
         open = sql_text_next(text, open)) {
        guint from = open + 1, close = text->pair[open];
        for (guint i = 0; close > open && i < column && from < close; i++)
            from = sql_find_comma(text, (Span){from, close}) + 1;
        if (close > open && from < close)
            type = MAX(type,
                       type_of(reading, (Span){from, sql_find_comma(text, (Span){from, close})}));
    }
    return type;
}

static Type type_of_query(Reading *reading, const SqlQuery *query, guint column);

static Type type_of_column(Reading *reading, const SqlSource *source, const char *name,
                           guint column) {
    return source->query ? type_of_query(reading, source->query, column) : documented_type(name);
}

static Type type_of_output(Reading *reading, const SqlSelect *select, guint column) {
    const SqlOutput *output = &select->outputs[column];
    if (select->is_values)
        return type_of_values(reading, select, column);
    if (output->source)
        return type_of_column(reading, output->source, output->name ? output->name : "",
                              output->column);
    return type_of(reading, output->value);
}

// The widest of all SELECTs that give the column.
static Type type_of_query(Reading *reading, const SqlQuery *query, guint column) {
    if (!query->arms || column >= query->arms->output_count)
        return TYPE_UNKNOWN;
    OutputType **outputs = &reading->outputs[query->number];
    if (!*outputs)
        *outputs = arena_array(reading->arena, OutputType, query->arms->output_count);
    OutputType *one = *outputs + column;
    if (one->is_known)
        return one->type;
    one->is_known = true; // as a text, to what it is made of itself
    Type type = TYPE_TEXT;
    for (const SqlSelect *arm = query->arms; arm; arm = arm->next)
        type = MAX(type, column < arm->output_count ? type_of_output(reading, arm, column)
                                                    : TYPE_UNKNOWN);
    return one->type = type;
}

// By the name that AS gave it in the same SELECT.
static bool find_alias(Reading *reading, const SqlSelect *select, guint index, Type *type) {
    const char *name = sql_text_token(&reading->tree.text, index)->word;
    for (guint i = 0; select && i < select->output_count; i++) {
        const SqlOutput *output = &select->outputs[i];
        bool is_inside = index >= output->value.from && index < output->value.to;
        if (output->source || is_inside || g_strcmp0(output->name, name) != 0)
            continue;
        *type = type_of(reading, output->value);
        return true;
    }
    return false;
}

static Type name_type(Reading *reading, guint index) {
    const SqlText *text = &reading->tree.text;
    const SqlSelect *select = reading->tree.owners[index];
    bool is_qualified = index > 1 && sql_is_sign_at(text, index - 1, ".");
    const char *table = is_qualified ? sql_text_token(text, index - 2)->word : NULL,
               *name = sql_text_token(text, index)->word;
    SqlColumnRef column;
    Type type;
    if (sql_tree_find(&reading->tree, select, table, name, &column))
        return type_of_column(reading, column.source, name, column.column);
    if (!is_qualified && find_alias(reading, select, index, &type))
        return type;
    return documented_type(name);
}

static Type number_type(const Reading *reading, const SqlToken *token) {
    enum { SMALL_DIGITS = 9 };
    gsize length = token->end - token->start;
    const char *digits = reading->tree.text.sql + token->start;
    for (gsize i = 0; i < length; i++)
        if (strchr(".eE", digits[i]))
            return TYPE_FRACTION;
    return length <= SMALL_DIGITS ? TYPE_SMALL : TYPE_WHOLE;
}

// --- parts ---

static Type type_of_list(Reading *reading, Span span) {
    Type type = TYPE_TEXT;
    for (guint i = span.from; i < span.to;) {
        guint comma = sql_find_comma(&reading->tree.text, (Span){i, span.to});
        type = MAX(type, type_of(reading, (Span){i, comma}));
        i = comma + 1;
    }
    return type;
}

// The argument of CAST, "x AS type".
static Type type_of_cast(const Reading *reading, Span span) {
    static const struct {
        const char *name;
        Type type;
    } types[] = {{"integer", TYPE_WHOLE},   {"int", TYPE_WHOLE},       {"bigint", TYPE_WHOLE},
                 {"real", TYPE_FRACTION},   {"double", TYPE_FRACTION}, {"numeric", TYPE_FRACTION},
                 {"decimal", TYPE_FRACTION}};
    guint as = span.from;
    while (as < span.to && !sql_is_word_at(&reading->tree.text, as, "as"))
        as = sql_text_next(&reading->tree.text, as);
    for (guint i = 0; i < G_N_ELEMENTS(types); i++)
        if (sql_is_word_at(&reading->tree.text, as + 1, types[i].name))
            return types[i].type;
    return TYPE_TEXT;
}

static Type type_of_call(Reading *reading, guint index) {
    const char *name = sql_text_token(&reading->tree.text, index)->word;
    Span inside = {index + 2, reading->tree.text.pair[index + 1]};
    if (strcmp(name, "cast") == 0)
        return type_of_cast(reading, inside);
    if (strcmp(name, "distinct") == 0)
        return type_of_list(reading, inside);
    guint i = 0;
    while (i < G_N_ELEMENTS(functions) && strcmp(functions[i].name, name) != 0)
        i++;
    if (i == G_N_ELEMENTS(functions))
        return g_str_has_prefix(name, "json") ? TYPE_UNKNOWN : TYPE_TEXT;
    if (strcmp(name, "iif") == 0)
        inside.from = sql_find_comma(&reading->tree.text, inside) + 1;
    Type type = type_of_list(reading, inside);
    switch (functions[i].gives) {
    case GIVES_FRACTION:
        return TYPE_FRACTION;
    case GIVES_WHOLE:
        return TYPE_WHOLE;
    case GIVES_TEXT:
        return TYPE_TEXT;
    case GIVES_ARGUMENTS:
        return type;
    case GIVES_SUM:
        return type == TYPE_WHOLE ? TYPE_FRACTION : type == TYPE_SMALL ? TYPE_WHOLE : type;
    }
    return TYPE_UNKNOWN;
}

static Type type_of_branches(Reading *reading, guint index, guint end) {
    Type type = TYPE_TEXT;
    SqlBranch branch;
    while (sql_branch_next(&reading->tree.text, end, &index, &branch))
        type = MAX(type, type_of(reading, branch.value));
    return type;
}

// "(a + b)" or "(SELECT a FROM ...)".
static Type type_of_parentheses(Reading *reading, guint index) {
    const SqlText *text = &reading->tree.text;
    const SqlQuery *query = reading->tree.queries[index];
    if (sql_subquery_at(text, index).to == 0)
        return type_of(reading, (Span){index + 1, text->pair[index]});
    return query ? type_of_query(reading, query, 0) : TYPE_UNKNOWN;
}

// What stands at the index, up to *next.
static Type type_at(Reading *reading, guint index, guint to, guint *next) {
    const SqlText *text = &reading->tree.text;
    const SqlToken *token = sql_text_token(text, index);
    bool is_call = token->kind == TOKEN_WORD && text->pair[index + 1] > index + 1 &&
                   index + 1 < to && !sql_is_keyword(token->word);
    *next = sql_text_next(text, index);
    if (sql_is_word_at(text, index, "cast") || sql_is_word_at(text, index, "distinct"))
        is_call = text->pair[index + 1] > index + 1;
    if (is_call) {
        *next = text->pair[index + 1] + 1;
        return type_of_call(reading, index);
    }
    if (text->pair[index] > index)
        return type_of_parentheses(reading, index);
    if (token->kind == TOKEN_NUMBER)
        return number_type(reading, token);
    if (token->kind == TOKEN_PARAM) // one that is no whole number says so to both engines
        return TYPE_WHOLE;
    if (sql_is_word_at(text, index, "case")) {
        guint end = sql_case_end(text, index, to);
        *next = end + 1;
        return type_of_branches(reading, index, end);
    }
    bool is_column = sql_is_name_at(text, index) && !sql_is_sign_at(text, index + 1, ".");
    return is_column ? name_type(reading, index) : TYPE_TEXT;
}

static Type type_of(Reading *reading, Span span) {
    Type type = TYPE_TEXT;
    if (reading->depth == DEPTH_LIMIT || ++reading->steps > STEPS_LIMIT)
        return TYPE_UNKNOWN;
    if (sql_is_condition(&reading->tree.text, span))
        return TYPE_SMALL;
    reading->depth++;
    for (guint i = span.from; i < span.to;) {
        guint next;
        bool is_aside = sql_is_word_at(&reading->tree.text, i, "over") ||
                        sql_is_word_at(&reading->tree.text, i, "filter");
        if (is_aside) // its window or its condition
            next = sql_text_next(&reading->tree.text, i + 1);
        else
            type = MAX(type, type_at(reading, i, span.to, &next));
        i = next;
    }
    reading->depth--;
    return type;
}

static bool begin(Reading *reading, const char *sql) {
    *reading = (Reading){.arena = arena_new()};
    sql_tree_begin(&reading->tree, reading->arena, sql);
    if (!reading->tree.owners)
        return false;
    reading->outputs = arena_array(reading->arena, OutputType *, reading->tree.query_count + 1);
    return true;
}

static void end(Reading *reading) {
    sql_tree_end(&reading->tree);
    arena_free(reading->arena);
}

// --- divisions ---

// The first token of the operand whose last is at the index.
static guint operand_start(const SqlText *text, guint index) {
    for (;;) {
        if (text->pair[index] && text->pair[index] < index) {
            index = text->pair[index];
            bool is_aside = index && (sql_is_word_at(text, index - 1, "over") ||
                                      sql_is_word_at(text, index - 1, "filter"));
            if (is_aside && index > 1) {
                index -= 2;
                continue;
            }
            bool is_call = index && sql_text_token(text, index - 1)->kind == TOKEN_WORD &&
                           (!sql_is_keyword(sql_text_token(text, index - 1)->word) ||
                            sql_is_word_at(text, index - 1, "cast"));
            return is_call ? index - 1 : index;
        }
        if (sql_is_word_at(text, index, "end")) {
            guint depth = 1;
            while (index && depth) {
                index--;
                depth += sql_is_word_at(text, index, "end");
                depth -= sql_is_word_at(text, index, "case");
            }
            return index;
        }
        if (index > 1 && sql_is_word_at(text, index - 1, "over")) {
            index -= 2;
            continue;
        }
        return index > 1 && sql_is_sign_at(text, index - 1, ".") ? index - 2 : index;
    }
}

static bool is_product_sign(const SqlText *text, guint index) {
    return sql_is_sign_at(text, index, "*") || sql_is_sign_at(text, index, "/") ||
           sql_is_sign_at(text, index, "%");
}

static bool is_plus_or_minus(const SqlText *text, guint index) {
    return sql_is_sign_at(text, index, "-") || sql_is_sign_at(text, index, "+");
}

// What the sign at the index divides: all operands of the product before it.
static Span dividend(const SqlText *text, guint index) {
    guint start = index;
    while (start > 0) {
        start = operand_start(text, start - 1);
        while (start > 1 && is_plus_or_minus(text, start - 1) && is_product_sign(text, start - 2))
            start--;
        if (start < 2 || !is_product_sign(text, start - 1))
            break;
        start--;
    }
    return (Span){start, index};
}

// The operand behind the sign, up to the next operator or the end of its list.
static Span divisor(const SqlText *text, guint index) {
    guint from = index + 1, last = text->tokens->len - 1;
    while (is_plus_or_minus(text, from))
        from++;
    guint to = sql_is_word_at(text, from, "case") ? sql_case_end(text, from, last) + 1
                                                  : sql_text_next(text, from);
    while (to < last && (sql_is_sign_at(text, to, ".") || sql_is_sign_at(text, to - 1, ".") ||
                         (text->pair[to] > to && sql_is_name_at(text, to - 1)) ||
                         (text->pair[to] > to && sql_is_word_at(text, to - 1, "cast"))))
        to = sql_text_next(text, to);
    return (Span){from, MIN(to, last)};
}

static Type division_type(Reading *reading, guint index) {
    Type left = type_of(reading, dividend(&reading->tree.text, index));
    return MAX(left, type_of(reading, divisor(&reading->tree.text, index)));
}

char *sql_division_exact(const char *sql) {
    Reading reading;
    gsize done = 0;
    if (!strchr(sql, '/'))
        return NULL;
    GString *out = g_string_new(NULL);
    bool good = begin(&reading, sql);
    for (guint i = 1; good && i < reading.tree.text.tokens->len; i++) {
        if (!sql_is_sign_at(&reading.tree.text, i, "/") ||
            division_type(&reading, i) != TYPE_FRACTION)
            continue;
        gsize at = sql_text_token(&reading.tree.text, i)->start;
        g_string_append_len(out, sql + done, (gssize)(at - done));
        g_string_append(out, PUT_IN);
        done = at;
    }
    if (done)
        g_string_append(out, sql + done);
    end(&reading);
    return g_string_free(out, done == 0);
}

gsize sql_division_origin(const char *exact, gsize byte) {
    gsize added = 0;
    for (const char *at = exact; (at = strstr(at, PUT_IN)); at += strlen(PUT_IN)) {
        gsize start = (gsize)(at - exact);
        if (start >= byte)
            break;
        added += MIN(strlen(PUT_IN), byte - start);
    }
    return byte - added;
}

char *sql_division_plain(const char *text) {
    if (!strstr(text, PUT_IN))
        return NULL;
    GString *out = g_string_new(text);
    g_string_replace(out, PUT_IN, "", 0);
    return g_string_free(out, FALSE);
}

bool sql_division_doubt(const char *sql, gsize *start, gsize *end_byte) {
    Reading reading;
    bool found = false;
    if (!strchr(sql, '/'))
        return false;
    bool good = begin(&reading, sql);
    for (guint i = 1; good && !found && i < reading.tree.text.tokens->len; i++) {
        found = sql_is_sign_at(&reading.tree.text, i, "/") &&
                division_type(&reading, i) == TYPE_UNKNOWN;
        if (found) {
            Span left = dividend(&reading.tree.text, i), right = divisor(&reading.tree.text, i);
            *start = sql_text_token(&reading.tree.text, left.from)->start;
            *end_byte = sql_text_token(&reading.tree.text, right.to - 1)->end;
        }
    }
    end(&reading);
    return found;
}
