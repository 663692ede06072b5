// Each head is a line of three slots, at the start, in the middle and at the end; in each a text
// and images beside it, which stand towards the nearer edge. The first page has lines of its own.
// Page numbers come as private-use characters and are filled in page by page. All of it is an
// artifact of the page.
#include "page/running.h"

#include "page/length.h"
#include "page/template.h"
#include "page/typeset.h"

typedef struct {
    const Image *image;
    guint slot; // RunningSlot
    double width, height;
} LineImage;

// What stands above or below the column.
typedef struct {
    bool above; // it is a header
    bool rule;
    const char *texts[SLOT_COUNT]; // NULL: none
    const JsonNode *nodes[SLOT_COUNT];
    bool *told; // of each text: that it is cut
    guint image_count;
    LineImage images[RUNNING_IMAGES_LIMIT];
    double y;           // top of its words
    double top, bottom; // between which its images stand
} RunningLine;

// A line on one page: its number, and the colour for words on a band, or NULL.
typedef struct {
    guint number, count;
    const Colour *on_band;
} RunningPage;

// Lines of the first page and of those that follow.
enum { LINES_FIRST, LINES_LATER, LINES_COUNT };

struct Running {
    Compose *compose;
    const PageGeometry *page;
    RunningLine headers[LINES_COUNT], footers[LINES_COUNT];
    const Paragraph *banner; // or NULL
    double banner_y[2];      // tops of its lines
};

static const double RULE_GAP = 5;          // points between text and rule
static const double EDGE_MIN = 14;         // points that stay free at the page's edge
static const double COLUMN_GAP = 9;        // points that stay free towards the column
static const double IMAGE_GAP = 7;         // points between an image and what is beside it
static const double IMAGE_HEIGHT = MM(10); // of images that say no size: 10 mm

// ---- images

double running_room(double margin) {
    return MAX(margin - EDGE_MIN - COLUMN_GAP, margin / 2);
}

PlacedBox running_image_size(const RunningImage *image, double margin) {
    return sized_image_box(&image->sized, MIN(IMAGE_HEIGHT, running_room(margin)));
}

static bool has_text(const RunningLine *line, guint slot) {
    return line->texts[slot] && *line->texts[slot];
}

static guint count_images(const RunningLine *line, guint slot) {
    guint count = 0;
    for (guint i = 0; i < line->image_count; i++)
        count += line->images[i].slot == slot;
    return count;
}

static bool is_used(const RunningLine *line, guint slot) {
    return has_text(line, slot) || count_images(line, slot) > 0;
}

static bool is_empty(const RunningLine *line) {
    for (guint i = 0; i < SLOT_COUNT; i++)
        if (is_used(line, i))
            return false;
    return true;
}

// What each image of a slot may take of the width, so that no slot runs into another.
static double image_room(const RunningLine *line, guint slot, double width) {
    guint used = 0, count = count_images(line, slot);
    for (guint i = 0; i < SLOT_COUNT; i++)
        used += is_used(line, i);
    if (used == 1 && !has_text(line, slot))
        return (width - IMAGE_GAP * (count - 1)) / count;
    double share = used > 1 && is_used(line, SLOT_CENTER) ? 0.25 : 0.45;
    return width * share / count - IMAGE_GAP;
}

// Their sizes as there is room, and the words at the height of their middle.
static void size_images(const Running *running, RunningLine *line) {
    double room = MAX(line->bottom - line->top, 1), tallest = 0;
    double half = running->compose->theme->type[ROLE_RUNNING].leading / 2;
    for (guint i = 0; i < line->image_count; i++) {
        LineImage *image = &line->images[i];
        double width = image_room(line, image->slot, running->page->width);
        double scale = MIN(1, MIN(room / image->height, width / image->width));
        image->width *= scale;
        image->height *= scale;
        tallest = MAX(tallest, image->height);
    }
    if (tallest > 0)
        line->y = CLAMP(line->y + half, line->top + tallest / 2, line->bottom - tallest / 2) - half;
}

// ---- the lines of a document

