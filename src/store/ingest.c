// One run of adding facts. Each record is compared by its digest with what the store holds under
// its id; what is the same costs a look. A record keeps its number for ever, also when it is
// withdrawn and comes back.
#include "store/ingest.h"

#include "base/file.h"
#include "store/findings.h"
#include "store/known.h"
#include "store/known_findings.h"
#include "store/private.h"
#include "store/record_batch.h"
#include "store/renamed.h"
#include "store/stale.h"

#include <string.h>

struct Ingest {
    Store *store;
    Diags *diags;
    char *shown; // the store's address
    IngestOptions options;
    IngestCounts counts;
    Known *known;
    gint64 last_before; // number of the last fact before these
    KnownFindings *findings;
    Reread *reread;     // of revisions
    Reread *retelling;  // of records that are written again
    GByteArray *seen;   // by number of fact: a Seen
    GPtrArray *retold;  // ids of sources that have another text now
    GChecksum *changes; // of what was written, after the state before
    bool has_new_words; // another vocabulary than the last run's: rows are made again
};

static Engine *engine_of(const Ingest *ingest) {
    return ingest->store->engine;
}

static bool run(Ingest *ingest, const char *sql, const SqlValue *values, guint count) {
    return store_check(ingest->store, engine_run(engine_of(ingest), sql, values, count));
}

// --- words ---

static bool set_setting(Ingest *ingest, const char *name, const char *value) {
    const SqlValue values[] = {sql_text(name), sql_text(value)};
    return run(ingest, "DELETE FROM settings WHERE name = $1", values, 1) &&
           run(ingest, "INSERT INTO settings(name, value) VALUES($1, $2)", values, 2);
}

static bool put_vocabulary_file(Ingest *ingest, const char *path) {
    g_autoptr(Source) source = file_read(ingest->diags, path, STORE_EXPORT_LIMIT, NULL);
    if (!source)
        return false;
    g_autofree char *name = g_path_get_basename(path);
    const SqlValue values[] = {sql_text(name), sql_text(source->text)};
    return run(ingest, "INSERT INTO vocabulary_files(name, content) VALUES($1, $2)", values, 2);
}

static bool put_vocabulary_files(Ingest *ingest) {
    const char *const *path = ingest->options.vocabulary_files;
    bool good = run(ingest, "DELETE FROM vocabulary_files", NULL, 0);
    for (; good && path && *path; path++)
        good = put_vocabulary_file(ingest, *path);
    return good;
}

static bool put_words(Ingest *ingest) {
    Store *store = ingest->store;
    g_autofree char *digest = store_words_digest(store->vocabularies, ingest->options.program);
    g_autofree char *before =
        store_read_text(store, "SELECT value FROM settings WHERE name = 'words'");
    ingest->has_new_words = g_strcmp0(before, digest) != 0;
    if (!ingest->has_new_words || store->failure)
        return !store->failure;
    g_autoptr(GPtrArray) languages = store_list_languages(store->vocabularies);
    g_autofree char *listed = g_strjoinv(" ", (char **)languages->pdata);
    if (!run(ingest, "DELETE FROM terms", NULL, 0) || !run(ingest, "DELETE FROM labels", NULL, 0))
        return false;
    store_load_terms(store, (const char *const *)languages->pdata);
    return store_flush(store) && put_vocabulary_files(ingest) &&
           set_setting(ingest, "words", digest) && set_setting(ingest, "languages", listed);
}

// --- the state: a digest of all that was ever written, in its order ---

static void note_change(Ingest *ingest, const char *id, const char *digest) {
    g_checksum_update(ingest->changes, (const guchar *)id, (gssize)strlen(id) + 1);
    g_checksum_update(ingest->changes, (const guchar *)digest, (gssize)strlen(digest) + 1);
}

// By the number of the fact, where its record is not another.
static void note_number(Ingest *ingest, gint64 fact, const char *what) {
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, fact);
    note_change(ingest, number, what);
}

