// Entries of symbols: a symbol as the scales make it and a label, laid out in columns.
#include "chart/config.h"
#include "chart/grid.h"
#include "chart/legend_part.h"
#include "chart/ref.h"
#include "chart/selection.h"

#include <math.h>

SceneItem legend_label_item(const LegendDrawing *d, const char *label, double limit) {
    const LegendModel *legend = d->legend;
    GuideText text = {.style = "guide-label",
                      .color = legend_value(legend, LEGEND_LABEL_COLOR),
                      .font = legend_value(legend, LEGEND_LABEL_FONT),
                      .font_size = legend_value(legend, LEGEND_LABEL_FONT_SIZE),
                      .font_style = legend_value(legend, LEGEND_LABEL_FONT_STYLE),
                      .font_weight = legend_value(legend, LEGEND_LABEL_FONT_WEIGHT),
                      .opacity = legend_value(legend, LEGEND_LABEL_OPACITY)};
    SceneItem item = guide_text(d->chart, &text);
    item.as.text.text = guide_limit(d->chart, &item.as.text.font, label ? label : "", limit);
    return item;
}

// ---------- one symbol ----------

static json_t *constant(const LegendDrawing *d, const char *name) {
    return json_object_get(d->legend->symbols, name);
}

static double driven_number(const LegendDrawing *d, LegendDriven driven, Value value,
                            const char *name, double otherwise) {
    const ScaleModel *scale = legend_scale(d->legend, driven);
    if (!scale)
        return json_number_or(constant(d, name), otherwise);
    double number = scale->scale ? scale_map(scale->scale, value) : NAN;
    return isnan(number) ? otherwise : number;
}

static Paint driven_paint(const LegendDrawing *d, LegendDriven driven, Value value,
                          const char *name, json_t *otherwise) {
    const ScaleModel *scale = legend_scale(d->legend, driven);
    if (!scale)
        return guide_paint(d->chart, constant(d, name) ? constant(d, name) : otherwise);
    Paint paint = {0};
    bool is_known = false;
    if (scale->scale)
        paint.colour = scale_map_colour(scale->scale, value, &is_known);
    paint.present = is_known;
    return paint;
}

static json_t *paint_default(const LegendDrawing *d, LegendProp prop, const char *base) {
    json_t *own = legend_value(d->legend, prop);
    bool has_fill = d->legend->drivers[DRIVES_FILL] != CHANNEL_NONE;
    return own || has_fill ? own : config_vega(d->chart, "legend", base);
}

// Symbols that are filled and have no stroke of their own stay without one.
static bool hides_stroke(const LegendDrawing *d) {
    const json_t *fill = constant(d, "fill");
    return fill && !js_equals(fill, "transparent") && !constant(d, "stroke") &&
           d->legend->drivers[DRIVES_STROKE] == CHANNEL_NONE;
}

static const json_t *driven_dash(const LegendDrawing *d, Value value) {
    const ScaleModel *scale = legend_scale(d->legend, DRIVES_STROKE_DASH);
    if (!scale) {
        const json_t *own = constant(d, "strokeDash");
        return own ? own : legend_value(d->legend, LEGEND_SYMBOL_DASH);
    }
    int index = scale->scale ? scale_map_index(scale->scale, value) : -1;
    return index < 0 ? NULL : json_array_get(scale->dashes, (size_t)index);
}

// What a selection bound to the legend leaves out is faded.
static double symbol_opacity(const LegendDrawing *d, Value value) {
    double opacity = driven_number(d, DRIVES_OPACITY, value, "opacity",
                                   legend_number(d->legend, LEGEND_SYMBOL_OPACITY, 1));
    const Def *def = d->legend->def;
    if (!def || !selection_fades(d->legend->unit, def->field, value))
        return opacity;
    const json_t *given = config_get(d->chart, "legend", "unselectedOpacity");
    return json_number_or(given, 0.35);
}

static SceneStyle symbol_style(const LegendDrawing *d, Value value) {
    double opacity = symbol_opacity(d, value);
    SceneStyle style = {
        .fill = driven_paint(d, DRIVES_FILL, value, "fill",
                             paint_default(d, LEGEND_SYMBOL_FILL_COLOR, "symbolBaseFillColor")),
        .fill_opacity = opacity * json_number_or(constant(d, "fillOpacity"), 1),
        .stroke_opacity = opacity * json_number_or(constant(d, "strokeOpacity"), 1),
        .stroke_width = driven_number(d, DRIVES_STROKE_WIDTH, value, "strokeWidth",
                                      legend_number(d->legend, LEGEND_SYMBOL_STROKE_WIDTH, 1.5)),
        .cap = 'b',
        .join = 'm'};
    if (!hides_stroke(d))
        style.stroke =
            driven_paint(d, DRIVES_STROKE, value, "stroke",
                         paint_default(d, LEGEND_SYMBOL_STROKE_COLOR, "symbolBaseStrokeColor"));
    style.dash_count = js_numbers(d->chart->arena, driven_dash(d, value), &style.dash);
    return style;
}

