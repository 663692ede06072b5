// fold, flatten, pivot and sample: the same facts in other rows.
#include "table/aggregate.h"
#include "table/cell_facts.h"
#include "table/money.h"
#include "table/step.h"

#include <string.h>

// --- fold ---

enum { FOLDED_WORDS = 3 };

// The words beside folded amounts; those that are no amounts have none.
static MoneyWords folded_money(const Step *step, const NameList *fields, guint rows) {
    Value *words[FOLDED_WORDS];
    bool has[FOLDED_WORDS] = {false}, is_dollars = fields->count > 0, is_converted = is_dollars,
         is_quantity = is_dollars;
    for (guint kind = 0; kind < FOLDED_WORDS; kind++)
        words[kind] = arena_array(step->arena, Value, rows);
    for (guint f = 0; f < fields->count; f++) {
        const Column *column = table_column(step->table, fields->names[f]);
        const MoneyWords money = column ? column->money : (MoneyWords){0};
        const Value *from[FOLDED_WORDS] = {money.currency, money.basis, money.counted};
        is_dollars = is_dollars && money.is_dollars;
        is_converted = is_converted && money.is_converted;
        is_quantity = is_quantity && money.is_quantity;
        for (guint kind = 0; kind < FOLDED_WORDS; kind++)
            for (guint row = 0; row < step->table->row_count; row++) {
                words[kind][row * fields->count + f] = from[kind] ? from[kind][row] : value_null();
                has[kind] = has[kind] || from[kind];
            }
    }
    return (MoneyWords){.currency = has[0] ? words[0] : NULL,
                        .basis = has[1] ? words[1] : NULL,
                        .counted = has[2] ? words[2] : NULL,
                        .is_dollars = is_dollars,
                        .is_converted = is_converted,
                        .is_quantity = is_quantity};
}

// Of a folded cell those of the cell that it was.
static CellFacts folded_cells(const Step *step, const NameList *fields, guint rows) {
    CellFacts cells = {NULL, NULL};
    for (guint f = 0; f < fields->count; f++) {
        const Column *column = table_column(step->table, fields->names[f]);
        if (!column || !column->cells.facts)
            continue;
        if (!cells.facts)
            cells.facts = arena_array(step->arena, const Lineage *, rows + 1);
        cells.how = column->cells.how;
    }
    for (guint i = 0; cells.facts && i < rows; i++) {
        const Column *column = table_column(step->table, fields->names[i % fields->count]);
        cells.facts[i] = cell_facts_of(step->table, column, i / fields->count);
    }
    return cells;
}

const Table *step_fold(Step *step) {
    NameList fields;
    const char *as[2] = {"key", "value"};
    bool good = step_require_fields(step, "fold", &fields);
    good = step_as_pair(step, as) && good;
    guint64 rows = (guint64)step->table->row_count * fields.count;
    if (!step_end(step) || !good || !step_check_size(step, step->table->column_count + 2, rows))
        return NULL;
    g_autofree guint *source = g_new(guint, rows + 1);
    for (guint i = 0; i < rows; i++)
        source[i] = i / fields.count;
    Table *picked = table_pick(step->arena, step->table, source, (guint)rows);
    Table *out = table_extend(step->arena, picked, 2);
    Value *keys = step_output(step, out, as[0]), *values = step_output(step, out, as[1]);
    for (guint f = 0; f < fields.count; f++) {
        Field field = field_bind(step->arena, step->table, fields.names[f]);
        Value key = value_keep(step->arena, value_string(field.name));
        for (guint row = 0; row < step->table->row_count; row++) {
            keys[row * fields.count + f] = key;
            values[row * fields.count + f] = field_value(&field, row);
        }
    }
    money_note(out, as[1], folded_money(step, &fields, (guint)rows));
    cell_facts_note(out, as[1], folded_cells(step, &fields, (guint)rows));
    return out;
}

// --- flatten ---

