// Documents are told apart by a key at their root, or by the schema they name. Accord's own have
// their name as a key, with the number of their form; a layout may have "theme" and "facts" too,
// but as texts and lists.
#include "page/document.h"

#include <string.h>

typedef struct {
    const char *name, *command; // "a layout", "accord render"
    const char *form;           // the key with the number of the form; or NULL
    const char *schema;         // part of "$schema" that says it; or NULL
    const char *keys[8];        // any of these; NULL terminated
} DocumentRow;

static const DocumentRow rows[] = {
    [DOCUMENT_LAYOUT] = {"a layout", "accord render", "layout", NULL, {"body"}},
    [DOCUMENT_THEME] = {"a theme", "accord check", "theme", NULL, {"inks"}},
    [DOCUMENT_FACTS] = {"facts", "accord check", "facts", NULL, {"partnerships", "record"}},
    [DOCUMENT_MAP] = {"a map of facts", "accord check", "map", NULL, {"partnership"}},
    [DOCUMENT_JOBS] = {"a jobs file", "accord run", "jobs", NULL, {"reports"}},
    [DOCUMENT_RATES] = {"a table of rates", "accord render --rates", "rates", NULL, {NULL}},
    [DOCUMENT_TRANSLATION] = {"a translation", "accord check", "translation", NULL, {"texts"}},
    [DOCUMENT_WORDS] = {"a strings file", "accord check", "words", NULL, {NULL}},
    [DOCUMENT_PAIRS] =
        {"a list of pairs", "accord facts list --same-as", "same_as", NULL, {"pairs"}},
    [DOCUMENT_VOCABULARY] =
        {"a vocabulary", "accord check --vocabulary", NULL, NULL, {"vocabulary"}},
    [DOCUMENT_CHART] = {"a Vega-Lite chart",
                        "accord chart",
                        NULL,
                        "/vega-lite/",
                        {"mark", "encoding", "layer", "hconcat", "vconcat", "concat", "spec"}},
    [DOCUMENT_VEGA] = {
        "a Vega specification", NULL, NULL, "/vega/", {"marks", "signals", "scales"}}};

static bool matches(const DocumentRow *row, const JsonNode *root) {
    const JsonNode *form = row->form ? json_node_member(root, row->form) : NULL;
    if (form && json_is_number(form->json))
        return true;
    const JsonNode *schema = json_node_member(root, "$schema");
    const char *name = schema ? json_string_value(schema->json) : NULL;
    if (name && row->schema && strstr(name, row->schema))
        return true;
    for (guint i = 0; row->keys[i]; i++)
        if (json_node_member(root, row->keys[i]))
            return true;
    return false;
}

DocumentKind document_kind(const JsonNode *root) {
    if (!json_is_object(root->json))
        return DOCUMENT_UNKNOWN;
    for (guint kind = DOCUMENT_LAYOUT; kind < G_N_ELEMENTS(rows); kind++)
        if (matches(&rows[kind], root))
            return kind;
    return DOCUMENT_UNKNOWN;
}

bool document_expect(Diags *diags, const JsonNode *root, DocumentKind wanted) {
    DocumentKind kind = document_kind(root);
    if (kind == DOCUMENT_UNKNOWN || kind == wanted)
        return true;
    const DocumentRow *row = &rows[kind];
    g_autofree char *hint = row->command ? g_strdup_printf("the command for it is %s", row->command)
                                         : g_strdup("charts are written in Vega-Lite");
    json_error(diags, root, DIAG_WRONG_VALUE, hint, "found %s, expected %s", row->name,
               rows[wanted].name);
    return false;
}

bool document_expect_name(Diags *diags, const char *path, DocumentKind wanted) {
    if (!g_str_has_suffix(path, ".jsonl") && !g_str_has_suffix(path, ".ndjson"))
        return true;
    diag_error(diags, DIAG_WRONG_VALUE, NULL, "the command for them is accord check",
               "\"%s\" is named as facts, one a line, expected %s", path, rows[wanted].name);
    return false;
}

bool document_expect_file(Diags *diags, const char *path, DocumentKind wanted) {
    if (!document_expect_name(diags, path, wanted))
        return false;
    g_autoptr(Diags) quiet = diags_new();
    g_autoptr(JsonDoc) doc = strcmp(path, "-") ? json_doc_load(quiet, path) : NULL;
    return !doc || document_expect(diags, json_doc_root(doc), wanted);
}
