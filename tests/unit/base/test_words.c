// Words of the program: the languages shipped, files of one's own, plural forms, and what is wrong
// with a file said by file and key.
#include "../support.h"

#include "base/plural.h"
#include "base/words.h"

#include <glib/gstdio.h>
#include <math.h>

typedef struct {
    Arena *arena;
    Diags *diags;
    GPtrArray *documents;
    char *folder;
} Fixture;

static void free_document(void *document) {
    json_doc_free(document);
}

static int begin(void **state) {
    Fixture *f = g_new0(Fixture, 1);
    f->arena = arena_new();
    f->diags = diags_new();
    f->documents = g_ptr_array_new_with_free_func(free_document);
    f->folder = g_dir_make_tmp("accord-words-XXXXXX", NULL);
    *state = f;
    return 0;
}

static int end(void **state) {
    Fixture *f = *state;
    g_autofree char *inner = g_build_filename(f->folder, "i18n", NULL);
    g_autofree char *file = g_build_filename(inner, "de.json", NULL);
    g_unlink(file);
    g_rmdir(inner);
    g_rmdir(f->folder);
    g_free(f->folder);
    arena_free(f->arena);
    g_ptr_array_unref(f->documents);
    diags_free(f->diags);
    g_free(f);
    return 0;
}

static const Words *load(Fixture *f, const char *language) {
    WordsInput input = {.arena = f->arena,
                        .diags = f->diags,
                        .documents = f->documents,
                        .language = language,
                        .folder = f->folder,
                        .shipped = "layouts"};
    return words_load(&input);
}

static const Words *load_german(Fixture *f, const char *text) {
    g_autofree char *inner = g_build_filename(f->folder, "i18n", NULL);
    g_autofree char *file = g_build_filename(inner, "de.json", NULL);
    g_mkdir_with_parents(inner, 0755);
    assert_true(g_file_set_contents(file, text, -1, NULL));
    return load(f, "de");
}

static void shipped_languages_are_whole(void **state) {
    Fixture *f = *state;
    static const char *const languages[] = {"en", "fr", "ur", "zh", "ru", "ar", "en-IN", "fr_CA"};
    for (guint i = 0; i < G_N_ELEMENTS(languages); i++) {
        const Words *words = load(f, languages[i]);
        assert_non_null(words);
        assert_string_equal(words_language(words), languages[i]);
        for (int word = 0; word < WORD_COUNT; word++)
            assert_true(*words_text(words, (Word)word));
    }
    assert_int_equal(diags_kept(f->diags), 0);
    assert_string_equal(words_text(load(f, "ur"), WORD_CONTENTS), "فہرست");
    assert_string_equal(format_locale_tag(words_locale(load(f, "en-IN"))), "en-IN");
}

static void english_needs_no_file(void **state) {
    Fixture *f = *state;
    WordsInput input = {
        .arena = f->arena, .diags = f->diags, .documents = f->documents, .language = "en"};
    const Words *words = words_load(&input);
    assert_string_equal(words_text(words, WORD_CONTENTS), "Contents");
    assert_string_equal(words_text(words_built_in(f->arena), ALT_BARS), "Bar chart");
}

