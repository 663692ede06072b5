// Any text is a query that gives a table of sound values, or one reported problem at a place inside
// the layout; and the facts are as they were.
#include "fuzz.h"

#include "store/store.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { STEPS = 200000 };

static const char facts[] =
    "{\"record\":\"source\",\"id\":\"s\"}\n"
    "{\"record\":\"partnership\",\"id\":\"a\",\"title\":\"A\",\"parties\":[\"Pakistan\",\"China\"],"
    "\"sectors\":[\"steel\",\"energy\"],\"date\":\"2020\",\"status\":\"signed\",\"amounts\":"
    "[{\"value\":\"1.5\",\"currency\":\"USD\"},{\"value\":\"2\",\"currency\":\"PKR\"}],"
    "\"commitments\":[{\"text\":\"t\",\"due\":\"2021\"}],\"evidence\":[{\"source\":\"s\","
    "\"quote\":\"q\"}]}\n"
    "{\"record\":\"partnership\",\"id\":\"b\",\"title\":\"B\",\"parties\":[\"Pakistan\"]}\n";

static void load(Store *store, const Vocabularies *vocabularies, Diags *diags) {
    char path[] = "/tmp/accord-fuzz-XXXXXX.jsonl";
    int file = g_mkstemp_full(path, O_RDWR, 0600);
    g_assert(file >= 0 && write(file, facts, sizeof facts - 1) == (ssize_t)sizeof facts - 1);
    close(file);
    const char *paths[] = {path};
    FactsOptions options = {.diags = diags, .vocabularies = vocabularies};
    FactsSink sink = store_sink(store);
    g_assert(facts_read(&options, paths, 1, &sink, NULL) && store_ready(store, diags));
    unlink(path);
}

static Store *store_once(void) {
    static Vocabularies *vocabularies;
    static Store *store;
    if (store)
        return store;
    g_autoptr(Diags) diags = diags_new();
    vocabularies = vocabularies_load(diags, "data/vocabulary");
    const StoreOptions options = {.as_of = "2025-11-20", .steps_limit = STEPS};
    store = store_open(diags, &options, vocabularies);
    g_assert(store);
    load(store, vocabularies, diags);
    return store;
}

static void check_value(Value value) {
    if (value.type == VALUE_STRING)
        g_assert(g_utf8_validate(value.as.string, -1, NULL));
}

static void check_table(const Table *table) {
    for (guint c = 0; c < table->column_count; c++) {
        g_assert(table->columns[c].name);
        for (guint r = 0; r < table->row_count; r++)
            check_value(table->columns[c].values[r]);
    }
    for (guint r = 0; table->lineage && r < table->row_count; r++) {
        const Lineage *lineage = table->lineage[r];
        for (guint i = 0; lineage && i < lineage->count; i++)
            g_assert(lineage->ids[i] >= 1 && lineage->ids[i] <= 2);
    }
}

static void check_problem(const Diags *diags, const JsonNode *node) {
    g_assert(diags_errors(diags) >= 1);
    Place whole = json_node_place(node);
    for (guint i = 0; i < diags_kept(diags); i++) {
        const Place *place = &diags_nth(diags, i)->place;
        g_assert(place->start >= whole.start && place->end <= whole.end);
        g_assert(place->start <= place->end);
    }
}

static void check_intact(Store *store, Arena *arena, Diags *diags) {
    const Table *table = store_query(store, arena, "SELECT count(*) AS n FROM partnership_sectors",
                                     NULL, 0, NULL, diags);
    g_assert(table && table->columns[0].values[0].as.number == 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Store *store = store_once();
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Arena) arena = arena_new();
    g_autofree char *bytes = g_strndup(size ? (const char *)data : "", size);
    g_autofree char *sql = g_utf8_make_valid(bytes, -1);
    json_t *layout = json_pack("{ss}", "sql", sql);
    char *text = json_dumps(layout, strlen(sql) % 2 ? JSON_ENSURE_ASCII : 0);
    json_decref(layout);
    g_autoptr(Source) source = source_new("layout.json", g_strdup(text), strlen(text));
    free(text);
    g_autoptr(JsonDoc) doc = json_doc_parse(diags, source);
    const JsonNode *node = json_node_member(json_doc_root(doc), "sql");
    const StoreParam params[] = {{"year", value_number(2020)}, {"word", value_string("x")}};
    const Table *table = store_query(store, arena, sql, params, 2, node, diags);
    if (table)
        check_table(table);
    else
        check_problem(diags, node);
    check_intact(store, arena, diags);
    return 0;
}
