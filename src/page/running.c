// Each head has three texts, at the start, in the middle and at the end. Page numbers come as
// private-use characters and are filled in page by page. All of it is an artifact of the page.
#include "page/running.h"

#include "page/template.h"
#include "page/typeset.h"

typedef struct {
    const RunningHead *head;
    const char *texts[3]; // start, center, end; NULL: none
    double y;             // top of its line
    double rule_y;        // of its rule, when it has one
} RunningLine;

// A line on one page: its number, and the colour for words on a band, or NULL.
typedef struct {
    guint number, count;
    const Colour *on_band;
} RunningPage;

struct Running {
    Compose *compose;
    const PageGeometry *page;
    RunningLine lines[2];    // header, footer
    const Paragraph *banner; // or NULL
    double banner_y[2];      // tops of its lines
};

static const double RULE_GAP = 5;   // points between text and rule
static const double EDGE_MIN = 14;  // points that stay free at the page's edge
static const double COLUMN_GAP = 9; // points that stay free towards the column

static void read_head(Running *running, const RunningHead *head, RunningLine *line) {
    const JsonNode *nodes[] = {head->left, head->center, head->right};
    line->head = head;
    for (guint i = 0; i < G_N_ELEMENTS(nodes); i++)
        line->texts[i] = template_expand(running->compose->scope, nodes[i], TEMPLATE_RUNNING);
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

// Heads and feet make room for it.
static void place_banner(Running *running, double leading) {
    RunningLine *header = &running->lines[0], *footer = &running->lines[1];
    double height = running->page->page_height;
    running->banner_y[0] = EDGE_MIN;
    running->banner_y[1] = height - EDGE_MIN - leading;
    header->y = MAX(header->y, running->banner_y[0] + leading + 2);
    header->rule_y = header->y + leading + RULE_GAP - 2;
    footer->y = MIN(footer->y, running->banner_y[1] - leading - 2);
    footer->rule_y = footer->y - RULE_GAP;
}

Running *running_new(Compose *compose, const Layout *layout, const PageGeometry *page,
                     const char *banner) {
    Running *running = arena_new0(compose->arena, Running);
    double leading = compose->theme->type[ROLE_RUNNING].leading;
    running->compose = compose;
    running->page = page;
    RunningLine *header = &running->lines[0], *footer = &running->lines[1];
    read_head(running, &layout->header, header);
    read_head(running, &layout->footer, footer);
    header->y = MAX(layout->margin_top * 0.5 - leading / 2, EDGE_MIN);
    header->y = MIN(header->y, layout->margin_top - leading - COLUMN_GAP);
    header->rule_y = header->y + leading + RULE_GAP - 2;
    double bottom = page->top + page->height;
    footer->y = bottom + layout->margin_bottom * 0.5 - leading / 2;
    footer->y = MAX(footer->y, bottom + COLUMN_GAP);
    footer->rule_y = footer->y - RULE_GAP;
    running->banner = banner ? set_banner(compose, banner) : NULL;
    if (running->banner)
        place_banner(running, leading);
    return running;
}

static const char *with_numbers(const Running *running, const char *text, guint number,
                                guint count) {
    Compose *compose = running->compose;
    g_autoptr(GString) out = g_string_new(text);
    g_string_replace(out, TEMPLATE_PAGES, typeset_number(compose, count), 0);
    g_string_replace(out, TEMPLATE_PAGE, typeset_number(compose, number), 0);
    return arena_strdup(compose->arena, out->str);
}

// Texts are cut where they would run into each other: the middle has a third, the sides the rest.
static double text_room(const RunningLine *line, guint index, double width) {
    bool center = line->texts[1] && *line->texts[1];
    if (center)
        return width / 3;
    bool other = line->texts[2 - index] && *line->texts[2 - index];
    return other ? width * (index == 0 ? 0.7 : 0.3) : width;
}

static void put_text(const Running *running, const RunningLine *line, guint index,
                     const RunningPage *page, SlabBuilder *builder) {
    static const double places[] = {0, 0.5, 1};
    Compose *compose = running->compose;
    TextStyle style = typeset_style(compose, ROLE_RUNNING);
    const char *text = with_numbers(running, line->texts[index], page->number, page->count);
    const char *cut = text_truncate(compose->engine, compose->arena, &style, text,
                                    text_room(line, index, running->page->width));
    Typeset how = {.role = ROLE_RUNNING, .colour = page->on_band};
    const Paragraph *paragraph = typeset_text(compose, &how, cut);
    if (!paragraph)
        return;
    double place = compose->rtl ? 1 - places[index] : places[index];
    slab_paragraph(builder, paragraph,
                   running->page->left + (running->page->width - paragraph->width) * place, line->y,
                   TAG_ARTIFACT);
}

static bool has_text(const RunningLine *line) {
    for (guint i = 0; i < G_N_ELEMENTS(line->texts); i++)
        if (line->texts[i] && *line->texts[i])
            return true;
    return false;
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
    if ((line->head->skip_first && number == 1) || !has_text(line))
        return;
    bool on_band = is_on_band(running, line, items);
    Colour light = colour_mix_rgb(theme->inks[theme->cover.band_text],
                                  theme->inks[theme->cover.band_ink], 0.18);
    RunningPage page = {number, count, on_band ? &light : NULL};
    SlabBuilder builder;
    slab_begin(&builder, running->compose->arena);
    for (guint i = 0; i < G_N_ELEMENTS(line->texts); i++)
        if (line->texts[i])
            put_text(running, line, i, &page, &builder);
    if (line->head->rule && !on_band)
        slab_rule(&builder, running->page->left, line->rule_y, running->page->width,
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
    if (running->banner)
        add_banner(running, items);
    for (guint i = 0; i < G_N_ELEMENTS(running->lines); i++)
        add_line(running, &running->lines[i], number, count, items);
}
