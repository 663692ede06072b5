// Facts are read by a report of their own, which owns them and makes no pages; others borrow. They
// are known by where they come from and what they are compared with; language and day are set for
// each report that borrows. After a fork each process has copies of all this that it alone uses:
// stores in memory are read before it, stores in files and on servers are opened after it, since no
// two processes can share a connection.
#include "job/report_shared.h"

#include "base/diag_weigh.h"

enum {
    FACTS_KEPT = 16,        // sets of facts; when there are more, the first are read again
    PARTS_LIMIT = 256 << 20 // bytes of parts of reports
};

struct ReportShared {
    TextEngine *engine;
    GHashTable *facts;   // key to Report *: their owner
    GHashTable *records; // Store * to PdfFile *, NULL when there can be none
    Kept *kept;          // parts of reports; or NULL
    bool tells_again;
};

static void free_owner(void *owner) {
    report_end(owner);
    g_free(owner);
}

static void free_file(void *file) {
    pdf_file_free(file);
}

ReportShared *report_shared_new(bool tells_again) {
    ReportShared *shared = g_new0(ReportShared, 1);
    shared->tells_again = tells_again;
    shared->facts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_owner);
    shared->records = g_hash_table_new_full(NULL, NULL, NULL, free_file);
    return shared;
}

void report_shared_free(ReportShared *shared) {
    if (!shared)
        return;
    g_hash_table_unref(shared->records);
    g_hash_table_unref(shared->facts);
    kept_free(shared->kept);
    text_engine_free(shared->engine);
    g_free(shared);
}

void report_shared_keep(ReportShared *shared) {
    shared->kept = kept_new(PARTS_LIMIT);
}

Kept *report_shared_kept(const ReportShared *shared) {
    return shared ? shared->kept : NULL;
}

void report_share(Report *report, ReportShared *shared) {
    report->shared = shared;
    if (shared->engine)
        text_engine_forget_missing(shared->engine);
}

TextEngine *report_shared_engine(ReportShared *shared) {
    if (!shared->engine)
        shared->engine = text_engine_new();
    return shared->engine;
}

void report_shared_fonts(const ReportShared *shared, void (*call)(void *data, const char *path),
                         void *data) {
    if (shared->engine)
        text_engine_each_file(shared->engine, call, data);
}

// ---- facts

static void append(GString *key, const char *text) {
    g_string_append(key, text ? text : "");
    g_string_append_c(key, '\n');
}

static void append_list(GString *key, char **list) {
    for (; list && *list; list++)
        append(key, *list);
    append(key, NULL);
}

// What facts are told from others by: all of the input that decides what is read and how it is
// merged. New string, which begins with the store's address.
static char *make_key(const FactsWanted *wanted) {
    const ReportInput *input = wanted->input;
    const char *const words[] = {input->store,
                                 input->vocabulary,
                                 input->audience,
                                 input->sources,
                                 input->rates,
                                 input->merge,
                                 input->since,
                                 input->since_day,
                                 input->keep_merged ? "merged" : NULL,
                                 input->keep_records ? "records" : NULL};
    GString *key = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        append(key, words[i]);
    append_list(key, input->same_as);
    append_list(key, input->before);
    for (guint i = 0; !input->store && i < wanted->path_count; i++) {
        append(key, wanted->paths[i]);
        append(key, input->maps ? input->maps[i] : NULL);
    }
    return g_string_free(key, FALSE);
}

static void pass_on(const Diags *from, Diags *to) {
    for (guint i = 0; i < diags_kept(from); i++)
        diag_repeat(to, diags_nth(from, i));
    diags_repeat_files(to, from);
}

static Report *read_owner(Report *report, const FactsWanted *wanted) {
    Report *owner = g_new0(Report, 1);
    report_begin(owner, &report->place);
    owner->many_languages = true;
    owner->layout = report->layout; // for places in messages, while it is there
    bool good = report_read_facts(owner, wanted->input, wanted->paths, wanted->path_count,
                                  wanted->language, wanted->progress);
    owner->layout = NULL;
    pass_on(owner->diags, report->diags);
    if (good && report->shared->kept)
        store_share_kept(owner->store, report->shared->kept);
    if (good)
        return owner;
    free_owner(owner);
    return NULL;
}

