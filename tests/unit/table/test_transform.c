// The transform array: what is unknown or malformed and its messages, what needs other tables or
// parameters, and results that would be too big.
#include "table_support.h"

static const char ROWS[] = "[{'a': 'x', 'n': 1, 'l': [1, 2]}, {'a': 'y', 'n': 2, 'l': []}]";

static void assert_refused(const char *transform, DiagId id, const char *message) {
    Bench bench = bench_open(NULL);
    const Table *table = bench_table(&bench, ROWS);
    assert_null(bench_apply(&bench, table, transform));
    assert_string_equal(nth_message(bench.diags, 0), message);
    assert_true(diags_has(bench.diags, id));
    bench_close(&bench);
}

static void refuses_what_it_does_not_know(void **state) {
    (void)state;
    assert_refused("[{'filtre': 'true'}]", DIAG_UNSUPPORTED, "there is no transform \"filtre\"");
    assert_refused("[{}]", DIAG_MISSING_KEY, "the transform is empty");
    assert_refused("[5]", DIAG_WRONG_TYPE, "transform is a number, expected an object");
    assert_refused("{'filter': 'true'}", DIAG_WRONG_TYPE,
                   "\"transform\" is an object, expected an array");
    assert_refused("[{'aggregate': [{'op': 'summ', 'field': 'n', 'as': 's'}]}]", DIAG_WRONG_VALUE,
                   "there is no operation \"summ\"");
    assert_refused("[{'aggregate': [{'op': 'rank', 'as': 's'}]}]", DIAG_WRONG_VALUE,
                   "there is no operation \"rank\"");
    assert_refused("[{'aggregate': [{'op': 'sum', 'as': 's'}]}]", DIAG_MISSING_KEY,
                   "the operation \"sum\" needs a \"field\"");
    assert_refused("[{'window': [{'op': 'lag', 'as': 's'}]}]", DIAG_MISSING_KEY,
                   "the operation \"lag\" needs a \"field\"");
    assert_refused("[{'window': [{'op': 'ntile', 'as': 's'}]}]", DIAG_WRONG_VALUE,
                   "the operation \"ntile\" needs a \"param\" greater than 0");
    assert_refused("[{'window': [{'op': 'values', 'field': 'n', 'as': 's'}]}]", DIAG_UNSUPPORTED,
                   "the operation \"values\" does not work in a window");
    assert_refused("[{'window': [{'op': 'count', 'as': 's'}], 'frame': [2, 1]}]", DIAG_WRONG_VALUE,
                   "\"frame\" needs two numbers or nulls, the first not greater than the second");
    assert_refused("[{'regression': 'n', 'on': 'n', 'method': 'spline'}]", DIAG_WRONG_VALUE,
                   "there is no method \"spline\", expected linear, log, exp, pow, quad or poly");
    assert_refused("[{'bin': {'step': 0}, 'field': 'n', 'as': 'b'}]", DIAG_WRONG_VALUE,
                   "\"step\" must be greater than 0");
    assert_refused("[{'lookup': 'a', 'from': {'data': {'url': 'x'}, 'key': 'k'}}]",
                   DIAG_UNSUPPORTED, "there is no other data to look up in here");
    assert_refused("[{'lookup': 'a', 'from': {'param': 'brush', 'key': 'k'}}]", DIAG_UNSUPPORTED,
                   "looking up what a reader selects is not possible on paper");
}

static void wants_what_is_required(void **state) {
    (void)state;
    static const char *const cases[] = {
        "[{'calculate': '1'}]",
        "[{'calculate': 5, 'as': 'x'}]",
        "[{'stack': 'n'}]",
        "[{'bin': true, 'field': 'n'}]",
        "[{'bin': 5, 'field': 'n', 'as': 'x'}]",
        "[{'timeUnit': 'year', 'as': 'x'}]",
        "[{'timeUnit': 'years', 'field': 'n', 'as': 'x'}]",
        "[{'fold': 'n'}]",
        "[{'fold': ['n'], 'as': ['a', 'b', 'c']}]",
        "[{'flatten': [1]}]",
        "[{'pivot': 'a'}]",
        "[{'pivot': 'a', 'value': 'n', 'op': 'sume'}]",
        "[{'impute': 'n'}]",
        "[{'impute': 'n', 'key': 'a', 'method': 'mode'}]",
        "[{'impute': 'n', 'key': 'a', 'keyvals': 5}]",
        "[{'impute': 'n', 'key': 'a', 'keyvals': {'start': 1}}]",
        "[{'lookup': 'a'}]",
        "[{'extent': 'n'}]",
        "[{'sample': -1}]",
        "[{'quantile': 'n', 'step': 0}]",
        "[{'density': 'n', 'extent': [1]}]",
        "[{'density': 'n', 'resolve': 'both'}]",
        "[{'regression': 'n'}]",
        "[{'loess': 'n'}]",
        "[{'aggregate': {'op': 'count'}}]",
        "[{'aggregate': [{'field': 'n'}]}]",
        "[{'joinaggregate': [{'op': 'count', 'as': 5}]}]",
        "[{'window': [{'op': 'count', 'as': 'c'}], 'sort': [{'field': 'n', 'order': 'up'}]}]",
        "[{'window': [{'op': 'count', 'as': 'c'}], 'sort': {'field': 'n'}}]",
        "[{'filter': {'field': 'n', 'equal': 1}, 'as': 'x'}]",
        "[{'sample': 1, 'seed': 2}]",
        "[{'stack': 'n', 'groupby': [], 'offset': 'middle'}]",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Bench bench = bench_open(NULL);
        if (bench_apply(&bench, bench_table(&bench, ROWS), cases[i]))
            fail_msg("%s was taken", cases[i]);
        assert_true(diags_errors(bench.diags) > 0);
        assert_string_equal(diags_nth(bench.diags, 0)->place.source->name, "t.json");
        bench_close(&bench);
    }
}

