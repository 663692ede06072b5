// accord facts changes: what is different from an earlier state, one line for each change.
#include "app/facts_command.h"
#include "store/changes.h"

#include <stdio.h>

typedef struct {
    FactsCommand base;
    gboolean all, exit_unchanged;
    double percent;
} ChangesCommand;

static const char description[] =
    "Compares a store with what it held before the last run that changed anything, or as --since\n"
    "says; or facts with those of --before. What only has new words, or changed a number by less\n"
    "than --percent of what it was, is counted and not listed.\n\n"
    "Examples:\n"
    "  accord facts changes --store accord.db\n"
    "  accord facts changes --store accord.db --since 2025-11-01 --format json\n"
    "  accord facts changes --facts today.jsonl --before yesterday.jsonl --exit-unchanged\n";

static const char changes_sql[] =
    "SELECT fact, kind, id, title, field, item, old, new, difference, unit, days FROM changes"
    " WHERE material ORDER BY kind_order, coalesce(first, last) IS NULL, coalesce(first, last), id,"
    " position";

// Rows in JSON say more: there they are read by programs.
static const char all_columns_sql[] =
    "SELECT fact, kind, id, title, field, item, old, new, old_value, new_value, difference, "
    "percent,"
    " unit, basis, days, date, sector, partner FROM changes WHERE material"
    " ORDER BY kind_order, coalesce(first, last) IS NULL, coalesce(first, last), id, position";

static bool is_table(const FactsCommand *command) {
    return g_strcmp0(command->format, "json") != 0 && g_strcmp0(command->format, "csv") != 0;
}

static void say(const ChangesCommand *command, FILE *stream, const char *text) {
    if (!command->base.common.quiet)
        fprintf(stream, "%s\n", text);
}

// In words, where there is no table to print.
static void say_nothing(const ChangesCommand *command, const StoreEarlier *earlier) {
    FILE *stream = is_table(&command->base) ? stdout : stderr;
    g_autofree char *nothing =
        earlier ? g_strdup_printf("nothing%s changed since %s", command->all ? "" : " that matters",
                                  earlier->as_of ? earlier->as_of : "the earlier facts")
                : g_strdup("no earlier state to compare with");
    say(command, stream, nothing);
}

static void say_left_out(const ChangesCommand *command, guint64 left_out) {
    g_autofree char *text =
        g_strdup_printf("%" G_GUINT64_FORMAT " smaller change%s left out (--all lists %s)",
                        left_out, plural(left_out), left_out == 1 ? "it" : "them");
    if (left_out)
        say(command, stderr, text);
}

// *changed: anything that matters did.
static void print_changes(const ChangesCommand *command, Report *report, bool *changed) {
    ChangeCounts counts;
    if (!store_count_changes(report->store, report->diags, &counts))
        return;
    *changed = counts.facts > 0;
    if (*changed || !is_table(&command->base))
        facts_command_print(&command->base, report,
                            store_query(report->store, report->arena,
                                        is_table(&command->base) ? changes_sql : all_columns_sql,
                                        NULL, 0, NULL, report->diags));
    if (!*changed)
        say_nothing(command, store_earlier(report->store));
    say_left_out(command, counts.left_out);
}

static int list(const ChangesCommand *command) {
    Report report;
    bool changed = true;
    const Materiality materiality = {.all = command->all, .percent = command->percent};
    report_begin_here(&report);
    if (facts_command_read_with(&command->base, &report, &materiality))
        print_changes(command, &report, &changed);
    int code = command_report(report.diags, &command->base.common);
    report_end(&report);
    return code == EXIT_DONE && !changed && command->exit_unchanged ? EXIT_UNCHANGED : code;
}

static int check_and_list(void *data, int argc, char **argv) {
    const ChangesCommand *command = data;
    if (argc > 1)
        return command_usage_error("facts changes", "\"%s\" is one word too many", argv[1]);
    if (!(command->percent >= 0 && command->percent <= 1e6))
        return command_usage_error("facts changes", "--percent is %g, expected 0 or more",
                                   command->percent);
    if (!facts_command_check(&command->base, "facts changes"))
        return EXIT_USAGE;
    if (!command->base.report.store && !command->base.report.before)
        return command_usage_error("facts changes",
                                   "nothing to compare with is named; --before PATH names it");
    return list(command);
}

int facts_changes(int argc, char **argv) {
    ChangesCommand command = {.percent = change_materiality.percent};
    const GOptionEntry entries[] = {
        {"all", 'a', 0, G_OPTION_ARG_NONE, &command.all, "Also what does not matter", NULL},
        {"percent", 0, 0, G_OPTION_ARG_DOUBLE, &command.percent,
         "Numbers that changed by less do not matter (default: 1)", "N"},
        {"exit-unchanged", 0, 0, G_OPTION_ARG_NONE, &command.exit_unchanged,
         "Exit with 10 when nothing changed", NULL},
        FACTS_COMMAND_ENTRIES(&command.base),
        G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "",
                        .description = description,
                        .entries = entries,
                        .common = &command.base.common,
                        .report = &command.base.report,
                        .act = check_and_list,
                        .options = &command};
    int code = command_run(&line, argc, argv);
    facts_command_clear(&command.base);
    return code;
}
