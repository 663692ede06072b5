// Lists of a record. Parties and sectors are a union: each name, each code once. Amounts,
// quantities and commitments go by slots: what speaks of the same thing, such as all amounts of one
// currency on one basis, is one slot, in which each member makes one claim and one of the claims is
// taken whole. Fields go first: amounts look at the date that was chosen.
#include "base/text_hash.h"
#include "facts/conflict_text.h"
#include "facts/fold.h"
#include "facts/merge_record.h"

#include <stdlib.h>
#include <string.h>

int merge_append(Merging *merging, const char *list, json_t *item) {
    json_t *array = json_object_get(merging->out, list);
    if (!array) {
        array = json_array();
        json_object_set_new(merging->out, list, array);
    }
    size_t count = json_array_size(array);
    if (count >= FACTS_ITEMS_LIMIT) {
        merging->left_out++;
        json_decref(item);
        return -1;
    }
    json_array_append_new(array, item);
    return (int)count;
}

// Where "/list/index" of a member leads: to item `to` of the merged list, -1: nowhere.
static void move_item(Merging *merging, guint member, const char *list, guint index, int to) {
    const char *from = arena_printf(merging->arena, "/%s/%u", list, index);
    merge_move(merging, member, from,
               to < 0 ? "" : arena_printf(merging->arena, "/%s/%d", list, to));
}

static json_t *item_json(const Partnership *record, const char *list, guint index) {
    return json_array_get(json_object_get(record->json, list), index);
}

// --- parties ---

static json_t *party_json(const Partnership *record, guint index) {
    json_t *item = item_json(record, "parties", index);
    return json_is_string(item) ? json_pack("{sO}", "name", item) : json_copy(item);
}

static void fill_party(Merging *merging, guint to, const Partnership *record, guint index) {
    json_t *party = json_array_get(json_object_get(merging->out, "parties"), to);
    json_auto_t *other = party_json(record, index);
    json_object_update_missing(party, other);
}

static void add_party(Merging *merging, GHashTable *known, guint member, guint index) {
    const Partnership *record = &merging->members[member].record;
    const char *name = record->parties[index].name;
    gpointer number = g_hash_table_lookup(known, name);
    int to;
    if (number) {
        to = GPOINTER_TO_INT(number) - 1;
        fill_party(merging, (guint)to, record, index);
    } else {
        to = merge_append(merging, "parties", party_json(record, index));
        if (to >= 0)
            g_hash_table_insert(known, (gpointer)name, GINT_TO_POINTER(to + 1));
    }
    move_item(merging, member, "parties", index, to);
}

// --- sectors ---

static void add_sector(Merging *merging, GHashTable *known, guint member, guint index) {
    const Partnership *record = &merging->members[member].record;
    const char *code = record->sectors[index];
    gpointer number = g_hash_table_lookup(known, code);
    int to = GPOINTER_TO_INT(number) - 1;
    if (!number) {
        to = merge_append(merging, "sectors", json_string(record->sector_words[index]));
        if (to >= 0)
            g_hash_table_insert(known, (gpointer)code, GINT_TO_POINTER(to + 1));
    }
    move_item(merging, member, "sectors", index, to);
    if (index == 0 && to >= 0)
        merge_move(merging, member, "/sector", arena_printf(merging->arena, "/sectors/%d", to));
}

static void merge_unions(Merging *merging) {
    g_autoptr(GHashTable) parties = g_hash_table_new(text_hash, g_str_equal);
    g_autoptr(GHashTable) sectors = g_hash_table_new(text_hash, g_str_equal);
    for (guint i = 0; i < merging->count; i++) {
        const Partnership *record = &merging->members[i].record;
        for (guint n = 0; n < record->party_count; n++)
            add_party(merging, parties, i, n);
        for (guint n = 0; n < record->sector_count; n++)
            add_sector(merging, sectors, i, n);
    }
    const char *word = merging->members[0].record.sector_as_published;
    if (word)
        json_object_set_new(merging->out, "sector_as_published", json_string(word));
}

// --- slots ---

typedef struct {
    guint member;
    GArray *indexes; // guint: of its items
} SlotClaim;

typedef struct {
    GPtrArray *claims; // SlotClaim *, one a member
} Slot;

typedef struct {
    const char *list;
    Question question;
    guint (*count)(const Partnership *record);
    // What the item speaks of, and what it says. In the arena.
    const char *(*key)(Arena *arena, const Partnership *record, guint index);
    const char *(*show)(Arena *arena, const Partnership *record, const GArray *indexes);
    // New reference.
    json_t *(*json)(const Merging *merging, const Partnership *record, guint index);
    bool takes_several; // items of one member in one slot
} SlotKind;

typedef struct {
    Merging *merging;
    const SlotKind *kind;
    GHashTable *by_key;
    GPtrArray *slots; // Slot *, in the order of first items
} Slots;

