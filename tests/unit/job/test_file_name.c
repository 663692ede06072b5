// Names that are safe: hostile texts stay one name in the folder, and different texts different
// names.
#include "../support.h"

#include "job/file_name.h"

static void assert_name(const char *text, const char *expected) {
    g_autofree char *name = file_name_make(text, FILE_NAME_SPACES);
    assert_string_equal(name, expected);
    g_autofree char *again = file_name_make(name, FILE_NAME_SPACES);
    assert_string_equal(again, expected); // a safe name is left alone
}

static void assert_begins(const char *text, const char *start) {
    g_autofree char *name = file_name_make(text, FILE_NAME_SPACES);
    assert_true(g_str_has_prefix(name, start));
}

static void plain_names_stay(void **state) {
    (void)state;
    assert_name("sector-energy.pdf", "sector-energy.pdf");
    assert_name("Food security, 2024 (v1.2).pdf", "Food security, 2024 (v1.2).pdf");
    assert_name("توانائی.pdf", "توانائی.pdf");
    assert_name("能源.pdf", "能源.pdf");
    assert_name("می\u200cخواهم.pdf", "می\u200cخواهم.pdf");
}

static void paths_become_names(void **state) {
    (void)state;
    assert_name("../../etc/passwd", "etc-passwd");
    assert_name("/etc/passwd", "etc-passwd");
    assert_name("a/../../b.pdf", "a-..-..-b.pdf");
    assert_name("..\\..\\boot.ini", "boot.ini");
    assert_name("C:\\x.pdf", "C--x.pdf");
    assert_name("-rf.pdf", "rf.pdf");
    assert_name(".hidden.pdf", "hidden.pdf");
    assert_name("end. . .", "end");
}

static void nothing_gets_a_name(void **state) {
    (void)state;
    assert_begins("", "unnamed-e3b0c442");
    assert_begins("..", "unnamed-");
    assert_begins("/", "unnamed-");
    g_autofree char *name = file_name_make(".pdf", FILE_NAME_SPACES);
    assert_true(g_str_has_prefix(name, "unnamed-") && g_str_has_suffix(name, ".pdf"));
    g_autofree char *dots = file_name_make("...pdf", FILE_NAME_SPACES);
    assert_true(g_str_has_prefix(dots, "unnamed-") && g_str_has_suffix(dots, ".pdf"));
    assert_string_not_equal(name, dots);
}

static void invisible_characters_go(void **state) {
    (void)state;
    assert_name("a\x01"
                "b\x7f"
                "c\xC2\x85.pdf",
                "abc.pdf"); // C0, DEL, C1
    assert_name("invoice\u202Efdp.exe", "invoicefdp.exe");
    assert_name("\uFEFF"
                "a\u2066b\u2069\u200B.pdf",
                "ab.pdf");
    assert_name("one\r\ntwo\t\u2028three.pdf", "one two three.pdf");
    assert_name("bad\xFF\xC3.pdf", "bad\uFFFD\uFFFD.pdf");
}

static void one_form_of_unicode(void **state) {
    (void)state;
    assert_name("cafe\u0301.pdf", "café.pdf");
}

static void white_space(void **state) {
    (void)state;
    assert_name("a  b\u00A0 c.pdf", "a b c.pdf");
    g_autofree char *name = file_name_make("Food  security \n2.pdf", FILE_NAME_HYPHENS);
    assert_string_equal(name, "Food-security-2.pdf");
}

static void devices(void **state) {
    (void)state;
    assert_name("CON", "CON_");
    assert_name("nul.pdf", "nul_.pdf");
    assert_name("Lpt9.tar.gz", "Lpt9_.tar.gz");
    assert_name("com0.pdf", "com0.pdf");
    assert_name("console.pdf", "console.pdf");
}

static char *repeat(const char *part, guint count, const char *end) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < count; i++)
        g_string_append(text, part);
    return g_string_free(g_string_append(text, end), FALSE);
}

static void long_names_are_cut(void **state) {
    (void)state;
    g_autofree char *fits = repeat("x", 251, ".pdf");
    assert_name(fits, fits);
    g_autofree char *one = repeat("能", 400, "a.pdf"), *two = repeat("能", 400, "b.pdf");
    g_autofree char *first = file_name_make(one, FILE_NAME_SPACES);
    g_autofree char *second = file_name_make(two, FILE_NAME_SPACES);
    assert_string_not_equal(first, second);
    assert_true(strlen(first) <= FILE_NAME_LIMIT && strlen(first) > FILE_NAME_LIMIT - 4);
    assert_true(g_utf8_validate(first, -1, NULL));
    assert_true(g_str_has_suffix(first, ".pdf"));
    assert_name(first, first);
}

// A letter is not cut off from the marks that it bears, when there are so few that it is a letter.
static void marks_stay_with_their_letter(void **state) {
    (void)state;
    for (guint lead = 225; lead < 245; lead++) {
        g_autofree char *start = repeat("x", lead, "q\u0303\u0323");
        g_autofree char *text = repeat(start, 1, "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy.pdf");
        g_autofree char *name = file_name_make(text, FILE_NAME_SPACES);
        const char *tilde = strchr(name, '~');
        assert_non_null(tilde);
        assert_true(tilde[-1] != 'q');
        assert_true(strlen(name) <= FILE_NAME_LIMIT);
    }
    g_autofree char *marks = repeat("\u0303", 300, ".pdf"); // nothing but marks still has a name
    g_autofree char *name = file_name_make(marks, FILE_NAME_SPACES);
    assert_true(strlen(name) > 9 && strlen(name) <= FILE_NAME_LIMIT);
}

static void folded_names(void **state) {
    (void)state;
    g_autofree char *one = file_name_fold("Straße É.PDF"),
                    *two = file_name_fold("STRASSE e\u0301.pdf");
    assert_string_equal(one, two);
    g_autofree char *other = file_name_fold("strase é.pdf");
    assert_string_not_equal(one, other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_names_stay),
        cmocka_unit_test(paths_become_names),
        cmocka_unit_test(nothing_gets_a_name),
        cmocka_unit_test(invisible_characters_go),
        cmocka_unit_test(one_form_of_unicode),
        cmocka_unit_test(white_space),
        cmocka_unit_test(devices),
        cmocka_unit_test(long_names_are_cut),
        cmocka_unit_test(marks_stay_with_their_letter),
        cmocka_unit_test(folded_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
