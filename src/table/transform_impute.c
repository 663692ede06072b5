// impute: rows for the keys that a group lacks, as Vega-Lite does it: first Vega's impute with a
// value or null, then, for a method, the aggregate over a frame of rows in the place of every null.
// New rows come after all others; they know their group, key and value only, and no facts.
#include "table/aggregate.h"
#include "table/cell_facts.h"
#include "table/money.h"
#include "table/step.h"

#include <math.h>
#include <string.h>

typedef struct {
    const char *field, *key;
    NameList groupby;
    Value value;        // for the method "value"
    const char *method; // NULL: value
    const JsonNode *frame;
    Value *keyvals;
    guint keyval_count;
} Impute;

// --- reading ---

static bool read_sequence(Step *step, const JsonNode *node, Impute *impute) {
    Reader reader;
    double start = 0, stop = 0, by = 1;
    if (!reader_begin(&reader, step->context.diags, node, "keyvals"))
        return false;
    reader_number(&reader, "start", &start);
    if (reader_require(&reader, "stop"))
        reader_number(&reader, "stop", &stop);
    reader_number(&reader, "step", &by);
    if (!reader_end(&reader))
        return false;
    double count = ceil((stop - start) / (by == 0 ? 1 : by));
    if (!(count <= TABLE_SEQUENCE_LIMIT)) {
        json_error(step->context.diags, node, DIAG_TOO_LARGE, NULL,
                   "\"keyvals\" has more than %d values", TABLE_SEQUENCE_LIMIT);
        return false;
    }
    impute->keyval_count = count > 0 ? (guint)count : 0;
    impute->keyvals = arena_array(step->arena, Value, impute->keyval_count);
    for (guint i = 0; i < impute->keyval_count; i++)
        impute->keyvals[i] = value_number(start + i * (by == 0 ? 1 : by));
    return true;
}

static bool read_keyvals(Step *step, Impute *impute) {
    const JsonNode *node = reader_node(&step->reader, "keyvals");
    if (!node)
        return true;
    if (json_is_object(node->json))
        return read_sequence(step, node, impute);
    if (!json_is_array(node->json)) {
        json_error(step->context.diags, node, DIAG_WRONG_TYPE, NULL,
                   "\"keyvals\" is %s, expected an array or a sequence",
                   json_type_name(node->json));
        return false;
    }
    impute->keyval_count = (guint)json_node_size(node);
    impute->keyvals = arena_array(step->arena, Value, impute->keyval_count);
    for (guint i = 0; i < impute->keyval_count; i++)
        impute->keyvals[i] =
            value_keep(step->arena, value_from_json(json_array_get(node->json, i)));
    return true;
}

static const Keyword METHODS[] = {{"value", 0}, {"mean", 1}, {"median", 2},
                                  {"min", 3},   {"max", 4},  {NULL, 0}};

static bool read_impute(Step *step, Impute *impute) {
    int method = 0;
    bool good = step_field(step, "impute", &impute->field);
    good = step_field(step, "key", &impute->key) && good;
    good = step_fields(step, "groupby", &impute->groupby) && good;
    good = read_keyvals(step, impute) && good;
    const JsonNode *method_node = reader_node(&step->reader, "method");
    if (method_node && !json_is_null(method_node->json))
        good =
            json_read_keyword(step->context.diags, method_node, "method", METHODS, &method) && good;
    impute->method = method ? keyword_name(METHODS, method) : NULL;
    const JsonNode *value = reader_node(&step->reader, "value");
    impute->value = impute->method ? value_null()
                    : value        ? value_keep(step->arena, value_from_json(value->json))
                                   : value_number(0);
    impute->frame = reader_node(&step->reader, "frame");
    return step_end(step) && good;
}

// --- missing rows ---

typedef struct {
    guint group, key; // numbers
} Missing;

typedef struct {
    Groups groups;
    Value *domain; // keys in order: keyvals, then as observed
    guint domain_count;
    guint *key_of_row;
    GArray *missing; // of Missing
} Gaps;

static void number_keys(Step *step, const Impute *impute, Gaps *gaps) {
    guint rows = step->table->row_count;
    g_autoptr(KeyIndex) index = key_index_new(1, GROUP_BY_TEXT);
    Field key = field_bind(step->arena, step->table, impute->key);
    gaps->domain = arena_array(step->arena, Value, (size_t)rows + impute->keyval_count);
    gaps->key_of_row = arena_array(step->arena, guint, rows);
    for (guint i = 0; i < impute->keyval_count; i++)
        gaps->domain[key_index_add(index, &impute->keyvals[i])] = impute->keyvals[i];
    for (guint row = 0; row < rows; row++) {
        Value value = field_value(&key, row);
        guint known = key_index_count(index), number = key_index_add(index, &value);
        if (number == known)
            gaps->domain[number] = value;
        gaps->key_of_row[row] = number;
    }
    gaps->domain_count = key_index_count(index);
}

static void find_missing(Gaps *gaps) {
    g_autofree guint *seen = g_new0(guint, (gsize)gaps->domain_count + 1); // group + 1
    for (guint g = 0; g < gaps->groups.count; g++) {
        for (guint i = 0; i < group_size(&gaps->groups, g); i++)
            seen[gaps->key_of_row[group_rows(&gaps->groups, g)[i]]] = g + 1;
        for (guint k = 0; k < gaps->domain_count; k++) {
            Missing missing = {g, k};
            if (seen[k] != g + 1)
                g_array_append_val(gaps->missing, missing);
        }
    }
}

typedef struct {
    const Step *step;
    guint extra; // rows
} Lengthening;

