// "header" and "footer" of a layout: the texts at the start, in the middle and at the end of a
// line, and images beside them: {"image": {"file", "height"?, "width"?, "at"?, "pages"?}}, or an
// array of such. An image stands within the margin; it never pushes the column.
#include "page/layout_private.h"

#include "page/running.h"
#include "page/template.h"

static void read_image(LayoutReader *context, const JsonNode *node, RunningHead *head) {
    static const Keyword slots[] = {
        {"left", SLOT_LEFT}, {"center", SLOT_CENTER}, {"right", SLOT_RIGHT}, {NULL, 0}};
    static const Keyword pages[] = {
        {"all", PAGES_ALL}, {"first", PAGES_FIRST}, {"later", PAGES_LATER}, {NULL, 0}};
    RunningImage image = {.node = node, .pages = head->skip_first ? PAGES_LATER : PAGES_ALL};
    Reader reader;
    if (!reader_begin(&reader, context->diags, node, "image"))
        return;
    bool found = sized_image_read(context->images, context->layout->folder, &reader, &image.sized);
    reader_keyword(&reader, "at", slots, &image.slot);
    reader_keyword(&reader, "pages", pages, &image.pages);
    if (reader_end(&reader) && found)
        head->images[head->image_count++] = image;
}

static void read_images(LayoutReader *context, const JsonNode *node, RunningHead *head) {
    if (!json_is_array(node->json)) {
        read_image(context, node, head);
        return;
    }
    size_t count = json_node_size(node);
    if (count > RUNNING_IMAGES_LIMIT)
        json_error(context->diags, node, DIAG_TOO_LARGE, NULL,
                   "\"image\" has %zu images, at most %d can stand in a line", count,
                   RUNNING_IMAGES_LIMIT);
    for (size_t i = 0; i < MIN(count, RUNNING_IMAGES_LIMIT); i++)
        read_image(context, json_node_item(node, i), head);
}

static void read_head(LayoutReader *context, const JsonNode *node, const char *what,
                      RunningHead *head) {
    static const char *const names[] = {"left", "center", "right"};
    Reader reader;
    if (!reader_begin(&reader, context->diags, node, what))
        return;
    for (guint i = 0; i < SLOT_COUNT; i++)
        reader_template(&reader, names[i], TEMPLATE_RUNNING, &head->texts[i]);
    reader_bool(&reader, "skip_first", &head->skip_first);
    reader_bool(&reader, "rule", &head->rule);
    const JsonNode *image = reader_node(&reader, "image");
    if (image)
        read_images(context, image, head);
    reader_end(&reader);
}

void layout_read_heads(LayoutReader *context, Reader *members) {
    read_head(context, reader_node(members, "header"), "header", &context->layout->header);
    read_head(context, reader_node(members, "footer"), "footer", &context->layout->footer);
}

static void check_images(LayoutReader *context, const RunningHead *head, double margin,
                         const char *what) {
    double room = running_room(margin);
    for (guint i = 0; i < head->image_count; i++) {
        const RunningImage *image = &head->images[i];
        double height = running_image_size(image, margin).height;
        if (height > room + 0.01)
            json_error(context->diags, image->node, DIAG_WRONG_VALUE,
                       "make the page's margin larger, or the image a block of the body",
                       "the image is %.1f mm tall, in the %s there is room for %.1f mm",
                       height / MM(1), what, room / MM(1));
    }
}

void layout_check_heads(LayoutReader *context) {
    const Layout *layout = context->layout;
    check_images(context, &layout->header, layout->margin_top, "header");
    check_images(context, &layout->footer, layout->margin_bottom, "footer");
}