static void read_images(const RunningHead *head, double margin, bool first, RunningLine *line) {
    for (guint i = 0; i < head->image_count; i++) {
        const RunningImage *image = &head->images[i];
        if (image->pages != PAGES_ALL && (image->pages == PAGES_FIRST) != first)
            continue;
        PlacedBox size = running_image_size(image, margin);
        line->images[line->image_count++] =
            (LineImage){image->sized.image, (guint)image->slot, size.width, size.height};
    }
}

static void read_line(const Running *running, const RunningHead *head, double margin, guint which,
                      RunningLine *line) {
    bool first = which == LINES_FIRST;
    read_images(head, margin, first, line);
    if (first && head->skip_first)
        return;
    line->rule = head->rule;
    line->told = arena_array(running->compose->arena, bool, SLOT_COUNT);
    for (guint i = 0; i < SLOT_COUNT; i++) {
        line->nodes[i] = head->texts[i];
        line->texts[i] = template_expand(running->compose->scope, head->texts[i], TEMPLATE_RUNNING);
    }
}

static void place_header(const Running *running, RunningLine *line, double margin) {
    double leading = running->compose->theme->type[ROLE_RUNNING].leading;
    line->above = true;
    line->y = MIN(MAX(margin * 0.5 - leading / 2, EDGE_MIN), margin - leading - COLUMN_GAP);
    line->bottom = margin - MIN(COLUMN_GAP, margin / 4);
    line->top = line->bottom - running_room(margin);
    if (running->banner) { // it makes room for it
        line->top = MAX(line->top, running->banner_y[0] + leading + 2);
        line->y = MAX(line->y, line->top);
    }
    size_images(running, line);
}

static void place_footer(const Running *running, RunningLine *line, double margin) {
    double leading = running->compose->theme->type[ROLE_RUNNING].leading;
    double end = running->page->top + running->page->height;
    line->y = end + MAX(margin * 0.5 - leading / 2, COLUMN_GAP);
    line->top = end + MIN(COLUMN_GAP, margin / 4);
    line->bottom = line->top + running_room(margin);
    if (running->banner) {
        line->bottom = MIN(line->bottom, running->banner_y[1] - 2);
        line->y = MIN(line->y, line->bottom - leading);
    }
    size_images(running, line);
}

// In capitals and bold, so that it is no head among others.
static const Paragraph *set_banner(const Compose *compose, const char *text) {
    TextStyle style = typeset_style(compose, ROLE_RUNNING);
    style.weight = 700;
    style.letter_spacing = compose->rtl ? 0 : style.size * 0.08;
    style.colour = compose->theme->inks[INK_TEXT];
    g_autofree char *capitals = g_utf8_strup(text, -1);
    return text_line(compose->engine, compose->arena, &style,
                     arena_strdup(compose->arena, capitals));
}

Running *running_new(Compose *compose, const Layout *layout, const PageGeometry *page,
                     const char *banner) {
    Running *running = arena_new0(compose->arena, Running);
    running->compose = compose;
    running->page = page;
    running->banner = banner ? set_banner(compose, banner) : NULL;
    running->banner_y[0] = EDGE_MIN;
    running->banner_y[1] =
        page->page_height - EDGE_MIN - compose->theme->type[ROLE_RUNNING].leading;
    double top = layout->margin_top, bottom = layout->margin_bottom;
    for (guint i = 0; i < LINES_COUNT; i++) {
        read_line(running, &layout->header, top, i, &running->headers[i]);
        read_line(running, &layout->footer, bottom, i, &running->footers[i]);
        place_header(running, &running->headers[i], top);
        place_footer(running, &running->footers[i], bottom);
    }
    return running;
}

// ---- a page

static const char *with_numbers(const Running *running, const char *text, guint number,
                                guint count) {
    Compose *compose = running->compose;
    g_autoptr(GString) out = g_string_new(text);
    g_string_replace(out, TEMPLATE_PAGES, typeset_number(compose, count), 0);
    g_string_replace(out, TEMPLATE_PAGE, typeset_number(compose, number), 0);
    return arena_strdup(compose->arena, out->str);
}

