// Paragraphs: lines, their places, order of scripts, justification, ellipses.
#include "text_support.h"

static const char ENGLISH[] =
    "Pakistan and Russia discussed modernising the steel complex at an industrial forum, and "
    "agreed on a feasibility study.";
static const char URDU[] = "پاکستان اور روس کے درمیان 2025 میں معاہدہ ہوا۔";

static void lines_fill_the_box(void **state) {
    const Paragraph *paragraph = set_text(*state, "DejaVu Sans", ENGLISH, 160);
    assert_string_equal(lines_text(*state, paragraph),
                        "Pakistan and Russia discussed |modernising the steel complex |at an "
                        "industrial forum, and |agreed on a feasibility study.|");
    assert_sound(paragraph);
    assert_true(paragraph->width <= 160);
    assert_false(paragraph->rtl);
    assert_true(paragraph->lines[3].ends_paragraph);
    assert_false(paragraph->lines[2].ends_paragraph);
}

static void newlines_break_lines(void **state) {
    const Paragraph *paragraph = set_text(*state, "Inter", "one\n\ntwo\n", 0);
    assert_string_equal(lines_text(*state, paragraph), "one||two||");
    assert_int_equal(set_text(*state, "Inter", "", 100)->line_count, 1);
    assert_int_equal(set(*state, &(ParagraphSpec){.width = 100})->line_count, 0);
}

static void blanks_hang_at_the_end_of_a_line(void **state) {
    double width = width_of(*state, "DejaVu Sans", 10, "agreed");
    const Paragraph *paragraph = set_text(*state, "DejaVu Sans", "agreed   on  ", width);
    assert_string_equal(lines_text(*state, paragraph), "agreed   |on  |");
    assert_near(paragraph->lines[0].width, width, 1e-9);
    assert_int_equal(paragraph->lines[0].runs[0].glyph_count, 6);
    assert_int_equal(paragraph->lines[0].runs[0].text_length, 6);
}

static void long_words_are_broken_anywhere(void **state) {
    const char *text = "see https://example.org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ok";
    const Paragraph *paragraph = set_text(*state, "DejaVu Sans", text, 80);
    assert_true(paragraph->line_count > 4);
    assert_true(paragraph->width <= 80);
    assert_sound(paragraph);
    paragraph = set_text(*state, "DejaVu Sans", "wide", 0.5); // not even a letter fits
    assert_string_equal(lines_text(*state, paragraph), "w|i|d|e|");
}

static void words_of_several_spans_stay_whole(void **state) {
    TextStyle plain = {.family = "DejaVu Sans", .size = 10};
    TextStyle bold = {.family = "DejaVu Sans", .size = 10, .weight = 700};
    TextSpan spans[] = {
        {"signed (co-", plain, NULL}, {"oper", bold, NULL}, {"ation) it", plain, NULL}};
    double width = width_of(*state, "DejaVu Sans", 10, "signed (co-oper");
    const Paragraph *paragraph =
        set(*state, &(ParagraphSpec){.span_count = 3, .spans = spans, .width = width + 2});
    assert_string_equal(lines_text(*state, paragraph), "signed (co-|operation) it|");
    assert_int_equal(paragraph->lines[1].run_count, 2);
    assert_int_equal(paragraph->lines[1].runs[0].span, 1);
    assert_int_equal(paragraph->lines[1].runs[0].face->weight, 700);
    assert_sound(paragraph);
}

static void soft_hyphens_show_where_a_line_breaks(void **state) {
    const char *text = "modern\xC2\xADisation";
    double width = width_of(*state, "DejaVu Sans", 10, "modern-");
    const Paragraph *paragraph = set_text(*state, "DejaVu Sans", text, width + 0.01);
    assert_int_equal(paragraph->line_count, 2);
    const GlyphRun *run = &paragraph->lines[0].runs[0];
    assert_int_equal(run->glyph_count, 7);
    assert_int_equal(run->glyphs[6].cluster, 6);
    assert_int_equal(run->text_length, 8);
    assert_near(paragraph->lines[0].width, width, 1e-6);
    paragraph = set_text(*state, "DejaVu Sans", text, 200);
    assert_near(paragraph->width, width_of(*state, "DejaVu Sans", 10, "modernisation"), 1e-6);
}

