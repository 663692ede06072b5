// Hashes of foreign texts: those of SipHash-1-3, as Python 3.11 and later gives them for the key 0.
#include "../support.h"

#include "base/text_hash.h"

#include <string.h>

static void known_hashes(void **state) {
    (void)state;
    static const struct {
        const char *text;
        guint64 hash;
    } known[] = {{"a", G_GUINT64_CONSTANT(0x407448d2b89b1813)},
                 {"abcdefg", G_GUINT64_CONSTANT(0x6db12aae9070f506)},
                 {"abcdefgh", G_GUINT64_CONSTANT(0x3f7b849c0b8e35ea)},
                 {"the quick brown fox", G_GUINT64_CONSTANT(0x5a17575ad3449cba)}};
    static const guint64 none[2] = {0, 0}, other[2] = {1, 0};
    for (guint i = 0; i < G_N_ELEMENTS(known); i++) {
        const char *text = known[i].text;
        assert_true(text_hash_keyed(none, text, strlen(text)) == known[i].hash);
        assert_true(text_hash_keyed(other, text, strlen(text)) != known[i].hash);
    }
}

static void one_text_has_one_hash(void **state) {
    (void)state;
    g_autofree char *copy = g_strdup("Karachi");
    assert_int_equal(text_hash("Karachi"), text_hash(copy));
    assert_int_equal(text_hash("Karachi"), text_hash_bytes(copy, strlen(copy)));
    assert_int_equal(text_hash(""), text_hash_bytes(copy, 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_hashes),
        cmocka_unit_test(one_text_has_one_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
