// Each step is one rename, so that a reader sees what was there before or what is there now. Links
// are made beside their target and renamed over it, since a link does not replace.
#include "job/publish.h"

#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool publish_rename(Diags *diags, const char *from, const char *target) {
    return rename(from, target) == 0 || file_report_unwritable(diags, target, errno);
}

bool publish_write(Diags *diags, const char *path, const void *data, gsize length) {
    g_autofree char *beside = file_write_new(diags, path, PUBLISH_PREFIX, data, length);
    g_autofree char *folder = g_path_get_dirname(path);
    if (!beside)
        return false;
    if (publish_rename(diags, beside, path))
        return file_sync_folder(diags, folder);
    unlink(beside);
    return false;
}

// A name in the folder of target that nobody else has. New string.
static char *name_beside(const char *target) {
    g_autofree char *folder = g_path_get_dirname(target);
    g_autofree char *name = g_path_get_basename(target);
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_MD5, name, -1);
    return g_strdup_printf("%s/" PUBLISH_PREFIX "%s", folder, sum);
}

static bool copy(Diags *diags, const char *from, const char *target) {
    g_autofree char *bytes = NULL;
    gsize length;
    if (!g_file_get_contents(from, &bytes, &length, NULL))
        return file_report_unwritable(diags, target, errno);
    return publish_write(diags, target, bytes, length);
}

bool publish_link(Diags *diags, const char *from, const char *target) {
    g_autofree char *beside = name_beside(target), *folder = g_path_get_dirname(target);
    if (g_mkdir_with_parents(folder, 0755) < 0)
        return file_report_unwritable(diags, target, errno);
    unlink(beside);
    if (link(from, beside) < 0)
        return copy(diags, from, target);
    // Renaming a file over itself does nothing and leaves both names.
    bool good = publish_rename(diags, beside, target);
    unlink(beside);
    return good;
}

// How the folder is named from beside the link: by its name when both stand in one folder.
static char *target_of(const char *link, const char *folder) {
    g_autofree char *full_link = g_canonicalize_filename(link, NULL);
    char *full = g_canonicalize_filename(folder, NULL);
    g_autofree char *parent = g_path_get_dirname(full_link);
    gsize length = strlen(parent);
    if (!g_str_has_prefix(full, parent) || full[length] != '/')
        return full;
    char *relative = g_strdup(full + length + 1);
    g_free(full);
    return relative;
}

bool publish_latest(Diags *diags, const char *link, const char *folder) {
    struct stat status;
    if (lstat(link, &status) == 0 && !S_ISLNK(status.st_mode)) {
        diag_error(diags, DIAG_FILE, NULL, "move it away, or name another path in \"latest\"",
                   "\"%s\" is there and no symbolic link; it is left as it is", link);
        return false;
    }
    g_autofree char *target = target_of(link, folder), *beside = name_beside(link);
    g_autofree char *parent = g_path_get_dirname(link);
    if (g_mkdir_with_parents(parent, 0755) < 0)
        return file_report_unwritable(diags, link, errno);
    unlink(beside);
    if (symlink(target, beside) < 0)
        return file_report_unwritable(diags, link, errno);
    if (publish_rename(diags, beside, link))
        return file_sync_folder(diags, parent);
    unlink(beside);
    return false;
}

void publish_sweep(const char *folder) {
    GDir *dir = g_dir_open(folder, 0, NULL);
    if (!dir)
        return;
    for (const char *name; (name = g_dir_read_name(dir));)
        if (g_str_has_prefix(name, PUBLISH_PREFIX)) {
            g_autofree char *path = g_build_filename(folder, name, NULL);
            unlink(path);
        }
    g_dir_close(dir);
}
