// The scene as JSON has the shape of the Vega-Lite conformance scenes.
#include "draft.h"

#include "base/json.h"

#include <math.h>

static void assert_json(json_t *json, const char *expected) {
    char *text = json_dumps(json, JSON_COMPACT | JSON_REAL_PRECISION(12) | JSON_ENCODE_ANY);
    assert_string_equal(text, expected);
    free(text);
}

// The marks of the draft's view.
static void assert_marks(Draft *draft, const char *expected) {
    json_t *scene = scene_to_json(&draft->scene, false);
    json_t *view = json_array_get(json_object_get(scene, "views"), 0);
    assert_json(json_object_get(view, "marks"), expected);
    json_decref(scene);
}

static void an_empty_view_is_a_view(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    draft->view.style = stroked("#ddd", 1);
    draft->scene.background = paint_of("white");
    json_t *scene = scene_to_json(&draft->scene, false);
    assert_json(scene,
                "{\"width\":100,\"height\":60,\"background\":\"#ffffff\",\"views\":[{\"x\":0,"
                "\"y\":0,\"width\":100,\"height\":60,\"stroke\":\"#dddddd\",\"marks\":[],"
                "\"axes\":[]}],\"axes\":[],\"headers\":[],\"legends\":[],\"titles\":[]}");
    json_decref(scene);
}

static void numbers_have_three_decimals(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    draft_rect(draft, "#4c78a8", -0.0001, 1.0 / 3, 10.00049, 1e6);
    assert_marks(draft, "[{\"type\":\"rect\",\"items\":[{\"x\":0,\"y\":0.333,\"width\":10,"
                        "\"height\":1000000,\"fill\":\"#4c78a8\"}]}]");
}

static void neighbours_of_a_type_are_one_mark(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    draft_rect(draft, "#000000", 0, 0, 1, 1);
    draft_rect(draft, "#111111", 1, 0, 1, 1);
    SceneItem *clipped = draft_rect(draft, "#222222", 2, 0, 1, 1);
    ((SceneMark *)draft->nodes[2].mark)->clip = true;
    clipped->as.rect.radius[1] = 2;
    assert_marks(draft,
                 "[{\"type\":\"rect\",\"items\":[{\"x\":0,\"y\":0,\"width\":1,\"height\":1,"
                 "\"fill\":\"#000000\"},{\"x\":1,\"y\":0,\"width\":1,\"height\":1,\"fill\":"
                 "\"#111111\"}]},{\"type\":\"rect\",\"clip\":true,\"items\":[{\"x\":2,\"y\":0,"
                 "\"width\":1,\"height\":1,\"cornerRadius\":[0,2,0,0],\"fill\":\"#222222\"}]}]");
}

static void what_paints_nothing_is_left_out(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    draft_rect(draft, "#000000", 0, 0, 0, 5);
    draft_rect(draft, "transparent", 0, 0, 5, 5);
    draft_rect(draft, "#000000", 0, 0, 5, 5)->style.fill_opacity = 0;
    draft_rect(draft, "#000000", NAN, 0, 5, 5);
    draft_rule(draft, "mark", (double[]){3, 3, 3, 3}, 1);
    draft_rule(draft, "mark", (double[]){0, 0, 3, 3}, 0);
    draft_text(draft, 1, 1, "");
    draft_mark(draft, SCENE_SYMBOL, 1)->items->style = filled("#000000");
    SceneItem *arc = draft_mark(draft, SCENE_ARC, 1)->items;
    arc->style = filled("#000000");
    arc->as.arc.end = 1;
    static const ScenePoint lone[] = {{.x = NAN}, {.x = 1, .y = 1}, {.x = NAN}};
    draft_path(draft, SCENE_LINE, lone, 3);
    assert_marks(draft, "[]");
}

