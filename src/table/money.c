// Two words of one kind behind amounts that are put together make a number that means nothing. The
// words come from the store, beside the amounts; here they are only carried along and compared.
#include "table/money.h"

#include "base/format.h"
#include "table/transform.h"

#include <string.h>

void money_note(Table *table, const char *column, MoneyWords money) {
    for (guint i = 0; i < table->column_count; i++)
        if (strcmp(table->columns[i].name, column) == 0)
            table->columns[i].money = money;
}

bool money_is_known(const MoneyWords *money) {
    return money->currency || money->basis || money->counted || money->row;
}

MoneyWords money_map(MoneyWords money, MoneyMap *map, const void *data) {
    money.currency = map(data, money.currency);
    money.basis = map(data, money.basis);
    money.counted = map(data, money.counted);
    money.row = map(data, money.row);
    return money;
}

static bool is_one_word(const Value *words, guint row_count) {
    const char *first = NULL;
    for (guint row = 0; words && row < row_count; row++) {
        const char *word = words[row].type == VALUE_STRING ? words[row].as.string : NULL;
        if (word && first && word != first && strcmp(word, first) != 0)
            return false;
        first = word ? word : first;
    }
    return true;
}

static bool all_count(const Value *counted, guint row_count) {
    for (guint row = 0; counted && row < row_count; row++)
        if (value_is_number(counted[row]) && value_to_number(counted[row]) == 0)
            return false;
    return true;
}

static bool any_repeated(const Value *rows, guint row_count) {
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    for (guint row = 0; rows && row < row_count; row++)
        if (value_is_number(rows[row]) &&
            !g_hash_table_add(seen, GSIZE_TO_POINTER((gsize)value_to_number(rows[row]))))
            return true;
    return false;
}

void money_simplify(MoneyWords *money, guint row_count) {
    if (money->is_dollars && is_one_word(money->basis, row_count))
        money->basis = NULL;
    if (all_count(money->counted, row_count))
        money->counted = NULL;
    if (!any_repeated(money->row, row_count))
        money->row = NULL;
}

const char *money_operation(int op) {
    static const char *const ops[] = {
        "sum", "mean",     "average",   "median", "q1",     "q3",     "min", "max",
        "ci0", "variance", "variancep", "stdev",  "stdevp", "stderr", "ci1", "product"};
    for (guint i = 0; i < G_N_ELEMENTS(ops); i++)
        if (aggregate_find(ops[i]) == op)
            return ops[i];
    return NULL;
}

static bool is_amount(Value value) {
    return value_is_valid(value) && value_is_number(value) && value_to_number(value) != 0;
}

// The word beside an amount; NULL when there is none.
static const char *word_at(const Value *words, const Column *column, guint row) {
    if (words[row].type != VALUE_STRING || !is_amount(column->values[row]))
        return NULL;
    return words[row].as.string;
}

// Two different words in the rows; false when there are no two.
static bool find_two(const MoneySet *set, const Column *column, const Value *words,
                     const char *two[2]) {
    guint count = set->rows ? set->row_count : set->table->row_count;
    two[0] = NULL;
    for (guint i = 0; i < count; i++) {
        const char *word = word_at(words, column, set->rows ? set->rows[i] : i);
        if (!word)
            continue;
        two[1] = word;
        if (!two[0])
            two[0] = word;
        if (two[0] != word && strcmp(two[0], word) != 0)
            return true;
    }
    return false;
}

#define SEVERAL_UNITS "in several units"

const char *money_problem(Arena *arena, const MoneySet *set) {
    static const char form[] = "the %s are %s, %s and %s: their %s means nothing";
    const Column *column = set->field ? table_column(set->table, set->field) : NULL;
    const char *two[2];
    if (!column)
        return NULL;
    if (column->money.currency && find_two(set, column, column->money.currency, two))
        return arena_printf(arena, form, column->money.is_quantity ? "quantities" : "amounts",
                            column->money.is_quantity ? SEVERAL_UNITS : "in several currencies",
                            two[0], two[1], set->what);
    if (column->money.basis && !column->money.is_dollars &&
        find_two(set, column, column->money.basis, two))
        return arena_printf(arena, form, "amounts", "on several bases", two[0], two[1], set->what);
    return NULL;
}

const char *money_hint(const char *problem) {
    if (strstr(problem, "on several bases"))
        return "group by basis, or filter to one of them";
    if (strstr(problem, SEVERAL_UNITS))
        return "group by unit, or filter to one of them";
    if (strstr(problem, "stack"))
        return "give each currency a place of its own (xOffset, a facet), filter to one of them, "
               "or give --rates and take amount_converted";
    return "group by currency, filter to one of them, or give --rates and take amount_converted";
}

// --- doubts ---

static bool has_money(const Column *column) {
    return column && money_is_known(&column->money);
}

