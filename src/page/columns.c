// Columns are balanced by seeking the least height that holds all slabs, by bisection; filling is
// greedy and keeps chains of slabs together. The columns of a page are one slab, so that nobody
// reads on in the wrong one. In the body it is cut where pages are made, which know how much room
// is left; its rest is balanced when it is not longer than a page, so that the work is linear.
#include "page/columns.h"

#include "page/nest.h"
#include "page/page_state.h"

enum { BALANCE_STEPS = 20, NOTES_TRIES = 6 };
static const double SLACK = 0.01; // points

typedef struct {
    const Flow *flow;
    guint count; // of columns
    guint ends[TEXT_COLUMNS_MAX];
    double height; // of the tallest column
} Filling;

double columns_width(const Compose *compose, guint count, double gap) {
    return MAX((flow_width(compose->flow) - gap * (count - 1)) / count, 1);
}

static double slab_height(const Flow *flow, guint index, bool at_top) {
    const Slab *slab = flow_nth(flow, index);
    return slab->height + (at_top ? 0 : slab->space_before);
}

// Of the slabs [first, end) as a column.
static double column_height(const Flow *flow, guint first, guint end) {
    double height = 0;
    for (guint i = first; i < end; i++)
        height += slab_height(flow, i, i == first);
    return height;
}

static guint chain_end(const Flow *flow, guint first) {
    guint end = first + 1;
    while (end < flow_count(flow) && flow_nth(flow, end - 1)->keep_with_next)
        end++;
    return end;
}

// The end of the column that starts with a slab: whole chains, and of one taller than a column as
// many slabs as fit, at least one.
static guint fill_column(const Flow *flow, guint first, double most) {
    guint end = first;
    double height = 0;
    while (end < flow_count(flow)) {
        guint next = chain_end(flow, end);
        double with = column_height(flow, first, next);
        if (with > most + SLACK)
            break;
        height = with;
        end = next;
    }
    if (end > first)
        return end;
    do
        height += slab_height(flow, end, end == first);
    while (++end < flow_count(flow) &&
           height + slab_height(flow, end, /*at_top=*/false) <= most + SLACK);
    return end;
}

static Filling fill(const Flow *flow, guint count, guint first, double most) {
    Filling filling = {.flow = flow, .count = count};
    for (guint i = 0; i < count; i++) {
        guint end = first < flow_count(flow) ? fill_column(flow, first, most) : first;
        filling.height = MAX(filling.height, column_height(flow, first, end));
        filling.ends[i] = first = end;
    }
    return filling;
}

static bool holds_all(const Filling *filling) {
    return filling->ends[filling->count - 1] == flow_count(filling->flow);
}

// The columns of the least height that hold all from a slab on, or as much as a page does.
static Filling balance(const Flow *flow, guint count, guint first, double most) {
    Filling best = fill(flow, count, first, most);
    double low = 0, high = best.height;
    if (!holds_all(&best))
        return best;
    for (guint step = 0; step < BALANCE_STEPS; step++) {
        double middle = (low + high) / 2;
        Filling tried = fill(flow, count, first, middle);
        if (holds_all(&tried) && tried.height <= best.height) {
            best = tried;
            high = MIN(middle, tried.height);
        } else {
            low = middle;
        }
    }
    return best;
}

// ---- as a slab

// A text in columns: what its parts share, and where a part begins.
typedef struct {
    Arena *arena;
    const Flow *flow;
    const double *below; // of each slab and of the end: the height of all above it, spaces included
    ColumnsStyle style;
    double width, page; // of all columns together; the tallest that a slab may be
    bool rtl;
    guint first;
} Columns;

static void put_column(SlabBuilder *builder, const Flow *flow, guint first, guint end, double x) {
    double y = 0;
    for (guint i = first; i < end; i++) {
        y += i > first ? flow_nth(flow, i)->space_before : 0;
        slab_put(builder, flow_nth(flow, i), x, y);
        y += flow_nth(flow, i)->height;
    }
}

static Slab set_filling(const Columns *columns, const Filling *filling) {
    double step = flow_width(filling->flow) + columns->style.gap;
    double start = columns->rtl ? columns->width - flow_width(filling->flow) : 0;
    guint first = columns->first;
    SlabBuilder builder;
    slab_begin(&builder, columns->arena);
    builder.height = filling->height;
    for (guint i = 0; i < filling->count; i++) {
        put_column(&builder, filling->flow, first, filling->ends[i],
                   columns->rtl ? start - i * step : start + i * step);
        first = filling->ends[i];
    }
    return slab_end(&builder);
}

// ---- cut where pages are made

