// The ids of all records of a run, and where each stands, in little memory. Inside facts/ only.
#pragma once
#include <glib.h>
#include <stdbool.h>

// 8 bytes.
typedef struct {
    guint32 at;        // number of the line, or of the item
    guint32 file : 30; // a number of the caller's
    guint32 is_line : 1, is_member : 1;
} IdPlace;

// About 25 bytes and the id for each: what a million ids cost is 35 MB.
typedef struct Ids Ids;
Ids *ids_new(void);
void ids_free(Ids *ids); // accepts NULL
guint ids_count(const Ids *ids);
// False when the id is not there. out may be NULL.
bool ids_find(const Ids *ids, const char *id, IdPlace *out);
// Adds the id unless it is there: then false, and where it is.
bool ids_add(Ids *ids, const char *id, const IdPlace *place, IdPlace *before);
// Adds the id, or says that it stands elsewhere now.
void ids_put(Ids *ids, const char *id, const IdPlace *place);
