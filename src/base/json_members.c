// A field is found by its offset; its type is that of the member's kind.
#include "base/json_members.h"

#define FIELD(type, base, member) (*(type *)((char *)(base) + (member)->at))
#define CONST_FIELD(type, base, member) (*(const type *)((const char *)(base) + (member)->at))

double json_members_seconds(double seconds) {
    return (double)(gint64)(seconds * 1000 + 0.5) / 1000;
}

static json_t *member_json(const JsonMember *member, const void *from) {
    switch (member->kind) {
    case JSON_MEMBER_TEXT:
        return json_string(CONST_FIELD(char *, from, member)); // NULL for NULL
    case JSON_MEMBER_INTEGER:
        return json_integer((json_int_t)CONST_FIELD(gint64, from, member));
    case JSON_MEMBER_COUNT:
        return json_integer((json_int_t)CONST_FIELD(guint64, from, member));
    case JSON_MEMBER_SMALL:
        return json_integer((json_int_t)CONST_FIELD(guint, from, member));
    case JSON_MEMBER_FLAG:
        return json_boolean(CONST_FIELD(bool, from, member));
    case JSON_MEMBER_SECONDS:
        return json_real(json_members_seconds(CONST_FIELD(double, from, member)));
    }
    return NULL;
}

void json_members_set(json_t *object, const JsonMember *members, const void *from) {
    for (; members->key; members++) {
        json_t *value = member_json(members, from);
        if (value)
            json_object_set_new(object, members->key, value);
    }
}

static void get_integer(const JsonMember *member, json_int_t integer, void *to) {
    if (member->kind == JSON_MEMBER_INTEGER)
        FIELD(gint64, to, member) = (gint64)integer;
    if (member->kind == JSON_MEMBER_COUNT && integer >= 0)
        FIELD(guint64, to, member) = (guint64)integer;
    if (member->kind == JSON_MEMBER_SMALL && integer >= 0 && integer <= G_MAXUINT)
        FIELD(guint, to, member) = (guint)integer;
}

void json_members_get(const json_t *object, const JsonMember *members, Arena *arena, void *to) {
    for (; members->key; members++) {
        const json_t *value = json_object_get(object, members->key);
        if (json_is_integer(value))
            get_integer(members, json_integer_value(value), to);
        if (members->kind == JSON_MEMBER_TEXT && json_is_string(value))
            FIELD(const char *, to, members) = arena_strdup(arena, json_string_value(value));
        if (members->kind == JSON_MEMBER_FLAG && json_is_boolean(value))
            FIELD(bool, to, members) = json_is_true(value);
        if (members->kind == JSON_MEMBER_SECONDS && json_is_number(value))
            FIELD(double, to, members) = json_number_value(value);
    }
}

void json_members_keep(const JsonMember *members, Arena *arena, void *copy) {
    for (; members->key; members++)
        if (members->kind == JSON_MEMBER_TEXT)
            FIELD(const char *, copy, members) =
                arena_strdup(arena, FIELD(const char *, copy, members));
}
