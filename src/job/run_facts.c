// Facts of a run: known by the digest of their files, checked by reading them, put into the store
// in one transaction. What was read and found good in the last run is not read again.
#include "base/diag_weigh.h"
#include "facts/evidence.h"
#include "facts/facts_files.h"
#include "job/run_private.h"
#include "page/theme.h"
#include "store/ledger.h"

#include <errno.h>
#include <string.h>

// ---- digests

static void add(GChecksum *sum, const char *text) {
    const char *given = text ? text : "";
    g_checksum_update(sum, (const guchar *)given, (gssize)strlen(given) + 1);
}

static const char *finish(Run *run, GChecksum *sum) {
    return arena_strdup(run->arena, g_checksum_get_string(sum));
}

static int compare_names(gconstpointer a, gconstpointer b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_folder(Run *run, GChecksum *sum, const char *path, guint depth) {
    GDir *dir = depth < FACTS_FOLDER_DEPTH ? g_dir_open(path, 0, NULL) : NULL;
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; dir && (name = g_dir_read_name(dir));)
        g_ptr_array_add(names, g_strdup(name));
    if (dir)
        g_dir_close(dir);
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *inner = g_build_filename(path, names->pdata[i], NULL);
        add(sum, names->pdata[i]);
        if (g_file_test(inner, G_FILE_TEST_IS_DIR))
            add_folder(run, sum, inner, depth + 1);
        else
            add(sum, stamps_look(run->stamps, inner)->digest);
    }
}

static const char *digest_of_files(Run *run) {
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    for (guint i = 0; i < run->fact_files->len; i++)
        add(sum, stamps_look(run->stamps, run->fact_files->pdata[i])->digest);
    for (guint i = 0; i < run->jobs->facts_count; i++) {
        const char *map = run->jobs->maps[i];
        add(sum, strchr(map, '/') ? stamps_look(run->stamps, map)->digest : map);
    }
    if (run->jobs->vocabulary)
        add_folder(run, sum, run->jobs->vocabulary, 0);
    return finish(run, sum);
}

static const char *digest_of(Run *run, const char *first, const char *second, bool flag) {
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    add(sum, first);
    add(sum, second);
    add(sum, run->place->program);
    add(sum, run->place->program_stamp);
    add(sum, flag ? "1" : "0");
    return finish(run, sum);
}

static const char *digest_of_evidence(Run *run) {
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    add_folder(run, sum, run->jobs->sources, 0);
    g_autofree char *require = g_strdup_printf("%d", (int)run->jobs->require);
    return digest_of(run, g_checksum_get_string(sum), require, false);
}

static bool look_at_store(Run *run) {
    gint64 facts = 0, sources = 0;
    g_autofree char *digest =
        ledger_facts_digest(run->diags, run->jobs->store, &run->ingest, &facts, &sources);
    if (!digest)
        return run_fail(run, run_code(run->diags), "the store cannot be read");
    run->record->partnerships = (guint64)facts;
    run->record->sources = (guint64)sources;
    run->facts_digest = arena_strdup(run->arena, digest);
    return true;
}

const char *run_named(const Run *run, const char *name) {
    bool is_file = name && !store_is_server(name) && !theme_is_name(name);
    return is_file ? run_state_file(run->state, name) : name;
}

bool run_check_store(Run *run) {
    gint64 ingest, facts, sources;
    if (!run->jobs->store)
        return true;
    g_autofree char *digest =
        ledger_facts_digest(run->diags, run->jobs->store, &ingest, &facts, &sources);
    if (!digest)
        return run_fail(run, run_code(run->diags),
                        "the reports are made, and the store is gone; the next run does the rest");
    if (strcmp(digest, run->facts_digest) != 0)
        diag_warning(run->diags, DIAG_FILE, NULL,
                     "the next run makes them anew; add facts before a run or after it",
                     "facts were added to the store while reports were made, which may show "
                     "either state");
    return true;
}

