// A store that lasts, opened for reading: it is what one moment left, whatever is added meanwhile.
// Its words and labels are its own, of the vocabulary that its facts were read with.
#include "store/private.h"

#include <string.h>

static bool check_version(Store *store) {
    gint64 version;
    if (!store_check(store, migrate_check(store->engine, &version)))
        return false;
    if (version == store_migrations[store_migration_count - 1].version)
        return true;
    store->failure = version == 0
                         ? g_strdup("there are no facts in it; accord facts add puts them there")
                         : g_strdup_printf("it is of version %" G_GINT64_FORMAT
                                           ", older than this program's; accord facts add brings "
                                           "it up to date",
                                           version);
    return false;
}

static const char *setting(Store *store, const char *name) {
    const SqlValue value = sql_text(name);
    g_autofree char *text =
        engine_text(store->engine, "SELECT value FROM settings WHERE name = $1", &value, 1);
    store_check(store, !store->engine->error.message);
    return arena_strdup(store->arena, text);
}

static void find_day(Store *store) {
    const char *told = setting(store, "told_day");
    if (store->as_of && !told)
        return;
    g_autofree char *last =
        store_read_text(store, "SELECT max(coalesce(last, first)) FROM fact_rows");
    if (told && g_strcmp0(told, last) > 0)
        store->told_day = told;
    if (!store->as_of)
        store->as_of = store->told_day ? store->told_day : arena_strdup(store->arena, last);
}

const char *store_told_day(const Store *store) {
    return store->told_day;
}

static bool begin_session(Store *store) {
    const char *facts = setting(store, "facts");
    store->fact_count = facts ? (guint32)g_ascii_strtoull(facts, NULL, 10) : 0;
    store->last_fact =
        (guint32)store_read_integer(store, "SELECT coalesce(max(fact), 0) FROM records");
    find_day(store);
    const char *languages = setting(store, "languages");
    store->languages = languages ? languages : "";
    store->home = store->most_shared = setting(store, "home");
    store->tied = setting(store, "home_tied");
    return !store->failure && store_tell_session(store);
}

Store *store_open_at(Diags *diags, const char *address, const StoreOptions *options) {
    if (!store_check_day(diags, options->as_of))
        return NULL;
    Engine *engine = address_open(diags, address, STORE_READ);
    if (!engine)
        return NULL;
    Store *store = store_new(options, NULL);
    store->engine = engine;
    store->is_lasting = store->is_ready = true;
    if (store_check(store, engine->class->begin_reading(engine)) && check_version(store) &&
        begin_session(store) &&
        store_check(store, engine->class->guard(engine, store->steps_limit)))
        return store;
    g_autofree char *shown = store_address_shown(address);
    diag_error(diags, DIAG_FILE, NULL, address_hint(address, engine->error.fault),
               "the store \"%s\" cannot be read: %s", shown, store->failure);
    store_close(store);
    return NULL;
}

static void clear_file(void *file) {
    g_bytes_unref(((StoreFile *)file)->content);
}

GArray *store_vocabulary(Store *store) {
    GArray *files = g_array_new(FALSE, FALSE, sizeof(StoreFile));
    g_array_set_clear_func(files, clear_file);
    if (!store->is_lasting)
        return files;
    g_autoptr(Cursor) cursor = engine_select(
        store->engine, "SELECT name, content FROM vocabulary_files ORDER BY name", NULL, 0);
    while (cursor && cursor_next(cursor)) {
        const char *content = cursor_text(cursor, 1);
        StoreFile file = {arena_strdup(store->arena, cursor_text(cursor, 0)),
                          g_bytes_new(content, strlen(content))};
        g_array_append_val(files, file);
    }
    store_check(store, !store->engine->error.message);
    return files;
}

// The store's own, where it was filled with such.
static Vocabularies *parse_vocabulary(Store *store) {
    g_autoptr(Diags) quiet = diags_new();
    g_autoptr(GArray) files = store_vocabulary(store);
    g_autoptr(GArray) texts = g_array_new(FALSE, FALSE, sizeof(VocabularyFile));
    for (guint i = 0; i < files->len; i++) {
        const StoreFile *file = &g_array_index(files, StoreFile, i);
        VocabularyFile text = {.name = file->name};
        text.text = g_bytes_get_data(file->content, &text.length);
        g_array_append_val(texts, text);
    }
    return texts->len
               ? vocabularies_parse(quiet, (const VocabularyFile *)(void *)texts->data, texts->len)
               : NULL;
}

const Vocabularies *store_vocabularies(Store *store) {
    if (!store->vocabularies && store->is_lasting)
        store->vocabularies = store->own_vocabularies = parse_vocabulary(store);
    if (!store->vocabularies && store->find_vocabularies)
        store->vocabularies = store->find_vocabularies(store->find_data);
    return store->vocabularies;
}
