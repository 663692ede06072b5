// Layouts: what twelve lines give, every part of the grammar, and all problems of a wrong one in
// one run, each at its place.
#include "page_support.h"

static Layout *load_with(Fixture *f, const char *text, const ParamAssignment *assignments,
                         guint count) {
    const char *path = fixture_file(f, "layout.json", text);
    return layout_load(f->arena, f->diags, path, assignments, count, f->documents);
}

static Layout *load(Fixture *f, const char *text) {
    return load_with(f, text, NULL, 0);
}

#define LAYOUT(members) "{\"layout\": 1, " members ", \"body\": []}"

static double mm(double millimetres) {
    return millimetres * 72 / 25.4;
}

static void the_least_layout(void **state) {
    Fixture *f = *state;
    Layout *layout = load(f, "{\"layout\": 1, \"body\": []}");
    assert_non_null(layout);
    assert_float_equal(layout->page_width, mm(210), 0.001);
    assert_float_equal(layout->page_height, mm(297), 0.001);
    assert_true(layout->margin_left > 30);
    assert_string_equal(layout->language, "en");
    assert_false(layout->rtl);
    assert_null(layout->theme_path);
    assert_int_equal(layout->facts_count, 0);
    assert_int_equal(diags_errors(f->diags), 0);
}

static void pages_have_sizes_and_margins(void **state) {
    Fixture *f = *state;
    Layout *layout = load(f, LAYOUT("\"page\": {\"size\": \"A5\", \"orientation\": \"landscape\","
                                    " \"margin\": {\"top\": \"1in\", \"left\": \"2cm\"}}"));
    assert_non_null(layout);
    assert_float_equal(layout->page_width, mm(210), 0.001);
    assert_float_equal(layout->page_height, mm(148), 0.001);
    assert_float_equal(layout->margin_top, 72, 0.001);
    assert_float_equal(layout->margin_left, mm(20), 0.001);
    layout = load(f, LAYOUT("\"page\": {\"size\": {\"width\": \"8in\", \"height\": 700},"
                            " \"margin\": \"48px\"}"));
    assert_non_null(layout);
    assert_float_equal(layout->page_width, 576, 0.001);
    assert_float_equal(layout->page_height, 700, 0.001);
    assert_float_equal(layout->margin_bottom, 36, 0.001);
    layout = load(f, LAYOUT("\"page\": {\"size\": \"16:9\"}"));
    assert_non_null(layout);
    assert_true(layout->page_width > layout->page_height);
}

static void margins_leave_room(void **state) {
    Fixture *f = *state;
    assert_null(load(f, LAYOUT("\"page\": {\"margin\": \"10cm\"}")));
    assert_string_equal(nth_message(f->diags, 0),
                        "the margins leave 28 × 275 pt of the page, expected at least 72 × 72 pt");
}

static void languages_have_directions(void **state) {
    Fixture *f = *state;
    assert_true(load(f, LAYOUT("\"lang\": \"ur\""))->rtl);
    assert_true(load(f, LAYOUT("\"lang\": \"ar\""))->rtl);
    assert_false(load(f, LAYOUT("\"lang\": \"zh\""))->rtl);
    assert_false(load(f, LAYOUT("\"lang\": \"ur\", \"dir\": \"ltr\""))->rtl);
    assert_true(load(f, LAYOUT("\"lang\": \"fa-IR\""))->rtl);
    assert_null(load(f, LAYOUT("\"lang\": \"../en\"")));
    assert_int_equal(diags_nth(f->diags, 0)->id, DIAG_WRONG_VALUE);
}

static void paths_are_relative_to_the_file(void **state) {
    Fixture *f = *state;
    Layout *layout =
        load(f, LAYOUT("\"facts\": [\"../facts\", \"a.json\"], \"theme\": \"t/x.json\","
                       " \"vocabulary\": \"words\""));
    assert_non_null(layout);
    g_autofree char *facts = g_build_filename(f->folder, "../facts", NULL);
    g_autofree char *theme = g_build_filename(f->folder, "t/x.json", NULL);
    g_autofree char *words = g_build_filename(f->folder, "words", NULL);
    assert_string_equal(layout->facts[0], facts);
    assert_string_equal(layout->theme_path, theme);
    assert_string_equal(layout->vocabulary_path, words);
}

