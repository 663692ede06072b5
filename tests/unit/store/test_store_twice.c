// Money that sums would take in several times: an umbrella beside its parts, and what a join
// repeats, is told, in whatever way a question adds it up, and nothing else is.
#include "store_support.h"

#define FACT(id, more, value)                                                                      \
    PARTNERSHIP(id, "\"parties\":[\"X\",\"Y\"],\"sectors\":[\"steel\",\"energy\"]," more           \
                    ",\"amounts\":[{\"value\":\"" value "\",\"currency\":\"USD\",\"basis\":"       \
                    "\"committed\"}]")

// frame takes in dam and road; bare is an umbrella without parts; old takes in what is in euros.
static const char facts[] = FACT("frame", "\"year\":2015,\"umbrella\":true", "100")
    FACT("dam", "\"year\":2016,\"part_of\":[\"frame\"]", "40")
        FACT("road", "\"year\":2017,\"part_of\":[\"frame\"]", "30")
            FACT("mill", "\"year\":2017", "7")
                FACT("bare", "\"year\":2017,\"umbrella\":true", "0.5")
                    FACT("old", "\"year\":2018,\"umbrella\":true", "3")
                        PARTNERSHIP("euro", "\"parties\":[\"X\"],\"sector\":\"steel\",\"year\":"
                                            "2018,\"part_of\":[\"old\"],\"amounts\":[{\"value\""
                                            ":\"2\",\"currency\":\"EUR\",\"basis\":"
                                            "\"committed\"}]");

static int setup(void **state) {
    return fixture_begin(state, facts);
}

// The messages of a question, "" for none. New string.
static char *told(StoreFixture *fixture, const char *sql) {
    g_autoptr(Diags) diags = diags_new();
    GString *out = g_string_new(NULL);
    if (!store_query(fixture->store, fixture->arena, sql, NULL, 0, NULL, diags))
        fail_msg("refused: %s: %s", sql, nth_message(diags, 0));
    for (guint i = 0; i < diags_kept(diags); i++) {
        if (diags_nth(diags, i)->id != DIAG_COUNTED_TWICE)
            fail_msg("%s: %s", sql, nth_message(diags, i));
        g_string_append_printf(out, "%s\n", nth_message(diags, i));
    }
    return g_string_free(out, FALSE);
}

static void cases_are_told(StoreFixture *fixture, const char *const cases[][2], guint count) {
    for (guint i = 0; i < count; i++) {
        g_autofree char *said = told(fixture, cases[i][0]);
        if (!strstr(said, cases[i][1]))
            fail_msg("%s: %s", cases[i][0], said);
    }
}

static void umbrellas_beside_others_are_told(void **state) {
    static const char *const cases[][2] = {
        {"SELECT sum(amount_usd) AS s FROM partnerships", "(2 rows with 100.5 USD)"},
        {"SELECT avg(amount) AS s FROM partnerships WHERE currency = 'USD'",
         "in avg(amount): that of umbrellas (2 rows with 100.5 USD)"},
        {"SELECT total(value) AS s FROM amounts WHERE currency = 'USD' AND year < 2017",
         "(1 row with 100 USD)"},
        {"SELECT year, decimal_sum(amount_usd) AS s FROM partnerships WHERE year = 2017 GROUP BY 1",
         "(1 row with 0.5 USD)"},
        {"SELECT count(*) AS n FROM partnerships HAVING sum(amount_usd) > 1", "in sum(amount_usd)"},
        {"SELECT 100 * sum(amount_usd) FILTER (WHERE year = 2016) / sum(amount_usd) AS s FROM "
         "partnerships",
         "in sum(amount_usd)"},
        {"SELECT id, sum(amount_usd) OVER (ORDER BY id) AS s FROM partnerships ORDER BY id",
         "OVER (ORDER BY id)"},
        {"SELECT sum(m) AS s FROM (SELECT amount_usd / 1e6 AS m FROM partnerships) AS t",
         "in sum(m)"},
        {"WITH t AS (SELECT id, amount_usd AS a FROM partnerships UNION ALL SELECT id, value FROM "
         "amounts WHERE currency = 'USD') SELECT sum(a) AS s FROM t",
         "in sum(a)"},
        {"SELECT sum(amount_usd * share) AS s FROM partnership_sectors", "(4 rows with 100.5 USD)"},
        {"SELECT party, sum(amount_usd) AS s FROM partnership_parties GROUP BY party",
         "in sum(amount_usd)"},
        {"SELECT (SELECT sum(q.amount_usd) FROM partnerships q WHERE q.year <= p.year) AS s FROM "
         "partnerships p ORDER BY p.id",
         "counted = 0"},
        {"SELECT sum(CASE WHEN year > 2000 THEN amount_usd END) AS s FROM partnerships", "CASE"},
        {"SELECT sum(coalesce(amount_usd, 0)) AS s FROM partnerships", "100.5"},
        // in rows of their own
        {"SELECT year, sum(amount_usd) AS s FROM partnerships WHERE year < 2017 GROUP BY year",
         "in \"s\": 1 of 2 rows"},
        {"WITH t AS (SELECT year, sum(amount_usd) AS s FROM partnerships WHERE year < 2017 GROUP "
         "BY "
         "year) SELECT year, s FROM t",
         "in \"s\": 1 of 2 rows"}};
    cases_are_told(*state, cases, G_N_ELEMENTS(cases));
}

