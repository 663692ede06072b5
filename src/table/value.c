// Values as JavaScript sees them: conversion to number, text and truth, equality and order. The
// rules are ECMA-262's (ToNumber, ToString, ToBoolean, IsLooselyEqual's strict sibling, IsLessThan)
// and vega-util's (ascending, toNumber, toDate), because Vega-Lite's transforms are defined by
// them. Decimals compare exactly with each other and as doubles with everything else.
#include "table/value.h"

#include "base/datetime.h"
#include "base/format.h"
#include "base/text_hash.h"

#include <math.h>
#include <string.h>

enum { NUMBER_TEXT_MAX = 400 }; // longer texts are no numbers that anybody wrote

// --- text to number ---

static const char *skip_spaces(const char *text) {
    while (*text) {
        gunichar c = g_utf8_get_char(text);
        if (!g_unichar_isspace(c) && c != 0xFEFF && c != '\v')
            break;
        text = g_utf8_next_char(text);
    }
    return text;
}

static double digits_value(const char *text, size_t length, unsigned base) {
    double value = 0;
    if (length == 0)
        return NAN;
    for (size_t i = 0; i < length; i++) {
        int digit = g_ascii_xdigit_value(text[i]);
        if (digit < 0 || (unsigned)digit >= base)
            return NAN;
        value = value * base + digit;
    }
    return value;
}

// Whether text[0, length) is a StrDecimalLiteral without its sign and without "Infinity".
static bool is_decimal_literal(const char *text, size_t length) {
    size_t i = 0, digits = 0;
    for (; i < length && g_ascii_isdigit(text[i]); i++)
        digits++;
    if (i < length && text[i] == '.')
        for (i++; i < length && g_ascii_isdigit(text[i]); i++)
            digits++;
    if (digits == 0)
        return false;
    if (i < length && (text[i] == 'e' || text[i] == 'E')) {
        i++;
        if (i < length && (text[i] == '+' || text[i] == '-'))
            i++;
        size_t first = i;
        while (i < length && g_ascii_isdigit(text[i]))
            i++;
        if (i == first)
            return false;
    }
    return i == length;
}

static double prefixed_value(const char *text, size_t length) {
    if (length < 3 || text[0] != '0')
        return NAN;
    switch (text[1] | 0x20) {
    case 'x':
        return digits_value(text + 2, length - 2, 16);
    case 'o':
        return digits_value(text + 2, length - 2, 8);
    case 'b':
        return digits_value(text + 2, length - 2, 2);
    default:
        return NAN;
    }
}

static double literal_value(const char *text, size_t length) {
    if (length >= NUMBER_TEXT_MAX)
        return NAN;
    double prefixed = prefixed_value(text, length);
    if (!isnan(prefixed))
        return prefixed;
    bool negative = text[0] == '-';
    if (negative || text[0] == '+')
        text++, length--;
    if (length == 8 && memcmp(text, "Infinity", 8) == 0)
        return negative ? -INFINITY : INFINITY;
    if (!is_decimal_literal(text, length))
        return NAN;
    char buffer[NUMBER_TEXT_MAX];
    memcpy(buffer, text, length);
    buffer[length] = '\0';
    double value = g_ascii_strtod(buffer, NULL);
    return negative ? -value : value;
}

