// Which facts count in each aggregate of a question: every case names the numbers of the facts that
// a person would count by hand.
#include "store_support.h"

#include "store/why.h"

// 1: steel 2020, 10, completed; 2: steel 2021, 20; 3: energy 2021, completed, no sum; 4: energy
// 2022, 5 PKR.
static const char facts[] =
    PARTNERSHIP("a", "\"parties\":[\"X\"],\"sector\":\"steel\",\"year\":2020,\"amount_usd\":\"10\","
                     "\"status\":\"completed\"")
        PARTNERSHIP("b", "\"parties\":[\"X\",\"Y\"],\"sector\":\"steel\",\"year\":2021,"
                         "\"amount_usd\":\"20\"")
            PARTNERSHIP("c", "\"parties\":[\"X\"],\"sector\":\"energy\",\"year\":2021,"
                             "\"status\":\"completed\"")
                PARTNERSHIP("d",
                            "\"parties\":[\"Y\"],\"sector\":\"energy\",\"year\":2022,\"amounts\":["
                            "{\"value\":\"5\",\"currency\":\"PKR\"}]");

static int setup(void **state) {
    return fixture_begin(state, facts);
}

static void put_facts(GString *out, const Lineage *lineage) {
    g_string_append_c(out, '<');
    for (guint i = 0; i < lineage->count; i++)
        g_string_append_printf(out, i ? ",%u" : "%u", lineage->ids[i]);
    g_string_append_c(out, '>');
}

// A line a row: the facts of the row, then "column<facts>" of each part with "/" or "-" before it,
// and behind an extreme how many were compared.
static char *why_text(StoreFixture *fixture, const char *sql) {
    const StoreParam params[] = {{"year", value_number(2021)}};
    const StoreQuestion question = {sql, params, 1};
    const Table *table =
        store_query(fixture->store, fixture->arena, sql, params, 1, NULL, fixture->diags);
    if (!table)
        fail_msg("%s: %s", sql, nth_message(fixture->diags, 0));
    const StoreWhy *why = store_why(fixture->store, fixture->arena, &question, table);
    GString *out = g_string_new(why->problem);
    for (guint row = 0; row < why->row_count; row++) {
        put_facts(out, why->rows[row]);
        for (guint i = 0; i < why->part_count; i++) {
            static const char *const signs[] = {"", "/", "-"};
            g_string_append_printf(out, " %s%s", signs[why->parts[i].role], why->parts[i].column);
            put_facts(out, why->facts[row * why->part_count + i]);
            const Lineage *compared = why->compared[row * why->part_count + i];
            assert_int_equal(why->parts[i].is_extreme, compared != NULL);
            if (compared)
                g_string_append_printf(out, "of %u", compared->count);
        }
        g_string_append_c(out, '\n');
    }
    return g_string_free(out, FALSE);
}

static void assert_why(StoreFixture *fixture, const char *sql, const char *expected) {
    g_autofree char *text = why_text(fixture, sql);
    if (strcmp(text, expected) != 0)
        fail_msg("%s\n%s", sql, text);
}

static void conditions_count(void **state) {
    assert_why(*state,
               "SELECT count(*) AS n, sum(status_code = 'completed') AS done, "
               "count(*) FILTER (WHERE year >= :year) AS late, count(amount_usd) AS priced, "
               "sum(CASE WHEN sector_code = 'steel' THEN 1 ELSE 0 END) AS steel "
               "FROM partnerships",
               "<1,2,3,4> n<1,2,3,4> done<1,3> late<2,3,4> priced<1,2> steel<1,2>\n");
    assert_why(*state, "SELECT max(year) AS last FROM partnerships WHERE year < :year",
               "<1> last<1>of 1\n");
    assert_why(*state, "SELECT count(DISTINCT sector_code) AS sectors FROM partnerships",
               "<1,2,3,4> sectors<1,2,3,4>\n");
}

static void groups_have_their_own(void **state) {
    assert_why(*state,
               "SELECT sector_code, decimal_sum(amount_usd) FILTER (WHERE year = :year) AS usd "
               "FROM partnerships GROUP BY sector_code HAVING count(*) > 1 ORDER BY sector_code",
               "<3,4> usd<>\n<1,2> usd<2>\n");
    assert_why(*state, "SELECT DISTINCT year FROM partnerships ORDER BY year", "<1>\n<2,3>\n<4>\n");
}

