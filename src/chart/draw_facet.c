// Facets: cells in a grid with headers, footers and titles around them, as Vega's trellis layout
// places them.
#include "chart/draw.h"
#include "chart/facet_cells.h"
#include "chart/grid_options.h"
#include "chart/header.h"
#include "chart/scale_instance.h"

#include <math.h>

static const double TITLE_GAP = 10;

typedef struct {
    View *view, *child;
    Chart *chart;
    FacetCells cells;
    GridOptions options;
    Group **groups; // of cells
    GridItem *items;
    guint columns, rows;
    Group *group;
    Surround surround;
    Box bounds;     // of the cells
    double edge[4]; // how far headers and footers reach: left, top, right, bottom
} Facet;

enum { EDGE_LEFT, EDGE_TOP, EDGE_RIGHT, EDGE_BOTTOM };

// ---------- cells ----------

// The label that stands in a cell, as its title.
static json_t *cell_label(const Facet *f, guint cell) {
    const Rows *rows = &f->cells.source;
    const FacetCells *cells = &f->cells;
    if (f->view->facet[FACET_WRAP].def)
        return header_label(f->view, FACET_WRAP, rows, cells->side[FACET_WRAP].values[cell].row);
    guint columns = MAX(cells->side[FACET_COLUMN].count, 1);
    if (f->view->facet[FACET_ROW].def && header_labels_cells(f->view, FACET_ROW))
        return header_label(f->view, FACET_ROW, rows,
                            cells->side[FACET_ROW].values[cell / columns].row);
    if (f->view->facet[FACET_COLUMN].def && header_labels_cells(f->view, FACET_COLUMN))
        return header_label(f->view, FACET_COLUMN, rows,
                            cells->side[FACET_COLUMN].values[cell % columns].row);
    return NULL;
}

static void draw_cells(Facet *f) {
    guint count = f->cells.count;
    f->groups = g_new0(Group *, count + 1);
    f->items = g_new0(GridItem, count + 1);
    for (guint i = 0; i < count && !chart_failed(f->chart); i++) {
        bool is_filled = f->cells.is_filled[i];
        f->child->cell_label = is_filled ? cell_label(f, i) : NULL;
        facet_cells_select(&f->cells, i);
        scales_instantiate(f->child);
        Group *group = is_filled ? draw_view(f->child) : draw_empty(f->child);
        f->child->cell_label = NULL;
        f->groups[i] = group;
        f->items[i] = (GridItem){
            .width = group->scene->width, .height = group->scene->height, .bounds = group->bounds};
    }
}

static void place_cells(Facet *f) {
    f->bounds = grid_layout(&f->options, f->items, f->cells.count);
    if (box_is_empty(&f->bounds))
        f->bounds = (Box){0, 0, 0, 0};
    for (guint i = 0; i < f->cells.count; i++) {
        if (!f->groups[i])
            continue;
        group_move(f->groups[i], f->items[i].x, f->items[i].y);
        box_union(&f->surround.x_bounds, &f->items[i].bounds);
        box_union(&f->surround.y_bounds, &f->items[i].bounds);
        group_add_node(f->group, group_end(f->chart, f->groups[i]));
    }
}

// ---------- headers ----------

typedef struct {
    bool is_row, is_footer;
    guint count;               // headers
    guint start, stride, back; // the cells they belong to
} Band;

static double cell_extreme(const Facet *f, const GridItem *item, const Band *band) {
    if (f->options.flush) {
        if (band->is_row)
            return item->x + (band->is_footer ? item->width : 0);
        return item->y + (band->is_footer ? item->height : 0);
    }
    const Box *box = &item->bounds;
    if (band->is_row)
        return band->is_footer ? box->x2 : box->x1;
    return band->is_footer ? box->y2 : box->y1;
}

static double extreme(const Band *band, double a, double b) {
    return band->is_footer ? ceil(MAX(a, b)) : floor(MIN(a, b));
}

static bool is_shown(const AxisModel *axis, const Band *band) {
    const char *orient = axis_orient(axis);
    bool is_footer = !strcmp(orient, "bottom") || !strcmp(orient, "right");
    return axis->extracted && !axis->disabled && is_footer == band->is_footer;
}