static double notes_of(const Flow *flow, guint first, guint end) {
    static const double gap = 10; // above notes; as much as they have
    double height = 0;
    for (guint i = first; i < end; i++)
        for (guint k = 0; k < flow_nth(flow, i)->note_count; k++)
            height += flow_nth(flow, i)->notes[k]->height;
    return height > 0 ? height + gap : 0;
}

// Columns filled to the foot of the page, with room for what they note there.
static Filling fill_page(const Columns *columns, double room) {
    double most = room;
    guint end = 0;
    Filling filling = {0};
    for (guint i = 0; i < NOTES_TRIES && most > 0; i++) {
        filling = fill(columns->flow, columns->style.count, columns->first, most);
        end = filling.ends[filling.count - 1];
        double notes = notes_of(columns->flow, columns->first, end);
        if (filling.height + notes <= room + SLACK)
            break;
        most = MIN(most * 0.95, room - notes);
    }
    return filling;
}

// Whether no paragraph is cut where its lines should stay together.
static bool is_clean(const Filling *filling, guint first) {
    for (guint i = 0; i < filling->count; i++)
        if (filling->ends[i] <= first ||
            flow_nth(filling->flow, filling->ends[i] - 1)->keep_with_next)
            return false;
    return true;
}

static bool split_columns(const void *data, double room, SplitNeed need, Slab *top, Slab *rest);

// The columns from the first slab on. What is sure to be longer than a page has no items yet: it is
// cut in any case.
static Slab set_columns(const Columns *columns) {
    guint end = flow_count(columns->flow);
    double all = columns->below[end] - columns->below[columns->first];
    double height = all / columns->style.count;
    Slab slab = {.height = height};
    if (height <= 1.25 * columns->page) {
        Filling filling = balance(columns->flow, columns->style.count, columns->first, G_MAXDOUBLE);
        slab = set_filling(columns, &filling);
    }
    SlabSplit *split = arena_new0(columns->arena, SlabSplit);
    *split = (SlabSplit){split_columns, arena_memdup(columns->arena, columns, sizeof *columns)};
    slab.split = split;
    return slab;
}

// As SlabSplit asks.
static bool split_columns(const void *data, double room, SplitNeed need, Slab *top, Slab *rest) {
    Columns columns = *(const Columns *)data;
    if (room <= 0 || (columns.style.whole && need == SPLIT_TO_FILL))
        return false;
    Filling filling = fill_page(&columns, room);
    if (!filling.count || filling.height > room + SLACK || holds_all(&filling) ||
        (need != SPLIT_ANYHOW && !is_clean(&filling, columns.first)))
        return false;
    *top = set_filling(&columns, &filling);
    columns.first = filling.ends[filling.count - 1];
    *rest = set_columns(&columns);
    return true;
}

static const double *heights_below(Arena *arena, const Flow *flow) {
    guint count = flow_count(flow);
    double *below = arena_array(arena, double, count + 1);
    for (guint i = 0; i < count; i++)
        below[i + 1] = below[i] + slab_height(flow, i, i == 0);
    return below;
}

static void add_splitting(Compose *compose, const Columns *columns) {
    Columns all = *columns;
    all.below = heights_below(compose->arena, columns->flow);
    Slab slab = set_columns(&all);
    flow_add(compose->flow, &slab);
}

// ---- cut beforehand, in rows and boxes

// What stands above on the same page whatever happens, as a heading does.
static double height_kept_above(const Compose *compose) {
    double height = 0;
    for (guint i = flow_count(compose->flow); i-- > 0;) {
        const Slab *slab = flow_nth(compose->flow, i);
        if (!slab->keep_with_next)
            break;
        height += slab->height + slab->space_before;
    }
    return height > 0 ? height + compose->gap_after : 0;
}

static void add_pages(Compose *compose, Columns *columns) {
    const Flow *flow = columns->flow;
    double page = columns->page;
    page -= MIN(notes_of(flow, 0, flow_count(flow)), page / 2);
    double above = height_kept_above(compose);
    double most = above < page / 2 ? page - above : page;
    while (columns->first < flow_count(flow)) {
        Filling filling = balance(flow, columns->style.count, columns->first, most);
        Slab slab = set_filling(columns, &filling);
        flow_add(compose->flow, &slab);
        columns->first = filling.ends[columns->style.count - 1];
        most = page;
    }
}

void columns_add(Compose *compose, const Flow *flow, const ColumnsStyle *style) {
    Columns columns = {.arena = compose->arena,
                       .flow = flow,
                       .style = *style,
                       .width = flow_width(compose->flow),
                       .page = nest_page_height(compose),
                       .rtl = compose->rtl};
    if (flow_count(flow) == 0)
        return;
    if (compose->flow == page_state_flow(compose->state))
        add_splitting(compose, &columns);
    else
        add_pages(compose, &columns);
}