// Digits with a point or without, 15 of them at most, as nearly all numbers in files are: both the
// digits and the power of ten are exact doubles, so one division rounds right (Clinger 1990). False
// for all else.
static bool plain_decimal(const char *text, double *out) {
    static const double powers[] = {1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    bool negative = *text == '-';
    const char *p = text + negative;
    guint64 digits = 0;
    guint count = 0, places = 0;
    for (; g_ascii_isdigit(*p) && count < G_N_ELEMENTS(powers) - 1; p++, count++)
        digits = digits * 10 + (guint64)(*p - '0');
    if (*p == '.')
        for (p++; g_ascii_isdigit(*p) && count < G_N_ELEMENTS(powers) - 1; p++, count++, places++)
            digits = digits * 10 + (guint64)(*p - '0');
    if (*p != '\0' || count == 0)
        return false;
    *out = (negative ? -1.0 : 1.0) * ((double)digits / powers[places]);
    return true;
}

double number_from_text(const char *text) {
    double plain;
    if (plain_decimal(text, &plain))
        return plain;
    const char *start = skip_spaces(text), *end = start + strlen(start);
    while (end > start) {
        const char *last = g_utf8_prev_char(end);
        if (*skip_spaces(last) != '\0')
            break;
        end = last;
    }
    return end == start ? 0 : literal_value(start, (size_t)(end - start));
}

// --- conversions ---

static double json_to_number(const json_t *json) {
    if (!json_is_array(json))
        return NAN;
    if (json_array_size(json) == 0)
        return 0;
    return json_array_size(json) == 1 ? value_to_number(value_from_json(json_array_get(json, 0)))
                                      : NAN;
}

double value_to_number(Value value) {
    switch (value.type) {
    case VALUE_NULL:
        return 0;
    case VALUE_UNDEFINED:
        return NAN;
    case VALUE_BOOL:
        return value.as.boolean ? 1 : 0;
    case VALUE_NUMBER:
    case VALUE_TIME:
        return value.as.number;
    case VALUE_DECIMAL:
        return decimal_to_double(*value.as.decimal);
    case VALUE_STRING:
        return number_from_text(value.as.string);
    case VALUE_JSON:
        return json_to_number(value.as.json);
    }
    return NAN;
}

static const char *take_string(char *text, Arena *arena) {
    const char *copy = arena_strdup(arena, text);
    g_free(text);
    return copy;
}

static char *time_to_text(double instant_ms) {
    if (isnan(instant_ms))
        return g_strdup("Invalid Date");
    CivilTime t = civil_from_instant(instant_ms, NULL);
    return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", t.year, t.month, t.day, t.hour,
                           t.minute, t.second, t.millisecond);
}

static void append_json_text(GString *out, json_t *json);

static void append_array_text(GString *out, const json_t *array) {
    for (size_t i = 0; i < json_array_size(array); i++) {
        json_t *item = json_array_get(array, i);
        if (i > 0)
            g_string_append_c(out, ',');
        if (!json_is_null(item))
            append_json_text(out, item);
    }
}

static void append_json_text(GString *out, json_t *json) {
    if (json_is_array(json)) {
        append_array_text(out, json);
    } else if (json_is_object(json)) {
        g_string_append(out, "[object Object]");
    } else {
        g_autoptr(Arena) scratch = arena_new();
        g_string_append(out, value_to_string(value_from_json(json), scratch));
    }
}

static const char *json_to_text(json_t *json, Arena *arena) {
    GString *text = g_string_new(NULL);
    append_json_text(text, json);
    return take_string(g_string_free(text, FALSE), arena);
}

const char *value_to_string(Value value, Arena *arena) {
    switch (value.type) {
    case VALUE_NULL:
        return "null";
    case VALUE_UNDEFINED:
        return "undefined";
    case VALUE_BOOL:
        return value.as.boolean ? "true" : "false";
    case VALUE_NUMBER:
        return take_string(number_to_string(value.as.number), arena);
    case VALUE_DECIMAL:
        return take_string(decimal_to_text(*value.as.decimal), arena);
    case VALUE_TIME:
        return take_string(time_to_text(value.as.number), arena);
    case VALUE_STRING:
        return value.as.string;
    case VALUE_JSON:
        return json_to_text(value.as.json, arena);
    }
    return "";
}

bool value_to_bool(Value value) {
    switch (value.type) {
    case VALUE_NULL:
    case VALUE_UNDEFINED:
        return false;
    case VALUE_BOOL:
        return value.as.boolean;
    case VALUE_NUMBER:
        return value.as.number != 0 && !isnan(value.as.number);
    case VALUE_DECIMAL:
        return value.as.decimal->coefficient != 0;
    case VALUE_STRING:
        return value.as.string[0] != '\0';
    case VALUE_TIME:
    case VALUE_JSON:
        return true;
    }
    return false;
}

