// Fonts found by their names alone are the ones that Pango finds by all of fontconfig's rules.
#include "../support.h"

#include "text/font_names.h"

#include <pango/pangocairo.h>
#include <pango/pangofc-font.h>
#include <string.h>

typedef struct {
    PangoFontMap *map;
    PangoContext *context;
} Pango;

// New string.
static char *pango_file(const Pango *pango, const char *family, int weight, bool italic) {
    PangoFontDescription *description = pango_font_description_new();
    g_autofree char *families = g_strconcat(family, ",DejaVu Sans", NULL);
    pango_font_description_set_family(description, families);
    pango_font_description_set_absolute_size(description, 10 * PANGO_SCALE);
    pango_font_description_set_weight(description, (PangoWeight)weight);
    pango_font_description_set_style(description, italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    PangoFont *font = pango_font_map_load_font(pango->map, pango->context, description);
    FcPattern *pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(font));
    FcChar8 *file = NULL;
    FcPatternGetString(pattern, FC_FILE, 0, &file);
    char *copy = g_strdup((const char *)file);
    g_object_unref(font);
    pango_font_description_free(description);
    return copy;
}

// How many of the family's weights and slants are found; each is Pango's.
static int check_family(const Pango *pango, const FontNames *names, const char *family) {
    int found = 0;
    for (int i = 0; i < 18; i++) {
        const char *file;
        int weight = 100 * (i / 2 + 1), index;
        if (!font_names_find(names, family, weight, i % 2, &file, &index))
            continue;
        g_autofree char *expected = pango_file(pango, family, weight, i % 2);
        assert_string_equal(file, expected);
        found++;
    }
    return found;
}

static void names_choose_as_pango_does(void **state) {
    (void)state;
    static const char *const families[] = {
        "Inter",     "DejaVu Sans", "DejaVu Serif",       "DejaVu Sans Mono",
        "Noto Sans", "Noto Serif",  "Noto Nastaliq Urdu", "Noto Sans Arabic"};
    FontNames *names = font_names_new();
    Pango pango = {.map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT)};
    pango.context = pango_font_map_create_context(pango.map);
    int found = 0;
    for (guint i = 0; i < G_N_ELEMENTS(families); i++)
        found += check_family(&pango, names, families[i]);
    assert_true(!names || found > 0); // where fontconfig's file is another, nothing is found
    g_object_unref(pango.context);
    g_object_unref(pango.map);
    font_names_free(names);
}

static void a_name_that_is_nowhere_is_not_found(void **state) {
    (void)state;
    FontNames *names = font_names_new();
    const char *file;
    int index;
    assert_false(font_names_has(names, "No Such Family At All"));
    assert_false(font_names_find(names, "No Such Family At All", 400, false, &file, &index));
    assert_false(font_names_find(NULL, "DejaVu Sans", 400, false, &file, &index));
    font_names_free(names);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_choose_as_pango_does),
        cmocka_unit_test(a_name_that_is_nowhere_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