static void shares_have_a_divisor(void **state) {
    assert_why(*state,
               "SELECT 1.0 * sum(status_code = 'completed') / nullif(count(*), 0) AS share, "
               "count(*) - count(amount_usd) AS unpriced, "
               "round(100.0 * count(amount_usd) / (1 + count(*)), 1) AS percent, "
               "CASE WHEN count(*) > 2 THEN min(year) END AS first FROM partnerships",
               "<1,2,3,4> share<1,3> /share<1,2,3,4> unpriced<1,2,3,4> -unpriced<1,2> "
               "percent<1,2> /percent<1,2,3,4> first<1>of 4\n");
    assert_why(*state,
               "SELECT sector_code, 1.0 * count(*) / sum(count(*)) OVER () AS share FROM "
               "partnerships WHERE year > 2020 GROUP BY sector_code ORDER BY sector_code",
               "<3,4> share<3,4> /share<2,3,4>\n<2> share<2> /share<2,3,4>\n");
}

static void extremes_are_made_of_what_holds_them(void **state) {
    assert_why(*state,
               "SELECT max(amount_usd) AS most, min(year) AS first, max(year) - min(year) AS span, "
               "max(title) AS title FROM partnerships",
               "<1,2,3,4> most<2>of 2 first<1>of 4 span<4>of 4 -span<1>of 4 title<4>of 4\n");
    assert_why(
        *state,
        "SELECT sector_code, max(year) AS last, min(status) AS \"s\" FROM partnerships GROUP "
        "BY sector_code ORDER BY sector_code",
        "<3,4> last<4>of 2 s<3>of 1\n<1,2> last<2>of 2 s<1>of 1\n");
    assert_why(*state, "SELECT max(year) FILTER (WHERE year < 2022) AS last FROM partnerships",
               "<1,2,3,4> last<2,3>of 3\n");
    assert_why(*state, "SELECT max(amount_usd) AS most FROM partnerships WHERE year > 2021",
               "<4> most<>of 0\n");
    assert_why(
        *state,
        "SELECT year, max(year) OVER () AS last FROM partnerships WHERE year < 2022 ORDER BY "
        "year, id",
        "<1> last<2,3>of 3\n<2> last<2,3>of 3\n<3> last<2,3>of 3\n");
}

static void extremes_of_groups_and_questions(void **state) {
    assert_why(*state,
               "SELECT max(n) AS most, 1.0 * min(n) / max(n) AS share FROM (SELECT year, count(*) "
               "AS n FROM partnerships GROUP BY year)",
               "<1,2,3,4> most<2,3>of 4 share<1,4>of 4 /share<2,3>of 4\n");
    assert_why(*state,
               "SELECT p.id, (SELECT max(q.year) AS m FROM partnerships q WHERE q.sector_code = "
               "p.sector_code) AS last FROM partnerships p WHERE p.year = 2020",
               "<1> last<2>of 2\n");
    assert_why(*state,
               "SELECT year, max(sum(amount_usd)) OVER () AS most FROM partnerships GROUP BY year "
               "ORDER BY year",
               "<1> most<2,3>of 3\n<2,3> most<2,3>of 3\n<4> most<2,3>of 3\n");
}

static void questions_in_questions(void **state) {
    assert_why(*state,
               "SELECT sum(n) AS n, count(*) FILTER (WHERE n > 1) AS many FROM (SELECT year, "
               "count(*) AS n FROM partnerships GROUP BY year)",
               "<1,2,3,4> n<1,2,3,4> many<2,3>\n");
    assert_why(*state,
               "WITH yearly AS (SELECT year, count(*) AS n FROM partnerships GROUP BY year) "
               "SELECT year, sum(n) OVER (ORDER BY year) AS total FROM yearly ORDER BY year",
               "<1> total<1>\n<2,3> total<1,2,3>\n<4> total<1,2,3,4>\n");
    assert_why(*state,
               "SELECT year FROM partnerships WHERE sector_code IN (SELECT sector_code FROM "
               "partnerships GROUP BY sector_code HAVING count(amount_usd) > 0) ORDER BY year",
               "<1>\n<2>\n");
    assert_why(*state,
               "SELECT p.id, (SELECT count(*) FROM partnership_parties q WHERE q.fact = p.fact) "
               "AS parties, (SELECT count(*) FROM partnerships) AS everything FROM partnerships p "
               "WHERE p.year = :year AND p.sector_code = 'steel'",
               "<2> parties<2> everything<1,2,3,4>\n");
}

