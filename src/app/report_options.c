// Options of reports, checked as far as that needs no file. --facts and --map are taken one by one:
// their order says which map belongs to which facts.
#include "app/report_options.h"

#include "app/environment.h"

#include <string.h>

void report_begin_here(Report *report) {
    g_autofree char *shipped = environment_shipped_folder(), *day = environment_source_date();
    report_begin(report, &(ReportPlace){.shipped = shipped, .source_date = day});
}

void report_begin_today(Report *report, const char *as_of) {
    g_autofree char *shipped = environment_shipped_folder(), *day = environment_source_date();
    g_autofree char *today = as_of ? g_strdup(as_of) : day ? g_strdup(day) : environment_today();
    report_begin(report, &(ReportPlace){.shipped = shipped, .source_date = day, .today = today});
}

ReportInput report_options_input(const ReportOptions *options, const char *layout) {
    return (ReportInput){.layout = layout,
                         .facts = options->facts,
                         .store = options->store,
                         .maps = options->maps,
                         .params = options->params,
                         .as_of = options->as_of,
                         .vocabulary = options->vocabulary,
                         .rates = options->rates,
                         .theme = options->theme,
                         .lang = options->lang,
                         .audience = options->audience,
                         .merge = report_options_merge(options),
                         .same_as = options->same_as,
                         .sources = options->sources,
                         .strict = options->strict,
                         .before = options->before,
                         .since = options->since};
}

void report_options_clear(ReportOptions *options) {
    g_strfreev(options->facts);
    g_strfreev(options->maps);
    g_free(options->waiting_map);
    g_strfreev(options->params);
    g_free(options->store);
    g_free(options->as_of);
    g_free(options->vocabulary);
    g_free(options->rates);
    g_free(options->theme);
    g_free(options->lang);
    g_free(options->audience);
    g_free(options->sources);
    g_strfreev(options->before);
    g_free(options->since);
    g_free(options->merge);
    g_strfreev(options->same_as);
}

const char *report_options_merge(const ReportOptions *options) {
    return options->no_merge ? "none" : options->merge;
}

static void append(char ***list, const char *text) {
    guint count = *list ? g_strv_length(*list) : 0;
    *list = g_renew(char *, *list, count + 2);
    (*list)[count] = g_strdup(text);
    (*list)[count + 1] = NULL;
}

gboolean report_take_facts(const char *option, const char *value, gpointer line, GError **error) {
    (void)option;
    (void)error;
    ReportOptions *options = ((const CommandLine *)line)->report;
    append(&options->facts, value);
    append(&options->maps, options->waiting_map ? options->waiting_map : "");
    g_clear_pointer(&options->waiting_map, g_free);
    return TRUE;
}

gboolean report_take_map(const char *option, const char *value, gpointer line, GError **error) {
    (void)option;
    ReportOptions *options = ((const CommandLine *)line)->report;
    char **last = options->facts ? &options->maps[g_strv_length(options->facts) - 1] : NULL;
    char **target = last ? last : &options->waiting_map;
    if (*target && **target) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    "--map \"%s\" follows --map \"%s\"; each belongs to one --facts", value,
                    *target);
        return FALSE;
    }
    g_free(*target);
    *target = g_strdup(value);
    return TRUE;
}

static bool check_comparison(const ReportOptions *options, char **problem) {
    if (options->before && options->store)
        *problem = g_strdup("--before goes with --facts; a store knows what it held: --since says "
                            "when");
    else if (options->since && !options->store && !options->before)
        *problem = g_strdup("--since goes with --store, or with --before");
    else if (options->since && options->before && !report_is_day(options->since))
        *problem = g_strdup_printf("--since is \"%s\", expected the day of the earlier facts as "
                                   "YYYY-MM-DD",
                                   options->since);
    for (char **path = options->before; path && *path; path++)
        if (strcmp(*path, "-") == 0)
            *problem = g_strdup("--before reads files and folders, not standard input");
    return *problem == NULL;
}

static bool is_merge_rule(const char *word) {
    for (const Keyword *mode = merge_modes; mode->name; mode++)
        if (strcmp(mode->name, word) == 0)
            return true;
    return false;
}

bool report_options_check_merge(const ReportOptions *options, char **problem) {
    if (!options->merge || is_merge_rule(options->merge))
        return true;
    *problem =
        g_strdup_printf("--merge-rule is \"%s\", expected ids, similar or none", options->merge);
    return false;
}

bool report_options_check(const ReportOptions *options, char **problem) {
    if (options->as_of && !report_is_day(options->as_of)) {
        *problem =
            g_strdup_printf("--as-of is \"%s\", expected a day as YYYY-MM-DD", options->as_of);
        return false;
    }
    if (options->waiting_map) {
        *problem =
            g_strdup_printf("--map \"%s\" has no --facts to belong to", options->waiting_map);
        return false;
    }
    if (options->store && options->facts) {
        *problem = g_strdup("give --facts or --store, not both");
        return false;
    }
    if (options->store && options->vocabulary) {
        *problem = g_strdup("a store has the vocabulary that its facts were added with; give "
                            "--vocabulary to accord facts add");
        return false;
    }
    if (options->sources && options->store) {
        *problem = g_strdup("--sources goes with --facts; evidence of a store is not looked up");
        return false;
    }
    if (options->sources && !g_file_test(options->sources, G_FILE_TEST_IS_DIR)) {
        *problem = g_strdup_printf("--sources is \"%s\", which is no folder", options->sources);
        return false;
    }
    if (!check_comparison(options, problem))
        return false;
    if (!report_options_check_merge(options, problem))
        return false;
    if (options->store && !options->is_proposing &&
        (report_options_merge(options) || options->same_as)) {
        *problem = g_strdup("facts of a store are merged when they are added; give --merge-rule, "
                            "--no-merge and --same-as to accord facts add");
        return false;
    }
    for (char **param = options->params; param && *param; param++) {
        const char *equals = strchr(*param, '=');
        if (equals && equals != *param)
            continue;
        *problem = g_strdup_printf("--param is \"%s\", expected NAME=VALUE", *param);
        return false;
    }
    return true;
}
