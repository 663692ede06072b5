// An operation is asked which of its rows it needs: a row without a value adds nothing to a mean,
// a zero nothing to a sum, and a maximum is made of the rows that hold it. What is unknown of one
// cell is unknown of all that is made of it.
#include "table/cell_facts.h"

#include <string.h>

const Lineage *cell_facts_of(const Table *table, const Column *column, guint row) {
    if (column && column->cells.facts)
        return column->cells.facts[row];
    return table->lineage ? table->lineage[row] : NULL;
}

const Lineage *cell_facts_of_rows(Arena *arena, const Table *table, const char *field,
                                  const guint *rows, guint count) {
    const Column *column = field ? table_column(table, field) : NULL;
    Table cells = *table;
    if (column && column->cells.facts)
        cells.lineage = column->cells.facts;
    return lineage_of_rows(arena, &cells, rows, count);
}

void cell_facts_note(Table *table, const char *column, CellFacts cells) {
    for (guint i = 0; i < table->column_count; i++)
        if (strcmp(table->columns[i].name, column) == 0)
            table->columns[i].cells = cells;
}

// --- which rows count ---

typedef enum { NEEDS_ALL, NEEDS_VALUE, NEEDS_NONZERO, NEEDS_LEAST, NEEDS_GREATEST } Needs;

static Needs needs_of(int op) {
    static const struct {
        const char *op;
        Needs needs;
    } needs[] = {{"count", NEEDS_ALL},      {"missing", NEEDS_ALL},  {"sum", NEEDS_NONZERO},
                 {"min", NEEDS_LEAST},      {"argmin", NEEDS_LEAST}, {"max", NEEDS_GREATEST},
                 {"argmax", NEEDS_GREATEST}};
    for (guint i = 0; i < G_N_ELEMENTS(needs); i++)
        if (aggregate_find(needs[i].op) == op)
            return needs[i].needs;
    return NEEDS_VALUE;
}

// Of a least or greatest value the rows that hold it; each row is better, as good, or worse.
static guint keep_extreme(const Field *field, int sign, const guint *rows, guint count,
                          guint *kept) {
    Value best = value_undefined();
    guint used = 0;
    for (guint i = 0; i < count; i++) {
        Value value = field_value(field, rows[i]);
        if (!value_is_valid(value))
            continue;
        int order = used ? value_relate(value, best) : sign;
        if (order == sign) {
            best = value;
            used = 0;
        }
        if (order == sign || order == 0)
            kept[used++] = rows[i];
    }
    return used;
}

static bool is_needed(Needs needs, Value value) {
    if (!value_is_valid(value))
        return false;
    return needs != NEEDS_NONZERO || !value_is_number(value) || value_to_number(value) != 0;
}

const guint *cell_facts_counted(Arena *arena, const AggregateField *aggregate, const Table *table,
                                const guint *rows, guint *count) {
    Needs needs = aggregate->field ? needs_of(aggregate->op) : NEEDS_ALL;
    guint *kept, used = 0;
    if (needs == NEEDS_ALL || *count == 0)
        return rows;
    Field field = field_bind(arena, table, aggregate->field);
    kept = arena_array(arena, guint, *count);
    if (needs == NEEDS_LEAST || needs == NEEDS_GREATEST) {
        used = keep_extreme(&field, needs == NEEDS_LEAST ? -1 : 1, rows, *count, kept);
    } else {
        for (guint i = 0; i < *count; i++)
            if (is_needed(needs, field_value(&field, rows[i])))
                kept[used++] = rows[i];
    }
    bool is_all = used == *count;
    *count = used;
    return is_all ? rows : kept;
}

const char *cell_facts_how(Arena *arena, const AggregateField *aggregate) {
    static const char *const words[] = {[NEEDS_ALL] = NULL,
                                        [NEEDS_VALUE] = "rows with a value in \"%s\"",
                                        [NEEDS_NONZERO] = "rows with \"%s\" other than 0",
                                        [NEEDS_LEAST] = "rows with the least \"%s\"",
                                        [NEEDS_GREATEST] = "rows with the greatest \"%s\""};
    const char *form = aggregate->field ? words[needs_of(aggregate->op)] : NULL;
    if (!form)
        return NULL;
    const char *name = strstr(form, "%s");
    return arena_printf(arena, "%.*s%s%s", (int)(name - form), form, aggregate->field, name + 2);
}

// --- formulas ---

static void add_cells(const Table *table, const Column *column, const Lineage **facts) {
    for (guint row = 0; row < table->row_count; row++) {
        const Lineage *own = column->cells.facts[row];
        facts[row] = facts[row] ? lineage_union(table->arena, facts[row], own) : own;
    }
}

void cell_facts_of_formula(Table *out, const char *as, const Table *table,
                           const char *const *fields, guint count) {
    const Lineage **facts = NULL;
    const char *how = NULL;
    for (guint i = 0; i < count; i++) {
        const Column *column = table_column(table, fields[i]);
        if (!column || !column->cells.facts)
            continue;
        how = facts ? "what its formula is made of" : column->cells.how;
        if (!facts)
            facts = arena_array(out->arena, const Lineage *, table->row_count + 1);
        add_cells(table, column, facts);
    }
    if (facts)
        cell_facts_note(out, as, (CellFacts){facts, how});
}

// --- groups ---

void cell_facts_of_groups(Table *out, const AggregateField *aggregate, const Table *table,
                          const Groups *groups, bool joined) {
    Arena *arena = out->arena;
    if (!table->lineage)
        return;
    const Lineage **facts = arena_array(arena, const Lineage *, groups->count + 1);
    for (guint g = 0; g < groups->count; g++) {
        guint count = group_size(groups, g);
        const guint *rows =
            cell_facts_counted(arena, aggregate, table, group_rows(groups, g), &count);
        facts[g] = cell_facts_of_rows(arena, table, aggregate->field, rows, count);
        if (!facts[g] && count == 0)
            facts[g] = arena_new0(arena, Lineage);
    }
    const Lineage **spread = facts;
    if (joined) {
        spread = arena_array(arena, const Lineage *, table->row_count + 1);
        for (guint row = 0; row < table->row_count; row++)
            spread[row] = facts[groups->of_row[row]];
    }
    const char *how = cell_facts_how(arena, aggregate);
    if (!how && joined)
        how = "all rows of its group";
    cell_facts_note(out, aggregate->as, (CellFacts){how || joined ? spread : NULL, how});
}