static void chinese_breaks_between_characters(void **state) {
    const Paragraph *paragraph =
        set_text(*state, "Inter", "中国与巴基斯坦共同倡导绿色合作，再生塑料产业。", 60);
    assert_true(paragraph->line_count > 2);
    assert_sound(paragraph);
    for (guint i = 0; i < paragraph->line_count; i++) {
        const char *text = line_text(*state, paragraph, i);
        assert_false(g_str_has_prefix(text, "，") || g_str_has_prefix(text, "。"));
        assert_true(g_utf8_strlen(text, -1) > 1);
    }
}

static void leading_places_lines(void **state) {
    TextSpan span = {.text = "one\nدو\nthree", .style = {.family = "DejaVu Sans", .size = 10}};
    const Paragraph *paragraph =
        set(*state, &(ParagraphSpec){.span_count = 1, .spans = &span, .leading = 14});
    double ascent = 19010 / 2048.0, descent = 4830 / 2048.0;
    assert_near(paragraph->height, 42, 1e-9);
    for (guint i = 0; i < 3; i++) {
        const TextLine *line = &paragraph->lines[i];
        assert_near(line->top, 14 * i, 1e-9);
        assert_near(line->bottom, 14 * (i + 1), 1e-9);
        assert_near(line->baseline, 14 * i + (14 - ascent - descent) / 2 + ascent, 1e-9);
    }
    paragraph = set(*state, &(ParagraphSpec){.span_count = 1, .spans = &span});
    assert_near(paragraph->height, 3 * (ascent + descent), 1e-9);
    assert_near(paragraph->lines[1].baseline, (ascent + descent) + ascent, 1e-9);
}

static void fallback_fonts_do_not_move_lines(void **state) {
    TextSpan plain = {.text = "a\nb", .style = {.family = "Inter", .size = 10}};
    TextSpan mixed = {.text = "a پاکستان ร\nb", .style = {.family = "Inter", .size = 10}};
    const Paragraph *one = set(*state, &(ParagraphSpec){.span_count = 1, .spans = &plain});
    const Paragraph *two = set(*state, &(ParagraphSpec){.span_count = 1, .spans = &mixed});
    assert_near(one->lines[1].baseline, two->lines[1].baseline, 0);
}

static const Paragraph *align(Fixture *fixture, const char *text, TextAlign align, double indent) {
    TextSpan span = {.text = text, .style = {.family = "DejaVu Sans", .size = 10}};
    return set(
        fixture,
        &(ParagraphSpec){
            .span_count = 1, .spans = &span, .width = 160, .align = align, .indent = indent});
}

static void alignment_follows_the_direction(void **state) {
    const TextLine *left = align(*state, ENGLISH, TEXT_ALIGN_START, 12)->lines;
    assert_near(left[0].x, 12, 0);
    assert_true(left[0].x + left[0].width <= 160);
    assert_near(left[1].x, 0, 0);
    const TextLine *end = align(*state, ENGLISH, TEXT_ALIGN_END, 0)->lines;
    assert_near(end[1].x + end[1].width, 160, 1e-9);
    const TextLine *center = align(*state, ENGLISH, TEXT_ALIGN_CENTER, 0)->lines;
    assert_near(2 * center[1].x + center[1].width, 160, 1e-9);
    const TextLine *right = align(*state, URDU, TEXT_ALIGN_START, 12)->lines;
    assert_near(right[0].x + right[0].width, 148, 1e-9);
    assert_near(right[1].x + right[1].width, 160, 1e-9);
    assert_near(align(*state, URDU, TEXT_ALIGN_END, 0)->lines[0].x, 0, 1e-9);
}

static void justified_lines_fill_the_width_but_the_last(void **state) {
    const char *const TEXTS[] = {ENGLISH, URDU,
                                 "Цены выросли на 5%: стороны подписали меморандум (2024) и план.",
                                 "中国与巴基斯坦共同倡导绿色合作，再生塑料产业中国与巴基斯坦"};
    for (guint t = 0; t < G_N_ELEMENTS(TEXTS); t++) {
        const Paragraph *paragraph = align(*state, TEXTS[t], TEXT_ALIGN_JUSTIFY, 8);
        guint last = paragraph->line_count - 1;
        assert_true(last >= 1);
        for (guint i = 0; i < last; i++)
            assert_near(paragraph->lines[i].width, i ? 160 : 152, 1e-6);
        assert_true(paragraph->lines[last].width < 160);
        assert_sound(paragraph);
    }
}

