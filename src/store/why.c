// A question is asked a second time with columns of facts beside its own. When the rows that come
// back are not those of the first time, nothing is said of them.
#include "store/why.h"

#include "base/decimal.h"
#include "store/sql_why.h"

#include <string.h>

static int compare_facts(gconstpointer a, gconstpointer b) {
    guint32 left = *(const guint32 *)a, right = *(const guint32 *)b;
    return (left > right) - (left < right);
}

static const Lineage *from_sorted(Arena *arena, const GArray *facts) {
    Lineage *lineage = arena_new0(arena, Lineage);
    guint32 *ids = arena_array(arena, guint32, facts->len + 1);
    for (guint i = 0; i < facts->len; i++) {
        guint32 fact = g_array_index(facts, guint32, i);
        if (lineage->count == 0 || ids[lineage->count - 1] != fact)
            ids[lineage->count++] = fact;
    }
    lineage->ids = ids;
    return lineage;
}

// The next of "3,1,,2" up to a ":" or the end: what is no number is passed over.
static const char *read_numbers(const char *text, GArray *facts) {
    while (*text && *text != ':') {
        char *end;
        guint64 fact = g_ascii_strtoull(text, &end, 10);
        guint32 number = (guint32)fact;
        if (end > text && fact >= 1 && fact <= G_MAXUINT32)
            g_array_append_val(facts, number);
        text = end > text ? end : text + 1;
    }
    return text;
}

static const Lineage *keep_facts(Arena *arena, GArray *facts) {
    g_array_sort(facts, compare_facts);
    return from_sorted(arena, facts);
}

static const char *text_of(Value value) {
    return value.type == VALUE_STRING ? value.as.string : "";
}

// A new lineage each time, none too: rows are told apart by it.
static const Lineage *read_facts(Arena *arena, Value value) {
    g_autoptr(GArray) facts = g_array_new(FALSE, FALSE, sizeof(guint32));
    const char *text = text_of(value);
    while (*(text = read_numbers(text, facts)))
        text++;
    return keep_facts(arena, facts);
}

// As an engine writes a number, it may have more zeros than another.
static bool same_value(const char *a, gsize length, const char *b) {
    Decimal left, right;
    if (strncmp(a, b, length) == 0 && b[length] == '\0')
        return true;
    g_autofree char *text = g_strndup(a, length);
    return decimal_parse(text, &left) && decimal_parse(b, &right) &&
           decimal_compare(left, right) == 0;
}

// "=9,1:4,2,3:9": of the facts that are compared, those that hold what stands behind the "=".
static const Lineage *read_extreme(Arena *arena, Value value, const Lineage **compared) {
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) holding = g_array_new(FALSE, FALSE, sizeof(guint32));
    const char *text = text_of(value);
    gsize length = strcspn(text, ",");
    g_autofree char *extreme = g_strndup(text, length);
    text += length;
    while (*text) {
        guint first = all->len;
        text = read_numbers(text, all);
        if (*text++ != ':')
            break;
        length = strcspn(text, ",");
        if (*extreme && same_value(text, length, extreme + 1) && all->len > first)
            g_array_append_vals(holding, &g_array_index(all, guint32, first), all->len - first);
        text += length;
    }
    *compared = keep_facts(arena, all);
    return keep_facts(arena, holding);
}

static bool same_rows(const Table *first, const Table *second) {
    if (first->row_count != second->row_count)
        return false;
    for (guint c = 0; c < first->column_count; c++) {
        const Column *other = table_column(second, first->columns[c].name);
        if (!other)
            return false;
        for (guint row = 0; row < first->row_count; row++)
            if (!value_equal(first->columns[c].values[row], other->values[row]))
                return false;
    }
    return true;
}

static const Lineage *const *read_column(Arena *arena, const Table *table, const char *name) {
    const Column *column = table_column(table, name);
    const Lineage **facts = arena_array(arena, const Lineage *, table->row_count + 1);
    for (guint row = 0; row < table->row_count; row++)
        facts[row] = read_facts(arena, column ? column->values[row] : value_null());
    return facts;
}

static void read_part(Arena *arena, const Column *column, StoreWhy *why, guint part) {
    const Lineage **facts = (const Lineage **)why->facts;
    const Lineage **compared = (const Lineage **)why->compared;
    for (guint row = 0; row < why->row_count; row++) {
        gsize at = (gsize)row * why->part_count + part;
        Value value = column ? column->values[row] : value_null();
        facts[at] = why->parts[part].is_extreme ? read_extreme(arena, value, &compared[at])
                                                : read_facts(arena, value);
    }
}

static void read_parts(Arena *arena, const Table *table, StoreWhy *why) {
    gsize count = (gsize)why->row_count * why->part_count + 1;
    why->facts = arena_array(arena, const Lineage *, count);
    why->compared = arena_array(arena, const Lineage *, count);
    for (guint part = 0; part < why->part_count; part++) {
        g_autofree char *name = g_strdup_printf(SQL_WHY_PART, part);
        read_part(arena, table_column(table, name), why, part);
    }
}

const StoreWhy *store_why(Store *store, Arena *arena, const StoreQuestion *question,
                          const Table *table) {
    const SqlWhy asked = sql_why_make(arena, question->sql);
    StoreWhy *why = arena_new0(arena, StoreWhy);
    why->problem = asked.problem ? asked.problem : "its SQL asks nothing that has facts behind it";
    if (!asked.sql)
        return why;
    g_autoptr(Diags) diags = diags_new();
    const Table *told =
        store_query(store, arena, asked.sql, question->params, question->param_count, NULL, diags);
    why->problem = "its SQL could not be asked again with the facts beside it";
    if (!told || !same_rows(table, told))
        return why;
    why->problem = NULL;
    why->row_count = told->row_count;
    why->part_count = asked.part_count;
    why->parts = asked.parts;
    why->rows = read_column(arena, told, SQL_WHY_TOP);
    read_parts(arena, told, why);
    return why;
}