static bool is_sum(const char *what) {
    static const char *const sums[] = {"sum", "mean", "average", "stack"};
    for (guint i = 0; what && i < G_N_ELEMENTS(sums); i++)
        if (strcmp(sums[i], what) == 0)
            return true;
    return false;
}

static guint row_of(const MoneySet *set, guint index) {
    return set->rows ? set->rows[index] : index;
}

static guint rows_of(const MoneySet *set) {
    return set->rows ? set->row_count : set->table->row_count;
}

// Whether the amount of a row is that of other rows too: 0, else 1; -1: no amount, or not known.
static int counted_at(const Column *column, guint row) {
    Value word = column->money.counted[row];
    if (!is_amount(column->values[row]) || !value_is_number(word))
        return -1;
    return value_to_number(word) != 0;
}

static guint count_counted(const MoneySet *set, const Column *column, int counted) {
    guint count = 0;
    for (guint i = 0; i < rows_of(set); i++)
        count += counted_at(column, row_of(set, i)) == counted;
    return count;
}

static const char *sum_text(Arena *arena, const MoneySet *set, const guint *rows, guint count) {
    const NumberFormat format = {
        .fill = " ", .align = '>', .sign = '-', .comma = true, .precision = -1};
    Value sum = aggregate_rows(arena, aggregate_find("sum"), set->table, set->field, rows, count);
    g_autofree char *text =
        sum.type == VALUE_DECIMAL
            ? number_format_decimal(&format, format_locale("en"), *sum.as.decimal)
            : number_format(&format, format_locale("en"), value_to_number(sum));
    return arena_strdup(arena, text);
}

// Of rows that are those of umbrellas.
static const char *tell_twice(Arena *arena, const MoneySet *set, const Column *column) {
    guint *rows = arena_array(arena, guint, rows_of(set) + 1), count = 0;
    for (guint i = 0; i < rows_of(set); i++)
        if (counted_at(column, row_of(set, i)) == 0)
            rows[count++] = row_of(set, i);
    const Value *words = column->money.currency;
    const char *currency = column->money.is_dollars ? " USD" : "";
    if (words && words[rows[0]].type == VALUE_STRING)
        currency = arena_printf(arena, " %s", words[rows[0]].as.string);
    return arena_printf(arena,
                        "money counts twice in the %s: that of umbrellas (%u row%s with %s%s) is "
                        "that of their parts too, and is added to that of others",
                        set->what, count, count == 1 ? "" : "s", sum_text(arena, set, rows, count),
                        currency);
}

static guint count_word(const MoneySet *set, const Column *column, const char *word) {
    guint count = 0;
    for (guint i = 0; i < rows_of(set); i++)
        count += g_strcmp0(word_at(column->money.basis, column, row_of(set, i)), word) == 0;
    return count;
}

static const char *doubt_bases(Arena *arena, const MoneySet *set, const Column *column) {
    const char *two[2];
    if (!column->money.is_dollars || !column->money.basis ||
        !find_two(set, column, column->money.basis, two))
        return NULL;
    guint first = count_word(set, column, two[0]), second = count_word(set, column, two[1]);
    return arena_printf(arena,
                        "amounts on the bases %s and %s are added up in the %s (%s: %u row%s, %s: "
                        "%u)",
                        two[0], two[1], set->what, two[0], first, first == 1 ? "" : "s", two[1],
                        second);
}

static const char *doubt_twice(Arena *arena, const MoneySet *set, const Column *column) {
    if (!column->money.counted || !count_counted(set, column, 0) || !count_counted(set, column, 1))
        return NULL;
    return tell_twice(arena, set, column);
}

// The rows of the set that repeat an amount of it.
static const guint *find_repeats(Arena *arena, const MoneySet *set, const Column *column,
                                 guint *count) {
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    guint *rows = arena_array(arena, guint, rows_of(set) + 1);
    *count = 0;
    for (guint i = 0; i < rows_of(set); i++) {
        Value number = column->money.row[row_of(set, i)];
        if (is_amount(column->values[row_of(set, i)]) && value_is_number(number) &&
            !g_hash_table_add(seen, GSIZE_TO_POINTER((gsize)value_to_number(number))))
            rows[(*count)++] = row_of(set, i);
    }
    return rows;
}

static const char *doubt_repeats(Arena *arena, const MoneySet *set, const Column *column) {
    guint count = 0;
    const guint *rows = column->money.row ? find_repeats(arena, set, column, &count) : NULL;
    if (count == 0)
        return NULL;
    return arena_printf(
        arena,
        "money counts several times in the %s: %u row%s with %s repeat%s amounts of "
        "other rows",
        set->what, count, count == 1 ? "" : "s", sum_text(arena, set, rows, count),
        count == 1 ? "s" : "");
}