static void begin_state(Ingest *ingest) {
    g_autofree char *before =
        store_read_text(ingest->store, "SELECT value FROM settings WHERE name = 'state'");
    ingest->changes = g_checksum_new(G_CHECKSUM_SHA256);
    note_change(ingest, "", before ? before : "");
}

// --- records ---

// Whether a fact is among these, and whether its evidence was looked up.
typedef enum { UNSEEN, SEEN, SEEN_CHECKED } Seen;

static Seen seen_of(const Ingest *ingest, gint64 fact) {
    return (guint)fact < ingest->seen->len ? (Seen)ingest->seen->data[(guint)fact] : UNSEEN;
}

static void mark_seen(Ingest *ingest, gint64 fact, const Partnership *partnership) {
    guint index = (guint)fact;
    if (ingest->seen->len <= index) {
        guint before = ingest->seen->len;
        g_byte_array_set_size(ingest->seen, MAX(index + 1, before * 2));
        memset(ingest->seen->data + before, 0, ingest->seen->len - before);
    }
    ingest->seen->data[index] = findings_are_there(partnership) ? SEEN_CHECKED : SEEN;
}

static bool keep_revision(Ingest *ingest, gint64 fact) {
    const SqlValue values[] = {sql_integer(ingest->counts.run), sql_integer(fact)};
    return run(ingest,
               "INSERT INTO revisions(fact, run, since, digest, record)"
               " SELECT fact, $1, changed, digest, record FROM records"
               " WHERE fact = $2 AND withdrawn = 0",
               values, 2);
}

static bool change_record(Ingest *ingest, const KnownFact *before, const RecordText *record) {
    if (!keep_revision(ingest, before->fact))
        return false;
    // What comes back is new again.
    const char *sql = before->is_withdrawn
                          ? "UPDATE records SET added = $1, changed = $1, withdrawn = 0,"
                            " digest = $2, record = $3 WHERE fact = $4"
                          : "UPDATE records SET changed = $1, digest = $2, record = $3"
                            " WHERE fact = $4";
    const SqlValue values[] = {sql_integer(ingest->counts.run), sql_text(record->digest),
                               sql_text(record->text), sql_integer(before->fact)};
    if (before->is_withdrawn)
        ingest->counts.added++;
    else
        ingest->counts.changed++;
    return run(ingest, sql, values, 4);
}

static bool write_again(Ingest *ingest, gint64 fact, const Partnership *partnership) {
    Engine *engine = engine_of(ingest);
    const CommitmentHistory *histories =
        slippage_of(ingest->store, ingest->reread, fact, partnership);
    bool good = store_check(ingest->store, engine->class->forget(engine, fact)) &&
                store_put_partnership(ingest->store, fact, partnership, histories);
    reread_forget(ingest->reread);
    known_findings_forget(ingest->findings, fact);
    return good;
}

static bool add_new(Ingest *ingest, const Partnership *partnership, const RecordText *record) {
    Store *store = ingest->store;
    gint64 fact = ++store->last_fact;
    ingest->counts.added++;
    mark_seen(ingest, fact, partnership);
    note_change(ingest, partnership->id, record->digest);
    return store_put_record(store, fact, partnership->id, ingest->counts.run, record) &&
           store_put_partnership(store, fact, partnership, NULL);
}

// Its rows are made again for other words, then with what was found before, and for other findings.
static bool add_same(Ingest *ingest, gint64 fact, const Partnership *partnership) {
    ingest->counts.unchanged++;
    if (!findings_are_there(partnership)) {
        if (!ingest->has_new_words)
            return true;
        Partnership kept = *partnership;
        g_autofree Evidence *evidence = known_findings_of(ingest->findings, fact, partnership);
        kept.evidence = evidence;
        return write_again(ingest, fact, &kept);
    }
    if (known_findings_differ(ingest->findings, fact, partnership)) {
        ingest->counts.found++;
        note_change(ingest, partnership->id, "evidence");
    } else if (!ingest->has_new_words) {
        return true;
    }
    return write_again(ingest, fact, partnership);
}

