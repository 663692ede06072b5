// Datasets are made once more, step by step: the facts behind the rows are noted after the source
// and after each transform. This is done for explanations only.
#include "page/scope_trace.h"

#include "page/data_spec.h"
#include "page/scope_private.h"

#include <string.h>

enum { DEPTH_LIMIT = 16 };

static Arena *arena_of(Scope *scope) {
    return scope->options->arena;
}

static guint *all_rows(Arena *arena, guint count) {
    guint *rows = arena_array(arena, guint, count + 1);
    for (guint i = 0; i < count; i++)
        rows[i] = i;
    return rows;
}

const Lineage *scope_trace_facts(Scope *scope, const Table *table) {
    if (!table->lineage)
        return NULL;
    const guint *rows = all_rows(arena_of(scope), table->row_count);
    const Lineage *all = lineage_of_rows(arena_of(scope), table, rows, table->row_count);
    return all ? all : arena_new0(arena_of(scope), Lineage);
}

static void step_table(Scope *scope, GArray *steps, const char *what, const Table *table) {
    trace_step(steps, what, scope_trace_facts(scope, table), table->row_count);
}

// A text of the layout on one line.
static const char *one_line(Scope *scope, const char *before, const char *text) {
    g_autofree char *line = g_strdup(text);
    g_strdelimit(line, "\r\n\t", ' ');
    return arena_printf(arena_of(scope), "%s%s", before, line);
}

static const char *describe(Scope *scope, const char *before, const JsonNode *node) {
    if (json_is_string(node->json))
        return one_line(scope, before, json_string_value(node->json));
    char *dumped = json_dumps(node->json, JSON_COMPACT);
    const char *text = one_line(scope, before, dumped ? dumped : "");
    free(dumped);
    return text;
}

static const Table *add_steps(Scope *scope, const JsonNode *data, GArray *steps, guint depth);

static const Table *add_named(Scope *scope, const char *text, GArray *steps, guint depth) {
    Name *name = scope_find(scope, text, strlen(text));
    if (name && name->kind == BINDING_DATASET && depth < DEPTH_LIMIT)
        return add_steps(scope_root(scope), name->node, steps, depth + 1);
    bool known = false;
    const Table *table = scope_named_table(scope, text, &known);
    if (table)
        step_table(scope, steps, arena_printf(arena_of(scope), "dataset \"%s\"", text), table);
    return table;
}

static const char *source_words(DataKind kind) {
    static const char *const words[] = {[DATA_NAME] = "data ",
                                        [DATA_URL] = "file ",
                                        [DATA_VALUES] = "values ",
                                        [DATA_SEQUENCE] = "sequence ",
                                        [DATA_SQL] = "SQL: "};
    return words[kind];
}

static void free_doc(void *doc) {
    json_doc_free(doc);
}

// A value as a node that lives as long as the arena: tables may point into it. Takes it over.
static const JsonNode *keep_json(Scope *scope, json_t *json) {
    JsonDoc *doc = json_doc_wrap(json, "data");
    arena_own(arena_of(scope), doc, free_doc);
    return json_doc_root(doc);
}

typedef struct {
    Scope *scope;
    GArray *steps;
} Transforms;

// Those that leave other facts or other rows, or make columns of facts of their own.
static void take_step(void *data, const JsonNode *transform, const Table *table) {
    Transforms *transforms = data;
    const TraceStep *last =
        &g_array_index(transforms->steps, TraceStep, transforms->steps->len - 1);
    guint facts = last->facts, rows = last->rows;
    const Lineage *left = scope_trace_facts(transforms->scope, table);
    if (facts != (left ? left->count : TRACE_UNKNOWN) || rows != table->row_count)
        trace_step(transforms->steps, describe(transforms->scope, "", transform), left,
                   table->row_count);
}

