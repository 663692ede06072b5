// accord check: reads and composes everything a report needs, writes nothing, and says all that is
// wrong. A path is taken for what it holds: a layout, a theme or facts.
#include "app/check_evidence.h"
#include "app/command.h"
#include "app/environment.h"
#include "app/report_options.h"
#include "base/diag_weigh.h"
#include "base/words.h"
#include "facts/merge_plan.h"
#include "facts/rates.h"
#include "job/jobs_file.h"
#include "job/report_shared.h"
#include "page/document.h"
#include "page/translation.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { COUNTED_FROM = 10 }; // problems

typedef struct {
    CommonOptions common;
    ReportOptions report;
    EvidenceOptions evidence;
    char *map; // of the operands that are facts; or NULL
    // Of several paths: whether several are facts, so that what they refer to is looked at in the
    // end; what was printed, and how much there was.
    bool is_together;
    GHashTable *printed;
    ReportShared *shared; // by layouts: facts that several of them have are read once
    guint errors, warnings;
} CheckOptions;

// A path of the command line, and what it holds.
typedef struct {
    const char *path;
    DocumentKind kind;
    Report *report; // of its check
    Progress *progress;
} Operand;

static const char description[] =
    "Each PATH is a layout, a theme, a map, a facts file (.json, .jsonl), a folder of facts, or -\n"
    "for facts on standard input; or a jobs file, rates, a translation, strings, a vocabulary or "
    "a\n"
    "list of pairs. What it is is told by its first members. A layout is checked with its facts\n"
    "and composed to the last page.\n"
    "With --sources the evidence of all facts is looked up in the captured texts of DIR: the\n"
    "files that the sources name, or SOURCE-ID.txt.\n\n"
    "Examples:\n"
    "  accord check layouts/briefing.json\n"
    "  accord check data/facts\n"
    "  accord check --diagnostics=json today.jsonl\n"
    "  accord check today.jsonl --sources captured --require exact\n"
    "  accord check today.jsonl --sources captured --format sarif >evidence.sarif\n";

// What a path holds. What cannot be told is taken for facts, whose reader says what is wrong.
static DocumentKind kind_of(const CheckOptions *options, const char *path) {
    if (options->map || strcmp(path, "-") == 0 || !g_str_has_suffix(path, ".json") ||
        g_file_test(path, G_FILE_TEST_IS_DIR))
        return DOCUMENT_FACTS;
    g_autoptr(Diags) quiet = diags_new();
    g_autoptr(JsonDoc) doc = json_doc_load(quiet, path);
    DocumentKind kind = doc ? document_kind(json_doc_root(doc)) : DOCUMENT_FACTS;
    return kind == DOCUMENT_UNKNOWN ? DOCUMENT_FACTS : kind;
}

// What was found good, with how much of it: "facts: good, 2 warnings (3 partnerships)".
G_GNUC_PRINTF(3, 4)
static void print_good(const CheckOptions *options, const Operand *operand, const char *format,
                       ...) {
    const Diags *diags = operand->report->diags;
    if (diags_errors(diags) || options->common.quiet)
        return;
    va_list values;
    va_start(values, format);
    g_autofree char *what = g_strdup_vprintf(format, values);
    va_end(values);
    guint warnings = diags_warnings(diags);
    printf("%s: good", operand->path);
    if (warnings)
        printf(", %u warning%s", warnings, plural(warnings));
    printf(" (%s)\n", what);
}

static void check_layout(const CheckOptions *options, const Operand *operand) {
    ReportInput input = report_options_input(&options->report, operand->path);
    input.checks_data = true;
    if (report_build(operand->report, &input, operand->progress))
        print_good(options, operand, "%u page%s from %" G_GUINT64_FORMAT " partnership%s",
                   operand->report->placed->page_count, plural(operand->report->placed->page_count),
                   operand->report->summary.partnerships,
                   plural(operand->report->summary.partnerships));
}

static void check_theme(const CheckOptions *options, const Operand *operand) {
    const Theme *theme = report_read_theme(operand->report, operand->path, NULL);
    if (theme)
        print_good(options, operand, "theme \"%s\"", theme->name);
}

static void check_map(const CheckOptions *options, const Operand *operand) {
    g_autoptr(FactsMap) map = facts_map_load(operand->report->diags, operand->path, NULL);
    ReportInput input = {.vocabulary = options->report.vocabulary};
    if (!map || !report_load_vocabularies(operand->report, &input))
        return;
    facts_map_check_terms(map, operand->report->vocabularies, operand->report->diags);
    print_good(options, operand, "map");
}