static const char *symbol_shape(const LegendDrawing *d, Value value) {
    const ScaleModel *scale = legend_scale(d->legend, DRIVES_SHAPE);
    const char *shape = NULL;
    if (scale && scale->scale)
        shape = scale_map_string(scale->scale, value);
    if (!shape)
        shape = legend_word(d->legend, LEGEND_SYMBOL_TYPE, "circle");
    return arena_strdup(d->chart->arena, shape);
}

static SceneItem symbol_item(const LegendDrawing *d, Value value) {
    SceneItem item = {.style = symbol_style(d, value)};
    item.as.symbol.size = driven_number(d, DRIVES_SIZE, value, "size",
                                        legend_number(d->legend, LEGEND_SYMBOL_SIZE, 100));
    item.as.symbol.shape = symbol_shape(d, value);
    return item;
}

// ---------- the grid of entries ----------

typedef struct {
    SceneItem symbol, label;
    double size;
} Entry;

static guint column_count(const LegendDrawing *d) {
    double columns = legend_number(d->legend, LEGEND_COLUMNS, d->vertical ? 1 : 0);
    return columns >= 1 && columns < 1e6 ? (guint)columns : 0;
}

static double entry_size(const LegendDrawing *d, const Entry *entry) {
    const SceneItem *symbol = &entry->symbol;
    double needed = ceil(sqrt(MAX(symbol->as.symbol.size, 0)) + symbol->style.stroke_width);
    (void)d;
    return MAX(needed, entry->label.as.text.font.size);
}

static Entry *make_entries(LegendDrawing *d, double *greatest) {
    Entry *entries = arena_array(d->chart->arena, Entry, d->entry_count + 1);
    double limit = legend_number(d->legend, LEGEND_LABEL_LIMIT, 0);
    *greatest = 0;
    for (guint i = 0; i < d->entry_count; i++) {
        entries[i].symbol = symbol_item(d, d->entries[i].value);
        entries[i].label = legend_label_item(d, d->entries[i].label, limit);
        entries[i].size = entry_size(d, &entries[i]);
        *greatest = MAX(*greatest, entries[i].size);
    }
    return entries;
}

static void place_entry(const LegendDrawing *d, Entry *entry, double width) {
    const LegendModel *legend = d->legend;
    double height = legend_number(legend, LEGEND_CLIP_HEIGHT, 0);
    double middle = 0.5 * (height > 0 ? height : entry->size);
    double shift = legend_number(legend, LEGEND_SYMBOL_OFFSET, 0);
    entry->symbol.as.symbol.x = 0.5 * width + shift;
    entry->symbol.as.symbol.y = middle;
    entry->label.as.text.x = width + shift + legend_number(legend, LEGEND_LABEL_OFFSET, 4);
    entry->label.as.text.y = middle;
    entry->label.as.text.align =
        arena_strdup(d->chart->arena, legend_word(legend, LEGEND_LABEL_ALIGN, "left"));
    entry->label.as.text.baseline =
        arena_strdup(d->chart->arena, legend_word(legend, LEGEND_LABEL_BASELINE, "middle"));
}

static Box entry_box(const LegendDrawing *d, const Entry *entry) {
    TextEngine *engine = d->chart->input->engine;
    Box symbol = box_of_item(engine, SCENE_SYMBOL, &entry->symbol);
    Box label = box_of_item(engine, SCENE_TEXT, &entry->label);
    double height = legend_number(d->legend, LEGEND_CLIP_HEIGHT, 0);
    if (height > 0) { // symbols are clipped to the entry, whose own box counts
        symbol.y1 = MAX(symbol.y1, 0);
        symbol.y2 = MIN(symbol.y2, height);
    }
    if (!entry->label.as.text.text[0])
        label = box_empty();
    box_union(&symbol, &label);
    return symbol;
}

// In a vertical legend of several columns, entries run down the columns.
static guint place_in_grid(const LegendDrawing *d, guint index, guint columns) {
    if (!d->vertical || columns < 2)
        return index;
    guint rows = (d->entry_count + columns - 1) / columns;
    return (index % rows) * columns + index / rows;
}

static GridAlign grid_align(const LegendDrawing *d) {
    const char *word = legend_word(d->legend, LEGEND_GRID_ALIGN, "each");
    return !strcmp(word, "all") ? GRID_ALL : !strcmp(word, "none") ? GRID_NONE : GRID_EACH;
}

