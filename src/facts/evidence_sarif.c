// The outcome of an evidence check for editors and continuous integration: SARIF 2.1.0 (Static
// Analysis Results Interchange Format, OASIS standard of 27 March 2020), one run with one rule for
// each thing that can be wrong with a claim. A result stands in the facts; where the words were
// found is a related location in the captured text.
#include "facts/evidence.h"

#include "facts/evidence_place.h"

#include <string.h>

typedef struct {
    EvidenceState state; // EVIDENCE_UNCHECKED: of the number
    const char *id, *level, *summary, *help;
} Rule;

static const Rule rules[] = {
    {EVIDENCE_MISSING, "evidence/missing", "error", "The quote is not in the source.",
     "Compare it with the captured text, and quote what stands there."},
    {EVIDENCE_UNAVAILABLE, "evidence/unavailable", "warning", "The source has no captured text.",
     "Give the text to the folder of sources, named after the source's id."},
    {EVIDENCE_FUZZY, "evidence/fuzzy", "warning", "The source has nearly these words.",
     "Quote the words as they stand in the source."},
    {EVIDENCE_NORMALISED, "evidence/normalised", "note",
     "The source has these words with other spaces, quotation marks, dashes or digits.",
     "Nothing needs to be done; quote literally to have it exact."},
    {EVIDENCE_UNCHECKED, "evidence/number-absent", "warning",
     "The number or date of the claim does not stand in its passage.",
     "Quote the words that hold it, or say in \"inferred\" what it was concluded from."},
};

static json_t *text_object(const char *text) {
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    return json_pack("{s:s}", "text", valid);
}

static json_t *rules_to_json(void) {
    json_t *array = json_array();
    for (guint i = 0; i < G_N_ELEMENTS(rules); i++)
        json_array_append_new(array, json_pack("{s:s, s:o, s:o, s:{s:s}}", "id", rules[i].id,
                                               "shortDescription", text_object(rules[i].summary),
                                               "help", text_object(rules[i].help),
                                               "defaultConfiguration", "level", rules[i].level));
    return array;
}

// --- places ---

static json_t *region_of(Place place) {
    guint line, column, end_line, end_column;
    if (!place.source || !place.source->text)
        return NULL;
    source_locate(place.source, place.start, &line, &column);
    source_locate(place.source, place.end, &end_line, &end_column);
    return json_pack("{s:i, s:i, s:i, s:i}", "startLine", line, "startColumn", column, "endLine",
                     end_line, "endColumn", end_column);
}

// A relative reference, so that a checkout elsewhere finds the file.
static json_t *artifact(const char *path) {
    g_autofree char *valid = g_utf8_make_valid(path, -1);
    g_autofree char *uri = g_uri_escape_string(valid, "/", FALSE);
    g_autofree char *absolute = g_strconcat("file://", uri, NULL);
    return json_pack("{s:s}", "uri", g_path_is_absolute(path) ? absolute : uri);
}

static json_t *location(const char *path, json_t *region) {
    json_t *physical = json_pack("{s:o}", "artifactLocation", artifact(path));
    if (region)
        json_object_set_new(physical, "region", region);
    return json_pack("{s:o}", "physicalLocation", physical);
}

static json_t *location_of_claim(EvidencePlaces *places, const EvidenceClaim *claim) {
    json_t *region = region_of(evidence_place_find(places, claim));
    if (claim->site.line)
        region = json_pack("{s:i}", "startLine", claim->site.line);
    json_t *place = location(claim->site.file, region);
    g_autofree char *name = g_strdup_printf("%s/evidence/%u", claim->partnership, claim->position);
    json_object_set_new(place, "logicalLocations",
                        json_pack("[{s:s, s:s}]", "fullyQualifiedName", name, "kind", "object"));
    return place;
}