// How many rows a value gives: the items of an array; anything else but nothing is one item.
static guint flat_length(Value value) {
    if (value.type == VALUE_JSON && json_is_array(value.as.json))
        return (guint)json_array_size(value.as.json);
    return value_is_nullish(value) ? 0 : 1;
}

static Value flat_item(Value value, guint index) {
    if (index >= flat_length(value))
        return value_null();
    if (value.type != VALUE_JSON || !json_is_array(value.as.json))
        return value;
    return value_from_json(json_array_get(value.as.json, index));
}

static bool read_flatten_names(Step *step, NameList *fields, const char ***out) {
    const char **names = arena_array(step->arena, const char *, fields->count);
    for (guint i = 0; i < fields->count; i++)
        names[i] = field_name(step->arena, fields->names[i]);
    *out = names;
    if (!reader_has(&step->reader, "as"))
        return true;
    const JsonNode *as = reader_array(&step->reader, "as");
    bool good = as != NULL;
    for (guint i = 0; as && i < fields->count && i < json_node_size(as); i++)
        good =
            json_read_string(step->context.diags, json_node_item(as, i), "as", &names[i]) && good;
    return good;
}

// The longest array of a row, over all fields.
static guint row_length(const Field *fields, guint count, guint row) {
    guint length = 0;
    for (guint f = 0; f < count; f++)
        length = MAX(length, flat_length(field_value(&fields[f], row)));
    return length;
}

static const Table *flatten_rows(Step *step, const Field *fields, const char *const *names,
                                 guint count) {
    const Table *table = step->table;
    g_autoptr(GArray) source = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint row = 0; row < table->row_count; row++) {
        guint length = row_length(fields, count, row);
        if ((guint64)source->len + length > TABLE_CELLS_LIMIT / (table->column_count + count)) {
            step_check_size(step, table->column_count + count, TABLE_CELLS_LIMIT);
            return NULL;
        }
        for (guint i = 0; i < length; i++)
            g_array_append_val(source, row);
    }
    const guint *rows = (const guint *)(const void *)source->data;
    Table *picked = table_pick(step->arena, table, rows, source->len);
    Table *out = table_extend(step->arena, picked, count);
    for (guint f = 0; f < count; f++) {
        Value *values = step_output(step, out, names[f]);
        for (guint i = 0, index = 0; i < source->len; i++) {
            index = i > 0 && rows[i] == rows[i - 1] ? index + 1 : 0;
            values[i] = flat_item(field_value(&fields[f], rows[i]), index);
        }
    }
    return out;
}

const Table *step_flatten(Step *step) {
    NameList names;
    const char **as = NULL;
    bool good = step_require_fields(step, "flatten", &names);
    good = good && read_flatten_names(step, &names, &as);
    if (!step_end(step) || !good)
        return NULL;
    Field *fields = arena_array(step->arena, Field, names.count);
    for (guint i = 0; i < names.count; i++)
        fields[i] = field_bind(step->arena, step->table, names.names[i]);
    return flatten_rows(step, fields, as, names.count);
}

// --- pivot ---

typedef struct {
    Step *step;
    Groups groups;
    Field value;
    AggregateField aggregate;
    guint column_count;
    const char **names; // of the new columns
    guint *column_of;   // of a row; column_count when it has none
} Pivot;

typedef struct {
    Value key;
    guint number;
} PivotKey;

static int compare_keys(const void *a, const void *b) {
    const PivotKey *left = a, *right = b;
    int order = value_compare(left->key, right->key);
    return order ? order : (left->number > right->number) - (left->number < right->number);
}

// The distinct keys, in ascending order; sets column_of by the order of their appearance.
static PivotKey *collect_keys(Pivot *p, const Field *field) {
    const Table *table = p->step->table;
    g_autoptr(KeyIndex) index = key_index_new(1, GROUP_BY_TEXT);
    PivotKey *keys = arena_array(p->step->arena, PivotKey, table->row_count);
    for (guint row = 0; row < table->row_count; row++) {
        Value key = field_value(field, row);
        guint known = key_index_count(index), number = key_index_add(index, &key);
        if (number == known)
            keys[number] = (PivotKey){key, number};
        bool same = value_equal(keys[number].key, key); // "1" is not in the column of 1
        p->column_of[row] = same ? number : G_MAXUINT;
    }
    p->column_count = key_index_count(index);
    if (p->column_count)
        qsort(keys, p->column_count, sizeof *keys, compare_keys);
    return keys;
}

