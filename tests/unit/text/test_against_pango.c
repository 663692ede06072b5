// Lines against PangoLayout, which shapes whole items and breaks them by itself: the same text on
// every line, the same glyphs at the same places. Pango counts in 1/1024 point, hence tolerances.
#include "text_support.h"

#include <pango/pangocairo.h>

typedef struct {
    Fixture *fixture; // first: cmocka's state is read as one
    PangoContext *context;
    guint compared;
} Comparison;

static const double TOLERANCE = 0.06; // points, over a line

static PangoContext *context_new(void) {
    PangoFontMap *font_map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    PangoContext *context = pango_font_map_create_context(font_map);
    g_object_unref(font_map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string("en"));
    return context;
}

static PangoLayout *layout_new(PangoContext *context, const Paragraph *paragraph,
                               const char *family, double width) {
    pango_context_set_base_dir(context, paragraph->rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    PangoLayout *layout = pango_layout_new(context);
    PangoFontDescription *description = pango_font_description_new();
    pango_font_description_set_family(description, family);
    pango_font_description_set_absolute_size(description, 10 * PANGO_SCALE);
    pango_layout_set_font_description(layout, description);
    pango_font_description_free(description);
    PangoAttrList *attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, width > 0 ? (int)(width * PANGO_SCALE) : -1);
    pango_layout_set_text(layout, paragraph->text, -1);
    return layout;
}

// Our glyphs of a line, one after the other.
typedef struct {
    const TextLine *line;
    guint run, glyph;
    double x;
} Cursor;

static const Glyph *next_glyph(Cursor *cursor, double *x) {
    const TextLine *line = cursor->line;
    while (cursor->run < line->run_count && cursor->glyph == line->runs[cursor->run].glyph_count) {
        cursor->run++;
        cursor->glyph = 0;
    }
    if (cursor->run == line->run_count)
        return NULL;
    const GlyphRun *run = &line->runs[cursor->run];
    if (cursor->glyph == 0)
        cursor->x = run->x;
    *x = cursor->x;
    cursor->x += run->glyphs[cursor->glyph].advance;
    return &run->glyphs[cursor->glyph++];
}

static void compare_glyphs(const TextLine *line, const PangoLayoutLine *expected) {
    Cursor cursor = {.line = line};
    int pen = 0;
    for (GSList *item = expected->runs; item; item = item->next) {
        const PangoGlyphString *glyphs = ((PangoGlyphItem *)item->data)->glyphs;
        for (int i = 0; i < glyphs->num_glyphs; i++) {
            const PangoGlyphInfo *info = &glyphs->glyphs[i];
            double x = 0;
            const Glyph *glyph = NULL;
            if (info->glyph != PANGO_GLYPH_EMPTY && !(glyph = next_glyph(&cursor, &x)))
                return; // a blank at the end of the line
            if (glyph) {
                assert_int_equal(glyph->glyph, info->glyph);
                assert_near(x, pen / 1024.0, TOLERANCE);
                assert_near(glyph->dx, info->geometry.x_offset / 1024.0, 0.01);
                assert_near(glyph->dy, info->geometry.y_offset / 1024.0, 0.01);
            }
            pen += info->geometry.width;
        }
    }
    double x;
    assert_null(next_glyph(&cursor, &x));
}

static void compare(Comparison *comparison, const char *family, const char *text, double width) {
    const Paragraph *paragraph = set_text(comparison->fixture, family, text, width);
    PangoLayout *layout = layout_new(comparison->context, paragraph, family, width);
    GSList *expected = pango_layout_get_lines_readonly(layout);
    assert_sound(paragraph);
    assert_int_equal(paragraph->line_count, g_slist_length(expected));
    for (guint i = 0; i < paragraph->line_count; i++, expected = expected->next) {
        const PangoLayoutLine *line = expected->data;
        assert_int_equal(paragraph->lines[i].start, line->start_index);
        assert_int_equal(paragraph->lines[i].length, line->length);
        compare_glyphs(&paragraph->lines[i], line);
    }
    g_object_unref(layout);
    comparison->compared++;
}

