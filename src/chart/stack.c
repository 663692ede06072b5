// Decides stacking by Vega-Lite's rules: bars, areas and arcs stack by themselves along their
// measure when a further field parts them; "stack" of the field asks for it or forbids it.
#include "chart/stack.h"

static bool is_quantity(const Def *def) {
    return def && def->is_field && def->type == TYPE_QUANTITATIVE && !def->binning && !def->binned;
}

static bool is_stackable(Mark mark) {
    return mark != MARK_RECT && mark != MARK_TRAIL;
}

static bool is_bar_or_area(Mark mark) {
    return mark == MARK_BAR || mark == MARK_AREA;
}

static bool has_orient(const json_t *mark_def, const char *orient) {
    return !g_strcmp0(mark_orient(mark_def), orient);
}

typedef struct {
    const json_t *mark_def;
    const Encoding *encoding;
    Channel x, y; // x and y, or theta and radius
} Pair;

static Channel pick_of_two(const Pair *p, const Def *x, const Def *y) {
    if (js_truthy(def_get(x, "stack")))
        return p->x;
    if (js_truthy(def_get(y, "stack")))
        return p->y;
    if (!x->aggregate != !y->aggregate)
        return x->aggregate ? p->x : p->y;
    if (p->x != CHANNEL_X || !is_bar_or_area(mark_of(p->mark_def)))
        return CHANNEL_NONE;
    if (has_orient(p->mark_def, "vertical"))
        return p->y;
    return has_orient(p->mark_def, "horizontal") ? p->x : CHANNEL_NONE;
}

static Channel stacked_channel(const Pair *p) {
    const Def *x = p->encoding->channel[p->x], *y = p->encoding->channel[p->y];
    bool is_bar = p->x == CHANNEL_X && is_bar_or_area(mark_of(p->mark_def));
    bool both_fields = x && y && x->is_field && y->is_field;
    if (both_fields && is_quantity(x) && is_quantity(y))
        return pick_of_two(p, x, y);
    if (is_quantity(x))
        return !both_fields && is_bar && has_orient(p->mark_def, "vertical") ? CHANNEL_NONE : p->x;
    if (is_quantity(y))
        return !both_fields && is_bar && has_orient(p->mark_def, "horizontal") ? CHANNEL_NONE
                                                                               : p->y;
    return CHANNEL_NONE;
}

static Channel dimension_channel(Channel channel) {
    switch ((int)channel) {
    case CHANNEL_X:
        return CHANNEL_Y;
    case CHANNEL_Y:
        return CHANNEL_X;
    case CHANNEL_THETA:
        return CHANNEL_RADIUS;
    default:
        return CHANNEL_THETA;
    }
}

static bool has_dimension(const Stack *stack, const char *name) {
    for (guint i = 0; i < stack->dimension_count; i++)
        if (!strcmp(stack->dimensions[i]->name, name))
            return true;
    return false;
}

static void add_dimension(Stack *stack, const Encoding *encoding, Channel channel,
                          const Def *stacked) {
    const Def *def = encoding->channel[channel];
    if (!def || !def->is_field || (stacked->is_field && !strcmp(def->name, stacked->name)))
        return;
    stack->dimension_channels[stack->dimension_count] = channel;
    stack->dimensions[stack->dimension_count++] = def;
}

static bool parts_stack(Channel channel) {
    return channel >= CHANNEL_COLOR && channel < CHANNEL_ROW;
}

typedef struct {
    const Stack *stack;
    GPtrArray *by;
} StackBy;

static void add_stack_by(void *data, const Def *field, Channel channel) {
    StackBy *s = data;
    if (parts_stack(channel) && !field->aggregate && !has_dimension(s->stack, field->name))
        g_ptr_array_add(s->by, (gpointer)field);
}

static void find_stack_by(Chart *chart, Stack *stack, const Encoding *encoding) {
    StackBy s = {stack, g_ptr_array_new()};
    encoding_each_field(encoding, add_stack_by, &s);
    stack->by_count = s.by->len;
    stack->by = chart_keep(chart, s.by->pdata, s.by->len * sizeof(gpointer));
    g_ptr_array_free(s.by, TRUE);
}

// False when the field or the mark says that nothing is stacked.
static bool find_offset(const Def *stacked, Mark mark, StackOffset *offset) {
    const json_t *stack = def_get(stacked, "stack");
    *offset = STACK_ZERO;
    if (!stack)
        return mark == MARK_BAR || mark == MARK_AREA || mark == MARK_ARC;
    if (js_equals(stack, "normalize"))
        *offset = STACK_NORMALIZE;
    else if (js_equals(stack, "center"))
        *offset = STACK_CENTER;
    else
        return json_is_true(stack) || js_equals(stack, "zero");
    return true;
}

static bool is_measured_by_offset(const Encoding *encoding, const Stack *stack) {
    if (def_get(encoding->channel[stack->channel], "stack"))
        return false;
    if (stack->channel == CHANNEL_X)
        return !encoding->channel[CHANNEL_Y] && encoding_has_measured_offset(encoding, CHANNEL_Y);
    return stack->channel == CHANNEL_Y && !encoding->channel[CHANNEL_X] &&
           encoding_has_measured_offset(encoding, CHANNEL_X);
}

const Stack *stack_find(Chart *chart, const json_t *mark_def, const Encoding *encoding) {
    Mark mark = mark_of(mark_def);
    if (!is_stackable(mark))
        return NULL;
    Channel channel = stacked_channel(&(Pair){mark_def, encoding, CHANNEL_X, CHANNEL_Y});
    if (channel == CHANNEL_NONE)
        channel = stacked_channel(&(Pair){mark_def, encoding, CHANNEL_THETA, CHANNEL_RADIUS});
    if (channel == CHANNEL_NONE)
        return NULL;
    const Def *stacked = encoding->channel[channel];
    Stack *stack = arena_new0(chart->arena, Stack);
    stack->channel = channel;
    if (is_measured_by_offset(encoding, stack))
        return NULL;
    Channel dimension = dimension_channel(channel);
    add_dimension(stack, encoding, dimension, stacked);
    add_dimension(stack, encoding, dimension == CHANNEL_X ? CHANNEL_X_OFFSET : CHANNEL_Y_OFFSET,
                  stacked);
    find_stack_by(chart, stack, encoding);
    if (!find_offset(stacked, mark, &stack->offset))
        return NULL;
    if (encoding_is_aggregate(encoding) && stack->by_count == 0)
        return NULL;
    if (def_is_field_or_datum(encoding->channel[channel_secondary(channel)]))
        return NULL;
    stack->impute = mark_is_path(mark) && !json_is_null(def_get(stacked, "impute"));
    return stack;
}
