// Builds and evaluates references.
#include "chart/ref.h"
#include "chart/data.h"

#include <math.h>

Ref ref_value(Value value) {
    return (Ref){.kind = REF_VALUE, .value = value, .mult = 1};
}

Ref ref_number_value(double number) {
    return ref_value(value_number(number));
}

Ref ref_field(const ScaleModel *scale, const char *column) {
    return (Ref){.kind = REF_FIELD, .scale = scale, .column = column, .mult = 1};
}

static Ref ref_expression(Chart *chart, json_t *json) {
    const json_t *text = json_object_get(json, "expr");
    Expression *expression =
        expression_parse(&chart->expression, json_string_value(text), chart_node(chart, text));
    if (!expression)
        return ref_none();
    return (Ref){.kind = REF_EXPRESSION, .expression = expression, .mult = 1};
}

Ref ref_json(Chart *chart, json_t *json) {
    if (js_string(json, "expr"))
        return ref_expression(chart, json);
    Ref ref = ref_value(value_from_json(json));
    ref.json = json;
    return ref;
}

// ---------- properties ----------

void property_add(Chart *chart, Property *property, Rule rule) {
    Rule *rules = arena_array(chart->arena, Rule, property->count + 1);
    if (property->count)
        memcpy(rules, property->rules, property->count * sizeof(Rule));
    rules[property->count++] = rule;
    property->rules = rules;
}

Property property_single(Chart *chart, Ref ref) {
    Property property = {0, NULL};
    if (ref.kind != REF_NONE)
        property_add(chart, &property, (Rule){.ref = ref});
    return property;
}

static void bind_ref(Chart *chart, Ref *ref, const Table *table) {
    Arena *arena = chart->arena;
    if (ref->column)
        ref->field = field_bind(arena, table, ref->column);
    if (ref->column2)
        ref->field2 = field_bind(arena, table, ref->column2);
    if (ref->kind == REF_TEXT && ref->text.def->is_field) {
        ref->field = field_bind(arena, table, ref->text.column);
        if (ref->text.column_end)
            ref->field2 = field_bind(arena, table, ref->text.column_end);
    }
    if (ref->kind == REF_BIN_GAP) {
        ref->field = field_bind(arena, table, ref->gap.start);
        ref->field2 = field_bind(arena, table, ref->gap.end);
    }
    if (ref->plus) {
        Ref *plus = arena_memdup(arena, ref->plus, sizeof *plus);
        bind_ref(chart, plus, table);
        ref->plus = plus;
    }
}

void property_bind(Chart *chart, Property *property, const Table *table) {
    for (guint i = 0; i < property->count; i++) {
        Rule *rule = &property->rules[i];
        if (rule->invalid)
            rule->invalid_field = field_bind(chart->arena, table, rule->invalid);
        bind_ref(chart, &rule->ref, table);
    }
}

static bool rule_holds(const Rule *rule, const RefScope *scope, guint row) {
    if (rule->invalid)
        return !value_is_plottable(field_value(&rule->invalid_field, row));
    if (!rule->has_test)
        return true;
    return rule->is_constant ? rule->constant
                             : rule->test && predicate_test(rule->test, scope->table, row);
}

const Ref *property_choose(const Property *property, const RefScope *scope, guint row) {
    for (guint i = 0; i < property->count; i++)
        if (rule_holds(&property->rules[i], scope, row))
            return &property->rules[i].ref;
    return NULL;
}

// ---------- values ----------

static Value mixed_value(const Ref *ref, guint row) {
    Value a = field_value(&ref->field, row), b = field_value(&ref->field2, row);
    double number = (1 - ref->share) * value_to_number(a) + ref->share * value_to_number(b);
    bool is_time = a.type == VALUE_TIME || b.type == VALUE_TIME;
    return is_time ? value_time(number) : value_number(number);
}

static const Scale *instance(const Ref *ref) {
    return ref->scale ? ref->scale->scale : NULL;
}

// Zero when the domain has it, else the end of the domain.
static Value zero_value(const Ref *ref) {
    const Scale *scale = instance(ref);
    ZeroInDomain zero = scale_domain_has_zero(ref->scale);
    if (zero == ZERO_DEFINITELY || !scale || scale->domain_count < 2)
        return value_number(0);
    Value first = scale->domain[0], last = scale->domain[scale->domain_count - 1];
    double low = MIN(value_to_number(first), value_to_number(last));
    double high = MAX(value_to_number(first), value_to_number(last));
    if (zero == ZERO_MAYBE && low <= 0 && high >= 0)
        return value_number(0);
    return ref->is_max ? last : first;
}

Value ref_raw(const Ref *ref, const RefScope *scope, guint row) {
    switch (ref->kind) {
    case REF_VALUE:
        return ref->value;
    case REF_FIELD: {
        Value value = field_value(&ref->field, row);
        return ref->step == 0 ? value : value_number(value_to_number(value) + ref->step);
    }
    case REF_MIX:
        return mixed_value(ref, row);
    case REF_ZERO:
        return zero_value(ref);
    case REF_EXPRESSION:
        return expression_evaluate(ref->expression, scope->table, row);
    case REF_NONE:
    case REF_SIZE:
    case REF_BANDWIDTH:
    case REF_RADIUS:
    case REF_TEXT:
    case REF_BIN_GAP:
        break;
    }
    return value_undefined();
}

