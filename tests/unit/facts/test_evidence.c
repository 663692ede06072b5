// Claims looked up in captured texts: the five states, ranges and selectors, where texts lie, and
// whether the numbers and dates of claims are said.
#include "facts_support.h"

#include "facts/evidence.h"

#include <unistd.h>

typedef struct {
    char *folder;
    Vocabularies *vocabularies;
    Diags *diags;
    EvidenceCheck *check;
} Case;

static int set_up(void **state) {
    Case *test = g_new0(Case, 1);
    test->folder = g_dir_make_tmp("evidence-XXXXXX", NULL);
    test->diags = diags_new();
    test->vocabularies = vocabularies_load(test->diags, "data/vocabulary");
    *state = test;
    return test->folder && test->vocabularies ? 0 : -1;
}

static void remove_folder(const char *path) {
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        if (g_file_test(inner, G_FILE_TEST_IS_DIR) && !g_file_test(inner, G_FILE_TEST_IS_SYMLINK))
            remove_folder(inner);
        else
            g_remove(inner);
    }
    g_rmdir(path);
}

static int tear_down(void **state) {
    Case *test = *state;
    evidence_check_free(test->check);
    vocabularies_free(test->vocabularies);
    diags_free(test->diags);
    remove_folder(test->folder);
    g_free(test->folder);
    g_free(test);
    return 0;
}

