// Jobs files: the least one, every member, paths, and all problems of a wrong one in one run.
#include "../page/page_support.h"

#include "job/jobs_file.h"

static const JobsFile *load(Fixture *f, const char *text) {
    const char *path = fixture_file(f, "nightly.json", text);
    return jobs_file_load(f->arena, f->diags, path, f->documents);
}

#define REPORTS "\"reports\": [{\"id\": \"a\", \"layout\": \"a.json\", \"file\": \"a.pdf\"}]"
#define JOBS(members) "{\"jobs\": 1, \"out\": \"out\", " members ", " REPORTS "}"

static const char *below(Fixture *f, const char *name) {
    return arena_printf(f->arena, "%s/%s", f->folder, name);
}

static void the_least_file(void **state) {
    Fixture *f = *state;
    const JobsFile *jobs = load(f, "{\"jobs\": 1, \"out\": \"out\", " REPORTS "}");
    assert_non_null(jobs);
    assert_string_equal(jobs->name, "nightly");
    assert_string_equal(jobs->out, below(f, "out"));
    assert_string_equal(jobs_file_base(jobs, f->arena), below(f, "out"));
    assert_string_equal(jobs_file_out(jobs, f->arena, "2026-01-02"), below(f, "out"));
    assert_int_equal(jobs->report_count, 1);
    assert_string_equal(jobs->reports[0].layout, below(f, "a.json"));
    assert_string_equal(jobs->reports[0].file, "a.pdf");
    assert_int_equal(jobs->facts_count, 0);
    assert_null(jobs->store);
    assert_true(jobs->index);
    assert_true(jobs->limits.seconds > 0 && jobs->limits.memory > 0 && jobs->limits.output > 0);
    assert_int_equal(jobs->keep.runs, 0);
    assert_int_equal(diags_errors(f->diags), 0);
}

static void every_member(void **state) {
    Fixture *f = *state;
    const JobsFile *jobs = load(
        f,
        "{\"$schema\": \"x\", \"jobs\": 1, \"description\": \"d\", \"name\": \"press-2\","
        "\"facts\": [\"facts\", {\"path\": \"b.jsonl\", \"map\": \"aiddata\"}],"
        "\"vocabulary\": \"words\", \"evidence\": {\"sources\": \"texts\", \"require\": \"fuzzy\"},"
        "\"store\": \"postgresql://host/db\", \"replace\": false,"
        "\"out\": \"../out/{{as_of}}/reports\", \"latest\": \"../latest\","
        "\"keep\": {\"runs\": 3, \"days\": 40, \"bytes\": \"1.5 GB\"},"
        "\"limits\": {\"seconds\": 0.5, \"memory\": \"64 MiB\", \"output\": 10000},"
        "\"hooks\": {\"on_change\": [\"mail\", \"-s\"], \"on_failure\": [\"page\"]},"
        "\"metrics\": \"accord.prom\", \"index\": false,"
        "\"reports\": [{\"id\": \"s\", \"layout\": \"s.json\", \"file\": \"by/{{sector}}.pdf\","
        "  \"theme\": \"slate\", \"audience\": \"public\", \"attachments\": false,"
        "  \"linearize\": true, \"matrix\": {\"list\": []},"
        "  \"params\": {\"from\": 2000, \"to\": \"2025\", \"share\": 0.25, \"all\": true}}]}");
    assert_non_null(jobs);
    assert_string_equal(jobs->name, "press-2");
    assert_int_equal(jobs->facts_count, 2);
    assert_string_equal(jobs->facts[1], below(f, "b.jsonl"));
    assert_string_equal(jobs->maps[0], "");
    assert_string_equal(jobs->maps[1], "aiddata");
    assert_string_equal(jobs->sources, below(f, "texts"));
    assert_int_equal(jobs->require, EVIDENCE_FUZZY);
    assert_string_equal(jobs->store, "postgresql://host/db");
    assert_true(jobs->keep_missing);
    assert_string_equal(jobs_file_base(jobs, f->arena), below(f, "../out"));
    assert_string_equal(jobs_file_out(jobs, f->arena, "2026-01-02"),
                        below(f, "../out/2026-01-02/reports"));
    assert_int_equal(jobs->keep.bytes, 1500000000);
    assert_int_equal(jobs->limits.memory, 64 << 20);
    assert_int_equal(jobs->limits.output, 10000);
    assert_string_equal(jobs->on_change[1], "-s");
    assert_null(jobs->on_failure[1]);
    assert_false(jobs->index);
    const JobsReport *report = jobs->reports;
    assert_string_equal(report->theme, "slate");
    assert_true(report->bare && report->linearize && report->matrix);
    assert_string_equal(report->params[0], "from=2000");
    assert_string_equal(report->params[1], "to=2025");
    assert_string_equal(report->params[2], "share=0.25");
    assert_string_equal(report->params[3], "all=true");
    assert_null(report->params[4]);
}

