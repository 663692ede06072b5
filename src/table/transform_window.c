// window: values over a sliding frame of sorted rows. Rows are partitioned and sorted once; the
// frame of every row is known before any function runs.
#include "table/aggregate.h"
#include "table/cell_facts.h"
#include "table/money_compare.h"
#include "table/window_functions.h"

#include <math.h>

// --- frames ---

typedef struct {
    double low, high; // rows before and after; -INFINITY and INFINITY for all
    bool with_peers;
} Frame;

static guint clamp_index(double index, guint count) {
    return index <= 0 ? 0 : index >= count ? count : (guint)index;
}

// The first and last peer of each row.
static void find_peers(const Window *w, guint *first, guint *last) {
    for (guint i = 0; i < w->count; i++)
        first[i] = window_starts_peers(w, i) ? i : first[i - 1];
    for (guint i = w->count; i-- > 0;)
        last[i] = i + 1 < w->count && first[i + 1] == first[i] ? last[i + 1] : i;
}

static void find_frames(const Window *w, const Frame *frame, guint *start, guint *end) {
    g_autofree guint *first = g_new(guint, w->count + 1), *last = g_new(guint, w->count + 1);
    if (frame->with_peers)
        find_peers(w, first, last);
    for (guint i = 0; i < w->count; i++) {
        start[i] = clamp_index(i + frame->low, w->count);
        end[i] = clamp_index(i + frame->high + 1, w->count);
        if (frame->with_peers && start[i] < w->count)
            start[i] = first[start[i]];
        if (frame->with_peers && end[i] > 0)
            end[i] = last[end[i] - 1] + 1;
        end[i] = MAX(end[i], start[i]);
    }
}

static bool read_bound(Step *step, const JsonNode *node, double *out) {
    if (json_is_null(node->json))
        return true;
    return json_read_number(step->context.diags, node, "frame", out);
}

static bool read_frame(Step *step, Frame *frame) {
    *frame = (Frame){-INFINITY, 0, true};
    if (!reader_has(&step->reader, "frame"))
        return true;
    const JsonNode *node = reader_array(&step->reader, "frame");
    if (!node)
        return false;
    frame->high = INFINITY;
    bool good = json_node_size(node) == 2 &&
                read_bound(step, json_node_item(node, 0), &frame->low) &&
                read_bound(step, json_node_item(node, 1), &frame->high);
    if (good && frame->low <= frame->high)
        return true;
    json_error(step->context.diags, node, DIAG_WRONG_VALUE, NULL,
               "\"frame\" needs two numbers or nulls, the first not greater than the second");
    return false;
}

// --- the transform ---

typedef struct {
    OpSpec *specs;
    guint count;
    NameList groupby;
    const SortField *sort;
    guint sort_count;
    Frame frame;
} WindowSpec;

static bool read_window(Step *step, WindowSpec *spec) {
    bool ignore_peers = false;
    bool good = step_ops(step, "window", &spec->specs, &spec->count);
    good = step_fields(step, "groupby", &spec->groupby) && good;
    good = step_sort(step, &spec->sort, &spec->sort_count) && good;
    good = read_frame(step, &spec->frame) && good;
    reader_bool(&step->reader, "ignorePeers", &ignore_peers);
    spec->frame.with_peers = spec->sort_count > 0 && !ignore_peers;
    return step_end(step) && good;
}

// Its rows are ranked by the first key, group by group.
static void check_order(Step *step, const WindowSpec *spec, const Groups *groups) {
    const JsonNode *node = reader_node(&step->reader, "sort");
    if (!spec->sort_count || !node)
        return;
    const MoneySet set = {
        .table = step->table, .field = spec->sort[0].field, .what = "the sort of the window"};
    Place place = json_node_place(node);
    money_warn_compared(step->context.diags, &place, &set, groups);
}

static bool is_whole_frame(const Step *step, const WindowSpec *spec) {
    if (isfinite(spec->frame.low) || isfinite(spec->frame.high))
        return false;
    for (guint i = 0; i < spec->count; i++)
        if (aggregate_find(spec->specs[i].op) < 0)
            return false;
    return step->table != NULL;
}

// --- the facts behind a cell, for explanations ---

static const Lineage *facts_of_rows(const Window *w, const guint *rows, guint count) {
    Arena *arena = w->step->arena;
    const Lineage *facts = cell_facts_of_rows(arena, w->step->table, w->spec->field, rows, count);
    return facts ? facts : arena_new0(arena, Lineage);
}

static void tell_taken(const Window *w, const Lineage **facts) {
    g_autofree guint *taken = g_new(guint, w->count + 1);
    w->function->take(w, taken);
    for (guint i = 0; i < w->count; i++)
        facts[w->rows[i]] =
            facts_of_rows(w, w->rows + MIN(taken[i], w->count - 1), taken[i] < w->count);
}

