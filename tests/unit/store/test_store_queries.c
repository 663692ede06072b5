// Queries of layouts: exact sums, parameters, lineage, and messages that point into the layout.
#include "store_support.h"

static const char facts[] = PARTNERSHIP(
    "a", "\"parties\":[\"X\"],\"sector\":\"steel\",\"year\":2020,\"amount_usd\":\"0.10\"")
    PARTNERSHIP("b",
                "\"parties\":[\"X\"],\"sector\":\"steel\",\"year\":2021,\"amount_usd\":\"0.20\"")
        PARTNERSHIP("c", "\"parties\":[\"X\"],\"sector\":\"energy\",\"year\":2021,\"amount_usd\":"
                         "\"123456789012345678901234.000000001\"")
            PARTNERSHIP(
                "d",
                "\"parties\":[\"X\"],\"sector\":\"health\",\"year\":2022,\"amounts\":["
                "{\"value\":\"5\",\"currency\":\"PKR\"},{\"value\":\"7\",\"currency\":\"EUR\"}]");

static int setup(void **state) {
    return fixture_begin(state, facts);
}

static void sums_are_exact(void **state) {
    StoreFixture *fixture = *state;
    assert_query(fixture,
                 "SELECT sector, count(*) AS n, decimal_sum(amount_usd) AS usd FROM partnerships "
                 "GROUP BY sector ORDER BY sector",
                 "sector n usd\n"
                 "'Energy' 1 123456789012345678901234.000000001d\n"
                 "'Health' 1 null\n"
                 "'Steel' 2 0.3d\n");
    assert_query(fixture,
                 "SELECT sum(amount_usd) AS usd FROM partnerships WHERE year < 2022 AND "
                 "sector_code = 'steel'",
                 "usd\n0.3d\n");
    assert_query(fixture, "SELECT decimal_sum(amount_usd) AS usd FROM partnerships",
                 "usd\n123456789012345678901234.300000001d\n");
}

// Binary fractions make a binary fraction; what leaves a window is subtracted again.
static void plain_sums_take_any_number(void **state) {
    only_on_sqlite();
    StoreFixture *fixture = *state;
    assert_query(fixture, "SELECT sum(column1) AS a FROM (VALUES (0.1), (0.2), (1.0 / 3))",
                 "a\n0.6333333333333333\n");
    assert_query(fixture, "SELECT sum(column1) / 2 AS a FROM (VALUES (1.5), (1.5))", "a\n1.5\n");
    assert_query(fixture, "SELECT sum(column1) / 2 AS a FROM (VALUES (1), (2))", "a\n1\n");
    assert_query(fixture,
                 "SELECT sum(column1) OVER (ROWS 1 PRECEDING) AS a FROM (VALUES (1.0 / 3), (0.1), "
                 "(0.2))",
                 "a\n0.3333333333333333\n0.43333333333333335\n0.3\n");
    assert_query(fixture, "SELECT sum(column1) AS a FROM (VALUES (NULL))", "a\nnull\n");
    assert_query(fixture, "SELECT sum(column1) AS a FROM (VALUES ('x'), ('2'))", "a\n2\n");
}

static void sums_compare_and_sort_as_numbers(void **state) {
    only_on_sqlite();
    StoreFixture *fixture = *state;
    assert_query(fixture,
                 "SELECT year, decimal_sum(amount_usd) AS usd FROM partnerships GROUP BY year "
                 "HAVING usd > 0.05 AND usd < 1 ORDER BY usd DESC",
                 "year usd\n2020 0.1d\n");
    assert_query(fixture,
                 "WITH s AS (SELECT sector, decimal_sum(amount_usd) AS usd FROM partnerships WHERE "
                 "sector = 'Steel' GROUP BY sector) SELECT usd, usd * 10 AS more FROM s",
                 "usd more\n0.3d 3\n");
}

