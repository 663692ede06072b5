// Aggregate operations. The formulas of running moments are Vega's (Welford's mean and variance,
// one value at a time, in row order), so results agree to the last bit. null, undefined and ""
// count as missing, NaN as neither missing nor valid. Sums of decimals are exact.
#include "table/aggregate.h"

#include <math.h>
#include <string.h>

enum {
    BOOTSTRAP_SAMPLES = 1000,
    BOOTSTRAP_VALUES_MAX = 20000 // above: the normal approximation, to which the bootstrap tends
};
static const guint64 BOOTSTRAP_SEED = 0x5EEDULL;

double random_next(Random *random) {
    guint64 z = random->state += G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT(0x94D049BB133111EB);
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

// --- moments ---

Moments moments_new(double rate) {
    return (Moments){.product = 1, .rate = rate};
}

static bool is_missing(Value value) {
    return value_is_nullish(value) || (value.type == VALUE_STRING && value.as.string[0] == '\0');
}

void moments_add(Moments *m, Value value) {
    m->count++;
    if (is_missing(value)) {
        m->missing++;
        return;
    }
    if (!value_is_valid(value))
        return;
    double v = value_to_number(value);
    m->valid++;
    m->sum += v;
    m->product *= v;
    m->mean_delta = v - m->mean;
    m->mean += m->mean_delta / m->valid;
    m->deviation += m->mean_delta * (v - m->mean);
    m->exponential = m->rate * m->exponential + v;
    if (value.type == VALUE_DECIMAL) {
        m->decimals++;
        m->overflowed |= !decimal_add(m->exact, *value.as.decimal, &m->exact);
    }
}

void moments_remove(Moments *m, Value value) {
    m->count--;
    if (is_missing(value)) {
        m->missing--;
        return;
    }
    if (!value_is_valid(value))
        return;
    double v = value_to_number(value);
    m->valid--;
    m->sum -= v;
    m->product /= v;
    m->mean_delta = v - m->mean;
    m->mean -= m->valid ? m->mean_delta / m->valid : m->mean;
    m->deviation -= m->mean_delta * (v - m->mean);
    m->exponential = (m->exponential - v / pow(m->rate, (double)m->valid)) / m->rate;
    if (value.type == VALUE_DECIMAL) {
        m->decimals--;
        m->overflowed |= !decimal_add(m->exact, decimal_negate(*value.as.decimal), &m->exact);
    }
}

static Value when(bool defined, double number) {
    return defined ? value_number(number) : value_undefined();
}

static Value finish_count(const Moments *m, Arena *arena) {
    (void)arena;
    return value_number(m->count);
}

static Value finish_valid(const Moments *m, Arena *arena) {
    (void)arena;
    return value_number(m->valid);
}

static Value finish_missing(const Moments *m, Arena *arena) {
    (void)arena;
    return value_number(m->missing);
}

static Value finish_sum(const Moments *m, Arena *arena) {
    if (!m->valid || m->decimals != m->valid || m->overflowed)
        return when(m->valid > 0, m->sum);
    return value_decimal(arena_memdup(arena, &m->exact, sizeof m->exact));
}

static Value finish_product(const Moments *m, Arena *arena) {
    (void)arena;
    return when(m->valid > 0, m->product);
}

static Value finish_mean(const Moments *m, Arena *arena) {
    (void)arena;
    return when(m->valid > 0, m->mean);
}

static double deviation(const Moments *m) {
    return m->deviation < 0 ? 0 : m->deviation;
}

static Value finish_variance(const Moments *m, Arena *arena) {
    (void)arena;
    return when(m->valid > 1, deviation(m) / (m->valid - 1.0));
}

static Value finish_variancep(const Moments *m, Arena *arena) {
    (void)arena;
    return when(m->valid > 0, deviation(m) / m->valid);
}

static Value finish_stdev(const Moments *m, Arena *arena) {
    (void)arena;
    return when(m->valid > 1, sqrt(deviation(m) / (m->valid - 1.0)));
}

static Value finish_stdevp(const Moments *m, Arena *arena) {
    (void)arena;
    return when(m->valid > 0, sqrt(deviation(m) / m->valid));
}

static Value finish_stderr(const Moments *m, Arena *arena) {
    (void)arena;
    return when(m->valid > 1, sqrt(deviation(m) / (m->valid * (m->valid - 1.0))));
}

static Value finish_exponential(const Moments *m, Arena *arena) {
    (void)arena;
    double r = m->rate;
    return when(m->valid > 0, m->exponential * (1 - r) / (1 - pow(r, (double)m->valid)));
}

static Value finish_exponentialb(const Moments *m, Arena *arena) {
    (void)arena;
    return when(m->valid > 0, m->exponential * (1 - m->rate));
}

// --- operations over all values ---

static guint row_at(const RowSet *set, guint i) {
    return set->rows ? set->rows[i] : i;
}

static Value value_at(const RowSet *set, guint i) {
    return field_value(set->field, row_at(set, i));
}

static int compare_numbers(gconstpointer a, gconstpointer b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

void sort_numbers(double *values, guint count) {
    if (count)
        qsort(values, count, sizeof *values, compare_numbers);
}

double *aggregate_sorted_numbers(const RowSet *set, guint *count) {
    double *numbers = g_new(double, MAX(set->count, 1));
    *count = 0;
    for (guint i = 0; i < set->count; i++) {
        Value value = value_at(set, i);
        double number = is_missing(value) ? NAN : value_to_number(value);
        if (!isnan(number))
            numbers[(*count)++] = number;
    }
    sort_numbers(numbers, *count);
    return numbers;
}

double quantile_sorted(const double *values, guint count, double p) {
    if (count == 0 || isnan(p))
        return NAN;
    if (p <= 0 || count < 2)
        return values[0];
    if (p >= 1)
        return values[count - 1];
    double position = (count - 1) * p;
    guint below = (guint)floor(position);
    return values[below] + (values[below + 1] - values[below]) * (position - below);
}

static Value quantile_of(const RowSet *set, double p) {
    guint count;
    g_autofree double *numbers = aggregate_sorted_numbers(set, &count);
    return when(count > 0, quantile_sorted(numbers, count, p));
}

static Value rows_median(const RowSet *set) {
    return quantile_of(set, 0.5);
}

static Value rows_q1(const RowSet *set) {
    return quantile_of(set, 0.25);
}

static Value rows_q3(const RowSet *set) {
    return quantile_of(set, 0.75);
}

static Value rows_distinct(const RowSet *set) {
    g_autoptr(Arena) scratch = arena_new();
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < set->count; i++)
        g_hash_table_add(seen, (gpointer)value_to_string(value_at(set, i), scratch));
    return value_number(g_hash_table_size(seen));
}

// The values that take part in min and max.
static bool is_candidate(Value value) {
    return !is_missing(value) && value_is_valid(value);
}

// The index in the set of the least (sign -1) or greatest (1) value; set->count when none is valid.
static guint aggregate_extreme(const RowSet *set, int sign) {
    guint best = set->count;
    Value best_value = value_undefined();
    for (guint i = 0; i < set->count; i++) {
        Value value = value_at(set, i);
        if (!is_candidate(value))
            continue;
        if (best == set->count || value_relate(value, best_value) == sign)
            best = i, best_value = value;
    }
    return best;
}

static Value extreme_value(const RowSet *set, int sign) {
    guint i = aggregate_extreme(set, sign);
    return i < set->count ? value_at(set, i) : value_undefined();
}

static Value rows_min(const RowSet *set) {
    return extreme_value(set, -1);
}

static Value rows_max(const RowSet *set) {
    return extreme_value(set, 1);
}

static void release_json(void *json) {
    json_decref(json);
}

static Value extreme_row(const RowSet *set, int sign) {
    guint i = aggregate_extreme(set, sign);
    json_t *object;
    if (i < set->count) {
        object = table_row_json(set->arena, set->table, row_at(set, i));
    } else {
        object = json_object();
        arena_own(set->arena, object, release_json);
    }
    return (Value){.type = VALUE_JSON, .as.json = object};
}

static Value rows_argmin(const RowSet *set) {
    return extreme_row(set, -1);
}

static Value rows_argmax(const RowSet *set) {
    return extreme_row(set, 1);
}

static Value rows_values(const RowSet *set) {
    json_t *array = json_array();
    for (guint i = 0; i < set->count; i++)
        json_array_append(array, table_row_json(set->arena, set->table, row_at(set, i)));
    arena_own(set->arena, array, release_json);
    return (Value){.type = VALUE_JSON, .as.json = array};
}

// --- confidence intervals of the mean ---

static double normal_bound(const double *numbers, guint count, double z) {
    Moments m = moments_new(0);
    for (guint i = 0; i < count; i++)
        moments_add(&m, value_number(numbers[i]));
    return m.mean + z * sqrt(deviation(&m) / (count * (count - 1.0)));
}

static double bootstrap_bound(const double *numbers, guint count, double p) {
    Random random = {BOOTSTRAP_SEED};
    double means[BOOTSTRAP_SAMPLES];
    for (guint s = 0; s < BOOTSTRAP_SAMPLES; s++) {
        double sum = 0;
        for (guint i = 0; i < count; i++)
            sum += numbers[(guint)(random_next(&random) * count)];
        means[s] = sum / count;
    }
    sort_numbers(means, BOOTSTRAP_SAMPLES);
    return quantile_sorted(means, BOOTSTRAP_SAMPLES, p);
}

static Value confidence_bound(const RowSet *set, double p, double z) {
    guint count;
    g_autofree double *numbers = aggregate_sorted_numbers(set, &count);
    if (count == 0)
        return value_undefined();
    return value_number(count > BOOTSTRAP_VALUES_MAX ? normal_bound(numbers, count, z)
                                                     : bootstrap_bound(numbers, count, p));
}

static Value rows_ci0(const RowSet *set) {
    return confidence_bound(set, 0.025, -1.959963984540054);
}

static Value rows_ci1(const RowSet *set) {
    return confidence_bound(set, 0.975, 1.959963984540054);
}

// --- the table of operations ---

typedef struct {
    const char *name;
    Value (*of_moments)(const Moments *moments, Arena *arena);
    Value (*of_rows)(const RowSet *set);
} Operation;

static const Operation OPERATIONS[] = {
    {"count", finish_count, NULL},
    {"valid", finish_valid, NULL},
    {"missing", finish_missing, NULL},
    {"distinct", NULL, rows_distinct},
    {"sum", finish_sum, NULL},
    {"product", finish_product, NULL},
    {"mean", finish_mean, NULL},
    {"average", finish_mean, NULL},
    {"median", NULL, rows_median},
    {"q1", NULL, rows_q1},
    {"q3", NULL, rows_q3},
    {"min", NULL, rows_min},
    {"max", NULL, rows_max},
    {"variance", finish_variance, NULL},
    {"variancep", finish_variancep, NULL},
    {"stdev", finish_stdev, NULL},
    {"stdevp", finish_stdevp, NULL},
    {"stderr", finish_stderr, NULL},
    {"ci0", NULL, rows_ci0},
    {"ci1", NULL, rows_ci1},
    {"exponential", finish_exponential, NULL},
    {"exponentialb", finish_exponentialb, NULL},
    {"values", NULL, rows_values},
    {"argmin", NULL, rows_argmin},
    {"argmax", NULL, rows_argmax},
};

int aggregate_find(const char *op) {
    for (guint i = 0; i < G_N_ELEMENTS(OPERATIONS); i++)
        if (strcmp(OPERATIONS[i].name, op) == 0)
            return (int)i;
    return -1;
}

const char *aggregate_name(int op) {
    return op >= 0 && (gsize)op < G_N_ELEMENTS(OPERATIONS) ? OPERATIONS[op].name : NULL;
}

bool aggregate_is_moment(int op) {
    return OPERATIONS[op].of_moments != NULL;
}

bool aggregate_needs_field(int op) {
    return OPERATIONS[op].of_moments != finish_count;
}

bool aggregate_needs_parameter(int op) {
    return OPERATIONS[op].of_moments == finish_exponential ||
           OPERATIONS[op].of_moments == finish_exponentialb;
}

Value aggregate_of_moments(int op, const Moments *moments, Arena *arena) {
    return OPERATIONS[op].of_moments(moments, arena);
}

Value aggregate_of_rows(int op, const RowSet *set) {
    return OPERATIONS[op].of_rows(set);
}

Value aggregate_compute(Arena *arena, const AggregateField *aggregate, const Table *table,
                        const guint *rows, guint row_count) {
    Field field = {.name = ""};
    if (aggregate->field)
        field = field_bind(arena, table, aggregate->field);
    RowSet set = {arena, table, &field, rows, rows ? row_count : table->row_count};
    if (!aggregate_is_moment(aggregate->op))
        return aggregate_of_rows(aggregate->op, &set);
    Moments moments = moments_new(aggregate->parameter);
    for (guint i = 0; i < set.count; i++)
        moments_add(&moments, value_at(&set, i));
    return aggregate_of_moments(aggregate->op, &moments, arena);
}

Value aggregate_rows(Arena *arena, int op, const Table *table, const char *field, const guint *rows,
                     guint row_count) {
    AggregateField aggregate = {.op = op, .field = field};
    return aggregate_compute(arena, &aggregate, table, rows, row_count);
}
