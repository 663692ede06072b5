// Any bytes are a Vega-Lite specification that is drawn, or reported problems. Its data is what it
// holds itself and one dataset by name; there is no folder to read from.
#include "fuzz.h"

#include "chart/chart.h"

#include <math.h>
#include <string.h>

static TextEngine *engine(void) {
    static TextEngine *made;
    if (!made)
        made = text_engine_new();
    return made;
}

static const char *const data_names[] = {"deals", NULL};

static const Table *find_deals(void *data, const char *name) {
    static const char rows[] = "sector,year,amount,signed\n"
                               "Energy,2020,1.5,2020-03-01\n"
                               "Water,2021,,2021-11-30\n"
                               "Energy,2021,-4,\n";
    if (strcmp(name, data_names[0]) != 0)
        return NULL;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source = source_new("deals", g_strdup(rows), strlen(rows));
    Table *table = table_from_delimited(data, diags, source, ',');
    table_infer_types(table, NULL);
    return table;
}

static void paint(const Scene *scene) {
    cairo_surface_t *surface =
        cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, /*extents=*/NULL);
    cairo_t *cr = cairo_create(surface);
    scene_paint(scene, engine(), cr);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

static void check_scene(const Scene *scene) {
    g_assert(isfinite(scene->width) && isfinite(scene->height));
    g_assert(!scene->description || g_utf8_validate(scene->description, -1, NULL));
    json_t *json = scene_to_json(scene, /*with_lineage=*/true);
    char *text = json_dumps(json, JSON_ENCODE_ANY | JSON_REAL_PRECISION(12));
    g_assert(text);
    free(text);
    json_decref(json);
    paint(scene);
}

static void draw(Arena *arena, Diags *diags, const JsonDoc *doc) {
    ChartInput input = {.arena = arena,
                        .diags = diags,
                        .engine = engine(),
                        .spec = json_doc_root(doc),
                        .find_data = find_deals,
                        .data_names = data_names,
                        .data = arena,
                        .locale = format_locale("en")};
    const Scene *scene = chart_compile(&input);
    g_assert((scene != NULL) == (diags_errors(diags) == 0));
    if (scene)
        check_scene(scene);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autoptr(Arena) arena = arena_new();
    g_autoptr(Diags) diags = diags_new();
    char *text = g_malloc0(size + 1);
    if (size)
        memcpy(text, data, size);
    g_autoptr(Source) source = source_new("chart", text, size);
    g_autoptr(JsonDoc) doc = json_doc_parse(diags, source);
    if (doc)
        draw(arena, diags, doc);
    else
        g_assert(diags_errors(diags) > 0);
    return 0;
}