static void numbers_choose_forms(void **state) {
    Fixture *f = *state;
    static const struct {
        const char *language;
        double count;
        const char *text;
    } cases[] = {
        {"en", 1, "1 partnership"},   {"en", 0, "0 partnerships"},   {"fr", 0, "0 partenariat"},
        {"fr", 2, "2 partenariats"},  {"ru", 1, "1 партнёрство"},    {"ru", 11, "11 партнёрств"},
        {"ru", 22, "22 партнёрства"}, {"ru", 112, "112 партнёрств"}, {"zh", 1, "1 个合作项目"},
        {"ar", 2, "شراكتان"},         {"ar", 3, "3 شراكات"},         {"ar", 11, "11 شراكة"},
        {"ar", 100, "100 شراكة"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *printed = g_strdup_printf("%g", cases[i].count);
        assert_string_equal(words_count(load(f, cases[i].language), WORD_PARTNERSHIPS,
                                        cases[i].count, printed, f->arena),
                            cases[i].text);
    }
}

static void plural_rules_are_those_of_cldr(void **state) {
    (void)state;
    assert_int_equal(plural_form(PLURAL_RULE_POLISH, 1), PLURAL_ONE);
    assert_int_equal(plural_form(PLURAL_RULE_POLISH, 22), PLURAL_FEW);
    assert_int_equal(plural_form(PLURAL_RULE_POLISH, 21), PLURAL_MANY);
    assert_int_equal(plural_form(PLURAL_RULE_CZECH, 4), PLURAL_FEW);
    assert_int_equal(plural_form(PLURAL_RULE_CZECH, 1.5), PLURAL_MANY);
    assert_int_equal(plural_form(PLURAL_RULE_ARABIC, 103), PLURAL_FEW);
    assert_int_equal(plural_form(PLURAL_RULE_ARABIC, 102), PLURAL_OTHER);
    assert_int_equal(plural_form(PLURAL_RULE_EAST_SLAVIC, 1.5), PLURAL_OTHER);
    assert_int_equal(plural_form(PLURAL_RULE_ONE, NAN), PLURAL_OTHER);
}

#define GERMAN_LOCALE                                                                              \
    "\"numbers\": {\"decimal\": \",\", \"thousands\": \".\", \"grouping\": [3],"                   \
    " \"currency\": [\"\", \" €\"]},"                                                            \
    "\"dates\": {\"days\": [\"So\",\"Mo\",\"Di\",\"Mi\",\"Do\",\"Fr\",\"Sa\"],"                    \
    " \"shortDays\": [\"So\",\"Mo\",\"Di\",\"Mi\",\"Do\",\"Fr\",\"Sa\"],"                          \
    " \"months\": [\"Januar\",\"Februar\",\"März\",\"April\",\"Mai\",\"Juni\",\"Juli\","          \
    "\"August\",\"September\",\"Oktober\",\"November\",\"Dezember\"],"                             \
    " \"shortMonths\": [\"Jan\",\"Feb\",\"Mär\",\"Apr\",\"Mai\",\"Jun\",\"Jul\",\"Aug\","         \
    "\"Sep\",\"Okt\",\"Nov\",\"Dez\"]}, \"forms\": {\"plain\": {\"day\": \"%d. %B %y\"}}"

static void a_language_needs_no_code(void **state) {
    Fixture *f = *state;
    const Words *words =
        load_german(f, "{\"words\": 1, \"lang\": \"de\", \"extends\": \"en\", " GERMAN_LOCALE
                       ", \"report\": {\"contents\": \"Inhalt\"}}");
    assert_non_null(words);
    assert_string_equal(words_text(words, WORD_CONTENTS), "Inhalt");
    assert_string_equal(words_text(words, WORD_TOTAL), "Total");
    NumberFormat format;
    assert_true(number_format_parse(",.1f", &format));
    g_autofree char *number = number_format(&format, words_locale(words), 1234567.5);
    assert_string_equal(number, "1.234.567,5");
    Edtf date;
    assert_true(edtf_parse("2025-03-08", &date, NULL));
    g_autofree char *day = edtf_format(&date, words_locale(words));
    assert_string_equal(day, "8. März 2025");
}

static char *in_words(const Words *words, double value) {
    NumberFormat format;
    assert_true(number_format_parse("w", &format));
    return number_format(&format, words_locale(words), value);
}

static void a_language_brings_its_units(void **state) {
    Fixture *f = *state;
    const Words *words = load_german(
        f,
        "{\"words\": 1, \"lang\": \"de\", \"extends\": \"en\", \"plural\": \"one\","
        " \"numbers\": {\"decimal\": \",\", \"units\": {\"1e6\": \"{0} Mio.\", \"$comment\": \"x\","
        " \"1e12\": {\"one\": \"{0} Billion\", \"other\": \"{0} Billionen\"}, \"1e9\": \"{0} "
        "Mrd.\"}}}");
    static const struct {
        double value;
        const char *expected;
    } rows[] = {{19.4e9, "19,4 Mrd."}, {66.5e6, "66,5 Mio."},     {1e12, "1 Billion"},
                {2e12, "2 Billionen"}, {-999.96e9, "−1 Billion"}, {999499, "999,000"}};
    assert_non_null(words);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = in_words(words, rows[i].value);
        assert_string_equal(text, rows[i].expected);
    }
}