#define ONCE " WHERE counted = 1 AND year < 2018"
#define JOINED                                                                                     \
    " FROM partnerships p JOIN partnership_parties r ON r.fact = p.fact WHERE p.counted = 1 AND "  \
    "p.year < 2018"

static void what_a_join_repeats_is_told(void **state) {
    static const char *const cases[][2] = {
        {"SELECT sum(amount_usd) AS s FROM partnership_sectors" ONCE,
         "(3 amounts with 77 USD too much)"},
        {"SELECT year, sum(amount_usd) / 1e6 AS s FROM partnership_parties" ONCE " GROUP BY year",
         "(3 amounts with 77 USD too much)"},
        {"SELECT p.year, sum(p.amount_usd) AS s" JOINED " GROUP BY p.year", "(3 amounts with 77"},
        {"SELECT p.id, avg(p.amount)" JOINED " GROUP BY p.id", "(3 amounts with 77"},
        {"SELECT sum(p.amount_usd) FILTER (WHERE p.year = 2016) AS s" JOINED, "(1 amount with 40"},
        {"WITH t AS (SELECT p.amount_usd AS m" JOINED ") SELECT sum(m) AS s FROM t", "sum(m)"},
        {"SELECT sum(m) AS s FROM (SELECT amount_usd AS m FROM partnerships WHERE id = 'dam' UNION "
         "ALL SELECT amount_usd FROM partnerships WHERE year = 2016) AS t",
         "sum(m)"},
        {"SELECT count(*) AS n" JOINED " HAVING sum(p.amount) > 1", "sum(p.amount)"},
        {"SELECT sum(a.value) AS s FROM amounts a JOIN partnership_sectors r ON r.fact = a.fact "
         "WHERE a.counted = 1 AND a.currency = 'USD' AND a.year < 2018",
         "(3 amounts with 77 USD too much)"}};
    cases_are_told(*state, cases, G_N_ELEMENTS(cases));
}

// Each group has an amount once, or takes a share of it.
static void sums_of_joins_that_count_once_are_not(void **state) {
    static const char *const cases[] = {
        "SELECT sector, sum(amount_usd) AS s FROM partnership_sectors" ONCE " GROUP BY sector",
        "SELECT sector, sum(amount_usd) / sum(sum(amount_usd)) OVER () AS s FROM "
        "partnership_sectors" ONCE " GROUP BY sector",
        "SELECT year, sum(amount_usd * share) AS s FROM partnership_sectors" ONCE " GROUP BY year",
        "SELECT party, year, sum(amount_usd) AS s FROM partnership_parties" ONCE " GROUP BY 1, 2",
        "SELECT sum(amount_usd) AS s FROM partnership_sectors" ONCE " AND position = 1",
        "SELECT sum(CASE WHEN position = 1 THEN amount_usd END) AS s FROM partnership_parties" ONCE,
        "SELECT r.party, sum(p.amount_usd) AS s" JOINED " GROUP BY r.party",
        "SELECT sum(p.amount_usd / p.party_count) AS s" JOINED,
        "SELECT sum(a.value) AS s FROM partnerships p JOIN amounts a ON a.fact = p.fact WHERE "
        "a.counted = 1 AND a.currency = 'USD' AND p.year < 2018",
        "SELECT max(amount_usd) AS s, count(amount_usd) AS n FROM partnership_sectors" ONCE,
        "SELECT sum(p.amount_usd) AS s FROM partnerships p CROSS JOIN (SELECT 1 AS one) AS o WHERE "
        "p.counted = 1",
        "SELECT sum(amount_usd) AS s FROM partnerships p WHERE counted = 1 AND EXISTS (SELECT 1 "
        "FROM "
        "partnership_parties r WHERE r.fact = p.fact)",
        "WITH y AS (SELECT DISTINCT year FROM partnerships WHERE year < 2018) SELECT y.year, "
        "sum(p.amount_usd) AS s FROM y JOIN partnerships p ON p.year <= y.year WHERE p.counted = 1 "
        "GROUP BY y.year"};
    StoreFixture *fixture = *state;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *said = told(fixture, cases[i]);
        if (*said)
            fail_msg("%s: %s", cases[i], said);
    }
}

