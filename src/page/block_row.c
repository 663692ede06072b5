// {"block": "row", "cells", "columns"?, "gap"?, "align"?}: blocks side by side. A cell is a block
// or an array of blocks; columns are lengths, percentages or fractions, equal when left out. Where
// one would be narrower than the theme wants, the cells stand below each other.
#include "page/block_kinds.h"
#include "page/length.h"
#include "page/nest.h"
#include "page/overflow.h"
#include "page/page_state.h"

static const double COLUMN_LEAST = 28; // points: 10 mm, what a fraction gets at least
enum { ROW_CELLS_LIMIT = 12 };

typedef struct {
    guint count;
    Track tracks[ROW_CELLS_LIMIT];
    const JsonNode *columns; // or NULL
    BlockList cells[ROW_CELLS_LIMIT];
    double gap; // negative: the theme's block gap
    NestAlign aligns[ROW_CELLS_LIMIT];
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
    spec->columns = node;
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

// One for all cells, or one for each.
static void read_align(RowSpec *spec, Diags *diags, const JsonNode *node) {
    static const Keyword aligns[] = {
        {"top", NEST_TOP}, {"middle", NEST_MIDDLE}, {"bottom", NEST_BOTTOM}, {NULL, 0}};
    int align = NEST_TOP;
    bool each = json_is_array(node->json);
    size_t count = json_node_size(node);
    if (each && spec->count && count != spec->count) {
        json_error(diags, node, DIAG_WRONG_VALUE, NULL,
                   "a row has %u cells and %" G_GSIZE_FORMAT " words in \"align\"", spec->count,
                   count);
        return;
    }
    for (guint i = 0; i < spec->count; i++) {
        const JsonNode *item = each ? json_node_item(node, i) : node;
        if ((each || i == 0) && !json_read_keyword(diags, item, "align", aligns, &align))
            return;
        spec->aligns[i] = (NestAlign)align;
    }
}

void *row_read(BlockReader *context, Reader *reader) {
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
    const JsonNode *align = reader_node(reader, "align");
    if (align)
        read_align(spec, context->diags, align);
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

// ---- widths

static double gap_of(const Compose *compose, const RowSpec *spec) {
    return spec->gap < 0 ? MAX(compose->theme->block_gap, 12) : spec->gap;
}

// What lengths and percentages ask for.
static double fixed_width(const RowSpec *spec, double width) {
    double sum = 0;
    for (guint i = 0; i < spec->count; i++) {
        const Track *track = &spec->tracks[i];
        sum += track->unit == TRACK_POINTS    ? track->size
               : track->unit == TRACK_PERCENT ? track->size / 100 * width
                                              : 0;
    }
    return sum;
}

static guint count_fractions(const RowSpec *spec) {
    guint count = 0;
    for (guint i = 0; i < spec->count; i++)
        count += spec->tracks[i].unit == TRACK_FRACTION;
    return count;
}

// Lengths and percentages as points, so much smaller.
static void cut_tracks(const RowSpec *spec, double width, double factor, Track *tracks) {
    for (guint i = 0; i < spec->count; i++) {
        Track *track = &tracks[i];
        *track = spec->tracks[i];
        if (track->unit == TRACK_PERCENT)
            *track = (Track){TRACK_POINTS, track->size / 100 * width};
        if (track->unit == TRACK_POINTS)
            track->size *= factor;
    }
}

static void report_narrow(Compose *compose, const Block *block, double wanted, double width) {
    const RowSpec *spec = block->spec;
    Place place = json_node_place(spec->columns ? spec->columns : block->node);
    g_autofree char *message = g_strdup_printf(
        "the columns and gaps of a row take %.0f pt and it has %.0f pt, %.0f pt too little; they "
        "are made narrower",
        wanted, width, wanted - width);
    diag_report(
        compose->diags, block->overflow == OVERFLOW_ERROR ? DIAG_ERROR : DIAG_WARNING,
        DIAG_OVERFLOW, &place,
        "give lengths and percentages less, use fractions such as \"2fr\", or make two rows "
        "of it",
        message);
}

// Gives the gap. What does not fit is told, and gives way such that each column is still there.
static double share_columns(Compose *compose, const Block *block, double *widths) {
    const RowSpec *spec = block->spec;
    Track tracks[ROW_CELLS_LIMIT];
    double gap = gap_of(compose, spec);
    double width = flow_width(compose->flow), fixed = fixed_width(spec, width), factor = 1;
    double fractions = count_fractions(spec) * COLUMN_LEAST, wanted = fixed + fractions;
    wanted += gap * (spec->count - 1);
    if (wanted > width + 0.5) {
        report_narrow(compose, block, wanted, width);
        gap = MIN(gap, width / 4 / spec->count);
        double room = width - gap * (spec->count - 1);
        double left = count_fractions(spec) * room / spec->count / 2; // for fractions
        factor = fixed > 0 ? MIN(1, (room - left) / fixed) : 1;
    }
    cut_tracks(spec, width, factor, tracks);
    tracks_resolve(tracks, spec->count, width, gap, NULL, widths);
    return gap;
}

void row_compose(Compose *compose, const Block *block) {
    const RowSpec *spec = block->spec;
    if (spec->waits && page_state_defer(compose, block))
        return;
    double widths[ROW_CELLS_LIMIT], x[ROW_CELLS_LIMIT];
    Flow *flows[ROW_CELLS_LIMIT];
    double width = flow_width(compose->flow), at = 0;
    tracks_resolve(spec->tracks, spec->count, width, gap_of(compose, spec), NULL, widths);
    if (is_stacked(compose, spec, widths)) {
        stack_cells(compose, spec);
        return;
    }
    double gap = share_columns(compose, block, widths);
    for (guint i = 0; i < spec->count; i++) {
        flows[i] = nest_compose(compose, &spec->cells[i], widths[i]);
        x[i] = compose->rtl ? width - at - widths[i] : at;
        at += widths[i] + gap;
    }
    nest_add(compose,
             &(Nest){.count = spec->count, .flows = flows, .x = x, .aligns = spec->aligns});
}
