// Builds the tree of views from a normalized specification. Nothing is looked up in data here.
#include "base/suggest.h"
#include "chart/config.h"
#include "chart/scale_model.h"

int channel_dimension(Channel channel) {
    return channel == CHANNEL_Y || channel == CHANNEL_Y2 || channel == CHANNEL_Y_OFFSET ? DIM_HEIGHT
                                                                                        : DIM_WIDTH;
}

bool view_is_composition(const View *view) {
    return view->kind == VIEW_FACET || view->kind == VIEW_CONCAT;
}

View *view_facet_parent(View *view) {
    View *parent = view->parent;
    while (parent && parent->kind != VIEW_FACET)
        parent = parent->parent;
    return parent;
}

SizeModel *size_root(SizeModel *size) {
    while (size && size->merged)
        size = size->merged;
    return size;
}

// ---------- resolve ----------

static Resolve read_resolve(const json_t *object, const char *channel) {
    const char *word = js_string(object, channel);
    if (!word)
        return RESOLVE_DEFAULT;
    return !strcmp(word, "shared") ? RESOLVE_SHARED : RESOLVE_INDEPENDENT;
}

static void read_resolves(View *view) {
    const json_t *resolve = json_object_get(view->spec, "resolve");
    const json_t *scale = json_object_get(resolve, "scale");
    const json_t *legend = json_object_get(resolve, "legend");
    const json_t *axis = json_object_get(resolve, "axis");
    for (Channel c = 0; c < CHANNEL_COUNT; c++) {
        view->scale_resolve[c] = read_resolve(scale, channel_name(c));
        view->legend_resolve[c] = read_resolve(legend, channel_name(c));
    }
    view->axis_resolve[0] = read_resolve(axis, "x");
    view->axis_resolve[1] = read_resolve(axis, "y");
}

Resolve view_scale_resolve(View *view, Channel channel) {
    if (view->scale_resolve[channel] != RESOLVE_DEFAULT)
        return view->scale_resolve[channel];
    bool by_view = false;
    if (view->kind == VIEW_FACET)
        by_view = channel == CHANNEL_THETA;
    else if (view->kind == VIEW_CONCAT)
        by_view = channel_is_position(channel);
    return by_view ? RESOLVE_INDEPENDENT : RESOLVE_SHARED;
}

Resolve view_guide_resolve(View *view, Channel channel) {
    if (view_scale_resolve(view, channel) == RESOLVE_INDEPENDENT)
        return RESOLVE_INDEPENDENT;
    Resolve guide = channel_is_xy(channel) ? view->axis_resolve[channel == CHANNEL_Y]
                                           : view->legend_resolve[channel];
    return guide == RESOLVE_DEFAULT ? RESOLVE_SHARED : guide;
}

// ---------- units ----------

static bool is_step(const json_t *size) {
    return js_has(size, "step");
}

// A step means nothing for a continuous position.
static void drop_steps(View *view) {
    static const Channel CHANNELS[] = {CHANNEL_X, CHANNEL_Y};
    for (int d = 0; d < 2; d++)
        if (is_step(view->given_size[d]) && def_is_continuous(view->encoding->channel[CHANNELS[d]]))
            view->given_size[d] = NULL;
}

// A nominal colour with an explicit domain orders the stack or the groups by that domain.
static void order_by_domain(View *view) {
    Encoding *encoding = view->encoding;
    const Def *color = encoding->channel[CHANNEL_FILL] ? encoding->channel[CHANNEL_FILL]
                                                       : encoding->channel[CHANNEL_COLOR];
    json_t *domain = json_object_get(def_get(color, "scale"), "domain");
    if (!color || !color->is_field || color->type != TYPE_NOMINAL || !json_is_array(domain) ||
        encoding->order_count || encoding->order_sort || encoding->channel[CHANNEL_ORDER])
        return;
    Channel offset = encoding->channel[CHANNEL_X_OFFSET] ? CHANNEL_X_OFFSET : CHANNEL_Y_OFFSET;
    const Def *def = encoding->channel[offset];
    if (def && def->is_field && !js_truthy(def_get(def, "sort"))) {
        json_t *sorted = chart_own(view->chart, js_with(def->json, "sort", json_incref(domain)));
        Def *copy = arena_memdup(view->chart->arena, def, sizeof *def);
        copy->json = sorted;
        encoding->channel[offset] = copy;
    } else if (view->stack) {
        view->sorted_by_domain = color;
    }
}

static void refuse_mark(Chart *chart, const json_t *mark) {
    const json_t *type = json_object_get(mark, "type");
    const char *names[MARK_COUNT], *name = json_string_value(type);
    for (Mark known = 0; known < MARK_COUNT; known++)
        names[known] = mark_name(known);
    g_autofree char *hint = name ? suggest_hint(name, names, MARK_COUNT) : NULL;
    chart_error(chart, type ? type : mark, DIAG_UNSUPPORTED, hint, "mark \"%s\" is not supported",
                name ? name : "");
}

