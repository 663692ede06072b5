// Which of several values is chosen. A claim has ranks, one for each criterion; a question says in
// which order criteria count, and the first one in which the chosen claim is better than another is
// the rule that is named. Claims that are equal in all go by the order of reading.
#include "facts/merge_record.h"

#include "base/text_hash.h"

#include <string.h>

const Keyword merge_criteria[] = {
    {"higher rank", BY_RANK},       {"with the status", BY_STATUS},
    {"more precise", BY_PRECISION}, {"with evidence", BY_EVIDENCE},
    {"newer source", BY_SOURCE},    {"later in the life cycle", BY_STAGE},
    {"read first", BY_READING},     {NULL, 0}};

// --- evidence ---

static Support support_of(const Merging *merging, const char *source) {
    gpointer day, rank;
    bool has_day = g_hash_table_lookup_extended(merging->days, source, NULL, &day);
    bool has_rank = g_hash_table_lookup_extended(merging->ranks, source, NULL, &rank);
    return (Support){source, has_day ? GPOINTER_TO_INT(day) : G_MININT,
                     has_rank ? GPOINTER_TO_INT(rank) : SOURCE_RANKS + 1};
}

// The best source is named: of those of one rank the first.
static void add_support(Support *support, const Support *more) {
    if (!support->source) {
        *support = *more;
        return;
    }
    if (more->rank < support->rank)
        *support = (Support){more->source, support->day, more->rank};
    support->day = MAX(support->day, more->day);
}

static void note_support(Merging *merging, Member *member, const char *pointer, gsize length,
                         const Evidence *evidence) {
    const char *key = arena_strndup(merging->arena, pointer, length);
    Support *support = g_hash_table_lookup(member->supports, key);
    if (!support) {
        support = arena_new0(merging->arena, Support);
        g_hash_table_insert(member->supports, (gpointer)key, support);
    }
    const Support more = support_of(merging, evidence->source);
    add_support(support, &more);
}

// The length of the first `count` tokens of a pointer.
static gsize tokens_length(const char *pointer, guint count) {
    const char *end = pointer;
    for (guint i = 0; i < count && *end == '/'; i++)
        end += 1 + strcspn(end + 1, "/");
    return (gsize)(end - pointer);
}

void merge_note_supports(Merging *merging, Member *member) {
    member->supports = g_hash_table_new(text_hash, g_str_equal);
    for (guint i = 0; i < member->record.evidence_count; i++) {
        const Evidence *evidence = &member->record.evidence[i];
        const char *pointer = evidence->supports;
        const Support more = support_of(merging, evidence->source);
        add_support(&member->all, &more);
        if (!pointer || !*pointer) {
            member->has_general = true;
            continue;
        }
        gsize one = tokens_length(pointer, 1), two = tokens_length(pointer, 2);
        note_support(merging, member, pointer, one, evidence);
        if (two > one)
            note_support(merging, member, pointer, two, evidence);
    }
}

// --- claims ---

Claim merge_claim(const Merging *merging, guint index, const char *shown,
                  const char *const *pointers) {
    const Member *member = &merging->members[index];
    Claim claim = {.member = index, .shown = shown};
    Support found = {0};
    for (; *pointers; pointers++) {
        const Support *support = g_hash_table_lookup(member->supports, *pointers);
        if (support)
            add_support(&found, support);
    }
    claim.ranks[BY_EVIDENCE] = found.source || member->has_general;
    if (!found.source)
        found = member->all;
    claim.source = found.source;
    claim.ranks[BY_RANK] = found.source ? -found.rank : -(SOURCE_RANKS + 1);
    claim.ranks[BY_SOURCE] = found.source ? found.day : G_MININT;
    return claim;
}

// The first criterion in which they differ, BY_READING for none; *sign says which is better.
static Criterion compare(const Question *question, const Claim *a, const Claim *b, int *sign) {
    const Criterion *by = question->order;
    for (; *by != BY_READING; by++)
        if (a->ranks[*by] != b->ranks[*by])
            break;
    *sign = *by == BY_READING ? 1 : a->ranks[*by] > b->ranks[*by] ? 1 : -1;
    return *by;
}

static bool agree(const Question *question, const Claim *chosen, const Claim *other) {
    return strcmp(chosen->shown, other->shown) == 0 ||
           (question->agrees && question->agrees(chosen, other));
}

static void set_text(json_t *object, const char *key, const char *text) {
    if (text)
        json_object_set_new(object, key, json_string(text));
}

// The number of the conflict, or -1 when the list is full.
static int add_conflict(Merging *merging, const Question *question, const Claim *chosen,
                        const Claim *other) {
    size_t count = json_array_size(merging->conflicts);
    int sign;
    if (count >= FACTS_ITEMS_LIMIT) {
        merging->left_out++;
        return -1;
    }
    json_t *conflict = json_object();
    set_text(conflict, "field", question->field);
    set_text(conflict, "chosen", chosen->shown);
    set_text(conflict, "other", other->shown);
    set_text(conflict, "chosen_source", chosen->source);
    set_text(conflict, "other_source", other->source);
    set_text(conflict, "rule",
             keyword_name(merge_criteria, compare(question, chosen, other, &sign)));
    json_array_append_new(merging->conflicts, conflict);
    return (int)count;
}

static guint choose(const Question *question, const Claim *claims, guint count) {
    guint best = 0;
    int sign;
    for (guint i = 1; i < count; i++) {
        compare(question, &claims[best], &claims[i], &sign);
        if (sign < 0)
            best = i;
    }
    return best;
}

guint merge_settle(Merging *merging, const Question *question, Claim *claims, guint count) {
    guint best = choose(question, claims, count);
    g_autoptr(GHashTable) told = g_hash_table_new(text_hash, g_str_equal); // value -> its pointer
    for (guint i = 0; i < count; i++) {
        Claim *claim = &claims[i];
        if (i == best || agree(question, &claims[best], claim))
            continue;
        claim->moved = g_hash_table_lookup(told, claim->shown);
        if (claim->moved)
            continue;
        int index = add_conflict(merging, question, &claims[best], claim);
        claim->moved = index < 0 ? "" : arena_printf(merging->arena, "/conflicts/%d/other", index);
        g_hash_table_insert(told, (gpointer)claim->shown, (gpointer)claim->moved);
    }
    return best;
}