static Slot *find_slot(Slots *slots, const char *key) {
    Slot *slot = g_hash_table_lookup(slots->by_key, key);
    if (slot)
        return slot;
    slot = arena_new0(slots->merging->arena, Slot);
    slot->claims = g_ptr_array_new();
    g_hash_table_insert(slots->by_key, (gpointer)key, slot);
    g_ptr_array_add(slots->slots, slot);
    return slot;
}

static SlotClaim *last_claim(const Slot *slot, guint member) {
    SlotClaim *last =
        slot->claims->len ? g_ptr_array_index(slot->claims, slot->claims->len - 1) : NULL;
    return last && last->member == member ? last : NULL;
}

static void enter_item(Slots *slots, guint member, guint index) {
    Arena *arena = slots->merging->arena;
    const Partnership *record = &slots->merging->members[member].record;
    const char *key = slots->kind->key(arena, record, index);
    Slot *slot = find_slot(slots, key);
    SlotClaim *claim = last_claim(slot, member);
    if (claim && !slots->kind->takes_several) { // a second one of this record stands for itself
        slot = find_slot(slots, arena_printf(arena, "%s\n%u", key, index));
        claim = last_claim(slot, member);
    }
    if (!claim) {
        claim = arena_new0(arena, SlotClaim);
        claim->member = member;
        claim->indexes = g_array_new(FALSE, FALSE, sizeof(guint));
        g_ptr_array_add(slot->claims, claim);
    }
    g_array_append_val(claim->indexes, index);
}

static Claim claim_of(const Slots *slots, const SlotClaim *item) {
    const Merging *merging = slots->merging;
    Arena *arena = merging->arena;
    guint count = item->indexes->len;
    const char **pointers = arena_array(arena, const char *, count + 2);
    for (guint i = 0; i < count; i++)
        pointers[i] = arena_printf(arena, "/%s/%u", slots->kind->list,
                                   g_array_index(item->indexes, guint, i));
    if (strcmp(slots->kind->list, "amounts") == 0)
        pointers[count] = "/amount_usd";
    const Partnership *record = &merging->members[item->member].record;
    Claim claim = merge_claim(merging, item->member,
                              slots->kind->show(arena, record, item->indexes), pointers);
    claim.value = item;
    return claim;
}

// Pointers to the items of one claim: to[i] is where its i-th item went, of those that were taken.
static void move_claim(const Slots *slots, const Claim *claim, const GArray *to) {
    Merging *merging = slots->merging;
    const SlotClaim *item = claim->value;
    for (guint i = 0; i < item->indexes->len; i++) {
        guint index = g_array_index(item->indexes, guint, i);
        int place = to->len ? g_array_index(to, int, MIN(i, to->len - 1)) : -1;
        const char *from = arena_printf(merging->arena, "/%s/%u", slots->kind->list, index);
        if (claim->moved)
            merge_move(merging, claim->member, from, claim->moved);
        else
            move_item(merging, claim->member, slots->kind->list, index, place);
    }
}

static void settle_slot(Slots *slots, const Slot *slot) {
    Merging *merging = slots->merging;
    guint count = slot->claims->len;
    Claim *claims = arena_array(merging->arena, Claim, count);
    for (guint i = 0; i < count; i++)
        claims[i] = claim_of(slots, g_ptr_array_index(slot->claims, i));
    const Claim *chosen = &claims[merge_settle(merging, &slots->kind->question, claims, count)];
    const SlotClaim *taken = chosen->value;
    g_autoptr(GArray) to = g_array_new(FALSE, FALSE, sizeof(int));
    for (guint i = 0; i < taken->indexes->len; i++) {
        guint index = g_array_index(taken->indexes, guint, i);
        const Partnership *record = &merging->members[taken->member].record;
        json_t *item = slots->kind->json(merging, record, index);
        int place = merge_append(merging, slots->kind->list, item);
        g_array_append_val(to, place);
    }
    for (guint i = 0; i < count; i++)
        move_claim(slots, &claims[i], to);
}

static void free_slot(Slot *slot) {
    for (guint i = 0; i < slot->claims->len; i++)
        g_array_unref(((SlotClaim *)g_ptr_array_index(slot->claims, i))->indexes);
    g_ptr_array_unref(slot->claims);
}

static void merge_slots(Merging *merging, const SlotKind *kind) {
    Slots slots = {.merging = merging,
                   .kind = kind,
                   .by_key = g_hash_table_new(text_hash, g_str_equal),
                   .slots = g_ptr_array_new()};
    for (guint i = 0; i < merging->count; i++)
        for (guint n = 0; n < kind->count(&merging->members[i].record); n++)
            enter_item(&slots, i, n);
    for (guint i = 0; i < slots.slots->len; i++)
        settle_slot(&slots, g_ptr_array_index(slots.slots, i));
    for (guint i = 0; i < slots.slots->len; i++)
        free_slot(g_ptr_array_index(slots.slots, i));
    g_ptr_array_unref(slots.slots);
    g_hash_table_destroy(slots.by_key);
}

static char *folded(const char *text) {
    FoldBuffer buffer;
    char *copy = g_strdup(fold_begin(&buffer, text ? text : ""));
    fold_end(&buffer);
    return copy;
}

