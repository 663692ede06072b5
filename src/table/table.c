// Tables: named columns of values, immutable once made. Transforms share columns: table_extend
// takes over the column list, table_output gives a fresh column in the place of the old one,
// table_pick copies chosen rows. The builder grows row by row and turns rows into columns at its
// end.
#include "table/table.h"

#include <string.h>

static Table *bare_table(Arena *arena, guint column_room, guint row_count) {
    Table *table = arena_new0(arena, Table);
    table->arena = arena;
    table->row_count = row_count;
    table->columns = arena_array(arena, Column, column_room);
    return table;
}

static Value *undefined_values(Arena *arena, guint count) {
    Value *values = arena_array(arena, Value, count);
    for (guint i = 0; i < count; i++)
        values[i].type = VALUE_UNDEFINED;
    return values;
}

Table *table_new(Arena *arena, guint column_count, const char *const *names, guint row_count) {
    Table *table = bare_table(arena, column_count, row_count);
    table->column_count = column_count;
    for (guint i = 0; i < column_count; i++)
        table->columns[i] = (Column){.name = arena_strdup(arena, names[i]),
                                     .values = undefined_values(arena, row_count)};
    return table;
}

const char *const *table_names(const Table *table) {
    const char **names = arena_array(table->arena, const char *, (size_t)table->column_count + 1);
    for (guint i = 0; i < table->column_count; i++)
        names[i] = table->columns[i].name;
    return names;
}

Table *table_extend(Arena *arena, const Table *table, guint extra) {
    Table *extended = bare_table(arena, table->column_count + extra, table->row_count);
    extended->name = table->name;
    extended->lineage = table->lineage;
    extended->column_count = table->column_count;
    if (table->column_count)
        memcpy(extended->columns, table->columns, table->column_count * sizeof(Column));
    return extended;
}

Value *table_output(Table *table, const char *name) {
    Value *values = undefined_values(table->arena, table->row_count);
    for (guint i = 0; i < table->column_count; i++)
        if (strcmp(table->columns[i].name, name) == 0) {
            table->columns[i].money = (MoneyWords){0};
            table->columns[i].cells = (CellFacts){NULL, NULL};
            return table->columns[i].values = values;
        }
    table->columns[table->column_count++] =
        (Column){.name = arena_strdup(table->arena, name), .values = values};
    return values;
}

static Value *pick_values(Arena *arena, const Value *from, const guint *rows, guint row_count) {
    Value *values = from ? arena_array(arena, Value, row_count) : NULL;
    for (guint i = 0; values && i < row_count; i++)
        values[i] = from[rows[i]];
    return values;
}

static const Lineage **pick_lineage(Arena *arena, const Lineage *const *from, const guint *rows,
                                    guint row_count) {
    const Lineage **lineage = from ? arena_array(arena, const Lineage *, row_count) : NULL;
    for (guint i = 0; lineage && i < row_count; i++)
        lineage[i] = from[rows[i]];
    return lineage;
}

Table *table_pick(Arena *arena, const Table *table, const guint *rows, guint row_count) {
    Table *picked = bare_table(arena, table->column_count, row_count);
    picked->name = table->name;
    picked->column_count = table->column_count;
    picked->lineage = pick_lineage(arena, table->lineage, rows, row_count);
    for (guint c = 0; c < table->column_count; c++) {
        const Column *from = &table->columns[c];
        picked->columns[c] =
            (Column){from->name,
                     pick_values(arena, from->values, rows, row_count),
                     {.currency = pick_values(arena, from->money.currency, rows, row_count),
                      .basis = pick_values(arena, from->money.basis, rows, row_count),
                      .counted = pick_values(arena, from->money.counted, rows, row_count),
                      .row = pick_values(arena, from->money.row, rows, row_count),
                      .is_dollars = from->money.is_dollars,
                      .is_converted = from->money.is_converted,
                      .is_quantity = from->money.is_quantity},
                     {pick_lineage(arena, from->cells.facts, rows, row_count), from->cells.how}};
    }
    return picked;
}

// --- builder ---

struct TableBuilder {
    Arena *arena;
    GPtrArray *names;   // of const char *, in the arena
    GArray *values;     // of Value, row by row
    GPtrArray *lineage; // of const Lineage *
    guint row_count;
    bool has_lineage;
};

TableBuilder *table_builder_new(Arena *arena) {
    TableBuilder *builder = g_new0(TableBuilder, 1);
    builder->arena = arena;
    builder->names = g_ptr_array_new();
    builder->values = g_array_new(FALSE, FALSE, sizeof(Value));
    builder->lineage = g_ptr_array_new();
    return builder;
}

guint table_builder_column(TableBuilder *builder, const char *name) {
    g_assert(builder->row_count == 0);
    g_ptr_array_add(builder->names, arena_strdup(builder->arena, name));
    return builder->names->len - 1;
}

void table_builder_row(TableBuilder *builder, const Value *values, const Lineage *lineage) {
    for (guint i = 0; i < builder->names->len; i++) {
        Value kept = value_keep(builder->arena, values[i]);
        g_array_append_val(builder->values, kept);
    }
    g_ptr_array_add(builder->lineage, (gpointer)lineage);
    builder->has_lineage = builder->has_lineage || lineage;
    builder->row_count++;
}

static void fill_columns(Table *table, const Value *rows) {
    guint columns = table->column_count;
    for (guint c = 0; c < columns; c++)
        for (guint r = 0; r < table->row_count; r++)
            table->columns[c].values[r] = rows[(gsize)r * columns + c];
}

Table *table_builder_end(TableBuilder *builder) {
    Arena *arena = builder->arena;
    Table *table = table_new(arena, builder->names->len, (const char *const *)builder->names->pdata,
                             builder->row_count);
    fill_columns(table, (const Value *)(const void *)builder->values->data);
    if (builder->has_lineage)
        table->lineage =
            arena_memdup(arena, builder->lineage->pdata, builder->lineage->len * sizeof(gpointer));
    g_ptr_array_free(builder->names, TRUE);
    g_array_free(builder->values, TRUE);
    g_ptr_array_free(builder->lineage, TRUE);
    g_free(builder);
    return table;
}
