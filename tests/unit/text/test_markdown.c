// Markdown as blocks of spans: each test compares a text with the list of blocks it becomes,
// written one block a line as KIND LEVEL/DEPTH MARKER: spans, where a span is {flags text}.
#include "../support.h"

#include "text/markdown.h"

typedef struct {
    Arena *arena;
    Diags *diags;
} Fixture;

static int set_up(void **state) {
    Fixture *fixture = g_new0(Fixture, 1);
    fixture->arena = arena_new();
    fixture->diags = diags_new();
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    Fixture *fixture = *state;
    arena_free(fixture->arena);
    diags_free(fixture->diags);
    g_free(fixture);
    return 0;
}

static void print_spans(GString *out, const MarkdownBlock *block) {
    for (guint i = 0; i < block->span_count; i++) {
        const MarkdownSpan *span = &block->spans[i];
        g_string_append_printf(out, "{%s%s%s%s%s%s%s}", span->strong ? "*" : "",
                               span->emphasis ? "/" : "", span->code ? "`" : "",
                               span->strikethrough ? "~" : "", span->link ? span->link : "",
                               span->link ? "->" : "", span->text);
    }
}

static void print_table(GString *out, const MarkdownBlock *block) {
    g_string_append_printf(out, "%ux%u %s", block->row_count, block->column_count,
                           block->column_align);
    for (guint row = 0; row < block->row_count; row++) {
        g_string_append(out, "\n  ");
        for (guint column = 0; column < block->column_count; column++) {
            print_spans(out, &block->cells[row * block->column_count + column]);
            g_string_append_c(out, '|');
        }
    }
}

static char *print_blocks(const MarkdownBlock *block) {
    static const char *const NAMES[] = {"paragraph", "heading", "item", "quote",
                                        "code",      "rule",    "table"};
    GString *out = g_string_new(NULL);
    for (; block; block = block->next) {
        g_string_append_printf(out, "%s %d/%d %s: ", NAMES[block->kind], block->level, block->depth,
                               block->marker ? block->marker : "-");
        if (block->kind == MARKDOWN_TABLE)
            print_table(out, block);
        else
            print_spans(out, block);
        g_string_append_c(out, '\n');
    }
    return g_string_free(out, FALSE);
}

static const MarkdownBlock *parse(Fixture *fixture, const char *text) {
    return markdown_parse(fixture->arena, fixture->diags, NULL, text);
}

static void assert_blocks(Fixture *fixture, const char *text, const char *expected) {
    g_autofree char *printed = print_blocks(parse(fixture, text));
    assert_string_equal(printed, expected);
}

static void paragraphs_and_headings(void **state) {
    assert_blocks(*state, "# One\n\nA *b* **c** `d` ~~e~~\nf  \ng\\\nh\n\nTwo\n===\n",
                  "heading 1/0 -: {One}\n"
                  "paragraph 0/0 -: {A }{/b}{ }{*c}{ }{`d}{ }{~e}{ f\ng\nh}\n"
                  "heading 1/0 -: {Two}\n");
    assert_blocks(*state, "", "");
    assert_blocks(*state, "\n \n", "");
    assert_blocks(*state, "***both* b**", "paragraph 0/0 -: {*/both}{* b}\n");
    assert_blocks(*state, "a\n\n---\n\nb",
                  "paragraph 0/0 -: {a}\nrule 0/0 -: \nparagraph 0/0 -: {b}\n");
}

static void entities_join_their_span(void **state) {
    assert_blocks(*state, "a &amp; b &#8211; c", "paragraph 0/0 -: {a & b – c}\n");
}

static void lists_nest_and_count_from_their_start(void **state) {
    assert_blocks(*state, "- a\n  - b\n\n    more\n- c\n",
                  "item 1/1 •: {a}\n"
                  "item 2/2 •: {b}\n"
                  "item 2/2 -: {more}\n"
                  "item 1/1 •: {c}\n");
    assert_blocks(*state, "7. a\n8. b\n   1) c\n9. d",
                  "item 1/1 7.: {a}\n"
                  "item 1/1 8.: {b}\n"
                  "item 2/2 1): {c}\n"
                  "item 1/1 9.: {d}\n");
}

static void no_marker_is_lost(void **state) {
    assert_blocks(*state, "- - a\n-\n- ```\n  x\n  ```\n",
                  "item 1/1 •: \n"
                  "item 2/2 •: {a}\n"
                  "item 1/1 •: \n"
                  "item 1/1 •: \n"
                  "code 0/1 -: {`x}\n");
}

