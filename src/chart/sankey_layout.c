// Nodes are ranked within their stages, then stacked from the top with even gaps, then flows are
// stacked along the sides of the nodes in the order of where they go.
#include "chart/sankey_layout.h"

#include <math.h>
#include <string.h>

enum { SWEEPS = 24 };
static const double PADDING_SHARE = 0.35; // of the height, at most, is between nodes
static const double PADDING_GROWTH = 4;   // a stage of few nodes spreads them so much more

// ---------- stages ----------

// The nodes of one stage in their order.
static guint stage_nodes(const SankeyPlan *plan, guint stage, guint *out) {
    guint count = 0;
    for (guint i = 0; i < plan->node_count; i++)
        if (plan->nodes[i].stage == stage)
            count++;
    for (guint i = 0; i < plan->node_count; i++)
        if (plan->nodes[i].stage == stage)
            out[plan->nodes[i].rank] = i;
    return count;
}

typedef struct {
    guint node;
    bool pinned;
    double key;
    guint before;
} Ranked;

static int by_key(gconstpointer a, gconstpointer b) {
    const Ranked *x = a, *y = b;
    if (x->pinned != y->pinned)
        return x->pinned ? 1 : -1;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->before < y->before ? -1 : x->before > y->before;
}

static void rank_stage(SankeyPlan *plan, guint stage, const double *keys) {
    g_autofree Ranked *ranked = g_new(Ranked, plan->node_count + 1);
    guint count = 0;
    for (guint i = 0; i < plan->node_count; i++)
        if (plan->nodes[i].stage == stage)
            ranked[count++] =
                (Ranked){i, plan->nodes[i].pinned, keys ? keys[i] : 0, plan->nodes[i].rank};
    qsort(ranked, count, sizeof(Ranked), by_key);
    for (guint i = 0; i < count; i++)
        plan->nodes[ranked[i].node].rank = i;
}

// The start: great values on top, in fixed stages as given.
static void rank_first(SankeyPlan *plan) {
    g_autofree double *keys = g_new0(double, plan->node_count + 1);
    for (guint i = 0; i < plan->node_count; i++)
        keys[i] = -plan->nodes[i].value;
    for (guint s = 0; s < plan->stage_count; s++)
        rank_stage(plan, s, plan->fixed[s] ? NULL : keys);
}

// ---------- crossings ----------

// Flow between two stages by ranks.
static double *flow_matrix(const SankeyPlan *plan, guint stage, guint *rows, guint *columns) {
    *rows = *columns = 0;
    for (guint i = 0; i < plan->node_count; i++) {
        *rows += plan->nodes[i].stage == stage;
        *columns += plan->nodes[i].stage == stage + 1;
    }
    double *flow = g_new0(double, (gsize)*rows **columns + 1);
    for (guint i = 0; i < plan->link_count; i++) {
        const SankeyLink *link = &plan->links[i];
        if (plan->nodes[link->source].stage == stage)
            flow[(gsize)plan->nodes[link->source].rank * *columns +
                 plan->nodes[link->target].rank] += link->value;
    }
    return flow;
}

// Each flow crosses those that start below it and end above it.
static double stage_crossings(const SankeyPlan *plan, guint stage) {
    guint rows, columns;
    g_autofree double *flow = flow_matrix(plan, stage, &rows, &columns);
    g_autofree double *below = g_new0(double, columns + 1); // sums by column of the rows below
    double crossings = 0;
    for (guint r = rows; r-- > 0;) {
        double left = 0; // of the columns before this one
        for (guint c = 0; c < columns; c++) {
            crossings += flow[(gsize)r * columns + c] * left;
            left += below[c];
        }
        for (guint c = 0; c < columns; c++)
            below[c] += flow[(gsize)r * columns + c];
    }
    return crossings;
}

double sankey_crossings(const SankeyPlan *plan) {
    double crossings = 0;
    for (guint s = 0; s + 1 < plan->stage_count; s++)
        crossings += stage_crossings(plan, s);
    return crossings;
}

// ---------- sweeps ----------

// Middles of nodes as shares of their stage, from what stands above them.
static void find_middles(const SankeyPlan *plan, guint stage, double *middles) {
    g_autofree guint *order = g_new(guint, plan->node_count + 1);
    guint count = stage_nodes(plan, stage, order);
    double above = 0, total = 0;
    for (guint i = 0; i < count; i++)
        total += plan->nodes[order[i]].value;
    for (guint i = 0; i < count; i++) {
        double value = plan->nodes[order[i]].value;
        middles[order[i]] = total > 0 ? (above + value / 2) / total : 0;
        above += value;
    }
}

// Ranks a stage by where its flows on one side come from.
static void sweep_stage(SankeyPlan *plan, guint stage, guint beside, double *middles) {
    if (plan->fixed[stage])
        return;
    g_autofree double *sums = g_new0(double, plan->node_count + 1);
    g_autofree double *weights = g_new0(double, plan->node_count + 1);
    find_middles(plan, beside, middles);
    find_middles(plan, stage, middles);
    for (guint i = 0; i < plan->link_count; i++) {
        const SankeyLink *link = &plan->links[i];
        bool forward = plan->nodes[link->source].stage == stage;
        guint own = forward ? link->source : link->target;
        guint other = forward ? link->target : link->source;
        if (plan->nodes[own].stage != stage || plan->nodes[other].stage != beside)
            continue;
        sums[own] += link->value * middles[other];
        weights[own] += link->value;
    }
    for (guint i = 0; i < plan->node_count; i++)
        sums[i] = weights[i] > 0 ? sums[i] / weights[i] : middles[i];
    rank_stage(plan, stage, sums);
}

