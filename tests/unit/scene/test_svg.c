// Scenes as SVG: well-formed, text as text, nothing of the input becomes markup.
#include "draft.h"

#include "scene/svg.h"

typedef struct {
    GString *text;    // of text elements, each followed by |
    GString *strange; // elements and attributes that do not belong here
    guint paths;
} Seen;

static void see_element(GMarkupParseContext *context, const char *element, const char **names,
                        const char **values, gpointer data, GError **error) {
    (void)context;
    (void)values;
    (void)error;
    static const char *const elements[] = {"svg",  "g",    "path",     "text",           "tspan",
                                           "desc", "stop", "clipPath", "linearGradient", NULL};
    Seen *seen = data;
    if (!g_strv_contains(elements, element))
        g_string_append_printf(seen->strange, "<%s>", element);
    for (guint i = 0; names[i]; i++)
        if (g_str_has_prefix(names[i], "on") || g_str_has_suffix(names[i], "href"))
            g_string_append_printf(seen->strange, "@%s", names[i]);
    seen->paths += g_str_equal(element, "path");
}

static void see_text(GMarkupParseContext *context, const char *text, gsize length, gpointer data,
                     GError **error) {
    (void)error;
    const char *element = g_markup_parse_context_get_element(context);
    Seen *seen = data;
    if (length > 0 && (g_str_equal(element, "text") || g_str_equal(element, "tspan"))) {
        g_string_append_len(seen->text, text, (gssize)length);
        g_string_append_c(seen->text, '|');
    }
}

static GString *write_svg(const Draft *draft) {
    TextEngine *engine = text_engine_new();
    GString *svg = scene_to_svg(&draft->scene, engine);
    text_engine_free(engine);
    return svg;
}

// Parses the SVG as XML; fails the test when it is none.
static Seen look_at(const Draft *draft) {
    static const GMarkupParser parser = {.start_element = see_element, .text = see_text};
    Seen seen = {g_string_new(NULL), g_string_new(NULL), 0};
    GString *svg = write_svg(draft);
    GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &seen, NULL);
    g_autoptr(GError) error = NULL;
    if (!g_markup_parse_context_parse(context, svg->str, (gssize)svg->len, &error) ||
        !g_markup_parse_context_end_parse(context, &error))
        fail_msg("%s in %s", error->message, svg->str);
    g_markup_parse_context_free(context);
    g_string_free(svg, TRUE);
    return seen;
}

static void forget(Seen seen) {
    g_string_free(seen.text, TRUE);
    g_string_free(seen.strange, TRUE);
}

static void assert_contains(const Draft *draft, const char *piece) {
    GString *svg = write_svg(draft);
    if (!strstr(svg->str, piece))
        fail_msg("%s is not in %s", piece, svg->str);
    g_string_free(svg, TRUE);
}

static void text_stays_text(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    draft_text(draft, 5, 6, "Renewable energy");
    draft_text(draft, 5, 6, "two\n\nlines")->as.text.angle = 30;
    Seen seen = look_at(draft);
    assert_string_equal(seen.text->str, "Renewable energy|two|lines|");
    forget(seen);
    assert_contains(draft, "<text x=\"5\" y=\"6\" font-family=\"DejaVu Sans, sans-serif\" "
                           "font-size=\"11\" fill=\"#000000\">Renewable energy</text>");
    assert_contains(draft, "transform=\"translate(5,6) rotate(30)\"");
    assert_contains(draft, "<tspan x=\"0\" dy=\"26\">lines</tspan>");
}

static void text_is_never_markup(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    draft->scene.description = "</desc><script>alert(1)</script>&";
    draft_text(draft, 5, 6, "<script>a && b</script> \"'")->as.text.font.family =
        "\" onload=\"alert(1)";
    draft_text(draft, 5, 6, "bell \a and ]]>");
    Seen seen = look_at(draft);
    assert_string_equal(seen.strange->str, "");
    assert_string_equal(seen.text->str, "<script>a && b</script> \"'|bell \xEF\xBF\xBD and ]]>|");
    forget(seen);
}

