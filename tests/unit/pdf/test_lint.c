// What is written passes lint, in corners that layouts seldom reach: skipped headings, empty cells,
// links over two lines, notes, many objects, no title.
#include "draft.h"

#include "pdf/lint.h"

enum { MANY = 3000 };

static PlacedDocument *document_of(Fixture *fixture, GArray *tags, GArray *items) {
    PlacedPage *page = arena_new0(fixture->arena, PlacedPage);
    *page = (PlacedPage){.width = 595,
                         .height = 842,
                         .item_count = items->len,
                         .items = (const PlacedItem *)items->data};
    PlacedDocument *document = arena_new0(fixture->arena, PlacedDocument);
    *document = (PlacedDocument){.title = "Corners",
                                 .language = "en",
                                 .page_count = 1,
                                 .pages = page,
                                 .tag_count = tags->len,
                                 .tags = (const PlacedTag *)tags->data};
    return document;
}

static guint add_tag(GArray *tags, TagKind kind, guint parent) {
    PlacedTag tag = {.kind = kind, .parent = parent};
    g_array_append_val(tags, tag);
    return tags->len - 1;
}

static void add_text(Fixture *fixture, GArray *items, const char *text, guint tag) {
    PlacedItem item = text_item(fixture, text, 20 + 12.0 * (items->len % 60), tag);
    g_array_append_val(items, item);
}

static void assert_passes(GBytes *bytes) {
    g_autofree char *problem = NULL;
    g_autoptr(PdfReader) reader = pdf_reader_open(bytes, NULL, &problem);
    assert_non_null(reader);
    g_autoptr(LintReport) report = lint_check(reader);
    for (guint rule = 0; rule < LINT_COUNT; rule++)
        if (report->results[rule].count)
            fail_msg("%s %s: %s (%s)", lint_standard(rule), lint_clause(rule), lint_text(rule),
                     report->results[rule].first);
}

static void check(Fixture *fixture, GArray *tags, GArray *items) {
    g_autoptr(GBytes) bytes = write_pdf(fixture, document_of(fixture, tags, items));
    assert_passes(bytes);
}

static void skipped_headings_are_closed_up(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GArray) tags = g_array_new(FALSE, FALSE, sizeof(PlacedTag));
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(PlacedItem));
    static const TagKind kinds[] = {TAG_H3, TAG_H6, TAG_H2, TAG_H1, TAG_H3};
    add_tag(tags, TAG_DOCUMENT, 0);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        add_text(fixture, items, "Heading", add_tag(tags, kinds[i], 0));
    check(fixture, tags, items);
}

static void cells_without_text_and_notes_pass(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GArray) tags = g_array_new(FALSE, FALSE, sizeof(PlacedTag));
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(PlacedItem));
    add_tag(tags, TAG_DOCUMENT, 0);
    add_text(fixture, items, "Caption", add_tag(tags, TAG_CAPTION, 0));
    guint table = add_tag(tags, TAG_TABLE, 0);
    for (guint row = 0; row < 3; row++) {
        guint tag = add_tag(tags, TAG_TR, table);
        for (guint column = 0; column < 3; column++) {
            guint cell = add_tag(tags, row ? TAG_TD : TAG_TH, tag);
            if (row != column)
                add_text(fixture, items, "cell", cell);
        }
    }
    for (guint i = 0; i < 3; i++)
        add_text(fixture, items, "note", add_tag(tags, TAG_NOTE, 0));
    check(fixture, tags, items);
}

// More objects than an object stream holds, several times.
static void thousands_of_elements_pass(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GArray) tags = g_array_new(FALSE, FALSE, sizeof(PlacedTag));
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(PlacedItem));
    add_tag(tags, TAG_DOCUMENT, 0);
    for (guint i = 0; i < MANY; i++)
        add_text(fixture, items, "paragraph", add_tag(tags, TAG_P, 0));
    check(fixture, tags, items);
}

