// Numbers and dates of a record that no quote holds: evidence for the title, or for a whole list,
// says nothing of an amount unless the amount stands in its words. What a record infers, and
// records that quote nothing, are not asked.
#include "facts/evidence_private.h"

#include <string.h>

// Whether the evidence is for that number or date: /amounts/0, /amounts/0/value, or a short form.
static bool is_own(const Evidence *evidence, const char *pointer, const char *short_form) {
    const char *supports = evidence->supports;
    gsize length = strlen(pointer);
    if (!supports)
        return false;
    if (short_form && strcmp(supports, short_form) == 0)
        return true;
    return strncmp(supports, pointer, length) == 0 &&
           (supports[length] == '\0' || strcmp(supports + length, "/value") == 0);
}

static bool has_own(const Partnership *partnership, const char *pointer, const char *short_form) {
    for (guint i = 0; i < partnership->evidence_count; i++)
        if (is_own(&partnership->evidence[i], pointer, short_form))
            return true;
    return false;
}

typedef struct {
    EvidenceCheck *check;
    const Partnership *partnership;
    const char *id;
    GArray *orphans; // Orphan
} Taking;

static void take(Taking *taking, const char *pointer, const char *short_form) {
    Arena *arena = taking->check->arena;
    Orphan orphan = {.out = {.partnership = taking->id}};
    if (has_own(taking->partnership, pointer, short_form))
        return;
    orphan.claimed = evidence_claimed(taking->partnership, pointer, arena, &orphan.out.claimed);
    if (orphan.claimed.kind == CLAIMED_NOTHING || orphan.claimed.is_inferred)
        return;
    orphan.out.field = arena_strdup(arena, pointer);
    orphan.out.claimed = arena_strdup(arena, orphan.out.claimed);
    g_array_append_val(taking->orphans, orphan);
}

static void take_list(Taking *taking, const char *form, guint count, const char *short_form) {
    for (guint i = 0; i < count; i++) {
        g_autofree char *number = g_strdup_printf("%u", i);
        g_auto(GStrv) parts = g_strsplit(form, "#", 2);
        g_autofree char *pointer = g_strconcat(parts[0], number, parts[1], NULL);
        take(taking, pointer, count == 1 ? short_form : NULL);
    }
}

void evidence_take_orphans(EvidenceCheck *check, const Partnership *partnership,
                           Claim *const *claims, guint claim_count) {
    g_autoptr(GArray) orphans = g_array_new(FALSE, FALSE, sizeof(Orphan));
    if (claim_count == 0)
        return;
    Taking taking = {check, partnership, claims[0]->out.partnership, orphans};
    take(&taking, "/date", "/year");
    take_list(&taking, "/amounts/#", partnership->amount_count, "/amount_usd");
    take_list(&taking, "/quantities/#", partnership->quantity_count, NULL);
    take_list(&taking, "/commitments/#/due", partnership->commitment_count, NULL);
    if (orphans->len == 0)
        return;
    Orphan *kept = arena_memdup(check->arena, orphans->data, orphans->len * sizeof(Orphan));
    for (guint i = 0; i < orphans->len; i++)
        g_ptr_array_add(check->orphans, &kept[i]);
    for (guint i = 0; i < claim_count; i++) {
        claims[i]->orphans = kept;
        claims[i]->orphan_count = orphans->len;
    }
}

void evidence_settle_orphans(EvidenceCheck *check) {
    guint kept = 0;
    for (guint i = 0; i < check->orphans->len; i++) {
        Orphan *orphan = g_ptr_array_index(check->orphans, i);
        if (orphan->was_asked && !orphan->is_held)
            check->orphans->pdata[kept++] = orphan;
    }
    g_ptr_array_set_size(check->orphans, (gint)kept);
}