static void every_mark_has_its_fields(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    static const double dash[] = {4, 2};
    SceneItem *rule = draft_rule(draft, "mark", (double[]){0, 1, 2, 3}, 2);
    rule->style.dash = dash;
    rule->style.dash_count = 2;
    rule->style.stroke_opacity = 0.5;
    SceneItem *symbol = draft_mark(draft, SCENE_SYMBOL, 1)->items;
    symbol->style = filled("#ff000080");
    symbol->as.symbol.size = 30;
    symbol->as.symbol.angle = 45;
    SceneItem *text = draft_text(draft, 5, 6, "a\nb");
    text->as.text.align = "center";
    text->as.text.baseline = "middle";
    text->as.text.font.weight = 700;
    text->as.text.angle = 270;
    SceneItem *arc = draft_mark(draft, SCENE_ARC, 1)->items;
    arc->style = filled("#00ff00");
    arc->as.arc.end = 1;
    arc->as.arc.outer = 9;
    arc->as.arc.pad = 0.01;
    assert_marks(
        draft,
        "[{\"type\":\"rule\",\"items\":[{\"x\":0,\"y\":1,\"x2\":2,\"y2\":3,\"stroke\":\"#000000\","
        "\"strokeOpacity\":0.5,\"strokeWidth\":2,\"strokeDash\":[4,2]}]},{\"type\":\"symbol\","
        "\"items\":[{\"x\":0,\"y\":0,\"size\":30,\"shape\":\"circle\",\"angle\":45,\"fill\":"
        "\"#ff0000\",\"fillOpacity\":0.502}]},{\"type\":\"text\",\"items\":[{\"x\":5,\"y\":6,"
        "\"text\":\"a\\nb\",\"align\":\"center\",\"baseline\":\"middle\",\"fontSize\":11,"
        "\"fontWeight\":\"bold\",\"angle\":270,\"fill\":\"#000000\"}]},{\"type\":\"arc\",\"items\":"
        "[{\"x\":0,\"y\":0,\"startAngle\":0,\"endAngle\":1,\"innerRadius\":0,\"outerRadius\":9,"
        "\"padAngle\":0.01,\"fill\":\"#00ff00\"}]}]");
}

static void points_have_their_base_and_breaks(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    static const ScenePoint points[] = {
        {.x = NAN}, {.x = 0, .y = 1, .x2 = 8, .y2 = 9, .size = 3}, {.x = NAN},
        {.x = NAN}, {.x = 2, .y = 3, .x2 = 8, .y2 = 9, .size = 4}, {.x = NAN}};
    SceneItem *line = draft_path(draft, SCENE_LINE, points, 6);
    line->as.path.interpolate = INTERPOLATE_CARDINAL;
    line->as.path.has_tension = true;
    line->as.path.tension = 0.5;
    draft_path(draft, SCENE_AREA, points, 6);
    draft_path(draft, SCENE_AREA, points, 6)->as.path.vertical = false;
    draft_path(draft, SCENE_TRAIL, points, 6);
    assert_marks(
        draft, "[{\"type\":\"line\",\"items\":[{\"stroke\":\"#000000\",\"interpolate\":"
               "\"cardinal\",\"tension\":0.5,\"points\":[[0,1],null,[2,3]]}]},{\"type\":\"area\","
               "\"items\":[{\"fill\":\"#000000\",\"points\":[[0,1,0,9],null,[2,3,2,9]]},"
               "{\"fill\":\"#000000\",\"points\":[[0,1,8,1],null,[2,3,8,3]]}]},{\"type\":"
               "\"trail\",\"items\":[{\"fill\":\"#000000\",\"points\":[[0,1,3],null,[2,3,4]]}]}]");
}

static void gradients_are_objects(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    static const GradientStop stops[] = {{0, {1, 1, 1, 1}}, {1, {0, 0, 0, 1}}};
    static const Gradient gradient = {1, 1, 1, 0, 2, stops};
    draft_rect(draft, "#000000", 0, 0, 5, 5)->style.fill.gradient = &gradient;
    assert_marks(
        draft, "[{\"type\":\"rect\",\"items\":[{\"x\":0,\"y\":0,\"width\":5,\"height\":5,\"fill\":"
               "{\"gradient\":\"linear\",\"x1\":1,\"y1\":1,\"x2\":1,\"y2\":0,\"stops\":"
               "[[0,\"#ffffff\"],[1,\"#000000\"]]}}]}]");
}

