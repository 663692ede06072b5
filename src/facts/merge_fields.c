// Members of a record that hold one value. Title and summary are wording: those of the record that
// was read first stand, and the others are in "merged".
#include "facts/merge_record.h"

#include <string.h>

static const json_t *member_json(const Merging *merging, guint index) {
    return merging->members[index].record.json;
}

static void copy_member(Merging *merging, guint index, const char *key) {
    json_t *value = json_object_get(member_json(merging, index), key);
    if (value)
        json_object_set(merging->out, key, value);
}

// That of the first record that has it.
static void copy_first(Merging *merging, const char *key) {
    for (guint i = 0; i < merging->count; i++)
        if (json_object_get(member_json(merging, i), key)) {
            copy_member(merging, i, key);
            return;
        }
}

// Claims whose values were not chosen: where pointers to them lead.
static void move_claims(Merging *merging, const Claim *claims, guint count, const char *from,
                        const char *to) {
    for (guint i = 0; i < count; i++)
        merge_move(merging, claims[i].member, from, claims[i].moved ? claims[i].moved : to);
}

// --- status ---

static void merge_status(Merging *merging) {
    static const Criterion order[] = {BY_RANK, BY_SOURCE, BY_STAGE, BY_EVIDENCE, BY_READING};
    static const Question question = {"/status", order, NULL};
    static const char *const pointers[] = {"/status", NULL};
    Claim *claims = arena_array(merging->arena, Claim, merging->count);
    guint count = 0;
    for (guint i = 0; i < merging->count; i++) {
        const char *status = merging->members[i].record.status;
        if (!status)
            continue;
        const Term *term = vocabulary_find(merging->vocabularies, VOCABULARY_STATUSES, status);
        Claim claim = merge_claim(merging, i, status, pointers);
        claim.ranks[BY_STAGE] = term ? term->order : 0;
        claims[count++] = claim;
    }
    merging->status_member = merging->count;
    if (count == 0)
        return;
    merging->status_member = claims[merge_settle(merging, &question, claims, count)].member;
    copy_member(merging, merging->status_member, "status");
    copy_member(merging, merging->status_member, "status_as_published");
    move_claims(merging, claims, count, "/status", "/status");
}

// --- date ---

static bool holds(const Edtf *outer, const Edtf *inner) {
    return (outer->open_start || outer->first <= inner->first) &&
           (outer->open_end || outer->last >= inner->last);
}

// 2025 and 8 July 2025 are both true.
static bool dates_agree(const Claim *chosen, const Claim *other) {
    const Edtf *a = chosen->value, *b = other->value;
    return holds(a, b) || holds(b, a);
}

static bool has_chosen_status(const Merging *merging, guint index) {
    if (merging->status_member == merging->count)
        return false;
    return g_strcmp0(merging->members[index].record.status,
                     merging->members[merging->status_member].record.status) == 0;
}

// Days are the most precise; the narrower, the better.
static gint64 precision_of(const Edtf *date) {
    return date->open_start || date->open_end ? G_MININT
                                              : -((gint64)date->last - (gint64)date->first);
}

static void merge_date(Merging *merging) {
    static const Criterion order[] = {BY_STATUS,   BY_RANK,   BY_PRECISION,
                                      BY_EVIDENCE, BY_SOURCE, BY_READING};
    static const Question question = {"/date", order, dates_agree};
    static const char *const pointers[] = {"/date", "/year", NULL};
    Claim *claims = arena_array(merging->arena, Claim, merging->count);
    guint count = 0;
    for (guint i = 0; i < merging->count; i++) {
        const FactDate *date = &merging->members[i].record.date;
        if (!date->text)
            continue;
        Claim claim = merge_claim(merging, i, date->text, pointers);
        claim.value = &date->edtf;
        claim.ranks[BY_STATUS] = has_chosen_status(merging, i);
        claim.ranks[BY_PRECISION] = precision_of(&date->edtf);
        claims[count++] = claim;
    }
    if (count == 0)
        return;
    const Claim *chosen = &claims[merge_settle(merging, &question, claims, count)];
    json_object_set_new(merging->out, "date", json_string(chosen->shown));
    move_claims(merging, claims, count, "/date", "/date");
    move_claims(merging, claims, count, "/year", "/date");
}

// --- instrument and venue ---

typedef const char *(*Shown)(const Merging *merging, const Partnership *record);

static const char *show_instrument(const Merging *merging, const Partnership *record) {
    (void)merging;
    return record->instrument;
}

static const char *show_venue(const Merging *merging, const Partnership *record) {
    const char *parts[] = {record->venue.name, record->venue.place, record->venue.country};
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i])
            g_string_append_printf(out, "%s%s", out->len ? ", " : "", parts[i]);
    return out->len ? arena_strdup(merging->arena, out->str) : NULL;
}

// What says less of the same place agrees: "Karachi" and "Port Qasim, Karachi".
static bool venues_agree(const Claim *chosen, const Claim *other) {
    return strstr(chosen->shown, other->shown) || strstr(other->shown, chosen->shown);
}

static void merge_one(Merging *merging, const Question *question, Shown shown) {
    const char *pointers[] = {question->field, NULL};
    Claim *claims = arena_array(merging->arena, Claim, merging->count);
    guint count = 0;
    for (guint i = 0; i < merging->count; i++) {
        const char *text = shown(merging, &merging->members[i].record);
        if (!text)
            continue;
        claims[count] = merge_claim(merging, i, text, pointers);
        claims[count].ranks[BY_PRECISION] = (gint64)strlen(text);
        count++;
    }
    if (count == 0)
        return;
    guint chosen = claims[merge_settle(merging, question, claims, count)].member;
    copy_member(merging, chosen, question->field + 1);
    move_claims(merging, claims, count, question->field, question->field);
}

// --- the rest ---

// Who may read it is who may read all of it.
static void merge_audience(Merging *merging) {
    int narrowest = G_MININT;
    for (guint i = 0; i < merging->count; i++) {
        const char *word = json_string_value(json_object_get(member_json(merging, i), "audience"));
        const Term *term =
            word ? vocabulary_find(merging->vocabularies, VOCABULARY_AUDIENCES, word) : NULL;
        int order = term ? term->order : word ? G_MAXINT : G_MININT;
        if (order <= narrowest)
            continue;
        narrowest = order;
        copy_member(merging, i, "audience");
    }
}

static void merge_umbrella(Merging *merging) {
    for (guint i = 0; i < merging->count; i++)
        if (merging->members[i].record.umbrella)
            json_object_set_new(merging->out, "umbrella", json_true());
}

void merge_fields(Merging *merging) {
    static const Criterion evidenced[] = {BY_RANK, BY_EVIDENCE, BY_SOURCE, BY_READING};
    static const Criterion fuller[] = {BY_RANK, BY_EVIDENCE, BY_SOURCE, BY_PRECISION, BY_READING};
    static const Question instrument = {"/instrument", evidenced, NULL};
    static const Question venue = {"/venue", fuller, venues_agree};
    copy_member(merging, 0, "id");
    copy_member(merging, 0, "title");
    copy_member(merging, 0, "words");
    copy_first(merging, "summary");
    merge_status(merging);
    merge_date(merging);
    merge_one(merging, &instrument, show_instrument);
    merge_one(merging, &venue, show_venue);
    merge_umbrella(merging);
    merge_audience(merging);
    copy_first(merging, "extracted");
}
