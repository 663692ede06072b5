// Shards: every report in one share, shares alike in size, and what schedulers tell their tasks.
#include "../support.h"

#include "job/shard.h"

static void parsing(void **state) {
    (void)state;
    Shard shard = {7, 7};
    assert_true(shard_parse("3/8", &shard));
    assert_int_equal(shard.number, 3);
    assert_int_equal(shard.count, 8);
    assert_true(shard_parse("1/1", &shard));
    static const char *const wrong[] = {
        "",     "3",     "/",    "0/3",  "4/3", "3/",      "/3",
        "-1/3", "1/3/5", " 1/3", "1/ 3", "a/b", "1/10001", "1/99999999999999999999"};
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++)
        assert_false(shard_parse(wrong[i], &shard));
    assert_int_equal(shard.number, 1);
}

static void deal(guint reports, guint shards) {
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autofree guint *taken = g_new0(guint, reports);
    g_autofree bool *mine = g_new0(bool, reports);
    for (guint i = 0; i < reports; i++)
        g_ptr_array_add(names, g_strdup_printf("sector[n=%u]", i));
    for (guint number = 1; number <= shards; number++) {
        const Shard shard = {number, shards};
        guint share = 0;
        shard_deal(&shard, (const char *const *)names->pdata, reports, mine);
        for (guint i = 0; i < reports; i++) {
            taken[i] += mine[i];
            share += mine[i];
        }
        assert_true(share == reports / shards || share == (reports + shards - 1) / shards);
    }
    for (guint i = 0; i < reports; i++)
        assert_int_equal(taken[i], 1);
}

static void each_report_once(void **state) {
    (void)state;
    deal(1, 1);
    deal(100, 3);
    deal(3, 8); // some have nothing to do
    deal(1000, 1000);
    deal(10000, 7);
}

// The share does not depend on the order of the reports.
static void any_order(void **state) {
    (void)state;
    const char *const one[] = {"a", "b", "c", "d", "e"}, *const two[] = {"e", "d", "c", "b", "a"};
    bool first[5], second[5];
    const Shard shard = {2, 3};
    shard_deal(&shard, one, 5, first);
    shard_deal(&shard, two, 5, second);
    for (guint i = 0; i < 5; i++)
        assert_int_equal(first[i], second[4 - i]);
}

static void all_are_ones_own(void **state) {
    (void)state;
    const char *const names[] = {"a", "b"};
    bool mine[2] = {false, false};
    const Shard all = {0, 0};
    shard_deal(&all, names, 2, mine);
    assert_true(mine[0] && mine[1]);
}

#define SLURM(id, n, min, step)                                                                    \
    (ShardVariables) {                                                                             \
        .task_id = (id), .task_count = (n), .task_min = (min), .task_step = (step)                 \
    }

static void assert_variables(ShardVariables variables, guint number, guint count) {
    Shard shard = {0, 0};
    const char *problem;
    assert_true(shard_from_variables(&variables, &shard, &problem));
    assert_int_equal(shard.number, number);
    assert_int_equal(shard.count, count);
}

static void assert_no_shard(ShardVariables variables, bool is_problem) {
    Shard shard = {0, 0};
    const char *problem;
    assert_false(shard_from_variables(&variables, &shard, &problem));
    assert_int_equal(problem != NULL, is_problem);
    assert_int_equal(shard.count, 0);
}

static void variables(void **state) {
    (void)state;
    assert_no_shard((ShardVariables){.task_id = NULL}, false);
    assert_variables(SLURM("1", "3", "1", "1"), 1, 3);
    assert_variables(SLURM("0", "3", "0", NULL), 1, 3);
    assert_variables(SLURM("14", "8", "0", "2"), 8, 8);
    assert_no_shard(SLURM("4", "3", "1", "1"), true);
    assert_no_shard(SLURM("3", "3", "0", "2"), true);
    assert_no_shard(SLURM("1", NULL, NULL, NULL), true);
    assert_no_shard(SLURM("x", "3", "1", "1"), true);
    assert_variables((ShardVariables){.completion_index = "0", .completions = "4"}, 1, 4);
    assert_variables((ShardVariables){.completion_index = "3", .completions = "4"}, 4, 4);
    assert_no_shard((ShardVariables){.completion_index = "4", .completions = "4"}, true);
    assert_no_shard((ShardVariables){.completion_index = "0"}, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parsing),   cmocka_unit_test(each_report_once),
        cmocka_unit_test(any_order), cmocka_unit_test(all_are_ones_own),
        cmocka_unit_test(variables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