static const Lineage *facts_in_frame(const Window *w, guint i) {
    const AggregateField aggregate = {.op = aggregate_find(w->spec->op), .field = w->spec->field};
    guint count = w->end[i] - w->start[i];
    const guint *rows = cell_facts_counted(w->step->arena, &aggregate, w->step->table,
                                           w->rows + w->start[i], &count);
    return facts_of_rows(w, rows, count);
}

// Of frames that together have more rows than this nothing is told: each is a set of its own.
enum { FRAME_ROWS_MAX = 1 << 24 };

static void tell_frames(const Window *w, const Lineage **facts) {
    guint64 all = 0;
    for (guint i = 0; i < w->count; i++)
        all += w->end[i] - w->start[i];
    for (guint i = 0; i < w->count && all <= FRAME_ROWS_MAX; i++)
        facts[w->rows[i]] = facts_in_frame(w, i);
}

// Functions that look at the row alone or at its rank have the facts of the row.
static bool looks_around(const Step *step, const OpSpec *spec) {
    return aggregate_find(spec->op) >= 0 || window_function_find(step, spec)->take;
}

static const Lineage ***begin_cells(Step *step, Table *out, const WindowSpec *spec) {
    const Lineage ***cells = arena_array(step->arena, const Lineage **, spec->count + 1);
    for (guint i = 0; step->context.tells_cells && out->lineage && i < spec->count; i++) {
        if (!looks_around(step, &spec->specs[i]))
            continue;
        cells[i] = arena_array(step->arena, const Lineage *, out->row_count + 1);
        cell_facts_note(out, spec->specs[i].as,
                        (CellFacts){cells[i], arena_printf(step->arena, "rows in the window of %s",
                                                           spec->specs[i].op)});
    }
    return cells;
}

static void run_group(Window *w, const Lineage ***cells, const WindowSpec *spec, Value **columns) {
    g_autofree guint *start = g_new(guint, w->count + 1), *end = g_new(guint, w->count + 1);
    find_frames(w, &spec->frame, start, end);
    w->start = start;
    w->end = end;
    for (guint i = 0; i < spec->count; i++) {
        w->spec = &spec->specs[i];
        w->function = window_function_find(w->step, w->spec);
        w->field = (Field){.name = ""};
        if (w->spec->field)
            w->field = field_bind(w->step->arena, w->step->table, w->spec->field);
        w->out = columns[i];
        w->function->run(w);
        if (cells[i] && w->function->take)
            tell_taken(w, cells[i]);
        else if (cells[i])
            tell_frames(w, cells[i]);
    }
}

// What comes out of amounts are amounts, next to the same words.
static void keep_money(Step *step, const OpSpec *spec, const Groups *groups, Table *out) {
    const Column *column = spec->field ? table_column(step->table, spec->field) : NULL;
    const MoneySet set = {.table = step->table,
                          .field = spec->field,
                          .what = money_operation(aggregate_find(spec->op))};
    bool is_amount = set.what || window_function_find(step, spec)->take;
    if (set.what)
        money_check_groups(step->context.diags, spec->node, &set, groups);
    if (is_amount && column)
        money_note(out, spec->as, column->money);
}

static const Table *run_window(Step *step, const WindowSpec *spec) {
    Arena *arena = step->arena;
    Groups groups =
        groups_make(arena, step->table, spec->groupby.names, spec->groupby.count, GROUP_BY_TEXT);
    Sorter sorter = sorter_new(arena, step->table, spec->sort, spec->sort_count);
    check_order(step, spec, &groups);
    Table *out = table_extend(arena, step->table, spec->count);
    Value **columns = arena_array(arena, Value *, spec->count);
    guint errors = diags_errors(step->context.diags);
    for (guint i = 0; i < spec->count; i++) {
        columns[i] = step_output(step, out, spec->specs[i].as);
        keep_money(step, &spec->specs[i], &groups, out);
    }
    const Lineage ***cells = begin_cells(step, out, spec);
    for (guint g = 0; g < groups.count; g++) {
        guint *rows = groups.rows + groups.starts[g];
        sorter_sort(&sorter, rows, group_size(&groups, g));
        Window w = {.step = step, .sorter = &sorter, .rows = rows, .count = group_size(&groups, g)};
        run_group(&w, cells, spec, columns);
    }
    return diags_errors(step->context.diags) == errors ? out : NULL;
}

const Table *step_window(Step *step) {
    WindowSpec spec = {NULL};
    bool good = read_window(step, &spec);
    for (guint i = 0; good && i < spec.count; i++)
        good = window_function_find(step, &spec.specs[i]) != NULL;
    if (!good)
        return NULL;
    if (is_whole_frame(step, &spec))
        return step_join_ops(step, spec.specs, spec.count, &spec.groupby);
    return run_window(step, &spec);
}
