// {"block": "row", "cells", "columns"?, "gap"?, "align"?}: blocks side by side. A cell is a block
// or an array of blocks; columns are lengths, percentages or fractions, equal when left out. Where
// one would be narrower than the theme wants, the cells stand below each other.
#include "page/block_kinds.h"
#include "page/length.h"
#include "page/nest.h"
#include "page/page_state.h"

enum { ROW_CELLS_LIMIT = 12 };

typedef struct {
    guint count;
    Track tracks[ROW_CELLS_LIMIT];
    BlockList cells[ROW_CELLS_LIMIT];
    double gap; // negative: the theme's block gap
    int align;  // NestAlign
    bool waits; // holds what needs all headings
} RowSpec;

static void read_cells(RowSpec *spec, BlockReader *context, const JsonNode *node) {
    size_t count = json_node_size(node);
    if (count == 0 || count > ROW_CELLS_LIMIT) {
        json_error(context->diags, node, DIAG_WRONG_VALUE, NULL,
                   "a row has %" G_GSIZE_FORMAT " cells, expected 1 to %d", count, ROW_CELLS_LIMIT);
        return;
    }
    spec->count = (guint)count;
    for (guint i = 0; i < spec->count; i++) {
        spec->tracks[i] = (Track){TRACK_FRACTION, 1};
        spec_blocks(context, json_node_item(node, i), &spec->cells[i]);
    }
}

static void read_columns(RowSpec *spec, BlockReader *context, const JsonNode *node) {
    size_t count = json_node_size(node);
    if (spec->count && count != spec->count) {
        json_error(context->diags, node, DIAG_WRONG_VALUE, NULL,
                   "a row has %u cells and %" G_GSIZE_FORMAT " columns", spec->count, count);
        return;
    }
    for (guint i = 0; i < spec->count; i++) {
        const JsonNode *item = json_node_item(node, i);
        if (layout_read_track(context->diags, item, "column", &spec->tracks[i]) &&
            spec->tracks[i].unit == TRACK_AUTO)
            json_error(context->diags, item, DIAG_WRONG_VALUE, NULL,
                       "\"auto\" has no meaning for a row, expected a length, a percentage or a "
                       "fraction such as \"2fr\"");
    }
}

void *row_read(BlockReader *context, Reader *reader) {
    static const Keyword aligns[] = {
        {"top", NEST_TOP}, {"middle", NEST_MIDDLE}, {"bottom", NEST_BOTTOM}, {NULL, 0}};
    RowSpec *spec = arena_new0(context->arena, RowSpec);
    bool outside = context->has_contents;
    context->has_contents = false;
    spec->gap = -1;
    reader_require(reader, "cells");
    const JsonNode *cells = reader_array(reader, "cells");
    const JsonNode *columns = reader_array(reader, "columns");
    if (cells)
        read_cells(spec, context, cells);
    if (columns)
        read_columns(spec, context, columns);
    reader_length(reader, "gap", &spec->gap);
    reader_keyword(reader, "align", aligns, &spec->align);
    spec->waits = context->has_contents;
    context->has_contents |= outside;
    return spec;
}

static bool is_stacked(const Compose *compose, const RowSpec *spec, const double *widths) {
    for (guint i = 0; i < spec->count; i++)
        if (spec->count > 1 && widths[i] < compose->theme->row.min_width)
            return true;
    return false;
}

// The cells below each other, as blocks of a body are.
static void stack_cells(Compose *compose, const RowSpec *spec) {
    double gap = 0;
    for (guint i = 0; i < spec->count; i++) {
        guint first = flow_count(compose->flow);
        block_compose_list(compose, spec->cells[i].blocks, spec->cells[i].count);
        if (flow_count(compose->flow) == first)
            continue;
        Slab *top = flow_nth(compose->flow, first);
        top->space_before = MAX(top->space_before, gap);
        gap = compose->gap_after;
    }
}

void row_compose(Compose *compose, const Block *block) {
    const RowSpec *spec = block->spec;
    if (spec->waits && page_state_defer(compose, block))
        return;
    double gap = spec->gap < 0 ? MAX(compose->theme->block_gap, 12) : spec->gap;
    double widths[ROW_CELLS_LIMIT], x[ROW_CELLS_LIMIT];
    Flow *flows[ROW_CELLS_LIMIT];
    double width = flow_width(compose->flow), at = 0;
    tracks_resolve(spec->tracks, spec->count, width, gap, NULL, widths);
    if (is_stacked(compose, spec, widths)) {
        stack_cells(compose, spec);
        return;
    }
    for (guint i = 0; i < spec->count; i++) {
        flows[i] = nest_compose(compose, &spec->cells[i], widths[i]);
        x[i] = compose->rtl ? width - at - widths[i] : at;
        at += widths[i] + gap;
    }
    nest_add(
        compose,
        &(Nest){.count = spec->count, .flows = flows, .x = x, .align = (NestAlign)spec->align});
}
