// Documents made by hand and read back by qpdf: what a reader of the file depends on.
#include "draft.h"

static PlacedItem link_item(const char *uri, const char *destination, double y, guint tag) {
    PlacedItem item = {
        .kind = PLACED_LINK, .tag = tag, .x = 50, .y = y, .width = 100, .height = 12};
    item.as.link.uri = uri;
    item.as.link.destination = destination;
    item.as.link.alt = "a link";
    return item;
}

static PlacedItem rect_item(double y) {
    PlacedItem item = {
        .kind = PLACED_RECT, .tag = TAG_ARTIFACT, .x = 40, .y = y, .width = 200, .height = 20};
    item.as.rect.filled = true;
    item.as.rect.fill = (Colour){0.9, 0.95, 1, 1};
    item.as.rect.radius = 3;
    return item;
}

// Two pages: a heading and a paragraph with links, then a paragraph that a link leads to.
static PlacedDocument *two_pages(Fixture *fixture) {
    Arena *arena = fixture->arena;
    PlacedTag *tags = arena_array(arena, PlacedTag, 4);
    tags[0] = (PlacedTag){.kind = TAG_DOCUMENT};
    tags[1] = (PlacedTag){.kind = TAG_H1, .parent = 0};
    tags[2] = (PlacedTag){.kind = TAG_P, .parent = 0};
    tags[3] = (PlacedTag){.kind = TAG_P, .parent = 0, .language = "fr"};
    PlacedItem *first = arena_array(arena, PlacedItem, 5);
    first[0] = rect_item(40);
    first[1] = text_item(fixture, "Sévérité of Çatalhöyük", 60, 1);
    first[2] = text_item(fixture, "efficient office", 100, 2);
    first[3] = link_item("https://example.org/a(b)?q=ü", NULL, 100, 2);
    first[4] = link_item(NULL, "end", 120, 2);
    PlacedItem *second = arena_array(arena, PlacedItem, 1);
    second[0] = text_item(fixture, "Fin", 60, 3);
    PlacedPage *pages = arena_array(arena, PlacedPage, 2);
    pages[0] = (PlacedPage){.width = 595, .height = 842, .item_count = 5, .items = first};
    pages[1] = (PlacedPage){.width = 595, .height = 842, .item_count = 1, .items = second};
    static const PlacedOutline outline[] = {
        {"One", 1, 0, 60}, {"Within", 2, 0, 100}, {"Two", 1, 1, 60}};
    static const PlacedDestination destinations[] = {{"end", 1, 50, 60}};
    PlacedDocument *document = arena_new0(arena, PlacedDocument);
    *document = (PlacedDocument){.title = "Rapport d’été",
                                 .language = "en",
                                 .created_ms = 1763596800000,
                                 .page_count = 2,
                                 .outline_count = 3,
                                 .destination_count = 1,
                                 .tag_count = 4,
                                 .pages = pages,
                                 .outline = outline,
                                 .destinations = destinations,
                                 .tags = tags};
    return document;
}

static void it_is_valid_and_says_what_it_is(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GBytes) bytes = write_pdf(fixture, two_pages(fixture));
    qpdf_data qpdf = open_pdf(bytes);
    assert_string_equal(qpdf_get_pdf_version(qpdf), "1.7");
    assert_int_equal(qpdf_get_num_pages(qpdf), 2);
    qpdf_oh info = qpdf_oh_get_key(qpdf, qpdf_get_trailer(qpdf), "/Info");
    assert_string_equal(qpdf_oh_get_utf8_value(qpdf, qpdf_oh_get_key(qpdf, info, "/Title")),
                        "Rapport d’été");
    assert_string_equal(qpdf_get_info_key(qpdf, "/CreationDate"), "D:20251120000000Z");
    qpdf_oh root = qpdf_get_root(qpdf);
    assert_string_equal(qpdf_oh_get_utf8_value(qpdf, qpdf_oh_get_key(qpdf, root, "/Lang")), "en");
    assert_true(qpdf_oh_has_key(qpdf, root, "/StructTreeRoot"));
    assert_true(qpdf_oh_has_key(qpdf, root, "/Metadata"));
    assert_true(qpdf_oh_has_key(qpdf, qpdf_get_trailer(qpdf), "/ID"));
    qpdf_cleanup(&qpdf);
}