static bool add_known(Ingest *ingest, const KnownFact *known, const Partnership *partnership,
                      const RecordText *record) {
    mark_seen(ingest, known->fact, partnership);
    bool is_same = !known->is_withdrawn && strcmp(known->digest, record->digest) == 0;
    if (is_same)
        return add_same(ingest, known->fact, partnership);
    note_change(ingest, partnership->id, record->digest);
    if (!known->is_withdrawn && !findings_are_there(partnership) &&
        known_findings_any(ingest->findings, known->fact))
        ingest->counts.unchecked++;
    return change_record(ingest, known, record) && write_again(ingest, known->fact, partnership);
}

static bool sink_partnership(void *data, const Partnership *partnership) {
    Ingest *ingest = data;
    KnownFact known;
    if (ingest->store->failure)
        return false;
    RecordText record = record_text_new(partnership->json, RECORD_DIGESTED);
    if (known_find(ingest->known, partnership->id, &known))
        add_known(ingest, &known, partnership, &record);
    else if (store_check(ingest->store, !engine_of(ingest)->error.message))
        add_new(ingest, partnership, &record);
    record_text_clear(&record);
    return !ingest->store->failure;
}

// --- sources ---

static bool replace_source(Ingest *ingest, const char *id) {
    const SqlValue value = sql_text(id);
    return run(ingest, "DELETE FROM source_rows WHERE id = $1", &value, 1) &&
           run(ingest, "DELETE FROM source_inference_rows WHERE source = $1", &value, 1);
}

// What the store has of a source.
typedef struct {
    SourcePlace place;
    char *digest, *record;
} KnownSource;

static void known_source_clear(KnownSource *known) {
    g_free(known->digest);
    g_free(known->record);
}

static bool find_source(Ingest *ingest, const char *id, KnownSource *out) {
    const SqlValue value = sql_text(id);
    g_autoptr(Cursor) cursor = engine_select(
        engine_of(ingest), "SELECT loaded, added, digest, record FROM source_rows WHERE id = $1",
        &value, 1);
    if (!cursor || !cursor_next(cursor))
        return false;
    *out = (KnownSource){{cursor_integer(cursor, 0), cursor_integer(cursor, 1)},
                         g_strdup(cursor_text(cursor, 2)),
                         g_strdup(cursor_text(cursor, 3))};
    return true;
}

static bool change_source(Ingest *ingest, const FactSource *source, const RecordText *record,
                          const KnownSource *known) {
    Store *store = ingest->store;
    ingest->counts.sources_changed++;
    if (stale_is_other_text(ingest->retelling, known->record, source))
        g_ptr_array_add(ingest->retold, g_strdup(source->id));
    return replace_source(ingest, source->id) &&
           store_put_source(store, &known->place, source, record) && store_flush(store);
}

static bool add_source(Ingest *ingest, const FactSource *source, const RecordText *record) {
    Store *store = ingest->store;
    const SourcePlace place = {++store->last_source, ingest->counts.run};
    ingest->counts.sources_added++;
    return store_put_source(store, &place, source, record) && store_flush(store);
}

static bool put_source(Ingest *ingest, const FactSource *source, const RecordText *record) {
    KnownSource known = {0};
    bool is_known = find_source(ingest, source->id, &known);
    bool is_same = is_known && strcmp(known.digest, record->digest) == 0;
    bool good = store_check(ingest->store, !engine_of(ingest)->error.message);
    if (good && !is_same)
        note_change(ingest, source->id, record->digest);
    if (good && !is_known)
        good = add_source(ingest, source, record);
    else if (good && !is_same)
        good = change_source(ingest, source, record, &known);
    known_source_clear(&known);
    return good;
}

