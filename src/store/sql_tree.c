// Questions are read from the outermost inwards. A name is looked for in the tables of its SELECT,
// then in those of the SELECTs around it; a question in FROM sees those around its SELECT alone.
#include "store/sql_tree.h"

#include "store/schema.h"
#include "store/sql_expression.h"

#include <string.h>

enum { DEPTH_LIMIT = 32, SOURCES_LIMIT = 32 };

// A name that WITH gives.
typedef struct Known Known;
struct Known {
    const char *name;
    SqlQuery *query;
    const Known *next;
};

typedef struct {
    SqlTree *tree;
    guint depth;
    bool is_lost; // it cannot be followed
} TreeReader;

static SqlQuery *read_query(TreeReader *reader, Span span, SqlSelect *outer, const Known *known);

static const Known *find_known(const Known *known, const char *name) {
    while (known && strcmp(known->name, name) != 0)
        known = known->next;
    return known;
}

static const char *token_text(const SqlTree *tree, guint index) {
    const SqlToken *token = sql_text_token(&tree->text, index);
    return arena_strndup(tree->arena, tree->text.sql + token->start, token->end - token->start);
}

// --- tables ---

static void set_alias(const SqlTree *tree, SqlSource *source, guint index) {
    source->alias = arena_strdup(tree->arena, sql_text_token(&tree->text, index)->word);
    source->written = token_text(tree, index);
}

// "AS name", "name", and the columns behind it, which make a table one that is not known.
static guint read_alias(const SqlTree *tree, SqlSource *source, guint at, guint to) {
    const SqlText *text = &tree->text;
    bool has_as = at < to && sql_is_word_at(text, at, "as");
    at += has_as;
    if (at >= to || !(has_as || sql_is_name_at(text, at)))
        return at;
    set_alias(tree, source, at++);
    if (at >= to || text->pair[at] <= at)
        return at;
    source->query = NULL;
    source->dataset = NULL;
    return text->pair[at] + 1;
}

static guint read_named(const SqlTree *tree, SqlSource *source, Span span, const Known *known) {
    const SqlText *text = &tree->text;
    guint at = span.from;
    if (sql_is_sign_at(text, at + 1, ".")) // of a schema
        at += 2;
    const char *name = sql_text_token(text, at)->word;
    const Known *found = name ? find_known(known, name) : NULL;
    bool is_call = at + 1 < span.to && text->pair[at + 1] > at + 1;
    const Dataset *set = name && !found && !is_call ? schema_dataset(name) : NULL;
    if (!name)
        return span.from + 1;
    set_alias(tree, source, at);
    source->query = found ? found->query : NULL;
    source->dataset = set ? set->name : NULL;
    if (found && !found->query->arms)
        found->query->is_repeated = true;
    return read_alias(tree, source, is_call ? text->pair[at + 1] + 1 : at + 1, span.to);
}

static guint read_source(TreeReader *reader, const SqlSelect *select, Span span, const Known *known,
                         GArray *sources) {
    SqlTree *tree = reader->tree;
    SqlSource source = {0};
    Span inner = sql_subquery_at(&tree->text, span.from);
    guint next;
    if (inner.to > inner.from) {
        source.query = read_query(reader, inner, select->outer, known);
        tree->queries[span.from] = source.query;
        next = read_alias(tree, &source, inner.to + 1, span.to);
    } else {
        next = read_named(tree, &source, span, known);
    }
    g_array_append_val(sources, source);
    reader->is_lost = reader->is_lost || sources->len > SOURCES_LIMIT;
    return MAX(next, span.from + 1);
}

static bool is_table_next(const SqlText *text, guint at) {
    return sql_is_sign_at(text, at, ",") || sql_is_word_at(text, at, "join");
}

