// Box plots: five layers over quartiles, and outliers over the rows
// (https://vega.github.io/vega-lite/docs/boxplot.html).
#include "chart/composite.h"
#include "chart/config.h"
#include "chart/mark.h"

typedef struct {
    Composite c;
    bool is_min_max;          // whiskers reach the extremes
    double extent;            // else so many times the height of the box
    json_t *size;             // of box and median; or NULL
    json_t *plain;            // the shared encoding without colour and size
    json_t *whiskers, *boxes; // layers
} Boxplot;

static bool read_extent(Boxplot *b) {
    const json_t *extent = json_object_get(b->c.mark, "extent");
    if (!extent)
        extent = config_get(b->c.chart, "boxplot", "extent");
    b->is_min_max = js_equals(extent, "min-max");
    if (!b->is_min_max && !json_is_number(extent)) {
        chart_error(b->c.chart, extent, DIAG_WRONG_VALUE, NULL,
                    "the extent of a boxplot is \"min-max\" or a number");
        return false;
    }
    b->extent = json_is_number(extent) ? json_number_value(extent) : 0;
    return true;
}

// ---------- layers ----------

static json_t *with_invalid(const Boxplot *b, json_t *mark) {
    json_t *invalid = json_object_get(b->c.mark, "invalid");
    if (invalid)
        json_object_set(mark, "invalid", invalid);
    return mark;
}

static json_t *sized(const Boxplot *b, json_t *mark) {
    if (js_truthy(b->size))
        json_object_set(mark, "size", b->size);
    return with_invalid(b, mark);
}

static const char *tick_orient(const Boxplot *b) {
    return b->c.vertical ? "horizontal" : "vertical";
}

static void add_whiskers(Boxplot *b) {
    const Composite *c = &b->c;
    static const struct {
        const char *from, *to;
    } RULES[] = {{"lower_whisker", "lower_box"}, {"upper_box", "upper_whisker"}};
    static const char *const ENDS[] = {"lower_whisker", "upper_whisker"};
    for (guint i = 0; i < G_N_ELEMENTS(RULES); i++) {
        CompositePart part = {"rule", with_invalid(b, json_pack("{s:s}", "type", "rule")),
                              RULES[i].from, RULES[i].to, b->plain};
        composite_part(c, b->whiskers, &part);
    }
    for (guint i = 0; i < G_N_ELEMENTS(ENDS); i++) {
        json_t *mark = json_pack("{s:s,s:s,s:i,s:s}", "type", "tick", "color", "black", "opacity",
                                 1, "orient", tick_orient(b));
        CompositePart part = {"ticks", with_invalid(b, mark), ENDS[i], NULL, b->plain};
        composite_part(c, b->whiskers, &part);
    }
}

static void add_box(Boxplot *b) {
    json_t *mark =
        json_pack("{s:s,s:s}", "type", "bar", "orient", b->c.vertical ? "vertical" : "horizontal");
    CompositePart part = {"box", sized(b, mark), "lower_box", "upper_box", b->c.shared};
    composite_part(&b->c, b->boxes, &part);
}

// The median of a box without height has the colour of the box.
static json_t *median_color(const Boxplot *b) {
    Chart *chart = b->c.chart;
    json_t *color = json_object_get(b->c.shared, "color");
    json_t *condition = color ? json_copy(color) : json_object();
    if (!color) {
        const json_t *box = config_get(chart, "boxplot", "box");
        json_t *value = json_is_object(box) ? json_object_get(box, "color")
                                            : config_get(chart, "mark", "color");
        if (js_truthy(value))
            json_object_set(condition, "value", value);
        else
            json_object_set_new(condition, "value", json_string("#4c78a8"));
    }
    const char *test =
        arena_printf(chart->arena, "%s >= %s", composite_datum(chart, "lower_box_", b->c.field),
                     composite_datum(chart, "upper_box_", b->c.field));
    json_object_set_new(condition, "test", json_string(test));
    return json_pack("{s:o}", "condition", condition);
}

static void add_median(Boxplot *b) {
    Chart *chart = b->c.chart;
    json_t *mark = json_pack("{s:s,s:s}", "type", "tick", "orient", tick_orient(b));
    json_t *color = json_object_get(config_get(chart, "boxplot", "median"), "color");
    if (js_truthy(color))
        json_object_set(mark, "color", color);
    json_t *encoding = chart_own(chart, json_copy(b->plain));
    json_t *size = json_object_get(b->c.shared, "size");
    if (size)
        json_object_set(encoding, "size", size);
    json_object_set_new(encoding, "color", median_color(b));
    CompositePart part = {"median", sized(b, mark), "mid_box", NULL, encoding};
    composite_part(&b->c, b->boxes, &part);
}

// ---------- transforms ----------

static void add_quartiles(const Boxplot *b, json_t *list) {
    json_array_append_new(list, composite_aggregate(&b->c, "q1", "lower_box_"));
    json_array_append_new(list, composite_aggregate(&b->c, "q3", "upper_box_"));
}

static json_t *box_transforms(const Boxplot *b) {
    const Composite *c = &b->c;
    json_t *list = json_array();
    json_array_extend(list, c->aggregate);
    add_quartiles(b, list);
    json_array_append_new(list, composite_aggregate(c, "median", "mid_box_"));
    json_array_append_new(list,
                          composite_aggregate(c, "min", b->is_min_max ? "lower_whisker_" : "min_"));
    json_array_append_new(list,
                          composite_aggregate(c, "max", b->is_min_max ? "upper_whisker_" : "max_"));
    json_t *transforms = json_copy(c->prepare);
    json_array_append_new(transforms,
                          json_pack("{s:o,s:O}", "aggregate", list, "groupby", c->groupby));
    return transforms;
}

