// accord facts merge: which records are shown as one partnership, and which may be one though
// nothing says so. What is proposed can be written as a list, looked through, and given back.
#include "app/facts_command.h"
#include "base/file.h"
#include "facts/merge.h"
#include "facts/merge_match.h"
#include "job/unload.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char description[] =
    "Lists the records that are one partnership, by id, same_as or a list of pairs, and below "
    "them\n"
    "pairs that are alike: the same two parties and sector, dates at most 400 days apart, most of\n"
    "the words of their titles. These are proposals; nothing is merged by them. --write keeps "
    "them\n"
    "in a file, from which wrong pairs are taken out by hand, and which --same-as takes. A file\n"
    "that is there is left alone without --force. Pairs under \"not_same\" of that file are never\n"
    "merged and not proposed again.\n"
    "--conflicts lists the values on which records of one partnership differ: what is shown, what\n"
    "is claimed too, by which sources, and the rule that chose. Of a store: what was merged when "
    "it\n"
    "was added, and what came in several runs and would be one.\n\n"
    "Examples:\n"
    "  accord facts merge --facts today.json --facts archive/\n"
    "  accord facts merge -f data/facts --conflicts\n"
    "  accord facts merge -f data/facts --write pairs.json\n"
    "  accord facts merge --store accord.db\n"
    "  accord facts list -f data/facts --same-as pairs.json\n";

typedef struct {
    FactsCommand command;
    char *write;
    gboolean conflicts, force;
} MergeOptions;

typedef struct {
    const char *rule, *ids[2], *titles[2], *reason;
    double score; // NaN: none
} MergeLine;

// A value of a merged record that was not chosen.
typedef struct {
    const char *id;
    Conflict conflict;
} ConflictLine;

typedef struct {
    Arena *arena;
    GArray *lines;     // MergeLine
    GArray *conflicts; // ConflictLine
} MergeLines;

static void take_conflicts(MergeLines *lines, const Partnership *record) {
    for (guint i = 0; i < record->conflict_count; i++) {
        const Conflict *from = &record->conflicts[i];
        ConflictLine line = {
            .id = arena_strdup(lines->arena, record->id),
            .conflict = {.field = arena_strdup(lines->arena, from->field),
                         .chosen = arena_strdup(lines->arena, from->chosen),
                         .other = arena_strdup(lines->arena, from->other),
                         .chosen_source = arena_strdup(lines->arena, from->chosen_source),
                         .other_source = arena_strdup(lines->arena, from->other_source),
                         .rule = arena_strdup(lines->arena, from->rule)}};
        g_array_append_val(lines->conflicts, line);
    }
}

// "merged; amounts, status differ"
static const char *reason_of(Arena *arena, const Partnership *record) {
    g_autoptr(GString) out = g_string_new("merged");
    g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < record->conflict_count; i++) {
        const char *field = record->conflicts[i].field;
        if (g_hash_table_add(told, (gpointer)field))
            g_string_append_printf(out, "%s%s", g_hash_table_size(told) == 1 ? "; " : ", ",
                                   *field == '/' ? field + 1 : field);
    }
    if (g_hash_table_size(told))
        g_string_append(out, g_hash_table_size(told) == 1 ? " differs" : " differ");
    return arena_strdup(arena, out->str);
}

// The members of a merged record, each beside the first.
static bool take_merged(void *data, const Partnership *record) {
    MergeLines *lines = data;
    take_conflicts(lines, record);
    const char *reason = record->merged_count > 1 ? reason_of(lines->arena, record) : NULL;
    for (guint i = 1; i < record->merged_count; i++) {
        const MergedRecord *first = &record->merged[0], *other = &record->merged[i];
        MergeLine line = {
            .rule = arena_strdup(lines->arena, other->rule),
            .ids = {arena_strdup(lines->arena, first->id), arena_strdup(lines->arena, other->id)},
            .titles = {arena_strdup(lines->arena, first->title),
                       arena_strdup(lines->arena, other->title)},
            .reason = reason,
            .score = other->score};
        g_array_append_val(lines->lines, line);
    }
    return true;
}

typedef struct {
    MergeLines lines;
    MergeMatch *match;
    MergePlan *plan;   // of the lists that were given; or NULL
    GHashTable *apart; // "a\nb": pairs that are never merged
} Finding;

static char *pair_key(const char *a, const char *b) {
    return strcmp(a, b) < 0 ? g_strconcat(a, "\n", b, NULL) : g_strconcat(b, "\n", a, NULL);
}

static void note_apart(Finding *finding) {
    for (guint i = 0; finding->plan && i < merge_plan_apart_count(finding->plan); i++) {
        const char *ids[2];
        merge_plan_apart_nth(finding->plan, i, ids);
        g_hash_table_add(finding->apart, pair_key(ids[0], ids[1]));
    }
}

