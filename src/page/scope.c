// Names and what they stand for. A scope is a short list of bindings and a parent; datasets are
// bindings of the outermost scope that are made when first asked for. Paths are resolved from the
// innermost scope outwards, the longest bound name first, so that "s.rows" may be a name.
#include "page/scope.h"

#include "base/suggest.h"
#include "page/money.h"
#include "page/scope_private.h"
#include "page/scope_trace.h"

#include <string.h>

// ---- bindings

Scope *scope_root(Scope *scope) {
    if (scope->outermost)
        return scope->outermost;
    while (scope->parent)
        scope = scope->parent;
    return scope;
}

// What is around a scope, as names are looked up from the scope `from` in it; NULL: nothing.
static Scope *scope_around(const Scope *from, const Scope *scope) {
    if (!scope->parent)
        return NULL;
    bool is_last = !scope->parent->parent;
    return is_last && from->outermost ? from->outermost : scope->parent;
}

const Table *scope_repeated_row(const Scope *scope, guint *row) {
    for (const Scope *at = scope; at; at = scope_around(scope, at)) {
        for (const Name *name = at->names; name; name = name->next) {
            if (name->kind != BINDING_ROW)
                continue;
            *row = name->row;
            return name->table;
        }
    }
    return NULL;
}

Name *scope_find(const Scope *scope, const char *name, gsize length) {
    for (const Scope *at = scope; at; at = scope_around(scope, at))
        for (Name *bound = at->names; bound; bound = bound->next)
            if (strncmp(bound->name, name, length) == 0 && bound->name[length] == '\0')
                return bound;
    return NULL;
}

static Name *bind(Scope *scope, const char *name, BindingKind kind) {
    Name *bound = arena_new0(scope->options->arena, Name);
    bound->name = arena_strdup(scope->options->arena, name);
    bound->kind = kind;
    bound->next = scope->names;
    scope->names = bound;
    return bound;
}

void scope_set(Scope *scope, const char *name, Value value) {
    bind(scope, name, BINDING_VALUE)->value = value;
}

void scope_define(Scope *scope, const char *name, const JsonNode *data_spec) {
    bind(scope, name, BINDING_DATASET)->node = data_spec;
}

void scope_set_table(Scope *scope, const char *name, const Table *table) {
    bind(scope, name, BINDING_TABLE)->table = table;
}

void scope_set_row(Scope *scope, const char *name, const Table *table, guint row) {
    Name *bound = bind(scope, name, BINDING_ROW);
    bound->table = table;
    bound->row = row;
}

void scope_set_mentions(Scope *scope, struct Mentions *mentions) {
    scope_root(scope)->mentions = mentions;
}

struct Mentions *scope_mentions(const Scope *scope) {
    return scope_root((Scope *)scope)->mentions;
}

static void set_span(Scope *scope) {
    const char *first = NULL, *last = NULL;
    guint count = 0;
    Store *store = scope->options->store;
    if (!store)
        return;
    bool dated = store_span(store, scope->options->arena, &first, &last, &count);
    scope_set(scope, "facts.count", value_number(count));
    scope_set(scope, "facts.later", value_number(store_left_out(store)));
    scope_set(scope, "facts.first", dated && first ? value_string(first) : value_null());
    scope_set(scope, "facts.last", dated && last ? value_string(last) : value_null());
}

Scope *scope_new(const ScopeOptions *options) {
    Scope *scope = arena_new0(options->arena, Scope);
    scope->options = arena_memdup(options->arena, options, sizeof *options);
    if (options->as_of)
        scope_set(scope, "as_of", value_string(options->as_of));
    set_span(scope);
    return scope;
}

Scope *scope_push(Scope *parent) {
    Scope *scope = arena_new0(parent->options->arena, Scope);
    scope->parent = parent;
    scope->options = parent->options;
    scope->outermost = parent->outermost;
    return scope;
}

Scope *scope_push_in(Scope *parent, const char *folder) {
    Scope *scope = scope_push(parent);
    ScopeOptions *options =
        arena_memdup(parent->options->arena, parent->options, sizeof *parent->options);
    options->folder = folder;
    scope->options = options;
    return scope;
}

Arena *scope_arena(const Scope *scope) {
    return scope->options->arena;
}

Diags *scope_diags(const Scope *scope) {
    return scope->options->diags;
}

