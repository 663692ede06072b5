// The outcome of an evidence check as JSON: an object with the claims, their counts and the gate.
#include "facts/evidence.h"

#include "facts/evidence_place.h"

static void set_text(json_t *object, const char *key, const char *text) {
    if (!text)
        return;
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    json_object_set_new(object, key, json_string(valid));
}

static void set_place(json_t *object, const EvidenceClaim *claim) {
    set_text(object, "text", claim->path);
    if (claim->start < 0)
        return;
    json_object_set_new(object, "start", json_integer(claim->start));
    json_object_set_new(object, "end", json_integer(claim->end));
    json_object_set_new(object, "line", json_integer(claim->line));
    json_object_set_new(object, "page", json_integer(claim->page));
    set_text(object, "found", claim->found);
}

static json_t *claim_to_json(const EvidenceClaim *claim, EvidenceState require,
                             EvidencePlaces *places) {
    json_t *object = json_object();
    bool meets = evidence_meets(claim->state, claim->number, require);
    set_text(object, "partnership", claim->partnership);
    json_object_set_new(object, "evidence", json_integer(claim->position));
    set_text(object, "supports", claim->supports);
    set_text(object, "source", claim->source);
    set_text(object, "quote", claim->quote);
    set_text(object, "state", evidence_state_name(claim->state));
    json_object_set_new(object, "score", json_real(claim->score));
    set_text(object, "claimed", claim->claimed);
    set_text(object, "number", evidence_number_name(claim->number));
    set_text(object, "against", claim->against);
    json_object_set_new(object, "meets", json_boolean(meets));
    set_place(object, claim);
    set_text(object, "note", claim->note);
    set_text(object, "file", claim->site.file);
    guint line = evidence_place_line(places, claim);
    if (line)
        json_object_set_new(object, "fileLine", json_integer(line));
    return object;
}

static json_t *summary_to_json(const EvidenceCheck *check) {
    EvidenceSummary summary = evidence_check_summary(check);
    json_t *object = json_object();
    json_object_set_new(object, "claims", json_integer(summary.claims));
    for (int i = EVIDENCE_EXACT; i < EVIDENCE_STATES; i++)
        json_object_set_new(object, evidence_state_name((EvidenceState)i),
                            json_integer(summary.states[i]));
    json_t *numbers = json_object();
    for (int i = NUMBER_FOUND; i < NUMBER_STATES; i++)
        json_object_set_new(numbers, evidence_number_name((NumberState)i),
                            json_integer(summary.numbers[i]));
    json_object_set_new(object, "numbers", numbers);
    json_object_set_new(object, "withoutQuote", json_integer(summary.records));
    json_object_set_new(object, "sources", json_integer(summary.sources));
    json_object_set_new(object, "texts", json_integer(summary.texts));
    json_object_set_new(object, "partnerships", json_integer((json_int_t)summary.partnerships));
    json_object_set_new(object, "withoutEvidence", json_integer(summary.bare));
    json_object_set_new(object, "unsupported", json_integer(summary.orphans));
    json_object_set_new(object, "inferredOtherwise", json_integer(summary.doubtful));
    json_object_set_new(object, "otherText", json_integer(summary.other_text));
    return object;
}

static json_t *orphans_to_json(const EvidenceCheck *check) {
    json_t *array = json_array();
    guint count = evidence_check_summary(check).orphans;
    for (guint i = 0; i < count; i++) {
        const EvidenceOrphan *orphan = evidence_check_orphan(check, i);
        json_t *object = json_object();
        set_text(object, "partnership", orphan->partnership);
        set_text(object, "field", orphan->field);
        set_text(object, "claimed", orphan->claimed);
        json_array_append_new(array, object);
    }
    return array;
}

char *evidence_to_json(const EvidenceCheck *check, EvidenceState require) {
    json_t *root = json_object(), *claims = json_array(), *gate = json_object();
    g_autoptr(EvidencePlaces) places = evidence_places_new();
    for (guint i = 0; i < evidence_check_count(check); i++)
        json_array_append_new(claims, claim_to_json(evidence_check_nth(check, i), require, places));
    guint failed = evidence_count_failed(check, require);
    set_text(gate, "require", require ? evidence_state_name(require) : "none");
    json_object_set_new(gate, "failed", json_integer(require ? failed : 0));
    json_object_set_new(gate, "met", json_boolean(!require || failed == 0));
    json_object_set_new(root, "claims", claims);
    json_t *bare = json_array();
    for (guint i = 0; i < evidence_check_summary(check).bare; i++)
        json_array_append_new(bare, json_string(evidence_check_bare(check, i)));
    json_object_set_new(root, "withoutEvidence", bare);
    json_object_set_new(root, "unsupported", orphans_to_json(check));
    json_object_set_new(root, "summary", summary_to_json(check));
    json_object_set_new(root, "gate", gate);
    char *dumped = json_dumps(root, JSON_INDENT(2) | JSON_REAL_PRECISION(4));
    char *text = g_strconcat(dumped, "\n", NULL);
    free(dumped);
    json_decref(root);
    return text;
}
