// Specifications and what Vega makes of them, at a few places of the scene each; the expected
// values are those that vega-lite 6.5 and vega 6.4 computed.
#include "../support.h"

#include "chart/chart.h"

#define ABC                                                                                        \
    "\"data\":{\"values\":[{\"a\":\"A\",\"b\":2},{\"a\":\"B\",\"b\":4},{\"a\":\"C\",\"b\":3}]}"
#define BARS                                                                                       \
    "\"mark\":\"bar\",\"encoding\":{\"x\":{\"field\":\"a\"},\"y\":{\"field\":\"b\",\"type\":"      \
    "\"quantitative\"}}"
#define POINTS                                                                                     \
    "\"encoding\":{\"x\":{\"field\":\"b\",\"type\":\"quantitative\"},\"y\":{\"field\":\"a\"}}"

// Points at b of 2, 4 and 3, 150 points apart from 0 to 4, of which PARAM selects some.
#define SELECTED(param)                                                                            \
    "{" ABC ",\"params\":[{\"name\":\"s\"," param                                                  \
    "}],\"mark\":\"circle\",\"encoding\":{\"x\":{\"field\":\"b\",\"type\":\"quantitative\"},"      \
    "\"color\":{\"condition\":{\"param\":\"s\",\"value\":\"red\"},\"value\":\"blue\"}}}"
#define BESIDE(left, right)                                                                        \
    "{" ABC ",\"hconcat\":[{\"params\":[{\"name\":\"s\"," left                                     \
    "}],\"mark\":\"tick\",\"encoding\":{\"x\":{\"field\":\"b\",\"type\":\"quantitative\"}}},"      \
    "{" right "}]}"
#define BRUSH "\"select\":\"interval\",\"value\":{\"x\":[2.5,4]}"
#define POINT "\"select\":{\"type\":\"point\",\"fields\":[\"a\"]}"

typedef struct {
    Arena *arena;
    Diags *diags;
    TextEngine *engine;
    JsonDoc *doc;
} Work;

static json_t *scene_of(Work *work, const char *spec) {
    work->arena = arena_new();
    work->diags = diags_new();
    work->engine = text_engine_new();
    g_autoptr(Source) source = source_of("spec.json", spec);
    work->doc = json_doc_parse(work->diags, source);
    assert_non_null(work->doc);
    const ChartInput input = {.arena = work->arena,
                              .diags = work->diags,
                              .engine = work->engine,
                              .spec = json_doc_root(work->doc),
                              .locale = format_locale("en")};
    const Scene *scene = chart_compile(&input);
    return scene ? scene_to_json(scene, /*with_lineage=*/false) : NULL;
}

static void work_end(Work *work) {
    json_doc_free(work->doc);
    text_engine_free(work->engine);
    diags_free(work->diags);
    arena_free(work->arena);
}

// The value at a path such as "views/0/marks/0/clip"; NULL when there is none.
static json_t *at_path(json_t *json, const char *path) {
    g_auto(GStrv) parts = g_strsplit(path, "/", -1);
    for (guint i = 0; parts[i] && json; i++)
        json = json_is_array(json) ? json_array_get(json, (size_t)atoi(parts[i]))
                                   : json_object_get(json, parts[i]);
    return json;
}

typedef struct {
    const char *spec, *path;
    const char *expected; // JSON; NULL: nothing there
} Row;

static void check_row(const Row *row) {
    Work work = {0};
    json_t *scene = scene_of(&work, row->spec);
    assert_non_null(scene);
    json_t *found = at_path(scene, row->path);
    char *text = found ? json_dumps(found, JSON_ENCODE_ANY | JSON_REAL_PRECISION(12)) : NULL;
    if (g_strcmp0(text, row->expected))
        fail_msg("%s\n  %s is %s, not %s", row->spec, row->path, text ? text : "absent",
                 row->expected ? row->expected : "absent");
    free(text);
    json_decref(scene);
    work_end(&work);
}

