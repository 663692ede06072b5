// accord chart: one Vega-Lite specification as a picture or as a scene.
#include "chart/chart.h"
#include "app/chart_format.h"
#include "app/command.h"
#include "app/environment.h"
#include "app/report_options.h"
#include "app/watch.h"
#include "base/suggest.h"
#include "page/colours.h"
#include "page/document.h"

#include <math.h>
#include <string.h>

typedef struct {
    CommonOptions common;
    ReportOptions report;
    char *output, *format, *data_folder, *locale, *layout, *data;
    double scale, width, height; // width, height: NAN when not given
    gboolean lineage, watch;
    const ChartFormat *picture; // what is made
    const char *spec;           // of this file
} ChartOptions;

static const char description[] =
    "SPEC is a Vega-Lite specification; - reads it from standard input. Data by \"url\" is looked "
    "for\n"
    "below --data-dir (default: SPEC's folder), never on the network. With --facts, data by name\n"
    "means the datasets of accord-facts(5); with --layout also those that the layout defines.\n"
    "Without a theme the look is Vega-Lite's own.\n\n"
    "Examples:\n"
    "  accord chart sectors.vl.json -o sectors.svg\n"
    "  accord chart sectors.vl.json --facts data/facts --theme slate -o sectors.pdf\n"
    "  accord chart layouts/charts/partners.vl.json --layout layouts/briefing.json --data "
    "partners\n"
    "  accord chart sectors.vl.json --format scene | jq .views\n";

static void clear_options(ChartOptions *options) {
    g_free(options->output);
    g_free(options->format);
    g_free(options->data_folder);
    g_free(options->locale);
    g_free(options->layout);
    g_free(options->data);
}

// ---- compiling

// A chart among the data and parameters of a report.
typedef struct {
    Report report;
    Scope *scope;             // of the layout; NULL without one
    const Words *words;       // of the layout, or NULL
    const char *as_of;        // the parameter of that name where there is no layout; or NULL
    CategoryColours *colours; // NULL until asked for
} ChartWork;

static const Table *find_data(void *data, const char *name) {
    ChartWork *work = data;
    Report *report = &work->report;
    return !report->store ? NULL
           : work->scope  ? scope_find_table(work->scope, name)
                          : store_dataset(report->store, report->arena, name, report->diags);
}

static bool find_param(void *data, const char *name, Value *out) {
    const ChartWork *work = data;
    const char *problem, *hint;
    if (work->scope)
        return scope_value(work->scope, name, out, &problem, &hint);
    if (!work->as_of || strcmp(name, "as_of") != 0)
        return false;
    *out = value_string(work->as_of);
    return true;
}

static bool find_colour(void *data, const char *field, Value category, Colour *out) {
    ChartWork *work = data;
    Report *report = &work->report;
    (void)field;
    if (!work->colours) {
        CategoryColoursInput input = {.arena = report->arena,
                                      .diags = report->diags,
                                      .theme = report->theme,
                                      .store = report->store};
        work->colours = category_colours_new(&input);
    }
    return category_colours_find(work->colours, category, out);
}

// Theme, facts and data of a layout.
static bool read_layout(ChartWork *work, const ChartOptions *options, Progress *progress) {
    ReportInput input = report_options_input(&options->report, options->layout);
    PageInput page;
    if (!report_read(&work->report, &input, &page, progress))
        return false;
    work->scope = page_scope(&page);
    work->words = page.words;
    return true;
}

// The theme and the facts that the command line names.
static bool read_parts(ChartWork *work, const ChartOptions *options, Progress *progress) {
    Report *report = &work->report;
    ReportInput input = report_options_input(&options->report, options->layout);
    bool good = true;
    if (input.theme) {
        report->theme = report_read_theme(report, input.theme, NULL);
        good = report->theme != NULL;
    }
    if (!input.facts && !input.store)
        return good;
    return report_read_facts(report, &input, (const char *const *)input.facts,
                             input.facts ? g_strv_length(input.facts) : 0, options->locale,
                             progress) &&
           good;
}

