// Reads what kinds of blocks have in common. All checks that need no data are made here, so that a
// layout is known to be sound before facts are read.
#include "page/spec.h"

#include "base/suggest.h"
#include "page/data_spec.h"
#include "page/money.h"

#include <math.h>
#include <string.h>

bool spec_require_template(Reader *reader, const char *key, TemplateMode mode,
                           const JsonNode **out) {
    return reader_require(reader, key) && reader_template(reader, key, mode, out);
}

static bool check_data(Diags *diags, const JsonNode *node) {
    DataSpec ignored;
    if (json_is_object(node->json))
        return data_spec_read(diags, node, &ignored);
    if (json_is_string(node->json))
        return true;
    json_error(diags, node, DIAG_WRONG_TYPE, NULL,
               "\"%s\" is %s, expected the name of a dataset or a data object", node->key,
               json_type_name(node->json));
    return false;
}

bool spec_data(Reader *reader, const char *key, const JsonNode **out) {
    const JsonNode *node = reader_node(reader, key);
    if (!node || !check_data(reader->diags, node))
        return false;
    *out = node;
    return true;
}

bool spec_require_data(Reader *reader, const char *key, const JsonNode **out) {
    return reader_require(reader, key) && spec_data(reader, key, out);
}

void spec_data_or(BlockReader *context, Reader *reader, const char *key, const char *name,
                  const JsonNode **out) {
    if (reader_has(reader, key)) {
        spec_data(reader, key, out);
        return;
    }
    JsonDoc *doc = json_doc_wrap(json_string(name), name);
    g_ptr_array_add(context->documents, doc);
    *out = json_doc_root(doc);
}

// Whether a format prints dates: has a directive of d3-time-format.
static bool spec_format_is_time(const char *format) {
    for (const char *at = strchr(format, '%'); at; at = strchr(at + 1, '%'))
        if (g_ascii_isalpha(at[1]) || (at[1] && strchr("-_0", at[1])))
            return true;
    return false;
}

bool spec_format(Reader *reader, const char *key, const char **out) {
    const char *format = NULL, *problem = NULL;
    if (!reader_string(reader, key, &format))
        return false;
    bool good = spec_format_is_time(format) ? time_format_check(format, &problem)
                                            : number_format_check(format);
    if (!good)
        json_error(reader->diags, reader_node(reader, key), DIAG_BAD_FORMAT,
                   template_sign_hint(format),
                   "\"%s\" is neither a number format such as \",.0f\" nor a date format such as "
                   "\"%%-d %%b %%Y\"",
                   format);
    else
        *out = format;
    return good;
}

bool spec_ink(Reader *reader, const char *key, InkRole *out) {
    const char *word = NULL;
    if (!reader_string(reader, key, &word))
        return false;
    if (theme_find_ink(word, out))
        return true;
    g_autofree char *hint = theme_ink_hint(word);
    json_error(reader->diags, reader_node(reader, key), DIAG_UNKNOWN_NAME, hint,
               "unknown ink \"%s\"", word);
    return false;
}

bool spec_field(Reader *reader, const char *key, FieldSpec *out) {
    const char *name = NULL;
    if (!reader_string(reader, key, &name))
        return false;
    *out = (FieldSpec){.name = name, .node = reader_node(reader, key)};
    return true;
}

bool spec_check_field(const Compose *compose, const Table *table, const FieldSpec *field) {
    bool unknown_fields = table->row_count == 0 && table->column_count == 0; // of "values": []
    if (!field->name || unknown_fields || table_column(table, field->name))
        return true;
    g_autofree char *hint =
        suggest_hint_or_list(field->name, table_names(table), table->column_count);
    if (table->name)
        json_error(compose->diags, field->node, DIAG_UNKNOWN_FIELD, hint,
                   "unknown field \"%s\" in dataset \"%s\"", field->name, table->name);
    else
        json_error(compose->diags, field->node, DIAG_UNKNOWN_FIELD, hint,
                   "unknown field \"%s\" in the data", field->name);
    return false;
}

static bool is_number(Value value) {
    bool text = value.type == VALUE_STRING;
    return value.type != VALUE_TIME && value.type != VALUE_JSON && !(text && !*value.as.string) &&
           isfinite(value_to_number(value));
}

