// Words travel with their amounts: a question that gives a column of amounts to another gives the
// columns of its words too, those that it has anyhow, else new ones at the end:
//     SELECT m FROM (SELECT amount AS m, currency AS accord_word_1 FROM amounts) AS t
// They are made when they are asked for. DISTINCT becomes GROUP BY, so that they make no more rows;
// what UNION without ALL joins gets none.
#include "store/sql_amount.h"
#include "store/sql_edit.h"

#include <string.h>

typedef enum { OUTPUT_NEW, OUTPUT_BUSY, OUTPUT_KNOWN } OutputState;

typedef struct {
    OutputState state;
    SqlAmount amount;
} Output;

// A column that a question got.
typedef struct Added Added;
struct Added {
    const char *name;
    GPtrArray *words; // of each SELECT
    const Added *next;
};

struct Companion {
    const Added *added;
    Output *outputs; // of a question, by its number
    bool has_added;
    GArray *edits; // of one that stands in an expression, where only its copies have more columns
};

static const SqlAmount none = {0}, lost = {.kind = AMOUNT_LOST};

static struct Companion *companion_of(AmountWork *work, const SqlQuery *query) {
    if (!work->companions)
        work->companions = arena_array(work->arena, struct Companion, work->tree.query_count);
    struct Companion *one = &work->companions[query->number];
    if (!one->outputs)
        one->outputs = arena_array(work->arena, Output, query->arms->output_count + 1);
    return one;
}

// Where what is added to the question is written down.
static GArray *edits_of(AmountWork *work, const SqlQuery *query) {
    struct Companion *one = companion_of(work, query);
    if (!query->is_value)
        return work->edits;
    if (!one->edits) {
        one->edits = sql_edits_new();
        arena_own(work->arena, one->edits, (void (*)(void *))g_array_unref);
    }
    return one->edits;
}

const char *sql_companion_copy(AmountWork *work, const SqlQuery *query) {
    const SqlText *text = &work->tree.text;
    g_autoptr(GArray) both = sql_edits_join(work->edits, edits_of(work, query));
    g_autofree char *copy =
        sql_edits_apply(both, text->sql, sql_text_token(text, query->span.from)->start,
                        sql_text_token(text, query->span.to - 1)->end);
    return arena_strdup(work->arena, copy);
}

static gsize end_of(const AmountWork *work, Span span) {
    return sql_text_token(&work->tree.text, span.to - 1)->end;
}

// --- the amounts of a column, one for each SELECT of the question ---

static bool has_amount(const SqlAmount *amount) {
    return amount->kind == AMOUNT_KNOWN || amount->kind == AMOUNT_RATIO;
}

static SqlAmount amount_of_arm(AmountWork *work, const SqlSelect *arm, guint output) {
    const SqlOutput *one = &arm->outputs[output];
    const AmountPlace place = {.select = arm, .is_grouped = arm->is_aggregate};
    if (!one->source)
        return sql_amount_of(work, &place, one->value);
    SqlColumnRef column = {arm, one->source, one->source->query ? one->written : one->name,
                           one->column};
    return one->name ? sql_amount_of_column(work, &place, &column) : none;
}

// False: the SELECTs do not give the same number of columns, or one of them is lost.
static bool read_arms(AmountWork *work, const SqlQuery *query, guint output, SqlAmount *amounts) {
    guint i = 0;
    for (const SqlSelect *arm = query->arms; arm; arm = arm->next, i++) {
        if (output >= arm->output_count)
            return false;
        amounts[i] = amount_of_arm(work, arm, output);
        if (amounts[i].kind == AMOUNT_LOST)
            return false;
    }
    return true;
}

static bool is_common(const char **first, bool *is_first, const char *text) {
    bool same = *is_first || g_strcmp0(*first, text) == 0;
    *first = text;
    *is_first = false;
    return same;
}

// What all of them have; NULL: they differ, or it is not the same in all rows.
static const char *common_constant(const SqlQuery *query, const SqlAmount *amounts, guint kind) {
    const char *first = NULL;
    bool is_first = true;
    for (guint i = 0; i < query->arm_count; i++)
        if (has_amount(&amounts[i]) &&
            !is_common(&first, &is_first, amounts[i].words[kind].constant))
            return NULL;
    return first;
}

static bool has_words(const SqlQuery *query, const SqlAmount *amounts, guint kind) {
    for (guint i = 0; i < query->arm_count; i++)
        if (has_amount(&amounts[i]) && sql_amount_word(&amounts[i].words[kind]))
            return true;
    return false;
}

// --- words that are there anyhow ---

static bool is_word_of(AmountWork *work, const SqlSelect *arm, guint output,
                       const AmountWord *word) {
    if (output >= arm->output_count)
        return false;
    const char *text = sql_place_output(work, arm, output);
    return (word->sql && strcmp(text, word->sql) == 0) ||
           (word->constant && strcmp(text, word->constant) == 0);
}

