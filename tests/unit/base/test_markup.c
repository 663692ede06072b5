// Text between tags and in attributes: nothing of it is ever markup, and all of it is XML.
#include "../support.h"

#include "base/markup.h"

static void assert_put(const char *text, gssize length, const char *expected) {
    g_autoptr(GString) out = g_string_new("<p>");
    markup_put_text(out, text, length);
    assert_string_equal(out->str + 3, expected);
}

static void markup_becomes_text(void **state) {
    (void)state;
    assert_put("<script>a && b</script>", -1, "&lt;script&gt;a &amp;&amp; b&lt;/script&gt;");
    assert_put("\" onload='x'", -1, "&quot; onload=&#39;x&#39;");
    assert_put("&amp;", -1, "&amp;amp;");
}

static void words_of_all_scripts_stay(void **state) {
    (void)state;
    assert_put("Überblick, 中文, اردو\tand\n👍", -1, "Überblick, 中文, اردو\tand\n👍");
    assert_put("", -1, "");
    assert_put(NULL, -1, "");
}

static void what_xml_cannot_hold_is_replaced(void **state) {
    (void)state;
    assert_put("a\x01"
               "b\x1f\r",
               -1, "a\uFFFDb\uFFFD\uFFFD");
    assert_put("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD", -1, "\uFFFD\uFFFD\uFFFD");
    assert_put("a\0b", 3, "a\uFFFDb");
}

static void length_ends_the_text(void **state) {
    (void)state;
    assert_put("one & two", 5, "one &amp;");
    assert_put("\xEF\xBF\xBE", 2, "\xEF\xBF");
    assert_put("<", 0, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markup_becomes_text),
        cmocka_unit_test(words_of_all_scripts_stay),
        cmocka_unit_test(what_xml_cannot_hold_is_replaced),
        cmocka_unit_test(length_ends_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
