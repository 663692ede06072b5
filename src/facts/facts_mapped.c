// Foreign records on their way through a map. The partnership that a map makes goes through the
// same reader as one that was written as facts; what is said about it there is counted by kind, as
// is what the map found.
#include "facts/facts_run.h"
#include "facts/rates.h"

#include <string.h>

void run_begin_mapped(FactsRun *run) {
    const JsonNode *sources = run->map->sources;
    for (guint i = 0; sources && i < json_node_size(sources); i++) {
        RecordSite site = {references_file(run->references, run->map->path), 0, i,
                           /*is_member=*/true};
        run_take_source(run, json_node_item(sources, i), /*is_line=*/false, &site);
        arena_reset(run->context.arena);
    }
    run->dirt = dirt_new();
    run->aside = diags_new();
}

// Counts what was said about a record, and forgets it. Whether that was an error.
static bool note_aside(FactsRun *run, guint64 place) {
    guint kept = diags_kept(run->aside);
    bool failed = diags_errors(run->aside) > 0;
    bool noted = false;
    for (guint i = 0; i < kept && !noted; i++) {
        const Diagnostic *diagnostic = diags_nth(run->aside, i);
        bool is_error = diagnostic->severity == DIAG_ERROR;
        if (failed != is_error)
            continue;
        dirt_add(run->dirt, failed ? DIRT_UNUSABLE : DIRT_DOUBT, diagnostic->message, NULL, place);
        noted = true;
    }
    if (kept) {
        diags_free(run->aside);
        run->aside = diags_new();
    }
    return failed;
}

static void take_partnership(FactsRun *run, const JsonNode *node, const RecordSite *site,
                             guint64 place) {
    Partnership partnership;
    RecordContext context = run->context;
    context.diags = run->aside;
    context.dirt = run->dirt;
    context.place = place;
    record_read_partnership(&context, node, /*is_line=*/false, &partnership);
    run->context.audience = context.audience;
    if (note_aside(run, place))
        return;
    if (!run_take_id(run, partnership.id, node, site)) {
        dirt_add(run->dirt, DIRT_UNUSABLE, "the id is that of a record before", NULL, place);
        return;
    }
    references_note(run->references, &partnership, node, site);
    rates_check(run->options->rates, run->diags, &partnership, node);
    run_hand_partnership(run, &partnership, site);
}

// Where a foreign record stands.
typedef struct {
    FactsRun *run;
    guint line, index; // the record's line, or 0 and which record of the document it is
    MapDigits *digits;
    bool is_lacking; // the last one made no partnership, since it has not what that needs
} Foreign;

static const char *refuse(const MapRun *mapping, const json_t *json) {
    if (!json_is_object(json) && !json_is_array(json))
        return arena_printf(mapping->arena, "it is %s, no object", json_type_name(json));
    return mapping->missing ? mapping->missing : "it is empty";
}

// The sample outlives the document.
static void keep_sample(FactsMap *map, const json_t *record) {
    if (!map->sample)
        map->sample = json_deep_copy(record);
}

static void map_one(Foreign *foreign, const json_t *record, const MapKeys *keys) {
    FactsRun *run = foreign->run;
    guint line = foreign->line, index = foreign->index;
    RecordSite site = {run->file, line, index, /*is_member=*/false};
    MapRun mapping = {.map = run->map,
                      .vocabularies = run->options->vocabularies,
                      .arena = run->context.arena,
                      .dirt = run->dirt,
                      .digits = foreign->digits,
                      .record_keys = keys,
                      .place = line ? line : (guint64)index + 1};
    keep_sample(run->map, record);
    run->map->record_count++;
    foreign->index++;
    if (!map_choice_allows(&run->map->choice, record))
        return;
    json_t *json = map_record(&mapping, record);
    foreign->is_lacking = !json && mapping.missing;
    if (json) {
        g_autoptr(JsonDoc) doc = json_doc_wrap(json, run->file);
        take_partnership(run, json_doc_root(doc), &site, mapping.place);
    } else {
        dirt_add(run->dirt, DIRT_UNUSABLE, refuse(&mapping, record), mapping.missing_text,
                 mapping.place);
    }
    dirt_name(run->dirt, mapping.place, NULL);
    arena_reset(run->context.arena);
}