static void joins_have_the_facts_of_datasets(void **state) {
    assert_why(*state,
               "WITH top AS (SELECT sector_code, count(*) AS total FROM partnerships GROUP BY "
               "sector_code) SELECT t.sector_code, t.total, p.year, count(*) AS n FROM top t JOIN "
               "partnerships p ON p.sector_code = t.sector_code GROUP BY t.sector_code, t.total, "
               "p.year ORDER BY t.sector_code, p.year",
               "<3> total<3,4> n<3>\n<4> total<3,4> n<4>\n<1> total<1,2> n<1>\n<2> total<1,2> "
               "n<2>\n");
    assert_why(
        *state,
        "WITH mine AS (SELECT fact, year, sector_code FROM partnerships WHERE year < 2022), "
        "top AS (SELECT sector_code, count(*) AS c FROM mine GROUP BY sector_code) SELECT "
        "m.year, count(*) AS n FROM mine m JOIN top t ON t.sector_code = m.sector_code GROUP "
        "BY m.year ORDER BY m.year",
        "<1> n<1>\n<2,3> n<2,3>\n");
    assert_why(*state,
               "SELECT p.id, t.total FROM partnerships p, (SELECT sector_code AS code, count(*) AS "
               "total FROM partnerships GROUP BY sector_code) AS t WHERE t.code = p.sector_code "
               "AND p.year = 2020",
               "<1> total<1,2>\n");
    assert_why(*state,
               "SELECT y.year, count(p.fact) AS n FROM (SELECT 2020 AS year UNION ALL SELECT 2021 "
               "UNION ALL SELECT 2030) AS y LEFT JOIN partnerships p ON p.year = y.year GROUP BY "
               "y.year ORDER BY y.year",
               "<1> n<1>\n<2,3> n<2,3>\n<> n<>\n");
    assert_why(*state,
               "WITH RECURSIVE years(y) AS (SELECT 2020 UNION ALL SELECT y + 1 FROM years WHERE y "
               "< 2022) SELECT y, count(p.fact) AS n FROM years LEFT JOIN partnerships p ON p.year "
               "= y GROUP BY y ORDER BY y",
               "<1> n<1>\n<2,3> n<2,3>\n<4> n<4>\n");
}

static void unions_have_the_facts_of_each(void **state) {
    assert_why(*state,
               "SELECT id FROM partnerships WHERE year = 2020 UNION ALL SELECT 'all' FROM "
               "partnerships GROUP BY 1 UNION ALL SELECT 'none'",
               "<1>\n<1,2,3,4>\n<>\n");
}

static void rows_that_are_made_single_have_the_facts_of_all(void **state) {
    assert_why(
        *state,
        "SELECT sector_code FROM partnerships WHERE year = 2020 UNION SELECT sector_code FROM "
        "partnerships WHERE year > 2020 ORDER BY 1",
        "<3,4>\n<1,2>\n");
    assert_why(
        *state,
        "SELECT sector_code AS s, max(year) AS last FROM partnerships GROUP BY 1 UNION SELECT "
        "sector_code, max(year) FROM partnerships WHERE year > 2020 GROUP BY 1 ORDER BY s",
        "<3,4> last<4>\n<1,2> last<2>\n");
    assert_why(*state,
               "SELECT year FROM partnerships WHERE sector_code = 'steel' INTERSECT SELECT year "
               "FROM partnerships WHERE sector_code = 'energy'",
               "<2,3>\n");
    assert_why(*state,
               "SELECT year FROM partnerships EXCEPT SELECT year FROM partnerships WHERE "
               "sector_code = 'energy'",
               "<1>\n");
    assert_why(*state, "SELECT DISTINCT count(*) AS n FROM partnerships GROUP BY year ORDER BY n",
               "<1,4> n<1,4>\n<2,3> n<2,3>\n");
}

