// A foreign record becomes the JSON of a partnership, which the facts' own reader then checks. An
// object without what it needs is left out; a partnership without makes the record unusable.
#include "base/json_text.h"
#include "base/text_hash.h"
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

enum { COMPARED_ONE_BY_ONE = 16 };

// A list that is being made. Each item is taken once: the first few are compared, and from then on
// found by their text.
typedef struct {
    MapRun *run;
    const MapList *list;
    json_t *array;
    GHashTable *texts; // of the items; NULL: there are few
} Listing;

static void know_texts(Listing *listing) {
    size_t index;
    json_t *item;
    listing->texts = g_hash_table_new_full(text_hash, g_str_equal, g_free, NULL);
    json_array_foreach(listing->array, index, item) {
        g_hash_table_add(listing->texts, json_text_sorted(item, NULL, NULL));
    }
}

static bool has_item(Listing *listing, const json_t *item) {
    size_t index;
    json_t *other;
    if (!listing->texts && json_array_size(listing->array) == COMPARED_ONE_BY_ONE)
        know_texts(listing);
    if (listing->texts)
        return !g_hash_table_add(listing->texts, json_text_sorted(item, NULL, NULL));
    json_array_foreach(listing->array, index, other) {
        if (json_equal(other, item))
            return true;
    }
    return false;
}

// Takes the reference over; NULL is none.
static void add_item(Listing *listing, json_t *item) {
    MapRun *run = listing->run;
    const char *key = listing->list->field->key;
    if (!item)
        return;
    if (json_array_size(listing->array) == FACTS_ITEMS_LIMIT)
        dirt_add(run->dirt, DIRT_MANY, key, NULL, run->place);
    else if (has_item(listing, item))
        dirt_add(run->dirt, DIRT_REPEATED, key, json_string_value(item), run->place);
    else
        json_array_append(listing->array, item);
    json_decref(item);
}

static bool is_blank(const json_t *string) {
    const char *text = json_string_value(string);
    return text[strspn(text, " \t\r\n")] == '\0';
}

// Pointers find nothing in a text or number that stands where an object is expected.
static void add_each(Listing *listing, const json_t *json) {
    const MapList *list = listing->list;
    MapRun *run = listing->run;
    if (!map_choice_allows(&list->choice, json))
        return;
    bool is_lead = json_array_size(listing->array) == 0 && list->item_count > 1;
    guint64 answered = run->answered;
    json_t *item = make_item(run, list->field, &list->items[is_lead ? 1 : 0], json);
    bool is_value = json_is_string(json) ? !is_blank(json) : json_is_number(json);
    if (!item && is_value && run->answered == answered)
        map_note_unread(run, list->field->key, json_string_value(json));
    add_item(listing, item);
}

// The first separator in the text; *length: of it. NULL when there is none.
static const char *find_separator(const char *text, const char *const *separators, gsize *length) {
    for (; *text; text++)
        for (guint i = 0; separators[i]; i++)
            if (g_str_has_prefix(text, separators[i])) {
                *length = strlen(separators[i]);
                return text;
            }
    return NULL;
}

static void add_pieces(Listing *listing, const char *whole) {
    bool is_empty = true;
    for (const char *text = whole;;) {
        gsize skipped = 0;
        const char *end = find_separator(text, listing->list->split, &skipped);
        g_autofree char *piece = end ? g_strndup(text, (gsize)(end - text)) : g_strdup(text);
        json_t *json = json_string_nocheck(g_strstrip(piece));
        if (*piece)
            add_each(listing, json);
        is_empty = is_empty && !*piece;
        json_decref(json);
        if (!end)
            break;
        text = end + skipped;
    }
    if (is_empty)
        map_note_unread(listing->run, listing->list->field->key, whole);
}

