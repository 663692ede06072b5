// Sums of amounts in SQL, on both engines: of several currencies or bases they are refused wherever
// the question lets the store see it, at the place of the sum; all other sums are as they were.
#include "store_support.h"

static const char facts[] =
    PARTNERSHIP("a", "\"parties\":[\"X\"],\"sector\":\"steel\",\"year\":2020,\"amounts\":["
                     "{\"value\":\"5\",\"currency\":\"PKR\",\"basis\":\"announced\"}]")
        PARTNERSHIP("b", "\"parties\":[\"X\"],\"sector\":\"steel\",\"year\":2021,\"amounts\":["
                         "{\"value\":\"7\",\"currency\":\"EUR\",\"basis\":\"announced\"}]")
            PARTNERSHIP("c", "\"parties\":[\"X\"],\"sector\":\"energy\",\"year\":2021,\"amounts\":["
                             "{\"value\":\"9\",\"currency\":\"EUR\",\"basis\":\"committed\"}]")
                PARTNERSHIP(
                    "d", "\"parties\":[\"X\"],\"sector\":\"energy\",\"year\":2022,\"quantities\":["
                         "{\"label\":\"q\",\"value\":3,\"unit\":\"t\"}]");

static int setup(void **state) {
    return fixture_begin(state, facts);
}

// One message, which holds the words.
static void assert_mixed(StoreFixture *fixture, const char *sql, const char *words) {
    g_autoptr(Diags) diags = diags_new();
    if (store_query(fixture->store, fixture->arena, sql, NULL, 0, NULL, diags))
        fail_msg("not refused: %s", sql);
    assert_int_equal(diags_kept(diags), 1);
    assert_int_equal(diags_nth(diags, 0)->id, DIAG_MIXED_CURRENCIES);
    if (!strstr(nth_message(diags, 0), words))
        fail_msg("%s: %s", sql, nth_message(diags, 0));
}