static bool is_apart(const Finding *finding, const MergeProposal *found) {
    g_autofree char *key = pair_key(found->ids[0], found->ids[1]);
    return g_hash_table_contains(finding->apart, key);
}

static void add_proposals(Finding *finding) {
    for (guint i = 0; i < merge_match_count(finding->match); i++) {
        const MergeProposal *found = merge_match_nth(finding->match, i);
        if (is_apart(finding, found))
            continue;
        MergeLine line = {.rule = "proposed",
                          .ids = {found->ids[0], found->ids[1]},
                          .titles = {found->titles[0], found->titles[1]},
                          .reason = found->reason,
                          .score = found->score};
        g_array_append_val(finding->lines.lines, line);
    }
}

static const Table *make_table(Arena *arena, const GArray *lines) {
    static const char *const names[] = {"rule",   "score", "id",         "other",
                                        "reason", "title", "other_title"};
    Table *table = table_new(arena, G_N_ELEMENTS(names), names, lines->len);
    for (guint i = 0; i < lines->len; i++) {
        const MergeLine *line = &g_array_index(lines, MergeLine, i);
        double score = round(line->score * 100) / 100;
        const Value cells[] = {value_string(line->rule),
                               isnan(score) ? value_null() : value_number(score),
                               value_string(line->ids[0]),
                               value_string(line->ids[1]),
                               value_string(line->reason),
                               line->titles[0] ? value_string(line->titles[0]) : value_null(),
                               line->titles[1] ? value_string(line->titles[1]) : value_null()};
        for (guint n = 0; n < G_N_ELEMENTS(names); n++)
            table->columns[n].values[i] = cells[n];
    }
    return table;
}

static const Table *make_conflicts(Arena *arena, const GArray *lines) {
    static const char *const names[] = {"id",      "field",      "shown", "shown_by",
                                        "claimed", "claimed_by", "rule"};
    Table *table = table_new(arena, G_N_ELEMENTS(names), names, lines->len);
    for (guint i = 0; i < lines->len; i++) {
        const ConflictLine *line = &g_array_index(lines, ConflictLine, i);
        const Conflict *conflict = &line->conflict;
        const char *const cells[] = {
            line->id,        conflict->field,        conflict->chosen, conflict->chosen_source,
            conflict->other, conflict->other_source, conflict->rule};
        for (guint n = 0; n < G_N_ELEMENTS(names); n++)
            table->columns[n].values[i] = cells[n] ? value_string(cells[n]) : value_null();
    }
    return table;
}

// The pairs of a list that are never merged, so that a list that is written again keeps them.
static json_t *apart_json(const MergePlan *plan) {
    json_t *apart = json_array();
    for (guint i = 0; plan && i < merge_plan_apart_count(plan); i++) {
        const char *ids[2];
        merge_plan_apart_nth(plan, i, ids);
        json_array_append_new(apart, json_pack("{s:[ss]}", "ids", ids[0], ids[1]));
    }
    return apart;
}

static void write_list(Report *report, const Finding *finding, const char *path) {
    const MergeMatch *match = finding->match;
    json_t *pairs = json_array();
    for (guint i = 0; i < merge_match_count(match); i++) {
        const MergeProposal *found = merge_match_nth(match, i);
        if (is_apart(finding, found))
            continue;
        json_array_append_new(
            pairs, json_pack("{s:[ss], s:f, s:s, s:[ss]}", "ids", found->ids[0], found->ids[1],
                             "score", round(found->score * 100) / 100, "reason", found->reason,
                             "titles", found->titles[0], found->titles[1]));
    }
    json_t *list = json_pack("{s:i, s:o}", "same_as", 1, "pairs", pairs);
    json_t *apart = apart_json(finding->plan);
    if (json_array_size(apart))
        json_object_set(list, "not_same", apart);
    json_decref(apart);
    char *text = json_dumps(list, JSON_INDENT(1) | JSON_REAL_PRECISION(4));
    g_autofree char *line = g_strconcat(text, "\n", NULL);
    file_write(report->diags, path, line, strlen(line));
    free(text);
    json_decref(list);
}

static FactsSink finding_sink(Finding *finding) {
    const FactsSink merged = {NULL, take_merged, &finding->lines};
    return merge_match_sink(finding->match, &merged);
}

static bool find_again(void *data, FactsSink *sink) {
    Finding *finding = data;
    merge_match_free(finding->match);
    finding->match = merge_match_new();
    g_array_set_size(finding->lines.lines, 0);
    g_array_set_size(finding->lines.conflicts, 0);
    *sink = finding_sink(finding);
    return true;
}