static const Table *add_transforms(Scope *scope, const Table *table, const JsonNode *transforms,
                                   GArray *steps) {
    Transforms taken = {scope, steps};
    TransformContext context = scope_transform_context(scope);
    context.on_step = take_step;
    context.on_step_data = &taken;
    return transform_apply(&context, table, transforms);
}

// Made by itself, with what its SQL tells.
static const Table *make_source(Scope *scope, const JsonNode *data, TraceStep *told) {
    Trace *trace = scope->options->trace;
    if (trace) {
        trace->problem = NULL;
        trace->question = NULL;
    }
    const Table *table = scope_make_data(scope, data, NULL);
    if (trace) {
        told->problem = trace->problem;
        told->question = trace->question;
    }
    return table;
}

static const Table *add_steps(Scope *scope, const JsonNode *data, GArray *steps, guint depth) {
    DataSpec spec;
    if (json_is_string(data->json))
        return add_named(scope, json_string_value(data->json), steps, depth);
    if (!data_spec_read(scope->options->diags, data, &spec))
        return NULL;
    const Table *table;
    if (spec.kind == DATA_NAME) {
        table = add_steps(scope, spec.source, steps, depth);
    } else {
        TraceStep told = {0};
        json_t *alone = json_copy(data->json);
        json_object_del(alone, "transform");
        table = make_source(scope, keep_json(scope, alone), &told);
        if (table)
            step_table(scope, steps, describe(scope, source_words(spec.kind), spec.source), table);
        if (table) {
            TraceStep *last = &g_array_index(steps, TraceStep, steps->len - 1);
            last->problem = told.problem;
            last->question = told.question;
        }
    }
    return table && spec.transform && steps->len
               ? add_transforms(scope, table, spec.transform, steps)
               : table;
}

// Asked for their numbers alone: a table of all columns of all facts may be large.
const Lineage *scope_trace_all(Scope *scope) {
    static const char sql[] = "SELECT group_concat(fact) AS all_facts, 1 AS one FROM partnerships";
    Trace *trace = scope->options->trace;
    Arena *arena = arena_of(scope);
    if (trace && trace->all)
        return trace->all;
    g_autoptr(Diags) unsaid = diags_new();
    const Table *table = scope->options->store
                             ? store_query(scope->options->store, arena, sql, NULL, 0, NULL, unsaid)
                             : NULL;
    const Lineage *all = table && table->row_count ? scope_trace_facts(scope, table) : NULL;
    all = all ? all : arena_new0(arena, Lineage);
    if (trace)
        trace->all = all;
    return all;
}

static GArray *begin_steps(Scope *scope) {
    GArray *steps = g_array_new(FALSE, FALSE, sizeof(TraceStep));
    trace_step(steps, "facts that were read", scope_trace_all(scope), TRACE_UNKNOWN);
    return steps;
}

// Of a dataset of the layout the steps are the same wherever it is used, in one language.
static GArray *find_way(Scope *scope, const char *text) {
    Trace *trace = scope->options->trace;
    Name *name = scope_find(scope, text, strlen(text));
    if (!trace || !name || name->kind != BINDING_DATASET || scope->outermost)
        return NULL;
    GArray *way = g_hash_table_lookup(trace->ways, name->name);
    if (!way) {
        way = begin_steps(scope);
        add_named(scope, text, way, 0);
        g_hash_table_insert(trace->ways, (gpointer)name->name, way);
    }
    return g_array_copy(way);
}

GArray *scope_trace_steps(Scope *scope, const JsonNode *data) {
    if (data && json_is_string(data->json)) {
        GArray *way = find_way(scope, json_string_value(data->json));
        if (way)
            return way;
    }
    GArray *steps = begin_steps(scope);
    if (data)
        add_steps(scope, data, steps, 0);
    return steps;
}

GArray *scope_trace_steps_of(Scope *scope, const char *dataset) {
    return scope_trace_steps(scope, keep_json(scope, json_string(dataset)));
}