// Of the images of a slot, with a gap after each.
static double images_width(const RunningLine *line, guint slot) {
    double width = 0;
    for (guint i = 0; i < line->image_count; i++)
        if (line->images[i].slot == slot)
            width += line->images[i].width + IMAGE_GAP;
    return width;
}

static double text_wants(const Running *running, const RunningLine *line, guint slot,
                         const RunningPage *page) {
    Compose *compose = running->compose;
    TextStyle style = typeset_style(compose, ROLE_RUNNING);
    if (!has_text(line, slot))
        return 0;
    const char *text = with_numbers(running, line->texts[slot], page->number, page->count);
    return text_width(compose->engine, &style, text);
}

// Texts are cut where they would run into each other. Beside one another each may have what the
// other leaves, and when both are long the first has the most.
static double room_beside(const Running *running, const RunningLine *line, guint slot,
                          const RunningPage *page) {
    double room =
        running->page->width - images_width(line, SLOT_LEFT) - images_width(line, SLOT_RIGHT);
    guint other = SLOT_RIGHT - slot;
    if (!has_text(line, other))
        return room;
    double share = room * (slot == SLOT_LEFT ? 0.7 : 0.3);
    return MAX(share, room - IMAGE_GAP - text_wants(running, line, other, page));
}

// Beside a middle that is used, each has a third of the line, or what the others leave of it.
static double text_room(const Running *running, const RunningLine *line, guint slot,
                        const RunningPage *page) {
    double width = running->page->width, middle = images_width(line, SLOT_CENTER);
    double sides = MAX(images_width(line, SLOT_LEFT), images_width(line, SLOT_RIGHT));
    if (!is_used(line, SLOT_CENTER))
        return room_beside(running, line, slot, page);
    double third = (width - 2 * sides - middle) / 3;
    if (slot != SLOT_CENTER) {
        middle += text_wants(running, line, SLOT_CENTER, page);
        return MAX(third, (width - middle) / 2 - sides - IMAGE_GAP);
    }
    sides += MAX(text_wants(running, line, SLOT_LEFT, page),
                 text_wants(running, line, SLOT_RIGHT, page));
    return MAX(third, width - 2 * (sides + IMAGE_GAP) - middle);
}

// Once for all pages.
static void report_cut(const Running *running, const RunningLine *line, guint slot, double wants,
                       double room) {
    static const char *const slots[] = {"left", "center", "right"};
    if (line->told[slot])
        return;
    line->told[slot] = true;
    json_warning(running->compose->diags, line->nodes[slot], DIAG_OVERFLOW,
                 "make it shorter, move some of it to another place of the line, or lower the size "
                 "of the theme's \"running\"",
                 "\"%s\" of the %s wants %.0f pt and has %.0f pt; it is cut", slots[slot],
                 line->above ? "header" : "footer", wants, room);
}

static const Paragraph *set_text(const Running *running, const RunningLine *line, guint slot,
                                 const RunningPage *page) {
    Compose *compose = running->compose;
    TextStyle style = typeset_style(compose, ROLE_RUNNING);
    if (!line->texts[slot])
        return NULL;
    const char *text = with_numbers(running, line->texts[slot], page->number, page->count);
    double room = text_room(running, line, slot, page);
    double wants = text_width(compose->engine, &style, text);
    const char *cut = text_truncate(compose->engine, compose->arena, &style, text, room);
    if (wants > room)
        report_cut(running, line, slot, wants, room);
    Typeset how = {.role = ROLE_RUNNING, .colour = page->on_band};
    return typeset_text(compose, &how, cut);
}

// The x of something so wide that begins so far from the start of the column.
static double x_of(const Running *running, double start, double width) {
    const PageGeometry *page = running->page;
    return page->left + (running->compose->rtl ? page->width - start - width : start);
}

static double middle_of(const Running *running, const RunningLine *line) {
    return line->y + running->compose->theme->type[ROLE_RUNNING].leading / 2;
}

