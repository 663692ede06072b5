// accord facts sql: one question to the facts, read only and bounded, answered as a table.
#include "app/facts_command.h"

static const char description[] =
    "SELECT is one statement in the SQL of accord-facts(5), whose tables are partnerships,\n"
    "partnership_sectors, partnership_parties, commitments, amounts, sources and more. It reads\n"
    "only. Numbers come out as they are: decimals without loss.\n\n"
    "Examples:\n"
    "  accord facts sql 'SELECT sector, count(*) AS n FROM partnerships GROUP BY sector' -f "
    "data/facts\n"
    "  accord facts sql 'SELECT year, sum(amount_usd) AS usd FROM partnerships GROUP BY year' \\\n"
    "    --facts data/facts --format json\n";

static int answer(const FactsCommand *command, const char *sql) {
    Report report;
    report_begin_here(&report);
    if (facts_command_read(command, &report)) {
        const Table *table =
            store_query(report.store, report.arena, sql, NULL, 0, NULL, report.diags);
        facts_command_print(command, &report, table);
    }
    int code = command_report(report.diags, &command->common);
    report_end(&report);
    return code;
}

static int check_and_answer(void *data, int argc, char **argv) {
    const FactsCommand *command = data;
    if (argc != 2)
        return command_usage_error("facts sql",
                                   argc < 2 ? "a SELECT is missing" : "one SELECT at a time");
    return facts_command_check(command, "facts sql") ? answer(command, argv[1]) : EXIT_USAGE;
}

int facts_sql(int argc, char **argv) {
    FactsCommand command = {0};
    const GOptionEntry entries[] = {FACTS_COMMAND_ENTRIES(&command), G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "SELECT",
                        .description = description,
                        .entries = entries,
                        .common = &command.common,
                        .report = &command.report,
                        .act = check_and_answer,
                        .options = &command};
    int code = command_run(&line, argc, argv);
    facts_command_clear(&command);
    return code;
}
