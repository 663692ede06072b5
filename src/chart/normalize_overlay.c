// Points and lines over lines and areas: "point" and "line" of a mark or of its configuration.
#include "chart/config.h"
#include "chart/normalize.h"
#include "chart/stack.h"

static const double REDUCED_OPACITY = 0.7;

typedef struct {
    Chart *chart;
    const char *type;
    json_t *mark, *encoding;
    bool by_config; // whether the configuration still asks for overlays
} Base;

// The properties of an overlay: an object, perhaps empty; NULL when there is none.
static json_t *overlay_of(const Base *base, const char *key, bool otherwise) {
    Chart *chart = base->chart;
    json_t *own = json_object_get(base->mark, key);
    json_t *empty = chart_own(chart, json_object());
    if (js_equals(own, "transparent"))
        return chart_own(chart, json_pack("{s:i}", "opacity", 0));
    if (own)
        return json_is_object(own) ? own : js_truthy(own) ? empty : NULL;
    json_t *config = base->by_config ? config_get(chart, base->type, key) : NULL;
    if (js_truthy(config) || otherwise)
        return json_is_object(config) ? config : empty;
    return NULL;
}

static void copy_keys(json_t *into, const json_t *from, const char *const *keys) {
    for (; *keys; keys++)
        if (js_has(from, *keys))
            json_object_set(into, *keys, json_object_get(from, *keys));
}

static json_t *base_layer(const Base *base) {
    json_t *mark = json_copy(base->mark);
    json_object_del(mark, "point");
    json_object_del(mark, "line");
    if (!strcmp(base->type, "area") && !mark_prop(base->chart, base->mark, "opacity", NULL) &&
        !mark_prop(base->chart, base->mark, "fillOpacity", NULL))
        json_object_set_new(mark, "opacity", json_real(REDUCED_OPACITY));
    json_t *encoding = json_copy(base->encoding);
    json_object_del(encoding, "shape");
    return json_pack("{s:o,s:o}", "mark", mark, "encoding", encoding);
}

// What is stacked below stays stacked above.
static json_t *overlay_encoding(const Base *base) {
    static const char *const OFFSETS[] = {
        [STACK_ZERO] = "zero", [STACK_NORMALIZE] = "normalize", [STACK_CENTER] = "center"};
    Chart *chart = base->chart;
    json_t *plain = chart_own(chart, js_with(base->encoding, "shape", NULL));
    const Encoding *read = encoding_read(chart, plain, mark_of(base->mark), true);
    const Stack *stack = stack_find(chart, mark_init(chart, base->mark, read), read);
    json_t *encoding = chart_own(chart, json_copy(base->encoding));
    if (stack) {
        const char *name = channel_name(stack->channel);
        json_object_set_new(
            encoding, name,
            js_with(json_object_get(encoding, name), "stack", json_string(OFFSETS[stack->offset])));
    }
    json_object_del(encoding, "x2");
    json_object_del(encoding, "y2");
    return encoding;
}

static json_t *line_layer(const Base *base, json_t *overlay, json_t *encoding) {
    static const char *const KEYS[] = {"clip", "interpolate", "tension", NULL};
    json_t *mark = json_pack("{s:s}", "type", "line");
    copy_keys(mark, base->mark, KEYS);
    json_object_update(mark, overlay);
    return json_pack("{s:o,s:O}", "mark", mark, "encoding", encoding);
}

static json_t *point_layer(const Base *base, json_t *overlay, json_t *encoding) {
    static const char *const KEYS[] = {"clip", NULL};
    json_t *mark = json_pack("{s:s,s:i,s:b}", "type", "point", "opacity", 1, "filled", 1);
    copy_keys(mark, base->mark, KEYS);
    json_object_update(mark, overlay);
    return json_pack("{s:o,s:O}", "mark", mark, "encoding", encoding);
}

static bool may_have_overlays(const char *type) {
    return !strcmp(type, "line") || !strcmp(type, "area") || !strcmp(type, "rule") ||
           !strcmp(type, "trail");
}

json_t *normalize_overlay(Chart *chart, json_t *spec, const Inherited *from) {
    json_t *mark = mark_object(chart, json_object_get(spec, "mark"));
    json_t *encoding = json_object_get(spec, "encoding");
    Base base = {chart, mark_type_name(mark), mark, encoding, !from->overlay_done};
    if (!may_have_overlays(base.type))
        return NULL;
    json_t *points = overlay_of(&base, "point", js_has(encoding, "shape"));
    json_t *line = strcmp(base.type, "area") ? NULL : overlay_of(&base, "line", false);
    if (!points && !line)
        return NULL;
    base.encoding = typed_encoding(chart, encoding);
    json_t *layers = json_pack("[o]", base_layer(&base)), *above = overlay_encoding(&base);
    if (line)
        json_array_append_new(layers, line_layer(&base, line, above));
    if (points)
        json_array_append_new(layers, point_layer(&base, points, above));
    json_t *outer = chart_own(chart, js_with(spec, "layer", layers));
    json_object_del(outer, "mark");
    json_object_del(outer, "encoding");
    Inherited inner = *from;
    inner.overlay_done = true;
    return normalize_view(chart, outer, &inner);
}
