// Expressions: what Vega gives for the same texts (vega/expressions.json), the messages for what is
// malformed, and the bounds on hostile ones.
#include "table_support.h"

static ExpressionContext context_of(const Bench *bench) {
    return (ExpressionContext){.arena = bench->arena,
                               .diags = bench->diags,
                               .zone = bench->zone,
                               .locale = format_locale("en")};
}

static Expression *parse(const Bench *bench, const char *text) {
    ExpressionContext context = context_of(bench);
    return expression_parse(&context, text, NULL);
}

static void gives_what_vega_gives(void **state) {
    (void)state;
    json_t *file = load_vega("expressions.json");
    const json_t *cases = json_object_get(file, "cases");
    assert_true(json_array_size(cases) > 200);
    Bench bench = bench_open(json_string_value(json_object_get(file, "zone")));
    const Table *table = table_from_json(bench.arena, json_object_get(file, "data"));
    for (size_t i = 0; i < json_array_size(cases); i++) {
        const json_t *one = json_array_get(cases, i), *text = json_object_get(one, "expr");
        Expression *expression = parse(&bench, json_string_value(text));
        json_t *results = json_array();
        for (guint row = 0; expression && row < table->row_count; row++)
            json_array_append_new(results, encoded(expression_evaluate(expression, table, row)));
        assert_as_vega(text, json_object_get(one, "expect"), results);
    }
    assert_int_equal(diags_errors(bench.diags), 0);
    bench_close(&bench);
    json_decref(file);
}

static Value evaluate(const Bench *bench, const char *text) {
    Expression *expression = parse(bench, text);
    return expression ? expression_evaluate(expression, NULL, 0) : value_undefined();
}

static void assert_message(const char *text, const char *message) {
    Bench bench = bench_open(NULL);
    evaluate(&bench, text);
    assert_int_equal(diags_errors(bench.diags), 1);
    assert_string_equal(nth_message(bench.diags, 0), message);
    bench_close(&bench);
}

static void says_what_is_malformed(void **state) {
    (void)state;
    assert_message("", "the expression ends where a value is expected");
    assert_message("1 +", "the expression ends where a value is expected");
    assert_message("(1", "expected \")\" here");
    assert_message("[1, 2", "expected \"]\" here");
    assert_message("1 2", "expected an operator or the end here");
    assert_message("'abc", "the string is not closed");
    assert_message("'\\u12'", "a malformed escape in a string");
    assert_message("'\\ud800'", "a malformed escape in a string");
    assert_message("3px", "a number is followed by a letter");
    assert_message("datum.a = 1", "\"=\" assigns, expected \"==\" or \"===\"");
    assert_message("datum.", "expected the name of a member after \".\"");
    assert_message("1 @ 2", "an unexpected character");
    assert_message("datum.f(1)", "only named functions can be called");
    assert_message("{1", "expected \":\" here");
    assert_message("a ? 1", "\"a\" is no parameter");
    assert_message("true ? 1", "expected \":\" here");
    assert_message("/a", "the regular expression is not closed");
    assert_message("test(/(/, 'x')", "the regular expression is malformed");
    assert_message("regexp('a', 'q')", "a regular expression has flags other than g, i, m, s, u");
    assert_message("clamp(1, 2)", "\"clamp\" has too few arguments");
    assert_message("if(true, 1)", "\"if\" has too few arguments");
    assert_message("format(1, 'zz')", "the number format is malformed");
}

static void refuses_what_depends_on_chance_or_the_clock(void **state) {
    (void)state;
    assert_message("now()", "\"now\" is refused: a report must not depend on when it is printed");
    assert_message("random()", "\"random\" is refused: the same input must give the same output");
    assert_message("datetime()", "\"datetime\" has too few arguments");
}

static void suggests_the_nearest_function(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    assert_null(parse(&bench, "uper('a')"));
    assert_string_equal(nth_message(bench.diags, 0), "there is no function \"uper\"");
    assert_string_equal(diags_nth(bench.diags, 0)->hint, "did you mean \"upper\"?");
    assert_true(diags_has(bench.diags, DIAG_UNSUPPORTED));
    bench_close(&bench);
}

static void points_into_the_string_through_its_escapes(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    g_autoptr(Source) source = source_of(
        "t.json", "{\"calculate\": \"datum.a \\u003e \\\"\\u00e9\\\" + nope\", \"as\": \"b\"}");
    g_autoptr(JsonDoc) doc = json_doc_parse(bench.diags, source);
    const JsonNode *node = json_node_member(json_doc_root(doc), "calculate");
    ExpressionContext context = context_of(&bench);
    assert_null(expression_parse(&context, json_string_value(node->json), node));
    assert_printed(
        bench.diags,
        "t.json:1:44: error: \"nope\" is no parameter [unknown-name]\n"
        "  at /calculate\n"
        "     1 | {\"calculate\": \"datum.a \\u003e \\\"\\u00e9\\\" + nope\", \"as\": \"b\"}\n"
        "       |                                            ^^^^\n"
        "  fields of the data are written datum.name\n");
    bench_close(&bench);
}

// --- bounds ---

static char *repeated(const char *head, const char *piece, guint times, const char *tail) {
    GString *text = g_string_new(head);
    for (guint i = 0; i < times; i++)
        g_string_append(text, piece);
    g_string_append(text, tail);
    return g_string_free(text, FALSE);
}

