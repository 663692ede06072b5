// Foreign records on their way through a map. The partnership that a map makes goes through the
// same reader as one that was written as facts; what is said about it there is counted by kind, as
// is what the map found.
#include "facts/facts_run.h"
#include "facts/rates.h"

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
    const json_t *json;
    guint line, index;
    MapDigits *digits;
} Foreign;

static void map_one(FactsRun *run, const Foreign *foreign) {
    guint line = foreign->line, index = foreign->index;
    RecordSite site = {run->file, line, index, /*is_member=*/false};
    MapRun mapping = {.map = run->map,
                      .vocabularies = run->options->vocabularies,
                      .arena = run->context.arena,
                      .dirt = run->dirt,
                      .digits = foreign->digits,
                      .place = line ? line : (guint64)index + 1};
    run->map->record_count++;
    json_t *json = map_record(&mapping, foreign->json);
    if (json) {
        g_autoptr(JsonDoc) doc = json_doc_wrap(json, run->file);
        take_partnership(run, json_doc_root(doc), &site, mapping.place);
    } else {
        dirt_add(run->dirt, DIRT_UNUSABLE, mapping.missing ? mapping.missing : "it is empty",
                 mapping.missing_text, mapping.place);
    }
    dirt_name(run->dirt, mapping.place, NULL);
    arena_reset(run->context.arena);
}

static void report_no_records(FactsRun *run, const JsonNode *root) {
    const FactsMap *map = run->map;
    json_error(run->diags, root, DIAG_WRONG_TYPE, "see \"records\" of the map",
               "there are no records at \"%s\"", map->records ? map->records->text : "");
}

// Records go when the next one is read.
static void keep_sample(FactsMap *map, const json_t *record) {
    if (!map->sample && record)
        map->sample = json_deep_copy(record);
}

static void map_all(FactsRun *run, Foreign *foreign, const json_t *json) {
    size_t index;
    json_t *item;
    foreign->json = json;
    if (json_is_object(json))
        map_one(run, foreign);
    json_array_foreach(json, index, item) {
        foreign->json = item;
        foreign->index = (guint)index;
        if (!run->stopped)
            map_one(run, foreign);
    }
}

void run_take_mapped(FactsRun *run, const JsonNode *root, guint line) {
    FactsMap *map = run->map;
    json_t *json = map->records ? map_follow(map->records, root->json) : root->json;
    MapDigits digits = {root, NULL};
    if (!json_is_object(json) && !json_is_array(json)) {
        report_no_records(run, root);
        return;
    }
    keep_sample(map, json_is_array(json) ? json_array_get(json, 0) : json);
    map_all(run, &(Foreign){.line = line, .digits = &digits}, json);
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
