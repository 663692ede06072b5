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
#include "page/document.h"
#include "page/translation.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    CommonOptions common;
    ReportOptions report;
    EvidenceOptions evidence;
    char *map; // of the operands that are facts; or NULL
    // Of several paths: what was printed, and how much there was.
    bool
        is_together; // there are several files of facts: what they refer to is looked at in the end
    GHashTable *printed;
    guint errors, warnings;
} CheckOptions;

static const char description[] =
    "Each PATH is a layout, a theme, a map, a facts file (.json, .jsonl), a folder of facts, or - "
    "for "
    "facts\n"
    "on standard input; or a jobs file, rates, a translation, strings, a vocabulary or a list of "
    "pairs.\n"
    "What it is is told by its first members. A layout is checked with its facts and composed to "
    "the last page.\n"
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
    return doc ? document_kind(json_doc_root(doc)) : DOCUMENT_FACTS;
}

// What was found good, with how much of it: "facts: good, 2 warnings (3 partnerships)".
G_GNUC_PRINTF(4, 5)
static void print_good(const CheckOptions *options, const Report *report, const char *path,
                       const char *format, ...) {
    if (diags_errors(report->diags) || options->common.quiet)
        return;
    va_list values;
    va_start(values, format);
    g_autofree char *what = g_strdup_vprintf(format, values);
    va_end(values);
    guint warnings = diags_warnings(report->diags);
    printf("%s: good", path);
    if (warnings)
        printf(", %u warning%s", warnings, plural(warnings));
    printf(" (%s)\n", what);
}

static void check_layout(const CheckOptions *options, const char *path, Report *report,
                         Progress *progress) {
    ReportInput input = report_options_input(&options->report, path);
    input.checks_data = true;
    if (report_build(report, &input, progress))
        print_good(options, report, path, "%u page%s from %" G_GUINT64_FORMAT " partnership%s",
                   report->placed->page_count, plural(report->placed->page_count),
                   report->summary.partnerships, plural(report->summary.partnerships));
}

static void check_theme(const CheckOptions *options, const char *path, Report *report) {
    const Theme *theme = report_read_theme(report, path, NULL);
    if (theme)
        print_good(options, report, path, "theme \"%s\"", theme->name);
}

static void check_map(const CheckOptions *options, const char *path, Report *report) {
    g_autoptr(FactsMap) map = facts_map_load(report->diags, path, NULL);
    ReportInput input = {.vocabulary = options->report.vocabulary};
    if (!map || !report_load_vocabularies(report, &input))
        return;
    facts_map_check_terms(map, report->vocabularies, report->diags);
    print_good(options, report, path, "map");
}

static void check_jobs(const CheckOptions *options, const char *path, Report *report) {
    const JobsFile *jobs = jobs_file_load(report->arena, report->diags, path, report->documents);
    if (jobs)
        print_good(options, report, path,
                   "jobs file, %u report%s; accord run --check checks these too",
                   jobs->report_count, plural(jobs->report_count));
}

static void check_rates(const CheckOptions *options, const char *path, Report *report) {
    g_autoptr(Rates) rates = rates_load(report->diags, path, NULL);
    if (rates)
        print_good(options, report, path, "rates");
}

static void check_translation(const CheckOptions *options, const char *path, Report *report) {
    if (translation_load(report->arena, report->diags, path, NULL, report->documents))
        print_good(options, report, path,
                   "translation; check its layout with --lang to find what it lacks");
}

static void check_words(const CheckOptions *options, const char *path, Report *report) {
    g_autofree char *shipped = environment_shipped("layouts");
    g_autoptr(JsonDoc) doc = json_doc_load(report->diags, path);
    const JsonNode *lang = doc ? json_node_member(json_doc_root(doc), "lang") : NULL;
    const char *language = lang ? json_string_value(lang->json) : NULL;
    const WordsInput input = {.arena = report->arena,
                              .diags = report->diags,
                              .documents = report->documents,
                              .language = language ? language : "en",
                              .path = path,
                              .shipped = shipped};
    if (words_load(&input))
        print_good(options, report, path, "strings");
}

