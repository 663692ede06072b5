// Timelines made up by a fixed sequence: items and labels of a lane never touch, labels stay in the
// plot, what finds no lane is counted.
#include "../support.h"

#include "chart/timeline_layout.h"
#include "table/aggregate.h"

#include <math.h>

enum { ITEMS_MAX = 400 };

typedef struct {
    TimelinePlan plan;
    TimelineItem items[ITEMS_MAX];
    TimelineBand bands[4];
} Made;

static void make(Made *made, guint items, guint bands, guint64 seed) {
    Random random = {seed};
    memset(made, 0, sizeof *made);
    made->plan = (TimelinePlan){.item_count = items,
                                .band_count = bands,
                                .items = made->items,
                                .bands = made->bands,
                                .width = 480,
                                .reach = 3.5,
                                .gap = 4,
                                .between = 12,
                                .lane_least = 11,
                                .lane_most = 22};
    for (guint i = 0; i < bands; i++)
        made->bands[i] = (TimelineBand){230.0 / bands * i, 230.0 / bands};
    for (guint i = 0; i < items; i++) {
        double start = 480 * random_next(&random), span = random_next(&random);
        made->items[i] = (TimelineItem){.band = (guint)(random_next(&random) * bands),
                                        .start = start,
                                        .end = fmin(480, start + (span < 0.4 ? 200 * span : 0)),
                                        .label_width = 250 * random_next(&random)};
    }
}

static void extent_of(const TimelinePlan *plan, const TimelineItem *item, double *from,
                      double *to) {
    *from = item->start - plan->reach;
    *to = item->end + plan->reach;
    if (item->side == TIMELINE_LABEL_RIGHT)
        *to += plan->gap + item->label_limit;
    else if (item->side == TIMELINE_LABEL_LEFT)
        *from -= plan->gap + item->label_limit;
}

static void assert_tidy(const TimelinePlan *plan) {
    guint placed = 0;
    for (guint i = 0; i < plan->item_count; i++) {
        const TimelineItem *a = &plan->items[i];
        double from, to;
        if (!a->placed)
            continue;
        placed++;
        extent_of(plan, a, &from, &to);
        const TimelineBand *band = &plan->bands[a->band];
        assert_true(a->y > band->top && a->y < band->top + band->height);
        assert_true(a->side == TIMELINE_LABEL_NONE ||
                    (a->label_limit > 0 && a->label_limit <= a->label_width));
        assert_true(from >= -plan->reach - 1e-9 && to <= plan->width + plan->reach + 1e-9);
        for (guint k = 0; k < i; k++) {
            const TimelineItem *b = &plan->items[k];
            double other_from, other_to;
            if (!b->placed || fabs(a->y - b->y) > 1e-9)
                continue;
            extent_of(plan, b, &other_from, &other_to);
            assert_true(to <= other_from + 1e-9 || other_to <= from + 1e-9);
        }
    }
    assert_int_equal(placed + plan->left_out, plan->item_count);
}

static void items_and_labels_of_a_lane_never_touch(void **state) {
    (void)state;
    static const guint sizes[] = {0, 1, 5, 20, 60, 150, 400};
    g_autofree Made *made = g_new(Made, 1);
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++)
        for (guint bands = 1; bands <= 4; bands++)
            for (guint64 seed = 1; seed <= 5; seed++) {
                make(made, sizes[i], bands, seed);
                timeline_arrange(&made->plan);
                assert_tidy(&made->plan);
            }
}

static void few_items_have_whole_labels(void **state) {
    (void)state;
    g_autofree Made *made = g_new(Made, 1);
    make(made, 8, 1, 3);
    for (guint i = 0; i < 8; i++)
        made->items[i].label_width = 120;
    timeline_arrange(&made->plan);
    assert_int_equal(made->plan.left_out, 0);
    for (guint i = 0; i < 8; i++)
        assert_true(made->items[i].side != TIMELINE_LABEL_NONE &&
                    made->items[i].label_limit == 120);
}

static void items_without_a_lane_are_counted(void **state) {
    (void)state;
    g_autofree Made *made = g_new(Made, 1);
    make(made, 30, 1, 1);
    for (guint i = 0; i < 30; i++)
        made->items[i] = (TimelineItem){.start = 100, .end = 300, .label_width = 50};
    timeline_arrange(&made->plan);
    assert_int_equal(made->plan.left_out, 10); // 230 points hold 20 lanes of 11
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_and_labels_of_a_lane_never_touch),
        cmocka_unit_test(few_items_have_whole_labels),
        cmocka_unit_test(items_without_a_lane_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
