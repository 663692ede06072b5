// Threads that share a heap of jobs, and are all gone when it is freed: a process may fork then,
// and its child may have a team of its own. (Threads of a GThreadPool outlive it, and the one that
// starts them lives as long as the process: in a child a pool waits for it for ever.)
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct ThreadTeam ThreadTeam;

// Work is called with a job and data, by several threads at once, by no more than `most` of them;
// they are started as jobs come.
ThreadTeam *thread_team_new(GFunc work, void *data, guint most);
// One per processor, within reason.
guint thread_team_size(void);
// Jobs are never NULL, and not owned.
void thread_team_push(ThreadTeam *team, void *job);
// How many jobs no thread has taken yet.
guint thread_team_waiting(const ThreadTeam *team);
// Ends when all threads have: those jobs that wait are worked at first when finish, else dropped.
// Accepts NULL.
void thread_team_free(ThreadTeam *team, bool finish);
