// Templates: values by d3 formats, dates that keep their precision, what stands in for missing
// values, and messages that point into the string.
#include "page_support.h"

static Scope *make_scope(Fixture *f) {
    Scope *scope = fixture_scope(f);
    scope_set(scope, "country", value_string("Pakistan"));
    scope_set(scope, "year", value_number(2025));
    scope_set(scope, "share", value_number(0.256));
    scope_set(scope, "one", value_number(1));
    scope_set(scope, "zero", value_number(0));
    scope_set(scope, "day", value_string("2025-07-08"));
    scope_set(scope, "decade", value_string("197X"));
    scope_set(scope, "nothing", value_null());
    scope_set(scope, "wild", value_string("*bold* [x](y) <b>"));
    Decimal *sum = arena_new0(f->arena, Decimal);
    assert_true(decimal_parse("41329527640.86", sum));
    scope_set(scope, "sum", (Value){.type = VALUE_DECIMAL, .as.decimal = sum});
    return scope;
}

static const char *expand(Fixture *f, const char *text, TemplateMode mode) {
    return template_expand_text(make_scope(f), text, NULL, mode);
}

static void check(void **state, const char *text, const char *expected) {
    Fixture *f = *state;
    assert_string_equal(expand(f, text, TEMPLATE_PLAIN), expected);
    assert_int_equal(diags_errors(f->diags), 0);
}

static void values_stand_in_text(void **state) {
    check(state, "{{country}}: {{ year }}", "Pakistan: 2025");
    check(state, "no braces", "no braces");
    check(state, "", "");
    check(state, "{ {country} }", "{ {country} }");
}

static void numbers_take_d3_formats(void **state) {
    check(state, "{{year}} {{year | ,d}} {{share | .0%}}", "2025 2,025 26%");
    check(state, "{{sum}} {{sum | ,.2f}} {{sum | $.3s}}",
          "41329527640.86 41,329,527,640.86 $41.3G");
}

static void dates_keep_their_precision(void **state) {
    check(state, "{{day}}", "8 July 2025");
    check(state, "{{day | %Y}}", "2025");
    check(state, "{{day | %-d %b %Y}}", "8 Jul 2025");
    check(state, "{{decade | %-d %B %Y}}", "1970s");
    check(state, "{{as_of | %d/%m/%Y}}", "20/11/2025");
}

static void missing_values_need_a_text(void **state) {
    check(state, "{{nothing ?? none}}", "none");
    check(state, "{{nothing | ,d ?? no sum}}", "no sum");
    check(state, "{{nothing ??}}", "");
    check(state, "{{country ?? none}}", "Pakistan");
}

static void words_go_with_their_number(void **state) {
    check(state, "{{one | one: # day; other: # days}}", "1 day");
    check(state, "{{year | one: # day; other: # days}}", "2025 days");
    check(state, "{{year | ,d | one: # day; other: # days}} left", "2,025 days left");
    check(state, "{{one | .1f | one: # day; other: # days}}", "1.0 days");
    check(state, "{{zero|=0:none;one:# day;other:# days}}", "none");
    check(state, "only {{one | one: # carries; other: # carry}} a date", "only 1 carries a date");
    check(state, "{{one | one: \\# is #; other: #}}", "# is 1");
    check(state, "{{sum | ,.0f | one: dollar; other: dollars}}", "dollars");
    check(state, "{{nothing | one: # day; other: # days ?? no day}}", "no day");
    check(state, "{{one | few: # day; other: # days}}", "1 days");
}

static void each_language_counts_its_way(void **state) {
    static const char text[] = "{{n | one: # den; few: # dnja; many: # dnej; other: # dnja}}";
    static const struct {
        double n;
        const char *expected;
    } rows[] = {{1, "1 den"}, {3, "3 dnja"}, {11, "11 dnej"}, {21, "21 den"}, {1.5, "1.5 dnja"}};
    Fixture *f = *state;
    Scope *inner =
        scope_push_language(make_scope(f), &(ScopeLanguage){.tag = "ru",
                                                            .locale = format_locale("en"),
                                                            .plural = PLURAL_RULE_EAST_SLAVIC});
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        scope_set(inner, "n", value_number(rows[i].n));
        assert_string_equal(template_expand_text(inner, text, NULL, TEMPLATE_PLAIN),
                            rows[i].expected);
    }
}

static void only_numbers_are_counted(void **state) {
    Fixture *f = *state;
    expand(f, "{{country | one: # day; other: # days}}", TEMPLATE_PLAIN);
    assert_int_equal(diags_errors(f->diags), 1);
}

static void braces_can_be_escaped(void **state) {
    check(state, "\\{{country}} is {{country}}", "{{country}} is Pakistan");
}

static void markdown_takes_values_as_text(void **state) {
    Fixture *f = *state;
    const char *text = expand(f, "**{{wild}}**", TEMPLATE_MARKDOWN);
    assert_string_equal(text, "**\\*bold\\* \\[x\\]\\(y\\) \\<b\\>**");
}

