// Amounts that are compared over several currencies, quantities over several units, and repeats
// inside windows are told, with how many rows each has; what is one currency is not.
#include "store_support.h"

#define FACT(id, sectors, value, currency)                                                         \
    PARTNERSHIP(id, "\"parties\":[\"X\"],\"sectors\":[" sectors "],\"year\":2025,\"amounts\":["    \
                    "{\"value\":\"" value "\",\"currency\":\"" currency                            \
                    "\",\"basis\":\"committed\"}]")

static const char facts[] = FACT("a", "\"steel\",\"energy\"", "1000", "USD")
    FACT("b", "\"steel\"", "400", "EUR") FACT("c", "\"steel\"", "7000", "PKR") PARTNERSHIP(
        "d", "\"parties\":[\"X\"],\"year\":2024,\"amounts\":[{\"value\":\"70\",\"currency\":"
             "\"PKR\",\"basis\":\"committed\"}],\"quantities\":[{\"label\":\"q\",\"value\":30,"
             "\"unit\":\"MW\"},{\"label\":\"q\",\"value\":5,\"unit\":\"t\"},{\"label\":\"q\","
             "\"value\":4}]");

static int setup(void **state) {
    return fixture_begin(state, facts);
}

#define ALL "(PKR: 2 rows, EUR: 1, USD: 1)"
#define OF_2025 "(EUR: 1 row, PKR: 1, USD: 1)"

static void assert_told(StoreFixture *fixture, const char *sql, DiagId id, const char *expected) {
    g_autoptr(Diags) diags = diags_new();
    if (!store_query(fixture->store, fixture->arena, sql, NULL, 0, NULL, diags))
        fail_msg("refused: %s: %s", sql, nth_message(diags, 0));
    if (diags_kept(diags) != (expected ? 1 : 0))
        fail_msg("%s: %u messages, %s", sql, diags_kept(diags),
                 diags_kept(diags) ? nth_message(diags, 0) : "");
    if (expected && !strstr(nth_message(diags, 0), expected))
        fail_msg("%s: %s", sql, nth_message(diags, 0));
    if (expected)
        assert_int_equal(diags_nth(diags, 0)->id, id);
}

