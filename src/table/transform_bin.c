// The bin, timeUnit and extent transforms, and the reading of bin parameters.
#include "table/step.h"

#include <math.h>

// --- bin parameters ---

static bool read_numbers(const TransformContext *context, Reader *reader, const char *key,
                         const double **out, guint *count) {
    if (!reader_has(reader, key))
        return true;
    const JsonNode *node = reader_array(reader, key);
    if (!node)
        return false;
    bool good = true;
    double *numbers = arena_array(context->arena, double, json_node_size(node));
    *count = (guint)json_node_size(node);
    for (guint i = 0; i < *count; i++)
        good = json_read_number(context->diags, json_node_item(node, i), key, &numbers[i]) && good;
    *out = numbers;
    return good;
}

static bool extent_from_param(const TransformContext *context, const JsonNode *node,
                              BinOptions *out, bool *has_extent) {
    Reader reader;
    const char *name = "", *ignored;
    Value value;
    if (!reader_begin(&reader, context->diags, node, "extent"))
        return false;
    reader_string(&reader, "param", &name);
    reader_string(&reader, "encoding", &ignored);
    reader_string(&reader, "field", &ignored);
    if (!reader_end(&reader))
        return false;
    // an unknown name is a selection of the reader's, empty on paper: the data's extent stays
    *has_extent = context->find_param && context->find_param(context->data, name, &value) &&
                  value.type == VALUE_JSON && json_array_size(value.as.json) == 2;
    if (*has_extent) {
        out->extent_min = value_to_number(value_from_json(json_array_get(value.as.json, 0)));
        out->extent_max = value_to_number(value_from_json(json_array_get(value.as.json, 1)));
    }
    return true;
}

static bool read_extent(const TransformContext *context, Reader *reader, BinOptions *out,
                        bool *has_extent) {
    const JsonNode *node = reader_node(reader, "extent");
    if (!node)
        return true;
    if (json_is_object(node->json))
        return extent_from_param(context, node, out, has_extent);
    if (!json_is_array(node->json) || json_array_size(node->json) != 2) {
        json_error(context->diags, node, DIAG_WRONG_TYPE, NULL,
                   "\"extent\" is %s, expected two numbers", json_type_name(node->json));
        return false;
    }
    *has_extent = true;
    return json_read_number(context->diags, json_node_item(node, 0), "extent", &out->extent_min) &&
           json_read_number(context->diags, json_node_item(node, 1), "extent", &out->extent_max);
}

// step, base and maxbins must be positive, or bins would be without end.
static bool read_positive(Reader *reader, const char *key, double *out) {
    double number = 1;
    if (!reader_number(reader, key, &number))
        return true;
    if (number > 0) {
        *out = number;
        return true;
    }
    json_error(reader->diags, reader_node(reader, key), DIAG_WRONG_VALUE, NULL,
               "\"%s\" must be greater than 0", key);
    return false;
}

// From JSON: true, or an object of bin parameters, over *out, which holds the defaults. A given
// extent takes the place of the one there, and *has_extent says so. "binned" is told, not obeyed.
// False and reported when malformed.
static bool bin_read(const TransformContext *context, const JsonNode *node, BinOptions *out,
                     bool *has_extent, bool *binned) {
    Reader reader;
    *has_extent = *binned = false;
    if (json_is_true(node->json))
        return true;
    if (!reader_begin(&reader, context->diags, node, "bin"))
        return false;
    bool good = read_positive(&reader, "maxbins", &out->maxbins);
    good = read_positive(&reader, "base", &out->base) && good;
    good = read_positive(&reader, "step", &out->step) && good;
    reader_number(&reader, "minstep", &out->minstep);
    out->has_anchor = reader_number(&reader, "anchor", &out->anchor);
    reader_bool(&reader, "nice", &out->nice);
    reader_bool(&reader, "binned", binned);
    good = read_numbers(context, &reader, "steps", &out->steps, &out->step_count) && good;
    good = read_numbers(context, &reader, "divide", &out->divide, &out->divide_count) && good;
    good = read_extent(context, &reader, out, has_extent) && good;
    return reader_end(&reader) && good;
}

