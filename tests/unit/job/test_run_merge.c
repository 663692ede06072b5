// Records of shards as one: every report once, in order, with all that it says; damaged ones are
// refused.
#include "../support.h"

#include "job/run_merge.h"

static RunRecord *shard(double started, int code) {
    RunRecord *record = run_record_new();
    record->job = "nightly";
    record->as_of = "2026-01-02";
    record->program = "Accord 1";
    record->folder = "/out";
    record->partnerships = 557;
    record->started = started;
    record->ended = started + 2.5;
    record->exit_code = code;
    return record;
}

static void add(RunRecord *record, const char *id, const char *key, RunStatus status) {
    RunReport *report = run_record_add(record, id, key);
    report->file = arena_printf(record->arena, "%s.pdf", report->name);
    report->title = "A \"title\"";
    report->layout = "l.json";
    report->sha256 = "abc";
    report->status = status;
    report->pages = 12;
    report->bytes = 123456789012;
    report->facts = 7;
    report->seconds = 1.25;
    report->warnings = 1;
    report->messages = g_ptr_array_new();
    g_ptr_array_add(report->messages, (gpointer) "a warning");
}

static RunRecord *merge(RunRecord **shards, guint count, const char *const *names, Diags *diags) {
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < count; i++)
        g_ptr_array_add(texts, run_record_text(shards[i]));
    return run_record_merge(diags, texts, names);
}

static const char *const names[] = {"a", "s[n=1]", "s[n=2]", "b", NULL};

// The same as one run would have said, but for its times.
static void the_same_as_one(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(RunRecord) one = shard(1767313800, 0);
    g_autoptr(RunRecord) first = shard(1767313800, 0);
    g_autoptr(RunRecord) second = shard(1767313800, 0);
    add(one, "a", NULL, RUN_WRITTEN);
    add(one, "s", "n=1", RUN_UNCHANGED);
    add(one, "s", "n=2", RUN_WRITTEN);
    add(one, "b", NULL, RUN_WRITTEN);
    add(second, "b", NULL, RUN_WRITTEN);
    add(second, "s", "n=1", RUN_UNCHANGED);
    add(first, "s", "n=2", RUN_WRITTEN);
    add(first, "a", NULL, RUN_WRITTEN);
    RunRecord *shards[] = {first, second};
    g_autoptr(RunRecord) merged = merge(shards, 2, names, diags);
    g_autofree char *expected = run_record_text(one), *text = run_record_text(merged);
    assert_string_equal(text, expected);
}

static void times_and_codes(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(RunRecord) first = shard(1767313800, 10);
    g_autoptr(RunRecord) second = shard(1767313790, 1);
    g_autoptr(RunRecord) third = shard(1767313900, 0);
    first->has_ingest = second->has_ingest = true;
    first->ingest.added = 4;
    second->ingest.unchanged = 4;
    third->failure = "the disk is full";
    RunRecord *shards[] = {first, second, third};
    g_autoptr(RunRecord) merged = merge(shards, 3, names, diags);
    assert_true(merged->started == 1767313790);
    assert_true(merged->ended == 1767313902.5);
    assert_int_equal(merged->exit_code, 1);
    assert_int_equal(merged->ingest.added, 4);
    assert_string_equal(merged->failure, "the disk is full");
    RunRecord *quiet[] = {first, first};
    g_autoptr(RunRecord) unchanged = merge(quiet, 2, names, diags);
    assert_int_equal(unchanged->exit_code, 10);
}

static void claimed_twice(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(RunRecord) first = shard(1767313800, 0);
    g_autoptr(RunRecord) second = shard(1767313800, 0);
    add(first, "a", NULL, RUN_WRITTEN);
    add(second, "a", NULL, RUN_WRITTEN);
    add(second, "gone", NULL, RUN_REMOVED);
    RunRecord *shards[] = {first, second};
    g_autoptr(RunRecord) merged = merge(shards, 2, names, diags);
    assert_int_equal(merged->reports->len, 2);
    assert_string_equal(run_record_nth(merged, 1)->name, "gone");
}

static void damaged(void **state) {
    (void)state;
    static const char *const texts[] = {"", "{", "[]", "{}", "{\"job\": 3}", "null"};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(Diags) diags = diags_new();
        g_autoptr(GPtrArray) list = g_ptr_array_new();
        g_ptr_array_add(list, (gpointer)texts[i]);
        assert_null(run_record_merge(diags, list, names));
        assert_string_equal(nth_message(diags, 0),
                            "the record that shard 1 left in the store is damaged");
    }
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    g_ptr_array_add(list, (gpointer) "{\"job\": \"x\", \"reports\": [3, {}, {\"id\": 4}, {\"id\": "
                                     "\"a\", \"messages\": [1]}], \"facts\": 4}");
    g_autoptr(RunRecord) merged = run_record_merge(diags, list, names);
    assert_int_equal(merged->reports->len, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_as_one),
        cmocka_unit_test(times_and_codes),
        cmocka_unit_test(claimed_twice),
        cmocka_unit_test(damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
