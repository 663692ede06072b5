// Date and time objects of specifications: {"year": 2020, "month": "march"}
// (https://vega.github.io/vega-lite/docs/datetime.html). Absent parts are 2012, January, the first,
// midnight; "day" counts from the Sunday that 2012 begins with.
#include "chart/def.h"

#include <math.h>

static const char *const PARTS[] = {"year",    "quarter",   "month",       "week",
                                    "day",     "dayofyear", "date",        "hours",
                                    "minutes", "seconds",   "milliseconds"};

static const char *const MONTHS[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                     "jul", "aug", "sep", "oct", "nov", "dec"};
static const char *const DAYS[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

bool datetime_is(const json_t *json) {
    if (!json_is_object(json))
        return false;
    for (guint i = 0; i < G_N_ELEMENTS(PARTS); i++)
        if (js_has(json, PARTS[i]))
            return true;
    return false;
}

// The index of a name by its first three letters, or -1.
static int name_index(const char *text, const char *const *names, int count) {
    for (int i = 0; i < count; i++)
        if (!g_ascii_strncasecmp(text, names[i], 3))
            return i;
    return -1;
}

// A part as a number: given as one, as digits, or by name. First counts from `base`.
static int part_value(const json_t *object, const char *key, int otherwise) {
    const json_t *value = json_object_get(object, key);
    double number = NAN;
    if (json_is_number(value))
        number = json_number_value(value);
    else if (json_is_string(value))
        number = g_ascii_strtod(json_string_value(value), NULL);
    return isfinite(number) && fabs(number) < 1e6 ? (int)number : otherwise;
}

static int month_of(const json_t *json) {
    const char *name = js_string(json, "month");
    int index = name ? name_index(name, MONTHS, 12) : -1;
    if (index >= 0)
        return index + 1;
    if (js_has(json, "month"))
        return part_value(json, "month", 1);
    return js_has(json, "quarter") ? (part_value(json, "quarter", 1) - 1) * 3 + 1 : 1;
}

static int date_of(const json_t *json) {
    if (js_has(json, "date"))
        return part_value(json, "date", 1);
    if (!js_has(json, "day") || json_object_size(json) > 1)
        return 1;
    const char *name = js_string(json, "day");
    int index = name ? name_index(name, DAYS, 7) : -1;
    return index >= 0 ? index + 1 : part_value(json, "day", 0) % 7 + 1;
}

double datetime_instant(Chart *chart, const json_t *json) {
    CivilTime civil = {.year = part_value(json, "year", 2012),
                       .month = month_of(json),
                       .day = date_of(json),
                       .hour = part_value(json, "hours", 0),
                       .minute = part_value(json, "minutes", 0),
                       .second = part_value(json, "seconds", 0),
                       .millisecond = part_value(json, "milliseconds", 0)};
    return instant_from_civil(&civil, js_bool(json, "utc", false) ? NULL : chart->input->zone);
}
