// A row of the dataset is put back into the form that changes are judged in.
#include "page/materiality.h"

#include "facts/codes.h"

#include <string.h>

static bool read_amount(Diags *diags, const JsonNode *node, Decimal *out) {
    g_autofree char *text =
        json_is_integer(node->json)
            ? g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(node->json))
            : g_strdup(json_string_value(node->json));
    if (text && decimal_parse(text, out) && out->coefficient >= 0)
        return true;
    json_error(diags, node, DIAG_WRONG_VALUE, "write 1000000, or \"1000000.50\"",
               "the least amount is no number of at least 0");
    return false;
}

static void read_least(Arena *arena, Diags *diags, const JsonNode *node, Materiality *out) {
    ChangeLeast *least = arena_array(arena, ChangeLeast, CHANGE_LEAST_LIMIT);
    JsonMembers members;
    const JsonNode *member;
    out->least = least;
    json_members_begin(&members, node);
    while ((member = json_members_next(&members))) {
        if (!codes_is_currency_form(member->key) || !codes_is_currency(member->key))
            json_error(diags, member, DIAG_WRONG_VALUE, "write a code of ISO 4217, like \"USD\"",
                       "\"%.40s\" is no currency", member->key);
        else if (out->least_count == CHANGE_LEAST_LIMIT)
            json_error(diags, member, DIAG_TOO_LARGE, NULL, "more than %d currencies",
                       CHANGE_LEAST_LIMIT);
        else if (read_amount(diags, member, &least[out->least_count].amount))
            g_strlcpy(least[out->least_count++].currency, member->key, sizeof least->currency);
    }
}

bool materiality_read(Arena *arena, Reader *reader, const char *key, Materiality *out) {
    const JsonNode *node = reader_object(reader, key);
    Reader inner;
    *out = change_materiality;
    if (!node || !reader_begin(&inner, reader->diags, node, "materiality"))
        return false;
    reader_bool(&inner, "all", &out->all);
    reader_bool(&inner, "wording", &out->wording);
    if (reader_number(&inner, "percent", &out->percent) && out->percent < 0)
        json_error(reader->diags, json_node_member(node, "percent"), DIAG_WRONG_VALUE, NULL,
                   "\"percent\" is below 0");
    const JsonNode *amount = reader_object(&inner, "amount");
    if (amount)
        read_least(arena, reader->diags, amount, out);
    reader_end(&inner);
    return true;
}

static const Decimal *decimal_of(const Table *table, const char *name, guint row) {
    Value value = table_value(table, name, row);
    return value.type == VALUE_DECIMAL ? value.as.decimal : NULL;
}

bool materiality_of_row(const Materiality *materiality, const Table *table, guint row) {
    const Change change = {.field = table_string(table, "field", row),
                           .unit = table_string(table, "unit", row),
                           .old_value = decimal_of(table, "old_value", row),
                           .new_value = decimal_of(table, "new_value", row)};
    Value said = table_value(table, "material", row);
    if (materiality)
        return change_is_material(&change, materiality);
    return said.type != VALUE_BOOL || said.as.boolean;
}
