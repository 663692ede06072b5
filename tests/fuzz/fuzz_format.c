// Any text is tried as each of the short notations: number and time specifiers, EDTF, decimals,
// dates and colours. What is taken must hold what its header says. The numbers to print are made
// from the bytes of the text itself.
#include "fuzz.h"

#include "base/colour.h"
#include "base/format.h"

#include <math.h>
#include <string.h>

enum { TEXT_TRIED = 400 };

static double value_of_bytes(const char *text, size_t size) {
    guint64 bits = 14695981039346656037u; // FNV-1a
    for (size_t i = 0; i < size; i++)
        bits = (bits ^ (unsigned char)text[i]) * 1099511628211u;
    double value;
    memcpy(&value, &bits, sizeof value);
    return bits & 1 ? value : fmod(value, 1e6);
}

// Frees what it is given.
static void check_text(char *text, int min_width) {
    g_assert(g_utf8_validate(text, -1, NULL));
    g_assert(g_utf8_strlen(text, -1) >= min_width);
    g_free(text);
}

static void try_number_format(const char *text, double value) {
    static const char *const tags[] = {"en", "en-IN", "fr", "ar"};
    NumberFormat format;
    Decimal decimal = {.coefficient = -(__int128)1234567890123456789 * 987654321, .scale = 9};
    if (!number_format_parse(text, &format))
        return;
    for (guint i = 0; i < G_N_ELEMENTS(tags); i++) {
        const FormatLocale *locale = format_locale(tags[i]);
        check_text(number_format(&format, locale, value), format.width);
        check_text(number_format_decimal(&format, locale, decimal), format.width);
        check_text(number_format_prefix(&format, locale, value, value), format.width);
    }
    g_autofree char *shortest = number_to_string(value);
    g_assert(!isfinite(value) || g_ascii_strtod(shortest, NULL) == value);
}

static void try_edtf(const char *text) {
    Edtf date;
    const char *problem = NULL;
    if (!edtf_parse(text, &date, &problem)) {
        g_assert(problem && *problem);
        return;
    }
    g_assert(date.first <= date.last && date.precision <= EDTF_INTERVAL);
    g_assert(!(date.open_start && date.open_end));
    static const char *const tags[] = {"en", "fr", "ru", "zh", "ur", "ar"};
    for (guint i = 0; i < G_N_ELEMENTS(tags); i++) {
        check_text(edtf_format(&date, format_locale(tags[i])), 1);
        check_text(edtf_time_format(&date, "%d %B %Y", format_locale(tags[i])), 1);
    }
}

static void try_time_format(const char *text, double value, GTimeZone *zone) {
    const char *problem = NULL;
    if (!time_format_check(text, &problem))
        g_assert(*problem == '%' && problem >= text);
    if (g_utf8_validate(text, -1, NULL))
        check_text(time_format(text, format_locale("ru"), value, zone), 0);
    g_assert(time_format_precision(text) <= EDTF_INTERVAL);
}

static void try_instant(const char *text, GTimeZone *zone) {
    double instant_ms = instant_parse(text, zone);
    if (isnan(instant_ms))
        return;
    g_assert(fabs(instant_ms) <= INSTANT_MAX);
    CivilTime civil = civil_from_instant(instant_ms, NULL);
    g_assert(civil.day >= 1 && civil.day <= days_in_month(civil.year, civil.month));
    g_assert(instant_from_civil(&civil, NULL) == instant_ms);
}

static void try_decimal(const char *text) {
    Decimal value, again, product;
    if (!decimal_parse(text, &value))
        return;
    g_autofree char *canonical = decimal_to_text(value);
    g_assert(decimal_parse(canonical, &again) && decimal_compare(value, again) == 0);
    g_assert(decimal_add(value, decimal_negate(value), &again) && again.coefficient == 0);
    if (decimal_multiply(value, value, &product))
        g_assert(product.scale <= DECIMAL_SCALE_MAX && product.coefficient >= 0);
}

static bool is_unit(double value) {
    return value >= 0 && value <= 1;
}

static void try_colour(const char *text) {
    Colour colour;
    if (!colour_parse(text, &colour))
        return;
    g_assert(is_unit(colour.r) && is_unit(colour.g) && is_unit(colour.b) && is_unit(colour.a));
    char hex[8];
    colour_to_hex(colour, hex);
    g_assert(colour_parse(hex, &colour));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    // One zone for all inputs: reading its file takes longer than everything else.
    static GTimeZone *zone;
    if (!zone)
        zone = g_time_zone_new_identifier("Europe/Berlin");
    g_autofree char *text =
        size ? g_strndup((const char *)data, MIN(size, TEXT_TRIED)) : g_strdup("");
    double value = value_of_bytes(text, strlen(text));
    try_number_format(text, value);
    try_time_format(text, value, zone);
    try_edtf(text);
    try_instant(text, zone);
    try_decimal(text);
    try_colour(text);
    return 0;
}
