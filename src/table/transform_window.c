// window: values over a sliding frame of sorted rows. Rows are partitioned and sorted once; the
// frame of every row is known before any operation runs. Moments slide with the frame as in Vega;
// order statistics keep a Fenwick tree over ranks and extremes a monotone queue, so that no
// operation is worse than n log n.
#include "table/aggregate.h"
#include "table/cell_facts.h"
#include "table/money.h"
#include "table/step.h"

#include <math.h>
#include <string.h>

enum { CI_WORK_MAX = 400000 }; // values resampled per partition for ci0, ci1; each costs a thousand

typedef struct {
    Step *step;
    const Sorter *sorter;
    const OpSpec *spec;
    int op; // aggregate, or -1
    Field field;
    const guint *rows; // sorted
    guint count;
    const guint *start, *end; // of each row's frame: [start, end) in rows
    Value *out;               // by row of the table
} Window;

static Value value_at(const Window *w, guint i) {
    return field_value(&w->field, w->rows[i]);
}

// Whether row i differs from the row before it; without a sort all rows differ.
static bool starts_peers(const Window *w, guint i) {
    return i == 0 || w->sorter->count == 0 || sorter_compare(w->sorter, w->rows[i - 1], w->rows[i]);
}

static void set(const Window *w, guint i, Value value) {
    w->out[w->rows[i]] = value;
}

// --- ranks ---

static void run_row_number(const Window *w) {
    for (guint i = 0; i < w->count; i++)
        set(w, i, value_number(i + 1.0));
}

static void run_rank(const Window *w) {
    double rank = 1;
    for (guint i = 0; i < w->count; i++) {
        rank = starts_peers(w, i) ? i + 1.0 : rank;
        set(w, i, value_number(rank));
    }
}

static void run_dense_rank(const Window *w) {
    double rank = 1;
    for (guint i = 0; i < w->count; i++) {
        rank += i > 0 && starts_peers(w, i);
        set(w, i, value_number(rank));
    }
}

static void run_percent_rank(const Window *w) {
    double rank = 1;
    for (guint i = 0; i < w->count; i++) {
        rank = starts_peers(w, i) ? i + 1.0 : rank;
        set(w, i, value_number((rank - 1) / (w->count - 1.0)));
    }
}

// The share of rows up to the last peer. Like Vega's, the first row counts itself alone.
static double next_share(const Window *w, guint i, guint *last) {
    if (*last < i) {
        *last = i;
        while (*last + 1 < w->count && !starts_peers(w, *last + 1))
            (*last)++;
    }
    return (1.0 + *last) / w->count;
}

static void run_cume_dist(const Window *w) {
    guint last = 0;
    for (guint i = 0; i < w->count; i++)
        set(w, i, value_number(next_share(w, i, &last)));
}

static void run_ntile(const Window *w) {
    guint last = 0;
    for (guint i = 0; i < w->count; i++)
        set(w, i, value_number(ceil(w->spec->param * next_share(w, i, &last))));
}

// --- neighbours ---

static double offset_of(const Window *w) {
    return w->spec->param != 0 ? w->spec->param : 1;
}

static Value value_or_null(const Window *w, double index) {
    bool inside = index >= 0 && index < w->count && index == floor(index);
    return inside ? value_at(w, (guint)index) : value_null();
}

static void run_lag(const Window *w) {
    for (guint i = 0; i < w->count; i++)
        set(w, i, value_or_null(w, i - offset_of(w)));
}

static void run_lead(const Window *w) {
    for (guint i = 0; i < w->count; i++)
        set(w, i, value_or_null(w, i + offset_of(w)));
}

static void run_first_value(const Window *w) {
    for (guint i = 0; i < w->count; i++)
        set(w, i, w->start[i] < w->end[i] ? value_at(w, w->start[i]) : value_undefined());
}

static void run_last_value(const Window *w) {
    for (guint i = 0; i < w->count; i++)
        set(w, i, w->start[i] < w->end[i] ? value_at(w, w->end[i] - 1) : value_undefined());
}

