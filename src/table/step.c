// Reading the members that many transforms share, and the small tables they make.
#include "table/step.h"

#include "base/suggest.h"
#include "table/aggregate.h"
#include "table/cell_facts.h"
#include "table/money.h"

#include <math.h>
#include <string.h>

// --- fields ---

void step_check_field(const Step *step, const JsonNode *node, const char *field) {
    const Table *table = step->table;
    if (table->row_count == 0 || table_column(table, field))
        return;
    const char *const *names = table_names(table);
    g_autofree char *hint = suggest_hint_or_list(field, names, table->column_count);
    if (table->name)
        json_warning(step->context.diags, node, DIAG_UNKNOWN_FIELD, hint,
                     "no row of dataset \"%s\" has the field \"%s\"", table->name, field);
    else
        json_warning(step->context.diags, node, DIAG_UNKNOWN_FIELD, hint,
                     "no row has the field \"%s\"", field);
}

static bool read_field(Step *step, const JsonNode *node, const char *key, const char **out) {
    if (!json_read_string(step->context.diags, node, key, out))
        return false;
    step_check_field(step, node, *out);
    return true;
}

bool step_field(Step *step, const char *key, const char **out) {
    const JsonNode *node = reader_require(&step->reader, key);
    return node && read_field(step, node, key, out);
}

static bool read_names(Step *step, const JsonNode *node, const char *key, NameList *out) {
    const char **names = arena_array(step->arena, const char *, json_node_size(node));
    bool good = true;
    for (size_t i = 0; i < json_node_size(node); i++)
        good = read_field(step, json_node_item(node, i), key, &names[i]) && good;
    *out = (NameList){names, (guint)json_node_size(node)};
    return good;
}

bool step_fields(Step *step, const char *key, NameList *out) {
    *out = (NameList){NULL, 0};
    if (!reader_has(&step->reader, key))
        return true;
    const JsonNode *node = reader_array(&step->reader, key);
    return node && read_names(step, node, key, out);
}

bool step_require_fields(Step *step, const char *key, NameList *out) {
    *out = (NameList){NULL, 0};
    if (!reader_require(&step->reader, key))
        return false;
    return step_fields(step, key, out);
}

// --- sort ---

static const Keyword ORDERS[] = {{"ascending", 0}, {"descending", 1}, {NULL, 0}};

static bool read_sort_field(Step *step, const JsonNode *node, SortField *out) {
    Reader reader;
    int order = 0;
    if (!reader_begin(&reader, step->context.diags, node, "sort field"))
        return false;
    const JsonNode *field = reader_require(&reader, "field");
    bool good = field && read_field(step, field, "field", &out->field);
    const JsonNode *order_node = reader_node(&reader, "order");
    if (order_node && !json_is_null(order_node->json))
        good = json_read_keyword(step->context.diags, order_node, "order", ORDERS, &order) && good;
    out->descending = order;
    return reader_end(&reader) && good;
}

bool step_sort(Step *step, const SortField **out, guint *count) {
    *out = NULL;
    *count = 0;
    if (!reader_has(&step->reader, "sort"))
        return true;
    const JsonNode *node = reader_array(&step->reader, "sort");
    if (!node)
        return false;
    bool good = true;
    SortField *fields = arena_array(step->arena, SortField, json_node_size(node));
    for (size_t i = 0; i < json_node_size(node); i++)
        good = read_sort_field(step, json_node_item(node, i), &fields[i]) && good;
    *out = fields;
    *count = (guint)json_node_size(node);
    return good;
}

// --- as, extent ---

static bool read_name_pair(Step *step, const JsonNode *node, const char *names[2]) {
    bool good = true;
    if (json_node_size(node) > 2) {
        json_error(step->context.diags, node, DIAG_WRONG_VALUE, NULL,
                   "\"as\" has more than two names");
        return false;
    }
    for (size_t i = 0; i < json_node_size(node); i++) {
        const JsonNode *item = json_node_item(node, i);
        if (!json_is_null(item->json))
            good = json_read_string(step->context.diags, item, "as", &names[i]) && good;
    }
    return good;
}