static void forced_breaks_are_not_justified(void **state) {
    const Paragraph *paragraph = align(*state, "a b\nc", TEXT_ALIGN_JUSTIFY, 0);
    assert_near(paragraph->lines[0].width, width_of(*state, "DejaVu Sans", 10, "a b"), 1e-9);
}

static void urdu_reads_from_the_right(void **state) {
    const Paragraph *paragraph = set_text(*state, "Noto Nastaliq Urdu", URDU, 0);
    assert_true(paragraph->rtl);
    assert_sound(paragraph);
    const TextLine *line = paragraph->lines;
    const GlyphRun *leftmost = &line->runs[0], *rightmost = &line->runs[line->run_count - 1];
    assert_true(rightmost->rtl);
    assert_true(rightmost->text == paragraph->text);
    assert_true(leftmost->text > rightmost->text);
    for (guint i = 1; i < rightmost->glyph_count; i++) // visual order: clusters fall
        assert_true(rightmost->glyphs[i].cluster <= rightmost->glyphs[i - 1].cluster);
    bool found_number = false;
    for (guint i = 0; i < line->run_count; i++)
        if (!strncmp(line->runs[i].text, "2025", 4)) {
            found_number = true;
            assert_false(line->runs[i].rtl);
        }
    assert_true(found_number);
}

static void directions_mix(void **state) {
    Fixture *fixture = *state;
    TextSpan span = {.text = "(MoU) معاہدہ", .style = {.family = "DejaVu Sans", .size = 10}};
    ParagraphSpec spec = {.span_count = 1, .spans = &span};
    const Paragraph *paragraph = set(fixture, &spec);
    assert_false(paragraph->rtl); // by the first letter
    assert_true(paragraph->lines[0].runs[0].text == paragraph->text);
    spec.direction = TEXT_DIR_RTL;
    paragraph = set(fixture, &spec);
    assert_true(paragraph->rtl);
    assert_true(paragraph->lines[0].runs[0].text > paragraph->text);
    span.text = "12 (معاہدہ)";
    spec.direction = TEXT_DIR_AUTO;
    assert_true(set(fixture, &spec)->rtl); // digits have no direction
    spec.direction = TEXT_DIR_LTR;
    assert_false(set(fixture, &spec)->rtl);
}

static void ligatures_and_marks_are_one_cluster(void **state) {
    const Paragraph *paragraph = set_text(*state, "DejaVu Serif", "office", 0);
    const GlyphRun *run = &paragraph->lines[0].runs[0];
    assert_int_equal(run->glyph_count, 5); // o ff i c e
    assert_int_equal(run->glyphs[1].cluster, 1);
    assert_int_equal(run->glyphs[2].cluster, 3);
    paragraph = set_text(*state, "DejaVu Sans", "q\xCC\x81x", 0); // no precomposed q with acute
    run = &paragraph->lines[0].runs[0];
    assert_int_equal(run->glyph_count, 3);
    assert_int_equal(run->glyphs[1].cluster, 0);
    assert_int_equal(run->glyphs[2].cluster, 3);
}

static void the_mark_of_a_note_stays_with_its_word(void **state) {
    TextStyle plain = {.family = "DejaVu Sans", .size = 10}, raised = plain;
    raised.rise = 3;
    const struct {
        const char *before, *lines;
    } cases[] = {{"was signed.", "was |signed.1|"},
                 {"was signed", "was |signed1|"},
                 {"was signed)", "was |signed)1|"},
                 {"was signed. ", "was signed. |1|"},
                 {"وہ معاہدہ۔", "وہ |معاہدہ۔1|"}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        TextSpan spans[] = {{cases[i].before, plain, NULL}, {"1", raised, NULL}};
        double width = width_of(*state, "DejaVu Sans", 10, cases[i].before);
        const Paragraph *paragraph =
            set(*state, &(ParagraphSpec){.span_count = 2, .spans = spans, .width = width + 1});
        assert_string_equal(lines_text(*state, paragraph), cases[i].lines);
    }
}

