// The life of a store in memory: opened empty, filled by its sink, made ready once, then only read.
// What all stores answer about their facts is here too.
#include "store/store.h"

#include "base/datetime.h"
#include "store/private.h"

#include <string.h>

bool store_check_day(Diags *diags, const char *as_of) {
    Edtf day;
    if (!as_of || (edtf_parse(as_of, &day, NULL) && day.precision == EDTF_DAY))
        return true;
    diag_error(diags, DIAG_BAD_DATE, NULL, "write it as 2025-07-08",
               "the day of the report is \"%s\", which is no day", as_of);
    return false;
}

static void free_money(void *money) {
    sql_money_free(money);
}

Store *store_new(const StoreOptions *options, const Vocabularies *vocabularies) {
    Store *store = g_new0(Store, 1);
    store->arena = arena_new();
    store->row = g_new(RowBuffer, 1);
    store->lists = g_hash_table_new(g_str_hash, g_str_equal);
    store->amounts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_money);
    store->vocabularies = vocabularies;
    store->rates = options->rates;
    store->language = arena_strdup(store->arena, options->language ? options->language : "en");
    store->as_of = arena_strdup(store->arena, options->as_of);
    store->steps_limit = options->steps_limit ? options->steps_limit : STORE_STEPS_LIMIT;
    store->keeps_records = options->keep_records;
    store->find_vocabularies = options->vocabularies;
    store->find_data = options->vocabularies_data;
    store->materiality = &change_materiality;
    return store;
}

static bool open_memory(Store *store) {
    static const SqliteOptions memory = {.writable = true, .create = true};
    store->engine = engine_sqlite_open(&memory, &store->failure);
    if (!store->engine)
        return false;
    return store_check(store, engine_script(store->engine, "PRAGMA journal_mode = OFF;"
                                                           "PRAGMA synchronous = OFF; BEGIN")) &&
           store_check(store, schema_run(store->engine, schema_statements)) &&
           store_check(store, schema_run(store->engine, schema_slippage)) &&
           store_check(store, schema_run(store->engine, schema_merging)) &&
           store_check(store, schema_run(store->engine, schema_views));
}

static void load_labels(Store *store, bool many) {
    const char *one[] = {store->language, NULL};
    if (!many) {
        store_load_terms(store, one);
        return;
    }
    g_autoptr(GPtrArray) all = store_list_languages(store->vocabularies);
    g_autofree char *joined = g_strjoinv(" ", (char **)all->pdata);
    store->languages = arena_strdup(store->arena, joined);
    store_load_terms(store, (const char *const *)all->pdata);
}

Store *store_open(Diags *diags, const StoreOptions *options, const Vocabularies *vocabularies) {
    if (!store_check_day(diags, options->as_of))
        return NULL;
    Store *store = store_new(options, vocabularies);
    if (open_memory(store)) {
        load_labels(store, options->many_languages);
        store->writer = row_writer_new(store->engine);
        store->homes = home_counts_new();
        return store;
    }
    diag_error(diags, DIAG_INTERNAL, NULL, NULL, "the store cannot be opened: %s", store->failure);
    store_close(store);
    return NULL;
}

void store_close(Store *store) {
    if (!store)
        return;
    store_close(store->earlier);
    vocabularies_free(store->own_vocabularies);
    row_writer_end(store->writer);
    home_counts_free(store->homes);
    engine_close(store->engine);
    g_hash_table_unref(store->lists);
    g_hash_table_unref(store->amounts);
    g_free(store->row);
    g_free(store->failure);
    arena_free(store->arena);
    g_free(store);
}

const char *store_language(const Store *store) {
    return store->language;
}

// --- made ready ---

char *store_read_text(Store *store, const char *sql) {
    char *text = engine_text(store->engine, sql, NULL, 0);
    store_check(store, !store->engine->error.message);
    return text;
}

