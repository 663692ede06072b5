// The views, column by column, over a few facts whose answers are plain.
#include "store_support.h"

static const char facts[] =
    "{\"record\":\"source\",\"id\":\"unused\",\"title\":\"Unused\"}\n"
    "{\"record\":\"source\",\"id\":\"set\",\"title\":\"A data set\",\"url\":\"https://s.example\","
    "\"published\":\"2017\",\"licence\":\"CC0\"}\n"
    // 1: a data set's record
    PARTNERSHIP("one", "\"parties\":[{\"name\":\"PAKISTAN\",\"role\":\"recipient\"},"
                       "{\"name\":\"China\",\"role\":\"funding\"}],\"sectors\":[\"steel\","
                       "\"energy\"],\"date\":\"2009-05-17\",\"status\":\"Completion\","
                       "\"instrument\":\"loan\",\"amounts\":[{\"value\":\"1.10\",\"currency\":"
                       "\"USD\",\"basis\":\"committed\"},{\"value\":\"2.20\",\"currency\":\"USD\","
                       "\"basis\":\"committed\"},{\"value\":\"9\",\"currency\":\"USD\",\"basis\":"
                       "\"announced\"},{\"value\":\"50\",\"currency\":\"PKR\",\"basis\":"
                       "\"committed\"}],\"evidence\":[{\"source\":\"set\",\"locator\":\"17\"}]")
    // 2: a press report whose source comes later
    PARTNERSHIP("two", "\"parties\":[\"Pakistan\",\"Russia\"],\"sector\":\"steel\",\"date\":"
                       "\"2025/..\",\"status\":\"discussed\",\"summary\":\"S\",\"amounts\":"
                       "[{\"value\":7,\"currency\":\"RUB\",\"basis\":\"announced\"},{\"value\":8,"
                       "\"currency\":\"RUB\",\"basis\":\"disbursed\"}],\"commitments\":["
                       "{\"text\":\"a\",\"by\":\"Russia\",\"due\":\"2025-22\"},"
                       "{\"text\":\"b\",\"due\":\"2025-11\"},{\"text\":\"c\",\"due\":\"2026\"},"
                       "{\"text\":\"d\",\"status\":\"met\",\"due\":\"2027\"},{\"text\":\"e\"}],"
                       "\"evidence\":[{\"source\":\"news\",\"supports\":\"/status\",\"quote\":"
                       "\"q\"},{\"source\":\"set\",\"locator\":\"9\",\"url\":\"https://r.example\"}"
                       "],\"inferred\":[{\"field\":\"/date\",\"from\":\"First.\"},{\"field\":"
                       "\"/status\",\"from\":\"Second.\"}]")
    // 3: two parties of one country, no more than needed
    PARTNERSHIP("three", "\"parties\":[\"Pakistan\",{\"name\":\"Some Institute\",\"country\":"
                         "\"PK\",\"organisation\":\"Office\"}]")
    // 4: a decade, and a sum of another currency only on the least firm basis
    PARTNERSHIP(
        "four",
        "\"parties\":[\"Soviet Union\",\"Pakistan\"],\"date\":\"197X~\","
        "\"umbrella\":true,\"amount_usd\":5") "{\"record\":\"source\",\"id\":\"news\",\"title\":"
                                              "\"A report\",\"url\":\"https://n.example\","
                                              "\"inferred\":[{\"field\":\"/title\",\"from\":\"It "
                                              "has none.\"}]}\n";

static int setup(void **state) {
    return fixture_begin(state, facts);
}

static void dates_are_days_and_years(void **state) {
    assert_query(*state,
                 "SELECT fact, id, date, first, last, precision, approximate, uncertain, year, "
                 "decade FROM partnerships ORDER BY fact",
                 "id date first last precision approximate uncertain year decade\n"
                 "'one' '2009-05-17' '2009-05-17' '2009-05-17' 'day' false false 2009 2000 <1>\n"
                 "'two' '2025/..' '2025-01-01' null 'interval' false false 2025 2020 <2>\n"
                 "'three' null null null null null null null null <3>\n"
                 "'four' '197X~' '1970-01-01' '1979-12-31' 'decade' true false 1970 1970 <4>\n");
}

