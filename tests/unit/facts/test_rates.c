// Which rate an amount gets, by its day; and what a table of rates must be. All rates are made up.
#include "facts_support.h"

#include "facts/rates.h"

// A fixture's table of rates; NULL when it is refused, with what was said in the diagnostics.
static Rates *load(FactsFixture *fixture, const char *text) {
    g_autofree char *path = g_build_filename(fixture->folder, "rates.json", NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    Rates *rates = rates_load(fixture->diags, path, NULL);
    g_unlink(path);
    return rates;
}

static const char table[] = "{\"rates\":1,\"currency\":\"USD\",\"source\":\"Made up\",\"table\":["
                            "{\"currency\":\"EUR\",\"date\":\"2025-07-01\",\"rate\":\"1.25\"},"
                            "{\"currency\":\"EUR\",\"date\":\"2025\",\"rate\":\"2\"},"
                            "{\"currency\":\"EUR\",\"date\":\"2025-03\",\"rate\":\"3\"},"
                            "{\"currency\":\"EUR\",\"date\":\"2025-03-01\",\"rate\":\"4\"},"
                            "{\"currency\":\"PKR\",\"date\":\"2024\",\"rate\":\"0.003333333\"},"
                            "{\"currency\":\"AED\",\"date\":\"2025\",\"rate\":\"0.5\"}]}";

static FactDate day(const char *text) {
    FactDate date = {.text = text};
    if (text)
        assert_true(edtf_parse(text, &date.edtf, NULL));
    return date;
}

// What so much money of that date becomes, or why it does not.
static void assert_converts(const Rates *rates, const char *money, const char *date,
                            const char *expected) {
    static const char *const states[] = {"", "undated", "vague", "missing", "too large"};
    Amount amount = {0};
    Partnership partnership = {.id = "a", .date = day(date), .amounts = &amount, .amount_count = 1};
    char currency[4] = "";
    Decimal out = {0};
    g_strlcpy(currency, money, sizeof currency);
    amount.currency = currency;
    assert_true(decimal_parse(money + 4, &amount.value));
    RateState state = rates_convert(rates, &partnership, &amount, &out);
    g_autofree char *found = state == RATE_FOUND ? decimal_to_text(out) : g_strdup(states[state]);
    assert_string_equal(found, expected);
}

static void the_latest_rate_counts(void **state) {
    g_autoptr(Rates) rates = load(*state, table);
    assert_non_null(rates);
    assert_string_equal(rates_currency(rates), "USD");
    assert_converts(rates, "EUR 100", "2025-07-01", "125");
    assert_converts(rates, "EUR 100", "2025-07-08", "125");
    assert_converts(rates, "EUR 100", "2025-06-30", "400");
    assert_converts(rates, "EUR 100", "2025-03-01", "400"); // the most precise of one day
    assert_converts(rates, "EUR 100", "2025-02-28", "200");
    assert_converts(rates, "EUR 100", "2025", "200");
    assert_converts(rates, "EUR 100", "2025-22", "400"); // summer begins in June
    assert_converts(rates, "EUR 100", "2025-07-08/..", "125");
    assert_converts(rates, "EUR 100", "202X", "vague");
    assert_converts(rates, "EUR 100", "2024/2026", "vague");
    assert_converts(rates, "USD 100", "202X", "100");
    assert_converts(rates, "EUR -0.1", "2025-07-08", "-0.125");
}

static void a_rate_does_not_hold_for_ever(void **state) {
    g_autoptr(Rates) rates = load(*state, table);
    assert_converts(rates, "EUR 1", "2024-12-31", "missing");
    assert_converts(rates, "EUR 1", "2026-07-02", "1.25"); // 366 days
    assert_converts(rates, "EUR 1", "2026-07-03", "missing");
    assert_converts(rates, "PKR 3", "2024-12-31", "0.009999999");
    assert_converts(rates, "PKR 3", "2025-01-01", "missing"); // of another year
    assert_converts(rates, "JPY 1", "2025-07-08", "missing");
    assert_converts(rates, "AED 1", "2025-07-08", "0.5"); // the first in the table
}

static void dates_are_needed(void **state) {
    g_autoptr(Rates) rates = load(*state, table);
    assert_converts(rates, "EUR 1", NULL, "undated");
    assert_converts(rates, "EUR 1", "../2025-07-08", "undated");
    assert_converts(rates, "USD 1.5", NULL, "1.5");
}

static void products_are_exact(void **state) {
    g_autoptr(Rates) rates = load(*state, table);
    assert_converts(rates, "PKR 0.5", "2024", "0.001666666"); // 0.0016666665: half to even
    assert_converts(rates, "PKR 0.1", "2024", "0.000333333"); // 0.0003333333
    assert_converts(rates, "EUR 999999999999999999999999999999999999", "2025-06-30", "too large");
}

static void an_amount_has_a_day_of_its_own(void **state) {
    g_autoptr(Rates) rates = load(*state, table);
    Amount amount = {.value = decimal_from_integer(1), .currency = "EUR", .date = day("2025-01")};
    Partnership partnership = {.id = "a", .date = day("2025-07-08")};
    Decimal out;
    assert_int_equal(rates_convert(rates, &partnership, &amount, &out), RATE_FOUND);
    assert_int_equal(decimal_compare(out, decimal_from_integer(2)), 0);
}

// Refused for this reason.
static void assert_refused(FactsFixture *fixture, const char *text, const char *message) {
    assert_null(load(fixture, text));
    const Diagnostic *last = diags_nth(fixture->diags, diags_kept(fixture->diags) - 1);
    assert_non_null(strstr(last->message, message));
}

#define TABLE(rows) "{\"rates\":1,\"currency\":\"USD\",\"source\":\"s\",\"table\":[" rows "]}"
#define RATE(currency, date, rate)                                                                 \
    "{\"currency\":\"" currency "\",\"date\":\"" date "\",\"rate\":\"" rate "\"}"

static void wrong_tables_are_refused(void **state) {
    FactsFixture *fixture = *state;
    assert_refused(fixture, "[]", "is an array");
    assert_refused(fixture, "{\"rates\":2,\"currency\":\"USD\",\"source\":\"s\",\"table\":[]}",
                   "2");
    assert_refused(fixture, "{\"rates\":1,\"currency\":\"USD\",\"source\":\"s\"}", "\"table\"");
    assert_refused(fixture, TABLE(RATE("EUR", "2025", "0")), "above 0");
    assert_refused(fixture, TABLE(RATE("EUR", "2025", "1e3")), "above 0");
    assert_refused(fixture, TABLE(RATE("EUR", "2025~", "1")), "no date such as");
    assert_refused(fixture, TABLE(RATE("EUR", "197X", "1")), "no date such as");
    assert_refused(fixture, TABLE(RATE("Euro", "2025", "1")), "three capital letters");
    assert_refused(fixture, TABLE(RATE("USD", "2025", "1")), "in USD already");
    assert_refused(fixture, TABLE(RATE("EUR", "2025", "1") "," RATE("EUR", "2025", "2")),
                   "for this date already");
    assert_refused(fixture, TABLE("7"), "is a number");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        facts_test(the_latest_rate_counts),
        facts_test(a_rate_does_not_hold_for_ever),
        facts_test(dates_are_needed),
        facts_test(products_are_exact),
        facts_test(an_amount_has_a_day_of_its_own),
        facts_test(wrong_tables_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
