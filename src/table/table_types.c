// The types of columns that were read as text: vega-loader's inference ("auto") and Vega-Lite's
// format.parse. Both convert columns in place, right after reading and before anything shares them.
#include "table/strays.h"
#include "table/time_parse.h"

#include <math.h>
#include <string.h>

// --- inference ---

static bool looks_boolean(Value value, GTimeZone *zone) {
    (void)zone;
    if (value.type == VALUE_BOOL)
        return true;
    return value.type == VALUE_STRING &&
           (strcmp(value.as.string, "true") == 0 || strcmp(value.as.string, "false") == 0);
}

static bool looks_number(Value value, GTimeZone *zone) {
    (void)zone;
    return value.type != VALUE_TIME && !isnan(value_to_number(value));
}

static bool looks_integer(Value value, GTimeZone *zone) {
    double number = value_to_number(value);
    return looks_number(value, zone) && isfinite(number) && number == floor(number);
}

static bool looks_date(Value value, GTimeZone *zone) {
    if (value.type == VALUE_STRING)
        return !isnan(instant_parse(value.as.string, zone));
    return value_is_number(value) && !isnan(value_to_number(value));
}

typedef struct {
    const char *type;
    bool (*test)(Value value, GTimeZone *zone);
} TypeTest;

// In this order: the first that every value passes is the type.
static const TypeTest TYPE_TESTS[] = {
    {"boolean", looks_boolean},
    {"integer", looks_integer},
    {"number", looks_number},
    {"date", looks_date},
};

static const char *infer_type(const Table *table, const Column *column, GTimeZone *zone) {
    bool failed[G_N_ELEMENTS(TYPE_TESTS)] = {false};
    for (guint row = 0; row < table->row_count; row++) {
        Value value = column->values[row];
        for (guint t = 0; t < G_N_ELEMENTS(TYPE_TESTS); t++)
            if (!failed[t] && value_is_valid(value))
                failed[t] = !TYPE_TESTS[t].test(value, zone);
    }
    for (guint t = 0; t < G_N_ELEMENTS(TYPE_TESTS); t++)
        if (!failed[t])
            return TYPE_TESTS[t].type;
    return "string";
}

void table_infer_types(Table *table, GTimeZone *zone) {
    for (guint c = 0; c < table->column_count && table->row_count; c++)
        table_parse_column(table, table->columns[c].name,
                           infer_type(table, &table->columns[c], zone), zone);
}

// --- conversion ---

static Value to_boolean(Value value, Arena *arena, GTimeZone *zone) {
    (void)arena, (void)zone;
    return value_as_bool(value);
}

static Value to_number(Value value, Arena *arena, GTimeZone *zone) {
    (void)arena, (void)zone;
    return value_as_number(value);
}

static Value to_string(Value value, Arena *arena, GTimeZone *zone) {
    (void)zone;
    return value_as_string(value, arena);
}

static Value to_date(Value value, Arena *arena, GTimeZone *zone) {
    (void)arena;
    return value_as_time(value, zone);
}

static const struct {
    const char *type;
    Value (*convert)(Value value, Arena *arena, GTimeZone *zone);
} CONVERSIONS[] = {
    {"boolean", to_boolean}, {"integer", to_number}, {"number", to_number},
    {"date", to_date},       {"string", to_string},
};

// "date:'%Y'" or "utc:%Y": the specifier without its quotes, in the arena; NULL when it is neither.
static const char *pattern_of(Arena *arena, const char *type, bool *utc) {
    *utc = g_str_has_prefix(type, "utc:");
    if (!*utc && !g_str_has_prefix(type, "date:"))
        return NULL;
    const char *pattern = strchr(type, ':') + 1;
    size_t length = strlen(pattern);
    bool quoted = length >= 2 && (pattern[0] == '\'' || pattern[0] == '"') &&
                  pattern[length - 1] == pattern[0];
    return quoted ? arena_strndup(arena, pattern + 1, length - 2) : arena_strdup(arena, pattern);
}

static Value parse_time_value(Value value, const char *pattern, Arena *scratch, GTimeZone *zone) {
    if (value_is_nullish(value))
        return value_null();
    double instant = time_parse(pattern, NULL, value_to_string(value, scratch), zone);
    return isnan(instant) ? value_null() : value_time(instant);
}

static bool parse_times(Table *table, Column *column, const char *type, GTimeZone *zone) {
    bool utc;
    g_autoptr(Arena) scratch = arena_new();
    const char *pattern = pattern_of(scratch, type, &utc);
    if (!pattern || !time_parse_check(pattern))
        return false;
    for (guint row = 0; column && row < table->row_count; row++)
        column->values[row] =
            parse_time_value(column->values[row], pattern, scratch, utc ? NULL : zone);
    return true;
}

// The members that a path names get a column of their own, as Vega-Lite flattens them.
static Column *flatten_path(Table *table, const Field *field) {
    Column *columns = arena_array(table->arena, Column, (size_t)table->column_count + 1);
    memcpy(columns, table->columns, table->column_count * sizeof(Column));
    table->columns = columns;
    Value *values = table_output(table, field->name);
    for (guint row = 0; row < table->row_count; row++)
        values[row] = field_value(field, row);
    return &table->columns[table->column_count - 1];
}