static void words_are_labels_and_codes(void **state) {
    assert_query(*state,
                 "SELECT sector, sector_code, sectors, sector_count, status, status_code, "
                 "status_order, status_as_published, instrument, instrument_code FROM partnerships "
                 "ORDER BY fact LIMIT 3",
                 "sector sector_code sectors sector_count status status_code status_order "
                 "status_as_published instrument instrument_code\n"
                 "'Steel' 'steel' 'Steel, Energy' 2 'Completed' 'completed' 7 'Completion' 'Loan' "
                 "'loan'\n"
                 "'Steel' 'steel' 'Steel' 1 'Discussed' 'discussed' 1 null null null\n"
                 "null null null 0 null null null null null null\n");
}

static void the_partner_is_of_another_country(void **state) {
    assert_query(*state,
                 "SELECT parties, party_count, countries, partner, partner_country FROM "
                 "partnerships ORDER BY fact",
                 "parties party_count countries partner partner_country\n"
                 "'Pakistan, China' 2 'PK, CN' 'China' 'CN'\n"
                 "'Pakistan, Russia' 2 'PK, RU' 'Russia' 'RU'\n"
                 "'Pakistan, Some Institute' 2 'PK' 'Some Institute' 'PK'\n"
                 "'Soviet Union, Pakistan' 2 'PK' 'Soviet Union' null\n");
}

static void bases_are_never_added_up(void **state) {
    assert_query(*state,
                 "SELECT amount, currency, basis, amount_usd, basis_usd, umbrella FROM "
                 "partnerships ORDER BY fact",
                 "amount currency basis amount_usd basis_usd umbrella\n"
                 "3.3d 'USD' 'committed' 3.3d 'committed' false\n"
                 "7d 'RUB' 'announced' null null false\n"
                 "null null null null null false\n"
                 "5d 'USD' null 5d null true\n");
}

static void sources_come_with_the_facts(void **state) {
    assert_query(*state,
                 "SELECT source, source_title, url, inferred, origin, commitments, evidence FROM "
                 "partnerships ORDER BY fact LIMIT 3",
                 "source source_title url inferred origin commitments evidence\n"
                 "'set' 'A data set' 'https://s.example' null 'set' 0 1\n"
                 "'news' 'A report' 'https://n.example' 'First. Second.' 'press' 5 2\n"
                 "null null null null null 0 0\n");
}

static void sources_are_numbered_by_use(void **state) {
    StoreFixture *fixture = *state;
    assert_query(fixture,
                 "SELECT number, id, title, published, published_first, licence, partnerships FROM "
                 "sources ORDER BY number",
                 "number id title published published_first licence partnerships\n"
                 "1 'set' 'A data set' '2017' '2017-01-01' 'CC0' 2\n"
                 "2 'news' 'A report' null null null 1\n"
                 "3 'unused' 'Unused' null null null 0\n");
}

static void pairs_with_sectors(void **state) {
    assert_query(*state,
                 "SELECT fact, id, title, sector, sector_code, sector_slot, position, share, year, "
                 "status, amount_usd FROM partnership_sectors ORDER BY fact, position",
                 "id title sector sector_code sector_slot position share year status amount_usd\n"
                 "'one' 'Title one' 'Steel' 'steel' 12 1 0.5 2009 'Completed' 3.3d <1>\n"
                 "'one' 'Title one' 'Energy' 'energy' 1 2 0.5 2009 'Completed' 3.3d <1>\n"
                 "'two' 'Title two' 'Steel' 'steel' 12 1 1 2025 'Discussed' null <2>\n");
}

static void pairs_with_parties(void **state) {
    assert_query(
        *state,
        "SELECT fact, party, party_code, party_as_published, country, role, organisation, "
        "kind, position, amount_usd FROM partnership_parties WHERE fact IN (1, 3) ORDER BY "
        "fact, position",
        "party party_code party_as_published country role organisation kind position "
        "amount_usd\n"
        "'Pakistan' 'Pakistan' 'PAKISTAN' 'PK' 'recipient' null 'country' 1 3.3d <1>\n"
        "'China' 'China' 'China' 'CN' 'funding' null 'country' 2 3.3d <1>\n"
        "'Pakistan' 'Pakistan' 'Pakistan' 'PK' null null 'country' 1 null <3>\n"
        "'Some Institute' 'Some Institute' 'Some Institute' 'PK' null 'Office' null 2 "
        "null <3>\n");
}

