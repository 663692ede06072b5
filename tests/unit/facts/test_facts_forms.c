// What is right: the long form with every member, the short forms, and the words that become terms.
#include "facts_support.h"

static const char full[] =
    "{\"$schema\": \"facts.schema.json\", \"facts\": 1,\n"
    "\"sources\": [{\"id\": \"s\", \"title\": \"A report\", \"publisher\": \"P\",\n"
    " \"url\": \"https://example.org/s\", \"published\": \"2025-07-09\", \"accessed\": \"2025\",\n"
    " \"language\": \"zh-Hans\", \"text\": \"s.txt\", \"licence\": \"CC0\", \"attribution\": "
    "\"P\",\n"
    " \"captured\": {\"sha256\": "
    "\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\","
    " \"bytes\": 12, \"part\": 2},\n"
    " \"inferred\": [{\"field\": \"/publisher\", \"from\": \"The page has no name.\"}]}],\n"
    "\"partnerships\": [{\"id\": \"a\", \"title\": \"Mill\", \"summary\": \"A mill.\",\n"
    " \"parties\": [{\"name\": \"Pakistan\", \"country\": \"PK\", \"organisation\": \"Ministry\","
    " \"role\": \"host\"}, {\"name\": \"Russian Federation\", \"country\": \"RU\"}],\n"
    " \"sectors\": [\"steel\", \"industry\"], \"sector_as_published\": \"metal\",\n"
    " \"date\": \"2025-07-08~\", \"status\": \"discussed\", \"status_as_published\": \"talked\",\n"
    " \"instrument\": \"talks\", \"umbrella\": true,\n"
    " \"venue\": {\"name\": \"Fair\", \"place\": \"Yekaterinburg\", \"country\": \"RU\"},\n"
    " \"amounts\": [{\"value\": \"1000000000.50\", \"currency\": \"USD\", \"basis\": \"announced\","
    " \"date\": \"2025\"}, {\"value\": 7, \"currency\": \"PKR\"}],\n"
    " \"quantities\": [{\"label\": \"steel\", \"value\": -1.5, \"unit\": \"t/a\","
    " \"as_of\": \"2024\"}],\n"
    " \"commitments\": [{\"text\": \"build\", \"by\": \"Russia\", \"due\": \"2025-22\"},"
    " {\"text\": \"pay\", \"status\": \"met\"}],\n"
    " \"evidence\": [{\"source\": \"s\", \"supports\": \"/status\", \"quote\": \"talks\"},"
    " {\"source\": \"s\", \"start\": 0, \"end\": 9, \"sha256\":"
    " \"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"},"
    " {\"source\": \"s\", \"locator\": \"17\", \"url\": \"http://example.org/17\"}],\n"
    " \"inferred\": [{\"field\": \"/date\", \"from\": \"The day before.\"}],\n"
    " \"same_as\": \"b\",\n"
    " \"extracted\": {\"by\": \"a script\", \"at\": \"2025-11-20\", \"confidence\": 0.9}},\n"
    " {\"id\": \"b\", \"title\": \"T\", \"parties\": [\"X\"], \"same_as\": [\"a\"]}]}\n";

