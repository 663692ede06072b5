// Continuous gradients and rows of colour bands, with labels along them.
#include "chart/config.h"
#include "chart/legend_part.h"
#include "chart/overlap.h"

#include <math.h>

enum {
    EVEN_STOPS = 32,  // where the domain has no span
    TICKS_WANTED = 15 // Vega's default
};

static double thickness(const LegendDrawing *d) {
    return legend_number(d->legend, LEGEND_GRADIENT_THICKNESS, 16);
}

static Colour color_at(const LegendDrawing *d, double share) {
    const Scale *scale = d->scale;
    bool is_known;
    if (scale->domain_count == 2)
        return scale_colour_at(scale, share);
    double low = value_to_number(scale->domain[0]);
    double high = value_to_number(scale->domain[scale->domain_count - 1]);
    return scale_map_colour(scale, value_number(low + (high - low) * share), &is_known);
}

static SceneStyle rect_style(const LegendDrawing *d) {
    const LegendModel *legend = d->legend;
    double opacity = legend_number(legend, LEGEND_GRADIENT_OPACITY, 1) *
                     json_number_or(json_object_get(legend->gradient, "opacity"), 1);
    GuideLine line = {legend_value(legend, LEGEND_GRADIENT_STROKE_COLOR),
                      legend_value(legend, LEGEND_GRADIENT_STROKE_WIDTH),
                      NULL,
                      NULL,
                      NULL,
                      NULL};
    SceneStyle style = guide_line(d->chart, &line);
    style.fill_opacity = style.stroke_opacity = opacity;
    if (style.stroke_width == 0)
        style.stroke.present = false;
    return style;
}

static void even_stops(const LegendDrawing *d, GArray *stops) {
    for (guint i = 0; i <= EVEN_STOPS; i++) {
        double share = i / (double)EVEN_STOPS;
        GradientStop stop = {share, color_at(d, share)};
        g_array_append_val(stops, stop);
    }
}

static void add_stop(const LegendDrawing *d, GArray *stops, double value) {
    bool is_known;
    double share = scale_legend_fraction(d->scale, value);
    GradientStop stop = {share, scale_map_colour(d->scale, value_number(value), &is_known)};
    if (isfinite(share))
        g_array_append_val(stops, stop);
}

// Stops as Vega sets them: at the ends of the domain and at ticks in between.
static void tick_stops(const LegendDrawing *d, GArray *stops) {
    double low = value_to_number(d->scale->domain[0]);
    double high = value_to_number(d->scale->domain[d->scale->domain_count - 1]);
    guint count;
    const Value *ticks = scale_ticks(d->scale, d->chart->arena, TICKS_WANTED, 0, &count);
    if (!count || value_to_number(ticks[0]) != low)
        add_stop(d, stops, low);
    for (guint i = 0; i < count; i++)
        add_stop(d, stops, value_to_number(ticks[i]));
    if (!count || value_to_number(ticks[count - 1]) != high)
        add_stop(d, stops, high);
}

static bool has_span(const Scale *scale) {
    return scale->domain_count >= 2 && value_to_number(scale->domain[0]) !=
                                           value_to_number(scale->domain[scale->domain_count - 1]);
}

static const Gradient *make_gradient(const LegendDrawing *d) {
    Arena *arena = d->chart->arena;
    g_autoptr(GArray) stops = g_array_new(FALSE, FALSE, sizeof(GradientStop));
    if (has_span(d->scale) && !d->scale->bin_count)
        tick_stops(d, stops);
    if (stops->len < 2) {
        g_array_set_size(stops, 0);
        even_stops(d, stops);
    }
    Gradient *gradient = arena_new0(arena, Gradient);
    *gradient = (Gradient){0,
                           d->vertical ? 1 : 0,
                           d->vertical ? 0 : 1,
                           0,
                           stops->len,
                           arena_memdup(arena, stops->data, stops->len * sizeof(GradientStop))};
    return gradient;
}

static void add_rects(LegendDrawing *d, const char *role, const SceneItem *items, guint count) {
    group_add_mark(d->chart, d->content,
                   (SceneMark){.type = SCENE_RECT,
                               .role = role,
                               .item_count = count,
                               .items = chart_keep(d->chart, items, count * sizeof(SceneItem))});
}

// The colour that is painted at a place of a gradient.
static Colour painted_at(const Gradient *gradient, double share) {
    guint k = 0;
    while (k + 2 < gradient->stop_count && gradient->stops[k + 1].offset < share)
        k++;
    const GradientStop *a = &gradient->stops[k], *b = &gradient->stops[k + 1];
    double t = b->offset == a->offset ? 0 : (share - a->offset) / (b->offset - a->offset);
    return (Colour){a->colour.r + (b->colour.r - a->colour.r) * t,
                    a->colour.g + (b->colour.g - a->colour.g) * t,
                    a->colour.b + (b->colour.b - a->colour.b) * t,
                    a->colour.a + (b->colour.a - a->colour.a) * t};
}

static void tell_colors(LegendDrawing *d, const Gradient *gradient) {
    enum { SAMPLES = 5 };
    Colour *colors = arena_array(d->chart->arena, Colour, SAMPLES);
    for (guint i = 0; i < SAMPLES; i++)
        colors[i] = painted_at(gradient, i / (SAMPLES - 1.0));
    d->told->colour_count = SAMPLES;
    d->told->colours = colors;
}

