// Three steps: distances along links become distances in the plane (stress), the drawing is
// stretched to the plot, and discs with the room for their labels are pushed apart. Work is bounded
// by the number of nodes squared; the caller limits that.
#include "chart/network_layout.h"

#include <math.h>

enum { STRESS_WORK = 4000000, STRESS_PASSES_MIN = 30, STRESS_PASSES_MAX = 300, APART_PASSES = 400 };
static const double GAP = 2;                          // between discs, and around labels
static const double LABEL_OFFSET = 1;                 // between a disc and its label
static const double EPSILON = 1e-6;                   // distances below are none
static const double GOLDEN_RAD = 2.39996322972865332; // the golden angle: no two directions agree

// ---------- distances along links ----------

typedef struct {
    const guint *starts, *others; // neighbours of node i: others[starts[i]] up to starts[i + 1]
} Neighbours;

static Neighbours neighbours_of(const NetworkPlan *plan) {
    guint *starts = g_new0(guint, plan->node_count + 2),
          *others = g_new(guint, 2 * plan->edge_count + 1);
    for (guint i = 0; i < plan->edge_count; i++) {
        starts[plan->edges[i].a + 2]++;
        starts[plan->edges[i].b + 2]++;
    }
    for (guint i = 2; i <= plan->node_count + 1; i++)
        starts[i] += starts[i - 1];
    for (guint i = 0; i < plan->edge_count; i++) {
        others[starts[plan->edges[i].a + 1]++] = plan->edges[i].b;
        others[starts[plan->edges[i].b + 1]++] = plan->edges[i].a;
    }
    return (Neighbours){starts, others};
}

// Steps from one node to each other, breadth first; 0: not to be reached.
static void measure_from(const Neighbours *neighbours, guint from, guint count, float *steps) {
    g_autofree guint *queue = g_new(guint, count + 1);
    guint head = 0, tail = 0;
    queue[tail++] = from;
    while (head < tail) {
        guint at = queue[head++];
        for (guint k = neighbours->starts[at]; k < neighbours->starts[at + 1]; k++) {
            guint next = neighbours->others[k];
            if (next == from || steps[next] > 0)
                continue;
            steps[next] = steps[at] + 1;
            queue[tail++] = next;
        }
    }
}

// Parts that no link joins stand a little further apart than the widest part is wide.
static void part_islands(float *steps, guint count) {
    float widest = 0;
    for (gsize i = 0; i < (gsize)count * count; i++)
        widest = MAX(widest, steps[i]);
    for (guint i = 0; i < count; i++)
        for (guint k = 0; k < count; k++)
            if (i != k && steps[(gsize)i * count + k] <= 0)
                steps[(gsize)i * count + k] = MIN(widest, 4) + 1;
}

static float *distances(const NetworkPlan *plan) {
    guint count = plan->node_count;
    Neighbours neighbours = neighbours_of(plan);
    float *steps = g_new0(float, (gsize)count *count + 1);
    for (guint i = 0; i < count; i++)
        measure_from(&neighbours, i, count, steps + (gsize)i * count);
    part_islands(steps, count);
    g_free((gpointer)neighbours.starts);
    g_free((gpointer)neighbours.others);
    return steps;
}

// ---------- stress ----------

static void start_on_circle(NetworkPlan *plan) {
    for (guint i = 0; i < plan->node_count; i++) {
        double angle = 2 * G_PI * i / plan->node_count;
        plan->nodes[i].x = 2 * cos(angle);
        plan->nodes[i].y = 2 * sin(angle);
    }
}

// The place of one node that has the least stress while the others stand still; how far it moved.
static double relax_node(NetworkPlan *plan, const float *steps, guint i) {
    double x = 0, y = 0, weights = 0;
    NetworkPlace *node = &plan->nodes[i];
    for (guint k = 0; k < plan->node_count; k++) {
        if (k == i)
            continue;
        const NetworkPlace *other = &plan->nodes[k];
        double wanted = steps[(gsize)i * plan->node_count + k], weight = 1 / (wanted * wanted);
        double dx = node->x - other->x, dy = node->y - other->y, length = hypot(dx, dy);
        double scale = length > EPSILON ? wanted / length : 0;
        x += weight * (other->x + dx * scale);
        y += weight * (other->y + dy * scale);
        weights += weight;
    }
    if (weights <= 0)
        return 0;
    double moved = hypot(x / weights - node->x, y / weights - node->y);
    node->x = x / weights;
    node->y = y / weights;
    return moved;
}

