// A source record: the document or data set that facts were taken from.
#include "facts/record.h"

static void read_captured(RecordContext *context, const JsonNode *node, FactSource *out) {
    Reader reader;
    if (!node || !reader_begin(&reader, context->diags, node, "captured"))
        return;
    if (reader_require(&reader, "sha256"))
        record_sha256(context, &reader, "sha256", &out->captured_sha256);
    reader_integer(&reader, "bytes", 0, G_MAXINT64, &out->captured_bytes);
    reader_integer(&reader, "part", 1, G_MAXINT64, &out->captured_part);
    reader_end(&reader);
}

bool record_read_source(RecordContext *context, const JsonNode *node, bool is_line,
                        FactSource *out) {
    *out = (FactSource){.json = node->json, .captured_bytes = -1, .captured_part = -1};
    guint errors_before = diags_errors(context->diags);
    Reader reader;
    if (!reader_begin(&reader, context->diags, node, "source"))
        return false;
    context->root = node;
    if (is_line)
        reader_ignore(&reader, "record");
    const JsonNode *id = reader_require(&reader, "id");
    if (id)
        record_id(context, id, "id", &out->id);
    record_text(context, &reader, "title", &out->title);
    record_text(context, &reader, "publisher", &out->publisher);
    record_url(context, &reader, "url", &out->url);
    record_date(context, &reader, "published", &out->published);
    record_date(context, &reader, "accessed", &out->accessed);
    record_language(context, &reader, "language", &out->language);
    record_text(context, &reader, "text", &out->text);
    read_captured(context, reader_object(&reader, "captured"), out);
    reader_integer(&reader, "rank", 1, SOURCE_RANKS, &out->rank);
    record_text(context, &reader, "licence", &out->licence);
    record_text(context, &reader, "attribution", &out->attribution);
    record_inferences(context, &reader, &out->inferences, &out->inference_count);
    record_audience(context, &reader);
    reader_end(&reader);
    return diags_errors(context->diags) == errors_before;
}
