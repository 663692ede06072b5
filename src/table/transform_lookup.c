// lookup: values of another table by key. Of several rows with one key the last counts, as in Vega.
// The facts behind a row are joined by those behind the row that was found.
#include "table/cell_facts.h"
#include "table/money.h"
#include "table/step.h"

#include <string.h>

typedef struct {
    const JsonNode *data, *data_place;
    const char *key, *param;
    const JsonNode *fields;
} From;

static bool read_from(Step *step, From *from) {
    Reader reader;
    const JsonNode *node = reader_require(&step->reader, "from");
    if (!node || !reader_begin(&reader, step->context.diags, node, "from"))
        return false;
    *from = (From){.data_place = node};
    bool is_selection = json_object_get(node->json, "param");
    if (is_selection && !step->context.find_selection) {
        json_error(step->context.diags, node, DIAG_UNSUPPORTED, NULL,
                   "looking up what a reader selects is not possible on paper");
        return false;
    }
    from->data = is_selection ? node : reader_require(&reader, "data");
    if (is_selection)
        reader_string(&reader, "param", &from->param);
    if (reader_require(&reader, "key"))
        reader_string(&reader, "key", &from->key);
    if (reader_has(&reader, "fields"))
        from->fields = reader_array(&reader, "fields");
    return reader_end(&reader) && from->key && from->data;
}

static const Table *find_other(Step *step, const From *from) {
    if (step->context.find_table)
        return step->context.find_table(step->context.data, from->data);
    json_error(step->context.diags, from->data, DIAG_UNSUPPORTED, NULL,
               "there is no other data to look up in here");
    return NULL;
}

// For each row the row of the other table with its key, or G_MAXUINT.
static guint *match_rows(Step *step, const Table *other, const char *field, const char *key) {
    guint *matches = arena_array(step->arena, guint, step->table->row_count);
    guint *last = arena_array(step->arena, guint, other->row_count); // by the number of the key
    g_autoptr(KeyIndex) index = key_index_new(1, GROUP_BY_TEXT);
    Field other_key = field_bind(step->arena, other, key);
    Field own = field_bind(step->arena, step->table, field);
    for (guint row = 0; row < other->row_count; row++) {
        Value value = field_value(&other_key, row);
        last[key_index_add(index, &value)] = row;
    }
    for (guint row = 0; row < step->table->row_count; row++) {
        Value value = field_value(&own, row);
        guint number;
        matches[row] = key_index_find(index, &value, &number) ? last[number] : G_MAXUINT;
    }
    return matches;
}

typedef struct {
    const Table *out;
    const guint *matches;
} Matching;

static const Value *match_words(const void *data, const Value *words) {
    const Matching *matching = data;
    guint rows = matching->out->row_count;
    Value *found = words ? arena_array(matching->out->arena, Value, rows) : NULL;
    for (guint row = 0; found && row < rows; row++) {
        guint match = matching->matches[row];
        found[row] = match == G_MAXUINT ? value_null() : words[match];
    }
    return found;
}

// What was found is made of the facts there.
static void note_cells(Step *step, Table *out, const char *as, const Field *field,
                       const Table *other, const guint *matches) {
    if (!step->context.tells_cells || !other->lineage || !field->column)
        return;
    const Lineage **facts = arena_array(step->arena, const Lineage *, out->row_count + 1);
    for (guint row = 0; row < out->row_count; row++)
        facts[row] = matches[row] == G_MAXUINT ? arena_new0(step->arena, Lineage)
                                               : cell_facts_of(other, field->column, matches[row]);
    cell_facts_note(out, as, (CellFacts){facts, "what was looked up"});
}

static void fill_field(Step *step, Table *out, const char *as, const Field *field,
                       const guint *matches, Value otherwise) {
    Value *values = step_output(step, out, as);
    for (guint row = 0; row < out->row_count; row++)
        values[row] = matches[row] == G_MAXUINT ? otherwise : field_value(field, matches[row]);
    const Matching matching = {out, matches};
    if (field->column && !field->step_count)
        money_note(out, as, money_map(field->column->money, match_words, &matching));
}

