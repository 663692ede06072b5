// Files: read whole up to a limit; written beside the target, synced, renamed and the folder
// synced, so that a reader and a crash see the old bytes or the new ones, never a part. What is no
// regular file (a device, a pipe) is written straight, since a rename would replace it.
#include "base/file.h"

#include "base/suggest.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024, FILE_MODE = 0644, FOLDER_MODE = 0755 };

static const char *shown_name(const char *path) {
    return strcmp(path, "-") == 0 ? "<stdin>" : path;
}

enum { SUGGESTED_NAMES = 10000 };

static gint compare_names(gconstpointer a, gconstpointer b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char *file_suggest(const char *path) {
    g_autofree char *folder = g_path_get_dirname(path), *name = g_path_get_basename(path);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *found;
    while (dir && names->len < SUGGESTED_NAMES && (found = g_dir_read_name(dir)))
        if (g_utf8_validate(found, -1, NULL))
            g_ptr_array_add(names, g_strdup(found));
    g_ptr_array_sort(names, compare_names);
    return suggest_hint(name, (const char *const *)(gpointer)names->pdata, names->len);
}

static void report_errno(Diags *diags, const Place *at, const char *action, const char *path,
                         int error) {
    g_autofree char *hint = error == ENOENT ? file_suggest(path) : NULL;
    diag_error(diags, DIAG_FILE, at, hint, "cannot %s \"%s\": %s", action, path, g_strerror(error));
}

// What to do about a path that cannot be written; NULL: the error says it.
static const char *write_hint(int error) {
    static const struct {
        int error;
        const char *hint;
    } hints[] = {{ENOSPC, "make room on its disk"},
                 {EDQUOT, "its disk has a quota for this account: make room, or have it raised"},
                 {EFBIG, "the size of files is limited here, see ulimit -f"},
                 {EACCES, "let this account write to its folder, or name another"},
                 {EPERM, "let this account write to its folder, or name another"},
                 {EROFS, "its disk is mounted for reading only"},
                 {ENOENT, "its folder is not there"},
                 {ENOTDIR, "a part of its path is a file, not a folder"},
                 {EIO, "its disk is failing: see what the system's log says of it"}};
    for (guint i = 0; i < G_N_ELEMENTS(hints); i++)
        if (hints[i].error == error)
            return hints[i].hint;
    return NULL;
}

bool file_report_unwritable(Diags *diags, const char *path, int error) {
    diag_error(diags, DIAG_FILE, NULL, write_hint(error), "cannot write \"%s\": %s", path,
               g_strerror(error));
    return false;
}

static ssize_t read_some(int fd, void *buffer, gsize size) {
    ssize_t count;
    do
        count = read(fd, buffer, size);
    while (count < 0 && errno == EINTR);
    return count;
}

// All bytes up to limit + 1, NUL-terminated; NULL with errno set on failure.
static char *read_all(int fd, gsize expected, gsize limit, gsize *length) {
    gsize size = MIN(expected, limit) + 2; // one to see the end, one for the NUL
    char *text = g_malloc(size);
    *length = 0;
    for (;;) {
        ssize_t count = read_some(fd, text + *length, MIN(size - 1, limit + 1) - *length);
        if (count < 0) {
            g_free(text);
            return NULL;
        }
        *length += (gsize)count;
        if (count == 0 || *length > limit)
            break;
        if (*length == size - 1)
            text = g_realloc(text, size = MIN(MAX(size * 2, CHUNK), limit + 2));
    }
    text[*length] = '\0';
    return text;
}

// The open file, or -1 with errno set. Folders are refused here; reading one says little.
static int open_input(const char *path, struct stat *status) {
    bool is_stdin = strcmp(path, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int error = fstat(fd, status) < 0 ? errno : S_ISDIR(status->st_mode) ? EISDIR : 0;
    if (!error)
        return fd;
    if (!is_stdin)
        close(fd);
    errno = error;
    return -1;
}

static int open_reported(Diags *diags, const char *path, const Place *at, struct stat *status) {
    int fd = open_input(path, status);
    diags_note_file(diags, path);
    if (fd < 0)
        report_errno(diags, at, "read", shown_name(path), errno);
    return fd;
}

int file_open_input(Diags *diags, const char *path, const Place *at) {
    struct stat status;
    return open_reported(diags, path, at, &status);
}

Source *file_read(Diags *diags, const char *path, gsize limit, const Place *at) {
    struct stat status;
    int fd = open_reported(diags, path, at, &status);
    if (fd < 0)
        return NULL;
    limit = MIN(limit, G_MAXSSIZE / 2); // room for sums with it
    gsize expected = S_ISREG(status.st_mode) ? (gsize)status.st_size : 0;
    gsize length = 0;
    char *text = read_all(fd, expected, limit, &length);
    int error = errno;
    if (fd != STDIN_FILENO)
        close(fd);
    if (!text) {
        report_errno(diags, at, "read", shown_name(path), error);
        return NULL;
    }
    if (length > limit) {
        diag_error(diags, DIAG_TOO_LARGE, at, NULL,
                   "\"%s\" is larger than %" G_GSIZE_FORMAT " bytes, which is the limit",
                   shown_name(path), limit);
        g_free(text);
        return NULL;
    }
    return source_new(shown_name(path), text, length);
}

// 0, or the errno.
static int write_all(int fd, const char *data, gsize length) {
    while (length > 0) {
        ssize_t count = write(fd, data, length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return errno;
        data += count;
        length -= (gsize)count;
    }
    return 0;
}

// Some file systems cannot sync, which is no failure of ours.
static int sync_fd(int fd) {
    return fsync(fd) < 0 && errno != EINVAL && errno != ENOTSUP && errno != EROFS ? errno : 0;
}

static int sync_folder(const char *folder) {
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return 0; // a folder that may be written but not read
    int error = sync_fd(fd);
    close(fd);
    return error;
}

static int write_straight(const char *path, const void *data, gsize length) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = write_all(fd, data, length);
    return close(fd) < 0 && !error ? errno : error;
}

// Fills and closes the file.
static int fill(int fd, mode_t mode, const void *data, gsize length) {
    int error = write_all(fd, data, length);
    if (!error && mode && fchmod(fd, mode) < 0)
        error = errno;
    if (!error)
        error = sync_fd(fd);
    return close(fd) < 0 && !error ? errno : error;
}

// What is to take the place of a file.
typedef struct {
    char *target;     // links followed
    char *beside;     // the new bytes; NULL: the target is no regular file
    GBytes *straight; // what goes to such a one
} Staged;

static void staged_clear(gpointer data) {
    Staged *staged = data;
    if (staged->beside)
        unlink(staged->beside);
    g_free(staged->target);
    g_free(staged->beside);
    g_bytes_unref(staged->straight);
}

// mode 0: as umask says.
static int stage_beside(Staged *staged, mode_t mode, const void *data, gsize length) {
    g_autofree char *folder = g_path_get_dirname(staged->target);
    if (g_mkdir_with_parents(folder, FOLDER_MODE) < 0)
        return errno;
    g_autofree char *beside = g_build_filename(folder, ".accord-tmpXXXXXX", NULL);
    int fd = g_mkstemp_full(beside, O_WRONLY | O_CLOEXEC, FILE_MODE);
    if (fd < 0)
        return errno;
    staged->beside = g_steal_pointer(&beside);
    return fill(fd, mode, data, length);
}

static int stage(Staged *staged, const char *path, const void *data, gsize length) {
    struct stat status;
    staged->target = g_strdup(path);
    if (stat(path, &status) < 0)
        return stage_beside(staged, 0, data, length);
    if (S_ISDIR(status.st_mode))
        return EISDIR;
    if (!S_ISREG(status.st_mode)) {
        staged->straight = g_bytes_new(data, length);
        return 0;
    }
    char *seen = realpath(path, NULL); // a link stays, what it names is replaced
    if (seen) {
        g_free(staged->target);
        staged->target = g_strdup(seen);
        free(seen);
    }
    return stage_beside(staged, status.st_mode & 0777, data, length);
}

static int settle(Staged *staged) {
    if (staged->straight) {
        gsize length = 0;
        const void *data = g_bytes_get_data(staged->straight, &length);
        return write_straight(staged->target, data, length);
    }
    if (rename(staged->beside, staged->target) < 0)
        return errno;
    g_clear_pointer(&staged->beside, g_free);
    g_autofree char *folder = g_path_get_dirname(staged->target);
    return sync_folder(folder);
}

static int write_path(const char *path, const void *data, gsize length) {
    Staged staged = {0};
    int error = stage(&staged, path, data, length);
    if (!error)
        error = settle(&staged);
    staged_clear(&staged);
    return error;
}

static int write_stdout(const void *data, gsize length) {
    if (fflush(stdout) != 0)
        return errno;
    return write_all(STDOUT_FILENO, data, length);
}

bool file_write(Diags *diags, const char *path, const void *data, gsize length) {
    bool is_stdout = strcmp(path, "-") == 0;
    int error = is_stdout ? write_stdout(data, length) : write_path(path, data, length);
    if (!error)
        return true;
    file_report_unwritable(diags, is_stdout ? "<stdout>" : path, error);
    return false;
}

struct FileSet {
    Diags *diags;
    GArray *staged; // of Staged
};

FileSet *file_set_new(Diags *diags) {
    FileSet *set = g_new0(FileSet, 1);
    set->diags = diags;
    set->staged = g_array_new(FALSE, TRUE, sizeof(Staged));
    g_array_set_clear_func(set->staged, staged_clear);
    return set;
}

void file_set_free(FileSet *set) {
    if (!set)
        return;
    g_array_unref(set->staged);
    g_free(set);
}

bool file_set_add(FileSet *set, const char *path, const void *data, gsize length) {
    g_array_set_size(set->staged, set->staged->len + 1);
    Staged *staged = &g_array_index(set->staged, Staged, set->staged->len - 1);
    int error = stage(staged, path, data, length);
    if (error)
        file_report_unwritable(set->diags, path, error);
    return !error;
}

bool file_set_settle(FileSet *set) {
    for (guint i = 0; i < set->staged->len; i++) {
        Staged *staged = &g_array_index(set->staged, Staged, i);
        int error = settle(staged);
        if (error) {
            file_report_unwritable(set->diags, staged->target, error);
            return false;
        }
    }
    g_array_set_size(set->staged, 0);
    return true;
}

static int write_new(char *beside, const void *data, gsize length) {
    int fd = g_mkstemp_full(beside, O_WRONLY | O_CLOEXEC, FILE_MODE);
    if (fd < 0)
        return errno;
    int error = fill(fd, 0, data, length);
    if (error)
        unlink(beside);
    return error;
}

char *file_write_new(Diags *diags, const char *path, const char *prefix, const void *data,
                     gsize length) {
    g_autofree char *folder = g_path_get_dirname(path);
    char *beside = g_strdup_printf("%s/%sXXXXXX", folder, prefix);
    int error =
        g_mkdir_with_parents(folder, FOLDER_MODE) < 0 ? errno : write_new(beside, data, length);
    if (!error)
        return beside;
    file_report_unwritable(diags, path, error);
    g_free(beside);
    return NULL;
}

bool file_sync_folder(Diags *diags, const char *path) {
    int error = sync_folder(path);
    if (error)
        file_report_unwritable(diags, path, error);
    return !error;
}

char *file_resolve(const char *base, const char *name) {
    if (g_path_is_absolute(name) || !base || !*base || strcmp(base, ".") == 0)
        return g_strdup(name);
    return g_build_filename(base, name, NULL);
}

char *file_relative(const char *base, const char *path) {
    g_autofree char *folder = g_canonicalize_filename(base, NULL);
    g_autofree char *full = g_canonicalize_filename(path, NULL);
    gsize length = strcmp(folder, "/") == 0 ? 0 : strlen(folder);
    if (strcmp(full, folder) == 0)
        return g_strdup(".");
    if (strncmp(full, folder, length) != 0 || full[length] != '/')
        return g_steal_pointer(&full);
    return g_strdup(full + length + 1);
}

// The path with links followed as far as it exists; the rest, which does not exist, is appended.
// NULL when the rest climbs ("..") or a link leads nowhere. New string.
static char *real_path(const char *path) {
    char *real = realpath(path, NULL);
    if (real)
        return real;
    struct stat status;
    if (errno != ENOENT || lstat(path, &status) == 0)
        return NULL;
    g_autofree char *parent = g_path_get_dirname(path);
    g_autofree char *name = g_path_get_basename(path);
    if (strcmp(name, "..") == 0 || strcmp(parent, path) == 0)
        return NULL;
    g_autofree char *above = real_path(parent);
    if (!above)
        return NULL;
    return strcmp(name, ".") == 0 ? g_steal_pointer(&above) : g_build_filename(above, name, NULL);
}

bool file_is_below(const char *folder, const char *path) {
    if (strlen(path) >= 4096) // PATH_MAX; also bounds the depth of the walk
        return false;
    g_autofree char *top = real_path(folder);
    g_autofree char *real = real_path(path);
    if (!top || !real || !g_str_has_prefix(real, top))
        return false;
    gsize length = strlen(top);
    return real[length] == '\0' || real[length] == '/' || strcmp(top, "/") == 0;
}

char *file_sha256(const void *data, gsize length) {
    return g_compute_checksum_for_data(G_CHECKSUM_SHA256, data, length);
}
