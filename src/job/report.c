// The order: layout, theme, facts (all are read even when one is wrong, so that one run tells
// everything), then composing.
#include "job/report.h"
#include "job/earlier.h"
#include "job/filling.h"
#include "job/retold.h"
#include "job/unload.h"
#include "page/document.h"

#include "base/diag_weigh.h"
#include "base/file.h"
#include "base/suggest.h"
#include "job/report_shared.h"
#include "store/changes.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool report_is_day(const char *text) {
    Edtf date;
    return edtf_parse(text, &date, NULL) && date.precision == EDTF_DAY && !date.approximate &&
           !date.uncertain;
}

// Where facts stand that were cleared for an audience. New string.
static char *cleared_file(const Report *report) {
    return g_build_filename(report->cleared_folder, "facts.jsonl", NULL);
}

static void free_document(void *document) {
    json_doc_free(document);
}

void report_begin(Report *report, const ReportPlace *place) {
    Arena *arena = arena_new();
    *report = (Report){.arena = arena,
                       .place = {.shipped = arena_strdup(arena, place->shipped),
                                 .source_date = arena_strdup(arena, place->source_date),
                                 .today = arena_strdup(arena, place->today)},
                       .diags = diags_new(),
                       .documents = g_ptr_array_new_with_free_func(free_document)};
}

char *report_shipped(const Report *report, const char *name) {
    if (!report->place.shipped)
        return NULL;
    g_autofree char *path = g_build_filename(report->place.shipped, name, NULL);
    return g_file_test(path, G_FILE_TEST_EXISTS) ? g_steal_pointer(&path) : NULL;
}

static int compare_names(gconstpointer a, gconstpointer b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

GPtrArray *report_shipped_names(const Report *report, const char *folder) {
    g_autofree char *path = report_shipped(report, folder);
    g_autoptr(GDir) dir = path ? g_dir_open(path, 0, NULL) : NULL;
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (const char *file; dir && (file = g_dir_read_name(dir));)
        if (g_str_has_suffix(file, ".json"))
            g_ptr_array_add(names, g_strndup(file, strlen(file) - strlen(".json")));
    g_ptr_array_sort(names, compare_names);
    return names;
}

TextEngine *report_engine(Report *report) {
    if (!report->engine)
        report->engine = report->shared ? report_shared_engine(report->shared) : text_engine_new();
    return report->engine;
}

// All that was written into the folder: files, in it and in folders in it.
static void remove_tree(const char *folder) {
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (g_unlink(path) != 0)
            remove_tree(path);
    }
    g_rmdir(folder);
}

static void remove_cleared(Report *report) {
    if (report->cleared_folder)
        remove_tree(report->cleared_folder);
    g_clear_pointer(&report->cleared_folder, g_free);
}

static void free_facts(Report *report) {
    store_close(report->store);
    earlier_free(report);
    if (report->maps)
        g_ptr_array_unref(report->maps);
    vocabularies_free(report->vocabularies);
    store_close(report->unloaded);
    rates_free(report->rates);
}

void report_end(Report *report) {
    remove_cleared(report);
    if (!report->borrows_facts)
        free_facts(report);
    arena_free(report->arena); // scenes and pages point at fonts: before the engine
    if (report->engine && !report->shared)
        text_engine_free(report->engine);
    g_ptr_array_unref(report->documents);
    diags_free(report->diags);
}

// ---- facts

static void show_facts(void *progress, const FactsSummary *so_far, guint64 total_bytes) {
    g_autofree char *detail =
        g_strdup_printf("%" G_GUINT64_FORMAT " partnerships", so_far->partnerships);
    double share = total_bytes ? (double)so_far->bytes / (double)total_bytes : -1;
    progress_update(progress, share, detail);
}

FactsOptions report_facts_options(const Report *report, Progress *progress) {
    return (FactsOptions){.diags = report->diags,
                          .vocabularies = report->vocabularies,
                          .progress = progress ? show_facts : NULL,
                          .progress_data = progress,
                          .rates = report->rates,
                          .today = report->place.today,
                          .maps = report->maps ? (FactsMap **)report->maps->pdata : NULL};
}

bool report_load_vocabularies(Report *report, const ReportInput *input) {
    g_autofree char *shipped = NULL;
    const char *folder = input->vocabulary;
    if (!folder)
        folder = shipped = report_shipped(report, "data/vocabulary");
    if (!folder) {
        diag_error(report->diags, DIAG_FILE, NULL, "name their folder with --vocabulary",
                   "the shipped vocabularies are not where the program was installed");
        return false;
    }
    report->vocabularies = vocabularies_load(report->diags, folder);
    return report->vocabularies != NULL;
}