static const char *text_at(const Column *column, guint row) {
    return column && column->values[row].type == VALUE_STRING ? column->values[row].as.string : "";
}

// Adds the row's partnership to the restated ones when another row had it on the same basis in
// another currency.
static void note_stated(const Table *table, guint row, GHashTable *stated, GHashTable *restated) {
    const char *id = text_at(table_column(table, "id"), row),
               *currency = text_at(table_column(table, "currency"), row);
    char *key = g_strdup_printf("%s\n%s", text_at(table_column(table, "basis"), row), id);
    const char *first = g_hash_table_lookup(stated, key);
    if (first && strcmp(first, currency) != 0)
        g_hash_table_add(restated, (gpointer)id);
    if (first)
        g_free(key);
    else
        g_hash_table_insert(stated, key, (gpointer)currency);
}

static const char *doubt_restated(Arena *arena, const MoneySet *set, const Column *column) {
    if (!column->money.is_converted || !table_column(set->table, "id") ||
        !table_column(set->table, "currency"))
        return NULL;
    g_autoptr(GHashTable) stated = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) restated = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < rows_of(set); i++)
        if (is_amount(column->values[row_of(set, i)]))
            note_stated(set->table, row_of(set, i), stated, restated);
    guint count = g_hash_table_size(restated);
    if (count == 0)
        return NULL;
    return arena_printf(arena,
                        "money may count twice in the %s: amounts on one basis in several "
                        "currencies (%u partnership%s) are often one sum said in each",
                        set->what, count, count == 1 ? "" : "s");
}

#define TWICE_HINT(column)                                                                         \
    "take the rows with " column " = 1 alone: \"filter\": \"datum." column                         \
    " == 1\", or WHERE " column " = 1 in SQL"

static const struct {
    const char *(*find)(Arena *arena, const MoneySet *set, const Column *column);
    DiagId id;
    const char *hint;
} doubts[MONEY_DOUBTS] = {
    [MONEY_ON_BASES] = {doubt_bases, DIAG_SEVERAL_CURRENCIES,
                        "group by basis_usd, or filter to one of them"},
    [MONEY_TWICE] = {doubt_twice, DIAG_COUNTED_TWICE, TWICE_HINT("counted")},
    [MONEY_REPEATED] = {doubt_repeats, DIAG_COUNTED_TWICE,
                        "a table of sectors or parties has several rows of a partnership: take "
                        "\"partnerships\", or a calculated datum.amount_usd * datum.share"},
    [MONEY_RESTATED] = {doubt_restated, DIAG_COUNTED_TWICE,
                        "take \"amount_converted\" of \"partnerships\", which is one currency of "
                        "each, or group by currency"}};

static const char *hint_of(MoneyDoubt kind, const Column *column) {
    bool is_other = kind == MONEY_TWICE && column->money.is_converted;
    return is_other ? TWICE_HINT("counted_converted") : doubts[kind].hint;
}

// Whether the same was said there, of other rows.
static bool is_told(const Diags *diags, const Place *place, DiagId id, const char *hint) {
    for (guint i = 0; i < diags_kept(diags); i++) {
        const Diagnostic *one = diags_nth(diags, i);
        if (one->id == id && g_strcmp0(one->hint, hint) == 0 &&
            one->place.source == place->source && one->place.start == place->start)
            return true;
    }
    return false;
}

static void warn(Diags *diags, const Place *place, MoneyDoubt kind, const Column *column,
                 const char *message) {
    const char *hint = hint_of(kind, column);
    if (!place || !is_told(diags, place, doubts[kind].id, hint))
        diag_warning(diags, doubts[kind].id, place, hint, "%s", message);
}

void money_warn(Diags *diags, const Place *place, const MoneySet *set) {
    const Column *column = set->field ? table_column(set->table, set->field) : NULL;
    if (!is_sum(set->what) || !has_money(column))
        return;
    g_autoptr(Arena) arena = arena_new();
    for (MoneyDoubt kind = 0; kind < MONEY_DOUBTS; kind++) {
        const char *message = doubts[kind].find(arena, set, column);
        if (message)
            warn(diags, place, kind, column, message);
    }
}

// --- groups ---

static MoneySet set_of_group(const MoneySet *set, const Groups *groups, guint group) {
    MoneySet one = *set;
    one.rows = group_rows(groups, group);
    one.row_count = group_size(groups, group);
    return one;
}

// Whether sums of umbrellas alone stand beside those of others: together they count twice.
static bool is_spread(const MoneySet *set, const Column *column, const Groups *groups) {
    bool has_sum = false;
    for (guint g = 0; g < groups->count && !has_sum; g++) {
        MoneySet one = set_of_group(set, groups, g);
        has_sum = count_counted(&one, column, 0) + count_counted(&one, column, 1) > 1;
    }
    return has_sum;
}

