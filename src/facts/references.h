// What holds between the records of a run: ids occur once, references lead somewhere. Inside
// facts/ only.
#pragma once
#include "facts/facts.h"

typedef struct References References;

References *references_new(Diags *diags);
void references_free(References *references); // accepts NULL
// A copy of a file's name that lives as long as the References.
const char *references_file(References *references, const char *name);

bool references_has_partnership(const References *references, const char *id);
// Notes where the latest record with this id stands.
void references_put_partnership(References *references, const char *id, const RecordSite *site);
// Notes the id of a record. False when a record has it already: *before says where that stands.
bool references_add_partnership(References *references, const char *id, const RecordSite *site,
                                RecordSite *before);
void references_report_double(References *references, const char *id, const JsonNode *record,
                              const RecordSite *site, const RecordSite *before);
// A source may be given again with the same content: then *is_new is false.
bool references_add_source(References *references, const char *id, const JsonNode *record,
                           const RecordSite *site, bool *is_new);
// Notes what a partnership refers to.
void references_note(References *references, const Partnership *partnership, const JsonNode *record,
                     const RecordSite *site);
// Notes an umbrella, or a part of one, as it is handed on: merged with others.
void references_note_umbrella(References *references, const Partnership *partnership);
// Reports what leads nowhere, after all records: neither to one of them nor to one that is where
// they go, by the options.
void references_end(References *references, const FactsOptions *options);
