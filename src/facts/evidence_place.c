// A claim keeps the number of its record only. Its line is worked out when it is printed, from the
// file parsed again; each takes a pass over the file, so that their number has a limit.
#include "facts/evidence_place.h"

#include <string.h>

struct EvidencePlaces {
    const char *name; // of the file that is open; interned
    JsonDoc *doc;     // NULL when it is no JSON document
    Diags *quiet;
    guint found;
};

EvidencePlaces *evidence_places_new(void) {
    EvidencePlaces *places = g_new0(EvidencePlaces, 1);
    places->quiet = diags_new();
    return places;
}

void evidence_places_free(EvidencePlaces *places) {
    if (!places)
        return;
    json_doc_free(places->doc);
    diags_free(places->quiet);
    g_free(places);
}

static void open_file(EvidencePlaces *places, const RecordSite *site) {
    if (places->name == site->file)
        return;
    json_doc_free(places->doc);
    places->name = site->file;
    places->found = 0;
    bool is_document = site->line == 0 && strcmp(site->file, "<stdin>") != 0;
    places->doc = is_document ? json_doc_load(places->quiet, site->file) : NULL;
}

Place evidence_place_find(EvidencePlaces *places, const EvidenceClaim *claim) {
    open_file(places, &claim->site);
    if (!places->doc || places->found++ >= EVIDENCE_PLACES_LIMIT)
        return (Place){0};
    const JsonNode *list = json_doc_root(places->doc);
    if (claim->site.is_member)
        list = json_node_member(list, "partnerships");
    const JsonNode *record = list ? json_node_item(list, claim->site.index) : NULL;
    const JsonNode *evidence = record ? json_node_member(record, "evidence") : NULL;
    const JsonNode *item = evidence ? json_node_item(evidence, claim->position) : NULL;
    return item ? json_node_place(item) : (Place){0};
}

guint evidence_place_line(EvidencePlaces *places, const EvidenceClaim *claim) {
    if (claim->site.line)
        return claim->site.line;
    Place place = evidence_place_find(places, claim);
    guint line = 0, column;
    if (place.source && place.source->text)
        source_locate(place.source, place.start, &line, &column);
    return line;
}