// The term that a word means, from the command line or the layout. NULL and reported when it is
// none.
static const Term *find_audience(Report *report, const char *word) {
    const Term *term = vocabulary_find(report->vocabularies, VOCABULARY_AUDIENCES, word);
    if (term)
        return term;
    g_autofree char *hint = vocabulary_suggest(report->vocabularies, VOCABULARY_AUDIENCES, word);
    bool is_named = report->layout && report->layout->audience == word;
    Place at = is_named ? json_node_place(report->layout->audience_node) : (Place){0};
    diag_error(report->diags, DIAG_UNKNOWN_NAME, is_named ? &at : NULL, hint,
               "\"%s\" is no audience of the vocabulary", word);
    return NULL;
}

// Facts for an audience are written to a folder of their own, and read from there: what is withheld
// is nowhere in the report, nor in what is attached to it.
// Ids may come again here; they are merged afterwards.
static bool clear_facts(Report *report, const FactsOptions *options, const ReportInput *input) {
    g_autoptr(MergePlan) plan = merge_plan_new(report->diags, /*within_files=*/false);
    FactsOptions clearing = *options;
    clearing.merge = report_merge_mode(input->merge) == MERGE_MODE_NONE ? NULL : plan;
    clearing.take_apart = true; // what was merged in a store may be for different audiences
    if (!unload_make_folder(report))
        return false;
    g_autofree char *file = cleared_file(report);
    if (!audience_clear(&clearing, report->audience, report->facts, report->facts_count, file,
                        &report->withheld))
        return false;
    const char **paths = arena_array(report->arena, const char *, 2);
    paths[0] = arena_strdup(report->arena, file);
    report->facts = paths;
    report->facts_count = 1;
    return true;
}

static bool open_store(Report *report, const ReportInput *input, const StoreOptions *options) {
    const char *first, *last;
    guint count = 0;
    report->store = store_open_at(report->diags, input->store, options);
    if (!report->store)
        return false;
    report->told_day = store_told_day(report->store);
    store_span(report->store, report->arena, &first, &last, &count);
    report->summary.partnerships = count;
    return true;
}

static void report_no_map(Report *report, const char *name) {
    g_autoptr(GPtrArray) names = report_shipped_names(report, "data/maps");
    g_autofree char *hint =
        suggest_hint(name, (const char *const *)(gpointer)names->pdata, names->len);
    diag_error(report->diags, DIAG_FILE, NULL, hint,
               "\"%s\" is neither a file nor the name of a shipped map", name);
}

// A map of a path, or a shipped one by its name.
static FactsMap *load_map(Report *report, const char *name) {
    if (strchr(name, '/') || g_file_test(name, G_FILE_TEST_EXISTS))
        return facts_map_load(report->diags, name, NULL);
    g_autofree char *inner = g_strdup_printf("data/maps/%s.json", name);
    g_autofree char *shipped = report_shipped(report, inner);
    if (shipped)
        return facts_map_load(report->diags, shipped, NULL);
    report_no_map(report, name);
    return NULL;
}

static void free_map(void *map) {
    facts_map_free(map);
}

// False and reported when one is wrong.
bool report_load_maps(Report *report, char **names) {
    bool good = true;
    if (!names)
        return true;
    report->maps = g_ptr_array_new_with_free_func(free_map);
    for (char **name = names; *name; name++) {
        FactsMap *map = **name ? load_map(report, *name) : NULL;
        good = good && (map || !**name);
        if (map && report->vocabularies)
            facts_map_check_terms(map, report->vocabularies, report->diags);
        g_ptr_array_add(report->maps, map);
    }
    return good;
}

// False and reported when they cannot be read.
bool report_load_rates(Report *report, const ReportInput *input) {
    if (!input->rates)
        return true;
    const Layout *layout = report->layout;
    bool is_named = layout && layout->rates_node && input->rates == layout->rates_path;
    Place at = is_named ? json_node_place(layout->rates_node) : (Place){0};
    report->rates = rates_load(report->diags, input->rates, is_named ? &at : NULL);
    return report->rates != NULL;
}

