// An expression is taken apart into terms, factors and operands. A sum of two amounts is in what
// both are in; a product is what its one amount is, and a share when there is one on each side of
// "/"; CASE, coalesce() and lag() choose a word as they choose the amount. What an expression
// itself does about a word is taken as it is written: a factor that looks at the currency
// converts, and so does a branch of CASE that looks at it and has a factor.
#include "store/sql_amount.h"
#include "store/sql_expression.h"
#include "store/sql_money.h"

#include <string.h>

enum { DEPTH_LIMIT = 64, PARTS_LIMIT = 32, STEPS_LIMIT = 20000, WORD_LIMIT = 16384 };

typedef struct {
    SqlAmount amount;
    Span span, condition; // condition: of a branch; empty: none
    Span operand;         // between CASE and the first WHEN
} Part;

static const SqlAmount none = {0}, lost = {.kind = AMOUNT_LOST};

void sql_traits_add(SqlMoneyTraits *traits, const SqlMoneyTraits *more) {
    traits->is_converted = traits->is_converted || more->is_converted;
    traits->is_quantity = traits->is_quantity || more->is_quantity;
    traits->is_listed = traits->is_listed || more->is_listed;
}

const char *sql_amount_word(const AmountWord *word) {
    return word->constant ? word->constant : word->sql;
}

static const char *copy(AmountWork *work, Span span) {
    return sql_place_copy(work, span);
}

// --- several amounts in one ---

static bool is_money(const Part *part) {
    return part->amount.kind == AMOUNT_KNOWN;
}

static const Part *part_at(const GArray *parts, guint index) {
    return &g_array_index(parts, Part, index);
}

static bool any_lost(const GArray *parts) {
    for (guint i = 0; i < parts->len; i++)
        if (part_at(parts, i)->amount.kind == AMOUNT_LOST)
            return true;
    return parts->len > PARTS_LIMIT;
}

static guint count_money(const GArray *parts) {
    guint count = 0;
    for (guint i = 0; i < parts->len; i++)
        count += is_money(part_at(parts, i));
    return count;
}

// The word that all amounts have; false: they have several.
static bool find_common(const GArray *parts, guint kind, AmountWord *out) {
    const char *first = NULL;
    bool is_first = true;
    *out = (AmountWord){0};
    for (guint i = 0; i < parts->len; i++) {
        const AmountWord *word = &part_at(parts, i)->amount.words[kind];
        const char *text = sql_amount_word(word);
        if (!is_money(part_at(parts, i)))
            continue;
        if (!is_first && g_strcmp0(first, text) != 0)
            return false;
        bool keeps_sql = is_first || g_strcmp0(out->sql, word->sql) == 0;
        *out = (AmountWord){keeps_sql ? word->sql : NULL, word->constant};
        first = text;
        is_first = false;
    }
    return true;
}

static const char *null_text(const char *text) {
    return text ? text : "NULL";
}

// 0 where one of them is; 1 stands for those that say nothing.
static const char *joined_count(AmountWork *work, const GArray *parts) {
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < parts->len; i++) {
        const Part *part = part_at(parts, i);
        const char *word = sql_amount_word(&part->amount.words[WORD_COUNTED]);
        if (is_money(part) && word)
            g_string_append_printf(list, ", coalesce(%s, 1)", word);
    }
    return arena_printf(work->arena, "%s(1%s)", work->is_remote ? "joint_least" : "min", list->str);
}

// "EUR + USD" where two that are not 0 have two words.
static const char *joined_word(AmountWork *work, const GArray *parts, guint kind) {
    g_autoptr(GString) list = g_string_new(NULL);
    if (kind == WORD_COUNTED)
        return joined_count(work, parts);
    if (kind == WORD_ROW)
        return NULL;
    for (guint i = 0; i < parts->len; i++) {
        const Part *part = part_at(parts, i);
        const char *word = sql_amount_word(&part->amount.words[kind]);
        if (is_money(part) && word)
            g_string_append_printf(list, "%sCASE WHEN (%s) <> 0 THEN %s END", list->len ? ", " : "",
                                   copy(work, part->span), word);
    }
    if (!work->is_remote)
        return arena_printf(work->arena, "joint_word(%s)", list->str);
    return arena_printf(
        work->arena,
        "CASE WHEN joint_least(%s) <> joint_greatest(%s) THEN joint_least(%s) || '" SQL_MONEY_JOINT
        "' || joint_greatest(%s) ELSE joint_least(%s) END",
        list->str, list->str, list->str, list->str, list->str);
}

