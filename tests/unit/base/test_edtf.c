// EDTF dates: what spans of days they are, what is refused and why, and how people read them.
#include "../support.h"

#include "base/datetime.h"
#include "base/format.h"

static Edtf edtf_of(const char *text) {
    Edtf date;
    const char *problem = NULL;
    if (!edtf_parse(text, &date, &problem))
        fail_msg("\"%s\" was refused: %s", text, problem);
    return date;
}

static char *day_text(int days) {
    int year, month, day;
    civil_from_days(days, &year, &month, &day);
    return g_strdup_printf("%d-%02d-%02d", year, month, day);
}

static void dates_are_spans_of_days(void **state) {
    (void)state;
    static const struct {
        const char *text;
        EdtfPrecision precision;
        const char *first, *last;
        int year;
    } cases[] = {
        {"2025-07-08", EDTF_DAY, "2025-07-08", "2025-07-08", 2025},
        {"2024-02-29", EDTF_DAY, "2024-02-29", "2024-02-29", 2024},
        {"2025-07-08T23:59:60Z", EDTF_DAY, "2025-07-08", "2025-07-08", 2025},
        {"2025-07-08T10:30:00+05:00", EDTF_DAY, "2025-07-08", "2025-07-08", 2025},
        {"2024-02", EDTF_MONTH, "2024-02-01", "2024-02-29", 2024},
        {"2025", EDTF_YEAR, "2025-01-01", "2025-12-31", 2025},
        {"197X", EDTF_DECADE, "1970-01-01", "1979-12-31", 1970},
        {"19XX", EDTF_CENTURY, "1900-01-01", "1999-12-31", 1900},
        {"2025-21", EDTF_SEASON, "2025-03-01", "2025-05-31", 2025},
        {"2025-22", EDTF_SEASON, "2025-06-01", "2025-08-31", 2025},
        {"2025-23", EDTF_SEASON, "2025-09-01", "2025-11-30", 2025},
        {"2023-24", EDTF_SEASON, "2023-12-01", "2024-02-29", 2023},
        {"2025-XX", EDTF_YEAR, "2025-01-01", "2025-12-31", 2025},
        {"2025-XX-XX", EDTF_YEAR, "2025-01-01", "2025-12-31", 2025},
        {"2025-07-XX", EDTF_MONTH, "2025-07-01", "2025-07-31", 2025},
        {"0000", EDTF_YEAR, "0-01-01", "0-12-31", 0},
        {"-0043-03-15", EDTF_DAY, "-43-03-15", "-43-03-15", -43},
        {"Y12025", EDTF_YEAR, "12025-01-01", "12025-12-31", 12025},
        {"Y-12025", EDTF_YEAR, "-12025-01-01", "-12025-12-31", -12025},
        {"2024/2025", EDTF_INTERVAL, "2024-01-01", "2025-12-31", 2024},
        {"2024-05/2024-07-08", EDTF_INTERVAL, "2024-05-01", "2024-07-08", 2024},
        {"2024/2024-05", EDTF_INTERVAL, "2024-01-01", "2024-12-31", 2024},
        {"2025/..", EDTF_INTERVAL, "2025-01-01", "2025-12-31", 2025},
        {"../2023-24", EDTF_INTERVAL, "2023-12-01", "2024-02-29", 2024},
        {"197X/198X", EDTF_INTERVAL, "1970-01-01", "1989-12-31", 1970},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        Edtf date = edtf_of(cases[i].text);
        g_autofree char *first = day_text(date.first);
        g_autofree char *last = day_text(date.last);
        assert_string_equal(first, cases[i].first);
        assert_string_equal(last, cases[i].last);
        assert_int_equal(date.precision, cases[i].precision);
        assert_int_equal(date.year, cases[i].year);
    }
}

static void qualifiers_and_open_ends_are_kept(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool approximate, uncertain, open_start, open_end;
    } cases[] = {
        {"2025", false, false, false, false},      {"2025~", true, false, false, false},
        {"2025-07?", false, true, false, false},   {"2025-07-08%", true, true, false, false},
        {"197X~", true, false, false, false},      {"2024~/2025", true, false, false, false},
        {"2024/2025?", false, true, false, false}, {"2025/..", false, false, false, true},
        {"2025/", false, false, false, true},      {"../2025", false, false, true, false},
        {"/2025~", true, false, true, false}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        Edtf date = edtf_of(cases[i].text);
        assert_int_equal(date.approximate, cases[i].approximate);
        assert_int_equal(date.uncertain, cases[i].uncertain);
        assert_int_equal(date.open_start, cases[i].open_start);
        assert_int_equal(date.open_end, cases[i].open_end);
    }
}

