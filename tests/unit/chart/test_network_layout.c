// Networks made up by a fixed sequence: nothing overlaps, nothing leaves the plot, and the same
// network is drawn the same.
#include "../support.h"

#include "chart/network_layout.h"
#include "table/aggregate.h"

#include <math.h>

enum { NODES_MAX = 120, EDGES_MAX = 400 };
static const double SLACK = 1e-6;

typedef struct {
    NetworkPlan plan;
    NetworkPlace nodes[NODES_MAX];
    NetworkEdge edges[EDGES_MAX];
} Made;

static void make(Made *made, guint nodes, guint edges, guint64 seed) {
    Random random = {seed};
    memset(made, 0, sizeof *made);
    made->plan = (NetworkPlan){nodes, 0, made->nodes, made->edges, 480, 230};
    for (guint i = 0; i < nodes; i++) {
        made->nodes[i].radius = 2 + 8 * random_next(&random);
        made->nodes[i].label_width = random_next(&random) < 0.1 ? 0 : 90 * random_next(&random);
        made->nodes[i].label_height = 9;
    }
    for (guint i = 0; i < edges && nodes > 1; i++) {
        guint a = (guint)(random_next(&random) * nodes), b = (guint)(random_next(&random) * nodes);
        if (a != b)
            made->edges[made->plan.edge_count++] = (NetworkEdge){a, b};
    }
}

static bool labels_touch(const NetworkPlace *a, const NetworkPlace *b) {
    return fabs(a->label_x - b->label_x) < (a->label_width + b->label_width) / 2 - SLACK &&
           fabs(a->label_y - b->label_y) < (a->label_height + b->label_height) / 2 - SLACK;
}

static bool label_on_disc(const NetworkPlace *label, const NetworkPlace *disc) {
    double dx = fmax(fabs(label->label_x - disc->x) - label->label_width / 2, 0);
    double dy = fmax(fabs(label->label_y - disc->y) - label->label_height / 2, 0);
    return hypot(dx, dy) < disc->radius - SLACK;
}

static void assert_inside(const NetworkPlan *plan, const NetworkPlace *node) {
    assert_true(node->x - node->radius >= -SLACK && node->x + node->radius <= plan->width + SLACK);
    assert_true(node->y - node->radius >= -SLACK && node->y + node->radius <= plan->height + SLACK);
    if (!node->label_shown)
        return;
    assert_true(node->label_x - node->label_width / 2 >= -SLACK);
    assert_true(node->label_x + node->label_width / 2 <= plan->width + SLACK);
    assert_true(node->label_y - node->label_height / 2 >= -SLACK);
    assert_true(node->label_y + node->label_height / 2 <= plan->height + SLACK);
}

static void assert_tidy(const NetworkPlan *plan) {
    for (guint i = 0; i < plan->node_count; i++) {
        const NetworkPlace *a = &plan->nodes[i];
        assert_inside(plan, a);
        for (guint k = 0; k < plan->node_count; k++) {
            const NetworkPlace *b = &plan->nodes[k];
            if (i != k)
                assert_true(hypot(a->x - b->x, a->y - b->y) >= a->radius + b->radius - SLACK);
            assert_false(a->label_shown && label_on_disc(a, b));
            assert_false(i != k && a->label_shown && b->label_shown && labels_touch(a, b));
        }
    }
}

static void nothing_overlaps_or_leaves_the_plot(void **state) {
    (void)state;
    static const guint sizes[][2] = {{1, 0},   {2, 1},   {3, 0},    {8, 12},   {20, 19},
                                     {40, 60}, {60, 10}, {90, 300}, {120, 400}};
    g_autofree Made *made = g_new(Made, 1);
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++)
        for (guint64 seed = 1; seed <= 4; seed++) {
            make(made, sizes[i][0], sizes[i][1], seed);
            network_arrange(&made->plan);
            assert_tidy(&made->plan);
        }
}

static void a_sparse_network_shows_every_label(void **state) {
    (void)state;
    g_autofree Made *made = g_new(Made, 1);
    make(made, 12, 16, 7);
    network_arrange(&made->plan);
    for (guint i = 0; i < made->plan.node_count; i++)
        assert_true(made->nodes[i].label_shown || made->nodes[i].label_width == 0);
}

static void equal_networks_are_drawn_equally(void **state) {
    (void)state;
    g_autofree Made *one = g_new(Made, 1), *two = g_new(Made, 1);
    make(one, 50, 90, 3);
    make(two, 50, 90, 3);
    network_arrange(&one->plan);
    network_arrange(&two->plan);
    for (guint i = 0; i < 50; i++) {
        assert_true(one->nodes[i].x == two->nodes[i].x && one->nodes[i].y == two->nodes[i].y);
        assert_true(one->nodes[i].label_shown == two->nodes[i].label_shown);
    }
}

static void linked_nodes_stand_nearer_than_others(void **state) {
    (void)state;
    g_autofree Made *made = g_new(Made, 1);
    make(made, 8, 0, 1);
    for (guint i = 0; i + 1 < 8; i++) // a chain
        made->edges[made->plan.edge_count++] = (NetworkEdge){i, i + 1};
    network_arrange(&made->plan);
    const NetworkPlace *n = made->nodes;
    assert_true(hypot(n[0].x - n[1].x, n[0].y - n[1].y) < hypot(n[0].x - n[7].x, n[0].y - n[7].y));
}

static void too_small_a_plot_is_survived(void **state) {
    (void)state;
    g_autofree Made *made = g_new(Made, 1);
    make(made, 30, 40, 5);
    made->plan.width = made->plan.height = 4;
    network_arrange(&made->plan);
    for (guint i = 0; i < 30; i++)
        assert_true(isfinite(made->nodes[i].x) && isfinite(made->nodes[i].y));
    made->plan.node_count = 0;
    network_arrange(&made->plan);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_overlaps_or_leaves_the_plot),
        cmocka_unit_test(a_sparse_network_shows_every_label),
        cmocka_unit_test(equal_networks_are_drawn_equally),
        cmocka_unit_test(linked_nodes_stand_nearer_than_others),
        cmocka_unit_test(too_small_a_plot_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
