// SQL knows date('now'), but a report must not depend on the day it is made. SQLite asks its
// virtual file system for the time; each store has one of its own, which is the default in all but
// the clock: that stands still at the start of the store's as-of day.
#include "base/edtf.h"
#include "store/sqlite.h"

#include <string.h>

struct StoreClock {
    sqlite3_vfs vfs;      // first: SQLite hands this address back
    sqlite3_int64 now_ms; // since noon of -4713-11-24, a Julian day
    char *name;
};

static const sqlite3_int64 JULIAN_EPOCH_MS = 210866760000000; // of 1970-01-01
static const sqlite3_int64 DAY_MS = 86400000;

static int current_ms(sqlite3_vfs *vfs, sqlite3_int64 *out) {
    *out = ((StoreClock *)(void *)vfs)->now_ms;
    return SQLITE_OK;
}

static int current_days(sqlite3_vfs *vfs, double *out) {
    *out = (double)((StoreClock *)(void *)vfs)->now_ms / (double)DAY_MS;
    return SQLITE_OK;
}

StoreClock *store_clock_new(void) {
    const sqlite3_vfs *standard = sqlite3_vfs_find(NULL);
    if (!standard)
        return NULL;
    StoreClock *clock = g_new0(StoreClock, 1);
    clock->vfs = *standard;
    clock->vfs.pNext = NULL;
    clock->vfs.xCurrentTime = current_days;
    clock->vfs.xCurrentTimeInt64 = current_ms;
    clock->now_ms = JULIAN_EPOCH_MS;
    clock->name = g_strdup_printf("accord-%p", (void *)clock);
    clock->vfs.zName = clock->name;
    if (sqlite3_vfs_register(&clock->vfs, /*makeDflt=*/0) == SQLITE_OK)
        return clock;
    g_free(clock->name);
    g_free(clock);
    return NULL;
}

const char *store_clock_vfs(const StoreClock *clock) {
    return clock->name;
}

void store_clock_set(StoreClock *clock, const char *as_of) {
    Edtf date;
    if (edtf_parse(as_of, &date, NULL))
        clock->now_ms = JULIAN_EPOCH_MS + date.first * DAY_MS;
}

void store_clock_free(StoreClock *clock) {
    if (!clock)
        return;
    sqlite3_vfs_unregister(&clock->vfs);
    g_free(clock->name);
    g_free(clock);
}