static void running_sums_are_exact_too(void **state) {
    assert_query(
        *state,
        "SELECT year, decimal_sum(amount_usd) OVER (ORDER BY year ROWS BETWEEN 1 PRECEDING "
        "AND CURRENT ROW) AS usd FROM partnerships WHERE id <> 'c'",
        "year usd\n2020 0.1d\n2021 0.3d\n2022 0.2d\n");
}

static void sums_of_two_currencies_are_refused(void **state) {
    only_on_sqlite();
    StoreFixture *fixture = *state;
    assert_query(fixture,
                 "SELECT currency, decimal_sum(value, currency) AS s FROM amounts WHERE "
                 "fact = 4 GROUP BY currency",
                 "currency s\n'EUR' 7d\n'PKR' 5d\n");
    assert_refused(
        fixture, "SELECT decimal_sum(value, currency) AS s FROM amounts WHERE fact = 4",
        DIAG_MIXED_CURRENCIES,
        "amounts in PKR and EUR cannot be added up in decimal_sum(value, currency) (EUR: 1 "
        "row, PKR: 1)");
    assert_refused(fixture, "SELECT decimal_sum(title) AS s FROM partnerships", DIAG_BAD_SQL,
                   "decimal_sum() got a value that is no decimal number");
}

static void whole_numbers_stay_exact(void **state) {
    only_on_sqlite();
    assert_query(*state, "SELECT 9007199254740993 AS big, 7 AS small, 1.5 AS real, 'x' AS text",
                 "big small real text\n9007199254740993d 7 1.5 'x'\n");
}

static void lineage_is_kept_and_left_out(void **state) {
    StoreFixture *fixture = *state;
    assert_query(fixture, "SELECT fact, id FROM partnerships WHERE year = 2021 ORDER BY id",
                 "id\n'b' <2>\n'c' <3>\n");
    assert_query(fixture,
                 "SELECT year, group_concat(fact) AS year_facts FROM partnerships GROUP BY year "
                 "ORDER BY year",
                 "year\n2020 <1>\n2021 <2,3>\n2022 <4>\n");
    assert_query(fixture, "SELECT max(year) AS y, '3,1,3' AS a_facts, 2 AS fact FROM partnerships",
                 "y\n2022 <1,2,3>\n");
    assert_query(fixture, "SELECT NULL AS fact, 1 AS n", "n\n1\n");
    assert_refused(fixture, "SELECT 'b' AS some_facts", DIAG_BAD_SQL,
                   "the column \"some_facts\" holds \"b\", which are no numbers of facts");
    assert_refused(fixture, "SELECT 5 AS fact", DIAG_BAD_SQL,
                   "the column \"fact\" holds \"5\", which are no numbers of facts");
    assert_refused(fixture, "SELECT -1 AS fact", DIAG_BAD_SQL,
                   "the column \"fact\" holds \"-1\", which are no numbers of facts");
}

static const Table *query_with(StoreFixture *fixture, const char *sql, const StoreParam *params,
                               guint count) {
    return store_query(fixture->store, fixture->arena, sql, params, count, NULL, fixture->diags);
}

static void parameters_are_bound_by_name(void **state) {
    StoreFixture *fixture = *state;
    Decimal decimal;
    assert_true(decimal_parse("0.20", &decimal));
    const StoreParam params[] = {
        {"from", value_number(2021)},
        {"text", value_string("'; DROP TABLE x; --")},
        {"flag", value_bool(true)},
        {"none", value_null()},
        {"money", {.type = VALUE_DECIMAL, .as.decimal = &decimal}},
        {"day", value_time(0)},
        {"instant", value_time(90061000)},
    };
    assert_table(query_with(fixture,
                            "SELECT :from AS a, :text AS b, :flag AS c, :none AS d, :day AS e, "
                            ":instant AS f",
                            params, G_N_ELEMENTS(params)),
                 "a b c d e f\n"
                 "2021 ''; DROP TABLE x; --' 1 null '1970-01-01' '1970-01-02 01:01:01'\n");
    assert_table(query_with(fixture, "SELECT id FROM partnerships WHERE amount_usd = :money",
                            params, G_N_ELEMENTS(params)),
                 "id\n'b'\n");
}