static void check_jobs(const CheckOptions *options, const Operand *operand) {
    const JobsFile *jobs = jobs_file_load(operand->report->arena, operand->report->diags,
                                          operand->path, operand->report->documents);
    if (jobs)
        print_good(options, operand, "jobs file, %u report%s; accord run --check checks these too",
                   jobs->report_count, plural(jobs->report_count));
}

static void check_rates(const CheckOptions *options, const Operand *operand) {
    g_autoptr(Rates) rates = rates_load(operand->report->diags, operand->path, NULL);
    if (rates)
        print_good(options, operand, "rates");
}

static void check_translation(const CheckOptions *options, const Operand *operand) {
    if (translation_load(operand->report->arena, operand->report->diags, operand->path, NULL,
                         operand->report->documents))
        print_good(options, operand,
                   "translation; check its layout with --lang to find what it lacks");
}

static void check_words(const CheckOptions *options, const Operand *operand) {
    g_autofree char *shipped = environment_shipped("layouts");
    g_autoptr(JsonDoc) doc = json_doc_load(operand->report->diags, operand->path);
    const JsonNode *lang = doc ? json_node_member(json_doc_root(doc), "lang") : NULL;
    const char *language = lang ? json_string_value(lang->json) : NULL;
    const WordsInput input = {.arena = operand->report->arena,
                              .diags = operand->report->diags,
                              .documents = operand->report->documents,
                              .language = language ? language : "en",
                              .path = operand->path,
                              .shipped = shipped};
    if (words_load(&input))
        print_good(options, operand, "strings");
}

static void check_pairs(const CheckOptions *options, const Operand *operand) {
    MergePlan *plan = merge_plan_new(operand->report->diags, /*within_files=*/false);
    if (merge_plan_load(plan, operand->path))
        print_good(options, operand,
                   "list of pairs; --same-as takes it, and tells ids that no record has");
    merge_plan_free(plan);
}

// All lists of a folder are read together.
static void check_vocabulary(const CheckOptions *options, const Operand *operand) {
    g_autofree char *folder = g_path_get_dirname(operand->path);
    g_autoptr(Vocabularies) vocabularies = vocabularies_load(operand->report->diags, folder);
    if (vocabularies)
        print_good(options, operand, "vocabulary, with those beside it");
}

// The map of each of so many paths. NULL: they have none. Not its strings.
static char **map_each(const CheckOptions *options, guint count) {
    char **maps = options->map ? g_new0(char *, count + 1) : NULL;
    for (guint i = 0; maps && i < count; i++)
        maps[i] = options->map;
    return maps;
}

// Facts are only read: nothing is kept of them but their ids, however many there are.
static bool read_only(const CheckOptions *options, const char *const *paths, guint count,
                      Report *report, Progress *progress) {
    ReportInput input = {.vocabulary = options->report.vocabulary, .rates = options->report.rates};
    g_autofree char **maps = map_each(options, count);
    progress_step(progress, "reading facts");
    if (!report_load_rates(report, &input) || !report_load_vocabularies(report, &input) ||
        !report_load_maps(report, maps))
        return false;
    FactsOptions facts = report_facts_options(report, progress);
    const FactsSink nowhere = {0};
    MergeReading how = {.mode = report_merge_mode(report_options_merge(&options->report)),
                        .lists = (const char *const *)options->report.same_as};
    return merge_read(&facts, paths, count, &nowhere, &how, &report->summary, NULL);
}

static bool is_reference(const Diagnostic *record) {
    return record->id == DIAG_DANGLING_ID || record->id == DIAG_DUPLICATE_ID;
}

static void pass_on(const Diags *from, bool references, Diags *to) {
    for (guint i = 0; i < diags_kept(from); i++) {
        const Diagnostic *record = diags_nth(from, i);
        if (is_reference(record) == references)
            diag_repeat(to, record);
    }
}

// Of a file among others nothing is said of what it refers to, which may be in another. Whether
// it is good but for that.
static bool leave_references(const Diags *said, Diags *diags) {
    guint references = 0, before = diags_errors(diags);
    for (guint i = 0; i < diags_kept(said); i++) {
        const Diagnostic *record = diags_nth(said, i);
        references += is_reference(record) && record->severity == DIAG_ERROR;
    }
    pass_on(said, /*references=*/false, diags);
    for (guint i = diags_errors(diags) - before + references; i < diags_errors(said); i++)
        diag_count(diags, DIAG_ERROR, DIAG_SYNTAX); // more than are kept
    return diags_errors(diags) == before;
}

static ReportInput facts_input(const CheckOptions *options, char **maps) {
    return (ReportInput){.maps = maps,
                         .as_of = options->report.as_of,
                         .vocabulary = options->report.vocabulary,
                         .audience = options->report.audience,
                         .rates = options->report.rates,
                         .merge = report_options_merge(&options->report),
                         .same_as = options->report.same_as,
                         .sources = options->report.sources};
}

