// Merging many records: groups of any shape are found whole, and work is bounded however alike
// records are.
#include "facts_support.h"

#include "facts/merge.h"
#include "facts/merge_match.h"

#include <string.h>

enum { LONG_TITLE = 60000 };

typedef struct {
    FactsFixture *fixture;
    guint64 partnerships, members, conflicts;
    gsize title_length; // of the last one
} Merged;

static bool count_merged(void *data, const Partnership *p) {
    Merged *merged = data;
    merged->partnerships++;
    merged->members += p->merged_count;
    merged->conflicts += p->conflict_count;
    merged->title_length = strlen(p->title);
    return true;
}

// What the sink got before is thrown away.
static bool count_again(void *data, FactsSink *sink) {
    Merged *merged = data;
    (void)sink;
    *merged = (Merged){.fixture = merged->fixture};
    return true;
}

static bool merge_text(Merged *merged, MergeMode mode, const GString *text) {
    FactsFixture *fixture = merged->fixture;
    write_bytes(fixture, "facts.jsonl", text->str, text->len);
    g_autofree char *path = g_build_filename(fixture->folder, "facts.jsonl", NULL);
    const char *paths[] = {path};
    FactsOptions options = {.diags = fixture->diags, .vocabularies = fixture->vocabularies};
    FactsSink sink = {.partnership = count_merged, .data = merged};
    MergeReading how = {.mode = mode, .again = count_again, .data = merged, .is_quiet = true};
    return merge_read(&options, paths, 1, &sink, &how, &fixture->summary, NULL);
}

// same_as: number of another record, or -1.
static void append_record(GString *text, int number, const char *title, int same_as) {
    g_string_append_printf(text,
                           "{\"record\":\"partnership\",\"id\":\"F-%d\",\"title\":\"%s\","
                           "\"parties\":[\"Pakistan\",\"Russia\"],\"sectors\":[\"steel\"],"
                           "\"date\":\"2020-01-01\"",
                           number, title);
    if (same_as >= 0)
        g_string_append_printf(text, ",\"same_as\":\"F-%d\"", same_as);
    g_string_append(text, "}\n");
}

static void chains_stars_and_rings_are_one_partnership_each(void **state) {
    Merged merged = {.fixture = *state};
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 300; i++) // a chain, from its end
        append_record(text, i, "Mill", i < 299 ? i + 1 : -1);
    for (int i = 300; i < 600; i++) // a star
        append_record(text, i, "Mill", i > 300 ? 300 : -1);
    for (int i = 600; i < 900; i++) // a ring
        append_record(text, i, "Mill", i < 899 ? i + 1 : 600);
    append_record(text, 900, "Mill", -1);
    assert_true(merge_text(&merged, MERGE_MODE_IDS, text));
    assert_int_equal(merged.partnerships, 4);
    assert_int_equal(merged.members, 900);
}

static void twenty_thousand_of_one_key_are_refused_in_one_message(void **state) {
    Merged merged = {.fixture = *state};
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 20000; i++)
        append_record(text, i, "Mill", i ? i - 1 : -1);
    assert_false(merge_text(&merged, MERGE_MODE_IDS, text));
    assert_int_equal(diags_errors(merged.fixture->diags), 1);
    assert_non_null(strstr(diags_nth(merged.fixture->diags, 0)->message,
                           "20000 records say that they are the partnership \"F-0\""));
    assert_true(merge_text(&merged, MERGE_MODE_NONE, text));
    assert_int_equal(merged.members, 0);
}

static void long_texts_that_disagree_are_all_kept(void **state) {
    Merged merged = {.fixture = *state};
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *filler = g_strnfill(LONG_TITLE, 'x');
    for (int i = 0; i < 100; i++) {
        g_autofree char *title = g_strdup_printf("%s%d", filler, i);
        append_record(text, i, title, i ? 0 : -1);
    }
    assert_true(merge_text(&merged, MERGE_MODE_IDS, text));
    assert_int_equal(merged.partnerships, 1);
    assert_int_equal(merged.members, 100);
    assert_int_equal(merged.title_length, LONG_TITLE + 1);
}

// --- what is alike ---

static void propose(MergeMatch *match, const Partnership *record) {
    const FactsSink nowhere = {0};
    FactsSink sink = merge_match_sink(match, &nowhere);
    assert_true(sink.partnership(sink.data, record));
}

static Partnership alike(char *id, guint number, const char *title) {
    static const Party parties[] = {{.name = "Pakistan"}, {.name = "Russia"}};
    static const char *const sectors[] = {"steel"};
    g_snprintf(id, 16, "F-%u", number);
    return (Partnership){.id = id,
                         .title = title,
                         .party_count = 2,
                         .parties = parties,
                         .sector_count = 1,
                         .sectors = sectors};
}

// 20,000 records are 200 million pairs; each is compared with 64 that follow it.
static void a_block_of_one_title_is_compared_in_a_window(void **state) {
    (void)state;
    g_autoptr(MergeMatch) match = merge_match_new();
    for (guint i = 0; i < 20000; i++) {
        char id[16];
        Partnership record = alike(id, i, "Modernisation of the steel mills");
        propose(match, &record);
    }
    merge_match_run(match);
    assert_int_equal(merge_match_count(match), MERGE_PROPOSALS_LIMIT);
}

static void a_window_holds_sixty_four(void **state) {
    (void)state;
    g_autoptr(MergeMatch) match = merge_match_new();
    for (guint i = 0; i < 200; i++) {
        char id[16];
        Partnership record = alike(id, i, "Modernisation of the steel mills");
        propose(match, &record);
    }
    merge_match_run(match);
    assert_int_equal(merge_match_count(match), 64 * (200 - 64) + 64 * 63 / 2);
}

static void titles_of_a_megabyte_are_compared_by_their_first_words(void **state) {
    (void)state;
    g_autoptr(MergeMatch) match = merge_match_new();
    g_autoptr(GString) title = g_string_new("Modernisation of the steel mills");
    while (title->len < 1 << 20)
        g_string_append(title, " in the province");
    for (guint i = 0; i < 4; i++) {
        char id[16];
        Partnership record = alike(id, i, title->str);
        propose(match, &record);
    }
    merge_match_run(match);
    assert_int_equal(merge_match_count(match), 6);
    assert_true(merge_match_nth(match, 0)->score >= 0.999);
    assert_int_equal(g_utf8_strlen(merge_match_nth(match, 0)->titles[0], -1), 201); // and a dot
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(chains_stars_and_rings_are_one_partnership_each,
                                        fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(twenty_thousand_of_one_key_are_refused_in_one_message,
                                        fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(long_texts_that_disagree_are_all_kept, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test(a_block_of_one_title_is_compared_in_a_window),
        cmocka_unit_test(a_window_holds_sixty_four),
        cmocka_unit_test(titles_of_a_megabyte_are_compared_by_their_first_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
