// Scale types: each unit's by its definitions, merged upward where views share a scale.
#include "chart/scale_model.h"
#include "chart/scale_kind.h"

bool def_wants_scale(const Def *def) {
    return def && !js_is_false(def_get(def, "scale"));
}

ScaleModel *view_scale(View *view, Channel channel) {
    for (View *v = view; v; v = v->parent)
        if (v->scales[channel] && !v->scales[channel]->merged)
            return v->scales[channel];
    return NULL;
}

json_t *scale_prop(const ScaleModel *model, ScaleProp prop) {
    return model->props[prop].value;
}

double scale_prop_number(const ScaleModel *model, ScaleProp prop, double otherwise) {
    const json_t *value = model->props[prop].value;
    return json_is_number(value) ? json_number_value(value) : otherwise;
}

// ---------- default types ----------

static bool is_relative_size(const json_t *mark_def, Channel channel) {
    const char *key = channel == CHANNEL_X ? "width" : channel == CHANNEL_Y ? "height" : NULL;
    return key && js_has(json_object_get(mark_def, key), "band");
}

static bool fills_bands(Mark mark) {
    return mark == MARK_RECT || mark == MARK_BAR || mark == MARK_RULE || mark == MARK_TICK ||
           mark == MARK_TIMELINE_SPAN || mark == MARK_TIMELINE_POINT || mark == MARK_TIMELINE_LABEL;
}

static ScaleKind discrete_kind(View *unit, Channel channel, const Def *def) {
    bool has_offset = encoding_has_nested_offset(unit->encoding, channel);
    if (channel_is_color(channel) || channel_is_discrete(channel))
        return KIND_ORDINAL;
    if (channel_is_xy(channel) || channel_is_offset(channel)) {
        if (fills_bands(unit->mark) || has_offset)
            return KIND_BAND;
    } else if (unit->mark == MARK_ARC && channel_is_polar(channel)) {
        return KIND_BAND;
    }
    if (is_relative_size(unit->mark_def, channel))
        return KIND_BAND;
    return js_truthy(json_object_get(def_get(def, "axis"), "tickBand")) ? KIND_BAND : KIND_POINT;
}

static ScaleKind default_kind(View *unit, Channel channel, const Def *def) {
    switch (def->type) {
    case TYPE_NOMINAL:
    case TYPE_ORDINAL:
    case TYPE_NONE:
        return discrete_kind(unit, channel, def);
    case TYPE_TEMPORAL:
        if (channel_is_color(channel))
            return KIND_TIME;
        if (channel_is_discrete(channel))
            return KIND_ORDINAL;
        return def->is_field && def->has_unit && def->unit.utc ? KIND_UTC : KIND_TIME;
    case TYPE_QUANTITATIVE:
        if (channel_is_color(channel))
            return def->is_field && def->binning ? KIND_BIN_ORDINAL : KIND_LINEAR;
        return channel_is_discrete(channel) ? KIND_ORDINAL : KIND_LINEAR;
    }
    return KIND_LINEAR;
}

static ScaleKind choose_kind(View *unit, Channel channel, const Def *def, bool *is_explicit) {
    const char *name = js_string(def_get(def, "scale"), "type");
    ScaleKind kind = scale_kind_find(name);
    bool nested = encoding_has_nested_offset(unit->encoding, channel);
    bool is_good = kind != KIND_COUNT && kind_supports_channel(kind, channel, nested) &&
                   (!def->is_field || kind_supports_type(kind, def->type));
    if (!is_good)
        kind = default_kind(unit, channel, def);
    *is_explicit = name && !strcmp(name, scale_kind_name(kind));
    return kind;
}

// ---------- selections ----------

static bool lists_word(const json_t *list, const char *word) {
    const json_t *item;
    size_t i;
    json_array_foreach(list, i, item) if (js_equals(item, word)) return true;
    return false;
}

// Whether a parameter is an interval that pans and zooms the scale of a channel.
static bool param_binds(const json_t *param, const View *unit, Channel channel) {
    const json_t *select = json_object_get(param, "select");
    const json_t *type = json_is_string(select) ? select : json_object_get(select, "type");
    if (!js_equals(json_object_get(param, "bind"), "scales") || !js_equals(type, "interval"))
        return false;
    const json_t *views = json_object_get(param, "views");
    const char *name = js_string(unit->spec, "name");
    if (views && (!name || !lists_word(views, name)))
        return false;
    const json_t *encodings = json_object_get(select, "encodings");
    return !encodings || lists_word(encodings, channel_name(channel));
}

static bool binds_scale(const View *unit, const ScaleModel *model) {
    if (js_has(json_object_get(def_get(model->def, "scale"), "domain"), "param"))
        return true;
    if (!channel_is_xy(model->channel) || kind_is_discrete(model->kind))
        return false;
    for (const View *view = unit; view; view = view->parent) {
        const json_t *param;
        size_t i;
        json_array_foreach(json_object_get(view->spec, "params"), i,
                           param) if (param_binds(param, unit, model->channel)) return true;
    }
    return false;
}

// ---------- the tree ----------

static ScaleModel *new_model(View *view, Channel channel) {
    ScaleModel *model = arena_new0(view->chart->arena, ScaleModel);
    model->view = view;
    model->channel = channel;
    model->domain = NULL;
    return model;
}

static void parse_unit(View *unit) {
    for (Channel c = 0; c < CHANNEL_COUNT; c++) {
        const Def *def = channel_has_scale(c) ? def_scaled(unit->encoding->channel[c]) : NULL;
        if (!def_wants_scale(def))
            continue;
        ScaleModel *model = new_model(unit, c);
        model->kind = choose_kind(unit, c, def, &model->kind_explicit);
        model->def = def;
        model->is_bound = binds_scale(unit, model);
        unit->scales[c] = model;
    }
}

// False when the two cannot be one scale.
static bool merge_kind(ScaleModel *into, const ScaleModel *child) {
    into->is_bound |= child->is_bound;
    if (!kind_is_compatible(into->kind, child->kind))
        return false;
    bool child_wins = into->kind_explicit == child->kind_explicit
                          ? kind_precedence(child->kind) > kind_precedence(into->kind)
                          : child->kind_explicit;
    if (child_wins) {
        into->kind = child->kind;
        into->kind_explicit = child->kind_explicit;
    }
    return true;
}

static void merge_channel(View *view, Channel channel) {
    ScaleModel *merged = NULL;
    for (guint i = 0; i < view->child_count; i++) {
        ScaleModel *child = view->children[i]->scales[channel];
        if (!child || view_scale_resolve(view, channel) != RESOLVE_SHARED)
            continue;
        if (!merged) {
            merged = new_model(view, channel);
            merged->kind = child->kind;
            merged->kind_explicit = child->kind_explicit;
            merged->def = child->def;
            merged->is_bound = child->is_bound;
        } else if (!merge_kind(merged, child)) {
            view->scale_resolve[channel] = RESOLVE_INDEPENDENT;
        }
    }
    if (!merged || view_scale_resolve(view, channel) != RESOLVE_SHARED)
        return;
    view->scales[channel] = merged;
    for (guint i = 0; i < view->child_count; i++)
        if (view->children[i]->scales[channel])
            view->children[i]->scales[channel]->merged = merged;
}

void scale_parse_types(View *view) {
    if (view->kind == VIEW_UNIT) {
        parse_unit(view);
        return;
    }
    for (guint i = 0; i < view->child_count; i++)
        scale_parse_types(view->children[i]);
    for (Channel c = 0; c < CHANNEL_COUNT; c++)
        if (channel_has_scale(c))
            merge_channel(view, c);
}
