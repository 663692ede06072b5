// What can be mapped: the members of a partnership as facts have them (accord-facts(5)), as tables
// that maps are read by. Short forms are not here, since a map writes the long ones.
#include "facts/map_model.h"

static const MapField party_fields[] = {
    {.key = "name", .type = MAP_TEXT, .needed = true},
    {.key = "country", .type = MAP_COUNTRY},
    {.key = "organisation", .type = MAP_TEXT},
    {.key = "role", .type = MAP_TEXT},
    {.key = NULL},
};

static const MapField venue_fields[] = {
    {.key = "name", .type = MAP_TEXT},
    {.key = "place", .type = MAP_TEXT},
    {.key = "country", .type = MAP_COUNTRY},
    {.key = NULL},
};

static const MapField amount_fields[] = {
    {.key = "value", .type = MAP_DECIMAL, .needed = true},
    {.key = "currency", .type = MAP_TEXT, .needed = true, .words = MAP_CURRENCIES},
    {.key = "basis", .type = MAP_TEXT, .words = MAP_BASES},
    {.key = "date", .type = MAP_DATE},
    {.key = "audience", .type = MAP_TEXT},
    {.key = NULL},
};

static const MapField quantity_fields[] = {
    {.key = "label", .type = MAP_TEXT, .needed = true},
    {.key = "value", .type = MAP_DECIMAL, .needed = true},
    {.key = "unit", .type = MAP_TEXT},
    {.key = "as_of", .type = MAP_DATE},
    {.key = "audience", .type = MAP_TEXT},
    {.key = NULL},
};

static const MapField commitment_fields[] = {
    {.key = "text", .type = MAP_TEXT, .needed = true},
    {.key = "by", .type = MAP_TEXT},
    {.key = "due", .type = MAP_DATE},
    {.key = "status", .type = MAP_TEXT, .words = MAP_PROMISES},
    {.key = "audience", .type = MAP_TEXT},
    {.key = NULL},
};

static const MapField evidence_fields[] = {
    {.key = "source", .type = MAP_TEXT, .needed = true, .words = MAP_SOURCES},
    {.key = "supports", .type = MAP_TEXT},
    {.key = "quote", .type = MAP_TEXT},
    {.key = "locator", .type = MAP_TEXT},
    {.key = "url", .type = MAP_LINK},
    {.key = "audience", .type = MAP_TEXT},
    {.key = NULL},
};

static const char *const evidence_places[] = {"quote", "locator", "url", NULL};

static const MapField extracted_fields[] = {
    {.key = "by", .type = MAP_TEXT},
    {.key = "at", .type = MAP_DATE},
    {.key = "confidence", .type = MAP_NUMBER},
    {.key = NULL},
};

const MapField map_partnership_fields[] = {
    {.key = "id", .type = MAP_TEXT, .needed = true},
    {.key = "title", .type = MAP_TEXT, .needed = true},
    {.key = "parties", .shape = MAP_LIST, .members = party_fields, .alone = "name", .needed = true},
    {.key = "summary", .type = MAP_TEXT},
    {.key = "date", .type = MAP_DATE},
    {.key = "sectors", .shape = MAP_LIST, .type = MAP_TEXT, .words = MAP_SECTORS},
    {.key = "sector_as_published", .type = MAP_TEXT},
    {.key = "status", .type = MAP_TEXT, .words = MAP_STATUSES},
    {.key = "status_as_published", .type = MAP_TEXT},
    {.key = "instrument", .type = MAP_TEXT, .words = MAP_INSTRUMENTS},
    {.key = "venue", .shape = MAP_OBJECT, .members = venue_fields},
    {.key = "amounts", .shape = MAP_LIST, .members = amount_fields},
    {.key = "quantities", .shape = MAP_LIST, .members = quantity_fields},
    {.key = "commitments", .shape = MAP_LIST, .members = commitment_fields},
    {.key = "umbrella", .type = MAP_BOOL},
    {.key = "same_as", .shape = MAP_LIST, .type = MAP_TEXT},
    {.key = "part_of", .shape = MAP_LIST, .type = MAP_TEXT},
    {.key = "evidence", .shape = MAP_LIST, .members = evidence_fields, .any_of = evidence_places},
    {.key = "extracted", .shape = MAP_OBJECT, .members = extracted_fields},
    {.key = "audience", .type = MAP_TEXT},
    {.key = NULL},
};