static void wrong(Fixture *f, const char *text, const char *message) {
    guint before = diags_errors(f->diags);
    assert_null(load(f, text));
    assert_int_equal(diags_errors(f->diags), before + 1);
    assert_string_equal(nth_message(f->diags, diags_kept(f->diags) - 1), message);
}

static void problems_are_named(void **state) {
    Fixture *f = *state;
    wrong(f, JOBS("\"kep\": {}"), "unknown key \"kep\" in jobs file");
    wrong(f, JOBS("\"keep\": {\"bytes\": \"10 gigs\"}"),
          "\"bytes\" is no size, expected a number of bytes, or a number and its unit");
    wrong(f, JOBS("\"keep\": {\"bytes\": 12}"),
          "\"bytes\" is out of range, expected 4096 bytes to 1000 TB");
    wrong(f, JOBS("\"limits\": {\"seconds\": 0}"),
          "\"seconds\" is 0, expected more than 0 and at most 86400");
    wrong(f, JOBS("\"hooks\": {\"on_change\": []}"),
          "\"on_change\" is empty, expected a program and its arguments");
    wrong(f, JOBS("\"facts\": [\"-\"]"),
          "a run reads facts more than once, and standard input can be read once");
    wrong(f, JOBS("\"evidence\": {\"sources\": \"t\"}"),
          "evidence is looked up while facts are read, and this file names none");
    wrong(f, JOBS("\"latest\": \"out\""),
          "\"latest\" is the output folder itself, expected the path of a link to it");
    wrong(f, "{\"jobs\": 1, \"out\": \"o\", \"reports\": []}",
          "there are 0 reports, expected 1 to 10000");
    wrong(f, "{\"jobs\": 1, \"out\": \"o/{{today}}\", " REPORTS "}",
          "\"out\" has \"{{today}}\", and only the day of the run may stand there");
    wrong(f, "{\"jobs\": 1, \"out\": \"o/{{as_of\", " REPORTS "}",
          "\"out\" has \"{{as_of\", and only the day of the run may stand there");
}

static void report(Fixture *f, const char *members, const char *message) {
    g_autofree char *text =
        g_strdup_printf("{\"jobs\": 1, \"out\": \"o\", \"reports\": [{%s}]}", members);
    wrong(f, text, message);
}

static void files_stay_in_the_folder(void **state) {
    Fixture *f = *state;
    static const char *const outside[] = {"../a.pdf", "/a.pdf",      "a/../../b.pdf",
                                          "a//b.pdf", ".hidden.pdf", ""};
    for (guint i = 0; i < G_N_ELEMENTS(outside); i++) {
        g_autofree char *members =
            g_strdup_printf("\"id\": \"a\", \"layout\": \"a.json\", \"file\": \"%s\"", outside[i]);
        g_autofree char *message =
            g_strdup_printf("\"file\" is \"%s\", expected a path inside the output folder without "
                            "parts that are empty or begin with \".\"",
                            outside[i]);
        report(f, members, message);
    }
    report(f, "\"id\": \"a\", \"layout\": \"a.json\", \"file\": \"a.txt\"",
           "\"file\" is \"a.txt\", expected a name that ends in .pdf");
    report(f, "\"id\": \"a b\", \"layout\": \"a.json\", \"file\": \"a.pdf\"",
           "\"id\" is \"a b\", expected a short name");
    report(f, "\"id\": \"a\", \"layout\": \"a.json\", \"file\": \"a.pdf\", \"params\": {\"p\": []}",
           "the parameter \"p\" is an array, expected a string, a number or a boolean");
}

static void ids_are_one_of_a_kind(void **state) {
    Fixture *f = *state;
    wrong(f,
          "{\"jobs\": 1, \"out\": \"o\", \"reports\": ["
          "{\"id\": \"a\", \"layout\": \"a.json\", \"file\": \"a.pdf\"},"
          "{\"id\": \"a\", \"layout\": \"a.json\", \"file\": \"b.pdf\"}]}",
          "another report has the id \"a\"");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_least_file, fixture_begin, fixture_end),
        cmocka_unit_test_setup_teardown(every_member, fixture_begin, fixture_end),
        cmocka_unit_test_setup_teardown(problems_are_named, fixture_begin, fixture_end),
        cmocka_unit_test_setup_teardown(files_stay_in_the_folder, fixture_begin, fixture_end),
        cmocka_unit_test_setup_teardown(ids_are_one_of_a_kind, fixture_begin, fixture_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
