// The parent sleeps until a worker has said something, a time is over, or a signal came, which it
// reads from a descriptor like the rest. A worker dies with its parent (PR_SET_PDEATHSIG), so that
// none is left behind when that is killed.
#include "job/pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ANSWER_LIMIT = 64 << 20, WATCH_MS = 100, LOST_LIMIT = 5 };

typedef struct {
    pid_t pid; // 0: there is none
    int fd;
    gint64 number; // of the report it makes; -1: none
    double deadline;
    const char *verdict; // why it is being ended; NULL: it is not
    GByteArray *bytes;   // of its answer so far
} Worker;

typedef struct {
    const PoolInput *input;
    Worker *workers;
    guint next;     // of numbers, to be handed out
    guint lost;     // workers that ended without a report, in a row
    bool is_closed; // nothing more is handed out
    int signal_fd, signal;
    sigset_t before;
    GString *why;
} Pool;

// ---- signals

static void open_signals(Pool *pool) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, &pool->before);
    pool->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void close_signals(Pool *pool) {
    close(pool->signal_fd);
    sigprocmask(SIG_SETMASK, &pool->before, NULL);
}

static void take_signal(Pool *pool) {
    struct signalfd_siginfo info;
    if (read(pool->signal_fd, &info, sizeof info) == sizeof info)
        pool->signal = (int)info.ssi_signo;
}

// ---- one worker

static void be_worker(Pool *pool, pid_t parent, int fd) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) // which ended in between
        _exit(1);
    close_signals(pool);
    for (guint i = 0; i < pool->input->workers; i++)
        if (pool->workers[i].pid)
            close(pool->workers[i].fd);
    if (pool->input->inherited_fd >= 0)
        close(pool->input->inherited_fd);
    signal(SIGINT, SIG_IGN); // of the terminal, which asks the parent
    worker_run(pool->input->job, fd);
}

static bool start(Pool *pool, Worker *worker) {
    int ends[2];
    pid_t parent = getpid();
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return false;
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        be_worker(pool, parent, ends[1]);
    }
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return false;
    }
    *worker = (Worker){.pid = pid, .fd = ends[0], .number = -1, .bytes = g_byte_array_new()};
    return true;
}

static const char *describe_end(Pool *pool, const Worker *worker, int status) {
    g_string_truncate(pool->why, 0);
    if (worker->verdict)
        g_string_append(pool->why, worker->verdict);
    else if (WIFSIGNALED(status))
        g_string_printf(pool->why, "the process that made it was ended by signal %d (%s)",
                        WTERMSIG(status), g_strsignal(WTERMSIG(status)));
    else
        g_string_printf(pool->why, "the process that made it ended with %d", WEXITSTATUS(status));
    return pool->why->str;
}

static void tell(Pool *pool, gint64 number, json_t *answer, const char *why) {
    const PoolInput *input = pool->input;
    if (!input->done(input->data, (guint32)number, answer, why))
        pool->is_closed = true;
}

// The worker is gone, or about to be.
static void reap(Pool *pool, Worker *worker) {
    int status = 0;
    close(worker->fd);
    while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
        ;
    gint64 number = worker->number;
    const char *why = describe_end(pool, worker, status);
    g_byte_array_unref(worker->bytes);
    *worker = (Worker){.number = -1};
    if (number < 0) {
        pool->lost++;
        return;
    }
    if (!pool->signal)
        tell(pool, number, NULL, why);
}

static void end_worker(Pool *pool, Worker *worker, const char *verdict) {
    worker->verdict = verdict;
    kill(worker->pid, SIGKILL);
    reap(pool, worker);
}

// ---- answers

static guint32 answer_length(const Worker *worker) {
    guint32 length;
    memcpy(&length, worker->bytes->data, sizeof length);
    return length;
}

static void take_answer(Pool *pool, Worker *worker) {
    guint32 length = answer_length(worker);
    json_t *answer = json_loadb((const char *)worker->bytes->data + sizeof length, length, 0, NULL);
    gint64 number = worker->number;
    worker->number = -1;
    pool->lost = 0;
    g_byte_array_set_size(worker->bytes, 0);
    tell(pool, number, answer, answer ? NULL : "the process that made it gave no answer");
    json_decref(answer);
}

