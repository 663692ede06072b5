// accord verify: makes a report again from the files inside it and compares the bytes. The record
// (render.json) is read as any input: its paths stay below a folder made for the run.
#include "app/verify.h"
#include "app/command.h"
#include "app/environment.h"
#include "app/reading.h"
#include "base/file.h"
#include "job/attachments.h"
#include "pdf/compare.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    CommonOptions common;
    ReadingOptions reading;
    const RemadeReport *remade; // what to do with it in place of comparing; or NULL
} VerifyOptions;

static const char description[] =
    "Takes the facts, layout and theme out of REPORT.pdf, makes the report again as it was made,\n"
    "and says whether the bytes are the same, or what differs first.\n\n"
    "Example:\n"
    "  accord verify out/briefing.pdf\n";

// What the record says.
typedef struct {
    const char *program, *layout, *theme, *as_of, *audience, *vocabulary, *rates, *since;
    bool facts_complete, linearized;
    GPtrArray *facts, *before, *params; // of paths and "name=value"; end with NULL
} Record;

// ---- the record

static void add_strings(Diags *diags, const JsonNode *array, GPtrArray *out) {
    for (size_t i = 0; array && i < json_node_size(array); i++) {
        const char *text = NULL;
        if (json_read_string(diags, json_node_item(array, i), "entry", &text))
            g_ptr_array_add(out, g_strdup(text));
    }
}

static const char *optional_string(Reader *reader, const char *key) {
    const JsonNode *node = reader_node(reader, key);
    return node && json_is_string(node->json) ? json_string_value(node->json) : NULL;
}

static bool read_record(Diags *diags, const JsonNode *root, Record *record) {
    Reader reader;
    if (!reader_begin(&reader, diags, root, "record"))
        return false;
    reader_string(&reader, "accord", &record->program);
    if (!reader_require(&reader, "layout") || !reader_string(&reader, "layout", &record->layout))
        return false;
    record->theme = optional_string(&reader, "theme");
    record->as_of = optional_string(&reader, "as_of");
    record->audience = optional_string(&reader, "audience");
    record->rates = optional_string(&reader, "rates");
    record->vocabulary = optional_string(&reader, "vocabulary");
    reader_bool(&reader, "facts_complete", &record->facts_complete);
    reader_bool(&reader, "linearized", &record->linearized);
    add_strings(diags, reader_array(&reader, "facts"), record->facts);
    add_strings(diags, reader_array(&reader, "before"), record->before);
    record->since = optional_string(&reader, "since");
    add_strings(diags, reader_array(&reader, "params"), record->params);
    reader_ignore(&reader, "files");
    return reader_end(&reader);
}

// ---- the files

static bool is_inside(const char *path) {
    if (g_path_is_absolute(path) || strchr(path, '\\'))
        return false;
    g_auto(GStrv) parts = g_strsplit(path, "/", -1);
    for (char **part = parts; *part; part++)
        if (strcmp(*part, "..") == 0 || strcmp(*part, ".") == 0 || !**part)
            return false;
    return true;
}

static bool unpack_file(Diags *diags, const JsonNode *node, const GPtrArray *files,
                        const char *folder) {
    const char *name = NULL, *path = NULL, *sum = NULL;
    Reader reader;
    if (!reader_begin(&reader, diags, node, "file"))
        return false;
    reader_string(&reader, "name", &name);
    reader_string(&reader, "path", &path);
    reader_string(&reader, "sha256", &sum);
    if (!reader_end(&reader) || !name || !path || !sum)
        return false;
    const AttachedFile *file = attached_find(files, name);
    if (!file || !is_inside(path)) {
        json_error(diags, node, file ? DIAG_PATH_OUTSIDE : DIAG_FILE, NULL,
                   file ? "\"%s\" leaves the folder" : "\"%s\" is not inside the report",
                   file ? path : name);
        return false;
    }
    g_autofree char *found = file_sha256(file->bytes->data, file->bytes->len);
    if (strcmp(found, sum) != 0) {
        json_error(diags, node, DIAG_FILE, NULL, "\"%s\" is not the file that was recorded", name);
        return false;
    }
    g_autofree char *target = g_build_filename(folder, path, NULL);
    return file_write(diags, target, file->bytes->data, file->bytes->len);
}

static bool unpack_files(Diags *diags, const JsonNode *root, const GPtrArray *files,
                         const char *folder) {
    const JsonNode *list = json_node_member(root, "files");
    bool good = true;
    for (size_t i = 0; list && i < json_node_size(list); i++)
        good = unpack_file(diags, json_node_item(list, i), files, folder) && good;
    return good;
}

