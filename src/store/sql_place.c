// A name is an amount when it leads to a column of amounts of a documented table. Its words are the
// columns beside it; WHERE, FILTER and CASE may say that one of them is always the same, GROUP BY
// that it is in each group.
#include "store/sql_amount.h"
#include "store/sql_expression.h"
#include "store/sql_money.h"

#include <string.h>

static const struct {
    const char *dataset, *column, *words[WORD_COUNT];
} columns[] = {
    {"partnerships", "amount", {"currency", "basis", "counted", "fact"}},
    {"partnerships", "amount_usd", {NULL, "basis_usd", "counted", "fact"}},
    {"partnership_sectors", "amount_usd", {NULL, "basis_usd", "counted", "fact"}},
    {"partnership_parties", "amount_usd", {NULL, "basis_usd", "counted", "fact"}},
    {"partnerships",
     "amount_converted",
     {"converted_currency", "basis", "counted_converted", "fact"}},
    {"amounts", "value", {"currency", "basis", "counted", "fact"}},
    {"amounts", "converted", {"converted_currency", "basis", "counted_converted", "fact"}},
    {"quantities", "value", {"unit"}},
    {"changes", "old_value", {"unit", "basis"}},
    {"changes", "new_value", {"unit", "basis"}},
    {"changes", "difference", {"unit", "basis"}}};

struct SelectNote {
    bool has_given, has_keys;
    const AmountGiven *given; // by its WHERE
    GPtrArray *keys;          // of its GROUP BY; of the arena
};

static struct SelectNote *note_of(AmountWork *work, const SqlSelect *select) {
    if (!work->notes)
        work->notes = arena_array(work->arena, struct SelectNote, work->tree.selects->len);
    return &work->notes[select->number];
}

const char *sql_place_copy(AmountWork *work, Span span) {
    g_autofree char *text = sql_text_copy(&work->tree.text, span);
    return arena_strdup(work->arena, text);
}

static Span without_parentheses(const SqlText *text, Span span) {
    while (span.to > span.from + 1 && text->pair[span.from] == span.to - 1 &&
           sql_subquery_at(text, span.from).to == 0)
        span = (Span){span.from + 1, span.to - 1};
    return span;
}

// --- conditions ---

static bool is_constant(const SqlText *text, Span span) {
    SqlTokenKind kind = sql_text_token(text, span.from)->kind;
    return span.to == span.from + 1 && (kind == TOKEN_TEXT || kind == TOKEN_PARAM);
}

// "name = 'x'", either way round, "name IS 'x'", "name IN ('x')".
static bool read_equation(const SqlText *text, Span span, Span *left, Span *right) {
    guint i = span.from;
    while (i < span.to && !sql_is_sign_at(text, i, "=") && !sql_is_sign_at(text, i, "==") &&
           !sql_is_word_at(text, i, "is") && !sql_is_word_at(text, i, "in"))
        i = sql_skip(text, i, span.to);
    *left = (Span){span.from, i};
    *right = without_parentheses(text, (Span){i + 1, span.to});
    if (i >= span.to || right->to <= right->from)
        return false;
    if (is_constant(text, *left)) {
        Span other = *left;
        *left = *right;
        *right = other;
    }
    return is_constant(text, *right);
}

static const AmountGiven *add_equation(AmountWork *work, const SqlSelect *select, Span span,
                                       const AmountGiven *next) {
    Span left, right;
    SqlColumnRef column;
    if (!read_equation(&work->tree.text, span, &left, &right) ||
        !sql_tree_name(&work->tree, select, left, &column))
        return next;
    AmountGiven *given = arena_new0(work->arena, AmountGiven);
    *given = (AmountGiven){sql_tree_text(work->arena, &column), sql_place_copy(work, right), next};
    return given;
}

static guint find_word(const SqlText *text, Span span, const char *word) {
    guint i = span.from;
    while (i < span.to && !sql_is_word_at(text, i, word))
        i = sql_skip(text, i, span.to);
    return MIN(i, span.to);
}

const AmountGiven *sql_place_given(AmountWork *work, const SqlSelect *select, Span condition,
                                   const AmountGiven *next) {
    const SqlText *text = &work->tree.text;
    Span span = without_parentheses(text, condition);
    if (find_word(text, span, "or") < span.to || find_word(text, span, "between") < span.to)
        return next;
    bool has_several = find_word(text, span, "and") < span.to;
    for (guint i = span.from; i < span.to;) {
        guint end = find_word(text, (Span){i, span.to}, "and");
        Span one = {i, end};
        bool is_inner = has_several && without_parentheses(text, one).to < end;
        next = is_inner ? sql_place_given(work, select, one, next)
                        : add_equation(work, select, one, next);
        i = end + 1;
    }
    return next;
}

