// Reading objects and lists of a map: what members an object gets, and what the items of a list are
// made from.
#include "facts/map_model.h"

#include <string.h>

static MapList *read_list(MapReading *reading, const JsonNode *node, const MapField *field);

// ---- objects

static const MapField *find_field(const MapField *fields, const char *key) {
    for (; fields->key; fields++)
        if (strcmp(fields->key, key) == 0)
            return fields;
    return NULL;
}

static bool read_member(MapReading *reading, const JsonNode *node, const MapField *field,
                        MapMember *out) {
    *out = (MapMember){.field = field};
    switch (field->shape) {
    case MAP_VALUE:
        out->rule = map_read_rule(reading, node, field);
        return out->rule != NULL;
    case MAP_OBJECT:
        out->object = map_read_object(reading, node, field->members, field->key);
        return out->object != NULL;
    case MAP_LIST:
        out->list = read_list(reading, node, field);
        return out->list != NULL;
    }
    return false;
}

MapObject *map_read_object(MapReading *reading, const JsonNode *node, const MapField *fields,
                           const char *what) {
    Reader reader;
    if (!reader_begin(&reader, reading->diags, node, what))
        return NULL;
    MapObject *object = arena_new0(reading->map->arena, MapObject);
    object->members = arena_array(reading->map->arena, MapMember, json_node_size(node));
    bool good = true;
    for (const MapField *field = fields; field->key; field++) {
        const JsonNode *member =
            field->needed ? reader_require(&reader, field->key) : reader_node(&reader, field->key);
        if (member)
            good = read_member(reading, member, field, &object->members[object->count++]) && good;
    }
    return reader_end(&reader) && good ? object : NULL;
}

// ---- items

static bool read_item(MapReading *reading, const JsonNode *node, const MapField *field,
                      MapItem *out) {
    const MapField *value = field;
    *out = (MapItem){NULL, NULL, NULL};
    if (field->members && field->alone)
        value = find_field(field->members, field->alone);
    if (!field->members || (field->alone && (!json_is_object(node->json) || map_is_rule(node))))
        out->rule = map_read_rule(reading, node, value);
    else
        out->object = map_read_object(reading, node, field->members, "item");
    return out->rule || out->object;
}

// ---- lists

static bool read_split(MapReading *reading, Reader *reader, MapList *list) {
    const JsonNode *node = reader_node(reader, "split");
    if (!node)
        return true;
    bool is_list = json_is_array(node->json);
    guint size = is_list ? (guint)json_node_size(node) : 1;
    const char **separators = arena_array(reading->map->arena, const char *, size + 1);
    for (guint i = 0; i < size; i++) {
        const JsonNode *item = is_list ? json_node_item(node, i) : node;
        if (!json_read_string(reading->diags, item, "split", &separators[i]))
            return false;
        if (*separators[i])
            continue;
        json_error(reading->diags, item, DIAG_WRONG_VALUE, NULL,
                   "\"split\" is empty, expected what stands between items");
        return false;
    }
    list->split = separators;
    return true;
}

// The item itself, when nothing is said about items.
static MapItem item_itself(MapReading *reading, const MapField *field) {
    static const char *const no_tokens[1] = {NULL};
    MapRule *rule = arena_new0(reading->map->arena, MapRule);
    MapPointer *pointer = arena_new0(reading->map->arena, MapPointer);
    *pointer = (MapPointer){.text = "", .tokens = (const char **)(gpointer)no_tokens};
    *rule = (MapRule){.field = field->alone ? find_field(field->members, field->alone) : field,
                      .count = 1,
                      .from = pointer,
                      .times = decimal_from_integer(1),
                      .point = '.',
                      .clean = reading->map->clean};
    return (MapItem){.rule = rule};
}

static bool read_each_items(MapReading *reading, Reader *reader, MapList *list) {
    const MapField *field = list->field;
    list->items = arena_array(reading->map->arena, MapItem, 2);
    list->item_count = 1;
    bool needs_item = field->members && !field->alone;
    const JsonNode *item =
        needs_item ? reader_require(reader, "item") : reader_node(reader, "item");
    const JsonNode *lead = reader_node(reader, "lead");
    if (!item && needs_item)
        return false;
    if (!item)
        list->items[0] = item_itself(reading, field);
    else if (!read_item(reading, item, field, &list->items[0]))
        return false;
    list->item_count += lead != NULL;
    return !lead || read_item(reading, lead, field, &list->items[1]);
}

static guint count_stars(const MapList *list) {
    guint stars = 0;
    for (guint i = 0; list->each && i < list->each_count; i++)
        stars = MAX(stars, list->each[i].stars);
    return stars;
}

static MapList *read_each(MapReading *reading, const JsonNode *node, const MapField *field) {
    MapList *list = arena_new0(reading->map->arena, MapList);
    Reader reader;
    list->field = field;
    if (!reader_begin(&reader, reading->diags, node, field->key))
        return NULL;
    const JsonNode *each = reader_require(&reader, "each");
    if (each)
        list->each = map_read_pointers(reading, each, "each", MAP_EACH_COUNTS, &list->each_count);
    map_read_within(&reader, &list->of_record);
    map_read_choice(reading, &reader, &list->choice);
    bool good = read_split(reading, &reader, list);
    reading->item_stars = count_stars(list);
    good = read_each_items(reading, &reader, list) && good;
    reading->item_stars = 0;
    return reader_end(&reader) && good && list->each ? list : NULL;
}

// A list that pointers alone name.
static MapList *read_bare(MapReading *reading, const JsonNode *node, const MapField *field) {
    MapList *list = arena_new0(reading->map->arena, MapList);
    list->field = field;
    list->each = map_read_pointers(reading, node, field->key, MAP_EACH_COUNTS, &list->each_count);
    list->items = arena_array(reading->map->arena, MapItem, 1);
    list->item_count = 1;
    list->items[0] = item_itself(reading, field);
    return list->each ? list : NULL;
}

// An item that stands in the map, or a list of which each item is one: an object with "each", or a
// pointer with a "*".
static bool read_part(MapReading *reading, const JsonNode *node, const MapField *field,
                      MapItem *out) {
    bool takes_values = !field->members || field->alone;
    const char *text = json_string_value(node->json);
    *out = (MapItem){NULL, NULL, NULL};
    if (json_object_get(node->json, "each"))
        out->list = read_each(reading, node, field);
    else if (text && strstr(text, "/*") && takes_values)
        out->list = read_bare(reading, node, field);
    else
        return read_item(reading, node, field, out);
    return out->list != NULL;
}

// Items that stand in the map one by one.
static MapList *read_fixed(MapReading *reading, const JsonNode *node, const MapField *field) {
    MapList *list = arena_new0(reading->map->arena, MapList);
    list->field = field;
    list->item_count = (guint)json_node_size(node);
    list->items = arena_array(reading->map->arena, MapItem, list->item_count);
    bool good = true;
    for (guint i = 0; i < list->item_count; i++)
        good = read_part(reading, json_node_item(node, i), field, &list->items[i]) && good;
    return good ? list : NULL;
}

static MapList *read_list(MapReading *reading, const JsonNode *node, const MapField *field) {
    if (json_is_array(node->json))
        return read_fixed(reading, node, field);
    if (json_is_object(node->json))
        return read_each(reading, node, field);
    if (field->members && !field->alone) {
        json_error(reading->diags, node, DIAG_WRONG_TYPE,
                   "write {\"each\": \"/where\", \"item\": {...}}, or [{...}]",
                   "\"%s\" is %s, expected how its items are made", field->key,
                   json_type_name(node->json));
        return NULL;
    }
    return read_bare(reading, node, field);
}