// Files as they were named, or the records of a store.
static bool choose_facts(const ReportOptions *given, Report *report) {
    ReportInput input = report_options_input(given, NULL);
    report->facts = (const char *const *)given->facts;
    report->facts_count = given->facts ? g_strv_length(given->facts) : 0;
    return (!given->store || unload_store(report, &input, &(StoreOptions){0})) &&
           report_load_vocabularies(report, &input) && report_load_maps(report, given->maps);
}

static bool find(const MergeOptions *options, Report *report, Finding *finding) {
    const ReportOptions *given = &options->command.report;
    if (!choose_facts(given, report))
        return false;
    Progress progress;
    progress_begin(&progress, &options->command.common);
    progress_step(&progress, "reading facts");
    FactsOptions facts = report_facts_options(report, &progress);
    MergeReading how = {.lists = (const char *const *)given->same_as,
                        .again = find_again,
                        .data = finding,
                        .is_quiet = true};
    FactsSink sink = finding_sink(finding);
    bool good =
        merge_read(&facts, report->facts, report->facts_count, &sink, &how, NULL, &finding->plan);
    merge_match_run(finding->match);
    note_apart(finding);
    progress_end(&progress);
    return good;
}

// What was taken out of a list by hand cannot be found out again.
static bool may_write(const MergeOptions *options, Report *report) {
    if (options->force || strcmp(options->write, "-") == 0 ||
        !g_file_test(options->write, G_FILE_TEST_EXISTS))
        return true;
    diag_error(report->diags, DIAG_FILE, NULL, "write another file, or give --force to replace it",
               "\"%s\" is there already; nothing was written", options->write);
    return false;
}

static void say(const MergeOptions *options, Report *report, Finding *finding) {
    add_proposals(finding);
    const GArray *lines = options->conflicts ? finding->lines.conflicts : finding->lines.lines;
    const Table *table = options->conflicts ? make_conflicts(report->arena, lines)
                                            : make_table(report->arena, lines);
    if (lines->len || options->command.format)
        facts_command_print(&options->command, report, table);
    else if (!options->command.common.quiet)
        puts(options->conflicts ? "no records of one partnership differ"
                                : "no records are one partnership, and none are alike");
    if (options->write && may_write(options, report))
        write_list(report, finding, options->write);
}

static int check_and_merge(void *data, int argc, char **argv) {
    const MergeOptions *options = data;
    if (argc > 1)
        return command_usage_error(argv[0], "\"%s\" is one word too many", argv[1]);
    if (!facts_command_check(&options->command, argv[0]))
        return EXIT_USAGE;
    Report report;
    report_begin_here(&report);
    Finding finding = {.lines = {report.arena, g_array_new(FALSE, FALSE, sizeof(MergeLine)),
                                 g_array_new(FALSE, FALSE, sizeof(ConflictLine))},
                       .match = merge_match_new(),
                       .apart = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    if (find(options, &report, &finding))
        say(options, &report, &finding);
    int code = command_report(report.diags, &options->command.common);
    merge_match_free(finding.match);
    merge_plan_free(finding.plan);
    g_hash_table_destroy(finding.apart);
    g_array_unref(finding.lines.lines);
    g_array_unref(finding.lines.conflicts);
    report_end(&report);
    return code;
}

int facts_merge(int argc, char **argv) {
    MergeOptions options = {.command.report.is_proposing = true};
    ReportOptions *report = &options.command.report;
    const GOptionEntry entries[] = {
        REPORT_PATH_ENTRIES,
        {"store", 0, 0, G_OPTION_ARG_FILENAME, &report->store,
         "Facts that were added to a store, which stays as it is", "STORE"},
        {"same-as", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &report->same_as,
         "Pairs of records that are one partnership (repeatable)", "FILE"},
        {"conflicts", 0, 0, G_OPTION_ARG_NONE, &options.conflicts,
         "List the values that differ, in place of the records", NULL},
        {"write", 'w', 0, G_OPTION_ARG_FILENAME, &options.write,
         "Write what is proposed as a list that --same-as takes", "FILE"},
        {"force", 0, 0, G_OPTION_ARG_NONE, &options.force, "Replace the list that is there", NULL},
        {"vocabulary", 0, 0, G_OPTION_ARG_FILENAME, &report->vocabulary,
         "Folder of vocabularies (default: the shipped one)", "DIR"},
        FACTS_FORMAT_ENTRY(&options.command),
        G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "",
                        .description = description,
                        .entries = entries,
                        .common = &options.command.common,
                        .report = report,
                        .act = check_and_merge,
                        .options = &options};
    int code = command_run(&line, argc, argv);
    g_free(options.write);
    facts_command_clear(&options.command);
    return code;
}