bool run_find_facts(Run *run) {
    const JobsFile *jobs = run->jobs;
    const char *files = NULL;
    if (jobs->facts_count) {
        guint before = diags_errors(run->diags);
        run->fact_files = facts_list_files(run->diags, jobs->facts, jobs->facts_count);
        if (diags_errors(run->diags) > before)
            return run_fail(run, run_code(run->diags), "the facts cannot be read");
        files = digest_of_files(run);
        if (jobs->strict)
            files = digest_of(run, files, "strict", false);
        run->facts_digest = files;
    }
    if (jobs->sources)
        run->evidence_digest = digest_of(run, files, digest_of_evidence(run), false);
    if (!jobs->store)
        return true;
    if (!files)
        return look_at_store(run);
    run->ingested_digest = digest_of(run, files, run_named(run, jobs->store), jobs->keep_missing);
    bool is_known = g_strcmp0(run->state->ingested, run->ingested_digest) == 0 &&
                    (store_is_server(jobs->store) || g_file_test(jobs->store, G_FILE_TEST_EXISTS));
    if (!is_known)
        return true;
    if (!look_at_store(run))
        return false;
    run->facts_loaded = g_strcmp0(run->state->store, run->facts_digest) == 0;
    return true;
}

// ---- reading

static void show_facts(void *data, const FactsSummary *so_far, guint64 total) {
    (void)total;
    Run *run = data;
    run->record->partnerships = so_far->partnerships;
}

// For facts that are read to be checked or put into the store.
static ReportInput facts_input(const Run *run) {
    return (ReportInput){.layout = run->jobs->path,
                         .facts = (char **)run->jobs->facts,
                         .maps = (char **)run->jobs->maps,
                         .as_of = run->options->as_of,
                         .vocabulary = run->jobs->vocabulary,
                         .sources = run->jobs->store ? NULL : run->jobs->sources};
}

ReportInput run_facts_input(const Run *run) {
    ReportInput input = facts_input(run);
    input.as_of = run->record->as_of;
    if (!run->jobs->store)
        return input;
    return (ReportInput){.store = run->jobs->store, .as_of = input.as_of};
}

// A report that only reads facts; its messages are the run's.
static void begin_reader(Run *run, Report *reader) {
    report_begin(reader, &run->place->report);
    diags_free(reader->diags);
    reader->diags = run->diags;
    diags_set_strict(run->diags, run->jobs->strict);
    run->reader = reader;
}

static void end_reader(Run *run) {
    diags_set_strict(run->diags, false);
    run->reader->diags = NULL;
    report_end(run->reader);
    run->reader = NULL;
}

static FactsOptions facts_options(Run *run) {
    return (FactsOptions){.diags = run->diags,
                          .vocabularies = run->reader->vocabularies,
                          .progress = show_facts,
                          .progress_data = run,
                          .maps = (FactsMap **)run->reader->maps->pdata};
}

// ingest: that the facts go to; or NULL.
static bool read_into(Run *run, const FactsSink *sink, Ingest *ingest) {
    FactsOptions options = facts_options(run);
    options.holds = ingest ? ingest_holds : NULL;
    options.holds_data = ingest;
    FactsSummary summary = {0};
    bool good = facts_read(&options, run->jobs->facts, run->jobs->facts_count, sink, &summary);
    run->record->partnerships = summary.partnerships;
    run->record->sources = summary.sources;
    return good;
}

static bool fail_facts(Run *run) {
    int code = run_code(run->diags);
    return run_fail(run, code,
                    code == RUN_CODE_INVALID
                        ? "the facts are not good; the reports of the last run stay as they are"
                        : "the facts cannot be had; the reports of the last run stay as they are");
}

// An extractor that wrote nothing must not cost what is known, nor the reports made from it.
static bool has_partnerships(Run *run) {
    if (run->record->partnerships)
        return true;
    diag_error(run->diags, DIAG_EMPTY, NULL,
               "see why the folder or file under \"facts\" was left empty, and run again",
               "the facts that \"%s\" names hold no partnership", run->jobs->path);
    return false;
}

// ---- evidence