bool step_as_range(Step *step, const char **start, const char **end) {
    const JsonNode *node = reader_node(&step->reader, "as");
    const char *names[2] = {*start, *end};
    if (!node)
        return true;
    if (json_is_string(node->json)) {
        *start = json_string_value(node->json);
        *end = arena_printf(step->arena, "%s_end", *start);
        return true;
    }
    if (!json_is_array(node->json)) {
        json_error(step->context.diags, node, DIAG_WRONG_TYPE, NULL,
                   "\"as\" is %s, expected a name or two", json_type_name(node->json));
        return false;
    }
    bool good = read_name_pair(step, node, names);
    *start = names[0];
    *end = names[1];
    return good;
}

bool step_as_pair(Step *step, const char *names[2]) {
    if (!reader_has(&step->reader, "as"))
        return true;
    const JsonNode *node = reader_array(&step->reader, "as");
    return node && read_name_pair(step, node, names);
}

bool step_extent(Step *step, double extent[2], bool *has) {
    *has = reader_has(&step->reader, "extent");
    if (!*has)
        return true;
    const JsonNode *node = reader_array(&step->reader, "extent");
    if (!node)
        return false;
    if (json_node_size(node) != 2) {
        json_error(step->context.diags, node, DIAG_WRONG_VALUE, NULL,
                   "\"extent\" needs two numbers, from and to");
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < 2; i++)
        good =
            json_read_number(step->context.diags, json_node_item(node, i), "extent", &extent[i]) &&
            good;
    return good;
}

bool step_end(Step *step) {
    return reader_end(&step->reader);
}

// --- operations ---

static bool read_op(Step *step, const JsonNode *node, OpSpec *out) {
    Reader reader;
    *out = (OpSpec){.node = node};
    if (!reader_begin(&reader, step->context.diags, node, "operation"))
        return false;
    bool good = reader_require(&reader, "op") && reader_string(&reader, "op", &out->op);
    const JsonNode *field = reader_node(&reader, "field");
    if (field &&
        strcmp(json_is_string(field->json) ? json_string_value(field->json) : "", "*") != 0)
        good = read_field(step, field, "field", &out->field) && good;
    out->has_param = reader_number(&reader, "param", &out->param);
    if (!reader_string(&reader, "as", &out->as) && good)
        out->as = out->field ? arena_printf(step->arena, "%s_%s", out->op,
                                            field_name(step->arena, out->field))
                             : arena_printf(step->arena, "__%s", out->op);
    return reader_end(&reader) && good;
}

bool step_ops(Step *step, const char *key, OpSpec **out, guint *count) {
    const JsonNode *node = reader_array(&step->reader, key);
    if (!node)
        return false;
    bool good = true;
    *count = (guint)json_node_size(node);
    *out = arena_array(step->arena, OpSpec, *count);
    for (guint i = 0; i < *count; i++)
        good = read_op(step, json_node_item(node, i), &(*out)[i]) && good;
    return good;
}

static char *suggest_op(const char *op, const char *const *extra) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (int i = 0; aggregate_name(i); i++)
        g_ptr_array_add(names, (gpointer)aggregate_name(i));
    for (; extra && *extra; extra++)
        g_ptr_array_add(names, (gpointer)*extra);
    return suggest_hint(op, (const char *const *)names->pdata, names->len);
}

int step_aggregate_op(const Step *step, const OpSpec *spec, const char *const *extra) {
    int op = aggregate_find(spec->op);
    if (op < 0) {
        g_autofree char *hint = suggest_op(spec->op, extra);
        json_error(step->context.diags, spec->node, DIAG_WRONG_VALUE, hint,
                   "there is no operation \"%s\"", spec->op);
    } else if (!spec->field && aggregate_needs_field(op)) {
        json_error(step->context.diags, spec->node, DIAG_MISSING_KEY, NULL,
                   "the operation \"%s\" needs a \"field\"", spec->op);
        return -1;
    } else if (aggregate_needs_parameter(op) && !spec->has_param) {
        json_error(step->context.diags, spec->node, DIAG_MISSING_KEY, NULL,
                   "the operation \"%s\" needs a \"param\": the share that the past keeps",
                   spec->op);
        return -1;
    }
    return op;
}