const FormatLocale *scope_locale(const Scope *scope) {
    return scope->options->locale;
}

PluralRule scope_plural(const Scope *scope) {
    return scope->options->plural;
}

Trace *scope_trace(const Scope *scope) {
    return scope->options->trace;
}

bool scope_is_rtl(const Scope *scope) {
    return scope->options->rtl;
}

Translation *scope_translation(const Scope *scope) {
    return scope->options->translation;
}

Store *scope_store(const Scope *scope) {
    return scope->options->store;
}

// ---- what may be suggested

static void add_once(GPtrArray *names, const char *name) {
    for (guint i = 0; i < names->len; i++)
        if (strcmp(names->pdata[i], name) == 0)
            return;
    g_ptr_array_add(names, (gpointer)name);
}

static void add_bound(const Scope *scope, bool data_only, GPtrArray *names) {
    for (const Scope *at = scope; at; at = scope_around(scope, at))
        for (const Name *bound = at->names; bound; bound = bound->next)
            if (!data_only || bound->kind == BINDING_DATASET || bound->kind == BINDING_TABLE)
                add_once(names, bound->name);
}

static void add_store(const Scope *scope, GPtrArray *names) {
    const char *const *stored = scope->options->store ? store_dataset_names() : NULL;
    for (; stored && *stored; stored++)
        add_once(names, *stored);
}

const char *const *scope_data_names(Scope *scope) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    add_bound(scope, /*data_only=*/true, names);
    add_store(scope, names);
    g_ptr_array_add(names, NULL);
    return arena_memdup(scope->options->arena, names->pdata, names->len * sizeof(gpointer));
}

static const char *hint_of(Scope *scope, const char *word, const char *const *names, guint count) {
    g_autofree char *hint = suggest_hint(word, names, count);
    return arena_strdup(scope->options->arena, hint);
}

// ---- paths

typedef struct {
    Scope *scope;
    const char *path;
    Value *out;
    const char **problem, **hint;
    const char *dataset; // that the path begins with
} Lookup;

static bool fail(Lookup *lookup, const char *hint, char *problem) {
    *lookup->problem = problem;
    *lookup->hint = hint;
    return false;
}

static char *say(Lookup *lookup, const char *format, ...) G_GNUC_PRINTF(2, 3);
static char *say(Lookup *lookup, const char *format, ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    return arena_strdup(lookup->scope->options->arena, text);
}

static bool fail_field(Lookup *lookup, const Table *table, const char *field, const char *of) {
    const char *const *names = table_names(table);
    g_autofree char *hint = suggest_hint_or_list(field, names, table->column_count);
    return fail(lookup, arena_strdup(lookup->scope->options->arena, hint),
                say(lookup, "unknown field \"%s\" in %s", field, of));
}

// Notes which rows a value comes from.
static void use_rows(Lookup *lookup, const Table *table, const char *field, const guint *rows,
                     guint count) {
    Trace *trace = lookup->scope->options->trace;
    if (!trace || !trace->is_capturing)
        return;
    trace_use(trace, &(TraceUse){.dataset = lookup->dataset,
                                 .field = field,
                                 .table = table,
                                 .rows = rows,
                                 .count = count,
                                 .path = lookup->path,
                                 .value = *lookup->out});
}

// The same of an operation over all rows.
static void use_field(Lookup *lookup, const Table *table, const char *op, const char *field) {
    Trace *trace = lookup->scope->options->trace;
    if (!trace || !trace->is_capturing)
        return;
    trace_use(trace, &(TraceUse){.dataset = lookup->dataset,
                                 .field = field,
                                 .table = table,
                                 .count = table->row_count,
                                 .path = lookup->path,
                                 .value = *lookup->out,
                                 .is_aggregate = true,
                                 .op = aggregate_find(op)});
}

// facts.count and the like come from all facts.
static void use_all_facts(Lookup *lookup, const char *name) {
    Trace *trace = lookup->scope->options->trace;
    if (!trace || !trace->is_capturing || !g_str_has_prefix(name, "facts."))
        return;
    Table *all = arena_new0(trace->arena, Table);
    const Lineage **lineage = arena_array(trace->arena, const Lineage *, 1);
    lineage[0] = scope_trace_all(lookup->scope);
    *all = (Table){.arena = trace->arena, .row_count = 1, .lineage = lineage};
    lookup->dataset = "facts";
    use_field(lookup, all, "count", NULL);
}