// The clause that begins with the word, without it; empty: there is none.
static Span find_clause(const SqlText *text, Span rest, const char *word) {
    static const char *const words[] = {"where", "group", "having", "window"};
    guint start = find_word(text, rest, word), end = rest.to;
    if (start == rest.to)
        return (Span){rest.to, rest.to};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        end = MIN(end, find_word(text, (Span){start + 1, rest.to}, words[i]));
    return (Span){start + 1, end};
}

Span sql_place_clause(const SqlText *text, const SqlSelect *select, const char *word) {
    return find_clause(text, select->core.rest, word);
}

Span sql_place_where(const SqlText *text, const SqlSelect *select) {
    return sql_place_clause(text, select, "where");
}

static const AmountGiven *given_by_where(AmountWork *work, const SqlSelect *select) {
    struct SelectNote *note = note_of(work, select);
    if (note->has_given || select->is_values)
        return note->given;
    note->has_given = true;
    Span where = sql_place_where(&work->tree.text, select);
    if (where.to > where.from)
        note->given = sql_place_given(work, select, where, NULL);
    return note->given;
}

static const char *find_given(const AmountGiven *given, const char *word) {
    while (given && strcmp(given->sql, word) != 0)
        given = given->next;
    return given ? given->constant : NULL;
}

// --- groups ---

static const char *plain_text(AmountWork *work, const SqlSelect *select, Span span);

const char *sql_place_output(AmountWork *work, const SqlSelect *select, guint output) {
    const SqlOutput *one = &select->outputs[output];
    if (one->source) {
        SqlColumnRef column = {select, one->source, one->source->query ? one->written : one->name,
                               one->column};
        return one->name ? sql_tree_text(work->arena, &column) : "";
    }
    return plain_text(work, select, one->value);
}

// The output that a key of GROUP BY means by its number or its name.
static bool find_output(const AmountWork *work, const SqlSelect *select, Span span, guint *output) {
    const SqlToken *token = sql_text_token(&work->tree.text, span.from);
    if (span.to != span.from + 1)
        return false;
    if (token->kind == TOKEN_NUMBER) {
        guint64 number = g_ascii_strtoull(work->tree.text.sql + token->start, NULL, 10);
        *output = (guint)number - 1;
        return number >= 1 && number <= select->output_count;
    }
    for (guint i = 0; token->word && i < select->output_count; i++)
        if (!select->outputs[i].source && select->outputs[i].value.to < span.from &&
            g_strcmp0(select->outputs[i].name, token->word) == 0) {
            *output = i;
            return true;
        }
    return false;
}

// Names with their tables, everything else as it is written.
static const char *plain_text(AmountWork *work, const SqlSelect *select, Span span) {
    SqlColumnRef column;
    span = without_parentheses(&work->tree.text, span);
    if (sql_tree_name(&work->tree, select, span, &column))
        return sql_tree_text(work->arena, &column);
    return sql_place_copy(work, span);
}

static const char *key_text(AmountWork *work, const SqlSelect *select, Span span) {
    SqlColumnRef column;
    guint output;
    if (!sql_tree_name(&work->tree, select, span, &column) &&
        find_output(work, select, span, &output))
        return sql_place_output(work, select, output);
    return plain_text(work, select, span);
}

const GPtrArray *sql_place_keys(AmountWork *work, const SqlSelect *select) {
    struct SelectNote *note = note_of(work, select);
    if (note->has_keys)
        return note->keys;
    note->has_keys = true;
    note->keys = g_ptr_array_new();
    arena_own(work->arena, note->keys, (void (*)(void *))g_ptr_array_unref);
    Span group = find_clause(&work->tree.text, select->core.rest, "group");
    for (guint i = group.from + 1; i < group.to;) {
        guint end = sql_find_comma(&work->tree.text, (Span){i, group.to});
        g_ptr_array_add(note->keys, (gpointer)key_text(work, select, (Span){i, end}));
        i = end + 1;
    }
    return note->keys;
}

bool sql_place_is_key(AmountWork *work, const SqlSelect *select, const char *word) {
    if (!select->is_aggregate)
        return false;
    const GPtrArray *keys = sql_place_keys(work, select);
    for (guint i = 0; i < keys->len; i++)
        if (strcmp(keys->pdata[i], word) == 0)
            return true;
    return false;
}

bool sql_place_mentions(AmountWork *work, Span span, const char *word) {
    const SqlText *text = &work->tree.text;
    for (guint i = span.from; i < span.to; i++) {
        bool is_qualified = i + 2 < span.to && sql_is_sign_at(text, i + 1, ".");
        Span name = {i, is_qualified ? i + 3 : i + 1};
        SqlColumnRef column;
        const SqlSelect *select = work->tree.owners[i];
        if (select && sql_is_name_at(text, i) &&
            sql_tree_name(&work->tree, select, name, &column) &&
            strcmp(sql_tree_text(work->arena, &column), word) == 0)
            return true;
    }
    return false;
}