static void borrow(Report *report, const Report *owner) {
    report->vocabularies = owner->vocabularies;
    report->store = owner->store;
    report->told_day = owner->told_day;
    report->maps = owner->maps;
    report->rates = owner->rates;
    report->summary = owner->summary;
    report->facts = owner->facts;
    report->facts_count = owner->facts_count;
    report->audience = owner->audience;
    report->withheld = owner->withheld;
    report->earlier = owner->earlier;
    report->borrows_facts = true;
}

// What was said when they were read is said to that report only, unless all are to hear it; its
// files to all.
static Report *find_owner(Report *report, const FactsWanted *wanted) {
    GHashTable *facts = report->shared->facts;
    g_autofree char *key = make_key(wanted);
    Report *owner = g_hash_table_lookup(facts, key);
    if (owner && report->shared->tells_again)
        pass_on(owner->diags, report->diags);
    else if (owner)
        diags_repeat_files(report->diags, owner->diags);
    if (owner)
        return owner;
    owner = read_owner(report, wanted);
    if (owner && g_hash_table_size(facts) >= FACTS_KEPT) {
        g_hash_table_remove_all(report->shared->records);
        g_hash_table_remove_all(facts);
    }
    if (owner)
        g_hash_table_insert(facts, g_steal_pointer(&key), owner);
    return owner;
}

// ---- forgetting

typedef struct {
    const GPtrArray *paths;
    bool found;
} Search;

static bool is_among(const GPtrArray *paths, const char *path) {
    return g_ptr_array_find_with_equal_func((GPtrArray *)paths, path, g_str_equal, NULL);
}

static void seek_font(void *data, const char *path) {
    Search *search = data;
    search->found |= is_among(search->paths, path);
}

static bool is_made_from(const Report *owner, const GPtrArray *paths) {
    const GPtrArray *files = diags_files(owner->diags);
    for (guint i = 0; i < files->len; i++)
        if (is_among(paths, files->pdata[i]))
            return true;
    return false;
}

static gboolean is_stale(gpointer key, gpointer owner, gpointer paths) {
    (void)key;
    return is_made_from(owner, paths);
}

// Stores on disk change without a file that is watched: they are opened anew in any case.
static gboolean is_of_store(gpointer key, gpointer owner, gpointer unused) {
    (void)owner;
    (void)unused;
    return *(const char *)key != '\n';
}

void report_shared_forget(ReportShared *shared, const GPtrArray *paths, bool whole) {
    Search fonts = {.paths = paths};
    report_shared_fonts(shared, seek_font, &fonts);
    if (fonts.found)
        g_clear_pointer(&shared->engine, text_engine_free);
    if (fonts.found && shared->kept)
        kept_forget(shared->kept);
    if (shared->kept)
        kept_turn(shared->kept, whole);
    guint count = g_hash_table_size(shared->facts);
    g_hash_table_foreach_remove(shared->facts, is_of_store, NULL);
    g_hash_table_foreach_remove(shared->facts, is_stale, (gpointer)paths);
    if (g_hash_table_size(shared->facts) < count)
        g_hash_table_remove_all(shared->records);
}

bool report_shared_read(Report *report, const FactsWanted *wanted) {
    const char *as_of = wanted->input->as_of;
    const Report *owner = find_owner(report, wanted);
    if (!owner)
        return false;
    borrow(report, owner);
    return store_speak(report->store, wanted->language, as_of ? as_of : report->place.source_date,
                       report->diags);
}

const PdfFile *report_shared_records(const Report *report) {
    GHashTable *records = report->shared->records;
    gpointer known = NULL;
    if (g_hash_table_lookup_extended(records, report->store, NULL, &known))
        return known;
    g_autoptr(GBytes) bytes = store_export(report->store);
    PdfFile *file = bytes ? pdf_file_new(bytes) : NULL;
    g_hash_table_insert(records, report->store, file);
    return file;
}
