// A look is a shape that goes with the text: a tint behind a word of a closed list, the colour that
// a category has in the charts, a bar as long as the number is large. The text says the same.
#include "page/table_cell.h"

#include "page/typeset.h"

static const double CHIP_PAD = 4, CHIP_TINT = 0.84;
static const double SWATCH_SIZE = 0.75, SWATCH_GAP = 0.5; // ems
static const double BAR_ROOM = 44, BAR_GAP = 6;           // points
static const double CONTRAST_MIN = 4.5;                   // WCAG 2, AA

static double em(const Compose *compose) {
    return compose->theme->type[ROLE_TABLE].style.size;
}

double table_look_width(const Compose *compose, CellLook look) {
    switch (look) {
    case CELL_TEXT:
        return 0;
    case CELL_CHIP:
        return 2 * CHIP_PAD;
    case CELL_SWATCH:
        return (SWATCH_SIZE + SWATCH_GAP) * em(compose);
    case CELL_BAR:
        return BAR_ROOM + BAR_GAP;
    }
    return 0;
}

// ---- text

static CellLook look_of(const CellPlace *place, const TableCell *cell) {
    bool coloured = place->column->look == CELL_BAR || cell->colour;
    return place->plain || cell->muted || !coloured ? CELL_TEXT : place->column->look;
}

// What the look leaves of the width, and where it begins (from the start edge).
static double text_room(const CellPlace *place, CellLook look, double *indent) {
    *indent = look == CELL_CHIP     ? CHIP_PAD
              : look == CELL_SWATCH ? table_look_width(place->compose, look)
                                    : 0;
    double room = place->width - *indent - (look == CELL_CHIP ? CHIP_PAD : 0);
    return MAX(room, 1);
}

// The colour, darkened until it can be read on the background.
static Colour readable(Colour colour, Colour background, Colour text) {
    for (int step = 0; step < 10 && colour_contrast(colour, background) < CONTRAST_MIN; step++)
        colour = colour_mix_rgb(colour, text, 0.2);
    return colour;
}

static Colour chip_fill(const Compose *compose, Colour colour) {
    return colour_mix_rgb(colour, typeset_ink(compose, INK_PAPER), CHIP_TINT);
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
    double width = text->width + 2 * CHIP_PAD;
    slab_rect(builder, &(PlacedBox){from_start(place, 0, width), y, width, text->height},
              chip_fill(place->compose, *cell->colour), 2.5);
}

static void put_swatch(const CellPlace *place, const TableCell *cell, SlabBuilder *builder,
                       double y) {
    double size = SWATCH_SIZE * em(place->compose);
    double leading = place->compose->theme->type[place->role].leading;
    PlacedBox box = {from_start(place, 0, size), y + (leading - size) / 2, size, size};
    slab_rect(builder, &box, *cell->colour, 1);
}

static void put_bar(const CellPlace *place, const TableCell *cell, SlabBuilder *builder, double y) {
    double leading = place->compose->theme->type[place->role].leading;
    double room = MAX(place->width - place->text_width - BAR_GAP, 0);
    double width = room * CLAMP(cell->share, 0, 1), height = leading * 0.5;
    Colour colour = cell->colour ? *cell->colour : typeset_ink(place->compose, INK_ACCENT);
    if (width > 0)
        slab_rect(
            builder,
            &(PlacedBox){from_start(place, 0, width), y + (leading - height) / 2, width, height},
            colour, 1);
}

void table_cell_put(const CellPlace *place, const TableCell *cell, const Paragraph *text,
                    SlabBuilder *builder, double y, guint tag) {
    CellLook look = look_of(place, cell);
    double indent;
    text_room(place, look, &indent);
    if (look == CELL_CHIP && text)
        put_chip(place, cell, text, builder, y);
    if (look == CELL_SWATCH)
        put_swatch(place, cell, builder, y);
    if (look == CELL_BAR)
        put_bar(place, cell, builder, y);
    if (text)
        slab_paragraph(builder, text, place->compose->rtl ? place->x : place->x + indent, y, tag);
}