static void comparisons_are_told(void **state) {
    static const char *const cases[][2] = {
        {"SELECT id FROM partnerships WHERE amount > 500",
         "amount > 500 compares amounts in several currencies " ALL},
        {"SELECT id FROM partnerships WHERE year = 2025 AND 500 < amount", OF_2025},
        {"SELECT id FROM partnerships WHERE year = 2025 AND NOT amount BETWEEN 1 AND 500", OF_2025},
        {"SELECT id FROM amounts WHERE value NOT BETWEEN 1 AND 500",
         "value NOT BETWEEN 1 AND 500 compares amounts in several currencies " ALL},
        {"SELECT id FROM partnerships WHERE (amount / 2 >= 100 + 100 AND year = 2025) OR id = 'd'",
         "amount / 2 >= 100 + 100 compares amounts in several currencies " OF_2025},
        {"SELECT count(*) FILTER (WHERE amount < 500 AND year = 2025) AS n FROM partnerships",
         OF_2025},
        {"SELECT year, sum(CASE WHEN amount > 500 THEN 1 ELSE 0 END) AS n FROM partnerships GROUP "
         "BY year",
         ALL},
        {"SELECT currency, sum(amount) AS s FROM partnerships GROUP BY currency HAVING sum(amount) "
         "> 500",
         "sum(amount) > 500 compares amounts in several currencies " OF_2025},
        {"WITH t AS (SELECT amount AS m FROM partnerships) SELECT count(*) AS n FROM t WHERE m > "
         "500",
         "m > 500 compares amounts in several currencies " ALL},
        {"SELECT p.id FROM partnerships p JOIN amounts a ON a.fact = p.fact AND a.value > 500",
         "a.value > 500 compares amounts in several currencies (PKR: 1 row, USD: 1)"},
        {"SELECT id FROM partnerships ORDER BY amount IS NULL, amount DESC",
         "ORDER BY amount DESC compares amounts in several currencies " ALL},
        {"SELECT id, rank() OVER (ORDER BY amount DESC) AS r FROM partnerships",
         "the ORDER BY of a window, amount DESC, compares amounts in several currencies " ALL},
        {"SELECT id, rank() OVER (PARTITION BY year ORDER BY amount) AS r FROM partnerships",
         OF_2025},
        {"SELECT id, rank() OVER w AS r FROM partnerships WINDOW w AS (ORDER BY amount)", ALL},
        {"SELECT id FROM quantities WHERE value > 5",
         "value > 5 compares quantities in several units (MW: 1 row, t: 1)"},
        {"SELECT id FROM quantities ORDER BY value", "quantities in several units"}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_told(*state, cases[i][0], DIAG_SEVERAL_CURRENCIES, cases[i][1]);
}

static void one_currency_is_not(void **state) {
    static const char *const cases[] = {
        "SELECT id FROM partnerships WHERE amount > 0",
        "SELECT id FROM partnerships WHERE currency = 'PKR' AND amount > 500",
        "SELECT id FROM partnerships WHERE year = 2024 AND amount > 50",
        "SELECT id FROM partnerships WHERE (currency = 'USD' AND amount > 500) OR (currency = "
        "'EUR' AND amount > 100)",
        "SELECT id FROM partnerships WHERE amount_usd > 500",
        "SELECT id FROM partnerships WHERE amount IS NOT NULL AND year > 2000",
        "SELECT CASE WHEN currency = 'PKR' AND amount > 500 THEN 1 END AS n FROM partnerships",
        "SELECT CASE currency WHEN 'PKR' THEN amount > 500 END AS n FROM partnerships",
        "SELECT currency, sum(amount) AS s FROM partnerships WHERE currency = 'PKR' GROUP BY "
        "currency HAVING sum(amount) > 500",
        "SELECT id, rank() OVER (PARTITION BY currency ORDER BY amount) AS r FROM partnerships",
        "SELECT id FROM partnerships ORDER BY currency, amount",
        "SELECT id FROM quantities WHERE unit = 'MW' AND value > 5"};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_told(*state, cases[i], DIAG_SEVERAL_CURRENCIES, NULL);
}

static void repeats_in_windows_are_told(void **state) {
    static const char *const cases[][2] = {
        {"SELECT sector, sum(amount_usd) OVER () AS s FROM partnership_sectors",
         "in sum(amount_usd) OVER (): the same amount stands in several of its rows (1 amount with "
         "1,000 USD too much)"},
        {"SELECT sum(amount_usd) OVER (PARTITION BY year ORDER BY id) AS s FROM "
         "partnership_sectors",
         "(1 amount with 1,000 USD too much)"},
        {"SELECT sum(amount_usd) OVER (PARTITION BY sector) AS s FROM partnership_sectors", NULL},
        {"SELECT sum(amount_usd * share) OVER () AS s FROM partnership_sectors", NULL},
        {"SELECT sum(amount_usd) OVER (ORDER BY id ROWS 1 PRECEDING) AS s FROM partnership_sectors "
         "WHERE position = 1",
         NULL},
        {"SELECT id, sum(amount_usd) OVER (ORDER BY id) AS s FROM partnerships", NULL}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_told(*state, cases[i][0], DIAG_COUNTED_TWICE, cases[i][1]);
}

static void quantities_in_several_units_are_refused(void **state) {
    static const char *const cases[][2] = {
        {"SELECT sum(value) AS s FROM quantities",
         "quantities in MW and t cannot be added up in sum(value) (MW: 1 row, t: 1)"},
        {"SELECT max(q.value) AS s FROM quantities q", "cannot be compared in max(q.value)"},
        {"SELECT sum(v) AS s FROM (SELECT value / 2 AS v FROM quantities) AS t", "in sum(v)"}};
    StoreFixture *fixture = *state;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Diags) diags = diags_new();
        assert_null(store_query(fixture->store, fixture->arena, cases[i][0], NULL, 0, NULL, diags));
        assert_int_equal(diags_nth(diags, 0)->id, DIAG_MIXED_CURRENCIES);
        if (!strstr(nth_message(diags, 0), cases[i][1]))
            fail_msg("%s: %s", cases[i][0], nth_message(diags, 0));
        assert_string_equal(diags_nth(diags, 0)->hint, "group by unit, or filter to one of them");
    }
    assert_told(fixture, "SELECT unit, sum(value) AS s FROM quantities GROUP BY unit", 0, NULL);
    assert_told(fixture, "SELECT sum(value) AS s FROM quantities WHERE unit = 'MW'", 0, NULL);
    assert_told(fixture, "SELECT count(value) AS s FROM quantities", 0, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparisons_are_told),
        cmocka_unit_test(one_currency_is_not),
        cmocka_unit_test(repeats_in_windows_are_told),
        cmocka_unit_test(quantities_in_several_units_are_refused),
    };
    return cmocka_run_group_tests(tests, setup, fixture_end);
}