static void check_facts(const CheckOptions *options, const Operand *operand) {
    g_autofree char **maps = map_each(options, 1);
    ReportInput input = facts_input(options, maps);
    Report *report = operand->report;
    const char *path = operand->path;
    Diags *diags = report->diags;
    g_autoptr(Diags) said = options->is_together ? diags_new() : NULL;
    report->diags = said ? said : diags;
    bool good = (input.audience || input.sources) && !options->is_together
                    ? report_read_facts(report, &input, &path, 1, NULL, operand->progress)
                    : read_only(options, &path, 1, report, operand->progress);
    report->diags = diags;
    if (said)
        good = leave_references(said, diags);
    if (good)
        print_good(options, operand,
                   "%" G_GUINT64_FORMAT " partnership%s, %" G_GUINT64_FORMAT " source%s",
                   report->summary.partnerships, plural(report->summary.partnerships),
                   report->summary.sources, plural(report->summary.sources));
}

// A specification of a chart is for another command, which is said.
static void refuse_chart(const CheckOptions *options, const Operand *operand) {
    (void)options;
    document_expect_file(operand->report->diags, operand->path, DOCUMENT_FACTS);
}

typedef void (*CheckFunction)(const CheckOptions *options, const Operand *operand);

static const CheckFunction checks[] = {
    [DOCUMENT_LAYOUT] = check_layout,
    [DOCUMENT_THEME] = check_theme,
    [DOCUMENT_CHART] = refuse_chart,
    [DOCUMENT_VEGA] = refuse_chart,
    [DOCUMENT_MAP] = check_map,
    [DOCUMENT_JOBS] = check_jobs,
    [DOCUMENT_RATES] = check_rates,
    [DOCUMENT_TRANSLATION] = check_translation,
    [DOCUMENT_WORDS] = check_words,
    [DOCUMENT_PAIRS] = check_pairs,
    [DOCUMENT_VOCABULARY] = check_vocabulary,
    [DOCUMENT_FACTS] = check_facts,
};

// What a path before said is not said again.
static int report_once(CheckOptions *options, Report *report) {
    diags_hide_known(report->diags, options->printed);
    for (guint i = 0; i < diags_kept(report->diags); i++) {
        DiagSeverity severity = diags_nth(report->diags, i)->severity;
        options->errors += severity == DIAG_ERROR;
        options->warnings += severity == DIAG_WARNING;
    }
    options->errors += diags_left_out(report->diags, DIAG_ERROR);
    options->warnings += diags_left_out(report->diags, DIAG_WARNING);
    return command_report(report->diags, &options->common);
}

// Of one path only where there are more than anybody counts; a good one was said to be good.
static void print_counts(const CheckOptions *options, guint paths) {
    bool is_much = options->errors > 0 && options->errors + options->warnings >= COUNTED_FROM;
    if ((paths < 2 && !is_much) || options->common.quiet || options->common.diagnostics)
        return;
    if (paths > 1)
        fprintf(stderr, "%u paths: ", paths);
    fprintf(stderr, "%u error%s, %u warning%s\n", options->errors, plural(options->errors),
            options->warnings, plural(options->warnings));
}

static int check_operand(CheckOptions *options, Operand *operand) {
    bool is_facts = operand->kind == DOCUMENT_FACTS;
    if (options->report.theme && operand->kind != DOCUMENT_LAYOUT)
        return command_usage_error("check", "--theme goes with a layout, and \"%s\" is %s",
                                   operand->path,
                                   operand->kind == DOCUMENT_THEME ? "a theme itself" : "none");
    Progress progress;
    progress_begin(&progress, &options->common);
    Report report;
    report_begin_today(&report, is_facts ? options->report.as_of : NULL);
    diags_set_strict(report.diags, options->report.strict);
    if (operand->kind == DOCUMENT_LAYOUT)
        report_share(&report, options->shared);
    operand->report = &report;
    operand->progress = &progress;
    checks[operand->kind](options, operand);
    progress_end(&progress);
    int code = report_once(options, &report);
    report_end(&report);
    return code;
}

// Facts of several paths are one partnership, differ and refer to each other, as reports that read
// them all show it: through the same map, for the same audience, merged in the same way. What was
// said of each is not said again.
static int check_together(CheckOptions *options, const GPtrArray *facts) {
    g_autofree char **maps = map_each(options, facts->len);
    ReportInput input = facts_input(options, maps);
    const char *const *paths = (const char *const *)facts->pdata;
    Report report;
    report_begin_today(&report, options->report.as_of);
    Diags *diags = report.diags;
    diags_set_strict(diags, options->report.strict);
    g_autoptr(Diags) said = diags_new();
    report.diags = said;
    if (input.audience)
        report_read_facts(&report, &input, paths, facts->len, NULL, NULL);
    else
        read_only(options, paths, facts->len, &report, NULL);
    report.diags = diags;
    for (guint i = 0; i < diags_kept(said); i++)
        diag_repeat(diags, diags_nth(said, i));
    int code = report_once(options, &report);
    report_end(&report);
    return code;
}