// The entries row by row, as the grid places them.
static Entry *in_grid_order(const LegendDrawing *d, const Entry *entries, guint columns) {
    guint count = d->entry_count, width = MIN(columns, count);
    g_autofree guint *at = g_new0(guint, (gsize)count * MAX(width, 1) + 1);
    Entry *ordered = arena_array(d->chart->arena, Entry, count + 1);
    guint places = 0, next = 0;
    for (guint i = 0; i < count; i++) {
        guint place = place_in_grid(d, i, width);
        at[place] = i + 1;
        places = MAX(places, place + 1);
    }
    for (guint place = 0; place < places; place++)
        if (at[place])
            ordered[next++] = entries[at[place] - 1];
    return ordered;
}

// Gives the box around the entries.
static Box arrange(const LegendDrawing *d, const Entry *entries, guint columns, GridItem *items) {
    guint count = d->entry_count;
    for (guint i = 0; i < count; i++)
        items[i] = (GridItem){.bounds = entry_box(d, &entries[i])};
    GridAlign align = grid_align(d);
    GridOptions options = {.columns = columns,
                           .align_column = align,
                           .align_row = align,
                           .padding_column = legend_number(d->legend, LEGEND_COLUMN_PADDING, 10),
                           .padding_row = legend_number(d->legend, LEGEND_ROW_PADDING, 2),
                           .center_row = true};
    return grid_layout(&options, items, count);
}

static void lay_out(LegendDrawing *d, Entry *entries, guint columns) {
    guint count = d->entry_count;
    g_autofree GridItem *items = g_new0(GridItem, count + 1);
    d->entries_box = arrange(d, entries, columns, items);
    for (guint i = 0; i < count; i++) {
        Entry *entry = &entries[i];
        entry->symbol.as.symbol.x += items[i].x;
        entry->symbol.as.symbol.y += items[i].y;
        entry->label.as.text.x += items[i].x;
        entry->label.as.text.y += items[i].y;
    }
}

static void add_entries(LegendDrawing *d, const Entry *entries) {
    Arena *arena = d->chart->arena;
    guint count = d->entry_count;
    SceneItem *symbols = arena_array(arena, SceneItem, count + 1);
    SceneItem *labels = arena_array(arena, SceneItem, count + 1);
    SceneLegendEntry *told = arena_array(arena, SceneLegendEntry, count + 1);
    for (guint i = 0; i < count; i++) {
        symbols[i] = entries[i].symbol;
        labels[i] = entries[i].label;
        told[i] = (SceneLegendEntry){.label = labels[i].as.text.text, .symbol = &symbols[i]};
    }
    group_add_mark(
        d->chart, d->content,
        (SceneMark){
            .type = SCENE_SYMBOL, .role = "legend-symbol", .item_count = count, .items = symbols});
    group_add_mark(
        d->chart, d->content,
        (SceneMark){
            .type = SCENE_TEXT, .role = "legend-label", .item_count = count, .items = labels});
    d->told->entry_count = count;
    d->told->entries = told;
}

static void place_entries(LegendDrawing *d, Entry *entries, guint columns, double greatest) {
    for (guint i = 0; i < d->entry_count; i++)
        place_entry(d, &entries[i], columns ? greatest : entries[i].size);
}

// ---------- columns by the room ----------

enum { ENTRIES_TRIED = 400 }; // a longer legend fits no picture, however it is arranged

static bool may_choose_columns(const LegendDrawing *d) {
    bool is_limited = d->room_width > 0 || d->room_height > 0;
    return is_limited && d->entry_count > 1 && d->entry_count <= ENTRIES_TRIED &&
           !legend_value(d->legend, LEGEND_COLUMNS) &&
           !d->legend->props[LEGEND_DIRECTION].is_explicit;
}

static bool fits_room(const LegendDrawing *d, Entry *entries, guint columns, double greatest) {
    g_autofree GridItem *items = g_new0(GridItem, d->entry_count + 1);
    place_entries((LegendDrawing *)d, entries, columns, greatest);
    Box box = arrange(d, entries, columns, items);
    return d->room_height > 0 ? box.y2 <= d->room_height : box.x2 <= d->room_width;
}

// The most columns that are not wider than the room, or the fewest that are not higher. In a place
// that is too small in any case, the columns that come nearest.
static guint choose_columns(LegendDrawing *d, Entry *entries, double greatest) {
    guint count = d->entry_count;
    if (d->room_height > 0) {
        d->vertical = true; // they run down
        guint columns = 1;
        while (columns < count && !fits_room(d, entries, columns, greatest))
            columns++;
        return columns;
    }
    d->vertical = false; // row by row
    guint columns = fits_room(d, entries, 0, greatest) ? 0 : count - 1;
    while (columns > 1 && !fits_room(d, entries, columns, greatest))
        columns--;
    return columns;
}

void legend_draw_symbols(LegendDrawing *d) {
    double greatest;
    Entry *entries = make_entries(d, &greatest);
    guint columns = may_choose_columns(d) ? choose_columns(d, entries, greatest) : column_count(d);
    place_entries(d, entries, columns, greatest);
    entries = in_grid_order(d, entries, columns);
    lay_out(d, entries, columns);
    add_entries(d, entries);
}
