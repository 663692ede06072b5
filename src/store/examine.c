// Whether a store that lasts is sound. A record has a digest, and all rows are made of records: so
// the records are read again, some at a time, the rows that they make are kept (made_rows.h), and
// what stands in the tables is compared with them, value by value. Findings of evidence are no part
// of a record; they are taken as they stand, and what is counted of them is compared.
#include "base/file.h"
#include "store/findings.h"
#include "store/record_batch.h"
#include "store/row_compare.h"

#include <string.h>

enum { DIFFERENCES_KEPT = DIAGS_LIMIT };

static const char repair[] =
    "take the last copy that was sound, or make a new store of the records: accord facts export"
    " --store OLD | accord facts add - --store NEW";

typedef struct {
    Store *store;
    Store *maker; // of the rows that records make
    Reread *reread;
    Diags *diags;
    guint64 problems;
} Examination;

static bool is_going(const Examination *examination) {
    return !examination->store->failure && !examination->maker->failure;
}

G_GNUC_PRINTF(2, 3)
static void report(Examination *examination, const char *format, ...) {
    examination->problems++;
    if (!diags_wants(examination->diags, DIAG_ERROR)) {
        diag_count(examination->diags, DIAG_ERROR, DIAG_FILE);
        return;
    }
    va_list values;
    va_start(values, format);
    g_autofree char *text = g_strdup_vprintf(format, values);
    va_end(values);
    diag_error(examination->diags, DIAG_FILE, NULL, examination->problems == 1 ? repair : NULL,
               "the store is damaged: %s", text);
}

// --- digests ---

static bool is_digest_of(const char *digest, const char *text) {
    g_autofree char *found = text ? file_sha256(text, strlen(text)) : NULL;
    return found && digest && *digest && strncmp(found, digest, strlen(digest)) == 0;
}

static void examine_digests(Examination *examination, const RecordBatch *batch, const char *kind) {
    for (guint i = 0; i < batch->records->len; i++) {
        const StoredRecord *record = &g_array_index(batch->records, StoredRecord, i);
        if (!is_digest_of(record->digest, record->record))
            report(examination, "the %s \"%s\" is not what was added", kind, record->id);
    }
}

static void examine_revisions(Examination *examination) {
    static const char sql[] = "SELECT fact, run, digest, record FROM revisions ORDER BY fact, run";
    Engine *engine = examination->store->engine;
    g_autoptr(Cursor) cursor = engine_select(engine, sql, NULL, 0);
    while (cursor && cursor_next(cursor))
        if (!is_digest_of(cursor_text(cursor, 2), cursor_text(cursor, 3)))
            report(examination,
                   "what fact %" G_GINT64_FORMAT " said before run %" G_GINT64_FORMAT
                   " is not what was added",
                   cursor_integer(cursor, 0), cursor_integer(cursor, 1));
    store_check(examination->store, !engine->error.message);
}

// --- what differs ---

static const char *id_of(const RecordBatch *batch, gint64 number) {
    for (guint i = 0; i < batch->records->len; i++) {
        const StoredRecord *record = &g_array_index(batch->records, StoredRecord, i);
        if (record->number == number)
            return record->id;
    }
    return NULL;
}

// "amount_rows, row 2" or "fact_rows".
static char *place_of(const RowDifference *difference) {
    const char *table = schema_tables[difference->table].name;
    return difference->position > 0
               ? g_strdup_printf("%s, row %" G_GINT64_FORMAT, table, difference->position)
               : g_strdup(table);
}

static char *column_of(Examination *examination, const RowDifference *difference) {
    Engine *engine = examination->store->engine;
    const SqlValue values[] = {sql_text(schema_tables[difference->table].name),
                               sql_integer(difference->column)};
    char *name = engine_text(engine, engine->class->column_name, values, 2);
    store_check(examination->store, !engine->error.message);
    return name ? name : g_strdup("?");
}

static void report_value(Examination *examination, const RowDifference *difference,
                         const char *owner, const char *place) {
    g_autofree char *column = column_of(examination, difference);
    report(examination, "%s: \"%s\" of %s is %s, and its record makes it %s", owner, column, place,
           difference->stored, difference->made);
}