static bool check_evidence(Run *run) {
    const JobsFile *jobs = run->jobs;
    if (!jobs->sources || g_strcmp0(run->state->evidence, run->evidence_digest) == 0)
        return true;
    run_tell_step(run, "looking evidence up");
    g_autoptr(EvidenceCheck) check = evidence_check_new(run->diags, jobs->sources);
    FactsSink sink = evidence_check_sink(check);
    if (!read_into(run, &sink, NULL) || !evidence_check_run(check))
        return fail_facts(run);
    guint failed = jobs->require ? evidence_count_failed(check, jobs->require) : 0;
    if (failed == 0)
        return true;
    diag_error(run->diags, DIAG_NO_EVIDENCE, NULL, "accord check --sources lists them",
               "%u claim%s below \"%s\", or without the number claimed", failed,
               failed == 1 ? " is" : "s are", evidence_state_name(jobs->require));
    return run_fail(run, RUN_CODE_EVIDENCE,
                    "the gate of evidence is shut; the reports of the last run stay as they are");
}

// ---- the store

// With what was found of the evidence, where that is looked up.
static bool read_checked(Run *run, const FactsSink *sink, Ingest *ingest) {
    const JobsFile *jobs = run->jobs;
    if (!jobs->sources)
        return read_into(run, sink, ingest);
    g_autoptr(EvidenceCheck) check = evidence_check_new(run->diags, jobs->sources);
    FactsSink claims = evidence_check_sink(check);
    if (!read_into(run, &claims, ingest) || !evidence_check_run(check))
        return false;
    g_autoptr(EvidenceMarks) marks = evidence_marks_new(check, sink);
    FactsSink marked = evidence_marks_sink(marks);
    return read_into(run, &marked, ingest);
}

static bool make_store_folder(Run *run) {
    g_autofree char *folder = g_path_get_dirname(run->jobs->store);
    if (store_is_server(run->jobs->store) || run->options->check ||
        g_mkdir_with_parents(folder, 0755) == 0)
        return true;
    diag_error(run->diags, DIAG_FILE, NULL, "it is to hold the store",
               "cannot write to the folder \"%s\": %s", folder, g_strerror(errno));
    return run_fail(run, RUN_CODE_IO, "the store cannot be filled");
}

// Whether something was said of facts that were read in a strict run.
static bool is_too_loose(const Run *run, guint errors_before) {
    return run->jobs->strict && diags_errors(run->diags) > errors_before;
}

const char *run_told_day(const Run *run) {
    bool fills = run->jobs->store && run->jobs->facts_count;
    return fills && run->options->as_of && run_is_later(run) ? run->record->as_of : NULL;
}

static bool ingest(Run *run) {
    const JobsFile *jobs = run->jobs;
    g_autoptr(GPtrArray) words = NULL;
    if (jobs->vocabulary) {
        words = facts_list_files(run->diags, &jobs->vocabulary, 1);
        g_ptr_array_add(words, NULL);
    }
    IngestOptions how = {.as_of = run->record->as_of,
                         .is_told = run_told_day(run) != NULL,
                         .program = ACCORD_VERSION,
                         .vocabulary_files = words ? (const char *const *)words->pdata : NULL,
                         .replace = !jobs->keep_missing,
                         .dry_run = run->options->check};
    run_tell_step(run, "putting facts into the store");
    if (!make_store_folder(run))
        return false;
    Ingest *ingest = ingest_begin(run->diags, jobs->store, run->reader->vocabularies, &how);
    if (!ingest)
        return run_fail(run, run_code(run->diags), "the store cannot be filled");
    FactsSink sink = ingest_sink(ingest);
    guint before = diags_errors(run->diags);
    bool good = read_checked(run, &sink, ingest) && !is_too_loose(run, before) &&
                (jobs->keep_missing || has_partnerships(run));
    run_place_step(run->place, "ingest", NULL);
    if (!ingest_end(ingest, good, &run->record->ingest))
        return fail_facts(run);
    run_place_step(run->place, "ingested", NULL);
    run->record->has_ingest = true;
    if (!how.as_of) {
        run->state->day = arena_strdup(run->state->arena, run->record->ingest.last_day);
        run->record->as_of = arena_strdup(run->record->arena, run->state->day);
    }
    return how.dry_run || look_at_store(run);
}

// ---- all