static void items_tell_their_facts_when_asked(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    static const guint32 ids[] = {3, 17};
    static const Lineage lineage = {2, ids};
    draft_rect(draft, "#000000", 0, 0, 5, 5)->lineage = &lineage;
    json_t *scene = scene_to_json(&draft->scene, true);
    json_t *view = json_array_get(json_object_get(scene, "views"), 0);
    json_t *mark = json_array_get(json_object_get(view, "marks"), 0);
    json_t *item = json_array_get(json_object_get(mark, "items"), 0);
    assert_json(json_object_get(item, "facts"), "[3,17]");
    json_decref(scene);
}

static const double ticks[] = {0, 50, 100};
static const SceneTickLabel labels[] = {{9.5, "A", 0}, {29.5, "B", 270}};
static const SceneAxis bottom = {.orient = "bottom",
                                 .at = 60,
                                 .title = "year",
                                 .domain = true,
                                 .tick_count = 3,
                                 .ticks = ticks,
                                 .label_count = 2,
                                 .labels = labels};
static const SceneAxis left = {.orient = "left", .grid_count = 3, .grid = ticks};
static const SceneAxis nothing = {.orient = "left"};

static SceneGroup axis_group(const SceneAxis *axis) {
    return (SceneGroup){.kind = GROUP_AXIS, .x = 0.5, .y = 0.5, .axis = axis};
}

static void axes_of_a_view_are_the_views(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    SceneGroup groups[] = {axis_group(&bottom), axis_group(&left), axis_group(&nothing)};
    draft_rect(draft, "#000000", 0, 0, 0, 0); // drops away
    for (guint i = 0; i < 3; i++)
        draft->nodes[draft->view.node_count++].group = &groups[i];
    draft->view.x = 7;
    json_t *scene = scene_to_json(&draft->scene, false);
    json_t *view = json_array_get(json_object_get(scene, "views"), 0);
    assert_json(json_object_get(view, "x"), "7");
    assert_json(json_object_get(view, "axes"),
                "[{\"orient\":\"bottom\",\"at\":60,\"title\":\"year\",\"domain\":true,\"grid\":[],"
                "\"ticks\":[0,50,100],\"labels\":[{\"pos\":9.5,\"text\":\"A\"},{\"pos\":29.5,"
                "\"text\":\"B\",\"angle\":270}]},{\"orient\":\"left\",\"at\":0,\"title\":null,"
                "\"domain\":false,\"grid\":[0,50,100],\"ticks\":[],\"labels\":[]}]");
    json_decref(scene);
}

// A composition: a row of two views whose shared axis stands in the row's own group.
static void compositions_add_up_offsets(void **state) {
    (void)state;
    SceneGroup axis = axis_group(&bottom);
    SceneGroup header = {.kind = GROUP_HEADER, .text = "Europe", .header_role = "column-header"};
    SceneGroup title = {.kind = GROUP_TITLE, .text = "Deals", .subtext = "2024"};
    SceneNode second_nodes[] = {{.group = &title}};
    SceneGroup first = {.kind = GROUP_VIEW, .x = 5, .width = 40, .height = 40};
    SceneGroup second = {.kind = GROUP_VIEW,
                         .x = 55,
                         .width = 40,
                         .height = 40,
                         .nodes = second_nodes,
                         .node_count = 1};
    SceneGroup empty = {.kind = GROUP_VIEW, .x = 99};
    SceneNode row_nodes[] = {{.group = &first},
                             {.group = &second},
                             {.group = &empty},
                             {.group = &axis},
                             {.group = &header}};
    SceneGroup row = {.kind = GROUP_CHART, .x = 10, .y = 20, .nodes = row_nodes, .node_count = 5};
    SceneNode root_nodes[] = {{.group = &row}};
    SceneGroup root = {.kind = GROUP_CHART, .nodes = root_nodes, .node_count = 1};
    Scene scene = {.root = &root};
    json_t *json = scene_to_json(&scene, false);
    assert_json(
        json_object_get(json, "views"),
        "[{\"x\":15,\"y\":20,\"width\":40,\"height\":40,\"marks\":[],\"axes\":[]},{\"x\":65,"
        "\"y\":20,\"width\":40,\"height\":40,\"marks\":[],\"axes\":[]}]");
    json_t *shared = json_array_get(json_object_get(json, "axes"), 0);
    assert_json(json_object_get(shared, "at"), "80");
    assert_json(json_object_get(shared, "ticks"), "[10,60,110]");
    assert_json(json_object_get(json, "headers"),
                "[{\"role\":\"column-header\",\"text\":\"Europe\"}]");
    assert_json(json_object_get(json, "titles"), "[{\"text\":\"Deals\",\"subtitle\":\"2024\"}]");
    assert_json(json_object_get(json, "background"), "null");
    json_decref(json);
}