// The rows of all groups in which the doubt is; row_count 0: none.
static MoneySet rows_in_doubt(Arena *arena, const MoneySet *set, const Groups *groups,
                              MoneyDoubt kind) {
    const Column *column = table_column(set->table, set->field);
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint g = 0; g < groups->count; g++) {
        MoneySet one = set_of_group(set, groups, g);
        if (doubts[kind].find(arena, &one, column))
            g_array_append_vals(rows, one.rows, one.row_count);
    }
    MoneySet all = *set;
    if (rows->len == 0 && kind == MONEY_TWICE && column->money.counted &&
        is_spread(set, column, groups)) {
        all.row_count = set->table->row_count;
        return all;
    }
    all.rows = arena_memdup(arena, rows->data, rows->len * sizeof(guint));
    all.row_count = rows->len;
    return all;
}

void money_warn_groups(Diags *diags, const Place *place, const MoneySet *set, const Groups *groups,
                       MoneyDoubt kind) {
    const Column *column = set->field ? table_column(set->table, set->field) : NULL;
    if (!is_sum(set->what) || !has_money(column))
        return;
    g_autoptr(Arena) arena = arena_new();
    MoneySet all = rows_in_doubt(arena, set, groups, kind);
    const char *message = all.row_count ? doubts[kind].find(arena, &all, column) : NULL;
    if (message)
        warn(diags, place, kind, column, message);
}

bool money_check_groups(Diags *diags, const JsonNode *node, const MoneySet *set,
                        const Groups *groups) {
    const Column *column = set->field ? table_column(set->table, set->field) : NULL;
    if (!has_money(column))
        return true;
    g_autoptr(Arena) arena = arena_new();
    const char *problem = NULL;
    for (guint g = 0; g < groups->count && !problem; g++) {
        MoneySet one = set_of_group(set, groups, g);
        problem = money_problem(arena, &one);
    }
    if (problem && node)
        json_error(diags, node, DIAG_MIXED_CURRENCIES, money_hint(problem), "%s", problem);
    else if (problem)
        diag_error(diags, DIAG_MIXED_CURRENCIES, NULL, money_hint(problem), "%s", problem);
    bool is_stack = g_strcmp0(set->what, "stack") == 0;
    Place place = node ? json_node_place(node) : (Place){0};
    for (MoneyDoubt kind = is_stack ? MONEY_TWICE : 0; kind < MONEY_DOUBTS && !problem; kind++)
        money_warn_groups(diags, node ? &place : NULL, set, groups, kind);
    return !problem;
}

// The first word of each group.
static const Value *words_of_groups(Arena *arena, const Column *column, const Value *words,
                                    const Groups *groups) {
    if (!words)
        return NULL;
    Value *out = arena_array(arena, Value, groups->count);
    for (guint g = 0; g < groups->count; g++) {
        const char *word = NULL;
        for (guint i = 0; i < group_size(groups, g) && !word; i++)
            word = word_at(words, column, group_rows(groups, g)[i]);
        out[g] = word ? value_string(word) : value_null();
    }
    return out;
}

// Bases of dollars, of which a group may have several: that was told, and it has none then.
static const Value *bases_of_groups(Arena *arena, const MoneySet *set, const Column *column,
                                    const Groups *groups) {
    Value *out = (Value *)words_of_groups(arena, column, column->money.basis, groups);
    const char *two[2];
    for (guint g = 0; out && g < groups->count; g++) {
        MoneySet one = set_of_group(set, groups, g);
        if (column->money.is_dollars && find_two(&one, column, column->money.basis, two))
            out[g] = value_null();
    }
    return out;
}

// 0 or 1 where all amounts of a group are so.
static const Value *counted_of_groups(Arena *arena, const MoneySet *set, const Column *column,
                                      const Groups *groups) {
    if (!column->money.counted)
        return NULL;
    Value *out = arena_array(arena, Value, groups->count);
    for (guint g = 0; g < groups->count; g++) {
        MoneySet one = set_of_group(set, groups, g);
        guint umbrellas = count_counted(&one, column, 0), others = count_counted(&one, column, 1);
        bool is_one = (umbrellas == 0) != (others == 0);
        out[g] = is_one ? value_number(others > 0) : value_null();
    }
    return out;
}

MoneyWords money_of_groups(Arena *arena, const Table *table, const char *field,
                           const Groups *groups) {
    const Column *column = field ? table_column(table, field) : NULL;
    const MoneySet set = {.table = table, .field = field};
    if (!column)
        return (MoneyWords){0};
    return (MoneyWords){
        .currency = words_of_groups(arena, column, column->money.currency, groups),
        .basis = bases_of_groups(arena, &set, column, groups),
        .counted = counted_of_groups(arena, &set, column, groups),
        .is_dollars = column->money.is_dollars,
        .is_converted = column->money.is_converted,
        .is_quantity = column->money.is_quantity,
    };
}
