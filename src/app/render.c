// accord render and accord watch: a report from a layout and facts, written beside its target and
// renamed.
#include "app/command.h"
#include "app/pictures.h"
#include "app/reading.h"
#include "app/report_options.h"
#include "app/verify.h"
#include "app/watch.h"
#include "base/file.h"
#include "job/attachments.h"
#include "job/report_shared.h"
#include "pdf/pdf.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    const char *command; // render or watch
    const char *layout;
    CommonOptions common;
    ReportOptions report;
    char *output, *format;
    gboolean bare, linearize;
    char *user_password, *owner_password; // where they stand
    char *pages;
    double dpi, scale; // 0: not given
    PictureOptions picture;
} RenderOptions;

static const char description[] =
    "LAYOUT is a JSON layout, see accord-layout(5). The report is written beside its target and\n"
    "renamed, so that a failure leaves what was there. Without -o it is LAYOUT's name with .pdf "
    "in\n"
    "the current folder. A FILE that ends in .png or .svg gets the pages as pictures.\n\n"
    "Examples:\n"
    "  accord render layouts/briefing.json -o out/briefing.pdf\n"
    "  accord render layouts/briefing.json --facts today.jsonl --param from=2000 --as-of "
    "2025-11-20\n"
    "  accord render layouts/briefing.json -o out/page-%d.png --dpi 96\n"
    "  extract | accord render layouts/one-page.json --facts - -o - > today.pdf\n";

static const char watch_description[] =
    "Makes the report of LAYOUT, and makes it again whenever a file that it read changes: the\n"
    "layout, the theme, charts, facts, vocabularies. When something is wrong, that is said and "
    "the\n"
    "last good report stays. Ctrl-C ends it.\n\n"
    "Example:\n"
    "  accord watch layouts/briefing.json -o out/briefing.pdf\n";

static void clear_options(RenderOptions *options) {
    g_free(options->output);
    g_free(options->user_password);
    g_free(options->owner_password);
    g_free(options->format);
    g_free(options->pages);
}

static char *default_output(const char *layout, const char *format) {
    g_autofree char *name = g_path_get_basename(layout);
    char *dot = strrchr(name, '.');
    if (dot && dot != name)
        *dot = '\0';
    return g_strconcat(name, pictures_find(format) ? "-%d." : ".", format, NULL);
}