static SqlAmount first_ratio(const GArray *parts) {
    for (guint i = 0; i < parts->len; i++)
        if (part_at(parts, i)->amount.kind == AMOUNT_RATIO)
            return part_at(parts, i)->amount;
    return none;
}

typedef const char *JoinWords(AmountWork *work, const GArray *parts, guint kind);

static SqlAmount join(AmountWork *work, const GArray *parts, JoinWords *words) {
    SqlAmount amount = {.kind = AMOUNT_KNOWN};
    if (any_lost(parts))
        return lost;
    if (count_money(parts) == 0)
        return first_ratio(parts);
    for (guint kind = 0; kind < WORD_COUNT; kind++)
        if (!find_common(parts, kind, &amount.words[kind]))
            amount.words[kind] = (AmountWord){words(work, parts, kind), NULL};
    for (guint i = 0; i < parts->len; i++) {
        amount.is_scaled = amount.is_scaled || part_at(parts, i)->amount.is_scaled;
        amount.is_sum = amount.is_sum || part_at(parts, i)->amount.is_sum;
        sql_traits_add(&amount.traits, &part_at(parts, i)->amount.traits);
    }
    return amount;
}

static SqlAmount amount_of_list(AmountWork *work, const AmountPlace *place, Span span,
                                JoinWords *words) {
    g_autoptr(GArray) parts = g_array_new(FALSE, TRUE, sizeof(Part));
    for (guint i = span.from; i < span.to;) {
        Part part = {.span = {i, sql_find_comma(&work->tree.text, (Span){i, span.to})}};
        part.amount = sql_amount_of(work, place, part.span);
        g_array_append_val(parts, part);
        i = part.span.to + 1;
    }
    return join(work, parts, words);
}

// --- CASE, coalesce, iif ---

// A branch with a factor converts what its conditions look at.
static void take_converted(AmountWork *work, Span conditions, SqlAmount *amount) {
    for (guint kind = 0; amount->is_scaled && kind < WORD_COUNT; kind++)
        if (amount->words[kind].sql &&
            sql_place_mentions(work, conditions, amount->words[kind].sql))
            amount->words[kind] = (AmountWord){0};
}

// Branches choose the word.
static const char *chosen_word(AmountWork *work, const GArray *parts, guint kind) {
    g_autoptr(GString) out = g_string_new("CASE ");
    g_string_append(out, copy(work, part_at(parts, 0)->operand));
    for (guint i = 0; i < parts->len; i++) {
        const Part *part = part_at(parts, i);
        const char *word =
            is_money(part) ? null_text(sql_amount_word(&part->amount.words[kind])) : "NULL";
        if (part->condition.to > part->condition.from)
            g_string_append_printf(out, " WHEN %s THEN %s", copy(work, part->condition), word);
        else
            g_string_append_printf(out, " ELSE %s", word);
    }
    return arena_printf(work->arena, "%s END", out->str);
}

// What "CASE name WHEN 'x'" or "CASE WHEN name = 'x'" says of the branch.
static const AmountGiven *given_in_branch(AmountWork *work, const AmountPlace *place, Span operand,
                                          Span condition) {
    SqlColumnRef column;
    if (operand.to <= operand.from)
        return sql_place_given(work, place->select, condition, place->given);
    const SqlToken *token = sql_text_token(&work->tree.text, condition.from);
    if (condition.to != condition.from + 1 || token->kind != TOKEN_TEXT ||
        !sql_tree_name(&work->tree, place->select, operand, &column))
        return place->given;
    AmountGiven *given = arena_new0(work->arena, AmountGiven);
    *given =
        (AmountGiven){sql_tree_text(work->arena, &column), copy(work, condition), place->given};
    return given;
}