static void a_bare_theme_is_looked_for(void **state) {
    Fixture *f = *state;
    const char *path = fixture_file(f, "themes/mine.json", "{\"theme\": 1}");
    assert_string_equal(load(f, LAYOUT("\"theme\": \"mine\""))->theme_path, path);
    assert_string_equal(load(f, LAYOUT("\"theme\": \"slate\""))->theme_path, "slate");
}

// ---- parameters

#define PARAMS                                                                                     \
    LAYOUT("\"params\": {\"country\": {\"type\": \"string\", \"default\": \"Pakistan\"},"          \
           "\"from\": {\"type\": \"year\", \"default\": 2000, \"min\": 1947, \"max\": 2100},"      \
           "\"to\": {\"type\": \"year\", \"default\": \"as_of\"},"                                 \
           "\"day\": {\"type\": \"date\", \"default\": \"2025-11\"},"                              \
           "\"full\": {\"type\": \"boolean\", \"default\": false},"                                \
           "\"kind\": {\"type\": \"string\", \"default\": \"a\", \"values\": [\"a\", \"b\"]},"     \
           "\"share\": {\"type\": \"number\", \"default\": 0.5}}")

static const LayoutParam *param(const Layout *layout, const char *name) {
    for (guint i = 0; i < layout->param_count; i++)
        if (strcmp(layout->params[i].name, name) == 0)
            return &layout->params[i];
    return NULL;
}

static void parameters_have_defaults(void **state) {
    Fixture *f = *state;
    Layout *layout = load(f, PARAMS);
    assert_non_null(layout);
    assert_string_equal(param(layout, "country")->value.as.string, "Pakistan");
    assert_float_equal(param(layout, "from")->value.as.number, 2000, 0);
    assert_true(param(layout, "to")->from_as_of);
    assert_false(param(layout, "full")->value.as.boolean);
}

static void the_command_line_assigns(void **state) {
    Fixture *f = *state;
    const ParamAssignment assignments[] = {
        {"country", "Kenya"}, {"from", "1999"},  {"to", "2010"},  {"full", "true"},
        {"kind", "b"},        {"share", "1e-2"}, {"day", "197X"}, {"from", "1963"}};
    Layout *layout = load_with(f, PARAMS, assignments, G_N_ELEMENTS(assignments));
    assert_non_null(layout);
    assert_string_equal(param(layout, "country")->value.as.string, "Kenya");
    assert_float_equal(param(layout, "from")->value.as.number, 1963, 0); // the last one counts
    assert_false(param(layout, "to")->from_as_of);
    assert_float_equal(param(layout, "to")->value.as.number, 2010, 0);
    assert_true(param(layout, "full")->value.as.boolean);
    assert_float_equal(param(layout, "share")->value.as.number, 0.01, 1e-9);
}

static void assignment_fails(Fixture *f, const char *name, const char *value, const char *message) {
    const ParamAssignment assignment = {name, value};
    guint before = diags_kept(f->diags);
    assert_null(load_with(f, PARAMS, &assignment, 1));
    assert_string_equal(nth_message(f->diags, before), message);
}

static void assignments_are_checked(void **state) {
    Fixture *f = *state;
    assignment_fails(f, "from", "soon",
                     "parameter \"from\" is \"soon\", expected a year such as 2025");
    assignment_fails(f, "from", "1900", "parameter \"from\" is \"1900\", expected at least 1947");
    assignment_fails(f, "from", "2000.5",
                     "parameter \"from\" is \"2000.5\", expected a year such as 2025");
    assignment_fails(f, "kind", "c", "parameter \"kind\" is \"c\", expected one of [\"a\", \"b\"]");
    assignment_fails(f, "full", "yes", "parameter \"full\" is \"yes\", expected true or false");
    assignment_fails(f, "day", "2025-13",
                     "parameter \"day\" is \"2025-13\", expected an EDTF date such as 2025-07-08");
    assignment_fails(f, "share", "", "parameter \"share\" is \"\", expected a number");
    assignment_fails(f, "form", "1", "--param form: the layout has no parameter of that name");
    assert_hint(f->diags, diags_kept(f->diags) - 1, "did you mean \"from\"?");
}

static void parameters_without_a_value_are_reported(void **state) {
    Fixture *f = *state;
    static const char text[] = LAYOUT("\"params\": {\"x\": {\"type\": \"string\"}}");
    const ParamAssignment assignment = {"x", "given"};
    assert_null(load(f, text));
    assert_string_equal(nth_message(f->diags, 0), "parameter \"x\" has no value");
    assert_non_null(load_with(f, text, &assignment, 1));
}