static void report_difference(Examination *examination, const RecordBatch *batch,
                              const RowDifference *difference) {
    g_autofree char *place = place_of(difference);
    const char *id = id_of(batch, difference->number);
    g_autofree char *owner =
        id ? g_strdup_printf("the %s \"%s\"", batch->kind == BATCH_SOURCES ? "source" : "record",
                             id)
           : g_strdup_printf("number %" G_GINT64_FORMAT ", which no record has",
                             difference->number);
    if (difference->column == ROW_MISSING)
        report(examination, "%s lacks what it makes in %s", owner, place);
    else if (difference->column == ROW_ALONE)
        report(examination, "%s has more than its record makes: %s", owner, place);
    else
        report_value(examination, difference, owner, place);
}

static RowComparison compare(Examination *examination, const RecordBatch *batch) {
    return (RowComparison){.store = examination->store,
                           .made = examination->maker->engine,
                           .after = batch ? batch->after : 0,
                           .last = batch ? batch->last : 0,
                           .arena = arena_new(),
                           .differences = g_array_new(FALSE, FALSE, sizeof(RowDifference)),
                           .limit = DIFFERENCES_KEPT};
}

// Those beyond the limit are only counted.
static void count_more(Examination *examination, const RowComparison *comparison) {
    for (guint64 i = comparison->differences->len; i < comparison->count; i++)
        report(examination, "more differs");
}

static void end_comparison(RowComparison *comparison) {
    arena_free(comparison->arena);
    g_array_unref(comparison->differences);
}

static void report_batch(Examination *examination, const RecordBatch *batch,
                         RowComparison *comparison) {
    for (guint i = 0; i < comparison->differences->len && is_going(examination); i++)
        report_difference(examination, batch,
                          &g_array_index(comparison->differences, RowDifference, i));
    count_more(examination, comparison);
    end_comparison(comparison);
}

// Of tables that have no numbers: how many of their rows differ.
static void report_set(Examination *examination, RowComparison *comparison, const char *table,
                       const char *maker) {
    bool is_one = comparison->count == 1;
    if (comparison->count)
        report(examination, "%" G_GUINT64_FORMAT " row%s of %s differ%s from what %s say",
               comparison->count, is_one ? "" : "s", table, is_one ? "s" : "", maker);
    end_comparison(comparison);
}

// --- partnerships ---

typedef struct {
    gint64 fact;
    Found found;
} FoundOf;

// What was found of the evidence of a batch's facts.
static GArray *read_found(Store *store, const RecordBatch *batch) {
    static const char sql[] = "SELECT fact, position, state, score, number FROM evidence_rows"
                              " WHERE fact > $1 AND fact <= $2 AND state IS NOT NULL ORDER BY fact";
    const SqlValue range[] = {sql_integer(batch->after), sql_integer(batch->last)};
    GArray *all = g_array_new(FALSE, FALSE, sizeof(FoundOf));
    g_autoptr(Cursor) cursor = engine_select(store->engine, sql, range, 2);
    while (cursor && cursor_next(cursor)) {
        const FoundOf found = {cursor_integer(cursor, 0), found_at(cursor, 1)};
        g_array_append_val(all, found);
    }
    store_check(store, !store->engine->error.message);
    return all;
}

// The numbers of a batch's facts that were others before: only their promises may have slipped.
static GHashTable *read_revised(Store *store, const RecordBatch *batch) {
    static const char sql[] = "SELECT DISTINCT fact FROM revisions WHERE fact > $1 AND fact <= $2";
    const SqlValue range[] = {sql_integer(batch->after), sql_integer(batch->last)};
    GHashTable *facts = g_hash_table_new(NULL, NULL);
    g_autoptr(Cursor) cursor = engine_select(store->engine, sql, range, 2);
    while (cursor && cursor_next(cursor))
        g_hash_table_add(facts, GUINT_TO_POINTER((guint)cursor_integer(cursor, 0)));
    store_check(store, !store->engine->error.message);
    return facts;
}

// *next goes on behind the fact.
static void mark_found(const GArray *all, guint *next, gint64 fact, Evidence *evidence,
                       guint count) {
    for (; *next < all->len; (*next)++) {
        const FoundOf *found = &g_array_index(all, FoundOf, *next);
        if (found->fact > fact)
            return;
        if (found->fact == fact)
            found_mark(&found->found, evidence, count);
    }
}

