// {"block": "chart", "spec", "data"?, "height"?, "min_height"?, "width"?, "alt"?}: a Vega-Lite
// specification, an object or a file beside the layout, drawn to fill its column. "data" is the
// dataset for a specification that names none. With "min_height" it is drawn again, lower, where
// that saves a page break.
#include "base/file.h"
#include "chart/chart.h"
#include "page/block_kinds.h"
#include "page/chart_trace.h"
#include "page/length.h"
#include "page/page_state.h"
#include "page/scope_trace.h"
#include "page/spec.h"
#include "scene/mirror.h"

#include <string.h>

typedef struct {
    const JsonNode *spec;
    const char *folder; // of the specification's file
    bool in_file;       // or a part of the layout, and so in its language
    const JsonNode *data;
    double height;
    double least; // it gives way down to here; the height: it does not
    Track width;
    const JsonNode *alt;
} ChartSpec;

static const double HEIGHT_DEFAULT = 200; // points

// The specification in a file below the layout's folder.
static void read_file(BlockReader *context, const JsonNode *node, ChartSpec *out) {
    const char *name = json_string_value(node->json);
    g_autofree char *path = file_resolve(context->folder, name);
    if (!file_is_below(context->root, path)) {
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
    out->in_file = true;
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
    spec->least = spec->height;
    if (reader_length(reader, "min_height", &spec->least) && spec->least > spec->height)
        json_error(context->diags, reader_node(reader, "min_height"), DIAG_WRONG_VALUE, NULL,
                   "\"min_height\" is more than the height of %.0f pt", spec->height);
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

static const Table *find_traced_data(void *data, const char *name) {
    return find_data(((const ChartTrace *)data)->compose, name);
}

static bool find_traced_param(void *data, const char *name, Value *out) {
    return find_param(((const ChartTrace *)data)->compose, name, out);
}

static bool find_traced_colour(void *data, const char *field, Value category, Colour *out) {
    return find_colour(((const ChartTrace *)data)->compose, field, category, out);
}

// What a chart is drawn into.
typedef struct {
    double column; // its width
    double less;   // points lower than the chart says
} ChartRoom;

static ChartRoom whole_room(const Compose *compose) {
    return (ChartRoom){.column = flow_width(compose->flow)};
}

// Only the first time with its trace.
static Scene *compile(ChartTrace *trace, const ChartSpec *spec, const Table *table,
                      ChartRoom room) {
    Compose *compose = trace->compose;
    double width;
    tracks_resolve(&spec->width, 1, room.column, 0, NULL, &width);
    ChartInput input = {
        .arena = compose->arena,
        .diags = compose->diags,
        .engine = compose->engine,
        .spec = translation_of_chart(scope_translation(compose->scope), compose->diags, spec->spec,
                                     compose->language, compose->arena),
        .config = compose->theme->chart,
        .data_folder = spec->folder,
        .find_data = find_traced_data,
        .data_names = scope_data_names(compose->scope),
        .data = trace,
        .find_param = find_traced_param,
        .find_colour = find_traced_colour,
        .on_mark = scope_trace(compose->scope) && room.less <= 0 ? chart_trace_mark : NULL,
        .width = width,
        .height = spec->height * compose->scale - room.less,
        .with_tables = true,
        .default_data = table,
        .locale = scope_locale(compose->scope),
        .words = compose->words,
        .spec_language = spec->in_file ? NULL : compose->language};
    Scene *scene = chart_compile(&input);
    bool mirrored = scene && compose->rtl && scene_has_named_rows(scene);
    return mirrored ? scene_mirror(scene, compose->arena) : scene;
}

// ---- giving way

typedef struct {
    Compose compose;
    const ChartSpec *spec;
    const Table *table;
    ChartRoom room; // so far; the column that pages have in the end may be another
} ChartGive;

// As SlabGive asks. What the chart has to say was said when it was drawn first.
static void lower_chart(const void *data, Slab *slab, double less) {
    ChartGive *give = (ChartGive *)data;
    g_autoptr(Diags) unsaid = diags_new();
    ChartTrace trace = {.compose = &give->compose};
    Diags *diags = give->compose.diags;
    give->room.less += less;
    give->compose.diags = unsaid;
    const Scene *scene = compile(&trace, give->spec, give->table, give->room);
    give->compose.diags = diags;
    if (!scene)
        return;
    for (guint i = 0; i < slab->item_count; i++) {
        PlacedItem *item = &slab->items[i];
        if (item->kind != PLACED_SCENE)
            continue;
        item->as.scene.scene = scene;
        item->width = scene->width;
        item->height = scene->height;
    }
    slab->height = scene->height;
}

static SlabGive *make_give(const Compose *compose, const ChartSpec *spec, const Table *table) {
    double most = (spec->height - spec->least) * compose->scale;
    if (most <= 0)
        return NULL;
    ChartGive *chart = arena_new0(compose->arena, ChartGive);
    SlabGive *give = arena_new0(compose->arena, SlabGive);
    *chart =
        (ChartGive){.compose = *compose, .spec = spec, .table = table, .room = whole_room(compose)};
    *give = (SlabGive){.most = most, .lower = lower_chart, .data = chart};
    return give;
}

// ---- composing

static void add_scene(Compose *compose, const Scene *scene, const char *alt, SlabGive *give) {
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
    slab.give = give;
    flow_add(compose->flow, &slab);
}

// A chart that axes, titles and legends have left little of.
static void check_room(Compose *compose, const Block *block, const Scene *scene) {
    static const double least = 40; // points
    double plot = scene->plot_height;
    if (plot >= least || plot >= scene->height / 2)
        return;
    json_warning(compose->diags, block->node, DIAG_OVERFLOW,
                 "make it higher, or put the legend to the right",
                 "of the chart's %.0f pt in height %.0f pt are left for its marks", scene->height,
                 plot);
}

// What is wrong whatever the data is.
static bool is_grammar(const Diagnostic *record) {
    return record->severity == DIAG_ERROR &&
           (record->id == DIAG_UNKNOWN_KEY || record->id == DIAG_UNKNOWN_NAME ||
            record->id == DIAG_MISSING_KEY || record->id == DIAG_WRONG_TYPE);
}

// Says what else is wrong with a chart whose fields are.
static void check_grammar(Compose *compose, const ChartSpec *spec, const Table *table) {
    g_autoptr(Diags) said = diags_new();
    Compose quiet = *compose;
    quiet.diags = said;
    ChartTrace trace = {.compose = &quiet};
    compile(&trace, spec, table, whole_room(compose));
    for (guint i = 0; i < diags_kept(said); i++) {
        const Diagnostic *record = diags_nth(said, i);
        if (is_grammar(record))
            diag_report(compose->diags, record->severity, record->id, &record->place, record->hint,
                        record->message);
    }
}

void chart_compose(Compose *compose, const Block *block) {
    const ChartSpec *spec = block->spec;
    const Table *table = spec->data ? scope_data(compose->scope, spec->data) : NULL;
    if (spec->data && !table)
        return;
    if (!scope_check_fields(compose->scope, table, spec->spec)) {
        check_grammar(compose, spec, table);
        return;
    }
    ChartTrace trace = chart_trace_begin(compose, block->id, spec->data);
    const Scene *scene = compile(&trace, spec, table, whole_room(compose));
    chart_trace_end(&trace);
    if (!scene)
        return;
    check_room(compose, block, scene);
    const char *alt = template_expand(compose->scope, spec->alt, TEMPLATE_PLAIN);
    if (!alt)
        alt = scene->description;
    if (!alt)
        alt = template_expand(compose->scope, block->caption, TEMPLATE_PLAIN);
    add_scene(compose, scene, alt, make_give(compose, spec, table));
}