static void minimize_stress(NetworkPlan *plan) {
    guint count = plan->node_count;
    g_autofree float *steps = distances(plan);
    guint passes = CLAMP(STRESS_WORK / (count * count), STRESS_PASSES_MIN, STRESS_PASSES_MAX);
    start_on_circle(plan);
    for (guint pass = 0; pass < passes; pass++) {
        double moved = 0;
        for (guint i = 0; i < count; i++)
            moved = MAX(moved, relax_node(plan, steps, i));
        if (moved < 1e-4)
            break;
    }
}

// ---------- the room of a node ----------

// Half the width, and how far disc and label reach up and down from the centre.
static Box room_of(const NetworkPlace *node) {
    double half = MAX(node->radius, node->label_width / 2);
    double below = node->label_width > 0 ? LABEL_OFFSET + node->label_height : 0;
    return box_of(node->x - half - GAP / 2, node->y - node->radius - GAP / 2,
                  node->x + half + GAP / 2, node->y + node->radius + below + GAP / 2);
}

// Into the plot, or into its middle where the plot is too small.
static double kept_inside(double at, double low, double high, double size) {
    double least = at - low, most = size - (high - at);
    return least > most ? (least + most) / 2 : CLAMP(at, least, most);
}

static void keep_inside(const NetworkPlan *plan, NetworkPlace *node) {
    Box room = room_of(node);
    node->x = kept_inside(node->x, room.x1, room.x2, plan->width);
    node->y = kept_inside(node->y, room.y1, room.y2, plan->height);
}

// ---------- stretching ----------

static void stretch(NetworkPlan *plan, bool is_x) {
    double low = INFINITY, high = -INFINITY, before = 0, after = 0;
    for (guint i = 0; i < plan->node_count; i++) {
        const NetworkPlace *node = &plan->nodes[i];
        Box room = room_of(node);
        double at = is_x ? node->x : node->y;
        low = MIN(low, at);
        high = MAX(high, at);
        before = MAX(before, at - (is_x ? room.x1 : room.y1));
        after = MAX(after, (is_x ? room.x2 : room.y2) - at);
    }
    double size = is_x ? plan->width : plan->height, span = high - low;
    double inner = MAX(size - before - after, 0), scale = span > EPSILON ? inner / span : 0;
    for (guint i = 0; i < plan->node_count; i++) {
        double *at = is_x ? &plan->nodes[i].x : &plan->nodes[i].y;
        *at = scale > 0 ? before + (*at - low) * scale : before + inner / 2;
    }
}

// ---------- pushing apart ----------

// The way that two rooms must go apart, each by half; false when they do not touch.
static bool push_rooms(NetworkPlace *a, NetworkPlace *b) {
    Box first = room_of(a), second = room_of(b);
    double x = MIN(first.x2, second.x2) - MAX(first.x1, second.x1);
    double y = MIN(first.y2, second.y2) - MAX(first.y1, second.y1);
    if (x <= 0 || y <= 0)
        return false;
    double push = MIN(x, y) / 2 + 0.05;
    double dx = first.x1 + first.x2 - second.x1 - second.x2,
           dy = first.y1 + first.y2 - second.y1 - second.y2;
    if (x < y) {
        a->x += dx < 0 ? -push : push;
        b->x -= dx < 0 ? -push : push;
    } else {
        a->y += dy < 0 ? -push : push;
        b->y -= dy < 0 ? -push : push;
    }
    return true;
}

static bool push_discs(NetworkPlace *a, NetworkPlace *b, guint index) {
    double dx = a->x - b->x, dy = a->y - b->y, length = hypot(dx, dy);
    double wanted = a->radius + b->radius + GAP;
    if (length >= wanted)
        return false;
    double push = (wanted - length) / 2 + 0.05;
    double ux = length > EPSILON ? dx / length : cos(GOLDEN_RAD * index);
    double uy = length > EPSILON ? dy / length : sin(GOLDEN_RAD * index);
    a->x += ux * push, a->y += uy * push;
    b->x -= ux * push, b->y -= uy * push;
    return true;
}

// One pass over all pairs; whether anything touched.
static bool push_all(NetworkPlan *plan, bool rooms) {
    bool touched = false;
    for (guint i = 0; i < plan->node_count; i++)
        for (guint k = i + 1; k < plan->node_count; k++)
            touched |= rooms ? push_rooms(&plan->nodes[i], &plan->nodes[k])
                             : push_discs(&plan->nodes[i], &plan->nodes[k], k);
    for (guint i = 0; i < plan->node_count; i++)
        keep_inside(plan, &plan->nodes[i]);
    return touched;
}

