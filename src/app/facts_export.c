// accord facts export and accord facts map: facts as JSON that is read again as facts. Files are
// gone through record by record and written as they come; a store, and facts cleared for an
// audience, are written out of the store.
#include "app/facts_command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char export_description[] =
    "Facts come out as JSON Lines (jsonl, the default) or one JSON document (json), and are the\n"
    "same facts when they are read again; table and csv are the dataset partnerships.\n\n"
    "Examples:\n"
    "  accord facts export --facts data/facts > all.jsonl\n"
    "  accord facts export --store accord.db --format json > all.json\n";
static const char map_description[] =
    "Each FILE of foreign JSON goes through MAP, a file or the name of a shipped map, and comes\n"
    "out as facts in JSON Lines. What is unclean is reported on standard error.\n\n"
    "Examples:\n"
    "  accord facts map worldbank worldbank_projects.jsonl > facts.jsonl\n"
    "  cat rows.json | accord facts map my-map.json - | accord facts list -f -\n";

// ---- records as they come

typedef struct {
    Report *report;
    json_t *sources, *partnerships; // of a document; NULL for lines
} Output;

static bool write_line(const json_t *record, const char *kind) {
    json_t *line = json_object();
    json_object_set_new(line, "record", json_string(kind));
    json_object_update_missing(line, (json_t *)record);
    bool good = json_dumpf(line, stdout, JSON_COMPACT) == 0 && fputc('\n', stdout) != EOF;
    json_decref(line);
    return good;
}

static bool put_record(Output *output, json_t *array, const json_t *record, const char *kind) {
    if (array) {
        json_t *copy = json_deep_copy(record);
        json_object_del(copy, "record");
        json_array_append_new(array, copy);
        return true;
    }
    if (write_line(record, kind))
        return true;
    diag_error(output->report->diags, DIAG_FILE, NULL, NULL, "cannot write to standard output: %s",
               g_strerror(errno));
    return false;
}

static bool put_source(void *data, const FactSource *source) {
    Output *output = data;
    return put_record(output, output->sources, source->json, "source");
}

static bool put_partnership(void *data, const Partnership *partnership) {
    Output *output = data;
    return put_record(output, output->partnerships, partnership->json, "partnership");
}

static bool flush_output(Report *report) {
    if (fflush(stdout) == 0)
        return true;
    diag_error(report->diags, DIAG_FILE, NULL, NULL, "cannot write to standard output: %s",
               g_strerror(errno));
    return false;
}

// ---- documents

static void begin_document(Output *output) {
    output->sources = json_array();
    output->partnerships = json_array();
}

// Nothing is written of what is not whole.
static void end_document(Output *output, bool good) {
    json_t *document = json_pack("{s:i, s:o, s:o}", "facts", 1, "sources", output->sources,
                                 "partnerships", output->partnerships);
    char *text = good ? json_dumps(document, JSON_INDENT(1)) : NULL;
    g_autofree char *line = g_strconcat(text ? text : "", "\n", NULL);
    if (text)
        facts_command_write(output->report, line, strlen(line));
    free(text);
    json_decref(document);
}

// ---- from files

// What was written cannot be taken back, so nothing is before all was read once.
typedef struct {
    FactsSink sink;
    bool is_merging;
} Putting;

static bool put_merged(void *data, FactsSink *sink) {
    Putting *putting = data;
    putting->is_merging = true;
    *sink = putting->sink;
    return true;
}

static bool put_again(const FactsOptions *facts, const char *const *paths, guint count,
                      const FactsSink *sink) {
    g_autoptr(Diags) quiet = diags_new();
    FactsOptions again = *facts;
    again.diags = quiet;
    return facts_read(&again, paths, count, sink, NULL);
}

static bool put_all(const FactsCommand *command, const FactsOptions *facts, const FactsSink *sink) {
    static const FactsSink nowhere = {0};
    Putting putting = {.sink = *sink};
    MergeReading how = {.mode = report_merge_mode(report_options_merge(&command->report)),
                        .lists = (const char *const *)command->report.same_as,
                        .again = put_merged,
                        .data = &putting};
    const char *const *paths = (const char *const *)command->report.facts;
    guint count = g_strv_length(command->report.facts);
    if (how.mode == MERGE_MODE_NONE || (count == 1 && strcmp(*paths, "-") == 0))
        return merge_read(facts, paths, count, sink, &how, NULL, NULL);
    if (!merge_read(facts, paths, count, &nowhere, &how, NULL, NULL))
        return false;
    return putting.is_merging || put_again(facts, paths, count, sink);
}

