// What is wrong: each mistake gets one message that says where, what was found and what to do, and
// the record is left out while the rest is read.
#include "facts_support.h"

typedef struct {
    const char *members, *expected;
} Mistake;

// A record with an id, a title, a party and these members, and a good one after it.
static void read_members(FactsFixture *fixture, const char *members) {
    g_autofree char *text = g_strdup_printf(
        "{\"record\":\"partnership\",\"id\":\"a\",\"title\":\"T\",\"parties\":[\"X\"],%s}\n"
        "{\"record\":\"partnership\",\"id\":\"next\",\"title\":\"T\",\"parties\":[\"X\"]}\n",
        members);
    g_string_truncate(fixture->records, 0);
    diags_free(fixture->diags);
    fixture->diags = diags_new();
    read_text(fixture, "f.jsonl", text);
}

static void assert_mistakes(FactsFixture *fixture, const Mistake *mistakes, guint count) {
    for (guint i = 0; i < count; i++) {
        read_members(fixture, mistakes[i].members);
        assert_brief(fixture, mistakes[i].expected);
        assert_false(fixture->good);
        assert_records(fixture, "next title=T party=X\n");
    }
}

static void wrong_texts(void **state) {
    static const Mistake mistakes[] = {
        {"\"summary\":\"\"", "1 <\"\"> /summary error wrong-value: \"summary\" is empty (leave it "
                             "out when it is not known)\n"},
        {"\"summary\":7",
         "1 <7> /summary error wrong-type: \"summary\" is a number, expected a string\n"},
        {"\"status\":null",
         "1 <null> /status error wrong-type: \"status\" is null, expected a string\n"},
        {"\"umbrella\":\"yes\"", "1 <\"yes\"> /umbrella error wrong-type: \"umbrella\" is a "
                                 "string, expected true or false\n"},
        {"\"venue\":{}", "1 <{}> /venue error wrong-value: \"venue\" is empty (leave it out when "
                         "it is not known)\n"},
        {"\"venue\":{\"country\":\"Pakistan\"}",
         "1 <\"Pakistan\"> /venue/country error wrong-value: \"country\" is \"Pakistan\", expected "
         "two capital letters (ISO 3166-1)\n"},
        {"\"secotr\":\"steel\"", "1 <\"secotr\"> /secotr error unknown-key: unknown key \"secotr\" "
                                 "in partnership (did you mean \"sector\"?)\n"},
        {"\"extracted\":{\"confidence\":1.5}",
         "1 <1.5> /extracted/confidence error wrong-value: \"confidence\" is not from 0 to 1\n"},
    };
    assert_mistakes(*state, mistakes, G_N_ELEMENTS(mistakes));
}

static void wrong_dates(void **state) {
    static const char hint[] = " (write EDTF: 2025-07-08, 2025-07, 2025, 197X, 2025-22 (summer), "
                               "2024/2025, 2025/..)\n";
    static const struct {
        const char *text, *problem;
    } cases[] = {
        {"2025-13-01", "a month is 01 to 12, a season 21 to 24"},
        {"in July", NULL},
        {"03/12/2024", "the year goes first, then month and day"},
        {"July 2024 to May 2025", NULL},
        {"31 June 2025", NULL},
        {"2025/2024", "the interval ends before it starts"},
        {"../..", "an interval needs a date on one side"},
    };
    FactsFixture *fixture = *state;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *member = g_strdup_printf("\"date\":\"%s\"", cases[i].text);
        read_members(fixture, member);
        assert_int_equal(diags_errors(fixture->diags), 1);
        const Diagnostic *record = diags_nth(fixture->diags, 0);
        assert_int_equal(record->id, DIAG_BAD_DATE);
        g_autofree char *start = g_strdup_printf("\"date\" is \"%s\": ", cases[i].text);
        assert_true(g_str_has_prefix(record->message, start));
        if (cases[i].problem)
            assert_string_equal(record->message + strlen(start), cases[i].problem);
        assert_true(strncmp(hint + 2, record->hint, 20) == 0);
    }
    static const Mistake mistakes[] = {
        {"\"year\":\"197X\"", "1 <\"197X\"> /year error bad-date: \"year\" is \"197X\", expected a "
                              "year such as 2025 (other dates go into \"date\")\n"},
        {"\"year\":99", "1 <99> /year error wrong-value: \"year\" is 99, expected a whole number "
                        "from 1000 to 9999\n"},
        {"\"year\":2020,\"date\":\"2020\"",
         "1 <\"year\"> /year error wrong-value: \"year\" is the short form of \"date\", which is "
         "here too (leave one of them out)\n"},
    };
    assert_mistakes(fixture, mistakes, G_N_ELEMENTS(mistakes));
}

