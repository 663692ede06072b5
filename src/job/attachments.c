// Layouts, themes and charts are attached as they were read, and vocabularies that came from files
// are read again; facts are written anew, all of them as lines of one file. Every file has a path
// in the record, under which making the report again looks for it: the layout's files keep their
// places around the layout, so that it finds them.
#include "job/attachments.h"

#include "base/file.h"
#include "facts/facts_files.h"
#include "job/report_shared.h"
#include "store/changes.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    Report *report;
    const ReportInput *input;
    GArray *list;      // of PdfAttachment
    GHashTable *names; // those given
    json_t *files;     // of the record
    bool linearize;
    char *layout_folder;
} Collector;

static void clear_attachment(void *data) {
    g_bytes_unref(((PdfAttachment *)data)->bytes);
}

// ---- names

// The file's own name, numbered when another file has it.
static const char *new_name(Collector *collector, const char *path) {
    g_autofree char *base = g_path_get_basename(path);
    const char *name = arena_strdup(collector->report->arena, base);
    for (guint n = 2; g_hash_table_contains(collector->names, name); n++)
        name = arena_printf(collector->report->arena, "%u-%s", n, base);
    g_hash_table_add(collector->names, (void *)name);
    return name;
}

static const char *mime_of(const char *path) {
    static const struct {
        const char *suffix, *mime;
    } rows[] = {{".json", "application/json"},
                {".jsonl", "application/x-ndjson"},
                {".ndjson", "application/x-ndjson"},
                {".csv", "text/csv"},
                {".tsv", "text/tab-separated-values"}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (g_str_has_suffix(path, rows[i].suffix))
            return rows[i].mime;
    return "application/octet-stream";
}

// ---- files

typedef struct {
    const char *path;  // where it was read
    const char *place; // its path in the record
    const char *description, *relationship;
    GBytes *bytes;       // taken over
    const PdfFile *file; // of these bytes; or NULL
} Attached;

static void attach(Collector *collector, const Attached *file) {
    gsize length = 0;
    const void *bytes = g_bytes_get_data(file->bytes, &length);
    g_autofree char *sum = file->file ? g_strdup(file->file->sha256) : file_sha256(bytes, length);
    PdfAttachment attachment = {.name = new_name(collector, file->path),
                                .mime = mime_of(file->path),
                                .description = file->description,
                                .relationship = file->relationship,
                                .bytes = file->bytes,
                                .file = file->file};
    g_array_append_val(collector->list, attachment);
    json_array_append_new(collector->files, json_pack("{s:s, s:s, s:s}", "name", attachment.name,
                                                      "path", file->place, "sha256", sum));
}

static void release_source(void *source) {
    source_unref(source);
}

// Without a copy: the source lives as long as the bytes.
static GBytes *source_bytes(Source *source) {
    return g_bytes_new_with_free_func(source->text, source->length, release_source,
                                      source_ref(source));
}

// NULL when it cannot be read any more; then the record lacks it and says so when it is used.
static GBytes *read_bytes(const char *path) {
    g_autoptr(Diags) quiet = diags_new();
    g_autoptr(Source) source = file_read(quiet, path, ATTACHMENTS_LIMIT, NULL);
    return source ? source_bytes(source) : NULL;
}

// ---- layout, theme, charts

// Files below the layout's folder keep their place there; others can only be themes and words of a
// language.
static const char *place_of_document(const Collector *collector, const char *path) {
    Arena *arena = collector->report->arena;
    g_autofree char *name = file_relative(collector->layout_folder, path);
    if (!g_path_is_absolute(name))
        return arena_printf(arena, "layout/%s", name);
    g_autofree char *base = g_path_get_basename(name);
    g_autofree char *parent = g_path_get_dirname(name);
    bool is_words = g_str_has_suffix(parent, "/i18n");
    return arena_printf(arena, "layout/%s/%s", is_words ? "i18n" : "themes", base);
}

static bool is_attached(const Collector *collector, const char *place) {
    size_t index;
    json_t *file;
    json_array_foreach(collector->files, index, file) {
        if (strcmp(json_string_value(json_object_get(file, "path")), place) == 0)
            return true;
    }
    return false;
}

static const char *document_is(const Report *report, guint index) {
    if (index >= report->theme_document)
        return "Theme";
    if (index >= report->words_document)
        return "Words";
    const JsonNode *root = json_doc_root(report->documents->pdata[index]);
    if (index > 0 && json_node_member(root, "body"))
        return "Part of the layout";
    return index == 0 ? "Layout" : "Chart";
}

static void attach_documents(Collector *collector) {
    const GPtrArray *documents = collector->report->documents;
    for (guint i = 0; i < documents->len; i++) {
        Source *source = json_doc_source(documents->pdata[i]);
        if (!source || strcmp(source->name, "-") == 0)
            continue;
        const char *place = place_of_document(collector, source->name);
        if (is_attached(collector, place))
            continue;
        attach(collector, &(Attached){.path = source->name,
                                      .place = place,
                                      .relationship = "Source",
                                      .description = document_is(collector->report, i),
                                      .bytes = source_bytes(source)});
    }
}

// Data that charts name by "url", at any depth of a document.
static void attach_data(Collector *collector, const json_t *json, const char *folder, guint depth) {
    const char *key;
    json_t *value;
    size_t index;
    if (depth > 64)
        return;
    json_array_foreach((json_t *)json, index, value) {
        attach_data(collector, value, folder, depth + 1);
    }
    json_object_foreach((json_t *)json, key, value) {
        attach_data(collector, value, folder, depth + 1);
        if (strcmp(key, "url") != 0 || !json_is_string(value))
            continue;
        g_autofree char *path = file_resolve(folder, json_string_value(value));
        GBytes *bytes = file_is_below(folder, path) ? read_bytes(path) : NULL;
        const char *place = bytes ? place_of_document(collector, path) : NULL;
        if (bytes && !is_attached(collector, place))
            attach(collector, &(Attached){.path = path,
                                          .place = place,
                                          .relationship = "Data",
                                          .description = "Data of a chart",
                                          .bytes = g_bytes_ref(bytes)});
        if (bytes)
            g_bytes_unref(bytes);
    }
}

static void attach_chart_data(Collector *collector) {
    const GPtrArray *documents = collector->report->documents;
    for (guint i = 0; i < documents->len; i++) {
        const Source *source = json_doc_source(documents->pdata[i]);
        if (!source)
            continue;
        g_autofree char *folder = g_path_get_dirname(source->name);
        attach_data(collector, json_doc_root(documents->pdata[i])->json, folder, 0);
    }
}

// Images that the layout names, whether they stand on a page or not: they are read in any case.
static void attach_images(Collector *collector) {
    const Layout *layout = collector->report->layout;
    for (guint i = 0; i < layout->image_count; i++) {
        const Image *image = layout->images[i];
        const char *place = place_of_document(collector, image->path);
        if (!is_attached(collector, place))
            attach(collector, &(Attached){.path = image->path,
                                          .place = place,
                                          .relationship = "Source",
                                          .description = "Image",
                                          .bytes = g_bytes_ref(image->file)});
    }
}

// ---- facts and vocabularies

// All records in one file, the same whether they came from files or from a store. False when they
// are too large to be attached.
static bool attach_facts(Collector *collector, json_t *places) {
    static const char place[] = "facts/0/facts.jsonl";
    const Report *report = collector->report;
    const PdfFile *file = report->borrows_facts ? report_shared_records(report) : NULL;
    GBytes *bytes = file ? g_bytes_ref(file->bytes) : store_export(report->store);
    if (!bytes)
        return false;
    if (g_bytes_get_size(bytes) == 0) {
        g_bytes_unref(bytes);
        return true;
    }
    json_array_append_new(places, json_string(place));
    attach(collector, &(Attached){.path = "facts.jsonl",
                                  .place = place,
                                  .relationship = "Data",
                                  .description = "Facts",
                                  .bytes = bytes,
                                  .file = file});
    return true;
}

// The state that the report compares with, when it does. False when it is too large.
static bool attach_earlier(Collector *collector, json_t *record) {
    static const char name[] = "earlier-facts.jsonl", place[] = "facts/before/earlier-facts.jsonl";
    const Report *report = collector->report;
    const StoreEarlier *earlier = store_earlier(report->store);
    if (!earlier || store_changes_asked(report->store) == report->changes_asked)
        return true;
    GBytes *bytes = store_export_earlier(report->store);
    if (!bytes)
        return false;
    json_object_set_new(record, "before", json_pack("[s]", place));
    if (earlier->as_of)
        json_object_set_new(record, "since", json_string(earlier->as_of));
    attach(collector, &(Attached){.path = name,
                                  .place = place,
                                  .relationship = "Data",
                                  .description = "Earlier facts",
                                  .bytes = bytes});
    return true;
}

static void attach_word_file(Collector *collector, const char *path, GBytes *bytes) {
    g_autofree char *base = g_path_get_basename(path);
    attach(collector,
           &(Attached){.path = path,
                       .place = arena_printf(collector->report->arena, "words/0/%s", base),
                       .relationship = "Data",
                       .description = "Vocabulary",
                       .bytes = bytes});
}

static json_t *attach_stored_words(Collector *collector) {
    g_autoptr(GArray) files = store_vocabulary(collector->report->store);
    for (guint i = 0; i < files->len; i++) {
        const StoreFile *file = &g_array_index(files, StoreFile, i);
        attach_word_file(collector, file->name, g_bytes_ref(file->content));
    }
    return files->len ? json_string("words/0") : json_null();
}

static json_t *attach_words(Collector *collector) {
    const char *folder = collector->input->vocabulary;
    if (!folder)
        folder = collector->report->layout->vocabulary_path;
    if (collector->input->store)
        return attach_stored_words(collector);
    if (!folder)
        return json_null(); // the shipped one
    g_autoptr(Diags) quiet = diags_new();
    g_autoptr(GPtrArray) files = facts_list_files(quiet, &folder, 1);
    for (guint i = 0; i < files->len; i++) {
        GBytes *bytes = read_bytes(files->pdata[i]);
        if (bytes)
            attach_word_file(collector, files->pdata[i], bytes);
    }
    return json_string("words/0");
}

static const char *attach_rates(Collector *collector) {
    const Rates *rates = collector->report->rates;
    if (!rates)
        return NULL;
    Source *source = rates_source(rates);
    g_autofree char *base = g_path_get_basename(source->name);
    const char *place = arena_printf(collector->report->arena, "rates/0/%s", base);
    attach(collector, &(Attached){.path = source->name,
                                  .place = place,
                                  .relationship = "Data",
                                  .description = "Exchange rates",
                                  .bytes = source_bytes(source)});
    return place;
}

// ---- what charts show

static void attach_table(Collector *collector, const Table *table, guint chart, guint part) {
    Arena *arena = collector->report->arena;
    const char *path = part ? arena_printf(arena, "chart-%u-%u.csv", chart, part + 1)
                            : arena_printf(arena, "chart-%u.csv", chart);
    char *text = table_to_delimited(table, ',');
    PdfAttachment attachment = {.name = new_name(collector, path),
                                .mime = mime_of(path),
                                .description = arena_printf(arena, "What chart %u shows", chart),
                                .relationship = "Data",
                                .bytes = g_bytes_new_take(text, strlen(text))};
    g_array_append_val(collector->list, attachment);
}

// A table for each chart, in the order of the report; a chart that is drawn over several pages or
// twice is one.
static void attach_charts(Collector *collector) {
    const PlacedDocument *placed = collector->report->placed;
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    guint charts = 0;
    for (guint p = 0; p < placed->page_count; p++) {
        for (guint i = 0; i < placed->pages[p].item_count; i++) {
            const PlacedItem *item = &placed->pages[p].items[i];
            if (item->kind != PLACED_SCENE || !g_hash_table_add(seen, (void *)item->as.scene.scene))
                continue;
            charts++;
            for (guint k = 0; k < item->as.scene.scene->table_count; k++)
                attach_table(collector, item->as.scene.scene->tables[k], charts, k);
        }
    }
}

// ---- the record

static json_t *record_params(const Collector *collector) {
    json_t *params = json_array();
    for (char **param = collector->input->params; param && *param; param++)
        json_array_append_new(params, json_string(*param));
    if (collector->input->lang)
        json_array_append_new(params, json_sprintf("lang=%s", collector->input->lang));
    return params;
}

// Whether the layout in the record finds the theme by what it says: not when that leads out of its
// folder.
static bool layout_finds_theme(const Collector *collector) {
    const char *path = collector->report->layout->theme_path;
    if (!path || theme_is_name(path))
        return path != NULL;
    g_autofree char *name = file_relative(collector->layout_folder, path);
    return !g_path_is_absolute(name);
}

// The theme, unless the layout says it.
static const char *theme_place(const Collector *collector) {
    const Report *report = collector->report;
    if (!collector->input->theme && layout_finds_theme(collector))
        return NULL;
    if (report->theme_document >= report->documents->len)
        return THEME_PLAIN;
    const Source *source = json_doc_source(report->documents->pdata[report->theme_document]);
    return source ? place_of_document(collector, source->name) : THEME_PLAIN;
}

static json_t *make_record(Collector *collector) {
    json_t *facts = json_array();
    const Report *report = collector->report;
    json_t *before = json_object();
    bool all = attach_facts(collector, facts);
    all = attach_earlier(collector, before) && all;
    g_autofree char *layout = g_path_get_basename(collector->input->layout);
    g_autofree char *layout_place = g_strconcat("layout/", layout, NULL);
    json_t *vocabulary = attach_words(collector);
    const char *rates = attach_rates(collector);
    json_t *record = json_pack(
        "{s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:o, s:o, s:b, s:b, s:o, s:O}", "accord",
        ACCORD_VERSION, "layout", layout_place, "theme", theme_place(collector), "as_of",
        report->given_as_of, "rates", rates, "audience",
        report->audience ? report->audience->code : NULL, "params", record_params(collector),
        "facts", facts, "facts_complete", all && !collector->input->sources, "linearized",
        collector->linearize, "vocabulary", vocabulary, "files", collector->files);
    json_object_update_missing(record, before);
    json_decref(before);
    return record;
}

static void attach_record(Collector *collector) {
    json_t *record = make_record(collector);
    char *text = json_dumps(record, JSON_INDENT(1));
    json_decref(record);
    PdfAttachment attachment = {.name = ATTACHMENTS_RECORD,
                                .mime = "application/json",
                                .description = "How this report was made",
                                .relationship = "Supplement",
                                .bytes =
                                    g_bytes_new_with_free_func(text, strlen(text), free, text)};
    g_array_append_val(collector->list, attachment);
}

// Of a report that was built. A GArray of PdfAttachment; free it with g_array_unref. Strings live
// as long as the report.
static GArray *attachments_collect(Report *report, const ReportInput *input, bool linearize) {
    Collector collector = {.report = report,
                           .input = input,
                           .linearize = linearize,
                           .list = g_array_new(FALSE, TRUE, sizeof(PdfAttachment)),
                           .names = g_hash_table_new(g_str_hash, g_str_equal),
                           .files = json_array(),
                           .layout_folder = g_path_get_dirname(input->layout)};
    g_array_set_clear_func(collector.list, clear_attachment);
    g_hash_table_add(collector.names, (void *)ATTACHMENTS_RECORD);
    attach_documents(&collector);
    attach_chart_data(&collector);
    attach_images(&collector);
    attach_charts(&collector);
    attach_record(&collector);
    json_decref(collector.files);
    g_hash_table_unref(collector.names);
    g_free(collector.layout_folder);
    return collector.list;
}

GBytes *report_write_pdf(Report *report, const ReportInput *input, const OutputOptions *output) {
    g_autoptr(GArray) attachments =
        output->bare ? NULL : attachments_collect(report, input, output->linearize);
    PdfOptions options = {.tagged = true,
                          .producer = "Accord " ACCORD_VERSION,
                          .user_password = output->user_password,
                          .owner_password = output->owner_password,
                          .linearize = output->linearize,
                          .kept = report_shared_kept(report->shared)};
    if (attachments) {
        options.attachment_count = attachments->len;
        options.attachments = (const PdfAttachment *)attachments->data;
    }
    return pdf_write(report->placed, report->engine, &options, report->diags);
}
