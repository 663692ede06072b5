// Metrics: the text format read strictly, as Prometheus reads it, and the numbers that alerts use.
#include "../support.h"

#include "job/metrics.h"

#include <glib/gstdio.h>
#include <unistd.h>

static RunRecord *make_record(void) {
    RunRecord *record = run_record_new();
    record->job = "nightly";
    record->as_of = "2026-01-02";
    record->run = 7;
    record->started = 1767313800.25;
    record->ended = 1767313812.75;
    record->partnerships = 557;
    record->sources = 40;
    RunReport *one = run_record_add(record, "daily", NULL);
    one->status = RUN_WRITTEN;
    one->warnings = 2;
    one->pages = 12;
    one->bytes = 400000;
    one->seconds = 1.5;
    one->memory = 50000000;
    RunReport *two = run_record_add(record, "sector", "sector=steel \"and\\tin\"\n");
    two->status = RUN_FAILED;
    two->bytes = 1000;
    record->exit_code = 1;
    return record;
}

// ---- a strict reader of the format

static bool is_name(const char *text, gsize length) {
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isalpha(text[i]) && text[i] != '_' && !(i && g_ascii_isdigit(text[i])))
            return false;
    return length > 0;
}

// name="value",...} ; gives what follows.
static const char *read_labels(const char *at) {
    while (*at != '}') {
        gsize length = strcspn(at, "=");
        assert_true(is_name(at, length));
        assert_int_equal(at[length + 1], '"');
        for (at += length + 2; *at != '"'; at++) {
            assert_true(*at && *at != '\n');
            if (*at == '\\')
                assert_non_null(strchr("\\\"n", *++at));
        }
        at += at[1] == ',' ? 2 : 1;
    }
    return at + 1;
}

static void read_sample(const char *line, const char *family) {
    gsize length = strcspn(line, "{ ");
    assert_true(is_name(line, length));
    assert_true(strlen(family) == length && strncmp(line, family, length) == 0);
    const char *rest = line[length] == '{' ? read_labels(line + length + 1) : line + length;
    assert_int_equal(*rest, ' ');
    char *end;
    g_ascii_strtod(rest + 1, &end);
    assert_true(end != rest + 1 && *end == '\0');
}

// Each family: HELP, TYPE, then its samples; no sample twice; a line feed at the end.
static void assert_format(const char *text) {
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    guint count = g_strv_length(lines);
    const char *family = "";
    assert_string_equal(lines[count - 1], "");
    for (guint i = 0; i + 1 < count; i++) {
        if (!g_str_has_prefix(lines[i], "# HELP ")) {
            g_autofree char *name = g_strndup(lines[i], strcspn(lines[i], " ") + 1);
            read_sample(lines[i], family);
            assert_true(g_hash_table_add(seen, g_strdup(lines[i])));
            continue;
        }
        char *name = lines[i] + strlen("# HELP ");
        gsize length = strcspn(name, " ");
        assert_true(is_name(name, length));
        assert_true(strlen(name) > length + 5);
        name[length] = '\0';
        g_autofree char *type = g_strdup_printf("# TYPE %s gauge", name);
        assert_string_equal(lines[++i], type);
        family = name;
    }
}

static void assert_has(const char *text, const char *line) {
    g_autofree char *whole = g_strdup_printf("\n%s\n", line);
    if (!strstr(text, whole))
        fail_msg("no line %s in\n%s", line, text);
}

// ---- tests

static void numbers_of_a_run(void **state) {
    (void)state;
    g_autoptr(RunRecord) record = make_record();
    g_autofree char *text = metrics_text(record, NULL);
    assert_has(text, "accord_run_timestamp_seconds{jobs=\"nightly\"} 1767313812.75");
    assert_has(text, "accord_run_duration_seconds{jobs=\"nightly\"} 12.5");
    assert_has(text, "accord_run_exit_code{jobs=\"nightly\"} 1");
    assert_has(text, "accord_reports{jobs=\"nightly\",status=\"written\"} 1");
    assert_has(text, "accord_reports{jobs=\"nightly\",status=\"failed\"} 1");
    assert_has(text, "accord_reports{jobs=\"nightly\",status=\"unchanged\"} 0");
    assert_has(text, "accord_report_warnings{jobs=\"nightly\"} 2");
    assert_has(text, "accord_report_bytes{jobs=\"nightly\"} 401000");
    assert_has(text, "accord_report_memory_max_bytes{jobs=\"nightly\"} 50000000");
    assert_has(text, "accord_partnerships{jobs=\"nightly\"} 557");
    assert_format(text);
}