static void what_is_refused_says_why(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", "the date is empty"},
        {"2025-13", "a month is 01 to 12, a season 21 to 24"},
        {"2025-00", "a month is 01 to 12, a season 21 to 24"},
        {"2025-25", "a month is 01 to 12, a season 21 to 24"},
        {"2025-7", "a month has two digits"},
        {"2025-", "a month has two digits"},
        {"2025-07-8", "a day has two digits"},
        {"2025-07-32", "a day is 01 to 31"},
        {"2025-07-00", "a day is 01 to 31"},
        {"2025-02-29", "this month does not have that many days"},
        {"1900-02-29", "this month does not have that many days"},
        {"2025-06-31", "this month does not have that many days"},
        {"2025-XX-08", "a day needs its month"},
        {"25", "a year has four digits, or ends in X or XX"},
        {"202", "a year has four digits, or ends in X or XX"},
        {"summer 2025", "a year has four digits"},
        {"-197X", "a year has four digits"},
        {"1XXX", "a year has four digits"},
        {"20250708", "there is more text after the date"},
        {"2025-07-08 ", "there is more text after the date"},
        {"2025~?", "there is more text after the date"},
        {"2025~~", "there is more text after the date"},
        {"197X-07", "there is more text after the date"},
        {"2025-22-01", "there is more text after the date"},
        {"2025-07-08T25:00:00", "this time of day does not exist"},
        {"2025-07-08T10:30", "a time is hh:mm:ss"},
        {"2025-07-08T10:30:00+99", "a time's offset is Z, +hh or +hh:mm"},
        {"Y2025", "a year after \"Y\" has more than four digits"},
        {"Y999999", "years beyond 200000 are not supported"},
        {"Y170000002", "years beyond 200000 are not supported"},
        {"../..", "an interval needs a date on one side"},
        {"/", "an interval needs a date on one side"},
        {"2025/2024", "the interval ends before it starts"},
        {"2025-07-08/2025-06", "the interval ends before it starts"},
        {"2025/2026/2027", "there is more text after the date"},
        {"2025/foo", "a year has four digits"},
        {"2025/...", "a year has four digits"},
        {"\xFF\xFE", "a year has four digits"}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        Edtf date = {.year = 7};
        const char *problem = NULL;
        if (edtf_parse(cases[i][0], &date, &problem))
            fail_msg("\"%s\" was taken for a date", cases[i][0]);
        assert_string_equal(problem, cases[i][1]);
        assert_int_equal(date.year, 7);
        assert_false(edtf_parse(cases[i][0], &date, NULL));
    }
}

static void assert_reads(const char *locale, const char *const cases[][2], guint count) {
    for (guint i = 0; i < count; i++) {
        Edtf date = edtf_of(cases[i][0]);
        g_autofree char *text = edtf_format(&date, format_locale(locale));
        assert_string_equal(text, cases[i][1]);
    }
}

static void english_reads_well(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"2025-07-08", "8 July 2025"},
        {"2025-07", "July 2025"},
        {"2025", "2025"},
        {"197X", "1970s"},
        {"200X", "2000s"},
        {"19XX", "20th century"},
        {"20XX", "21st century"},
        {"10XX", "11th century"},
        {"2025-22", "summer 2025"},
        {"2025-24", "winter 2025"},
        {"2025~", "about 2025"},
        {"2025-07-08~", "about 8 July 2025"},
        {"197X~", "about the 1970s"},
        {"2025?", "2025?"},
        {"2025-22%", "about summer 2025?"},
        {"2024/2025", "2024–2025"},
        {"2024~/2025~", "about 2024–2025"},
        {"2024/2025~", "2024–about 2025"},
        {"2024-05/2024-07", "May–July 2024"},
        {"2024-05/2025-07", "May 2024 – July 2025"},
        {"2024-05-03/2024-05-08", "3–8 May 2024"},
        {"2024-05-03/2024-06-08", "3 May – 8 June 2024"},
        {"2024-12-30/2025-01-02", "30 December 2024 – 2 January 2025"},
        {"2024-05-03/2024-05-03", "3 May 2024"},
        {"2024-05-03/2025", "3 May 2024 – 2025"},
        {"2024-24/2025-21", "winter 2024 – spring 2025"},
        {"197X/198X", "1970s–1980s"},
        {"18XX/19XX", "19th century – 20th century"},
        {"2025/..", "since 2025"},
        {"2025-07~/", "since about July 2025"},
        {"197X/..", "since the 1970s"},
        {"../2025-07-08", "until 8 July 2025"},
        {"/19XX", "until the 20th century"},
        {"0476", "476"},
        {"Y12025", "12025"},
    };
    assert_reads("en", cases, G_N_ELEMENTS(cases));
    assert_reads("en-IN", cases, G_N_ELEMENTS(cases));
}