static bool sink_source(void *data, const FactSource *source) {
    Ingest *ingest = data;
    if (ingest->store->failure)
        return false;
    RecordText record = record_text_new(source->json, RECORD_DIGESTED);
    bool good = put_source(ingest, source, &record);
    record_text_clear(&record);
    return good;
}

bool ingest_holds(void *data, const char *id) {
    Ingest *ingest = data;
    KnownFact known;
    return !ingest->options.replace && known_find(ingest->known, id, &known) && !known.is_withdrawn;
}

FactsSink ingest_sink(Ingest *ingest) {
    return (FactsSink){sink_source, sink_partnership, ingest};
}

// --- what is not there any more ---

static GArray *list_missing(Ingest *ingest) {
    GArray *missing = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autoptr(Cursor) cursor = engine_select(
        engine_of(ingest), "SELECT fact FROM records WHERE withdrawn = 0 ORDER BY fact", NULL, 0);
    while (cursor && cursor_next(cursor)) {
        gint64 fact = cursor_integer(cursor, 0);
        if (seen_of(ingest, fact) == UNSEEN)
            g_array_append_val(missing, fact);
    }
    return missing;
}

static bool withdraw(Ingest *ingest, gint64 fact) {
    Engine *engine = engine_of(ingest);
    const SqlValue values[] = {sql_integer(ingest->counts.run), sql_integer(fact)};
    ingest->counts.withdrawn++;
    note_number(ingest, fact, "withdrawn");
    return keep_revision(ingest, fact) &&
           run(ingest, "UPDATE records SET withdrawn = $1 WHERE fact = $2", values, 2) &&
           store_check(ingest->store, engine->class->forget(engine, fact));
}

static bool withdraw_missing(Ingest *ingest) {
    g_autoptr(GArray) missing = list_missing(ingest);
    for (guint i = 0; i < missing->len && !ingest->store->failure; i++)
        withdraw(ingest, g_array_index(missing, gint64, i));
    return !ingest->store->failure;
}

// --- records that these facts do not come with ---

// Writes the rows of a record again, with what was found of its evidence but in that source (NULL:
// in all).
static bool write_stored(Ingest *ingest, gint64 fact, const char *record, const char *but) {
    const Partnership *partnership = reread_partnership(ingest->retelling, record);
    bool good = true;
    if (partnership) {
        Partnership kept = *partnership;
        g_autofree Evidence *evidence = known_findings_of(ingest->findings, fact, partnership);
        if (but)
            stale_forget_source(evidence, kept.evidence_count, but);
        kept.evidence = evidence;
        good = write_again(ingest, fact, &kept);
    }
    reread_forget(ingest->retelling);
    return good;
}

// All rows of a store are made with the same words.
static bool retell_unseen(Ingest *ingest) {
    if (!ingest->has_new_words || ingest->store->failure)
        return !ingest->store->failure;
    g_autoptr(RecordBatch) batch = record_batch_new(ingest->store, BATCH_PARTNERSHIPS);
    while (record_batch_next(batch))
        for (guint i = 0; i < batch->records->len && !ingest->store->failure; i++) {
            const StoredRecord *record = &g_array_index(batch->records, StoredRecord, i);
            if (record->run == 0 && seen_of(ingest, record->number) == UNSEEN)
                write_stored(ingest, record->number, record->record, NULL);
        }
    return !ingest->store->failure;
}

// --- what was found in texts that are others now ---

static bool forget_source(Ingest *ingest, gint64 fact, const char *source) {
    static const char sql[] = "SELECT record FROM records WHERE fact = $1 AND withdrawn = 0";
    Store *store = ingest->store;
    const SqlValue value = sql_integer(fact);
    g_autofree char *record = engine_text(store->engine, sql, &value, 1);
    if (!store_check(store, !store->engine->error.message) || !record)
        return !store->failure;
    note_number(ingest, fact, "evidence");
    ingest->counts.unchecked++;
    return write_stored(ingest, fact, record, source);
}