// A column of a question inside a question tells what it is made of.
static void columns_tell_their_own_facts(void **state) {
    assert_why(*state,
               "SELECT s, last, done FROM (SELECT sector_code AS s, max(year) AS last, "
               "sum(status_code = 'completed') AS done FROM partnerships GROUP BY 1) ORDER BY s",
               "<3,4> last<4> done<3>\n<1,2> last<2> done<1>\n");
    assert_why(*state,
               "WITH g(s, n, done) AS (SELECT sector_code, count(*), count(*) FILTER (WHERE "
               "status_code = 'completed') FROM partnerships GROUP BY 1), h AS (SELECT * FROM g) "
               "SELECT h.s, 1.0 * done / n AS share FROM h ORDER BY 1",
               "<3,4> share<3> /share<3,4>\n<1,2> share<1> /share<1,2>\n");
    assert_why(*state,
               "SELECT max(most) AS most FROM (SELECT year, max(amount_usd) AS most FROM "
               "partnerships GROUP BY year)",
               "<1,2,3,4> most<2>of 2\n");
    assert_why(*state,
               "SELECT k, n FROM (SELECT 'done' AS k, count(*) FILTER (WHERE status_code = "
               "'completed') AS n FROM partnerships UNION ALL SELECT 'all', count(*) FROM "
               "partnerships) ORDER BY k DESC",
               "<1,2,3,4> n<1,3>\n<1,2,3,4> n<1,2,3,4>\n");
    assert_why(*state, "SELECT * FROM (SELECT min(year) AS first FROM partnerships)",
               "<1,2,3,4> first<1>\n");
}

static void values_of_other_rows_have_their_facts(void **state) {
    assert_why(
        *state,
        "SELECT year, count(*) - lag(count(*)) OVER (ORDER BY year) AS more, first_value(year) "
        "OVER (ORDER BY year) AS first FROM partnerships GROUP BY year ORDER BY year",
        "<1> more<1> -more<> first<1>\n<2,3> more<2,3> -more<1> first<1>\n<4> more<4> "
        "-more<2,3> first<1>\n");
    assert_why(*state,
               "SELECT id, year - lag(year) OVER (ORDER BY id) AS later, round(year) AS y, lag(id) "
               "OVER (ORDER BY id) AS last FROM partnerships ORDER BY id",
               "<1> -later<> later<1> last<>\n<2> -later<1> later<2> last<1>\n"
               "<3> -later<2> later<3> last<2>\n<4> -later<3> later<4> last<3>\n");
    assert_why(*state,
               "SELECT sum(later) AS n FROM (SELECT id, year - lag(year) OVER (ORDER BY id) AS "
               "later FROM partnerships) WHERE id = 'b'",
               "<2> n<1,2>\n");
}

static void stars_pass_facts_on(void **state) {
    assert_why(*state,
               "WITH g AS (SELECT sector_code, count(*) AS n FROM partnerships GROUP BY 1), h AS "
               "(SELECT p.*, g.n FROM g JOIN partnerships p ON p.sector_code = g.sector_code) "
               "SELECT h.id FROM h ORDER BY 1",
               "<1>\n<2>\n<3>\n<4>\n");
}

// What leaves facts of the row out, condition after condition.
static void stages_are_told(void **state) {
    StoreFixture *fixture = *state;
    const char *sql =
        "SELECT sum(amount_usd) FILTER (WHERE year < 2022) AS usd, max(amount_usd) AS "
        "most, sum(status_code = 'completed') AS done FROM partnerships";
    const StoreQuestion question = {sql, NULL, 0};
    const Table *table =
        store_query(fixture->store, fixture->arena, sql, NULL, 0, NULL, fixture->diags);
    const StoreWhy *why = store_why(fixture->store, fixture->arena, &question, table);
    g_autoptr(GString) out = g_string_new(why->problem);
    for (guint i = 0; i < why->part_count; i++) {
        for (guint s = 0; s < why->parts[i].stage_count; s++) {
            g_string_append_printf(out, "%s ", why->parts[i].stages[s]);
            put_facts(out, why->stages[i * WHY_STAGES_MAX + s]);
            g_string_append_c(out, '\n');
        }
    }
    assert_string_equal(out->str, "counted where year < 2022 <1,2,3>\n"
                                  "with a value in amount_usd <1,2>\n"
                                  "that is not 0: amount_usd <1,2>\n"
                                  "with a value in amount_usd <1,2>\n"
                                  "with a value in status_code = 'completed' <1,3>\n"
                                  "counted where status_code = 'completed' <1,3>\n");
}

static void rows_told_by_the_layout_stay_apart(void **state) {
    assert_why(
        *state,
        "SELECT group_concat(fact) AS all_facts, \"sector_code\", sum(year > 2020) late FROM "
        "partnerships AS \"p q\" GROUP BY sector_code ORDER BY 1 DESC, 2",
        "<3,4> all_facts<3,4> late<3,4>\n<1,2> all_facts<1,2> late<2>\n");
}