bool spec_check_numbers(const Compose *compose, const Table *table, const FieldSpec *field,
                        const char *what) {
    const Column *column = field->name ? table_column(table, field->name) : NULL;
    guint others = 0;
    for (guint i = 0; column && i < table->row_count; i++) {
        if (value_is_nullish(column->values[i]))
            continue;
        if (is_number(column->values[i]))
            return true;
        others++;
    }
    if (others > 0)
        json_error(compose->diags, field->node, DIAG_WRONG_TYPE, NULL,
                   "\"%s\" holds no numbers, of which %s could be made", field->name, what);
    return others == 0;
}

bool spec_check_operation(const Compose *compose, const Table *table, const FieldSpec *field,
                          int op) {
    static const char *const operations[] = {"sum",   "mean",   "average", "median",   "product",
                                             "stdev", "stdevp", "stderr",  "variance", "variancep",
                                             "q1",    "q3",     "ci0",     "ci1"};
    for (guint i = 0; i < G_N_ELEMENTS(operations); i++) {
        if (op < 0 || op != aggregate_find(operations[i]))
            continue;
        g_autofree char *what = g_strdup_printf("\"%s\"", operations[i]);
        return spec_check_numbers(compose, table, field, what);
    }
    return true;
}

static const char mixed_hint[] = "filter to one of them, or group by it";

bool spec_check_money(const Compose *compose, const Table *table, const FieldSpec *field, int op) {
    const MoneySet set = page_money_set(compose->arena, table, field->name, op);
    const char *problem = set.what ? money_problem(compose->arena, &set) : NULL;
    Place place = json_node_place(field->node);
    if (problem)
        json_error(compose->diags, field->node, DIAG_MIXED_CURRENCIES, mixed_hint, "%s", problem);
    else if (set.what)
        money_warn(compose->diags, &place, &set);
    return !problem;
}

// ---- values

static bool read_operation(Reader *reader, ValueSpec *out) {
    const char *word = NULL;
    out->op = aggregate_find("count");
    if (!reader_string(reader, "aggregate", &word))
        return true;
    out->op = aggregate_find(word);
    if (out->op >= 0)
        return true;
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (int i = 0; aggregate_name(i); i++)
        g_ptr_array_add(words, (gpointer)aggregate_name(i));
    g_autofree char *hint = suggest_hint(word, (const char *const *)words->pdata, words->len);
    json_error(reader->diags, reader_node(reader, "aggregate"), DIAG_WRONG_VALUE, hint,
               "\"%s\" is no aggregate operation", word);
    return false;
}

static bool read_aggregate(Diags *diags, const JsonNode *node, ValueSpec *out) {
    Reader reader;
    if (!reader_begin(&reader, diags, node, "value"))
        return false;
    spec_require_data(&reader, "data", &out->data);
    bool good = read_operation(&reader, out);
    spec_field(&reader, "field", &out->field);
    if (good && !out->field.name && out->op != aggregate_find("count"))
        json_error(diags, node, DIAG_MISSING_KEY, NULL, "aggregate \"%s\" lacks \"field\"",
                   aggregate_name(out->op));
    return reader_end(&reader);
}

bool spec_value(Reader *reader, const char *key, ValueSpec *out) {
    const JsonNode *node = reader_node(reader, key);
    if (!node)
        return false;
    out->node = node;
    if (json_is_number(node->json))
        return true;
    if (json_is_object(node->json))
        return read_aggregate(reader->diags, node, out);
    if (json_is_string(node->json))
        return template_check(reader->diags, node, TEMPLATE_PLAIN);
    json_error(reader->diags, node, DIAG_WRONG_TYPE, NULL,
               "\"%s\" is %s, expected a number, a text, or {\"data\", \"aggregate\", \"field\"}",
               key, json_type_name(node->json));
    return false;
}

// ---- blocks in blocks

bool spec_blocks(BlockReader *context, const JsonNode *node, BlockList *out) {
    if (json_is_array(node->json)) {
        out->blocks = block_read_list(context, node, &out->count);
        return true;
    }
    const Block *block = block_read(context, node);
    if (!block)
        return false;
    out->count = 1;
    out->blocks = arena_memdup(context->arena, &block, sizeof block);
    return true;
}

bool spec_body(BlockReader *context, Reader *reader, BlockList *out) {
    const JsonNode *node = reader_require(reader, "body");
    return node && spec_blocks(context, node, out);
}