// Joins may stand in parentheses; conditions behind ON are stepped over.
static void read_from(TreeReader *reader, SqlSelect *select, const Known *known, GArray *sources) {
    const SqlText *text = &reader->tree->text;
    Span span = select->core.from;
    bool expects = true;
    for (guint i = span.from; i < span.to && !reader->is_lost;) {
        bool is_paren = text->pair[i] > i && sql_subquery_at(text, i).to == 0;
        if (expects && is_paren) {
            i++;
        } else if (expects && sql_is_word_at(text, i, "lateral")) {
            i++;
        } else if (expects) {
            i = read_source(reader, select, (Span){i, span.to}, known, sources);
            expects = false;
        } else {
            expects = is_table_next(text, i);
            select->joins_names = select->joins_names || sql_is_word_at(text, i, "natural") ||
                                  sql_is_word_at(text, i, "using");
            i = sql_text_next(text, i);
        }
    }
}

// --- names ---

// The token that names a column in the list behind the name of a WITH; 0: there is no such list.
static guint given_name(const SqlQuery *query, guint column) {
    return query->names.to > query->names.from ? query->names.from + 2 * column : 0;
}

const char *sql_query_name(const SqlTree *tree, const SqlQuery *query, guint column) {
    guint index = given_name(query, column);
    if (index)
        return index < query->names.to ? sql_text_token(&tree->text, index)->word : NULL;
    return query->arms->outputs[column].name;
}

// The same as SQL.
static const char *query_written(const SqlTree *tree, const SqlQuery *query, guint column) {
    guint index = given_name(query, column);
    if (index)
        return index < query->names.to ? token_text(tree, index) : NULL;
    return query->arms->outputs[column].written;
}

static bool same_name(const char *a, const char *b) {
    return a && b && g_ascii_strcasecmp(a, b) == 0;
}

static bool has_column(const SqlTree *tree, const SqlSource *source, const char *name,
                       guint *column) {
    const SqlSelect *first = source->query ? source->query->arms : NULL;
    if (source->dataset)
        return schema_has_column(source->dataset, name);
    for (guint i = 0; first && i < first->output_count; i++)
        if (same_name(sql_query_name(tree, source->query, i), name)) {
            *column = i;
            return true;
        }
    return false;
}

bool sql_tree_find(const SqlTree *tree, const SqlSelect *select, const char *qualifier,
                   const char *name, SqlColumnRef *out) {
    for (; select; select = select->outer)
        for (guint i = 0; i < select->source_count; i++) {
            const SqlSource *source = &select->sources[i];
            if (qualifier && !same_name(source->alias, qualifier))
                continue;
            *out = (SqlColumnRef){.select = select, .source = source, .name = name};
            if (!has_column(tree, source, name, &out->column))
                continue;
            if (source->query)
                out->name = query_written(tree, source->query, out->column);
            return true;
        }
    return false;
}

const char *sql_tree_text(Arena *arena, const SqlColumnRef *column) {
    const char *table = column->source->written;
    return arena_printf(arena, "%s%s%s", table ? table : "", table ? "." : "", column->name);
}

bool sql_tree_name(const SqlTree *tree, const SqlSelect *select, Span span, SqlColumnRef *out) {
    const SqlText *text = &tree->text;
    guint length = span.to - span.from, last = span.to - 1;
    bool is_qualified = length == 3 && sql_is_sign_at(text, last - 1, ".");
    if ((length != 1 && !is_qualified) || !sql_is_name_at(text, last))
        return false;
    return sql_tree_find(tree, select, is_qualified ? sql_text_token(text, span.from)->word : NULL,
                         sql_text_token(text, last)->word, out);
}

// --- columns ---

static char **dataset_columns(const SqlSource *source) {
    return g_strsplit(schema_columns(source->dataset), " ", -1);
}

static void add_output(GArray *outputs, SqlOutput output) {
    g_array_append_val(outputs, output);
}

// All columns of a table, in their order.
static void add_star(const SqlTree *tree, SqlSelect *select, const SqlSource *source,
                     GArray *outputs) {
    if (source->dataset) {
        g_auto(GStrv) names = dataset_columns(source);
        for (guint i = 0; names[i]; i++) {
            const char *name = arena_strdup(tree->arena, names[i]);
            const char *written = arena_printf(tree->arena, "\"%s\"", name);
            add_output(outputs, (SqlOutput){.name = name, .written = written, .source = source});
        }
        return;
    }
    const SqlSelect *first = source->query ? source->query->arms : NULL;
    select->is_open = select->is_open || !first || first->is_open;
    for (guint i = 0; first && i < first->output_count; i++) {
        const char *name = sql_query_name(tree, source->query, i),
                   *written = query_written(tree, source->query, i);
        add_output(outputs, (SqlOutput){name, written, .source = source, .column = i});
    }
}