static void write_file(const Case *test, const char *name, const char *text) {
    g_autofree char *path = g_build_filename(test->folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    assert_int_equal(g_mkdir_with_parents(parent, 0755), 0);
    assert_true(g_file_set_contents(path, text, -1, NULL));
}

// Reads facts with these sources and partnership members, and looks everything up.
// Members may be written with ' for ", which occurs in no text here.
static void check_facts(Case *test, const char *sources, const char *members) {
    g_autofree char *text = g_strdup_printf(
        "{\"facts\":1,\"sources\":[%s],\"partnerships\":[{\"id\":\"p\",\"title\":\"T\","
        "\"parties\":[\"Pakistan\"],%s}]}",
        sources, members);
    g_strdelimit(text, "'", '"');
    write_file(test, "facts/facts.json", text);
    g_autofree char *path = g_build_filename(test->folder, "facts/facts.json", NULL);
    g_autofree char *folder = g_build_filename(test->folder, "texts", NULL);
    const char *paths[] = {path};
    FactsOptions options = {.diags = test->diags, .vocabularies = test->vocabularies};
    evidence_check_free(test->check);
    test->check = evidence_check_new(test->diags, folder);
    FactsSink sink = evidence_check_sink(test->check);
    if (!facts_read(&options, paths, 1, &sink, NULL))
        diags_print(test->diags, stderr, false);
    assert_int_equal(diags_errors(test->diags), 0);
    assert_true(evidence_check_run(test->check));
}

static const EvidenceClaim *nth(const Case *test, guint index) {
    assert_true(index < evidence_check_count(test->check));
    return evidence_check_nth(test->check, index);
}

static void assert_claim(const Case *test, guint index, EvidenceState state, const char *found) {
    const EvidenceClaim *claim = nth(test, index);
    if (claim->state != state)
        fail_msg("claim %u is %s", index, evidence_state_name(claim->state));
    if (found)
        assert_string_equal(claim->found, found);
    else
        assert_null(claim->found);
}

#define SOURCE "{\"id\":\"s\",\"title\":\"S\"}"

static void five_states(void **state) {
    Case *test = *state;
    write_file(test, "texts/s.txt",
               "First line.\nThe “new mill” costs 1.2\u00A0billion dollars,\nsaid the office.\f"
               "A second page speaks of financing arrangements.\n");
    check_facts(test, SOURCE ",{\"id\":\"t\",\"title\":\"T\"}",
                "'evidence':["
                "{'source':'s','quote':'said the office'},"
                "{'source':'s','quote':'The \\u0022new mill\\u0022 costs 1.2 billion'},"
                "{'source':'s','quote':'speaks of financing arangements'},"
                "{'source':'s','quote':'a railway through the mountains'},"
                "{'source':'t','quote':'said the office'},"
                "{'source':'s','locator':'17'}]");
    assert_claim(test, 0, EVIDENCE_EXACT, "said the office");
    assert_int_equal(nth(test, 0)->line, 3);
    assert_claim(test, 1, EVIDENCE_NORMALISED, "The “new mill” costs 1.2\u00A0billion");
    assert_int_equal(nth(test, 1)->line, 2);
    assert_claim(test, 2, EVIDENCE_FUZZY, "speaks of financing arrangements");
    assert_int_equal(nth(test, 2)->page, 2);
    assert_true(nth(test, 2)->score > 0.9 && nth(test, 2)->score < 1);
    assert_claim(test, 3, EVIDENCE_MISSING, NULL);
    assert_claim(test, 4, EVIDENCE_UNAVAILABLE, NULL);
    EvidenceSummary summary = evidence_check_summary(test->check);
    assert_int_equal(summary.claims, 5);
    assert_int_equal(summary.records, 1);
    assert_int_equal(summary.texts, 1);
    assert_int_equal(evidence_count_failed(test->check, EVIDENCE_EXACT), 4);
    assert_int_equal(evidence_count_failed(test->check, EVIDENCE_NORMALISED), 3);
    assert_int_equal(evidence_count_failed(test->check, EVIDENCE_FUZZY), 2);
}

static void selectors(void **state) {
    Case *test = *state;
    write_file(test, "texts/s.txt", "ärea one: ten mills. area two: ten  mills. area three.");
    check_facts(
        test, SOURCE,
        "'evidence':["
        "{'source':'s','selector':{'type':'TextQuoteSelector','exact':'ten','prefix':'two: "
        "','suffix':' mills'}},"
        "{'source':'s','selector':{'type':'TextQuoteSelector','exact':'ten','prefix':'nine: '}},"
        "{'source':'s','selector':[{'type':'TextQuoteSelector','exact':'mills'},"
        "{'type':'TextPositionSelector','start':14,'end':19}]},"
        "{'source':'s','selector':{'type':'TextPositionSelector','start':14,'end':19}},"
        "{'source':'s','selector':{'type':'TextPositionSelector','start':14,'end':1900}}]");
    assert_claim(test, 0, EVIDENCE_EXACT, "ten"); // the second one, whatever the space
    assert_int_equal(nth(test, 0)->start, 32);
    assert_claim(test, 1, EVIDENCE_EXACT, "ten");
    assert_string_equal(nth(test, 1)->note, "the words before and after it are other ones");
    assert_claim(test, 2, EVIDENCE_EXACT, "mills");
    assert_int_equal(nth(test, 2)->start, 15);     // a byte later than the character
    assert_claim(test, 3, EVIDENCE_MISSING, NULL); // nothing says that the text is the same
    assert_claim(test, 4, EVIDENCE_MISSING, NULL);
    assert_string_equal(nth(test, 4)->note, "the range is not in the text");
}

static void ranges_with_digests(void **state) {
    Case *test = *state;
    const char *text = "Pakistan and China signed it.";
    g_autofree char *good = file_sha256("China", 5), *whole = file_sha256(text, strlen(text));
    write_file(test, "texts/any name.txt", text);
    g_autofree char *source = g_strdup_printf(
        "{\"id\":\"s\",\"title\":\"S\",\"captured\":{\"sha256\":\"%s\",\"bytes\":29}}", whole);
    g_autofree char *members = g_strdup_printf(
        "'evidence':["
        "{'source':'s','start':13,'end':18,'sha256':'%s'},"
        "{'source':'s','start':12,'end':17,'sha256':'%s'},"
        "{'source':'s','selector':{'type':'TextPositionSelector','start':0,'end':8}}]",
        good, good);
    check_facts(test, source, members);
    assert_claim(test, 0, EVIDENCE_EXACT, "China"); // the text is found by its digest
    assert_claim(test, 1, EVIDENCE_MISSING, NULL);
    assert_string_equal(nth(test, 1)->note, "the digest of the range is another one");
    assert_claim(test, 2, EVIDENCE_EXACT, "Pakistan"); // of a text that is known to be the one
}

static void texts_stay_inside_the_folder(void **state) {
    Case *test = *state;
    write_file(test, "secret.txt", "a secret quote");
    write_file(test, "texts/inner/t.txt", "a public quote");
    g_autofree char *secret = g_build_filename(test->folder, "secret.txt", NULL);
    g_autofree char *link = g_build_filename(test->folder, "texts/link.txt", NULL);
    assert_int_equal(symlink(secret, link), 0);
    g_autofree char *sources =
        g_strdup_printf("{\"id\":\"up\",\"title\":\"S\",\"text\":\"../secret.txt\"},"
                        "{\"id\":\"absolute\",\"title\":\"S\",\"text\":\"%s\"},"
                        "{\"id\":\"linked\",\"title\":\"S\",\"text\":\"link.txt\"},"
                        "{\"id\":\"../secret\",\"title\":\"S\"},"
                        "{\"id\":\"inner\",\"title\":\"S\",\"text\":\"inner/t.txt\"}",
                        secret);
    check_facts(test, sources,
                "\"evidence\":[{\"source\":\"up\",\"quote\":\"a secret quote\"},"
                "{\"source\":\"absolute\",\"quote\":\"a secret quote\"},"
                "{\"source\":\"linked\",\"quote\":\"a secret quote\"},"
                "{\"source\":\"../secret\",\"quote\":\"a secret quote\"},"
                "{\"source\":\"inner\",\"quote\":\"a public quote\"}]");
    for (guint i = 0; i < 4; i++)
        assert_claim(test, i, EVIDENCE_UNAVAILABLE, NULL);
    assert_claim(test, 4, EVIDENCE_EXACT, "a public quote");
}

static void assert_numbers(Case *test, const NumberState *expected, guint count) {
    for (guint i = 0; i < count; i++)
        if (nth(test, i)->number != expected[i])
            fail_msg("number of claim %u is %s", i,
                     evidence_number_name(nth(test, i)->number)
                         ? evidence_number_name(nth(test, i)->number)
                         : "none");
}

static void numbers_of_claims(void **state) {
    Case *test = *state;
    write_file(test, "texts/s.txt",
               "It costs 120 crore. It costs $1.3bn. It makes half a million tonnes. "
               "It makes 2.5 million tonnes. Signed on 9 May 2024. In May. On 10 May 2024. "
               "In the 1970s. Due this summer.");
    check_facts(test, SOURCE,
                "'date':'2024-05-09','amounts':[{'value':'1200000000','currency':'PKR'}],"
                "'quantities':[{'label':'l','value':500000,'unit':'t'},"
                "{'label':'l','value':2.5,'unit':'million t','as_of':'197X'}],"
                "'commitments':[{'text':'c','due':'2025-22'}],"
                "'evidence':["
                "{'source':'s','supports':'/amounts/0','quote':'costs 120 crore'},"
                "{'source':'s','supports':'/amounts/0/value','quote':'costs $1.3bn'},"
                "{'source':'s','supports':'/quantities/0','quote':'half a million tonnes'},"
                "{'source':'s','supports':'/quantities/1','quote':'2.5 million tonnes'},"
                "{'source':'s','supports':'/quantities/1/as_of','quote':'In the 1970s'},"
                "{'source':'s','supports':'/date','quote':'Signed on 9 May 2024'},"
                "{'source':'s','supports':'/commitments/0/due','quote':'this summer'},"
                "{'source':'s','supports':'/title','quote':'It costs'},"
                "{'source':'s','quote':'It costs'}]");
    const NumberState expected[] = {NUMBER_FOUND,  NUMBER_ABSENT, NUMBER_FOUND,
                                    NUMBER_FOUND,  NUMBER_FOUND,  NUMBER_FOUND,
                                    NUMBER_PARTLY, NUMBER_NONE,   NUMBER_NONE};
    assert_numbers(test, expected, G_N_ELEMENTS(expected));
    assert_string_equal(nth(test, 0)->claimed, "1200000000 PKR");
}

// What a passage says of one date.
static void check_date(Case *test, const char *date, const char *quote, NumberState expected) {
    g_autofree char *members = g_strdup_printf("'date':'%s','evidence':["
                                               "{'source':'s','supports':'/date','quote':'%s'}]",
                                               date, quote);
    write_file(test, "texts/s.txt", quote);
    check_facts(test, SOURCE, members);
    assert_claim(test, 0, EVIDENCE_EXACT, quote);
    if (nth(test, 0)->number != expected)
        fail_msg("%s in \"%s\" is %s", date, quote, evidence_number_name(nth(test, 0)->number));
}

static void dates_in_many_languages(void **state) {
    Case *test = *state;
    check_date(test, "2025-09-17", "on September 17, 2025", NUMBER_FOUND);
    check_date(test, "2025-09-17", "17.09.2025", NUMBER_FOUND);
    check_date(test, "2025-09-17", "2025年9月17日", NUMBER_FOUND);
    check_date(test, "2025-09-17", "17 сентября 2025 года", NUMBER_FOUND);
    check_date(test, "2025-09-17", "17 سبتمبر 2025", NUMBER_FOUND);
    check_date(test, "2025-09-17", "۱۷ ستمبر ۲۰۲۵", NUMBER_FOUND);
    check_date(test, "2025-09-17", "le 17 septembre 2025", NUMBER_FOUND);
    check_date(test, "2025-09-17", "the 17th of September", NUMBER_PARTLY);
    check_date(test, "2025-09-17", "on Wednesday", NUMBER_ABSENT);
    check_date(test, "2025-09-17", "17 October 2025", NUMBER_ABSENT);
    check_date(test, "2025-09-17", "17 September 2024", NUMBER_ABSENT);
    check_date(test, "2025-09", "in September 2025", NUMBER_FOUND);
    check_date(test, "2025", "by the end of 2025", NUMBER_FOUND);
    check_date(test, "197X", "built in the 1970s", NUMBER_FOUND);
    check_date(test, "2024/2026", "planned for 2025", NUMBER_FOUND);
    check_date(test, "2025-22", "in summer 2025", NUMBER_FOUND);
    check_date(test, "2025-24", "in summer 2025", NUMBER_ABSENT);
    check_date(test, "2025", "二〇二五年", NUMBER_FOUND);
}

static void another_day_speaks_against_a_date(void **state) {
    Case *test = *state;
    static const char *const others[] = {"9 July 2025 was the day",
                                         "on the 18 July 2025",
                                         "July 9, 2025",
                                         "the 9th of July, 2025",
                                         "2025-07-09",
                                         "09.07.2025",
                                         "07/09/2025 or 09/07/2025",
                                         "7 to 9 June, 9 July 2025",
                                         "le 9 juillet 2025",
                                         "9 июля 2025 года",
                                         "2025年7月9日",
                                         "2025年7月十日",
                                         "6, 7 and 9 July 2025",
                                         "9-11 July 2025",
                                         "۹ جولائی ۲۰۲۵",
                                         "9 يوليو 2025, 8 people",
                                         "am 9. Juli 2025",
                                         "9 July 2025 and 8 August 2025"};
    static const char *const same[] = {
        "8 to 10 July 2025",     "6, 7 and 8 July 2025",      "between 6 and 8 July 2025",
        "9 July 2025 or 8 July", "July 8-10, 2025",           "08.07.2025",
        "8.7.2025 and 9.7.2025", "on the 8th of July 2025",   "2025年7月8日",
        "2025年7月八日",         "8 firms met on 8 July 2025"};
    for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
        check_date(test, "2025-07-08", others[i], NUMBER_ABSENT);
        assert_string_equal(nth(test, 0)->against, "another day");
        assert_int_equal(evidence_count_failed(test->check, EVIDENCE_VERIFIED), 1);
    }
    for (guint i = 0; i < G_N_ELEMENTS(same); i++)
        check_date(test, "2025-07-08", same[i], NUMBER_FOUND);
    check_date(test, "2025-07-08", "in July 2025", NUMBER_PARTLY);
    check_date(test, "2025-07-08", "07/08/2025", NUMBER_PARTLY);
    check_date(test, "2025-07-09", "from 8 to 10 July 2025", NUMBER_PARTLY);
    check_date(test, "2025-07-08", "9 firms met in July 2025", NUMBER_PARTLY);
    check_date(test, "2025-07", "9 July 2025", NUMBER_FOUND);
    check_date(test, "2025-07-08", "08.10.2025", NUMBER_ABSENT);
    assert_string_equal(nth(test, 0)->against, "another month");
    check_date(test, "2025-07-08", "8 July 2024", NUMBER_ABSENT);
    assert_string_equal(nth(test, 0)->against, "another year");
}