static SqlAmount amount_of_case(AmountWork *work, const AmountPlace *place, Span span) {
    const SqlText *text = &work->tree.text;
    guint at = span.from, end = sql_case_end(text, span.from, span.to);
    Span operand = sql_case_operand(text, span.from, end);
    SqlBranch branch;
    g_autoptr(GArray) parts = g_array_new(FALSE, TRUE, sizeof(Part));
    while (sql_branch_next(text, end, &at, &branch)) {
        AmountPlace inner = *place;
        bool is_else = branch.condition.to <= branch.condition.from;
        if (!is_else)
            inner.given = given_in_branch(work, place, operand, branch.condition);
        Part part = {.amount = sql_amount_of(work, &inner, branch.value),
                     .span = branch.value,
                     .condition = branch.condition,
                     .operand = operand};
        Span looked_at = {span.from, is_else ? branch.value.from : branch.condition.to};
        take_converted(work, is_else || operand.to > operand.from ? looked_at : branch.condition,
                       &part.amount);
        g_array_append_val(parts, part);
    }
    return join(work, parts, chosen_word);
}

// The word of the first amount that is there.
static const char *first_word(AmountWork *work, const GArray *parts, guint kind) {
    g_autoptr(GString) out = g_string_new("CASE");
    for (guint i = 0; i < parts->len; i++) {
        const Part *part = part_at(parts, i);
        const char *word =
            is_money(part) ? null_text(sql_amount_word(&part->amount.words[kind])) : "NULL";
        g_string_append_printf(out, " WHEN (%s) IS NOT NULL THEN %s", copy(work, part->span), word);
    }
    return arena_printf(work->arena, "%s END", out->str);
}

static SqlAmount amount_of_iif(AmountWork *work, const AmountPlace *place, Span inside) {
    const SqlText *text = &work->tree.text;
    guint comma = sql_find_comma(text, inside),
          second = sql_find_comma(text, (Span){MIN(comma + 1, inside.to), inside.to});
    Part parts[] = {{.condition = {inside.from, comma}, .span = {comma + 1, second}},
                    {.span = {second + 1, inside.to}}};
    g_autoptr(GArray) list = g_array_new(FALSE, TRUE, sizeof(Part));
    for (guint i = 0; i < G_N_ELEMENTS(parts) && parts[i].span.to > parts[i].span.from; i++) {
        AmountPlace inner = *place;
        if (i == 0)
            inner.given = sql_place_given(work, place->select, parts[i].condition, place->given);
        parts[i].amount = sql_amount_of(work, &inner, parts[i].span);
        take_converted(work, parts[0].condition, &parts[i].amount);
        g_array_append_val(list, parts[i]);
    }
    return join(work, list, chosen_word);
}

// --- calls ---

typedef enum { GIVES_FIRST, GIVES_ANY, GIVES_CHOICE, GIVES_IIF, GIVES_ROW } Gives;

static const struct {
    const char *name;
    Gives gives;
} functions[] = {{"abs", GIVES_FIRST},        {"ceil", GIVES_FIRST},     {"ceiling", GIVES_FIRST},
                 {"coalesce", GIVES_CHOICE},  {"exp", GIVES_FIRST},      {"first_value", GIVES_ROW},
                 {"floor", GIVES_FIRST},      {"ifnull", GIVES_CHOICE},  {"iif", GIVES_IIF},
                 {"lag", GIVES_ROW},          {"last_value", GIVES_ROW}, {"lead", GIVES_ROW},
                 {"likelihood", GIVES_FIRST}, {"likely", GIVES_FIRST},   {"ln", GIVES_FIRST},
                 {"log", GIVES_ANY},          {"log10", GIVES_FIRST},    {"log2", GIVES_FIRST},
                 {"max", GIVES_ANY},          {"min", GIVES_ANY},        {"mod", GIVES_ANY},
                 {"nth_value", GIVES_ROW},    {"nullif", GIVES_FIRST},   {"pow", GIVES_ANY},
                 {"power", GIVES_ANY},        {"printf", GIVES_ANY},     {"replace", GIVES_FIRST},
                 {"round", GIVES_FIRST},      {"sqrt", GIVES_FIRST},     {"substr", GIVES_FIRST},
                 {"substring", GIVES_FIRST},  {"trim", GIVES_FIRST},     {"trunc", GIVES_FIRST},
                 {"unlikely", GIVES_FIRST}};