static bool cell_value(Lookup *lookup, const Table *table, guint row, const char *field,
                       const char *of) {
    if (!table_column(table, field))
        return fail_field(lookup, table, field, of);
    *lookup->out = table_value(table, field, row);
    use_rows(lookup, table, field, &row, 1);
    return true;
}

static bool edge_value(Lookup *lookup, const Table *table, const char *op, const char *field,
                       const char *of) {
    if (!table_column(table, field))
        return fail_field(lookup, table, field, of);
    guint row = strcmp(op, "last") == 0 && table->row_count ? table->row_count - 1 : 0;
    *lookup->out = table->row_count ? table_value(table, field, row) : value_null();
    use_rows(lookup, table, field, &row, table->row_count ? 1 : 0);
    return true;
}

static const char *const aggregate_words[] = {
    "count", "first", "last",     "sum",   "mean",    "average", "median",   "min",    "max",
    "q1",    "q3",    "distinct", "valid", "missing", "stdev",   "variance", "product"};

static bool is_aggregate(const char *op) {
    for (guint i = 0; i < G_N_ELEMENTS(aggregate_words); i++)
        if (strcmp(aggregate_words[i], op) == 0)
            return true;
    return false;
}

// A dataset's field without an operation: good when there is one row.
static bool only_row(Lookup *lookup, const Table *table, const char *field, const char *of) {
    if (!table_column(table, field)) {
        const char *hint =
            hint_of(lookup->scope, field, aggregate_words, G_N_ELEMENTS(aggregate_words));
        return hint ? fail(lookup, hint, say(lookup, "unknown operation \"%s\" on %s", field, of))
                    : fail_field(lookup, table, field, of);
    }
    if (table->row_count == 1) {
        const guint only = 0;
        *lookup->out = table_value(table, field, only);
        use_rows(lookup, table, field, &only, 1);
        return true;
    }
    const char *hint = say(lookup, "say first.%s, sum.%s, distinct.%s, ...", field, field, field);
    return fail(
        lookup, hint,
        say(lookup, "%s has %u rows, so \"%s\" is not one value", of, table->row_count, field));
}

// What follows the name of a dataset: "count", "sum.amount_usd", "first.title".
static bool table_path(Lookup *lookup, const Table *table, const char *rest, const char *of) {
    if (!*rest)
        return fail(lookup, "say count, sum.FIELD, first.FIELD, ... of it",
                    say(lookup, "%s is not one value", of));
    if (strcmp(rest, "count") == 0) {
        *lookup->out = value_number(table->row_count);
        use_field(lookup, table, "count", NULL);
        return true;
    }
    const char *dot = strchr(rest, '.');
    g_autofree char *op = dot ? g_strndup(rest, (gsize)(dot - rest)) : NULL;
    if (!dot || (!is_aggregate(op) && table_column(table, rest)))
        return only_row(lookup, table, rest, of);
    if (!is_aggregate(op)) {
        const char *hint =
            hint_of(lookup->scope, op, aggregate_words, G_N_ELEMENTS(aggregate_words));
        return fail(lookup, hint, say(lookup, "unknown operation \"%s\" on %s", op, of));
    }
    if (strcmp(op, "first") == 0 || strcmp(op, "last") == 0)
        return edge_value(lookup, table, op, dot + 1, of);
    if (!table_column(table, dot + 1))
        return fail_field(lookup, table, dot + 1, of);
    Arena *arena = lookup->scope->options->arena;
    const MoneySet set = page_money_set(arena, table, dot + 1, aggregate_find(op));
    const char *mixed = set.what ? money_problem(arena, &set) : NULL;
    if (set.what)
        scope_root(lookup->scope)->summed = arena_memdup(arena, &set, sizeof set);
    if (mixed)
        return fail(lookup, "filter the data to one of them", say(lookup, "%s", mixed));
    *lookup->out =
        aggregate_rows(arena, aggregate_find(op), table, dot + 1, NULL, table->row_count);
    use_field(lookup, table, op, dot + 1);
    return true;
}

