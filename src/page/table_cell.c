// Looks, and where a text stands in its cell. A look is a shape that goes with the text: a tint
// behind a word of a closed list, the colour that a category has in the charts, a bar as long as
// the number is large. The text says the same.
#include "page/table_cell.h"

#include "page/sparkline.h"
#include "page/typeset.h"

static const double SWATCH_GAP = 0.5;   // ems
static const double BAR_GAP = 6;        // points
static const double CONTRAST_MIN = 4.5; // WCAG 2, AA

static double em(const Compose *compose) {
    return compose->theme->type[ROLE_TABLE].style.size;
}

double table_look_width(const Compose *compose, CellLook look) {
    switch (look) {
    case CELL_TEXT:
        return 0;
    case CELL_CHIP:
        return 2 * compose->theme->table.chip_pad;
    case CELL_SWATCH:
        return (compose->theme->table.swatch + SWATCH_GAP) * em(compose);
    case CELL_BAR:
    case CELL_SPARK:
        return compose->theme->table.bar_width + BAR_GAP;
    }
    return 0;
}

double table_mark_room(const Compose *compose) {
    return 0.6 * em(compose);
}

// ---- numbers lined up at their points

static const char *after_last_figure(const char *text) {
    const char *after = text;
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        if (g_unichar_isdigit(g_utf8_get_char(p)))
            after = g_utf8_next_char(p);
    return after;
}

static bool ends_in_words(const char *text) {
    for (const char *p = after_last_figure(text); *p; p = g_utf8_next_char(p))
        if (g_unichar_isalpha(g_utf8_get_char(p)))
            return true;
    return false;
}

double table_fraction_width(const Compose *compose, TypeRole role, const char *text,
                            const char *point) {
    const char *fraction = g_strrstr(text, point);
    TextStyle style = typeset_style(compose, role);
    if (!fraction)
        fraction = after_last_figure(text);
    g_autofree char *figures = NULL;
    if (compose->rtl && ends_in_words(fraction))
        fraction = figures = g_strndup(fraction, (gsize)(after_last_figure(fraction) - fraction));
    return *fraction ? text_width(compose->engine, &style, fraction) : 0;
}

static double mark_width(const CellPlace *place, const char *mark) {
    TextStyle style = typeset_style(place->compose, place->role);
    style.size *= TYPESET_MARK_SIZE;
    return mark ? text_width(place->compose->engine, &style, mark) : 0;
}

// How far from the end of the cell a number ends, so that all have their points below each other
// and their marks beside them. From right to left a mark, and a word after the number, stand before
// it on the line.
static double end_room(const CellPlace *place, const TableCell *cell) {
    const TableColumn *column = place->column;
    bool rtl = place->compose->rtl;
    if (column->align != (rtl ? TEXT_ALIGN_START : TEXT_ALIGN_END) || !cell->text ||
        place->role == ROLE_TABLE_HEAD)
        return 0;
    double room = column->marked && !rtl
                      ? table_mark_room(place->compose) - mark_width(place, cell->mark)
                      : 0;
    if (column->point && !cell->muted)
        room += place->fraction -
                table_fraction_width(place->compose, place->role, cell->text, column->point);
    return MAX(room, 0);
}

// ---- text

static CellLook look_of(const CellPlace *place, const TableCell *cell) {
    bool coloured =
        place->column->look == CELL_BAR || place->column->look == CELL_SPARK || cell->colour;
    return place->plain || cell->muted || !coloured ? CELL_TEXT : place->column->look;
}

// What the look leaves of the width, and where it begins (from the start edge).
static double text_room(const CellPlace *place, CellLook look, double *indent) {
    *indent = look == CELL_CHIP     ? place->compose->theme->table.chip_pad
              : look == CELL_SWATCH ? table_look_width(place->compose, look)
                                    : 0;
    double room =
        place->width - *indent - (look == CELL_CHIP ? place->compose->theme->table.chip_pad : 0);
    return MAX(room, 1);
}

// The colour, darkened until it can be read on the background.
static Colour readable(Colour colour, Colour background, Colour text) {
    for (int step = 0; step < 10 && colour_contrast(colour, background) < CONTRAST_MIN; step++)
        colour = colour_mix_rgb(colour, text, 0.2);
    return colour;
}

static Colour chip_fill(const Compose *compose, Colour colour) {
    return colour_mix_rgb(colour, typeset_ink(compose, INK_PAPER), compose->theme->table.chip_tint);
}

