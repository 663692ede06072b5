// Aggregates beyond what Vega has: exact decimals, reproducible intervals, and hostile groups.
// Ordinary results are held to Vega's in test_transform_vega.c.
#include "table_support.h"

#include "table/aggregate.h"
#include "table/group.h"

static Table *decimal_table(Arena *arena, const char *const *texts, guint count) {
    const char *names[] = {"v"};
    Table *table = table_new(arena, 1, names, count);
    for (guint i = 0; i < count; i++) {
        Decimal *number = arena_new0(arena, Decimal);
        table->columns[0].values[i] = value_null();
        if (!texts[i])
            continue;
        assert_true(decimal_parse(texts[i], number));
        table->columns[0].values[i] = (Value){.type = VALUE_DECIMAL, .as.decimal = number};
    }
    return table;
}

static Value aggregate_all(Arena *arena, const char *op, const Table *table) {
    return aggregate_rows(arena, aggregate_find(op), table, "v", NULL, 0);
}

static void sums_decimals_exactly(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    const char *texts[] = {"9007199254740993.01", NULL, "0.02", "-1"};
    const Table *table = decimal_table(arena, texts, G_N_ELEMENTS(texts));
    Value sum = aggregate_all(arena, "sum", table);
    assert_int_equal(sum.type, VALUE_DECIMAL);
    assert_string_equal(value_to_string(sum, arena), "9007199254740992.03");
    assert_string_equal(value_to_string(aggregate_all(arena, "max", table), arena),
                        "9007199254740993.01");
    assert_string_equal(value_to_string(aggregate_all(arena, "min", table), arena), "-1");
    assert_int_equal(aggregate_all(arena, "mean", table).type, VALUE_NUMBER);
    assert_true(aggregate_all(arena, "missing", table).as.number == 1);
}

static void mixes_decimals_with_numbers_as_numbers(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    const char *texts[] = {"0.1", "0.2"};
    Table *table = decimal_table(arena, texts, 2);
    table->columns[0].values[1] = value_number(0.25);
    Value sum = aggregate_all(arena, "sum", table);
    assert_int_equal(sum.type, VALUE_NUMBER);
    assert_true(sum.as.number == 0.35);
}

static void reports_an_overflow(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    const char *big = "999999999999999999999999999999999999", *texts[] = {big, big, big};
    const Table *table = decimal_table(bench.arena, texts, 3);
    AggregateField sum = {.op = aggregate_find("sum"), .field = "v", .as = "s"};
    const Table *out = transform_aggregate(&bench.context, table, NULL, 0, &sum, 1);
    assert_int_equal(out->columns[0].values[0].type, VALUE_NUMBER);
    assert_true(numbers_alike(out->columns[0].values[0].as.number, 3e36));
    assert_string_equal(nth_message(bench.diags, 0),
                        "the sum of \"v\" has more than 36 digits; it is rounded");
    bench_close(&bench);
}

static void slides_decimals_through_a_window(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    const char *texts[] = {"0.1", "0.2", "0.3", "0.4"};
    const Table *table =
        bench_apply(&bench, decimal_table(bench.arena, texts, 4),
                    "[{'window': [{'op': 'sum', 'field': 'v', 'as': 's'}], 'frame': [-1, 0]}]");
    static const char *const sums[] = {"0.1", "0.3", "0.5", "0.7"};
    for (guint i = 0; i < 4; i++)
        assert_string_equal(value_to_string(table_value(table, "s", i), bench.arena), sums[i]);
    bench_close(&bench);
}

static void gives_the_same_interval_every_time(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    const Table *table =
        bench_table(&bench, "[{'v': 1}, {'v': 2}, {'v': 4}, {'v': 8}, {'v': 'x'}, {'v': null}]");
    double low = aggregate_all(bench.arena, "ci0", table).as.number;
    double high = aggregate_all(bench.arena, "ci1", table).as.number;
    assert_true(1 < low && low < 3.75 && 3.75 < high && high < 8);
    assert_true(aggregate_all(bench.arena, "ci0", table).as.number == low);
    assert_true(aggregate_all(bench.arena, "ci1", table).as.number == high);
    const Table *none = bench_table(&bench, "[{'v': null}]");
    assert_int_equal(aggregate_all(bench.arena, "ci0", none).type, VALUE_UNDEFINED);
    bench_close(&bench);
}

