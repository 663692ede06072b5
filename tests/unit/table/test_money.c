// Amounts know what they are in through all that transforms make of them; several currencies or
// bases together are refused, and nothing else is.
#include "table_support.h"

#include "table/money.h"

static const char ROWS[] =
    "[{'y': 1, 's': 'a', 'amount': 5, 'currency': 'PKR', 'basis': 'announced'},"
    " {'y': 1, 's': 'b', 'amount': 7, 'currency': 'EUR', 'basis': 'announced'},"
    " {'y': 2, 's': 'a', 'amount': 9, 'currency': 'EUR', 'basis': 'committed'},"
    " {'y': 3, 's': 'a', 'amount': 0, 'currency': 'USD', 'basis': 'disbursed'},"
    " {'y': 3, 's': 'a', 'amount': null, 'currency': 'USD', 'basis': 'disbursed'}]";

static Table *amounts(Bench *bench) {
    Table *table = bench_table(bench, ROWS);
    money_note(table, "amount",
               (MoneyWords){.currency = table_column(table, "currency")->values,
                            .basis = table_column(table, "basis")->values});
    return table;
}

static void transforms_of_mixed_amounts_are_refused(void **state) {
    (void)state;
    static const char *const cases[] = {
        "[{'aggregate': [{'op': 'sum', 'field': 'amount', 'as': 't'}]}]",
        "[{'aggregate': [{'op': 'median', 'field': 'amount', 'as': 't'}], 'groupby': ['y']}]",
        "[{'joinaggregate': [{'op': 'mean', 'field': 'amount', 'as': 't'}], 'groupby': ['s']}]",
        "[{'window': [{'op': 'sum', 'field': 'amount', 'as': 't'}]}]",
        "[{'stack': 'amount', 'groupby': ['y'], 'as': 't'}]", "[{'pivot': 's', 'value': 'amount'}]",
        "[{'quantile': 'amount'}]", "[{'density': 'amount'}]",
        "[{'regression': 'amount', 'on': 'y'}]", "[{'loess': 'amount', 'on': 'y'}]",
        "[{'regression': 'y', 'on': 'amount', 'groupby': ['s']}]",
        // by another name
        "[{'calculate': 'datum.amount / 1e6', 'as': 'mn'},"
        " {'aggregate': [{'op': 'max', 'field': 'mn', 'as': 't'}]}]",
        "[{'fold': ['amount', 'y']},"
        " {'aggregate': [{'op': 'sum', 'field': 'value', 'as': 't'}], 'groupby': ['key']}]",
        "[{'impute': 'amount', 'key': 'y', 'groupby': ['s'], 'value': 0},"
        " {'stack': 'amount', 'groupby': ['y'], 'as': 't'}]",
        "[{'filter': 'datum.y < 3'}, {'aggregate': [{'op': 'sum', 'field': 'amount', 'as': 't'}],"
        " 'groupby': ['y', 's']}, {'stack': 't', 'groupby': ['y'], 'as': 'u'}]",
        // one currency, two bases
        "[{'filter': {'field': 'currency', 'equal': 'EUR'}},"
        " {'aggregate': [{'op': 'sum', 'field': 'amount', 'as': 't'}]}]"};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Bench bench = bench_open(NULL);
        bench_apply(&bench, amounts(&bench), cases[i]);
        if (!diags_has(bench.diags, DIAG_MIXED_CURRENCIES))
            fail_msg("passed: %s", cases[i]);
        bench_close(&bench);
    }
}

static void what_means_something_passes(void **state) {
    (void)state;
    static const char *const cases[] = {
        "[{'aggregate': [{'op': 'count', 'field': 'amount', 'as': 't'}]}]",
        "[{'aggregate': [{'op': 'sum', 'field': 'amount', 'as': 't'}],"
        " 'groupby': ['currency', 'basis']}]",
        "[{'aggregate': [{'op': 'sum', 'field': 'y', 'as': 't'}]}]",
        "[{'stack': 'amount', 'groupby': ['currency', 'basis'], 'as': 't'}]",
        "[{'loess': 'amount', 'on': 'y', 'groupby': ['currency', 'basis']}]",
        // 0 is the same in every currency, and a row without an amount has none
        "[{'filter': 'datum.y > 1'}, {'aggregate': [{'op': 'sum', 'field': 'amount', 'as': 't'}]}]",
        // a formula that looks at what it adds up
        "[{'calculate': 'datum.basis == \\\"announced\\\" ? datum.amount * (datum.currency =="
        " \\\"PKR\\\" ? 0.003 : 1) : 0', 'as': 'eur'},"
        " {'aggregate': [{'op': 'sum', 'field': 'eur', 'as': 't'}]}]",
        // a mark, a share
        "[{'calculate': 'datum.amount > 6 ? 1 : 0', 'as': 'is_large'},"
        " {'aggregate': [{'op': 'sum', 'field': 'is_large', 'as': 't'}]}]"};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Bench bench = bench_open(NULL);
        g_autofree char *text = g_strdup(cases[i]);
        const Table *out = bench_apply(&bench, amounts(&bench), text);
        if (!out || diags_errors(bench.diags))
            fail_msg("refused: %s: %s", cases[i], nth_message(bench.diags, 0));
        bench_close(&bench);
    }
}

static void the_message_names_both(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    const Table *table = amounts(&bench);
    MoneySet set = {.table = table, .field = "amount", .what = "sum"};
    assert_string_equal(money_problem(bench.arena, &set),
                        "the amounts are in several currencies, PKR and EUR: their sum means "
                        "nothing");
    const guint rows[] = {1, 2};
    set.rows = rows;
    set.row_count = 2;
    assert_string_equal(money_problem(bench.arena, &set),
                        "the amounts are on several bases, announced and committed: their sum "
                        "means nothing");
    set.row_count = 1;
    assert_null(money_problem(bench.arena, &set));
    set.field = "y";
    assert_null(money_problem(bench.arena, &set));
    bench_close(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(transforms_of_mixed_amounts_are_refused),
        cmocka_unit_test(what_means_something_passes),
        cmocka_unit_test(the_message_names_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
