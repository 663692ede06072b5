// Facts as a stream of records. A JSON Lines file is read line by line and forgotten, so memory
// does not grow with it; a JSON document is parsed whole but handed on record by record as well.
// Standard input and files of other names are told apart by their first line: a line that is one
// whole JSON object and no facts document is a line of JSON Lines.
#include "base/file.h"
#include "base/json_lines.h"
#include "base/json_onward.h"
#include "base/text_hash.h"
#include "facts/facts_files.h"
#include "facts/facts_run.h"
#include "facts/rates.h"

#include <string.h>

enum { PROGRESS_BYTES = 1 << 20 }; // between two calls

typedef enum { RECORD_SOURCE, RECORD_PARTNERSHIP } RecordKind;

static const Keyword record_kinds[] = {
    {"source", RECORD_SOURCE}, {"partnership", RECORD_PARTNERSHIP}, {NULL, 0}};

static void tell_progress(FactsRun *run, gsize bytes) {
    run->summary.bytes += bytes;
    if (!run->options->progress || run->summary.bytes - run->told_bytes < PROGRESS_BYTES)
        return;
    run->told_bytes = run->summary.bytes;
    run->options->progress(run->options->progress_data, &run->summary, run->total_bytes);
}

// --- records ---

void run_take_source(FactsRun *run, const JsonNode *node, bool is_line, const RecordSite *site) {
    FactSource source;
    bool is_good = record_read_source(&run->context, node, is_line, &source);
    bool is_new = true;
    if (source.id && !references_add_source(run->references, source.id, node, site, &is_new))
        return;
    if (!is_good || !is_new)
        return;
    run->summary.sources++;
    merge_run_source(run->merge, &source);
    if (run->sink->source && !run->sink->source(run->sink->data, &source))
        run->stopped = true;
}

bool run_take_id(FactsRun *run, const char *id, const JsonNode *node, const RecordSite *site) {
    RecordSite before;
    if (references_add_partnership(run->references, id, site, &before))
        return true;
    MergePlan *plan = run->options->merge;
    if (merge_plan_allows(plan, before.file == site->file)) {
        references_put_partnership(run->references, id, site);
        merge_plan_note_again(plan, id);
        return true;
    }
    if (!run->map)
        references_report_double(run->references, id, node, site, &before);
    return false;
}

static bool hand_on(void *data, Partnership *partnership) {
    FactsRun *run = data;
    run->summary.partnerships++;
    references_note_umbrella(run->references, partnership);
    if (run->sink->partnership && !run->sink->partnership(run->sink->data, partnership))
        run->stopped = true;
    return !run->stopped;
}

static void note_same_as(FactsRun *run, const Partnership *partnership) {
    for (guint i = 0; run->options->merge && i < partnership->same_as_count; i++)
        merge_plan_note_same_as(run->options->merge, partnership->id, partnership->same_as[i]);
}

void run_hand_partnership(FactsRun *run, Partnership *partnership, const RecordSite *site) {
    partnership->site = *site;
    note_same_as(run, partnership);
    if (!merge_run_take(run->merge, partnership))
        hand_on(run, partnership);
}

// Whether all that it was merged from is there, to be handed on in its place.
static bool can_take_apart(const FactsRun *run, const Partnership *partnership) {
    for (guint i = 0; i < partnership->merged_count; i++)
        if (!partnership->merged[i].json)
            return false;
    return run->options->take_apart && partnership->merged_count > 0;
}

static void free_json(void *json) {
    json_decref(json);
}

static void rename_record(FactsRun *run, Partnership *partnership, const char *id) {
    json_t *json = json_copy((json_t *)partnership->json);
    json_object_set_new(json, "id", json_string(id));
    arena_own(run->context.arena, json, free_json);
    partnership->id = id;
    partnership->json = json;
    if (run->renamed++ == 0)
        run->renamed_sample = g_strdup(id);
}

// Where nothing is merged, takes an id for a record: another one where a record before has it, in
// another file or of the same merged record. False: the usual rules hold.
static bool take_own_id(FactsRun *run, Partnership *partnership, const RecordSite *site) {
    RecordSite before;
    if (!run->options->take_apart || run->options->merge)
        return false;
    if (references_add_partnership(run->references, partnership->id, site, &before))
        return true;
    if (!run->in_merged && before.file == site->file)
        return false;
    const char *id;
    guint n = 2;
    do
        id = arena_printf(run->context.arena, "%s~%u", partnership->id, n++);
    while (!references_add_partnership(run->references, id, site, &before));
    rename_record(run, partnership, id);
    return true;
}