static void put_images(const Running *running, const RunningLine *line, guint slot, double start,
                       SlabBuilder *builder) {
    for (guint i = 0; i < line->image_count; i++) {
        const LineImage *image = &line->images[i];
        if (image->slot != slot)
            continue;
        PlacedItem *item = slab_item(builder, PLACED_IMAGE, TAG_ARTIFACT);
        item->x = x_of(running, start, image->width);
        item->y = middle_of(running, line) - image->height / 2;
        item->width = image->width;
        item->height = image->height;
        item->as.image.image = image->image;
        item->as.image.drawn = (PlacedBox){.width = image->width, .height = image->height};
        start += image->width + IMAGE_GAP;
    }
}

static void put_slot(const Running *running, const RunningLine *line, guint slot,
                     const RunningPage *page, SlabBuilder *builder) {
    static const double places[] = {0, 0.5, 1};
    const Paragraph *text = set_text(running, line, slot, page);
    double images = images_width(line, slot), words = text ? text->width : -IMAGE_GAP;
    double start = (running->page->width - images - words) * places[slot];
    bool words_first = slot == SLOT_RIGHT;
    put_images(running, line, slot, words_first ? start + words + IMAGE_GAP : start, builder);
    if (text)
        slab_paragraph(builder, text,
                       x_of(running, words_first ? start : start + images, text->width), line->y,
                       TAG_ARTIFACT);
}

// Between the line and the column, clear of the images.
static double rule_y(const Running *running, const RunningLine *line) {
    double leading = running->compose->theme->type[ROLE_RUNNING].leading;
    double above = line->y, below = line->y + leading;
    for (guint i = 0; i < line->image_count; i++) {
        above = MIN(above, middle_of(running, line) - line->images[i].height / 2);
        below = MAX(below, middle_of(running, line) + line->images[i].height / 2);
    }
    return line->above ? below - 2 + RULE_GAP : above - RULE_GAP;
}

// Whether the line stands on the band of a cover, which goes to both edges of the page.
static bool is_on_band(const Running *running, const RunningLine *line, const GArray *items) {
    const Theme *theme = running->compose->theme;
    double bottom = line->y + theme->type[ROLE_RUNNING].leading;
    for (guint i = 0; i < items->len; i++) {
        const PlacedItem *item = &g_array_index(items, PlacedItem, i);
        if (item->kind == PLACED_RECT && item->x <= 0 && item->y <= line->y &&
            item->x + item->width >= running->page->page_width - 0.01 &&
            item->y + item->height >= bottom &&
            colour_contrast(item->as.rect.fill, theme->inks[INK_PAPER]) > 1.01)
            return true;
    }
    return false;
}

static void add_line(const Running *running, const RunningLine *line, guint number, guint count,
                     GArray *items) {
    const Theme *theme = running->compose->theme;
    if (is_empty(line))
        return;
    bool on_band = is_on_band(running, line, items);
    Colour light = colour_mix_rgb(theme->inks[theme->cover.band_text],
                                  theme->inks[theme->cover.band_ink], 0.18);
    RunningPage page = {number, count, on_band ? &light : NULL};
    SlabBuilder builder;
    slab_begin(&builder, running->compose->arena);
    for (guint i = 0; i < SLOT_COUNT; i++)
        put_slot(running, line, i, &page, &builder);
    if (line->rule && !on_band)
        slab_rule(&builder, running->page->left, rule_y(running, line), running->page->width,
                  theme->inks[INK_RULE], theme->hairline);
    Slab slab = slab_end(&builder);
    g_array_append_vals(items, slab.items, slab.item_count);
}

static void add_banner(const Running *running, GArray *items) {
    SlabBuilder builder;
    slab_begin(&builder, running->compose->arena);
    double x = (running->page->page_width - running->banner->width) / 2;
    for (guint i = 0; i < G_N_ELEMENTS(running->banner_y); i++)
        slab_paragraph(&builder, running->banner, x, running->banner_y[i], TAG_ARTIFACT);
    Slab slab = slab_end(&builder);
    g_array_append_vals(items, slab.items, slab.item_count);
}

void running_add(const Running *running, guint number, guint count, GArray *items) {
    guint which = number == 1 ? LINES_FIRST : LINES_LATER;
    if (running->banner)
        add_banner(running, items);
    add_line(running, &running->headers[which], number, count, items);
    add_line(running, &running->footers[which], number, count, items);
}
