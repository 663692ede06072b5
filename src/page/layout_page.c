// The page of a layout: size, orientation and margins, in points.
#include "page/layout_private.h"

#include "base/suggest.h"

#include <string.h>

enum { COLUMN_MIN = 72 }; // points of width and height that the margins must leave

typedef struct {
    const char *name;
    double width, height;
} PaperSize;

static const PaperSize papers[] = {
    {"A3", MM(297), MM(420)}, {"A4", MM(210), MM(297)}, {"A5", MM(148), MM(210)},
    {"Letter", 612, 792},     {"Legal", 612, 1008},     {"16:9", 960, 540},
};

static void unknown_paper(Diags *diags, const JsonNode *node, const char *name) {
    const char *names[G_N_ELEMENTS(papers)];
    for (guint i = 0; i < G_N_ELEMENTS(papers); i++)
        names[i] = papers[i].name;
    g_autofree char *nearest = suggest_hint(name, names, G_N_ELEMENTS(papers));
    json_error(diags, node, DIAG_WRONG_VALUE,
               nearest ? nearest : "or give {\"width\": \"210mm\", \"height\": \"297mm\"}",
               "\"size\" is \"%s\", expected A3, A4, A5, Letter, Legal or 16:9", name);
}

static void read_named_size(LayoutReader *reader, const JsonNode *node) {
    const char *name;
    if (!json_read_string(reader->diags, node, "size", &name))
        return;
    for (guint i = 0; i < G_N_ELEMENTS(papers); i++) {
        if (strcmp(papers[i].name, name) == 0) {
            reader->layout->page_width = papers[i].width;
            reader->layout->page_height = papers[i].height;
            return;
        }
    }
    unknown_paper(reader->diags, node, name);
}

static void read_size(LayoutReader *context, const JsonNode *node) {
    if (!json_is_object(node->json)) {
        read_named_size(context, node);
        return;
    }
    Reader reader;
    reader_begin(&reader, context->diags, node, "size");
    if (reader_require(&reader, "width"))
        reader_length(&reader, "width", &context->layout->page_width);
    if (reader_require(&reader, "height"))
        reader_length(&reader, "height", &context->layout->page_height);
    reader_end(&reader);
}

static void read_margin(LayoutReader *context, const JsonNode *node) {
    Layout *layout = context->layout;
    double all;
    if (!json_is_object(node->json)) {
        if (layout_read_length(context->diags, node, "margin", &all))
            layout->margin_top = layout->margin_right = layout->margin_bottom =
                layout->margin_left = all;
        return;
    }
    Reader reader;
    reader_begin(&reader, context->diags, node, "margin");
    reader_length(&reader, "top", &layout->margin_top);
    reader_length(&reader, "right", &layout->margin_right);
    reader_length(&reader, "bottom", &layout->margin_bottom);
    reader_length(&reader, "left", &layout->margin_left);
    reader_end(&reader);
}

static void orient(Layout *layout, bool landscape) {
    if ((layout->page_width > layout->page_height) == landscape)
        return;
    double width = layout->page_width;
    layout->page_width = layout->page_height;
    layout->page_height = width;
}

static void check_room(LayoutReader *context, const JsonNode *node) {
    const Layout *layout = context->layout;
    double width = layout->page_width - layout->margin_left - layout->margin_right;
    double height = layout->page_height - layout->margin_top - layout->margin_bottom;
    if (width < COLUMN_MIN || height < COLUMN_MIN)
        json_error(context->diags, node, DIAG_WRONG_VALUE, NULL,
                   "the margins leave %.0f × %.0f pt of the page, expected at least %d × %d pt",
                   MAX(width, 0), MAX(height, 0), COLUMN_MIN, COLUMN_MIN);
}

void layout_read_page(LayoutReader *context, const JsonNode *node) {
    static const Keyword orientations[] = {{"portrait", 0}, {"landscape", 1}, {NULL, 0}};
    Layout *layout = context->layout;
    layout->page_width = MM(210);
    layout->page_height = MM(297);
    layout->margin_top = layout->margin_bottom = MM(22);
    layout->margin_left = layout->margin_right = MM(20);
    Reader reader;
    if (!reader_begin(&reader, context->diags, node, "page"))
        return;
    int landscape = -1;
    const JsonNode *size = reader_node(&reader, "size");
    const JsonNode *margin = reader_node(&reader, "margin");
    if (size)
        read_size(context, size);
    if (reader_keyword(&reader, "orientation", orientations, &landscape))
        orient(layout, landscape == 1);
    if (margin)
        read_margin(context, margin);
    if (reader_end(&reader))
        check_room(context, node);
}
