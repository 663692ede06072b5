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
// Where the latest record with this id stands; false when there is none.
bool references_find_partnership(const References *references, const char *id, RecordSite *out);
// Notes where the latest record with this id stands.
void references_put_partnership(References *references, const char *id, const RecordSite *site);
// Notes the id of a record. False and reported when a record has it already.
bool references_add_partnership(References *references, const char *id, const JsonNode *record,
                                const RecordSite *site);
// A source may be given again with the same content: then *is_new is false.
bool references_add_source(References *references, const char *id, const JsonNode *record,
                           const RecordSite *site, bool *is_new);
// Notes what a partnership refers to.
void references_note(References *references, const Partnership *partnership, const JsonNode *record,
                     const RecordSite *site);
// Reports what leads nowhere, after all records.
void references_end(References *references);