static void remove_folder(const char *path, guint depth) {
    g_autoptr(GDir) dir = depth < 32 ? g_dir_open(path, 0, NULL) : NULL;
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        if (g_file_test(inner, G_FILE_TEST_IS_DIR) && !g_file_test(inner, G_FILE_TEST_IS_SYMLINK))
            remove_folder(inner, depth + 1);
        else
            g_remove(inner);
    }
    g_rmdir(path);
}

// ---- making it again

static char *below(const char *folder, const char *path) {
    return path && is_inside(path) ? g_build_filename(folder, path, NULL) : NULL;
}

static void place_all(GPtrArray *paths, const char *folder) {
    for (guint i = 0; i < paths->len; i++) {
        char *path = below(folder, paths->pdata[i]);
        g_free(paths->pdata[i]);
        paths->pdata[i] = path ? path : g_strdup("");
    }
    g_ptr_array_add(paths, NULL);
}

static void place_facts(Record *record, const char *folder) {
    place_all(record->facts, folder);
    place_all(record->before, folder);
    g_ptr_array_add(record->params, NULL);
}

// The bytes of the report; none when it is used in another way.
static GBytes *finish(const VerifyOptions *options, Report *report, const ReportInput *input,
                      const OutputOptions *output) {
    if (!options->remade)
        return report_write_pdf(report, input, output);
    options->remade->use(options->remade->data, report, input, output->linearize);
    return g_bytes_new(NULL, 0);
}

static GBytes *make_again(Diags *diags, Record *record, const char *folder,
                          const VerifyOptions *options) {
    const CommonOptions *common = &options->common;
    bool plain = g_strcmp0(record->theme, THEME_PLAIN) == 0;
    g_autofree char *layout = below(folder, record->layout),
                    *theme = plain ? g_strdup(THEME_PLAIN) : below(folder, record->theme),
                    *words = below(folder, record->vocabulary),
                    *rates = below(folder, record->rates);
    if (!layout)
        return NULL;
    place_facts(record, folder);
    ReportInput input = {.layout = layout,
                         .facts = (char **)record->facts->pdata,
                         .params = (char **)record->params->pdata,
                         .as_of = record->as_of,
                         .audience = record->audience,
                         .before = record->before->len > 1 ? (char **)record->before->pdata : NULL,
                         .since = record->before->len > 1 ? record->since : NULL,
                         .keep_merged = true,
                         .vocabulary = words,
                         .rates = rates,
                         .theme = theme,
                         .trace = options->remade && options->remade->trace};
    OutputOptions output = {.linearize = record->linearized};
    Progress progress;
    Report report;
    progress_begin(&progress, common);
    report_begin_here(&report);
    GBytes *bytes =
        report_build(&report, &input, &progress) ? finish(options, &report, &input, &output) : NULL;
    progress_end(&progress);
    if (!bytes) {
        command_report(report.diags, common);
        diag_error(diags, DIAG_EMPTY, NULL, NULL, "the report cannot be made again");
    }
    report_end(&report);
    return bytes;
}

// ---- files that were taken out

static JsonDoc *parse_record(Diags *diags, const GPtrArray *files) {
    const AttachedFile *file = attached_find(files, ATTACHMENTS_RECORD);
    if (!file)
        return NULL;
    g_autoptr(Source) source =
        source_new(ATTACHMENTS_RECORD, g_strndup((char *)file->bytes->data, file->bytes->len),
                   file->bytes->len);
    return json_doc_parse(diags, source);
}

GHashTable *verify_paths(const GPtrArray *files) {
    g_autoptr(Diags) quiet = diags_new();
    g_autoptr(JsonDoc) doc = parse_record(quiet, files);
    const JsonNode *list = doc ? json_node_member(json_doc_root(doc), "files") : NULL;
    if (!list)
        return NULL;
    GHashTable *paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (size_t i = 0; i < json_node_size(list); i++) {
        const json_t *file = json_node_item(list, i)->json;
        const char *name = json_string_value(json_object_get(file, "name"));
        const char *path = json_string_value(json_object_get(file, "path"));
        if (name && path && is_inside(path))
            g_hash_table_insert(paths, g_strdup(name), g_strdup(path));
    }
    return paths;
}

bool verify_is_record(const char *path) {
    g_autofree char *name = g_path_get_basename(path);
    if (strcmp(name, ATTACHMENTS_RECORD) != 0)
        return false;
    g_autoptr(Diags) quiet = diags_new();
    g_autoptr(JsonDoc) doc = json_doc_load(quiet, path);
    const JsonNode *root = doc ? json_doc_root(doc) : NULL;
    return root && json_node_member(root, "accord") && json_node_member(root, "files");
}