static bool name_path(Lookup *lookup, Name *name, const char *rest) {
    switch (name->kind) {
    case BINDING_VALUE:
        if (*rest)
            return fail(lookup, NULL,
                        say(lookup, "\"%s\" is a value and has no \"%s\"", name->name, rest));
        *lookup->out = name->value;
        use_all_facts(lookup, name->name);
        return true;
    case BINDING_ROW:
        if (!*rest)
            return fail(lookup, NULL,
                        say(lookup, "\"%s\" is a row; name one of its fields", name->name));
        return cell_value(lookup, name->table, name->row, rest,
                          say(lookup, "row \"%s\"", name->name));
    case BINDING_TABLE:
    case BINDING_DATASET: {
        const Table *table = scope_dataset(lookup->scope, name);
        return table && table_path(lookup, table, rest, say(lookup, "dataset \"%s\"", name->name));
    }
    }
    return false;
}

// The binding of the longest name that the path starts with, the innermost scope first.
static Name *find_prefix(const Scope *scope, const char *path, gsize *length) {
    for (const Scope *at = scope; at; at = scope_around(scope, at)) {
        Scope alone = {.names = at->names};
        for (gsize end = strlen(path); end > 0; end--) {
            if (path[end] != '.' && path[end] != '\0')
                continue;
            Name *name = scope_find(&alone, path, end);
            *length = end;
            if (name)
                return name;
        }
    }
    return NULL;
}

// For a word that is like none of the names: what there is.
static const char *names_hint(const Lookup *lookup, const GPtrArray *names) {
    g_autofree char *hint = suggest_list((const char *const *)names->pdata, names->len);
    return arena_strdup(lookup->scope->options->arena, hint);
}

// Names with a dot, such as "facts.count", are not found under their first word either: then the
// whole path is what is unknown.
static bool begins_name(const char *first, const GPtrArray *names) {
    gsize length = strlen(first);
    for (guint i = 0; i < names->len; i++)
        if (g_str_has_prefix(names->pdata[i], first) &&
            ((const char *)names->pdata[i])[length] == '.')
            return true;
    return false;
}

static bool unknown_path(Lookup *lookup, const char *first) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    add_bound(lookup->scope, /*data_only=*/false, names);
    add_store(lookup->scope, names);
    const char *word = begins_name(first, names) ? lookup->path : first;
    const char *hint = hint_of(lookup->scope, word, (const char *const *)names->pdata, names->len);
    return fail(lookup, hint ? hint : names_hint(lookup, names),
                say(lookup, "unknown name \"%s\"", word));
}

bool scope_value(Scope *scope, const char *path, Value *out, const char **problem,
                 const char **hint) {
    Lookup lookup = {.scope = scope, .path = path, .out = out, .problem = problem, .hint = hint};
    gsize length = 0;
    *problem = *hint = NULL;
    *out = value_null();
    scope_root(scope)->summed = NULL;
    Name *name = find_prefix(scope, path, &length);
    bool found = false;
    if (name) {
        lookup.dataset = name->name;
        found = name_path(&lookup, name, path[length] ? path + length + 1 : "");
    } else {
        bool known = false;
        g_autofree char *first = g_strndup(path, strcspn(path, "."));
        const Table *table = scope_named_table(scope, first, &known);
        if (!known)
            return unknown_path(&lookup, first);
        const char *rest = path + strlen(first);
        lookup.dataset = first;
        found = table && table_path(&lookup, table, *rest ? rest + 1 : "",
                                    say(&lookup, "dataset \"%s\"", first));
    }
    if (found && out->type == VALUE_UNDEFINED)
        *out = value_null();
    return found;
}

void scope_warn_of_sum(Scope *scope, const Place *place, const char *format) {
    const MoneySet *set = scope_root(scope)->summed;
    if (!set)
        return;
    money_warn(scope->options->diags, place, set);
    page_money_check_sign(scope, place, set, format);
}

// ---- for transforms and charts

static bool find_param(void *data, const char *name, Value *out) {
    const char *problem, *hint;
    return scope_value(data, name, out, &problem, &hint);
}

static const Table *find_table(void *data, const JsonNode *data_spec) {
    return scope_data(data, data_spec);
}

TransformContext scope_transform_context(Scope *scope) {
    return (TransformContext){.arena = scope->options->arena,
                              .diags = scope->options->diags,
                              .locale = scope->options->locale,
                              .find_param = find_param,
                              .find_table = find_table,
                              .data = scope,
                              .tells_cells = scope->options->trace != NULL};
}
