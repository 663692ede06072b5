// What changed since an earlier state, of files and of a store's own runs, on both engines.
#include "store_support.h"

#include "store/changes.h"

#define MILL(members) PARTNERSHIP("mill", "\"parties\":[\"Pakistan\",\"Russia\"]," members)
#define POWER(members) PARTNERSHIP("power", "\"parties\":[\"Pakistan\",\"China\"]," members)
#define SOURCE(id) "{\"record\":\"source\",\"id\":\"" id "\",\"title\":\"Source " id "\"}\n"

#define MONEY(value) "\"amounts\":[{\"value\":\"" value "\",\"currency\":\"USD\"}]"
#define PROMISE(due) "\"commitments\":[{\"text\":\"Hand over\",\"due\":\"" due "\"}]"

static const char columns[] =
    "SELECT fact, kind, id, field, item, old, new, difference, unit, days, material FROM changes"
    " ORDER BY kind_order, id, position";

typedef struct {
    StoreFixture *fixture;
    char *folder, *address; // of a store that lasts
} Nights;

static void read_lines(StoreFixture *fixture, const char *lines, const FactsSink *sink) {
    char *path = NULL;
    int file = g_file_open_tmp("accord-changes-XXXXXX.jsonl", &path, NULL);
    assert_true(file >= 0);
    close(file);
    assert_true(g_file_set_contents(path, lines, -1, NULL));
    FactsOptions facts = {.diags = fixture->diags, .vocabularies = fixture->vocabularies};
    const char *paths[] = {path};
    if (!facts_read(&facts, paths, 1, sink, NULL))
        fail_msg("%s", nth_message(fixture->diags, 0));
    g_remove(path);
    g_free(path);
}

static int setup(void **state) {
    Nights *nights = g_new0(Nights, 1);
    nights->fixture = fixture_new();
    nights->folder = g_dir_make_tmp("accord-changes-XXXXXX", NULL);
    nights->address =
        suite_address() ? fixture_database() : g_build_filename(nights->folder, "facts.db", NULL);
    *state = nights;
    return 0;
}

static int teardown(void **state) {
    Nights *nights = *state;
    fixture_free(nights->fixture);
    if (!suite_address())
        g_remove(nights->address);
    g_rmdir(nights->folder);
    g_free(nights->folder);
    g_free(nights->address);
    g_free(nights);
    return 0;
}

// One run: these are all the facts there are.
static void night(Nights *nights, const char *as_of, const char *lines) {
    StoreFixture *fixture = nights->fixture;
    const IngestOptions how = {.as_of = as_of, .program = "test", .replace = true};
    IngestCounts counts;
    Ingest *ingest = ingest_begin(fixture->diags, nights->address, fixture->vocabularies, &how);
    assert_non_null(ingest);
    FactsSink sink = ingest_sink(ingest);
    read_lines(fixture, lines, &sink);
    assert_true(ingest_end(ingest, /*good=*/true, &counts));
}

static const Vocabularies *find_vocabularies(void *data) {
    return ((StoreFixture *)data)->vocabularies;
}

// Opened on a day, compared with an earlier state.
static bool open_since(Nights *nights, const char *as_of, const char *since) {
    StoreFixture *fixture = nights->fixture;
    const StoreOptions options = {
        .as_of = as_of, .vocabularies = find_vocabularies, .vocabularies_data = fixture};
    const StoreComparison comparison = {.since = since};
    store_close(fixture->store);
    fixture->store = store_open_at(fixture->diags, nights->address, &options);
    assert_non_null(fixture->store);
    return store_compare(fixture->store, fixture->diags, &comparison);
}

static void three_nights(Nights *nights) {
    night(nights, "2025-11-18",
          SOURCE("s")
              MILL("\"status\":\"discussed\"," MONEY("1000000000") "," PROMISE("2025-11-19"))
                  POWER("\"status\":\"signed\",\"sectors\":[\"energy\"],\"date\":\"2025-07\""));
    night(nights, "2025-11-19",
          SOURCE("s") MILL("\"status\":\"signed\"," MONEY("1000000000") "," PROMISE("2025-12-01"))
              POWER("\"status\":\"signed\",\"sectors\":[\"energy\"],\"date\":\"2025-07\""));
    night(nights, "2025-11-20",
          SOURCE("s") SOURCE("t") MILL("\"status\":\"signed\",\"summary\":\"Steel.\"," MONEY(
              "1005000000") "," PROMISE("2026-03-01"))
              PARTNERSHIP("carbon", "\"parties\":[\"Pakistan\",\"GGGI\"]"));
}

