// accord chart: one Vega-Lite specification as a picture or as a scene.
#include "chart/chart.h"
#include "app/command.h"
#include "app/environment.h"
#include "app/report.h"
#include "base/file.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    CommonOptions common;
    ReportOptions report;
    char *output, *format, *data_folder, *locale;
    double scale, width, height;
    gboolean lineage;
} ChartOptions;

static const char description[] =
    "SPEC is a Vega-Lite specification; - reads it from standard input. Data by \"url\" is looked "
    "for\n"
    "below --data-dir (default: SPEC's folder), never on the network. With --facts, data by name\n"
    "means the datasets of accord-facts(5). Without --theme the look is Vega-Lite's own.\n\n"
    "Examples:\n"
    "  accord chart sectors.vl.json -o sectors.svg\n"
    "  accord chart sectors.vl.json --facts data/facts --theme slate -o sectors.pdf\n"
    "  accord chart sectors.vl.json --format scene | jq .views\n";

static void clear_options(ChartOptions *options) {
    g_free(options->common.diagnostics);
    g_free(options->output);
    g_free(options->format);
    g_free(options->data_folder);
    g_free(options->locale);
    report_options_clear(&options->report);
}

// ---- writing

static bool write_scene(const Scene *scene, Report *report, const ChartOptions *options,
                        const char *path) {
    json_t *json = scene_to_json(scene, options->lineage);
    char *text = json_dumps(json, JSON_INDENT(1) | JSON_ENCODE_ANY | JSON_REAL_PRECISION(12));
    json_decref(json);
    g_autofree char *line = g_strconcat(text, "\n", NULL);
    free(text);
    return file_write(report->diags, path, line, strlen(line));
}

static bool write_svg(const Scene *scene, Report *report, const ChartOptions *options,
                      const char *path) {
    (void)options;
    return scene_write_svg(scene, report->engine, report->diags, path);
}

static bool write_png(const Scene *scene, Report *report, const ChartOptions *options,
                      const char *path) {
    return scene_write_png(scene, report->engine, report->diags, path, options->scale);
}

static bool write_pdf(const Scene *scene, Report *report, const ChartOptions *options,
                      const char *path) {
    (void)options;
    return scene_write_pdf(scene, report->engine, report->diags, path);
}

typedef struct {
    const char *name;
    bool (*write)(const Scene *scene, Report *report, const ChartOptions *options,
                  const char *path);
} ChartFormat;

static const ChartFormat formats[] = {
    {"svg", write_svg}, {"png", write_png}, {"pdf", write_pdf}, {"scene", write_scene}};

