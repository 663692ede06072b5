// Finding quotes in texts: comparable forms and their places, many quotes at once, near ones.
#include "../support.h"

#include "facts/approximate.h"
#include "facts/comparable.h"
#include "facts/quote_search.h"

#include <math.h>

// --- comparable forms ---

static void assert_form(const char *text, const char *expected) {
    g_autofree char *form = comparable_text(text);
    assert_string_equal(form, expected);
}

static void spellings_have_one_form(void **state) {
    (void)state;
    assert_form("  a\t\n b\u00A0 c ", "a b c");
    assert_form("“quoted” ‘so’ «and» „so“", "\"quoted\" 'so' \"and\" \"so\"");
    assert_form("2024–2025 — a\u2011b \u22125", "2024-2025 - a-b -5");
    assert_form("۱۲٫۵ ١٢٬٠٠٠ १२ １２", "12.5 12,000 12 12");
    assert_form("cafe\u0301", "café");
    assert_form("soft\u00ADhyphen zero\u200Bwidth \uFEFFbom", "softhyphen zerowidth bom");
    assert_form("Case Stays", "Case Stays");
    assert_form("wait…", "wait...");
    assert_form("bad \xff byte", "bad \uFFFD byte");
    assert_form("", "");
    assert_form(" \n ", "");
}

// The passage of the original that the words of the form stand for.
static void assert_origin(const char *text, const char *words, const char *expected) {
    g_autoptr(Comparable) form = comparable_new(text, strlen(text));
    const char *at = strstr(form->text, words);
    assert_non_null(at);
    gsize start = (gsize)(at - form->text), end = start + strlen(words);
    comparable_range(form, &start, &end);
    g_autofree char *found = g_strndup(text + start, end - start);
    assert_string_equal(found, expected);
}

static void places_lead_back_to_the_original(void **state) {
    (void)state;
    assert_origin("xx  “a   b”  yy", "\"a b\"", "“a   b”");
    assert_origin("wait… more", "more", "more");
    assert_origin("e\u0301te\u0301", "été", "e\u0301te\u0301");
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 5000; i++)
        g_string_append_printf(text, "word–%d \u00A0 ", i);
    for (int i = 0; i < 5000; i += 7) {
        g_autofree char *words = g_strdup_printf(" word-%d ", i + 1);
        g_autofree char *original = g_strdup_printf(" \u00A0 word–%d \u00A0 ", i + 1);
        if (i + 2 < 5000)
            assert_origin(text->str, words, original);
    }
}

static void long_runs_of_marks_are_cut(void **state) {
    (void)state;
    g_autoptr(GString) text = g_string_new("a");
    for (int i = 0; i < 100000; i++)
        g_string_append(text, i % 2 ? "\u0301" : "\u0323");
    g_string_append(text, " end");
    assert_origin(text->str, " end", " end");
}

// --- exact search ---

static void assert_found(const char *text, const char *const *words, const gssize *places,
                         guint count) {
    Quote quotes[16];
    for (guint i = 0; i < count; i++)
        quotes[i] = (Quote){.text = words[i], .length = strlen(words[i])};
    quote_search(quotes, count, text, strlen(text));
    for (guint i = 0; i < count; i++)
        assert_int_equal((gssize)quotes[i].found, places[i]);
}

static void quotes_in_one_another(void **state) {
    (void)state;
    const char *words[] = {"she", "he", "hers", "his", "s", "she", "rs x", "ushers x"};
    const gssize places[] = {1, 2, 2, -1, 1, 1, 4, 0};
    assert_found("ushers x", words, places, G_N_ELEMENTS(words));
}

// Against the plain search, on texts of two letters where everything overlaps.
static void agrees_with_plain_search(void **state) {
    (void)state;
    guint32 seed = 1;
    for (int round = 0; round < 200; round++) {
        char text[200], words[8][8];
        const char *list[8];
        gssize places[8];
        for (guint i = 0; i < sizeof text; i++)
            text[i] = "ab"[(seed = seed * 1664525 + 1013904223) >> 24 & 1];
        text[sizeof text - 1] = '\0';
        for (guint i = 0; i < 8; i++) {
            guint length = 1 + (seed >> 20) % 7;
            for (guint n = 0; n < length; n++)
                words[i][n] = "ab"[(seed = seed * 1664525 + 1013904223) >> 24 & 1];
            words[i][length] = '\0';
            list[i] = words[i];
            const char *at = strstr(text, words[i]);
            places[i] = at ? at - text : -1;
        }
        assert_found(text, list, places, 8);
    }
}