static json_t *location_of_text(const EvidenceClaim *claim) {
    json_t *region =
        json_pack("{s:i, s:I, s:I}", "startLine", claim->line, "byteOffset",
                  (json_int_t)claim->start, "byteLength", (json_int_t)(claim->end - claim->start));
    json_t *place = location(claim->path, region);
    json_object_set_new(place, "id", json_integer(1));
    json_object_set_new(place, "message", text_object(claim->found));
    return place;
}

// --- results ---

// New string.
static char *message_of(const EvidenceClaim *claim, const Rule *rule) {
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "%s: %s", claim->partnership, rule->summary);
    if (rule->state == EVIDENCE_FUZZY)
        g_string_append_printf(text, " (score %.2f)", claim->score);
    if (rule->state == EVIDENCE_UNCHECKED)
        g_string_append_printf(text, " Claimed: %s.", claim->claimed);
    if (rule->state == EVIDENCE_UNCHECKED && claim->against)
        g_string_append_printf(text, " It %s %s.",
                               g_str_has_prefix(claim->against, "another ") ? "says"
                                                                            : "is there only as",
                               claim->against);
    if (claim->quote)
        g_string_append_printf(text, " Quote: \"%.200s\"", claim->quote);
    if (claim->note)
        g_string_append_printf(text, " (%s)", claim->note);
    return g_string_free(text, FALSE);
}

// The same claim in the next run, wherever its record has gone.
static char *fingerprint_of(const EvidenceClaim *claim, const Rule *rule) {
    g_autofree char *text =
        g_strjoin("\n", claim->partnership, claim->source, claim->supports ? claim->supports : "",
                  claim->quote ? claim->quote : "", rule->id, NULL);
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

static json_t *result_to_json(EvidencePlaces *places, const EvidenceClaim *claim, guint index) {
    const Rule *rule = &rules[index];
    g_autofree char *message = message_of(claim, rule), *print = fingerprint_of(claim, rule);
    json_t *result =
        json_pack("{s:s, s:i, s:s, s:o, s:[o], s:{s:s}}", "ruleId", rule->id, "ruleIndex", index,
                  "level", rule->level, "message", text_object(message), "locations",
                  location_of_claim(places, claim), "partialFingerprints", "claim/v1", print);
    if (claim->start >= 0)
        json_object_set_new(result, "relatedLocations", json_pack("[o]", location_of_text(claim)));
    return result;
}

static bool applies(const Rule *rule, const EvidenceClaim *claim) {
    return rule->state == EVIDENCE_UNCHECKED ? claim->number == NUMBER_ABSENT
                                             : rule->state == claim->state;
}

static json_t *results_to_json(const EvidenceCheck *check) {
    g_autoptr(EvidencePlaces) places = evidence_places_new();
    json_t *results = json_array();
    for (guint i = 0; i < evidence_check_count(check); i++) {
        const EvidenceClaim *claim = evidence_check_nth(check, i);
        for (guint rule = 0; rule < G_N_ELEMENTS(rules); rule++)
            if (applies(&rules[rule], claim))
                json_array_append_new(results, result_to_json(places, claim, rule));
    }
    return results;
}

char *evidence_to_sarif(const EvidenceCheck *check, EvidenceState require, const char *version) {
    EvidenceSummary summary = evidence_check_summary(check);
    guint failed = require ? evidence_count_failed(check, require) : 0;
    json_t *driver = json_pack("{s:s, s:s, s:o}", "name", "Accord", "version", version, "rules",
                               rules_to_json());
    json_t *run =
        json_pack("{s:{s:o}, s:s, s:o, s:{s:i, s:i, s:b}}", "tool", "driver", driver, "columnKind",
                  "unicodeCodePoints", "results", results_to_json(check), "properties", "claims",
                  summary.claims, "failed", failed, "gateMet", failed == 0);
    json_t *root =
        json_pack("{s:s, s:s, s:[o]}", "$schema", "https://json.schemastore.org/sarif-2.1.0.json",
                  "version", "2.1.0", "runs", run);
    char *dumped = json_dumps(root, JSON_INDENT(2));
    char *text = g_strconcat(dumped, "\n", NULL);
    free(dumped);
    json_decref(root);
    return text;
}