static Column *find_or_flatten(Table *table, const char *path) {
    Field field = field_bind(table->arena, table, path);
    if (!field.column)
        return NULL;
    return field.step_count ? flatten_path(table, &field) : (Column *)field.column;
}

bool table_parse_column(Table *table, const char *field, const char *type, GTimeZone *zone) {
    Column *column = find_or_flatten(table, field);
    for (guint i = 0; i < G_N_ELEMENTS(CONVERSIONS); i++) {
        if (strcmp(CONVERSIONS[i].type, type) != 0)
            continue;
        for (guint row = 0; column && row < table->row_count; row++)
            column->values[row] = CONVERSIONS[i].convert(column->values[row], table->arena, zone);
        return true;
    }
    return parse_times(table, column, type, zone);
}

// --- what is lost ---

static bool is_blank(Value value) {
    return !value_is_valid(value) || (value.type == VALUE_STRING &&
                                      strspn(value.as.string, " \t") == strlen(value.as.string));
}

static bool is_lost(Value before, Value after) {
    bool is_no_number = after.type == VALUE_NUMBER && isnan(after.as.number);
    return !is_blank(before) && (!value_is_valid(after) || is_no_number);
}

// The values of a column before they are converted, or NULL. To be freed.
static Value *copy_values(const Table *table, const char *name) {
    const Column *column = table_column(table, name);
    return column ? g_memdup2(column->values, table->row_count * sizeof(Value)) : NULL;
}

static void report_lost(const Table *table, Diags *diags, const JsonNode *member,
                        const Value *before) {
    const Column *column = before ? table_column(table, member->key) : NULL;
    guint lost = 0, first = 0;
    for (guint row = 0; column && row < table->row_count; row++)
        if (is_lost(before[row], column->values[row]) && lost++ == 0)
            first = row;
    if (lost == 0)
        return;
    g_autoptr(Arena) scratch = arena_new();
    json_warning(
        diags, member, DIAG_WRONG_VALUE, NULL,
        "%u of %u values of \"%s\" cannot be read as %s and %s left empty, first \"%.60s\" "
        "in row %u",
        lost, table->row_count, member->key, json_string_value(member->json),
        lost == 1 ? "is" : "are", value_to_string(before[first], scratch), first + 1);
}

// Whether text among numbers made text of the column; its place and how many there are.
static bool has_stray_text(const Table *table, const Column *column, guint *strays, guint *first) {
    guint numbers = 0;
    *strays = 0;
    for (guint row = 0; row < table->row_count; row++) {
        Value value = column->values[row];
        if (is_blank(value))
            continue;
        if (!isnan(value_to_number(value)))
            numbers++;
        else if ((*strays)++ == 0)
            *first = row;
    }
    return *strays > 0 && numbers >= 2 && numbers > *strays;
}

void table_warn_of_strays(const Table *table, Diags *diags, const Place *at) {
    for (guint c = 0; c < table->column_count; c++) {
        const Column *column = &table->columns[c];
        guint strays, first = 0;
        if (!has_stray_text(table, column, &strays, &first))
            continue;
        g_autoptr(Arena) scratch = arena_new();
        diag_warning(
            diags, DIAG_WRONG_VALUE, at,
            "\"format\": {\"parse\": ...} says what a column holds, and leaves out the rest",
            "the column \"%s\" is text and has no sums: %u of its %u values %s no number, "
            "first \"%.60s\" in row %u",
            column->name, strays, table->row_count, strays == 1 ? "is" : "are",
            value_to_string(column->values[first], scratch), first + 1);
    }
}

static bool parse_member(Table *table, Diags *diags, const JsonNode *member, GTimeZone *zone) {
    const char *type;
    if (json_is_null(member->json))
        return true;
    if (!json_read_string(diags, member, member->key, &type))
        return false;
    g_autofree Value *before = copy_values(table, member->key);
    if (table_parse_column(table, member->key, type, zone)) {
        report_lost(table, diags, member, before);
        return true;
    }
    json_error(diags, member, DIAG_WRONG_VALUE, NULL,
               "\"%s\" is no type, expected \"number\", \"boolean\", \"date\", \"string\", "
               "\"date:'%%Y-%%m-%%d'\" or \"utc:'%%Y-%%m-%%d'\"",
               type);
    return false;
}

bool table_parse_fields(Table *table, Diags *diags, const JsonNode *parse, GTimeZone *zone) {
    bool good = true;
    if (!json_is_object(parse->json)) {
        json_error(diags, parse, DIAG_WRONG_TYPE, NULL, "\"parse\" is %s, expected an object",
                   json_type_name(parse->json));
        return false;
    }
    for (size_t i = 0; i < json_node_size(parse); i++)
        good = parse_member(table, diags, json_node_nth_member(parse, i), zone) && good;
    return good;
}