static void check_pairs(const CheckOptions *options, const char *path, Report *report) {
    MergePlan *plan = merge_plan_new(report->diags, /*within_files=*/false);
    if (merge_plan_load(plan, path))
        print_good(options, report, path,
                   "list of pairs; --same-as takes it, and tells ids that no record has");
    merge_plan_free(plan);
}

// All lists of a folder are read together.
static void check_vocabulary(const CheckOptions *options, const char *path, Report *report) {
    g_autofree char *folder = g_path_get_dirname(path);
    g_autoptr(Vocabularies) vocabularies = vocabularies_load(report->diags, folder);
    if (vocabularies)
        print_good(options, report, path, "vocabulary, with those beside it");
}

// Facts are only read: nothing is kept of them but their ids, however many there are.
static bool read_only(const CheckOptions *options, const char *path, Report *report,
                      Progress *progress) {
    ReportInput input = {.vocabulary = options->report.vocabulary, .rates = options->report.rates};
    char *maps[] = {options->map, NULL};
    progress_step(progress, "reading facts");
    if (!report_load_rates(report, &input) || !report_load_vocabularies(report, &input) ||
        !report_load_maps(report, options->map ? maps : NULL))
        return false;
    FactsOptions facts = report_facts_options(report, progress);
    const FactsSink nowhere = {0};
    MergeReading how = {.mode = report_merge_mode(report_options_merge(&options->report)),
                        .lists = (const char *const *)options->report.same_as};
    return merge_read(&facts, &path, 1, &nowhere, &how, &report->summary, NULL);
}

static bool is_reference(const Diagnostic *record) {
    return record->id == DIAG_DANGLING_ID || record->id == DIAG_DUPLICATE_ID;
}

