// What the tests of pages share: an arena, messages, documents, a folder for files, JSON as nodes.
#pragma once
#include "../support.h"

#include "page/layout.h"
#include "page/template.h"

#include <glib/gstdio.h>

typedef struct {
    Arena *arena;
    Diags *diags;
    GPtrArray *documents; // JsonDoc *
    char *folder;         // made when first asked for
    Store *store;         // of facts that a test has; or NULL
} Fixture;

static void fixture_free_document(void *document) {
    json_doc_free(document);
}

static inline int fixture_begin(void **state) {
    Fixture *f = g_new0(Fixture, 1);
    f->arena = arena_new();
    f->diags = diags_new();
    f->documents = g_ptr_array_new_with_free_func(fixture_free_document);
    *state = f;
    return 0;
}

static inline void fixture_remove(const char *folder) {
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            fixture_remove(path);
        else
            g_remove(path);
    }
    g_rmdir(folder);
}

static inline int fixture_end(void **state) {
    Fixture *f = *state;
    if (f->folder)
        fixture_remove(f->folder);
    arena_free(f->arena);
    g_ptr_array_unref(f->documents);
    diags_free(f->diags);
    g_free(f->folder);
    g_free(f);
    return 0;
}

// The root of a JSON text named "test.json".
static inline const JsonNode *fixture_json(Fixture *f, const char *text) {
    g_autoptr(Source) source = source_of("test.json", text);
    JsonDoc *doc = json_doc_parse(f->diags, source);
    assert_non_null(doc);
    g_ptr_array_add(f->documents, doc);
    return json_doc_root(doc);
}

// Writes a file into the fixture's folder; its path, in the arena.
static inline const char *fixture_file(Fixture *f, const char *name, const char *text) {
    if (!f->folder)
        f->folder = g_dir_make_tmp("accord-page-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(f->folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    assert_int_equal(g_mkdir_with_parents(parent, 0755), 0);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    return arena_strdup(f->arena, path);
}

// An outermost scope without facts, on 2025-11-20, in English.
static inline Scope *fixture_scope(Fixture *f) {
    ScopeOptions options = {.arena = f->arena,
                            .diags = f->diags,
                            .locale = format_locale("en"),
                            .folder = f->folder,
                            .as_of = "2025-11-20"};
    return scope_new(&options);
}

static inline void assert_hint(const Diags *diags, guint index, const char *expected) {
    const Diagnostic *record = diags_nth(diags, index);
    assert_non_null(record);
    assert_non_null(record->hint);
    assert_string_equal(record->hint, expected);
}

#define PAGE_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_begin, fixture_end)
