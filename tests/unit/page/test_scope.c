// Names of a layout: values, datasets made once, aggregates by path, rows of repetitions, SQL
// parameters, conditions, misspelt fields.
#include "page_support.h"

#include "page/when.h"

static const char deals_json[] =
    "{\"deals\": {\"values\": ["
    "  {\"id\": \"a\", \"sector\": \"Energy\", \"year\": 2001, \"usd\": 10},"
    "  {\"id\": \"b\", \"sector\": \"Energy\", \"year\": 2003, \"usd\": 2.5},"
    "  {\"id\": \"c\", \"sector\": \"Steel\", \"year\": 2010, \"usd\": null}]},"
    " \"recent\": {\"name\": \"deals\", \"transform\": ["
    "   {\"filter\": {\"field\": \"year\", \"gte\": 2003}}]},"
    " \"none\": {\"name\": \"deals\", \"transform\": [{\"filter\": {\"field\": \"year\", \"gt\": "
    "9000}}]},"
    " \"total\": {\"name\": \"deals\", \"transform\": ["
    "   {\"aggregate\": [{\"op\": \"sum\", \"field\": \"usd\", \"as\": \"sum\"}], \"groupby\": "
    "[]}]},"
    " \"typo\": {\"name\": \"deals\", \"transform\": [{\"filter\": {\"field\": \"yaer\", \"gt\": "
    "1}}]},"
    " \"loop\": {\"name\": \"loop\"}}";

static Scope *make_scope(Fixture *f) {
    Scope *scope = fixture_scope(f);
    scope_set(scope, "from", value_number(2000));
    const JsonNode *data = fixture_json(f, deals_json);
    JsonMembers members;
    json_members_begin(&members, data);
    const JsonNode *member;
    while ((member = json_members_next(&members)))
        scope_define(scope, member->key, member);
    return scope;
}

static const char *text_of(Scope *scope, const char *path) {
    Value value;
    const char *problem, *hint;
    if (scope_value(scope, path, &value, &problem, &hint))
        return value_is_nullish(value) ? "null" : value_to_string(value, scope_arena(scope));
    return problem ? problem : "(reported)";
}

static const char *hint_of(Scope *scope, const char *path) {
    Value value;
    const char *problem, *hint;
    assert_false(scope_value(scope, path, &value, &problem, &hint));
    return hint;
}

static void paths_name_values(void **state) {
    Scope *scope = make_scope(*state);
    assert_string_equal(text_of(scope, "from"), "2000");
    assert_string_equal(text_of(scope, "as_of"), "2025-11-20");
    assert_string_equal(text_of(scope, "deals.count"), "3");
    assert_string_equal(text_of(scope, "recent.count"), "2");
    assert_string_equal(text_of(scope, "deals.sum.usd"), "12.5");
    assert_string_equal(text_of(scope, "deals.distinct.sector"), "2");
    assert_string_equal(text_of(scope, "deals.first.sector"), "Energy");
    assert_string_equal(text_of(scope, "deals.last.year"), "2010");
    assert_string_equal(text_of(scope, "deals.max.year"), "2010");
    assert_string_equal(text_of(scope, "total.sum"), "12.5"); // the only row
    assert_int_equal(diags_errors(scope_diags(scope)), 0);
}

static void empty_data_has_no_values(void **state) {
    Scope *scope = make_scope(*state);
    assert_string_equal(text_of(scope, "none.count"), "0");
    assert_string_equal(text_of(scope, "none.first.sector"), "null");
    assert_string_equal(text_of(scope, "none.max.year"), "null");
}

