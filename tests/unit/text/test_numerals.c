// Numbers put together from figures are what shaping gives: an engine that has met many numbers,
// and so puts them together, against one that is new to each.
#include "text_support.h"

enum { NUMBERS_MET = 400, NUMBERS_TRIED = 300, NUMBERS_PER_ENGINE = 50 };

static const char *const FAMILIES[] = {"DejaVu Sans", "DejaVu Serif", "Inter", "Noto Serif",
                                       "Noto Sans"};

// Of one to nine figures, some with a fraction or separators.
static char *number_text(guint n) {
    guint number = n * 2654435761u;
    switch (n % 4) {
    case 0:
        return g_strdup_printf("%u", number % 1000000000);
    case 1:
        return g_strdup_printf("%u.%02u", number % 100000, number / 7 % 100);
    case 2:
        return g_strdup_printf("%u,%03u,%03u", number % 999 + 1, number / 3 % 1000, number % 1000);
    default:
        return g_strdup_printf("1%u1.%u", number % 12, n);
    }
}

static void assert_same_line(const Paragraph *a, const Paragraph *b) {
    assert_int_equal(a->line_count, 1);
    assert_int_equal(b->line_count, 1);
    const TextLine *left = &a->lines[0], *right = &b->lines[0];
    assert_int_equal(left->run_count, right->run_count);
    for (guint i = 0; i < left->run_count; i++) {
        const GlyphRun *one = &left->runs[i], *other = &right->runs[i];
        assert_int_equal(one->glyph_count, other->glyph_count);
        assert_memory_equal(one->glyphs, other->glyphs, one->glyph_count * sizeof(Glyph));
    }
}

static void meet_numbers(TextEngine *engine, const TextStyle *style) {
    for (guint i = 0; i < NUMBERS_MET; i++) {
        g_autofree char *text = number_text(100000 + i);
        text_width(engine, style, text);
    }
}

static void check_style(const TextStyle *style) {
    g_autoptr(Arena) arena = arena_new();
    TextEngine *seasoned = text_engine_new(), *fresh = NULL;
    meet_numbers(seasoned, style);
    for (guint i = 0; i < NUMBERS_TRIED; i++) {
        if (i % NUMBERS_PER_ENGINE == 0) {
            text_engine_free(fresh);
            fresh = text_engine_new();
        }
        g_autofree char *text = number_text(i);
        assert_same_line(text_line(seasoned, arena, style, text),
                         text_line(fresh, arena, style, text));
    }
    text_engine_free(fresh);
    text_engine_free(seasoned);
}

static void numbers_put_together_are_numbers_shaped(void **state) {
    (void)state;
    for (guint i = 0; i < G_N_ELEMENTS(FAMILIES); i++)
        for (guint k = 0; k < 2; k++)
            check_style(&(TextStyle){.family = FAMILIES[i], .size = 9, .tabular = k});
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_put_together_are_numbers_shaped)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