gint64 store_read_integer(Store *store, const char *sql) {
    gint64 value = engine_integer(store->engine, sql, NULL, 0);
    store_check(store, !store->engine->error.message);
    return value;
}

// In the store's memory.
static const char *keep_text(Store *store, const char *sql) {
    g_autofree char *text = store_read_text(store, sql);
    return arena_strdup(store->arena, text);
}

static const char *listed(char **languages, const char *language, gsize length) {
    for (; *languages; languages++)
        if (strlen(*languages) == length && g_ascii_strncasecmp(*languages, language, length) == 0)
            return *languages;
    return NULL;
}

// The one of the store's languages whose labels serve: the same, or without its region, or English.
static const char *choose_language(Store *store) {
    const char *language = store->language;
    if (!store->languages)
        return language;
    g_auto(GStrv) languages = g_strsplit(store->languages, " ", -1);
    const char *found = listed(languages, language, strlen(language));
    if (!found)
        found = listed(languages, language, strcspn(language, "-"));
    return arena_strdup(store->arena, found ? found : "en");
}

// By the index of days, however many facts there are.
static const char latest_sql[] = "SELECT coalesce(first, last) FROM fact_rows"
                                 " WHERE coalesce(first, last) IS NOT NULL"
                                 " ORDER BY coalesce(first, last) IS NULL DESC,"
                                 " coalesce(first, last) DESC LIMIT 1";

// The last day that is shown; NULL when all are.
static const char *horizon_of(Store *store) {
    if (store->keeps_later || !store->as_of)
        return NULL;
    if (!store->latest) {
        const char *latest = keep_text(store, latest_sql);
        store->latest = latest ? latest : "";
    }
    return strcmp(store->latest, store->as_of) > 0 ? store->as_of : NULL;
}

bool store_tell_session(Store *store) {
    SqlSession session = {.language = choose_language(store),
                          .as_of = store->as_of,
                          .home = store->home,
                          .horizon = horizon_of(store)};
    return store_check(store, store->engine->class->session(store->engine, &session));
}

bool store_speak(Store *store, const char *language, const char *as_of, Diags *diags) {
    bool is_same_day = !as_of || g_strcmp0(as_of, store->as_of) == 0;
    if (!language)
        language = "en";
    if (is_same_day && strcmp(language, store->language) == 0)
        return true;
    store->language = arena_strdup(store->arena, language);
    if (!is_same_day)
        store->as_of = arena_strdup(store->arena, as_of);
    if (store_tell_session(store))
        return true;
    diag_error(diags, DIAG_FILE, NULL, NULL, "the store cannot be read: %s", store->failure);
    return false;
}

bool store_is_lost(const Store *store) {
    const SqlError *error = &store->engine->error;
    return error->message && (error->fault == FAULT_LOST || error->fault == FAULT_DENIED);
}

bool store_keep_later(Store *store, bool keep, Diags *diags) {
    if (keep == store->keeps_later)
        return true;
    store->keeps_later = keep;
    if (store_tell_session(store))
        return true;
    diag_error(diags, DIAG_FILE, NULL, NULL, "the store cannot be read: %s", store->failure);
    return false;
}

bool store_set_home(Store *store, const char *country, Diags *diags) {
    const char *home = country ? country : store->most_shared;
    if (g_strcmp0(home, store->home) == 0)
        return true;
    store->home = arena_strdup(store->arena, home);
    if (store_tell_session(store))
        return true;
    diag_error(diags, DIAG_FILE, NULL, NULL, "the store cannot be read: %s", store->failure);
    return false;
}

const char *store_home(const Store *store, const char **tied) {
    *tied = store->tied;
    return store->home;
}

guint store_left_out(Store *store) {
    return horizon_of(store) ? (guint)store_read_integer(store, "SELECT count(*) FROM fact_rows"
                                                                " WHERE first > report_horizon()")
                             : 0;
}