static void report_renamed(FactsRun *run) {
    if (run->renamed == 0)
        return;
    g_autofree char *message = g_strdup_printf(
        "%" G_GUINT64_FORMAT " record%s the id of one before, and %s shown under %s such as \"%s\"",
        run->renamed, run->renamed == 1 ? " has" : "s have", run->renamed == 1 ? "is" : "are",
        run->renamed == 1 ? "one of its own" : "ids of their own", run->renamed_sample);
    diag_report(run->diags, DIAG_NOTE, DIAG_MERGED, NULL, NULL, message);
    g_free(run->renamed_sample);
}

static void take_partnership(FactsRun *run, const JsonNode *node, bool is_line,
                             const RecordSite *site);

static void take_apart(FactsRun *run, const JsonNode *node, const RecordSite *site) {
    const JsonNode *members = json_node_member(node, "merged");
    run->in_merged = true;
    for (guint i = 0; i < json_node_size(members) && !run->stopped; i++) {
        const JsonNode *member = json_node_member(json_node_item(members, i), "record");
        take_partnership(run, member, /*is_line=*/false, site);
    }
    run->in_merged = false;
}

static void take_partnership(FactsRun *run, const JsonNode *node, bool is_line,
                             const RecordSite *site) {
    Partnership partnership;
    bool is_good = record_read_partnership(&run->context, node, is_line, &partnership);
    if (is_good && can_take_apart(run, &partnership)) {
        take_apart(run, node, site);
        return;
    }
    bool has_id = is_good && take_own_id(run, &partnership, site);
    if (!has_id && partnership.id && !run_take_id(run, partnership.id, node, site))
        is_good = false;
    references_note(run->references, &partnership, node, site);
    if (!is_good)
        return;
    rates_check(run->options->rates, run->diags, &partnership, node);
    run_hand_partnership(run, &partnership, site);
}

static void take_record(FactsRun *run, const JsonNode *node, RecordKind kind, bool is_line,
                        const RecordSite *site) {
    switch (kind) {
    case RECORD_SOURCE:
        run_take_source(run, node, is_line, site);
        break;
    case RECORD_PARTNERSHIP:
        take_partnership(run, node, is_line, site);
        break;
    }
    arena_reset(run->context.arena);
}

// --- JSON documents ---

static void take_items(FactsRun *run, const JsonNode *array, RecordKind kind) {
    for (guint i = 0; array && i < json_node_size(array) && !run->stopped; i++) {
        RecordSite site = {run->file, 0, i, /*is_member=*/true};
        take_record(run, json_node_item(array, i), kind, /*is_line=*/false, &site);
    }
}

// An array of partnerships; items may also say what they are, as lines do.
static void read_array(FactsRun *run, const JsonNode *array) {
    for (guint i = 0; i < json_node_size(array) && !run->stopped; i++) {
        const JsonNode *item = json_node_item(array, i);
        const JsonNode *record = json_node_member(item, "record");
        int kind = RECORD_PARTNERSHIP;
        RecordSite site = {run->file, 0, i, /*is_member=*/false};
        if (!record || json_read_keyword(run->diags, record, "record", record_kinds, &kind))
            take_record(run, item, (RecordKind)kind, /*is_line=*/true, &site);
    }
}

static void read_object(FactsRun *run, const JsonNode *root) {
    Reader reader;
    gint64 version;
    if (!reader_begin(&reader, run->diags, root, "facts"))
        return;
    if (reader_require(&reader, "facts"))
        reader_integer(&reader, "facts", 1, 1, &version);
    take_items(run, reader_array(&reader, "sources"), RECORD_SOURCE);
    if (reader_require(&reader, "partnerships"))
        take_items(run, reader_array(&reader, "partnerships"), RECORD_PARTNERSHIP);
    reader_end(&reader);
}