// But for what these facts come with.
static bool forget_stale(Ingest *ingest) {
    for (guint i = 0; i < ingest->retold->len && !ingest->store->failure; i++) {
        const char *source = g_ptr_array_index(ingest->retold, i);
        g_autoptr(GArray) facts = stale_list_facts(ingest->store, source);
        for (guint n = 0; n < facts->len && !ingest->store->failure; n++) {
            gint64 fact = g_array_index(facts, gint64, n);
            if (seen_of(ingest, fact) != SEEN_CHECKED)
                forget_source(ingest, fact, source);
        }
    }
    return !ingest->store->failure;
}

// --- begin and end ---

static void free_ingest(Ingest *ingest) {
    known_free(ingest->known);
    known_findings_free(ingest->findings);
    reread_free(ingest->reread);
    reread_free(ingest->retelling);
    g_byte_array_unref(ingest->seen);
    g_ptr_array_unref(ingest->retold);
    if (ingest->changes)
        g_checksum_free(ingest->changes);
    store_close(ingest->store);
    g_free(ingest->shown);
    g_free(ingest);
}

static void report_failure(const Ingest *ingest) {
    bool is_busy = ingest->store->is_busy;
    diag_error(ingest->diags, is_busy ? DIAG_LOCKED : DIAG_FILE, NULL,
               is_busy ? "another process writes to it; wait until it has ended"
                       : address_hint(ingest->shown, ingest->store->engine->error.fault),
               "the store \"%s\" cannot be filled: %s", ingest->shown, ingest->store->failure);
}

static bool spread_tables(Ingest *ingest) {
    Engine *engine = engine_of(ingest);
    guint parts = ingest->options.partitions;
    if (parts == 0)
        return true;
    if (engine->class->spread)
        return engine->class->spread(engine, parts);
    return engine_fail(engine, FAULT_LOST, NULL, "only tables of PostgreSQL have partitions");
}

static bool lock_and_migrate(Ingest *ingest) {
    Store *store = ingest->store;
    Engine *engine = store->engine;
    if (!store_check(store, spread_tables(ingest)))
        return false;
    if (!store_check(store, engine->class->begin_writing(engine)) ||
        !store_check(store, migrate_run(engine, store_migrations, store_migration_count,
                                        ingest->options.program)))
        return false;
    store->last_fact =
        (guint32)store_read_integer(store, "SELECT coalesce(max(fact), 0) FROM records");
    store->last_source =
        (guint)store_read_integer(store, "SELECT coalesce(max(loaded), 0) FROM source_rows");
    ingest->counts.run = store_read_integer(store, "SELECT coalesce(max(run), 0) + 1 FROM ingests");
    ingest->last_before = store->last_fact;
    ingest->known = known_new(engine, store->last_fact);
    ingest->findings = known_findings_new(store);
    begin_state(ingest);
    return put_words(ingest);
}

Ingest *ingest_begin(Diags *diags, const char *address, const Vocabularies *vocabularies,
                     const IngestOptions *options) {
    Engine *engine = options->dry_run ? address_open_to_try(diags, address)
                                      : address_open(diags, address, STORE_MAKE);
    if (!engine)
        return NULL;
    Ingest *ingest = g_new0(Ingest, 1);
    ingest->diags = diags;
    ingest->options = *options;
    ingest->shown = store_address_shown(address);
    ingest->seen = g_byte_array_new();
    ingest->retold = g_ptr_array_new_with_free_func(g_free);
    ingest->reread = reread_new(vocabularies);
    ingest->retelling = reread_new(vocabularies);
    ingest->store = store_new(&(StoreOptions){0}, vocabularies);
    ingest->store->engine = engine;
    ingest->store->is_lasting = true;
    if (lock_and_migrate(ingest))
        return ingest;
    report_failure(ingest);
    free_ingest(ingest);
    return NULL;
}

