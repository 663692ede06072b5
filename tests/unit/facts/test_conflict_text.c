// What a conflict says of an item as text is read again as it was, whatever labels hold.
#include "../support.h"

#include "facts/conflict_text.h"

#include <string.h>

static Decimal decimal(const char *text) {
    Decimal out;
    assert_true(decimal_parse(text, &out));
    return out;
}

static void amounts_come_back(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    const Decimal values[] = {decimal("-1.5"), decimal("320000000")};
    const ConflictAmounts several = {2, values, "USD", "committed"}, one = {1, values, "EUR", NULL};
    const char *text = conflict_amounts_text(arena, &several);
    assert_string_equal(text, "-1.5 + 320000000 USD committed");
    ConflictAmounts out;
    assert_true(conflict_amounts_read(arena, text, &out));
    assert_int_equal(out.count, 2);
    assert_int_equal(decimal_compare(out.values[1], values[1]), 0);
    assert_string_equal(out.currency, "USD");
    assert_string_equal(out.basis, "committed");
    assert_true(conflict_amounts_read(arena, conflict_amounts_text(arena, &one), &out));
    assert_string_equal(out.currency, "EUR");
    assert_null(out.basis);
}

static void quantities_come_back(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    const ConflictQuantity odd = {"Ratio 1: 2: 5 of", decimal("1200000"), "t a year"};
    ConflictQuantity out;
    assert_true(conflict_quantity_read(arena, conflict_quantity_text(arena, &odd), &out));
    assert_string_equal(out.label, odd.label);
    assert_string_equal(out.unit, odd.unit);
    assert_int_equal(decimal_compare(out.value, odd.value), 0);
    const ConflictQuantity bare = {"Jobs", decimal("7"), NULL};
    assert_true(conflict_quantity_read(arena, conflict_quantity_text(arena, &bare), &out));
    assert_null(out.unit);
}

static void commitments_come_back(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    const ConflictCommitment odd = {"Build, then: hand over: all, of it", "2026-03/2026-05",
                                    "open"};
    ConflictCommitment out;
    assert_true(conflict_commitment_read(arena, conflict_commitment_text(arena, &odd), &out));
    assert_string_equal(out.text, odd.text);
    assert_string_equal(out.due, odd.due);
    assert_string_equal(out.status, "open");
    const ConflictCommitment undated = {"Build, soon", NULL, "met"};
    assert_true(conflict_commitment_read(arena, conflict_commitment_text(arena, &undated), &out));
    assert_string_equal(out.text, undated.text);
    assert_null(out.due);
    assert_string_equal(out.status, "met");
}

static void other_texts_are_none(void **state) {
    static const char *const texts[] = {
        "",        " ",       "+",         "5",      "5 ", "5 +",     "5 + USD",       "USD 5",
        "1e9 USD", "5 + 6",   "5 USD a b", "5  USD", ": ", "label: ", "label: many t", "signed",
        ", ",      "Build it"};
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    ConflictAmounts amounts;
    ConflictQuantity quantity;
    ConflictCommitment commitment;
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        assert_false(conflict_amounts_read(arena, texts[i], &amounts));
        assert_false(conflict_quantity_read(arena, texts[i], &quantity));
        if (!strstr(texts[i], ": "))
            assert_false(conflict_commitment_read(arena, texts[i], &commitment));
    }
    assert_false(conflict_commitment_read(arena, "label: ", &commitment));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_come_back), cmocka_unit_test(quantities_come_back),
        cmocka_unit_test(commitments_come_back), cmocka_unit_test(other_texts_are_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