static void read_document(FactsRun *run, Source *source) {
    g_autoptr(JsonDoc) doc = json_doc_parse_onward(run->diags, source);
    tell_progress(run, source->length);
    if (!doc)
        return;
    const JsonNode *root = json_doc_root(doc);
    if (run->map)
        run_take_mapped(run, root, 0);
    else if (json_is_array(root->json))
        read_array(run, root);
    else
        read_object(run, root);
}

static void read_document_file(FactsRun *run, const char *path) {
    g_autoptr(Source) source = file_read(run->diags, path, JSON_TEXT_LIMIT, NULL);
    if (source)
        read_document(run, source);
}

// --- JSON Lines ---

static bool is_blank(const char *text) {
    return text[strspn(text, " \t\r")] == '\0';
}

// What a line says it is, reported when that is nothing that is known.
static bool read_kind(FactsRun *run, const JsonNode *root, int *kind) {
    const char *said = json_string_value(json_object_get(root->json, "record"));
    for (const Keyword *word = record_kinds; said && word->name; word++) {
        if (strcmp(word->name, said) == 0) {
            *kind = word->value;
            return true;
        }
    }
    Reader reader;
    return reader_begin(&reader, run->diags, root, "record") && reader_require(&reader, "record") &&
           reader_keyword(&reader, "record", record_kinds, kind);
}

static void take_line(FactsRun *run, const JsonNode *root, guint line) {
    if (run->map) {
        run_take_mapped(run, root, line);
        return;
    }
    int kind;
    if (!read_kind(run, root, &kind))
        return;
    RecordSite site = {run->file, line, 0, /*is_member=*/false};
    take_record(run, root, (RecordKind)kind, /*is_line=*/true, &site);
}

static void read_lines(FactsRun *run, LineReader *reader) {
    g_autoptr(JsonLines) lines = json_lines_new(run->diags, reader);
    const char *text;
    gsize length;
    guint line;
    while (!run->stopped && json_lines_next(lines, &text, &length, &line)) {
        tell_progress(run, length + 1);
        bool is_empty = is_blank(text) && strlen(text) == length;
        const JsonDoc *doc = is_empty ? NULL : json_lines_doc(lines);
        if (doc)
            take_line(run, json_doc_root(doc), line);
    }
}

// The first line, by itself.
static void read_line(FactsRun *run, const char *text, gsize length, guint line) {
    tell_progress(run, length + 1);
    g_autoptr(JsonDoc) doc = json_doc_parse_line(run->diags, run->file, text, length, line);
    if (doc)
        take_line(run, json_doc_root(doc), line);
}

static void read_lines_file(FactsRun *run, const char *path) {
    g_autoptr(LineReader) lines = line_reader_open(run->diags, path, NULL);
    run->is_lines = true;
    if (lines)
        read_lines(run, lines);
}

// --- either ---

// Whether brackets that open in the text close in it too.
static bool is_balanced(const char *text) {
    gint64 depth = 0;
    bool in_string = false;
    for (; *text; text++) {
        if (in_string && *text == '\\' && text[1])
            text++;
        else if (*text == '"')
            in_string = !in_string;
        else if (!in_string)
            depth += (*text == '{' || *text == '[') - (*text == '}' || *text == ']');
    }
    return depth <= 0 && !in_string;
}

static bool is_facts_document(const char *text, gsize length) {
    json_t *json = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
    bool found = json_object_get(json, "facts") || json_object_get(json, "partnerships");
    json_decref(json);
    return found;
}

static bool begins_lines(const FactsRun *run, const char *text, gsize length) {
    if (run->map && run->map->records)
        return false;
    return text[strspn(text, " \t")] == '{' && is_balanced(text) &&
           (run->map || !is_facts_document(text, length));
}

// Reads the rest as one document. head: the blank lines and the first line, taken over. What lines
// were left out of, and has nothing else, is not said to be empty too.
static void read_rest(FactsRun *run, LineReader *lines, GString *head) {
    const char *text;
    gsize length;
    guint line;
    bool has_failed = diags_has(run->diags, DIAG_TOO_LARGE);
    while (head->len <= JSON_TEXT_LIMIT && line_reader_next(lines, &text, &length, &line)) {
        g_string_append_len(head, text, (gssize)length);
        g_string_append_c(head, '\n');
    }
    gsize total = head->len;
    if (has_failed && is_blank(head->str)) {
        g_string_free(head, TRUE);
        return;
    }
    g_autoptr(Source) source = source_new(run->file, g_string_free(head, FALSE), total);
    read_document(run, source);
}