static void pages_are_for_running_heads(void **state) {
    Fixture *f = *state;
    assert_string_equal(expand(f, "{{page}} of {{pages}}", TEMPLATE_RUNNING),
                        TEMPLATE_PAGE " of " TEMPLATE_PAGES);
    assert_int_equal(diags_errors(f->diags), 0);
    assert_string_equal(expand(f, "{{page}}", TEMPLATE_PLAIN), "");
    assert_string_equal(nth_message(f->diags, 0), "{{page}} is known in headers and footers only");
}

static void values_cannot_pose_as_page_numbers(void **state) {
    Fixture *f = *state;
    Scope *scope = make_scope(f);
    scope_set(scope, "evil", value_string("a" TEMPLATE_PAGE "b"));
    assert_string_equal(template_expand_text(scope, "{{evil}}", NULL, TEMPLATE_RUNNING),
                        "a\xEF\xBF\xBD"
                        "b");
}

static void problem(void **state, const char *text, DiagId id, const char *message) {
    Fixture *f = *state;
    guint before = diags_kept(f->diags);
    assert_string_equal(expand(f, text, TEMPLATE_PLAIN), "");
    assert_string_equal(nth_message(f->diags, before), message);
    assert_int_equal(diags_nth(f->diags, before)->id, id);
}

static void mistakes_are_named(void **state) {
    problem(state, "{{contry}}", DIAG_BAD_TEMPLATE, "unknown name \"contry\"");
    assert_hint(((Fixture *)*state)->diags, 0, "did you mean \"country\"?");
    problem(state, "{{nothing}}", DIAG_BAD_TEMPLATE, "\"nothing\" has no value here");
    problem(state, "{{country", DIAG_BAD_TEMPLATE, "\"{{\" is not closed by \"}}\"");
    problem(state, "{{}}", DIAG_BAD_TEMPLATE, "\"\" is not a name");
    problem(state, "{{a b}}", DIAG_BAD_TEMPLATE, "\"a b\" is not a name");
    problem(state, "{{year | %q%}}", DIAG_BAD_FORMAT,
            "format \"%q%\" of \"year\" is not a number format");
    problem(state, "{{day | ,d}}", DIAG_BAD_FORMAT,
            "format \",d\" of \"day\" is not a date format");
    problem(state, "{{country | ,d}}", DIAG_BAD_FORMAT,
            "format \",d\" of \"country\" cannot be used on a text");
    problem(state, "{{year ?? x | ,d}}", DIAG_BAD_TEMPLATE,
            "the text in place of a missing value comes after the format");
}

static void messages_point_through_escapes(void **state) {
    Fixture *f = *state;
    const JsonNode *root = fixture_json(f, "{\"text\": \"\\u00e9\\n\\\"{{contry}} is\"}");
    assert_string_equal(
        template_expand(make_scope(f), json_node_member(root, "text"), TEMPLATE_PLAIN), "");
    assert_printed(f->diags, "test.json:1:21: error: unknown name \"contry\" [bad-template]\n"
                             "  at /text\n"
                             "     1 | {\"text\": \"\\u00e9\\n\\\"{{contry}} is\"}\n"
                             "       |                     ^^^^^^^^^^\n"
                             "  did you mean \"country\"?\n");
}

static void form_is_checked_without_values(void **state) {
    Fixture *f = *state;
    const JsonNode *root =
        fixture_json(f, "[\"{{anything.goes | ,d}}\", \"{{x | %Y}}\", \"{{x | gibberish}}\"]");
    assert_true(template_check(f->diags, json_node_item(root, 0), TEMPLATE_PLAIN));
    assert_true(template_check(f->diags, json_node_item(root, 1), TEMPLATE_PLAIN));
    assert_false(template_check(f->diags, json_node_item(root, 2), TEMPLATE_PLAIN));
    assert_string_equal(nth_message(f->diags, 0),
                        "\"gibberish\" is neither a number format nor a date format");
}

static void absent_texts_stay_absent(void **state) {
    Fixture *f = *state;
    assert_null(template_expand(make_scope(f), NULL, TEMPLATE_PLAIN));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        PAGE_TEST(values_stand_in_text),
        PAGE_TEST(numbers_take_d3_formats),
        PAGE_TEST(dates_keep_their_precision),
        PAGE_TEST(missing_values_need_a_text),
        PAGE_TEST(words_go_with_their_number),
        PAGE_TEST(each_language_counts_its_way),
        PAGE_TEST(only_numbers_are_counted),
        PAGE_TEST(braces_can_be_escaped),
        PAGE_TEST(markdown_takes_values_as_text),
        PAGE_TEST(pages_are_for_running_heads),
        PAGE_TEST(values_cannot_pose_as_page_numbers),
        PAGE_TEST(mistakes_are_named),
        PAGE_TEST(messages_point_through_escapes),
        PAGE_TEST(form_is_checked_without_values),
        PAGE_TEST(absent_texts_stay_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
