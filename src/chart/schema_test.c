// What a table of words cannot say: time units are put together, shapes may be SVG paths, schemes
// may be cut in steps, formats have grammars. A row of TESTS for each.
#include "chart/schema_test.h"
#include "base/suggest.h"
#include "chart/def.h"
#include "chart/scheme.h"

typedef struct {
    bool (*is_good)(Chart *chart, const char *word);
    const char *const *(*candidates)(void); // NULL terminated; or NULL
    DiagId id;
    const char *what, *advice; // advice: unless a word is near
} Test;

// ---------- words ----------

static bool is_aggregate(Chart *chart, const char *word) {
    (void)chart;
    return aggregate_find(word) >= 0;
}

static const char *const *aggregates(void) {
    static const char *const NAMES[] = {
        "count",  "valid",  "missing", "distinct", "sum",    "product",  "mean",      "average",
        "median", "q1",     "q3",      "min",      "max",    "variance", "variancep", "stdev",
        "stdevp", "stderr", "ci0",     "ci1",      "values", NULL};
    return NAMES;
}

static bool is_time_unit(Chart *chart, const char *word) {
    TimeUnit unit;
    (void)chart;
    return time_unit_parse(word, &unit);
}

static const char *const *time_units(void) {
    static const char *const NAMES[] = {"year",
                                        "yearquarter",
                                        "yearmonth",
                                        "yearmonthdate",
                                        "yearmonthdatehours",
                                        "yearmonthdatehoursminutes",
                                        "yearweek",
                                        "yearweekday",
                                        "yeardayofyear",
                                        "quarter",
                                        "month",
                                        "monthdate",
                                        "week",
                                        "day",
                                        "dayofyear",
                                        "date",
                                        "hours",
                                        "hoursminutes",
                                        "minutes",
                                        "seconds",
                                        "milliseconds",
                                        "utcyear",
                                        "utcyearmonth",
                                        "utcyearmonthdate",
                                        "utcquarter",
                                        "utcmonth",
                                        "utcweek",
                                        "utcday",
                                        "utcdate",
                                        "utchours",
                                        "binnedyear",
                                        "binnedyearmonth",
                                        "binnedyearmonthdate",
                                        "binnedutcyear",
                                        "binnedutcyearmonth",
                                        NULL};
    return NAMES;
}

static bool is_scheme(Chart *chart, const char *word) {
    SchemeKind kind;
    guint count;
    return scheme_colours(chart->arena, word, &count, &kind) != NULL;
}

static bool is_shape(Chart *chart, const char *word) {
    (void)chart;
    return scene_shape_is_known(word);
}

static const char *const *shapes(void) {
    static const char *const NAMES[] = {
        "circle",        "square",        "cross",    "diamond",        "triangle-up",
        "triangle-down", "triangle-left", "triangle", "triangle-right", "arrow",
        "wedge",         "stroke",        NULL};
    return NAMES;
}

static bool is_number_format(Chart *chart, const char *word) {
    (void)chart;
    return number_format_check(word);
}

static bool is_time_format(Chart *chart, const char *word) {
    const char *problem;
    (void)chart;
    return time_format_check(word, &problem);
}

static const Test TESTS[] = {
    [TEST_AGGREGATE] = {is_aggregate, aggregates, DIAG_WRONG_VALUE, "aggregate operation",
                        "expected for example count, sum, mean, median, min or max"},
    [TEST_TIME_UNIT] = {is_time_unit, time_units, DIAG_WRONG_VALUE, "time unit",
                        "expected for example year, yearmonth, quarter or utcyearmonthdate"},
    [TEST_SCHEME] = {is_scheme, scheme_names, DIAG_WRONG_VALUE, "colour scheme",
                     "expected for example blues, viridis, tableau10 or redblue-5"},
    [TEST_SHAPE] = {is_shape, shapes, DIAG_WRONG_VALUE, "shape",
                    "expected for example circle, square, cross, diamond, triangle-up or an SVG "
                    "path"},
    [TEST_NUMBER_FORMAT] = {is_number_format, NULL, DIAG_BAD_FORMAT, "number format",
                            "expected a d3-format such as \",d\", \".1f\", \".0%\" or \"$,.2s\""},
    [TEST_TIME_FORMAT] = {is_time_format, NULL, DIAG_BAD_FORMAT, "date format",
                          "expected a d3-time-format such as \"%Y\", \"%b %Y\" or \"%-d %B %Y\""},
};

void schema_test(Chart *chart, const JsonNode *node, SchemaTest test) {
    if (test == TEST_SCHEME && json_is_object(node->json))
        node = json_node_member(node, "name");
    if (!test || !node || !json_is_string(node->json))
        return;
    const char *word = json_string_value(node->json);
    if (TESTS[test].is_good(chart, word))
        return;
    const char *const *names = TESTS[test].candidates ? TESTS[test].candidates() : NULL;
    g_autofree char *hint =
        names ? suggest_hint(word, names, g_strv_length((char **)(gpointer)names)) : NULL;
    json_error(chart->diags, node, TESTS[test].id, hint ? hint : TESTS[test].advice,
               "\"%s\" is no %s", word, TESTS[test].what);
}

// ---------- formats ----------

typedef enum { SHOWS_UNKNOWN, SHOWS_NUMBERS, SHOWS_TIMES } Shows;

static Shows shown_by_type(const json_t *json) {
    const char *type = js_string(json, "formatType");
    if (!type)
        return SHOWS_UNKNOWN;
    return !strcmp(type, "number") ? SHOWS_NUMBERS : SHOWS_TIMES;
}

// A definition that names no type gets it elsewhere: from its layer, or from its scale.
static Shows shown_by_channel(const json_t *channel) {
    const char *scale = js_string(json_object_get(channel, "scale"), "type");
    const char *type = js_string(channel, "type");
    if (js_has(channel, "timeUnit") || !g_strcmp0(type, "temporal") || !g_strcmp0(scale, "time") ||
        !g_strcmp0(scale, "utc"))
        return SHOWS_TIMES;
    return !g_strcmp0(type, "quantitative") && !scale ? SHOWS_NUMBERS : SHOWS_UNKNOWN;
}

// Something of a date is shown.
static bool has_directive(const char *word) {
    for (const char *p = strchr(word, '%'); p && p[1]; p = strchr(p + 2, '%'))
        if (p[1] != '%')
            return true;
    return false;
}

static void test_format(Chart *chart, const JsonNode *holder, Shows shows) {
    const JsonNode *format = json_node_member(holder, "format");
    Shows own = shown_by_type(holder->json);
    if (!format || !json_is_string(format->json))
        return;
    const char *word = json_string_value(format->json);
    if (own != SHOWS_UNKNOWN)
        shows = own;
    else if (shows == SHOWS_UNKNOWN && has_directive(word))
        shows = SHOWS_TIMES;
    schema_test(chart, format, shows == SHOWS_TIMES ? TEST_TIME_FORMAT : TEST_NUMBER_FORMAT);
}

void schema_test_formats(Chart *chart, const JsonNode *channel) {
    static const char *const GUIDES[] = {"axis", "legend", "header"};
    Shows shows = shown_by_channel(channel->json);
    test_format(chart, channel, shows);
    for (guint i = 0; i < G_N_ELEMENTS(GUIDES); i++) {
        const JsonNode *guide = json_node_member(channel, GUIDES[i]);
        if (guide && json_is_object(guide->json))
            test_format(chart, guide, shows);
    }
}
