// What a partnership has several of. Amounts of one currency on one basis are added up first, so
// that a sum told in two parts instead of one is no change; a sum that has too many digits is left
// alone.
#include "facts/change_private.h"

#include "base/text_hash.h"

#include <string.h>

// --- sets of words ---

// A set as it is compared: words, and what they are called in a change.
typedef struct {
    const char *field, *words;
    guint count;
    const char **keys;
} WordSet;

static WordSet set_new(Comparison *comparison, const char *field, const char *words, guint most) {
    return (WordSet){field, words, 0, arena_array(comparison->arena, const char *, most)};
}

static GHashTable *hash_of(const WordSet *set) {
    GHashTable *hash = g_hash_table_new(text_hash, g_str_equal);
    for (guint i = 0; i < set->count; i++)
        g_hash_table_add(hash, (gpointer)set->keys[i]);
    return hash;
}

// What is in one set and not in the other, each once.
static void add_missing(Comparison *comparison, const WordSet *set, const WordSet *other,
                        bool is_gone) {
    g_autoptr(GHashTable) known = hash_of(other);
    for (guint i = 0; i < set->count; i++) {
        if (!g_hash_table_add(known, (gpointer)set->keys[i]))
            continue;
        Change *change = change_add(comparison, CHANGE_REVISED, set->field);
        change->words = set->words;
        *(is_gone ? &change->before : &change->after) = set->keys[i];
    }
}

static void compare_sets(Comparison *comparison, const WordSet *before, const WordSet *after) {
    add_missing(comparison, before, after, /*is_gone=*/true);
    add_missing(comparison, after, before, /*is_gone=*/false);
}

static WordSet sectors_of(Comparison *comparison, const Partnership *partnership) {
    WordSet set = set_new(comparison, "sector", "sectors", partnership->sector_count);
    for (guint i = 0; i < partnership->sector_count; i++)
        set.keys[set.count++] = partnership->sectors[i];
    return set;
}

static WordSet parties_of(Comparison *comparison, const Partnership *partnership) {
    WordSet set = set_new(comparison, "party", "parties", partnership->party_count);
    for (guint i = 0; i < partnership->party_count; i++)
        set.keys[set.count++] = partnership->parties[i].name;
    return set;
}

static WordSet sources_of(Comparison *comparison, const Partnership *partnership) {
    WordSet set = set_new(comparison, "source", "sources", partnership->evidence_count);
    for (guint i = 0; i < partnership->evidence_count; i++)
        if (partnership->evidence[i].source)
            set.keys[set.count++] = partnership->evidence[i].source;
    return set;
}

// The first sector is the main one. Where it only changed places with another, the sets are alike.
static void compare_main_sector(Comparison *comparison) {
    const Partnership *before = comparison->before, *after = comparison->after;
    if (before->sector_count < 2 || before->sector_count != after->sector_count ||
        strcmp(before->sectors[0], after->sectors[0]) == 0)
        return;
    Change *change = change_add(comparison, CHANGE_REVISED, "sector.main");
    change->words = "sectors";
    change->before = before->sectors[0];
    change->after = after->sectors[0];
}

static void compare_sectors(Comparison *comparison) {
    guint count = comparison->out->len;
    WordSet before = sectors_of(comparison, comparison->before);
    WordSet after = sectors_of(comparison, comparison->after);
    compare_sets(comparison, &before, &after);
    if (comparison->out->len == count)
        compare_main_sector(comparison);
}

// --- parties ---

static const Party *find_party(const Partnership *partnership, const char *name) {
    for (guint i = 0; i < partnership->party_count; i++)
        if (strcmp(partnership->parties[i].name, name) == 0)
            return &partnership->parties[i];
    return NULL;
}

static void compare_party(Comparison *comparison, const Party *before, const Party *after) {
    change_add_text(comparison, "party.role", after->name, before->role, after->role);
    change_add_text(comparison, "party.organisation", after->name, before->organisation,
                    after->organisation);
}

static void compare_parties(Comparison *comparison) {
    const Partnership *after = comparison->after;
    WordSet old_names = parties_of(comparison, comparison->before);
    WordSet new_names = parties_of(comparison, after);
    compare_sets(comparison, &old_names, &new_names);
    for (guint i = 0; i < after->party_count; i++) {
        const Party *before = find_party(comparison->before, after->parties[i].name);
        if (before && find_party(after, after->parties[i].name) == &after->parties[i])
            compare_party(comparison, before, &after->parties[i]);
    }
}

// --- numbers ---

// A number of each state under one name.
typedef struct {
    const char *item, *unit, *basis; // which
    const Decimal *before, *after;   // NULL: not there
} Numbers;

typedef struct {
    Comparison *comparison;
    const char *field;
    GHashTable *index; // key -> place in rows
    GArray *rows;      // of Numbers
    bool is_sum;
} NumberTable;

static NumberTable numbers_begin(Comparison *comparison, const char *field, bool is_sum) {
    return (NumberTable){comparison, field,
                         g_hash_table_new_full(text_hash, g_str_equal, g_free, NULL),
                         g_array_new(FALSE, TRUE, sizeof(Numbers)), is_sum};
}