static void read_either(FactsRun *run, const char *path) {
    g_autoptr(LineReader) lines = line_reader_open(run->diags, path, NULL);
    const char *text;
    gsize length;
    guint line;
    if (!lines)
        return;
    run->file = references_file(run->references, line_reader_name(lines));
    GString *head = g_string_new(NULL);
    while (line_reader_next(lines, &text, &length, &line)) {
        if (!is_blank(text) && begins_lines(run, text, length)) {
            g_string_free(head, TRUE);
            run->is_lines = true;
            read_line(run, text, length, line);
            read_lines(run, lines);
            return;
        }
        bool was_blank = is_blank(text) && strlen(text) == length;
        g_string_append_len(head, text, (gssize)length);
        g_string_append_c(head, '\n');
        if (!was_blank)
            break;
    }
    read_rest(run, lines, head);
}

static void read_file(FactsRun *run, const char *path, FactsMap *map) {
    static void (*const readers[])(FactsRun * run, const char *path) = {
        [FACTS_DOCUMENT] = read_document_file,
        [FACTS_LINES] = read_lines_file,
        [FACTS_EITHER] = read_either,
    };
    run->file = references_file(run->references, path);
    run->map = map;
    run->is_lines = false;
    if (map)
        run_begin_mapped(run);
    readers[facts_form(path)](run, path);
    if (map)
        run_end_mapped(run);
    run->summary.files++;
}

// Each map once, after all its files.
static void report_maps(const FactsOptions *options, guint path_count) {
    for (guint i = 0; options->maps && i < path_count; i++) {
        bool was_before = false;
        for (guint j = 0; j < i; j++)
            was_before = was_before || options->maps[j] == options->maps[i];
        if (options->maps[i] && !was_before)
            map_report_unused(options->maps[i], options->diags);
    }
}

// All files of a run, and beside them the map of each.
static GPtrArray *list_all(const FactsOptions *options, const char *const *paths, guint path_count,
                           GPtrArray *maps) {
    GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < path_count; i++) {
        GPtrArray *files = facts_list_files(options->diags, &paths[i], 1);
        for (guint n = 0; n < files->len; n++)
            g_ptr_array_add(maps, options->maps ? options->maps[i] : NULL);
        g_ptr_array_extend_and_steal(all, files);
    }
    return all;
}

static bool is_read(const void *references, const char *id) {
    return references_has_partnership(references, id);
}

// False when merging failed.
static bool finish_run(FactsRun *run) {
    if (run->stopped)
        return true;
    if (run->options->merge)
        merge_plan_forget_unknown(run->options->merge, is_read, run->references);
    bool good = merge_run_finish(run->merge, hand_on, run) || run->stopped;
    references_end(run->references, run->options);
    report_renamed(run);
    return good;
}

bool facts_read(const FactsOptions *options, const char *const *paths, guint path_count,
                const FactsSink *sink, FactsSummary *summary) {
    guint errors_before = diags_errors(options->diags);
    g_autoptr(GPtrArray) maps = g_ptr_array_new();
    g_autoptr(GPtrArray) files = list_all(options, paths, path_count, maps);
    FactsRun run = {.options = options, .diags = options->diags, .sink = sink};
    run.references = references_new(options->diags);
    run.total_bytes = facts_total_bytes(files);
    run.context = (RecordContext){
        .diags = options->diags,
        .vocabularies = options->vocabularies,
        .today = options->today,
        .arena = arena_new(),
        .unknown = g_hash_table_new_full(text_hash, g_str_equal, g_free, NULL),
    };
    run.merge = merge_run_new(options->merge, &run.context);
    for (guint i = 0; i < files->len && !run.stopped; i++)
        read_file(&run, g_ptr_array_index(files, i), g_ptr_array_index(maps, i));
    bool good = finish_run(&run);
    run.summary.audience = run.context.audience;
    report_maps(options, path_count);
    if (summary)
        *summary = run.summary;
    merge_run_free(run.merge);
    g_hash_table_destroy(run.context.unknown);
    arena_free(run.context.arena);
    references_free(run.references);
    return good && diags_errors(options->diags) == errors_before;
}
