// Items in one list, ids in a set. Uses of data are noted as they are and looked into at the end.
#include "page/trace.h"

#include <string.h>

static void release(void *data) {
    Trace *trace = data;
    g_array_unref(trace->items);
    g_hash_table_destroy(trace->ids);
    g_array_unref(trace->used);
    g_hash_table_destroy(trace->rows);
    g_ptr_array_unref(trace->names);
    g_hash_table_destroy(trace->ways);
    g_array_unref(trace->answers);
}

static void free_way(void *steps) {
    g_array_unref(steps);
}

Trace *trace_new(Arena *arena) {
    Trace *trace = arena_new0(arena, Trace);
    *trace = (Trace){.arena = arena,
                     .items = g_array_new(FALSE, TRUE, sizeof(TraceItem)),
                     .ids = g_hash_table_new(g_str_hash, g_str_equal),
                     .used = g_array_new(FALSE, FALSE, sizeof(TraceUse)),
                     .rows = g_hash_table_new(g_direct_hash, g_direct_equal),
                     .names = g_ptr_array_new(),
                     .ways = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_way),
                     .answers = g_array_new(FALSE, FALSE, sizeof(TraceAnswer))};
    arena_own(arena, trace, release);
    return trace;
}

void trace_clear(Trace *trace) {
    if (!trace)
        return;
    g_array_set_size(trace->items, 0);
    g_hash_table_remove_all(trace->ids);
    trace->tables = trace->charts = 0;
}

const char *trace_slug(Arena *arena, const char *text) {
    g_autoptr(GString) slug = g_string_new(NULL);
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isalnum(c) || g_unichar_ismark(c))
            g_string_append_unichar(slug, g_unichar_tolower(c));
        else if (slug->len && slug->str[slug->len - 1] != '-')
            g_string_append_c(slug, '-');
    }
    while (slug->len && slug->str[slug->len - 1] == '-')
        g_string_truncate(slug, slug->len - 1);
    return arena_strdup(arena, slug->len ? slug->str : "-");
}

const char *trace_id(Trace *trace, const char *kind, const char *name) {
    if (!trace)
        return NULL;
    const char *id = arena_printf(trace->arena, "%s:%s", kind, name);
    for (guint i = 2; !g_hash_table_add(trace->ids, (gpointer)id); i++)
        id = arena_printf(trace->arena, "%s:%s-%u", kind, name, i);
    return id;
}

void trace_add(Trace *trace, const TraceItem *item) {
    if (trace)
        g_array_append_val(trace->items, *item);
}

void trace_begin(Trace *trace) {
    if (!trace)
        return;
    g_array_set_size(trace->used, 0);
    g_ptr_array_set_size(trace->names, 0);
    trace->is_capturing = true;
}

static void use_name(Trace *trace, const char *dataset) {
    for (guint i = 0; i < trace->names->len; i++)
        if (strcmp(trace->names->pdata[i], dataset) == 0)
            return;
    g_ptr_array_add(trace->names, arena_strdup(trace->arena, dataset));
}

void trace_use(Trace *trace, const TraceUse *use) {
    if (!trace || !trace->is_capturing)
        return;
    use_name(trace, use->dataset);
    TraceUse kept = *use;
    Arena *arena = trace->arena;
    kept.dataset = arena_strdup(arena, use->dataset);
    kept.field = arena_strdup(arena, use->field);
    kept.path = arena_strdup(arena, use->path);
    kept.value = value_keep(arena, use->value);
    if (use->rows)
        kept.rows = arena_memdup(arena, use->rows, use->count * sizeof *use->rows);
    g_array_append_val(trace->used, kept);
}

static void add_parts(GArray *parts, const TraceFacts *facts) {
    for (guint i = 0; i < facts->part_count; i++) {
        bool is_new = true;
        for (guint k = 0; k < parts->len; k++)
            is_new = is_new &&
                     strcmp(g_array_index(parts, TracePart, k).text, facts->parts[i].text) != 0;
        if (is_new)
            g_array_append_val(parts, facts->parts[i]);
    }
}

