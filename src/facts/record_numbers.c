// Numbers of a record as exact decimals. A decimal string is taken as it stands. A JSON number is
// taken as the shortest decimal that reads back as the same double, which is what the writer of the
// file meant, as long as it has at most 15 digits: so many survive the way through a double.
#include "facts/decimal_real.h"
#include "facts/record.h"

#include <math.h>
#include <string.h>

enum {
    EXACT_DIGITS = 15,   // of a double: every decimal of so many digits reads back
    INTEGER_DIGITS = 24, // before the point, as the schema says
    FRACTION_DIGITS = DECIMAL_SCALE_MAX
};

typedef struct {
    bool is_money; // below 0 it is worth a word
    bool fraction; // of a JSON number; strings may always have one
    const char *expected;
} NumberRule;

static const NumberRule amount_rule = {true, false, "a decimal string or an integer"};
static const NumberRule loose_rule = {true, true, "a number or a decimal string"};
static const NumberRule quantity_rule = {false, true, "a number or a decimal string"};

static gsize count_digits(const char *text) {
    return strspn(text, "0123456789");
}

// -?(0|[1-9][0-9]*)(.[0-9]+)? within the limits.
static bool has_decimal_form(const char *text) {
    text += *text == '-';
    gsize whole = count_digits(text);
    if (whole == 0 || whole > INTEGER_DIGITS || (text[0] == '0' && whole > 1))
        return false;
    if (text[whole] == '\0')
        return true;
    gsize fraction = text[whole] == '.' ? count_digits(text + whole + 1) : 0;
    return fraction > 0 && fraction <= FRACTION_DIGITS && text[whole + 1 + fraction] == '\0';
}

// A number but for how many digits it has.
static bool is_too_long(const char *text) {
    text += *text == '-';
    gsize whole = count_digits(text);
    bool has_fraction = text[whole] == '.';
    gsize fraction = has_fraction ? count_digits(text + whole + 1) : 0;
    bool is_number = text[whole + has_fraction + fraction] == '\0';
    return whole > 0 && is_number && (whole > INTEGER_DIGITS || fraction > FRACTION_DIGITS);
}

// "write "1200000.5"" when that is what a number with separators comes to; else NULL. New string.
static char *plain_hint(const char *text) {
    GString *plain = g_string_new(NULL);
    for (const char *p = text; *p && plain->len < 64; p++)
        if (!strchr(", _'", *p))
            g_string_append_c(plain, *p);
    char *hint = has_decimal_form(plain->str)
                     ? g_strdup_printf("write it without separators: \"%s\"", plain->str)
                     : NULL;
    g_string_free(plain, TRUE);
    return hint;
}

static bool from_string(RecordContext *context, const JsonNode *node, const char *what,
                        Decimal *out) {
    const char *text = json_string_value(node->json);
    if (has_decimal_form(text) && decimal_parse(text, out))
        return true;
    g_autofree char *shown = record_shorten(text);
    if (is_too_long(text)) {
        json_error(context->diags, node, DIAG_BAD_AMOUNT, NULL,
                   "\"%s\" is \"%s\", expected at most %d digits before the point and %d behind it",
                   what, shown, INTEGER_DIGITS, FRACTION_DIGITS);
        return false;
    }
    g_autofree char *hint = plain_hint(text);
    g_autofree char *meant = hint ? NULL : record_suggest_number(text);
    if (meant)
        hint = g_strdup_printf("write \"%s\"", meant);
    json_error(context->diags, node, DIAG_BAD_AMOUNT, hint,
               "\"%s\" is \"%s\", expected a decimal number such as \"1200000.50\"", what, shown);
    return false;
}

// Whether a number that became 0 is written with another digit than that: 1e-400.
static bool has_vanished(const JsonNode *node) {
    if (json_real_value(node->json) != 0)
        return false;
    Place place = json_node_place(node);
    const char *text = place.source && place.source->text ? place.source->text + place.start : NULL;
    gsize length = text ? strcspn(text, "eE,]} \t\r\n") : 0;
    for (gsize i = 0; i < length; i++)
        if (text[i] >= '1' && text[i] <= '9')
            return true;
    return false;
}

static bool from_real(RecordContext *context, const JsonNode *node, const char *what,
                      const NumberRule *rule, Decimal *out) {
    double value = json_real_value(node->json);
    if (!rule->fraction && value != trunc(value)) {
        json_error(context->diags, node, DIAG_BAD_AMOUNT, "write it as a string",
                   "\"%s\" is a number with a fraction, expected %s", what, rule->expected);
        return false;
    }
    if (has_vanished(node)) {
        json_error(context->diags, node, DIAG_BAD_AMOUNT, NULL,
                   "\"%s\" is too near to 0 for a JSON number, which reads it as 0", what);
        return false;
    }
    if (!decimal_from_real(value, EXACT_DIGITS, out)) {
        json_error(context->diags, node, DIAG_BAD_AMOUNT, "write it as a string",
                   "\"%s\" has more digits than a JSON number keeps exactly", what);
        return false;
    }
    return true;
}

static bool read_number(RecordContext *context, const JsonNode *node, const char *what,
                        const NumberRule *rule, Decimal *out) {
    Decimal value = {0};
    if (json_is_string(node->json)) {
        if (!from_string(context, node, what, &value))
            return false;
    } else if (json_is_integer(node->json)) {
        value = decimal_from_integer(json_integer_value(node->json));
    } else if (json_is_real(node->json)) {
        if (!from_real(context, node, what, rule, &value))
            return false;
    } else {
        json_error(context->diags, node, DIAG_WRONG_TYPE, NULL, "\"%s\" is %s, expected %s", what,
                   json_type_name(node->json), rule->expected);
        return false;
    }
    if (value.coefficient < 0 && rule->is_money && !context->dirt)
        json_warning(context->diags, node, DIAG_BAD_AMOUNT, NULL,
                     "\"%s\" is negative, which is read as money taken back", what);
    *out = value;
    return true;
}

bool record_amount(RecordContext *context, const JsonNode *node, const char *what, Decimal *out) {
    return read_number(context, node, what, &amount_rule, out);
}

bool record_quantity(RecordContext *context, const JsonNode *node, const char *what, Decimal *out) {
    return read_number(context, node, what, &quantity_rule, out);
}

bool record_loose_amount(RecordContext *context, const JsonNode *node, const char *what,
                         Decimal *out) {
    return read_number(context, node, what, &loose_rule, out);
}