const char *sql_place_all_words(AmountWork *work, const char *word, guint kind) {
    if (kind == WORD_COUNTED || kind == WORD_ROW)
        return arena_printf(work->arena, "min(%s)", word);
    if (!work->is_remote)
        return arena_printf(work->arena, "all_words(%s)", word);
    return arena_printf(work->arena,
                        "CASE WHEN min(%s) <> max(%s) THEN min(%s) || '" SQL_MONEY_JOINT
                        "' || max(%s) ELSE min(%s) END",
                        word, word, word, word, word);
}

// A column of groups has the words of its group where it is what makes the group; else it is that
// of one row, as its words are.
static const char *word_of_group(AmountWork *work, const SqlColumnRef *column, const char *word,
                                 guint kind) {
    if (sql_place_is_key(work, column->select, word))
        return word;
    Span group = find_clause(&work->tree.text, column->select->core.rest, "group");
    const char *own = sql_tree_text(work->arena, column);
    bool makes_group =
        sql_place_is_key(work, column->select, own) || sql_place_mentions(work, group, own);
    return makes_group ? sql_place_all_words(work, word, kind) : word;
}

// --- names ---

// A partnership has at most a thousand amounts.
static const char *row_of_amount(AmountWork *work, const SqlColumnRef *column) {
    SqlColumnRef fact = *column, position = *column;
    fact.name = "fact";
    position.name = "position";
    return arena_printf(work->arena, "(%s * 10000 + %s)", sql_tree_text(work->arena, &fact),
                        sql_tree_text(work->arena, &position));
}

static SqlAmount amount_of_dataset(AmountWork *work, const SqlColumnRef *column) {
    SqlAmount amount = {0};
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
        if (strcmp(columns[i].dataset, column->source->dataset) != 0 ||
            g_ascii_strcasecmp(columns[i].column, column->name) != 0)
            continue;
        amount.kind = AMOUNT_KNOWN;
        amount.traits = (SqlMoneyTraits){
            .is_converted = g_strcmp0(columns[i].words[WORD_COUNTED], "counted_converted") == 0,
            .is_quantity = strcmp(columns[i].dataset, "quantities") == 0,
            .is_listed = strcmp(columns[i].dataset, "amounts") == 0};
        for (guint word = 0; word < WORD_COUNT; word++) {
            SqlColumnRef beside = *column;
            beside.name = columns[i].words[word];
            bool is_asked = word < WORD_COUNTED || (word == WORD_COUNTED && work->has_counted) ||
                            (word == WORD_ROW && work->has_row);
            if (beside.name && is_asked)
                amount.words[word].sql = sql_tree_text(work->arena, &beside);
        }
    }
    if (amount.words[WORD_ROW].sql && strcmp(column->source->dataset, "amounts") == 0)
        amount.words[WORD_ROW].sql = row_of_amount(work, column);
    return amount;
}

// Its words are outputs of the question.
static SqlAmount amount_of_query(AmountWork *work, const SqlColumnRef *column) {
    const SqlSource *source = column->source;
    SqlAmount amount = sql_amount_of_output(work, source->query, column->column);
    for (guint word = 0; word < WORD_COUNT; word++) {
        SqlColumnRef beside = *column;
        beside.name = amount.words[word].sql;
        if (beside.name)
            amount.words[word].sql = sql_tree_text(work->arena, &beside);
    }
    return amount;
}

static void find_constant(AmountWork *work, const AmountPlace *place, const SqlSelect *last,
                          AmountWord *word) {
    if (word->constant || !word->sql)
        return;
    word->constant = find_given(place->given, word->sql);
    for (const SqlSelect *select = place->select; select && !word->constant;
         select = select == last ? NULL : select->outer)
        word->constant = find_given(given_by_where(work, select), word->sql);
}

SqlAmount sql_amount_of_column(AmountWork *work, const AmountPlace *place,
                               const SqlColumnRef *column) {
    SqlAmount amount = {0};
    if (column->source->dataset)
        amount = amount_of_dataset(work, column);
    else if (column->source->query)
        amount = amount_of_query(work, column);
    if (amount.kind == AMOUNT_RATIO && place->is_grouped)
        return (SqlAmount){0};
    for (guint i = 0; amount.kind == AMOUNT_KNOWN && i < WORD_COUNT; i++) {
        AmountWord *word = &amount.words[i];
        find_constant(work, place, column->select, word);
        if (word->sql && place->is_grouped && column->select == place->select)
            word->sql = word_of_group(work, column, word->sql, i);
    }
    return amount;
}