static bool is_evidence_known(const Run *run) {
    return !run->jobs->sources || g_strcmp0(run->state->evidence, run->evidence_digest) == 0;
}

// How many there are is kept too; 0: it is not known.
static bool is_checked(const Run *run) {
    return run->state->partnerships > 0 && g_strcmp0(run->state->facts, run->facts_digest) == 0 &&
           is_evidence_known(run);
}

static void recall_counts(Run *run) {
    if (run->jobs->store) // has counted them
        return;
    run->record->partnerships = (guint64)run->state->partnerships;
    run->record->sources = (guint64)run->state->sources;
}

// Reads what the evidence and the store are checked against and filled from.
static bool put(Run *run) {
    ReportInput input = facts_input(run);
    if (!report_load_vocabularies(run->reader, &input) ||
        !report_load_maps(run->reader, (char **)run->jobs->maps))
        return run_fail(run, run_code(run->diags), "the vocabulary or a map is not good");
    return check_evidence(run) && (!run->jobs->store || ingest(run));
}

bool run_put_facts(Run *run) {
    const JobsFile *jobs = run->jobs;
    Report reader;
    if (!jobs->facts_count) // of a store, or of the layouts
        return true;
    if (jobs->store ? run->facts_loaded && is_evidence_known(run) : is_checked(run)) {
        recall_counts(run);
        return true;
    }
    if (jobs->store || jobs->sources) {
        begin_reader(run, &reader);
        bool good = put(run);
        end_reader(run);
        if (!good)
            return false;
    }
    return jobs->store || run_load_facts(run);
}

// The last day in facts, or the later one that a store was told, for runs that are told none.
static void keep_day(Run *run, Store *store) {
    const char *first, *last;
    guint count;
    const char *told = run->jobs->facts_count ? NULL : store_told_day(store);
    if (told || store_span(store, run->arena, &first, &last, &count))
        run->state->day = arena_strdup(run->state->arena, told ? told : last);
}

static bool load(Run *run) {
    const JobsFile *jobs = run->jobs;
    ReportInput input = facts_input(run);
    guint before = diags_errors(run->diags);
    if (!report_read_facts(run->reader, &input, jobs->facts, jobs->facts_count, NULL, NULL) ||
        is_too_loose(run, before))
        return fail_facts(run);
    run->record->partnerships = run->reader->summary.partnerships;
    run->record->sources = run->reader->summary.sources;
    if (!has_partnerships(run))
        return fail_facts(run);
    keep_day(run, run->reader->store);
    run->facts_loaded = true;
    return true;
}

bool run_load_facts(Run *run) {
    Report reader;
    if (!run->jobs->facts_count || run->jobs->store || run->facts_loaded)
        return true;
    run_tell_step(run, "reading facts");
    begin_reader(run, &reader);
    report_share(&reader, run->shared);
    bool good = load(run);
    end_reader(run);
    return good;
}

bool run_find_day(Run *run, const char *given) {
    const JobsFile *jobs = run->jobs;
    bool is_stores_own = jobs->store && !jobs->facts_count; // which may be told without a change
    if (is_stores_own || !run->facts_digest || g_strcmp0(run->state->facts, run->facts_digest) != 0)
        run->state->day = NULL; // of other facts
    run->record->as_of = arena_strdup(run->record->arena, given ? given : run->state->day);
    if (run->record->as_of)
        return true;
    if (jobs->store && jobs->facts_count && !run->facts_loaded)
        return true;
    if (jobs->store) {
        g_autoptr(Store) store = store_open_at(run->diags, jobs->store, &(StoreOptions){0});
        if (!store)
            return run_fail(run, run_code(run->diags), "the store cannot be read");
        keep_day(run, store);
    } else if (jobs->facts_count && !run_load_facts(run)) {
        return false;
    }
    run->record->as_of = arena_strdup(run->record->arena, run->state->day);
    if (run->record->as_of)
        return true;
    diag_error(run->diags, DIAG_EMPTY, NULL, "give --as-of YYYY-MM-DD",
               "nothing says which day the reports speak of");
    return run_fail(run, RUN_CODE_USAGE, "no day is given");
}