static void points_at_the_transform(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    const Table *table = bench_table(&bench, ROWS);
    assert_null(bench_apply(&bench, table, "[{'sample': 5}, {'stack': 'n', 'groupBy': ['a']}]"));
    assert_printed(bench.diags,
                   "t.json:1:17: error: transform lacks \"groupby\" [missing-key]\n"
                   "  at /1\n"
                   "     1 | [{\"sample\": 5}, {\"stack\": \"n\", \"groupBy\": [\"a\"]}]\n"
                   "       |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
                   "t.json:1:32: error: unknown key \"groupBy\" in transform [unknown-key]\n"
                   "  at /1/groupBy\n"
                   "     1 | [{\"sample\": 5}, {\"stack\": \"n\", \"groupBy\": [\"a\"]}]\n"
                   "       |                                ^^^^^^^^^\n"
                   "  did you mean \"groupby\"?\n");
    bench_close(&bench);
}

static void warns_of_fields_that_no_row_has(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    Table *table = bench_table(&bench, "[{'sector': 'x', 'year': 1}]");
    table->name = "deals";
    assert_non_null(bench_apply(&bench, table,
                                "[{'filter': {'field': 'secotr', 'valid': false}},"
                                " {'calculate': 'datum.yaer', 'as': 'z'}]"));
    assert_int_equal(diags_errors(bench.diags), 0);
    assert_int_equal(diags_warnings(bench.diags), 2);
    assert_string_equal(nth_message(bench.diags, 0),
                        "no row of dataset \"deals\" has the field \"secotr\"");
    assert_string_equal(diags_nth(bench.diags, 0)->hint, "did you mean \"sector\"?");
    assert_string_equal(diags_nth(bench.diags, 1)->hint, "did you mean \"year\"?");
    bench_close(&bench);
    bench = bench_open(NULL);
    assert_non_null(
        bench_apply(&bench, bench_table(&bench, "[]"), "[{'filter': 'datum.any > 1'}]"));
    assert_int_equal(diags_warnings(bench.diags), 0);
    bench_close(&bench);
}

// --- other tables and parameters ---

static const Table *find_table(void *data, const JsonNode *spec) {
    (void)spec;
    return data;
}

static void looks_up_values_and_rows(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    Table *other =
        bench_table(&bench, "[{'k': 'x', 'v': 1}, {'k': 'x', 'v': 2}, {'k': 7, 'v': 3, 'w': [4]}]");
    Table *table = bench_table(&bench, "[{'a': 'x'}, {'a': '7'}, {'a': null}]");
    other->lineage = arena_array(bench.arena, const Lineage *, 3);
    other->lineage[1] = lineage_of(bench.arena, 5);
    table->lineage = arena_array(bench.arena, const Lineage *, 3);
    table->lineage[0] = lineage_of(bench.arena, 9);
    bench.context.find_table = find_table;
    bench.context.data = other;
    const Table *out = bench_apply(&bench, table,
                                   "[{'lookup': 'a', 'from': {'data': {'name': 'o'}, 'key': 'k',"
                                   " 'fields': ['v', 'w']}, 'as': ['V'], 'default': 'none'}]");
    assert_string_equal(table_text(&bench, out),
                        "[{\"a\":\"x\",\"V\":2},{\"a\":\"7\",\"V\":3,\"w\":[4]},"
                        "{\"a\":null,\"V\":\"none\",\"w\":\"none\"}]");
    assert_int_equal(out->lineage[0]->count, 2);
    assert_null(out->lineage[1]);
    out = bench_apply(&bench, table,
                      "[{'lookup': 'a', 'from': {'data': {'name': 'o'}, 'key': 'k'},"
                      " 'as': 'o'}, {'calculate': 'datum.o.v', 'as': 'v'}]");
    assert_true(table_value(out, "v", 1).as.number == 3);
    assert_true(table_value(out, "o.v", 0).as.number == 2);
    bench_close(&bench);
}