static void hostile_labels(void **state) {
    (void)state;
    g_autoptr(RunRecord) record = make_record();
    record->job = "a\"b\\c\nd} 1";
    g_autofree char *text = metrics_text(record, NULL);
    assert_format(text);
    assert_has(text, "accord_report_failed{jobs=\"a\\\"b\\\\c\\nd} 1\","
                     "report=\"sector[sector=steel \\\"and\\\\tin\\\"\\n]\"} 1");
}

static void last_success_is_kept(void **state) {
    (void)state;
    g_autoptr(RunRecord) record = make_record();
    g_autofree char *never = metrics_text(record, NULL);
    assert_null(strstr(never, "\naccord_run_last_success_timestamp_seconds{"));
    record->exit_code = 0;
    g_autofree char *good = metrics_text(record, NULL);
    const char *line = "accord_run_last_success_timestamp_seconds{jobs=\"nightly\"} 1767313812.75";
    assert_has(good, line);
    record->exit_code = 3;
    record->ended += 86400;
    g_autofree char *bad = metrics_text(record, good);
    assert_has(bad, line);
    g_autofree char *worse = metrics_text(record, bad);
    assert_has(worse, line);
    record->exit_code = 10; // nothing changed is a success
    g_autofree char *unchanged = metrics_text(record, worse);
    assert_has(unchanged,
               "accord_run_last_success_timestamp_seconds{jobs=\"nightly\"} 1767400212.75");
    record->exit_code = 1;
    g_autofree char *rubbish = metrics_text(
        record, "accord_run_last_success_timestamp_seconds{jobs=\"nightly\"} nan\n\xFF");
    assert_null(strstr(rubbish, "\naccord_run_last_success_timestamp_seconds{"));
    assert_format(rubbish);
}

static void many_failures(void **state) {
    (void)state;
    g_autoptr(RunRecord) record = make_record();
    for (guint i = 0; i < 3000; i++) {
        g_autofree char *key = g_strdup_printf("n=%u", i);
        run_record_add(record, "many", key)->status = RUN_FAILED;
    }
    g_autofree char *text = metrics_text(record, NULL);
    assert_has(text, "accord_reports{jobs=\"nightly\",status=\"failed\"} 3001");
    assert_true(strlen(text) < 30000);
    assert_format(text);
}

static void records_of_the_store(void **state) {
    (void)state;
    g_autoptr(RunRecord) record = make_record();
    record->has_ingest = true;
    record->ingest.added = 3;
    record->ingest.withdrawn = 1;
    g_autofree char *text = metrics_text(record, NULL);
    assert_has(text, "accord_records{jobs=\"nightly\",change=\"added\"} 3");
    assert_has(text, "accord_records{jobs=\"nightly\",change=\"withdrawn\"} 1");
    assert_format(text);
}

static void the_file(void **state) {
    (void)state;
    g_autoptr(RunRecord) record = make_record();
    g_autoptr(Diags) diags = diags_new();
    g_autofree char *folder = g_dir_make_tmp("accord-test-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "accord.prom", NULL);
    record->exit_code = 0;
    assert_true(metrics_write(diags, record, path));
    record->exit_code = 6;
    record->ended += 100;
    assert_true(metrics_write(diags, record, path));
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_has(text, "accord_run_last_success_timestamp_seconds{jobs=\"nightly\"} 1767313812.75");
    assert_has(text, "accord_run_exit_code{jobs=\"nightly\"} 6");
    assert_int_equal(diags_errors(diags), 0);
    g_unlink(path);
    assert_int_equal(g_rmdir(folder), 0); // nothing is left beside it
    g_autofree char *nowhere = g_build_filename("/proc/none", "accord.prom", NULL);
    assert_false(metrics_write(diags, record, nowhere));
    assert_int_equal(diags_errors(diags), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_a_run),     cmocka_unit_test(hostile_labels),
        cmocka_unit_test(last_success_is_kept), cmocka_unit_test(many_failures),
        cmocka_unit_test(records_of_the_store), cmocka_unit_test(the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
