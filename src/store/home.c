// Of countries in as many facts, the home is the one that is named first in more of them, then the
// first by name. Facts that are loaded into memory are counted as they come: a million of them take
// SQL seconds.
#include "store/home.h"

#include <string.h>

void home_clear(StoreHome *home) {
    g_free(home->country);
    g_free(home->tied);
    *home = (StoreHome){0};
}

static const char home_sql[] =
    "SELECT country, count(DISTINCT fact) AS facts FROM party_rows WHERE country IS NOT NULL GROUP "
    "BY country"
    " ORDER BY count(DISTINCT fact) DESC, sum(CASE WHEN position = 1 THEN 1 ELSE 0 END) DESC,"
    " country LIMIT 2";

// The next by rank: the first is the home, and the second tied with it when it has as many facts.
static void take_next(StoreHome *home, const char *country, gint64 facts, gint64 *most) {
    if (!home->country) {
        home->country = g_strdup(country);
        *most = facts;
    } else if (facts == *most && facts > 1) {
        home->tied = g_strdup(country);
    }
}

StoreHome home_find(Engine *engine) {
    StoreHome home = {0};
    g_autoptr(Cursor) cursor = engine_select(engine, home_sql, NULL, 0);
    gint64 most = 0;
    while (cursor && cursor_next(cursor))
        take_next(&home, cursor_text(cursor, 0), cursor_integer(cursor, 1), &most);
    if (engine->error.message)
        home_clear(&home);
    return home;
}

// ---- counted

struct HomeCounts {
    GHashTable *countries; // name to CountryCount
};

typedef struct {
    char *country;
    guint facts, first;
} CountryCount;

static void free_count(void *data) {
    CountryCount *count = data;
    g_free(count->country);
    g_free(count);
}

HomeCounts *home_counts_new(void) {
    HomeCounts *counts = g_new0(HomeCounts, 1);
    counts->countries = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_count);
    return counts;
}

void home_counts_free(HomeCounts *counts) {
    if (!counts)
        return;
    g_hash_table_destroy(counts->countries);
    g_free(counts);
}

static CountryCount *count_of(HomeCounts *counts, const char *country) {
    CountryCount *count = g_hash_table_lookup(counts->countries, country);
    if (count)
        return count;
    count = g_new0(CountryCount, 1);
    count->country = g_strdup(country);
    g_hash_table_insert(counts->countries, count->country, count);
    return count;
}

static bool is_named_before(const Partnership *partnership, guint party) {
    for (guint i = 0; i < party; i++)
        if (g_strcmp0(partnership->parties[i].country, partnership->parties[party].country) == 0)
            return true;
    return false;
}

void home_note(HomeCounts *counts, const Partnership *partnership) {
    for (guint i = 0; i < partnership->party_count; i++) {
        const char *country = partnership->parties[i].country;
        if (!country || is_named_before(partnership, i))
            continue;
        CountryCount *count = count_of(counts, country);
        count->facts++;
        count->first += i == 0;
    }
}

static bool ranks_before(const CountryCount *a, const CountryCount *b) {
    if (a->facts != b->facts)
        return a->facts > b->facts;
    if (a->first != b->first)
        return a->first > b->first;
    return strcmp(a->country, b->country) < 0;
}

StoreHome home_of_counts(const HomeCounts *counts) {
    const CountryCount *best = NULL, *second = NULL;
    StoreHome home = {0};
    GHashTableIter iter;
    gpointer value;
    gint64 most = 0;
    g_hash_table_iter_init(&iter, counts->countries);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const CountryCount *count = value;
        if (!best || ranks_before(count, best)) {
            second = best;
            best = count;
        } else if (!second || ranks_before(count, second)) {
            second = count;
        }
    }
    if (best)
        take_next(&home, best->country, best->facts, &most);
    if (second)
        take_next(&home, second->country, second->facts, &most);
    return home;
}