static void spans_keep_their_looks(void **state) {
    TextStyle plain = {.family = "Inter", .size = 10, .colour = {1, 0, 0, 1}};
    TextStyle linked = plain;
    linked.underline = true;
    linked.rise = 3;
    TextSpan spans[] = {{"see ", plain, NULL}, {"note", linked, "#n1"}, {"", plain, NULL}};
    const Paragraph *paragraph = set(*state, &(ParagraphSpec){.span_count = 3, .spans = spans});
    assert_int_equal(paragraph->lines[0].run_count, 2);
    const GlyphRun *runs = paragraph->lines[0].runs;
    assert_near(runs[0].colour.r, 1, 0);
    assert_null(runs[0].link);
    assert_string_equal(runs[1].link, "#n1");
    assert_true(runs[1].underline && !runs[0].underline);
    assert_near(runs[1].rise, 3, 0);
    assert_int_equal(runs[1].span, 1);
}

static const Paragraph *set_lines(Fixture *fixture, const char *text, double width, int max_lines) {
    TextSpan span = {.text = text, .style = {.family = "DejaVu Sans", .size = 10}};
    return set(
        fixture,
        &(ParagraphSpec){.span_count = 1, .spans = &span, .width = width, .max_lines = max_lines});
}

static void too_many_lines_end_in_an_ellipsis(void **state) {
    const Paragraph *paragraph = set_lines(*state, ENGLISH, 160, 2);
    assert_string_equal(lines_text(*state, paragraph),
                        "Pakistan and Russia discussed |modernising the steel comple…|");
    assert_true(paragraph->truncated);
    assert_true(paragraph->width <= 160);
    assert_true(paragraph->lines[1].ends_paragraph);
    assert_sound(paragraph);
    assert_true(g_str_has_suffix(paragraph->text, "comple…"));
}

static void enough_lines_have_none(void **state) {
    const Paragraph *paragraph = set_lines(*state, ENGLISH, 160, 4);
    assert_false(paragraph->truncated);
    assert_int_equal(paragraph->line_count, 4);
}

static void newlines_count_as_lines(void **state) {
    const Paragraph *paragraph = set_lines(*state, "one\ntwo\nthree", 160, 2);
    assert_string_equal(lines_text(*state, paragraph), "one|two…|");
    assert_true(paragraph->truncated);
    paragraph = set_lines(*state, "one\ntwo", 0, 1);
    assert_string_equal(lines_text(*state, paragraph), "one…|");
}

// Blanks of lines before the last are not its own to drop.
static void a_last_line_of_blanks_is_cut_at_its_start(void **state) {
    const Paragraph *paragraph = set_lines(*state, "   zd x", 8, 2);
    assert_sound(paragraph);
    assert_int_equal(paragraph->line_count, 2);
    assert_true(g_str_has_prefix(paragraph->text, "   "));
}

static void the_ellipsis_takes_the_style_where_it_cuts(void **state) {
    TextStyle plain = {.family = "DejaVu Sans", .size = 10};
    TextStyle bold = {.family = "DejaVu Sans", .size = 10, .weight = 700};
    TextSpan spans[] = {{"short ", plain, NULL},
                        {"and then a bold ending that is cut", bold, NULL},
                        {" plain", plain, NULL}};
    const Paragraph *paragraph = set(
        *state, &(ParagraphSpec){.span_count = 3, .spans = spans, .width = 100, .max_lines = 1});
    const TextLine *line = paragraph->lines;
    assert_int_equal(line->run_count, 2);
    assert_int_equal(line->runs[1].span, 1);
    assert_true(line->width <= 100);
    assert_sound(paragraph);
}

static char *dump(const Paragraph *paragraph) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < paragraph->line_count; i++)
        for (guint k = 0; k < paragraph->lines[i].run_count; k++) {
            const GlyphRun *run = &paragraph->lines[i].runs[k];
            g_string_append_printf(text, "\n%u %s %a:", run->face->id, run->face->family, run->x);
            for (guint g = 0; g < run->glyph_count; g++)
                g_string_append_printf(text, " %u %a", run->glyphs[g].glyph,
                                       (double)run->glyphs[g].advance);
        }
    return g_string_free(text, FALSE);
}