static void every_member_is_read(void **state) {
    FactsFixture *fixture = *state;
    read_text(fixture, "f.json", full);
    assert_brief(fixture, "");
    assert_true(fixture->good);
    assert_records(
        fixture,
        "source s title=A report publisher=P url=https://example.org/s "
        "published=2025-07-09(day,2025) language=zh-Hans text=s.txt licence=CC0 "
        "captured=0123,12,2\n"
        "a title=Mill date=2025-07-08~(day,2025) party=Pakistan country=PK organisation=Ministry "
        "role=host party=Russia published=Russian Federation country=RU sector=steel "
        "sector=industry sector_as_published=metal status=discussed status_as_published=talked "
        "instrument=talks venue=Fair place=Yekaterinburg at=RU amount=1000000000.5 currency=USD "
        "basis=announced on=2025(year,2025) amount=7 currency=PKR quantity=steel value=-1.5 "
        "unit=t/a as_of=2024(year,2024) summary=A mill. commitment=build by=Russia "
        "due=2025-22(season,2025) state=open commitment=pay state=met evidence=s supports=/status "
        "quote=talks evidence=s range=0-9 evidence=s locator=17 url=http://example.org/17 "
        "inferred=/date from=The day before. same_as=b umbrella=true extracted_by=a script "
        "extracted_at=2025-11-20 confidence=0.90\n"
        "b title=T party=X same_as=a\n");
    assert_int_equal(fixture->summary.files, 1);
    assert_int_equal(fixture->summary.sources, 1);
    assert_int_equal(fixture->summary.partnerships, 2);
    assert_int_equal(fixture->summary.bytes, sizeof full - 1);
}

// One partnership with an id, a title and parties, and these members.
static void read_members(FactsFixture *fixture, const char *members) {
    g_autofree char *line =
        g_strdup_printf("{\"record\":\"partnership\",\"id\":\"a\",\"title\":\"T\","
                        "\"parties\":[\"China\"]%s%s}\n",
                        *members ? "," : "", members);
    read_text(fixture, "f.jsonl", line);
}

static void short_forms_become_long(void **state) {
    FactsFixture *fixture = *state;
    read_members(fixture, "\"sector\":\"Irrigation and Drainage\",\"year\":2009,"
                          "\"amount_usd\":46000000.0,\"status\":\"Pipeline: Pledge\"");
    assert_brief(fixture, "");
    assert_records(fixture, "a title=T date=2009(year,2009) party=China country=CN "
                            "sector=agriculture sector_as_published=Irrigation and Drainage "
                            "status=announced status_as_published=Pipeline: Pledge "
                            "amount=46000000 currency=USD\n");
}

static void a_year_may_be_text(void **state) {
    FactsFixture *fixture = *state;
    read_members(fixture, "\"year\":\"1987\"");
    assert_records(fixture, "a title=T date=1987(year,1987) party=China country=CN\n");
}