static void wrong_paths_say_why(void **state) {
    Scope *scope = make_scope(*state);
    assert_string_equal(text_of(scope, "daels.count"), "unknown name \"daels\"");
    assert_string_equal(hint_of(scope, "daels.count"), "did you mean \"deals\"?");
    assert_string_equal(text_of(scope, "deals.sum.sud"),
                        "unknown field \"sud\" in dataset \"deals\"");
    assert_string_equal(hint_of(scope, "deals.sum.sud"), "did you mean \"usd\"?");
    assert_string_equal(text_of(scope, "deals.smu.usd"),
                        "unknown operation \"smu\" on dataset \"deals\"");
    assert_string_equal(hint_of(scope, "deals.smu.usd"), "did you mean \"sum\"?");
    assert_string_equal(text_of(scope, "deals"), "dataset \"deals\" is not one value");
    assert_string_equal(text_of(scope, "deals.usd"),
                        "dataset \"deals\" has 3 rows, so \"usd\" is not one value");
    assert_string_equal(text_of(scope, "from.x"), "\"from\" is a value and has no \"x\"");
}

static void a_failed_dataset_is_reported_once(void **state) {
    Scope *scope = make_scope(*state);
    assert_string_equal(text_of(scope, "typo.count"), "(reported)");
    assert_string_equal(text_of(scope, "typo.count"), "(reported)");
    assert_int_equal(diags_errors(scope_diags(scope)), 1);
    assert_string_equal(nth_message(scope_diags(scope), 0),
                        "unknown field \"yaer\" in dataset \"typo\"");
    assert_hint(scope_diags(scope), 0, "did you mean \"year\"?");
}

static void a_dataset_of_itself_is_refused(void **state) {
    Scope *scope = make_scope(*state);
    assert_string_equal(text_of(scope, "loop.count"), "(reported)");
    assert_string_equal(nth_message(scope_diags(scope), 0), "dataset \"loop\" is made of itself");
}

static void named_data_is_made_once(void **state) {
    Scope *scope = make_scope(*state);
    const Table *first = scope_find_table(scope, "recent");
    assert_non_null(first);
    assert_ptr_equal(first, scope_find_table(scope_push(scope), "recent"));
}

static void repetitions_see_their_row_and_rows(void **state) {
    Fixture *f = *state;
    Scope *outer = make_scope(f), *inner = scope_push(outer);
    const Table *deals = scope_find_table(outer, "deals");
    scope_set_row(inner, "p", deals, 1);
    scope_set(inner, "s.key", value_string("Energy"));
    scope_set_table(inner, "s.rows", deals);
    assert_string_equal(text_of(inner, "p.id"), "b");
    assert_string_equal(text_of(inner, "s.key"), "Energy");
    assert_string_equal(text_of(inner, "s.rows.count"), "3");
    assert_string_equal(text_of(inner, "s.rows.sum.usd"), "12.5");
    assert_string_equal(text_of(inner, "p.idd"), "unknown field \"idd\" in row \"p\"");
    assert_string_equal(text_of(outer, "p.id"), "unknown name \"p\"");
    const JsonNode *filter = fixture_json(
        f, "{\"name\": \"deals\", \"transform\": [{\"filter\": {\"field\": \"id\", \"equal\": "
           "{\"param\": \"p.id\"}}}]}");
    const Table *own = scope_data(inner, filter);
    assert_non_null(own);
    assert_int_equal(own->row_count, 1);
}

static void unknown_data_is_suggested(void **state) {
    Fixture *f = *state;
    Scope *scope = make_scope(f);
    assert_null(scope_data(scope, json_node_item(fixture_json(f, "[\"recnet\"]"), 0)));
    assert_string_equal(nth_message(f->diags, 0), "unknown dataset \"recnet\"");
    assert_hint(f->diags, 0, "did you mean \"recent\"?");
}

static void data_comes_from_one_place(void **state) {
    Fixture *f = *state;
    Scope *scope = make_scope(f);
    assert_null(scope_data(scope, fixture_json(f, "{\"values\": [], \"sql\": \"select 1\"}")));
    assert_null(scope_data(scope, fixture_json(f, "{\"transform\": []}")));
    assert_string_equal(nth_message(f->diags, 0),
                        "data comes from one place, found \"values\" beside \"sql\"");
    assert_string_equal(nth_message(f->diags, 1),
                        "data lacks one of \"name\", \"sql\", \"values\", \"url\", \"sequence\"");
}

