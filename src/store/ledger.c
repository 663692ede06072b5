// Each call opens the store, does one thing in one transaction and closes it: a night may be long,
// and a server is not to hold a connection for it.
#include "store/ledger.h"

#include "base/file.h"
#include "store/private.h"

#include <string.h>

typedef struct {
    Engine *engine;
    Diags *diags;
    const char *address;
} Ledger;

static bool fail(const Ledger *ledger) {
    g_autofree char *shown = store_address_shown(ledger->address);
    bool is_busy = ledger->engine->error.fault == FAULT_BUSY;
    diag_error(ledger->diags, is_busy ? DIAG_LOCKED : DIAG_FILE, NULL,
               is_busy ? "wait until it has ended, and run again"
                       : address_hint(ledger->address, ledger->engine->error.fault),
               "the store \"%s\" cannot %s: %s", shown,
               is_busy ? "be written, another holds it" : "keep its ledger of runs",
               ledger->engine->error.message);
    return false;
}

static bool open_ledger(Ledger *ledger, Diags *diags, const char *address, StoreAccess access) {
    *ledger = (Ledger){address_open(diags, address, access), diags, address};
    return ledger->engine != NULL;
}

static bool commit(Ledger *ledger, bool good) {
    Engine *engine = ledger->engine;
    bool ended = good && engine_script(engine, "COMMIT");
    if (!ended)
        fail(ledger);
    engine_close(engine);
    return ended;
}

static bool begin(Ledger *ledger, const char *program) {
    Engine *engine = ledger->engine;
    return engine->class->begin_writing(engine) &&
           migrate_run(engine, store_migrations, store_migration_count, program);
}

static char *read_digest(Engine *engine, gint64 *ingest, gint64 *facts, gint64 *sources) {
    static const char sql[] =
        "SELECT coalesce((SELECT value FROM settings WHERE name = 'state'), '') || '|' ||"
        " coalesce((SELECT value FROM settings WHERE name = 'words'), '')";
    static const char changed[] = "SELECT coalesce(max(run), 0) FROM ingests WHERE added > 0 OR"
                                  " changed > 0 OR withdrawn > 0 OR sources_added > 0 OR"
                                  " sources_changed > 0";
    g_autofree char *state = engine_text(engine, sql, NULL, 0);
    gint64 run = engine_integer(engine, changed, NULL, 0);
    *ingest = engine_integer(engine, "SELECT coalesce(max(run), 0) FROM ingests", NULL, 0);
    *facts = engine_integer(engine, "SELECT count(*) FROM fact_rows", NULL, 0);
    *sources = engine_integer(engine, "SELECT count(*) FROM source_rows", NULL, 0);
    if (engine->error.message || !state)
        return NULL;
    g_autofree char *all = g_strdup_printf("%s|%" G_GINT64_FORMAT, state, run);
    return file_sha256(all, strlen(all));
}

char *ledger_facts_digest(Diags *diags, const char *address, gint64 *ingest, gint64 *facts,
                          gint64 *sources) {
    Ledger ledger;
    if (!open_ledger(&ledger, diags, address, STORE_READ))
        return NULL;
    Engine *engine = ledger.engine;
    char *digest =
        engine->class->begin_reading(engine) ? read_digest(engine, ingest, facts, sources) : NULL;
    if (!digest)
        fail(&ledger);
    engine_close(engine);
    return digest;
}

gint64 ledger_last_run(Diags *diags, const char *address, const char *job) {
    Ledger ledger;
    const SqlValue value = sql_text(job);
    if (!open_ledger(&ledger, diags, address, STORE_READ))
        return -1;
    Engine *engine = ledger.engine;
    gint64 run = -1;
    if (engine->class->begin_reading(engine))
        run = engine_integer(engine, "SELECT coalesce(max(run), 0) FROM runs WHERE job = $1",
                             &value, 1);
    if (engine->error.message) {
        fail(&ledger);
        run = -1;
    }
    engine_close(engine);
    return run;
}

// ---- writing

static bool write_run(Engine *engine, const LedgerRun *run) {
    const SqlValue values[] = {
        sql_text(run->job),          sql_integer(run->run),       sql_text(run->as_of),
        sql_text(run->program),      sql_text(run->started),      sql_text(run->ended),
        sql_integer(run->exit_code), sql_text(run->facts_sha256), sql_integer(run->ingest),
        sql_text(run->folder),       sql_integer(run->written),   sql_integer(run->unchanged),
        sql_integer(run->failed),    sql_integer(run->removed)};
    return engine_run(engine, "DELETE FROM run_reports WHERE job = $1 AND run = $2", values, 2) &&
           engine_run(engine, "DELETE FROM runs WHERE job = $1 AND run = $2", values, 2) &&
           engine_run(engine,
                      "INSERT INTO runs(job, run, as_of, program, started, ended, exit_code,"
                      " facts_sha256, ingest, folder, written, unchanged, failed, removed)"
                      " VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
                      values, G_N_ELEMENTS(values));
}