static void fill_rows(Step *step, Table *out, const char *as, const Table *other,
                      const guint *matches, Value otherwise) {
    Value *values = step_output(step, out, as);
    for (guint row = 0; row < out->row_count; row++) {
        values[row] = otherwise;
        if (matches[row] != G_MAXUINT)
            values[row] = (Value){.type = VALUE_JSON,
                                  .as.json = table_row_json(step->arena, other, matches[row])};
    }
}

// The other columns are made of the facts that the rows had before.
static void keep_cells(const Step *step, Table *out) {
    const Table *table = step->table;
    if (!step->context.tells_cells || !table->lineage)
        return;
    for (guint i = 0; i < table->column_count; i++)
        if (out->columns[i].values == table->columns[i].values && !out->columns[i].cells.facts)
            out->columns[i].cells =
                (CellFacts){table->lineage, "the row that something is looked up for"};
}

static void join_lineage(Table *out, const Table *other, const guint *matches) {
    if (!other->lineage)
        return;
    const Lineage **lineage = arena_array(out->arena, const Lineage *, out->row_count);
    for (guint row = 0; row < out->row_count; row++) {
        const Lineage *own = out->lineage ? out->lineage[row] : NULL;
        const Lineage *found = matches[row] == G_MAXUINT ? NULL : other->lineage[matches[row]];
        lineage[row] = lineage_union(out->arena, own, found);
    }
    out->lineage = lineage;
}

// Names for the looked-up fields: their own, or those of "as".
static bool read_names(Step *step, const From *from, const char ***fields, const char ***as,
                       guint *count) {
    *count = from->fields ? (guint)json_node_size(from->fields) : 0;
    *fields = arena_array(step->arena, const char *, *count + 1);
    *as = arena_array(step->arena, const char *, *count + 1);
    bool good = true;
    for (guint i = 0; i < *count; i++) {
        good = json_read_string(step->context.diags, json_node_item(from->fields, i), "fields",
                                &(*fields)[i]) &&
               good;
        (*as)[i] = good ? field_name(step->arena, (*fields)[i]) : NULL;
    }
    const JsonNode *node = reader_node(&step->reader, "as");
    // Of the whole row, when no fields are named:
    (*as)[*count] = from->param ? from->param : "_lookup";
    if (node && json_is_string(node->json))
        (*as)[0] = json_string_value(node->json);
    else if (node && !json_is_array(node->json))
        return json_read_string(step->context.diags, node, "as", &(*as)[0]);
    for (guint i = 0; node && json_is_array(node->json) && i < json_node_size(node) && i < *count;
         i++)
        good =
            json_read_string(step->context.diags, json_node_item(node, i), "as", &(*as)[i]) && good;
    return good;
}

const Table *step_lookup(Step *step) {
    const char *field = NULL, **fields = NULL, **as = NULL;
    From from = {NULL};
    guint count = 0;
    Value otherwise = value_null();
    bool good = step_field(step, "lookup", &field);
    good = read_from(step, &from) && good;
    good = read_names(step, &from, &fields, &as, &count) && good;
    const JsonNode *node = reader_node(&step->reader, "default");
    if (node)
        otherwise = value_keep(step->arena, value_from_json(node->json));
    if (!step_end(step) || !good)
        return NULL;
    const Table *other = find_other(step, &from);
    if (!other)
        return NULL;
    Table *out = table_extend(step->arena, step->table, MAX(count, 1));
    guint *matches = match_rows(step, other, field, from.key);
    if (!from.fields)
        fill_rows(step, out, as[0], other, matches, otherwise);
    for (guint i = 0; i < count; i++) {
        Field bound = field_bind(step->arena, other, fields[i]);
        fill_field(step, out, as[i], &bound, matches, otherwise);
        note_cells(step, out, as[i], &bound, other, matches);
    }
    keep_cells(step, out);
    join_lineage(out, other, matches);
    return out;
}
