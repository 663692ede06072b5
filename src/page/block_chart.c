// {"block": "chart", "spec", "data"?, "height"?, "width"?, "alt"?}: a Vega-Lite specification, an
// object or a file beside the layout, drawn to fill its column. "data" is the dataset for a
// specification that names none.
#include "base/file.h"
#include "chart/chart.h"
#include "page/block_kinds.h"
#include "page/length.h"
#include "page/page_state.h"
#include "page/spec.h"

#include <string.h>

typedef struct {
    const JsonNode *spec;
    const char *folder; // of the specification's file
    const JsonNode *data;
    double height;
    Track width;
    const JsonNode *alt;
} ChartSpec;

static const double HEIGHT_DEFAULT = 200; // points

// The specification in a file below the layout's folder.
static void read_file(BlockReader *context, const JsonNode *node, ChartSpec *out) {
    const char *name = json_string_value(node->json);
    g_autofree char *path = file_resolve(context->folder, name);
    if (!file_is_below(context->folder, path)) {
        json_error(context->diags, node, DIAG_PATH_OUTSIDE, NULL,
                   "\"%s\" is outside the layout's folder", name);
        return;
    }
    Place place = json_node_place(node);
    JsonDoc *doc = json_doc_load_at(context->diags, path, &place);
    if (!doc)
        return;
    g_ptr_array_add(context->documents, doc);
    g_autofree char *folder = g_path_get_dirname(path);
    out->folder = arena_strdup(context->arena, folder);
    out->spec = json_doc_root(doc);
}

static void read_spec(BlockReader *context, const JsonNode *node, ChartSpec *out) {
    if (json_is_string(node->json)) {
        read_file(context, node, out);
    } else if (json_is_object(node->json)) {
        out->spec = node;
        out->folder = context->folder;
    } else {
        json_error(context->diags, node, DIAG_WRONG_TYPE, NULL,
                   "\"spec\" is %s, expected a Vega-Lite object or the path of one",
                   json_type_name(node->json));
    }
}

void *chart_read(BlockReader *context, Reader *reader) {
    ChartSpec *spec = arena_new0(context->arena, ChartSpec);
    spec->height = HEIGHT_DEFAULT;
    spec->width = (Track){TRACK_PERCENT, 100};
    const JsonNode *node = reader_require(reader, "spec");
    if (node)
        read_spec(context, node, spec);
    spec_data(reader, "data", &spec->data);
    reader_length(reader, "height", &spec->height);
    reader_track(reader, "width", &spec->width);
    reader_template(reader, "alt", TEMPLATE_PLAIN, &spec->alt);
    return spec;
}

// ---- composing

static const Table *find_data(void *data, const char *name) {
    return scope_find_table(((const Compose *)data)->scope, name);
}

static bool find_param(void *data, const char *name, Value *out) {
    const char *problem, *hint;
    return scope_value(((const Compose *)data)->scope, name, out, &problem, &hint);
}

static bool find_colour(void *data, const char *field, Value category, Colour *out) {
    return page_state_find_colour(((const Compose *)data)->state, field, category, out);
}

static Scene *compile(Compose *compose, const ChartSpec *spec, const Table *table) {
    double width;
    tracks_resolve(&spec->width, 1, flow_width(compose->flow), 0, NULL, &width);
    ChartInput input = {.arena = compose->arena,
                        .diags = compose->diags,
                        .engine = compose->engine,
                        .spec = spec->spec,
                        .config = compose->theme->chart,
                        .data_folder = spec->folder,
                        .find_data = find_data,
                        .data_names = scope_data_names(compose->scope),
                        .data = compose,
                        .find_param = find_param,
                        .find_colour = find_colour,
                        .width = width,
                        .height = spec->height * compose->scale,
                        .with_tables = true,
                        .default_data = table,
                        .locale = scope_locale(compose->scope)};
    return chart_compile(&input);
}

static void add_scene(Compose *compose, const Scene *scene, const char *alt) {
    TagTree *tags = flow_tags(compose->flow);
    guint tag = tag_open(tags, TAG_FIGURE);
    tag_nth(tags, tag)->alt = alt;
    tag_close(tags);
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    PlacedItem *item = slab_item(&builder, PLACED_SCENE, tag);
    item->x = compose->rtl ? flow_width(compose->flow) - scene->width : 0;
    item->width = scene->width;
    item->height = builder.height = scene->height;
    item->as.scene.scene = scene;
    item->as.scene.alt = alt;
    Slab slab = slab_end(&builder);
    flow_add(compose->flow, &slab);
}

void chart_compose(Compose *compose, const Block *block) {
    const ChartSpec *spec = block->spec;
    const Table *table = spec->data ? scope_data(compose->scope, spec->data) : NULL;
    if ((spec->data && !table) || !scope_check_fields(compose->scope, table, spec->spec))
        return;
    const Scene *scene = compile(compose, spec, table);
    if (!scene)
        return;
    const char *alt = template_expand(compose->scope, spec->alt, TEMPLATE_PLAIN);
    if (!alt)
        alt = scene->description;
    if (!alt)
        alt = template_expand(compose->scope, block->caption, TEMPLATE_PLAIN);
    add_scene(compose, scene, alt);
}
