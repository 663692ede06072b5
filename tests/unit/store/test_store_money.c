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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mixed_sums_are_refused),
        cmocka_unit_test(other_sums_stay_as_they_were),
        cmocka_unit_test(a_mistake_elsewhere_is_still_told),
        cmocka_unit_test(names_of_columns_stay),
    };
    return cmocka_run_group_tests(tests, setup, fixture_end);
}