// What a passage says of 1200000000 of a currency.
static void check_amount(Case *test, const char *currency, const char *quote,
                         NumberState expected) {
    g_autofree char *members =
        g_strdup_printf("'amounts':[{'value':'1200000000','currency':'%s'}],'evidence':["
                        "{'source':'s','supports':'/amounts/0','quote':'%s'}]",
                        currency, quote);
    write_file(test, "texts/s.txt", quote);
    check_facts(test, SOURCE, members);
    const EvidenceClaim *claim = nth(test, 0);
    if (claim->number != expected)
        fail_msg("%s in \"%s\" is %s", currency, quote, evidence_number_name(claim->number));
    if (expected == NUMBER_ABSENT)
        assert_string_equal(claim->against, "another currency");
    else
        assert_null(claim->against);
}

static void another_currency_speaks_against_an_amount(void **state) {
    Case *test = *state;
    static const struct {
        const char *fits, *other, *quote;
    } rows[] = {
        {"EUR", "USD", "worth €1.2 billion in all"},
        {"PKR", "USD", "Rs 120 crore were paid"},
        {"INR", "EUR", "Rs. 120 crore were paid"},
        {"CAD", "EUR", "worth $1.2 billion"},
        {"USD", "CAD", "worth US$1.2 billion"},
        {"AUD", "USD", "worth A$ 1.2 billion"},
        {"USD", "AUD", "about 1,200 million US dollars"},
        {"INR", "PKR", "about 120 crore Indian rupees"},
        {"LKR", "USD", "1.2 billion rupees"},
        {"EUR", "USD", "pour 1,2 milliard d’euros"},
        {"EUR", "CHF", "rund 1,2 Mrd. Euro"},
        {"RUB", "USD", "1,2 млрд рублей"},
        {"USD", "RUB", "1,2 млрд долл. США"},
        {"PKR", "USD", "1.2 ارب روپے"},
        {"SAR", "USD", "1.2 مليار ريال"},
        {"CNY", "USD", "12亿元"},
        {"USD", "CNY", "12亿美元"},
        {"CNY", "JPY", "RMB 1.2bn"},
        {"JPY", "USD", "¥1.2 billion"},
        {"GBP", "USD", "1.2 billion pounds sterling"},
        {"PKR", "INR", "PKR 1.2 billion"},
        {"PKR", "INR", "1.2 billion (in all) or 1.2 billion PKR"},
        {"EUR", "GBP", "$1.2 billion, that is €1.2 billion"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        check_amount(test, rows[i].fits, rows[i].quote, NUMBER_FOUND);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (!strstr(rows[i].quote, "in all) or"))
            check_amount(test, rows[i].other, rows[i].quote, NUMBER_ABSENT);
    check_amount(test, "USD", "1.2 billion was paid", NUMBER_FOUND);
    check_amount(test, "USD", "1.2 billion. Rupees were paid too", NUMBER_FOUND);
    check_amount(test, "USD", "1.2 billion, of it €1 billion at once", NUMBER_FOUND);
    check_amount(test, "USD", "paid 1.2 billion quatloos", NUMBER_FOUND);
    check_amount(test, "USD", "T$1.2 billion", NUMBER_FOUND);
}

static void nearest_passages_are_whole_words(void **state) {
    Case *test = *state;
    write_file(test, "texts/s.txt",
               "They agreed on Tuesday to build a new steel mill there.\nLATER.");
    check_facts(test, SOURCE,
                "'evidence':["
                "{'source':'s','quote':'They agred on Tuesday to biuld a new mill'},"
                "{'source':'s','quote':'they agreed on tuesday'}]");
    assert_claim(test, 0, EVIDENCE_FUZZY, "They agreed on Tuesday to build a new steel");
    assert_claim(test, 1, EVIDENCE_FUZZY, "They agreed on Tuesday");
    assert_string_equal(nth(test, 1)->note, "upper and lower case differ");
}

static void what_was_concluded_or_stands_elsewhere(void **state) {
    Case *test = *state;
    write_file(test, "texts/s.txt", "On Tuesday they met. It was 8 July 2025. No sum was named.");
    check_facts(test, SOURCE,
                "'date':'2025-07-08','amounts':[{'value':'5','currency':'USD'}],"
                "'inferred':[{'field':'/amounts/0','from':'The table.'}],"
                "'evidence':["
                "{'source':'s','supports':'/date','quote':'On Tuesday'},"
                "{'source':'s','supports':'/date','quote':'8 July 2025'},"
                "{'source':'s','supports':'/amounts/0','quote':'No sum'}]");
    const NumberState expected[] = {NUMBER_ELSEWHERE, NUMBER_FOUND, NUMBER_INFERRED};
    assert_numbers(test, expected, G_N_ELEMENTS(expected));
    assert_int_equal(evidence_count_failed(test->check, EVIDENCE_EXACT), 0);
}

static void texts_that_are_no_texts(void **state) {
    Case *test = *state;
    write_file(test, "texts/s.txt", "bytes \xff\xfe and a quote \x80 here");
    check_facts(test, SOURCE,
                "'evidence':["
                "{'source':'s','quote':'and a quote'},"
                "{'source':'s','quote':'quote \\ufffd here'}]");
    assert_claim(test, 0, EVIDENCE_EXACT, "and a quote");
    assert_int_equal(nth(test, 1)->state, EVIDENCE_NORMALISED);
    write_file(test, "texts/s.txt", "");
    check_facts(test, SOURCE,
                "'evidence':["
                "{'source':'s','quote':'and a quote'}]");
    assert_claim(test, 0, EVIDENCE_MISSING, NULL);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(five_states),
        TEST(selectors),
        TEST(ranges_with_digests),
        TEST(texts_stay_inside_the_folder),
        TEST(numbers_of_claims),
        TEST(dates_in_many_languages),
        TEST(another_day_speaks_against_a_date),
        TEST(another_currency_speaks_against_an_amount),
        TEST(nearest_passages_are_whole_words),
        TEST(what_was_concluded_or_stands_elsewhere),
        TEST(texts_that_are_no_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
