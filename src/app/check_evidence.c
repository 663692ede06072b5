// One line a claim, in columns: how it was found, whether its number is there, what it supports,
// its words, and where they stand; then the counts and the gate.
#include "app/check_evidence.h"

#include "app/environment.h"
#include "base/diag_weigh.h"
#include "base/file.h"
#include "facts/evidence_place.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { QUOTE_CHARACTERS = 60, ID_CHARACTERS = 48 };

void evidence_options_clear(EvidenceOptions *options) {
    g_free(options->format);
    g_free(options->require);
}

// --- options ---

static const struct {
    const char *name;
    EvidenceState state;
} gates[] = {{"normalised", EVIDENCE_NORMALISED},
             {"exact", EVIDENCE_EXACT},
             {"fuzzy", EVIDENCE_FUZZY},
             {"none", EVIDENCE_UNCHECKED}};

static int find_gate(const char *name) {
    for (guint i = 0; i < G_N_ELEMENTS(gates); i++)
        if (!name || strcmp(gates[i].name, name) == 0)
            return (int)i;
    return -1;
}

static char *print_text(const EvidenceCheck *check, EvidenceState require,
                        const CommonOptions *common);
static char *print_json(const EvidenceCheck *check, EvidenceState require,
                        const CommonOptions *common);
static char *print_sarif(const EvidenceCheck *check, EvidenceState require,
                         const CommonOptions *common);

static const struct {
    const char *name;
    char *(*print)(const EvidenceCheck *check, EvidenceState require, const CommonOptions *common);
} formats[] = {{"text", print_text}, {"json", print_json}, {"sarif", print_sarif}};

static int find_format(const char *name) {
    for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
        if (!name || strcmp(formats[i].name, name) == 0)
            return (int)i;
    return -1;
}

bool evidence_options_check(const EvidenceOptions *options, char **problem) {
    const char *lonely = options->format ? "--format" : options->require ? "--require" : NULL;
    if (!options->sources && lonely)
        *problem = g_strdup_printf("%s needs --sources DIR", lonely);
    else if (find_gate(options->require) < 0)
        *problem = g_strdup_printf("--require is \"%s\", expected exact, normalised, fuzzy or none",
                                   options->require);
    else if (find_format(options->format) < 0)
        *problem =
            g_strdup_printf("--format is \"%s\", expected text, json or sarif", options->format);
    return !*problem;
}

// --- lines ---

typedef struct {
    const char *state[EVIDENCE_STATES], *weak, *end;
} Look;

static const Look coloured = {.state = {[EVIDENCE_EXACT] = "\033[32m",
                                        [EVIDENCE_NORMALISED] = "\033[32m",
                                        [EVIDENCE_FUZZY] = "\033[33m",
                                        [EVIDENCE_MISSING] = "\033[31m",
                                        [EVIDENCE_UNAVAILABLE] = "\033[2m"},
                              .weak = "\033[2m",
                              .end = "\033[0m"};
static const Look plain = {.state = {"", "", "", "", "", ""}, .weak = "", .end = ""};

// A text of the input on one line, cut when long; control characters become spaces. New string.
static char *show(const char *text, glong limit) {
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *out = g_string_new(NULL);
    glong count = 0;
    for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        bool is_unseen = g_unichar_iscntrl(c) || g_unichar_type(c) == G_UNICODE_FORMAT;
        if (++count == limit && *g_utf8_next_char(p)) {
            g_string_append(out, "…");
            break;
        }
        g_string_append_unichar(out, is_unseen ? ' ' : c);
    }
    return g_string_free(out, FALSE);
}

static glong width_of(const char *text) {
    return g_utf8_strlen(text, -1);
}

static void append_padded(GString *out, const char *text, glong width) {
    g_string_append(out, text);
    for (glong i = width_of(text); i < width; i++)
        g_string_append_c(out, ' ');
}

// "pk-ru-steel-mills /date"
static char *name_of(const EvidenceClaim *claim) {
    g_autofree char *id = show(claim->partnership, ID_CHARACTERS);
    g_autofree char *supports = claim->supports ? show(claim->supports, ID_CHARACTERS) : NULL;
    return supports ? g_strconcat(id, " ", supports, NULL) : g_strdup(id);
}

static void append_number(GString *out, const EvidenceClaim *claim, const Look *look) {
    const char *name = evidence_number_name(claim->number);
    if (claim->number == NUMBER_ABSENT)
        g_string_append(out, look->state[EVIDENCE_FUZZY]);
    append_padded(out, name ? name : claim->claimed ? "-" : "", 10);
    if (claim->number == NUMBER_ABSENT)
        g_string_append(out, look->end);
}

