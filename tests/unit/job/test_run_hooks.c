// Which hooks are started when, what they are told, and what is taken down of them.
#include "../page/page_support.h"

#include "job/run_hooks.h"

// Appends its event and the number of reports to a file.
static const char *const note[] = {
    "sh", "-c", "jq -r '\"\\(.event) \\(.reports | length) \\(.folder)\"' >>log", NULL};
static const char *const broken[] = {"sh", "-c", "echo no route to host >&2; exit 75", NULL};

static RunRecord *make_record(Fixture *f, RunStatus first, RunStatus second) {
    RunRecord *record = run_record_new();
    record->job = "nightly";
    record->as_of = "2026-01-02";
    record->folder = "out/2026-01-02";
    run_record_add(record, "a", NULL)->status = first;
    run_record_add(record, "b", NULL)->status = second;
    fixture_file(f, "log", "");
    return record;
}

static void assert_log(Fixture *f, const char *expected) {
    g_autofree char *text = NULL;
    g_autofree char *path = g_build_filename(f->folder, "log", NULL);
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_string_equal(text, expected);
}

static void run_with(Fixture *f, RunStatus first, RunStatus second, const char *expected) {
    g_autoptr(RunRecord) record = make_record(f, first, second);
    const JobsFile jobs = {
        .folder = f->folder, .on_change = note, .on_failure = note, .hook_seconds = 20};
    run_hooks(f->diags, &jobs, record);
    assert_log(f, expected);
    assert_int_equal(diags_warnings(f->diags), 0);
}

static void when_they_run(void **state) {
    Fixture *f = *state;
    run_with(f, RUN_UNCHANGED, RUN_UNCHANGED, "");
    run_with(f, RUN_WRITTEN, RUN_UNCHANGED, "change 2 out/2026-01-02\n");
    run_with(f, RUN_UNCHANGED, RUN_REMOVED, "change 2 out/2026-01-02\n");
    run_with(f, RUN_FAILED, RUN_UNCHANGED, "failure 2 out/2026-01-02\n");
    run_with(f, RUN_FAILED, RUN_WRITTEN, "failure 2 out/2026-01-02\nchange 2 out/2026-01-02\n");
}

static void a_run_that_ends_early(void **state) {
    Fixture *f = *state;
    g_autoptr(RunRecord) record = make_record(f, RUN_UNCHANGED, RUN_UNCHANGED);
    record->failure = "the facts are wrong";
    const JobsFile jobs = {.folder = f->folder, .on_failure = note, .hook_seconds = 20};
    run_hooks(f->diags, &jobs, record);
    assert_log(f, "failure 2 out/2026-01-02\n");
}

static void one_that_fails(void **state) {
    Fixture *f = *state;
    g_autoptr(RunRecord) record = make_record(f, RUN_WRITTEN, RUN_UNCHANGED);
    const JobsFile jobs = {.folder = f->folder, .on_change = broken, .hook_seconds = 20};
    run_hooks(f->diags, &jobs, record);
    assert_int_equal(record->hooks->len, 1);
    assert_printed(f->diags, "warning: the hook on_change \"sh\" exited with 75: no route to host "
                             "[internal]\n  the reports are not touched by this\n");
    g_autofree char *json = run_record_text(record);
    assert_non_null(strstr(json, "\"good\": false"));
    assert_non_null(strstr(json, "\"outcome\": \"exited with 75\""));
    assert_non_null(strstr(json, "\"output\": \"no route to host\\n\""));
    assert_int_equal(run_record_nth(record, 0)->status, RUN_WRITTEN);
}

static void none(void **state) {
    Fixture *f = *state;
    g_autoptr(RunRecord) record = make_record(f, RUN_WRITTEN, RUN_FAILED);
    const JobsFile jobs = {.folder = f->folder, .hook_seconds = 20};
    run_hooks(f->diags, &jobs, record);
    assert_int_equal(record->hooks->len, 0);
    g_autofree char *json = run_record_text(record);
    assert_null(strstr(json, "hooks"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        PAGE_TEST(when_they_run),
        PAGE_TEST(a_run_that_ends_early),
        PAGE_TEST(one_that_fails),
        PAGE_TEST(none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
