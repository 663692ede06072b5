// Vega-Lite's DateTime objects: the parts of a date by name. What is absent is the first of its
// kind and the year 2012, as in time units without a year.
#include "table/transform.h"

#include <string.h>

static const char *const PARTS[] = {"year",  "quarter", "month",   "date",        "day",
                                    "hours", "minutes", "seconds", "milliseconds"};

bool date_time_is(const json_t *json) {
    for (gsize i = 0; i < G_N_ELEMENTS(PARTS); i++)
        if (json_object_get(json, PARTS[i]))
            return true;
    return false;
}

// The index of a name that begins with one of `count` three-letter names; -1 when none.
static int find_short_name(const char *name, const char *names, int count) {
    g_autofree char *lower = g_ascii_strdown(name, 3);
    for (int i = 0; i < count && strlen(lower) == 3; i++)
        if (strncmp(names + 3 * i, lower, 3) == 0)
            return i;
    return -1;
}

// A number, or a name of which the first stands for `first`.
static bool read_part(Reader *reader, const char *key, const char *names, int first, int *out) {
    const JsonNode *node = reader_node(reader, key);
    gint64 number;
    if (!node)
        return true;
    if (names && json_is_string(node->json)) {
        int index = find_short_name(json_string_value(node->json), names, (int)strlen(names) / 3);
        if (index >= 0) {
            *out = first + index;
            return true;
        }
        json_error(reader->diags, node, DIAG_WRONG_VALUE, NULL, "\"%s\" is no name of a %s",
                   json_string_value(node->json), key);
        return false;
    }
    if (!json_read_integer(reader->diags, node, key, -1000000, 1000000, &number))
        return false;
    *out = (int)number;
    return true;
}

static const char MONTH_NAMES[] = "janfebmaraprmayjunjulaugsepoctnovdec";
static const char DAY_NAMES[] = "sunmontuewedthufrisat";

bool date_time_read(Diags *diags, const JsonNode *node, GTimeZone *zone, double *instant_ms) {
    Reader reader;
    CivilTime t = {.year = 2012};
    int quarter = 1, weekday = -1;
    bool utc = false;
    if (!reader_begin(&reader, diags, node, "date"))
        return false;
    bool good = read_part(&reader, "year", NULL, 0, &t.year);
    good = read_part(&reader, "quarter", NULL, 0, &quarter) && good;
    t.month = 3 * quarter - 2;
    good = read_part(&reader, "month", MONTH_NAMES, 1, &t.month) && good;
    good = read_part(&reader, "day", DAY_NAMES, 0, &weekday) && good;
    t.day = weekday >= 0 ? weekday % 7 + 1 : 1; // 2012 began on a Sunday
    good = read_part(&reader, "date", NULL, 0, &t.day) && good;
    good = read_part(&reader, "hours", NULL, 0, &t.hour) && good;
    good = read_part(&reader, "minutes", NULL, 0, &t.minute) && good;
    good = read_part(&reader, "seconds", NULL, 0, &t.second) && good;
    good = read_part(&reader, "milliseconds", NULL, 0, &t.millisecond) && good;
    reader_bool(&reader, "utc", &utc);
    if (!reader_end(&reader) || !good)
        return false;
    *instant_ms = instant_from_civil(&t, utc ? NULL : zone);
    return true;
}
