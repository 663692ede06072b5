// Amounts in SQL keep what they are in, through whatever the question makes of them, on both
// engines; where several currencies or bases would become one number, that is refused or told.
#include "store_support.h"

#include "store/schema.h"

// a: 5 PKR announced; b: 7 EUR announced and 70 EUR committed; c: 9 EUR committed; d: nothing; e: 4
// USD disbursed.
static const char facts[] =
    PARTNERSHIP("a", "\"parties\":[\"X\"],\"sector\":\"steel\",\"year\":2020,\"amounts\":["
                     "{\"value\":\"5\",\"currency\":\"PKR\",\"basis\":\"announced\"}]")
        PARTNERSHIP("b", "\"parties\":[\"X\"],\"sector\":\"steel\",\"year\":2021,\"amounts\":["
                         "{\"value\":\"7\",\"currency\":\"EUR\",\"basis\":\"announced\"},"
                         "{\"value\":\"70\",\"currency\":\"EUR\",\"basis\":\"committed\"}]")
            PARTNERSHIP("c", "\"parties\":[\"X\"],\"sector\":\"energy\",\"year\":2021,\"amounts\":["
                             "{\"value\":\"9\",\"currency\":\"EUR\",\"basis\":\"committed\"}]")
                PARTNERSHIP("d", "\"parties\":[\"X\"],\"sector\":\"energy\",\"year\":2022,"
                                 "\"quantities\":[{\"label\":\"q\",\"value\":3,\"unit\":\"t\"}]")
                    PARTNERSHIP("e", "\"parties\":[\"X\"],\"sector\":\"energy\",\"year\":2023,"
                                     "\"amounts\":[{\"value\":\"4\",\"currency\":\"USD\",\"basis\":"
                                     "\"disbursed\"}]");

static int setup(void **state) {
    return fixture_begin(state, facts);
}

static const char *word_at(const Value *words, guint row) {
    if (!words)
        return "-";
    return words[row].type == VALUE_STRING ? words[row].as.string : "0";
}

// A line a column of amounts: its name and, of each row, "currency/basis"; "-": nothing says it,
// "0": nothing in this row.
static char *words_text(const Table *table) {
    GString *out = g_string_new(NULL);
    for (guint c = 0; c < table->column_count; c++) {
        const Column *column = &table->columns[c];
        assert_false(g_str_has_prefix(column->name, "accord_"));
        if (!column->money.currency && !column->money.basis)
            continue;
        g_string_append_printf(out, "%s", column->name);
        for (guint row = 0; row < table->row_count; row++)
            g_string_append_printf(out, " %s/%s", word_at(column->money.currency, row),
                                   word_at(column->money.basis, row));
        g_string_append_c(out, '\n');
    }
    return g_string_free(out, FALSE);
}

static const Table *ask_quietly(StoreFixture *fixture, const char *sql) {
    const StoreParam params[] = {{"currency", value_string("EUR")}, {"n", value_number(2)}};
    g_autoptr(Diags) diags = diags_new();
    const Table *table = store_query(fixture->store, fixture->arena, sql, params, 2, NULL, diags);
    if (!table || diags_kept(diags))
        fail_msg("%s: %s", sql, nth_message(diags, 0));
    return table;
}

