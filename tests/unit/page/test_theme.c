// Themes: the shipped ones, what extends means, colours that everybody can tell apart, messages.
#include "../support.h"

#include "base/file.h"
#include "page/theme.h"

#include <glib/gstdio.h>
#include <math.h>

typedef struct {
    Arena *arena;
    Diags *diags;
    TextEngine *engine;
    GPtrArray *documents;
    char *folder;
} Fixture;

static void free_document(void *document) {
    json_doc_free(document);
}

static int set_up(void **state) {
    Fixture *f = g_new0(Fixture, 1);
    f->arena = arena_new();
    f->diags = diags_new();
    f->engine = text_engine_new();
    f->documents = g_ptr_array_new_with_free_func(free_document);
    f->folder = g_dir_make_tmp("accord-theme-XXXXXX", NULL);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    Fixture *f = *state;
    g_autoptr(GDir) dir = g_dir_open(f->folder, 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(f->folder, name, NULL);
        g_remove(path);
    }
    g_rmdir(f->folder);
    arena_free(f->arena);
    g_ptr_array_unref(f->documents);
    text_engine_free(f->engine);
    diags_free(f->diags);
    g_free(f->folder);
    g_free(f);
    return 0;
}

static const Theme *load(Fixture *f, const char *path) {
    return theme_load(f->arena, f->diags, f->engine, path, NULL, f->documents);
}