static guint count_axes(const Facet *f, const Band *band) {
    const GPtrArray *axes = f->child->axes[band->is_row];
    guint count = 0;
    for (guint i = 0; axes && i < axes->len; i++)
        count += is_shown(axes->pdata[i], band);
    return count;
}

static bool has_labels(const Facet *f, const Band *band) {
    int which = band->is_row ? FACET_ROW : FACET_COLUMN;
    return f->view->facet[which].def && !header_labels_cells(f->view, which) &&
           header_is_footer(f->view, which) == band->is_footer;
}

static const GridItem *cell_for(const Facet *f, const Band *band, guint index) {
    guint cell = band->start + index * band->stride;
    while (cell >= f->cells.count && cell >= band->back)
        cell -= band->back;
    return cell < f->cells.count ? &f->items[cell] : NULL;
}

// One header: a group as long as its row or column, with axes and a label.
static Group *draw_header(Facet *f, const Band *band, guint index) {
    Group *group = group_new(f->chart, GROUP_PLAIN);
    const GridItem *cell = cell_for(f, band, index);
    bool is_sized = !view_is_composition(f->child);
    double width = !band->is_row && cell && is_sized ? cell->width : 0;
    double height = band->is_row && cell && is_sized ? cell->height : 0;
    Surround surround;
    surround_init(&surround);
    Box around = {0, 0, width, height};
    const GPtrArray *axes = f->child->axes[band->is_row];
    for (guint i = 0; axes && i < axes->len; i++) {
        if (!is_shown(axes->pdata[i], band))
            continue;
        Group *axis = axis_draw_main(&(AxisDraw){axes->pdata[i], width, height, true});
        box_union(&around, &axis->bounds);
        group_add_node(group, group_end(f->chart, axis));
    }
    int which = band->is_row ? FACET_ROW : FACET_COLUMN;
    json_t *label = has_labels(f, band) ? header_label(f->view, which, &f->cells.source,
                                                       f->cells.side[which].values[index].row)
                                        : NULL;
    Group *title =
        label ? title_draw_header(f->chart, label, &(TitlePlace){width, height, &around}) : NULL;
    if (title) {
        box_union(&around, &title->bounds);
        group_add_node(group, group_end(f->chart, title));
    }
    group->bounds = around;
    return group;
}

static bool headers_follow_middle(const Facet *f) {
    return view_is_composition(f->child);
}

static void place_header(Facet *f, const Band *band, const GridItem *cell, double at,
                         Group *header) {
    double x = at, y = at;
    if (band->is_row)
        y = !cell                      ? 0
            : headers_follow_middle(f) ? floor((cell->bounds.y1 + cell->bounds.y2) / 2 + 0.5)
                                       : cell->y;
    else
        x = !cell                      ? 0
            : headers_follow_middle(f) ? floor((cell->bounds.x1 + cell->bounds.x2) / 2 + 0.5)
                                       : cell->x;
    group_move(header, x, y);
}

static double reach(const Box *box, const Band *band) {
    if (band->is_row)
        return band->is_footer ? box->x2 : box->x1;
    return band->is_footer ? box->y2 : box->y1;
}

static double lay_out_band(Facet *f, Band *band) {
    double at = 0, edge = 0;
    if (f->cells.count == 0)
        return 0;
    for (guint i = band->start; i < f->cells.count; i += band->stride)
        at = extreme(band, at, cell_extreme(f, &f->items[i], band));
    if (!count_axes(f, band) && !has_labels(f, band))
        return at;
    for (guint i = 0; i < band->count; i++) {
        Group *header = draw_header(f, band, i);
        place_header(f, band, cell_for(f, band, i), at, header);
        edge = extreme(band, edge, reach(&header->bounds, band));
        box_union(&f->surround.x_bounds, &header->bounds);
        box_union(&f->surround.y_bounds, &header->bounds);
        group_add_node(f->group, group_end(f->chart, header));
    }
    return edge;
}

