// index.html: whole and well formed whatever the reports are called, no script, nothing from
// elsewhere, failures first and told in words.
#include "../support.h"

#include "job/index_page.h"

static RunRecord *make_record(void) {
    RunRecord *record = run_record_new();
    record->job = "nightly";
    record->as_of = "2026-01-02";
    record->program = "Accord 1";
    record->run = 7;
    record->started = 1767313800;
    record->ended = 1767313803.5;
    return record;
}

static RunReport *add(RunRecord *record, const char *id, const char *key, const char *title,
                      RunStatus status) {
    RunReport *report = run_record_add(record, id, key);
    report->title = title;
    report->file = arena_printf(record->arena, "%s.pdf", id);
    report->status = status;
    report->pages = 1;
    report->bytes = 383700;
    return report;
}

// Every element that is opened is closed in turn, and attributes are quoted.
static void assert_well_formed(const char *html) {
    static const char *const single[] = {"!DOCTYPE", "meta", "img", NULL};
    g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func(g_free);
    const char *at = html;
    for (; (at = strchr(at, '<')); at++) {
        const char *end = strchr(at, '>');
        assert_non_null(end);
        g_autofree char *name = g_strndup(at + 1, strcspn(at + 1, " >"));
        guint quotes = 0;
        for (const char *c = at; c < end; c++)
            quotes += *c == '"';
        assert_int_equal(quotes % 2, 0);
        if (*name == '/') {
            assert_true(open->len > 0);
            assert_string_equal(name + 1, open->pdata[open->len - 1]);
            g_ptr_array_remove_index(open, open->len - 1);
        } else if (!g_strv_contains(single, name)) {
            g_ptr_array_add(open, g_strdup(name));
        }
    }
    assert_int_equal(open->len, 0);
}

static void assert_has(const char *html, const char *part) {
    if (!strstr(html, part))
        fail_msg("no %s in\n%s", part, strstr(html, "<body>"));
}

static void a_card(void **state) {
    (void)state;
    g_autoptr(RunRecord) record = make_record();
    RunReport *report = add(record, "daily", NULL, "Daily briefing", RUN_WRITTEN);
    report->thumbnail = "thumbnails/daily.pdf.png";
    report->pages = 12;
    report->reason = "facts changed";
    g_autofree char *html = index_page_html(record);
    assert_well_formed(html);
    assert_has(html, "<h1>Reports of <time datetime=\"2026-01-02\">2 January 2026</time></h1>");
    assert_has(html, "<a href=\"daily.pdf\">Daily briefing</a></h3>");
    assert_has(html, "alt=\"First page of Daily briefing\" src=\"thumbnails/daily.pdf.png\">");
    assert_has(html, "<span>12 pages</span> <span>384 kB</span>");
    assert_has(html, "<p class=\"badge\">updated</p>");
    assert_has(html, "<li><b>1</b> new or updated</li>");
    assert_has(html, "ended <time>2026-01-02T00:30:03Z</time> after 3.5 s");
    assert_null(strstr(html, "Not made this time"));
}

static void hostile_texts(void **state) {
    (void)state;
    g_autoptr(RunRecord) record = make_record();
    const char *evil = "</style><script>alert(\"1\")</script>' onload='x' & \x01\x7f <b>";
    record->job = evil;
    record->failure = evil;
    record->program = evil;
    record->as_of = "2026-01-02\"><script>";
    RunReport *report = add(record, "a", "k=%3Cscript%3E\"", evil, RUN_WRITTEN);
    report->file = "a\"><script>/ü #?%.pdf";
    report->thumbnail = "\"><script>.png";
    report->reason = evil;
    report->warnings = 1;
    report->messages = g_ptr_array_new();
    g_ptr_array_add(report->messages, (gpointer)evil);
    RunReport *failed = add(record, "b", NULL, evil, RUN_FAILED);
    failed->before = "javascript:alert(1)";
    g_autofree char *html = index_page_html(record);
    assert_well_formed(html);
    assert_null(strstr(html, "<script"));
    assert_null(strstr(html, "javascript:"));
    assert_null(strstr(html, " onload='"));
    assert_null(strchr(html, '\x01'));
    assert_has(html, "<a href=\"a%22%3E%3Cscript%3E/%C3%BC%20%23%3F%25.pdf\">");
    assert_has(html, "&lt;/style&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;");
}

