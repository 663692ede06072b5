// Two states of a partnership beside each other. What is a set is compared as one: its order says
// nothing, but for the first sector. What only says how a record was made (who extracted it and
// when) is not compared.
#include "facts/change_private.h"

#include <math.h>
#include <string.h>

static const char *const kind_names[CHANGE_KINDS] = {
#define CHANGE_NAME(name, word) [CHANGE_##name] = word,
    CHANGE_KIND_LIST(CHANGE_NAME)
#undef CHANGE_NAME
};

const char *change_kind_name(ChangeKind kind) {
    return kind_names[kind];
}

ChangeKind change_kind_of(const char *name) {
    int kind = 0;
    while (kind < CHANGE_KINDS && strcmp(kind_names[kind], name) != 0)
        kind++;
    return (ChangeKind)kind;
}

Change *change_add(Comparison *comparison, ChangeKind kind, const char *field) {
    GArray *out = comparison->out;
    g_array_set_size(out, out->len + 1);
    Change *change = &g_array_index(out, Change, out->len - 1);
    *change = (Change){.kind = kind, .field = field};
    return change;
}

void change_add_text(Comparison *comparison, const char *field, const char *item,
                     const char *before, const char *after) {
    if (g_strcmp0(before, after) == 0)
        return;
    Change *change = change_add(comparison, CHANGE_REVISED, field);
    change->item = item;
    change->before = before;
    change->after = after;
}

static void compare_term(Comparison *comparison, const char *field, const char *words,
                         const char *before, const char *after) {
    guint count = comparison->out->len;
    change_add_text(comparison, field, NULL, before, after);
    if (comparison->out->len > count)
        g_array_index(comparison->out, Change, count).words = words;
}

static void compare_dates(Comparison *comparison) {
    const FactDate *before = &comparison->before->date, *after = &comparison->after->date;
    if (g_strcmp0(before->text, after->text) == 0)
        return;
    Change *change = change_add(comparison, CHANGE_REVISED, "date");
    change->before = before->text;
    change->after = after->text;
    change->has_days =
        before->text && after->text && !before->edtf.open_start && !after->edtf.open_start;
    if (change->has_days)
        change->days = after->edtf.first - before->edtf.first;
}

static const char *truth_name(bool truth) {
    return truth ? "yes" : NULL;
}

void change_compare(const Partnership *before, const Partnership *after, const ChangeDays *days,
                    Arena *arena, GArray *out) {
    Comparison comparison = {before, after, days, arena, out};
    compare_term(&comparison, "status", "statuses", before->status, after->status);
    compare_dates(&comparison);
    compare_term(&comparison, "instrument", "instruments", before->instrument, after->instrument);
    change_compare_parts(&comparison);
    change_compare_commitments(&comparison);
    change_add_text(&comparison, "venue", NULL, before->venue.name, after->venue.name);
    change_add_text(&comparison, "place", NULL, before->venue.place, after->venue.place);
    change_add_text(&comparison, "umbrella", NULL, truth_name(before->umbrella),
                    truth_name(after->umbrella));
    change_add_text(&comparison, "title", NULL, before->title, after->title);
    change_add_text(&comparison, "summary", NULL, before->summary, after->summary);
}

// --- materiality ---

const Materiality change_materiality = {.percent = 1};

static bool change_is_wording(const char *field) {
    static const char *const fields[] = {"title", "summary", "commitment.text", "evidence"};
    for (guint i = 0; field && i < G_N_ELEMENTS(fields); i++)
        if (strcmp(fields[i], field) == 0)
            return true;
    return false;
}

static bool is_below_percent(Decimal difference, Decimal before, double percent) {
    double old = fabs(decimal_to_double(before));
    return old > 0 && fabs(decimal_to_double(difference)) < old * percent / 100;
}

static bool is_below_least(Decimal difference, const Change *change,
                           const Materiality *materiality) {
    if (difference.coefficient < 0)
        difference = decimal_negate(difference);
    for (guint i = 0; change->unit && i < materiality->least_count; i++)
        if (strcmp(materiality->least[i].currency, change->unit) == 0)
            return decimal_compare(difference, materiality->least[i].amount) < 0;
    return false;
}

bool change_is_material(const Change *change, const Materiality *materiality) {
    static const Decimal zero = {0};
    if (materiality->all)
        return true;
    if (change_is_wording(change->field))
        return materiality->wording;
    if (!change->old_value && !change->new_value)
        return true;
    Decimal before = change->old_value ? *change->old_value : zero;
    Decimal after = change->new_value ? *change->new_value : zero, difference;
    if (!decimal_add(after, decimal_negate(before), &difference))
        return true;
    return !is_below_percent(difference, before, materiality->percent) &&
           !is_below_least(difference, change, materiality);
}
