// Reads key figures: {"label", "value", "format"?, "unit"?, "note"?, "ink"?, "delta"?,
// "sparkline"?, "when"?}, where delta is {"value", "format"?, "text"?, "better"?}, {"from":
// "changes", ...} or "changes", and sparkline is {"data", "field", "alt"?}.
#include "page/kpi.h"

#include "page/when.h"

enum { KPI_ITEMS_MAX = 64 };

// "changes": the difference to the value in the earlier state of the facts.
static bool read_since(Diags *diags, const JsonNode *node, KpiItem *out) {
    static const Keyword words[] = {{"changes", 1}, {NULL, 0}};
    int since = 0;
    if (!node || !json_is_string(node->json))
        return false;
    out->delta_since = json_read_keyword(diags, node, "delta", words, &since);
    return true;
}

static void read_delta(Diags *diags, const JsonNode *node, KpiItem *out) {
    static const Keyword directions[] = {{"up", 1}, {"down", -1}, {"none", 0}, {NULL, 0}};
    Reader reader;
    if (read_since(diags, node, out) || !reader_begin(&reader, diags, node, "delta"))
        return;
    if (reader_has(&reader, "from"))
        read_since(diags, reader_node(&reader, "from"), out);
    else if (reader_require(&reader, "value"))
        spec_value(&reader, "value", &out->delta);
    if (reader_has(&reader, "from") && !json_is_string(reader_node(&reader, "from")->json))
        json_error(diags, reader_node(&reader, "from"), DIAG_WRONG_TYPE, NULL,
                   "\"from\" is %s, expected \"changes\"",
                   json_type_name(reader_node(&reader, "from")->json));
    if (reader_has(&reader, "from") && reader_has(&reader, "value"))
        json_error(diags, reader_node(&reader, "from"), DIAG_WRONG_VALUE, NULL,
                   "a delta has either \"value\" or \"from\"");
    spec_format(&reader, "format", &out->delta_format);
    reader_template(&reader, "text", TEMPLATE_PLAIN, &out->delta_text);
    reader_keyword(&reader, "better", directions, &out->better);
    reader_end(&reader);
}

static void read_sparkline(Diags *diags, const JsonNode *node, KpiSparkline *out) {
    Reader reader;
    if (!reader_begin(&reader, diags, node, "sparkline"))
        return;
    spec_require_data(&reader, "data", &out->data);
    if (reader_require(&reader, "field"))
        spec_field(&reader, "field", &out->field);
    reader_template(&reader, "alt", TEMPLATE_PLAIN, &out->alt);
    reader_end(&reader);
}

// Texts are formatted by their own {{path | format}}.
static void check_format(Reader *reader, const KpiItem *item) {
    if (item->format && item->value.node && json_is_string(item->value.node->json))
        json_error(reader->diags, reader_node(reader, "format"), DIAG_WRONG_VALUE,
                   "write {{path | format}} in the text",
                   "\"format\" is of a number or an aggregate, and the value is a text");
}

static void read_item(Diags *diags, const JsonNode *node, KpiItem *out) {
    Reader reader;
    if (!reader_begin(&reader, diags, node, "key figure"))
        return;
    spec_require_template(&reader, "label", TEMPLATE_PLAIN, &out->label);
    if (reader_require(&reader, "value"))
        spec_value(&reader, "value", &out->value);
    spec_format(&reader, "format", &out->format);
    reader_template(&reader, "unit", TEMPLATE_PLAIN, &out->unit);
    reader_template(&reader, "note", TEMPLATE_PLAIN, &out->note);
    out->has_ink = spec_ink(&reader, "ink", &out->ink);
    const JsonNode *delta = reader_node(&reader, "delta");
    if (delta)
        read_delta(diags, delta, out);
    const JsonNode *sparkline = reader_node(&reader, "sparkline");
    if (sparkline)
        read_sparkline(diags, sparkline, &out->sparkline);
    const JsonNode *when = reader_node(&reader, "when");
    if (when && when_check(diags, when))
        out->when = when;
    check_format(&reader, out);
    reader_end(&reader);
}

void kpi_read_items(BlockReader *context, const JsonNode *array, KpiSet *out) {
    size_t count = json_node_size(array);
    if (count > KPI_ITEMS_MAX) {
        json_error(context->diags, array, DIAG_TOO_LARGE, NULL, "more than %d key figures",
                   KPI_ITEMS_MAX);
        return;
    }
    out->count = (guint)count;
    out->items = arena_array(context->arena, KpiItem, count);
    for (guint i = 0; i < out->count; i++)
        read_item(context->diags, json_node_item(array, i), &out->items[i]);
}