static void failures_come_first(void **state) {
    (void)state;
    g_autoptr(RunRecord) record = make_record();
    add(record, "good", NULL, "Good", RUN_UNCHANGED);
    RunReport *failed = add(record, "sector", "sector=Steel %26 iron", NULL, RUN_FAILED);
    failed->reason = "it took too long";
    failed->before = "../2026-01-01/sector-steel.pdf";
    add(record, "new", NULL, NULL, RUN_FAILED);
    add(record, "gone", NULL, "Gone", RUN_REMOVED);
    g_autofree char *html = index_page_html(record);
    assert_well_formed(html);
    assert_true(strstr(html, "Not made this time") < strstr(html, ">Good<"));
    assert_has(html, "<p class=\"badge\">failed</p>");
    assert_has(html, "<p class=\"reason\" dir=\"auto\">it took too long</p>");
    assert_has(html, "<a href=\"../2026-01-01/sector-steel.pdf\">The last good report</a>");
    assert_has(html, "There is no earlier report.");
    assert_has(html, "<span dir=\"auto\">Steel &amp; iron</span>");
    assert_null(strstr(html, "Gone"));
}

static void sections_of_matrices(void **state) {
    (void)state;
    g_autoptr(RunRecord) record = make_record();
    add(record, "a", NULL, "A", RUN_WRITTEN);
    add(record, "b", NULL, "B", RUN_WRITTEN);
    for (guint i = 0; i < 3; i++)
        add(record, "sector", arena_printf(record->arena, "n=%u", i), "S", RUN_WRITTEN);
    add(record, "province", "p=Punjab", "P", RUN_WRITTEN);
    g_autofree char *html = index_page_html(record);
    assert_well_formed(html);
    assert_has(html, ">Reports <span class=\"count\">2</span></h2>");
    assert_has(html, ">sector <span class=\"count\">3</span></h2>");
    assert_has(html, ">province</h2>");
}

static void nothing_from_elsewhere(void **state) {
    (void)state;
    g_autoptr(RunRecord) record = make_record();
    add(record, "a", NULL, "A", RUN_WRITTEN);
    g_autofree char *html = index_page_html(record);
    assert_null(strstr(html, "http"));
    assert_null(strstr(html, "url("));
    assert_null(strstr(html, "@import"));
    assert_has(html, "<html lang=\"en\">");
    assert_has(html, "<main>");
    assert_has(html, "prefers-color-scheme:dark");
}

static void what_changed(void **state) {
    (void)state;
    g_autoptr(RunRecord) record = make_record();
    record->changes = json_loads(
        "{\"since\": {\"run\": 3, \"as_of\": \"2026-01-01\"}, \"new\": 1, \"revised\": 1200,"
        "\"rows\": 1201, \"left_out\": 5, \"changes\": [{\"kind\": \"new\", \"id\": \"a\", "
        "\"title\": \"<i>A\"},"
        "{\"kind\": \"revised\", \"id\": \"b\", \"title\": \"B\", \"field\": \"status\","
        "\"old\": \"<signed>\", \"new\": \"completed\"}, 7, {\"kind\": 3}]}",
        0, NULL);
    g_autofree char *html = index_page_html(record);
    assert_well_formed(html);
    assert_has(html, "What changed since <time datetime=\"2026-01-01\">1 January 2026</time></h2>");
    assert_has(html, "<li><b>1</b> new</li>\n<li><b>1,200</b> revised</li>");
    assert_has(html, "<cite dir=\"auto\">&lt;i&gt;A</cite>");
    assert_has(html,
               "status <s dir=\"auto\">&lt;signed&gt;</s> <span aria-label=\"becomes\">→</span> "
               "<b dir=\"auto\">completed</b>");
    assert_has(html, "and 1,197 more in <a href=\"run.json\">");
    json_decref(record->changes);
    record->changes = json_loads("{\"since\": null, \"new\": 0, \"changes\": []}", 0, NULL);
    g_autofree char *quiet = index_page_html(record);
    assert_null(strstr(quiet, "What changed"));
}

static void no_reports(void **state) {
    (void)state;
    g_autoptr(RunRecord) record = make_record();
    record->failure = "the facts are wrong";
    g_autofree char *html = index_page_html(record);
    assert_well_formed(html);
    assert_has(html, "The run ended early: the facts are wrong");
}

static void ten_thousand(void **state) {
    (void)state;
    g_autoptr(RunRecord) record = make_record();
    for (guint i = 0; i < 10000; i++)
        add(record, "r", arena_printf(record->arena, "n=%u", i), "A report", RUN_UNCHANGED);
    g_autofree char *html = index_page_html(record);
    assert_well_formed(html);
    assert_true(strlen(html) < 6 << 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_card),
        cmocka_unit_test(hostile_texts),
        cmocka_unit_test(failures_come_first),
        cmocka_unit_test(sections_of_matrices),
        cmocka_unit_test(nothing_from_elsewhere),
        cmocka_unit_test(what_changed),
        cmocka_unit_test(no_reports),
        cmocka_unit_test(ten_thousand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
