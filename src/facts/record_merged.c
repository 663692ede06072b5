// "merged" and "conflicts" of a partnership that was merged from several records, as merging writes
// them (merge.h). A record that it was merged from is read when it is taken out, not here.
#include "facts/record.h"

#include <math.h>

static void read_member(RecordContext *context, const JsonNode *node, MergedRecord *out) {
    static const Keyword rules[] = {{"first", 0}, {"id", 1},      {"same_as", 2},
                                    {"list", 3},  {"similar", 4}, {NULL, 0}};
    Reader reader;
    int rule = 0;
    *out = (MergedRecord){.score = NAN};
    if (!reader_begin(&reader, context->diags, node, "merged record"))
        return;
    const JsonNode *id = reader_require(&reader, "id");
    if (id)
        record_id(context, id, "id", &out->id);
    record_text(context, &reader, "title", &out->title);
    if (reader_require(&reader, "rule") && reader_keyword(&reader, "rule", rules, &rule))
        out->rule = keyword_name(rules, rule);
    reader_number(&reader, "score", &out->score);
    const JsonNode *source = reader_node(&reader, "source");
    if (source)
        record_id(context, source, "source", &out->source);
    const JsonNode *record = reader_object(&reader, "record");
    out->json = record ? record->json : NULL;
    reader_end(&reader);
}

static void read_conflict(RecordContext *context, const JsonNode *node, Conflict *out) {
    static const struct {
        const char *key;
        gsize at;
        bool is_required;
    } texts[] = {{"field", G_STRUCT_OFFSET(Conflict, field), true},
                 {"chosen", G_STRUCT_OFFSET(Conflict, chosen), true},
                 {"other", G_STRUCT_OFFSET(Conflict, other), true},
                 {"chosen_source", G_STRUCT_OFFSET(Conflict, chosen_source), false},
                 {"other_source", G_STRUCT_OFFSET(Conflict, other_source), false},
                 {"rule", G_STRUCT_OFFSET(Conflict, rule), true}};
    Reader reader;
    if (!reader_begin(&reader, context->diags, node, "conflict"))
        return;
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        if (!texts[i].is_required || reader_require(&reader, texts[i].key))
            record_text(context, &reader, texts[i].key,
                        &G_STRUCT_MEMBER(const char *, out, texts[i].at));
    reader_end(&reader);
}

void record_read_merged(RecordContext *context, Reader *reader, Partnership *out) {
    const JsonNode *members = record_list(context, reader, "merged", &out->merged_count);
    MergedRecord *merged = arena_array(context->arena, MergedRecord, out->merged_count);
    for (guint i = 0; i < out->merged_count; i++)
        read_member(context, json_node_item(members, i), &merged[i]);
    out->merged = merged;
    const JsonNode *values = record_list(context, reader, "conflicts", &out->conflict_count);
    Conflict *conflicts = arena_array(context->arena, Conflict, out->conflict_count);
    for (guint i = 0; i < out->conflict_count; i++)
        read_conflict(context, json_node_item(values, i), &conflicts[i]);
    out->conflicts = conflicts;
}