static void other_languages_have_their_own_words(void **state) {
    (void)state;
    static const char *const french[][2] = {{"2025-01-01", "1er janvier 2025"},
                                            {"2025-07-08~", "vers le 8 juillet 2025"},
                                            {"2025-22~", "vers l’été 2025"},
                                            {"19XX", "XXe siècle"},
                                            {"197X", "années 1970"},
                                            {"../2025-22", "jusqu’à l’été 2025"},
                                            {"2025-07/..", "depuis juillet 2025"},
                                            {"2025?", "2025\u00a0?"}};
    static const char *const russian[][2] = {
        {"2025-07-08", "8 июля 2025"}, {"2025-07", "июль 2025"},
        {"2025-07/..", "с июля 2025"}, {"../2025-24", "до зимы 2025"},
        {"197X~", "примерно 1970-е"},  {"2024-05/2024-07", "май – июль 2024"}};
    static const char *const chinese[][2] = {{"2025-07-08", "2025年7月8日"},
                                             {"2025-22~", "约2025年夏季"},
                                             {"197X", "1970年代"},
                                             {"2025/..", "自2025年起"},
                                             {"2024-05-03/2024-05-08", "2024年5月3日–8日"}};
    static const char *const urdu[][2] = {{"2025-07-08", "8 جولائی 2025"},
                                          {"2025-22", "موسم گرما 2025"},
                                          {"197X", "1970 کی دہائی"},
                                          {"2025/..", "2025 سے"},
                                          {"../2025", "2025 تک"}};
    static const char *const arabic[][2] = {{"2025-07-08", "8 يوليو 2025"},
                                            {"2025-22~", "حوالي صيف 2025"},
                                            {"2025/..", "منذ 2025"},
                                            {"2025?", "2025؟"}};
    assert_reads("fr", french, G_N_ELEMENTS(french));
    assert_reads("ru", russian, G_N_ELEMENTS(russian));
    assert_reads("zh", chinese, G_N_ELEMENTS(chinese));
    assert_reads("ur", urdu, G_N_ELEMENTS(urdu));
    assert_reads("ar", arabic, G_N_ELEMENTS(arabic));
}

static void every_pattern_of_every_language_is_whole(void **state) {
    (void)state;
    static const char *const ends[] = {"2025-01-01", "2025-07", "2025-21", "2025-22", "2025-23",
                                       "2025-24",    "2025",    "202X",    "20XX"};
    static const char *const shapes[] = {"%s", "%s~", "%s%%", "%s/..", "%s~/..", "../%s", "/%s~"};
    static const char *const tags[] = {"en", "en-IN", "fr", "ru", "zh", "ur", "ar"};
    for (guint i = 0; i < G_N_ELEMENTS(ends) * G_N_ELEMENTS(shapes) * G_N_ELEMENTS(tags); i++) {
        GString *text = g_string_new(shapes[i % G_N_ELEMENTS(shapes)]);
        g_string_replace(text, "%s", ends[i / G_N_ELEMENTS(shapes) % G_N_ELEMENTS(ends)], 0);
        g_string_replace(text, "%%", "%", 0);
        Edtf date = edtf_of(text->str);
        g_string_free(text, TRUE);
        const char *tag = tags[i / G_N_ELEMENTS(shapes) / G_N_ELEMENTS(ends)];
        g_autofree char *formatted = edtf_format(&date, format_locale(tag));
        assert_true(g_utf8_validate(formatted, -1, NULL));
        assert_null(strpbrk(formatted, "%()|~"));
        if (date.ends[0].precision != EDTF_CENTURY)
            assert_non_null(strstr(formatted, "202"));
    }
}

static void a_specifier_is_filled_only_with_what_is_known(void **state) {
    (void)state;
    static const char *const cases[][3] = {{"2025-07-08", "%d/%m/%Y", "08/07/2025"},
                                           {"2025-07-08", "%b %Y", "Jul 2025"},
                                           {"2025-07", "%b %Y", "Jul 2025"},
                                           {"2025-07", "%Y", "2025"},
                                           {"2025-07", "%d/%m/%Y", "July 2025"},
                                           {"2025", "%b %Y", "2025"},
                                           {"2025", "FY%y", "FY25"},
                                           {"2025-22", "%b %Y", "summer 2025"},
                                           {"2025-22", "%Y", "2025"},
                                           {"197X", "%Y", "1970s"},
                                           {"2024/2025", "%Y", "2024–2025"},
                                           {"2025-07-08~", "%-d/%-m", "about 8/7"},
                                           {"2025-07-08?", "%-d/%-m", "8/7?"}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        Edtf date = edtf_of(cases[i][0]);
        g_autofree char *text = edtf_time_format(&date, cases[i][1], format_locale("en"));
        assert_string_equal(text, cases[i][2]);
    }
}

static void precisions_have_names(void **state) {
    (void)state;
    assert_string_equal(edtf_precision_name(EDTF_DAY), "day");
    assert_string_equal(edtf_precision_name(EDTF_SEASON), "season");
    assert_string_equal(edtf_precision_name(EDTF_INTERVAL), "interval");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_spans_of_days),
        cmocka_unit_test(qualifiers_and_open_ends_are_kept),
        cmocka_unit_test(what_is_refused_says_why),
        cmocka_unit_test(english_reads_well),
        cmocka_unit_test(other_languages_have_their_own_words),
        cmocka_unit_test(every_pattern_of_every_language_is_whole),
        cmocka_unit_test(a_specifier_is_filled_only_with_what_is_known),
        cmocka_unit_test(precisions_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
