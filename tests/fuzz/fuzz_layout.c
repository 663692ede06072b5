// Any bytes are a layout or a theme, or reported problems; a layout that is read is composed to
// pages or says why it cannot be. There are no facts, so datasets are empty or written in the
// layout.
#include "checks.h"
#include "fuzz.h"

#include "page/page.h"

#include <string.h>

typedef struct {
    Arena *arena;
    Diags *diags;
    GPtrArray *documents;
} Run;

static TextEngine *engine(void) {
    static TextEngine *made;
    if (!made)
        made = text_engine_new();
    return made;
}

static Store *store(void) {
    static Store *opened;
    if (!opened) {
        g_autoptr(Diags) diags = diags_new();
        Vocabularies *vocabularies = vocabularies_load(diags, "data/vocabulary");
        StoreOptions options = {.language = "en", .as_of = "2025-11-20"};
        opened = store_open(diags, &options, vocabularies);
        g_assert(opened && store_ready(opened, diags));
    }
    return opened;
}

static void free_document(void *document) {
    json_doc_free(document);
}

static void compose(Run *run, const char *path) {
    const ParamAssignment assignment = {"p", "2025"};
    const Layout *layout =
        layout_load(run->arena, run->diags, path, &assignment, 1, run->documents);
    g_assert((layout != NULL) == (diags_errors(run->diags) == 0));
    const Theme *theme = theme_load(run->arena, run->diags, engine(), NULL, NULL, run->documents);
    if (!layout)
        return;
    PageInput input = {.arena = run->arena,
                       .diags = run->diags,
                       .engine = engine(),
                       .store = store(),
                       .layout = layout,
                       .theme = theme,
                       .as_of = "2025-11-20",
                       .producer = "test"};
    const PlacedDocument *placed = page_place(&input);
    g_assert(placed || diags_errors(run->diags) > 0);
}

static void read_theme(Run *run, const char *path) {
    guint errors = diags_errors(run->diags);
    const Theme *theme = theme_load(run->arena, run->diags, engine(), path, NULL, run->documents);
    g_assert((theme != NULL) == (diags_errors(run->diags) == errors));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Run run = {arena_new(), diags_new(), g_ptr_array_new_with_free_func(free_document)};
    int file = memory_file(data, size);
    g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", file);
    compose(&run, path);
    read_theme(&run, path);
    close(file);
    check_print(run.diags);
    arena_free(run.arena);
    g_ptr_array_unref(run.documents);
    diags_free(run.diags);
    return 0;
}