static void unbound_parameters_are_named(void **state) {
    only_on_sqlite();
    StoreFixture *fixture = *state;
    const StoreParam params[] = {{"country", value_string("PK")}, {"year", value_number(1)}};
    assert_null(query_with(fixture, "SELECT :contry AS a, :yeer AS b", params, 2));
    assert_int_equal(diags_kept(fixture->diags), 2);
    assert_string_equal(nth_message(fixture->diags, 0), "there is no parameter \"contry\"");
    assert_string_equal(diags_nth(fixture->diags, 0)->hint, "did you mean \"country\"?");
    assert_int_equal(diags_nth(fixture->diags, 0)->id, DIAG_UNKNOWN_NAME);
    assert_refused(fixture, "SELECT ? AS a", DIAG_BAD_SQL, "\"?\" is no parameter");
    assert_refused(fixture, "SELECT @a AS a", DIAG_BAD_SQL, "\"@a\" is no parameter");
    json_t *list = json_array();
    const StoreParam lists[] = {{"l", {.type = VALUE_JSON, .as.json = list}}};
    assert_null(query_with(fixture, "SELECT :l AS a", lists, 1));
    assert_string_equal(nth_message(fixture->diags, 4), "the parameter \"l\" is a list or an "
                                                        "object, which SQL cannot take");
    json_decref(list);
}

static void columns_have_names_of_their_own(void **state) {
    only_on_sqlite();
    StoreFixture *fixture = *state;
    assert_refused(fixture, "SELECT id, title AS id FROM partnerships", DIAG_BAD_SQL,
                   "two columns of the result are called \"id\"");
    assert_refused(fixture, "SELECT year, * FROM partnerships", DIAG_BAD_SQL,
                   "two columns of the result are called \"year\"");
    assert_refused(fixture, "SELECT x'00ff' AS b", DIAG_BAD_SQL,
                   "the column \"b\" holds bytes (a BLOB)");
}

static void today_is_the_day_of_the_report(void **state) {
    only_on_sqlite();
    assert_query(*state,
                 "SELECT date('now') AS a, CURRENT_DATE AS b, datetime('now') AS c, strftime('%Y', "
                 "'now') AS d, julianday('2025-11-21') - julianday('now') AS e",
                 "a b c d e\n'2025-11-20' '2025-11-20' '2025-11-20 00:00:00' '2025' 1\n");
}

// The messages of a query that is the value of "sql" in a layout, as they are printed.
static void assert_layout_messages(StoreFixture *fixture, const char *json, const char *expected) {
    g_autoptr(Source) source = source_of("layout.json", json);
    g_autoptr(JsonDoc) doc = json_doc_parse(fixture->diags, source);
    const JsonNode *node = json_node_member(json_doc_root(doc), "sql");
    const char *sql = json_string_value(node->json);
    assert_null(store_query(fixture->store, fixture->arena, sql, NULL, 0, node, fixture->diags));
    assert_printed(fixture->diags, expected);
}

static void unknown_columns_are_shown_in_the_layout(void **state) {
    assert_layout_messages(
        *state, "{\"sql\": \"SELECT \\\"secotr\\\", count(*) FROM partnerships\"}",
        "layout.json:1:17: error: no such column \"secotr\" [unknown-field]\n"
        "  at /sql\n"
        "     1 | {\"sql\": \"SELECT \\\"secotr\\\", count(*) FROM partnerships\"}\n"
        "       |                 ^^^^^^^^^^\n"
        "  did you mean \"sector\"?\n");
}