static void a_store_knows_its_last_changes(void **state) {
    Nights *nights = *state;
    three_nights(nights);
    assert_true(open_since(nights, "2025-11-20", NULL));
    assert_query(nights->fixture, columns,
                 "kind id field item old new difference unit days material\n"
                 "'new' 'carbon' null null null null null null null true <3>\n"
                 "'revised' 'mill' 'amount' null '1000000000 USD' '1005000000 USD' 5000000d 'USD'"
                 " null false <1>\n"
                 "'revised' 'mill' 'summary' null null 'Steel.' null null null false <1>\n"
                 "'slipped' 'mill' 'commitment.due' 'Hand over' '2025-12-01' '2026-03-01' null"
                 " null 90 true <1>\n"
                 "'withdrawn' 'power' null null null null null null null true\n");
    assert_query(nights->fixture,
                 "SELECT title, date, year, sector, status, partner FROM changes"
                 " WHERE kind = 'withdrawn'",
                 "title date year sector status partner\n"
                 "'Title power' '2025-07' 2025 'Energy' 'Signed' 'China'\n");
    const StoreEarlier *earlier = store_earlier(nights->fixture->store);
    assert_int_equal(earlier->run, 2);
    assert_string_equal(earlier->as_of, "2025-11-19");
}

static void two_nights_at_once_are_one_step(void **state) {
    Nights *nights = *state;
    three_nights(nights);
    static const char sql[] =
        "SELECT field, old, new, days FROM changes WHERE id = 'mill' AND material"
        " ORDER BY kind_order, position";
    static const char expected[] = "field old new days\n"
                                   "'status' 'Discussed' 'Signed' null\n"
                                   "'commitment.due' '2025-11-19' '2026-03-01' 102\n";
    assert_true(open_since(nights, "2025-11-20", "1"));
    assert_query(nights->fixture, sql, expected);
    assert_true(open_since(nights, "2025-11-20", "2025-11-18"));
    assert_query(nights->fixture, sql, expected);
}

static void slippage_stays_with_commitments(void **state) {
    Nights *nights = *state;
    three_nights(nights);
    assert_true(open_since(nights, "2025-11-20", NULL));
    assert_query(nights->fixture, "SELECT due, first_due, slips, slipped_days FROM commitments",
                 "due first_due slips slipped_days\n"
                 "'2026-03-01' '2025-11-19' 2 102\n");
}

static void what_comes_back_is_compared_with_what_it_was(void **state) {
    Nights *nights = *state;
    three_nights(nights);
    night(nights, "2025-11-21", POWER("\"status\":\"completed\""));
    assert_true(open_since(nights, "2025-11-21", "2025-11-19"));
    assert_query(nights->fixture,
                 "SELECT kind, id, field, old, new FROM changes WHERE field = 'status' OR kind <> "
                 "'revised' ORDER BY kind_order, id",
                 "kind id field old new\n"
                 "'revised' 'power' 'status' 'Signed' 'Completed'\n"
                 "'withdrawn' 'mill' null null null\n");
    assert_true(open_since(nights, "2025-11-21", NULL));
    assert_query(nights->fixture, "SELECT kind, id FROM changes ORDER BY kind_order, id",
                 "kind id\n'new' 'power'\n'withdrawn' 'carbon'\n'withdrawn' 'mill'\n");
}

static void a_night_without_changes_is_passed_over(void **state) {
    Nights *nights = *state;
    static const char lines[] = MILL("\"status\":\"signed\"," PROMISE("2025-11-20"));
    night(nights, "2025-11-18", MILL("\"status\":\"discussed\"," PROMISE("2025-11-20")));
    night(nights, "2025-11-19", lines);
    night(nights, "2025-11-20", lines);
    assert_true(open_since(nights, "2025-11-20", NULL));
    assert_int_equal(store_earlier(nights->fixture->store)->run, 1);
    // Nothing was added, and yet something is late now.
    assert_true(open_since(nights, "2025-11-22", "3"));
    assert_query(nights->fixture, "SELECT kind, id, item, new, days FROM changes",
                 "kind id item new days\n'overdue' 'mill' 'Hand over' '2025-11-20' 2\n");
}

static void the_first_night_has_nothing_before_it(void **state) {
    Nights *nights = *state;
    night(nights, "2025-11-18", MILL("\"status\":\"discussed\""));
    assert_true(open_since(nights, "2025-11-20", NULL));
    assert_null(store_earlier(nights->fixture->store));
    assert_null(store_earlier_facts(nights->fixture->store, nights->fixture->diags));
    assert_query(nights->fixture, "SELECT count(*) AS n FROM changes", "n\n0\n");
    assert_true(open_since(nights, "2025-11-20", "2025-11-17"));
    assert_null(store_earlier(nights->fixture->store));
    ChangeCounts counts;
    assert_true(store_count_changes(nights->fixture->store, nights->fixture->diags, &counts));
    assert_int_equal(counts.facts, 0);
}

static void a_run_that_is_none_is_said(void **state) {
    Nights *nights = *state;
    night(nights, "2025-11-18", MILL("\"status\":\"discussed\""));
    assert_false(open_since(nights, NULL, "7"));
    assert_string_equal(nth_message(nights->fixture->diags, 0), "\"7\" is no run of this store");
    assert_false(open_since(nights, NULL, "yesterday"));
    assert_string_equal(nth_message(nights->fixture->diags, 1),
                        "\"yesterday\" is neither a run nor a day");
}