static void mixed_sums_are_refused(void **state) {
    static const char *const cases[] = {
        "SELECT sum(amount) AS t FROM partnerships",
        "SELECT year, avg(p.amount) AS t FROM partnerships p WHERE year < 2022 OR id = 'b' GROUP "
        "BY year",
        "SELECT total(\"value\" / 1e9) AS t FROM amounts",
        "SELECT decimal_sum(value) AS t FROM amounts WHERE basis = 'announced'",
        "SELECT decimal_sum(value, currency) AS t FROM amounts WHERE currency = 'EUR'",
        "SELECT sum(CASE WHEN year > 2000 THEN amount ELSE 0 END) AS t FROM partnerships",
        "SELECT sum(value) FILTER (WHERE year > 2000) AS t FROM amounts",
        "SELECT id, sum(value) OVER (ORDER BY id) AS t FROM amounts",
        "SELECT currency, sum(sum(value)) OVER () AS t FROM amounts GROUP BY currency, basis",
        "WITH t AS (SELECT currency, sum(amount) AS bn FROM partnerships GROUP BY currency, basis)"
        " SELECT sum(bn) AS u FROM t",
        "SELECT sum(mn) AS t FROM (SELECT currency, value / 1e6 AS mn FROM amounts) AS a",
        "SELECT (SELECT sum(value) FROM amounts a WHERE a.year = p.year) AS t FROM partnerships p",
        "SELECT sum(q.value) AS t, sum(a.value) AS u FROM quantities q, amounts a",
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_mixed(*state, cases[i], "cannot be added up");
    assert_mixed(*state, "SELECT sum(value) AS t FROM amounts WHERE basis = 'announced'",
                 "amounts in PKR and EUR cannot be added up");
    assert_mixed(*state, "SELECT sum(value) AS t FROM amounts WHERE currency = 'EUR'",
                 "amounts on the bases announced and committed cannot be added up");
}

static void other_sums_stay_as_they_were(void **state) {
    static const struct {
        const char *sql, *expected;
    } cases[] = {
        {"SELECT currency, basis, sum(value) AS t FROM amounts GROUP BY currency, basis ORDER BY "
         "1, 2",
         "currency basis t\n'EUR' 'announced' 7d\n'EUR' 'committed' 9d\n'PKR' 'announced' 5d\n"},
        {"SELECT sum(value) AS t FROM quantities", "t\n3d\n"},
        {"SELECT sum(CASE currency WHEN 'PKR' THEN value * 2 ELSE value END) AS t FROM amounts "
         "WHERE basis = 'announced'",
         "t\n17d\n"},
        {"SELECT sum(value) FILTER (WHERE basis = 'committed') AS t, sum(value) FILTER (WHERE "
         "basis = 'announced' AND currency = 'EUR') AS u FROM amounts",
         "t u\n9d 7d\n"},
        {"SELECT sum(CASE WHEN id = 'c' THEN amount ELSE 0 END) AS t FROM partnerships", "t\n9d\n"},
        {"SELECT id, sum(value) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND CURRENT ROW) AS t "
         "FROM amounts",
         "id t\n'a' 5d\n'b' 7d\n'c' 9d\n"},
        {"SELECT sum(amount) AS t FROM partnerships WHERE id = 'nobody'", "t\nnull\n"},
        {"SELECT avg(amount) AS t FROM partnerships WHERE id = 'c'", "t\n9\n"},
        {"SELECT total(amount) > 0 AS t, count(amount) AS n FROM partnerships WHERE id = 'c'",
         "t n\n1 1\n"},
        {"SELECT p.id, (SELECT sum(value) FROM quantities q WHERE q.fact = p.fact) AS t FROM "
         "partnerships p WHERE year = 2022",
         "id t\n'd' 3d\n"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_query(*state, cases[i].sql, cases[i].expected);
}

static void a_mistake_elsewhere_is_still_told(void **state) {
    assert_refused(*state, "SELECT sum(amount) AS t, sum(amunt) AS u FROM partnerships",
                   DIAG_UNKNOWN_FIELD, "no such column \"amunt\"");
    assert_refused(*state, "SELECT sum(amount) AS t FROM partnership", DIAG_UNKNOWN_DATA,
                   "no such table \"partnership\"");
}

// Columns without a name of their own keep the one that the engine gives them.
static void names_of_columns_stay(void **state) {
    only_on_sqlite();
    assert_query(*state, "SELECT sum(amount) FROM partnerships WHERE id = 'c'",
                 "sum(amount)\n9d\n");
}

// Of a decimal a fraction, of whole numbers a whole number, on both engines.
static void decimals_are_divided_exactly(void **state) {
    static const struct {
        const char *sql, *expected;
    } cases[] = {
        {"SELECT amount / 2 > 4 AS x, amount / 2 < 5 AS y FROM partnerships WHERE id = 'c'",
         "x y\n1 1\n"},
        {"SELECT CAST(amount / 2 * 2 AS INTEGER) AS x FROM partnerships WHERE id = 'c'", "x\n9\n"},
        {"SELECT CAST(sum(p.amount) / 2 * 10 AS INTEGER) AS x FROM partnerships p WHERE id = 'c'",
         "x\n45\n"},
        {"SELECT CAST(CASE WHEN year > 1 THEN amount END / 2 * 10 AS INTEGER) AS x FROM "
         "partnerships WHERE id = 'c'",
         "x\n45\n"},
        {"SELECT CAST(10 * -amount * 1 / -2 AS INTEGER) AS x FROM partnerships WHERE id = 'c'",
         "x\n45\n"},
        {"SELECT CAST(900 / amount / 8 * 2 AS INTEGER) AS x FROM partnerships WHERE id = 'c'",
         "x\n25\n"},
        {"WITH t(a, n) AS (SELECT sum(amount), count(*) FROM partnerships WHERE id = 'c') "
         "SELECT CAST(a / 2 * 10 AS INTEGER) AS a, (n + 8) / 2 * 10 AS b FROM t",
         "a b\n45 40\n"},
        {"SELECT CAST(m / 2 * 10 AS INTEGER) AS x FROM (SELECT round(coalesce(amount, 0)) AS m "
         "FROM partnerships WHERE id = 'c') AS t",
         "x\n45\n"},
        {"SELECT CAST(sum(year) * 10 / count(*) AS INTEGER) AS x FROM partnerships", "x\n20210\n"},
        {"SELECT CAST(100 * count(*) / sum(count(*)) OVER () * 10 AS INTEGER) AS x FROM "
         "partnerships GROUP BY sector ORDER BY sector",
         "x\n500\n500\n"},
        {"SELECT year / 10 * 10 AS x, (year - 1) / 10 AS y, count(*) / 2 AS z FROM partnerships "
         "WHERE id = 'c' GROUP BY year",
         "x y z\n2020 202 0\n"},
        {"SELECT sum(CASE WHEN year > 2020 THEN 1 ELSE 0 END) / count(*) AS x FROM partnerships",
         "x\n0\n"},
        {"SELECT amount / 2 AS x FROM (SELECT count(*) AS amount FROM partnerships) AS t",
         "x\n2\n"},
        {"SELECT CAST(n / 2 * 10 AS INTEGER) AS x FROM (SELECT 9 AS n UNION ALL SELECT amount FROM "
         "partnerships WHERE id = 'c') AS t",
         "x\n45\n45\n"},
        {"SELECT CAST(v / 2 * 10 AS INTEGER) AS x FROM (WITH r(v) AS (VALUES (9), (1.6)) SELECT v "
         "FROM r) AS t ORDER BY 1",
         "x\n8\n45\n"},
        {"SELECT CAST(year / 2 * 10 AS INTEGER) AS x FROM (SELECT amount AS year, year AS amount "
         "FROM partnerships WHERE id = 'c') AS t",
         "x\n45\n"},
        {"SELECT 7 / 2 AS x, '1 / amount' AS y /* amount / 2 */ FROM partnerships WHERE id = 'c'",
         "x y\n3 '1 / amount'\n"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_query(*state, cases[i].sql, cases[i].expected);
    assert_refused(*state, "SELECT amount / 1000 AS a, amounts AS b FROM partnerships",
                   DIAG_UNKNOWN_FIELD, "no such column \"amounts\"");
}

static void whole_amounts_stay_whole(void **state) {
    assert_query(*state, "SELECT amount, amount * 3 AS x FROM partnerships WHERE id = 'c'",
                 suite_address() ? "amount x\n9d 27d\n" : "amount x\n9d 27\n");
    only_on_sqlite();
    assert_query(*state, "SELECT amount/1, amount/ 2 FROM partnerships WHERE id = 'c'",
                 "amount/1 amount/ 2\n9 4.5\n");
}

static void doubtful_divisions_are_told(void **state) {
    only_on_sqlite();
    StoreFixture *fixture = *state;
    static const struct {
        const char *sql;
        guint warnings;
    } cases[] = {
        {"SELECT json_extract('[7]', '$[0]') / 2 AS x", 1},
        {"SELECT value / 2 AS x FROM (SELECT count(*) AS value FROM partnerships) AS t", 0},
        {"SELECT value / 2.0 AS x FROM (SELECT count(*) AS value FROM partnerships) AS t", 0},
        {"SELECT CAST(value AS INTEGER) / 2 AS x FROM (SELECT count(*) AS value FROM "
         "partnerships) AS t",
         0},
        {"SELECT n / 2 AS x FROM (SELECT count(*) AS n FROM partnerships) AS t", 0},
        {"SELECT amount / 2 AS x FROM partnerships", 0},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Diags) diags = diags_new();
        assert_non_null(
            store_query(fixture->store, fixture->arena, cases[i].sql, NULL, 0, NULL, diags));
        assert_int_equal(diags_warnings(diags), cases[i].warnings);
        assert_int_equal(diags_has(diags, DIAG_INTEGER_DIVISION), cases[i].warnings);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mixed_sums_are_refused),
        cmocka_unit_test(decimals_are_divided_exactly),
        cmocka_unit_test(whole_amounts_stay_whole),
        cmocka_unit_test(doubtful_divisions_are_told),
        cmocka_unit_test(other_sums_stay_as_they_were),
        cmocka_unit_test(a_mistake_elsewhere_is_still_told),
        cmocka_unit_test(names_of_columns_stay),
    };
    return cmocka_run_group_tests(tests, setup, fixture_end);
}