int verify_remake_record(const char *path, const CommonOptions *common,
                         const RemadeReport *remade) {
    const VerifyOptions options = {.common = *common, .remade = remade};
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(JsonDoc) doc = json_doc_load(diags, path);
    g_autofree char *folder = g_path_get_dirname(path);
    g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) before = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) params = g_ptr_array_new_with_free_func(g_free);
    Record record = {.facts = facts, .before = before, .params = params};
    environment_forget_source_date(); // the record says the day
    bool good = doc && read_record(diags, json_doc_root(doc), &record);
    if (good && !record.facts_complete)
        diag_error(diags, DIAG_EMPTY, NULL, "render its layout with --facts",
                   "the facts of the report are not all among its files");
    g_autoptr(GBytes) bytes =
        good && diags_errors(diags) == 0 ? make_again(diags, &record, folder, &options) : NULL;
    return command_report(diags, common);
}

// ---- comparing

static int say_same(const char *path) {
    printf("%s: same bytes\n", path);
    return EXIT_DONE;
}

static int say_different(const char *path, GBytes *old, GBytes *new, const Record *record) {
    g_autofree char *first = compare_pdf(old, new);
    printf("%s: differs: %s\n", path, first);
    if (g_strcmp0(record->program, ACCORD_VERSION) != 0)
        printf("it was made by Accord %s, this is %s\n", record->program, ACCORD_VERSION);
    return EXIT_FOUND;
}

static int verify_record(const char *path, const PdfReader *reader, const VerifyOptions *options,
                         Diags *diags, const char *folder) {
    if (!options->remade && qpdf_is_encrypted(reader->qpdf)) {
        diag_error(diags, DIAG_UNSUPPORTED, NULL, "extract takes its files out",
                   "\"%s\" is protected, and protection has random bytes", path);
        return EXIT_INVALID;
    }
    g_autoptr(GPtrArray) files = attached_read(reader, diags);
    if (!attached_find(files, ATTACHMENTS_RECORD)) {
        diag_error(diags, DIAG_EMPTY, NULL, "render without --no-attachments",
                   "\"%s\" does not say how it was made", path);
        return EXIT_INVALID;
    }
    g_autoptr(JsonDoc) doc = parse_record(diags, files);
    g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) before = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) params = g_ptr_array_new_with_free_func(g_free);
    Record record = {.facts = facts, .before = before, .params = params};
    const JsonNode *root = doc ? json_doc_root(doc) : NULL;
    if (!root || !read_record(diags, root, &record) || !unpack_files(diags, root, files, folder))
        return EXIT_INVALID;
    if (!record.facts_complete) {
        diag_error(
            diags, DIAG_EMPTY, NULL, NULL,
            "the facts of \"%s\" came through a pipe, were too large to be attached, or were "
            "checked against texts that are not inside",
            path);
        return EXIT_INVALID;
    }
    g_autoptr(GBytes) again = make_again(diags, &record, folder, options);
    if (!again)
        return EXIT_INVALID;
    if (options->remade)
        return EXIT_DONE;
    return g_bytes_equal(again, reader->bytes) ? say_same(path)
                                               : say_different(path, reader->bytes, again, &record);
}

static int verify(const char *path, const VerifyOptions *options) {
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(PdfReader) reader = reading_open(diags, path, &options->reading);
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = reader ? g_dir_make_tmp("accord-XXXXXX", &error) : NULL;
    int code = EXIT_IO;
    if (error)
        diag_error(diags, DIAG_FILE, NULL, NULL, "%s", error->message);
    if (folder) {
        code = verify_record(path, reader, options, diags, folder);
        remove_folder(folder, 0);
    }
    int reported = command_report(diags, &options->common);
    return reported != EXIT_DONE ? reported : code;
}

int verify_remake(const char *path, const char *password, const CommonOptions *common,
                  const RemadeReport *remade) {
    VerifyOptions options = {
        .common = *common, .reading = {.password = (char *)password}, .remade = remade};
    environment_forget_source_date(); // the record says the day
    return verify(path, &options);
}

static int check_and_verify(void *options, int argc, char **argv) {
    environment_forget_source_date(); // the record says the day
    return argc == 2 ? verify(argv[1], options)
                     : command_usage_error("verify", argc < 2 ? "a report is missing"
                                                              : "one report at a time");
}

int command_verify(int argc, char **argv) {
    VerifyOptions options = {0};
    const GOptionEntry entries[] = {READING_OPTION_ENTRIES(&options.reading), G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "REPORT.pdf",
                        .description = description,
                        .entries = entries,
                        .common = &options.common,
                        .act = check_and_verify,
                        .options = &options};
    int code = command_run(&line, argc, argv);
    reading_options_clear(&options.reading);
    return code;
}
