// Digits of numbers as they are written.
#include "../support.h"

#include "base/json_literals.h"

#include <string.h>

static JsonDoc *parse(Diags *diags, const char *text) {
    g_autoptr(Source) source = source_new("t.json", g_strdup(text), strlen(text));
    JsonDoc *doc = json_doc_parse(diags, source);
    assert_non_null(doc);
    return doc;
}

static void assert_digits(const JsonLiterals *literals, const JsonNode *node, const char *digits) {
    gsize length;
    const char *found = json_literals_find(literals, node->json, &length);
    assert_non_null(found);
    assert_int_equal(length, strlen(digits));
    assert_memory_equal(found, digits, length);
}

static void digits_are_those_of_the_text(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    JsonDoc *doc = parse(diags, "{\"1.5 \\\" 2.5\": [true, -1, 12345678901234567.89, "
                                "{\"e\": null}], \"b\": 1E2, \"a\": -0.10}");
    const JsonNode *root = json_doc_root(doc);
    g_autoptr(JsonLiterals) literals = json_literals_new(root);
    const JsonNode *list = json_node_member(root, "1.5 \" 2.5");
    assert_digits(literals, json_node_item(list, 2), "12345678901234567.89");
    assert_digits(literals, json_node_member(root, "b"), "1E2");
    assert_digits(literals, json_node_member(root, "a"), "-0.10");
    gsize length;
    assert_null(json_literals_find(literals, json_node_item(list, 1)->json, &length)); // whole
    assert_null(json_literals_find(literals, list->json, &length));
    json_doc_free(doc);
}

static void a_value_without_a_text_has_none(void **state) {
    (void)state;
    JsonDoc *doc = json_doc_wrap(json_pack("[f]", 1.5), "x");
    g_autoptr(JsonLiterals) literals = json_literals_new(json_doc_root(doc));
    gsize length;
    assert_null(json_literals_find(literals, json_node_item(json_doc_root(doc), 0)->json, &length));
    json_doc_free(doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits_are_those_of_the_text),
        cmocka_unit_test(a_value_without_a_text_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