// ---------- labels ----------

static SceneItem place_label(const LegendDrawing *d, guint index, double share) {
    const LegendModel *legend = d->legend;
    const json_t *own_limit = legend->props[LEGEND_LABEL_LIMIT].value;
    double limit = json_is_number(own_limit)
                       ? json_number_value(own_limit)
                       : json_number_or(config_get(d->chart, "legend", "gradientLabelLimit"), 0);
    SceneItem item = legend_label_item(d, d->entries[index].label, limit);
    const json_t *own_offset = legend->props[LEGEND_LABEL_OFFSET].value;
    double offset = json_is_number(own_offset)
                        ? json_number_value(own_offset)
                        : json_number_or(config_vega(d->chart, "legend", "gradientLabelOffset"), 2);
    double across = thickness(d) + offset, along = share * d->length;
    if (d->vertical) {
        item.as.text.x = across;
        item.as.text.y = d->length - along;
        item.as.text.baseline = share <= 0 ? "bottom" : share >= 1 ? "top" : "middle";
    } else {
        item.as.text.x = along;
        item.as.text.y = across;
        item.as.text.align = share <= 0 ? "left" : share >= 1 ? "right" : "center";
        item.as.text.baseline = "top";
    }
    return item;
}

static OverlapMethod overlap_method(const LegendDrawing *d) {
    const json_t *overlap = legend_value(d->legend, LEGEND_LABEL_OVERLAP);
    if (js_equals(overlap, "greedy"))
        return OVERLAP_GREEDY;
    return js_truthy(overlap) ? OVERLAP_PARITY : OVERLAP_KEEP;
}

static double entry_share(const LegendDrawing *d, guint index) {
    if (d->kind == LEGEND_DISCRETE && index == 0)
        return 0;
    return scale_legend_fraction(d->scale, value_to_number(d->entries[index].value));
}

static void draw_labels(LegendDrawing *d) {
    guint count = d->entry_count, kept = 0;
    Arena *arena = d->chart->arena;
    SceneItem *items = arena_array(arena, SceneItem, count + 1);
    SceneLegendEntry *told = arena_array(arena, SceneLegendEntry, count + 1);
    g_autofree Box *boxes = g_new0(Box, count + 1);
    g_autofree bool *visible = g_new0(bool, count + 1);
    for (guint i = 0; i < count; i++) {
        items[i] = place_label(d, i, entry_share(d, i));
        boxes[i] = items[i].as.text.text[0]
                       ? box_of_item(d->chart->input->engine, SCENE_TEXT, &items[i])
                       : box_empty();
    }
    overlap_hide(overlap_method(d), legend_number(d->legend, LEGEND_LABEL_SEPARATION, 0), boxes,
                 count, visible);
    for (guint i = 0; i < count; i++) {
        if (!visible[i] || !items[i].as.text.text[0])
            continue;
        told[kept] = (SceneLegendEntry){.label = items[i].as.text.text, .pos = entry_share(d, i)};
        box_union(&d->entries_box, &boxes[i]);
        items[kept++] = items[i];
    }
    group_add_mark(
        d->chart, d->content,
        (SceneMark){
            .type = SCENE_TEXT, .role = "legend-label", .item_count = kept, .items = items});
    d->told->entry_count = kept;
    d->told->entries = told;
}

void legend_draw_gradient(LegendDrawing *d) {
    SceneItem item = {.style = rect_style(d)};
    item.style.fill = (Paint){.present = true, .gradient = make_gradient(d)};
    item.as.rect.width = d->vertical ? thickness(d) : d->length;
    item.as.rect.height = d->vertical ? d->length : thickness(d);
    add_rects(d, "legend-gradient", &item, 1);
    d->entries_box = box_of_item(d->chart->input->engine, SCENE_RECT, &item);
    tell_colors(d, item.style.fill.gradient);
    draw_labels(d);
}

// ---------- bands ----------

void legend_draw_bands(LegendDrawing *d) {
    guint count = d->entry_count;
    Colour *colors = arena_array(d->chart->arena, Colour, count + 1);
    g_autofree SceneItem *items = g_new0(SceneItem, count + 1);
    for (guint i = 0; i < count; i++) {
        double from = entry_share(d, i), to = i + 1 < count ? entry_share(d, i + 1) : 1;
        bool is_known;
        colors[i] = scale_map_colour(d->scale, d->entries[i].value, &is_known);
        SceneItem *item = &items[i];
        item->style = rect_style(d);
        item->style.fill = (Paint){.present = true, .colour = colors[i]};
        double start = from * d->length, length = (to - from) * d->length;
        item->as.rect.x = d->vertical ? 0 : start;
        item->as.rect.y = d->vertical ? d->length - start - length : 0;
        item->as.rect.width = d->vertical ? thickness(d) : length;
        item->as.rect.height = d->vertical ? length : thickness(d);
        Box box = box_of_item(d->chart->input->engine, SCENE_RECT, item);
        box_union(&d->entries_box, &box);
    }
    add_rects(d, "legend-band", items, count);
    d->told->colour_count = count;
    d->told->colours = colors;
    draw_labels(d);
}