static void sums_that_count_once_are_not(void **state) {
    static const char *const cases[] = {
        "SELECT sum(amount_usd) AS s FROM partnerships WHERE counted = 1",
        "SELECT sum(amount_usd) FILTER (WHERE counted = 1) AS s FROM partnerships",
        "SELECT sum(CASE WHEN counted = 1 THEN amount_usd END) AS s FROM partnerships",
        "SELECT sum(amount_usd * counted) AS s FROM partnerships",
        "SELECT sum(amount_usd) AS s FROM partnerships WHERE NOT umbrella",
        "SELECT sum(amount_usd) AS s FROM partnerships WHERE umbrella AND year < 2018",
        "SELECT sum(amount_usd) AS s FROM partnerships WHERE id IN ('dam', 'road')",
        "SELECT sum(amount_usd) AS s FROM partnerships WHERE year = 2018",
        "SELECT max(amount_usd) AS s, count(amount_usd) AS n FROM partnerships",
        "SELECT counted, sum(amount_usd) AS s FROM partnerships GROUP BY counted",
        "SELECT id, sum(value) AS s FROM amounts WHERE currency = 'USD' GROUP BY fact, id",
        "SELECT title, sum(amount_usd) AS s FROM partnerships GROUP BY title",
        "SELECT id, amount_usd, amount_usd / 1e6 AS m FROM partnerships ORDER BY id",
        "SELECT sum(a) AS s FROM (SELECT amount_usd AS a FROM partnerships WHERE counted = 1) AS t",
        "SELECT sector, sum(amount_usd) AS s FROM partnership_sectors WHERE counted = 1 GROUP BY 1",
        "SELECT sum(year) AS s FROM partnerships"};
    StoreFixture *fixture = *state;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *said = told(fixture, cases[i]);
        if (*said)
            fail_msg("%s: %s", cases[i], said);
    }
}

// The first term of an ORDER BY, where its rows are in several currencies.
static void orders_over_currencies_are_told(void **state) {
    static const struct {
        const char *sql;
        guint warnings;
    } cases[] = {
        {"SELECT id, amount FROM partnerships ORDER BY amount DESC LIMIT 2", 1},
        {"SELECT id, value / 1e6 AS m FROM amounts ORDER BY m, id", 1},
        {"SELECT id FROM partnerships WHERE year = 2018 ORDER BY amount", 1},
        {"SELECT currency, max(value) AS s FROM amounts GROUP BY currency ORDER BY 2 DESC", 1},
        {"WITH t AS (SELECT id, amount FROM partnerships ORDER BY amount LIMIT 3) SELECT id FROM t "
         "ORDER BY id",
         1},
        {"SELECT id, amount FROM partnerships WHERE currency = 'USD' ORDER BY amount DESC", 0},
        {"SELECT id, amount FROM partnerships WHERE year = 2017 ORDER BY amount DESC", 0},
        {"SELECT id, amount FROM partnerships ORDER BY currency, amount", 0},
        {"SELECT id, amount FROM partnerships ORDER BY year, id", 0},
        {"SELECT id, amount_usd FROM partnerships ORDER BY amount_usd DESC, id", 0}};
    StoreFixture *fixture = *state;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Diags) diags = diags_new();
        assert_non_null(
            store_query(fixture->store, fixture->arena, cases[i].sql, NULL, 0, NULL, diags));
        if (diags_warnings(diags) != cases[i].warnings)
            fail_msg("%s: %u", cases[i].sql, diags_warnings(diags));
        if (cases[i].warnings)
            assert_non_null(strstr(nth_message(diags, 0), "amounts in several currencies ("));
    }
}

// What is told is told each time, and the number is that of the sum as it stands.
static void sums_are_made_all_the_same(void **state) {
    StoreFixture *fixture = *state;
    for (guint i = 0; i < 2; i++) {
        g_autoptr(Diags) diags = diags_new();
        const Table *table =
            store_query(fixture->store, fixture->arena,
                        "SELECT sum(amount_usd) AS s FROM partnerships", NULL, 0, NULL, diags);
        assert_int_equal(diags_warnings(diags), 1);
        assert_float_equal(value_to_number(table->columns[0].values[0]), 180.5, 0);
        assert_null(table->columns[0].money.counted);
    }
}

// Rows of a dataset know which of them count.
static void datasets_say_what_counts(void **state) {
    StoreFixture *fixture = *state;
    static const char *const names[] = {"partnerships", "partnership_sectors",
                                        "partnership_parties"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        const Table *table =
            store_dataset(fixture->store, fixture->arena, names[i], fixture->diags);
        const Column *usd = table_column(table, "amount_usd"), *ids = table_column(table, "id");
        assert_true(usd->money.is_dollars && usd->money.counted && !usd->money.basis);
        for (guint row = 0; row < table->row_count; row++) {
            const char *id = ids->values[row].as.string;
            bool is_umbrella = strcmp(id, "frame") == 0 || strcmp(id, "bare") == 0;
            assert_int_equal(value_to_number(usd->money.counted[row]), !is_umbrella);
        }
    }
    assert_int_equal(diags_kept(fixture->diags), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(umbrellas_beside_others_are_told),
        cmocka_unit_test(sums_that_count_once_are_not),
        cmocka_unit_test(what_a_join_repeats_is_told),
        cmocka_unit_test(sums_of_joins_that_count_once_are_not),
        cmocka_unit_test(orders_over_currencies_are_told),
        cmocka_unit_test(sums_are_made_all_the_same),
        cmocka_unit_test(datasets_say_what_counts),
    };
    return cmocka_run_group_tests(tests, setup, fixture_end);
}
