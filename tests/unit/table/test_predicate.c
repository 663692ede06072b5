// Predicates: parameters, expressions as values, dates, composition, and messages. What they let
// through is held to Vega's choice in test_transform_vega.c.
#include "table_support.h"

static bool find_param(void *data, const char *name, Value *out) {
    (void)data;
    *out = value_number(strcmp(name, "from") == 0 ? 2 : strcmp(name, "to") == 0 ? 3 : 0);
    return strcmp(name, "from") == 0 || strcmp(name, "to") == 0 || strcmp(name, "off") == 0;
}

// Which of the rows {x: 0} to {x: 5} pass, as "012345".
static const char *passing(Bench *bench, const char *predicate_text) {
    const Table *table =
        bench_table(bench, "[{'x': 0}, {'x': 1}, {'x': 2}, {'x': 3}, {'x': 4}, {'x': 5}]");
    bench->context.find_param = find_param;
    const Predicate *predicate =
        predicate_parse(&bench->context, bench_json(bench, predicate_text));
    char *text = arena_alloc(bench->arena, 8), *end = text;
    for (guint row = 0; predicate && row < table->row_count; row++)
        if (predicate_test(predicate, table, row))
            *end++ = (char)('0' + row);
    return predicate ? text : "malformed";
}

static void takes_values_from_parameters(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"{'field': 'x', 'range': [{'param': 'from'}, {'param': 'to'}]}", "23"},
        {"{'field': 'x', 'equal': {'param': 'to'}}", "3"},
        {"{'field': 'x', 'gt': {'expr': 'from + 1'}}", "45"},
        {"{'field': 'x', 'oneOf': [{'param': 'from'}, 5]}", "25"},
        {"{'field': 'x', 'lt': {'signal': 'sqrt(4)'}}", "01"},
        {"'datum.x === to'", "3"},
        {"{'param': 'from'}", "012345"},
        {"{'param': 'off'}", ""},
        {"{'param': 'brush'}", "012345"},
        {"{'param': 'brush', 'empty': false}", ""},
        {"{'not': {'field': 'x', 'lt': 4}}", "45"},
        {"{'or': [{'field': 'x', 'lt': 1}, {'and': [{'field': 'x', 'gt': 3}, 'datum.x != 5']}]}",
         "04"},
        {"{'and': []}", "012345"},
        {"{'or': []}", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Bench bench = bench_open(NULL);
        assert_string_equal(passing(&bench, cases[i][0]), cases[i][1]);
        assert_int_equal(diags_errors(bench.diags), 0);
        bench_close(&bench);
    }
}

static void says_what_is_wrong(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"{'field': 'x'}", "a predicate needs one of equal, lt, lte, gt, gte, range, oneOf, valid"},
        {"{'field': 'x', 'lt': 1, 'gt': 0}",
         "a predicate has more than one comparison; use \"and\""},
        {"{'field': 'x', 'range': [1]}", "\"range\" is an array, expected an array of two values"},
        {"{'field': 'x', 'range': 'all'}",
         "\"range\" is a string, expected an array of two values"},
        {"{'field': 'x', 'oneOf': 1}", "\"oneOf\" is a number, expected an array"},
        {"{'field': 'x', 'equal': {'param': 'nope'}}", "there is no parameter \"nope\""},
        {"{'field': 'x', 'equal': {'month': 'Smarch'}}", "\"Smarch\" is no name of a month"},
        {"{'field': 'x', 'equal': {'colour': 'red'}}",
         "expected a value, a date such as {\"year\": 2020}, or {\"param\": ...}"},
        {"5", "expected a predicate: an object with \"field\", \"and\", \"or\", \"not\" or "
              "\"param\", or an expression"},
        {"{'and': [{'field': 'x', 'equal': 1}, '1 +']}",
         "the expression ends where a value is expected"},
        {"{'not': [1]}",
         "expected a predicate: an object with \"field\", \"and\", \"or\", \"not\" or "
         "\"param\", or an expression"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Bench bench = bench_open(NULL);
        assert_string_equal(passing(&bench, cases[i][0]), "malformed");
        assert_string_equal(nth_message(bench.diags, 0), cases[i][1]);
        bench_close(&bench);
    }
}

static void refuses_unknown_keys(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    assert_string_equal(passing(&bench, "{'field': 'x', 'equal': 1, 'timeunit': 'year'}"),
                        "malformed");
    assert_true(diags_has(bench.diags, DIAG_UNKNOWN_KEY));
    assert_string_equal(diags_nth(bench.diags, 0)->hint, "did you mean \"timeUnit\"?");
    bench_close(&bench);
}

static void works_on_tables_of_other_shapes(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    const Table *first = bench_table(&bench, "[{'a': 1, 'x': 5}]");
    const Table *second = bench_table(&bench, "[{'x': 1, 'a': 5}]");
    const Predicate *predicate =
        predicate_parse(&bench.context, bench_json(&bench, "{'field': 'x', 'gt': 2}"));
    assert_true(predicate_test(predicate, first, 0));
    assert_false(predicate_test(predicate, second, 0));
    assert_true(predicate_test(predicate, first, 0));
    Binding datum[] = {{"x", value_number(3)}};
    assert_true(predicate_test_bound(predicate, datum, 1));
    bench_close(&bench);
}

static void survives_its_context(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    const Table *table = bench_table(&bench, "[{'o': {'d': '2020-05-05T12:00Z'}}]");
    TransformContext *context = g_memdup2(&bench.context, sizeof bench.context);
    const Predicate *predicate = predicate_parse(
        context,
        bench_json(
            &bench,
            "{'field': 'o.d', 'timeUnit': 'yearmonth', 'equal': {'year': 2020, 'month': 5}}"));
    memset(context, 0xff, sizeof *context);
    g_free(context);
    assert_true(predicate_test(predicate, table, 0));
    bench_close(&bench);
}

static void reads_dates_by_parts(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double instant_ms;
    } cases[] = {
        {"{'year': 1970}", 0},
        {"{'year': 1970, 'month': 'February', 'date': 2}", 32 * 86400e3},
        {"{'year': 1970, 'quarter': 2}", 90 * 86400e3},
        {"{'year': 1970, 'hours': 1, 'minutes': 2, 'seconds': 3, 'milliseconds': 4}", 3723004},
        {"{'day': 'wed'}", 1325635200e3},
        {"{'year': 1970, 'utc': true}", 0},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Bench bench = bench_open(NULL);
        double instant = NAN;
        const JsonNode *node = bench_json(&bench, cases[i].text);
        assert_true(date_time_is(node->json));
        assert_true(date_time_read(bench.diags, node, NULL, &instant));
        assert_true(instant == cases[i].instant_ms);
        bench_close(&bench);
    }
    Bench bench = bench_open(NULL);
    double instant;
    assert_false(date_time_is(bench_json(&bench, "{'expr': 'x'}")->json));
    assert_false(date_time_read(bench.diags, bench_json(&bench, "{'year': 1e9}"), NULL, &instant));
    assert_false(
        date_time_read(bench.diags, bench_json(&bench, "{'year': 1, 'mont': 2}"), NULL, &instant));
    bench_close(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_values_from_parameters),
        cmocka_unit_test(says_what_is_wrong),
        cmocka_unit_test(refuses_unknown_keys),
        cmocka_unit_test(works_on_tables_of_other_shapes),
        cmocka_unit_test(survives_its_context),
        cmocka_unit_test(reads_dates_by_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