static void begin_session(Store *store) {
    if (!store->as_of)
        store->as_of = keep_text(store, "SELECT max(coalesce(last, first)) FROM fact_rows");
    g_auto(StoreHome) home = home_of_counts(store->homes);
    store->home = store->most_shared = arena_strdup(store->arena, home.country);
    store->tied = arena_strdup(store->arena, home.tied);
    store_tell_session(store);
}

static bool finish_loading(Store *store) {
    Engine *engine = store->engine;
    return store_flush(store) && store_check(store, schema_run(engine, schema_indexes)) &&
           store_check(store, engine_run(engine, schema_number_sources, NULL, 0)) &&
           store_check(store, engine_script(engine, "COMMIT"));
}

bool store_ready(Store *store, Diags *diags) {
    if (store->is_ready)
        return true;
    store->is_ready = true;
    if (finish_loading(store)) {
        begin_session(store);
        store_check(store, store->engine->class->guard(store->engine, store->steps_limit));
    }
    if (!store->failure)
        return true;
    diag_error(diags, DIAG_INTERNAL, NULL, NULL, "the facts cannot be stored: %s", store->failure);
    return false;
}

// --- what is known of all facts ---

const char *store_fact_id(Store *store, guint32 fact) {
    SqlValue number = sql_integer(fact);
    g_autofree char *id =
        engine_text(store->engine, "SELECT id FROM fact_rows WHERE fact = $1", &number, 1);
    return arena_strdup(store->arena, id);
}

#define SHOWN " WHERE report_horizon() IS NULL OR first IS NULL OR first <= report_horizon()"

bool store_span(Store *store, Arena *arena, const char **first, const char **last, guint *count) {
    *count = store->fact_count - store_left_out(store);
    g_autofree char *from =
        store_read_text(store, "SELECT min(coalesce(first, last)) FROM fact_rows" SHOWN);
    g_autofree char *to =
        store_read_text(store, "SELECT max(coalesce(last, first)) FROM fact_rows" SHOWN);
    *first = arena_strdup(arena, from);
    *last = arena_strdup(arena, to);
    return from && to;
}

// --- records ---

bool store_each_line(Store *store, const char *kind, const SqlQuestion *question, StoreLine *line,
                     void *data) {
    g_autoptr(Cursor) cursor =
        engine_select(store->engine, question->sql, question->values, question->value_count);
    g_autoptr(GString) text = g_string_new(NULL);
    bool going = true;
    while (going && cursor && cursor_next(cursor)) {
        const char *record = cursor_text(cursor, 0);
        g_string_printf(text, "{\"record\":\"%s\"%s", kind, record[1] == '}' ? "" : ",");
        g_string_append(text, record + 1);
        g_string_append_c(text, '\n');
        going = line(data, text->str, text->len);
    }
    return store_check(store, !store->engine->error.message) && going;
}

bool store_each_record(Store *store, StoreLine *line, void *data) {
    static const SqlQuestion sources = {.sql = "SELECT record FROM source_rows ORDER BY loaded"};
    static const SqlQuestion partnerships = {
        .sql = "SELECT record FROM records WHERE withdrawn = 0 ORDER BY fact"};
    return store->record_bytes <= STORE_EXPORT_LIMIT &&
           store_each_line(store, "source", &sources, line, data) &&
           store_each_line(store, "partnership", &partnerships, line, data);
}

static bool add_line(void *data, const char *text, gsize length) {
    GString *out = data;
    g_string_append_len(out, text, (gssize)length);
    return out->len <= STORE_EXPORT_LIMIT;
}

GBytes *store_export_by(Store *store, StoreRecords *records) {
    GString *out = g_string_new(NULL);
    if (records(store, add_line, out))
        return g_string_free_to_bytes(out);
    g_string_free(out, TRUE);
    return NULL;
}

GBytes *store_export(Store *store) {
    return store_export_by(store, store_each_record);
}
