// The lock is flock's: it ends with the process that took it, however that ends, and with no stale
// file. The text in the file is for people: it says who.
#include "job/lock.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static void report_held(Diags *diags, int fd, const char *path) {
    char who[200] = "";
    ssize_t length = pread(fd, who, sizeof who - 1, 0);
    who[MAX(length, 0)] = '\0';
    who[strcspn(who, "\n")] = '\0';
    diag_error(diags, DIAG_LOCKED, NULL, "wait until it has ended, and run again",
               "another run goes on: %s (\"%s\")", *who ? who : "it does not say which", path);
}

// Its time of change is that of this run's start by the clock that stamps files.
static bool write_holder(int fd, const char *since) {
    g_autofree char *text = g_strdup_printf("process %d, since %s\n", (int)getpid(), since);
    gsize length = strlen(text);
    return ftruncate(fd, 0) == 0 && pwrite(fd, text, length, 0) == (gssize)length;
}

int lock_take(Diags *diags, const char *path, const char *since) {
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && write_holder(fd, since))
        return fd;
    if (fd >= 0 && errno == EWOULDBLOCK)
        report_held(diags, fd, path);
    else
        file_report_unwritable(diags, path, errno);
    if (fd >= 0)
        close(fd);
    return -1;
}

void lock_drop(int fd) {
    if (fd >= 0)
        close(fd);
}
