// The command's input is a file without a name, so nothing has to be written while it runs; what it
// prints, its end (a pidfd) and the time limit (a timerfd) are waited for in one poll. Nothing here
// looks at the clock.
#include "job/hook.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
    pid_t child;
    int output, end, limit; // descriptors; limit -1 once it has passed
    GString *kept;
    HookResult *result;
} Watch;

// ---- the input

static bool write_all(int fd, const char *data, gsize length) {
    while (length) {
        ssize_t count = write(fd, data, length);
        if (count < 0 && errno != EINTR)
            return false;
        data += MAX(count, 0);
        length -= (gsize)MAX(count, 0);
    }
    return lseek(fd, 0, SEEK_SET) == 0;
}

static int make_input(GBytes *input) {
    gsize length;
    const char *data = g_bytes_get_data(input, &length);
    int fd = memfd_create("accord-hook", MFD_CLOEXEC);
    if (fd < 0 || write_all(fd, data, length))
        return fd;
    close(fd);
    return -1;
}

// ---- starting

static void reset_signals(posix_spawnattr_t *attributes) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(attributes, &none);
    posix_spawnattr_setsigdefault(attributes, &all);
    posix_spawnattr_setpgroup(attributes, 0);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                             POSIX_SPAWN_SETSIGDEF);
}

// 0, or the errno that says why it did not start.
static int start(const HookCommand *command, int input, int output, pid_t *child) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    reset_signals(&attributes);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
    posix_spawn_file_actions_addchdir_np(&actions, command->folder);
    int error = posix_spawnp(child, command->argv[0], &actions, &attributes,
                             (char *const *)command->argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return error;
}

static int set_limit(guint seconds) {
    int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    struct itimerspec when = {.it_value = {.tv_sec = MAX(seconds, 1)}};
    if (fd >= 0)
        timerfd_settime(fd, 0, &when, NULL);
    return fd;
}

// ---- waiting

// The last bytes are the ones that say what went wrong. False at the end of the output.
static bool take_output(Watch *watch) {
    char buffer[HOOK_OUTPUT_LIMIT];
    ssize_t count = read(watch->output, buffer, sizeof buffer);
    if (count <= 0)
        return count < 0 && errno == EINTR;
    g_string_append_len(watch->kept, buffer, count);
    if (watch->kept->len > HOOK_OUTPUT_LIMIT)
        g_string_erase(watch->kept, 0, (gssize)(watch->kept->len - HOOK_OUTPUT_LIMIT));
    return true;
}

static void end_group(Watch *watch) {
    kill(-watch->child, SIGKILL);
    watch->result->end = HOOK_TOO_LONG;
    close(watch->limit);
    watch->limit = -1;
}

// Until the command has ended; what others of its making still print is not waited for.
static void wait_for_end(Watch *watch) {
    struct pollfd waits[] = {{.fd = watch->end, .events = POLLIN},
                             {.fd = watch->output, .events = POLLIN},
                             {.fd = watch->limit, .events = POLLIN}};
    while (!waits[0].revents) {
        if (poll(waits, G_N_ELEMENTS(waits), -1) < 0)
            continue;
        if (waits[1].revents && !take_output(watch))
            waits[1].fd = -1;
        if (waits[2].revents) {
            end_group(watch);
            waits[2].fd = -1;
        }
    }
    fcntl(watch->output, F_SETFL, O_NONBLOCK);
    while (take_output(watch))
        continue;
}

static void take_status(Watch *watch) {
    int status = 0;
    while (waitpid(watch->child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (watch->result->end == HOOK_TOO_LONG)
        return;
    watch->result->end = WIFSIGNALED(status) ? HOOK_KILLED : HOOK_EXITED;
    watch->result->code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

static void watch_child(pid_t child, int output, guint limit_s, HookResult *result) {
    Watch watch = {.child = child,
                   .output = output,
                   .end = pidfd_open(child, 0),
                   .limit = set_limit(limit_s),
                   .kept = g_string_new(NULL),
                   .result = result};
    wait_for_end(&watch);
    take_status(&watch);
    result->output = g_utf8_make_valid(watch.kept->str, (gssize)watch.kept->len);
    g_string_free(watch.kept, TRUE);
    close(watch.end);
    if (watch.limit >= 0)
        close(watch.limit);
}

void hook_run(const HookCommand *command, GBytes *input, HookResult *result) {
    *result = (HookResult){.end = HOOK_EXITED};
    int pipe_ends[2] = {-1, -1}, in = make_input(input);
    pid_t child = 0;
    int error = in < 0 || pipe2(pipe_ends, O_CLOEXEC) < 0
                    ? errno
                    : start(command, in, pipe_ends[1], &child);
    if (in >= 0)
        close(in);
    if (pipe_ends[1] >= 0)
        close(pipe_ends[1]);
    if (error)
        *result = (HookResult){HOOK_NOT_RUN, error, g_strdup("")};
    else
        watch_child(child, pipe_ends[0], command->limit_s, result);
    if (pipe_ends[0] >= 0)
        close(pipe_ends[0]);
}

// ---- what came of it

bool hook_is_good(const HookResult *result) {
    return result->end == HOOK_EXITED && result->code == 0;
}

char *hook_describe(const HookCommand *command, const HookResult *result) {
    switch (result->end) {
    case HOOK_EXITED:
        return g_strdup_printf("exited with %d", result->code);
    case HOOK_KILLED:
        return g_strdup_printf("was ended by signal %d", result->code);
    case HOOK_TOO_LONG:
        return g_strdup_printf("was ended after %u s", MAX(command->limit_s, 1));
    case HOOK_NOT_RUN:
        return g_strdup_printf("cannot be run: %s", g_strerror(result->code));
    }
    g_assert_not_reached();
}

void hook_result_clear(HookResult *result) {
    g_free(result->output);
    result->output = NULL;
}