static void files_below_the_folder_are_data(void **state) {
    Fixture *f = *state;
    fixture_file(f, "data/rows.csv", "year,n\n2001,5\n2002,7\n");
    fixture_file(f, "data/rows.json", "{\"found\": [{\"n\": 1}, {\"n\": 2}, {\"n\": 3}]}");
    Scope *scope = make_scope(f);
    const Table *csv = scope_data(scope, fixture_json(f, "{\"url\": \"data/rows.csv\"}"));
    assert_non_null(csv);
    assert_int_equal(csv->row_count, 2);
    assert_int_equal(table_value(csv, "n", 1).type, VALUE_NUMBER);
    const Table *json = scope_data(
        scope,
        fixture_json(f, "{\"url\": \"data/rows.json\", \"format\": {\"property\": \"found\"}}"));
    assert_non_null(json);
    assert_int_equal(json->row_count, 3);
    assert_int_equal(diags_errors(f->diags), 0);
    assert_null(scope_data(scope, fixture_json(f, "{\"url\": \"../../etc/passwd\"}")));
    assert_null(scope_data(scope, fixture_json(f, "{\"url\": \"https://example.org/x.json\"}")));
    assert_int_equal(diags_nth(f->diags, 0)->id, DIAG_PATH_OUTSIDE);
    assert_int_equal(diags_nth(f->diags, 1)->id, DIAG_PATH_OUTSIDE);
}

static void sequences_are_data(void **state) {
    Fixture *f = *state;
    const Table *table = scope_data(
        make_scope(f), fixture_json(f, "{\"sequence\": {\"start\": 2000, \"stop\": 2005, \"as\": "
                                       "\"year\"}}"));
    assert_non_null(table);
    assert_int_equal(table->row_count, 5);
}

static bool test_when(Fixture *f, const char *when) {
    Scope *scope = make_scope(f);
    const JsonNode *node = fixture_json(f, when);
    assert_true(when_check(f->diags, node));
    return scope_test(scope, node);
}

static void conditions_hold_or_not(void **state) {
    Fixture *f = *state;
    assert_true(scope_test(make_scope(f), NULL));
    assert_true(test_when(f, "{\"param\": \"deals.count\", \"gt\": 0}"));
    assert_false(test_when(f, "{\"param\": \"none.count\", \"gt\": 0}"));
    assert_true(test_when(f, "{\"param\": \"from\", \"equal\": 2000}"));
    assert_true(test_when(f, "{\"param\": \"from\", \"range\": [1990, null]}"));
    assert_false(test_when(f, "{\"param\": \"from\", \"range\": [null, 1999]}"));
    assert_true(test_when(f, "{\"param\": \"from\", \"oneOf\": [1, 2000]}"));
    assert_true(test_when(f, "{\"param\": \"from\", \"lte\": {\"param\": \"deals.min.year\"}}"));
    assert_false(test_when(f, "{\"param\": \"none.max.year\", \"valid\": true}"));
    assert_true(test_when(f, "{\"not\": {\"param\": \"from\", \"lt\": 10}}"));
    assert_false(test_when(f, "{\"and\": [{\"param\": \"from\", \"gt\": 1}, {\"param\": \"from\", "
                              "\"gt\": 3000}]}"));
    assert_true(test_when(f, "{\"or\": [{\"param\": \"from\", \"gt\": 3000}, {\"param\": \"from\", "
                             "\"gt\": 1}]}"));
    assert_false(test_when(f, "{\"param\": \"none.max.year\", \"lt\": 3000}")); // null is not less
    assert_int_equal(diags_errors(f->diags), 0);
}

