// A foreign record becomes the JSON of a partnership, which the facts' own reader then checks. An
// object without what it needs is left out; a partnership without makes the record unusable.
#include "facts/facts.h"
#include "facts/map_model.h"

#include <string.h>

static json_t *make_object(MapRun *run, const MapObject *object, const json_t *item);

// ---- lists

static bool has_any(const json_t *object, const char *const *keys) {
    for (; keys && *keys; keys++)
        if (json_object_get(object, *keys))
            return true;
    return false;
}

static json_t *make_item(MapRun *run, const MapField *field, const MapItem *item,
                         const json_t *json) {
    if (item->rule)
        return map_value(run, item->rule, json);
    json_t *object = make_object(run, item->object, json);
    if (!object || !field->any_of || has_any(object, field->any_of))
        return object;
    json_decref(object);
    return NULL;
}

static bool has_item(const json_t *array, const json_t *item) {
    size_t index;
    json_t *other;
    json_array_foreach(array, index, other) {
        if (json_equal(other, item))
            return true;
    }
    return false;
}

// Adds an item once. Takes the reference over; NULL is none.
static void add_item(MapRun *run, const MapField *field, json_t *array, json_t *item) {
    if (item && has_item(array, item)) {
        dirt_add(run->dirt, DIRT_REPEATED, field->key, json_string_value(item), run->place);
        json_decref(item);
    } else if (item && json_array_size(array) == FACTS_ITEMS_LIMIT) {
        dirt_add(run->dirt, DIRT_LONG, field->key, NULL, run->place);
        json_decref(item);
    } else if (item) {
        json_array_append_new(array, item);
    }
}

static void add_each(MapRun *run, const MapList *list, json_t *array, const json_t *json) {
    bool is_lead = json_array_size(array) == 0 && list->item_count > 1;
    add_item(run, list->field, array,
             make_item(run, list->field, &list->items[is_lead ? 1 : 0], json));
}

// The first separator in the text; *length: of it. NULL when there is none.
static const char *find_separator(const char *text, const char *const *separators, gsize *length) {
    const char *nearest = NULL;
    for (; *separators; separators++) {
        const char *found = strstr(text, *separators);
        if (!found || (nearest && found >= nearest))
            continue;
        nearest = found;
        *length = strlen(*separators);
    }
    return nearest;
}

static void add_pieces(MapRun *run, const MapList *list, json_t *array, const char *text) {
    for (;;) {
        gsize skipped = 0;
        const char *end = find_separator(text, list->split, &skipped);
        g_autofree char *piece = end ? g_strndup(text, (gsize)(end - text)) : g_strdup(text);
        json_t *json = json_string_nocheck(g_strstrip(piece));
        if (*piece)
            add_each(run, list, array, json);
        json_decref(json);
        if (!end)
            return;
        text = end + skipped;
    }
}

static void add_all(MapRun *run, const MapList *list, json_t *array, const json_t *json) {
    size_t index;
    json_t *item;
    if (json_is_array(json)) {
        json_array_foreach(json, index, item) {
            add_each(run, list, array, item);
        }
    } else if (json_is_string(json) && list->split) {
        add_pieces(run, list, array, json_string_value(json));
    } else {
        add_each(run, list, array, json);
    }
}

static json_t *make_list(MapRun *run, const MapList *list, const json_t *item) {
    json_t *array = json_array();
    json_t *found = NULL;
    for (guint i = 0; !list->each && i < list->item_count; i++)
        add_item(run, list->field, array, make_item(run, list->field, &list->items[i], item));
    for (guint i = 0; !found && i < list->each_count; i++)
        found = map_follow(&list->each[i], list->of_record ? run->record : item);
    if (found)
        add_all(run, list, array, found);
    if (json_array_size(array))
        return array;
    json_decref(array);
    return NULL;
}

// ---- objects

static json_t *make_member(MapRun *run, const MapMember *member, const json_t *item) {
    if (member->rule)
        return map_value(run, member->rule, item);
    return member->object ? make_object(run, member->object, item)
                          : make_list(run, member->list, item);
}

// NULL when the object has nothing, or lacks what it needs, which *lacking then names.
static json_t *fill_object(MapRun *run, const MapObject *object, const json_t *item,
                           const char **lacking) {
    json_t *out = json_object();
    *lacking = NULL;
    for (guint i = 0; i < object->count && !*lacking; i++) {
        const MapMember *member = &object->members[i];
        json_t *value = make_member(run, member, item);
        if (value)
            json_object_set_new_nocheck(out, member->field->key, value);
        else if (member->field->needed)
            *lacking = member->field->key;
    }
    if (json_object_size(out) && !*lacking)
        return out;
    json_decref(out);
    return NULL;
}

static json_t *make_object(MapRun *run, const MapObject *object, const json_t *item) {
    const char *lacking;
    return fill_object(run, object, item, &lacking);
}

json_t *map_record(MapRun *run, const json_t *record) {
    const char *lacking = NULL;
    run->record = record;
    run->missing = NULL;
    json_t *out = fill_object(run, run->map->partnership, record, &lacking);
    if (!run->missing)
        run->missing = lacking;
    if (out && run->missing) {
        json_decref(out);
        return NULL;
    }
    if (out && run->map->published_words)
        json_object_set_new_nocheck(out, "words", json_string_nocheck("published"));
    return out;
}
