// What tests of the table floor share: tables from JSON text, transforms run on them, and the
// comparison of results with those that Vega gave (vega/*.json, see vega/generate.mjs).
#pragma once
#include "../support.h"

#include "table/transform.h"

#include <math.h>
#include <stdio.h>

typedef struct {
    Arena *arena;
    Diags *diags;
    GTimeZone *zone;
    GPtrArray *docs; // of JsonDoc, kept until the end
    TransformContext context;
} Bench;

static inline void free_doc(void *doc) {
    json_doc_free(doc);
}

static inline Bench bench_open(const char *zone) {
    Bench bench = {arena_new(),
                   diags_new(),
                   zone ? g_time_zone_new_identifier(zone) : NULL,
                   g_ptr_array_new_with_free_func(free_doc),
                   {0}};
    bench.context = (TransformContext){.arena = bench.arena,
                                       .diags = bench.diags,
                                       .zone = bench.zone,
                                       .locale = format_locale("en")};
    return bench;
}

static inline void bench_close(Bench *bench) {
    arena_free(bench->arena);
    g_ptr_array_free(bench->docs, TRUE);
    diags_free(bench->diags);
    if (bench->zone)
        g_time_zone_unref(bench->zone);
}

// The root of a JSON text named "t.json"; single quotes stand for double ones.
static inline const JsonNode *bench_json(Bench *bench, const char *text) {
    char *copy = g_strdelimit(g_strdup(text), "'", '"');
    g_autoptr(Source) source = source_new("t.json", copy, strlen(copy));
    JsonDoc *doc = json_doc_parse(bench->diags, source);
    assert_non_null(doc);
    g_ptr_array_add(bench->docs, doc);
    return json_doc_root(doc);
}

static inline Table *bench_table(Bench *bench, const char *rows) {
    Table *table = table_read_json(bench->arena, bench->diags, bench_json(bench, rows));
    assert_non_null(table);
    return table;
}

static inline const Table *bench_apply(Bench *bench, const Table *table, const char *transforms) {
    return transform_apply(&bench->context, table, bench_json(bench, transforms));
}

// A table as compact JSON in the arena; undefined values are left out.
static inline const char *table_text(Bench *bench, const Table *table) {
    json_t *rows = table_to_json(table);
    char *text = json_dumps(rows, JSON_COMPACT | JSON_REAL_PRECISION(12));
    const char *copy = arena_strdup(bench->arena, text);
    free(text);
    json_decref(rows);
    return copy;
}

// --- comparison with Vega ---

// As generate.mjs writes values: undefined, what JSON cannot say, and times as numbers.
static inline json_t *encoded(Value value) {
    if (value.type == VALUE_UNDEFINED)
        return json_pack("{s:b}", "undefined", 1);
    if (value.type == VALUE_TIME)
        value.type = VALUE_NUMBER;
    if (value.type != VALUE_NUMBER || isfinite(value.as.number))
        return value_to_json(value);
    const char *name = isnan(value.as.number) ? "NaN"
                       : value.as.number > 0  ? "Infinity"
                                              : "-Infinity";
    return json_pack("{s:s}", "number", name);
}

static inline bool alike(const json_t *a, const json_t *b);

static inline bool numbers_alike(double a, double b) {
    return fabs(a - b) <= 1e-9 * fmax(1, fmax(fabs(a), fabs(b)));
}

static inline bool members_alike(const json_t *a, json_t *b) {
    const char *key;
    json_t *member;
    json_object_foreach(b, key, member) if (!json_object_get(a, key) ||
                                            !alike(json_object_get(a, key), member)) return false;
    return json_object_size(a) == json_object_size(b);
}

static inline bool alike(const json_t *a, const json_t *b) {
    if (json_is_number(a) && json_is_number(b))
        return numbers_alike(json_number_value(a), json_number_value(b));
    if (json_is_object(a) && json_is_object(b))
        return members_alike(a, (json_t *)b);
    if (!json_is_array(a) || !json_is_array(b))
        return json_equal(a, b);
    for (size_t i = 0; i < json_array_size(a); i++)
        if (!alike(json_array_get(a, i), json_array_get(b, i)))
            return false;
    return json_array_size(a) == json_array_size(b);
}

static inline json_t *encoded_row(const Table *table, guint row) {
    json_t *object = json_object();
    for (guint c = 0; c < table->column_count; c++)
        if (table->columns[c].values[row].type != VALUE_UNDEFINED)
            json_object_set_new(object, table->columns[c].name,
                                encoded(table->columns[c].values[row]));
    return object;
}

static inline json_t *encoded_rows(const Table *table) {
    json_t *rows = json_array();
    for (guint row = 0; row < table->row_count; row++)
        json_array_append_new(rows, encoded_row(table, row));
    return rows;
}

// Fails with what was asked, what Vega gives and what came out; takes `got` over.
static inline void assert_as_vega(const json_t *asked, const json_t *expected, json_t *got) {
    if (!alike(got, expected)) {
        char *texts[] = {json_dumps(asked, JSON_COMPACT | JSON_ENCODE_ANY),
                         json_dumps(expected, JSON_COMPACT | JSON_ENCODE_ANY),
                         json_dumps(got, JSON_COMPACT | JSON_ENCODE_ANY)};
        print_error("asked    %s\nexpected %s\ngot      %s\n", texts[0], texts[1], texts[2]);
        for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
            free(texts[i]);
        fail();
    }
    json_decref(got);
}

static inline json_t *load_vega(const char *name) {
    json_error_t error;
    g_autofree char *path = g_strdup_printf("tests/unit/table/vega/%s", name);
    json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (!json)
        fail_msg("%s:%d: %s", path, error.line, error.text);
    return json;
}
