// Every job is worked once whatever the number of threads, what is dropped is not, and a child of a
// process that had a team may have one too.
#include "../support.h"

#include "base/thread_team.h"

#include <sys/wait.h>
#include <unistd.h>

enum { JOBS = 5000 };

static void count(void *job, void *data) {
    (void)data;
    g_atomic_int_inc((gint *)job);
}

static bool is_each_done_once(guint threads) {
    g_autofree gint *jobs = g_new0(gint, JOBS);
    ThreadTeam *team = thread_team_new(count, NULL, threads);
    for (guint i = 0; i < JOBS; i++)
        thread_team_push(team, &jobs[i]);
    thread_team_free(team, /*finish=*/true);
    for (guint i = 0; i < JOBS; i++)
        if (jobs[i] != 1)
            return false;
    return true;
}

static void works_each_job_once(void **state) {
    (void)state;
    for (guint threads = 0; threads <= 16; threads++)
        assert_true(is_each_done_once(threads));
}

static void frees_what_never_worked(void **state) {
    (void)state;
    thread_team_free(NULL, true);
    thread_team_free(thread_team_new(count, NULL, 3), true);
    thread_team_free(thread_team_new(count, NULL, 3), false);
    assert_in_range(thread_team_size(), 1, 16);
}

// Holds its thread until what waits was dropped.
typedef struct {
    ThreadTeam *team;
    GMutex lock;
    GCond news;
    bool is_begun, may_end;
} Gate;

static void pass_gate(void *job, void *data) {
    Gate *gate = data;
    g_mutex_lock(&gate->lock);
    gate->is_begun = true;
    g_cond_broadcast(&gate->news);
    while (!gate->may_end)
        g_cond_wait(&gate->news, &gate->lock);
    g_mutex_unlock(&gate->lock);
    count(job, NULL);
}

static void *open_gate(void *data) {
    Gate *gate = data;
    while (thread_team_waiting(gate->team) > 1) // the mark that ends the thread
        g_usleep(1000);
    g_mutex_lock(&gate->lock);
    gate->may_end = true;
    g_cond_broadcast(&gate->news);
    g_mutex_unlock(&gate->lock);
    return NULL;
}

static void drops_what_waits(void **state) {
    (void)state;
    gint jobs[50] = {0};
    Gate gate = {0};
    ThreadTeam *team = thread_team_new(pass_gate, &gate, 1);
    gate.team = team;
    for (guint i = 0; i < G_N_ELEMENTS(jobs); i++)
        thread_team_push(team, &jobs[i]);
    g_mutex_lock(&gate.lock);
    while (!gate.is_begun)
        g_cond_wait(&gate.news, &gate.lock);
    g_mutex_unlock(&gate.lock);
    assert_int_equal(thread_team_waiting(team), G_N_ELEMENTS(jobs) - 1);
    GThread *opener = g_thread_new("opener", open_gate, &gate);
    thread_team_free(team, /*finish=*/false);
    g_thread_join(opener);
    assert_int_equal(jobs[0], 1);
    for (guint i = 1; i < G_N_ELEMENTS(jobs); i++)
        assert_int_equal(jobs[i], 0);
}

static void a_child_has_a_team_of_its_own(void **state) {
    (void)state;
    assert_true(is_each_done_once(4));
    pid_t child = fork();
    if (child == 0) {
        alarm(60);
        _exit(is_each_done_once(4) ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(works_each_job_once),
        cmocka_unit_test(frees_what_never_worked),
        cmocka_unit_test(drops_what_waits),
        cmocka_unit_test(a_child_has_a_team_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