static bool says_word(AmountWork *work, const SqlQuery *query, guint output,
                      const SqlAmount *amounts, guint kind) {
    guint i = 0;
    for (const SqlSelect *arm = query->arms; arm; arm = arm->next, i++)
        if (has_amount(&amounts[i]) && !is_word_of(work, arm, output, &amounts[i].words[kind]))
            return false;
    return true;
}

static const char *find_shown(AmountWork *work, const SqlQuery *query, const SqlAmount *amounts,
                              guint kind) {
    for (guint i = 0; i < query->arms->output_count; i++) {
        const char *name = sql_query_name(&work->tree, query, i);
        if (name && says_word(work, query, i, amounts, kind))
            return name;
    }
    return NULL;
}

// --- words that are added ---

// Makes GROUP BY of DISTINCT, once. False: that cannot be done, or would change the order of rows
// that somebody sees or counts.
static bool group_distinct(AmountWork *work, const SqlSelect *arm) {
    const SqlText *text = &work->tree.text;
    const SqlCore *core = &arm->core;
    bool has_window =
        sql_find_any_word(text, core->items, "over")<core->items.to, has_order = arm->span.to> core
            ->rest.to;
    if (arm->query == work->tree.top || arm->is_aggregate || arm->has_star || has_window ||
        has_order || !sql_is_word_at(text, core->items.from - 1, "distinct"))
        return false;
    const SqlToken *word = sql_text_token(text, core->items.from - 1);
    Span all = {core->items.from, core->rest.to};
    g_autoptr(GString) groups = g_string_new(" GROUP BY 1");
    for (guint i = 2; i <= arm->output_count; i++)
        g_string_append_printf(groups, ", %u", i);
    GArray *edits = edits_of(work, arm->query);
    sql_edits_put(edits, word->start, word->end, "");
    sql_edits_put(edits, end_of(work, all), end_of(work, all), groups->str);
    return true;
}

static bool can_add(AmountWork *work, const SqlQuery *query) {
    struct Companion *one = companion_of(work, query);
    if (one->has_added)
        return true;
    for (const SqlSelect *arm = query->arms; arm; arm = arm->next)
        if (arm->is_values || arm->core.items.to <= arm->core.items.from)
            return false;
    if (!query->is_all || query->is_repeated)
        return false;
    for (const SqlSelect *arm = query->arms; arm; arm = arm->next)
        if (arm->core.is_distinct && !group_distinct(work, arm))
            return false;
    return one->has_added = true;
}

// What one SELECT gives as the word.
static const char *word_of_arm(AmountWork *work, const SqlSelect *arm, const SqlAmount *amount,
                               guint kind) {
    const AmountWord *word = &amount->words[kind];
    const char *text = has_amount(amount) ? sql_amount_word(word) : NULL;
    if (!text)
        return kind >= WORD_COUNTED ? "CAST(NULL AS INTEGER)" : "CAST(NULL AS TEXT)";
    return arm->core.is_distinct && !word->constant ? sql_place_all_words(work, text, kind) : text;
}

static void put_words(AmountWork *work, const SqlQuery *query, const GPtrArray *words,
                      const char *name) {
    guint i = 0;
    for (const SqlSelect *arm = query->arms; arm; arm = arm->next, i++) {
        g_autofree char *item = g_strdup_printf(", %s AS %s", (char *)words->pdata[i], name);
        sql_edits_put_behind(edits_of(work, query), end_of(work, arm->core.items), item);
    }
    if (query->names.to > query->names.from) {
        g_autofree char *item = g_strconcat(", ", name, NULL);
        sql_edits_put_behind(edits_of(work, query), end_of(work, query->names), item);
    }
}

// The name of what was added for the same words before; NULL: nothing was.
static const char *find_added(const struct Companion *one, const GPtrArray *words) {
    for (const Added *added = one->added; added; added = added->next) {
        guint i = 0;
        while (i < words->len && strcmp(added->words->pdata[i], words->pdata[i]) == 0)
            i++;
        if (i == words->len)
            return added->name;
    }
    return NULL;
}

static const char *add_words(AmountWork *work, const SqlQuery *query, const SqlAmount *amounts,
                             guint kind) {
    struct Companion *one = companion_of(work, query);
    GPtrArray *words = g_ptr_array_new();
    arena_own(work->arena, words, (void (*)(void *))g_ptr_array_unref);
    guint i = 0;
    for (const SqlSelect *arm = query->arms; arm; arm = arm->next, i++)
        g_ptr_array_add(words, (gpointer)word_of_arm(work, arm, &amounts[i], kind));
    const char *known = find_added(one, words);
    if (known)
        return known;
    Added *added = arena_new0(work->arena, Added);
    const char *name = arena_printf(work->arena, SQL_COMPANION "%u", ++work->companion_count);
    *added = (Added){name, words, one->added};
    one->added = added;
    put_words(work, query, words, name);
    return name;
}