static void words_travel_with_amounts(void **state) {
    static const struct {
        const char *sql, *words;
    } cases[] = {
        {"SELECT id, amount AS m FROM partnerships WHERE amount IS NOT NULL ORDER BY id",
         "m PKR/announced EUR/committed EUR/committed USD/disbursed\n"},
        {"SELECT id, p.amount / 1000000 AS m, currency FROM partnerships p WHERE id < 'c' ORDER BY "
         "id",
         "m PKR/announced EUR/committed\n"},
        {"SELECT round(amount, 1) AS a, coalesce(amount, 0) AS b, CASE WHEN year > 2020 THEN "
         "amount "
         "END AS c, -amount AS d, CAST(amount * 2 AS INTEGER) AS e FROM partnerships WHERE id < "
         "'c' "
         "ORDER BY id",
         "a PKR/announced EUR/committed\nb PKR/announced EUR/committed\n"
         "c PKR/announced EUR/committed\nd PKR/announced EUR/committed\n"
         "e PKR/announced EUR/committed\n"},
        {"SELECT m FROM (SELECT id, value / 1e6 AS m FROM amounts) AS t ORDER BY id, m",
         "m PKR/announced EUR/announced EUR/committed EUR/committed USD/disbursed\n"},
        {"WITH t(a, b) AS (SELECT id, value FROM amounts), u AS (SELECT a AS c, b * 2 AS d FROM t) "
         "SELECT d FROM u WHERE c IN (SELECT a FROM t WHERE b > 8) ORDER BY c, d",
         "d EUR/announced EUR/committed EUR/committed\n"},
        {"SELECT * FROM (SELECT id, value AS v FROM amounts) AS t ORDER BY id, v",
         "v PKR/announced EUR/announced EUR/committed EUR/committed USD/disbursed\n"},
        {"SELECT id, lag(value) OVER (ORDER BY id, value) AS before FROM amounts ORDER BY id, "
         "value",
         "before 0/0 PKR/announced EUR/announced EUR/committed EUR/committed\n"},
        {"SELECT year, currency, sum(value) AS t FROM amounts WHERE basis <> 'announced' GROUP BY "
         "year, currency, basis ORDER BY year",
         "t EUR/committed USD/disbursed\n"},
        {"SELECT year, max(amount) AS m FROM partnerships GROUP BY year ORDER BY year",
         "m PKR/announced EUR/committed 0/0 USD/disbursed\n"},
        {"SELECT id, value AS m FROM amounts WHERE id < 'b' UNION ALL SELECT 'sum', sum(value) "
         "FROM "
         "amounts WHERE basis = 'committed' UNION ALL SELECT 'none', 0 ORDER BY 1",
         "m PKR/announced 0/0 EUR/committed\n"},
        {"SELECT p.id, a.value AS m, q.value AS n FROM partnerships p LEFT JOIN amounts a ON "
         "a.fact = "
         "p.fact LEFT JOIN quantities q ON q.fact = p.fact WHERE p.id > 'b' ORDER BY p.id",
         "m EUR/committed 0/0 USD/disbursed\nn 0/- t/- 0/-\n"},
        {"SELECT id, (SELECT sum(value) FROM amounts a WHERE a.fact = p.fact AND a.basis = "
         "'committed') AS m FROM partnerships p ORDER BY id",
         "m 0/- EUR/- EUR/- 0/- 0/-\n"},
        {"SELECT id, (SELECT value FROM amounts a WHERE a.fact = p.fact ORDER BY value DESC LIMIT "
         "1) "
         "AS m FROM partnerships p WHERE id < 'c' ORDER BY id",
         "m PKR/announced EUR/committed\n"},
        {"SELECT DISTINCT currency, basis, amount FROM partnerships WHERE id > 'b' AND amount > 0 "
         "ORDER BY 1, 2",
         "amount EUR/committed USD/disbursed\n"},
        {"SELECT t.v FROM (SELECT DISTINCT fact, value AS v FROM amounts) AS t ORDER BY t.fact, v",
         "v PKR/announced EUR/announced EUR/committed EUR/committed USD/disbursed\n"},
        {"SELECT sum(value) FILTER (WHERE currency = 'EUR' AND basis = 'announced') AS t FROM "
         "amounts",
         ""},
        {"SELECT sum(amount) AS t FROM partnerships WHERE currency = :currency", "t -/committed\n"},
        {"SELECT value FROM quantities", "value t/-\n"},
        {"SELECT amount / 2.0 / amount AS share, amount > 0 AS high, 'x' || amount AS text, "
         "count(amount) OVER () AS n FROM partnerships",
         ""},
        {"SELECT iif(id = 'a', amount, amount * 2) AS m, nullif(amount, 5) AS n FROM partnerships "
         "WHERE id "
         "< "
         "'c' ORDER BY id",
         "m PKR/announced EUR/committed\nn PKR/announced EUR/committed\n"},
        {"SELECT year, sum(amount) / count(*) AS mean, sum(sum(amount)) OVER (PARTITION BY year) "
         "AS "
         "t FROM partnerships GROUP BY year ORDER BY year",
         "mean PKR/announced EUR/committed 0/0 USD/disbursed\n"
         "t PKR/announced EUR/committed 0/0 USD/disbursed\n"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *words = words_text(ask_quietly(*state, cases[i].sql));
        if (strcmp(words, cases[i].words) != 0)
            fail_msg("%s\n%s", cases[i].sql, words);
    }
}

static void several_in_one_number_are_refused(void **state) {
    static const struct {
        const char *sql, *message;
    } cases[] = {
        {"SELECT max(amount) AS m FROM partnerships",
         "amounts in PKR and EUR cannot be compared in max(amount) (EUR: 2 rows, PKR: 1, USD: 1)"},
        {"SELECT min(value) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS m FROM amounts WHERE "
         "basis = 'announced'",
         "amounts in PKR and EUR cannot be compared in min(value) OVER (ORDER BY id ROWS UNBOUNDED "
         "PRECEDING) (EUR: 1 row, PKR: 1)"},
        {"SELECT sum(DISTINCT value) AS m FROM amounts WHERE currency = 'EUR'",
         "amounts on the bases announced and committed cannot be added up in sum(DISTINCT value) "
         "(committed: 2 rows, announced: 1)"},
        {"SELECT sum(m) AS s FROM (SELECT id, amount AS m FROM partnerships) AS t",
         "amounts in PKR and EUR cannot be added up in sum(m) (EUR: 2 rows, PKR: 1, USD: 1)"},
        {"WITH t(a, b) AS (SELECT id, amount / 1000 FROM partnerships) SELECT avg(b) AS s FROM t",
         "amounts in PKR and EUR cannot be added up in avg(b) (EUR: 2 rows, PKR: 1, USD: 1)"},
        {"SELECT sum(m) AS s FROM (SELECT value AS m FROM amounts WHERE id = 'a' UNION ALL SELECT "
         "amount FROM partnerships WHERE id = 'c') AS t",
         "amounts in PKR and EUR cannot be added up in sum(m) (EUR: 1 row, PKR: 1)"},
        {"SELECT sum(m) AS s FROM (SELECT * FROM (SELECT id, amount AS m FROM partnerships) AS a "
         "UNION ALL SELECT 'x', 1) AS t",
         "amounts in PKR and EUR cannot be added up in sum(m) (EUR: 2 rows, PKR: 1, USD: 1)"},
        // DISTINCT gives rows in no order, so that any two may be named.
        {"SELECT sum(m) AS s FROM (SELECT DISTINCT year, amount AS m FROM partnerships) AS t",
         "amounts in ??? and ??? cannot be added up in sum(m) (EUR: 2 rows, PKR: 1, USD: 1)"},
        {"SELECT sum(CAST(replace(CAST(amount AS text), ',', '') AS real)) AS s FROM partnerships",
         "amounts in PKR and EUR cannot be added up in sum(CAST(replace(CAST(amount AS text), ',', "
         "'') AS real)) (EUR: 2 rows, PKR: 1, USD: 1)"},
        {"SELECT sum(before) AS s FROM (SELECT lag(amount) OVER (ORDER BY id) AS before FROM "
         "partnerships) AS t",
         "amounts in PKR and EUR cannot be added up in sum(before) (EUR: 2 rows, PKR: 1)"},
        {"SELECT sum((SELECT a.value FROM amounts a WHERE a.fact = p.fact AND a.position = 1)) AS "
         "s "
         "FROM partnerships p",
         "amounts in PKR and EUR cannot be added up in sum((SELECT a.value FROM amounts a WHERE "
         "a.fact = p.fact AND... (EUR: 2 rows, PKR: 1, USD: 1)"},
        {"SELECT sum(CASE WHEN currency <> 'x' THEN amount END) AS s FROM partnerships",
         "amounts in PKR and EUR cannot be added up in sum(CASE WHEN currency <> 'x' THEN amount "
         "END) (EUR: 2 rows, PKR: 1, USD: 1)"},
        {"SELECT sum(CASE currency WHEN 'PKR' THEN amount * 2 ELSE amount END) AS s FROM "
         "partnerships WHERE id > 'a'",
         "amounts in EUR and USD cannot be added up in sum(CASE currency WHEN 'PKR' THEN amount * "
         "2 ELSE amount END... (EUR: 2 rows, USD: 1)"},
        {"SELECT currency FROM partnerships GROUP BY currency HAVING sum(amount) > 0 AND currency "
         "= "
         "'EUR' OR max(amount) > 1 ORDER BY (SELECT sum(value) FROM amounts)",
         "amounts in PKR and EUR cannot be added up in sum(value)"},
        {"SELECT amount - lag(amount) OVER (ORDER BY id) AS d FROM partnerships WHERE amount > 0",
         "\"d\" puts amounts in EUR and PKR into one number, in 2 rows"},
        {"SELECT id, g FROM (SELECT id, round(100 * (amount / lag(amount) OVER (ORDER BY id) - 1)) "
         "AS g "
         "FROM partnerships WHERE amount > 0) AS t",
         "\"g\" puts amounts in EUR and PKR into one number, in 2 rows"},
        {"SELECT a.value + b.value AS s FROM amounts a CROSS JOIN amounts b WHERE a.id = 'a' AND "
         "b.id = 'b'",
         "\"s\" puts amounts in EUR and PKR into one number, in 2 rows"},
        {"SELECT sum(value) FILTER (WHERE currency = 'EUR' AND basis = 'announced') + sum(value) "
         "FILTER (WHERE currency = 'USD') AS s FROM amounts",
         "\"s\" puts amounts in EUR and USD into one number, in 1 row"},
    };
    StoreFixture *fixture = *state;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Diags) diags = diags_new();
        if (store_query(fixture->store, fixture->arena, cases[i].sql, NULL, 0, NULL, diags))
            fail_msg("not refused: %s", cases[i].sql);
        assert_int_equal(diags_kept(diags), 1);
        if (!g_pattern_match_simple(cases[i].message, nth_message(diags, 0)))
            fail_msg("%s\n%s", cases[i].sql, nth_message(diags, 0));
        assert_int_equal(diags_nth(diags, 0)->id, DIAG_MIXED_CURRENCIES);
    }
}