// lag(amount, 2, 0) OVER w: lag(currency, 2) OVER w.
static const char *word_of_row(AmountWork *work, Span call, const char *word) {
    const SqlText *text = &work->tree.text;
    Span inside = {call.from + 2, text->pair[call.from + 1]};
    guint comma = sql_find_comma(text, inside), second = comma;
    if (comma < inside.to)
        second = sql_find_comma(text, (Span){comma + 1, inside.to});
    const char *name = sql_text_token(text, call.from)->word;
    const char *step = second > comma ? copy(work, (Span){comma, second}) : "";
    return arena_printf(work->arena, "%s(%s%s) %s", name, word, step,
                        copy(work, (Span){inside.to + 1, call.to}));
}

static SqlAmount amount_of_row(AmountWork *work, const AmountPlace *place, Span call) {
    const SqlText *text = &work->tree.text;
    Span inside = {call.from + 2, text->pair[call.from + 1]};
    SqlAmount amount =
        sql_amount_of(work, place, (Span){inside.from, sql_find_comma(text, inside)});
    for (guint kind = 0; amount.kind == AMOUNT_KNOWN && kind < WORD_COUNT; kind++)
        if (amount.words[kind].sql)
            amount.words[kind].sql = word_of_row(work, call, amount.words[kind].sql);
    return amount.kind == AMOUNT_RATIO ? none : amount;
}

static SqlAmount amount_of_function(AmountWork *work, const AmountPlace *place, Span call) {
    const SqlText *text = &work->tree.text;
    Span inside = {call.from + 2, text->pair[call.from + 1]};
    const char *name = sql_text_token(text, call.from)->word;
    guint i = 0;
    while (i < G_N_ELEMENTS(functions) && strcmp(functions[i].name, name) != 0)
        i++;
    if (i == G_N_ELEMENTS(functions))
        return none;
    switch (functions[i].gives) {
    case GIVES_FIRST:
        inside.to = sql_find_comma(text, inside);
        return sql_amount_of(work, place, inside);
    case GIVES_ANY:
        return amount_of_list(work, place, inside, joined_word);
    case GIVES_CHOICE:
        return amount_of_list(work, place, inside, first_word);
    case GIVES_IIF:
        return amount_of_iif(work, place, inside);
    case GIVES_ROW:
        return amount_of_row(work, place, call);
    }
    return none;
}

// The argument of CAST, "x AS type".
static SqlAmount amount_of_cast(AmountWork *work, const AmountPlace *place, Span inside) {
    guint as = inside.from;
    while (as < inside.to && !sql_is_word_at(&work->tree.text, as, "as"))
        as = sql_skip(&work->tree.text, as, inside.to);
    return sql_amount_of(work, place, (Span){inside.from, as});
}

// --- aggregates ---

SqlAmount sql_amount_of_argument(AmountWork *work, const SqlSelect *select, const SqlCall *call) {
    const SqlText *text = &work->tree.text;
    guint name = call->span.from, close = text->pair[name + 1];
    bool is_window = call->over.to > call->over.from;
    AmountPlace place = {.select = select, .is_grouped = is_window && select->is_aggregate};
    if (call->filter.to > call->filter.from)
        place.given = sql_place_given(work, select, call->filter, NULL);
    SqlAmount amount = sql_amount_of(work, &place, call->argument);
    if (sql_is_word_at(text, name, "decimal_sum") && call->argument.to < close) {
        amount.kind = AMOUNT_KNOWN;
        const char *said = copy(work, (Span){call->argument.to + 1, close});
        amount.words[WORD_CURRENCY] = (AmountWord){said, NULL};
    }
    return amount;
}

// The word of what an aggregate makes of a group or a window, whose amounts have one word.
static const char *word_of_aggregate(AmountWork *work, const SqlSelect *select, const SqlCall *call,
                                     const char *word, guint kind) {
    bool is_window = call->over.to > call->over.from;
    if (!is_window && sql_place_is_key(work, select, word))
        return word;
    guint close = work->tree.text.pair[call->span.from + 1];
    return arena_printf(work->arena, "%s(CASE WHEN (%s) <> 0 THEN %s END) %s",
                        kind == WORD_COUNTED ? "min" : "one_word", copy(work, call->argument), word,
                        copy(work, (Span){close + 1, call->span.to}));
}

