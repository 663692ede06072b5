// What is kept from one round of work to the next.
#include "../support.h"

#include "base/kept.h"

#include <string.h>

static guint freed;

static void free_counted(void *thing) {
    freed++;
    g_free(thing);
}

static KeptKey key_of(const char *kind, guint64 number, const char *text) {
    return (KeptKey){kind, number, g_bytes_new(text, strlen(text))};
}

static void add(Kept *kept, const char *kind, guint64 number, const char *text) {
    KeptKey key = key_of(kind, number, text);
    kept_add(kept, &key, g_strdup(text), strlen(text), free_counted);
    g_bytes_unref(key.bytes);
}

static const char *find(Kept *kept, const char *kind, guint64 number, const char *text) {
    KeptKey key = key_of(kind, number, text);
    const char *thing = kept_find(kept, &key);
    g_bytes_unref(key.bytes);
    return thing;
}

static void every_part_of_a_key_counts(void **state) {
    (void)state;
    g_autoptr(Kept) kept = kept_new(1000);
    add(kept, "answer", 1, "a");
    assert_string_equal(find(kept, "answer", 1, "a"), "a");
    assert_null(find(kept, "answer", 2, "a"));
    assert_null(find(kept, "drawing", 1, "a"));
    assert_null(find(kept, "answer", 1, "b"));
    assert_null(find(kept, "answer", 1, ""));
    assert_int_not_equal(kept_number(kept), kept_number(kept));
}

static void what_a_whole_round_does_not_ask_for_goes(void **state) {
    (void)state;
    g_autoptr(Kept) kept = kept_new(1000);
    freed = 0;
    add(kept, "answer", 0, "asked");
    add(kept, "answer", 0, "not asked");
    kept_turn(kept, /*whole=*/true);
    assert_int_equal(freed, 0); // both are of the round that ended
    assert_non_null(find(kept, "answer", 0, "asked"));
    kept_turn(kept, /*whole=*/false);
    kept_turn(kept, /*whole=*/false);
    assert_int_equal(freed, 0); // rounds that failed tell nothing
    kept_turn(kept, /*whole=*/true);
    assert_int_equal(freed, 1);
    assert_null(find(kept, "answer", 0, "not asked"));
    assert_non_null(find(kept, "answer", 0, "asked"));
}

static void more_than_the_limit_is_carried_nowhere(void **state) {
    (void)state;
    g_autoptr(Kept) kept = kept_new(20);
    freed = 0;
    add(kept, "answer", 0, "0123456789"); // ten bytes, made from ten
    kept_turn(kept, /*whole=*/false);
    assert_non_null(find(kept, "answer", 0, "0123456789"));
    add(kept, "answer", 0, "x");
    assert_non_null(find(kept, "answer", 0, "x")); // within the round it stays
    kept_turn(kept, /*whole=*/false);
    assert_int_equal(freed, 2);
    assert_null(find(kept, "answer", 0, "x"));
    add(kept, "answer", 0, "x"); // the count began anew
    kept_turn(kept, /*whole=*/true);
    assert_non_null(find(kept, "answer", 0, "x"));
}

static void all_goes_at_once(void **state) {
    (void)state;
    Kept *kept = kept_new(1000);
    freed = 0;
    add(kept, "answer", 0, "a");
    kept_forget(kept);
    assert_null(find(kept, "answer", 0, "a"));
    add(kept, "answer", 0, "a");
    kept_free(kept);
    assert_int_equal(freed, 2);
    kept_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_of_a_key_counts),
        cmocka_unit_test(what_a_whole_round_does_not_ask_for_goes),
        cmocka_unit_test(more_than_the_limit_is_carried_nowhere),
        cmocka_unit_test(all_goes_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