static void unknown_dataset(const ChartInput *input, const char *name) {
    const char *const *names = input->data_names;
    g_autofree char *near = suggest_hint(name, names, g_strv_length((GStrv)names));
    g_autofree char *list = g_strjoinv(", ", (GStrv)names);
    g_autofree char *all = g_strdup_printf("there are %s", list);
    diag_error(input->diags, DIAG_UNKNOWN_DATA, NULL, near ? near : all, "unknown dataset \"%s\"",
               name);
}

// Data by name, of the layout or of the facts. False and reported when --data names nothing.
static bool name_data(ChartWork *work, const ChartOptions *options, ChartInput *input) {
    input->find_param = find_param;
    input->data = work;
    if (!work->report.store) {
        input->data_hint = "name the facts (--facts data/facts), a --store or a --layout";
        return true;
    }
    input->find_data = find_data;
    input->data_names = work->scope ? scope_data_names(work->scope) : store_dataset_names();
    input->find_colour = work->report.theme ? find_colour : NULL;
    if (!options->data)
        return true;
    const JsonNode *own = json_node_member(input->spec, "data");
    if (own)
        json_warning(input->diags, own, DIAG_WRONG_VALUE, NULL,
                     "the chart has data of its own: --data %s is not used", options->data);
    guint before = diags_errors(input->diags);
    input->default_data = find_data(work, options->data);
    if (!input->default_data && diags_errors(input->diags) == before)
        unknown_dataset(input, options->data);
    return input->default_data != NULL;
}

// Fields that data of the facts or of the layout do not have are errors, as in a layout. False and
// reported when there is one.
static bool check_fields(ChartWork *work, const ChartInput *input) {
    if (!work->report.store)
        return true;
    const ScopeOptions options = {.arena = input->arena,
                                  .diags = input->diags,
                                  .store = work->report.store,
                                  .locale = input->locale,
                                  .folder = input->data_folder};
    Scope *scope = work->scope ? work->scope : scope_new(&options);
    return scope_check_fields(scope, input->default_data, input->spec);
}

// The language of the picture: as asked for, else the layout's, else English. False and reported
// when there are no words for it.
static bool find_language(ChartWork *work, const ChartOptions *options, ChartInput *input) {
    WordsInput asked = {.language = options->locale};
    input->words = work->words;
    input->locale = work->scope ? scope_locale(work->scope) : format_locale("en");
    if (!options->locale)
        return true;
    input->words = report_read_words(&work->report, &asked);
    input->locale = input->words ? words_locale(input->words) : NULL;
    return input->words != NULL;
}

enum { PAPER_MARGIN = 8 }; // around a chart that stands alone on a theme's paper, in points

// Themes have no padding, for a chart in a report stands in its column. Alone it needs some, unless
// the chart or the theme says how much.
static double margin_of(const Report *report, const JsonDoc *doc) {
    const JsonNode *spec = json_doc_root(doc), *config = json_node_member(spec, "config");
    if (!report->theme || json_node_member(spec, "padding") ||
        (config && json_node_member(config, "padding")))
        return 0;
    const JsonNode *chart = report->theme->chart;
    const JsonNode *themes = chart ? json_node_member(chart, "padding") : NULL;
    return !themes || json_number_value(themes->json) == 0 ? PAPER_MARGIN : 0;
}

static void add_margin(Scene *scene, double margin) {
    scene->origin_x += margin;
    scene->origin_y += margin;
    scene->width += 2 * margin;
    scene->height += 2 * margin;
}

// The size of the picture without the margin, at least a point; 0, which means any, for none.
static double without(double size, double margin) {
    return size > 0 ? MAX(size - 2 * margin, 1) : 0;
}