static SqlAmount find_output(AmountWork *work, const SqlQuery *query, guint output) {
    SqlAmount *amounts = arena_array(work->arena, SqlAmount, query->arm_count);
    SqlAmount made = {0};
    if (!read_arms(work, query, output, amounts))
        return lost;
    for (guint i = 0; i < query->arm_count; i++) {
        made.kind = MAX(made.kind, amounts[i].kind);
        made.is_scaled = made.is_scaled || amounts[i].is_scaled;
        made.is_sum = made.is_sum || amounts[i].is_sum;
        sql_traits_add(&made.traits, &amounts[i].traits);
    }
    for (guint kind = 0; has_amount(&made) && kind < WORD_COUNT; kind++) {
        AmountWord *word = &made.words[kind];
        if (!has_words(query, amounts, kind))
            continue;
        word->constant = common_constant(query, amounts, kind);
        word->sql = find_shown(work, query, amounts, kind);
        if (word->sql || word->constant)
            continue;
        bool is_addable = can_add(work, query);
        if (!is_addable && kind < WORD_COUNTED)
            return made.kind == AMOUNT_RATIO ? none : lost;
        if (is_addable)
            word->sql = add_words(work, query, amounts, kind);
    }
    return made;
}

SqlAmount sql_amount_of_output(AmountWork *work, const SqlQuery *query, guint output) {
    if (!query->arms || output >= query->arms->output_count)
        return none;
    Output *one = &companion_of(work, query)->outputs[output];
    if (one->state == OUTPUT_BUSY) { // it is made of itself
        work->is_circular = true;
        return none;
    }
    if (one->state == OUTPUT_NEW) {
        one->state = OUTPUT_BUSY;
        one->amount = find_output(work, query, output);
        bool is_open = work->is_circular && one->amount.kind == AMOUNT_NONE;
        one->state = is_open ? OUTPUT_NEW : OUTPUT_KNOWN; // to be asked again from elsewhere
    }
    return one->amount;
}

// --- "*" ---

static bool has_added(AmountWork *work, const SqlQuery *query) {
    return query && work->companions && work->companions[query->number].has_added;
}

static bool takes_in(AmountWork *work, const SqlSelect *select) {
    for (guint i = 0; i < select->source_count; i++)
        if (has_added(work, select->sources[i].query))
            return true;
    return false;
}

// The columns of a "*", with their tables.
static char *list_columns(const SqlSelect *select, const char *alias) {
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < select->output_count; i++) {
        const SqlOutput *one = &select->outputs[i];
        if (!one->source || (alias && g_strcmp0(one->source->alias, alias) != 0))
            continue;
        if (!one->written)
            return NULL;
        const char *table = one->source->written;
        g_string_append_printf(out, "%s%s%s%s", out->len ? ", " : "", table ? table : "",
                               table ? "." : "", one->written);
    }
    return out->len ? g_strdup(out->str) : NULL;
}

static bool write_star(AmountWork *work, const SqlSelect *select, Span item) {
    const SqlText *text = &work->tree.text;
    bool is_star = sql_is_sign_at(text, item.to - 1, "*") &&
                   (item.to == item.from + 1 || sql_is_sign_at(text, item.to - 2, "."));
    const char *alias = item.to > item.from + 2 ? sql_text_token(text, item.to - 3)->word : NULL;
    if (!is_star)
        return true;
    g_autofree char *columns = list_columns(select, alias);
    if (!columns)
        return false;
    sql_edits_put(work->edits, sql_text_token(text, item.from)->start, end_of(work, item), columns);
    return true;
}

static bool write_stars(AmountWork *work, const SqlSelect *select) {
    Span items = select->core.items;
    if (select->is_open || select->joins_names)
        return false;
    for (guint i = items.from; i < items.to;) {
        guint end = sql_find_comma(&work->tree.text, (Span){i, items.to});
        if (end > i && !write_star(work, select, (Span){i, end}))
            return false;
        i = end + 1;
    }
    return true;
}

// Whether NATURAL would compare what was added to a question with itself.
static bool joins_itself(AmountWork *work, const SqlSelect *select) {
    for (guint i = 0; select->joins_names && i < select->source_count; i++)
        for (guint k = 0; k < i; k++)
            if (select->sources[i].query == select->sources[k].query &&
                has_added(work, select->sources[i].query))
                return true;
    return false;
}

bool sql_companion_hide(AmountWork *work) {
    const SqlQuery *top = work->tree.top;
    for (guint i = 0; i < work->tree.selects->len; i++) {
        const SqlSelect *select = work->tree.selects->pdata[i];
        bool is_outermost = select == top->arms && top->arm_count == 1 && !select->core.is_distinct;
        bool is_written = select->has_star && !is_outermost && takes_in(work, select);
        if (joins_itself(work, select) || (is_written && !write_stars(work, select)))
            return false;
    }
    return true;
}
