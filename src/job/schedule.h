// Who starts a nightly run: unit files of systemd, or a line of cron.
#pragma once
#include "base/diag.h"

typedef struct {
    const char *name;    // of the units: "accord-nightly"; see schedule_name
    const char *program; // absolute path
    const char *jobs;    // absolute path of the jobs file
    const char *at; // "HH:MM", else OnCalendar= of systemd.time(7) or five fields of crontab(5)
    const char *account;        // whom the run belongs to; NULL: one's own units or crontab
    const char *mail;           // address told of a failure; NULL: the journal alone
    const char *const *folders; // absolute paths of folders that the run writes to; NULL at the end
    const char *const *reads;   // absolute paths of what it reads; NULL at the end
    bool server;                // facts are asked of a server
    bool network;               // hooks need the network
} Schedule;

typedef struct {
    const char *name; // of the file
    char *text;       // owned
} ScheduleFile;

enum { SCHEDULE_CRON_LIMIT = 998 }; // bytes of a command that cron takes

// "accord-" and the stem of the jobs file, of characters that a unit's name may have. New string.
char *schedule_name(const char *jobs_path);
// Whether all texts can stand in such files, and `at` is a time of day, or looks like what the
// scheduler takes. False and reported otherwise.
bool schedule_check(const Schedule *schedule, bool cron, Diags *diags);
// The service, the timer and the unit that is started when the service fails, as text of
// systemd.unit(5). A GArray of ScheduleFile that g_array_unref frees.
GArray *schedule_systemd(const Schedule *schedule);
// One file for /etc/cron.d, or for crontab(1) when there is no account; NULL and reported when its
// command is longer than SCHEDULE_CRON_LIMIT.
GArray *schedule_cron(const Schedule *schedule, Diags *diags);