static Scene *compile(ChartWork *work, const ChartOptions *options, const char *path,
                      Progress *progress) {
    Report *report = &work->report;
    progress_step(progress, "reading the chart");
    if (!document_expect_name(report->diags, path, DOCUMENT_CHART))
        return NULL;
    JsonDoc *doc = json_doc_load(report->diags, path);
    if (doc)
        g_ptr_array_add(report->documents, doc);
    if (doc && !document_expect(report->diags, json_doc_root(doc), DOCUMENT_CHART))
        return NULL;
    bool good = options->layout ? read_layout(work, options, progress)
                                : read_parts(work, options, progress);
    if (!doc || !good)
        return NULL;
    progress_step(progress, "compiling the chart");
    g_autofree char *folder =
        options->data_folder ? g_strdup(options->data_folder) : g_path_get_dirname(path);
    g_autoptr(GTimeZone) zone = environment_zone();
    double margin = margin_of(report, doc);
    ChartInput input = {.arena = report->arena,
                        .diags = report->diags,
                        .engine = report_engine(report),
                        .spec = json_doc_root(doc),
                        .config = report->theme ? report->theme->chart : NULL,
                        .data_folder = folder,
                        .width = without(options->width, margin),
                        .height = without(options->height, margin),
                        .zone = zone};
    good = find_language(work, options, &input) && name_data(work, options, &input) &&
           check_fields(work, &input);
    Scene *scene = good ? chart_compile(&input) : NULL;
    if (scene)
        add_margin(scene, margin);
    return scene;
}

// A chart with a theme lies on the theme's paper, as it would in a report.
static void lay_on_paper(Scene *scene, const Report *report) {
    Paint *background = &scene->background;
    bool seen_through =
        !background->gradient && (!background->present || background->colour.a <= 0);
    if (report->theme && seen_through)
        *background = (Paint){.present = true, .colour = report->theme->inks[INK_PAPER]};
}

// paths: what was read is added; or NULL.
static int draw(const ChartOptions *options, GPtrArray *paths) {
    Progress progress;
    progress_begin(&progress, &options->common);
    ChartWork work = {.as_of = options->report.as_of};
    Report *report = &work.report;
    report_begin_here(report);
    Scene *scene = compile(&work, options, options->spec, &progress);
    if (report->engine)
        text_report_broken(report->engine, report->diags);
    if (scene && diags_errors(report->diags) == 0) {
        progress_step(&progress, "drawing");
        lay_on_paper(scene, report);
        ChartOutput output = {.engine = report->engine,
                              .diags = report->diags,
                              .path = options->output ? options->output : "-",
                              .scale = options->scale,
                              .lineage = options->lineage};
        options->picture->write(scene, &output);
        text_report_missing(report->engine, report->diags, NULL);
    }
    progress_end(&progress);
    int code = command_report(report->diags, &options->common);
    if (paths)
        command_note_files(report->diags, paths);
    category_colours_free(work.colours);
    report_end(report);
    return code;
}

static bool draw_again(void *options, const GPtrArray *changed, GPtrArray *paths) {
    (void)changed;
    return draw(options, paths) == EXIT_DONE;
}

static bool reads_stdin(const ChartOptions *options) {
    for (char **path = options->report.facts; path && *path; path++)
        if (strcmp(*path, "-") == 0)
            return true;
    return strcmp(options->spec, "-") == 0;
}

static int watch(ChartOptions *options) {
    if (!options->output || strcmp(options->output, "-") == 0)
        return command_usage_error("chart", "--watch needs -o FILE");
    if (reads_stdin(options))
        return command_usage_error("chart", "--watch cannot watch standard input");
    WatchJob job = {draw_again, options, options->output, options->common.quiet};
    return watch_run(&job);
}

