// Tables: made row by row, from JSON and from delimited text; fields by path; lineage.
#include "table_support.h"

static void grows_row_by_row(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    TableBuilder *builder = table_builder_new(bench.arena);
    char name[] = "b";
    assert_int_equal(table_builder_column(builder, "a"), 0);
    assert_int_equal(table_builder_column(builder, name), 1);
    for (guint i = 0; i < 3; i++) {
        g_autofree char *text = g_strdup_printf("row %u", i);
        Value row[] = {value_number(i), value_string(text)};
        table_builder_row(builder, row, i == 1 ? lineage_of(bench.arena, 7) : NULL);
    }
    name[0] = 'x'; // the table has its own copy
    const Table *table = table_builder_end(builder);
    assert_string_equal(
        table_text(&bench, table),
        "[{\"a\":0,\"b\":\"row 0\"},{\"a\":1,\"b\":\"row 1\"},{\"a\":2,\"b\":\"row 2\"}]");
    assert_null(table->lineage[0]);
    assert_int_equal(table->lineage[1]->ids[0], 7);
    const char *const *names = table_names(table);
    assert_string_equal(names[1], "b");
    assert_null(names[2]);
    bench_close(&bench);
}

static void reads_rows_of_json(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    const Table *table = bench_table(&bench, "[{'a': 1}, {'b': null, 'a': 'x'}, 5, [6, 7], null]");
    assert_int_equal(table->column_count, 5);
    assert_string_equal(table->columns[2].name, "data");
    assert_string_equal(table_text(&bench, table),
                        "[{\"a\":1},{\"a\":\"x\",\"b\":null},{\"data\":5},{\"0\":6,\"1\":7},"
                        "{\"data\":null}]");
    assert_int_equal(table_value(table, "b", 0).type, VALUE_UNDEFINED);
    assert_int_equal(table_value(table, "b", 1).type, VALUE_NULL);
    bench_close(&bench);
}

static void refuses_too_many_columns(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    g_autoptr(Diags) diags = diags_new();
    json_t *object = json_object(), *array = json_array();
    for (int i = 0; i <= TABLE_COLUMNS_LIMIT; i++) {
        g_autofree char *name = g_strdup_printf("c%d", i);
        json_object_set_new(object, name, json_integer(i));
    }
    json_array_append_new(array, object);
    g_autoptr(JsonDoc) doc = json_doc_wrap(array, "wide");
    assert_null(table_read_json(arena, diags, json_doc_root(doc)));
    assert_true(diags_has(diags, DIAG_TOO_LARGE));
    assert_null(table_read_json(arena, diags, json_node_item(json_doc_root(doc), 0)));
    assert_true(diags_has(diags, DIAG_WRONG_TYPE));
}

static void follows_field_paths(void **state) {
    (void)state;
    static const struct {
        const char *path, *name;
        double value; // NAN: undefined
    } cases[] = {
        {"a.b", "a.b", 1},          {"a['b']", "a.b", 1},        {"a[\"b\"]", "a.b", 1},
        {"a.c.d[1]", "a.c.d.1", 4}, {"a['e.f']", "a.e.f", 5},    {"a.e\\.f", "a.e.f", 5},
        {"x\\.y", "x.y", 6},        {"x.y", "x.y", 6},           {"l.length", "l.length", 3},
        {"a.nope", "a.nope", NAN},  {"nope.b", "nope.b", NAN},   {"l[9]", "l.9", NAN},
        {"l[-1]", "l.-1", NAN},     {"odd[name", "odd[name", 7}, {"m.n", "m.n", 8},
    };
    Bench bench = bench_open(NULL);
    const Table *table = bench_table(
        &bench, "[{'a': {'b': 1, 'c': {'d': [3, 4]}, 'e.f': 5}, 'x.y': 6, 'l': [1, 2, 3],"
                " 'odd[name': 7, 'm.n': 8, 'm': {'n': 9}}]");
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Field field = field_bind(bench.arena, table, cases[i].path);
        Value value = field_value(&field, 0);
        assert_string_equal(field.name, cases[i].name);
        assert_string_equal(field_name(bench.arena, cases[i].path), cases[i].name);
        if (isnan(cases[i].value))
            assert_int_equal(value.type, VALUE_UNDEFINED);
        else
            assert_true(value.as.number == cases[i].value);
        assert_int_equal(table_value(table, cases[i].path, 0).type, value.type);
    }
    assert_null(table_column(table, "nope.b"));
    assert_string_equal(table_column(table, "a.b")->name, "a");
    bench_close(&bench);
}

static void shares_columns_until_they_are_written(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    const Table *table = bench_table(&bench, "[{'a': 1, 'b': 2}]");
    Table *other = table_extend(bench.arena, table, 2);
    table_output(other, "a")[0] = value_number(10);
    table_output(other, "c")[0] = value_number(30);
    assert_string_equal(table_text(&bench, table), "[{\"a\":1,\"b\":2}]");
    assert_string_equal(table_text(&bench, other), "[{\"a\":10,\"b\":2,\"c\":30}]");
    assert_ptr_equal(other->columns[1].values, table->columns[1].values);
    bench_close(&bench);
}