static void bounds_length_depth_and_height(void **state) {
    (void)state;
    g_autofree char *deep = repeated("", "(", 1000, "1");
    g_autofree char *negations = repeated("", "!", 5000, "1");
    g_autofree char *high = repeated("1", "+1", 4000, "");
    g_autofree char *lists = repeated("", "[", 4000, "");
    g_autofree char *long_text = repeated("'", "x", 20000, "'");
    assert_message(deep, "the expression is nested too deeply");
    assert_message(negations, "the expression is nested too deeply");
    assert_message(lists, "the expression is nested too deeply");
    assert_message(long_text, "the expression is longer than 10000 bytes");
    Bench bench = bench_open(NULL);
    assert_true(evaluate(&bench, high).as.number == 4001); // folded on the way: never high
    bench_close(&bench);
    g_autofree char *chain = repeated("datum.a", "+datum.a", 1200, "");
    assert_message(chain, "the expression is too long a chain");
}

static void bounds_work_and_memory(void **state) {
    (void)state;
    assert_message("length(sequence(1e9))", "the expression takes too many steps");
    assert_message("length(sequence(0, 1, 1e-300))", "the expression takes too many steps");
    assert_message("length(pad('a', 1e12))", "the expression makes too long a text");
    assert_message("join(sequence(100000), 'abcdefghijkl')",
                   "the expression makes too long a text");
    assert_message("replace(pad('a', 5000), / /g, pad('a', 1000))",
                   "the expression makes too long a text");
    assert_message("replace(pad('a', 90000, 'a'), /a/g, 'aa')",
                   "the expression takes too many steps");
    assert_message("split(pad('a', 90000, 'a'), /a/)", "the expression takes too many steps");
    assert_message("test(/(a+)+$/, pad('b', 40, 'a', 'left') + 'c')",
                   "a regular expression takes too many steps");
    assert_message("timeSequence('milliseconds', datetime(2000, 1), datetime(2020, 1))",
                   "the expression takes too many steps");
}

static void bounds_the_memory_of_many_texts(void **state) {
    (void)state;
    g_autofree char *many = repeated("length(", "pad('x', 100000) + ", 300, "'')");
    assert_message(many, "the expression takes too many steps");
    g_autofree char *list = repeated("length([", "pad('x', 100000), ", 300, "''])");
    assert_message(list, "the expression takes too many steps");
}

static void stops_at_a_failing_row(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    const Table *table = bench_table(&bench, "[{'n': 1e9}, {'n': 2e9}, {'n': 2}]");
    Expression *expression = parse(&bench, "length(sequence(datum.n))");
    assert_int_equal(expression_evaluate(expression, table, 0).type, VALUE_UNDEFINED);
    assert_int_equal(expression_evaluate(expression, table, 1).type, VALUE_UNDEFINED);
    assert_int_equal(expression_evaluate(expression, table, 2).type, VALUE_UNDEFINED);
    assert_int_equal(diags_errors(bench.diags), 1);
    bench_close(&bench);
}

// --- context ---

static bool find_two(void *data, const char *name, Value *out) {
    *out = value_number(2);
    return strcmp(name, data) == 0;
}

static bool call_twice(void *data, const char *name, const Value *args, guint count, Value *out) {
    (void)data;
    if (out && count == 1)
        *out = value_number(2 * value_to_number(args[0]));
    return strcmp(name, "twice") == 0 && (!out || count == 1);
}

static void asks_the_context_for_names_and_functions(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    ExpressionContext context = context_of(&bench);
    context.find_param = find_two;
    context.call = call_twice;
    context.data = (void *)"two";
    Expression *expression = expression_parse(&context, "two * twice(datum.value) + 1", NULL);
    Binding datum[] = {{"value", value_number(10)}, {"label", value_string("x")}};
    assert_true(expression_evaluate_bound(expression, datum, 2).as.number == 41);
    assert_null(expression_parse(&context, "three", NULL));
    assert_null(expression_parse(&context, "thrice(1)", NULL));
    bench_close(&bench);
}

static void names_the_fields_it_reads(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    guint count;
    Expression *expression = parse(&bench, "datum.a + datum['b c'] * datum.a + datum.d.e");
    const char *const *fields = expression_fields(expression, &count);
    assert_int_equal(count, 3);
    assert_string_equal(fields[0], "a");
    assert_string_equal(fields[1], "b c");
    assert_string_equal(fields[2], "d");
    bench_close(&bench);
}

static void keeps_results_beyond_the_evaluation(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    const Table *table = bench_table(&bench, "[{'a': 'x'}, {'a': 'y'}]");
    Expression *text = parse(&bench, "datum.a + '!'");
    Expression *list = parse(&bench, "{v: [datum.a, datetime(5)]}");
    Value first = expression_evaluate(text, table, 0), second = expression_evaluate(text, table, 1);
    Value object = expression_evaluate(list, table, 0);
    expression_evaluate(list, table, 1);
    assert_string_equal(first.as.string, "x!");
    assert_string_equal(second.as.string, "y!");
    char *json = json_dumps(object.as.json, JSON_COMPACT);
    assert_string_equal(json, "{\"v\":[\"x\",5]}");
    free(json);
    bench_close(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_what_vega_gives),
        cmocka_unit_test(says_what_is_malformed),
        cmocka_unit_test(refuses_what_depends_on_chance_or_the_clock),
        cmocka_unit_test(suggests_the_nearest_function),
        cmocka_unit_test(points_into_the_string_through_its_escapes),
        cmocka_unit_test(bounds_length_depth_and_height),
        cmocka_unit_test(bounds_work_and_memory),
        cmocka_unit_test(bounds_the_memory_of_many_texts),
        cmocka_unit_test(stops_at_a_failing_row),
        cmocka_unit_test(asks_the_context_for_names_and_functions),
        cmocka_unit_test(names_the_fields_it_reads),
        cmocka_unit_test(keeps_results_beyond_the_evaluation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