static bool has_changes(const IngestCounts *counts) {
    return counts->added || counts->changed || counts->withdrawn || counts->sources_added ||
           counts->sources_changed || counts->found || counts->unchecked;
}

static bool note_run(Ingest *ingest) {
    const IngestCounts *counts = &ingest->counts;
    const SqlValue values[] = {sql_integer(counts->run),
                               sql_text(ingest->options.as_of),
                               sql_text(ingest->options.program),
                               sql_integer((gint64)counts->added),
                               sql_integer((gint64)counts->changed),
                               sql_integer((gint64)counts->unchanged),
                               sql_integer((gint64)counts->withdrawn),
                               sql_integer((gint64)counts->sources_added),
                               sql_integer((gint64)counts->sources_changed)};
    return run(ingest,
               "INSERT INTO ingests(run, as_of, program, added, changed, unchanged, withdrawn,"
               " sources_added, sources_changed)"
               " VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)",
               values, G_N_ELEMENTS(values));
}

// What is true of all facts together.
static bool finish_facts(Ingest *ingest) {
    Store *store = ingest->store;
    if (!has_changes(&ingest->counts) && !ingest->has_new_words)
        return true;
    g_auto(StoreHome) home = home_find(store->engine);
    if (!store_check(store, !store->engine->error.message))
        return false;
    g_autofree char *count = g_strdup_printf(
        "%" G_GINT64_FORMAT, store_read_integer(store, "SELECT count(*) FROM fact_rows"));
    return run(ingest, schema_number_sources, NULL, 0) &&
           set_setting(ingest, "home", home.country) &&
           set_setting(ingest, "home_tied", home.tied) && set_setting(ingest, "facts", count) &&
           set_setting(ingest, "state", g_checksum_get_string(ingest->changes));
}

static bool warn_of_renamed(Ingest *ingest) {
    return ingest->counts.added == 0 || ingest->last_before == 0 ||
           renamed_warn(ingest->store, ingest->last_before, ingest->diags);
}

static bool find_day(Ingest *ingest) {
    IngestCounts *counts = &ingest->counts;
    const char *first, *last;
    guint count;
    if (ingest->options.as_of)
        return true;
    g_autoptr(Arena) arena = arena_new();
    store_span(ingest->store, arena, &first, &last, &count);
    g_strlcpy(counts->last_day, last ? last : "", sizeof counts->last_day);
    ingest->options.as_of = counts->last_day;
    if (!last && !ingest->store->failure)
        diag_error(ingest->diags, DIAG_EMPTY, NULL, "give --as-of YYYY-MM-DD, or facts with dates",
                   "there are no dated facts, so nothing says which day is spoken of");
    return last != NULL;
}

static bool finish(Ingest *ingest) {
    Store *store = ingest->store;
    if (!store_flush(store) || (ingest->options.replace && !withdraw_missing(ingest)))
        return false;
    const IngestOptions *options = &ingest->options;
    return store_flush(store) && retell_unseen(ingest) && store_flush(store) &&
           forget_stale(ingest) && store_flush(store) && finish_facts(ingest) &&
           warn_of_renamed(ingest) && find_day(ingest) && note_run(ingest) &&
           (!options->is_told || set_setting(ingest, "told_day", options->as_of));
}

bool ingest_end(Ingest *ingest, bool good, IngestCounts *counts) {
    Store *store = ingest->store;
    good = good && !store->failure && finish(ingest);
    bool is_kept = good && !ingest->options.dry_run;
    bool ended = engine_script(store->engine, is_kept ? "COMMIT" : "ROLLBACK");
    if (is_kept)
        good = store_check(store, ended);
    if (store->failure)
        report_failure(ingest);
    *counts = ingest->counts;
    if (!is_kept)
        counts->run = 0;
    free_ingest(ingest);
    return good;
}