static void unknown_tables_are_suggested(void **state) {
    assert_layout_messages(
        *state,
        "{\"sql\":\n  \"SELECT 'x\\u00e9\\ud83d\\ude00' AS a, n.id FROM "
        "partnership AS n\"}",
        "layout.json:2:49: error: no such table \"partnership\" [unknown-data]\n"
        "  at /sql\n"
        "     2 |   \"SELECT 'x\\u00e9\\ud83d\\ude00' AS a, n.id FROM partnership AS n\"}\n"
        "       |                                                 ^^^^^^^^^^^\n"
        "  did you mean \"partnerships\"?\n");
}

static void syntax_errors_are_shown_after_escapes(void **state) {
    only_on_sqlite();
    assert_layout_messages(
        *state, "{\"sql\": \"SELECT '\\u00e9\\ud83d\\ude00\\n' AS a FRM partnerships\"}",
        "layout.json:1:45: error: near \"FRM\": syntax error [bad-sql]\n"
        "  at /sql\n"
        "     1 | {\"sql\": \"SELECT '\\u00e9\\ud83d\\ude00\\n' AS a FRM partnerships\"}\n"
        "       |                                             ^^^\n");
}

static void a_second_statement_is_shown(void **state) {
    only_on_sqlite();
    assert_layout_messages(*state, "{\"sql\": \"SELECT 1 AS a; SELECT 2 AS a\"}",
                           "layout.json:1:24: error: a query is one statement; here begins another "
                           "[bad-sql]\n"
                           "  at /sql\n"
                           "     1 | {\"sql\": \"SELECT 1 AS a; SELECT 2 AS a\"}\n"
                           "       |                        ^^^^^^^^^^^^^^\n");
}

// What is asked again is read from what was kept of the first answers: types, order and lineage are
// the same, and so they are in another language and on another day.
static void what_is_asked_again_is_the_same(void **state) {
    only_on_sqlite(); // where a store of one language cannot speak another
    StoreFixture *fixture = *state;
    static const char sql[] = "SELECT rowid AS row, * FROM partnerships";
    static const struct {
        const char *language, *as_of;
    } sessions[] = {{"en", "2025-11-20"}, {"ur", "2025-11-20"}, {"en", "2026-01-02"}};
    for (guint i = 0; i < G_N_ELEMENTS(sessions); i++) {
        store_speak(fixture->store, sessions[i].language, sessions[i].as_of, fixture->diags);
        g_autofree char *first = table_text(query(fixture, sql));
        for (guint turn = 0; turn < 4; turn++) {
            g_autofree char *again = table_text(query(fixture, sql));
            assert_string_equal(again, first);
            assert_query(fixture,
                         "SELECT s.sector_code AS code, max(p.amount_usd) AS usd, p.umbrella FROM "
                         "partnership_sectors s JOIN partnerships p ON p.fact = s.fact "
                         "WHERE s.sector_code = 'steel' GROUP BY s.sector_code, p.umbrella",
                         "code usd umbrella\n'steel' 0.2 false\n");
        }
        assert_null(query(fixture, "SELECT * FROM kept_partnerships"));
    }
}

#define query_test(function) cmocka_unit_test_setup_teardown(function, setup, fixture_end)

int main(void) {
    const struct CMUnitTest tests[] = {
        query_test(sums_are_exact),
        query_test(plain_sums_take_any_number),
        query_test(sums_compare_and_sort_as_numbers),
        query_test(running_sums_are_exact_too),
        query_test(sums_of_two_currencies_are_refused),
        query_test(whole_numbers_stay_exact),
        query_test(lineage_is_kept_and_left_out),
        query_test(parameters_are_bound_by_name),
        query_test(unbound_parameters_are_named),
        query_test(columns_have_names_of_their_own),
        query_test(today_is_the_day_of_the_report),
        query_test(unknown_columns_are_shown_in_the_layout),
        query_test(unknown_tables_are_suggested),
        query_test(syntax_errors_are_shown_after_escapes),
        query_test(a_second_statement_is_shown),
        query_test(what_is_asked_again_is_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
