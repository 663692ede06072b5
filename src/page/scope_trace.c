// Datasets are made once more, step by step: the facts behind the rows are counted after the
// source and after each transform. This is done for explanations only.
#include "page/scope_trace.h"

#include "page/data_spec.h"
#include "page/scope_private.h"

#include <string.h>

enum { DEPTH_LIMIT = 16 };

static Arena *arena_of(Scope *scope) {
    return scope->options->arena;
}

guint scope_trace_facts(Scope *scope, const Table *table) {
    if (!table->lineage)
        return TRACE_UNKNOWN;
    guint *rows = arena_array(arena_of(scope), guint, table->row_count + 1);
    for (guint i = 0; i < table->row_count; i++)
        rows[i] = i;
    const Lineage *all = lineage_of_rows(arena_of(scope), table, rows, table->row_count);
    return all ? all->count : 0;
}

guint *scope_trace_valid(Scope *scope, const Table *table, const char *field, guint *count) {
    guint *rows = arena_array(arena_of(scope), guint, table->row_count + 1);
    Field bound = {0};
    if (field)
        bound = field_bind(arena_of(scope), table, field);
    *count = 0;
    for (guint i = 0; i < table->row_count; i++) {
        Value value = field ? field_value(&bound, i) : value_number(1);
        if (value.type != VALUE_NULL && value.type != VALUE_UNDEFINED)
            rows[(*count)++] = i;
    }
    return rows;
}

const guint *scope_trace_holding(Scope *scope, int op, TraceUse *where) {
    bool is_extreme = op == aggregate_find("min") || op == aggregate_find("max");
    if (!is_extreme || !where->field || where->count == 0)
        return where->rows;
    Arena *arena = arena_of(scope);
    Value extreme =
        aggregate_rows(arena, op, where->table, where->field, where->rows, where->count);
    Field field = field_bind(arena, where->table, where->field);
    guint *holding = arena_array(arena, guint, where->count), found = 0;
    for (guint i = 0; i < where->count; i++)
        if (value_to_number(field_value(&field, where->rows[i])) == value_to_number(extreme))
            holding[found++] = where->rows[i];
    if (found == 0 || found == where->count)
        return where->rows;
    where->count = found;
    return holding;
}

void scope_trace_step(GArray *steps, const char *what, guint facts) {
    guint before = steps->len ? g_array_index(steps, TraceStep, steps->len - 1).facts : facts;
    TraceStep step = {.what = what, .facts = facts};
    bool is_known = before != TRACE_UNKNOWN && facts != TRACE_UNKNOWN;
    step.left_out = is_known && before > facts ? before - facts : 0;
    g_array_append_val(steps, step);
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
        scope_trace_step(steps, arena_printf(arena_of(scope), "dataset \"%s\"", text),
                         scope_trace_facts(scope, table));
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

// Transforms one by one: each is applied to what the one before left.
static const Table *add_transforms(Scope *scope, const Table *table, const JsonNode *transforms,
                                   GArray *steps) {
    TransformContext context = scope_transform_context(scope);
    for (size_t i = 0; table && i < json_node_size(transforms); i++) {
        const JsonNode *node = json_node_item(transforms, i);
        const JsonNode *alone = keep_json(scope, json_pack("[O]", node->json));
        table = transform_apply(&context, table, alone);
        guint facts = table ? scope_trace_facts(scope, table) : 0;
        const TraceStep *last = &g_array_index(steps, TraceStep, steps->len - 1);
        if (table && facts != last->facts)
            scope_trace_step(steps, describe(scope, "", node), facts);
    }
    return table;
}

// *problem: why SQL does not tell which facts it counts.
static const Table *make_source(Scope *scope, const JsonNode *data, const char **problem) {
    Trace *trace = scope->options->trace;
    if (!trace)
        return scope_make_data(scope, data, NULL);
    trace->problem = NULL;
    const Table *table = scope_make_data(scope, data, NULL);
    *problem = trace->problem;
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
        const char *problem = NULL;
        json_t *alone = json_copy(data->json);
        json_object_del(alone, "transform");
        table = make_source(scope, keep_json(scope, alone), &problem);
        if (table)
            scope_trace_step(steps, describe(scope, source_words(spec.kind), spec.source),
                             scope_trace_facts(scope, table));
        if (table)
            g_array_index(steps, TraceStep, steps->len - 1).problem = problem;
    }
    return table && spec.transform && steps->len
               ? add_transforms(scope, table, spec.transform, steps)
               : table;
}

GArray *scope_trace_steps(Scope *scope, const JsonNode *data) {
    GArray *steps = g_array_new(FALSE, FALSE, sizeof(TraceStep));
    bool known = false;
    const Table *all = scope_named_table(scope, "partnerships", &known);
    scope_trace_step(steps, "facts that were read", all ? all->row_count : 0);
    if (data)
        add_steps(scope, data, steps, 0);
    return steps;
}

GArray *scope_trace_steps_of(Scope *scope, const char *dataset) {
    return scope_trace_steps(scope, keep_json(scope, json_string(dataset)));
}