// From files, or what files were made of a store, into a store in memory.
static bool fill_store(Report *report, const ReportInput *input, const StoreOptions *options,
                       Progress *progress) {
    char **maps = input->store ? NULL : input->maps; // what is in a store went through its own
    if (!report_load_vocabularies(report, input) || !report_load_maps(report, maps))
        return false;
    if (input->audience && !(report->audience = find_audience(report, input->audience)))
        return false;
    report->store = store_open(report->diags, options, report->vocabularies);
    if (!report->store)
        return false;
    FactsOptions facts = report_facts_options(report, progress);
    if (report->audience && !clear_facts(report, &facts, input))
        return false;
    bool good = filling_run(report, &facts, options, input);
    return report->store && store_ready(report->store, report->diags) && good;
}

// *input then names the files that were made of the store.
static bool fill_again(Report *report, ReportInput *input, const StoreOptions *options,
                       Progress *progress) {
    StoreOptions told = *options;
    if (!unload_store(report, input, options))
        return false;
    if (!told.as_of)
        told.as_of = report->told_day;
    told.keep_records = told.keep_records || input->before || report->state;
    g_autoptr(Diags) said = diags_new();
    Diags *diags = report->diags;
    const char *path = report->facts[0];
    report->diags = said;
    bool good = fill_store(report, input, &told, progress);
    report->diags = diags;
    retold_pass_on(said, diags, path, input->store);
    return good;
}

static bool read_facts(Report *report, const ReportInput *input, const char *const *paths,
                       guint path_count, const char *language, Progress *progress) {
    if (!report_load_rates(report, input))
        return false;
    bool many_languages =
        report->many_languages || (report->layout && report->layout->language_count > 0);
    StoreOptions options = {.language = language,
                            .many_languages = many_languages,
                            .as_of = input->as_of ? input->as_of : report->place.source_date,
                            .rates = report->rates,
                            .keep_records = input->keep_records || input->before,
                            .vocabularies = earlier_vocabularies,
                            .vocabularies_data = report};
    ReportInput files = *input;
    bool good;
    if (!input->store) {
        report->facts = paths;
        report->facts_count = path_count;
        good = fill_store(report, input, &options, progress);
    } else if (input->audience || report->rates) {
        good = fill_again(report, &files, &options, progress);
    } else {
        good = open_store(report, input, &options);
    }
    return good && earlier_read(report, &files, progress);
}

bool report_read_facts(Report *report, const ReportInput *input, const char *const *paths,
                       guint path_count, const char *language, Progress *progress) {
    progress_step(progress, "reading facts");
    const FactsWanted wanted = {input, paths, path_count, language, progress};
    return report->shared ? report_shared_read(report, &wanted)
                          : read_facts(report, input, paths, path_count, language, progress);
}

// ---- the report

static bool load_layout(Report *report, const ReportInput *input) {
    if (!document_expect_file(report->diags, input->layout, DOCUMENT_LAYOUT))
        return false;
    guint count = input->params ? g_strv_length(input->params) : 0;
    ParamAssignment *assignments = arena_array(report->arena, ParamAssignment, count + 1);
    for (guint i = 0; i < count; i++) {
        const char *equals = strchr(input->params[i], '=');
        gsize length = (gsize)(equals - input->params[i]);
        assignments[i].name = arena_strndup(report->arena, input->params[i], length);
        assignments[i].value = equals + 1;
    }
    if (input->lang)
        assignments[count++] = (ParamAssignment){"lang", input->lang};
    report->layout = layout_load_part(report->arena, report->diags, input->layout, assignments,
                                      count, report->documents);
    return report->layout != NULL;
}

static bool is_whole(const Report *report) {
    return report->layout && !report->layout->partial;
}

const Theme *report_read_theme(Report *report, const char *name, const Place *at) {
    g_autofree char *shipped = report_shipped(report, "layouts");
    ThemeInput input = {.arena = report->arena,
                        .diags = report->diags,
                        .engine = report_engine(report),
                        .path = name,
                        .at = at,
                        .shipped = shipped,
                        .documents = report->documents};
    return theme_read(&input);
}

// The shipped one, else the built-in look.
static const char *default_theme(const Report *report) {
    g_autofree char *shipped = report_shipped(report, "layouts");
    return shipped ? theme_find(report->arena, THEME_DEFAULT, shipped, NULL) : NULL;
}

static bool load_theme(Report *report, const ReportInput *input) {
    const char *path = report->layout->theme_path;
    Place place = {0};
    if (input->theme)
        path = input->theme;
    else if (report->layout->theme_node)
        place = json_node_place(report->layout->theme_node);
    else if (!path)
        path = default_theme(report);
    report->theme_document = report->documents->len;
    report->theme = report_read_theme(report, path, place.source ? &place : NULL);
    if (report->theme)
        report->theme = theme_in_language(report->theme, report->layout->language);
    return report->theme != NULL;
}