// Text with a link in its middle; the link's item lies over its run.
static void a_link_holds_its_words(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GArray) tags = g_array_new(FALSE, FALSE, sizeof(PlacedTag));
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(PlacedItem));
    add_tag(tags, TAG_DOCUMENT, 0);
    guint tag = add_tag(tags, TAG_P, 0);
    TextStyle style = {.family = "DejaVu Sans", .size = 10};
    TextSpan spans[] = {{"before ", style, NULL},
                        {"the link", style, "https://example.org/"},
                        {" after", style, NULL}};
    ParagraphSpec spec = {.span_count = 3, .spans = spans};
    const Paragraph *paragraph = text_paragraph(fixture->engine, fixture->arena, &spec);
    const TextLine *line = &paragraph->lines[0];
    PlacedItem text = {
        .kind = PLACED_TEXT, .tag = tag, .x = 50, .y = 50, .width = line->width, .height = 12};
    text.as.text.line = line;
    text.as.text.baseline = 60;
    g_array_append_val(items, text);
    for (guint i = 0; i < line->run_count; i++) {
        if (!line->runs[i].link)
            continue;
        PlacedItem link = {.kind = PLACED_LINK,
                           .tag = tag,
                           .x = 50 + line->runs[i].x,
                           .y = 50,
                           .width = line->runs[i].width,
                           .height = 12};
        link.as.link.uri = line->runs[i].link;
        link.as.link.alt = "the link";
        g_array_append_val(items, link);
    }
    assert_int_equal(items->len, 2);
    g_autoptr(GBytes) bytes = write_pdf(fixture, document_of(fixture, tags, items));
    assert_passes(bytes);
    qpdf_data qpdf = open_pdf(bytes);
    qpdf_oh page = qpdf_get_page_n(qpdf, 0);
    unsigned char *data = NULL;
    size_t length = 0;
    QPDF_BOOL decoded = QPDF_FALSE;
    qpdf_oh contents = qpdf_oh_get_key(qpdf, page, "/Contents");
    if (qpdf_oh_is_array(qpdf, contents))
        contents = qpdf_oh_get_array_item(qpdf, contents, 0);
    qpdf_oh_get_stream_data(qpdf, contents, qpdf_dl_all, &decoded, &data, &length);
    g_autofree char *content = g_strndup((const char *)data, length);
    assert_non_null(strstr(content, "/P <</MCID 0>> BDC"));
    assert_non_null(strstr(content, "/Link <</MCID 1>> BDC"));
    assert_non_null(strstr(content, "/P <</MCID 2>> BDC"));
    free(data);
    qpdf_cleanup(&qpdf);
}

// Links that are not http, https or mailto are not written, whoever placed them.
static void links_to_elsewhere_are_left_out(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GArray) tags = g_array_new(FALSE, FALSE, sizeof(PlacedTag));
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(PlacedItem));
    add_tag(tags, TAG_DOCUMENT, 0);
    add_text(fixture, items, "text", add_tag(tags, TAG_P, 0));
    PlacedItem link = {.kind = PLACED_LINK, .tag = 1, .x = 50, .y = 20, .width = 30, .height = 10};
    link.as.link.uri = "file:///etc/passwd";
    g_array_append_val(items, link);
    g_autoptr(GBytes) bytes = write_pdf(fixture, document_of(fixture, tags, items));
    assert_passes(bytes);
    qpdf_data qpdf = open_pdf(bytes);
    assert_false(qpdf_oh_has_key(qpdf, qpdf_get_page_n(qpdf, 0), "/Annots"));
    qpdf_cleanup(&qpdf);
}

// Whatever bytes come, lint ends and says something.
static void broken_bytes_are_survived(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GArray) tags = g_array_new(FALSE, FALSE, sizeof(PlacedTag));
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(PlacedItem));
    add_tag(tags, TAG_DOCUMENT, 0);
    add_text(fixture, items, "efficient office", add_tag(tags, TAG_P, 0));
    g_autoptr(GBytes) bytes = write_pdf(fixture, document_of(fixture, tags, items));
    gsize length = 0;
    const guint8 *data = g_bytes_get_data(bytes, &length);
    guint32 random = 1;
    for (guint round = 0; round < 300; round++) {
        g_autofree guint8 *copy = g_memdup2(data, length);
        for (guint i = 0; i < 8; i++) {
            random = random * 1664525u + 1013904223u;
            copy[random % length] = (guint8)(random >> 24);
        }
        g_autoptr(GBytes) broken = g_bytes_new(copy, round % 3 ? length : random % length);
        g_autofree char *problem = NULL;
        g_autoptr(PdfReader) reader = pdf_reader_open(broken, NULL, &problem);
        if (!reader) {
            assert_non_null(problem);
            continue;
        }
        g_autoptr(LintReport) report = lint_check(reader);
        assert_non_null(report);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(skipped_headings_are_closed_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cells_without_text_and_notes_pass, set_up, tear_down),
        cmocka_unit_test_setup_teardown(thousands_of_elements_pass, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_link_holds_its_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(links_to_elsewhere_are_left_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(broken_bytes_are_survived, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