static void the_same_document_gives_the_same_bytes(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GBytes) first = write_pdf(fixture, two_pages(fixture));
    g_autoptr(GBytes) second = write_pdf(fixture, two_pages(fixture));
    assert_true(g_bytes_equal(first, second));
}

static void the_outline_is_a_tree(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GBytes) bytes = write_pdf(fixture, two_pages(fixture));
    qpdf_data qpdf = open_pdf(bytes);
    qpdf_oh outlines = qpdf_oh_get_key(qpdf, qpdf_get_root(qpdf), "/Outlines");
    qpdf_oh first = qpdf_oh_get_key(qpdf, outlines, "/First");
    qpdf_oh child = qpdf_oh_get_key(qpdf, first, "/First");
    qpdf_oh next = qpdf_oh_get_key(qpdf, first, "/Next");
    assert_int_equal(qpdf_oh_get_int_value(qpdf, qpdf_oh_get_key(qpdf, outlines, "/Count")), 2);
    assert_string_equal(qpdf_oh_get_utf8_value(qpdf, qpdf_oh_get_key(qpdf, first, "/Title")),
                        "One");
    assert_string_equal(qpdf_oh_get_utf8_value(qpdf, qpdf_oh_get_key(qpdf, child, "/Title")),
                        "Within");
    assert_string_equal(qpdf_oh_get_utf8_value(qpdf, qpdf_oh_get_key(qpdf, next, "/Title")), "Two");
    assert_false(qpdf_oh_has_key(qpdf, next, "/Next"));
    qpdf_cleanup(&qpdf);
}

static void links_lead_out_and_within(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GBytes) bytes = write_pdf(fixture, two_pages(fixture));
    qpdf_data qpdf = open_pdf(bytes);
    qpdf_oh annotations = qpdf_oh_get_key(qpdf, qpdf_get_page_n(qpdf, 0), "/Annots");
    assert_int_equal(qpdf_oh_get_array_n_items(qpdf, annotations), 2);
    qpdf_oh action = qpdf_oh_get_key(qpdf, qpdf_oh_get_array_item(qpdf, annotations, 0), "/A");
    assert_string_equal(qpdf_oh_get_utf8_value(qpdf, qpdf_oh_get_key(qpdf, action, "/URI")),
                        "https://example.org/a(b)?q=%C3%BC");
    qpdf_oh inner = qpdf_oh_get_array_item(qpdf, annotations, 1);
    qpdf_oh target = qpdf_oh_get_array_item(qpdf, qpdf_oh_get_key(qpdf, inner, "/Dest"), 0);
    assert_int_equal(qpdf_oh_get_object_id(qpdf, target),
                     qpdf_oh_get_object_id(qpdf, qpdf_get_page_n(qpdf, 1)));
    assert_true(qpdf_oh_has_key(qpdf, inner, "/StructParent"));
    qpdf_cleanup(&qpdf);
}

// A page with nothing but these links to one place.
static PlacedDocument *page_of_links(Fixture *fixture, const PlacedItem *links, guint count) {
    static const PlacedTag tags[] = {{.kind = TAG_DOCUMENT}, {.kind = TAG_P, .parent = 0}};
    PlacedPage *page = arena_new0(fixture->arena, PlacedPage);
    *page = (PlacedPage){.width = 595, .height = 842, .item_count = count, .items = links};
    PlacedDocument *document = arena_new0(fixture->arena, PlacedDocument);
    *document = (PlacedDocument){
        .language = "en", .page_count = 1, .pages = page, .tag_count = 2, .tags = tags};
    return document;
}

static PlacedItem link_line(double x, double y, double width, const char *words) {
    PlacedItem item = link_item("https://example.org/", NULL, y, 1);
    item.x = x;
    item.width = width;
    item.as.link.alt = words;
    return item;
}

