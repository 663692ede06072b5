// The first line is delimited text, up to an empty line; the rest is JSON, taken as a transform
// array over that table. What comes out must be a sound table, and every refusal must have a
// message.
#include "fuzz.h"

#include "table/transform.h"

#include <string.h>

enum { TEXT_TRIED = 8000 };

static void check_table(const Table *table) {
    for (guint c = 0; c < table->column_count; c++)
        g_assert(g_utf8_validate(table->columns[c].name, -1, NULL));
    for (guint row = 0; table->lineage && row < table->row_count; row++)
        for (guint i = 1; table->lineage[row] && i < table->lineage[row]->count; i++)
            g_assert(table->lineage[row]->ids[i - 1] < table->lineage[row]->ids[i]);
    json_t *rows = table_to_json(table);
    g_assert(json_array_size(rows) == table->row_count);
    json_decref(rows);
    g_free(table_to_delimited(table, ','));
}

static void apply(Arena *arena, Diags *diags, const Table *table, const char *text) {
    g_autoptr(Source) source = source_new("transform", g_strdup(text), strlen(text));
    g_autoptr(JsonDoc) doc = json_doc_parse(diags, source);
    if (!doc)
        return;
    TransformContext context = {.arena = arena, .diags = diags, .locale = format_locale("en")};
    const Table *result = transform_apply(&context, table, json_doc_root(doc));
    g_assert((result == NULL) <= (diags_errors(diags) > 0));
    if (result)
        check_table(result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autofree char *text =
        size ? g_strndup((const char *)data, MIN(size, TEXT_TRIED)) : g_strdup("");
    char *blank = strstr(text, "\n\n");
    g_autoptr(Arena) arena = arena_new();
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source =
        source_new("rows", g_strndup(text, blank ? (gsize)(blank - text) : strlen(text)),
                   blank ? (gsize)(blank - text) : strlen(text));
    Table *table = table_from_delimited(arena, diags, source, ',');
    if (!table) {
        g_assert(diags_errors(diags) > 0);
        return 0;
    }
    table_infer_types(table, NULL);
    check_table(table);
    if (blank)
        apply(arena, diags, table, blank + 2);
    return 0;
}