static void commitments_have_a_state_on_the_day(void **state) {
    assert_query(*state,
                 "SELECT fact, id, text, \"by\", due, due_first, due_last, status, state, "
                 "days_overdue FROM commitments ORDER BY position",
                 "id text by due due_first due_last status state days_overdue\n"
                 "'two' 'a' 'Russia' '2025-22' '2025-06-01' '2025-08-31' 'open' 'overdue' 81 <2>\n"
                 "'two' 'b' null '2025-11' '2025-11-01' '2025-11-30' 'open' 'due' null <2>\n"
                 "'two' 'c' null '2026' '2026-01-01' '2026-12-31' 'open' 'open' null <2>\n"
                 "'two' 'd' null '2027' '2027-01-01' '2027-12-31' 'met' 'met' null <2>\n"
                 "'two' 'e' null null null null 'open' 'open' null <2>\n");
}

static void amounts_one_by_one(void **state) {
    assert_query(*state,
                 "SELECT id, value, currency, basis, date, year FROM amounts ORDER BY fact, "
                 "position LIMIT 5",
                 "id value currency basis date year\n"
                 "'one' 1.1d 'USD' 'committed' '2009-05-17' 2009\n"
                 "'one' 2.2d 'USD' 'committed' '2009-05-17' 2009\n"
                 "'one' 9d 'USD' 'announced' '2009-05-17' 2009\n"
                 "'one' 50d 'PKR' 'committed' '2009-05-17' 2009\n"
                 "'two' 7d 'RUB' 'announced' '2025/..' 2025\n");
}

static void evidence_and_inferences(void **state) {
    assert_query(*state,
                 "SELECT id, supports, quote, source, source_title, locator, url FROM evidence "
                 "ORDER BY fact, position",
                 "id supports quote source source_title locator url\n"
                 "'one' null null 'set' 'A data set' '17' 'https://s.example'\n"
                 "'two' '/status' 'q' 'news' 'A report' null 'https://n.example'\n"
                 "'two' null null 'set' 'A data set' '9' 'https://r.example'\n");
    assert_query(*state,
                 "SELECT fact, id, source, field, reason FROM inferences ORDER BY field, reason",
                 "id source field reason\n"
                 "'two' null '/date' 'First.' <2>\n"
                 "'two' null '/status' 'Second.' <2>\n"
                 "null 'news' '/title' 'It has none.'\n");
}

static void sectors_and_statuses_are_counted(void **state) {
    assert_query(*state,
                 "SELECT sector, sector_code, parent, slot, partnerships FROM sectors WHERE "
                 "partnerships > 0 ORDER BY slot",
                 "sector sector_code parent slot partnerships\n"
                 "'Energy' 'energy' null 1 1\n"
                 "'Steel' 'steel' 'industry' 12 2\n");
    assert_query(*state,
                 "SELECT status, status_code, status_order, partnerships FROM statuses WHERE "
                 "status_order < 3 ORDER BY status_order",
                 "status status_code status_order partnerships\n"
                 "'Discussed' 'discussed' 1 1\n"
                 "'Announced' 'announced' 2 0\n");
    assert_query(*state,
                 "SELECT party, country, kind, partnerships FROM parties ORDER BY party LIMIT 2",
                 "party country kind partnerships\n"
                 "'China' 'CN' 'country' 1\n"
                 "'Pakistan' 'PK' 'country' 4\n");
}

// Every dataset has rows here but quantities, and changes since nothing; a name that is suggested,
// and no SQL of its own.
static void datasets_have_names_and_orders(void **state) {
    StoreFixture *fixture = *state;
    static const char *const empty[] = {"quantities", "merges", "conflicts", "changes", NULL};
    const char *const *names = store_dataset_names();
    guint count = 0;
    for (; names[count]; count++) {
        const Table *table =
            store_dataset(fixture->store, fixture->arena, names[count], fixture->diags);
        assert_non_null(table);
        assert_string_equal(table->name, names[count]);
        assert_int_equal(table->row_count == 0, g_strv_contains(empty, names[count]));
    }
    assert_int_equal(count, 15);
    assert_null(store_dataset(fixture->store, fixture->arena, "sector_rows", fixture->diags));
    assert_null(store_dataset(fixture->store, fixture->arena, "", fixture->diags));
    assert_int_equal(diags_kept(fixture->diags), 0);
    const Table *table =
        store_dataset(fixture->store, fixture->arena, "partnerships", fixture->diags);
    const Column *ids = table_column(table, "id");
    assert_string_equal(ids->values[0].as.string, "four"); // by day, without a date last
    assert_string_equal(ids->values[1].as.string, "one");
    assert_string_equal(ids->values[2].as.string, "two");
    assert_string_equal(ids->values[3].as.string, "three");
    assert_int_equal(table->lineage[0]->ids[0], 4);
}