const Paragraph *table_cell_set(const CellPlace *place, const TableCell *cell) {
    const Compose *compose = place->compose;
    CellLook look = look_of(place, cell);
    double indent;
    Colour colour;
    Typeset how = {.role = place->role,
                   .align = place->column->align,
                   .width = text_room(place, look, &indent),
                   .plain_links = true,
                   .mark = cell->mark,
                   .max_lines = place->plain ? 0 : place->column->max_lines};
    if (look == CELL_CHIP)
        colour = readable(*cell->colour, chip_fill(compose, *cell->colour),
                          typeset_ink(compose, INK_TEXT));
    else if (cell->muted)
        colour = typeset_ink(compose, INK_MUTED);
    else if (cell->link)
        colour = typeset_ink(compose, INK_ACCENT);
    if (look == CELL_CHIP || cell->muted || cell->link)
        how.colour = &colour;
    if (cell->span_count)
        return typeset_spans(compose, &how, cell->spans, cell->span_count);
    return typeset_linked(compose, &how, cell->text, cell->link);
}

// ---- looks

static double from_start(const CellPlace *place, double indent, double width) {
    return place->compose->rtl ? place->x + place->width - indent - width : place->x + indent;
}

static void put_chip(const CellPlace *place, const TableCell *cell, const Paragraph *text,
                     SlabBuilder *builder, double y) {
    double width = text->width + 2 * place->compose->theme->table.chip_pad;
    slab_rect(builder, &(PlacedBox){from_start(place, 0, width), y, width, text->height},
              chip_fill(place->compose, *cell->colour), place->compose->theme->table.chip_radius);
}

static void put_swatch(const CellPlace *place, const TableCell *cell, SlabBuilder *builder,
                       double y) {
    double size = place->compose->theme->table.swatch * em(place->compose);
    double leading = place->compose->theme->type[place->role].leading;
    PlacedBox box = {from_start(place, 0, size), y + (leading - size) / 2, size, size};
    slab_rect(builder, &box, *cell->colour, 1);
    if (place->compose->theme->mark_line > 0)
        slab_frame(builder, &box, typeset_ink(place->compose, INK_TEXT),
                   place->compose->theme->mark_line, 1);
}

static void put_bar(const CellPlace *place, const TableCell *cell, SlabBuilder *builder, double y) {
    double leading = place->compose->theme->type[place->role].leading;
    double room = MAX(place->width - place->text_width - BAR_GAP, 0);
    double width = room * CLAMP(cell->share, 0, 1), height = leading * 0.5;
    Colour colour = cell->colour ? *cell->colour : typeset_ink(place->compose, INK_ACCENT);
    static const double line = 0.5; // points: at zero
    if (width > 0)
        slab_rect(builder,
                  &(PlacedBox){from_start(place, room * cell->from, width),
                               y + (leading - height) / 2, width, height},
                  colour, 1);
    if (cell->zero > 0)
        slab_rect(builder,
                  &(PlacedBox){from_start(place, room * cell->zero, line), y, line, leading},
                  typeset_ink(place->compose, INK_MUTED), 0);
}

static void put_spark(const CellPlace *place, const TableCell *cell, SlabBuilder *builder,
                      double top) {
    const Compose *compose = place->compose;
    double width =
        MAX(MIN(place->width - place->text_width - BAR_GAP, compose->theme->table.spark_width), 0);
    double leading = compose->theme->type[place->role].leading, height = leading * 0.6;
    const Sparkline line = {.count = cell->point_count,
                            .points = cell->points,
                            .colour =
                                cell->colour ? *cell->colour : typeset_ink(compose, INK_ACCENT),
                            .thickness = compose->theme->table.spark_line,
                            .tag = TAG_ARTIFACT};
    sparkline_put(
        compose, builder, &line,
        &(PlacedBox){from_start(place, 0, width), top + (leading - height) / 2, width, height});
}

void table_cell_put(const CellPlace *place, const TableCell *cell, const Paragraph *text,
                    SlabBuilder *builder, double y, guint tag) {
    CellLook look = look_of(place, cell);
    double indent;
    double room = text_room(place, look, &indent);
    if (look == CELL_CHIP && text)
        put_chip(place, cell, text, builder, y);
    if (look == CELL_SWATCH)
        put_swatch(place, cell, builder, y);
    if (look == CELL_BAR)
        put_bar(place, cell, builder, y);
    if (look == CELL_SPARK)
        put_spark(place, cell, builder, y);
    if (!text)
        return;
    double x = from_start(place, indent, room);
    slab_paragraph(builder, text, x - end_room(place, cell), y, tag);
}