static const char *const FAMILIES[] = {"Inter", "DejaVu Sans", "Noto Sans", "Noto Serif"};

static const char *const TEXTS[] = {
    "Pakistan and Russia discussed modernising the steel complex; AV To fi ffl office.",
    "A long-winded, state-of-the-art \"quoted\" (parenthesised) text/with/slashes — and 1,234.56: "
    "50% of US$ 3.5 billion… ok?",
    "https://example.org/a/very/long/path?with=query&and=more#fragment and more text after it",
    "A - B and 3 x 4 = 12; ( IBRD ) : etc.: REGULATION [See] [No] No.1 ) relating - 10 X 5",
    "Российско-пакистанское сотрудничество в металлургии: подписан меморандум №5.",
    "Σύμφωνο συνεργασίας μεταξύ των χωρών για την ενέργεια.",
    "Zażółć gęślą jaźń; Příliš žluťoučký kůň; Đặng Việt Nam ước tính",
    "e\xCC\x81le\xCC\x81ment combine\xCC\x81 a\xCC\x8A q\xCC\x81",
    "کراچی میں نئی اسٹیل مل کی تعمیر کا معاہدہ۔ پاکستان اور روس کے درمیان 2025 میں دستخط ہوئے۔",
    "وقّعت الحكومة مذكرة تفاهم بشأن الطاقة (MoU) بقيمة 3.5 مليار دولار في 2024.",
    "שיתוף פעולה בין המדינות בתחום האנרגיה והמים 2024 (הסכם)",
    "The agreement «کراچی میں نئی» was signed with الحكومة on 5 July.",
    "ความร่วมมือระหว่างประเทศด้านพลังงานและน้ำ พ.ศ. 2567",
    "ऊर्जा और जल के क्षेत्र में देशों के बीच सहयोग समझौता 2024।",
    "যৌথ উদ্যোগে বিনিয়োগ চুক্তি স্বাক্ষরিত",
    "12.5 × 3 ± 2 ≥ 7 → 9 ★ ✓ ☐ № §",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "Pneumonoultramicroscopicsilicovolcanoconiosis",
    "word",
    "",
};

static void lines_are_those_of_pango(void **state) {
    Comparison *comparison = *state;
    for (guint f = 0; f < G_N_ELEMENTS(FAMILIES); f++)
        for (guint t = 0; t < G_N_ELEMENTS(TEXTS); t++) {
            compare(comparison, FAMILIES[f], TEXTS[t], 0);
            for (double width = 23.3; width < 420; width += 37.7)
                compare(comparison, FAMILIES[f], TEXTS[t], width);
        }
    assert_int_equal(comparison->compared, G_N_ELEMENTS(FAMILIES) * G_N_ELEMENTS(TEXTS) * 12);
}

static void nastaliq_is_set_as_pango_does(void **state) {
    for (double width = 30; width < 300; width += 45)
        compare(*state, "Noto Nastaliq Urdu", TEXTS[8], width);
}

// Every ASCII pair around a blank, and every pair without one, in a text that must be broken: the
// breaks that are known without asking Pango are Pango's.
static void breaks_around_every_pair_are_those_of_pango(void **state) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (int left = '!'; left <= '~'; left++) {
        g_string_truncate(text, 0);
        for (int right = '!'; right <= '~'; right++)
            g_string_append_printf(text, "ab%c %cd q%c%cr ", left, right, left, right);
        compare(*state, "DejaVu Sans", text->str, 41.7);
        compare(*state, "Inter", text->str, 47.9);
    }
}

static int set_up(void **state) {
    Comparison *comparison = g_new0(Comparison, 1);
    void *fixture;
    set_up_engine(&fixture);
    comparison->fixture = fixture;
    comparison->context = context_new();
    *state = comparison;
    return 0;
}

static int tear_down(void **state) {
    Comparison *comparison = *state;
    void *fixture = comparison->fixture;
    tear_down_engine(&fixture);
    g_object_unref(comparison->context);
    g_free(comparison);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_those_of_pango),
        cmocka_unit_test(nastaliq_is_set_as_pango_does),
        cmocka_unit_test(breaks_around_every_pair_are_those_of_pango),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