// One annotation for the lines of a cell, so that it is read out once and whole; a link that goes
// on at the other end of the next line keeps two, as a box around both would cover other words.
static void lines_of_a_link_are_one_annotation(void **state) {
    Fixture *fixture = *state;
    const PlacedItem links[] = {
        link_line(50, 100, 90, "Modernisation of"), link_line(50, 112, 40, "the mill"),
        link_line(300, 200, 80, "goes on"), link_line(50, 212, 30, "there")};
    g_autoptr(GBytes) bytes = write_pdf(fixture, page_of_links(fixture, links, 4));
    qpdf_data qpdf = open_pdf(bytes);
    qpdf_oh annotations = qpdf_oh_get_key(qpdf, qpdf_get_page_n(qpdf, 0), "/Annots");
    assert_int_equal(qpdf_oh_get_array_n_items(qpdf, annotations), 3);
    qpdf_oh cell = qpdf_oh_get_array_item(qpdf, annotations, 0);
    assert_string_equal(qpdf_oh_get_utf8_value(qpdf, qpdf_oh_get_key(qpdf, cell, "/Contents")),
                        "Modernisation of the mill");
    assert_string_equal(qpdf_oh_unparse(qpdf, qpdf_oh_get_key(qpdf, cell, "/Rect")),
                        "[ 50 718 140 742 ]");
    assert_string_equal(qpdf_oh_unparse(qpdf, qpdf_oh_get_key(qpdf, cell, "/QuadPoints")),
                        "[ 50 742 140 742 50 730 140 730 50 730 90 730 50 718 90 718 ]");
    qpdf_oh inline_link = qpdf_oh_get_array_item(qpdf, annotations, 1);
    assert_false(qpdf_oh_has_key(qpdf, inline_link, "/QuadPoints"));
    qpdf_cleanup(&qpdf);
}

// The kinds of the structure tree, depth first, joined by blanks.
static void walk_structure(qpdf_data qpdf, qpdf_oh element, GString *out) {
    if (qpdf_oh_is_array(qpdf, element)) {
        int count = qpdf_oh_get_array_n_items(qpdf, element);
        for (int i = 0; i < count; i++)
            walk_structure(qpdf, qpdf_oh_get_array_item(qpdf, element, i), out);
        return;
    }
    if (!qpdf_oh_is_dictionary(qpdf, element) || !qpdf_oh_has_key(qpdf, element, "/S"))
        return;
    g_string_append_printf(out, "%s ",
                           qpdf_oh_get_name(qpdf, qpdf_oh_get_key(qpdf, element, "/S")));
    walk_structure(qpdf, qpdf_oh_get_key(qpdf, element, "/K"), out);
}

static void the_structure_tree_is_in_reading_order(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GBytes) bytes = write_pdf(fixture, two_pages(fixture));
    qpdf_data qpdf = open_pdf(bytes);
    qpdf_oh root = qpdf_oh_get_key(qpdf, qpdf_get_root(qpdf), "/StructTreeRoot");
    g_autoptr(GString) kinds = g_string_new(NULL);
    walk_structure(qpdf, qpdf_oh_get_key(qpdf, root, "/K"), kinds);
    assert_string_equal(kinds->str, "/Document /H1 /P /Link /Link /P ");
    qpdf_cleanup(&qpdf);
}

static void an_empty_page_is_a_page(void **state) {
    Fixture *fixture = *state;
    PlacedPage page = {.width = 300, .height = 200};
    PlacedTag tag = {.kind = TAG_DOCUMENT};
    PlacedDocument document = {.page_count = 1, .pages = &page, .tag_count = 1, .tags = &tag};
    g_autoptr(GBytes) bytes = write_pdf(fixture, &document);
    qpdf_data qpdf = open_pdf(bytes);
    assert_int_equal(qpdf_get_num_pages(qpdf), 1);
    qpdf_cleanup(&qpdf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_is_valid_and_says_what_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_document_gives_the_same_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_outline_is_a_tree, set_up, tear_down),
        cmocka_unit_test_setup_teardown(links_lead_out_and_within, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lines_of_a_link_are_one_annotation, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_structure_tree_is_in_reading_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_page_is_a_page, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