static void make_rows(Examination *examination, const StoredRecord *record, GHashTable *revised,
                      const GArray *all, guint *next) {
    const Partnership *read = reread_partnership(examination->reread, record->record);
    if (!read) {
        report(examination, "the record \"%s\" cannot be read any more", record->id);
        return;
    }
    Partnership partnership = *read;
    g_autofree Evidence *evidence =
        g_memdup2(read->evidence, read->evidence_count * sizeof *evidence);
    mark_found(all, next, record->number, evidence, read->evidence_count);
    partnership.evidence = evidence;
    bool is_revised = g_hash_table_contains(revised, GUINT_TO_POINTER((guint)record->number));
    const CommitmentHistory *histories =
        is_revised
            ? slippage_of(examination->store, examination->reread, record->number, &partnership)
            : NULL;
    store_put_partnership(examination->maker, record->number, &partnership, histories);
}

static void make_batch(Examination *examination, const RecordBatch *batch) {
    g_autoptr(GArray) found = read_found(examination->store, batch);
    g_autoptr(GHashTable) revised = read_revised(examination->store, batch);
    guint next = 0;
    made_rows_forget(examination->maker->engine);
    for (guint i = 0; i < batch->records->len && is_going(examination); i++) {
        const StoredRecord *record = &g_array_index(batch->records, StoredRecord, i);
        if (record->run == 0)
            make_rows(examination, record, revised, found, &next);
        reread_forget(examination->reread);
    }
}

static void examine_partnerships(Examination *examination, bool with_rows) {
    g_autoptr(RecordBatch) batch = record_batch_new(examination->store, BATCH_PARTNERSHIPS);
    while (record_batch_next(batch) && is_going(examination)) {
        examine_digests(examination, batch, "record");
        if (!with_rows)
            continue;
        make_batch(examination, batch);
        RowComparison comparison = compare(examination, batch);
        for (guint table = 0; table < STORED_COUNT && is_going(examination); table++)
            if (schema_tables[table].is_of_fact)
                row_compare_numbered(&comparison, (StoredTable)table);
        report_batch(examination, batch, &comparison);
    }
}

// --- sources ---

static void make_sources(Examination *examination, const RecordBatch *batch) {
    made_rows_forget(examination->maker->engine);
    for (guint i = 0; i < batch->records->len && is_going(examination); i++) {
        const StoredRecord *record = &g_array_index(batch->records, StoredRecord, i);
        const SourcePlace place = {record->number, record->run};
        RecordText text = {(char *)record->record, (char *)record->digest};
        const FactSource *source = reread_source(examination->reread, record->record);
        if (source)
            store_put_source(examination->maker, &place, source, &text);
        else
            report(examination, "the source \"%s\" cannot be read any more", record->id);
        reread_forget(examination->reread);
    }
}

static void compare_source_inferences(Examination *examination, const RecordBatch *batch) {
    static const char sql[] =
        "SELECT i.source, i.position, i.field, i.reason FROM source_inference_rows i"
        " LEFT JOIN source_rows s ON s.id = i.source"
        " WHERE $1 < coalesce(s.loaded, $2) AND coalesce(s.loaded, $2) <= $2";
    const SqlValue range[] = {sql_integer(batch->after), sql_integer(batch->last)};
    RowComparison comparison = compare(examination, batch);
    row_compare_set(&comparison, STORED_SOURCE_INFERENCES, &(SqlQuestion){sql, range, 2});
    report_set(examination, &comparison, "source_inference_rows", "the records of the sources");
}

static void examine_sources(Examination *examination, bool with_rows) {
    g_autoptr(RecordBatch) batch = record_batch_new(examination->store, BATCH_SOURCES);
    while (record_batch_next(batch) && is_going(examination)) {
        examine_digests(examination, batch, "source");
        if (!with_rows)
            continue;
        make_sources(examination, batch);
        RowComparison comparison = compare(examination, batch);
        row_compare_numbered(&comparison, STORED_SOURCES);
        report_batch(examination, batch, &comparison);
        if (is_going(examination))
            compare_source_inferences(examination, batch);
    }
}