static void counts_and_json(void **state) {
    Nights *nights = *state;
    three_nights(nights);
    assert_true(open_since(nights, "2025-11-20", NULL));
    ChangeCounts counts;
    assert_true(store_count_changes(nights->fixture->store, nights->fixture->diags, &counts));
    assert_int_equal(counts.kinds[CHANGE_NEW], 1);
    assert_int_equal(counts.kinds[CHANGE_REVISED], 0);
    assert_int_equal(counts.kinds[CHANGE_SLIPPED], 1);
    assert_int_equal(counts.facts, 3);
    assert_int_equal(counts.rows, 3);
    assert_int_equal(counts.left_out, 2);
    json_t *json = store_changes_json(nights->fixture->store, nights->fixture->diags, 2);
    assert_int_equal(json_integer_value(json_object_get(json, "withdrawn")), 1);
    assert_int_equal(json_array_size(json_object_get(json, "changes")), 2);
    char *since = json_dumps(json_object_get(json, "since"), JSON_COMPACT);
    assert_string_equal(since, "{\"run\":2,\"as_of\":\"2025-11-19\"}");
    free(since);
    json_decref(json);
}

static void the_earlier_state_is_a_store(void **state) {
    Nights *nights = *state;
    three_nights(nights);
    assert_true(open_since(nights, "2025-11-20", NULL));
    StoreFixture *fixture = nights->fixture;
    Store *earlier = store_earlier_facts(fixture->store, fixture->diags);
    assert_non_null(earlier);
    assert_ptr_equal(earlier, store_earlier_facts(fixture->store, fixture->diags));
    assert_table(store_query(earlier, fixture->arena,
                             "SELECT id, status, amount FROM partnerships ORDER BY id", NULL, 0,
                             NULL, fixture->diags),
                 "id status amount\n'mill' 'Signed' 1000000000d\n'power' 'Signed' null\n");
    assert_table(store_query(earlier, fixture->arena, "SELECT id FROM sources", NULL, 0, NULL,
                             fixture->diags),
                 "id\n's'\n");
    // The changes are there still.
    assert_query(fixture, "SELECT count(*) AS n FROM changes", "n\n5\n");
}

// A question that fails leaves the changes where they are.
static void changes_outlive_a_failed_question(void **state) {
    Nights *nights = *state;
    three_nights(nights);
    assert_true(open_since(nights, "2025-11-20", NULL));
    assert_query(nights->fixture, "SELECT count(*) AS n FROM changes", "n\n5\n");
    assert_null(query(nights->fixture, "SELECT nothing FROM changes"));
    assert_query(nights->fixture, "SELECT count(*) AS n FROM changes", "n\n5\n");
    assert_null(query(nights->fixture, "DELETE FROM changes"));
    assert_null(query(nights->fixture, "SELECT * FROM change_rows"));
}

// --- facts of files ---

static Store *store_of_lines(StoreFixture *fixture, const char *as_of, const char *lines) {
    const StoreOptions options = {.as_of = as_of, .keep_records = true};
    Store *store = store_open(fixture->diags, &options, fixture->vocabularies);
    FactsSink sink = store_sink(store);
    read_lines(fixture, lines, &sink);
    assert_true(store_ready(store, fixture->diags));
    return store;
}

static void files_are_compared_by_id(void **state) {
    only_on_sqlite();
    StoreFixture *fixture = ((Nights *)*state)->fixture;
    StoreComparison comparison = {0};
    comparison.earlier = store_of_lines(
        fixture, "2025-11-19",
        POWER("\"status\":\"signed\"") MILL("\"status\":\"discussed\"," PROMISE("2025-11-19")));
    fixture->store = store_of_lines(fixture, "2025-11-21",
                                    PARTNERSHIP("carbon", "\"parties\":[\"Pakistan\"]")
                                        MILL("\"status\":\"signed\"," PROMISE("2025-11-19")));
    assert_true(store_compare(fixture->store, fixture->diags, &comparison));
    assert_query(fixture, columns,
                 "kind id field item old new difference unit days material\n"
                 "'new' 'carbon' null null null null null null null true <1>\n"
                 "'revised' 'mill' 'status' null 'Discussed' 'Signed' null null null true <2>\n"
                 "'overdue' 'mill' 'commitment.due' 'Hand over' null '2025-11-19' null null 2"
                 " true <2>\n"
                 "'withdrawn' 'power' null null null null null null null true\n");
    assert_string_equal(store_earlier(fixture->store)->as_of, "2025-11-19");
    assert_int_equal(store_earlier(fixture->store)->run, 0);
    assert_ptr_equal(store_earlier_facts(fixture->store, fixture->diags), comparison.earlier);
}

#define changes_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        changes_test(a_store_knows_its_last_changes),
        changes_test(two_nights_at_once_are_one_step),
        changes_test(slippage_stays_with_commitments),
        changes_test(what_comes_back_is_compared_with_what_it_was),
        changes_test(a_night_without_changes_is_passed_over),
        changes_test(the_first_night_has_nothing_before_it),
        changes_test(a_run_that_is_none_is_said),
        changes_test(counts_and_json),
        changes_test(the_earlier_state_is_a_store),
        changes_test(changes_outlive_a_failed_question),
        changes_test(files_are_compared_by_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