static void amounts_are_exact(void **state) {
    static const struct {
        const char *written, *exact;
    } cases[] = {
        {"241589.54", "241589.54"},
        {"\"241589.54\"", "241589.54"},
        {"1e9", "1000000000"},
        {"0.1", "0.1"},
        {"0", "0"},
        {"9007199254740993", "9007199254740993"},
        {"\"123456789012345678901234.123456789\"", "123456789012345678901234.123456789"},
        {"1.5e-9", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        FactsFixture *fixture = *state;
        g_string_truncate(fixture->records, 0);
        g_autofree char *member = g_strdup_printf("\"amount_usd\":%s", cases[i].written);
        read_members(fixture, member);
        g_autofree char *expected =
            cases[i].exact ? g_strdup_printf("a title=T party=China country=CN amount=%s "
                                             "currency=USD\n",
                                             cases[i].exact)
                           : g_strdup("");
        assert_records(fixture, expected);
    }
}

static void dates_keep_their_precision(void **state) {
    static const char *const dates[] = {"197X",          "19XX",      "2025-07",
                                        "2025-22",       "2024/2025", "2025/..",
                                        "../2024-05-09", "2024?",     "2024-02-29"};
    FactsFixture *fixture = *state;
    for (guint i = 0; i < G_N_ELEMENTS(dates); i++) {
        g_autofree char *member = g_strdup_printf("\"date\":\"%s\"", dates[i]);
        read_members(fixture, member);
    }
    assert_brief(fixture, "");
    assert_non_null(strstr(fixture->records->str, "date=197X(decade,1970)"));
    assert_non_null(strstr(fixture->records->str, "date=19XX(century,1900)"));
    assert_non_null(strstr(fixture->records->str, "date=../2024-05-09(interval,2024)"));
}

static void unknown_words_are_kept_and_said_once(void **state) {
    FactsFixture *fixture = *state;
    read_text(fixture, "f.jsonl",
              "{\"record\":\"partnership\",\"id\":\"a\",\"title\":\"T\",\"parties\":[\"China\"],"
              "\"sector\":\"agricluture\",\"status\":\"vague\",\"instrument\":\"treatise\"}\n"
              "{\"record\":\"partnership\",\"id\":\"b\",\"title\":\"T\",\"parties\":[\"China\"],"
              "\"sector\":\"agricluture\",\"status\":\"vague\"}\n");
    assert_true(fixture->good);
    assert_brief(fixture,
                 "1 <\"vague\"> /status warning unknown-term: \"vague\" is no status of the "
                 "vocabulary; it is kept as it stands\n"
                 "1 <\"treatise\"> /instrument warning unknown-term: \"treatise\" is no instrument "
                 "of the vocabulary; it is kept as it stands\n"
                 "1 <\"agricluture\"> /sector warning unknown-term: \"agricluture\" is no sector "
                 "of the vocabulary; it is kept as it stands (did you mean \"agriculture\"?)\n");
    assert_non_null(strstr(fixture->records->str, "b title=T party=China country=CN "
                                                  "sector=agricluture status=vague\n"));
}

static void two_spellings_of_a_sector_are_one(void **state) {
    FactsFixture *fixture = *state;
    read_members(fixture, "\"sectors\":[\"steel\",\"STEEL\",\"energy\"]");
    assert_true(fixture->good);
    assert_brief(fixture, "1 <\"STEEL\"> /sectors/1 warning wrong-value: \"STEEL\" is the sector "
                          "\"steel\", which is named already\n");
    assert_records(fixture, "a title=T party=China country=CN sector=steel sector=energy\n");
}

static void control_characters_are_said_and_kept(void **state) {
    FactsFixture *fixture = *state;
    read_members(fixture, "\"summary\":\"line\\nline\\tend\",\"instrument\":\"loan\","
                          "\"status_as_published\":\"a\\u0007b\"");
    assert_true(fixture->good);
    assert_brief(fixture,
                 "1 <\"a\\u0007b\"> /status_as_published warning wrong-value: "
                 "\"status_as_published\" holds the control character U+0007, which is kept\n");
    assert_non_null(strstr(fixture->records->str, "status_as_published=a\ab"));
}

static void old_countries_and_currencies_are_known(void **state) {
    FactsFixture *fixture = *state;
    read_members(fixture, "\"venue\":{\"country\":\"SU\"},"
                          "\"amounts\":[{\"value\":1,\"currency\":\"DEM\"}]");
    assert_brief(fixture, "");
}

static void unknown_codes_are_warnings(void **state) {
    FactsFixture *fixture = *state;
    read_members(fixture, "\"venue\":{\"country\":\"ZZ\"},"
                          "\"amounts\":[{\"value\":1,\"currency\":\"UDS\"}]");
    assert_true(fixture->good);
    assert_brief(fixture, "1 <\"ZZ\"> /venue/country warning unknown-term: \"ZZ\" is no country "
                          "code of ISO 3166-1; it is kept as it stands\n"
                          "1 <\"UDS\"> /amounts/0/currency warning unknown-term: \"UDS\" is no "
                          "currency code of ISO 4217; it is kept as it stands (did you mean "
                          "\"USD\"?)\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        facts_test(every_member_is_read),
        facts_test(short_forms_become_long),
        facts_test(a_year_may_be_text),
        facts_test(amounts_are_exact),
        facts_test(dates_keep_their_precision),
        facts_test(unknown_words_are_kept_and_said_once),
        facts_test(two_spellings_of_a_sector_are_one),
        facts_test(control_characters_are_said_and_kept),
        facts_test(old_countries_and_currencies_are_known),
        facts_test(unknown_codes_are_warnings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