// What one pointer of "each" finds: an array of items, a text of several, or one item.
static bool add_all(void *data, const json_t *json, const MapKeys *keys) {
    Listing *listing = data;
    size_t index;
    json_t *item;
    listing->run->item_keys = keys;
    if (json_is_array(json)) {
        json_array_foreach(json, index, item) {
            add_each(listing, item);
        }
    } else if (json_is_string(json) && listing->list->split) {
        add_pieces(listing, json_string_value(json));
    } else {
        add_each(listing, json);
    }
    listing->run->item_keys = NULL;
    return true;
}

// All that the pointers of "each" find is one list.
static void add_found(Listing *listing, const MapList *list, const json_t *item) {
    const MapList *whole = listing->list;
    const json_t *start = list->of_record ? listing->run->record : item;
    listing->list = list;
    for (guint i = 0; i < list->each_count; i++)
        map_follow_all(&list->each[i], start, add_all, listing);
    listing->list = whole;
}

// Rules that are optional are tried one beside the other; what holds digits and none of them reads
// is money that would be lost in silence.
static void note_lost_sums(MapRun *run, const char *key) {
    for (const MapSum *sum = run->sums; sum; sum = sum->next)
        if (!sum->is_read)
            dirt_add(run->dirt, DIRT_LOST, key, sum->text, run->place);
}

// Items that stand in the map.
static void add_fixed(Listing *listing, const json_t *item) {
    MapRun *run = listing->run;
    const MapList *list = listing->list;
    run->sums = NULL;
    for (guint i = 0; i < list->item_count; i++) {
        run->counts_sums = !list->items[i].list;
        if (list->items[i].list)
            add_found(listing, list->items[i].list, item);
        else
            add_item(listing, make_item(run, list->field, &list->items[i], item));
    }
    note_lost_sums(run, list->field->key);
    run->counts_sums = false;
}

static json_t *make_list(MapRun *run, const MapList *list, const json_t *item) {
    Listing listing = {.run = run, .list = list, .array = json_array()};
    if (list->each)
        add_found(&listing, list, item);
    else
        add_fixed(&listing, item);
    g_clear_pointer(&listing.texts, g_hash_table_destroy);
    if (json_array_size(listing.array))
        return listing.array;
    json_decref(listing.array);
    return NULL;
}

// ---- objects

static json_t *make_member(MapRun *run, const MapMember *member, const json_t *item) {
    if (member->rule)
        return map_value(run, member->rule, item);
    const char *part = run->part;
    run->part = member->field->key;
    json_t *made = member->object ? make_object(run, member->object, item)
                                  : make_list(run, member->list, item);
    run->part = part;
    return made;
}

// A number that was read and goes with its object, since that has no currency or label.
static void note_lost_number(MapRun *run, const json_t *object, const char *lacking) {
    const json_t *value = json_object_get(object, "value");
    if (value)
        dirt_add(run->dirt, DIRT_LACKING, lacking, json_string_value(value), run->place);
}

// The id of a partnership is the first that is made, and names the record from then on.
static void take_member(MapRun *run, json_t *out, const MapField *field, json_t *value) {
    json_object_set_new_nocheck(out, field->key, value);
    if (field == map_partnership_fields)
        dirt_name(run->dirt, run->place, arena_strdup(run->arena, json_string_value(value)));
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
            take_member(run, out, member->field, value);
        else if (member->field->needed)
            *lacking = member->field->key;
    }
    if (json_object_size(out) && !*lacking)
        return out;
    if (*lacking)
        note_lost_number(run, out, *lacking);
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
    dirt_name(run->dirt, run->place, NULL);
    json_t *out = fill_object(run, run->map->partnership, record, &lacking);
    if (!run->missing && lacking) {
        run->missing = arena_printf(run->arena, "\"%s\" is missing", lacking);
        run->missing_text = run->unread;
    }
    if (out && run->missing) {
        json_decref(out);
        return NULL;
    }
    if (out && run->map->published_words)
        json_object_set_new_nocheck(out, "words", json_string_nocheck("published"));
    return out;
}
