// Domains as parts: where the values of a scale come from, before data is looked at. A scale that
// several views share has the parts of all of them, or only those that a specification states.
#include "chart/config.h"
#include "chart/scale_prop.h"
#include "chart/selection.h"

#include <math.h>

typedef struct {
    GPtrArray *parts; // of DomainPart *
    bool is_explicit;
} Parts;

static DomainPart *add_part(View *view, Parts *parts, DomainPartKind kind, const Def *def) {
    DomainPart *part = arena_new0(view->chart->arena, DomainPart);
    part->kind = kind;
    part->view = view;
    part->def = def;
    part->stage = DATA_SCALE;
    g_ptr_array_add(parts->parts, part);
    return part;
}

static void add_values(View *view, Parts *parts, const Def *def, json_t *values) {
    add_part(view, parts, DOMAIN_VALUES, def)->values = values;
}

static DomainPart *add_column(View *view, Parts *parts, const Def *def, const char *column) {
    DomainPart *part = add_part(view, parts, DOMAIN_DATA, def);
    part->column = column;
    return part;
}

// ---------- sorting ----------

static bool is_stack_dimension(const Stack *stack, const char *field) {
    for (guint i = 0; i < stack->dimension_count; i++)
        if (!strcmp(stack->dimensions[i]->name, field))
            return true;
    for (guint i = 0; i < stack->by_count; i++)
        if (!g_strcmp0(stack->by[i]->field, field))
            return true;
    return false;
}

static int default_sort_op(const View *unit, const char *field) {
    bool is_stacked = unit->stack && field && !is_stack_dimension(unit->stack, field);
    return aggregate_find(is_stacked ? "sum" : "min");
}

static DomainSort field_sort(View *unit, const char *op, const char *field, const char *order) {
    return (DomainSort){.kind = SORT_FIELD,
                        .descending = !g_strcmp0(order, "descending"),
                        .op = op ? aggregate_find(op) : default_sort_op(unit, field),
                        .field = op && !strcmp(op, "count") ? NULL : field};
}

// Sorted by what another channel shows.
static DomainSort channel_sort(View *unit, const char *name, const char *order) {
    Channel channel = channel_find(name);
    const Def *def = encoding_field(unit->encoding, channel);
    if (!def)
        return (DomainSort){.kind = SORT_NATURAL};
    if (def->arg != ARG_NONE)
        return field_sort(unit, NULL, def->name, order);
    return field_sort(unit, def->aggregate, def->field, order);
}

static bool is_channel_name(const char *word) {
    return channel_find(word[0] == '-' ? word + 1 : word) != CHANNEL_NONE;
}

static DomainSort word_sort(View *unit, const char *word) {
    if (is_channel_name(word)) {
        bool is_descending = word[0] == '-';
        return channel_sort(unit, word + is_descending, is_descending ? "descending" : NULL);
    }
    return (DomainSort){.kind = SORT_NATURAL, .descending = !strcmp(word, "descending")};
}

static DomainSort read_sort(View *unit, json_t *sort) {
    if (json_is_array(sort))
        return (DomainSort){.kind = SORT_LIST, .list = sort};
    if (json_is_string(sort))
        return word_sort(unit, json_string_value(sort));
    if (js_has(sort, "field") || js_equals(json_object_get(sort, "op"), "count"))
        return field_sort(unit, js_string(sort, "op"), js_string(sort, "field"),
                          js_string(sort, "order"));
    if (js_string(sort, "encoding"))
        return channel_sort(unit, js_string(sort, "encoding"), js_string(sort, "order"));
    return (DomainSort){.kind = sort && json_is_null(sort) ? SORT_NONE : SORT_NATURAL};
}

static DomainSort find_sort(View *unit, const Def *def) {
    json_t *written = def_get(def, "sort");
    DomainSort sort = read_sort(unit, written);
    sort.at = written;
    return sort;
}

// ---------- one channel ----------

typedef struct {
    View *unit;
    Channel channel; // may be x2 or y2
    const Def *def;
    ScaleKind kind;
    json_t *domain;
} Request;

static void add_stacked(const Request *r, Parts *parts) {
    Chart *chart = r->unit->chart;
    if (r->unit->stack->offset == STACK_NORMALIZE) {
        add_values(r->unit, parts, NULL, chart_own(chart, json_pack("[i,i]", 0, 1)));
        return;
    }
    add_column(r->unit, parts, r->def, def_column(chart, r->def, "start"));
    add_column(r->unit, parts, r->def, def_column(chart, r->def, "end"));
}