static void quotes_hold_other_blocks(void **state) {
    assert_blocks(*state, "> a\n>\n> > b\n>\n> - c\n>\n> ## d",
                  "quote 1/1 -: {a}\n"
                  "quote 2/2 -: {b}\n"
                  "item 1/2 •: {c}\n"
                  "heading 2/1 -: {d}\n");
    assert_blocks(*state, "- a\n\n  > b", "item 1/1 •: {a}\nquote 1/2 -: {b}\n");
}

static void code_keeps_its_lines(void **state) {
    assert_blocks(*state, "```c\nint a;\n\n  b *c*;\n```\n\n    indented\n",
                  "code 0/0 -: {`int a;\n\n  b *c*;}\ncode 0/0 -: {`indented}\n");
}

static void raw_html_is_text(void **state) {
    assert_blocks(*state, "a <b onclick=\"x\">c</b>",
                  "paragraph 0/0 -: {a <b onclick=\"x\">c</b>}\n");
    assert_blocks(*state, "<script>\nalert(1)\n</script>\n\nz",
                  "paragraph 0/0 -: {<script>\nalert(1)\n</script>}\nparagraph 0/0 -: {z}\n");
}

static void tables_have_alignment_and_full_rows(void **state) {
    assert_blocks(*state, "| a | b | c |\n|:--|:-:|--:|\n| 1 | **2** |\n| x | y\\|z | w | more |\n",
                  "table 0/0 -: 3x3 lcr\n"
                  "  {a}|{b}|{c}|\n"
                  "  {1}|{*2}||\n"
                  "  {x}|{y|z}|{w}|\n");
    assert_blocks(*state, "a|b\n-|-\n", "table 0/0 -: 1x2 ll\n  {a}|{b}|\n");
}

static void links_keep_their_target(void **state) {
    assert_blocks(*state, "[a](https://example.org/x \"t\") [b](#chart-1) <mailto:c@example.org>",
                  "paragraph 0/0 -: {https://example.org/x->a}{ }{#chart-1->b}{ }"
                  "{mailto:c@example.org->mailto:c@example.org}\n");
    assert_blocks(*state, "see www.example.org.",
                  "paragraph 0/0 -: {see }{http://www.example.org->www.example.org}{.}\n");
    assert_int_equal(diags_warnings(((Fixture *)*state)->diags), 0);
}

static void other_links_are_reported_and_lose_it(void **state) {
    Fixture *fixture = *state;
    assert_blocks(fixture,
                  "[a](javascript:alert(1)) [b](file:///x) [c](page.html) [d](<http://a b>)",
                  "paragraph 0/0 -: {a b c d}\n");
    assert_int_equal(diags_warnings(fixture->diags), 4);
    assert_true(diags_has(fixture->diags, DIAG_BAD_LINK));
    assert_string_equal(nth_message(fixture->diags, 0),
                        "link \"javascript:alert(1)\" is not http, https, mailto or \"#id\"; its "
                        "text is kept");
}

static void link_schemes(void **state) {
    (void)state;
    assert_true(markdown_link_is_allowed("HTTPS://example.org"));
    assert_true(markdown_link_is_allowed("#id"));
    static const char *const BAD[] = {"",          "#",           "http://",    "//example.org",
                                      "ftp://a",   "data:,x",     "http:",      " http://a",
                                      "http://\n", "mailto:\x7f", "http://\xff"};
    for (guint i = 0; i < G_N_ELEMENTS(BAD); i++)
        assert_false(markdown_link_is_allowed(BAD[i]));
    assert_false(markdown_link_is_allowed(NULL));
}

static void images_leave_their_description(void **state) {
    Fixture *fixture = *state;
    assert_blocks(fixture, "![a *plant*](plant.png)", "paragraph 0/0 -: {a }{/plant}\n");
    assert_true(diags_has(fixture->diags, DIAG_UNSUPPORTED));
}

static void invalid_bytes_are_seen(void **state) {
    assert_blocks(*state, "a\xff z", "paragraph 0/0 -: {a\xEF\xBF\xBD z}\n");
}