static const ChartFormat *format_named(const char *name) {
    for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

// By --format, else by the output's suffix, else SVG.
static const ChartFormat *find_format(const ChartOptions *options) {
    if (options->format)
        return format_named(options->format);
    const char *dot = options->output ? strrchr(options->output, '.') : NULL;
    const ChartFormat *format = dot ? format_named(dot + 1) : NULL;
    return format ? format : format_named("svg");
}

// ---- compiling

static const Table *find_store_data(void *data, const char *name) {
    Report *report = data;
    return store_dataset(report->store, report->arena, name, report->diags);
}

static const JsonNode *theme_config(Report *report, const ChartOptions *options, bool *good) {
    if (!options->report.theme)
        return NULL;
    report->theme = report_read_theme(report, options->report.theme, NULL);
    *good = report->theme != NULL;
    return report->theme ? report->theme->chart : NULL;
}

static bool read_chart_facts(Report *report, const ChartOptions *options, Progress *progress) {
    if (!options->report.facts)
        return true;
    ReportInput input = {.as_of = options->report.as_of, .vocabulary = options->report.vocabulary};
    return report_read_facts(report, &input, (const char *const *)options->report.facts,
                             g_strv_length(options->report.facts), options->locale, progress);
}

static Scene *compile(Report *report, const ChartOptions *options, const char *path,
                      Progress *progress) {
    progress_step(progress, "reading the chart");
    JsonDoc *doc = json_doc_load(report->diags, path);
    if (doc)
        g_ptr_array_add(report->documents, doc);
    bool good = doc != NULL;
    const JsonNode *config = theme_config(report, options, &good);
    good = read_chart_facts(report, options, progress) && good;
    if (!good)
        return NULL;
    progress_step(progress, "compiling the chart");
    g_autofree char *folder =
        options->data_folder ? g_strdup(options->data_folder) : g_path_get_dirname(path);
    g_autoptr(GTimeZone) zone = environment_zone();
    ChartInput input = {.arena = report->arena,
                        .diags = report->diags,
                        .engine = report_engine(report),
                        .spec = json_doc_root(doc),
                        .config = config,
                        .data_folder = folder,
                        .width = options->width,
                        .height = options->height,
                        .locale = format_locale(options->locale ? options->locale : "en"),
                        .zone = zone};
    if (report->store) {
        input.find_data = find_store_data;
        input.data_names = store_dataset_names();
        input.data = report;
    }
    return chart_compile(&input);
}

static int draw(const ChartOptions *options, const ChartFormat *format, const char *path) {
    Progress progress;
    progress_begin(&progress, &options->common);
    Report report;
    report_begin(&report);
    Scene *scene = compile(&report, options, path, &progress);
    if (scene && diags_errors(report.diags) == 0) {
        progress_step(&progress, "drawing");
        format->write(scene, &report, options, options->output ? options->output : "-");
        text_report_missing(report.engine, report.diags, NULL);
    }
    progress_end(&progress);
    int code = command_report(report.diags, &options->common);
    report_end(&report);
    return code;
}

static int check_and_draw(const ChartOptions *options, int argc, char **argv) {
    g_autofree char *problem = NULL;
    if (!report_options_check(&options->report, &problem))
        return command_usage_error("chart", "%s", problem);
    if (argc != 2)
        return command_usage_error("chart", argc < 2 ? "a specification is missing"
                                                     : "one specification at a time");
    const ChartFormat *format = find_format(options);
    if (!format)
        return command_usage_error("chart", "--format is \"%s\", expected svg, png, pdf or scene",
                                   options->format);
    if (!(options->scale > 0 && options->scale <= 20))
        return command_usage_error("chart", "--scale is %g, expected more than 0 and at most 20",
                                   options->scale);
    if (options->locale && !format_locale(options->locale))
        return command_usage_error("chart", "--locale \"%s\" is not known", options->locale);
    return draw(options, format, argv[1]);
}

int command_chart(int argc, char **argv) {
    ChartOptions options = {.scale = 2};
    const GOptionEntry entries[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
         "Where the picture goes (default: standard output)", "FILE"},
        {"format", 0, 0, G_OPTION_ARG_STRING, &options.format,
         "svg, png, pdf or scene (default: by FILE's name)", "FORMAT"},
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
         "With --format scene: the facts behind each item", NULL},
        {"facts", 'f', 0, G_OPTION_ARG_FILENAME_ARRAY, &options.report.facts,
         "Facts for data by name: a file, a folder, or - (repeatable)", "PATH"},
        {"as-of", 0, 0, G_OPTION_ARG_STRING, &options.report.as_of,
         "The day that open commitments are judged on", "YYYY-MM-DD"},
        {"vocabulary", 0, 0, G_OPTION_ARG_FILENAME, &options.report.vocabulary,
         "Folder of vocabularies (default: the shipped one)", "DIR"},
        {"theme", 0, 0, G_OPTION_ARG_FILENAME, &options.report.theme,
         "A theme whose chart config is used", "THEME"},
        G_OPTION_ENTRY_NULL};
    CommandLine line = {
        .usage = "SPEC", .description = description, .entries = entries, .common = &options.common};
    bool done = false;
    int code = command_parse(&line, &argc, &argv, &done);
    if (code == EXIT_DONE && !done)
        code = check_and_draw(&options, argc, argv);
    clear_options(&options);
    return code;
}