static bool write_report(Engine *engine, const LedgerRun *run, const LedgerReport *report) {
    const SqlValue values[] = {
        sql_text(run->job),         sql_integer(run->run),
        sql_text(report->name),     sql_text(report->id),
        sql_text(report->key),      sql_text(report->file),
        sql_text(report->layout),   sql_text(report->status),
        sql_text(report->reason),   sql_integer(report->warnings),
        sql_integer(report->facts), sql_integer(report->pages),
        sql_integer(report->bytes), sql_text(report->sha256),
        sql_text(report->inputs),   sql_integer((gint64)(report->seconds * 1000 + 0.5)),
        sql_integer(report->memory)};
    return engine_run(engine,
                      "INSERT INTO run_reports(job, run, name, id, \"key\", file, layout, status,"
                      " reason, warnings, facts, pages, bytes, sha256, inputs, milliseconds,"
                      " memory) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
                      " $14, $15, $16, $17)",
                      values, G_N_ELEMENTS(values));
}

// A night on which no fact changed tells the store its day too.
static bool tell_day(Engine *engine, const char *day) {
    const SqlValue value = sql_text(day);
    return !day || (engine_run(engine, "DELETE FROM settings WHERE name = 'told_day'", NULL, 0) &&
                    engine_run(engine, "INSERT INTO settings(name, value) VALUES('told_day', $1)",
                               &value, 1));
}

bool ledger_write(Diags *diags, const char *address, const LedgerRun *run) {
    Ledger ledger;
    if (!open_ledger(&ledger, diags, address, STORE_WRITE))
        return false;
    bool good = begin(&ledger, run->program) && write_run(ledger.engine, run) &&
                tell_day(ledger.engine, run->told_day);
    for (guint i = 0; good && i < run->report_count; i++)
        good = write_report(ledger.engine, run, &run->reports[i]);
    return commit(&ledger, good);
}

bool ledger_forget_reports(Diags *diags, const char *address, const char *job, gint64 before) {
    Ledger ledger;
    const SqlValue values[] = {sql_text(job), sql_integer(before)};
    if (!open_ledger(&ledger, diags, address, STORE_WRITE))
        return false;
    Engine *engine = ledger.engine;
    return commit(
        &ledger,
        engine->class->begin_writing(engine) &&
            engine_run(engine, "DELETE FROM run_reports WHERE job = $1 AND run < $2", values, 2));
}

// ---- shards

static bool write_shard(Engine *engine, const LedgerShard *shard) {
    const SqlValue values[] = {sql_text(shard->job),       sql_text(shard->round),
                               sql_integer(shard->number), sql_integer(shard->count),
                               sql_text(shard->as_of),     sql_text(shard->record)};
    const SqlValue older[] = {sql_text(shard->job), sql_text(shard->as_of)};
    return engine_run(engine, "DELETE FROM run_shards WHERE job = $1 AND as_of < $2", older, 2) &&
           engine_run(engine,
                      "DELETE FROM run_shards WHERE job = $1 AND round = $2 AND number = $3",
                      values, 3) &&
           engine_run(engine,
                      "INSERT INTO run_shards(job, round, number, shards, as_of, record)"
                      " VALUES($1, $2, $3, $4, $5, $6)",
                      values, G_N_ELEMENTS(values));
}

// Their records, when all have left theirs; NULL otherwise, and on failure.
static GPtrArray *read_shards(Engine *engine, const LedgerShard *shard) {
    const SqlValue values[] = {sql_text(shard->job), sql_text(shard->round),
                               sql_integer(shard->count)};
    g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(Cursor) cursor =
        engine_select(engine,
                      "SELECT record FROM run_shards WHERE job = $1 AND round = $2 AND shards = $3"
                      " ORDER BY number",
                      values, G_N_ELEMENTS(values));
    while (cursor && cursor_next(cursor))
        g_ptr_array_add(records, g_strdup(cursor_text(cursor, 0)));
    bool all = !engine->error.message && records->len == shard->count;
    return all ? g_steal_pointer(&records) : NULL;
}

bool ledger_end_shard(Diags *diags, const char *address, const LedgerShard *shard,
                      GPtrArray **records) {
    Ledger ledger;
    *records = NULL;
    if (!open_ledger(&ledger, diags, address, STORE_WRITE))
        return false;
    bool good = begin(&ledger, shard->program) && write_shard(ledger.engine, shard);
    g_autoptr(GPtrArray) found = good ? read_shards(ledger.engine, shard) : NULL;
    if (!commit(&ledger, good && !ledger.engine->error.message))
        return false;
    *records = g_steal_pointer(&found);
    return true;
}