static void what_stays_apart_is_answered(void **state) {
    static const struct {
        const char *sql, *expected;
    } cases[] = {
        {"SELECT currency, CAST(max(value) AS INTEGER) AS m, CAST(min(value) AS INTEGER) AS n FROM "
         "amounts WHERE basis <> "
         "'announced' "
         "GROUP BY currency, basis ORDER BY currency",
         "currency m n\n'EUR' 70 9\n'USD' 4 4\n"},
        {"SELECT max(value) > 60 AS m FROM amounts WHERE currency = 'EUR' AND basis = 'committed'",
         "m\n1\n"},
        {"SELECT sum(DISTINCT value) AS m FROM amounts WHERE currency = 'USD'", "m\n4d\n"},
        {"SELECT c, sum(m) AS s FROM (SELECT value AS m, currency || basis AS c FROM amounts) AS t "
         "GROUP BY c ORDER BY c",
         "c s\n'EURannounced' 7d\n'EURcommitted' 79d\n'PKRannounced' 5d\n'USDdisbursed' 4d\n"},
        {"SELECT sum(m) AS s FROM (SELECT id, value AS m FROM amounts) AS t WHERE id = 'e'",
         "s\n4d\n"},
        {"SELECT count(*) AS n FROM partnerships WHERE id IN (SELECT id FROM (SELECT * FROM "
         "amounts "
         "WHERE value > 6) AS t)",
         "n\n2\n"},
        {"SELECT t.* FROM (SELECT id, amount AS m FROM partnerships) AS t WHERE id = 'a' UNION ALL "
         "SELECT id, sum(amount) FROM partnerships WHERE id = 'c' GROUP BY id ORDER BY id",
         "id m\n'a' 5d\n'c' 9d\n"},
        {"SELECT CAST(CASE WHEN currency = 'EUR' THEN amount END + 1 AS INTEGER) AS e FROM "
         "partnerships WHERE id = "
         "'c'",
         "e\n10\n"},
        {"SELECT sum(amount * CASE currency WHEN 'PKR' THEN 0.004 WHEN 'EUR' THEN 1.25 ELSE 1 END) "
         "> "
         "0 AS s FROM partnerships WHERE basis = 'committed'",
         "s\n1\n"},
        {"SELECT CAST(100 * a.value / b.value AS INTEGER) AS rate FROM amounts a CROSS JOIN "
         "amounts b "
         "WHERE a.currency = 'PKR' AND b.currency = 'USD'",
         "rate\n125\n"},
        {"SELECT count(*) AS n FROM (SELECT id, value AS m FROM amounts) AS t NATURAL JOIN "
         "partnerships WHERE m - 8 > 0",
         "n\n2\n"},
        {"SELECT a.value - b.value > 62 AS gap FROM amounts a JOIN amounts b ON b.fact = a.fact "
         "AND "
         "b.basis = 'announced' WHERE a.basis = 'committed'",
         "gap\n1\n"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Table *table = ask_quietly(*state, cases[i].sql);
        g_autofree char *text = table_text(table);
        if (strcmp(text, cases[i].expected) != 0)
            fail_msg("%s\n%s", cases[i].sql, text);
    }
}

static void doubts_are_told(void **state) {
    static const struct {
        const char *sql, *message;
    } cases[] = {
        {"SELECT DISTINCT amount AS m FROM partnerships", "stand in \"amount\""},
        {"SELECT amount AS m FROM partnerships UNION SELECT value FROM amounts",
         "stand in \"amount\""},
        {"WITH RECURSIVE t(n, m) AS (SELECT 1, amount FROM partnerships UNION ALL SELECT n + 1, m "
         "FROM t WHERE n < 2) SELECT sum(m) AS s FROM t",
         "stand in \"sum(m)\""},
        {"WITH t AS (SELECT id, amount AS m FROM partnerships) SELECT sum(m) AS s FROM t NATURAL "
         "JOIN (SELECT id FROM t) AS u WHERE id = 'a'",
         NULL},
        {"WITH t AS (SELECT id, amount AS m FROM partnerships) SELECT sum(m) AS s FROM t NATURAL "
         "JOIN t AS u WHERE id = 'a'",
         "the question asks for"},
    };
    StoreFixture *fixture = *state;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Diags) diags = diags_new();
        if (!store_query(fixture->store, fixture->arena, cases[i].sql, NULL, 0, NULL, diags))
            fail_msg("%s: %s", cases[i].sql, nth_message(diags, 0));
        assert_int_equal(diags_kept(diags), cases[i].message ? 1 : 0);
        if (!cases[i].message)
            continue;
        if (!strstr(nth_message(diags, 0), cases[i].message))
            fail_msg("%s\n%s", cases[i].sql, nth_message(diags, 0));
        assert_int_equal(diags_nth(diags, 0)->id, DIAG_SEVERAL_CURRENCIES);
    }
}

