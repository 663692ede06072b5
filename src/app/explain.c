// accord explain: what made a printed figure. The report is composed again, from its layout or from
// what is inside a PDF, and everything that prints a figure takes down where it comes from.
#include "app/command.h"
#include "app/environment.h"
#include "app/explain_print.h"
#include "app/report_options.h"
#include "app/verify.h"
#include "base/file.h"
#include "base/suggest.h"

#include <string.h>
#include <unistd.h>

typedef struct {
    CommonOptions common;
    ReportOptions report;
    char *item, *format, *password;
    gint64 limit;
    gboolean left_out;
    int code; // of what was printed
} ExplainOptions;

enum { FACTS_SHOWN = 20, FACTS_WRITTEN = 10000, LIMIT_DEFAULT = -1 };

static const char description[] =
    "Without an item, all key figures, tables and charts are listed with their ids. With one, the\n"
    "facts that made it are listed with their sources and quotes, and what left others out. A\n"
    "report in PDF needs nothing else: its layout and facts are inside.\n\n"
    "Examples:\n"
    "  accord explain layouts/briefing.json\n"
    "  accord explain layouts/briefing.json --item kpi:completed\n"
    "  accord explain out/briefing.pdf table:2/3/amount\n"
    "  accord explain out/briefing.pdf chart:by-sector/2015/energy --format json\n";

static const TraceItem *find_item(const Report *report, const char *id) {
    for (guint i = 0; i < report->trace->items->len; i++) {
        const TraceItem *item = &g_array_index(report->trace->items, TraceItem, i);
        if (strcmp(item->id, id) == 0)
            return item;
    }
    return NULL;
}

static void report_unknown(const Report *report, const char *id) {
    g_autoptr(GPtrArray) ids = g_ptr_array_new();
    for (guint i = 0; i < report->trace->items->len; i++)
        g_ptr_array_add(ids, (gpointer)g_array_index(report->trace->items, TraceItem, i).id);
    g_autofree char *hint = suggest_hint(id, (const char *const *)ids->pdata, ids->len);
    diag_error(report->diags, DIAG_UNKNOWN_NAME, NULL,
               hint ? hint : "without an item, all of them are listed",
               "the report prints nothing called \"%s\"", id);
}

static bool is_json(const ExplainOptions *options) {
    return g_strcmp0(options->format, "json") == 0;
}

// New string; NULL and reported when there is no such item.
static char *explain(const ExplainOptions *options, Report *report) {
    ExplainLook look = {.width = environment_columns(STDOUT_FILENO),
                        .coloured = environment_wants_colour(STDOUT_FILENO),
                        .whole = options->common.verbose,
                        .left_out = options->left_out};
    look.limit = options->limit >= 0 ? (guint)options->limit
                 : is_json(options)  ? FACTS_WRITTEN
                                     : FACTS_SHOWN;
    if (!options->item)
        return is_json(options) ? explain_list_json(report, look.whole)
                                : explain_list_text(report, &look);
    const TraceItem *item = find_item(report, options->item);
    if (!item) {
        report_unknown(report, options->item);
        return NULL;
    }
    return is_json(options) ? explain_item_json(report, item, look.limit)
                            : explain_item_text(report, item, &look);
}

static void print(ExplainOptions *options, Report *report) {
    g_autofree char *text = explain(options, report);
    if (text)
        file_write(report->diags, "-", text, strlen(text));
}

// What a PDF holds is printed while its files are there; messages too.
static void print_remade(void *data, Report *report, const ReportInput *input, bool linearize) {
    ExplainOptions *options = data;
    (void)input;
    (void)linearize;
    print(options, report);
    options->code = command_report(report->diags, &options->common);
}

// What says which report is made; a PDF says that itself.
static bool has_input(const ReportOptions *report) {
    return report->facts || report->params || report->store || report->as_of || report->theme ||
           report->audience || report->sources || report->lang || report->rates || report->before ||
           report->since || report->merge || report->same_as;
}

static int explain_pdf(ExplainOptions *options, const char *path) {
    if (has_input(&options->report))
        return command_usage_error("explain", "a report in PDF is explained from the facts and "
                                              "the layout inside it; other facts and parameters "
                                              "go with a layout");
    RemadeReport remade = {print_remade, options, true};
    int code = verify_remake(path, options->password, &options->common, &remade);
    return code == EXIT_DONE ? options->code : code;
}

static int explain_layout(ExplainOptions *options, const char *path) {
    ReportInput input = report_options_input(&options->report, path);
    input.trace = true;
    Progress progress;
    Report report;
    CommonOptions quiet = options->common;
    quiet.verbose = FALSE; // lists all items here
    progress_begin(&progress, &quiet);
    report_begin_here(&report);
    bool good = report_build(&report, &input, &progress);
    progress_end(&progress);
    if (good)
        print(options, &report);
    int code = command_report(report.diags, &options->common);
    report_end(&report);
    return code;
}

static int run(void *data, int argc, char **argv) {
    ExplainOptions *options = data;
    g_autofree char *problem = NULL;
    if (!report_options_check(&options->report, &problem))
        return command_usage_error("explain", "%s", problem);
    if (options->format && !is_json(options) && strcmp(options->format, "text") != 0)
        return command_usage_error("explain", "--format is \"%s\", expected text or json",
                                   options->format);
    if (options->limit < 0 && options->limit != LIMIT_DEFAULT)
        return command_usage_error("explain", "--limit is below 0");
    if (options->limit > G_MAXUINT)
        return command_usage_error("explain", "--limit is too large");
    if (argc < 2)
        return command_usage_error("explain", "a layout or a report is missing");
    if (argc > 3 || (argc == 3 && options->item))
        return command_usage_error("explain", "one item at a time");
    if (argc == 3)
        options->item = g_strdup(argv[2]);
    return g_str_has_suffix(argv[1], ".pdf") ? explain_pdf(options, argv[1])
                                             : explain_layout(options, argv[1]);
}

int command_explain(int argc, char **argv) {
    ExplainOptions options = {.limit = LIMIT_DEFAULT};
    const GOptionEntry entries[] = {
        REPORT_OPTION_ENTRIES(&options.report),
        {"item", 0, 0, G_OPTION_ARG_STRING, &options.item, "What to explain", "ID"},
        {"format", 0, 0, G_OPTION_ARG_STRING, &options.format, "text (default) or json", "FORMAT"},
        {"limit", 0, 0, G_OPTION_ARG_INT64, &options.limit,
         "How many facts are listed (default 20, in JSON 10000; 0: all)", "N"},
        {"left-out", 0, 0, G_OPTION_ARG_NONE, &options.left_out,
         "List the facts that were left out too, each with the step that left it out", NULL},
        {"password", 0, 0, G_OPTION_ARG_STRING, &options.password,
         "Where the password of a PDF stands: file:PATH or env:NAME", "WHERE"},
        G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "LAYOUT|REPORT.pdf [ITEM]",
                        .description = description,
                        .entries = entries,
                        .common = &options.common,
                        .report = &options.report,
                        .act = run,
                        .options = &options};
    int code = command_run(&line, argc, argv);
    g_free(options.item);
    g_free(options.format);
    g_free(options.password);
    return code;
}
