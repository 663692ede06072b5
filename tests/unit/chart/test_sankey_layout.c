// Sankey diagrams made up by a fixed sequence: what flows in flows out, nothing overlaps or leaves
// its place, and sweeps never make more crossings.
#include "../support.h"

#include "chart/sankey_layout.h"
#include "table/aggregate.h"

#include <math.h>

enum { NODES_MAX = 60, LINKS_MAX = 600 };

typedef struct {
    SankeyPlan plan;
    SankeyNode nodes[NODES_MAX];
    SankeyLink links[LINKS_MAX];
} Made;

static guint first_of(const Made *made, guint stage) {
    guint i = 0;
    while (made->nodes[i].stage != stage)
        i++;
    return i;
}

// Ways through all stages, as rows make them; links of equal ends stay apart, like colours.
static void make(Made *made, guint stages, guint per_stage, guint ways, guint64 seed) {
    Random random = {seed};
    memset(made, 0, sizeof *made);
    made->plan = (SankeyPlan){.node_count = stages * per_stage,
                              .stage_count = stages,
                              .nodes = made->nodes,
                              .links = made->links,
                              .left = 50,
                              .top = 10,
                              .width = 400,
                              .height = 200,
                              .node_width = 9,
                              .padding = 8};
    for (guint i = 0; i < made->plan.node_count; i++)
        made->nodes[i] = (SankeyNode){.stage = i / per_stage, .rank = i % per_stage};
    for (guint way = 0; way < ways; way++) {
        double value = 1 + floor(20 * random_next(&random));
        guint before = 0;
        for (guint s = 0; s < stages; s++) {
            guint node = first_of(made, s) + (guint)(random_next(&random) * per_stage);
            made->nodes[node].value += value;
            if (s > 0)
                made->links[made->plan.link_count++] =
                    (SankeyLink){.source = before, .target = node, .value = value, .colour = way};
            before = node;
        }
    }
}

static void assert_stacked(const Made *made, guint node, bool out) {
    double sum = 0;
    const SankeyNode *n = &made->nodes[node];
    for (guint i = 0; i < made->plan.link_count; i++) {
        const SankeyLink *link = &made->links[i];
        if ((out ? link->source : link->target) != node)
            continue;
        double y = out ? link->y_source : link->y_target;
        sum += link->thickness;
        assert_true(y >= n->y - 1e-9 && y + link->thickness <= n->y + n->height + 1e-9);
    }
    if (n->stage > 0 || out)
        assert_true(sum == 0 || fabs(sum - n->height) < 1e-9);
}

static void assert_conserved(const Made *made) {
    for (guint i = 0; i < made->plan.node_count; i++) {
        if (made->nodes[i].stage + 1 < made->plan.stage_count)
            assert_stacked(made, i, true);
        if (made->nodes[i].stage > 0)
            assert_stacked(made, i, false);
    }
}

static void assert_apart(const Made *made) {
    const SankeyPlan *plan = &made->plan;
    for (guint i = 0; i < plan->node_count; i++) {
        const SankeyNode *a = &made->nodes[i];
        assert_true(a->y >= plan->top - 1e-9 &&
                    a->y + a->height <= plan->top + plan->height + 1e-9);
        assert_true(a->x >= plan->left &&
                    a->x + plan->node_width <= plan->left + plan->width + 1e-9);
        for (guint k = 0; k < plan->node_count; k++) {
            const SankeyNode *b = &made->nodes[k];
            if (i != k && a->stage == b->stage)
                assert_true(a->y + a->height <= b->y + 1e-9 || b->y + b->height <= a->y + 1e-9);
        }
    }
}

static void what_flows_in_flows_out(void **state) {
    (void)state;
    g_autofree Made *made = g_new(Made, 1);
    for (guint stages = SANKEY_STAGES_MIN; stages <= SANKEY_STAGES_MAX; stages++)
        for (guint64 seed = 1; seed <= 6; seed++) {
            make(made, stages, (guint)(2 + seed), 60, seed);
            sankey_arrange(&made->plan);
            assert_conserved(made);
            assert_apart(made);
        }
}

static void sweeps_take_crossings_away(void **state) {
    (void)state;
    g_autofree Made *made = g_new(Made, 1);
    for (guint64 seed = 1; seed <= 8; seed++) {
        make(made, 4, 8, 40, seed);
        double before = sankey_crossings(&made->plan);
        sankey_arrange(&made->plan);
        assert_true(sankey_crossings(&made->plan) < before);
    }
}

static void a_picture_without_crossings_is_found(void **state) {
    (void)state;
    g_autofree Made *made = g_new(Made, 1);
    make(made, 2, 6, 0, 1);
    for (guint i = 0; i < 6; i++) { // to the last first
        made->links[i] = (SankeyLink){.source = i, .target = 11 - i, .value = 10 - i};
        made->nodes[i].value = made->nodes[11 - i].value = 10 - i;
    }
    made->plan.link_count = 6;
    sankey_arrange(&made->plan);
    assert_true(sankey_crossings(&made->plan) == 0);
}

static void fixed_stages_and_pinned_nodes_keep_their_places(void **state) {
    (void)state;
    g_autofree Made *made = g_new(Made, 1);
    make(made, 3, 5, 50, 2);
    made->plan.fixed[2] = true;
    made->nodes[5].pinned = true; // the first of the middle stage
    sankey_arrange(&made->plan);
    for (guint i = 0; i < 5; i++)
        assert_int_equal(made->nodes[10 + i].rank, i);
    assert_int_equal(made->nodes[5].rank, 4);
}

static void nothing_at_all_is_survived(void **state) {
    (void)state;
    SankeyPlan plan = {.stage_count = 3, .width = 100, .height = 50};
    sankey_arrange(&plan);
    assert_true(sankey_crossings(&plan) == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_flows_in_flows_out),
        cmocka_unit_test(sweeps_take_crossings_away),
        cmocka_unit_test(a_picture_without_crossings_is_found),
        cmocka_unit_test(fixed_stages_and_pinned_nodes_keep_their_places),
        cmocka_unit_test(nothing_at_all_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
