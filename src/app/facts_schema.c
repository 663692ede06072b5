// accord facts schema: the JSON Schemas that come with the program, and the tables of SQL, column
// by column.
#include "app/environment.h"
#include "app/facts_command.h"
#include "base/file.h"
#include "base/suggest.h"

#include <string.h>

static const char description[] = "NAME is facts, layout, theme, map, rates, pairs, jobs, i18n or "
                                  "translation: its JSON Schema is\n"
                                  "printed, for editors and extractors.\n"
                                  "Without NAME the tables that SQL can ask, and their columns.\n\n"
                                  "Examples:\n"
                                  "  accord facts schema facts > facts.schema.json\n"
                                  "  accord facts schema --format json\n";

enum { SCHEMA_LIMIT = 4 << 20 };

static void print_schema(Report *report, const char *name) {
    static const char *const names[] = {"facts", "layout", "theme", "map",        "rates",
                                        "pairs", "jobs",   "i18n",  "translation"};
    g_autofree char *inner = g_strdup_printf("data/schema/%s.schema.json", name);
    g_autofree char *path = strchr(name, '/') ? NULL : environment_shipped(inner);
    if (!path) {
        g_autofree char *hint = suggest_hint_or_list(name, names, G_N_ELEMENTS(names));
        diag_error(report->diags, DIAG_UNKNOWN_NAME, NULL, hint, "there is no schema \"%s\"", name);
        return;
    }
    g_autoptr(Source) source = file_read(report->diags, path, SCHEMA_LIMIT, NULL);
    if (source)
        facts_command_write(report, source->text, source->length);
}

// A store without facts has all tables.
static void print_tables(const FactsCommand *command, Report *report) {
    static const char *const names[] = {"table", "column"};
    ReportInput input = {0};
    Progress progress;
    progress_begin(&progress, &command->common);
    bool good = report_read_facts(report, &input, NULL, 0, NULL, &progress);
    progress_end(&progress);
    if (!good)
        return;
    TableBuilder *builder = table_builder_new(report->arena);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        table_builder_column(builder, names[i]);
    for (const char *const *name = store_dataset_names(); *name; name++) {
        const Table *table = store_dataset(report->store, report->arena, *name, report->diags);
        for (guint i = 0; table && i < table->column_count; i++) {
            const Value row[] = {value_string(*name), value_string(table->columns[i].name)};
            table_builder_row(builder, row, NULL);
        }
    }
    facts_command_print(command, report, table_builder_end(builder));
}

static int check_and_print(void *data, int argc, char **argv) {
    const FactsCommand *command = data;
    if (argc > 2)
        return command_usage_error(argv[0], "one schema at a time");
    if (!facts_command_check_format(command, argv[0]))
        return EXIT_USAGE;
    Report report;
    report_begin_here(&report);
    if (argc == 2)
        print_schema(&report, argv[1]);
    else
        print_tables(command, &report);
    int code = command_report(report.diags, &command->common);
    report_end(&report);
    return code;
}

int facts_schema(int argc, char **argv) {
    FactsCommand command = {0};
    const GOptionEntry entries[] = {FACTS_FORMAT_ENTRY(&command), G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "[NAME]",
                        .description = description,
                        .entries = entries,
                        .common = &command.common,
                        .act = check_and_print,
                        .options = &command};
    int code = command_run(&line, argc, argv);
    facts_command_clear(&command);
    return code;
}