// Whether each group is one partnership, or the greatest or least amount of several, or says itself
// which amounts count.
static bool is_of_one(AmountWork *work, const SqlSelect *select, const SqlCall *call) {
    static const char *const names[] = {"fact",    "id", "title", "counted", "counted_converted",
                                        "umbrella"};
    bool found = call->is_extreme;
    for (guint i = 0; i < select->source_count && !found; i++)
        for (guint k = 0; k < G_N_ELEMENTS(names) && !found; k++) {
            const SqlColumnRef column = {select, &select->sources[i], names[k], 0};
            found = sql_place_is_key(work, select, sql_tree_text(work->arena, &column));
        }
    return found;
}

static SqlAmount amount_of_aggregate(AmountWork *work, const SqlSelect *select,
                                     const SqlCall *call) {
    static const char *const others[] = {"count", "group_concat", "json_group_array",
                                         "json_group_object"};
    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        if (sql_is_word_at(&work->tree.text, call->span.from, others[i]))
            return none;
    SqlAmount amount = sql_amount_of_argument(work, select, call);
    for (guint kind = 0; amount.kind == AMOUNT_KNOWN && kind < WORD_COUNT; kind++)
        if (amount.words[kind].sql)
            amount.words[kind].sql =
                word_of_aggregate(work, select, call, amount.words[kind].sql, kind);
    amount.words[WORD_ROW] = (AmountWord){0};
    amount.is_sum = amount.is_sum || !is_of_one(work, select, call);
    return amount.kind == AMOUNT_RATIO ? none : amount;
}

// --- operands ---

// "(SELECT amount FROM ...)": its word is asked for in the same way.
static SqlAmount amount_of_question(AmountWork *work, const SqlQuery *query) {
    SqlAmount amount = query->arms->output_count ? sql_amount_of_output(work, query, 0) : none;
    for (guint kind = 0; amount.kind == AMOUNT_KNOWN && kind < WORD_COUNT; kind++) {
        AmountWord *word = &amount.words[kind];
        if (!word->sql || word->constant)
            continue;
        word->sql = arena_printf(work->arena, "(SELECT %s FROM (%s) AS accord_asked_%u)", word->sql,
                                 sql_companion_copy(work, query), ++work->companion_count);
    }
    return amount.kind == AMOUNT_RATIO ? none : amount;
}

static SqlAmount amount_of_name(AmountWork *work, const AmountPlace *place, Span span) {
    const SqlText *text = &work->tree.text;
    bool is_qualified = span.to > span.from + 2 && sql_is_sign_at(text, span.from + 1, ".");
    SqlColumnRef column;
    const char *name = sql_text_token(text, span.from)->word;
    if (sql_tree_name(&work->tree, place->select,
                      (Span){span.from, span.from + (is_qualified ? 3 : 1)}, &column))
        return sql_amount_of_column(work, place, &column);
    for (guint i = 0; !is_qualified && i < place->select->output_count; i++) {
        const SqlOutput *output = &place->select->outputs[i]; // by the name that AS gave it
        bool is_outside = span.from < output->value.from || span.from >= output->value.to;
        if (!output->source && is_outside && g_strcmp0(output->name, name) == 0)
            return sql_amount_of(work, place, output->value);
    }
    return none;
}

static SqlAmount amount_of_operand(AmountWork *work, const AmountPlace *place, Span span) {
    const SqlText *text = &work->tree.text;
    guint at = span.from, open = at + 1;
    SqlCall call;
    if (at >= span.to)
        return none;
    if (text->pair[at] > at) {
        if (sql_subquery_at(text, at).to == 0)
            return sql_amount_of(work, place, (Span){at + 1, text->pair[at]});
        return work->tree.queries[at] ? amount_of_question(work, work->tree.queries[at]) : none;
    }
    if (sql_is_word_at(text, at, "case"))
        return amount_of_case(work, place, span);
    bool is_call = open < span.to && text->pair[open] > open;
    if (is_call && sql_is_word_at(text, at, "cast"))
        return amount_of_cast(work, place, (Span){open + 1, text->pair[open]});
    if (sql_call_read(text, at, &call) && !call.is_taken)
        return amount_of_aggregate(work, place->select, &call);
    if (is_call && sql_is_name_at(text, at))
        return amount_of_function(work, place, span);
    return sql_is_name_at(text, at) ? amount_of_name(work, place, span) : none;
}

