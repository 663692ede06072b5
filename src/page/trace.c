// Items in one list, ids in a set. Uses of data are noted as lineages and united at the end.
#include "page/trace.h"

#include <string.h>

static void release(void *data) {
    Trace *trace = data;
    g_array_unref(trace->items);
    g_hash_table_destroy(trace->ids);
    g_array_unref(trace->used);
    g_hash_table_destroy(trace->rows);
    g_ptr_array_unref(trace->names);
}

Trace *trace_new(Arena *arena) {
    Trace *trace = arena_new0(arena, Trace);
    *trace = (Trace){.arena = arena,
                     .items = g_array_new(FALSE, TRUE, sizeof(TraceItem)),
                     .ids = g_hash_table_new(g_str_hash, g_str_equal),
                     .used = g_array_new(FALSE, FALSE, sizeof(TraceFacts)),
                     .rows = g_hash_table_new(g_direct_hash, g_direct_equal),
                     .names = g_ptr_array_new()};
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
    TraceFacts facts = trace_facts_of(trace, use->table, use->field, use->rows, use->count);
    if (facts.lineage)
        g_array_append_val(trace->used, facts);
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
        const TraceFacts *facts = &g_array_index(trace->used, TraceFacts, i);
        all.lineage = lineage_union(trace->arena, all.lineage, facts->lineage);
        add_parts(parts, facts);
    }
    all.part_count = parts->len;
    all.parts = arena_memdup(trace->arena, parts->data, parts->len * sizeof(TracePart));
    return all;
}