// --- words ---

static void examine_words(Examination *examination, const Vocabularies *vocabularies) {
    static const SqlQuestion terms = {.sql = "SELECT * FROM terms"},
                             labels = {.sql = "SELECT * FROM labels"};
    g_autoptr(GPtrArray) languages = store_list_languages(vocabularies);
    made_rows_forget(examination->maker->engine);
    store_load_terms(examination->maker, (const char *const *)languages->pdata);
    RowComparison of_terms = compare(examination, NULL), of_labels = compare(examination, NULL);
    row_compare_set(&of_terms, STORED_TERMS, &terms);
    row_compare_set(&of_labels, STORED_LABELS, &labels);
    report_set(examination, &of_terms, "terms", "the vocabularies");
    report_set(examination, &of_labels, "labels", "the vocabularies");
}

// Rows are made of a record with words, by a program: NULL when these are not those.
static const Vocabularies *find_words(Store *store, const char *program, Diags *diags) {
    const Vocabularies *vocabularies = store_vocabularies(store);
    g_autofree char *kept =
        store_read_text(store, "SELECT value FROM settings WHERE name = 'words'");
    g_autofree char *digest = vocabularies ? store_words_digest(vocabularies, program) : NULL;
    if (digest && g_strcmp0(digest, kept) == 0)
        return vocabularies;
    diag_warning(diags, DIAG_FILE, NULL,
                 "accord facts add, with the --vocabulary that they were added with, makes them"
                 " anew; then check again",
                 "the rows were made by another version of the program, or of its vocabulary; they"
                 " were counted and not compared with their records");
    return NULL;
}

// --- what is said of all facts ---

static void examine_counts(Examination *examination) {
    Store *store = examination->store;
    gint64 records = store_read_integer(store, "SELECT count(*) FROM records WHERE withdrawn = 0");
    gint64 rows = store_read_integer(store, "SELECT count(*) FROM fact_rows");
    if (records != rows || rows != store->fact_count)
        report(examination,
               "%" G_GINT64_FORMAT " record%s have %" G_GINT64_FORMAT
               " rows, and %u were counted when they were added",
               records, records == 1 ? "" : "s", rows, store->fact_count);
}

static void examine_sums(Examination *examination) {
    Store *store = examination->store;
    g_auto(StoreHome) home = home_find(store->engine);
    bool is_known = store_check(store, !store->engine->error.message);
    g_autofree char *source = store_read_text(store, schema_misnumbered_source);
    if (source)
        report(examination,
               "the source \"%s\" has another number, or is used by more or fewer facts", source);
    if (is_known && g_strcmp0(home.country, store->most_shared) != 0)
        report(examination, "the country of most facts is %s, and %s was noted",
               home.country ? home.country : "none",
               store->most_shared ? store->most_shared : "none");
}

static void examine_all(Examination *examination, const Vocabularies *vocabularies) {
    bool with_rows = vocabularies != NULL;
    if (with_rows)
        examine_words(examination, vocabularies);
    examine_partnerships(examination, with_rows);
    examine_sources(examination, with_rows);
    if (is_going(examination))
        examine_revisions(examination);
    if (is_going(examination))
        examine_counts(examination);
    if (is_going(examination))
        examine_sums(examination);
}

static Store *new_maker(const Vocabularies *vocabularies) {
    Store *maker = store_new(&(StoreOptions){0}, vocabularies);
    maker->engine = made_rows_new();
    return maker;
}

bool store_examine(Store *store, const char *program, Diags *diags) {
    if (!store_check(store, store->engine->class->examine(store->engine))) {
        diag_error(diags, DIAG_FILE, NULL, repair, "the store is damaged: %s", store->failure);
        return false;
    }
    const Vocabularies *vocabularies = find_words(store, program, diags);
    Examination examination = {.store = store,
                               .maker = new_maker(vocabularies),
                               .reread = reread_new(vocabularies),
                               .diags = diags};
    examine_all(&examination, vocabularies);
    const char *failure = store->failure ? store->failure : examination.maker->failure;
    if (failure)
        report(&examination, "%s", failure);
    reread_free(examination.reread);
    store_close(examination.maker);
    return examination.problems == 0;
}