static void escaped_text_comes_back(void **state) {
    Fixture *fixture = *state;
    static const char *const TEXTS[] = {
        "plain",
        "*a* _b_ `c` ~~d~~ [e](f) ![g](h) <i> &amp; \\ | #",
        "# heading",
        "    code",
        "1. item",
        "- item",
        "> quote",
        "---",
        "a  \nb",
        "two\n\nparagraphs\n",
        " ends in blanks  ",
        "tab\there\r\n",
        "http://example.org and www.example.org",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "```\nx\n```",
        "شراکت — 合作 №5 «Партнёрство»",
        "[x]: http://example.org",
        "<!-- c -->",
        "a\n===",
    };
    for (guint i = 0; i < G_N_ELEMENTS(TEXTS); i++) {
        const MarkdownBlock *block = parse(fixture, markdown_escape(fixture->arena, TEXTS[i]));
        assert_non_null(block);
        assert_null(block->next);
        assert_int_equal(block->kind, MARKDOWN_PARAGRAPH);
        assert_int_equal(block->span_count, 1);
        assert_null(block->spans[0].link);
        assert_string_equal(block->spans[0].text, TEXTS[i]);
    }
    assert_null(parse(fixture, markdown_escape(fixture->arena, "")));
}

static void escaped_text_stands_in_a_cell(void **state) {
    Fixture *fixture = *state;
    const char *text = arena_printf(fixture->arena, "|a|\n|-|\n|%s|\n",
                                    markdown_escape(fixture->arena, "x | y\n*z*"));
    assert_blocks(fixture, text, "table 0/0 -: 2x1 l\n  {a}|\n  {x | y\n*z*}|\n");
}

static void deep_nesting_is_flattened_and_reported(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 60; i++)
        g_string_append(text, "> ");
    g_string_append(text, "deep");
    assert_blocks(fixture, text->str, "quote 32/32 -: {deep}\n");
    assert_int_equal(diags_warnings(fixture->diags), 1);
    assert_true(diags_has(fixture->diags, DIAG_TOO_LARGE));
}

static char *repeat(const char *unit, guint times) {
    GString *text = g_string_new(NULL);
    while (times--)
        g_string_append(text, unit);
    return g_string_free(text, FALSE);
}

static void texts_beyond_the_limits_are_refused(void **state) {
    Fixture *fixture = *state;
    g_autofree char *large = repeat("word ", 60000);
    g_autofree char *marks = repeat("- ", 101);
    g_autofree char *bars = repeat("|", 2000);
    g_autofree char *rows = repeat("|\n", 200);
    g_autofree char *table = g_strconcat(bars, "\n", rows, NULL);
    g_autofree char *images = repeat("![[]()", 1001);
    assert_null(parse(fixture, large));
    assert_null(parse(fixture, marks));
    assert_null(parse(fixture, table));
    assert_null(parse(fixture, images));
    assert_int_equal(diags_errors(fixture->diags), 4);
    assert_string_equal(nth_message(fixture->diags, 0),
                        "Markdown text of 300000 bytes, at most 262144 are read");
}

// What is known to be slow in Markdown parsers ends, and nothing of the text is lost.
static void pathological_texts_are_read(void **state) {
    Fixture *fixture = *state;
    static const struct {
        const char *unit;
        guint times;
    } CASES[] = {
        {"[", 20000},      {"*a ", 20000},  {"a**b_", 10000}, {"![[]()", 1000}, {"<!--", 10000},
        {"`a``", 10000},   {"[a](", 10000}, {"www.", 10000},  {"~~a", 10000},   {"&", 50000},
        {"- a\n\n", 9000}, {"a\n", 60000},  {"_a *b ", 8000}, {"](a)", 10000},  {"|", 60000},
    };
    for (guint i = 0; i < G_N_ELEMENTS(CASES); i++) {
        g_autofree char *text = repeat(CASES[i].unit, CASES[i].times);
        assert_non_null(parse(fixture, text));
    }
}

int main(void) {
#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(paragraphs_and_headings),
        CASE(entities_join_their_span),
        CASE(lists_nest_and_count_from_their_start),
        CASE(no_marker_is_lost),
        CASE(quotes_hold_other_blocks),
        CASE(code_keeps_its_lines),
        CASE(raw_html_is_text),
        CASE(tables_have_alignment_and_full_rows),
        CASE(links_keep_their_target),
        CASE(other_links_are_reported_and_lose_it),
        CASE(link_schemes),
        CASE(images_leave_their_description),
        CASE(invalid_bytes_are_seen),
        CASE(escaped_text_comes_back),
        CASE(escaped_text_stands_in_a_cell),
        CASE(deep_nesting_is_flattened_and_reported),
        CASE(texts_beyond_the_limits_are_refused),
        CASE(pathological_texts_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