// What one pointer to records finds: an array of them, or one.
static bool map_all(void *data, const json_t *json, const MapKeys *keys) {
    Foreign *foreign = data;
    size_t index;
    json_t *item;
    if (!json_is_array(json))
        map_one(foreign, json, keys);
    json_array_foreach(json, index, item) {
        if (!foreign->run->stopped)
            map_one(foreign, item, keys);
    }
    return !foreign->run->stopped;
}

static bool are_objects(const json_t *json) {
    size_t index;
    const char *key;
    json_t *value;
    bool good = json_array_size(json) || json_object_size(json);
    json_array_foreach(json, index, value) {
        good = good && json_is_object(value);
    }
    json_object_foreach((json_t *)json, key, value) {
        good = good && json_is_object(value);
    }
    return good;
}

// Where the records of a document may stand that was taken for one: under the keys of the object,
// or in the array or object that one of its members is. NULL: nowhere.
static char *guess_records(const json_t *json) {
    const char *key;
    json_t *value;
    if (are_objects(json))
        return g_strdup("/*");
    json_object_foreach((json_t *)json, key, value) {
        if (!strpbrk(key, "~/") && json_is_array(value) && are_objects(value))
            return g_strdup_printf("/%s", key);
    }
    json_object_foreach((json_t *)json, key, value) {
        if (!strpbrk(key, "~/") && json_object_size(value) > 1 && are_objects(value))
            return g_strdup_printf("/%s/*", key);
    }
    return NULL;
}

// What to write in the map, as a new string; NULL when nothing in the document looks like records.
static char *hint_records(const JsonNode *root) {
    g_autofree char *where = guess_records(root->json);
    if (!where)
        return NULL;
    return g_strdup_printf(
        "write \"records\": \"%s\" in the map%s", where,
        g_str_has_suffix(where, "*") ? "; {\"key\": \"record\"} is the key of each" : "");
}

// A document that is one object, and no record.
static void advise_records(FactsRun *run, const JsonNode *root) {
    g_autofree char *hint = hint_records(root);
    if (hint)
        json_warning(run->diags, root, DIAG_WRONG_TYPE, hint,
                     "the document is no array of records, but an object, which is taken for one");
}

static void report_no_records(FactsRun *run, const JsonNode *root) {
    const FactsMap *map = run->map;
    g_autofree char *hint = hint_records(root);
    if (map->records)
        json_error(run->diags, root, DIAG_WRONG_TYPE, hint ? hint : "see \"records\" of the map",
                   "there are no records at \"%s\"", map->records->text);
    else
        json_error(run->diags, root, DIAG_WRONG_TYPE, NULL,
                   "the document is %s, expected records: an array, or one object",
                   json_type_name(root->json));
}

void run_take_mapped(FactsRun *run, const JsonNode *root, guint line) {
    FactsMap *map = run->map;
    MapDigits digits = {root, NULL};
    Foreign foreign = {.run = run, .line = line, .digits = &digits};
    bool is_there = false;
    for (guint i = 0; i < map->records_count; i++)
        is_there = map_follow_all(&map->records[i], root->json, map_all, &foreign) || is_there;
    if (map->records_count == 0 && (json_is_object(root->json) || json_is_array(root->json))) {
        is_there = true;
        map_all(&foreign, root->json, &(MapKeys){0});
        if (line == 0 && json_is_object(root->json) && foreign.is_lacking)
            advise_records(run, root);
    }
    if (!is_there)
        report_no_records(run, root);
    json_literals_free(digits.found);
}

void run_end_mapped(FactsRun *run) {
    DirtReport report = {.file = run->file,
                         .place_name = run->is_lines ? "line" : "record",
                         .unusable_is_error = run->map->unusable == UNUSABLE_ERROR};
    dirt_report(run->dirt, run->diags, &report);
    g_clear_pointer(&run->dirt, dirt_free);
    g_clear_pointer(&run->aside, diags_free);
}
