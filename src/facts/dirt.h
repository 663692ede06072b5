// What is damaged in a data set, counted by kind, so that five thousand of a kind are one line of
// the report. Inside facts/ only.
#pragma once
#include "base/diag.h"

typedef struct Dirt Dirt;

typedef enum {
    DIRT_CONTROL_KEPT,
    DIRT_CONTROL_REMOVED,
    DIRT_ENTITY_KEPT,
    DIRT_ENTITY_DECODED,
    DIRT_MOJIBAKE_KEPT,
    DIRT_MOJIBAKE_REPAIRED,
    DIRT_REPLACEMENT,
    DIRT_DATE,
    DIRT_NUMBER,
    DIRT_SCALE,   // a word behind the number makes it greater
    DIRT_UNREAD,  // a text is there and no rule reads it
    DIRT_PATTERN, // a text takes a pattern too many steps
    DIRT_LOST,    // the same of an amount or a quantity, each rule of which is optional
    DIRT_LACKING, // a number has no unit: an amount without its currency
    DIRT_ROUNDED,
    DIRT_NEGATIVE,
    DIRT_LINK,
    DIRT_COUNTRY,
    DIRT_TYPE,
    DIRT_LONG,
    DIRT_MANY,
    DIRT_REPEATED,
    DIRT_TERM,
    DIRT_DOUBT,
    DIRT_UNUSABLE,
    DIRT_KINDS
} DirtKind;

Dirt *dirt_new(void);
void dirt_free(Dirt *dirt); // accepts NULL
// From here on the record at `place` has this id, which has to stay until the next call; or NULL.
void dirt_name(Dirt *dirt, guint64 place, const char *id);
// Counts one more. detail: the member ("title"), or what is wrong with the record; sample:
// the value as it stands, or NULL; place: the record's line, or its number.
void dirt_add(Dirt *dirt, DirtKind kind, const char *detail, const char *sample, guint64 place);
// One warning for each kind that occurred; an error for unusable records when they are one. Places
// are called "line" or "item". Empties the counts.
typedef struct {
    const char *file, *place_name;
    bool unusable_is_error;
} DirtReport;
void dirt_report(Dirt *dirt, Diags *diags, const DirtReport *report);
