// Options, reading and printing of the facts commands.
#include "app/facts_command.h"

#include "base/diag_weigh.h"
#include "base/file.h"
#include "facts/codes.h"
#include "table/table_print.h"

#include <string.h>

typedef struct {
    const char *name;
    char *(*print)(const Table *table);
} FactsFormat;

static char *print_csv(const Table *table) {
    return table_to_delimited(table, ',');
}

static const FactsFormat formats[] = {
    {"table", table_print_text}, {"json", table_print_json}, {"csv", print_csv}};

static const FactsFormat *find_format(const char *name) {
    for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
        if (!name || strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

void facts_command_clear(FactsCommand *command) {
    g_free(command->format);
    g_free(command->language);
    g_free(command->home);
}

bool facts_command_check_format(const FactsCommand *command, const char *name) {
    if (find_format(command->format) || g_strcmp0(command->format, command->also) == 0)
        return true;
    command_usage_error(name, "--format is \"%s\", expected %s%stable, json or csv",
                        command->format, command->also ? command->also : "",
                        command->also ? ", " : "");
    return false;
}

bool facts_command_check(const FactsCommand *command, const char *name) {
    g_autofree char *problem = NULL;
    if (!report_options_check(&command->report, &problem))
        command_usage_error(name, "%s", problem);
    else if (!facts_command_check_format(command, name))
        return false;
    else if (command->home && !codes_is_country(command->home))
        command_usage_error(name, "--home is \"%s\", expected a country's code such as PK",
                            command->home);
    else if (!command->report.facts && !command->report.store)
        command_usage_error(name, "no facts are named; --facts PATH or --store STORE names them");
    else
        return true;
    return false;
}

// ---- what is said of the facts that are read

enum { WARNINGS_SHOWN = 3 }; // of values of records: questions over facts are asked again and again

static bool is_of_record(const Diagnostic *record) {
    return record->severity == DIAG_WARNING && record->place.source && record->place.pointer;
}

static void tell_rest(guint rest, Diags *diags) {
    g_autofree char *message =
        g_strdup_printf("%u more warning%s of the facts that were read", rest, plural(rest));
    if (rest)
        diag_report(diags, DIAG_NOTE, DIAG_WRONG_VALUE, NULL, "accord check lists them all",
                    message);
}

static void pass_on_few(const Diags *said, Diags *diags) {
    guint found = 0;
    for (guint i = 0; i < diags_kept(said); i++) {
        const Diagnostic *record = diags_nth(said, i);
        if (!is_of_record(record) || ++found <= WARNINGS_SHOWN)
            diag_repeat(diags, record);
    }
    for (guint i = 0; i < diags_left_out(said, DIAG_ERROR); i++)
        diag_count(diags, DIAG_ERROR, DIAG_SYNTAX);
    guint rest = found > WARNINGS_SHOWN ? found - WARNINGS_SHOWN : 0;
    tell_rest(rest + diags_left_out(said, DIAG_WARNING), diags);
}

static void free_diags(void *diags) {
    diags_free(diags);
}

// Reads them; a program that reads messages gets all.
static bool read_facts(const FactsCommand *command, Report *report, const ReportInput *input,
                       Progress *progress) {
    char **paths = command->report.facts;
    const char *const *files = (const char *const *)paths;
    guint count = paths ? g_strv_length(paths) : 0;
    if (command->common.diagnostics)
        return report_read_facts(report, input, files, count, command->language, progress);
    Diags *diags = report->diags, *said = report->diags = diags_new();
    arena_own(report->arena, said, free_diags);
    bool good = report_read_facts(report, input, files, count, command->language, progress);
    report->diags = diags;
    pass_on_few(said, diags);
    return good;
}

// What happened after a day that was given is not known on it.
static void tell_later(const FactsCommand *command, Report *report) {
    const char *day = command->report.as_of;
    guint count = day ? store_left_out(report->store) : 0;
    if (count == 0)
        return;
    g_autofree char *message = g_strdup_printf("%u fact%s dated later than %s %s left out", count,
                                               plural(count), day, count == 1 ? "is" : "are");
    diag_report(report->diags, DIAG_NOTE, DIAG_LATER_FACTS, NULL, "a later --as-of shows them",
                message);
}

bool facts_command_read_with(const FactsCommand *command, Report *report,
                             const Materiality *materiality) {
    Progress progress;
    progress_begin(&progress, &command->common);
    ReportInput input = report_options_input(&command->report, NULL);
    input.materiality = materiality;
    bool good = read_facts(command, report, &input, &progress);
    progress_end(&progress);
    if (good)
        tell_later(command, report);
    return good && (!command->home || store_set_home(report->store, command->home, report->diags));
}

bool facts_command_read(const FactsCommand *command, Report *report) {
    return facts_command_read_with(command, report, NULL);
}

void facts_command_write(Report *report, const char *text, gsize length) {
    file_write(report->diags, "-", text, length);
}

void facts_command_print(const FactsCommand *command, Report *report, const Table *table) {
    if (!table)
        return;
    g_autofree char *text = find_format(command->format)->print(table);
    facts_command_write(report, text, strlen(text));
}