static const Bin *bin_of(const View *unit, const Def *def) {
    return g_hash_table_lookup(unit->data.bins, def->name);
}

static void add_binned(const Request *r, Parts *parts) {
    Chart *chart = r->unit->chart;
    if (!kind_is_discrete(r->kind)) {
        add_part(r->unit, parts, DOMAIN_BINS, r->def)->bin = bin_of(r->unit, r->def);
        return;
    }
    if (r->kind == KIND_BIN_ORDINAL)
        return; // the boundaries are the domain
    bool has_range = def_needs_range(r->def, r->channel);
    DomainPart *part = add_column(r->unit, parts, r->def,
                                  has_range ? def_column(chart, r->def, "range") : r->def->name);
    part->sort = find_sort(r->unit, r->def);
    if (part->sort.kind == SORT_FIELD)
        part->stage = DATA_RAW;
    else if (part->sort.kind != SORT_LIST)
        part->sort = (DomainSort){.kind = SORT_FIELD,
                                  .op = aggregate_find("min"),
                                  .field = r->def->name,
                                  .descending = part->sort.descending};
}

// A rect on a time unit: its band may begin before the unit's start.
static void add_unit_band(const Request *r, Parts *parts) {
    Chart *chart = r->unit->chart;
    double position = band_position(chart, r->def, NULL, r->unit->mark_def);
    bool is_shifted = mark_is_rect(r->unit->mark) && position != 0.5 && channel_is_xy(r->channel);
    add_column(r->unit, parts, r->def,
               is_shifted ? def_column(chart, r->def, "offsetted_rect_start") : r->def->name);
    add_column(r->unit, parts, r->def,
               def_column(chart, r->def, is_shifted ? "offsetted_rect_end" : "end"));
}

static void add_unaggregated(const Request *r, Parts *parts) {
    Chart *chart = r->unit->chart;
    add_column(r->unit, parts, r->def, arena_printf(chart->arena, "min_%s", r->def->base));
    add_column(r->unit, parts, r->def, arena_printf(chart->arena, "max_%s", r->def->base));
}

static void add_field(const Request *r, Parts *parts) {
    DomainPart *part = add_column(r->unit, parts, r->def, r->def->name);
    if (!kind_is_discrete(r->kind) || channel_is_secondary(r->channel))
        return;
    part->sort = find_sort(r->unit, r->def);
    if (part->sort.kind == SORT_FIELD)
        part->stage = DATA_RAW;
}

static bool has_unit_band(const Request *r) {
    Channel secondary = channel_secondary(r->channel);
    const Def *def2 = secondary == CHANNEL_NONE ? NULL : r->unit->encoding->channel[secondary];
    return r->def->has_unit && kind_is_time(r->kind) &&
           has_band_end(r->unit->chart, r->def, def2, r->unit->mark_def);
}

static void add_default(const Request *r, Parts *parts) {
    const Stack *stack = r->unit->stack;
    if (stack && r->channel == stack->channel)
        add_stacked(r, parts);
    else if (r->def->is_datum)
        add_values(r->unit, parts, r->def,
                   chart_own(r->unit->chart, json_pack("[O]", def_get(r->def, "datum"))));
    else if (js_equals(r->domain, "unaggregated"))
        add_unaggregated(r, parts);
    else if (r->def->binning)
        add_binned(r, parts);
    else if (has_unit_band(r))
        add_unit_band(r, parts);
    else
        add_field(r, parts);
}

static Parts request_parts(const Request *r) {
    Parts parts = {g_ptr_array_new(), false};
    json_t *with = json_object_get(r->domain, "unionWith");
    if (json_is_array(r->domain)) {
        parts.is_explicit = true;
        add_values(r->unit, &parts, r->def, r->domain);
    } else if (json_is_array(with)) {
        parts.is_explicit = true;
        add_values(r->unit, &parts, r->def, with);
        add_default(r, &parts);
    } else {
        add_default(r, &parts);
    }
    return parts;
}

// ---------- merging ----------

