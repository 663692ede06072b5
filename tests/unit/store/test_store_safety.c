// A query from a layout cannot change anything, reach outside, depend on chance, or run away.
#include "store_support.h"

static int setup(void **state) {
    const StoreOptions options = {.as_of = "2025-11-20", .steps_limit = 20000000};
    *state = store_of(PARTNERSHIP("a", "\"parties\":[\"X\"],\"year\":2020"), &options);
    return 0;
}

static void assert_fails(StoreFixture *fixture, const char *sql, DiagId id) {
    diags_free(fixture->diags);
    fixture->diags = diags_new();
    if (query(fixture, sql))
        fail_msg("not refused: %s", sql);
    assert_int_equal(diags_errors(fixture->diags), 1);
    if (diags_nth(fixture->diags, 0)->id != id)
        fail_msg("%s: %s", sql, nth_message(fixture->diags, 0));
}

// After whatever was tried the store is as it was.
static void assert_intact(StoreFixture *fixture) {
    assert_query(fixture, "SELECT count(*) AS n, min(id) AS id FROM partnerships", "n id\n1 'a'\n");
}

static void only_reading_is_allowed(void **state) {
    static const char *const refused[] = {
        "INSERT INTO partnerships(id) VALUES('x')",
        "UPDATE partnerships SET id = 'x'",
        "DELETE FROM partnerships",
        "REPLACE INTO partnerships(id) VALUES('x')",
        "DELETE FROM partnerships RETURNING id",
        "DROP TABLE partnerships",
        "ALTER TABLE partnerships RENAME TO x",
        "CREATE TABLE x(a)",
        "CREATE TEMP TABLE x AS SELECT 1 AS a",
        "CREATE VIRTUAL TABLE x USING fts5(a)",
        "CREATE TRIGGER t AFTER INSERT ON partnerships BEGIN SELECT 1; END",
        "ATTACH 'other.db' AS other",
        "ATTACH ':memory:' AS other",
        "DETACH main",
        "VACUUM",
        "VACUUM INTO 'copy.db'",
        "PRAGMA query_only = 0",
        "PRAGMA table_info(partnerships)",
        "BEGIN",
        "COMMIT",
        "SAVEPOINT s",
        "REINDEX",
        "ANALYZE",
        "EXPLAIN SELECT 1",
        "EXPLAIN QUERY PLAN SELECT 1",
        "SELECT * FROM pragma_table_info('partnerships')",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM sqlite_schema",
        "SELECT * FROM sector_rows",
        "SELECT * FROM terms",
        "SELECT load_extension('x')",
        "SELECT random() AS a",
        "SELECT hex(randomblob(4)) AS a",
        "SELECT zeroblob(100) AS a",
        "SELECT sqlite_version() AS a",
        "SELECT last_insert_rowid() AS a",
        "SELECT changes() AS a",
        "SELECT readfile('/etc/passwd') AS a",
        "SELECT writefile('x', 'y') AS a",
        "SELECT fts3_tokenizer('x') AS a",
        "SELECT 1 AS a; DELETE FROM partnerships",
        "SELECT 1 AS a; ; SELECT",
        "",
        "  -- nothing\n ;",
        "SELECT",
        "SELECT (",
        "SELECT \"text\"",
        "nonsense",
    };
    StoreFixture *fixture = *state;
    for (guint i = 0; i < G_N_ELEMENTS(refused); i++) {
        diags_free(fixture->diags);
        fixture->diags = diags_new();
        if (query(fixture, refused[i]))
            fail_msg("not refused: %s", refused[i]);
        assert_int_equal(diags_errors(fixture->diags), 1);
    }
    assert_intact(fixture);
}