static void problems_name_file_and_key(void **state) {
    Fixture *f = *state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"{\"words\": 1, \"lang\": \"de\", \"plural\": \"one\", \"alt\": {}, " GERMAN_LOCALE
         ", \"report\": {}}",
         "\"report\" has no word for \"contents\""},
        {"{\"words\": 1, \"lang\": \"de\", \"extends\": \"en\"," GERMAN_LOCALE
         ", \"report\": {\"content\": \"x\"}}",
         "unknown key \"content\" in report"},
        {"{\"words\": 1, \"lang\": \"de\", \"extends\": \"en\"," GERMAN_LOCALE
         ", \"report\": {\"total\": \"{0} x\"}}",
         "\"{0} x\" has places that the word does not have; in English it is \"Total\""},
        {"{\"words\": 1, \"lang\": \"de\", \"extends\": \"en\", \"numbers\": {\"units\": {\"1e6\": "
         "\"Mio.\"}}}",
         "\"Mio.\" has no place for its number, expected for example \"{0} million\""},
        {"{\"words\": 1, \"lang\": \"de\", \"extends\": \"en\", \"numbers\": {\"units\": {\"1e3\": "
         "\"{0} k\"}}}",
         "\"1e3\" is no unit, expected at most 8 powers of ten from 1e4 to 1e15"},
        {"{\"words\": 1, \"lang\": \"de\", \"extends\": \"en\", \"numbers\": {\"units\": {\"1e6\": "
         "{\"one\": \"{0} M\"}}}}",
         "unit lacks \"other\""},
        {"{\"words\": 1, \"lang\": \"de\", \"extends\": \"tlh\"}",
         "there are no words for \"tlh\""},
        {"{\"words\": 1, \"lang\": \"de\", \"extends\": \"de\"}",
         "more than 4 strings files extend each other"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        diags_free(f->diags);
        f->diags = diags_new();
        const Words *words = load_german(f, cases[i].text);
        assert_true(words == NULL || diags_errors(f->diags) > 0);
        assert_string_equal(diags_nth(f->diags, 0)->message, cases[i].message);
        if (i < 7)
            assert_non_null(strstr(diags_nth(f->diags, 0)->place.source->name, "de.json"));
    }
}

static void unknown_languages_are_refused(void **state) {
    Fixture *f = *state;
    assert_null(load(f, "tlh"));
    assert_string_equal(diags_nth(f->diags, 0)->message,
                        "language \"tlh\" is not one of those there are words for: ar, en, fr, ru, "
                        "ur, zh");
    assert_null(load(f, "../../x"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shipped_languages_are_whole, begin, end),
        cmocka_unit_test_setup_teardown(english_needs_no_file, begin, end),
        cmocka_unit_test_setup_teardown(numbers_choose_forms, begin, end),
        cmocka_unit_test(plural_rules_are_those_of_cldr),
        cmocka_unit_test_setup_teardown(a_language_needs_no_code, begin, end),
        cmocka_unit_test_setup_teardown(a_language_brings_its_units, begin, end),
        cmocka_unit_test_setup_teardown(problems_name_file_and_key, begin, end),
        cmocka_unit_test_setup_teardown(unknown_languages_are_refused, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
