// Questions in PostgreSQL: the words that are translated, and what is refused or bounded there.
// Needs a database of its own (ACCORD_TEST_POSTGRES); else it is skipped.
#include "store_support.h"

static int setup(void **state) {
    static const StoreOptions options = {.as_of = "2025-11-20", .steps_limit = 20000000};
    if (suite_address())
        *state = store_of(
            PARTNERSHIP("a", "\"parties\":[\"X\",\"Y\"],\"year\":2020,\"amount_usd\":\"0.1\"")
                PARTNERSHIP("b", "\"parties\":[\"X\"],\"date\":\"2021-05-06\",\"amounts\":"
                                 "[{\"value\":\"0.2\",\"currency\":\"USD\"},"
                                 "{\"value\":\"7\",\"currency\":\"EUR\"}]")
                    PARTNERSHIP("c", "\"parties\":[\"X\"],\"umbrella\":true"),
            &options);
    return 0;
}

static int teardown(void **state) {
    if (*state)
        fixture_free(*state);
    return 0;
}

static void only_on_postgres(void) {
    if (!suite_address())
        skip();
}

static void sqlite_s_words_are_translated(void **state) {
    only_on_postgres();
    static const struct {
        const char *sql, *rows;
    } cases[] = {
        {"SELECT ifnull(NULL, 2) AS a", "a\n2\n"},
        {"SELECT iif(1 = 1, 'x', 'y') AS a", "a\n'x'\n"},
        {"SELECT instr('abc', 'c') AS a", "a\n3\n"},
        {"SELECT 1 == 1 AS a, 1 <> 1 AS b", "a b\n1 0\n"},
        {"SELECT 'ABC' LIKE 'a%' AS a", "a\n1\n"},
        {"SELECT id FROM partnerships WHERE year IS NOT 2020 ORDER BY id", "id\n'b'\n'c'\n"},
        {"SELECT id FROM partnerships WHERE year IS 2020", "id\n'a'\n"},
        {"SELECT id FROM partnerships WHERE year IS NULL", "id\n'c'\n"},
        {"SELECT n FROM (SELECT count(*) AS n FROM partnerships)", "n\n3\n"},
        {"SELECT n FROM (SELECT count(*) AS n FROM partnerships) WHERE n > 1", "n\n3\n"},
        {"SELECT sum(umbrella) AS a, sum(year > 2000) AS b FROM partnerships", "a b\n1 2\n"},
        {"SELECT group_concat(id) AS a FROM (SELECT id FROM partnerships ORDER BY id)",
         "a\n'a,b,c'\n"},
        {"SELECT group_concat(id, '-') AS a FROM (SELECT id FROM partnerships ORDER BY id)",
         "a\n'a-b-c'\n"},
        {"SELECT date('now') AS a, CURRENT_DATE AS b, strftime('%Y', 'now') AS c",
         "a b c\n'2025-11-20' '2025-11-20' '2025'\n"},
        {"SELECT date('2024-02-28', '+2 days') AS a, date('now', 'start of month') AS b",
         "a b\n'2024-03-01' '2025-11-01'\n"},
        {"SELECT julianday('2025-11-21') - julianday('now') AS a", "a\n1\n"},
        {"SELECT CAST('12' AS INTEGER) + 1 AS a, CAST(3 AS TEXT) || 'x' AS b", "a b\n13 '3x'\n"},
        {"SELECT printf('%d of %s', 3, 'x') AS a", "a\n'3 of x'\n"},
        {"SELECT printf('%d–%02d, %5.1f%% of %,d|%-4s|%4s|%.2s', 1950, 4, 12.345, 1234567, 'ab', "
         "'ab', 'abc') AS a",
         "a\n'1950–04,  12.3% of 1,234,567|ab  |  ab|ab'\n"},
        {"SELECT printf('%d', (1 + 2) * 3) || printf('none') AS a", "a\n'9none'\n"},
        {"SELECT group_concat(n, '; ') AS a FROM (SELECT 1 AS n UNION ALL SELECT 2) AS t",
         "a\n'1; 2'\n"},
        {"SELECT year / 5 * 5 AS a FROM partnerships WHERE year = 2021", "a\n2020\n"},
        {"SELECT decade || 's' AS a FROM partnerships WHERE id = 'a'", "a\n'2020s'\n"},
        {"WITH RECURSIVE y(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM y WHERE n < 3) SELECT n "
         "FROM y",
         "n\n1\n2\n3\n"},
        {"SELECT decimal_sum(amount_usd) AS a, sum(amount_usd) AS b FROM partnerships",
         "a b\n0.3d 0.3d\n"},
        {"SELECT umbrella FROM partnerships ORDER BY id", "umbrella\nfalse\nfalse\ntrue\n"},
        {"SELECT 'it''s; -- not' AS a /* a comment ; */ -- another", "a\n'it's; -- not'\n"},
        {"SELECT \"date\" AS a FROM partnerships WHERE id = 'b'", "a\n'2021-05-06'\n"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_query(*state, cases[i].sql, cases[i].rows);
}

static void assert_fails(StoreFixture *fixture, const char *sql, const char *message) {
    diags_free(fixture->diags);
    fixture->diags = diags_new();
    if (query(fixture, sql))
        fail_msg("not refused: %s", sql);
    assert_int_equal(diags_errors(fixture->diags), 1);
    if (!strstr(nth_message(fixture->diags, 0), message))
        fail_msg("%s: %s", sql, nth_message(fixture->diags, 0));
}

static void what_reaches_further_is_refused(void **state) {
    only_on_postgres();
    static const struct {
        const char *sql, *message;
    } cases[] = {
        {"SELECT pg_sleep(1) AS a", "may not use the function \"pg_sleep\""},
        {"SELECT random() AS a", "may not use the function \"random\""},
        {"SELECT pg_read_file('/etc/passwd') AS (a)", "pg_read_file"},
        {"SELECT * FROM pg_ls_dir('/') AS f(x)", "pg_ls_dir"},
        {"SELECT \"pg_sleep\"(1) AS a", "pg_sleep"},
        {"SELECT pg_catalog.pg_sleep(1) AS a", "may not read \"pg_catalog\""},
        {"SELECT accord.report_day() AS a", "may not read \"accord\""},
        {"SELECT set_config('a.b', 'c', true) AS a", "set_config"},
        {"SELECT current_user AS a", "may not use the function \"current_user\""},
        {"SELECT now() AS a", "may not use the function \"now\""},
        {"SELECT date 'now' AS a", "typed literal"},
        {"SELECT 'now'::date AS a", "types of casts"},
        {"SELECT CAST('now' AS date) AS a", "types of casts"},
        {"SELECT CAST('now' AS timestamp) AS a", "types of casts"},
        {"SELECT E'\\x41' AS a", "typed literal"},
        {"SELECT $$a$$ AS a", "no meaning"},
        {"SELECT $1 AS a", "no meaning"},
        {"SELECT * FROM pg_shadow", "may not read \"pg_shadow\""},
        {"SELECT * FROM information_schema.tables", "may not read \"information_schema\""},
        {"SELECT * FROM public.anything", "may not read \"public\""},
        {"SELECT * FROM party_rows", "may not read \"party_rows\""},
        {"SELECT * FROM partnerships, records", "may not read \"records\""},
        {"SELECT * FROM partnerships JOIN settings ON 1 = 1", "may not read \"settings\""},
        {"WITH x AS (DELETE FROM commitments RETURNING 1) SELECT * FROM x", "commitments"},
        {"SELECT 1 AS a INTO x", "only reads"},
        {"SELECT id FROM partnerships FOR UPDATE", ""},
        {"COPY partnerships TO '/tmp/x'", "only reads"},
        {"SET search_path = public", "only reads"},
        {"DO $x$ BEGIN END $x$", "only reads"},
        {"LISTEN x", "only reads"},
        {"SELECT 1 AS a; COMMIT", "a query is one statement"},
        {"SELECT 'open", "this quote is not closed"},
        {"SELECT wrong FROM partnerships", "no such column \"wrong\""},
        {"SELECT * FROM partnership", "no such table \"partnership\""},
        {"SELECT decimal_sum(value, currency) AS a FROM amounts", "cannot be added up"},
        {"SELECT printf('%5.2e', 1) AS a", "printf() knows"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_fails(*state, cases[i].sql, cases[i].message);
    assert_query(*state, "SELECT count(*) AS n FROM partnerships", "n\n3\n"); // it goes on
}

static void work_is_bounded(void **state) {
    only_on_postgres();
    assert_fails(*state,
                 "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) "
                 "AS n FROM r",
                 "the query takes longer than 1 second");
    assert_query(*state, "SELECT count(*) AS n FROM partnerships", "n\n3\n");
}

static void parameters_are_values(void **state) {
    only_on_postgres();
    StoreFixture *fixture = *state;
    const StoreParam params[] = {{"year", value_number(2020)},
                                 {"text", value_string("20'20")},
                                 {"like", value_string("2020")},
                                 {"nothing", value_null()}};
    const Table *table = store_query(fixture->store, fixture->arena,
                                     "SELECT id, :year + 1 AS a, :text AS b, ':year' AS c, "
                                     ":nothing IS NULL AS d FROM partnerships WHERE year = :year "
                                     "AND year = :like AND decade::text <> :text",
                                     params, G_N_ELEMENTS(params), NULL, fixture->diags);
    assert_table(table, "id a b c d\n'a' 2021 '20'20' ':year' 1\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sqlite_s_words_are_translated),
        cmocka_unit_test(what_reaches_further_is_refused),
        cmocka_unit_test(work_is_bounded),
        cmocka_unit_test(parameters_are_values),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
