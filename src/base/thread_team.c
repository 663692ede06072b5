// One queue; a thread ends at the mark that is put in it for each.
#include "base/thread_team.h"

enum { MOST_THREADS = 16 };

struct ThreadTeam {
    GFunc work;
    void *data;
    GAsyncQueue *jobs;
    GPtrArray *threads;
    guint most;
};

static char end_mark;

static void *take_part(void *data) {
    ThreadTeam *team = data;
    for (void *job; (job = g_async_queue_pop(team->jobs)) != &end_mark;)
        team->work(job, team->data);
    return NULL;
}

guint thread_team_size(void) {
    return MIN(g_get_num_processors(), MOST_THREADS);
}

ThreadTeam *thread_team_new(GFunc work, void *data, guint most) {
    ThreadTeam *team = g_new0(ThreadTeam, 1);
    *team = (ThreadTeam){.work = work,
                         .data = data,
                         .jobs = g_async_queue_new(),
                         .threads = g_ptr_array_new(),
                         .most = MAX(most, 1)};
    return team;
}

void thread_team_push(ThreadTeam *team, void *job) {
    if (team->threads->len < team->most)
        g_ptr_array_add(team->threads, g_thread_new("team", take_part, team));
    g_async_queue_push(team->jobs, job);
}

guint thread_team_waiting(const ThreadTeam *team) {
    return (guint)MAX(0, g_async_queue_length(team->jobs)); // negative: of threads that wait
}

void thread_team_free(ThreadTeam *team, bool finish) {
    if (!team)
        return;
    while (!finish && g_async_queue_try_pop(team->jobs))
        continue;
    for (guint i = 0; i < team->threads->len; i++)
        g_async_queue_push(team->jobs, &end_mark);
    for (guint i = 0; i < team->threads->len; i++)
        g_thread_join(team->threads->pdata[i]);
    g_async_queue_unref(team->jobs);
    g_ptr_array_unref(team->threads);
    g_free(team);
}