bool value_is_nullish(Value value) {
    return value.type == VALUE_NULL || value.type == VALUE_UNDEFINED;
}

bool value_is_number(Value value) {
    return value.type == VALUE_NUMBER || value.type == VALUE_DECIMAL || value.type == VALUE_TIME;
}

bool value_is_quantity(Value value) {
    return value.type == VALUE_NUMBER || value.type == VALUE_DECIMAL;
}

static bool is_nan(Value value) {
    return (value.type == VALUE_NUMBER || value.type == VALUE_TIME) && isnan(value.as.number);
}

bool value_is_valid(Value value) {
    return !value_is_nullish(value) && !is_nan(value);
}

static bool is_missing(Value value) { // null, undefined or "", which vega-util's parsers make null
    return value_is_nullish(value) || (value.type == VALUE_STRING && value.as.string[0] == '\0');
}

Value value_as_number(Value value) {
    if (is_missing(value))
        return value_null();
    return value.type == VALUE_DECIMAL ? value : value_number(value_to_number(value));
}

Value value_as_string(Value value, Arena *arena) {
    return is_missing(value) ? value_null() : value_string(value_to_string(value, arena));
}

Value value_as_bool(Value value) {
    if (is_missing(value))
        return value_null();
    if (value.type == VALUE_STRING)
        return value_bool(strcmp(value.as.string, "false") != 0 &&
                          strcmp(value.as.string, "0") != 0);
    return value_bool(value_to_bool(value));
}

Value value_as_time(Value value, GTimeZone *zone) {
    if (is_missing(value))
        return value_null();
    if (value.type == VALUE_STRING)
        return value_time(instant_parse(value.as.string, zone));
    return value_is_number(value) ? value_time(value_to_number(value)) : value_time(NAN);
}

// --- equality and order ---

bool value_equal(Value a, Value b) {
    if (a.type == VALUE_DECIMAL && b.type == VALUE_DECIMAL)
        return decimal_compare(*a.as.decimal, *b.as.decimal) == 0;
    if (value_is_number(a) && value_is_number(b))
        return value_to_number(a) == value_to_number(b);
    if (a.type != b.type)
        return false;
    switch (a.type) {
    case VALUE_NULL:
    case VALUE_UNDEFINED:
        return true;
    case VALUE_BOOL:
        return a.as.boolean == b.as.boolean;
    case VALUE_STRING:
        return strcmp(a.as.string, b.as.string) == 0;
    case VALUE_JSON:
        return a.as.json == b.as.json;
    case VALUE_NUMBER:
    case VALUE_DECIMAL:
    case VALUE_TIME:
        break; // compared above
    }
    return false;
}

static guint hash_double(double number) {
    double normal = number == 0 ? 0 : number; // -0 is 0
    return isnan(number) ? 0x7ff80000 : text_hash_bytes(&normal, sizeof normal);
}

guint value_hash(Value value) {
    switch (value.type) {
    case VALUE_NULL:
        return 1;
    case VALUE_UNDEFINED:
        return 2;
    case VALUE_BOOL:
        return value.as.boolean ? 4 : 3;
    case VALUE_NUMBER:
    case VALUE_DECIMAL:
    case VALUE_TIME:
        return hash_double(value_to_number(value));
    case VALUE_STRING:
        return text_hash(value.as.string);
    case VALUE_JSON:
        return g_direct_hash(value.as.json);
    }
    return 0;
}

// UTF-8 order is code point order; UTF-16 puts U+E000 to U+FFFF after the surrogates of all that
// lies above. Lead bytes EE and EF are exactly that range.
static int utf16_rank(unsigned char byte) {
    return byte == 0xEE ? 0x1FE : byte == 0xEF ? 0x1FF : byte;
}