static void places_are_those_of_vega(void **state) {
    (void)state;
    static const Row rows[] = {
        // A style of the mark's own name is for Vega: it does not override what is encoded.
        {"{" ABC ",\"mark\":\"point\"," POINTS
         ",\"config\":{\"style\":{\"point\":{\"fill\":\"red\"}}}}",
         "views/0/marks/0/items/0/fill", NULL},
        // A named style brings the configuration of the mark of that name.
        {"{" ABC ",\"mark\":{\"type\":\"point\",\"style\":\"bar\"}," POINTS
         ",\"config\":{\"bar\":{\"strokeDash\":[2,1]}}}",
         "views/0/marks/0/items/0/strokeDash/0", "2"},
        {"{" ABC ",\"mark\":{\"type\":\"circle\",\"fill\":null,\"stroke\":\"red\"}," POINTS "}",
         "views/0/marks/0/items/0/fill", NULL},
        // A position moves an axis along its direction, its grid stays.
        {"{" ABC ",\"mark\":\"point\",\"encoding\":{\"x\":{\"field\":\"b\",\"type\":"
         "\"quantitative\",\"axis\":{\"position\":30}}}}",
         "views/0/axes/0/labels/0/pos", "30"},
        {"{" ABC ",\"mark\":\"point\",\"encoding\":{\"x\":{\"field\":\"b\",\"type\":"
         "\"quantitative\",\"axis\":{\"position\":30}}}}",
         "views/0/axes/0/grid/0", "0"},
        {"{" ABC "," BARS ",\"config\":{\"axisX\":{\"titleColor\":\"transparent\"}}}",
         "views/0/axes/0/title", "null"},
        // Marks are clipped where a selection pans and zooms.
        {"{" ABC ",\"mark\":\"point\"," POINTS
         ",\"params\":[{\"name\":\"g\",\"select\":\"interval\",\"bind\":\"scales\"}]}",
         "views/0/marks/0/clip", "true"},
        {"{" ABC ",\"mark\":\"point\"," POINTS
         ",\"params\":[{\"name\":\"g\",\"select\":\"interval\"}]}",
         "views/0/marks/0/clip", NULL},
        // Steps have no lower end to be set.
        {"{" ABC ",\"mark\":\"bar\",\"encoding\":{\"x\":{\"field\":\"a\",\"scale\":{\"rangeMin\":"
         "50}}}}",
         "views/0/marks/0/items/0/x", "1"},
        // A binned category in a band stands at the band's beginning.
        {"{" ABC ",\"mark\":\"bar\",\"encoding\":{\"x\":{\"field\":\"b\",\"bin\":{\"step\":"
         "1},\"type\":\"ordinal\"},\"y\":{\"field\":\"b\",\"type\":\"quantitative\"},"
         "\"size\":{\"value\":4}}}",
         "views/0/marks/0/items/0/x", "-1"},
        // null takes a channel away that a layer would inherit.
        {"{" ABC ",\"encoding\":{\"x\":{\"field\":\"a\"},\"y\":{\"field\":\"b\",\"type\":"
         "\"quantitative\"}},\"layer\":[{\"mark\":\"rule\",\"encoding\":{\"x\":null}},"
         "{\"mark\":\"bar\"}]}",
         "views/0/marks/0/items/0/x", "60"},
        // A sector's curves do not push the cells of a facet apart.
        {"{" ABC ",\"mark\":\"arc\",\"encoding\":{\"theta\":{\"aggregate\":\"count\"},\"column\":{"
         "\"field\":\"a\"}}}",
         "views/1/x", "320"},
        // A tooltip with a sum does not part a box plot.
        {"{" ABC ",\"mark\":\"boxplot\",\"encoding\":{\"y\":{\"field\":\"b\",\"type\":"
         "\"quantitative\"},\"tooltip\":{\"aggregate\":\"mean\",\"field\":\"b\"}}}",
         "views/0/marks/1/items/2", NULL},
        // What a legend's title shows, and the colours that are painted at its gradient's middle.
        {"{" ABC ",\"mark\":\"bar\",\"encoding\":{\"color\":{\"field\":\"b\",\"type\":"
         "\"quantitative\",\"legend\":{\"titleLimit\":4}}}}",
         "legends/0/title", "\"…\""},
        {"{\"data\":{\"values\":[{\"b\":-16.2},{\"b\":16.2}]},\"mark\":\"bar\",\"encoding\":{"
         "\"color\":{\"field\":\"b\",\"type\":\"quantitative\",\"scale\":{\"domainMid\":0.7,"
         "\"range\":[\"red\",\"white\",\"blue\"]}}}}",
         "legends/0/colors/2", "\"#ffac76\""},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        check_row(&rows[i]);
}

static void selections_stand_as_they_start(void **state) {
    (void)state;
    static const Row rows[] = {
        // An interval is a tint behind the marks and an outline before them.
        {SELECTED(BRUSH), "views/0/marks/0/items/0/x", "187.5"},
        {SELECTED(BRUSH), "views/0/marks/0/items/0/width", "112.5"},
        {SELECTED(BRUSH), "views/0/marks/0/items/0/fillOpacity", "0.125"},
        {SELECTED(BRUSH), "views/0/marks/2/items/0/stroke", "\"#ffffff\""},
        {SELECTED("\"select\":\"interval\""), "views/0/marks/1", NULL},
        // Rows in it, and rows outside; without a value all rows are in it.
        {SELECTED(BRUSH), "views/0/marks/1/items/0/fill", "\"#0000ff\""},
        {SELECTED(BRUSH), "views/0/marks/1/items/1/fill", "\"#ff0000\""},
        {SELECTED(POINT), "views/0/marks/0/items/0/fill", "\"#ff0000\""},
        {SELECTED(POINT ",\"value\":\"B\""), "views/0/marks/0/items/1/fill", "\"#ff0000\""},
        {SELECTED(POINT ",\"value\":[{\"a\":\"A\"},{\"a\":\"C\"}]"), "views/0/marks/0/items/1/fill",
         "\"#0000ff\""},
        {SELECTED(POINT ",\"value\":[]"), "views/0/marks/0/items/1/fill", "\"#ff0000\""},
        // A variable is taken by its truth.
        {SELECTED("\"value\":false"), "views/0/marks/0/items/0/fill", "\"#0000ff\""},
        // Other views filter by it, or take their domain or bins from it.
        {BESIDE(BRUSH, "\"transform\":[{\"filter\":{\"param\":\"s\"}}]," BARS),
         "views/1/marks/0/items/2", NULL},
        {BESIDE(BRUSH, "\"transform\":[{\"filter\":{\"not\":{\"param\":\"s\"}}}]," BARS),
         "views/1/marks/0/items/1", NULL},
        {BESIDE(BRUSH, "\"mark\":\"tick\",\"encoding\":{\"x\":{\"field\":\"b\",\"type\":"
                       "\"quantitative\",\"scale\":{\"domain\":{\"param\":\"s\"}}}}"),
         "views/1/axes/0/labels/0/text", "\"2.6\""},
        {BESIDE(BRUSH, "\"mark\":\"tick\",\"encoding\":{\"x\":{\"field\":\"b\",\"type\":"
                       "\"quantitative\",\"scale\":{\"domain\":{\"param\":\"s\"}}}}"),
         "views/1/marks/0/clip", "true"},
        {BESIDE(POINT ",\"value\":\"B\"",
                "\"transform\":[{\"lookup\":\"a\",\"from\":{\"param\":\"s\",\"key\":\"a\"}},"
                "{\"filter\":\"datum.s && datum.s.b == 4\"}]," BARS),
         "views/1/marks/0/items/0/height", "300"},
        {BESIDE(BRUSH, "\"transform\":[{\"filter\":\"datum.b > s.b[0]\"}]," BARS),
         "views/1/marks/0/items/2", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        check_row(&rows[i]);
}

static void selections_that_cannot_start_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *spec, *message;
    } cases[] = {
        {SELECTED("\"select\":\"point\",\"value\":7"),
         "a selection of single rows from the start is not supported"},
        {SELECTED(POINT ",\"value\":[{\"a\":{\"expr\":\"now()\"}}]"),
         "an expression as a selected value is not supported"},
        {BESIDE(BRUSH, "\"mark\":\"tick\",\"encoding\":{\"x\":{\"field\":\"b\",\"type\":"
                       "\"quantitative\",\"scale\":{\"domain\":{\"param\":\"t\"}}}}"),
         "there is no selection \"t\""},
        {"{" ABC
         ",\"transform\":[{\"lookup\":\"a\",\"from\":{\"param\":\"s\",\"key\":\"a\"}}]," BARS
         ",\"params\":[{\"name\":\"s\"," POINT "}]}",
         "looking up a selection that does not stand in an earlier view is not supported"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        Work work = {0};
        assert_null(scene_of(&work, cases[i].spec));
        assert_string_equal(nth_message(work.diags, 0), cases[i].message);
        work_end(&work);
    }
}

static void plots_of_too_many_steps_are_refused(void **state) {
    (void)state;
    Work work = {0};
    json_t *scene = scene_of(&work, "{\"data\":{\"sequence\":{\"start\":0,\"stop\":2000}},\"mark\":"
                                    "\"bar\",\"encoding\":{\"x\":{\"field\":\"data\",\"type\":"
                                    "\"ordinal\"}}}");
    assert_null(scene);
    assert_string_equal(nth_message(work.diags, 0),
                        "the steps make a plot 40000 points wide, more than 32000");
    work_end(&work);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_those_of_vega),
        cmocka_unit_test(selections_stand_as_they_start),
        cmocka_unit_test(selections_that_cannot_start_are_refused),
        cmocka_unit_test(plots_of_too_many_steps_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