static void what_is_not_followed_is_named(void **state) {
    assert_why(*state, "SELECT 1 AS a", "its SQL asks nothing that has facts behind it");
    assert_why(*state, "SELECT count(*) AS n FROM sectors",
               "its SQL asks nothing that has facts behind it");
    assert_why(*state, "SELECT DISTINCT *, 1 AS one FROM partnerships",
               "its SQL makes rows of \"*\" single; name the columns");
    assert_why(
        *state,
        "WITH RECURSIVE r(id, n) AS (SELECT id, 1 FROM partnerships UNION ALL SELECT id, n + "
        "1 FROM r WHERE n < 2) SELECT count(*) AS n FROM r",
        "its SQL gathers facts in a way that is not followed");
}

static void strange_sql_does_no_harm(void **state) {
    static const char *const strange[] = {"",
                                          "(",
                                          ")",
                                          "SELECT",
                                          "WITH",
                                          "WITH a",
                                          "WITH a AS",
                                          "WITH a AS (SELECT 1)",
                                          "SELECT ,",
                                          "SELECT a FROM",
                                          "SELECT a FROM (",
                                          "SELECT a FROM ()",
                                          "SELECT a FROM (SELECT",
                                          "'",
                                          "SELECT count( FROM x",
                                          "SELECT sum() OVER",
                                          "SELECT count(*) FILTER",
                                          "SELECT a FROM b JOIN",
                                          "SELECT DISTINCT",
                                          "UNION ALL",
                                          "SELECT 1 UNION ALL",
                                          "SELECT a FROM b AS",
                                          "/* SELECT",
                                          "SELECT count(*) FILTER () OVER () FROM partnerships",
                                          "SELECT * FROM ,,",
                                          ";;"};
    StoreFixture *fixture = *state;
    Table nothing = {.arena = fixture->arena};
    for (guint i = 0; i < G_N_ELEMENTS(strange); i++) {
        const StoreQuestion question = {strange[i], NULL, 0};
        const StoreWhy *why = store_why(fixture->store, fixture->arena, &question, &nothing);
        assert_non_null(why);
    }
    g_autoptr(GString) deep = g_string_new(NULL);
    for (guint i = 0; i < 2000; i++)
        g_string_append(deep, "SELECT count(*) AS n FROM (");
    const StoreQuestion open = {deep->str, NULL, 0};
    assert_non_null(store_why(fixture->store, fixture->arena, &open, &nothing)->problem);
    for (guint i = 0; i < 2000; i++)
        g_string_append_c(deep, i ? ')' : ' ');
    g_string_append_c(deep, ')');
    const StoreQuestion closed = {deep->str, NULL, 0};
    assert_non_null(store_why(fixture->store, fixture->arena, &closed, &nothing)->problem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(conditions_count, setup, fixture_end),
        cmocka_unit_test_setup_teardown(groups_have_their_own, setup, fixture_end),
        cmocka_unit_test_setup_teardown(shares_have_a_divisor, setup, fixture_end),
        cmocka_unit_test_setup_teardown(extremes_are_made_of_what_holds_them, setup, fixture_end),
        cmocka_unit_test_setup_teardown(extremes_of_groups_and_questions, setup, fixture_end),
        cmocka_unit_test_setup_teardown(questions_in_questions, setup, fixture_end),
        cmocka_unit_test_setup_teardown(joins_have_the_facts_of_datasets, setup, fixture_end),
        cmocka_unit_test_setup_teardown(unions_have_the_facts_of_each, setup, fixture_end),
        cmocka_unit_test_setup_teardown(rows_that_are_made_single_have_the_facts_of_all, setup,
                                        fixture_end),
        cmocka_unit_test_setup_teardown(columns_tell_their_own_facts, setup, fixture_end),
        cmocka_unit_test_setup_teardown(values_of_other_rows_have_their_facts, setup, fixture_end),
        cmocka_unit_test_setup_teardown(stars_pass_facts_on, setup, fixture_end),
        cmocka_unit_test_setup_teardown(stages_are_told, setup, fixture_end),
        cmocka_unit_test_setup_teardown(rows_told_by_the_layout_stay_apart, setup, fixture_end),
        cmocka_unit_test_setup_teardown(what_is_not_followed_is_named, setup, fixture_end),
        cmocka_unit_test_setup_teardown(strange_sql_does_no_harm, setup, fixture_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