int text_compare(const char *a, const char *b) {
    const unsigned char *p = (const unsigned char *)a, *q = (const unsigned char *)b;
    while (*p && *p == *q)
        p++, q++;
    int left = utf16_rank(*p), right = utf16_rank(*q);
    return (left > right) - (left < right);
}

static int relate_numbers(double a, double b) {
    if (isnan(a) || isnan(b))
        return VALUE_UNORDERED;
    return (a > b) - (a < b);
}

static bool is_text_like(Value value) {
    return value.type == VALUE_STRING || value.type == VALUE_JSON;
}

int value_relate(Value a, Value b) {
    if (a.type == VALUE_STRING && b.type == VALUE_STRING)
        return text_compare(a.as.string, b.as.string);
    if (a.type == VALUE_DECIMAL && b.type == VALUE_DECIMAL)
        return decimal_compare(*a.as.decimal, *b.as.decimal);
    if (is_text_like(a) && is_text_like(b)) {
        g_autoptr(Arena) scratch = arena_new();
        return text_compare(value_to_string(a, scratch), value_to_string(b, scratch));
    }
    return relate_numbers(value_to_number(a), value_to_number(b));
}

int value_compare(Value a, Value b) {
    bool a_null = value_is_nullish(a), b_null = value_is_nullish(b);
    if (a_null || b_null)
        return (int)b_null - (int)a_null;
    int order = value_relate(a, b);
    if (order != VALUE_UNORDERED)
        return order;
    return (int)is_nan(b) - (int)is_nan(a);
}

// --- JSON ---

Value value_from_json(json_t *json) {
    switch (json ? json_typeof(json) : JSON_NULL) {
    case JSON_NULL:
        return json ? value_null() : value_undefined();
    case JSON_TRUE:
        return value_bool(true);
    case JSON_FALSE:
        return value_bool(false);
    case JSON_INTEGER:
        return value_number((double)json_integer_value(json));
    case JSON_REAL:
        return value_number(json_real_value(json));
    case JSON_STRING:
        return value_string(json_string_value(json));
    case JSON_OBJECT:
    case JSON_ARRAY:
        return (Value){.type = VALUE_JSON, .as.json = json};
    }
    return value_undefined();
}

static json_t *number_to_json(double number) {
    if (!isfinite(number))
        return json_null();
    if (number == floor(number) && fabs(number) <= 9007199254740992.0)
        return json_integer((json_int_t)number);
    return json_real(number);
}

static json_t *text_to_json(const char *text) {
    json_t *json = json_string(text);
    return json ? json : json_string(""); // not UTF-8: tables never hold such
}

static json_t *time_to_json(double instant_ms) {
    if (isnan(instant_ms))
        return json_null();
    g_autofree char *text = time_to_text(instant_ms);
    return text_to_json(text);
}

json_t *value_to_json(Value value) {
    switch (value.type) {
    case VALUE_NULL:
    case VALUE_UNDEFINED:
        return json_null();
    case VALUE_BOOL:
        return json_boolean(value.as.boolean);
    case VALUE_NUMBER:
    case VALUE_DECIMAL:
        return number_to_json(value_to_number(value));
    case VALUE_TIME:
        return time_to_json(value.as.number);
    case VALUE_STRING:
        return text_to_json(value.as.string);
    case VALUE_JSON:
        return json_incref(value.as.json);
    }
    return json_null();
}

// --- keeping ---

static void release_json(void *json) {
    json_decref(json);
}

Value value_keep(Arena *arena, Value value) {
    if (value.type == VALUE_STRING)
        value.as.string = arena_strdup(arena, value.as.string);
    else if (value.type == VALUE_DECIMAL)
        value.as.decimal = arena_memdup(arena, value.as.decimal, sizeof(Decimal));
    else if (value.type == VALUE_JSON)
        arena_own(arena, json_incref(value.as.json), release_json);
    return value;
}