static bool same_part(const DomainPart *a, const DomainPart *b) {
    if (a->kind != b->kind || a->stage != b->stage)
        return false;
    return a->view == b->view && !g_strcmp0(a->column, b->column) &&
           (a->values == b->values || json_equal(a->values, b->values)) && a->bin == b->bin;
}

static bool same_parts(const Parts *a, const Parts *b) {
    if (a->parts->len != b->parts->len)
        return false;
    for (guint i = 0; i < a->parts->len; i++)
        if (!same_part(a->parts->pdata[i], b->parts->pdata[i]))
            return false;
    return true;
}

// Takes b over. What a specification states wins; equals are joined.
static void merge_parts(Parts *a, Parts b) {
    if (!a->parts) {
        *a = b;
        return;
    }
    if (b.is_explicit && !a->is_explicit) {
        GPtrArray *old = a->parts;
        *a = b;
        b.parts = old;
    } else if (a->is_explicit == b.is_explicit && !same_parts(a, &b)) {
        g_ptr_array_extend(a->parts, b.parts, NULL, NULL);
    }
    g_ptr_array_unref(b.parts);
}

static bool can_unaggregate(const Def *def) {
    static const char *const OPS[] = {"mean", "average", "median", "q1", "q3", "min", "max"};
    for (guint i = 0; def->aggregate && i < G_N_ELEMENTS(OPS); i++)
        if (!strcmp(OPS[i], def->aggregate))
            return true;
    return false;
}

static json_t *wanted_domain(View *unit, const Def *def, ScaleKind kind) {
    json_t *domain = json_object_get(def_get(def, "scale"), "domain");
    bool wants =
        js_equals(domain, "unaggregated") ||
        (!domain && json_is_true(config_get(unit->chart, "scale", "useUnaggregatedDomain")));
    if (!wants)
        return domain;
    bool can = def->is_field && can_unaggregate(def) && kind != KIND_LOG;
    return can ? chart_own(unit->chart, json_string("unaggregated")) : NULL;
}

// What a selection makes of the domain from the start.
static void take_selection(View *unit, ScaleModel *model, const json_t *domain) {
    const Value *values = NULL;
    guint count = 0;
    if (js_has(domain, "param"))
        values = selection_extent(unit->chart, domain, &count);
    else if (model->is_bound)
        values = selection_bound_domain(unit, model->channel, &count);
    if (!count)
        return;
    model->raw_domain = values;
    model->raw_count = count;
}

static void parse_unit_channel(View *unit, Channel channel) {
    ScaleModel *model = unit->scales[channel];
    const Def *def = def_scaled(unit->encoding->channel[channel]);
    json_t *domain = wanted_domain(unit, def, model->kind);
    Parts parts = {NULL, false};
    Request request = {unit, channel, def, model->kind, domain};
    merge_parts(&parts, request_parts(&request));
    Channel secondary = channel_is_xy(channel) ? channel_secondary(channel) : CHANNEL_NONE;
    const Def *def2 =
        secondary == CHANNEL_NONE ? NULL : def_scaled(unit->encoding->channel[secondary]);
    if (def2) {
        request.channel = secondary;
        request.def = def2;
        merge_parts(&parts, request_parts(&request));
    }
    model->domain = parts.parts;
    model->domain_explicit = parts.is_explicit;
    take_selection(unit, model, domain);
    if (def->is_field && def->binning)
        model->bins = bin_of(unit, def);
    else if (def->is_field && def->binned && js_has(def->bin, "step"))
        model->binned_step = js_number(def->bin, "step", 0);
}

static void merge_children(View *view, Channel channel) {
    ScaleModel *model = view->scales[channel];
    Parts parts = {NULL, false};
    for (guint i = 0; i < view->child_count; i++) {
        const ScaleModel *child = view->children[i]->scales[channel];
        if (!child)
            continue;
        merge_parts(&parts,
                    (Parts){g_ptr_array_copy(child->domain, NULL, NULL), child->domain_explicit});
        if (!model->bins)
            model->bins = child->bins;
        if (model->binned_step <= 0)
            model->binned_step = child->binned_step;
        if (!model->raw_domain) {
            model->raw_domain = child->raw_domain;
            model->raw_count = child->raw_count;
        }
    }
    model->domain = parts.parts;
    model->domain_explicit = parts.is_explicit;
}

void scale_parse_domains(View *view) {
    scale_each(view, parse_unit_channel, merge_children);
}
