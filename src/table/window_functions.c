// What a window can work out, a row of a table each. Moments slide with the frame as in Vega; order
// statistics keep a Fenwick tree over ranks and extremes a monotone queue, so that none is worse
// than n log n.
#include "table/window_functions.h"

#include "table/aggregate.h"

#include <math.h>
#include <string.h>

enum { CI_WORK_MAX = 400000 }; // values resampled per partition for ci0, ci1; each costs a thousand

static Value value_at(const Window *w, guint i) {
    return field_value(&w->field, w->rows[i]);
}

bool window_starts_peers(const Window *w, guint i) {
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
        rank = window_starts_peers(w, i) ? i + 1.0 : rank;
        set(w, i, value_number(rank));
    }
}

static void run_dense_rank(const Window *w) {
    double rank = 1;
    for (guint i = 0; i < w->count; i++) {
        rank += i > 0 && window_starts_peers(w, i);
        set(w, i, value_number(rank));
    }
}

static void run_percent_rank(const Window *w) {
    double rank = 1;
    for (guint i = 0; i < w->count; i++) {
        rank = window_starts_peers(w, i) ? i + 1.0 : rank;
        set(w, i, value_number((rank - 1) / (w->count - 1.0)));
    }
}

// The share of rows up to the last peer. Like Vega's, the first row counts itself alone.
static double next_share(const Window *w, guint i, guint *last) {
    if (*last < i) {
        *last = i;
        while (*last + 1 < w->count && !window_starts_peers(w, *last + 1))
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

// --- the value of one row ---

static double offset_of(const Window *w) {
    return w->spec->param != 0 ? w->spec->param : 1;
}

static guint place_or_null(const Window *w, double index) {
    bool is_inside = index >= 0 && index < w->count && index == floor(index);
    return is_inside ? (guint)index : TAKES_NULL;
}

static void take_lag(const Window *w, guint *taken) {
    for (guint i = 0; i < w->count; i++)
        taken[i] = place_or_null(w, i - offset_of(w));
}

static void take_lead(const Window *w, guint *taken) {
    for (guint i = 0; i < w->count; i++)
        taken[i] = place_or_null(w, i + offset_of(w));
}

static void take_first_value(const Window *w, guint *taken) {
    for (guint i = 0; i < w->count; i++)
        taken[i] = w->start[i] < w->end[i] ? w->start[i] : TAKES_UNDEFINED;
}

static void take_last_value(const Window *w, guint *taken) {
    for (guint i = 0; i < w->count; i++)
        taken[i] = w->start[i] < w->end[i] ? w->end[i] - 1 : TAKES_UNDEFINED;
}

static void take_nth_value(const Window *w, guint *taken) {
    for (guint i = 0; i < w->count; i++) {
        double index = w->start[i] + w->spec->param - 1;
        taken[i] = index < w->end[i] ? place_or_null(w, index) : TAKES_NULL;
    }
}

static void take_prev_value(const Window *w, guint *taken) {
    guint last = TAKES_NULL;
    for (guint i = 0; i < w->count; i++)
        taken[i] = last = value_is_nullish(value_at(w, i)) ? last : i;
}

static void take_next_value(const Window *w, guint *taken) {
    guint next = TAKES_NULL;
    for (guint i = w->count; i-- > 0;)
        taken[i] = next = value_is_nullish(value_at(w, i)) ? next : i;
}

static void run_taken(const Window *w) {
    g_autofree guint *taken = g_new(guint, w->count + 1);
    w->function->take(w, taken);
    for (guint i = 0; i < w->count; i++)
        set(w, i,
            taken[i] == TAKES_NULL        ? value_null()
            : taken[i] == TAKES_UNDEFINED ? value_undefined()
                                          : value_at(w, taken[i]));
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
        set(w, i, aggregate_of_moments(aggregate_find(w->spec->op), &moments, w->step->arena));
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
        set(w, i, aggregate_of_rows(aggregate_find(w->spec->op), &frame));
    }
}

// --- the table ---

static const WindowFunction functions[] = {
    {"row_number", run_row_number, NULL, false, false},
    {"rank", run_rank, NULL, false, false},
    {"dense_rank", run_dense_rank, NULL, false, false},
    {"percent_rank", run_percent_rank, NULL, false, false},
    {"cume_dist", run_cume_dist, NULL, false, false},
    {"ntile", run_ntile, NULL, false, true},
    {"lag", run_taken, take_lag, true, false},
    {"lead", run_taken, take_lead, true, false},
    {"first_value", run_taken, take_first_value, true, false},
    {"last_value", run_taken, take_last_value, true, false},
    {"nth_value", run_taken, take_nth_value, true, true},
    {"prev_value", run_taken, take_prev_value, true, false},
    {"next_value", run_taken, take_next_value, true, false},
    // aggregates that moments do not carry
    {"count", run_count, NULL, false, false},
    {"min", run_min, NULL, true, false},
    {"max", run_max, NULL, true, false},
    {"argmin", run_argmin, NULL, true, false},
    {"argmax", run_argmax, NULL, true, false},
    {"median", run_median, NULL, true, false},
    {"q1", run_q1, NULL, true, false},
    {"q3", run_q3, NULL, true, false},
    {"distinct", run_distinct, NULL, true, false},
    {"ci0", run_confidence, NULL, true, false},
    {"ci1", run_confidence, NULL, true, false},
};
static const WindowFunction moments_function = {"moments", run_moments, NULL, false, false};

static const WindowFunction *find_own(const char *name) {
    for (gsize i = 0; i < G_N_ELEMENTS(functions); i++)
        if (strcmp(functions[i].name, name) == 0)
            return &functions[i];
    return NULL;
}

static bool check_function(const Step *step, const WindowFunction *function, const OpSpec *spec) {
    Diags *diags = step->context.diags;
    if (function->needs_field && !spec->field)
        json_error(diags, spec->node, DIAG_MISSING_KEY, NULL,
                   "the operation \"%s\" needs a \"field\"", spec->op);
    else if (function->positive_param && !(spec->param > 0))
        json_error(diags, spec->node, DIAG_WRONG_VALUE, NULL,
                   "the operation \"%s\" needs a \"param\" greater than 0", spec->op);
    else
        return true;
    return false;
}

// The names that are not among the aggregates too; ends with NULL.
static void list_window_only(const char *names[G_N_ELEMENTS(functions) + 1]) {
    guint count = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(functions); i++)
        if (aggregate_find(functions[i].name) < 0)
            names[count++] = functions[i].name;
    names[count] = NULL;
}

const WindowFunction *window_function_find(const Step *step, const OpSpec *spec) {
    const WindowFunction *function = find_own(spec->op);
    if (function)
        return check_function(step, function, spec) ? function : NULL;
    const char *names[G_N_ELEMENTS(functions) + 1];
    list_window_only(names);
    int op = step_aggregate_op(step, spec, names);
    if (op < 0)
        return NULL;
    if (aggregate_is_moment(op))
        return &moments_function;
    json_error(step->context.diags, spec->node, DIAG_UNSUPPORTED, NULL,
               "the operation \"%s\" does not work in a window", spec->op);
    return NULL;
}
