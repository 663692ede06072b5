// Columns are balanced by seeking the least height that holds all slabs, by bisection; filling is
// greedy and keeps chains of slabs together. The columns of a page are one slab, so that nobody
// reads on in the wrong one: a text longer than a page has a slab for each page.
#include "page/columns.h"

#include "page/nest.h"

enum { BALANCE_STEPS = 20 };
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

static void put_column(SlabBuilder *builder, const Flow *flow, guint first, guint end, double x) {
    double y = 0;
    for (guint i = first; i < end; i++) {
        y += i > first ? flow_nth(flow, i)->space_before : 0;
        slab_put(builder, flow_nth(flow, i), x, y);
        y += flow_nth(flow, i)->height;
    }
}

static void add_filling(Compose *compose, const Filling *filling, guint first, double gap) {
    double step = flow_width(filling->flow) + gap;
    double start = compose->rtl ? flow_width(compose->flow) - flow_width(filling->flow) : 0;
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    builder.height = filling->height;
    for (guint i = 0; i < filling->count; i++) {
        put_column(&builder, filling->flow, first, filling->ends[i],
                   compose->rtl ? start - i * step : start + i * step);
        first = filling->ends[i];
    }
    Slab slab = slab_end(&builder);
    flow_add(compose->flow, &slab);
}

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

// What footnotes may take of a page: all that the text has, at most half of it.
static double notes_height(const Flow *flow, double page) {
    static const double gap = 10; // above notes; more than they have
    double height = 0;
    for (guint i = 0; i < flow_count(flow); i++)
        for (guint k = 0; k < flow_nth(flow, i)->note_count; k++)
            height += flow_nth(flow, i)->notes[k]->height;
    return height > 0 ? MIN(height + gap, page / 2) : 0;
}

void columns_add(Compose *compose, const Flow *flow, guint count, double gap) {
    double page = nest_page_height(compose);
    page -= notes_height(flow, page);
    double above = height_kept_above(compose);
    double most = above < page / 2 ? page - above : page;
    for (guint first = 0; first < flow_count(flow);) {
        Filling filling = balance(flow, count, first, most);
        add_filling(compose, &filling, first, gap);
        first = filling.ends[count - 1];
        most = page;
    }
}
