// A file is told by its signature: device, number, size and time of change. Signatures are looked
// at ten times a second, which works on every file system, costs nothing to speak of for the few
// hundred files of a report, and makes no difference between an editor that writes a file and one
// that puts a new file in its place. A change is acted on once two looks in a row are the same.
// The two signals are blocked and read from a descriptor, so that the work is never cut short.
#include "app/watch.h"

#include "app/app.h"
#include "app/environment.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOOK_MS = 90, SETTLE_MS = 25, SETTLE_LOOKS = 40 };

typedef struct {
    dev_t device;
    ino_t number;
    off_t size;
    struct timespec changed; // zero: there is no such file
} Signature;

typedef struct {
    int signals; // descriptor
    sigset_t before;
    GHashTable *signatures; // path -> Signature
} Watch;

// ---- signatures

static Signature look_at(const char *path) {
    struct stat status;
    if (stat(path, &status) < 0)
        return (Signature){0};
    return (Signature){status.st_dev, status.st_ino, status.st_size, status.st_mtim};
}

static bool same_signature(const Signature *a, const Signature *b) {
    return a->device == b->device && a->number == b->number && a->size == b->size &&
           a->changed.tv_sec == b->changed.tv_sec && a->changed.tv_nsec == b->changed.tv_nsec;
}

// Whether anything differs from what was seen last; what is seen now is kept.
static bool look(Watch *watch) {
    bool changed = false;
    GHashTableIter iter;
    gpointer path, value;
    g_hash_table_iter_init(&iter, watch->signatures);
    while (g_hash_table_iter_next(&iter, &path, &value)) {
        Signature *kept = value, now = look_at(path);
        changed |= !same_signature(kept, &now);
        *kept = now;
    }
    return changed;
}

static bool is_since(const Signature *signature, const struct timespec *start) {
    return signature->changed.tv_sec > start->tv_sec ||
           (signature->changed.tv_sec == start->tv_sec &&
            signature->changed.tv_nsec >= start->tv_nsec);
}

// The folder that the work's own output goes to changes with each output, which is no change.
static bool holds_output(const Signature *folder, const char *output) {
    g_autofree char *name = g_path_get_dirname(output);
    Signature own = look_at(name);
    return own.changed.tv_sec && own.device == folder->device && own.number == folder->number;
}

// Watches these paths in place of those before; true when one that is new among them was written
// after the work began, which may have read it before that.
static bool set_paths(Watch *watch, const WatchJob *job, const GPtrArray *paths,
                      const struct timespec *start) {
    bool changed = false;
    GHashTable *fresh = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; i < paths->len; i++) {
        const char *path = g_ptr_array_index(paths, i);
        const Signature *kept = g_hash_table_lookup(watch->signatures, path);
        Signature now = look_at(path);
        bool own = holds_output(&now, job->output);
        changed |= !kept && !own && is_since(&now, start);
        if (kept && !own)
            now = *kept;
        g_hash_table_insert(fresh, g_strdup(path), g_memdup2(&now, sizeof now));
    }
    g_hash_table_unref(watch->signatures);
    watch->signatures = fresh;
    return changed;
}

// ---- waiting

// Waits; false when one of the signals came.
static bool pause_for(const Watch *watch, int milliseconds) {
    struct pollfd descriptor = {.fd = watch->signals, .events = POLLIN};
    return poll(&descriptor, 1, milliseconds) <= 0;
}

// Until a change that is over; false at a signal.
static bool wait_for_change(Watch *watch) {
    while (!look(watch))
        if (!pause_for(watch, LOOK_MS))
            return false;
    for (guint looks = 0; looks < SETTLE_LOOKS; looks++) {
        if (!pause_for(watch, SETTLE_MS))
            return false;
        if (!look(watch))
            break;
    }
    return true;
}

static void watch_begin(Watch *watch) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, &watch->before);
    watch->signals = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    watch->signatures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

static void watch_end(Watch *watch) {
    struct signalfd_siginfo taken; // so that it does not end the program once unblocked
    while (read(watch->signals, &taken, sizeof taken) > 0)
        continue;
    close(watch->signals);
    sigprocmask(SIG_SETMASK, &watch->before, NULL);
    g_hash_table_unref(watch->signatures);
}

// ---- working

static void print_line(const WatchJob *job, bool good, double seconds, guint files) {
    g_autofree char *now = environment_clock();
    if (good)
        fprintf(stderr, "%s  %s made in %.0f ms, watching %u file%s\n", now, job->output,
                seconds * 1000, files, files == 1 ? "" : "s");
    else
        fprintf(stderr, "%s  %s left as it was\n", now, job->output);
}

// The work once; true when what it read has changed meanwhile.
static bool work_once(Watch *watch, const WatchJob *job) {
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    struct timespec start = environment_file_time();
    double seconds = environment_seconds();
    bool good = job->work(job->data, paths);
    seconds = environment_seconds() - seconds;
    bool changed = set_paths(watch, job, paths, &start);
    if (!job->quiet)
        print_line(job, good, seconds, g_hash_table_size(watch->signatures));
    return changed;
}

int watch_run(const WatchJob *job) {
    Watch watch;
    watch_begin(&watch);
    while (work_once(&watch, job) ? pause_for(&watch, SETTLE_MS) : wait_for_change(&watch))
        continue;
    watch_end(&watch);
    return EXIT_DONE;
}