// What can mean one date only is suggested.
static void meant_dates(void **state) {
    static const char *const cases[][2] = {
        {"14 March 2025", "2025-03-14"},  {"March 14, 2025", "2025-03-14"},
        {"8 juillet 2025", "2025-07-08"}, {"July 2025", "2025-07"},
        {"spring 2025", "2025-21"},       {"Q3 2024", "2024-07/2024-09"},
        {"14.3.2025", "2025-03-14"},      {"25/12/2024", "2024-12-25"},
        {"12/25/2024", "2024-12-25"},     {"2025/07/08", "2025-07-08"},
    };
    FactsFixture *fixture = *state;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *member = g_strdup_printf("\"date\":\"%s\"", cases[i][0]);
        g_autofree char *hint = g_strdup_printf("write \"%s\"", cases[i][1]);
        read_members(fixture, member);
        assert_int_equal(diags_errors(fixture->diags), 1);
        assert_string_equal(diags_nth(fixture->diags, 0)->hint, hint);
    }
}

static void meant_amounts(void **state) {
    static const char *const cases[][2] = {
        {"1.2 bn", "1200000000"},
        {"120 crore", "1200000000"},
        {"$5", "5"},
        {"-3 million", "-3000000"},
        {"USD 2.5 million", "2500000"},
        {"half a million", NULL},
        {"3-4 million", NULL},
        {"1,200 bn", NULL},
        {"about ten", NULL},
        {"over 5 million+", NULL},
    };
    FactsFixture *fixture = *state;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *member = g_strdup_printf("\"amount_usd\":\"%s\"", cases[i][0]);
        g_autofree char *hint = cases[i][1] ? g_strdup_printf("write \"%s\"", cases[i][1]) : NULL;
        read_members(fixture, member);
        assert_int_equal(diags_errors(fixture->diags), 1);
        assert_true(g_strcmp0(diags_nth(fixture->diags, 0)->hint, hint) == 0);
    }
}