// Writes a theme into the fixture's folder and gives its path.
static const char *write_theme(Fixture *f, const char *name, const char *text) {
    g_autofree char *path = g_build_filename(f->folder, name, NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    return arena_strdup(f->arena, path);
}

static void assert_hex(Colour colour, const char *expected) {
    char hex[8];
    colour_to_hex(colour, hex);
    assert_string_equal(hex, expected);
}

static double distance(Colour a, Colour b) {
    Oklab x = colour_to_oklab(a), y = colour_to_oklab(b);
    return 100 * sqrt(pow(x.l - y.l, 2) + pow(x.a - y.a, 2) + pow(x.b - y.b, 2));
}

// The smallest distance between any two of the first count colours, as somebody sees them.
static double nearest_pair(const Theme *theme, guint count, char kind) {
    double least = INFINITY;
    for (guint i = 0; i < count; i++)
        for (guint k = i + 1; k < count; k++) {
            Colour a = theme->categories[i], b = theme->categories[k];
            if (kind) {
                a = colour_simulate(a, kind);
                b = colour_simulate(b, kind);
            }
            least = fmin(least, distance(a, b));
        }
    return least;
}

// The shipped themes, and how their categories differ: in colour, or in lightness alone, when a
// line around each mark stands for the contrast that light ones lack.
static const struct {
    const char *name;
    bool grey;
} shipped[] = {{"slate", false}, {"paper", false}, {"nastaliq", false}, {"large", false},
               {"board", false}, {"stage", false}, {"twin", false},     {"grey", true}};

static const Theme *load_shipped(Fixture *f, guint index) {
    const char *path = arena_printf(f->arena, "layouts/themes/%s.json", shipped[index].name);
    const Theme *theme = load(f, path);
    assert_non_null(theme);
    return theme;
}

static void every_shipped_theme_is_looked_at(void **state) {
    (void)state;
    g_autoptr(GDir) dir = g_dir_open("layouts/themes", 0, NULL);
    guint count = 0;
    while (g_dir_read_name(dir))
        count++;
    assert_int_equal(count, G_N_ELEMENTS(shipped));
}

static Colour config_colour(const Theme *theme, const char *group, const char *key) {
    const JsonNode *object = json_node_member(theme->chart, group);
    const JsonNode *node = object ? json_node_member(object, key) : NULL;
    Colour colour = {0};
    assert_non_null(node);
    assert_true(colour_parse(json_string_value(node->json), &colour));
    return colour;
}

static void assert_readable(const char *theme, const char *what, Colour colour, Colour background,
                            double least) {
    double contrast = colour_contrast(colour, background);
    if (contrast < least)
        fail_msg("theme %s: %s has a contrast of %.2f, expected %.1f", theme, what, contrast,
                 least);
}

static void categories_are_told_apart_by_everybody(void **state) {
    Fixture *f = *state;
    for (guint i = 0; i < G_N_ELEMENTS(shipped); i++) {
        const Theme *theme = load_shipped(f, i);
        assert_true(theme->category_count >= (shipped[i].grey ? 8 : 22));
        const char kinds[] = {0, 'p', 'd', 't'}; // as they are, and as colour-blind eyes see them
        for (guint k = 0; k < G_N_ELEMENTS(kinds); k++) {
            double least = kinds[k] || shipped[i].grey ? 8 : 12;
            double nearest = nearest_pair(theme, 8, kinds[k]);
            if (nearest < least)
                fail_msg("theme %s: two of eight colours are %.1f apart for '%c'", theme->name,
                         nearest, kinds[k] ? kinds[k] : '-');
        }
        if (!shipped[i].grey) // the second ring never repeats a colour
            assert_true(nearest_pair(theme, 22, 0) >= 4);
    }
    assert_int_equal(diags_errors(f->diags), 0);
}

static void marks_stand_out_from_paper(void **state) {
    for (guint i = 0; i < G_N_ELEMENTS(shipped); i++) { // WCAG 2, 1.4.11
        const Theme *theme = load_shipped(*state, i);
        Colour paper = theme->inks[INK_PAPER];
        for (guint k = 0; k < 8 && !shipped[i].grey; k++)
            assert_readable(theme->name, "a category", theme->categories[k], paper, 3);
        if (shipped[i].grey) {
            assert_readable(theme->name, "bar", config_colour(theme, "bar", "stroke"), paper, 3);
            assert_readable(theme->name, "arc", config_colour(theme, "arc", "stroke"), paper, 3);
        }
        assert_readable(theme->name, "mark", config_colour(theme, "mark", "color"), paper, 3);
        assert_readable(theme->name, "axis", config_colour(theme, "axis", "domainColor"), paper,
                        2.5); // a line beside ticks and labels
    }
}

// Where words of any role may stand.
static void text_of_shipped_themes_is_readable(void **state) {
    static const InkRole fields[] = {INK_PAPER, INK_PANEL, INK_ACCENT_SOFT};
    for (guint i = 0; i < G_N_ELEMENTS(shipped); i++) { // WCAG 2, AA for small text
        const Theme *theme = load_shipped(*state, i);
        for (guint role = 0; role < ROLE_COUNT; role++)
            for (guint k = 0; k < G_N_ELEMENTS(fields); k++)
                assert_readable(theme->name, theme_role_name(role), theme->type[role].style.colour,
                                theme->inks[fields[k]], 4.5);
    }
}

static void words_of_charts_are_readable(void **state) {
    static const char *const places[][2] = {
        {"axis", "labelColor"},   {"axis", "titleColor"},     {"legend", "labelColor"},
        {"legend", "titleColor"}, {"header", "labelColor"},   {"header", "titleColor"},
        {"title", "color"},       {"title", "subtitleColor"}, {"text", "color"}};
    for (guint i = 0; i < G_N_ELEMENTS(shipped); i++) {
        const Theme *theme = load_shipped(*state, i);
        for (guint k = 0; k < G_N_ELEMENTS(places); k++)
            assert_readable(
                theme->name,
                arena_printf(((Fixture *)*state)->arena, "%s.%s", places[k][0], places[k][1]),
                config_colour(theme, places[k][0], places[k][1]), theme->inks[INK_PAPER], 4.5);
    }
}

// Titles of callouts have the ink of their tone, on its tint; covers have words on a band.
static void tones_and_bands_are_readable(void **state) {
    static const InkRole tones[] = {INK_GOOD, INK_WARN, INK_BAD, INK_ACCENT};
    for (guint i = 0; i < G_N_ELEMENTS(shipped); i++) {
        const Theme *theme = load_shipped(*state, i);
        Colour paper = theme->inks[INK_PAPER], band = theme->inks[theme->cover.band_ink];
        for (guint k = 0; k < G_N_ELEMENTS(tones); k++) {
            Colour tone = theme->inks[tones[k]];
            assert_readable(theme->name, theme_ink_name(tones[k]), tone, paper, 4.5);
            assert_readable(theme->name, theme_ink_name(tones[k]), tone,
                            colour_mix_rgb(tone, paper, theme->callout.tint), 4.5);
        }
        Colour words = theme->inks[theme->cover.band_text];
        assert_readable(theme->name, "band", colour_mix_rgb(words, band, 0.18), band, 4.5);
    }
}

// One step darker after the other, so that a copy in grey says the same.
static void ramps_get_darker_all_the_way(void **state) {
    static const char *const names[] = {"ordinal", "ramp", "heatmap"};
    for (guint i = 0; i < G_N_ELEMENTS(shipped); i++) {
        const Theme *theme = load_shipped(*state, i);
        const JsonNode *range = json_node_member(theme->chart, "range");
        for (guint k = 0; k < G_N_ELEMENTS(names); k++) {
            const JsonNode *ramp = json_node_member(range, names[k]);
            double before = 2;
            assert_true(json_node_size(ramp) >= 5);
            for (guint n = 0; n < json_node_size(ramp); n++) {
                Colour colour;
                assert_true(
                    colour_parse(json_string_value(json_node_item(ramp, n)->json), &colour));
                assert_true(before - colour_to_oklab(colour).l > 0.05);
                before = colour_to_oklab(colour).l;
            }
        }
    }
}

static void without_a_file_there_is_a_look(void **state) {
    Fixture *f = *state;
    const Theme *theme = load(f, NULL);
    assert_non_null(theme);
    assert_true(theme->type[ROLE_BODY].style.size > 0);
    assert_non_null(theme->chart);
    assert_int_equal(theme->category_count, 10);
    assert_int_equal(diags_errors(f->diags), 0);
}

static void a_theme_extends_another(void **state) {
    Fixture *f = *state;
    write_theme(f, "base.json",
                "{\"theme\": 1, \"name\": \"Base\", \"inks\": {\"accent\": \"#112233\"},"
                " \"type\": {\"h1\": {\"size\": 20, \"ink\": \"accent\", \"leading\": 1.5}},"
                " \"chart\": {\"font\": \"serif\", \"axis\": {\"grid\": true, \"ticks\": false}}}");
    const char *path = write_theme(
        f, "mine.json",
        "{\"theme\": 1, \"name\": \"Mine\", \"extends\": \"base\","
        " \"inks\": {\"accent\": \"#445566\", \"rule\": \"accent\"},"
        " \"type\": {\"h1\": {\"size\": \"10mm\"}}, \"chart\": {\"axis\": {\"ticks\": true}}}");
    const Theme *theme = load(f, path);
    assert_non_null(theme);
    assert_string_equal(theme->name, "Mine");
    assert_hex(theme->inks[INK_ACCENT], "#445566");
    assert_hex(theme->inks[INK_RULE], "#445566");
    assert_hex(theme->type[ROLE_H1].style.colour, "#445566"); // by name, so the new one
    assert_float_equal(theme->type[ROLE_H1].style.size, 28.346, 0.001);
    assert_float_equal(theme->type[ROLE_H1].leading, 42.520, 0.001);
    json_t *axis = json_object_get(theme->chart->json, "axis");
    assert_true(json_is_true(json_object_get(axis, "grid")));
    assert_true(json_is_true(json_object_get(axis, "ticks")));
    assert_string_equal(json_string_value(json_object_get(theme->chart->json, "font")), "serif");
}

static void plain_is_what_is_under_a_theme(void **state) {
    Fixture *f = *state;
    const Theme *plain = load(f, "plain");
    const Theme *mine =
        load(f, write_theme(f, "mine.json",
                            "{\"theme\": 1, \"extends\": \"plain\", \"strong\": 700,"
                            " \"cover\": {\"measure\": 1, \"band\": true}}"));
    assert_non_null(plain);
    assert_non_null(mine);
    assert_int_equal(mine->strong, 700);
    assert_true(mine->cover.band);
    assert_float_equal(mine->cover.measure, 1, 0);
    assert_float_equal(mine->cover.bar, plain->cover.bar, 0);
    assert_memory_equal(mine->inks, plain->inks, sizeof plain->inks);
    assert_int_equal(diags_errors(f->diags) + diags_warnings(f->diags), 0);
}

static void a_changed_font_reaches_inherited_roles(void **state) {
    Fixture *f = *state;
    const char *path = write_theme(f, "mine.json",
                                   "{\"theme\": 1, \"fonts\": {\"data\": \"serif\"},"
                                   " \"type\": {\"h1\": {\"font\": \"data\"}}}");
    const Theme *theme = load(f, path);
    assert_non_null(theme);
    assert_string_equal(theme->type[ROLE_TABLE].style.family, "serif");
    assert_string_equal(theme->type[ROLE_H1].style.family, "serif");
    assert_string_equal(theme->type[ROLE_BODY].style.family, "sans-serif");
    assert_string_equal(json_string_value(json_object_get(theme->chart->json, "font")), "serif");
}

static void mistakes_are_all_reported(void **state) {
    Fixture *f = *state;
    const char *path = write_theme(f, "bad.json",
                                   "{\"theme\": 1, \"inkz\": {}, \"inks\": {\"accent\": \"acent\"},"
                                   " \"type\": {\"h9\": {}, \"h1\": {\"size\": \"1mm\"}},"
                                   " \"table\": {\"zebra\": 1}, \"hairline\": \"2ft\"}");
    assert_null(load(f, path));
    assert_string_equal(nth_message(f->diags, 0),
                        "\"accent\" is \"acent\", expected an opaque colour such as \"#1f5a7a\" or "
                        "an ink's name");
    assert_string_equal(diags_nth(f->diags, 0)->hint, "did you mean \"accent\"?");
    assert_string_equal(nth_message(f->diags, 1), "\"size\" is 2.8 pt, expected 4 to 200 pt");
    assert_string_equal(nth_message(f->diags, 2), "unknown key \"h9\" in type");
    assert_string_equal(nth_message(f->diags, 3),
                        "\"hairline\" is \"2ft\", expected a length such as \"12mm\", \"3cm\", "
                        "\"1in\" or \"24pt\"");
    assert_string_equal(nth_message(f->diags, 4), "\"zebra\" is a number, expected true or false");
    assert_string_equal(nth_message(f->diags, 5), "unknown key \"inkz\" in theme");
    assert_int_equal(diags_errors(f->diags), 6);
}

static void inks_that_are_each_other_are_refused(void **state) {
    Fixture *f = *state;
    const char *path = write_theme(
        f, "loop.json", "{\"theme\": 1, \"inks\": {\"accent\": \"rule\", \"rule\": \"accent\"}}");
    assert_null(load(f, path));
    assert_string_equal(nth_message(f->diags, 0), "inks that are each other have no colour");
}

static void themes_that_extend_each_other_end(void **state) {
    Fixture *f = *state;
    const char *path = write_theme(f, "a.json", "{\"theme\": 1, \"extends\": \"b\"}");
    write_theme(f, "b.json", "{\"theme\": 1, \"extends\": \"a\"}");
    assert_null(load(f, path));
    assert_string_equal(nth_message(f->diags, 0), "more than 8 themes extend each other");
}

static void paths_stay_inside(void **state) {
    Fixture *f = *state;
    const char *path =
        write_theme(f, "a.json", "{\"theme\": 1, \"extends\": \"../../etc/passwd.json\"}");
    assert_null(load(f, path));
    assert_true(diags_has(f->diags, DIAG_PATH_OUTSIDE));
}

static void names_are_found_and_suggested(void **state) {
    Fixture *f = *state;
    assert_string_equal(theme_find(f->arena, "slate", "layouts", NULL),
                        "layouts/themes/slate.json");
    assert_string_equal(theme_find(f->arena, "slate", f->folder, "layouts"),
                        "layouts/themes/slate.json");
    assert_null(theme_find(f->arena, "slate", f->folder, NULL));
    ThemeInput input = {.arena = f->arena,
                        .diags = f->diags,
                        .path = "slaet",
                        .shipped = "layouts",
                        .documents = f->documents};
    assert_null(theme_read(&input));
    assert_string_equal(nth_message(f->diags, 0), "there is no theme \"slaet\"");
    assert_string_equal(diags_nth(f->diags, 0)->hint, "did you mean \"slate\"?");
}

static void a_missing_family_is_a_warning(void **state) {
    Fixture *f = *state;
    const char *path = write_theme(
        f, "mine.json", "{\"theme\": 1, \"fonts\": {\"text\": \"No Such Face, serif\"}}");
    const Theme *theme = load(f, path);
    assert_non_null(theme);
    assert_int_equal(diags_warnings(f->diags), 1);
    assert_int_equal(diags_nth(f->diags, 0)->id, DIAG_MISSING_FONT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(every_shipped_theme_is_looked_at),
        TEST(categories_are_told_apart_by_everybody),
        TEST(marks_stand_out_from_paper),
        TEST(text_of_shipped_themes_is_readable),
        TEST(words_of_charts_are_readable),
        TEST(tones_and_bands_are_readable),
        TEST(ramps_get_darker_all_the_way),
        TEST(without_a_file_there_is_a_look),
        TEST(a_theme_extends_another),
        TEST(plain_is_what_is_under_a_theme),
        TEST(a_changed_font_reaches_inherited_roles),
        TEST(mistakes_are_all_reported),
        TEST(inks_that_are_each_other_are_refused),
        TEST(themes_that_extend_each_other_end),
        TEST(paths_stay_inside),
        TEST(names_are_found_and_suggested),
        TEST(a_missing_family_is_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