static void append_place(GString *out, const EvidenceClaim *claim, const Look *look) {
    g_autofree char *name = claim->path ? g_path_get_basename(claim->path) : NULL;
    g_autofree char *shown = show(name ? name : claim->source, ID_CHARACTERS);
    g_string_append_printf(out, "  %s%s", look->weak, shown);
    if (claim->line)
        g_string_append_printf(out, ":%u", claim->line);
    if (claim->page > 1)
        g_string_append_printf(out, ", page %u", claim->page);
    g_string_append(out, look->end);
}

static void append_quoted(GString *out, const char *before, const char *text) {
    g_autofree char *shown = show(text, QUOTE_CHARACTERS);
    g_string_append_printf(out, "%s\"%s\"", before, shown);
}

static void append_words(GString *out, const EvidenceClaim *claim) {
    const char *words = claim->quote ? claim->quote : claim->found;
    if (words)
        append_quoted(out, "  ", words);
    if (claim->state == EVIDENCE_FUZZY)
        append_quoted(out, " is there as ", claim->found);
    bool is_lacking = claim->number == NUMBER_ABSENT || claim->against;
    if (is_lacking && claim->claimed) {
        g_autofree char *shown = show(claim->claimed, ID_CHARACTERS);
        const char *and = claim->state == EVIDENCE_FUZZY ? ", and" : "";
        if (claim->against && g_str_has_prefix(claim->against, "another "))
            g_string_append_printf(out, "%s says %s than %s", and, claim->against, shown);
        else if (claim->against)
            g_string_append_printf(out, "%s has %s only as %s", and, shown, claim->against);
        else
            g_string_append_printf(out, "%s has no %s", and, shown);
    }
}

// Where a claim that fails stands in the facts: there it is mended.
static void append_site(GString *out, const EvidenceClaim *claim, EvidencePlaces *places) {
    guint line = evidence_place_line(places, claim);
    g_string_append_printf(out, ", claimed in %s", claim->site.file);
    if (line)
        g_string_append_printf(out, ":%u", line);
}

static void append_claim(GString *out, const EvidenceClaim *claim, glong width, const Look *look,
                         EvidencePlaces *places) {
    g_autofree char *name = name_of(claim), *score = g_strdup_printf("%.2f", claim->score);
    g_string_append(out, look->state[claim->state]);
    append_padded(out, evidence_state_name(claim->state), 12);
    g_string_append(out, look->end);
    append_padded(out, claim->state == EVIDENCE_FUZZY ? score : "", 6);
    append_number(out, claim, look);
    append_padded(out, name, width);
    append_words(out, claim);
    append_place(out, claim, look);
    if (places)
        append_site(out, claim, places);
    if (claim->note)
        g_string_append_printf(out, " (%s)", claim->note);
    g_string_append_c(out, '\n');
}

static void append_claims(GString *out, const EvidenceCheck *check, EvidenceState require,
                          bool quiet) {
    const Look *look = environment_wants_colour(STDOUT_FILENO) ? &coloured : &plain;
    g_autoptr(EvidencePlaces) places = evidence_places_new();
    glong width = 0;
    for (guint i = 0; i < evidence_check_count(check); i++) {
        g_autofree char *name = name_of(evidence_check_nth(check, i));
        width = MAX(width, width_of(name));
    }
    for (guint i = 0; i < evidence_check_count(check); i++) {
        const EvidenceClaim *claim = evidence_check_nth(check, i);
        bool fails = require && !evidence_meets(claim->state, claim->number, require);
        if (fails || !quiet)
            append_claim(out, claim, MIN(width, ID_CHARACTERS), look, fails ? places : NULL);
    }
}

// --- the summary ---

static void append_numbers(GString *out, const EvidenceSummary *summary) {
    if (summary->numbers[NUMBER_NONE] == summary->claims)
        return;
    g_string_append(out, "numbers and dates:");
    for (int i = NUMBER_FOUND; i < NUMBER_STATES; i++)
        g_string_append_printf(out, "%s %u %s", i > NUMBER_FOUND ? "," : "", summary->numbers[i],
                               evidence_number_name((NumberState)i));
    g_string_append_c(out, '\n');
}

static void append_summary(GString *out, const EvidenceCheck *check, EvidenceState require) {
    EvidenceSummary summary = evidence_check_summary(check);
    guint failed = require ? evidence_count_failed(check, require) : 0;
    g_string_append_printf(out, "%u claim%s in %u source%s, %u text%s:", summary.claims,
                           plural(summary.claims), summary.sources, plural(summary.sources),
                           summary.texts, plural(summary.texts));
    for (int i = EVIDENCE_EXACT; i < EVIDENCE_STATES; i++)
        g_string_append_printf(out, "%s %u %s", i > EVIDENCE_EXACT ? "," : "", summary.states[i],
                               evidence_state_name((EvidenceState)i));
    g_string_append_c(out, '\n');
    append_numbers(out, &summary);
    if (summary.records)
        g_string_append_printf(out, "%u more name%s a record and quote%s nothing\n",
                               summary.records, summary.records == 1 ? "s" : "",
                               summary.records == 1 ? "s" : "");
    if (summary.other_text)
        g_string_append_printf(out, "%u claim%s looked up in a text that is not the captured one\n",
                               summary.other_text, summary.other_text == 1 ? " was" : "s were");
    if (failed)
        g_string_append_printf(out, "%u claim%s below \"%s\", or without the number claimed\n",
                               failed, failed == 1 ? " is" : "s are", evidence_state_name(require));
}