static void lay_out_headers(Facet *f) {
    guint columns = f->columns, rows = f->rows, cells = columns * rows;
    guint row_count = f->view->facet[FACET_ROW].def    ? f->cells.side[FACET_ROW].count
                      : f->view->facet[FACET_WRAP].def ? rows
                                                       : 1;
    guint column_count = f->view->facet[FACET_COLUMN].def ? f->cells.side[FACET_COLUMN].count
                         : f->view->facet[FACET_WRAP].def ? MIN(f->cells.count, columns)
                                                          : 1;
    Band bands[] = {{true, false, MIN(row_count, rows), 0, columns, 1},
                    {false, false, MIN(column_count, columns), 0, 1, columns},
                    {true, true, MIN(row_count, rows), columns - 1, columns, 1},
                    {false, true, MIN(column_count, columns), cells - columns, 1, columns}};
    for (int edge = EDGE_LEFT; edge <= EDGE_BOTTOM; edge++)
        f->edge[edge] = lay_out_band(f, &bands[edge]);
}

// ---------- titles ----------

// Where along the cells a title stands, by its anchor.
static double title_share(const Facet *f, int which, bool is_row) {
    const json_t *anchor = header_value(f->view, which, "titleAnchor");
    if (js_equals(anchor, "start"))
        return is_row ? 1 : 0;
    return js_equals(anchor, "end") ? (is_row ? 0 : 1) : 0.5;
}

static void add_title(Facet *f, int which) {
    json_t *json = f->view->facet[which].def ? header_title(f->view, which) : NULL;
    if (!json)
        return;
    Box nothing = {0, 0, 0, 0};
    Group *title = title_draw_header(f->chart, json, &(TitlePlace){0, 0, &nothing});
    if (!title)
        return;
    bool is_row = header_title_is_row(f->view, which);
    const json_t *orient = header_value(f->view, which, "titleOrient");
    bool is_end = js_equals(orient, "right") || js_equals(orient, "bottom");
    double gap = which == FACET_WRAP ? 0 : TITLE_GAP;
    double out = is_row ? (is_end ? f->edge[EDGE_RIGHT] + gap : f->edge[EDGE_LEFT] - gap)
                        : (is_end ? f->edge[EDGE_BOTTOM] + gap : f->edge[EDGE_TOP] - gap);
    double share = title_share(f, which, is_row);
    double along = is_row ? f->bounds.y1 + share * box_height(&f->bounds)
                          : f->bounds.x1 + share * box_width(&f->bounds);
    along = floor(along + 0.5);
    group_move(title, title->scene->x + (is_row ? out : along),
               title->scene->y + (is_row ? along : out));
    box_union(&f->surround.x_bounds, &title->bounds);
    box_union(&f->surround.y_bounds, &title->bounds);
    group_add_node(f->group, group_end(f->chart, title));
}

// ---------- the whole ----------

static GridAlign default_align(View *view) {
    bool x = view_scale_resolve(view, CHANNEL_X) == RESOLVE_INDEPENDENT;
    bool y = view_scale_resolve(view, CHANNEL_Y) == RESOLVE_INDEPENDENT;
    if ((!view->facet[FACET_ROW].def && x) || (!view->facet[FACET_COLUMN].def && y))
        return GRID_NONE;
    return GRID_ALL;
}

Group *draw_facet(View *view) {
    Facet f = {.view = view, .child = view->children[0], .chart = view->chart};
    f.group = group_new(view->chart, GROUP_CHART);
    surround_init(&f.surround);
    if (facet_cells_begin(&f.cells, view)) {
        f.options = grid_options_read(view, "facet", default_align(view), f.cells.columns);
        f.columns = f.options.columns ? f.options.columns : MAX(f.cells.count, 1);
        f.rows = (f.cells.count + f.columns - 1) / f.columns;
        draw_cells(&f);
        if (!chart_failed(f.chart)) {
            place_cells(&f);
            lay_out_headers(&f);
            for (int which = FACET_ROW; which <= FACET_WRAP; which++)
                add_title(&f, which);
        }
    }
    facet_cells_end(&f.cells);
    g_free(f.groups);
    g_free(f.items);
    layout_surround(view, f.group, &f.surround);
    return f.group;
}