// --- transforms ---

const Table *step_bin(Step *step) {
    const char *field = NULL, *start = NULL, *end = NULL;
    BinOptions options = {.nice = true};
    bool has_extent, binned;
    bool good =
        bin_read(&step->context, reader_node(&step->reader, "bin"), &options, &has_extent, &binned);
    good = step_field(step, "field", &field) && good;
    good = reader_require(&step->reader, "as") && step_as_range(step, &start, &end) && good;
    if (!step_end(step) || !good || !start)
        return NULL;
    step_note_derived(step, start);
    if (end)
        step_note_derived(step, end);
    if (!has_extent)
        table_extent(step->table, field, &options.extent_min, &options.extent_max);
    Bin bin = bin_compute(&options);
    return transform_bin(&step->context, step->table, field, &bin, start, end);
}

static double instant_of(Value value, GTimeZone *zone) {
    if (value.type == VALUE_STRING)
        return instant_parse(value.as.string, zone);
    return value_to_number(value);
}

// Adds the start of the unit of each instant, and the start of the next (unless as_end is NULL). A
// unit without units gets them by its maxbins and the field's extent.
static const Table *transform_time_unit(const TransformContext *context, const Table *table,
                                        const char *path, const TimeUnit *given,
                                        const char *as_start, const char *as_end) {
    Field field = field_bind(context->arena, table, path);
    TimeUnit unit = *given;
    Table *out = table_extend(context->arena, table, 2);
    double *instants = arena_array(context->arena, double, table->row_count);
    double min = INFINITY, max = -INFINITY;
    for (guint row = 0; row < table->row_count; row++) {
        Value value = field_value(&field, row);
        instants[row] = value_is_nullish(value) ? INFINITY : instant_of(value, context->zone);
        if (isfinite(instants[row])) {
            min = fmin(min, instants[row]);
            max = fmax(max, instants[row]);
        }
    }
    if (!unit.units)
        time_unit_choose(&unit, min <= max ? min : 0, min <= max ? max : 0);
    Value *starts = table_output(out, as_start);
    Value *ends = as_end ? table_output(out, as_end) : NULL;
    for (guint row = 0; row < table->row_count; row++) {
        bool missing = isinf(instants[row]);
        double start = time_unit_floor(&unit, instants[row], context->zone);
        starts[row] = missing ? value_null() : value_time(start);
        if (ends)
            ends[row] =
                missing ? value_null() : value_time(time_unit_next(&unit, start, context->zone));
    }
    return out;
}

const Table *step_time_unit(Step *step) {
    const char *field = NULL, *as = NULL;
    TimeUnit unit = {.step = 1};
    const JsonNode *node = reader_node(&step->reader, "timeUnit");
    bool good = time_unit_read(step->context.diags, node, &unit);
    good = step_field(step, "field", &field) && good;
    good = reader_require(&step->reader, "as") && reader_string(&step->reader, "as", &as) && good;
    if (!step_end(step) || !good)
        return NULL;
    const Table *table = step_parse_column(step, step->table, field, "date");
    const char *end = arena_printf(step->arena, "%s_end", as);
    step_note_derived(step, as);
    step_note_derived(step, end);
    return transform_time_unit(&step->context, table, field, &unit, as, end);
}

const Table *step_extent_param(Step *step) {
    const char *field = NULL, *param = NULL;
    double min, max;
    bool good = step_field(step, "extent", &field);
    good = reader_require(&step->reader, "param") &&
           reader_string(&step->reader, "param", &param) && good;
    if (!step_end(step) || !good)
        return NULL;
    if (!table_extent(step->table, field, &min, &max))
        min = max = NAN;
    step_set_param(step, param, min, max);
    return step->table;
}