// --- near search ---

static void assert_score(double score, double expected) {
    assert_true(fabs(score - expected) < 1e-9);
}

static Approximate nearest(const char *text, const char *quote) {
    Approximate found = {.text = quote};
    approximate_search(&found, 1, text, strlen(text));
    return found;
}

static void near_passages(void **state) {
    (void)state;
    const char *text = "the two sides will establish a regular communication mechanism soon";
    Approximate found = nearest(text, "establish a regular comunication mechanism");
    assert_score(found.score, 1 - 1.0 / 42);
    g_autofree char *passage = g_strndup(text + found.start, found.end - found.start);
    assert_string_equal(passage, "establish a regular communication mechanism");
    assert_true(nearest(text, "a wholly different sentence here").score <= 0);
    assert_true(nearest(text, "sides").score <= 0); // too short to say anything
    assert_true(nearest("", "establish a regular").score <= 0);
}

static void near_passages_beyond_ascii(void **state) {
    (void)state;
    const char *text = "他说，双方将建立定期沟通机制，并加快可行性研究。";
    Approximate found = nearest(text, "双方将建立长期沟通机制");
    assert_score(found.score, 1 - 1.0 / 11);
    g_autofree char *passage = g_strndup(text + found.start, found.end - found.start);
    assert_string_equal(passage, "双方将建立定期沟通机制");
}

// The plain table of edit distances, a passage may begin anywhere.
static guint plain_distance(const char *text, const char *quote) {
    gsize m = strlen(quote), n = strlen(text);
    g_autofree guint *column = g_new(guint, m + 1);
    guint best = G_MAXUINT;
    for (gsize i = 0; i <= m; i++)
        column[i] = (guint)i;
    for (gsize j = 0; j < n; j++) {
        guint diagonal = column[0];
        for (gsize i = 1; i <= m; i++) {
            guint replaced = diagonal + (quote[i - 1] != text[j]);
            diagonal = column[i];
            column[i] = MIN(replaced, MIN(column[i], column[i - 1]) + 1);
        }
        best = MIN(best, column[m]);
    }
    return best;
}

static void agrees_with_the_table_of_distances(void **state) {
    (void)state;
    guint32 seed = 7;
    for (int round = 0; round < 60; round++) {
        gsize length = 8 + (gsize)round * 5; // over one, two and more blocks
        g_autofree char *quote = g_malloc(length + 1), *text = g_malloc(3 * length + 1);
        for (gsize i = 0; i < 3 * length; i++)
            text[i] = "abc"[((seed = seed * 1664525 + 1013904223) >> 24) % 3];
        text[3 * length] = '\0';
        memcpy(quote, text + length, length);
        quote[length] = '\0';
        for (gsize i = 0; i < length; i += 9)
            quote[i] = (char)('a' + (quote[i] - 'a' + 1) % 3);
        guint distance = plain_distance(text, quote);
        double expected = distance > length / 5 ? 0 : 1 - (double)distance / (double)length;
        assert_score(nearest(text, quote).score, expected);
    }
}

// More work than is allowed for all: then quotes are found by what they share with the text.
static void many_quotes_in_a_long_text(void **state) {
    (void)state;
    g_autoptr(GString) text = g_string_new(NULL);
    guint32 seed = 3;
    for (int i = 0; i < 20000; i++)
        g_string_append_printf(text, "w%x ", seed = seed * 1664525 + 1013904223);
    guint count = 4000;
    g_autofree Approximate *quotes = g_new0(Approximate, count);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < count; i++) {
        char *quote = g_strndup(text->str + 40 * i, 90);
        quote[45] = '#';
        g_ptr_array_add(texts, quote);
        quotes[i].text = quote;
    }
    approximate_search(quotes, count, text->str, text->len);
    for (guint i = 0; i < count; i++) {
        assert_score(quotes[i].score, 1 - 1.0 / 90);
        assert_int_equal(quotes[i].start, 40 * i);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_have_one_form),
        cmocka_unit_test(places_lead_back_to_the_original),
        cmocka_unit_test(long_runs_of_marks_are_cut),
        cmocka_unit_test(quotes_in_one_another),
        cmocka_unit_test(agrees_with_plain_search),
        cmocka_unit_test(near_passages),
        cmocka_unit_test(near_passages_beyond_ascii),
        cmocka_unit_test(agrees_with_the_table_of_distances),
        cmocka_unit_test(many_quotes_in_a_long_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