static void wrong_amounts(void **state) {
    static const Mistake mistakes[] = {
        {"\"amount_usd\":\"1,200,000\"",
         "1 <\"1,200,000\"> /amount_usd error bad-amount: \"amount_usd\" is \"1,200,000\", "
         "expected a decimal number such as \"1200000.50\" (write it without separators: "
         "\"1200000\")\n"},
        {"\"amount_usd\":\"1.2bn\"",
         "1 <\"1.2bn\"> /amount_usd error bad-amount: \"amount_usd\" is \"1.2bn\", expected a "
         "decimal number such as \"1200000.50\" (write \"1200000000\")\n"},
        {"\"amount_usd\":1e-400",
         "1 <1e-400> /amount_usd error bad-amount: \"amount_usd\" is too near to 0 for a JSON "
         "number, which reads it as 0\n"},
        {"\"amount_usd\":0.12345678901234567",
         "1 <0.12345678901234567> /amount_usd error bad-amount: \"amount_usd\" has more digits "
         "than a JSON number keeps exactly (write it as a string)\n"},
        {"\"amount_usd\":true", "1 <true> /amount_usd error wrong-type: \"amount_usd\" is true, "
                                "expected a number or a decimal string\n"},
        {"\"amounts\":[{\"value\":1.5,\"currency\":\"USD\"}]",
         "1 <1.5> /amounts/0/value error bad-amount: \"value\" is a number with a fraction, "
         "expected a decimal string or an integer (write it as a string)\n"},
        {"\"amounts\":[{\"value\":\"01\",\"currency\":\"usd\"}]",
         "1 <\"01\"> /amounts/0/value error bad-amount: \"value\" is \"01\", expected a decimal "
         "number such as \"1200000.50\" (write \"1\")\n"
         "1 <\"usd\"> /amounts/0/currency error bad-amount: \"currency\" is \"usd\", expected "
         "three capital letters (ISO 4217) (did you mean \"USD\"?)\n"},
        {"\"amounts\":[{\"basis\":\"paid\"}]",
         "1 <{\"basis\":\"paid\"}> /amounts/0 error missing-key: amount lacks \"value\"\n"
         "1 <{\"basis\":\"paid\"}> /amounts/0 error missing-key: amount lacks \"currency\"\n"
         "1 <\"paid\"> /amounts/0/basis error wrong-value: \"basis\" is \"paid\", expected one of: "
         "announced, committed, disbursed\n"},
        {"\"amount_usd\":1,\"amounts\":[]",
         "1 <\"amount_usd\"> /amount_usd error wrong-value: \"amount_usd\" is the short form of "
         "\"amounts\", which is here too (leave one of them out)\n"},
    };
    assert_mistakes(*state, mistakes, G_N_ELEMENTS(mistakes));
}

static void wrong_evidence(void **state) {
    static const Mistake mistakes[] = {
        {"\"evidence\":[{\"source\":\"s\"}]",
         "1 <{\"source\":\"s\"}> /evidence/0 error missing-key: evidence does not say where in the "
         "source it stands (give \"quote\", \"locator\", \"url\", or \"start\", \"end\" and "
         "\"sha256\")\n"
         "1 <\"s\"> /evidence/0/source error dangling-id: evidence comes from the source \"s\", "
         "which no file has\n"},
        {"\"same_as\":[],\"evidence\":[{\"source\":\"\",\"quote\":\"q\","
         "\"supports\":\"/amounts/0\"}]",
         "1 <\"\"> /evidence/0/source error wrong-value: \"source\" is empty (leave it out when it "
         "is not known)\n"
         "1 <\"/amounts/0\"> /evidence/0/supports error dangling-id: \"supports\" is "
         "\"/amounts/0\", which is not in this record\n"},
        {"\"inferred\":[{\"field\":\"status\",\"from\":\"F\"}]",
         "1 <\"status\"> /inferred/0/field error wrong-value: \"field\" is \"status\", expected a "
         "JSON pointer inside the record (a JSON pointer looks like \"/status\" or "
         "\"/amounts/0\")\n"},
        {"\"inferred\":[{\"field\":\"/parties/01\",\"from\":\"F\"},"
         "{\"field\":\"/ti~tle\",\"from\":\"F\"}]",
         "1 <\"/parties/01\"> /inferred/0/field error dangling-id: \"field\" is \"/parties/01\", "
         "which is not in this record\n"
         "1 <\"/ti~tle\"> /inferred/1/field error wrong-value: \"field\" is \"/ti~tle\", expected "
         "a JSON pointer inside the record (a JSON pointer looks like \"/status\" or "
         "\"/amounts/0\")\n"},
    };
    assert_mistakes(*state, mistakes, G_N_ELEMENTS(mistakes));
}