static void wrong_parameters_are_reported(void **state) {
    Fixture *f = *state;
    assert_null(load(f, LAYOUT("\"params\": {\"a\": {\"type\": \"year\", \"default\": \"x\"},"
                               "\"b\": {\"type\": \"yaer\"}, \"as_of\": {\"type\": \"date\"},"
                               "\"c d\": {\"type\": \"string\"},"
                               "\"e\": {\"type\": \"year\", \"default\": 1, \"min\": 2}}")));
    assert_string_equal(nth_message(f->diags, 0),
                        "the default of \"a\" is not a year such as 2025");
    assert_hint(f->diags, 1, "did you mean \"year\"?");
    assert_string_equal(nth_message(f->diags, 2),
                        "parameter \"as_of\" has the name of a built-in value");
    assert_string_equal(nth_message(f->diags, 3),
                        "parameter \"c d\" is no name: expected letters, digits and underscores");
    assert_string_equal(nth_message(f->diags, 4),
                        "the default of \"e\" breaks its own limits, expected at least 2");
}

static void values_reach_the_scope(void **state) {
    Fixture *f = *state;
    Layout *layout = load(
        f, LAYOUT("\"title\": \"{{country}} to {{to}}\", \"classification\": \"Open\","
                  "\"params\": {\"country\": {\"type\": \"string\", \"default\": \"Pakistan\"},"
                  "\"to\": {\"type\": \"year\", \"default\": \"as_of\"}},"
                  "\"data\": {\"xs\": {\"values\": [1, 2, 3]}}"));
    assert_non_null(layout);
    Scope *scope = fixture_scope(f);
    layout_define(layout, scope);
    assert_string_equal(template_expand_text(scope,
                                             "{{title}}|{{classification}}|{{lang}}|{{xs.count}}",
                                             NULL, TEMPLATE_PLAIN),
                        "Pakistan to 2025|Open|en|3");
}

// ---- everything wrong at once

static void all_problems_are_reported(void **state) {
    Fixture *f = *state;
    const char *path = fixture_file(
        f, "layout.json",
        "{\n"
        "  \"layout\": 2,\n"
        "  \"titel\": \"x\",\n"
        "  \"title\": \"{{country | }\",\n"
        "  \"page\": {\"size\": \"A44\", \"margin\": {\"top\": \"1foot\"}},\n"
        "  \"header\": {\"left\": 1, \"rule\": \"yes\"},\n"
        "  \"data\": {\"a\": {\"sql\": 1}, \"b\": {\"values\": {}}, \"title\": {\"name\": "
        "\"x\"}},\n"
        "  \"body\": [\n"
        "    {\"block\": \"haeding\", \"text\": \"x\"},\n"
        "    {\"text\": \"x\"},\n"
        "    {\"block\": \"heading\", \"text\": \"x\", \"id\": \"same\", \"kepp\": true},\n"
        "    {\"block\": \"heading\", \"text\": \"x\", \"id\": \"same\", \"when\": \"x > 1\"},\n"
        "    7\n"
        "  ]\n"
        "}\n");
    assert_null(layout_load(f->arena, f->diags, path, NULL, 0, f->documents));
    static const char *const expected[] = {
        "\"layout\" is 2, expected 1",
        "unknown key \"titel\" in layout",
        "\"{{\" is not closed by \"}}\"",
        "\"size\" is \"A44\", expected A3, A4, A5, Letter, Legal or 16:9",
        "\"top\" is \"1foot\", expected a length such as \"12mm\", \"3cm\", \"1in\" or \"24pt\"",
        "\"left\" is a number, expected a string",
        "\"rule\" is a string, expected true or false",
        "\"sql\" is a number, expected a string",
        "\"values\" is an object, expected an array",
        "dataset \"title\" has the name of a built-in value",
        "unknown block \"haeding\"",
        "block lacks \"block\"",
        "unknown key \"kepp\" in block \"heading\"",
        "two blocks have the id \"same\"",
        "condition is a string, expected an object",
        "block is a number, expected an object",
    };
    assert_int_equal(diags_errors(f->diags), G_N_ELEMENTS(expected));
    char *text = diags_to_text(f->diags);
    const char *at = text;
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++) { // in the order of the file
        at = strstr(at, expected[i]);
        if (!at)
            fail_msg("missing or out of order: %s\n%s", expected[i], text);
    }
    free(text);
}