typedef struct {
    const char *field, *low, *high; // expressions
} Fences;

static Fences fences(const Boxplot *b) {
    Chart *chart = b->c.chart;
    const char *low = composite_datum(chart, "lower_box_", b->c.field);
    const char *high = composite_datum(chart, "upper_box_", b->c.field);
    char extent[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_dtostr(extent, sizeof extent, b->extent);
    return (Fences){composite_datum(chart, "", b->c.field),
                    arena_printf(chart->arena, "%s - %s * (%s - %s)", low, extent, high, low),
                    arena_printf(chart->arena, "%s + %s * (%s - %s)", high, extent, high, low)};
}

static json_t *outliers(const Boxplot *b, const Fences *f) {
    const Composite *c = &b->c;
    json_t *mark = composite_mark(c, "outliers", json_pack("{s:s}", "type", "point"));
    if (!mark)
        return NULL;
    json_t *encoding = json_object();
    json_object_set_new(encoding, c->axis, composite_axis_def(c, c->field));
    json_object_update(encoding, b->plain);
    if (js_has(c->shared, "color"))
        json_object_set(encoding, "color", json_object_get(c->shared, "color"));
    const char *test = arena_printf(c->chart->arena, "(%s < %s) || (%s > %s)", f->field, f->low,
                                    f->field, f->high);
    return json_pack("{s:[{s:s}],s:O,s:o}", "transform", "filter", test, "mark", mark, "encoding",
                     encoding);
}

// The whiskers reach the last rows inside the fences.
static json_t *whisker_layer(const Boxplot *b, const Fences *f) {
    const Composite *c = &b->c;
    const char *test = arena_printf(c->chart->arena, "(%s <= %s) && (%s <= %s)", f->low, f->field,
                                    f->field, f->high);
    json_t *list = json_array();
    json_array_append_new(list, composite_aggregate(c, "min", "lower_whisker_"));
    json_array_append_new(list, composite_aggregate(c, "max", "upper_whisker_"));
    static const char *const KEPT[][2] = {{"min", "lower_box_"}, {"max", "upper_box_"}};
    for (guint i = 0; i < G_N_ELEMENTS(KEPT); i++) {
        g_autofree char *field = g_strconcat(KEPT[i][1], c->field, NULL);
        json_array_append_new(list,
                              json_pack("{s:s,s:s,s:s}", "op", KEPT[i][0], "field", field, "as",
                                        composite_name(c->chart, KEPT[i][1], c->field)));
    }
    json_array_extend(list, c->aggregate);
    return json_pack("{s:[{s:s},{s:o,s:O}],s:O}", "transform", "filter", test, "aggregate", list,
                     "groupby", c->groupby, "layer", b->whiskers);
}

static json_t *row_layer(const Boxplot *b) {
    const Composite *c = &b->c;
    Fences f = fences(b);
    json_t *quartiles = json_array();
    add_quartiles(b, quartiles);
    json_t *transforms = json_copy(c->prepare);
    json_array_append_new(
        transforms, json_pack("{s:o,s:O}", "joinaggregate", quartiles, "groupby", c->groupby));
    json_t *whiskers = whisker_layer(b, &f), *points = outliers(b, &f);
    if (points)
        return json_pack("{s:o,s:[o,o]}", "transform", transforms, "layer", points, whiskers);
    json_array_extend(transforms, json_object_get(whiskers, "transform"));
    json_object_set_new(whiskers, "transform", transforms);
    return whiskers;
}

// ---------- the whole ----------

static json_t *assemble(Boxplot *b) {
    const Composite *c = &b->c;
    json_t *outer = composite_outer(c), *transforms = box_transforms(b);
    json_t *given = json_object_get(c->spec, "transform");
    if (b->is_min_max) {
        json_t *all = json_array();
        json_array_extend(all, given);
        json_array_extend(all, transforms);
        json_decref(transforms);
        json_object_set_new(outer, "transform", all);
        json_t *layers = json_copy(b->whiskers);
        json_array_extend(layers, b->boxes);
        json_object_set_new(outer, "layer", layers);
        return outer;
    }
    if (given)
        json_object_set(outer, "transform", given);
    json_object_set_new(
        outer, "layer",
        json_pack("[o,{s:o,s:O}]", row_layer(b), "transform", transforms, "layer", b->boxes));
    return outer;
}

json_t *normalize_boxplot(Chart *chart, json_t *spec, const Inherited *from) {
    Boxplot b = {0};
    if (!composite_begin(&b.c, chart, spec) || !read_extent(&b) || !composite_orient(&b.c, NULL))
        return NULL;
    // A tooltip does not part the boxes: its single rows mean nothing here, its sums change
    // nothing.
    const char *const without[] = {b.c.axis, "tooltip", NULL};
    composite_extract(&b.c, without);
    b.size = mark_prop(chart, b.c.mark, "size", NULL);
    b.plain = chart_own(chart, json_copy(b.c.shared));
    json_object_del(b.plain, "color");
    json_object_del(b.plain, "size");
    b.whiskers = chart_own(chart, json_array());
    b.boxes = chart_own(chart, json_array());
    add_whiskers(&b);
    add_box(&b);
    add_median(&b);
    json_t *layered = chart_own(chart, assemble(&b));
    return normalize_view(chart, layered, from);
}