static bool is_star(const SqlText *text, Span item) {
    return item.to > item.from && sql_is_sign_at(text, item.to - 1, "*") &&
           (item.to == item.from + 1 || sql_is_sign_at(text, item.to - 2, "."));
}

static void add_item(const SqlTree *tree, SqlSelect *select, Span item, GArray *outputs) {
    const SqlText *text = &tree->text;
    if (is_star(text, item)) {
        const char *alias =
            item.to > item.from + 2 ? sql_text_token(text, item.to - 3)->word : NULL;
        select->has_star = true;
        for (guint i = 0; i < select->source_count; i++)
            if (!alias || g_strcmp0(select->sources[i].alias, alias) == 0)
                add_star(tree, select, &select->sources[i], outputs);
        return;
    }
    SqlOutput output = {.value = sql_without_name(text, item)};
    Span value = output.value;
    bool is_name = value.to < item.to ||
                   (sql_is_name_at(text, item.to - 1) &&
                    (item.to == item.from + 1 ||
                     (item.to == item.from + 3 && sql_is_sign_at(text, item.to - 2, "."))));
    if (is_name) {
        output.name = arena_strdup(tree->arena, sql_text_token(text, item.to - 1)->word);
        output.written = token_text(tree, item.to - 1);
    }
    add_output(outputs, output);
}

static void read_outputs(const SqlTree *tree, SqlSelect *select) {
    Span items = select->core.items;
    g_autoptr(GArray) outputs = g_array_new(FALSE, FALSE, sizeof(SqlOutput));
    for (guint i = items.from; i < items.to;) {
        guint end = sql_find_comma(&tree->text, (Span){i, items.to});
        if (end > i)
            add_item(tree, select, (Span){i, end}, outputs);
        i = end + 1;
    }
    select->output_count = outputs->len;
    select->outputs = arena_memdup(tree->arena, outputs->data, outputs->len * sizeof(SqlOutput));
}

// VALUES (a, b), (c, d): the columns of the first row.
static void read_values(const SqlTree *tree, SqlSelect *select) {
    const SqlText *text = &tree->text;
    guint open = select->span.from + 1;
    select->is_values = true;
    if (open >= select->span.to || text->pair[open] <= open)
        return;
    Span items = {open + 1, text->pair[open]};
    select->outputs = arena_array(tree->arena, SqlOutput, sql_count_items(text, items) + 1);
    for (guint i = items.from; i < items.to;) {
        guint end = sql_find_comma(text, (Span){i, items.to});
        guint number = select->output_count++;
        const char *name = arena_printf(tree->arena, "column%u", number + 1);
        select->outputs[number] =
            (SqlOutput){.name = name, .written = name, .value = (Span){i, end}};
        i = end + 1;
    }
}

// --- one SELECT ---

// The questions that stand in its expressions.
static void read_inner(TreeReader *reader, SqlSelect *select, const Known *known) {
    SqlTree *tree = reader->tree;
    for (guint i = select->span.from; i < select->span.to && !reader->is_lost;) {
        Span inner = sql_subquery_at(&tree->text, i);
        if (inner.to == inner.from) {
            tree->owners[i++] = select;
            continue;
        }
        if (!tree->queries[i]) {
            tree->queries[i] = read_query(reader, inner, select, known);
            tree->queries[i]->is_value = true;
        }
        i = inner.to + 1;
    }
}