static void what_goes_into_json_is_told(void **state) {
    only_on_sqlite();
    StoreFixture *fixture = *state;
    g_autoptr(Diags) diags = diags_new();
    assert_non_null(store_query(fixture->store, fixture->arena,
                                "SELECT sum(value) AS s FROM json_each((SELECT "
                                "json_group_array(amount) FROM partnerships))",
                                NULL, 0, NULL, diags));
    assert_int_equal(diags_kept(diags), 1);
    assert_non_null(strstr(nth_message(diags, 0), "stand in \"json_group_array(amount)\""));
}

static void known_columns_are_those_of_the_engine(void **state) {
    for (const char *const *name = store_dataset_names(); *name; name++) {
        g_autofree char *sql = g_strdup_printf("SELECT * FROM %s LIMIT 0", *name);
        const Table *table = ask_quietly(*state, sql);
        const char *known = schema_columns(*name);
        g_autoptr(GString) found = g_string_new(g_str_has_prefix(known, "fact ") ? "fact" : "");
        for (guint i = 0; i < table->column_count; i++)
            g_string_append_printf(found, "%s%s", found->len ? " " : "", table->columns[i].name);
        assert_string_equal(found->str, known);
    }
}

// Words are selected once, however many columns share them.
static void many_columns_keep_their_words(void **state) {
    g_autoptr(GString) sql = g_string_new("SELECT id");
    for (guint i = 0; i < 150; i++)
        g_string_append_printf(sql, ", amount * %u AS m%u", i + 1, i);
    g_string_append(sql, " FROM partnerships WHERE id = 'c'");
    const Table *table = ask_quietly(*state, sql->str);
    assert_int_equal(table->column_count, 151);
    for (guint i = 1; i < table->column_count; i++) {
        assert_string_equal(word_at(table->columns[i].money.currency, 0), "EUR");
        assert_ptr_equal(table->columns[i].money.basis, table->columns[1].money.basis);
    }
}

