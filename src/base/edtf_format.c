// EDTF dates for people. The words are patterns of the locale (see format_locale.h), one for each
// precision; intervals choose the pattern that names what both ends share only once.
#include "base/edtf.h"

#include "base/format_locale.h"

#include <string.h>

// A date split into what patterns name.
typedef struct {
    int year, month, day;
    EdtfPrecision precision;
    bool approximate;
} Parts;

static Parts split(const EdtfEnd *end) {
    Parts parts = {.precision = end->precision, .approximate = end->approximate};
    civil_from_days(end->first, &parts.year, &parts.month, &parts.day);
    return parts;
}

static const char *ordinal_suffix(int value) {
    int tens = value % 100 / 10, ones = value % 10;
    return tens == 1 ? "th" : ones == 1 ? "st" : ones == 2 ? "nd" : ones == 3 ? "rd" : "th";
}

static void append_roman(GString *out, int value) {
    static const struct {
        int value;
        char text[3];
    } parts[] = {{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"},
                 {9, "IX"},  {5, "V"},   {4, "IV"}, {1, "I"}};
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        for (; value >= parts[i].value; value -= parts[i].value)
            g_string_append(out, parts[i].text);
    }
}

static void append_token(GString *out, char token, const Parts *parts, const FormatLocale *locale) {
    int century = parts->year / 100 + 1;
    switch (token) {
    case 'd':
        g_string_append_printf(out, "%d", parts->day);
        break;
    case 'e':
        g_string_append_printf(out, parts->day == 1 ? "%der" : "%d", parts->day);
        break;
    case 'm':
        g_string_append_printf(out, "%d", parts->month);
        break;
    case 'B':
        g_string_append(out, locale->months[parts->month - 1]);
        break;
    case 'N':
        if (locale->month_names[0])
            g_string_append(out, locale->month_names[parts->month - 1]);
        else
            g_string_append(out, locale->months[parts->month - 1]);
        break;
    case 'y':
        g_string_append_printf(out, "%d", parts->year);
        break;
    case 'c':
        g_string_append_printf(out, "%d", century);
        break;
    case 'o':
        g_string_append_printf(out, "%d%s", century, ordinal_suffix(century));
        break;
    case 'r':
        append_roman(out, century);
        break;
    case 'R':
        append_roman(out, century);
        g_string_append(out, century == 1 ? "er" : "e");
        break;
    default:
        g_assert_not_reached();
    }
}

// parts[1] is what %| goes on with.
static void append_pattern(GString *out, const char *pattern, const Parts *parts,
                           const FormatLocale *locale) {
    for (const char *p = pattern; *p; p++) {
        if (*p != '%') {
            g_string_append_c(out, *p);
        } else if (*++p == '|') {
            parts++;
        } else if (*p == '(') {
            const char *close = strchr(p, ')');
            if (parts->approximate)
                g_string_append_len(out, p + 1, close - p - 1);
            p = close;
        } else {
            append_token(out, *p, parts, locale);
        }
    }
}

static const char *find_pattern(const DateForms *forms, const Parts *parts) {
    switch (parts->precision) {
    case EDTF_DAY:
        return forms->day;
    case EDTF_MONTH:
        return forms->month;
    case EDTF_SEASON:
        return forms
            ->season[parts->month / 3 - 1]; // they start in March, June, September, December
    case EDTF_YEAR:
        return forms->year;
    case EDTF_DECADE:
        return forms->decade;
    case EDTF_CENTURY:
        return forms->century;
    case EDTF_INTERVAL:
        break; // an end of an interval is none
    }
    g_assert_not_reached();
}

static void append_date(GString *out, const DateForms *forms, const Parts *parts,
                        const FormatLocale *locale) {
    append_pattern(out, find_pattern(forms, parts), parts, locale);
}

// The pattern for two dates of one kind that share their larger parts, or NULL.
static const char *find_range_pattern(const RangeForms *range, const Parts *a, const Parts *b) {
    if (a->precision != b->precision)
        return NULL;
    if (a->precision == EDTF_YEAR)
        return range->years;
    if (a->precision == EDTF_DECADE)
        return range->decades;
    if (a->year != b->year)
        return NULL;
    if (a->precision == EDTF_MONTH)
        return range->months_of_year;
    if (a->precision != EDTF_DAY)
        return NULL;
    return a->month == b->month ? range->days_of_month : range->days_of_year;
}

static void append_interval(GString *out, const Edtf *date, const FormatLocale *locale) {
    Parts parts[2] = {split(&date->ends[0]), split(&date->ends[1])};
    if (date->open_end || date->open_start) {
        append_date(out, date->open_end ? &locale->since : &locale->until, parts, locale);
        return;
    }
    if (date->ends[0].first == date->ends[1].first && parts[0].precision == parts[1].precision) {
        append_date(out, &locale->plain, parts, locale);
        return;
    }
    if (parts[0].approximate && parts[1].approximate)
        parts[1].approximate = false; // said once for both
    const char *pattern = find_range_pattern(&locale->range, &parts[0], &parts[1]);
    if (pattern) {
        append_pattern(out, pattern, parts, locale);
        return;
    }
    append_date(out, &locale->plain, &parts[0], locale);
    g_string_append(out, locale->range.other);
    append_date(out, &locale->plain, &parts[1], locale);
}

char *edtf_format(const Edtf *date, const FormatLocale *locale) {
    GString *out = g_string_sized_new(32);
    if (date->precision == EDTF_INTERVAL) {
        append_interval(out, date, locale);
    } else {
        Parts parts = split(&date->ends[0]);
        append_date(out, &locale->plain, &parts, locale);
    }
    if (date->uncertain)
        g_string_append(out, locale->uncertain);
    return g_string_free(out, FALSE);
}

// The finest precision of a specifier that such a date can fill.
static EdtfPrecision fillable(EdtfPrecision precision) {
    if (precision == EDTF_SEASON)
        return EDTF_YEAR;
    return precision <= EDTF_YEAR ? precision : EDTF_INTERVAL;
}

char *edtf_time_format(const Edtf *date, const char *specifier, const FormatLocale *locale) {
    if (time_format_precision(specifier) < fillable(date->precision))
        return edtf_format(date, locale);
    g_autofree char *text = time_format(specifier, locale, date->first * 86400000.0, NULL);
    const char *about = locale->plain.year; // every such pattern starts with %(about )
    int about_length = date->approximate ? (int)strcspn(about + 2, ")") : 0;
    return g_strdup_printf("%.*s%s%s", about_length, about + 2, text,
                           date->uncertain ? locale->uncertain : "");
}
