// Any text is read as an expression. What is taken is evaluated for rows of every type; results
// must be text that is UTF-8, or JSON that can be written. What is refused must have said why.
#include "fuzz.h"

#include "table/transform.h"

#include <string.h>

enum { TEXT_TRIED = 2000 };

static const char ROWS[] =
    "[{\"a\": 1, \"b\": \"x\", \"d\": \"2012-03-04\", \"l\": [1, \"y\", null], \"o\": {\"k\": "
    "[2]}},"
    " {\"a\": -1e300, \"b\": \"\\ud83d\\ude00 e\\u0301\", \"l\": [], \"o\": null},"
    " {\"a\": \"12\", \"b\": null, \"d\": 86400000, \"l\": {}, \"o\": true}]";

static void check_value(Value value) {
    if (value.type == VALUE_STRING)
        g_assert(g_utf8_validate(value.as.string, -1, NULL));
    if (value.type != VALUE_JSON)
        return;
    char *text = json_dumps(value.as.json, JSON_ENCODE_ANY);
    g_assert(text);
    free(text);
}

static void evaluate_rows(const Expression *expression, Arena *arena) {
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source = source_new("rows", g_strdup(ROWS), strlen(ROWS));
    g_autoptr(JsonDoc) doc = json_doc_parse(diags, source);
    const Table *table = table_read_json(arena, diags, json_doc_root(doc));
    for (guint row = 0; row < table->row_count; row++)
        check_value(expression_evaluate(expression, table, row));
    Binding datum[] = {{"value", value_number(0.5)}, {"label", value_string("l")}};
    check_value(expression_evaluate_bound(expression, datum, 2));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autofree char *text =
        size ? g_strndup((const char *)data, MIN(size, TEXT_TRIED)) : g_strdup("");
    if (!g_utf8_validate(text, -1, NULL))
        return 0; // JSON strings, where expressions stand, are UTF-8
    g_autoptr(Arena) arena = arena_new();
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(JsonDoc) doc = json_doc_wrap(json_string(text), "fuzz");
    ExpressionContext context = {.arena = arena, .diags = diags, .locale = format_locale("en")};
    Expression *expression = expression_parse(&context, text, json_doc_root(doc));
    g_assert((expression == NULL) == (diags_errors(diags) > 0));
    if (expression)
        evaluate_rows(expression, arena);
    return 0;
}