// Facts are one run, since evidence of one file may come from a source of another.
static int check_sources(const CheckOptions *options, const GPtrArray *facts) {
    EvidenceOptions evidence = options->evidence;
    evidence.sources = options->report.sources;
    evidence.map = options->map;
    evidence.vocabulary = options->report.vocabulary;
    evidence.strict = options->report.strict;
    return check_evidence(&evidence, &options->common, (const char *const *)facts->pdata,
                          facts->len);
}

static int check_store(const CheckOptions *options) {
    const char *address = options->report.store;
    Progress progress;
    progress_begin(&progress, &options->common);
    Report report;
    report_begin_here(&report);
    ReportInput input = {.store = address, .as_of = options->report.as_of};
    bool good = report_read_facts(&report, &input, NULL, 0, NULL, &progress);
    progress_step(&progress, "examining the store");
    good = good && store_examine(report.store, ACCORD_VERSION, report.diags);
    progress_end(&progress);
    const Operand operand = {.path = "the store", .report = &report};
    if (good)
        print_good(options, &operand, "%" G_GUINT64_FORMAT " partnership%s",
                   report.summary.partnerships, plural(report.summary.partnerships));
    int code = command_report(report.diags, &options->common);
    report_end(&report);
    return code;
}

// The operands that hold facts; files: without standard input, which can be read once only.
static GPtrArray *facts_among(const Operand *operands, guint count, bool files) {
    GPtrArray *facts = g_ptr_array_new();
    for (guint i = 0; i < count; i++)
        if (operands[i].kind == DOCUMENT_FACTS && !(files && strcmp(operands[i].path, "-") == 0))
            g_ptr_array_add(facts, (char *)operands[i].path);
    return facts;
}

static int check_operands(CheckOptions *options, Operand *operands, guint count) {
    int worst = EXIT_DONE, code = EXIT_DONE;
    bool with_sources = options->report.sources;
    g_autoptr(GPtrArray) facts = facts_among(operands, count, /*files=*/!with_sources);
    options->is_together = !with_sources && facts->len > 1;
    for (guint i = 0; i < count; i++)
        if (!with_sources || operands[i].kind != DOCUMENT_FACTS) {
            code = check_operand(options, &operands[i]); // not inside MAX, which would run it twice
            worst = MAX(worst, code);
        }
    if (with_sources && facts->len)
        code = check_sources(options, facts);
    else if (options->is_together)
        code = check_together(options, facts);
    print_counts(options, with_sources ? count - facts->len : count);
    return MAX(worst, code);
}

static int check_all(void *data, int argc, char **argv) {
    CheckOptions *options = data;
    g_autofree char *problem = NULL;
    options->map = g_steal_pointer(&options->report.waiting_map);
    EvidenceOptions evidence = options->evidence;
    evidence.sources = options->report.sources;
    if (!report_options_check(&options->report, &problem) ||
        !evidence_options_check(&evidence, &problem))
        return command_usage_error("check", "%s", problem);
    if (options->report.sources && options->report.audience)
        return command_usage_error("check", "--sources checks all facts; leave --audience out");
    if (argc < 2 && options->report.store)
        return check_store(options);
    if (argc < 2)
        return command_usage_error("check", "a path is missing");
    g_autoptr(GHashTable) printed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    options->printed = printed;
    guint count = (guint)argc - 1;
    g_autofree Operand *operands = g_new0(Operand, count);
    for (guint i = 0; i < count; i++)
        operands[i] = (Operand){.path = argv[i + 1], .kind = kind_of(options, argv[i + 1])};
    options->shared = report_shared_new(/*tells_again=*/true);
    int code = check_operands(options, operands, count);
    report_shared_free(options->shared);
    return code;
}

int command_check(int argc, char **argv) {
    CheckOptions options = {0};
    const GOptionEntry entries[] = {REPORT_OPTION_ENTRIES(&options.report),
                                    EVIDENCE_OPTION_ENTRIES(&options.evidence),
                                    G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "PATH...",
                        .description = description,
                        .entries = entries,
                        .common = &options.common,
                        .report = &options.report,
                        .act = check_all,
                        .options = &options};
    int code = command_run(&line, argc, argv);
    g_free(options.map);
    evidence_options_clear(&options.evidence);
    return code;
}