static void name_columns(Pivot *p, const PivotKey *keys, guint limit) {
    Arena *arena = p->step->arena;
    guint all = p->column_count, *place = arena_array(arena, guint, all);
    p->column_count = limit && limit < all ? limit : all;
    p->names = arena_array(arena, const char *, p->column_count);
    for (guint i = 0; i < all; i++) {
        place[keys[i].number] = MIN(i, p->column_count);
        if (i < p->column_count)
            p->names[i] = value_to_string(keys[i].key, arena);
    }
    for (guint row = 0; row < p->step->table->row_count; row++)
        p->column_of[row] = p->column_of[row] < all ? place[p->column_of[row]] : p->column_count;
}

// Vega counts what is valid or missing there, not rows.
static Value pivot_count(const Pivot *p, const guint *rows, guint count) {
    Moments moments = moments_new(0);
    for (guint i = 0; i < count; i++)
        moments_add(&moments, field_value(&p->value, rows[i]));
    return value_number(moments.valid + moments.missing);
}

static void check_pivot_money(const Pivot *p, const guint *rows, guint count) {
    static const guint none[1];
    const MoneySet set = {p->step->table, p->aggregate.field, count ? rows : none, count,
                          money_operation(p->aggregate.op)};
    const char *problem = set.what ? money_problem(p->step->arena, &set) : NULL;
    Place place = json_node_place(p->aggregate.node);
    if (problem)
        json_error(p->step->context.diags, p->aggregate.node, DIAG_MIXED_CURRENCIES,
                   money_hint(problem), "%s", problem);
    else
        money_warn(p->step->context.diags, &place, &set);
}

static Value pivot_cell(const Pivot *p, const guint *rows, guint count) {
    static const guint NO_ROWS[1];
    if (!aggregate_needs_field(p->aggregate.op))
        return pivot_count(p, rows, count);
    check_pivot_money(p, rows, count);
    return aggregate_compute(p->step->arena, &p->aggregate, p->step->table, count ? rows : NO_ROWS,
                             count);
}

// The rows of one group, by column: starts has column_count + 1 entries.
static void bucket_rows(const Pivot *p, guint group, guint *starts, guint *rows) {
    const guint *all = group_rows(&p->groups, group);
    guint count = group_size(&p->groups, group);
    memset(starts, 0, ((gsize)p->column_count + 2) * sizeof *starts);
    for (guint i = 0; i < count; i++)
        starts[p->column_of[all[i]] + 1]++;
    for (guint c = 0; c <= p->column_count; c++)
        starts[c + 1] += starts[c];
    g_autofree guint *next = g_memdup2(starts, ((gsize)p->column_count + 2) * sizeof *starts);
    for (guint i = 0; i < count; i++)
        rows[next[p->column_of[all[i]]]++] = all[i];
}

// The facts of one cell; those of all its rows, when the operation is a count.
static const Lineage *pivot_facts(const Pivot *p, const guint *rows, guint count) {
    Arena *arena = p->step->arena;
    guint kept = count;
    const guint *counted = cell_facts_counted(arena, &p->aggregate, p->step->table, rows, &kept);
    const Lineage *facts =
        cell_facts_of_rows(arena, p->step->table, p->aggregate.field, counted, kept);
    return facts ? facts : arena_new0(arena, Lineage);
}

// Of each new column, or NULL when nobody asks.
static const Lineage ***begin_cells(const Pivot *p, Table *out) {
    Arena *arena = p->step->arena;
    if (!p->step->context.tells_cells || !out->lineage)
        return NULL;
    const Lineage ***cells = arena_array(arena, const Lineage **, p->column_count + 1);
    for (guint c = 0; c < p->column_count; c++) {
        cells[c] = arena_array(arena, const Lineage *, p->groups.count + 1);
        cell_facts_note(
            out, p->names[c],
            (CellFacts){cells[c], arena_printf(arena, "rows of \"%s\" with a value", p->names[c])});
    }
    return cells;
}