static SqlSelect *read_select(TreeReader *reader, Span core, SqlSelect *outer, const Known *known) {
    SqlTree *tree = reader->tree;
    SqlSelect *select = arena_new0(tree->arena, SqlSelect);
    select->span = core;
    select->outer = outer;
    select->number = tree->selects->len;
    g_ptr_array_add(tree->selects, select);
    if (sql_is_word_at(&tree->text, core.from, "values")) {
        read_values(tree, select);
        return select;
    }
    if (!sql_core_read(&tree->text, core, &select->core)) {
        reader->is_lost = true;
        return select;
    }
    g_autoptr(GArray) sources = g_array_new(FALSE, FALSE, sizeof(SqlSource));
    read_from(reader, select, known, sources);
    select->source_count = sources->len;
    select->sources = arena_memdup(tree->arena, sources->data, sources->len * sizeof(SqlSource));
    select->is_aggregate = select->core.has_group || select->core.has_having ||
                           sql_has_aggregate(&tree->text, select->core.items);
    read_outputs(tree, select);
    return select;
}

// --- several ---

static const Known *read_withs(TreeReader *reader, Span span, guint *at, SqlSelect *outer,
                               const Known *known) {
    SqlTree *tree = reader->tree;
    SqlWith with;
    while (!reader->is_lost && sql_with_next(&tree->text, span, at, &with)) {
        Known *made = arena_new0(tree->arena, Known);
        // What stands inside itself is this one, still empty.
        SqlQuery *empty = arena_new0(tree->arena, SqlQuery);
        *made = (Known){arena_strdup(tree->arena, with.name), empty, known};
        SqlQuery *read = read_query(reader, with.body, outer, made);
        bool is_repeated = empty->is_repeated;
        *empty = *read;
        empty->is_repeated = is_repeated;
        empty->names = with.columns;
        for (SqlSelect *arm = empty->arms; arm; arm = arm->next)
            arm->query = empty;
        tree->queries[with.body.from - 1] = empty;
        known = made;
    }
    return known;
}

static void add_arms(TreeReader *reader, SqlQuery *query, Span body, Span tail, SqlSelect *outer,
                     const Known *known) {
    const SqlText *text = &reader->tree->text;
    SqlSelect **last = &query->arms;
    bool is_single = !sql_has_compound(text, body);
    query->is_all = true;
    for (guint i = body.from; i < body.to && !reader->is_lost;) {
        Span core, between;
        query->is_all =
            sql_compound_next(text, (Span){i, body.to}, &core, &between) && query->is_all;
        SqlSelect *select = read_select(reader, core, outer, known);
        select->query = query;
        if (is_single)
            select->span.to = tail.to;
        read_inner(reader, select, known);
        *last = select;
        last = &select->next;
        query->arm_count++;
        bool has_word = sql_is_word_at(text, core.to + 1, "all");
        i = core.to < body.to ? core.to + 1 + has_word : body.to;
    }
    reader->is_lost = reader->is_lost || !query->arms;
}

static SqlQuery *read_query(TreeReader *reader, Span span, SqlSelect *outer, const Known *known) {
    SqlTree *tree = reader->tree;
    SqlQuery *query = arena_new0(tree->arena, SqlQuery);
    guint at = span.from;
    query->span = span;
    query->number = tree->query_count++;
    if (reader->depth == DEPTH_LIMIT)
        reader->is_lost = true;
    if (reader->is_lost)
        return query;
    reader->depth++;
    known = read_withs(reader, span, &at, outer, known);
    Span body = {at, span.to}, tail = sql_tail(&tree->text, body);
    body.to = tail.from;
    add_arms(reader, query, body, tail, outer, known);
    reader->depth--;
    return query;
}

void sql_tree_begin(SqlTree *tree, Arena *arena, const char *sql) {
    *tree = (SqlTree){.arena = arena, .selects = g_ptr_array_new()};
    if (!sql_text_begin(&tree->text, sql))
        return;
    guint count = tree->text.tokens->len;
    tree->queries = arena_array(arena, SqlQuery *, count);
    tree->owners = arena_array(arena, SqlSelect *, count);
    TreeReader reader = {.tree = tree};
    SqlQuery *top = read_query(&reader, sql_text_all(&tree->text), NULL, NULL);
    tree->top = reader.is_lost ? NULL : top;
}

void sql_tree_end(SqlTree *tree) {
    sql_text_end(&tree->text);
    g_clear_pointer(&tree->selects, g_ptr_array_unref);
}
