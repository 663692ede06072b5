// What is written in place of JSON is told at its place, with what to write.
#include "../support.h"

#include "base/json.h"

typedef struct {
    const char *text, *marked, *hint;
} Case;

static const Case cases[] = {
    {"{\"a\": NaN}", "NaN", "JSON has no such number"},
    {"{\"a\": Infinity}", "Infinity", "JSON has no such number"},
    {"{\"a\": -Infinity}", "-", "JSON has no such number"},
    {"{\"a\": True}", "True", "JSON writes true"},
    {"{\"a\": FALSE}", "FALSE", "JSON writes false"},
    {"{\"a\": None}", "None", "JSON writes null"},
    {"{\"a\": undefined}", "undefined", "JSON writes null"},
    {"{'a': 1}", "'", "strings are written in double quotes"},
    {"{\"a\": 'x'}", "'", "strings are written in double quotes"},
    {"{“a”: 1}", "“", "straight quotes"},
    {"{\"a\": „x“}", "„", "straight quotes"},
    {"{\"a\": 1, // one\n\"b\": 2}", "/", "JSON has no comments"},
    {"{\"a\": 1, /* one */ \"b\": 2}", "/", "JSON has no comments"},
    {"{\"a\": 1, # one\n\"b\": 2}", "#", "JSON has no comments"},
    {"{\"a\": 1,\n}", "}", "remove the comma before it"},
    {"[1, 2, ]", "]", "remove the comma before it"},
    {"{a: 1}", "a", "names of members are written in double quotes"},
    {"{\"a\": 1, $b: 2}", "$", "names of members are written in double quotes"},
    {"{\"a\": yes}", "yes", "texts are written in double quotes"},
    {"```json\n{\"a\": 1}\n```", "`", "take away the lines of Markdown"},
    {"{\"a\": 1}\n```\n", "`", "take away what stands behind it"},
    {"Here it is:\n{\"a\": 1}", "Here", "take away the words before it"},
    {"{\"a\": 1}\nAnything else?", "Anything", "take away what stands behind it"},
    {"{\"a\": 1} // one", "/", "JSON has no comments"},
    {"{\"a\": 1}\n{\"a\": 2}", "{", "one value a line"},
    {"{\"a\": 1}}", "}", "one bracket too many"},
    {"{\"a\": [1, 2}", "}", NULL},
    {"{\"a\": 1", "", NULL},
    {"{\"a\": [1, ...]}", ".", "an ellipsis stands for what was left out"},
    {"{\"a\": [1, …]}", "…", "an ellipsis stands for what was left out"},
    {"{\"a\": (1, 2)}", "(", "JSON has no parentheses"},
    {"{\"a\": 1; \"b\": 2}", ";", "a comma stands between members"},
    {"{\"a\" = 1}", "=", "a colon stands between"},
    {"{\"a\"： 1}", "：", "those of ASCII"},
    {"{\"a\": +5}", "+", "no plus sign"},
    {"{\"a\": .5}", ".", "a digit before its point"},
    {"{\"a\": 5.}", "5.", "a digit behind its point"},
    {"{\"a\": 007}", "0", "does not begin with 0"},
    {"{\"a\": 0x1F}", "x", "hexadecimal"},
    {"{\"a\": 1_000}", "_", "without marks between them"},
    {"{\"a\": 1,000}", "0", "without marks between them"},
    {"{\"a\": 1 \"b\": 2}", "\"b\"", "is a comma missing before it?"},
    {"{\"a\": \"the \"new\" mill\"}", "new", "a quotation mark inside a string"},
    {"{\"a\": \"b\" true}", "true", "is a comma missing before it?"},
    {"{\"a\": \"C:\\Users\"}", "\"C:\\U", "a backslash is written"},
    {"{\"a\": \"b\tc\"}", "\"b", "write a tab as \\t"},
    {"{\"a\": \"b\nc\"}", "\"b", "write a line break as \\n"},
    {"<facts/>", "<", "XML or HTML"},
};

static void check(const Case *row) {
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source = source_of("t.json", row->text);
    g_autoptr(JsonDoc) doc = json_doc_parse(diags, source);
    assert_null(doc);
    const Diagnostic *record = diags_nth(diags, 0);
    assert_non_null(record);
    const Place *place = &record->place;
    g_autofree char *span = g_strndup(row->text + place->start, place->end - place->start);
    if (strcmp(span, row->marked) != 0)
        fail_msg("%s: \"%s\" is marked, not \"%s\"", row->text, span, row->marked);
    bool has_hint = row->hint && record->hint && strstr(record->hint, row->hint);
    if (row->hint ? !has_hint : record->hint != NULL)
        fail_msg("%s: the hint is \"%s\"", row->text, record->hint ? record->hint : "");
}

static void habits_are_told(void **state) {
    (void)state;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        check(&cases[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(habits_are_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
