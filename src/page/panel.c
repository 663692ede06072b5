// A panel is a nest of one flow with its background drawn behind each piece, so that a long one
// goes over pages. Corners are round where the panel begins and ends.
#include "page/panel.h"

typedef struct {
    const Panel *panel;
    double width;
    bool rtl;
} Background;

Panel panel_of_theme(const Compose *compose) {
    const Theme *theme = compose->theme;
    return (Panel){.filled = theme->box.filled,
                   .fill = theme->inks[theme->box.ink],
                   .bar = theme->box.bar,
                   .bar_colour = theme->inks[theme->box.bar_ink],
                   .border = theme->box.border,
                   .border_colour = theme->inks[theme->box.border_ink],
                   .pad = theme->box.pad,
                   .radius = theme->box.radius};
}

double panel_inner_width(const Compose *compose, const Panel *panel) {
    return MAX(flow_width(compose->flow) - 2 * panel->pad - panel->bar, 1);
}

void panel_draw(const Panel *panel, SlabBuilder *builder, const PlacedBox *box, bool rtl) {
    double radius = panel->bar > 0 ? 0 : panel->radius;
    if (panel->filled)
        slab_rect(builder, box, panel->fill, radius);
    if (panel->border > 0)
        slab_frame(builder, box, panel->border_colour, panel->border, radius);
    double bar_x = rtl ? box->x + box->width - panel->bar : box->x;
    if (panel->bar > 0)
        slab_rect(builder, &(PlacedBox){bar_x, box->y, panel->bar, box->height}, panel->bar_colour,
                  0);
}

static void draw_background(const void *data, SlabBuilder *builder, double height, bool first,
                            bool last) {
    const Background *background = data;
    Panel panel = *background->panel;
    if (!first || !last)
        panel.radius = 0;
    panel_draw(&panel, builder, &(PlacedBox){0, 0, background->width, height}, background->rtl);
}

void panel_add(Compose *compose, const Panel *panel, Flow *inside) {
    Background background = {
        .panel = panel, .width = flow_width(compose->flow), .rtl = compose->rtl};
    double edge = panel->inset > 0 ? panel->inset : panel->pad;
    double x = compose->rtl ? panel->pad : panel->bar + edge;
    nest_add(compose, &(Nest){.count = 1,
                              .flows = &inside,
                              .x = &x,
                              .behind = draw_background,
                              .data = &background,
                              .pad_top = panel->pad,
                              .pad_bottom = panel->pad});
}