static void conditions_are_objects(void **state) {
    Fixture *f = *state;
    const JsonNode *list = fixture_json(
        f, "[\"from > 1\", {\"param\": \"from\"}, {\"param\": \"from\", \"gt\": 1, \"lt\": 2},"
           " {\"param\": \"from\", \"above\": 1}, {\"and\": {}}, {\"param\": \"from\", \"range\": "
           "[1]}]");
    for (guint i = 0; i < json_node_size(list); i++)
        assert_false(when_check(f->diags, json_node_item(list, i)));
    assert_string_equal(nth_message(f->diags, 0), "condition is a string, expected an object");
    assert_true(diags_has(f->diags, DIAG_UNKNOWN_KEY));
}

static void a_wrong_name_in_a_condition_is_reported(void **state) {
    Fixture *f = *state;
    assert_false(test_when(f, "{\"param\": \"frm\", \"gt\": 1}"));
    assert_string_equal(nth_message(f->diags, 0), "unknown name \"frm\"");
    assert_hint(f->diags, 0, "did you mean \"from\"?");
}

static bool check_fields(Fixture *f, const char *spec) {
    Scope *scope = make_scope(f);
    return scope_check_fields(scope, scope_find_table(scope, "deals"), fixture_json(f, spec));
}

static void fields_of_charts_are_known(void **state) {
    Fixture *f = *state;
    assert_true(
        check_fields(f, "{\"mark\": \"bar\", \"encoding\": {\"x\": {\"field\": \"year\"},"
                        " \"y\": {\"aggregate\": \"sum\", \"field\": \"usd\"},"
                        " \"color\": {\"field\": \"sector\", \"sort\": {\"field\": \"usd\"}}}}"));
    assert_true(check_fields(
        f, "{\"transform\": [{\"calculate\": \"datum.usd * 2\", \"as\": \"twice\"},"
           "{\"fold\": [\"usd\", \"twice\"]}],"
           " \"encoding\": {\"x\": {\"field\": \"twice\"}, \"y\": {\"field\": \"key\"}}}"));
    assert_true(check_fields(f, "{\"layer\": [{\"data\": {\"values\": []}, \"encoding\": "
                                "{\"x\": {\"field\": \"elsewhere\"}}}]}"));
    assert_int_equal(diags_errors(f->diags), 0);
    assert_false(check_fields(f, "{\"encoding\": {\"x\": {\"field\": \"secotr\"}}}"));
    assert_false(check_fields(f, "{\"transform\": [{\"filter\": \"datum.yeer > 2000\"}]}"));
    assert_false(
        check_fields(f, "{\"transform\": [{\"aggregate\": [], \"groupby\": [\"sectr\"]}]}"));
    assert_string_equal(nth_message(f->diags, 0), "unknown field \"secotr\" in dataset \"deals\"");
    assert_hint(f->diags, 0, "did you mean \"sector\"?");
    assert_hint(f->diags, 1, "did you mean \"year\"?");
    assert_hint(f->diags, 2, "did you mean \"sector\"?");
}

static void parts_with_own_data_are_checked_against_it(void **state) {
    Fixture *f = *state;
    Scope *scope = make_scope(f);
    const JsonNode *spec = fixture_json(
        f, "{\"layer\": [{\"data\": {\"name\": \"total\"}, \"encoding\": {\"x\": {\"field\": "
           "\"sum\"}}},"
           " {\"data\": {\"name\": \"total\"}, \"encoding\": {\"x\": {\"field\": \"smu\"}}}]}");
    assert_false(scope_check_fields(scope, NULL, spec));
    assert_int_equal(diags_errors(f->diags), 1);
    assert_string_equal(nth_message(f->diags, 0), "unknown field \"smu\" in dataset \"total\"");
}

// ---- with facts