// --- tables ---

void step_note_derived(Step *step, const char *name) {
    g_hash_table_add(step->derived, arena_strdup(step->arena, name));
}

Value *step_output(Step *step, Table *table, const char *name) {
    step_note_derived(step, name);
    return table_output(table, name);
}

Table *step_new_table(const Step *step, guint column_room, guint row_count) {
    Table empty = {.arena = step->arena, .name = step->table->name, .row_count = row_count};
    return table_extend(step->arena, &empty, column_room);
}

bool step_check_size(const Step *step, guint64 columns, guint64 rows) {
    bool good = columns <= TABLE_COLUMNS_LIMIT && rows <= TABLE_CELLS_LIMIT &&
                columns * rows <= TABLE_CELLS_LIMIT;
    if (!good)
        json_error(step->context.diags, step->reader.node, DIAG_TOO_LARGE, NULL,
                   "the transform would give %" G_GUINT64_FORMAT " columns and %" G_GUINT64_FORMAT
                   " rows; at most %d columns and %d cells are kept",
                   columns, rows, TABLE_COLUMNS_LIMIT, TABLE_CELLS_LIMIT);
    return good;
}

static Value parsed_value(Value value, const char *type, Step *step) {
    if (value_is_nullish(value))
        return value_null();
    if (type[0] == 's')
        return value_as_string(value, step->arena);
    if (value_is_number(value))
        return value;
    return type[0] == 'd' ? value_as_time(value, step->context.zone) : value_as_number(value);
}

static bool needs_parsing(const Table *table, const Field *field, const char *type) {
    if (!field->column || field->step_count)
        return true;
    for (guint row = 0; row < table->row_count; row++) {
        Value value = field_value(field, row);
        bool fits = type[0] == 's' ? value.type == VALUE_STRING : value_is_number(value);
        if (!fits && value.type != VALUE_NULL)
            return true;
    }
    return false;
}

const Table *step_parse_column(Step *step, const Table *table, const char *path, const char *type) {
    Field field = field_bind(step->arena, table, path);
    if (g_hash_table_contains(step->derived, field.name) || !needs_parsing(table, &field, type))
        return table;
    Table *out = table_extend(step->arena, table, 1);
    Value *values = table_output(out, field.name);
    for (guint row = 0; row < table->row_count; row++)
        values[row] = parsed_value(field_value(&field, row), type, step);
    if (field.column && !field.step_count) {
        money_note(out, field.name, field.column->money);
        cell_facts_note(out, field.name, field.column->cells);
    }
    return out;
}

const Lineage **step_group_lineage(const Step *step, const Groups *groups) {
    if (!step->table->lineage)
        return NULL;
    const Lineage **lineage = arena_array(step->arena, const Lineage *, groups->count);
    for (guint g = 0; g < groups->count; g++)
        lineage[g] =
            lineage_of_rows(step->arena, step->table, group_rows(groups, g), group_size(groups, g));
    return lineage;
}

void step_fill_keys(Step *step, Table *out, const Groups *groups, const NameList *groupby,
                    const guint *rows_per_group) {
    for (guint i = 0; i < groupby->count; i++) {
        Field field = field_bind(step->arena, step->table, groupby->names[i]);
        Value *values = table_output(out, field.name);
        guint row = 0;
        for (guint g = 0; g < groups->count; g++) {
            Value key = field_value(&field, group_rows(groups, g)[0]);
            for (guint n = rows_per_group ? rows_per_group[g] : 1; n > 0; n--)
                values[row++] = key;
        }
    }
}
