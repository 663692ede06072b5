// accord facts add: facts into a store that lasts, in one transaction.
#include "app/environment.h"
#include "app/facts_command.h"
#include "facts/facts_files.h"
#include "job/checked_reading.h"
#include "store/ingest.h"

#include <stdio.h>

enum { PARTITIONS_LIMIT = 1024 };

typedef struct {
    FactsCommand command;
    gboolean replace, dry_run;
    int partitions;
} AddOptions;

static const char description[] =
    "Reads facts and puts them into STORE, a file or postgresql://..., which is made when there "
    "is\n"
    "none. A record that is there already is compared; only what is new or changed is written, "
    "and\n"
    "what it said before is kept. All or nothing: an error in the facts leaves the store as it "
    "was.\n\n"
    "Examples:\n"
    "  accord facts add data/facts --store accord.db\n"
    "  accord facts add worldbank_projects.jsonl --map worldbank --store accord.db\n"
    "  accord facts add today.jsonl --store accord.db --as-of 2026-01-02\n"
    "  accord facts add data/facts --sources captured --store accord.db\n"
    "  accord facts add everything/ --replace --dry-run --store postgresql://host/accord\n";

// The day of the run: --as-of, SOURCE_DATE_EPOCH, else today. New string.
static char *day_of(const AddOptions *options) {
    if (options->command.report.as_of)
        return g_strdup(options->command.report.as_of);
    char *day = environment_source_date();
    return day ? day : environment_today();
}

// The files of a vocabulary that was named; NULL for the shipped one.
static GPtrArray *vocabulary_files(const AddOptions *options, Report *report) {
    const char *folder = options->command.report.vocabulary;
    if (!folder)
        return NULL;
    GPtrArray *files = facts_list_files(report->diags, &folder, 1);
    g_ptr_array_add(files, NULL);
    return files;
}

// One map for each path; NULL without a map.
static FactsMap **maps_of(Report *report, guint count) {
    if (!report->maps)
        return NULL;
    FactsMap **maps = arena_array(report->arena, FactsMap *, count);
    for (guint i = 0; i < count; i++)
        maps[i] = report->maps->pdata[0];
    return maps;
}

typedef struct {
    const AddOptions *options;
    Report *report;
    IngestOptions how;
    Ingest *ingest;
} Adding;

static bool begin(Adding *adding) {
    adding->ingest = ingest_begin(adding->report->diags, adding->options->command.report.store,
                                  adding->report->vocabularies, &adding->how);
    return adding->ingest != NULL;
}

// Records are to be merged: the transaction is taken back and begun anew.
static bool begin_again(void *data, FactsSink *sink) {
    Adding *adding = data;
    IngestCounts ignored;
    ingest_end(adding->ingest, /*good=*/false, &ignored);
    if (!begin(adding))
        return false;
    *sink = ingest_sink(adding->ingest);
    return true;
}

// The ingest may be another one by the time that it is asked.
static bool holds(void *data, const char *id) {
    const Adding *adding = data;
    return ingest_holds(adding->ingest, id);
}

static bool read_into(Adding *adding, char **paths, Progress *progress) {
    Report *report = adding->report;
    const ReportOptions *options = &adding->options->command.report;
    FactsOptions facts = report_facts_options(report, progress);
    facts.maps = maps_of(report, g_strv_length(paths));
    facts.holds = holds;
    facts.holds_data = adding;
    MergeReading how = {.mode = report_merge_mode(report_options_merge(options)),
                        .lists = (const char *const *)options->same_as,
                        .again = begin_again,
                        .data = adding};
    FactsSink sink = ingest_sink(adding->ingest);
    progress_step(progress, "reading facts");
    if (options->sources) {
        const CheckedReading checked = {report->diags, options->sources, how.mode, how.lists,
                                        false};
        return checked_reading_run(&facts, (const char *const *)paths, g_strv_length(paths), &sink,
                                   &checked, &report->summary);
    }
    return merge_read(&facts, (const char *const *)paths, g_strv_length(paths), &sink, &how,
                      &report->summary, NULL);
}

static bool add(const AddOptions *options, Report *report, char **paths, Progress *progress,
                IngestCounts *counts) {
    ReportInput input = {.vocabulary = options->command.report.vocabulary};
    char *map[] = {options->command.report.waiting_map, NULL};
    if (!report_load_vocabularies(report, &input) || !report_load_maps(report, *map ? map : NULL))
        return false;
    g_autofree char *day = day_of(options);
    g_autoptr(GPtrArray) files = vocabulary_files(options, report);
    Adding adding = {.options = options,
                     .report = report,
                     .how = {.as_of = day,
                             .is_told = options->command.report.as_of != NULL,
                             .program = ACCORD_VERSION,
                             .vocabulary_files = files ? (const char *const *)files->pdata : NULL,
                             .replace = options->replace,
                             .dry_run = options->dry_run,
                             .partitions = (guint)options->partitions}};
    if (!begin(&adding))
        return false;
    bool good = read_into(&adding, paths, progress);
    progress_step(progress, "writing");
    return adding.ingest && ingest_end(adding.ingest, good, counts);
}

// ---- what was done