TraceFacts trace_end(Trace *trace) {
    TraceFacts all = {0};
    if (!trace)
        return all;
    trace->is_capturing = false;
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(TracePart));
    for (guint i = 0; i < trace->used->len; i++) {
        TraceFacts facts = trace_counted(trace, &g_array_index(trace->used, TraceUse, i), NULL);
        all.lineage = lineage_union(trace->arena, all.lineage, facts.lineage);
        add_parts(parts, &facts);
    }
    all.part_count = parts->len;
    all.parts = arena_memdup(trace->arena, parts->data, parts->len * sizeof(TracePart));
    return all;
}

// ---- values

// The one word of all rows that have one; NULL: there are several, or none.
static const char *only_word(const Value *words, const TraceUse *of) {
    const char *only = NULL;
    for (guint i = 0; words && i < of->count; i++) {
        Value value = words[of->rows ? of->rows[i] : i];
        const char *word = value.type == VALUE_STRING ? value.as.string : NULL;
        if (only && word && strcmp(only, word) != 0)
            return NULL;
        only = only ? only : word;
    }
    return only;
}

TraceValue trace_value(Trace *trace, Value value, const TraceUse *of) {
    TraceValue made = {.label = of->path ? of->path : of->field};
    const Column *column = of->field && of->table ? table_column(of->table, of->field) : NULL;
    if (value_is_valid(value))
        made.exact = arena_strdup(trace->arena, value_to_string(value, trace->arena));
    if (!column || !value_is_number(value))
        return made;
    MoneyWords money = column->money;
    bool is_dollars = g_str_has_suffix(of->field, "amount_usd"); // says its currency itself
    const Column *basis = is_dollars ? table_column(of->table, "basis_usd") : NULL;
    money.basis = basis ? basis->values : money.basis;
    made.currency = arena_strdup(trace->arena, only_word(money.currency, of));
    made.basis = arena_strdup(trace->arena, only_word(money.basis, of));
    if (is_dollars && !made.currency)
        made.currency = "USD";
    return made;
}

// ---- steps

static bool same_facts(const Lineage *a, const Lineage *b) {
    return a == b || (a && b && a->count == b->count &&
                      (a->count == 0 || memcmp(a->ids, b->ids, a->count * sizeof *a->ids) == 0));
}

void trace_step(GArray *steps, const char *what, const Lineage *lineage, guint rows) {
    guint facts = lineage ? lineage->count : TRACE_UNKNOWN;
    guint before = steps->len ? g_array_index(steps, TraceStep, steps->len - 1).facts : facts;
    TraceStep step = {.what = what, .lineage = lineage, .rows = rows, .facts = facts};
    bool is_known = before != TRACE_UNKNOWN && facts != TRACE_UNKNOWN;
    step.left_out = is_known && before > facts ? before - facts : 0;
    g_array_append_val(steps, step);
}

// Only where it leaves other facts.
static void step_if_new(GArray *steps, const char *what, const Lineage *lineage) {
    const TraceStep *last = &g_array_index(steps, TraceStep, steps->len - 1);
    if (!same_facts(last->lineage, lineage))
        trace_step(steps, what, lineage, TRACE_UNKNOWN);
}

// The one part that is no divisor; NULL: there are several, or none.
static const TracePart *only_counted(const TraceFacts *facts) {
    const TracePart *only = NULL;
    for (guint i = 0; i < facts->part_count; i++) {
        if (facts->parts[i].role == WHY_DIVISOR)
            continue;
        if (only)
            return NULL;
        only = &facts->parts[i];
    }
    return only;
}

void trace_step_to(GArray *steps, const TraceFacts *facts) {
    const TracePart *part = only_counted(facts);
    if (!facts->lineage || !steps->len)
        return;
    for (guint i = 0; part && i < part->stage_count; i++)
        step_if_new(steps, part->stages[i], part->left[i]);
    step_if_new(steps,
                part && part->is_extreme ? "those that hold the value"
                : part                   ? part->text
                : facts->part_count      ? "what its SQL counts"
                : facts->how             ? facts->how
                                         : "the facts of the value itself",
                facts->lineage);
}