static void build_unit(View *view) {
    Chart *chart = view->chart;
    json_t *mark = json_object_get(view->spec, "mark");
    if (!json_is_object(mark))
        mark = chart_own(chart, json_pack("{s:O}", "type", mark));
    view->mark = mark_of(mark);
    if (view->mark == MARK_COUNT)
        refuse_mark(chart, mark);
    json_t *encoding = json_object_get(view->spec, "encoding");
    view->encoding = encoding_read(chart, encoding, view->mark, mark_is_filled(chart, mark));
    view->mark_def = mark_init(chart, mark, view->encoding);
    view->stack = stack_find(chart, view->mark_def, view->encoding);
    drop_steps(view);
    order_by_domain(view);
}

// ---------- compositions ----------

static void add_child(View *view, json_t *spec, json_t *const given_size[2]) {
    View *child = view_build(view->chart, spec, view, given_size);
    if (child)
        view->children[view->child_count++] = child;
}

static void build_children(View *view, json_t *specs, json_t *const given_size[2]) {
    json_t *spec;
    size_t i;
    view->children = arena_array(view->chart->arena, View *, json_array_size(specs) + 1);
    json_array_foreach(specs, i, spec) add_child(view, spec, given_size);
}

static void read_facet_def(View *view, int which, json_t *json) {
    static const Channel CHANNELS[] = {CHANNEL_ROW, CHANNEL_COLUMN, CHANNEL_FACET};
    if (!json_is_object(json))
        return;
    FacetDef *facet = &view->facet[which];
    const Def *def = def_read(view->chart, json, CHANNELS[which]);
    if (!def->is_field)
        return;
    json_t *header = def_get(def, "header");
    facet->def = def;
    facet->header = json_is_object(header) ? header : NULL;
    facet->header_off = header && json_is_null(header);
    facet->field = def->name;
    facet->field_end = def->binning ? def_column(view->chart, def, "end") : NULL;
}

static void build_facet(View *view) {
    static json_t *const NO_SIZE[2] = {NULL, NULL};
    json_t *facet = json_object_get(view->spec, "facet");
    if (js_has(facet, "row") || js_has(facet, "column")) {
        read_facet_def(view, FACET_ROW, json_object_get(facet, "row"));
        read_facet_def(view, FACET_COLUMN, json_object_get(facet, "column"));
    } else {
        read_facet_def(view, FACET_WRAP, facet);
    }
    view->children = arena_array(view->chart->arena, View *, 1);
    add_child(view, json_object_get(view->spec, "spec"), NO_SIZE);
}

static int read_columns(const View *view, const char *group) {
    const json_t *columns = json_object_get(view->spec, "columns");
    if (!columns)
        columns = config_get(view->chart, group, "columns");
    double count = json_is_number(columns) ? json_number_value(columns) : 0;
    return count >= 1 && count < 1e6 ? (int)count : 0;
}

static void build_concat(View *view) {
    static json_t *const NO_SIZE[2] = {NULL, NULL};
    json_t *hconcat = json_object_get(view->spec, "hconcat");
    json_t *vconcat = json_object_get(view->spec, "vconcat");
    json_t *concat = json_object_get(view->spec, "concat");
    build_children(view, hconcat ? hconcat : vconcat ? vconcat : concat, NO_SIZE);
    view->columns = vconcat ? 1 : hconcat ? 0 : read_columns(view, "concat");
}

static ViewKind kind_of(const json_t *spec) {
    if (js_has(spec, "facet"))
        return VIEW_FACET;
    if (js_has(spec, "hconcat") || js_has(spec, "vconcat") || js_has(spec, "concat"))
        return VIEW_CONCAT;
    return js_has(spec, "layer") ? VIEW_LAYER : VIEW_UNIT;
}

static void take_sizes(View *view, json_t *const given_size[2]) {
    static const char *const KEYS[] = {"width", "height"};
    for (int d = 0; d < 2; d++) {
        json_t *own = json_object_get(view->spec, KEYS[d]);
        view->given_size[d] = own && !json_is_null(own) ? own : given_size ? given_size[d] : NULL;
    }
}

View *view_build(Chart *chart, json_t *spec, View *parent, json_t *const given_size[2]) {
    View *view = arena_new0(chart->arena, View);
    view->chart = chart;
    view->spec = spec;
    view->parent = parent;
    view->kind = kind_of(spec);
    view->data.bins = g_hash_table_new(g_str_hash, g_str_equal);
    take_sizes(view, given_size);
    read_resolves(view);
    switch (view->kind) {
    case VIEW_UNIT:
        build_unit(view);
        break;
    case VIEW_LAYER:
        build_children(view, json_object_get(spec, "layer"), view->given_size);
        break;
    case VIEW_FACET:
        build_facet(view);
        view->columns = view->facet[FACET_WRAP].def ? read_columns(view, "facet") : 0;
        break;
    case VIEW_CONCAT:
        build_concat(view);
        break;
    }
    return view;
}

void view_free(View *view) {
    if (!view)
        return;
    for (guint i = 0; i < view->child_count; i++)
        view_free(view->children[i]);
    g_clear_pointer(&view->data.bins, g_hash_table_unref);
    g_clear_pointer(&view->data.parsed, g_hash_table_unref);
    for (int d = 0; d < 2; d++)
        if (view->axes[d])
            g_ptr_array_unref(view->axes[d]);
    for (Channel c = 0; c < CHANNEL_COUNT; c++)
        if (view->scales[c] && view->scales[c]->domain)
            g_ptr_array_unref(view->scales[c]->domain);
}