static void deep_nesting_is_refused(void **state) {
    Fixture *f = *state;
    g_autoptr(GString) text = g_string_new("{\"layout\": 1, \"body\": [");
    for (guint i = 0; i < 100; i++)
        g_string_append(text, "{\"block\": \"box\", \"body\": [");
    for (guint i = 0; i < 100; i++)
        g_string_append(text, "]}");
    g_string_append(text, "]}");
    assert_null(load(f, text->str));
    assert_string_equal(nth_message(f->diags, 0), "blocks are nested more than 16 deep");
}

static void other_files_are_no_layouts(void **state) {
    Fixture *f = *state;
    assert_null(load(f, "[1, 2]"));
    assert_string_equal(nth_message(f->diags, 0), "layout is an array, expected an object");
    assert_null(load(f, "{"));
    assert_null(layout_load(f->arena, f->diags, "no/such/file.json", NULL, 0, f->documents));
    assert_int_equal(diags_nth(f->diags, 2)->id, DIAG_FILE);
}

// ---- lengths

static void lengths_have_units(void **state) {
    Fixture *f = *state;
    const JsonNode *good = fixture_json(
        f, "[\"12mm\", \"3cm\", \"1in\", \"24pt\", \"80px\", 7.5, \"0.5mm\", \"0pt\"]");
    static const double points[] = {34.0157, 85.0394, 72, 24, 60, 7.5, 1.4173, 0};
    for (guint i = 0; i < G_N_ELEMENTS(points); i++) {
        double length = -1;
        assert_true(layout_read_length(f->diags, json_node_item(good, i), "x", &length));
        assert_float_equal(length, points[i], 0.001);
    }
    const JsonNode *bad = fixture_json(
        f, "[\"12\", \"mm\", \"12 mm\", \"-3mm\", -3, \"1e3mm\", \"1.mm\", \"99999999in\", true,"
           " \"3MM\", \"\", \"١٢mm\", 1e300]");
    for (guint i = 0; i < json_node_size(bad); i++) {
        double length = -1;
        assert_false(layout_read_length(f->diags, json_node_item(bad, i), "x", &length));
        assert_float_equal(length, -1, 0);
    }
    assert_int_equal(diags_errors(f->diags), json_node_size(bad));
}

static void tracks_divide_a_width(void **state) {
    Fixture *f = *state;
    const JsonNode *node = fixture_json(f, "[\"100pt\", \"25%\", \"1fr\", \"3fr\", \"auto\"]");
    Track tracks[5];
    for (guint i = 0; i < 5; i++)
        assert_true(layout_read_track(f->diags, json_node_item(node, i), "width", &tracks[i]));
    double natural[5] = {0, 0, 0, 0, 60}, widths[5];
    tracks_resolve(tracks, 5, 400, 10, natural, widths);
    assert_float_equal(widths[0], 100, 0.001);
    assert_float_equal(widths[1], 100, 0.001);
    assert_float_equal(widths[4], 60, 0.001);
    assert_float_equal(widths[2], 25, 0.001);
    assert_float_equal(widths[3], 75, 0.001);
    tracks_resolve(tracks, 5, 150, 10, natural,
                   widths); // too narrow: shares shrink, none is negative
    double sum = 0;
    for (guint i = 0; i < 5; i++) {
        assert_true(widths[i] >= 0);
        sum += widths[i];
    }
    assert_float_equal(sum, 110, 0.001);
    const JsonNode *bad = fixture_json(f, "[\"0fr\", \"120%\", \"fr\", \"50 %\", null]");
    for (guint i = 0; i < json_node_size(bad); i++)
        assert_false(layout_read_track(f->diags, json_node_item(bad, i), "width", &tracks[0]));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        PAGE_TEST(the_least_layout),
        PAGE_TEST(pages_have_sizes_and_margins),
        PAGE_TEST(margins_leave_room),
        PAGE_TEST(languages_have_directions),
        PAGE_TEST(paths_are_relative_to_the_file),
        PAGE_TEST(a_bare_theme_is_looked_for),
        PAGE_TEST(parameters_have_defaults),
        PAGE_TEST(the_command_line_assigns),
        PAGE_TEST(assignments_are_checked),
        PAGE_TEST(parameters_without_a_value_are_reported),
        PAGE_TEST(wrong_parameters_are_reported),
        PAGE_TEST(values_reach_the_scope),
        PAGE_TEST(all_problems_are_reported),
        PAGE_TEST(deep_nesting_is_refused),
        PAGE_TEST(other_files_are_no_layouts),
        PAGE_TEST(lengths_have_units),
        PAGE_TEST(tracks_divide_a_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