// --- amounts ---

static guint amount_count(const Partnership *record) {
    return record->amount_count;
}

static const char *amount_key(Arena *arena, const Partnership *record, guint index) {
    const Amount *amount = &record->amounts[index];
    return arena_printf(arena, "%s %s", amount->currency, amount->basis ? amount->basis : "");
}

static int compare_values(const void *a, const void *b) {
    return decimal_compare(*(const Decimal *)a, *(const Decimal *)b);
}

// In the order of size, so that equal sets have equal texts.
static const char *show_amounts(Arena *arena, const Partnership *record, const GArray *indexes) {
    Decimal *values = arena_array(arena, Decimal, indexes->len);
    for (guint i = 0; i < indexes->len; i++)
        values[i] = record->amounts[g_array_index(indexes, guint, i)].value;
    qsort(values, indexes->len, sizeof *values, compare_values);
    const Amount *first = &record->amounts[g_array_index(indexes, guint, 0)];
    return conflict_amounts_text(
        arena, &(ConflictAmounts){indexes->len, values, first->currency, first->basis});
}

// An amount that its record dated keeps that date where the merged record has another.
static void keep_date(const Merging *merging, const Partnership *record, json_t *amount) {
    const char *date = json_string_value(json_object_get(merging->out, "date"));
    if (record->date.text && g_strcmp0(date, record->date.text) != 0 &&
        !json_object_get(amount, "date"))
        json_object_set_new(amount, "date", json_string(record->date.text));
}

static json_t *amount_json(const Merging *merging, const Partnership *record, guint index) {
    json_t *item = json_copy(item_json(record, "amounts", index));
    if (!item) {
        g_autofree char *text = decimal_to_text(record->amounts[index].value);
        item = json_pack("{ssss}", "value", text, "currency", record->amounts[index].currency);
    }
    keep_date(merging, record, item);
    return item;
}

// --- quantities ---

static guint quantity_count(const Partnership *record) {
    return record->quantity_count;
}

static const char *quantity_key(Arena *arena, const Partnership *record, guint index) {
    const Quantity *quantity = &record->quantities[index];
    g_autofree char *label = folded(quantity->label), *unit = folded(quantity->unit);
    return arena_printf(arena, "%s\n%s\n%s", label, unit,
                        quantity->as_of.text ? quantity->as_of.text : "");
}

static const char *show_quantity(Arena *arena, const Partnership *record, const GArray *indexes) {
    const Quantity *quantity = &record->quantities[g_array_index(indexes, guint, 0)];
    return conflict_quantity_text(
        arena, &(ConflictQuantity){quantity->label, quantity->value, quantity->unit});
}

static json_t *quantity_json(const Merging *merging, const Partnership *record, guint index) {
    (void)merging;
    return json_incref(item_json(record, "quantities", index));
}

// --- commitments ---

static guint commitment_count(const Partnership *record) {
    return record->commitment_count;
}

static const char *commitment_key(Arena *arena, const Partnership *record, guint index) {
    const Commitment *commitment = &record->commitments[index];
    g_autofree char *text = folded(commitment->text);
    return arena_printf(arena, "%s\n%s", text, commitment->by ? commitment->by : "");
}

static const char *show_commitment(Arena *arena, const Partnership *record, const GArray *indexes) {
    const Commitment *commitment = &record->commitments[g_array_index(indexes, guint, 0)];
    return conflict_commitment_text(
        arena, &(ConflictCommitment){commitment->text, commitment->due.text, commitment->status});
}

static json_t *commitment_json(const Merging *merging, const Partnership *record, guint index) {
    (void)merging;
    return json_incref(item_json(record, "commitments", index));
}

// The short form of one amount.
static void move_short_form(Merging *merging, guint member) {
    if (!json_object_get(merging->members[member].record.json, "amount_usd"))
        return;
    const char *to = g_hash_table_lookup(merging->members[member].moved, "/amounts/0");
    merge_move(merging, member, "/amount_usd", to ? to : "");
}

void merge_lists(Merging *merging) {
    static const Criterion evidenced[] = {BY_RANK, BY_EVIDENCE, BY_SOURCE, BY_READING};
    static const Criterion newest[] = {BY_RANK, BY_SOURCE, BY_EVIDENCE, BY_READING};
    static const SlotKind kinds[] = {
        {"amounts",
         {"/amounts", evidenced, NULL},
         amount_count,
         amount_key,
         show_amounts,
         amount_json,
         true},
        {"quantities",
         {"/quantities", evidenced, NULL},
         quantity_count,
         quantity_key,
         show_quantity,
         quantity_json,
         false},
        {"commitments",
         {"/commitments", newest, NULL},
         commitment_count,
         commitment_key,
         show_commitment,
         commitment_json,
         false},
    };
    merge_unions(merging);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        merge_slots(merging, &kinds[i]);
    for (guint i = 0; i < merging->count; i++)
        move_short_form(merging, i);
}