static GBytes *pages_as_json(const Report *report) {
    json_t *json = placed_to_json(report->placed);
    char *text = json_dumps(json, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
    json_decref(json);
    return g_bytes_new_with_free_func(text, strlen(text), free, text);
}

enum { PASSWORD_BYTES = 127 }; // ISO 32000-2, 7.6.4.3.3

// *out stays NULL when none is asked for.
static bool find_password(Diags *diags, const char *where, char **out) {
    if (!where)
        return true;
    *out = reading_password(diags, where);
    if (*out && **out && strlen(*out) <= PASSWORD_BYTES)
        return true;
    if (*out)
        diag_error(diags, DIAG_WRONG_VALUE, NULL, NULL,
                   "the password at \"%s\" has %zu bytes, expected 1 to %d", where, strlen(*out),
                   PASSWORD_BYTES);
    return false;
}

static GBytes *make_bytes(Report *report, const RenderOptions *options, const ReportInput *input) {
    if (strcmp(options->format, "json") == 0)
        return pages_as_json(report);
    g_autofree char *user = NULL, *owner = NULL;
    if (!find_password(report->diags, options->user_password, &user) ||
        !find_password(report->diags, options->owner_password, &owner))
        return NULL;
    OutputOptions output = {.bare = options->bare,
                            .linearize = options->linearize,
                            .user_password = user,
                            .owner_password = owner};
    return report_write_pdf(report, input, &output);
}

// "3 pages", or "1 page of 3" when only some became pictures. New string.
static char *written_pages(guint count, const PictureOptions *picture) {
    guint first = picture->first ? picture->first : 1;
    guint written = (picture->last ? picture->last : count) - first + 1;
    return written == count ? g_strdup_printf("%u page%s", count, plural(count))
                            : g_strdup_printf("%u page%s of %u", written, plural(written), count);
}

static void print_summary(const Report *report, const PictureOptions *picture, const char *output,
                          gsize size) {
    if (strcmp(output, "-") == 0)
        return;
    g_autofree char *human = g_format_size(size);
    g_autofree char *pages = written_pages(report->placed->page_count, picture);
    fprintf(stderr, "%s: %s, %s, from %" G_GUINT64_FORMAT " partnership%s\n", output, pages, human,
            report->summary.partnerships, plural(report->summary.partnerships));
    if (report->audience)
        fprintf(stderr,
                "%s: for audience \"%s\": %" G_GUINT64_FORMAT " record%s and %" G_GUINT64_FORMAT
                " part%s of others withheld\n",
                output, report->audience->code, report->withheld.records,
                plural(report->withheld.records), report->withheld.parts,
                plural(report->withheld.parts));
}

static bool write_report(Report *report, const RenderOptions *options, const ReportInput *input,
                         gsize *size) {
    if (options->picture.draw)
        return pictures_write(report, &options->picture, size);
    g_autoptr(GBytes) bytes = make_bytes(report, options, input);
    if (!bytes || diags_errors(report->diags))
        return false;
    const void *data = g_bytes_get_data(bytes, size);
    return file_write(report->diags, options->output, data, *size);
}

static void add_path(void *paths, const char *path) {
    g_ptr_array_add(paths, g_strdup(path));
}

// A report that is made again and again, by watch: fonts and facts are kept from one to the next.
typedef struct {
    const RenderOptions *options;
    ReportShared *shared;
    GPtrArray *paths; // to which what was read is added
    bool whole;       // the last one was made to its end
} Rendering;

static void note_paths(const Rendering *rendering, const Report *report) {
    command_note_files(report->diags, rendering->paths);
    report_shared_fonts(rendering->shared, add_path, rendering->paths);
}

// again: or NULL, for a report made once.
static int render(const RenderOptions *options, const Rendering *again) {
    Progress progress;
    progress_begin(&progress, &options->common);
    Report report;
    report_begin_here(&report);
    if (again)
        report_share(&report, again->shared);
    ReportInput input = report_options_input(&options->report, options->layout);
    gsize size = 0;
    bool good = report_build(&report, &input, &progress);
    if (good) {
        progress_step(&progress, "writing");
        good = write_report(&report, options, &input, &size);
    }
    progress_end(&progress);
    int code = command_report(report.diags, &options->common);
    if (good && !options->common.quiet && !again)
        print_summary(&report, &options->picture, options->output, size);
    if (again)
        note_paths(again, &report);
    report_end(&report);
    return code;
}

static bool render_again(void *data, const GPtrArray *changed, GPtrArray *paths) {
    Rendering *rendering = data;
    rendering->paths = paths;
    report_shared_forget(rendering->shared, changed, rendering->whole);
    rendering->whole = render(rendering->options, rendering) == EXIT_DONE;
    return rendering->whole;
}

static int watch(RenderOptions *options) {
    bool reads_stdin = strcmp(options->layout, "-") == 0;
    for (char **path = options->report.facts; path && *path; path++)
        reads_stdin |= strcmp(*path, "-") == 0;
    if (reads_stdin)
        return command_usage_error("watch", "standard input cannot be watched");
    if (strcmp(options->output, "-") == 0)
        return command_usage_error("watch", "the report goes to a file");
    Rendering rendering = {.options = options,
                           .shared = report_shared_new(/*tells_again=*/options->report.strict)};
    report_shared_keep(rendering.shared);
    WatchJob job = {render_again, &rendering, options->output, options->common.quiet};
    int code = watch_run(&job);
    report_shared_free(rendering.shared);
    return code;
}

static const char *known_format(const char *word) {
    static const char *const formats[] = {"pdf", "json", "png", "svg"};
    for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
        if (g_ascii_strcasecmp(word, formats[i]) == 0)
            return formats[i];
    return NULL;
}

// The format by --format, else by the output's suffix, else PDF. NULL and *problem when it is none
// we have.
static const char *find_format(const RenderOptions *options, char **problem) {
    g_autofree char *name = options->output ? g_path_get_basename(options->output) : g_strdup("");
    const char *dot = strrchr(name, '.');
    const char *format = known_format(options->format ? options->format : dot ? dot + 1 : "pdf");
    if (!format && options->format)
        *problem =
            g_strdup_printf("--format is \"%s\", expected pdf, png, svg or json", options->format);
    else if (!format)
        *problem = g_strdup_printf(
            "no report is written as \"%s\", expected .pdf, .png, .svg or, for the placed pages, "
            ".json",
            name);
    return format;
}

static bool check_pages(RenderOptions *options, char **problem) {
    PictureOptions *picture = &options->picture;
    if (!options->pages || pictures_parse_range(options->pages, &picture->first, &picture->last))
        return true;
    *problem = g_strdup_printf("--pages is \"%s\", expected a page or several: 3, 2-5 or 2-",
                               options->pages);
    return false;
}

static bool check_scale(RenderOptions *options, char **problem) {
    if (options->dpi != 0 && options->scale != 0) {
        *problem = g_strdup("--dpi and --scale say the same, expected one of them");
        return false;
    }
    double scale = options->dpi != 0 ? options->dpi / 72 : options->scale;
    options->picture.scale = scale != 0 ? scale : 2;
    if (options->picture.scale > 0 && options->picture.scale <= 20)
        return true;
    *problem = g_strdup_printf(
        "--%s is %g, expected more than 0 and at most %d", options->dpi != 0 ? "dpi" : "scale",
        options->dpi != 0 ? options->dpi : options->scale, options->dpi != 0 ? 20 * 72 : 20);
    return false;
}

// What only some formats take. False and *problem when it is given for another.
static bool check_format(RenderOptions *options, char **problem) {
    const char *format = options->format;
    options->picture.draw = pictures_find(format);
    options->picture.output = options->output;
    const struct {
        const char *name;
        bool given, taken;
    } rows[] = {
        {"pages", options->pages != NULL, options->picture.draw != NULL},
        {"dpi", options->dpi != 0, strcmp(format, "png") == 0},
        {"scale", options->scale != 0, strcmp(format, "png") == 0},
        {"user-password", options->user_password != NULL, strcmp(format, "pdf") == 0},
        {"owner-password", options->owner_password != NULL, strcmp(format, "pdf") == 0},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (rows[i].given && !rows[i].taken) {
            *problem = g_strdup_printf("--%s is nothing that %s takes", rows[i].name, format);
            return false;
        }
    return check_pages(options, problem) && check_scale(options, problem);
}

// ---- a report's files, taken out by extract

typedef struct {
    RenderOptions *options;
    int code;
} RenderAgain;

static void write_again(void *data, Report *report, const ReportInput *input, bool linearize) {
    RenderAgain *again = data;
    RenderOptions *options = again->options;
    gsize size = 0;
    options->linearize = options->linearize || linearize;
    bool good = write_report(report, options, input, &size);
    again->code = command_report(report->diags, &options->common);
    if (good && !options->common.quiet)
        print_summary(report, &options->picture, options->output, size);
}

// What the record says is not said a second time.
static bool says_more(const ReportOptions *report) {
    return report->facts || report->store || report->params || report->as_of || report->theme ||
           report->lang || report->rates || report->audience || report->vocabulary;
}

static int render_record(RenderOptions *options) {
    RenderAgain again = {.options = options};
    const RemadeReport remade = {write_again, &again, false};
    if (says_more(&options->report))
        return command_usage_error("render",
                                   "\"%s\" says what the report is made from; render "
                                   "its layout to say something else",
                                   options->layout);
    int code = verify_remake_record(options->layout, &options->common, &remade);
    return code == EXIT_DONE ? again.code : code;
}

static int check_and_render(void *data, int argc, char **argv) {
    RenderOptions *options = data;
    g_autofree char *problem = NULL;
    if (!report_options_check(&options->report, &problem))
        return command_usage_error(options->command, "%s", problem);
    if (argc != 2)
        return command_usage_error(options->command,
                                   argc < 2 ? "a layout is missing" : "one layout at a time");
    const char *format = find_format(options, &problem);
    if (!format)
        return command_usage_error(options->command, "%s", problem);
    g_free(options->format);
    options->format = g_strdup(format);
    options->layout = argv[1];
    if (!options->output)
        options->output = default_output(options->layout, options->format);
    if (!check_format(options, &problem))
        return command_usage_error(options->command, "%s", problem);
    if (strcmp(options->command, "watch") == 0)
        return watch(options);
    return verify_is_record(options->layout) ? render_record(options) : render(options, NULL);
}

static int run(const char *command, const char *about, int argc, char **argv) {
    RenderOptions options = {.command = command};
    const GOptionEntry entries[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
         "Where the report goes; - is standard output", "FILE"},
        REPORT_OPTION_ENTRIES(&options.report),
        {"format", 0, 0, G_OPTION_ARG_STRING, &options.format,
         "pdf, png, svg, or json, the placed pages (default: by FILE's suffix)", "FORMAT"},
        {"pages", 0, 0, G_OPTION_ARG_STRING, &options.pages,
         "The pages that become pictures: 3, 2-5 or 2- (default: all)", "PAGES"},
        {"dpi", 0, 0, G_OPTION_ARG_DOUBLE, &options.dpi, "Dots per inch of a PNG (144)", "N"},
        {"scale", 0, 0, G_OPTION_ARG_DOUBLE, &options.scale, "The same: pixels per point (2)", "N"},
        {"no-attachments", 0, 0, G_OPTION_ARG_NONE, &options.bare,
         "Leave facts, layout and theme out of the PDF", NULL},
        {"user-password", 0, 0, G_OPTION_ARG_STRING, &options.user_password,
         "Encrypt: the password to open stands at file:PATH or env:NAME", "WHERE"},
        {"owner-password", 0, 0, G_OPTION_ARG_STRING, &options.owner_password,
         "Encrypt: likewise the password to copy and change", "WHERE"},
        {"linearize", 0, 0, G_OPTION_ARG_NONE, &options.linearize,
         "Order the PDF for reading over a network", NULL},
        G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "LAYOUT",
                        .description = about,
                        .entries = entries,
                        .common = &options.common,
                        .report = &options.report,
                        .act = check_and_render,
                        .options = &options};
    int code = command_run(&line, argc, argv);
    clear_options(&options);
    return code;
}

int command_render(int argc, char **argv) {
    return run("render", description, argc, argv);
}

int command_watch(int argc, char **argv) {
    return run("watch", watch_description, argc, argv);
}