// --- delimited text ---

static void infers_types_as_vega_does(void **state) {
    (void)state;
    json_t *file = load_vega("texts.json");
    const json_t *cases = json_object_get(file, "cases");
    for (size_t i = 0; i < json_array_size(cases); i++) {
        const json_t *one = json_array_get(cases, i), *text = json_object_get(one, "text");
        Bench bench = bench_open(json_string_value(json_object_get(file, "zone")));
        g_autoptr(Source) source = source_of("t.csv", json_string_value(text));
        char delimiter = strchr(json_string_value(text), '\t') ? '\t' : ',';
        Table *table = table_from_delimited(bench.arena, bench.diags, source, delimiter);
        assert_non_null(table);
        table_infer_types(table, bench.zone);
        assert_as_vega(text, json_object_get(one, "expect"), encoded_rows(table));
        assert_int_equal(diags_errors(bench.diags), 0); // uneven rows are warned of
        bench_close(&bench);
    }
    json_decref(file);
}

static void assert_delimited(const char *text, bool good, const char *printed) {
    Bench bench = bench_open(NULL);
    g_autoptr(Source) source = source_of("t.csv", text);
    assert_true((table_from_delimited(bench.arena, bench.diags, source, ',') != NULL) == good);
    assert_printed(bench.diags, printed);
    bench_close(&bench);
}

static void reports_malformed_text(void **state) {
    (void)state;
    assert_delimited("a,b\n1,\"x\n", false,
                     "t.csv:2:3: error: a quoted field is not closed [syntax]\n"
                     "     2 | 1,\"x\n       |   ^\n");
    assert_delimited("a\n\"x\"y\n", false,
                     "t.csv:2:4: error: text follows the closing quote of a field [syntax]\n"
                     "     2 | \"x\"y\n       |    ^\n");
    assert_delimited("a,b\n1\n2,3,4\n5,6,7\n", true,
                     "t.csv:2:1: warning: the row has 1 field, the head line 2; what it lacks is "
                     "empty [syntax]\n     2 | 1\n       | ^\n"
                     "t.csv:3:1: warning: the row has 3 fields, the head line 2; the rest is left "
                     "out, as in 1 more row [syntax]\n     3 | 2,3,4\n       | ^\n");
    assert_delimited("a,b,a\n1,2,3\n", true,
                     "t.csv: warning: the column \"a\" is there twice in the head line; the values "
                     "of the later one are kept [duplicate-id]\n"
                     "  give each column a name of its own\n");
    Bench bench = bench_open(NULL);
    g_autoptr(Source) source = source_of("t.csv", "a\n\xff\n");
    assert_null(table_from_delimited(bench.arena, bench.diags, source, ','));
    assert_string_equal(nth_message(bench.diags, 0), "the text is not valid UTF-8");
    bench_close(&bench);
}

static void writes_what_it_reads(void **state) {
    (void)state;
    const char *text = "\xEF\xBB\xBF"
                       "a,\"b \"\"q\"\"\"\n1,\"x,y\"\n,\"line\nbreak\"\n";
    Bench bench = bench_open(NULL);
    g_autoptr(Source) source = source_of("t.csv", text);
    const Table *table = table_from_delimited(bench.arena, bench.diags, source, ',');
    g_autofree char *written = table_to_delimited(table, ',');
    assert_string_equal(written, text + 3);
    const Table *other = bench_table(&bench, "[{'a': [1, 2], 'b': null}, {'a': 0.1, 'b': true}]");
    g_autofree char *tabs = table_to_delimited(other, '\t');
    assert_string_equal(tabs, "a\tb\n[1,2]\t\n0.1\ttrue\n");
    bench_close(&bench);
}

static void parses_columns_by_format(void **state) {
    (void)state;
    Bench bench = bench_open("Asia/Karachi");
    Table *table = bench_table(&bench, "[{'n': '5', 'd': '2020-03', 'u': '1/2/2020', 'b': 'true',"
                                       " 's': 7, 'o': {'k': '8'}}]");
    assert_true(table_parse_fields(table, bench.diags,
                                   bench_json(&bench, "{'n': 'number', 'd': 'date:%Y-%m',"
                                                      " 'u': 'utc:%d/%m/%Y', 'b': 'boolean',"
                                                      " 's': 'string', 'o.k': 'number',"
                                                      " 'nope': 'date', 'x': null}"),
                                   bench.zone));
    assert_true(table_value(table, "d", 0).as.number == 1583002800e3); // 1 March, five hours early
    assert_true(table_value(table, "u", 0).as.number == 1580515200e3);
    assert_true(table_value(table, "o.k", 0).as.number == 8);
    assert_string_equal(table_value(table, "s", 0).as.string, "7");
    assert_false(table_parse_fields(
        table, bench.diags, bench_json(&bench, "{'n': 'integerish', 'd': 'date:%!'}"), bench.zone));
    assert_int_equal(diags_errors(bench.diags), 2);
    bench_close(&bench);
}

