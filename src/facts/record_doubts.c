// What a record may say by a slip, though nothing is wrong with its form: a party or an amount that
// stands in its list twice, a promise that was due before there was a partnership. Records of a map
// and merged ones are passed over: their lists were made by rule.
#include "facts/record.h"

#include <string.h>

static bool are_equal_parties(const Party *a, const Party *b) {
    return a->name && b->name && strcmp(a->name, b->name) == 0 &&
           g_strcmp0(a->organisation, b->organisation) == 0 && g_strcmp0(a->role, b->role) == 0;
}

static bool are_equal_amounts(const Amount *a, const Amount *b) {
    return a->value.coefficient && a->currency && b->currency &&
           strcmp(a->currency, b->currency) == 0 && decimal_compare(a->value, b->value) == 0 &&
           g_strcmp0(a->basis, b->basis) == 0 && g_strcmp0(a->date.text, b->date.text) == 0;
}

static const JsonNode *item_of(const JsonNode *record, const char *list, guint index) {
    const JsonNode *array = json_node_member(record, list);
    return array ? json_node_item(array, index) : NULL;
}

enum { COMPARED = 64 }; // of a list: enough for what people write, bounded for what they do not

static void doubt_party(RecordContext *context, const JsonNode *node, const Party *party) {
    g_autofree char *shown = record_shorten(party->name);
    if (node)
        json_warning(context->diags, node, DIAG_WRONG_VALUE,
                     "leave one out, or say by \"role\" or \"organisation\" how they differ",
                     "the party \"%s\" is named twice", shown);
}

static void doubt_parties(RecordContext *context, const JsonNode *record, const Partnership *out) {
    for (guint i = 1; i < MIN(out->party_count, COMPARED); i++)
        for (guint before = 0; before < i; before++)
            if (are_equal_parties(&out->parties[before], &out->parties[i])) {
                doubt_party(context, item_of(record, "parties", i), &out->parties[i]);
                return; // one is enough to look at the list
            }
}

static void doubt_amounts(RecordContext *context, const JsonNode *record, const Partnership *out) {
    for (guint i = 1; i < MIN(out->amount_count, COMPARED); i++)
        for (guint before = 0; before < i; before++) {
            const JsonNode *node = item_of(record, "amounts", i);
            if (!node || !are_equal_amounts(&out->amounts[before], &out->amounts[i]))
                continue;
            json_warning(context->diags, node, DIAG_BAD_AMOUNT,
                         "leave one out, or give each its \"date\"",
                         "the same amount is listed twice, and counted twice");
            return;
        }
}

static void doubt_promises(RecordContext *context, const JsonNode *record, const Partnership *out) {
    const FactDate *date = &out->date;
    for (guint i = 0; date->text && !date->edtf.open_start && i < out->commitment_count; i++) {
        const FactDate *due = &out->commitments[i].due;
        if (!due->text || due->edtf.open_end || due->edtf.last >= date->edtf.first)
            continue;
        const JsonNode *item = item_of(record, "commitments", i);
        const JsonNode *node = item ? json_node_member(item, "due") : NULL;
        if (node)
            json_warning(context->diags, node, DIAG_BAD_DATE, "is one of the two dates mistyped?",
                         "the promise is due %s, before the partnership itself: %s", due->text,
                         date->text);
    }
}

static void doubt_itself(RecordContext *context, const JsonNode *record, const Partnership *out) {
    const JsonNode *node = json_node_member(record, "same_as");
    for (guint i = 0; node && out->id && i < out->same_as_count; i++)
        if (strcmp(out->same_as[i], out->id) == 0) {
            json_warning(context->diags, node, DIAG_WRONG_VALUE,
                         "name the other record, or leave it out",
                         "\"same_as\" names the record itself");
            return;
        }
}

void record_doubt(RecordContext *context, const JsonNode *record, const Partnership *out) {
    if (context->dirt || out->merged_count)
        return;
    doubt_parties(context, record, out);
    doubt_amounts(context, record, out);
    doubt_promises(context, record, out);
    doubt_itself(context, record, out);
}