const Words *report_read_words(Report *report, const WordsInput *asked) {
    g_autofree char *shipped = report_shipped(report, "layouts");
    WordsInput input = *asked;
    input.arena = report->arena;
    input.diags = report->diags;
    input.documents = report->documents;
    input.shipped = shipped;
    return words_load(&input);
}

static const Words *load_words(Report *report) {
    report->words_document = report->documents->len;
    const Layout *layout = report->layout;
    const JsonNode *node = layout->words_node ? layout->words_node : layout->language_node;
    Place place = node ? json_node_place(node) : (Place){0};
    WordsInput input = {.language = layout->language,
                        .path = layout->words_path,
                        .folder = layout->folder,
                        .at = node ? &place : NULL};
    return report_read_words(report, &input);
}

// The words of languages that blocks name. False and reported when there are none for one.
static bool load_block_languages(Report *report, PageInput *page) {
    const Layout *layout = report->layout;
    PageLanguage *languages = arena_array(report->arena, PageLanguage, layout->language_count);
    bool good = true;
    for (guint i = 0; i < layout->language_count; i++) {
        Place place = json_node_place(layout->languages[i]);
        WordsInput input = {.language = json_string_value(layout->languages[i]->json),
                            .folder = layout->folder,
                            .at = &place};
        languages[i] =
            (PageLanguage){.tag = input.language, .words = report_read_words(report, &input)};
        good = good && languages[i].words;
    }
    page->languages = languages;
    page->language_count = layout->language_count;
    return good;
}

// Facts that the layout names and that are not there are told where it names them.
static bool check_layout_facts(Report *report) {
    const Layout *layout = report->layout;
    bool good = true;
    for (guint i = 0; i < layout->facts_count; i++) {
        const char *path = layout->facts[i];
        if (strcmp(path, "-") == 0 || g_access(path, R_OK) == 0)
            continue;
        int error = errno;
        diags_note_file(report->diags, path);
        g_autofree char *hint = error == ENOENT ? file_suggest(path) : NULL;
        json_error(report->diags, layout->facts_nodes[i], DIAG_FILE, hint, "cannot read \"%s\": %s",
                   path, g_strerror(error));
        good = false;
    }
    return good;
}

static bool read_report_facts(Report *report, const ReportInput *input, Progress *progress) {
    const Layout *layout = report->layout;
    if (!input->facts && !input->store && !check_layout_facts(report))
        return false;
    const char *const *paths = layout->facts;
    guint count = layout->facts_count;
    if (input->facts) {
        paths = (const char *const *)input->facts;
        count = g_strv_length(input->facts);
    }
    ReportInput full = *input;
    if (!input->vocabulary)
        full.vocabulary = layout->vocabulary_path;
    if (!input->facts)
        full.maps = (char **)layout->facts_maps;
    if (!input->rates)
        full.rates = layout->rates_path;
    if (!input->audience)
        full.audience = layout->audience;
    if (!input->merge)
        full.merge = layout->merge;
    if (!input->same_as)
        full.same_as = (char **)layout->same_as;
    return report_read_facts(report, &full, paths, count, layout->language, progress);
}

// The day the report speaks of. In the arena; NULL and reported when nothing says it.
static const char *find_as_of(Report *report, const ReportInput *input) {
    report->given_as_of = input->as_of ? input->as_of : report->place.source_date;
    if (!report->given_as_of)
        report->given_as_of = report->told_day;
    if (report->given_as_of)
        return report->given_as_of;
    const char *first = NULL, *last = NULL;
    guint count = 0;
    if (store_span(report->store, report->arena, &first, &last, &count))
        return last;
    if (report->summary.partnerships == 0) {
        diag_error(report->diags, DIAG_EMPTY, NULL,
                   "name facts in the layout (\"facts\": [...]) or with --facts; a part is checked "
                   "with the layout that includes it",
                   "\"%s\" was given no facts", input->layout);
        return NULL;
    }
    diag_error(report->diags, DIAG_EMPTY, NULL, "give --as-of YYYY-MM-DD, or facts with dates",
               "there are no dated facts, so nothing says which day the report speaks of");
    return NULL;
}

// What the facts know beyond the report's day is not said, unless the layout wants it.
static bool settle_later(Report *report, const char *as_of) {
    bool keep = report->layout->later_facts == LATER_KEPT;
    if (!store_keep_later(report->store, keep, report->diags))
        return false;
    guint count = store_left_out(report->store);
    if (count > 0) {
        g_autofree char *message =
            g_strdup_printf("%u fact%s dated later than %s, the day of the report, %s left out",
                            count, count == 1 ? "" : "s", as_of, count == 1 ? "is" : "are");
        diag_report(report->diags, DIAG_NOTE, DIAG_LATER_FACTS, NULL,
                    "\"later_facts\": \"keep\" in the layout shows them", message);
    }
    return true;
}