static void keep_ranks(const SankeyPlan *plan, guint *ranks) {
    for (guint i = 0; i < plan->node_count; i++)
        ranks[i] = plan->nodes[i].rank;
}

static void minimize_crossings(SankeyPlan *plan) {
    g_autofree guint *best = g_new(guint, plan->node_count + 1);
    g_autofree double *middles = g_new0(double, plan->node_count + 1);
    double least = sankey_crossings(plan);
    keep_ranks(plan, best);
    for (guint sweep = 0; sweep < SWEEPS && least > 0; sweep++) {
        for (guint i = 1; i < plan->stage_count; i++) {
            bool forward = sweep % 2 == 0;
            guint stage = forward ? i : plan->stage_count - 1 - i;
            sweep_stage(plan, stage, forward ? stage - 1 : stage + 1, middles);
        }
        double crossings = sankey_crossings(plan);
        if (crossings >= least)
            continue;
        least = crossings;
        keep_ranks(plan, best);
    }
    for (guint i = 0; i < plan->node_count; i++)
        plan->nodes[i].rank = best[i];
}

// ---------- places ----------

static guint stage_size(const SankeyPlan *plan, guint stage, double *total) {
    guint count = 0;
    *total = 0;
    for (guint i = 0; i < plan->node_count; i++) {
        if (plan->nodes[i].stage != stage)
            continue;
        count++;
        *total += plan->nodes[i].value;
    }
    return count;
}

// Points for one unit of value, by the stage that needs the most room.
static double find_scale(const SankeyPlan *plan, double *padding) {
    double scale = INFINITY;
    guint most = 1;
    *padding = plan->padding;
    for (guint s = 0; s < plan->stage_count; s++) {
        double total;
        most = MAX(most, stage_size(plan, s, &total));
    }
    if (most > 1)
        *padding = MIN(*padding, plan->height * PADDING_SHARE / (most - 1));
    for (guint s = 0; s < plan->stage_count; s++) {
        double total;
        guint count = stage_size(plan, s, &total);
        double room = plan->height - *padding * (count ? count - 1 : 0);
        if (total > 0)
            scale = MIN(scale, MAX(room, 0) / total);
    }
    return isinf(scale) ? 0 : scale;
}

static void place_stage(SankeyPlan *plan, guint stage, double scale, double padding) {
    g_autofree guint *order = g_new(guint, plan->node_count + 1);
    double total;
    guint count = stage_size(plan, stage, &total);
    stage_nodes(plan, stage, order);
    double rest = plan->height - total * scale;
    double gap = count > 1 ? MIN(rest / (count - 1), padding * PADDING_GROWTH) : 0;
    double y = plan->top + (rest - gap * (count ? count - 1 : 0)) / 2;
    double step =
        plan->stage_count > 1 ? (plan->width - plan->node_width) / (plan->stage_count - 1) : 0;
    for (guint i = 0; i < count; i++) {
        SankeyNode *node = &plan->nodes[order[i]];
        node->x = plan->left + step * stage;
        node->y = y;
        node->height = node->value * scale;
        y += node->height + gap;
    }
}

typedef struct {
    const SankeyPlan *plan;
    bool by_target;
} LinkOrder;

static gint compare_links(gconstpointer a, gconstpointer b, gpointer data) {
    const LinkOrder *order = data;
    const SankeyLink *x = &order->plan->links[*(const guint *)a];
    const SankeyLink *y = &order->plan->links[*(const guint *)b];
    guint first = order->plan->nodes[order->by_target ? x->target : x->source].rank;
    guint second = order->plan->nodes[order->by_target ? y->target : y->source].rank;
    if (first != second)
        return first < second ? -1 : 1;
    return x->colour < y->colour ? -1 : x->colour > y->colour;
}

// Stacks the flows along one side of all nodes.
static void stack_side(SankeyPlan *plan, double scale, bool is_source) {
    g_autofree guint *order = g_new(guint, plan->link_count + 1);
    g_autofree double *used = g_new0(double, plan->node_count + 1);
    LinkOrder by = {plan, is_source};
    for (guint i = 0; i < plan->link_count; i++)
        order[i] = i;
    g_qsort_with_data(order, (gint)plan->link_count, sizeof(guint), compare_links, &by);
    for (guint i = 0; i < plan->link_count; i++) {
        SankeyLink *link = &plan->links[order[i]];
        guint node = is_source ? link->source : link->target;
        double y = plan->nodes[node].y + used[node];
        link->thickness = link->value * scale;
        used[node] += link->thickness;
        if (is_source)
            link->y_source = y;
        else
            link->y_target = y;
    }
}

void sankey_arrange(SankeyPlan *plan) {
    double padding, scale = find_scale(plan, &padding);
    rank_first(plan);
    minimize_crossings(plan);
    for (guint s = 0; s < plan->stage_count; s++)
        place_stage(plan, s, scale, padding);
    stack_side(plan, scale, /*is_source=*/true);
    stack_side(plan, scale, /*is_source=*/false);
}