static const Value *lengthen_words(const void *data, const Value *words) {
    const Lengthening *more = data;
    guint rows = more->step->table->row_count, extra = more->extra;
    Value *out = words ? arena_array(more->step->arena, Value, (size_t)rows + extra) : NULL;
    for (guint row = 0; out && row < rows + extra; row++)
        out[row] = row < rows ? words[row] : value_null();
    return out;
}

static const Lineage **lengthen_facts(const Step *step, const Lineage *const *facts, guint extra) {
    guint rows = step->table->row_count;
    const Lineage **longer =
        facts ? arena_array(step->arena, const Lineage *, (gsize)rows + extra + 1) : NULL;
    if (longer && rows)
        memcpy(longer, facts, rows * sizeof *longer);
    return longer;
}

// The table's own columns, longer by the missing rows, which are undefined at first.
static Table *lengthen(const Step *step, guint extra) {
    const Table *table = step->table;
    const Lengthening more = {step, extra};
    Table *out = step_new_table(step, table->column_count + 3, table->row_count + extra);
    for (guint c = 0; c < table->column_count; c++) {
        Value *values = table_output(out, table->columns[c].name);
        if (table->row_count)
            memcpy(values, table->columns[c].values, table->row_count * sizeof(Value));
        money_note(out, table->columns[c].name,
                   money_map(table->columns[c].money, lengthen_words, &more));
    }
    for (guint c = 0; c < table->column_count; c++)
        cell_facts_note(out, table->columns[c].name,
                        (CellFacts){lengthen_facts(step, table->columns[c].cells.facts, extra),
                                    table->columns[c].cells.how});
    if (table->lineage) {
        out->lineage = arena_array(step->arena, const Lineage *, out->row_count);
        memcpy(out->lineage, table->lineage, table->row_count * sizeof *out->lineage);
    }
    return out;
}

// The column of a name in a table that is being made, made when it is not there.
static Value *own_column(Table *out, const char *name) {
    for (guint c = 0; c < out->column_count; c++)
        if (strcmp(out->columns[c].name, name) == 0)
            return out->columns[c].values;
    return table_output(out, name);
}

static void fill_missing(Step *step, const Impute *impute, const Gaps *gaps, Table *out) {
    guint first = step->table->row_count;
    Value *keys = own_column(out, field_name(step->arena, impute->key));
    Value *values = own_column(out, field_name(step->arena, impute->field));
    for (guint i = 0; i < impute->groupby.count; i++) {
        Field field = field_bind(step->arena, step->table, impute->groupby.names[i]);
        for (guint c = 0; c < out->column_count; c++) {
            if (strcmp(out->columns[c].name, field.name) != 0)
                continue;
            for (guint m = 0; m < gaps->missing->len; m++) {
                guint group = g_array_index(gaps->missing, Missing, m).group;
                out->columns[c].values[first + m] =
                    field_value(&field, group_rows(&gaps->groups, group)[0]);
            }
        }
    }
    for (guint m = 0; m < gaps->missing->len; m++) {
        keys[first + m] = gaps->domain[g_array_index(gaps->missing, Missing, m).key];
        values[first + m] = impute->value;
    }
}

static const Table *add_missing(Step *step, const Impute *impute) {
    Gaps gaps = {.missing = g_array_new(FALSE, FALSE, sizeof(Missing))};
    const Table *result = NULL;
    gaps.groups = groups_make(step->arena, step->table, impute->groupby.names,
                              impute->groupby.count, GROUP_BY_TEXT);
    number_keys(step, impute, &gaps);
    if (step_check_size(step, 1, (guint64)gaps.groups.count * gaps.domain_count)) {
        find_missing(&gaps);
        Table *out = lengthen(step, gaps.missing->len);
        fill_missing(step, impute, &gaps, out);
        result = out;
    }
    g_array_free(gaps.missing, TRUE);
    return result;
}

// --- methods ---

// {"window": [{"op": method, "field", "as"}], "frame", "groupby"} over the lengthened table.
static const Table *apply_window(Step *step, const Impute *impute, const char *as) {
    json_t *frame = impute->frame ? json_incref(impute->frame->json) : json_pack("[n, n]");
    json_t *groupby = json_array();
    for (guint i = 0; i < impute->groupby.count; i++)
        json_array_append_new(groupby, json_string(impute->groupby.names[i]));
    json_t *window =
        json_pack("{s:[{s:s, s:s, s:s}], s:o, s:o}", "window", "op", impute->method, "field",
                  impute->field, "as", as, "frame", frame, "groupby", groupby);
    g_autoptr(JsonDoc) doc = json_doc_wrap(window, "impute");
    Reader outer = step->reader;
    reader_begin(&step->reader, step->context.diags, json_doc_root(doc), "impute");
    const Table *result = step_window(step);
    step->reader = outer;
    return result;
}

static const Table *replace_nulls(Step *step, const Table *table, const Impute *impute,
                                  const char *imputed) {
    Field own = field_bind(step->arena, table, impute->field);
    Field other = field_bind(step->arena, table, imputed);
    Table *out = table_extend(step->arena, table, 1);
    Value *values = step_output(step, out, own.name);
    for (guint row = 0; row < table->row_count; row++) {
        values[row] = field_value(&own, row);
        if (values[row].type == VALUE_NULL)
            values[row] = field_value(&other, row);
    }
    return out;
}

const Table *step_impute(Step *step) {
    Impute impute = {NULL};
    if (!read_impute(step, &impute))
        return NULL;
    const Table *table = add_missing(step, &impute);
    step_note_derived(step, field_name(step->arena, impute.field));
    if (!table || !impute.method)
        return table;
    const char *as = arena_printf(step->arena, "imputed_%s_value", impute.field);
    step->table = table;
    table = apply_window(step, &impute, as);
    return table ? replace_nulls(step, table, &impute, as) : NULL;
}