// --- products and sums ---

// 10, 1000.0, 1e6: the unit that an amount is told in.
static bool is_unit(const SqlText *text, Span span) {
    const SqlToken *token = sql_text_token(text, span.from);
    if (span.to != span.from + 1 || token->kind != TOKEN_NUMBER)
        return false;
    double number = g_ascii_strtod(text->sql + token->start, NULL);
    while (number >= 10)
        number /= 10;
    return number == 1;
}

// Of two amounts whose currencies are not written down as two: "amount / lag(amount) OVER w".
static SqlAmount ratio_of(AmountWork *work, const GArray *parts) {
    SqlAmount ratio = {.kind = AMOUNT_RATIO};
    bool is_written = true;
    for (guint i = 0; i < parts->len; i++)
        is_written = is_written && part_at(parts, i)->amount.words[WORD_CURRENCY].constant;
    if (is_written || find_common(parts, WORD_CURRENCY, &ratio.words[WORD_CURRENCY]))
        return none;
    ratio.words[WORD_CURRENCY] = (AmountWord){joined_word(work, parts, WORD_CURRENCY), NULL};
    return ratio;
}

// What is done with an amount by a factor that is none.
static void multiply(AmountWork *work, Span factor, SqlAmount *amount) {
    amount->is_scaled = amount->is_scaled || !is_unit(&work->tree.text, factor);
    for (guint kind = 0; kind < WORD_COUNT; kind++)
        if (amount->words[kind].sql && sql_place_mentions(work, factor, amount->words[kind].sql))
            amount->words[kind] = (AmountWord){0};
    if (factor.to > factor.from + 1 || sql_is_name_at(&work->tree.text, factor.from))
        amount->words[WORD_ROW] = (AmountWord){0}; // a share of it, as far as words tell
}

// One amount, times and over what is none; a share where there is one on each side.
static SqlAmount amount_of_product(AmountWork *work, const AmountPlace *place, Span span) {
    g_autoptr(GArray) parts = g_array_new(FALSE, TRUE, sizeof(Part)); // that hold amounts
    g_autoptr(GArray) others = g_array_new(FALSE, FALSE, sizeof(Span));
    SqlAmount found = none;
    bool divides = false, is_ratio = false;
    for (guint i = span.from, next; i < span.to; i = next) {
        bool is_divisor = divides;
        Part part = {.span = sql_factor(&work->tree.text, (Span){i, span.to}, &next, &divides)};
        part.amount = amount_of_operand(work, place, part.span);
        bool is_known = part.amount.kind == AMOUNT_KNOWN || part.amount.kind == AMOUNT_LOST;
        is_ratio = is_ratio || (is_divisor && is_known);
        if (part.amount.kind != AMOUNT_NONE && !is_divisor)
            found = part.amount;
        if (is_known)
            g_array_append_val(parts, part);
        else
            g_array_append_val(others, part.span);
    }
    if (is_ratio)
        return found.kind == AMOUNT_KNOWN && !any_lost(parts) ? ratio_of(work, parts) : none;
    for (guint i = 0; found.kind == AMOUNT_KNOWN && i < others->len; i++)
        multiply(work, g_array_index(others, Span, i), &found);
    return found;
}

SqlAmount sql_amount_of(AmountWork *work, const AmountPlace *place, Span span) {
    const SqlText *text = &work->tree.text;
    if (work->depth == DEPTH_LIMIT || ++work->steps > STEPS_LIMIT)
        return lost;
    if (sql_is_condition(text, span))
        return none;
    work->depth++;
    g_autoptr(GArray) parts = g_array_new(FALSE, TRUE, sizeof(Part));
    for (guint i = span.from, next; i < span.to; i = next) {
        Part part = {.span = sql_term(text, (Span){i, span.to}, &next)};
        part.amount = amount_of_product(work, place, part.span);
        g_array_append_val(parts, part);
    }
    SqlAmount amount = parts->len == 1 ? part_at(parts, 0)->amount : join(work, parts, joined_word);
    work->depth--;
    for (guint kind = 0; kind < WORD_COUNT; kind++)
        if (amount.words[kind].sql && strlen(amount.words[kind].sql) > WORD_LIMIT)
            return lost;
    return amount;
}
