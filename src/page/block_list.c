// {"block": "list", "items", "ordered"?} or {"block": "list", "data", "text", "as"?, "limit"?,
// "more"?, "empty"?}: items in Markdown, written out or one for each row of a dataset. An item is a
// text or
// {"text", "items"?, "when"?}: with a list below it, or told on a condition only.
#include "page/block_kinds.h"
#include "page/prose.h"
#include "page/spec.h"
#include "page/typeset.h"
#include "page/when.h"

enum { LIST_DEPTH_LIMIT = 6, LIST_ROWS_LIMIT = 5000 };

typedef struct ListItem ListItem;
typedef struct {
    guint count;
    ListItem *items;
} ListItems;
struct ListItem {
    const JsonNode *text;
    const JsonNode *when; // or NULL
    ListItems below;
};

typedef struct {
    ListItems items;
    bool ordered;
    const JsonNode *data, *text, *empty;
    const char *as;
    gint64 limit;
    bool more; // say how many the limit left out
} ListSpec;

static void read_items(BlockReader *context, const JsonNode *array, guint depth, ListItems *out);

static void read_item_object(BlockReader *context, const JsonNode *node, guint depth,
                             ListItem *out) {
    Reader reader;
    if (!reader_begin(&reader, context->diags, node, "list item"))
        return;
    spec_require_template(&reader, "text", TEMPLATE_MARKDOWN, &out->text);
    const JsonNode *when = reader_node(&reader, "when");
    if (when && when_check(context->diags, when))
        out->when = when;
    const JsonNode *below = reader_array(&reader, "items");
    if (below)
        read_items(context, below, depth + 1, &out->below);
    reader_end(&reader);
}

static void read_items(BlockReader *context, const JsonNode *array, guint depth, ListItems *out) {
    if (depth > LIST_DEPTH_LIMIT) {
        json_error(context->diags, array, DIAG_TOO_LARGE, NULL,
                   "lists are nested more than %d deep", LIST_DEPTH_LIMIT);
        return;
    }
    out->count = (guint)json_node_size(array);
    out->items = arena_array(context->arena, ListItem, out->count);
    for (guint i = 0; i < out->count; i++) {
        const JsonNode *node = json_node_item(array, i);
        const char *text;
        if (json_is_object(node->json))
            read_item_object(context, node, depth, &out->items[i]);
        else if (json_read_string(context->diags, node, "list item", &text) &&
                 template_check(context->diags, node, TEMPLATE_MARKDOWN))
            out->items[i].text = node;
    }
}

static void check_source(Reader *reader, const ListSpec *spec) {
    if (!reader_has(reader, "items") && !reader_has(reader, "data"))
        json_error(reader->diags, reader->node, DIAG_MISSING_KEY, NULL,
                   "a list lacks \"items\", or \"data\" and \"text\"");
    else if (reader_has(reader, "items") && reader_has(reader, "data"))
        json_error(reader->diags, reader_node(reader, "data"), DIAG_WRONG_VALUE, NULL,
                   "a list has either \"items\" or \"data\"");
    else if (spec->data && !reader_has(reader, "text"))
        json_error(reader->diags, reader->node, DIAG_MISSING_KEY, NULL,
                   "a list with \"data\" lacks \"text\"");
}

void *list_read(BlockReader *context, Reader *reader) {
    ListSpec *spec = arena_new0(context->arena, ListSpec);
    spec->as = "row";
    spec->limit = LIST_ROWS_LIMIT;
    spec->more = true;
    const JsonNode *items = reader_array(reader, "items");
    if (items)
        read_items(context, items, 1, &spec->items);
    reader_bool(reader, "ordered", &spec->ordered);
    spec_data(reader, "data", &spec->data);
    reader_template(reader, "text", TEMPLATE_MARKDOWN, &spec->text);
    reader_string(reader, "as", &spec->as);
    reader_integer(reader, "limit", 1, LIST_ROWS_LIMIT, &spec->limit);
    reader_bool(reader, "more", &spec->more);
    reader_template(reader, "empty", TEMPLATE_PLAIN, &spec->empty);
    check_source(reader, spec);
    return spec;
}

// ---- composing: the list is written as Markdown, which knows how lists are set

// One item: its lines after the first are indented below its marker.
static void write_item(GString *out, guint depth, bool ordered, guint number, const char *text) {
    g_autofree char *marker = ordered ? g_strdup_printf("%u. ", number) : g_strdup("- ");
    guint indent = (depth - 1) * 4;
    g_string_append_printf(out, "%*s%-4s", (int)indent, "", marker);
    for (const char *at = text; *at; at++) {
        g_string_append_c(out, *at);
        if (*at == '\n')
            g_string_append_printf(out, "%*s", (int)indent + 4, "");
    }
    g_string_append_c(out, '\n');
}

static void write_items(Compose *compose, const ListItems *items, guint depth, bool ordered,
                        GString *out) {
    guint number = 0;
    for (guint i = 0; i < items->count; i++) {
        const ListItem *item = &items->items[i];
        if (!scope_test(compose->scope, item->when))
            continue;
        const char *text = template_expand(compose->scope, item->text, TEMPLATE_MARKDOWN);
        write_item(out, depth, ordered, ++number, text ? text : "");
        write_items(compose, &item->below, depth + 1, ordered, out);
    }
}

static void write_rows(Compose *compose, const ListSpec *spec, const Table *table, GString *out) {
    for (guint row = 0; row < table->row_count && row < spec->limit; row++) {
        Scope *scope = scope_push(compose->scope);
        scope_set_row(scope, spec->as, table, row);
        write_item(out, 1, spec->ordered, row + 1,
                   template_expand(scope, spec->text, TEMPLATE_MARKDOWN));
    }
}

void list_compose(Compose *compose, const Block *block) {
    const ListSpec *spec = block->spec;
    Prose prose = {.role = ROLE_BODY, .node = block->node};
    g_autoptr(GString) text = g_string_new(NULL);
    const Table *table = spec->data ? scope_data(compose->scope, spec->data) : NULL;
    if (spec->data && !table)
        return;
    if (table)
        write_rows(compose, spec, table, text);
    else
        write_items(compose, &spec->items, 1, spec->ordered, text);
    if (text->len)
        prose_add(compose, &prose, text->str);
    else
        typeset_empty(compose, spec->empty, block->node);
    if (table && spec->more && table->row_count > spec->limit)
        typeset_more(compose, table->row_count - (guint)spec->limit, block->node);
}
