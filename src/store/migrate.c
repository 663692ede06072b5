// Versions of the store's tables. A store that lasts carries a table of the migrations it has seen;
// what it lacks is run in the transaction that fills it, so that a failure leaves it as it was. The
// views belong to no version: they are made anew whenever tables changed.
#include "store/private.h"

// A version is never changed once it is in use: what comes later is a new one.
static const char *const *const version_1[] = {schema_statements, schema_history, schema_indexes,
                                               NULL};
static const char *const *const version_2[] = {schema_ledger, NULL};
static const char *const *const version_3[] = {schema_slippage, schema_comparing, NULL};
static const char *const *const version_4[] = {schema_shards, NULL};
static const char *const *const version_5[] = {schema_merging, NULL};
static const char *const *const version_6[] = {NULL};  // sums of amounts, see pq_setup_of
static const char *const *const version_7[] = {NULL};  // days that are shown, see pq_setup_of
static const char *const *const version_8[] = {NULL};  // the view conflicts has labels
static const char *const *const version_9[] = {NULL};  // views have partner_code
static const char *const *const version_10[] = {NULL}; // parts of merged umbrellas, basis_usd
static const char *const *const version_11[] = {NULL}; // labels of bases and states
// Money that counts twice is told: see pq_setup_of, and pairs have the column counted.
static const char *const *const version_12[] = {schema_counting, NULL};
static const char *const *const version_13[] = {NULL}; // money that joins repeat, see pq_setup_of
static const char *const *const version_14[] = {NULL}; // parts of parts; counted_converted
static const char *const *const version_15[] = {NULL}; // views that PostgreSQL plans well
static const char *const *const version_16[] = {NULL}; // views look up labels: schema_look_up
const Migration store_migrations[] = {
    {1, version_1},   {2, version_2},   {3, version_3},   {4, version_4},
    {5, version_5},   {6, version_6},   {7, version_7},   {8, version_8},
    {9, version_9},   {10, version_10}, {11, version_11}, {12, version_12},
    {13, version_13}, {14, version_14}, {15, version_15}, {16, version_16}};
const guint store_migration_count = G_N_ELEMENTS(store_migrations);

static bool run_all(Engine *engine, const char *const *statements) {
    for (guint i = 0; statements && statements[i]; i++)
        if (!engine_script(engine, statements[i]))
            return false;
    return true;
}

static bool has_migrations(Engine *engine) {
    return engine_integer(engine, engine->class->count_tables, NULL, 0) > 0;
}

static gint64 newest(void) {
    return store_migrations[store_migration_count - 1].version;
}

static bool report_newer(Engine *engine, gint64 version) {
    g_autofree char *program = engine_text(
        engine, "SELECT program FROM migrations ORDER BY version DESC LIMIT 1", NULL, 0);
    g_autofree char *message =
        g_strdup_printf("it is of version %" G_GINT64_FORMAT " (made by Accord %s), and this "
                        "program knows versions up to %" G_GINT64_FORMAT
                        "; use the newer program, or add the facts to a new store",
                        version, program ? program : "?", newest());
    return engine_fail(engine, FAULT_SQL, NULL, message);
}

bool migrate_check(Engine *engine, gint64 *version) {
    *version = 0;
    if (!has_migrations(engine))
        return !engine->error.message;
    *version = engine_integer(engine, "SELECT max(version) FROM migrations", NULL, 0);
    if (engine->error.message)
        return false;
    return *version <= newest() || report_newer(engine, *version);
}

static bool note_version(Engine *engine, gint64 version, const char *program) {
    const SqlValue values[] = {sql_integer(version), sql_text(program)};
    return engine_run(engine, "INSERT INTO migrations(version, program) VALUES($1, $2)", values, 2);
}

static bool drop_views(Engine *engine) {
    for (const char *const *name = schema_dataset_names; *name; name++) {
        g_autofree char *sql = g_strdup_printf("DROP VIEW IF EXISTS %s", *name);
        if (!engine_script(engine, sql))
            return false;
    }
    return true;
}

bool migrate_run(Engine *engine, const Migration *migrations, guint count, const char *program) {
    static const char *const first[] = {
        "CREATE TABLE migrations(version {integer} PRIMARY KEY, program {text} NOT NULL)", NULL};
    gint64 version;
    if (!migrate_check(engine, &version))
        return false;
    if (version == migrations[count - 1].version)
        return true;
    if (version == 0 && !run_all(engine, engine->class->setup))
        return false;
    if (version == 0 && !schema_run(engine, first))
        return false;
    for (guint i = 0; i < count; i++) {
        if (migrations[i].version <= version)
            continue;
        if (engine->class->setup_of &&
            !run_all(engine, engine->class->setup_of(migrations[i].version)))
            return false;
        for (guint list = 0; migrations[i].statements[list]; list++)
            if (!schema_run(engine, migrations[i].statements[list]))
                return false;
        if (!note_version(engine, migrations[i].version, program))
            return false;
    }
    if (engine->class->tables_made && !engine->class->tables_made(engine))
        return false;
    const char *const *more = engine->class->views;
    return drop_views(engine) && schema_run(engine, schema_views) &&
           (!more || schema_run(engine, more));
}