static int check_and_draw(void *data, int argc, char **argv) {
    ChartOptions *options = data;
    g_autofree char *problem = NULL;
    if (!report_options_check(&options->report, &problem))
        return command_usage_error("chart", "%s", problem);
    if (argc != 2)
        return command_usage_error("chart", argc < 2 ? "a specification is missing"
                                                     : "one specification at a time");
    options->spec = argv[1];
    options->picture = chart_format_find(options->format, options->output);
    if (!options->picture)
        return EXIT_USAGE;
    if (!(options->scale > 0 && options->scale <= 20))
        return command_usage_error("chart", "--scale is %g, expected more than 0 and at most 20",
                                   options->scale);
    if (options->width <= 0 || options->height <= 0)
        return command_usage_error("chart", "--%s is not more than 0 points",
                                   options->width <= 0 ? "width" : "height");
    if (options->data && !options->layout && !options->report.facts && !options->report.store)
        return command_usage_error("chart", "--data needs --facts, --store or --layout");
    if (options->report.params && !options->layout)
        return command_usage_error("chart", "--param needs --layout");
    return options->watch ? watch(options) : draw(options, NULL);
}

int command_chart(int argc, char **argv) {
    ChartOptions options = {.scale = 2, .width = NAN, .height = NAN};
    const GOptionEntry entries[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
         "Where the picture goes (default: standard output)", "FILE"},
        {"format", 0, 0, G_OPTION_ARG_STRING, &options.format,
         "svg, png, pdf or scene (default: by FILE's suffix, else svg)", "FORMAT"},
        {"data-dir", 0, 0, G_OPTION_ARG_FILENAME, &options.data_folder,
         "Folder that data by \"url\" stays in", "DIR"},
        {"scale", 0, 0, G_OPTION_ARG_DOUBLE, &options.scale, "Pixels per point of a PNG (2)", "N"},
        {"width", 0, 0, G_OPTION_ARG_DOUBLE, &options.width,
         "Fit the whole picture into this width", "POINTS"},
        {"height", 0, 0, G_OPTION_ARG_DOUBLE, &options.height,
         "Fit the whole picture into this height", "POINTS"},
        {"locale", 0, 0, G_OPTION_ARG_STRING, &options.locale, "Language of numbers and dates (en)",
         "TAG"},
        {"lineage", 0, 0, G_OPTION_ARG_NONE, &options.lineage,
         "With --format scene: the facts behind each item, and the description", NULL},
        {"watch", 0, 0, G_OPTION_ARG_NONE, &options.watch,
         "Draw again whenever a file that was read changes, until Ctrl-C", NULL},
        REPORT_PATH_ENTRIES,
        {"layout", 0, 0, G_OPTION_ARG_FILENAME, &options.layout,
         "A layout whose theme, facts, data and parameters the chart sees", "LAYOUT"},
        {"data", 0, 0, G_OPTION_ARG_STRING, &options.data,
         "The dataset for a specification that names none", "NAME"},
        {"param", 'p', 0, G_OPTION_ARG_STRING_ARRAY, &options.report.params,
         "A parameter of the layout (repeatable)", "NAME=VALUE"},
        {"store", 0, 0, G_OPTION_ARG_FILENAME, &options.report.store,
         "Facts that were added to a store: a file, or postgresql://...", "STORE"},
        {"as-of", 0, 0, G_OPTION_ARG_STRING, &options.report.as_of,
         "The day that open commitments are judged on", "YYYY-MM-DD"},
        {"vocabulary", 0, 0, G_OPTION_ARG_FILENAME, &options.report.vocabulary,
         "Folder of vocabularies (default: the shipped one)", "DIR"},
        REPORT_RATES_ENTRY(&options.report),
        {"theme", 0, 0, G_OPTION_ARG_FILENAME, &options.report.theme,
         "A theme whose chart config is used", "THEME"},
        G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "SPEC",
                        .description = description,
                        .entries = entries,
                        .common = &options.common,
                        .report = &options.report,
                        .act = check_and_draw,
                        .options = &options};
    int code = command_run(&line, argc, argv);
    clear_options(&options);
    return code;
}