static void note_extent(void *data, const char *name, Value value) {
    GString *seen = data;
    g_string_append_printf(seen, "%s %g %g;", name,
                           value_to_number(value_from_json(json_array_get(value.as.json, 0))),
                           value_to_number(value_from_json(json_array_get(value.as.json, 1))));
}

static void passes_extents_on(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    g_autoptr(GString) seen = g_string_new(NULL);
    bench.context.set_param = note_extent;
    bench.context.data = seen;
    const Table *out = bench_apply(
        &bench, bench_table(&bench, "[{'n': 3}, {'n': 'x'}, {'n': null}, {'n': 12}]"),
        "[{'extent': 'n', 'param': 'e'}, {'filter': {'field': 'n', 'equal': {'expr': 'e[1]'}}},"
        " {'bin': {'extent': {'param': 'e'}, 'step': 3, 'nice': false}, 'field': 'n', 'as': 'b'}]");
    assert_string_equal(table_text(&bench, out), "[{\"n\":12,\"b\":9,\"b_end\":12}]");
    assert_string_equal(seen->str, "e 3 12;");
    bench_close(&bench);
}

static void samples_the_same_rows_every_time(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    const Table *table = table_from_sequence(bench.arena, bench.diags,
                                             bench_json(&bench, "{'start': 0, 'stop': 1000}"));
    const Table *first = bench_apply(&bench, table, "[{'sample': 100}]");
    const Table *second = bench_apply(&bench, table, "[{'sample': 100}]");
    double sum = 0;
    assert_int_equal(first->row_count, 100);
    for (guint i = 0; i < 100; i++) {
        sum += first->columns[0].values[i].as.number;
        assert_true(first->columns[0].values[i].as.number ==
                    second->columns[0].values[i].as.number);
        assert_true(i == 0 || first->columns[0].values[i].as.number >
                                  first->columns[0].values[i - 1].as.number);
    }
    assert_true(sum / 100 > 400 && sum / 100 < 600);
    assert_ptr_equal(bench_apply(&bench, table, "[{'sample': 1000}]"), table);
    bench_close(&bench);
}

// --- limits ---

static void bounds_what_transforms_make(void **state) {
    (void)state;
    static const char *const cases[] = {
        "[{'impute': 'data', 'key': 'data', 'groupby': ['data']}]",
        "[{'pivot': 'data', 'value': 'data'}]",
        "[{'quantile': 'data', 'groupby': ['data'], 'step': 0.00001}]",
        "[{'window': [{'op': 'ci0', 'field': 'data', 'as': 'c'}]}]",
        "[{'density': 'data', 'steps': 10000, 'groupby': ['data']}]",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Bench bench = bench_open(NULL);
        const Table *table = table_from_sequence(
            bench.arena, bench.diags, bench_json(&bench, "{'start': 0, 'stop': 120000}"));
        if (bench_apply(&bench, table, cases[i]))
            fail_msg("%s was taken", cases[i]);
        assert_true(diags_has(bench.diags, DIAG_TOO_LARGE));
        bench_close(&bench);
    }
}

static void keeps_its_names_when_the_layout_is_gone(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    const Table *table = bench_table(&bench, ROWS);
    const Table *out =
        bench_apply(&bench, table,
                    "[{'fold': ['n'], 'as': ['key of', 'value of']},"
                    " {'impute': 'n', 'key': 'a', 'keyvals': ['zz'], 'value': 'none'},"
                    " {'calculate': '\\u0027made\\u0027', 'as': 'made'}]");
    assert_non_null(out);
    g_ptr_array_remove_index(bench.docs, bench.docs->len - 1);
    assert_string_equal(
        table_text(&bench, out),
        "[{\"a\":\"x\",\"n\":1,\"l\":[1,2],\"key of\":\"n\",\"value of\":1,\"made\":\"made\"},"
        "{\"a\":\"y\",\"n\":2,\"l\":[],\"key of\":\"n\",\"value of\":2,\"made\":\"made\"},"
        "{\"a\":\"zz\",\"n\":\"none\",\"made\":\"made\"}]");
    bench_close(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_it_does_not_know),
        cmocka_unit_test(wants_what_is_required),
        cmocka_unit_test(points_at_the_transform),
        cmocka_unit_test(warns_of_fields_that_no_row_has),
        cmocka_unit_test(looks_up_values_and_rows),
        cmocka_unit_test(passes_extents_on),
        cmocka_unit_test(samples_the_same_rows_every_time),
        cmocka_unit_test(bounds_what_transforms_make),
        cmocka_unit_test(keeps_its_names_when_the_layout_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