static void plain_reading_is_not_refused(void **state) {
    only_on_sqlite();
    static const char *const allowed[] = {
        "SELECT upper(title) AS a, length(id) AS b FROM partnerships;",
        "VALUES (1), (2)",
        "SELECT 1 AS a -- a comment",
        "SELECT 1 AS a; /* and another */ ; -- and one more",
        "SELECT value FROM json_each('[1,2]')",
        "SELECT a FROM (SELECT year AS a FROM partnerships UNION SELECT 1 ORDER BY 1)",
        "SELECT row_number() OVER (ORDER BY id) AS n FROM partnership_parties",
        "WITH RECURSIVE y(n) AS (SELECT 2000 UNION ALL SELECT n + 1 FROM y WHERE n < 2025) SELECT "
        "y.n, count(p.fact) AS c FROM y LEFT JOIN partnerships p ON p.year = y.n GROUP BY y.n",
        "SELECT strftime('%Y', first) AS a, '%' || id AS b FROM partnerships WHERE id LIKE 'A%'",
    };
    StoreFixture *fixture = *state;
    diags_free(fixture->diags);
    fixture->diags = diags_new();
    for (guint i = 0; i < G_N_ELEMENTS(allowed); i++)
        if (!query(fixture, allowed[i]))
            fail_msg("%s: %s", allowed[i], nth_message(fixture->diags, 0));
    assert_int_equal(diags_kept(fixture->diags), 0);
}

static void steps_are_bounded(void **state) {
    only_on_sqlite();
    StoreFixture *fixture = *state;
    assert_fails(fixture,
                 "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) "
                 "AS n FROM r",
                 DIAG_TOO_LARGE);
    assert_string_equal(nth_message(fixture->diags, 0),
                        "the query takes more than 20 million steps");
    const char *first, *last;
    guint count;
    assert_true(store_span(fixture->store, fixture->arena, &first, &last, &count));
    assert_intact(fixture); // the next query has its own steps
}

static void rows_are_bounded(void **state) {
    only_on_sqlite();
    StoreFixture *fixture = *state;
    assert_fails(fixture,
                 "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT 1 AS n "
                 "FROM r LIMIT 1000001",
                 DIAG_TOO_LARGE);
    assert_string_equal(nth_message(fixture->diags, 0), "the result has more than 1000000 rows");
}

static void memory_is_bounded(void **state) {
    only_on_sqlite();
    StoreFixture *fixture = *state;
    assert_fails(fixture,
                 "WITH RECURSIVE r(n, t) AS (SELECT 1, printf('%5000000d', 1) UNION SELECT n + 1, "
                 "t || n FROM r) SELECT max(length(t)) AS n FROM r",
                 DIAG_TOO_LARGE);
    assert_fails(fixture, "SELECT printf('%9000000d', 1) || printf('%9000000d', 1) AS a",
                 DIAG_TOO_LARGE);
    assert_fails(fixture,
                 "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT "
                 "printf('%1000000d', n) AS a FROM r",
                 DIAG_TOO_LARGE);
    assert_string_equal(nth_message(fixture->diags, 0), "the result has more than 128 MiB of text");
    assert_intact(fixture);
}

static void the_text_is_bounded(void **state) {
    only_on_sqlite();
    StoreFixture *fixture = *state;
    g_autofree char *spaces = g_strnfill(STORE_SQL_LIMIT + 1, ' ');
    g_autofree char *sql = g_strconcat("SELECT 1 AS a", spaces, NULL);
    assert_fails(fixture, sql, DIAG_TOO_LARGE);
    g_autoptr(GString) deep = g_string_new("SELECT ");
    for (int i = 0; i < 5000; i++)
        g_string_append_c(deep, '(');
    assert_fails(fixture, deep->str, DIAG_BAD_SQL);
    g_autoptr(GString) wide = g_string_new("SELECT 0 AS c0");
    for (int i = 1; i < 300; i++)
        g_string_append_printf(wide, ", %d AS c%d", i, i);
    assert_fails(fixture, wide->str, DIAG_BAD_SQL);
}

// Whatever text a query makes, a table holds UTF-8.
static void results_are_text(void **state) {
    only_on_sqlite();
    StoreFixture *fixture = *state;
    const Table *table = query(fixture, "SELECT CAST(x'41ff42' AS TEXT) AS a, char(0xD800) AS b, "
                                        "CAST(x'410042' AS TEXT) AS c");
    assert_non_null(table);
    for (guint i = 0; i < table->column_count; i++)
        assert_true(g_utf8_validate(table->columns[i].values[0].as.string, -1, NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_reading_is_allowed), cmocka_unit_test(plain_reading_is_not_refused),
        cmocka_unit_test(steps_are_bounded),       cmocka_unit_test(rows_are_bounded),
        cmocka_unit_test(memory_is_bounded),       cmocka_unit_test(the_text_is_bounded),
        cmocka_unit_test(results_are_text),
    };
    return cmocka_run_group_tests(tests, setup, fixture_end);
}