static void pass_on(const Diags *from, bool references, Diags *to) {
    for (guint i = 0; i < diags_kept(from); i++) {
        const Diagnostic *record = diags_nth(from, i);
        if (is_reference(record) == references)
            diag_report(to, record->severity, record->id, &record->place, record->hint,
                        record->message);
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

static void check_facts(const CheckOptions *options, const char *path, Report *report,
                        Progress *progress) {
    char *maps[] = {options->map, NULL};
    ReportInput input = {.maps = options->map ? maps : NULL,
                         .as_of = options->report.as_of,
                         .vocabulary = options->report.vocabulary,
                         .audience = options->report.audience,
                         .rates = options->report.rates,
                         .merge = report_options_merge(&options->report),
                         .same_as = options->report.same_as,
                         .sources = options->report.sources};
    Diags *diags = report->diags;
    g_autoptr(Diags) said = options->is_together ? diags_new() : NULL;
    report->diags = said ? said : diags;
    bool good = input.audience || input.sources
                    ? report_read_facts(report, &input, &path, 1, NULL, progress)
                    : read_only(options, path, report, progress);
    report->diags = diags;
    if (said)
        good = leave_references(said, diags);
    if (good)
        print_good(options, report, path,
                   "%" G_GUINT64_FORMAT " partnership%s, %" G_GUINT64_FORMAT " source%s",
                   report->summary.partnerships, plural(report->summary.partnerships),
                   report->summary.sources, plural(report->summary.sources));
}

// What a path before said is not said again.
static int report_once(CheckOptions *options, Report *report) {
    diags_hide_known(report->diags, options->printed);
    for (guint i = 0; i < diags_kept(report->diags); i++) {
        DiagSeverity severity = diags_nth(report->diags, i)->severity;
        options->errors += severity == DIAG_ERROR;
        options->warnings += severity == DIAG_WARNING;
    }
    return command_report(report->diags, &options->common);
}

static void print_counts(const CheckOptions *options, guint paths) {
    if (paths < 2 || options->common.quiet || options->common.diagnostics)
        return;
    fprintf(stderr, "%u paths: %u error%s, %u warning%s\n", paths, options->errors,
            plural(options->errors), options->warnings, plural(options->warnings));
}

static int check_path(CheckOptions *options, const char *path) {
    DocumentKind kind = kind_of(options, path);
    if (options->report.theme && kind != DOCUMENT_LAYOUT)
        return command_usage_error("check", "--theme goes with a layout, and \"%s\" is %s", path,
                                   kind == DOCUMENT_THEME ? "a theme itself" : "none");
    Progress progress;
    progress_begin(&progress, &options->common);
    Report report;
    bool is_facts = kind == DOCUMENT_FACTS || kind == DOCUMENT_UNKNOWN;
    report_begin_today(&report, is_facts ? options->report.as_of : NULL);
    diags_set_strict(report.diags, options->report.strict);
    switch (kind) {
    case DOCUMENT_LAYOUT:
        check_layout(options, path, &report, &progress);
        break;
    case DOCUMENT_THEME:
        check_theme(options, path, &report);
        break;
    case DOCUMENT_CHART:
    case DOCUMENT_VEGA:
        document_expect_file(report.diags, path, DOCUMENT_FACTS);
        break;
    case DOCUMENT_MAP:
        check_map(options, path, &report);
        break;
    case DOCUMENT_JOBS:
        check_jobs(options, path, &report);
        break;
    case DOCUMENT_RATES:
        check_rates(options, path, &report);
        break;
    case DOCUMENT_TRANSLATION:
        check_translation(options, path, &report);
        break;
    case DOCUMENT_WORDS:
        check_words(options, path, &report);
        break;
    case DOCUMENT_PAIRS:
        check_pairs(options, path, &report);
        break;
    case DOCUMENT_VOCABULARY:
        check_vocabulary(options, path, &report);
        break;
    case DOCUMENT_FACTS:
    case DOCUMENT_UNKNOWN:
        check_facts(options, path, &report, &progress);
        break;
    }
    progress_end(&progress);
    int code = report_once(options, &report);
    report_end(&report);
    return code;
}

// Facts of several paths are one partnership, differ and refer to each other, as reports that read
// them all show it. What is wrong with each was said.
static int check_together(CheckOptions *options, const GPtrArray *paths) {
    Report report;
    report_begin_today(&report, options->report.as_of);
    diags_set_strict(report.diags, options->report.strict);
    g_autoptr(Diags) quiet = diags_new();
    ReportInput input = {.vocabulary = options->report.vocabulary};
    const FactsSink nowhere = {0};
    MergeReading how = {.mode = report_merge_mode(report_options_merge(&options->report)),
                        .lists = (const char *const *)options->report.same_as,
                        .diags = report.diags};
    if (report_load_vocabularies(&report, &input)) {
        FactsOptions facts = report_facts_options(&report, NULL);
        facts.diags = quiet;
        merge_read(&facts, (const char *const *)paths->pdata, paths->len, &nowhere, &how,
                   &report.summary, NULL);
        if (options->is_together)
            pass_on(quiet, /*references=*/true, report.diags);
    }
    int code = report_once(options, &report);
    report_end(&report);
    return code;
}

static bool holds_facts(const CheckOptions *options, const char *path) {
    DocumentKind kind = kind_of(options, path);
    return kind == DOCUMENT_FACTS || kind == DOCUMENT_UNKNOWN;
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
    good = good && store_examine(report.store, report.diags);
    progress_end(&progress);
    if (good)
        print_good(options, &report, "the store", "%" G_GUINT64_FORMAT " partnership%s",
                   report.summary.partnerships, plural(report.summary.partnerships));
    int code = command_report(report.diags, &options->common);
    report_end(&report);
    return code;
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
    int worst = EXIT_DONE;
    g_autoptr(GHashTable) printed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    options->printed = printed;
    g_autoptr(GPtrArray) facts = g_ptr_array_new(), files = g_ptr_array_new();
    for (int i = 1; i < argc; i++)
        if (holds_facts(options, argv[i])) {
            if (options->report.sources)
                g_ptr_array_add(facts, argv[i]);
            else if (strcmp(argv[i], "-") != 0)
                g_ptr_array_add(files, argv[i]);
        }
    bool is_one_set = files->len > 1 && !options->map && !options->report.no_merge;
    options->is_together = is_one_set && !options->report.audience;
    for (int i = 1; i < argc; i++) {
        if (g_ptr_array_find(facts, argv[i], NULL))
            continue;
        int code = check_path(options, argv[i]); // not inside MAX, which would run it twice
        worst = MAX(worst, code);
    }
    int code = facts->len ? check_sources(options, facts) : EXIT_DONE;
    if (is_one_set) {
        int together = check_together(options, files);
        worst = MAX(worst, together);
    }
    print_counts(options, (guint)argc - 1 - facts->len);
    return MAX(worst, code);
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