// What was set before, and whether words were kept, does not show in the result.
static void same_text_same_lines(void **state) {
    Fixture *fixture = *state;
    static const char *const TEXTS[] = {ENGLISH, URDU, "A - B, 3 x 4", "Москва №5"};
    TextEngine *fresh = text_engine_new();
    Fixture other = {fresh, fixture->arena};
    for (guint i = 0; i < G_N_ELEMENTS(TEXTS); i++) {
        set_text(fixture, "Inter", TEXTS[i], 33);
        set_text(fixture, "Inter", TEXTS[i], 0);
    }
    TextEngine *second = text_engine_new();
    Fixture third = {second, fixture->arena};
    for (guint i = 0; i < G_N_ELEMENTS(TEXTS); i++) {
        g_autofree char *one = dump(set_text(&other, "Inter", TEXTS[i], 120));
        g_autofree char *two = dump(set_text(&third, "Inter", TEXTS[i], 120));
        g_autofree char *again = dump(set_text(&third, "Inter", TEXTS[i], 120));
        assert_string_equal(one, two);
        assert_string_equal(one, again);
    }
    text_engine_free(fresh);
    text_engine_free(second);
}

// The work grows with the text, not with its square.
static void long_texts_are_set(void **state) {
    static const char *const UNITS[] = {"a",  "word ",     "a-b/",     "کراچی ", "中",
                                        "\n", "e\xCC\x81", "\xC2\xAD", "(",      "  "};
    Fixture *fixture = *state;
    for (guint i = 0; i < G_N_ELEMENTS(UNITS); i++) {
        g_autoptr(Arena) arena = arena_new();
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < 30000)
            g_string_append(text, UNITS[i]);
        TextSpan span = {.text = text->str, .style = {.family = "DejaVu Sans", .size = 10}};
        ParagraphSpec spec = {.span_count = 1, .spans = &span, .width = 200};
        const Paragraph *paragraph = text_paragraph(fixture->engine, arena, &spec);
        assert_true(paragraph->width <= 200);
        assert_sound(paragraph);
        const TextLine *last = &paragraph->lines[paragraph->line_count - 1];
        assert_int_equal(last->start + last->length, text->len);
        spec.width = 0;
        assert_sound(text_paragraph(fixture->engine, arena, &spec));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_fill_the_box),
        cmocka_unit_test(newlines_break_lines),
        cmocka_unit_test(blanks_hang_at_the_end_of_a_line),
        cmocka_unit_test(long_words_are_broken_anywhere),
        cmocka_unit_test(the_mark_of_a_note_stays_with_its_word),
        cmocka_unit_test(words_of_several_spans_stay_whole),
        cmocka_unit_test(soft_hyphens_show_where_a_line_breaks),
        cmocka_unit_test(chinese_breaks_between_characters),
        cmocka_unit_test(leading_places_lines),
        cmocka_unit_test(fallback_fonts_do_not_move_lines),
        cmocka_unit_test(alignment_follows_the_direction),
        cmocka_unit_test(justified_lines_fill_the_width_but_the_last),
        cmocka_unit_test(forced_breaks_are_not_justified),
        cmocka_unit_test(urdu_reads_from_the_right),
        cmocka_unit_test(directions_mix),
        cmocka_unit_test(ligatures_and_marks_are_one_cluster),
        cmocka_unit_test(spans_keep_their_looks),
        cmocka_unit_test(too_many_lines_end_in_an_ellipsis),
        cmocka_unit_test(enough_lines_have_none),
        cmocka_unit_test(newlines_count_as_lines),
        cmocka_unit_test(a_last_line_of_blanks_is_cut_at_its_start),
        cmocka_unit_test(the_ellipsis_takes_the_style_where_it_cuts),
        cmocka_unit_test(same_text_same_lines),
        cmocka_unit_test(long_texts_are_set),
    };
    return cmocka_run_group_tests(tests, set_up_engine, tear_down_engine);
}