static void makes_sequences(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    const Table *table =
        table_from_sequence(bench.arena, bench.diags,
                            bench_json(&bench, "{'start': 1, 'stop': 2, 'step': 0.25, 'as': 'x'}"));
    assert_string_equal(table_text(&bench, table),
                        "[{\"x\":1},{\"x\":1.25},{\"x\":1.5},{\"x\":1.75}]");
    const char *const bad[] = {"{'start': 1}", "{'start': 0, 'stop': 1e9}",
                               "{'start': 0, 'stop': 1, 'as': 5}",
                               "{'start': 0, 'stop': 1, 'stpe': 5}"};
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        assert_null(table_from_sequence(bench.arena, bench.diags, bench_json(&bench, bad[i])));
        assert_int_equal(diags_errors(bench.diags), i + 1);
    }
    bench_close(&bench);
}

// --- lineage ---

static void unites_lineages_in_order(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    const Lineage *two = lineage_union(arena, lineage_of(arena, 9), lineage_of(arena, 3));
    const Lineage *three =
        lineage_union(arena, two, lineage_union(arena, lineage_of(arena, 3), lineage_of(arena, 5)));
    const guint32 expected[] = {3, 5, 9};
    assert_int_equal(three->count, 3);
    assert_memory_equal(three->ids, expected, sizeof expected);
    assert_ptr_equal(lineage_union(arena, NULL, two), two);
    assert_null(lineage_union(arena, NULL, NULL));
}

static void keeps_lineage_through_transforms(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    Table *table =
        bench_table(&bench, "[{'g': 'a', 'x': 1}, {'g': 'b', 'x': 2}, {'g': 'a', 'x': 3}]");
    table->lineage = arena_array(bench.arena, const Lineage *, 3);
    for (guint32 i = 0; i < 3; i++)
        table->lineage[i] = lineage_of(bench.arena, 30 - 10 * i);
    const Table *kept = bench_apply(&bench, table,
                                    "[{'filter': 'datum.x > 1'}, {'calculate': '1', 'as': 'y'},"
                                    " {'window': [{'op': 'rank', 'as': 'r'}]},"
                                    " {'fold': ['x', 'y']}]");
    assert_int_equal(kept->row_count, 4);
    assert_int_equal(kept->lineage[0]->ids[0], 20);
    assert_int_equal(kept->lineage[3]->ids[0], 10);
    const Table *grouped = bench_apply(&bench, table,
                                       "[{'aggregate': [{'op': 'sum', 'field': 'x', 'as': 's'}],"
                                       " 'groupby': ['g']}]");
    assert_int_equal(grouped->lineage[0]->count, 2);
    assert_int_equal(grouped->lineage[0]->ids[0], 10);
    assert_int_equal(grouped->lineage[0]->ids[1], 30);
    const Table *pivoted = bench_apply(&bench, table, "[{'pivot': 'g', 'value': 'x'}]");
    assert_int_equal(pivoted->lineage[0]->count, 3);
    const Table *filled =
        bench_apply(&bench, table, "[{'impute': 'x', 'key': 'g', 'keyvals': ['c']}]");
    assert_int_equal(filled->row_count, 4);
    assert_null(filled->lineage[3]);
    bench_close(&bench);
}

static void a_table_may_outlive_its_document(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    json_t *flat =
        json_pack("[{s:s, s:i}, {s:s}, {s:n}]", "a", "Energy", "b", 1, "a", "Energy", "a");
    Table *table = table_from_json(arena, flat);
    assert_true(table_leave_json(table));
    json_decref(flat);
    assert_string_equal(table_value(table, "a", 0).as.string, "Energy");
    assert_ptr_equal(table_value(table, "a", 1).as.string, table_value(table, "a", 0).as.string);
    assert_int_equal(table_value(table, "a", 2).type, VALUE_NULL);
    json_t *nested = json_pack("[{s:[i]}]", "a", 1);
    assert_false(table_leave_json(table_from_json(arena, nested)));
    json_decref(nested);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_may_outlive_its_document),
        cmocka_unit_test(grows_row_by_row),
        cmocka_unit_test(reads_rows_of_json),
        cmocka_unit_test(refuses_too_many_columns),
        cmocka_unit_test(follows_field_paths),
        cmocka_unit_test(shares_columns_until_they_are_written),
        cmocka_unit_test(infers_types_as_vega_does),
        cmocka_unit_test(reports_malformed_text),
        cmocka_unit_test(writes_what_it_reads),
        cmocka_unit_test(parses_columns_by_format),
        cmocka_unit_test(makes_sequences),
        cmocka_unit_test(unites_lineages_in_order),
        cmocka_unit_test(keeps_lineage_through_transforms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