// How many partnerships nothing is quoted for, and which when all is asked for.
static void append_bare(GString *out, const EvidenceSummary *summary, const EvidenceCheck *check,
                        bool verbose) {
    if (summary->bare == 0)
        return;
    g_string_append_printf(out, "%u of %" G_GUINT64_FORMAT " partnership%s %s no evidence%s\n",
                           summary->bare, summary->partnerships, plural(summary->partnerships),
                           summary->bare == 1 ? "has" : "have", verbose ? ":" : " (-v lists them)");
    for (guint i = 0; verbose && i < summary->bare; i++) {
        g_autofree char *id = show(evidence_check_bare(check, i), ID_CHARACTERS);
        g_string_append_printf(out, "  %s\n", id);
    }
}

// How many numbers and dates no quote of their record holds, and which.
static void append_orphans(GString *out, const EvidenceSummary *summary, const EvidenceCheck *check,
                           bool verbose) {
    if (summary->doubtful)
        g_string_append_printf(out, "%u inferred number%s or date%s: the quote says another\n",
                               summary->doubtful, plural(summary->doubtful),
                               plural(summary->doubtful));
    if (summary->orphans == 0)
        return;
    g_string_append_printf(
        out, "%u number%s or date%s in no quote of %s record%s\n", summary->orphans,
        plural(summary->orphans), summary->orphans == 1 ? " stands" : "s stand",
        summary->orphans == 1 ? "its" : "their", verbose ? ":" : " (-v lists them)");
    for (guint i = 0; verbose && i < summary->orphans; i++) {
        const EvidenceOrphan *orphan = evidence_check_orphan(check, i);
        g_autofree char *id = show(orphan->partnership, ID_CHARACTERS);
        g_autofree char *claimed = show(orphan->claimed, ID_CHARACTERS);
        g_string_append_printf(out, "  %s %s  %s\n", id, orphan->field, claimed);
    }
}

static char *print_text(const EvidenceCheck *check, EvidenceState require,
                        const CommonOptions *common) {
    GString *out = g_string_new(NULL);
    EvidenceSummary summary = evidence_check_summary(check);
    append_claims(out, check, require, common->quiet);
    if (!common->quiet) {
        append_summary(out, check, require);
        append_bare(out, &summary, check, common->verbose);
        append_orphans(out, &summary, check, common->verbose);
    }
    return g_string_free(out, FALSE);
}

static char *print_json(const EvidenceCheck *check, EvidenceState require,
                        const CommonOptions *common) {
    (void)common;
    return evidence_to_json(check, require);
}

static char *print_sarif(const EvidenceCheck *check, EvidenceState require,
                         const CommonOptions *common) {
    (void)common;
    return evidence_to_sarif(check, require, ACCORD_VERSION);
}

// --- the check ---

// The map, if there is one, is for all paths.
static bool load_map(const EvidenceOptions *options, Report *report, guint path_count) {
    if (!options->map)
        return true;
    g_autofree char **names = g_new0(char *, (gsize)path_count + 1);
    for (guint i = 0; i < path_count; i++)
        names[i] = (char *)options->map;
    return report_load_maps(report, names);
}

static bool run(const EvidenceOptions *options, Report *report, EvidenceCheck *check,
                const char *const *paths, guint path_count) {
    ReportInput input = {.vocabulary = options->vocabulary};
    if (!report_load_vocabularies(report, &input) || !load_map(options, report, path_count))
        return false;
    FactsOptions facts = report_facts_options(report, NULL);
    FactsSink sink = evidence_check_sink(check);
    bool good = facts_read(&facts, paths, path_count, &sink, &report->summary);
    return evidence_check_run(check) && good;
}

int check_evidence(const EvidenceOptions *options, const CommonOptions *common,
                   const char *const *paths, guint path_count) {
    EvidenceState require = gates[find_gate(options->require)].state;
    Report report;
    report_begin_here(&report);
    diags_set_strict(report.diags, options->strict);
    g_autoptr(EvidenceCheck) check = evidence_check_new(report.diags, options->sources);
    bool good = run(options, &report, check, paths, path_count);
    g_autofree char *text = formats[find_format(options->format)].print(check, require, common);
    file_write(report.diags, "-", text, strlen(text));
    int code = command_report(report.diags, common);
    if (code == EXIT_DONE && good && require && evidence_count_failed(check, require) > 0)
        code = EXIT_EVIDENCE;
    report_end(&report);
    return code;
}