// The text of accord-facts(5) about one table, up to the next. New string.
static char *manual_of(const char *page, const char *name) {
    g_autofree char *head = g_strdup_printf("\n.Ss %s\n", name);
    const char *start = strstr(page, head);
    if (!start)
        fail_msg("accord-facts(5) has nothing on %s", name);
    const char *table = strstr(start + 1, "\n.Ss "), *section = strstr(start + 1, "\n.Sh ");
    const char *end = table && table < section ? table : section;
    return g_strndup(start, (gsize)(end - start));
}

// Whether the word stands in a list entry (.It Va word , word).
static bool has_entry(const char *section, const char *word) {
    g_auto(GStrv) words = g_strsplit_set(section, " \n", -1);
    for (char **p = words; *p; p++)
        if (strcmp(*p, word) == 0)
            return true;
    return false;
}

static void every_column_is_in_the_manual(void **state) {
    StoreFixture *fixture = *state;
    g_autofree char *page = NULL;
    assert_true(g_file_get_contents("docs/accord-facts.5", &page, NULL, NULL));
    for (const char *const *name = store_dataset_names(); *name; name++) {
        g_autofree char *section = manual_of(page, *name);
        const Table *table = store_dataset(fixture->store, fixture->arena, *name, fixture->diags);
        for (guint c = 0; c < table->column_count; c++)
            if (!has_entry(section, table->columns[c].name))
                fail_msg("accord-facts(5) lacks %s of %s", table->columns[c].name, *name);
    }
}

static void facts_are_found_by_number(void **state) {
    StoreFixture *fixture = *state;
    assert_string_equal(store_fact_id(fixture->store, 1), "one");
    assert_string_equal(store_fact_id(fixture->store, 4), "four");
    assert_null(store_fact_id(fixture->store, 0));
    assert_null(store_fact_id(fixture->store, 5));
    const char *first, *last;
    guint count;
    assert_true(store_span(fixture->store, fixture->arena, &first, &last, &count));
    assert_string_equal(first, "1970-01-01");
    assert_string_equal(last, "2025-01-01");
    assert_int_equal(count, 4);
}

static void an_empty_store_answers(void **state) {
    (void)state;
    StoreFixture *fixture = store_of("", NULL);
    const char *first, *last;
    guint count;
    assert_false(store_span(fixture->store, fixture->arena, &first, &last, &count));
    assert_int_equal(count, 0);
    assert_query(fixture, "SELECT count(*) AS n, decimal_sum(amount_usd) AS usd FROM partnerships",
                 "n usd\n0 null\n");
    for (const char *const *name = store_dataset_names(); *name; name++)
        assert_non_null(store_dataset(fixture->store, fixture->arena, *name, fixture->diags));
    fixture_free(fixture);
}

static void labels_speak_the_language(void **state) {
    (void)state;
    const StoreOptions options = {.language = "ur"};
    StoreFixture *fixture = store_of(facts, &options);
    assert_query(fixture,
                 "SELECT sector, sector_code, status, parties, partner FROM partnerships WHERE "
                 "fact = 1",
                 "sector sector_code status parties partner\n"
                 "'فولاد' 'steel' 'مکمل' 'پاکستان, چین' 'چین'\n");
    assert_query(fixture, "SELECT \"by\" FROM commitments WHERE position = 1", "by\n'روس'\n");
    assert_query(fixture,
                 "SELECT basis, basis_label, basis_usd_label FROM partnerships WHERE fact "
                 "IN (1, 2, 4) ORDER BY fact",
                 "basis basis_label basis_usd_label\n"
                 "'committed' 'مختص' 'مختص'\n'announced' 'اعلان کردہ' null\nnull null null\n");
    assert_query(fixture, "SELECT basis_label FROM amounts ORDER BY fact, position LIMIT 1",
                 "basis_label\n'مختص'\n");
    assert_query(fixture, "SELECT DISTINCT state, state_label FROM commitments ORDER BY 1",
                 "state state_label\n'met' 'پورا'\n'open' 'جاری'\n");
    fixture_free(fixture);
}

