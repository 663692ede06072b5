// json_dumps sorts, escapes and writes a record in 50,000 instructions, which is more than all else
// that is done for one that did not change since yesterday. This writes the same in a tenth of
// them. Digests in stores are of this text, so it may not change.
#include "base/json_text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MEMBERS_NEAR = 32 }; // are sorted without memory of their own

typedef struct {
    const char *key;
    gsize length;
    const json_t *value;
} Member;

static void append_value(GString *out, const json_t *json);

// --- strings ---

static bool is_escaped(unsigned char c) {
    return c < 0x20 || c == '"' || c == '\\';
}

static void append_escape(GString *out, unsigned char c) {
    static const char letters[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (const char *pair = letters; *pair; pair += 2) {
        if ((unsigned char)*pair != c)
            continue;
        g_string_append_c(out, '\\');
        g_string_append_c(out, pair[1]);
        return;
    }
    g_string_append_printf(out, "\\u%04X", (unsigned)c);
}

static void append_string(GString *out, const char *text, gsize length) {
    const char *end = text + length, *plain = text;
    g_string_append_c(out, '"');
    for (; text < end; text++) {
        if (!is_escaped((unsigned char)*text))
            continue;
        g_string_append_len(out, plain, text - plain);
        append_escape(out, (unsigned char)*text);
        plain = text + 1;
    }
    g_string_append_len(out, plain, end - plain);
    g_string_append_c(out, '"');
}

// --- numbers and words ---

static void append_integer(GString *out, json_int_t value) {
    char digits[24];
    guint at = sizeof digits;
    unsigned long long rest = value < 0 ? -(unsigned long long)value : (unsigned long long)value;
    do
        digits[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        digits[--at] = '-';
    g_string_append_len(out, digits + at, (gssize)(sizeof digits - at));
}

static void append_real(GString *out, const json_t *json) {
    char *text = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);
    g_string_append(out, text ? text : "null"); // jansson makes no other numbers than finite ones
    free(text);
}

// --- objects and lists ---

static int compare_members(const void *a, const void *b) {
    return strcmp(((const Member *)a)->key, ((const Member *)b)->key);
}

// Members mostly come in few, and often sorted in part.
static void sort_members(Member *members, gsize count) {
    if (count > MEMBERS_NEAR) {
        qsort(members, count, sizeof *members, compare_members);
        return;
    }
    for (gsize i = 1; i < count; i++) {
        Member moved = members[i];
        gsize at = i;
        for (; at > 0 && compare_members(&members[at - 1], &moved) > 0; at--)
            members[at] = members[at - 1];
        members[at] = moved;
    }
}

static gsize list_members(json_t *object, const char *left_out, Member *members) {
    gsize count = 0;
    for (void *iter = json_object_iter(object); iter; iter = json_object_iter_next(object, iter)) {
        const char *key = json_object_iter_key(iter);
        if (!left_out || strcmp(key, left_out) != 0)
            members[count++] = (Member){key, strlen(key), json_object_iter_value(iter)};
    }
    return count;
}

static void append_object(GString *out, const json_t *json, const char *left_out) {
    json_t *object = (json_t *)json; // only read
    Member near[MEMBERS_NEAR];
    g_autofree Member *many =
        json_object_size(json) > MEMBERS_NEAR ? g_new(Member, json_object_size(json)) : NULL;
    Member *members = many ? many : near;
    gsize count = list_members(object, left_out, members);
    sort_members(members, count);
    g_string_append_c(out, '{');
    for (gsize i = 0; i < count; i++) {
        if (i)
            g_string_append_c(out, ',');
        append_string(out, members[i].key, members[i].length);
        g_string_append_c(out, ':');
        append_value(out, members[i].value);
    }
    g_string_append_c(out, '}');
}

static void append_array(GString *out, const json_t *array) {
    g_string_append_c(out, '[');
    for (gsize i = 0; i < json_array_size(array); i++) {
        if (i)
            g_string_append_c(out, ',');
        append_value(out, json_array_get(array, i));
    }
    g_string_append_c(out, ']');
}

static void append_value(GString *out, const json_t *json) {
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        append_object(out, json, NULL);
        break;
    case JSON_ARRAY:
        append_array(out, json);
        break;
    case JSON_STRING:
        append_string(out, json_string_value(json), json_string_length(json));
        break;
    case JSON_INTEGER:
        append_integer(out, json_integer_value(json));
        break;
    case JSON_REAL:
        append_real(out, json);
        break;
    case JSON_TRUE:
        g_string_append(out, "true");
        break;
    case JSON_FALSE:
        g_string_append(out, "false");
        break;
    case JSON_NULL:
        g_string_append(out, "null");
        break;
    }
}

char *json_text_sorted(const json_t *json, const char *left_out, gsize *length) {
    GString *out = g_string_sized_new(512);
    if (json_is_object(json))
        append_object(out, json, left_out);
    else
        append_value(out, json);
    if (length)
        *length = out->len;
    return g_string_free(out, FALSE);
}