static void marks_of_guides_are_not_marks_of_the_view(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    SceneItem item = {.style = stroked("#000000", 1), .as.rule = {0, 0, 5, 0}};
    SceneMark mark = {.type = SCENE_RULE, .role = "axis-tick", .item_count = 1, .items = &item};
    SceneMark data = {.type = SCENE_RULE, .role = "mark", .item_count = 1, .items = &item};
    SceneNode nodes[] = {{.mark = &mark}}, data_nodes[] = {{.mark = &data}};
    SceneGroup axis = axis_group(&left),
               layer = {.kind = GROUP_PLAIN, .x = 3, .nodes = data_nodes, .node_count = 1};
    axis.nodes = nodes;
    axis.node_count = 1;
    draft->nodes[draft->view.node_count++].group = &axis;
    assert_marks(draft, "[]");
    draft->nodes[draft->view.node_count++].group = &layer;
    assert_marks(draft, "[{\"type\":\"rule\",\"items\":[{\"x\":3,\"y\":0,\"x2\":8,\"y2\":0,"
                        "\"stroke\":\"#000000\"}]}]");
}

static void legends_list_their_entries(void **state) {
    (void)state;
    SceneItem symbol = {.style = stroked("#f58518", 2), .as.symbol = {.size = 100}};
    SceneLegendEntry entries[] = {{.label = "Energy", .symbol = &symbol}};
    SceneLegendEntry stops[] = {{.label = "0", .pos = 0}, {.label = "10", .pos = 1}};
    static const Colour colours[] = {{1, 1, 1, 1}, {0, 0, 0, 1}};
    SceneLegend legends[] = {
        {.title = "sector", .type = "symbol", .entry_count = 1, .entries = entries},
        {.type = "gradient",
         .entry_count = 2,
         .entries = stops,
         .colour_count = 2,
         .colours = colours},
        {.type = "discrete",
         .entry_count = 1,
         .entries = stops,
         .colour_count = 2,
         .colours = colours}};
    SceneGroup groups[3];
    SceneNode nodes[3] = {{0}};
    for (guint i = 0; i < 3; i++) {
        groups[i] = (SceneGroup){.kind = GROUP_LEGEND, .legend = &legends[i]};
        nodes[i].group = &groups[i];
    }
    SceneGroup root = {.kind = GROUP_CHART, .nodes = nodes, .node_count = 3};
    Scene scene = {.root = &root};
    json_t *json = scene_to_json(&scene, false);
    assert_json(
        json_object_get(json, "legends"),
        "[{\"title\":\"sector\",\"type\":\"symbol\",\"entries\":[{\"label\":\"Energy\","
        "\"size\":100,\"shape\":\"circle\",\"stroke\":\"#f58518\",\"strokeWidth\":2}]},"
        "{\"title\":null,\"type\":\"gradient\",\"colors\":[\"#ffffff\",\"#000000\"],"
        "\"entries\":[{\"label\":\"0\",\"pos\":0},{\"label\":\"10\",\"pos\":1}]},{\"title\":"
        "null,\"type\":\"discrete\",\"colors\":[\"#ffffff\",\"#000000\"],\"entries\":"
        "[{\"label\":\"0\"}]}]");
    json_decref(json);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_view_is_a_view),
        cmocka_unit_test(numbers_have_three_decimals),
        cmocka_unit_test(neighbours_of_a_type_are_one_mark),
        cmocka_unit_test(what_paints_nothing_is_left_out),
        cmocka_unit_test(every_mark_has_its_fields),
        cmocka_unit_test(points_have_their_base_and_breaks),
        cmocka_unit_test(gradients_are_objects),
        cmocka_unit_test(items_tell_their_facts_when_asked),
        cmocka_unit_test(axes_of_a_view_are_the_views),
        cmocka_unit_test(compositions_add_up_offsets),
        cmocka_unit_test(marks_of_guides_are_not_marks_of_the_view),
        cmocka_unit_test(legends_list_their_entries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