static void wrong_links_and_ranges(void **state) {
    static const Mistake mistakes[] = {
        {"\"same_as\":[\"next\",\"next\"]",
         "1 <\"next\"> /same_as/1 error wrong-value: this item occurs twice in \"same_as\"\n"},
        {"\"commitments\":[{\"by\":\"X\",\"status\":\"done\"}]",
         "1 <{\"by\":\"X\",\"status\":\"done...> /commitments/0 error missing-key: commitment "
         "lacks \"text\"\n"
         "1 <\"done\"> /commitments/0/status error wrong-value: \"status\" is \"done\", expected "
         "one of: open, met, dropped\n"},
        {"\"quantities\":[{\"label\":\"l\",\"value\":\"many\"}]",
         "1 <\"many\"> /quantities/0/value error bad-amount: \"value\" is \"many\", expected a "
         "decimal number such as \"1200000.50\"\n"},
        {"\"parties\":[\"Y\"]",
         "1 <\"parties\"> - error syntax: the key \"parties\" occurs twice in one object\n"},
        {"\"sectors\":[]",
         "1 <[]> /sectors error wrong-value: \"sectors\" is empty, expected at least one item\n"},
        {"\"sectors\":[\"steel\",\"steel\"],\"sector\":\"steel\"",
         "1 <\"sector\"> /sector error wrong-value: \"sector\" is the short form of \"sectors\", "
         "which is here too (leave one of them out)\n"
         "1 <\"steel\"> /sectors/1 error wrong-value: this item occurs twice in \"sectors\"\n"},
    };
    assert_mistakes(*state, mistakes, G_N_ELEMENTS(mistakes));
}

static void read_evidence(FactsFixture *fixture, const char *evidence) {
    g_autofree char *text = g_strdup_printf(
        "{\"record\":\"source\",\"id\":\"s\"}\n"
        "{\"record\":\"partnership\",\"id\":\"a\",\"title\":\"T\",\"parties\":[\"X\"],"
        "\"evidence\":[{\"source\":\"s\",%s}]}\n",
        evidence);
    diags_free(fixture->diags);
    fixture->diags = diags_new();
    read_text(fixture, "f.jsonl", text);
}

static void links_are_web_addresses(void **state) {
    static const char *const wrong[] = {
        "javascript:alert(1)", "ftp://example.org", "https://", "http://a b",
        "file:///etc/passwd",  "HTTP://x",          "//x"};
    FactsFixture *fixture = *state;
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autofree char *evidence = g_strdup_printf("\"url\":\"%s\"", wrong[i]);
        read_evidence(fixture, evidence);
        g_autofree char *expected =
            g_strdup_printf("2 <\"%s\"> /evidence/0/url error bad-link: \"url\" is \"%s\", "
                            "expected a web address that begins with http:// or https://\n",
                            wrong[i], wrong[i]);
        assert_brief(fixture, expected);
    }
    read_evidence(fixture, "\"url\":\"http://projects.worldbank.org/P1/null?lang=en\"");
    assert_brief(fixture, "");
}

static void ranges_are_whole(void **state) {
    FactsFixture *fixture = *state;
    read_evidence(fixture, "\"start\":0,\"end\":5");
    assert_brief(fixture,
                 "2 <{\"source\":\"s\",\"start\":0,...> /evidence/0 error missing-key: evidence "
                 "lacks \"sha256\" (a range has \"start\", \"end\" and \"sha256\")\n");
    read_evidence(fixture, "\"start\":7,\"end\":7,\"sha256\":\"0123456789abcdef0123456789abcdef"
                           "0123456789abcdef0123456789abcdef\"");
    assert_brief(fixture,
                 "2 <7> /evidence/0/end error wrong-value: \"end\" is not after \"start\"\n");
    read_evidence(fixture, "\"start\":-1,\"end\":7,\"sha256\":\"ABC\"");
    assert_brief(fixture, "2 <-1> /evidence/0/start error wrong-value: \"start\" is -1, expected a "
                          "whole number of at least 0\n"
                          "2 <\"ABC\"> /evidence/0/sha256 error wrong-value: \"sha256\" is "
                          "\"ABC\", expected 64 hexadecimal digits in lower case\n");
}

