// JSON pointers of maps (RFC 6901), with one step more: "*" stands for each member of an object or
// each item of an array, and the keys that it stood for are known to whoever follows.
#include "facts/map_model.h"

#include <string.h>

// ---- reading

static bool split_pointer(Arena *arena, MapPointer *out) {
    if (*out->text && *out->text != '/')
        return false;
    guint count = 0;
    for (const char *p = out->text; *p; p++)
        count += *p == '/';
    out->tokens = arena_array(arena, const char *, count);
    for (const char *p = out->text; *p;) {
        gsize length = strcspn(++p, "/");
        bool is_star = length == 1 && *p == '*';
        char *token = arena_strndup(arena, p, length);
        if (!json_pointer_unescape(token))
            return false;
        out->tokens[out->count++] = is_star ? NULL : token;
        out->stars += is_star;
        p += length;
    }
    return true;
}

// Takes the text of the pointer apart, which stands at its node or is the key of it.
static bool read_text(MapReading *reading, const char *what, MapPointer *out) {
    const char *text = out->text;
    bool is_pointer = split_pointer(reading->map->arena, out);
    if (is_pointer && out->stars <= MAP_STARS_LIMIT)
        return true;
    g_autofree char *hint =
        g_strdup_printf("write \"/%s\", or {\"constant\": \"%s\"} for the word itself", text, text);
    if (is_pointer)
        json_error(reading->diags, out->node, DIAG_TOO_LARGE, NULL,
                   "\"%s\" has %u \"*\", at most %d are followed", what, out->stars,
                   MAP_STARS_LIMIT);
    else
        json_error(reading->diags, out->node, DIAG_WRONG_VALUE, strlen(text) < 60 ? hint : NULL,
                   "\"%s\" is no JSON pointer, which is empty or begins with /", what);
    return false;
}

static bool read_pointer(MapReading *reading, const JsonNode *node, const char *what,
                         MapPointer *out) {
    *out = (MapPointer){.node = node};
    return json_read_string(reading->diags, node, what, &out->text) &&
           read_text(reading, what, out);
}

MapPointer *map_read_pointers(MapReading *reading, const JsonNode *node, const char *what,
                              MapPointersUse use, guint *count) {
    bool is_list = json_is_array(node->json);
    guint size = is_list ? (guint)json_node_size(node) : 1;
    if (size == 0) {
        json_error(reading->diags, node, DIAG_WRONG_VALUE, NULL, "\"%s\" is empty", what);
        return NULL;
    }
    MapPointer *pointers = arena_array(reading->map->arena, MapPointer, size);
    *count = 0;
    for (guint i = 0; i < size; i++) {
        const JsonNode *item = is_list ? json_node_item(node, i) : node;
        *count += read_pointer(reading, item, what, &pointers[*count]);
    }
    guint groups = use == MAP_EACH_COUNTS ? *count : 1;
    for (guint i = 0; i < groups; i++) {
        pointers[i].alternatives = use == MAP_EACH_COUNTS ? 1 : *count;
        g_ptr_array_add(reading->map->pointers, &pointers[i]);
    }
    return *count == size ? pointers : NULL;
}

bool map_read_key_pointer(MapReading *reading, const JsonNode *node, MapPointer *out,
                          bool is_told) {
    *out = (MapPointer){.node = node, .text = node->key, .alternatives = 1};
    if (!read_text(reading, node->key, out))
        return false;
    if (is_told)
        g_ptr_array_add(reading->map->pointers, out);
    return true;
}

// ---- following

typedef struct {
    MapPointer *pointer;
    MapFound take;
    void *data;
    MapKeys keys;
    bool is_there; // something, or an empty list of it
} Walk;

static bool walk_from(Walk *walk, const json_t *json, guint step);

static json_t *enter(const json_t *json, const char *token) {
    if (!json_is_array(json))
        return json_object_get(json, token); // NULL when json is no object
    gsize length = strlen(token);
    if (length == 0 || length > 9 || strspn(token, "0123456789") != length)
        return NULL;
    return json_array_get(json, (size_t)g_ascii_strtoull(token, NULL, 10));
}

static bool is_nothing(const json_t *json) {
    return !json || json_is_null(json) ||
           (json_is_string(json) &&
            json_string_value(json)[strspn(json_string_value(json), " \t\r\n")] == '\0');
}

// Every member from a "*" on; step is the one behind it. As deep as there are stars.
static bool walk_members(Walk *walk, const json_t *json, guint step) {
    size_t index;
    json_t *value;
    bool goes_on = true;
    const char **name = &walk->keys.names[walk->keys.count++];
    *name = NULL;
    walk->is_there = walk->is_there || json_is_object(json) || json_is_array(json);
    json_array_foreach(json, index, value) {
        goes_on = goes_on && walk_from(walk, value, step);
    }
    for (void *at = json_object_iter((json_t *)json); goes_on && at;
         at = json_object_iter_next((json_t *)json, at)) {
        *name = json_object_iter_key(at);
        goes_on = walk_from(walk, json_object_iter_value(at), step);
    }
    walk->keys.count--;
    return goes_on;
}

// False: enough was found.
static bool walk_from(Walk *walk, const json_t *json, guint step) {
    MapPointer *pointer = walk->pointer;
    for (; json && step < pointer->count; step++) {
        if (!pointer->tokens[step])
            return walk_members(walk, json, step + 1);
        json = enter(json, pointer->tokens[step]);
    }
    if (is_nothing(json))
        return true;
    pointer->found++;
    walk->is_there = true;
    return walk->take(walk->data, json, &walk->keys);
}

bool map_follow_all(MapPointer *pointer, const json_t *json, MapFound take, void *data) {
    Walk walk = {.pointer = pointer, .take = take, .data = data};
    pointer->tried++;
    walk_from(&walk, json, 0);
    return walk.is_there;
}

static bool take_first(void *data, const json_t *json, const MapKeys *keys) {
    (void)keys;
    *(const json_t **)data = json;
    return false;
}

json_t *map_follow(MapPointer *pointer, const json_t *json) {
    const json_t *first = NULL;
    map_follow_all(pointer, json, take_first, &first);
    return (json_t *)first;
}