static void dollars_have_a_basis_too(void **state) {
    static const char dollars[] = PARTNERSHIP(
        "f", "\"parties\":[\"X\"],\"sector\":\"steel\",\"amounts\":[{\"value\":\"5\",\"currency\":"
             "\"USD\",\"basis\":\"announced\"},{\"value\":\"50\",\"currency\":\"EUR\"}]")
        PARTNERSHIP("g", "\"parties\":[\"X\"],\"sector\":\"steel\",\"amounts\":[{\"value\":\"7\","
                         "\"currency\":\"USD\",\"basis\":\"committed\"}]");
    (void)state;
    StoreFixture *fixture = store_of(dollars, NULL);
    static const char *const told[] = {
        "SELECT sum(amount_usd) AS s FROM partnerships",
        "SELECT sum(m) AS s FROM (SELECT amount_usd AS m FROM partnership_sectors) AS t"};
    for (guint i = 0; i < G_N_ELEMENTS(told); i++) {
        g_autoptr(Diags) diags = diags_new();
        const Table *table =
            store_query(fixture->store, fixture->arena, told[i], NULL, 0, NULL, diags);
        assert_non_null(table);
        assert_float_equal(value_to_number(table->columns[0].values[0]), 12, 0);
        assert_int_equal(diags_nth(diags, 0)->severity, DIAG_WARNING);
        assert_true(g_str_has_prefix(nth_message(diags, 0), "amounts on the bases announced and "
                                                            "committed are added up in sum("));
    }
    assert_query(fixture,
                 "SELECT basis_usd, sum(amount_usd) AS s FROM partnerships GROUP BY 1 ORDER BY 1",
                 "basis_usd s\n'announced' 5d\n'committed' 7d\n");
    fixture_free(fixture);
}

// SQLite gives what stands beside max() from the row that holds it.
static void the_row_of_the_greatest_is_kept(void **state) {
    only_on_sqlite();
    assert_query(*state,
                 "SELECT max(amount), title FROM partnerships WHERE currency > 'EUA' AND "
                 "year BETWEEN 2021 AND 2022",
                 "max(amount) title\n70 'Title b'\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_in_one_number_are_refused),
        cmocka_unit_test(what_stays_apart_is_answered),
        cmocka_unit_test(doubts_are_told),
        cmocka_unit_test(what_goes_into_json_is_told),
        cmocka_unit_test(known_columns_are_those_of_the_engine),
        cmocka_unit_test(many_columns_keep_their_words),
        cmocka_unit_test(the_row_of_the_greatest_is_kept),
        cmocka_unit_test(dollars_have_a_basis_too),
        cmocka_unit_test(words_travel_with_amounts),
    };
    return cmocka_run_group_tests(tests, setup, fixture_end);
}