static void the_day_of_the_report_is_a_day(void **state) {
    (void)state;
    StoreFixture *fixture = fixture_new();
    const StoreOptions options = {.as_of = "2025-11"};
    assert_null(store_open(fixture->diags, &options, fixture->vocabularies));
    assert_string_equal(nth_message(fixture->diags, 0),
                        "the day of the report is \"2025-11\", which is no day");
    fixture_free(fixture);
}

static void the_last_day_decides_when_none_is_given(void **state) {
    (void)state;
    StoreFixture *fixture =
        store_of(PARTNERSHIP("a", "\"parties\":[\"X\"],\"date\":\"2025-09\",\"commitments\":"
                                  "[{\"text\":\"t\",\"due\":\"2025-09-29\"}]"),
                 NULL);
    assert_query(fixture, "SELECT state, days_overdue, date('now') AS today FROM commitments",
                 "state days_overdue today\n'overdue' 1 '2025-09-30'\n");
    fixture_free(fixture);
}

#define COUNT(table) "(SELECT count(*) FROM " table ")"
#define COUNTED(table) "(SELECT sum(partnerships) FROM " table ")"
#define AND " || ' ' || "
static const char counts[] = "SELECT " COUNT("partnerships") AND COUNT("partnership_sectors")
    AND COUNT("partnership_parties") AND COUNT("commitments") AND COUNT("amounts")
        AND COUNT("evidence") AND COUNT("inferences WHERE id IS NOT NULL") AND COUNTED("sources")
            AND COUNTED("sectors") AND COUNTED("statuses") AND COUNTED("parties") " AS counts";

// The second fact begins with 2025; what has no day is never later.
static void what_came_later_is_not_known(void **state) {
    (void)state;
    const StoreOptions options = {.as_of = "2024-12-31"};
    StoreFixture *fixture = store_of(facts, &options);
    const char *first, *last;
    guint count;
    assert_int_equal(store_left_out(fixture->store), 1);
    assert_true(store_span(fixture->store, fixture->arena, &first, &last, &count));
    assert_int_equal(count, 3);
    assert_string_equal(last, "2009-05-17");
    assert_query(fixture, counts, "counts\n'3 2 6 0 5 1 0 1 2 1 6'\n");
    assert_true(store_keep_later(fixture->store, true, fixture->diags));
    assert_int_equal(store_left_out(fixture->store), 0);
    assert_query(fixture, counts, "counts\n'4 3 8 5 7 3 2 3 3 2 8'\n");
    fixture_free(fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_days_and_years),
        cmocka_unit_test(words_are_labels_and_codes),
        cmocka_unit_test(the_partner_is_of_another_country),
        cmocka_unit_test(bases_are_never_added_up),
        cmocka_unit_test(sources_come_with_the_facts),
        cmocka_unit_test(sources_are_numbered_by_use),
        cmocka_unit_test(pairs_with_sectors),
        cmocka_unit_test(pairs_with_parties),
        cmocka_unit_test(commitments_have_a_state_on_the_day),
        cmocka_unit_test(amounts_one_by_one),
        cmocka_unit_test(evidence_and_inferences),
        cmocka_unit_test(sectors_and_statuses_are_counted),
        cmocka_unit_test(datasets_have_names_and_orders),
        cmocka_unit_test(every_column_is_in_the_manual),
        cmocka_unit_test(facts_are_found_by_number),
        cmocka_unit_test(an_empty_store_answers),
        cmocka_unit_test(labels_speak_the_language),
        cmocka_unit_test(the_day_of_the_report_is_a_day),
        cmocka_unit_test(the_last_day_decides_when_none_is_given),
        cmocka_unit_test(what_came_later_is_not_known),
    };
    return cmocka_run_group_tests(tests, setup, fixture_end);
}
