// A file is told by its signature: device, number, size and time of change. Signatures are looked
// at ten times a second, which works on every file system, costs nothing to speak of for the few
// hundred files of a report, and makes no difference between an editor that writes a file and one
// that puts a new file in its place. Where the system tells of changes in folders (inotify), they
// are looked at then, without waiting. A change is acted on once two looks in a row are the same.
// The two signals are blocked and read from a descriptor, so that the work is never cut short.
#include "app/watch.h"

#include "app/app.h"
#include "app/environment.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOOK_MS = 90, SETTLE_MS = 8, SETTLE_LOOKS = 120, EVENTS_MS = 5 };

typedef struct {
    dev_t device;
    ino_t number;
    off_t size;
    struct timespec changed; // zero: there is no such file
} Signature;

typedef struct {
    int signals; // descriptor
    int events;  // descriptor, or negative
    sigset_t before;
    GHashTable *signatures; // path -> Signature
    GHashTable *changed;    // paths, since the work was done last
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
        if (same_signature(kept, &now))
            continue;
        changed = true;
        g_hash_table_add(watch->changed, g_strdup(path));
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

// What happens in the folders of the files that are watched, and in folders among them.
static void listen_to(const Watch *watch, const char *path) {
    g_autofree char *folder = g_path_get_dirname(path);
    guint32 mask = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MODIFY | IN_MOVE;
    if (watch->events < 0)
        return;
    inotify_add_watch(watch->events, folder, mask);
    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        inotify_add_watch(watch->events, path, mask);
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
        bool is_late = !kept && !own && is_since(&now, start);
        changed |= is_late;
        if (is_late)
            g_hash_table_add(watch->changed, g_strdup(path));
        if (kept && !own)
            now = *kept;
        if (!kept)
            listen_to(watch, path);
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

// Until something happens in one of the folders, or it is time to look anyway; false at a signal.
// In a folder where much happens that is no change, a moment passes before the next look.
static bool pause_until_event(const Watch *watch) {
    struct pollfd descriptors[] = {{.fd = watch->signals, .events = POLLIN},
                                   {.fd = watch->events, .events = POLLIN}};
    char events[4096];
    bool none = poll(descriptors, G_N_ELEMENTS(descriptors), LOOK_MS) <= 0;
    if (none || descriptors[0].revents)
        return none;
    while (read(watch->events, events, sizeof events) > 0)
        continue;
    return true;
}

// Until a change that is over; false at a signal.
static bool wait_for_change(Watch *watch) {
    for (bool is_first = true; !look(watch); is_first = false)
        if ((!is_first && !pause_for(watch, EVENTS_MS)) || !pause_until_event(watch))
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
    watch->events = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    watch->signatures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    watch->changed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void watch_end(Watch *watch) {
    struct signalfd_siginfo taken; // so that it does not end the program once unblocked
    while (read(watch->signals, &taken, sizeof taken) > 0)
        continue;
    close(watch->signals);
    if (watch->events >= 0)
        close(watch->events);
    sigprocmask(SIG_SETMASK, &watch->before, NULL);
    g_hash_table_unref(watch->signatures);
    g_hash_table_unref(watch->changed);
}

// ---- working

static int compare_paths(gconstpointer a, gconstpointer b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

// Takes the paths that changed, in order.
static GPtrArray *take_changed(Watch *watch) {
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    GHashTableIter iter;
    gpointer path;
    g_hash_table_iter_init(&iter, watch->changed);
    while (g_hash_table_iter_next(&iter, &path, NULL))
        g_ptr_array_add(paths, g_strdup(path));
    g_hash_table_remove_all(watch->changed);
    g_ptr_array_sort(paths, compare_paths);
    return paths;
}

// "a.json, b.json and 3 more changed: "; nothing the first time. New string.
static char *say_changed(const GPtrArray *paths) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < MIN(paths->len, 2); i++)
        g_string_append_printf(text, "%s%s", i ? ", " : "", (char *)paths->pdata[i]);
    if (paths->len > 2)
        g_string_append_printf(text, " and %u more", paths->len - 2);
    if (paths->len)
        g_string_append(text, " changed: ");
    return g_string_free(text, FALSE);
}

typedef struct {
    bool good;
    double seconds;
    guint files; // watched
    const GPtrArray *changed;
} WatchRound;

static void print_line(const WatchJob *job, const WatchRound *round) {
    g_autofree char *now = environment_clock(), *changed = say_changed(round->changed);
    if (round->good)
        fprintf(stderr, "%s  %s%s made in %.0f ms, watching %u file%s\n", now, changed, job->output,
                round->seconds * 1000, round->files, round->files == 1 ? "" : "s");
    else
        fprintf(stderr, "%s  %s%s left as it was\n", now, changed, job->output);
}

// The work once; true when what it read has changed meanwhile.
static bool work_once(Watch *watch, const WatchJob *job) {
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) changed = take_changed(watch);
    struct timespec start = environment_file_time();
    double seconds = environment_seconds();
    WatchRound round = {.changed = changed, .good = job->work(job->data, changed, paths)};
    round.seconds = environment_seconds() - seconds;
    bool again = set_paths(watch, job, paths, &start);
    round.files = g_hash_table_size(watch->signatures);
    if (!job->quiet)
        print_line(job, &round);
    return again;
}

int watch_run(const WatchJob *job) {
    Watch watch;
    watch_begin(&watch);
    while (work_once(&watch, job) ? pause_for(&watch, SETTLE_MS) : wait_for_change(&watch))
        continue;
    watch_end(&watch);
    return EXIT_DONE;
}