static bool stream(const FactsCommand *command, Report *report, Output *output) {
    ReportInput input = {.vocabulary = command->report.vocabulary};
    if (!report_load_vocabularies(report, &input) ||
        !report_load_maps(report, command->report.maps))
        return false;
    Progress progress;
    progress_begin(&progress, &command->common);
    progress_step(&progress, "reading facts");
    FactsOptions facts = report_facts_options(report, &progress);
    FactsSink sink = {put_source, put_partnership, output};
    bool good = put_all(command, &facts, &sink);
    progress_end(&progress);
    return flush_output(report) && good;
}

// ---- from a store

static bool put_line(void *data, const char *text, gsize length) {
    Output *output = data;
    if (!output->sources)
        return fwrite(text, 1, length, stdout) == length;
    json_auto_t *record = json_loadb(text, length, 0, NULL);
    const char *kind = json_string_value(json_object_get(record, "record"));
    bool is_source = g_strcmp0(kind, "source") == 0;
    return put_record(output, is_source ? output->sources : output->partnerships, record, kind);
}

static void export_store(const FactsCommand *command, Report *report, Output *output) {
    if (!facts_command_read(command, report))
        return;
    if (!store_each_record(report->store, put_line, output) && !ferror(stdout))
        diag_error(report->diags, DIAG_TOO_LARGE, NULL, "add them to a store first",
                   "the facts have more than %d MiB", STORE_EXPORT_LIMIT >> 20);
    flush_output(report);
}

// ---- the commands

static bool is_form(const FactsCommand *command, const char *form) {
    return g_strcmp0(command->format, form) == 0;
}

static void export(FactsCommand *command, Report *report) {
    Output output = {.report = report};
    if (is_form(command, "table") || is_form(command, "csv")) {
        if (facts_command_read(command, report))
            facts_command_print(
                command, report,
                store_dataset(report->store, report->arena, "partnerships", report->diags));
        return;
    }
    if (is_form(command, "json"))
        begin_document(&output);
    if (command->report.store || command->report.audience)
        export_store(command, report, &output);
    else
        stream(command, report, &output);
    if (output.sources)
        end_document(&output, diags_errors(report->diags) == 0);
}

static int run(FactsCommand *command, void (*work)(FactsCommand *command, Report *report)) {
    Report report;
    report_begin_here(&report);
    work(command, &report);
    int code = command_report(report.diags, &command->common);
    report_end(&report);
    return code;
}

static int check_and_export(void *data, int argc, char **argv) {
    FactsCommand *command = data;
    if (argc > 1)
        return command_usage_error(argv[0], "\"%s\" is one word too many", argv[1]);
    return facts_command_check(command, argv[0]) ? run(command, export) : EXIT_USAGE;
}

int facts_export(int argc, char **argv) {
    FactsCommand command = {.also = "jsonl"};
    const GOptionEntry entries[] = {REPORT_FACTS_ENTRIES(&command.report),
                                    {"format", 0, 0, G_OPTION_ARG_STRING, &command.format,
                                     "jsonl (default), json, table or csv", "FORMAT"},
                                    G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "",
                        .description = export_description,
                        .entries = entries,
                        .common = &command.common,
                        .report = &command.report,
                        .act = check_and_export,
                        .options = &command};
    int code = command_run(&line, argc, argv);
    facts_command_clear(&command);
    return code;
}

static int check_and_map(void *data, int argc, char **argv) {
    FactsCommand *command = data;
    if (argc < 3)
        return argc < 2 ? command_usage_error(argv[0], "a map and a file are missing")
                        : command_usage_error(argv[0],
                                              "\"%s\" is taken for the map, a file is missing "
                                              "behind it",
                                              argv[1]);
    guint count = (guint)argc - 2;
    command->report.facts = g_new0(char *, count + 1);
    command->report.maps = g_new0(char *, count + 1);
    for (guint i = 0; i < count; i++) {
        command->report.facts[i] = g_strdup(argv[i + 2]);
        command->report.maps[i] = g_strdup(argv[1]);
    }
    return facts_command_check(command, argv[0]) ? run(command, export) : EXIT_USAGE;
}

int facts_map(int argc, char **argv) {
    FactsCommand command = {.also = "jsonl"};
    const GOptionEntry entries[] = {{"format", 0, 0, G_OPTION_ARG_STRING, &command.format,
                                     "jsonl (default), json, table or csv", "FORMAT"},
                                    {"vocabulary", 0, 0, G_OPTION_ARG_FILENAME,
                                     &command.report.vocabulary,
                                     "Folder of vocabularies (default: the shipped one)", "DIR"},
                                    G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "MAP FILE...",
                        .description = map_description,
                        .entries = entries,
                        .common = &command.common,
                        .report = &command.report,
                        .act = check_and_map,
                        .options = &command};
    int code = command_run(&line, argc, argv);
    facts_command_clear(&command);
    return code;
}
