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

// What text tells, piece by piece: numbers, and extremes in braces with what they compare.
typedef struct {
    const char *at;
    guint depth;
    GArray *compared; // of guint32: all that extremes compare; or NULL
} Facts;

enum { DEPTH_LIMIT = 16 };

static void read_extreme(Facts *facts, GArray *out);

// The next of "3,1,,{=9,4:9},2" up to a ":", a "}" or the end: what is no number is passed over.
static void read_list(Facts *facts, GArray *out) {
    while (*facts->at && *facts->at != ':' && *facts->at != '}') {
        if (*facts->at == '{') {
            read_extreme(facts, out);
            continue;
        }
        char *end;
        guint64 fact = g_ascii_strtoull(facts->at, &end, 10);
        guint32 number = (guint32)fact;
        if (end > facts->at && fact >= 1 && fact <= G_MAXUINT32)
            g_array_append_val(out, number);
        facts->at = end > facts->at ? end : facts->at + 1;
    }
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

// "{=9,1:4,2,3:9}": of the facts that are compared, those that hold what stands behind the "=".
static void read_extreme(Facts *facts, GArray *out) {
    gsize length = strcspn(++facts->at, ",}");
    g_autofree char *extreme = g_strndup(facts->at, length);
    facts->at += length;
    facts->depth++;
    while (*facts->at && *facts->at != '}' && facts->depth < DEPTH_LIMIT) {
        g_autoptr(GArray) these = g_array_new(FALSE, FALSE, sizeof(guint32));
        read_list(facts, these);
        if (*facts->at != ':')
            break;
        length = strcspn(++facts->at, ",}");
        if (*extreme && same_value(facts->at, length, extreme + 1) && these->len)
            g_array_append_vals(out, these->data, these->len);
        if (facts->compared && facts->depth == 1 && these->len)
            g_array_append_vals(facts->compared, these->data, these->len);
        facts->at += length;
    }
    facts->depth--;
    if (*facts->at == '}')
        facts->at++;
}

static const Lineage *keep_facts(Arena *arena, GArray *facts) {
    g_array_sort(facts, compare_facts);
    return from_sorted(arena, facts);
}

// A new lineage each time, none too: rows are told apart by it. *compared: of extremes; or NULL.
// *counted: how many were named, some of them again; or NULL.
static const Lineage *read_facts(Arena *arena, Value value, const Lineage **compared,
                                 guint *counted) {
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) others = g_array_new(FALSE, FALSE, sizeof(guint32));
    Facts facts = {.at = value.type == VALUE_STRING ? value.as.string : "",
                   .compared = compared ? others : NULL};
    while (*facts.at) {
        read_list(&facts, all);
        facts.at += *facts.at != '\0';
    }
    if (compared)
        *compared = keep_facts(arena, others);
    if (counted)
        *counted = all->len;
    return keep_facts(arena, all);
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
        facts[row] = read_facts(arena, column ? column->values[row] : value_null(), NULL, NULL);
    return facts;
}

static void read_part(Arena *arena, const Column *column, StoreWhy *why, guint part) {
    const Lineage **facts = (const Lineage **)why->facts;
    const Lineage **compared = (const Lineage **)why->compared;
    for (guint row = 0; row < why->row_count; row++) {
        gsize at = (gsize)row * why->part_count + part;
        Value value = column ? column->values[row] : value_null();
        facts[at] = read_facts(arena, value, why->parts[part].is_extreme ? &compared[at] : NULL,
                               &((guint *)why->counted)[at]);
    }
}

// The last stage is met by the part's own facts, of an extreme by those it compares.
static void read_stages(Arena *arena, const Table *table, StoreWhy *why, guint part) {
    const Lineage **stages = (const Lineage **)why->stages;
    guint count = why->parts[part].stage_count;
    for (guint s = 0; s < count; s++) {
        g_autofree char *name = g_strdup_printf(SQL_WHY_STAGE, part, s);
        const Lineage *const *facts = s + 1 < count ? read_column(arena, table, name)
                                      : why->parts[part].is_extreme ? why->compared + part
                                                                    : why->facts + part;
        gsize step = s + 1 < count ? 1 : why->part_count;
        for (guint row = 0; row < why->row_count; row++)
            stages[((gsize)row * why->part_count + part) * WHY_STAGES_MAX + s] = facts[row * step];
    }
}

static void read_parts(Arena *arena, const Table *table, StoreWhy *why) {
    gsize count = (gsize)why->row_count * why->part_count + 1;
    why->facts = arena_array(arena, const Lineage *, count);
    why->compared = arena_array(arena, const Lineage *, count);
    why->counted = arena_array(arena, guint, count);
    why->stages = arena_array(arena, const Lineage *, count *WHY_STAGES_MAX);
    for (guint part = 0; part < why->part_count; part++) {
        g_autofree char *name = g_strdup_printf(SQL_WHY_PART, part);
        read_part(arena, table_column(table, name), why, part);
        read_stages(arena, table, why, part);
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

const WhyCondition *store_why_conditions(Store *store, Arena *arena, const StoreQuestion *question,
                                         guint *count) {
    guint asked = 0;
    const SqlCondition *conditions = sql_why_conditions(arena, question->sql, &asked);
    WhyCondition *made = arena_array(arena, WhyCondition, (gsize)asked + 1);
    *count = 0;
    for (guint i = 0; i < asked; i++) {
        g_autoptr(Diags) diags = diags_new();
        const Table *told = store_query(store, arena, conditions[i].sql, question->params,
                                        question->param_count, NULL, diags);
        if (!told || told->row_count != 1)
            continue;
        made[(*count)++] =
            (WhyCondition){conditions[i].what, *read_column(arena, told, SQL_WHY_TOP)};
    }
    return made;
}