static const Table *counts_table(Arena *arena, const IngestCounts *counts) {
    const struct {
        const char *name;
        guint64 count;
    } rows[] = {{"run", (guint64)counts->run},
                {"new", counts->added},
                {"changed", counts->changed},
                {"unchanged", counts->unchanged},
                {"withdrawn", counts->withdrawn},
                {"new_sources", counts->sources_added},
                {"changed_sources", counts->sources_changed},
                {"found", counts->found},
                {"unchecked", counts->unchecked}};
    Table *table = arena_new0(arena, Table);
    table->arena = arena;
    table->row_count = 1;
    table->column_count = G_N_ELEMENTS(rows);
    table->columns = arena_array(arena, Column, table->column_count);
    for (guint i = 0; i < table->column_count; i++) {
        Value value = value_number((double)rows[i].count);
        table->columns[i] =
            (Column){.name = rows[i].name, .values = arena_memdup(arena, &value, sizeof value)};
    }
    return table;
}

static void say(const AddOptions *options, Report *report, const IngestCounts *counts) {
    if (options->command.format) {
        facts_command_print(&options->command, report, counts_table(report->arena, counts));
        return;
    }
    if (options->command.common.quiet)
        return;
    printf("%" G_GUINT64_FORMAT " new, %" G_GUINT64_FORMAT " changed, %" G_GUINT64_FORMAT
           " unchanged, %" G_GUINT64_FORMAT " withdrawn; sources: %" G_GUINT64_FORMAT
           " new, %" G_GUINT64_FORMAT " changed",
           counts->added, counts->changed, counts->unchanged, counts->withdrawn,
           counts->sources_added, counts->sources_changed);
    if (options->command.report.sources)
        printf("; other evidence found of %" G_GUINT64_FORMAT, counts->found);
    if (counts->unchecked)
        printf("; evidence to be looked up anew of %" G_GUINT64_FORMAT, counts->unchecked);
    if (counts->run)
        printf(" (run %" G_GINT64_FORMAT ")\n", counts->run);
    else
        printf(" (dry run, nothing was written)\n");
}

static int check_and_add(void *data, int argc, char **argv) {
    const AddOptions *options = data;
    const FactsCommand *command = &options->command;
    if (!command->report.store)
        return command_usage_error(argv[0], "no store is named; --store STORE names it");
    if (options->partitions < 0 || options->partitions > PARTITIONS_LIMIT)
        return command_usage_error(argv[0], "--partitions is %d, expected 0 to %d",
                                   options->partitions, PARTITIONS_LIMIT);
    if (argc < 2)
        return command_usage_error(argv[0], "a file or folder of facts is missing");
    if (!facts_command_check_format(command, argv[0]))
        return EXIT_USAGE;
    g_autofree char *problem = NULL;
    if (!report_options_check_merge(&command->report, &problem))
        return command_usage_error(argv[0], "%s", problem);
    if (command->report.sources && !g_file_test(command->report.sources, G_FILE_TEST_IS_DIR))
        return command_usage_error(argv[0], "--sources is \"%s\", which is no folder",
                                   command->report.sources);
    if (command->report.as_of && !report_is_day(command->report.as_of))
        return command_usage_error(argv[0], "--as-of is \"%s\", expected a day as YYYY-MM-DD",
                                   command->report.as_of);
    Progress progress;
    Report report;
    IngestCounts counts = {0};
    progress_begin(&progress, &command->common);
    report_begin_here(&report);
    bool good = add(options, &report, argv + 1, &progress, &counts);
    progress_end(&progress);
    int code = command_report(report.diags, &command->common);
    if (good)
        say(options, &report, &counts);
    report_end(&report);
    return code;
}

int facts_add(int argc, char **argv) {
    AddOptions options = {0};
    ReportOptions *report = &options.command.report;
    const GOptionEntry entries[] = {
        {"store", 0, 0, G_OPTION_ARG_FILENAME, &report->store,
         "Where the facts go: a file, or postgresql://...", "STORE"},
        {"map", 0, G_OPTION_FLAG_FILENAME, G_OPTION_ARG_CALLBACK, (gpointer)report_take_map,
         "How the facts, which are foreign JSON, become ours: a file or a name", "MAP"},
        {"sources", 0, 0, G_OPTION_ARG_FILENAME, &report->sources,
         "Look their evidence up in the captured texts of DIR, and keep what was found", "DIR"},
        {"replace", 0, 0, G_OPTION_ARG_NONE, &options.replace,
         "These are all the facts: withdraw what is not among them", NULL},
        {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &options.dry_run,
         "Say what would be written, and write nothing", NULL},
        {"partitions", 0, 0, G_OPTION_ARG_INT, &options.partitions,
         "Make a new store's tables in N parts each (PostgreSQL)", "N"},
        REPORT_MERGE_ENTRIES(report),
        {"as-of", 0, 0, G_OPTION_ARG_STRING, &report->as_of,
         "The day that the changes are noted under (default: today)", "YYYY-MM-DD"},
        {"vocabulary", 0, 0, G_OPTION_ARG_FILENAME, &report->vocabulary,
         "Folder of vocabularies (default: the shipped one)", "DIR"},
        FACTS_FORMAT_ENTRY(&options.command),
        G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "PATH...",
                        .description = description,
                        .entries = entries,
                        .common = &options.command.common,
                        .report = report,
                        .act = check_and_add,
                        .options = &options};
    int code = command_run(&line, argc, argv);
    facts_command_clear(&options.command);
    return code;
}
