// The type of an expression is that of its widest part, as far as division is concerned: a text, a
// small number (of digits in the SQL, whose sum is whole), a whole number (whose sum is a decimal,
// in PostgreSQL), a fraction. Names have the type of the column that they are documented as, or of
// the expression that AS gives the name to; where two expressions of different types have one name,
// it cannot be told.
#include "store/sql_division.h"

#include "store/sql_select.h"

#include <string.h>

#define PUT_IN " *1.0e0 "

enum { DEPTH_LIMIT = 64 };

typedef enum { TYPE_TEXT, TYPE_SMALL, TYPE_WHOLE, TYPE_UNKNOWN, TYPE_FRACTION } Type;

typedef struct {
    SqlText text;
    GHashTable *names; // of columns -> Type
    GHashTable *given; // the same, in the making
    guint depth;
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

static Type name_type(const Reading *reading, const char *name) {
    gpointer known;
    if (g_hash_table_lookup_extended(reading->names, name, NULL, &known))
        return (Type)GPOINTER_TO_INT(known);
    bool is_of_values = g_str_has_prefix(name, "column") && g_ascii_isdigit(name[6]);
    return is_of_values ? TYPE_SMALL : TYPE_WHOLE; // VALUES holds what is written in the SQL
}

static Type number_type(const Reading *reading, const SqlToken *token) {
    enum { SMALL_DIGITS = 9 };
    gsize length = token->end - token->start;
    const char *digits = reading->text.sql + token->start;
    for (gsize i = 0; i < length; i++)
        if (strchr(".eE", digits[i]))
            return TYPE_FRACTION;
    return length <= SMALL_DIGITS ? TYPE_SMALL : TYPE_WHOLE;
}

// --- parts ---

static Type type_of_list(Reading *reading, Span span) {
    Type type = TYPE_TEXT;
    for (guint i = span.from; i < span.to;) {
        guint comma = sql_find_comma(&reading->text, (Span){i, span.to});
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
    while (as < span.to && !sql_is_word_at(&reading->text, as, "as"))
        as = sql_text_next(&reading->text, as);
    for (guint i = 0; i < G_N_ELEMENTS(types); i++)
        if (sql_is_word_at(&reading->text, as + 1, types[i].name))
            return types[i].type;
    return TYPE_TEXT;
}

static Type type_of_call(Reading *reading, guint index) {
    const char *name = sql_text_token(&reading->text, index)->word;
    Span inside = {index + 2, reading->text.pair[index + 1]};
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
        inside.from = sql_find_comma(&reading->text, inside) + 1;
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

// The END of the CASE at the index, or the span's end.
static guint end_of_case(const Reading *reading, guint index, guint to) {
    guint depth = 0;
    for (guint i = index; i < to; i = sql_text_next(&reading->text, i)) {
        if (sql_is_word_at(&reading->text, i, "case"))
            depth++;
        else if (sql_is_word_at(&reading->text, i, "end") && --depth == 0)
            return i;
    }
    return to;
}

static Type type_of_branches(Reading *reading, guint index, guint end) {
    Type type = TYPE_TEXT;
    guint start = 0, depth = 0;
    for (guint i = index + 1; i <= end; i = sql_text_next(&reading->text, i)) {
        bool is_end = i == end, is_when = sql_is_word_at(&reading->text, i, "when"),
             is_else = sql_is_word_at(&reading->text, i, "else");
        if (!is_end && sql_is_word_at(&reading->text, i, "case"))
            depth++;
        else if (!is_end && depth && sql_is_word_at(&reading->text, i, "end"))
            depth--;
        else if (depth == 0 && start && (is_end || is_when || is_else))
            type = MAX(type, type_of(reading, (Span){start, i}));
        if (depth == 0 && (is_when || is_else || sql_is_word_at(&reading->text, i, "then")))
            start = is_when ? 0 : i + 1;
    }
    return type;
}

// "(a + b)" or "(SELECT a FROM ...)".
static Type type_of_parentheses(Reading *reading, guint index) {
    Span inner = sql_subquery_at(&reading->text, index);
    SqlCore core;
    if (inner.to == inner.from)
        return type_of(reading, (Span){index + 1, reading->text.pair[index]});
    if (!sql_core_read(&reading->text, inner, &core))
        return TYPE_UNKNOWN;
    Span item = {core.items.from, sql_find_comma(&reading->text, core.items)};
    return type_of(reading, item);
}

// What stands at the index, up to *next.
static Type type_at(Reading *reading, guint index, guint to, guint *next) {
    const SqlText *text = &reading->text;
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
        guint end = end_of_case(reading, index, to);
        *next = end + 1;
        return type_of_branches(reading, index, end);
    }
    bool is_column = sql_is_name_at(text, index) && !sql_is_sign_at(text, index + 1, ".");
    return is_column ? name_type(reading, token->word) : TYPE_TEXT;
}

// Whether the token makes a condition or a text of what stands around it.
static bool is_no_number(const SqlText *text, guint index) {
    static const char *const words[] = {"and",  "or",      "not",    "in",  "is",
                                        "like", "between", "exists", "glob"};
    static const char *const signs[] = {"=", "==", "<", ">", "<=", ">=", "<>", "!=", "||"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (sql_is_word_at(text, index, words[i]))
            return true;
    for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
        if (sql_is_sign_at(text, index, signs[i]))
            return true;
    return false;
}

static bool is_condition(const Reading *reading, Span span) {
    for (guint i = span.from; i < span.to; i = sql_text_next(&reading->text, i)) {
        if (sql_is_word_at(&reading->text, i, "case"))
            i = end_of_case(reading, i, span.to);
        else if (is_no_number(&reading->text, i))
            return true;
    }
    return false;
}

static Type type_of(Reading *reading, Span span) {
    Type type = TYPE_TEXT;
    if (reading->depth == DEPTH_LIMIT)
        return TYPE_UNKNOWN;
    if (is_condition(reading, span))
        return TYPE_SMALL;
    reading->depth++;
    for (guint i = span.from; i < span.to;) {
        guint next;
        bool is_aside = sql_is_word_at(&reading->text, i, "over") ||
                        sql_is_word_at(&reading->text, i, "filter");
        if (is_aside) // its window or its condition
            next = sql_text_next(&reading->text, i + 1);
        else
            type = MAX(type, type_at(reading, i, span.to, &next));
        i = next;
    }
    reading->depth--;
    return type;
}

// --- names ---

static void add_name(Reading *reading, const char *name, Type type) {
    gpointer known;
    if (g_hash_table_lookup_extended(reading->given, name, NULL, &known)) {
        Type before = (Type)GPOINTER_TO_INT(known), wider = MAX(before, type);
        type = before == type || wider <= TYPE_WHOLE ? wider : TYPE_UNKNOWN;
    }
    g_hash_table_insert(reading->given, g_strdup(name), GINT_TO_POINTER(type));
}

// Whether an expression may end with the token.
static bool ends_value(const SqlText *text, guint index) {
    const SqlToken *token = sql_text_token(text, index);
    if (token->kind == TOKEN_SIGN)
        return sql_is_sign_at(text, index, ")");
    return token->kind != TOKEN_WORD || !sql_is_keyword(token->word) ||
           strcmp(token->word, "end") == 0;
}

// The item without "AS name" or "name".
static Span without_name(const SqlText *text, Span item) {
    bool has_as = item.to > item.from + 2 && sql_is_word_at(text, item.to - 2, "as");
    bool is_bare = item.to > item.from + 1 && sql_is_name_at(text, item.to - 1) &&
                   ends_value(text, item.to - 2);
    item.to -= has_as ? 2 : is_bare ? 1 : 0;
    return item;
}

// names: of the columns in parentheses behind the name of a WITH.
static void add_items(Reading *reading, Span query, Span names) {
    SqlCore core;
    g_autoptr(Arena) arena = arena_new();
    if (!sql_core_read(&reading->text, query, &core))
        return;
    guint name = names.from;
    for (guint i = core.items.from; i < core.items.to; name += 2) {
        Span item = {i, sql_find_comma(&reading->text, (Span){i, core.items.to})};
        Span value = without_name(&reading->text, item);
        const SqlToken *given = sql_text_token(&reading->text, name);
        bool is_given = name < names.to && given->word;
        if (is_given || value.to < item.to)
            add_name(reading, is_given ? given->word : sql_item_name(&reading->text, item, arena),
                     type_of(reading, value));
        i = item.to + 1;
    }
}

// The names in parentheses before "AS (", when the SELECT at the index begins there.
static Span names_before(const SqlText *text, guint select) {
    guint close = select > 2 ? select - 3 : 0;
    bool is_with = close && sql_is_sign_at(text, select - 1, "(") &&
                   sql_is_word_at(text, select - 2, "as") && sql_is_sign_at(text, close, ")");
    return is_with ? (Span){text->pair[close] + 1, close} : (Span){0, 0};
}

static GHashTable *names_new(void) {
    GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(fractions); i++)
        g_hash_table_insert(names, g_strdup(fractions[i]), GINT_TO_POINTER(TYPE_FRACTION));
    return names;
}

// The names of every SELECT but the outermost, by what is known of names so far.
static void add_names(Reading *reading) {
    Span all = sql_text_all(&reading->text);
    guint depth = 0;
    for (guint select = all.from; select < all.to; select++) {
        guint end = select;
        depth += sql_is_sign_at(&reading->text, select, "(");
        depth -= sql_is_sign_at(&reading->text, select, ")");
        if (depth == 0 || !sql_is_word_at(&reading->text, select, "select"))
            continue;
        while (end < all.to && !sql_is_sign_at(&reading->text, end, ")"))
            end = sql_text_next(&reading->text, end);
        add_items(reading, (Span){select, MIN(end, all.to)}, names_before(&reading->text, select));
    }
}

// A name may be used before the text that gives it, and hold others: read anew until all are known.
static void find_names(Reading *reading) {
    enum { ROUNDS = 5 };
    reading->names = names_new();
    for (guint i = 0; i < ROUNDS; i++) {
        reading->given = names_new();
        add_names(reading);
        g_hash_table_destroy(reading->names);
        reading->names = g_steal_pointer(&reading->given);
    }
}

static bool begin(Reading *reading, const char *sql) {
    *reading = (Reading){0};
    bool good = sql_text_begin(&reading->text, sql);
    if (good)
        find_names(reading);
    return good;
}

static void end(Reading *reading) {
    sql_text_end(&reading->text);
    g_clear_pointer(&reading->names, g_hash_table_destroy);
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
static Span divisor(const Reading *reading, guint index) {
    const SqlText *text = &reading->text;
    guint from = index + 1, last = text->tokens->len - 1;
    while (is_plus_or_minus(text, from))
        from++;
    guint to = sql_is_word_at(text, from, "case") ? end_of_case(reading, from, last) + 1
                                                  : sql_text_next(text, from);
    while (to < last && (sql_is_sign_at(text, to, ".") || sql_is_sign_at(text, to - 1, ".") ||
                         (text->pair[to] > to && sql_is_name_at(text, to - 1)) ||
                         (text->pair[to] > to && sql_is_word_at(text, to - 1, "cast"))))
        to = sql_text_next(text, to);
    return (Span){from, MIN(to, last)};
}

static Type division_type(Reading *reading, guint index) {
    Type left = type_of(reading, dividend(&reading->text, index));
    return MAX(left, type_of(reading, divisor(reading, index)));
}

char *sql_division_exact(const char *sql) {
    Reading reading;
    gsize done = 0;
    if (!strchr(sql, '/'))
        return NULL;
    GString *out = g_string_new(NULL);
    bool good = begin(&reading, sql);
    for (guint i = 1; good && i < reading.text.tokens->len; i++) {
        if (!sql_is_sign_at(&reading.text, i, "/") || division_type(&reading, i) != TYPE_FRACTION)
            continue;
        gsize at = sql_text_token(&reading.text, i)->start;
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
    for (guint i = 1; good && !found && i < reading.text.tokens->len; i++) {
        found = sql_is_sign_at(&reading.text, i, "/") && division_type(&reading, i) == TYPE_UNKNOWN;
        if (found) {
            Span left = dividend(&reading.text, i), right = divisor(&reading, i);
            *start = sql_text_token(&reading.text, left.from)->start;
            *end_byte = sql_text_token(&reading.text, right.to - 1)->end;
        }
    }
    end(&reading);
    return found;
}
