// Shipped files are looked for from the program's own place: BUILD/PRESET/accord has the project
// two folders up, PREFIX/bin/accord has PREFIX/share/accord.
#include "app/environment.h"

#include "base/format.h"

#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

bool environment_is_terminal(int descriptor) {
    return isatty(descriptor) == 1;
}

bool environment_wants_colour(int descriptor) {
    const char *no_colour = g_getenv("NO_COLOR");
    const char *term = g_getenv("TERM");
    return environment_is_terminal(descriptor) && !(no_colour && *no_colour) &&
           g_strcmp0(term, "dumb") != 0;
}

guint environment_columns(int descriptor) {
    struct winsize size = {0};
    if (!environment_is_terminal(descriptor))
        return 0;
    const char *columns = g_getenv("COLUMNS");
    guint64 told = 0;
    if (columns && g_ascii_string_to_unsigned(columns, 10, 1, 1000, &told, NULL))
        return (guint)told;
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

char *environment_source_date(void) {
    const char *epoch = g_getenv("SOURCE_DATE_EPOCH");
    guint64 seconds = 0;
    if (!epoch ||
        !g_ascii_string_to_unsigned(epoch, 10, 0, G_GUINT64_CONSTANT(253402300799), &seconds, NULL))
        return NULL;
    return time_format("%Y-%m-%d", format_locale("en"), (double)seconds * 1000, NULL);
}

char *environment_today(void) {
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    return g_date_time_format(now, "%Y-%m-%d");
}

char *environment_local_day(void) {
    g_autoptr(GDateTime) now = g_date_time_new_now_local();
    return g_date_time_format(now, "%Y-%m-%d");
}

GTimeZone *environment_zone(void) {
    return g_time_zone_new_local();
}

double environment_seconds(void) {
    return (double)g_get_monotonic_time() / G_USEC_PER_SEC;
}

char *environment_clock(void) {
    g_autoptr(GDateTime) now = g_date_time_new_now_local();
    return g_date_time_format(now, "%H:%M:%S");
}

// Files are stamped by the clock of the last tick, some milliseconds behind the fine one.
struct timespec environment_file_time(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    return now;
}

char *environment_program(void) {
    return g_file_read_link("/proc/self/exe", NULL);
}

char *environment_shipped(const char *name) {
    g_autofree char *program = environment_program();
    if (!program)
        return NULL;
    g_autofree char *folder = g_path_get_dirname(program);
    static const char *const places[] = {"../..", "../share/accord", ".."};
    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *path = g_build_filename(folder, places[i], name, NULL);
        if (g_file_test(path, G_FILE_TEST_EXISTS))
            return g_canonicalize_filename(path, NULL);
    }
    return NULL;
}

char *environment_shipped_folder(void) {
    g_autofree char *words = environment_shipped("data/vocabulary");
    g_autofree char *data = words ? g_path_get_dirname(words) : NULL;
    return data ? g_path_get_dirname(data) : NULL;
}

char *environment_program_stamp(void) {
    struct stat status = {0};
    if (stat("/proc/self/exe", &status) < 0)
        return g_strdup(ACCORD_VERSION);
    return g_strdup_printf("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld", ACCORD_VERSION,
                           (gint64)status.st_size, (gint64)status.st_mtim.tv_sec,
                           status.st_mtim.tv_nsec);
}

char *environment_variable(const char *name) {
    const char *value = g_getenv(name);
    return value && *value ? g_strdup(value) : NULL;
}

void environment_forget_source_date(void) {
    g_unsetenv("SOURCE_DATE_EPOCH");
}
