// Members of a JSON object as fields of a struct: one table writes them and reads them again. For
// records that the program keeps for itself or for programs; what people write is read with places
// (json.h).
#pragma once
#include "base/json.h"

typedef enum {
    JSON_MEMBER_TEXT,    // const char *; NULL is left out
    JSON_MEMBER_INTEGER, // gint64
    JSON_MEMBER_COUNT,   // guint64
    JSON_MEMBER_SMALL,   // guint
    JSON_MEMBER_FLAG,    // bool
    JSON_MEMBER_SECONDS, // double, in thousandths
} JsonMemberKind;

typedef struct {
    const char *key; // NULL: the end of the table
    JsonMemberKind kind;
    gsize at; // G_STRUCT_OFFSET
} JsonMember;

// Rows: a member that is called as its field is, and one of another name.
#define JSON_MEMBER(type, kind, field)                                                             \
    { #field, JSON_MEMBER_##kind, G_STRUCT_OFFSET(type, field) }
#define JSON_MEMBER_AS(type, kind, key, field)                                                     \
    { key, JSON_MEMBER_##kind, G_STRUCT_OFFSET(type, field) }

double json_members_seconds(double seconds); // as they are written: in whole thousandths
// Adds members to the object, in the order of the table.
void json_members_set(json_t *object, const JsonMember *members, const void *from);
// Fills fields; texts are copied into the arena. What is missing, of another type or, where that
// cannot be, negative, leaves its field as it is. object NULL: nothing is there.
void json_members_get(const json_t *object, const JsonMember *members, Arena *arena, void *to);
// Copies the texts of a struct that was copied itself into the arena.
void json_members_keep(const JsonMember *members, Arena *arena, void *copy);