// By a name in any text of the layout and its parts.
static bool speaks_of_partners(const Report *report) {
    for (guint i = 0; i < report->documents->len; i++) {
        const Source *source = json_doc_source(report->documents->pdata[i]);
        if (source && g_regex_match_simple("\\bpartner(_code|_country)?\\b", source->text, 0, 0))
            return true;
    }
    return false;
}

// The country whose partners are shown. Where two are in as many facts, nobody said which.
static bool settle_home(Report *report) {
    const char *tied, *home;
    if (!store_set_home(report->store, report->layout->home, report->diags))
        return false;
    home = store_home(report->store, &tied);
    if (tied && !report->layout->home && speaks_of_partners(report)) {
        g_autofree char *message =
            g_strdup_printf("as many facts have a party of %s as of %s; %s is taken as the home "
                            "country, and the others as partners",
                            tied, home, home);
        g_autofree char *hint =
            g_strdup_printf("\"home\": \"%s\" in the layout takes the other", tied);
        diag_report(report->diags, DIAG_NOTE, DIAG_WRONG_VALUE, NULL, hint, message);
    }
    return true;
}

// What key figures do about facts whose evidence was looked up and not found.
static void tell_unverified(Report *report) {
    static const char sql[] = "SELECT count(*) AS n FROM partnerships WHERE verified = 0";
    const Table *table =
        store_query(report->store, report->arena, sql, NULL, 0, NULL, report->diags);
    guint count =
        table && table->row_count ? (guint)value_to_number(table_value(table, "n", 0)) : 0;
    if (count == 0)
        return;
    bool counts = report->layout->counts_unverified;
    g_autofree char *message = g_strdup_printf(
        "the evidence of %u partnership%s was looked up and not found: key figures %s", count,
        count == 1 ? "" : "s",
        counts ? "count them all the same" : "leave them out, where they can be taken apart");
    diag_report(report->diags, DIAG_NOTE, DIAG_NO_EVIDENCE, NULL,
                counts ? NULL : "\"unverified\": \"count\" in the layout counts them", message);
}

bool report_read_layout(Report *report, const ReportInput *input) {
    return load_layout(report, input) && load_theme(report, input) && is_whole(report);
}

// Also of a layout that is not whole.
static bool read_all(Report *report, const ReportInput *input, PageInput *page,
                     Progress *progress) {
    progress_step(progress, "reading the layout");
    if (!load_layout(report, input))
        return false;
    *page = (PageInput){0};
    const Words *words = load_words(report);
    bool good = load_block_languages(report, page) && words;
    good = load_theme(report, input) && good;
    good = read_report_facts(report, input, progress) && good;
    const char *as_of = good ? find_as_of(report, input) : NULL;
    good = as_of && settle_later(report, as_of) && settle_home(report);
    if (good && input->sources)
        tell_unverified(report);
    report->changes_asked = good ? store_changes_asked(report->store) : 0;
    report->trace = input->trace ? trace_new(report->arena) : NULL;
    *page = (PageInput){.arena = report->arena,
                        .diags = report->diags,
                        .engine = report_engine(report),
                        .store = report->store,
                        .layout = report->layout,
                        .theme = report->theme,
                        .words = words,
                        .language_count = page->language_count,
                        .languages = page->languages,
                        .as_of = as_of,
                        .trace = report->trace,
                        .audience = report->summary.audience,
                        .producer = "Accord " ACCORD_VERSION};
    return good;
}

bool report_read(Report *report, const ReportInput *input, PageInput *page, Progress *progress) {
    return read_all(report, input, page, progress) && is_whole(report);
}

bool report_build(Report *report, const ReportInput *input, Progress *progress) {
    PageInput page;
    diags_set_strict(report->diags, input->strict);
    text_engine_warm(report_engine(report));
    if (!read_all(report, input, &page, progress))
        return false;
    page.checks_data = input->checks_data;
    progress_step(progress, "composing pages");
    report->placed = page_place(&page);
    if (!is_whole(report))
        report->placed = NULL;
    text_report_missing(report->engine, report->diags, NULL);
    text_report_broken(report->engine, report->diags);
    return report->placed && diags_errors(report->diags) == 0;
}