static double gap_size(const Ref *ref, guint row) {
    const BinGap *gap = &ref->gap;
    const Scale *scale = instance(ref);
    double sign = gap->is_end ? 1 : -1;
    double size = gap->is_end ? -gap->spacing / 2 : gap->spacing / 2;
    if (scale && gap->minimum > 0) {
        double band = fabs(scale_map(scale, field_value(&ref->field2, row)) -
                           scale_map(scale, field_value(&ref->field, row)));
        if (band < gap->minimum)
            size = sign * 0.5 * (gap->minimum - band);
    }
    return gap->translate + (gap->reversed ? -1 : 1) * size;
}

static double own_number(const Ref *ref, const RefScope *scope, guint row) {
    const Scale *scale = instance(ref);
    switch (ref->kind) {
    case REF_SIZE:
        return ref->dimension == DIM_WIDTH ? scope->width : scope->height;
    case REF_RADIUS:
        return MIN(scope->width, scope->height) / 2;
    case REF_BANDWIDTH:
        return MAX(ref->minimum, (scale ? scale->bandwidth : 0) * ref->share);
    case REF_BIN_GAP:
        return gap_size(ref, row);
    case REF_VALUE:
    case REF_FIELD:
    case REF_MIX:
    case REF_ZERO:
    case REF_EXPRESSION: {
        Value value = ref_raw(ref, scope, row);
        if (!ref->scale)
            return value_is_nullish(value) ? NAN : value_to_number(value);
        return scale ? scale_map(scale, value) + ref->band * scale->bandwidth : NAN;
    }
    case REF_NONE:
    case REF_TEXT:
        break;
    }
    return NAN;
}

double ref_number(const Ref *ref, const RefScope *scope, guint row) {
    double number = own_number(ref, scope, row) * ref->mult + ref->offset;
    return ref->plus ? number + ref_number(ref->plus, scope, row) : number;
}

// ---------- texts and paints ----------

static const char *field_text(const Ref *ref, const RefScope *scope, guint row) {
    if (ref->text.def->is_datum)
        return text_format_value(scope->chart, &ref->text, ref->text.datum);
    Value value = field_value(&ref->field, row);
    if (ref->text.kind == TEXT_BIN)
        return text_format_bin(scope->chart, &ref->text, value, field_value(&ref->field2, row));
    return text_format_value(scope->chart, &ref->text, value);
}

const char *ref_string(const Ref *ref, const RefScope *scope, guint row) {
    if (ref->kind == REF_TEXT)
        return field_text(ref, scope, row);
    Value value = ref_raw(ref, scope, row);
    if (ref->scale)
        return ref->scale->scale ? scale_map_string(ref->scale->scale, value) : NULL;
    if (value_is_nullish(value))
        return NULL;
    static const TextFormat PLAIN = {.kind = TEXT_PLAIN};
    return text_format_value(scope->chart, &PLAIN, value);
}

static const Gradient *gradient_read(Chart *chart, const json_t *json) {
    const json_t *stops = json_object_get(json, "stops");
    guint count = (guint)json_array_size(stops);
    if (!js_equals(json_object_get(json, "gradient"), "linear") || count == 0)
        return NULL;
    GradientStop *list = arena_array(chart->arena, GradientStop, count);
    for (guint i = 0; i < count; i++) {
        const json_t *stop = json_array_get(stops, i);
        const char *color = js_string(stop, "color");
        list[i].offset = js_number(stop, "offset", 0);
        if (!color || !colour_parse(color, &list[i].colour))
            return NULL;
    }
    Gradient *gradient = arena_new0(chart->arena, Gradient);
    *gradient = (Gradient){js_number(json, "x1", 0),
                           js_number(json, "y1", 0),
                           js_number(json, "x2", 1),
                           js_number(json, "y2", 0),
                           count,
                           list};
    return gradient;
}

bool paint_read(Chart *chart, json_t *json, Paint *out) {
    *out = (Paint){0};
    if (!json || json_is_null(json) || js_equals(json, "none") || js_equals(json, ""))
        return true;
    if (json_is_string(json) && colour_parse(json_string_value(json), &out->colour)) {
        out->present = true;
        return true;
    }
    out->gradient = json_is_object(json) ? gradient_read(chart, json) : NULL;
    out->present = out->gradient != NULL;
    if (!out->present && json_is_object(json))
        chart_unsupported(chart, json, "this gradient");
    else if (!out->present)
        chart_error(chart, json, DIAG_WRONG_VALUE, NULL, "\"%s\" is not a colour",
                    json_is_string(json) ? json_string_value(json) : json_type_name(json));
    return out->present;
}

static Paint text_paint(Value value) {
    Paint paint = {0};
    if (value.type == VALUE_STRING && strcmp(value.as.string, "none"))
        paint.present = colour_parse(value.as.string, &paint.colour);
    return paint;
}

Paint ref_paint(const Ref *ref, const RefScope *scope, guint row) {
    Paint paint = {0};
    if (ref->paint)
        return *ref->paint;
    Value value = ref_raw(ref, scope, row);
    if (!ref->scale)
        return text_paint(value);
    if (ref->scale->scale) {
        bool is_known = false;
        paint.colour = scale_map_colour(ref->scale->scale, value, &is_known);
        paint.present = is_known;
    }
    return paint;
}

void property_read_paints(Chart *chart, Property *property) {
    for (guint i = 0; i < property->count; i++) {
        Ref *ref = &property->rules[i].ref;
        if (ref->kind != REF_VALUE || ref->scale || !ref->json)
            continue;
        Paint paint;
        paint_read(chart, ref->json, &paint);
        ref->paint = arena_memdup(chart->arena, &paint, sizeof paint);
    }
}