static void run_nth_value(const Window *w) {
    for (guint i = 0; i < w->count; i++) {
        double index = w->start[i] + w->spec->param - 1;
        set(w, i, index < w->end[i] ? value_or_null(w, index) : value_null());
    }
}

static void run_prev_value(const Window *w) {
    Value last = value_null();
    for (guint i = 0; i < w->count; i++) {
        Value value = value_at(w, i);
        if (!value_is_nullish(value))
            last = value;
        set(w, i, last);
    }
}

static void run_next_value(const Window *w) {
    Value next = value_null();
    for (guint i = w->count; i-- > 0;) {
        Value value = value_at(w, i);
        if (!value_is_nullish(value))
            next = value;
        set(w, i, next);
    }
}

// --- aggregates that slide ---

static void run_moments(const Window *w) {
    Moments moments = moments_new(w->spec->param);
    guint low = 0, high = 0;
    for (guint i = 0; i < w->count; i++) {
        for (; low < w->start[i] && low < high; low++)
            moments_remove(&moments, value_at(w, low));
        if (high < w->start[i])
            low = high = w->start[i];
        for (; high < w->end[i]; high++)
            moments_add(&moments, value_at(w, high));
        set(w, i, aggregate_of_moments(w->op, &moments, w->step->arena));
    }
}

static void run_count(const Window *w) {
    for (guint i = 0; i < w->count; i++)
        set(w, i, value_number(w->end[i] - w->start[i]));
}

static bool is_candidate(Value value) {
    bool empty = value.type == VALUE_STRING && value.as.string[0] == '\0';
    return value_is_valid(value) && !empty;
}

typedef Value (*ExtremeResult)(const Window *w, guint index);

static Value extreme_value(const Window *w, guint index) {
    return value_at(w, index);
}

static Value extreme_row(const Window *w, guint index) {
    json_t *row = table_row_json(w->step->arena, w->step->table, w->rows[index]);
    return (Value){.type = VALUE_JSON, .as.json = row};
}

static void release_json(void *json) {
    json_decref(json);
}

static Value no_extreme(const Window *w, ExtremeResult result) {
    if (result == extreme_value)
        return value_undefined();
    json_t *empty = json_object();
    arena_own(w->step->arena, empty, release_json);
    return (Value){.type = VALUE_JSON, .as.json = empty};
}

// A queue of indices whose values get worse; its head is the frame's extreme.
static void run_extreme(const Window *w, int sign, ExtremeResult result) {
    g_autofree guint *queue = g_new(guint, w->count + 1);
    guint head = 0, tail = 0, high = 0, shown = G_MAXUINT;
    Value value = value_undefined();
    for (guint i = 0; i < w->count; i++) {
        for (high = MAX(high, w->start[i]); high < w->end[i]; high++) {
            Value next = value_at(w, high);
            if (!is_candidate(next))
                continue;
            while (tail > head && value_relate(next, value_at(w, queue[tail - 1])) == sign)
                tail--;
            queue[tail++] = high;
        }
        while (head < tail && queue[head] < w->start[i])
            head++;
        if (head < tail && queue[head] != shown)
            value = result(w, shown = queue[head]);
        set(w, i, head < tail ? value : no_extreme(w, result));
    }
}

static void run_min(const Window *w) {
    run_extreme(w, -1, extreme_value);
}

static void run_max(const Window *w) {
    run_extreme(w, 1, extreme_value);
}

static void run_argmin(const Window *w) {
    run_extreme(w, -1, extreme_row);
}

static void run_argmax(const Window *w) {
    run_extreme(w, 1, extreme_row);
}

// --- order statistics ---

// Fenwick tree (1994) of how many values of each rank are in the frame.
typedef struct {
    guint *sums;     // from 1
    guint size, top; // top: the greatest power of two up to size
} RankTree;

static void rank_add(RankTree *tree, guint rank, guint delta) {
    for (guint i = rank + 1; i <= tree->size; i += i & -i)
        tree->sums[i] += delta;
}