static const Table *pivot_table(Pivot *p, const NameList *groupby) {
    Step *step = p->step;
    Table *out = step_new_table(step, groupby->count + p->column_count, p->groups.count);
    out->lineage = step_group_lineage(step, &p->groups);
    step_fill_keys(step, out, &p->groups, groupby, NULL);
    Value **columns = arena_array(step->arena, Value *, p->column_count);
    for (guint c = 0; c < p->column_count; c++)
        columns[c] = step_output(step, out, p->names[c]);
    const Lineage ***cells = begin_cells(p, out);
    g_autofree guint *starts = g_new(guint, (gsize)p->column_count + 2);
    g_autofree guint *rows = g_new(guint, (gsize)step->table->row_count + 1);
    for (guint g = 0; g < p->groups.count; g++) {
        bucket_rows(p, g, starts, rows);
        for (guint c = 0; c < p->column_count; c++) {
            columns[c][g] = pivot_cell(p, rows + starts[c], starts[c + 1] - starts[c]);
            if (cells)
                cells[c][g] = pivot_facts(p, rows + starts[c], starts[c + 1] - starts[c]);
        }
    }
    return out;
}

static bool read_pivot_op(Step *step, Pivot *p, const char *value) {
    OpSpec spec = {.op = "sum", .field = value, .node = step->reader.node};
    const JsonNode *node = reader_node(&step->reader, "op");
    if (node) {
        spec.node = node;
        if (!json_read_string(step->context.diags, node, "op", &spec.op))
            return false;
    }
    p->aggregate = (AggregateField){
        .op = step_aggregate_op(step, &spec, NULL), .field = value, .node = spec.node};
    return p->aggregate.op >= 0;
}

const Table *step_pivot(Step *step) {
    const char *key = NULL, *value = NULL;
    NameList groupby;
    gint64 limit = 0;
    Pivot p = {.step = step};
    bool good = step_field(step, "pivot", &key);
    good = step_field(step, "value", &value) && good;
    good = step_fields(step, "groupby", &groupby) && good;
    good = read_pivot_op(step, &p, value) && good;
    reader_integer(&step->reader, "limit", 0, TABLE_COLUMNS_LIMIT, &limit);
    if (!step_end(step) || !good)
        return NULL;
    Field field = field_bind(step->arena, step->table, key);
    p.value = field_bind(step->arena, step->table, value);
    p.column_of = arena_array(step->arena, guint, step->table->row_count);
    name_columns(&p, collect_keys(&p, &field), (guint)limit);
    p.groups = groups_make(step->arena, step->table, groupby.names, groupby.count, GROUP_BY_TEXT);
    if (!step_check_size(step, (guint64)groupby.count + p.column_count, p.groups.count))
        return NULL;
    return pivot_table(&p, &groupby);
}

// --- sample ---

static int compare_indices(const void *a, const void *b) {
    guint left = *(const guint *)a, right = *(const guint *)b;
    return (left > right) - (left < right);
}

// Vitter's reservoir (algorithm R, 1985) with a fixed seed; the rows stay in their order.
const Table *step_sample(Step *step) {
    const Table *table = step->table;
    gint64 size = 1000;
    reader_integer(&step->reader, "sample", 0, TABLE_CELLS_LIMIT, &size);
    if (!step_end(step))
        return NULL;
    if (size >= table->row_count)
        return table;
    Random random = {20250101};
    g_autofree guint *rows = g_new(guint, (gsize)size + 1);
    for (guint row = 0; row < table->row_count; row++) {
        guint place = row < size ? row : (guint)(random_next(&random) * (row + 1.0));
        if (place < size)
            rows[place] = row;
    }
    qsort(rows, (size_t)size, sizeof *rows, compare_indices);
    return table_pick(step->arena, table, rows, (guint)size);
}