static const char facts_json[] =
    "{\"facts\": 1, \"sources\": [{\"id\": \"s1\", \"title\": \"A report\", \"publisher\": \"P\","
    " \"published\": \"2025-01-02\"}], \"partnerships\": ["
    "{\"id\": \"one\", \"title\": \"First\", \"parties\": [\"Pakistan\", \"China\"], \"sector\": "
    "\"steel\", \"date\": \"2024-05-09\", \"status\": \"agreed\","
    " \"amounts\": [{\"value\": \"10.25\", \"currency\": \"USD\", \"basis\": \"announced\"}],"
    " \"evidence\": [{\"source\": \"s1\", \"quote\": \"x\"}]},"
    "{\"id\": \"two\", \"title\": \"Second\", \"parties\": [\"Pakistan\", \"Russia\"], \"sector\": "
    "\"energy\", \"date\": \"2025\", \"status\": \"agreed\","
    " \"evidence\": [{\"source\": \"s1\", \"quote\": \"y\"}]}]}";

static Store *open_store(Fixture *f, Vocabularies *vocabularies) {
    StoreOptions options = {.language = "en", .as_of = "2025-11-20"};
    Store *store = store_open(f->diags, &options, vocabularies);
    assert_non_null(store);
    const char *path = fixture_file(f, "facts.json", facts_json);
    FactsOptions facts = {.diags = f->diags, .vocabularies = vocabularies};
    FactsSink sink = store_sink(store);
    FactsSummary summary;
    assert_true(facts_read(&facts, &path, 1, &sink, &summary));
    assert_true(store_ready(store, f->diags));
    return store;
}

static void sql_and_views_are_data(void **state) {
    Fixture *f = *state;
    g_autoptr(Vocabularies) vocabularies = vocabularies_load(f->diags, "data/vocabulary");
    g_autoptr(Store) store = open_store(f, vocabularies);
    ScopeOptions options = {.arena = f->arena,
                            .diags = f->diags,
                            .store = store,
                            .locale = format_locale("en"),
                            .folder = f->folder,
                            .as_of = "2025-11-20"};
    Scope *scope = scope_new(&options), *inner = scope_push(scope);
    assert_string_equal(text_of(scope, "partnerships.count"), "2");
    assert_string_equal(text_of(scope, "facts.count"), "2");
    assert_string_equal(text_of(scope, "facts.first"), "2024-05-09");
    assert_string_equal(text_of(scope, "partnerships.sum.amount_usd"), "10.25");
    scope_set_row(inner, "p", scope_find_table(scope, "partnerships"), 0);
    const JsonNode *sql = fixture_json(
        f,
        "{\"sql\": \"SELECT title AS ':not', fact FROM partnerships WHERE id = :p_id -- :nor\"}");
    const Table *own = scope_data(inner, sql);
    assert_non_null(own);
    assert_int_equal(own->row_count, 1);
    assert_string_equal(table_value(own, ":not", 0).as.string, "First");
    assert_non_null(own->lineage);
    assert_int_equal(diags_errors(f->diags), 0);
    assert_null(scope_data(scope, sql)); // no p out here
    assert_string_equal(nth_message(f->diags, 0), "unknown parameter \":p_id\" in SQL");
    assert_string_equal(text_of(scope, "partnership.count"), "unknown name \"partnership\"");
    assert_string_equal(hint_of(scope, "partnership.count"), "did you mean \"partnerships\"?");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        PAGE_TEST(paths_name_values),
        PAGE_TEST(empty_data_has_no_values),
        PAGE_TEST(wrong_paths_say_why),
        PAGE_TEST(a_failed_dataset_is_reported_once),
        PAGE_TEST(a_dataset_of_itself_is_refused),
        PAGE_TEST(named_data_is_made_once),
        PAGE_TEST(repetitions_see_their_row_and_rows),
        PAGE_TEST(unknown_data_is_suggested),
        PAGE_TEST(data_comes_from_one_place),
        PAGE_TEST(files_below_the_folder_are_data),
        PAGE_TEST(sequences_are_data),
        PAGE_TEST(conditions_hold_or_not),
        PAGE_TEST(conditions_are_objects),
        PAGE_TEST(a_wrong_name_in_a_condition_is_reported),
        PAGE_TEST(fields_of_charts_are_known),
        PAGE_TEST(parts_with_own_data_are_checked_against_it),
        PAGE_TEST(sql_and_views_are_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
