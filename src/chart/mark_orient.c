// Whether a mark stands or lies: by its ranges, else by the side that is measured, else by time
// (Vega-Lite's src/compile/mark/init.ts).
#include "chart/mark_orient.h"

typedef struct {
    Mark mark;
    const Encoding *encoding;
    const Def *x, *y, *x2, *y2;
    const char *specified;
} Orient;

static bool is_field(const Def *def) {
    return def && def->is_field;
}
static bool is_binned(const Def *def) {
    return is_field(def) && def->binned;
}

// x and y without each other's offset: the offset makes the measure.
static const char *offset_orient(const Orient *o) {
    if (!o->y && encoding_has_measured_offset(o->encoding, CHANNEL_Y))
        return o->specified ? o->specified : "vertical";
    if (!o->x && encoding_has_measured_offset(o->encoding, CHANNEL_X))
        return o->specified ? o->specified : "horizontal";
    return NULL;
}

static bool is_raw_quantity(const Def *def) {
    return (is_field(def) && def->type == TYPE_QUANTITATIVE && !def->binning) ||
           (def && def->is_datum && json_is_number(def_get(def, "datum")));
}

static const char *ranged_bar_orient(const Orient *o) {
    if (o->specified)
        return o->specified;
    if (!o->x2)
        return is_raw_quantity(o->x) && is_binned(o->y) ? "horizontal" : "vertical";
    if (!o->y2)
        return is_raw_quantity(o->y) && is_binned(o->x) ? "vertical" : "horizontal";
    return NULL;
}

static const char *bar_only_orient(const Orient *o) {
    const char *by_offset = offset_orient(o);
    if (by_offset)
        return by_offset;
    bool x_aggregate = is_field(o->x) && o->x->aggregate;
    bool y_aggregate = is_field(o->y) && o->y->aggregate;
    if (is_field(o->x) && (o->x->binned || (y_aggregate && !x_aggregate)))
        return "vertical";
    if (is_field(o->y) && (o->y->binned || (x_aggregate && !y_aggregate)))
        return "horizontal";
    return o->x2 || o->y2 ? ranged_bar_orient(o) : NULL;
}

static const char *range_orient(const Orient *o) {
    const char *by_offset = offset_orient(o);
    if (by_offset)
        return by_offset;
    if (o->y2)
        return is_binned(o->y) ? "horizontal" : "vertical";
    if (o->x2)
        return is_binned(o->x) ? "vertical" : "horizontal";
    if (o->mark == MARK_RULE && o->x && !o->y)
        return "vertical";
    if (o->mark == MARK_RULE && o->y && !o->x)
        return "horizontal";
    return NULL;
}

static const char *measure_orient(const Orient *o) {
    bool is_tick = o->mark == MARK_TICK;
    bool x = def_is_measure(o->x), y = def_is_measure(o->y);
    if (o->specified)
        return o->specified;
    if (x && !y)
        return is_tick ? "vertical" : "horizontal";
    if (!x && y)
        return is_tick ? "horizontal" : "vertical";
    if (x && y)
        return "vertical";
    bool x_time = is_field(o->x) && o->x->type == TYPE_TEMPORAL;
    bool y_time = is_field(o->y) && o->y->type == TYPE_TEMPORAL;
    if (x_time != y_time)
        return x_time ? "vertical" : "horizontal";
    return NULL;
}

// ---------- marks ----------

static const char *area_orient(const Orient *o) {
    const char *found = range_orient(o);
    return found ? found : measure_orient(o);
}

static const char *rule_orient(const Orient *o) {
    bool has_ranges = o->x2 && !is_binned(o->x) && o->y2 && !is_binned(o->y);
    return has_ranges ? NULL : area_orient(o);
}

static const char *bar_orient(const Orient *o) {
    const char *found = bar_only_orient(o);
    return found ? found : rule_orient(o);
}

static const char *upright(const Orient *o) {
    (void)o;
    return "vertical";
}

// Marks without a row have no orientation.
static const char *(*const ORIENTS[MARK_COUNT + 1])(const Orient *o) = {
    [MARK_ARC] = upright,         [MARK_AREA] = area_orient, [MARK_BAR] = bar_orient,
    [MARK_LINE] = measure_orient, [MARK_RULE] = rule_orient, [MARK_TEXT] = bar_orient,
    [MARK_TICK] = measure_orient, [MARK_TRAIL] = upright,    [MARK_COUNT] = upright,
};

const char *mark_find_orient(Mark mark, const Encoding *encoding, const char *specified) {
    const Orient o = {mark,
                      encoding,
                      encoding->channel[CHANNEL_X],
                      encoding->channel[CHANNEL_Y],
                      encoding->channel[CHANNEL_X2],
                      encoding->channel[CHANNEL_Y2],
                      specified};
    return ORIENTS[mark] ? ORIENTS[mark](&o) : NULL;
}