// The rank of the k-th value, from 0.
static guint rank_find(const RankTree *tree, guint k) {
    guint at = 0;
    for (guint step = tree->top; step > 0; step /= 2)
        if (at + step <= tree->size && tree->sums[at + step] <= k) {
            at += step;
            k -= tree->sums[at];
        }
    return at;
}

static guint find_rank(const double *sorted, guint count, double number) {
    guint low = 0, high = count;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (sorted[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static double tree_quantile(const RankTree *tree, const double *sorted, guint count, double p) {
    double position = (count - 1) * p;
    guint below = (guint)floor(position);
    double low = sorted[rank_find(tree, below)];
    if (position == below)
        return low;
    return low + (sorted[rank_find(tree, below + 1)] - low) * (position - below);
}

static double number_at(const Window *w, guint i) {
    Value value = value_at(w, i);
    return is_candidate(value) ? value_to_number(value) : NAN;
}

static void run_quantile(const Window *w, double p) {
    RowSet all = {w->step->arena, w->step->table, &w->field, w->rows, w->count};
    RankTree tree = {.top = 1};
    g_autofree double *sorted = aggregate_sorted_numbers(&all, &tree.size);
    g_autofree guint *sums = tree.sums = g_new0(guint, (gsize)tree.size + 1);
    while (tree.top * 2 <= tree.size)
        tree.top *= 2;
    guint low = 0, high = 0, inside = 0;
    for (guint i = 0; i < w->count; i++) {
        for (; high < w->end[i]; high++) {
            double number = number_at(w, high);
            if (isnan(number))
                continue;
            rank_add(&tree, find_rank(sorted, tree.size, number), 1);
            inside++;
        }
        for (; low < w->start[i] && low < high; low++) {
            double number = number_at(w, low);
            if (isnan(number))
                continue;
            rank_add(&tree, find_rank(sorted, tree.size, number), (guint)-1);
            inside--;
        }
        set(w, i,
            inside ? value_number(tree_quantile(&tree, sorted, inside, p)) : value_undefined());
    }
    (void)sums;
}

static void run_median(const Window *w) {
    run_quantile(w, 0.5);
}

static void run_q1(const Window *w) {
    run_quantile(w, 0.25);
}

static void run_q3(const Window *w) {
    run_quantile(w, 0.75);
}

static void run_distinct(const Window *w) {
    g_autoptr(KeyIndex) index = key_index_new(1, GROUP_BY_TEXT);
    g_autofree guint *numbers = g_new(guint, w->count + 1);
    g_autofree guint *times = g_new0(guint, w->count + 1);
    guint low = 0, high = 0, distinct = 0;
    for (guint i = 0; i < w->count; i++) {
        Value value = value_at(w, i);
        numbers[i] = key_index_add(index, &value);
    }
    for (guint i = 0; i < w->count; i++) {
        for (; high < w->end[i]; high++)
            distinct += times[numbers[high]]++ == 0;
        for (; low < w->start[i] && low < high; low++)
            distinct -= --times[numbers[low]] == 0;
        set(w, i, value_number(distinct));
    }
}

static void run_confidence(const Window *w) {
    guint64 work = 0;
    for (guint i = 0; i < w->count; i++)
        work += w->end[i] - w->start[i];
    if (work > CI_WORK_MAX) {
        json_error(w->step->context.diags, w->spec->node, DIAG_TOO_LARGE, NULL,
                   "\"%s\" over these frames resamples %" G_GUINT64_FORMAT
                   " values a thousand times; at most %d",
                   w->spec->op, work, CI_WORK_MAX);
        return;
    }
    for (guint i = 0; i < w->count; i++) {
        RowSet frame = {w->step->arena, w->step->table, &w->field, w->rows + w->start[i],
                        w->end[i] - w->start[i]};
        set(w, i, aggregate_of_rows(w->op, &frame));
    }
}

// --- the operations ---

typedef struct {
    const char *name;
    void (*run)(const Window *w);
    bool needs_field, positive_param; // positive_param: a param greater than 0 is required
} WindowOperation;

static const WindowOperation OPERATIONS[] = {
    {"row_number", run_row_number, false, false},
    {"rank", run_rank, false, false},
    {"dense_rank", run_dense_rank, false, false},
    {"percent_rank", run_percent_rank, false, false},
    {"cume_dist", run_cume_dist, false, false},
    {"ntile", run_ntile, false, true},
    {"lag", run_lag, true, false},
    {"lead", run_lead, true, false},
    {"first_value", run_first_value, true, false},
    {"last_value", run_last_value, true, false},
    {"nth_value", run_nth_value, true, true},
    {"prev_value", run_prev_value, true, false},
    {"next_value", run_next_value, true, false},
    // aggregates that moments do not carry
    {"count", run_count, false, false},
    {"min", run_min, true, false},
    {"max", run_max, true, false},
    {"argmin", run_argmin, true, false},
    {"argmax", run_argmax, true, false},
    {"median", run_median, true, false},
    {"q1", run_q1, true, false},
    {"q3", run_q3, true, false},
    {"distinct", run_distinct, true, false},
    {"ci0", run_confidence, true, false},
    {"ci1", run_confidence, true, false},
};

static const char *const WINDOW_ONLY[] = {
    "row_number", "rank",        "dense_rank", "percent_rank", "cume_dist",  "ntile",      "lag",
    "lead",       "first_value", "last_value", "nth_value",    "prev_value", "next_value", NULL};

static const WindowOperation *find_operation(const char *name) {
    for (gsize i = 0; i < G_N_ELEMENTS(OPERATIONS); i++)
        if (strcmp(OPERATIONS[i].name, name) == 0)
            return &OPERATIONS[i];
    return NULL;
}

static bool check_operation(const Step *step, const WindowOperation *operation,
                            const OpSpec *spec) {
    Diags *diags = step->context.diags;
    if (operation->needs_field && !spec->field)
        json_error(diags, spec->node, DIAG_MISSING_KEY, NULL,
                   "the operation \"%s\" needs a \"field\"", spec->op);
    else if (operation->positive_param && !(spec->param > 0))
        json_error(diags, spec->node, DIAG_WRONG_VALUE, NULL,
                   "the operation \"%s\" needs a \"param\" greater than 0", spec->op);
    else
        return true;
    return false;
}

// What runs an entry; NULL and reported when there is none.
static void (*find_run(const Step *step, const OpSpec *spec, int *op))(const Window *w) {
    const WindowOperation *operation = find_operation(spec->op);
    *op = aggregate_find(spec->op);
    if (operation)
        return check_operation(step, operation, spec) ? operation->run : NULL;
    *op = step_aggregate_op(step, spec, WINDOW_ONLY);
    if (*op < 0)
        return NULL;
    if (aggregate_is_moment(*op))
        return run_moments;
    json_error(step->context.diags, spec->node, DIAG_UNSUPPORTED, NULL,
               "the operation \"%s\" does not work in a window", spec->op);
    return NULL;
}

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
        first[i] = starts_peers(w, i) ? i : first[i - 1];
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

static bool is_whole_frame(const Step *step, const WindowSpec *spec) {
    if (isfinite(spec->frame.low) || isfinite(spec->frame.high))
        return false;
    for (guint i = 0; i < spec->count; i++)
        if (aggregate_find(spec->specs[i].op) < 0)
            return false;
    return step->table != NULL;
}

// --- the facts behind a cell, for explanations ---

// The place in the sorted rows that the value of row i was taken from; w->count: from none. False:
// the operation takes no single value.
static bool find_taken(const Window *w, guint i, guint *out) {
    static const struct {
        const char *op;
        int direction; // 0: in the frame
    } taken[] = {{"lag", -1}, {"lead", 1}, {"first_value", 0}, {"last_value", 0}, {"nth_value", 0}};
    guint kind = 0;
    while (kind < G_N_ELEMENTS(taken) && strcmp(taken[kind].op, w->spec->op) != 0)
        kind++;
    if (kind == G_N_ELEMENTS(taken))
        return false;
    double at = i + taken[kind].direction * offset_of(w);
    bool is_empty = w->start[i] >= w->end[i];
    if (taken[kind].direction == 0)
        at = is_empty                ? -1
             : w->spec->op[0] == 'f' ? w->start[i]
             : w->spec->op[0] == 'l' ? w->end[i] - 1.0
                                     : w->start[i] + w->spec->param - 1;
    *out = at >= 0 && at < w->count && at == floor(at) ? (guint)at : w->count;
    return true;
}

static const Lineage *facts_in_frame(const Window *w, guint i) {
    Arena *arena = w->step->arena;
    const AggregateField aggregate = {.op = aggregate_find(w->spec->op), .field = w->spec->field};
    guint at = w->count, count = w->end[i] - w->start[i];
    const guint *rows = w->rows + w->start[i];
    if (find_taken(w, i, &at)) {
        rows = w->rows + at;
        count = at < w->count;
    } else {
        rows = cell_facts_counted(arena, &aggregate, w->step->table, rows, &count);
    }
    const Lineage *facts = cell_facts_of_rows(arena, w->step->table, w->spec->field, rows, count);
    return facts ? facts : arena_new0(arena, Lineage);
}

// Operations that look at the row alone or at its rank have the facts of the row.
static bool looks_around(const char *op) {
    static const char *const around[] = {"lag",        "lead",      "first_value",
                                         "last_value", "nth_value", NULL};
    return aggregate_find(op) >= 0 || g_strv_contains(around, op);
}

// Of frames that together have more rows than this nothing is told: each is a set of its own.
enum { FRAME_ROWS_MAX = 1 << 24 };

static void tell_cells(const Window *w, const Lineage **facts) {
    guint64 all = 0;
    for (guint i = 0; i < w->count; i++)
        all += w->end[i] - w->start[i];
    for (guint i = 0; i < w->count && all <= FRAME_ROWS_MAX; i++)
        facts[w->rows[i]] = facts_in_frame(w, i);
}

static const Lineage ***begin_cells(Step *step, Table *out, const WindowSpec *spec) {
    const Lineage ***cells = arena_array(step->arena, const Lineage **, spec->count + 1);
    for (guint i = 0; step->context.tells_cells && out->lineage && i < spec->count; i++) {
        if (!looks_around(spec->specs[i].op))
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
        void (*run)(const Window *) = find_run(w->step, &spec->specs[i], &w->op);
        w->spec = &spec->specs[i];
        w->field = (Field){.name = ""};
        if (w->spec->field)
            w->field = field_bind(w->step->arena, w->step->table, w->spec->field);
        w->out = columns[i];
        run(w);
        if (cells[i])
            tell_cells(w, cells[i]);
    }
}

// What comes out of amounts are amounts, next to the same words.
static void keep_money(Step *step, const OpSpec *spec, const Groups *groups, Table *out) {
    static const char *const moved[] = {"lag",        "lead",       "first_value", "last_value",
                                        "prev_value", "next_value", "nth_value"};
    const Column *column = spec->field ? table_column(step->table, spec->field) : NULL;
    const MoneySet set = {.table = step->table,
                          .field = spec->field,
                          .what = money_operation(aggregate_find(spec->op))};
    bool keeps = set.what != NULL;
    if (set.what)
        money_check_groups(step->context.diags, spec->node, &set, groups);
    for (guint i = 0; i < G_N_ELEMENTS(moved); i++)
        keeps = keeps || strcmp(moved[i], spec->op) == 0;
    if (keeps && column)
        money_note(out, spec->as, column->money);
}

static const Table *run_window(Step *step, const WindowSpec *spec) {
    Arena *arena = step->arena;
    Groups groups =
        groups_make(arena, step->table, spec->groupby.names, spec->groupby.count, GROUP_BY_TEXT);
    Sorter sorter = sorter_new(arena, step->table, spec->sort, spec->sort_count);
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
    for (guint i = 0; good && i < spec.count; i++) {
        int op;
        good = find_run(step, &spec.specs[i], &op) != NULL;
    }
    if (!good)
        return NULL;
    if (is_whole_frame(step, &spec))
        return step_join_ops(step, spec.specs, spec.count, &spec.groupby);
    return run_window(step, &spec);
}