static Numbers *find_row(NumberTable *table, const Numbers *which) {
    char *key = g_strdup_printf("%s\n%s\n%s", which->item ? which->item : "",
                                which->unit ? which->unit : "", which->basis ? which->basis : "");
    gpointer found;
    if (g_hash_table_lookup_extended(table->index, key, NULL, &found)) {
        g_free(key);
        return &g_array_index(table->rows, Numbers, GPOINTER_TO_UINT(found));
    }
    g_hash_table_insert(table->index, key, GUINT_TO_POINTER(table->rows->len));
    g_array_append_val(table->rows, *which);
    return &g_array_index(table->rows, Numbers, table->rows->len - 1);
}

static void put_number(NumberTable *table, const Numbers *which, Decimal value, bool is_before) {
    Numbers *row = find_row(table, which);
    const Decimal **slot = is_before ? &row->before : &row->after;
    if (*slot && table->is_sum)
        decimal_add(**slot, value, &value);
    *slot = arena_memdup(table->comparison->arena, &value, sizeof value);
}

static const char *number_text(Comparison *comparison, const Decimal *value, const char *unit) {
    if (!value)
        return NULL;
    g_autofree char *digits = decimal_to_text(*value);
    return arena_printf(comparison->arena, unit ? "%s %s" : "%s%s", digits, unit ? unit : "");
}

static void add_numbers(NumberTable *table, const Numbers *row) {
    if (row->before && row->after && decimal_compare(*row->before, *row->after) == 0)
        return;
    Comparison *comparison = table->comparison;
    Change *change = change_add(comparison, CHANGE_REVISED, table->field);
    change->item = row->item;
    change->unit = row->unit;
    change->basis = row->basis;
    change->old_value = row->before;
    change->new_value = row->after;
    change->before = number_text(comparison, row->before, row->unit);
    change->after = number_text(comparison, row->after, row->unit);
}

static void numbers_end(NumberTable *table) {
    for (guint i = 0; i < table->rows->len; i++)
        add_numbers(table, &g_array_index(table->rows, Numbers, i));
    g_hash_table_destroy(table->index);
    g_array_unref(table->rows);
}

static void put_amounts(NumberTable *table, const Partnership *partnership, bool is_before) {
    for (guint i = 0; i < partnership->amount_count; i++) {
        const Amount *amount = &partnership->amounts[i];
        const Numbers which = {.unit = amount->currency, .basis = amount->basis};
        put_number(table, &which, amount->value, is_before);
    }
}

static void put_quantities(NumberTable *table, const Partnership *partnership, bool is_before) {
    for (guint i = 0; i < partnership->quantity_count; i++) {
        const Quantity *quantity = &partnership->quantities[i];
        const Numbers which = {.item = quantity->label, .unit = quantity->unit};
        put_number(table, &which, quantity->value, is_before);
    }
}

static void compare_numbers(Comparison *comparison) {
    NumberTable amounts = numbers_begin(comparison, "amount", /*is_sum=*/true);
    put_amounts(&amounts, comparison->before, /*is_before=*/true);
    put_amounts(&amounts, comparison->after, /*is_before=*/false);
    numbers_end(&amounts);
    NumberTable quantities = numbers_begin(comparison, "quantity", /*is_sum=*/false);
    put_quantities(&quantities, comparison->before, /*is_before=*/true);
    put_quantities(&quantities, comparison->after, /*is_before=*/false);
    numbers_end(&quantities);
}

// --- evidence ---

static char *evidence_key(const Evidence *evidence) {
    return g_strdup_printf(
        "%s\n%s\n%s\n%" G_GINT64_FORMAT "\n%s", evidence->source ? evidence->source : "",
        evidence->supports ? evidence->supports : "", evidence->quote ? evidence->quote : "",
        evidence->start, evidence->locator ? evidence->locator : "");
}

static guint count_other_evidence(const Partnership *partnership, const Partnership *other) {
    g_autoptr(GHashTable) known = g_hash_table_new_full(text_hash, g_str_equal, g_free, NULL);
    guint count = 0;
    for (guint i = 0; i < other->evidence_count; i++)
        g_hash_table_add(known, evidence_key(&other->evidence[i]));
    for (guint i = 0; i < partnership->evidence_count; i++) {
        g_autofree char *key = evidence_key(&partnership->evidence[i]);
        if (!g_hash_table_contains(known, key))
            count++;
    }
    return count;
}

// Sources that came or went; else, how many pieces of evidence did.
static void compare_evidence(Comparison *comparison) {
    guint changes = comparison->out->len;
    WordSet before = sources_of(comparison, comparison->before);
    WordSet after = sources_of(comparison, comparison->after);
    compare_sets(comparison, &before, &after);
    guint gone = count_other_evidence(comparison->before, comparison->after);
    guint come = count_other_evidence(comparison->after, comparison->before);
    if (comparison->out->len > changes || gone + come == 0)
        return;
    Change *change = change_add(comparison, CHANGE_REVISED, "evidence");
    change->before = arena_printf(comparison->arena, "%u", gone);
    change->after = arena_printf(comparison->arena, "%u", come);
}

void change_compare_parts(Comparison *comparison) {
    compare_numbers(comparison);
    compare_parties(comparison);
    compare_sectors(comparison);
    compare_evidence(comparison);
}