static bool discs_overlap(const NetworkPlan *plan) {
    for (guint i = 0; i < plan->node_count; i++)
        for (guint k = i + 1; k < plan->node_count; k++) {
            const NetworkPlace *a = &plan->nodes[i], *b = &plan->nodes[k];
            if (hypot(a->x - b->x, a->y - b->y) < a->radius + b->radius)
                return true;
        }
    return false;
}

static void push_apart(NetworkPlan *plan) {
    guint passes = CLAMP(STRESS_WORK / (plan->node_count * plan->node_count), 20, APART_PASSES);
    for (guint pass = 0; pass < passes && push_all(plan, /*rooms=*/true); pass++)
        ;
    for (guint pass = 0; pass < passes && push_all(plan, /*rooms=*/false); pass++)
        ;
    for (guint shrink = 0; shrink < 60 && discs_overlap(plan); shrink++) {
        for (guint i = 0; i < plan->node_count; i++)
            plan->nodes[i].radius *= 0.9;
        for (guint pass = 0; pass < 20 && push_all(plan, /*rooms=*/false); pass++)
            ;
    }
}

// ---------- labels ----------

static Box label_box(const NetworkPlace *node) {
    return box_of(node->label_x - node->label_width / 2, node->label_y - node->label_height / 2,
                  node->label_x + node->label_width / 2, node->label_y + node->label_height / 2);
}

static bool boxes_touch(const Box *a, const Box *b) {
    return a->x1 < b->x2 && b->x1 < a->x2 && a->y1 < b->y2 && b->y1 < a->y2;
}

static bool disc_touches(const NetworkPlace *node, const Box *box) {
    double dx = node->x - CLAMP(node->x, box->x1, box->x2);
    double dy = node->y - CLAMP(node->y, box->y1, box->y2);
    return hypot(dx, dy) < node->radius;
}

static bool is_free(const NetworkPlan *plan, guint index) {
    Box box = label_box(&plan->nodes[index]);
    if (box.x1 < 0 || box.y1 < 0 || box.x2 > plan->width || box.y2 > plan->height)
        return false;
    for (guint i = 0; i < plan->node_count; i++) {
        const NetworkPlace *node = &plan->nodes[i];
        Box other = label_box(node);
        if (disc_touches(node, &box) ||
            (i != index && node->label_shown && boxes_touch(&box, &other)))
            return false;
    }
    return true;
}

static void place_label(NetworkPlan *plan, guint index) {
    // Below, above, right, left, and the corners between.
    static const double SIDES[][2] = {{0, 1},     {0, -1},     {1, 0},      {-1, 0},
                                      {0.7, 0.7}, {-0.7, 0.7}, {0.7, -0.7}, {-0.7, -0.7}};
    NetworkPlace *node = &plan->nodes[index];
    for (guint i = 0; i < G_N_ELEMENTS(SIDES) && !node->label_shown; i++) {
        double dx = SIDES[i][0], dy = SIDES[i][1];
        double reach = node->radius + LABEL_OFFSET;
        node->label_x = node->x + dx * reach +
                        (dx > 0   ? 1
                         : dx < 0 ? -1
                                  : 0) *
                            node->label_width / 2;
        node->label_y = node->y + dy * reach +
                        (dy > 0   ? 1
                         : dy < 0 ? -1
                                  : 0) *
                            node->label_height / 2;
        node->label_shown = is_free(plan, index);
    }
}

void network_arrange(NetworkPlan *plan) {
    static const double SHARES[] = {1, 0.8, 0.6, 0.45}; // of a label that is shown
    if (plan->node_count == 0)
        return;
    minimize_stress(plan);
    stretch(plan, /*is_x=*/true);
    stretch(plan, /*is_x=*/false);
    push_apart(plan);
    for (guint i = 0; i < plan->node_count; i++)
        plan->nodes[i].label_shown = false;
    for (guint i = 0; i < plan->node_count; i++) {
        NetworkPlace *node = &plan->nodes[i];
        double full = node->label_width;
        for (guint k = 0; k < G_N_ELEMENTS(SHARES) && full > 0 && !node->label_shown; k++) {
            node->label_width = full * SHARES[k];
            place_label(plan, i);
        }
    }
}
