// accord facts changes: what is different from an earlier state, one line for each change.
#include "app/facts_command.h"
#include "store/changes.h"

#include <stdio.h>
#include <string.h>

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
    "SELECT fact, kind, id, title, field, item, old, new, difference, unit, basis, days FROM "
    "changes"
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

// A text that begins with a number, its digits in groups of three: "57,300,000 EUR".
static const char *group_digits(Arena *arena, const char *text) {
    gsize sign = *text == '-', digits = strspn(text + sign, "0123456789");
    GString *out = g_string_new_len(text, (gssize)sign);
    for (gsize i = 0; i < digits; i++) {
        if (i && (digits - i) % 3 == 0)
            g_string_append_c(out, ',');
        g_string_append_c(out, text[sign + i]);
    }
    g_string_append(out, text + sign + digits);
    const char *grouped = arena_strdup(arena, out->str);
    g_string_free(out, TRUE);
    return grouped;
}

static Value grouped_value(Arena *arena, Value value) {
    if (value.type == VALUE_STRING)
        return value_string(group_digits(arena, value.as.string));
    if (value.type != VALUE_NUMBER && value.type != VALUE_DECIMAL)
        return value;
    return value_string(group_digits(arena, value_to_string(value, arena)));
}

// Numbers end at one edge, as numbers do.
static void align_right(Arena *arena, Value *values, guint count) {
    gsize width = 0;
    for (guint i = 0; i < count; i++)
        if (values[i].type == VALUE_STRING)
            width = MAX(width, strlen(values[i].as.string));
    for (guint i = 0; i < count; i++)
        if (values[i].type == VALUE_STRING)
            values[i] = value_string(arena_printf(arena, "%*s", (int)width, values[i].as.string));
}

// For those who read: what has a unit is a number of it.
static const Table *group_numbers(Arena *arena, const Table *table) {
    static const char *const names[] = {"old", "new", "difference"};
    const Column *unit = table ? table_column(table, "unit") : NULL;
    if (!unit)
        return table;
    Table *out = table_extend(arena, table, 0);
    for (guint n = 0; n < G_N_ELEMENTS(names); n++) {
        const Column *from = table_column(table, names[n]);
        Value *to = table_output(out, names[n]);
        for (guint i = 0; i < table->row_count; i++)
            to[i] = unit->values[i].type == VALUE_STRING ? grouped_value(arena, from->values[i])
                                                         : from->values[i];
        if (strcmp(names[n], "difference") == 0)
            align_right(arena, to, table->row_count);
    }
    return out;
}

static const Table *list_changes(const ChangesCommand *command, Report *report) {
    bool is_read = is_table(&command->base);
    const Table *table =
        store_query(report->store, report->arena, is_read ? changes_sql : all_columns_sql, NULL, 0,
                    NULL, report->diags);
    return is_read ? group_numbers(report->arena, table) : table;
}

// *changed: anything that matters did.
static void print_changes(const ChangesCommand *command, Report *report, bool *changed) {
    ChangeCounts counts;
    if (!store_count_changes(report->store, report->diags, &counts))
        return;
    *changed = counts.facts > 0;
    if (*changed || !is_table(&command->base))
        facts_command_print(&command->base, report, list_changes(command, report));
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