static void a_hostile_shape_is_no_attribute(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    SceneItem *symbol = draft_mark(draft, SCENE_SYMBOL, 1)->items;
    symbol->style = filled("#000000");
    symbol->as.symbol.size = 9;
    symbol->as.symbol.shape = "M0,0L1,1\"/><script/>";
    Seen seen = look_at(draft);
    assert_string_equal(seen.strange->str, "");
    forget(seen);
    assert_contains(draft, "d=\"M0,0L1.5,1.5\"");
}

static void right_to_left_text_keeps_its_side(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    static const struct {
        const char *align, *anchor;
    } rows[] = {{"left", " direction=\"rtl\" text-anchor=\"end\""},
                {"right", " direction=\"rtl\" font-family"},
                {"center", " direction=\"rtl\" text-anchor=\"middle\""}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        draft_text(draft, 5, 6, "اردو")->as.text.align = rows[i].align;
        assert_contains(draft, rows[i].anchor);
    }
}

static void paint_and_lines_are_attributes(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    static const double dash[] = {4, 2.5};
    SceneItem *rule = draft_rule(draft, "mark", (double[]){0, 1, 2, 3}, 2);
    rule->style.dash = dash;
    rule->style.dash_count = 2;
    rule->style.cap = 'r';
    rule->style.join = 'b';
    rule->style.stroke_opacity = 0.5;
    assert_contains(draft,
                    "<path d=\"M0,1L2,3\" fill=\"none\" stroke=\"#000000\" stroke-opacity=\"0.5\" "
                    "stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"bevel\" "
                    "stroke-dasharray=\"4,2.5\"/>");
}

static void clips_and_gradients_have_names_of_their_own(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    static const GradientStop stops[] = {{0, {1, 0, 0, 1}}, {1, {0, 0, 1, 0.5}}};
    static const Gradient gradient = {0, 0, 1, 0, 2, stops};
    draft_rect(draft, "#000000", 10, 0, 40, 20)->style.fill.gradient = &gradient;
    draft_rule(draft, "mark", (double[]){0, 40, 100, 40}, 6)->style.stroke.gradient = &gradient;
    draft_rect(draft, "#ff0000", 90, 30, 20, 20);
    ((SceneMark *)draft->nodes[2].mark)->clip = true;
    Seen seen = look_at(draft);
    assert_string_equal(seen.strange->str, "");
    assert_int_equal(seen.paths, 4);
    forget(seen);
    assert_contains(draft, "gradientTransform=\"matrix(40 0 0 20 10 0)\"");
    assert_contains(draft, "fill=\"url(#g1)\"");
    assert_contains(draft, "gradientTransform=\"matrix(100 0 0 1 0 40)\"");
    assert_contains(draft, "stroke=\"url(#g2)\"");
    assert_contains(draft, "<clipPath id=\"c1\"><path d=\"M0,0L100,0L100,60L0,60Z\"/></clipPath>\n"
                           "<g clip-path=\"url(#c1)\">");
}

static void the_same_scene_gives_the_same_bytes(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    draft_text(draft, 5, 6, "same");
    draft_rect(draft, "#ff0000", -0.0001, 1e-9, 20, 1.0 / 3);
    GString *first = write_svg(draft), *second = write_svg(draft);
    assert_string_equal(first->str, second->str);
    assert_non_null(strstr(first->str, "d=\"M0,0L20,0L20,0.333L0,0.333Z\""));
    g_string_free(first, TRUE);
    g_string_free(second, TRUE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_stays_text),
        cmocka_unit_test(text_is_never_markup),
        cmocka_unit_test(a_hostile_shape_is_no_attribute),
        cmocka_unit_test(right_to_left_text_keeps_its_side),
        cmocka_unit_test(paint_and_lines_are_attributes),
        cmocka_unit_test(clips_and_gradients_have_names_of_their_own),
        cmocka_unit_test(the_same_scene_gives_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