static void read_worker(Pool *pool, Worker *worker) {
    guint8 buffer[16384];
    ssize_t count = recv(worker->fd, buffer, sizeof buffer, MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count <= 0) {
        reap(pool, worker);
        return;
    }
    g_byte_array_append(worker->bytes, buffer, (guint)count);
    if (worker->bytes->len < sizeof(guint32))
        return;
    guint32 length = answer_length(worker);
    if (length > ANSWER_LIMIT)
        end_worker(pool, worker, "the process that made it said too much");
    else if (worker->bytes->len >= length + sizeof length)
        take_answer(pool, worker);
}

// ---- limits

static guint64 memory_of(pid_t pid) {
    g_autofree char *path = g_strdup_printf("/proc/%d/statm", (int)pid), *text = NULL;
    guint64 pages = 0;
    if (!g_file_get_contents(path, &text, NULL, NULL))
        return 0;
    const char *resident = strchr(text, ' '); // the second number
    if (resident)
        pages = g_ascii_strtoull(resident, NULL, 10);
    return pages * (guint64)sysconf(_SC_PAGESIZE);
}

static void watch(Pool *pool, Worker *worker) {
    const JobsLimits *limits = &pool->input->job->jobs->limits;
    if (!worker->pid || worker->number < 0)
        return;
    g_autofree char *verdict = NULL;
    if (pool->input->job->place->seconds() >= worker->deadline)
        verdict = g_strdup_printf("it took longer than %g s, its limit", limits->seconds);
    else if (memory_of(worker->pid) > limits->memory) {
        g_autofree char *size = g_format_size(limits->memory);
        verdict = g_strdup_printf("it took more memory than %s, its limit", size);
    }
    if (verdict)
        end_worker(pool, worker, verdict);
}

// ---- the loop

static bool has_more(const Pool *pool) {
    return !pool->is_closed && !pool->signal && pool->next < pool->input->count &&
           pool->lost < LOST_LIMIT;
}

static bool hand_out(Pool *pool, Worker *worker) {
    const PoolInput *input = pool->input;
    if (!worker->pid && !start(pool, worker)) {
        pool->lost++;
        return false;
    }
    guint32 number = input->numbers[pool->next];
    if (send(worker->fd, &number, sizeof number, MSG_NOSIGNAL) != sizeof number) {
        reap(pool, worker);
        return false;
    }
    pool->next++;
    worker->number = number;
    worker->deadline = input->job->place->seconds() + input->job->jobs->limits.seconds;
    return true;
}

static guint hand_out_all(Pool *pool) {
    guint busy = 0;
    for (guint i = 0; i < pool->input->workers; i++) {
        Worker *worker = &pool->workers[i];
        if (worker->number < 0 && has_more(pool))
            hand_out(pool, worker);
        busy += worker->pid && worker->number >= 0;
    }
    return busy;
}

static void wait_for_news(Pool *pool) {
    guint count = pool->input->workers;
    g_autofree struct pollfd *fds = g_new0(struct pollfd, count + 1);
    for (guint i = 0; i < count; i++)
        fds[i] = (struct pollfd){pool->workers[i].pid ? pool->workers[i].fd : -1, POLLIN, 0};
    fds[count] = (struct pollfd){pool->signal_fd, POLLIN, 0};
    if (poll(fds, count + 1, WATCH_MS) < 0)
        return;
    if (fds[count].revents)
        take_signal(pool);
    for (guint i = 0; i < count; i++)
        if (fds[i].revents)
            read_worker(pool, &pool->workers[i]);
}

static void end_all(Pool *pool) {
    for (guint i = 0; i < pool->input->workers; i++) {
        Worker *worker = &pool->workers[i];
        if (!worker->pid)
            continue;
        if (worker->number >= 0)
            kill(worker->pid, SIGKILL); // else it ends when its descriptor does
        reap(pool, worker);
    }
}

int pool_run(const PoolInput *input) {
    Pool pool = {
        .input = input, .workers = g_new0(Worker, input->workers), .why = g_string_new(NULL)};
    for (guint i = 0; i < input->workers; i++)
        pool.workers[i].number = -1;
    open_signals(&pool);
    while (!pool.signal && (hand_out_all(&pool) > 0 || has_more(&pool))) {
        wait_for_news(&pool);
        for (guint i = 0; i < input->workers; i++)
            watch(&pool, &pool.workers[i]);
    }
    end_all(&pool);
    close_signals(&pool);
    for (; pool.lost >= LOST_LIMIT && pool.next < input->count; pool.next++)
        tell(&pool, input->numbers[pool.next], NULL, "no process could be started for it");
    g_free(pool.workers);
    g_string_free(pool.why, TRUE);
    return pool.signal;
}
