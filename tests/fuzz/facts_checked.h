// Facts are read from any bytes, with a map or without; what is handed on keeps the promises of
// facts.h, and what is reported can be printed. For the targets facts and map.
#pragma once
#include "checks.h"

#include "facts/facts.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const Vocabularies *vocabularies(void) {
    static Vocabularies *loaded;
    if (!loaded) {
        g_autoptr(Diags) diags = diags_new();
        loaded = vocabularies_load(diags, "data/vocabulary");
        g_assert(loaded);
    }
    return loaded;
}

static void check_date(const FactDate *date) {
    g_assert(!date->text || date->edtf.first <= date->edtf.last);
}

static bool check_partnership(void *data, const Partnership *partnership) {
    ++*(guint64 *)data;
    g_assert(*partnership->id && *partnership->title && partnership->party_count >= 1);
    check_date(&partnership->date);
    for (guint i = 0; i < partnership->party_count; i++)
        g_assert(*partnership->parties[i].name && *partnership->parties[i].as_published);
    for (guint i = 0; i < partnership->sector_count; i++)
        g_assert(*partnership->sectors[i]);
    for (guint i = 0; i < partnership->amount_count; i++) {
        g_assert(strlen(partnership->amounts[i].currency) == 3);
        g_assert(partnership->amounts[i].value.coefficient >= 0);
        check_date(&partnership->amounts[i].date);
    }
    for (guint i = 0; i < partnership->commitment_count; i++)
        g_assert(*partnership->commitments[i].text && *partnership->commitments[i].status);
    for (guint i = 0; i < partnership->evidence_count; i++)
        g_assert(*partnership->evidence[i].source);
    g_assert(isnan(partnership->confidence) ||
             (partnership->confidence >= 0 && partnership->confidence <= 1));
    return true;
}

static bool check_source(void *data, const FactSource *source) {
    (void)data;
    g_assert(*source->id);
    check_date(&source->published);
    return true;
}

// map: or NULL.
static void read_checked(Diags *diags, FactsMap *map, const uint8_t *data, size_t size) {
    int file = memory_file(data, size);
    g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", file);
    const char *paths[] = {path};
    guint64 count = 0;
    FactsMap *const maps[] = {map};
    FactsOptions options = {
        .diags = diags, .vocabularies = vocabularies(), .maps = map ? maps : NULL};
    FactsSink sink = {check_source, check_partnership, &count};
    FactsSummary summary;
    bool good = facts_read(&options, paths, 1, &sink, &summary);
    close(file);
    g_assert(good == (diags_errors(diags) == 0));
    g_assert(count == summary.partnerships);
    check_print(diags);
}