static void wrong_parties(void **state) {
    FactsFixture *fixture = *state;
    read_text(
        fixture, "f.jsonl",
        "{\"record\":\"partnership\",\"title\":\"T\",\"parties\":[]}\n"
        "{\"record\":\"partnership\",\"id\":\"b\",\"parties\":[{\"country\":\"PK\"},7,\"\"]}\n"
        "{\"record\":\"partnership\",\"id\":\"c\",\"title\":\"T\",\"parties\":\"X\"}\n");
    assert_brief(
        fixture,
        "1 <{\"record\":\"partnership\",...>  error missing-key: partnership lacks \"id\"\n"
        "1 <[]> /parties error wrong-value: \"parties\" is empty, expected at least one item\n"
        "2 <{\"record\":\"partnership\",...>  error missing-key: partnership lacks \"title\"\n"
        "2 <{\"country\":\"PK\"}> /parties/0 error missing-key: party lacks \"name\"\n"
        "2 <7> /parties/1 error wrong-type: party is a number, expected an object\n"
        "2 <\"\"> /parties/2 error wrong-value: \"party\" is empty (name it, or take it "
        "out of the list)\n"
        "3 <\"X\"> /parties error wrong-type: \"parties\" is a string, expected an array (write a "
        "list: [\"X\"])\n");
    assert_records(fixture, "");
}

static void a_promise_comes_from_a_party(void **state) {
    FactsFixture *fixture = *state;
    read_members(fixture, "\"commitments\":[{\"text\":\"t\",\"by\":\"Rusia\"}]");
    assert_true(fixture->good);
    assert_brief(fixture, "1 <\"Rusia\"> /commitments/0/by warning unknown-name: \"by\" is "
                          "\"Rusia\", which is none of the parties\n");
}

static void limits_are_named(void **state) {
    FactsFixture *fixture = *state;
    g_autofree char *id = g_strnfill(201, 'i');
    g_autofree char *title = g_strnfill(65537, 't');
    g_autoptr(GString) parties = g_string_new("\"X\"");
    for (int i = 0; i < 1000; i++)
        g_string_append_printf(parties, ",\"X%d\"", i);
    g_autofree char *text =
        g_strdup_printf("{\"record\":\"partnership\",\"id\":\"%s\",\"title\":\"%s\",\"parties\":"
                        "[%s]}\n",
                        id, title, parties->str);
    read_text(fixture, "f.jsonl", text);
    assert_int_equal(diags_errors(fixture->diags), 3);
    assert_string_equal(nth_message(fixture->diags, 0),
                        "\"id\" has 201 characters, at most 200 are read");
    assert_string_equal(nth_message(fixture->diags, 1),
                        "\"title\" has 65537 characters, at most 65536 are read");
    assert_string_equal(nth_message(fixture->diags, 2),
                        "\"parties\" has 1001 items, at most 1000 are read");
    for (guint i = 0; i < 3; i++)
        assert_int_equal(diags_nth(fixture->diags, i)->id, DIAG_TOO_LARGE);
}

static void long_texts_within_the_limits_are_read(void **state) {
    FactsFixture *fixture = *state;
    g_autoptr(GString) title = g_string_new(NULL);
    for (int i = 0; i < 20000; i++)
        g_string_append(title, "é"); // 20,000 characters, 40,000 bytes
    g_autoptr(GString) parties = g_string_new("\"X\"");
    for (int i = 1; i < 1000; i++)
        g_string_append_printf(parties, ",\"X%d\"", i);
    g_autofree char *text =
        g_strdup_printf("{\"record\":\"partnership\",\"id\":\"%s\",\"title\":\"%s\",\"parties\":"
                        "[%s]}\n",
                        "i", title->str, parties->str);
    read_text(fixture, "f.jsonl", text);
    assert_brief(fixture, "");
    assert_int_equal(fixture->summary.partnerships, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        facts_test(wrong_texts),
        facts_test(wrong_dates),
        facts_test(meant_dates),
        facts_test(meant_amounts),
        facts_test(wrong_amounts),
        facts_test(wrong_evidence),
        facts_test(wrong_links_and_ranges),
        facts_test(links_are_web_addresses),
        facts_test(ranges_are_whole),
        facts_test(wrong_parties),
        facts_test(a_promise_comes_from_a_party),
        facts_test(limits_are_named),
        facts_test(long_texts_within_the_limits_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