static void approaches_the_normal_interval_for_many_values(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    const char *names[] = {"v"};
    Table *table = table_new(arena, 1, names, 30000);
    for (guint i = 0; i < table->row_count; i++)
        table->columns[0].values[i] = value_number(i % 2);
    double half = 1.959963984540054 * 0.5 / sqrt(30000);
    assert_true(fabs(aggregate_all(arena, "ci0", table).as.number - (0.5 - half)) < 1e-6);
    assert_true(fabs(aggregate_all(arena, "ci1", table).as.number - (0.5 + half)) < 1e-6);
}

static void weighs_the_past_exponentially(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    const Table *table = bench_table(&bench, "[{'v': 10}, {'v': 20}, {'v': 5}]");
    // Vega 6.4.0: aggregate with aggregate_params [0.5]
    AggregateField fields[] = {{aggregate_find("exponential"), "v", "a", 0.5, NULL},
                               {aggregate_find("exponentialb"), "v", "b", 0.5, NULL}};
    const Table *out = transform_aggregate(&bench.context, table, NULL, 0, fields, 2);
    assert_true(numbers_alike(table_value(out, "a", 0).as.number, 10));
    assert_true(numbers_alike(table_value(out, "b", 0).as.number, 8.75));
    assert_null(bench_apply(&bench, table,
                            "[{'aggregate': [{'op': 'exponential', 'field': 'v', 'as': 'e'}]}]"));
    bench_close(&bench);
}

static void knows_its_names(void **state) {
    (void)state;
    assert_string_equal(aggregate_name(aggregate_find("stdevp")), "stdevp");
    assert_int_equal(aggregate_find("stdevs"), -1);
    assert_null(aggregate_name(1000));
    assert_null(aggregate_name(-1));
}

static void groups_like_keys_in_order_of_appearance(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    const Table *table =
        bench_table(&bench, "[{'k': 'b'}, {'k': 1}, {'k': '1'}, {'k': 'b'}, {'k': null},"
                            " {'k': 'null'}, {}, {'k': '1.0'}, {'k': 1e21}, {'k': '1e+21'},"
                            " {'k': '-0'}, {'k': 0}]");
    const char *fields[] = {"k"};
    Groups text = groups_make(bench.arena, table, fields, 1, GROUP_BY_TEXT);
    const guint as_text[] = {0, 1, 1, 0, 2, 2, 3, 4, 5, 5, 6, 7};
    assert_memory_equal(text.of_row, as_text, sizeof as_text);
    Groups json = groups_make(bench.arena, table, fields, 1, GROUP_BY_JSON);
    const guint as_json[] = {0, 1, 2, 0, 3, 4, 3, 5, 6, 7, 8, 9};
    assert_memory_equal(json.of_row, as_json, sizeof as_json);
    assert_int_equal(group_size(&text, 0), 2);
    assert_int_equal(group_rows(&text, 0)[1], 3);
    bench_close(&bench);
}

static void groups_many_keys(void **state) {
    (void)state;
    enum { ROWS = 100000, KEYS = 30000 };
    g_autoptr(Arena) arena = arena_new();
    const char *names[] = {"a", "b"};
    Table *table = table_new(arena, 2, names, ROWS);
    for (guint i = 0; i < ROWS; i++) {
        table->columns[0].values[i] = value_number(i % KEYS);
        table->columns[1].values[i] = value_string(i % KEYS % 2 ? "odd" : "even");
    }
    Groups groups = groups_make(arena, table, names, 2, GROUP_BY_TEXT);
    assert_int_equal(groups.count, KEYS);
    for (guint g = 0; g < groups.count; g++)
        for (guint i = 0; i < group_size(&groups, g); i++)
            assert_int_equal(group_rows(&groups, g)[i], g + i * KEYS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_decimals_exactly),
        cmocka_unit_test(mixes_decimals_with_numbers_as_numbers),
        cmocka_unit_test(reports_an_overflow),
        cmocka_unit_test(slides_decimals_through_a_window),
        cmocka_unit_test(gives_the_same_interval_every_time),
        cmocka_unit_test(approaches_the_normal_interval_for_many_values),
        cmocka_unit_test(weighs_the_past_exponentially),
        cmocka_unit_test(knows_its_names),
        cmocka_unit_test(groups_like_keys_in_order_of_appearance),
        cmocka_unit_test(groups_many_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
