// Times by d3-time-format specifiers: a percent sign, perhaps how to pad (- none, _ spaces, 0
// zeros), and a letter. Each letter is a row of the table of directives.
// Source: https://d3js.org/d3-time-format (version 4.1), documentation and behaviour.
#include "base/format.h"

#include "base/format_locale.h"

#include <math.h>
#include <string.h>

typedef struct {
    GString *out;
    const FormatLocale *locale;
    CivilTime civil;
    double instant_ms;
    char pad; // '0', ' ', or NUL for none
} Writer;

static void write_padded(Writer *writer, int value, int width) {
    char digits[16];
    int length = g_snprintf(digits, sizeof digits, "%d", ABS(value));
    if (value < 0)
        g_string_append_c(writer->out, '-');
    for (; writer->pad && length < width; length++)
        g_string_append_c(writer->out, writer->pad);
    g_string_append(writer->out, digits);
}

static void write_short_weekday(Writer *writer) {
    g_string_append(writer->out, writer->locale->short_days[writer->civil.weekday]);
}

static void write_weekday(Writer *writer) {
    g_string_append(writer->out, writer->locale->days[writer->civil.weekday]);
}

static void write_short_month(Writer *writer) {
    g_string_append(writer->out, writer->locale->short_months[writer->civil.month - 1]);
}

static void write_month(Writer *writer) {
    g_string_append(writer->out, writer->locale->months[writer->civil.month - 1]);
}

static void write_day(Writer *writer) {
    write_padded(writer, writer->civil.day, 2);
}

static void write_hour_24(Writer *writer) {
    write_padded(writer, writer->civil.hour, 2);
}

static void write_hour_12(Writer *writer) {
    int hour = writer->civil.hour % 12;
    write_padded(writer, hour == 0 ? 12 : hour, 2);
}

static void write_yearday(Writer *writer) {
    write_padded(writer, writer->civil.yearday, 3);
}

static void write_millisecond(Writer *writer) {
    write_padded(writer, writer->civil.millisecond, 3);
}

static void write_microsecond(Writer *writer) {
    write_millisecond(writer);
    g_string_append(writer->out, "000");
}

static void write_month_number(Writer *writer) {
    write_padded(writer, writer->civil.month, 2);
}

static void write_minute(Writer *writer) {
    write_padded(writer, writer->civil.minute, 2);
}

static void write_second(Writer *writer) {
    write_padded(writer, writer->civil.second, 2);
}

static void write_period(Writer *writer) {
    g_string_append(writer->out, writer->locale->periods[writer->civil.hour >= 12]);
}

static void write_quarter(Writer *writer) {
    g_string_append_c(writer->out, (char)('1' + (writer->civil.month - 1) / 3));
}

static void write_unix_milliseconds(Writer *writer) {
    g_string_append_printf(writer->out, "%" G_GINT64_FORMAT, (gint64)writer->instant_ms);
}

static void write_unix_seconds(Writer *writer) {
    gint64 seconds = (gint64)floor(writer->instant_ms / 1000);
    g_string_append_printf(writer->out, "%" G_GINT64_FORMAT, seconds);
}

static void write_weekday_monday(Writer *writer) {
    int weekday = writer->civil.weekday;
    g_string_append_c(writer->out, (char)('0' + (weekday == 0 ? 7 : weekday)));
}

static void write_weekday_sunday(Writer *writer) {
    g_string_append_c(writer->out, (char)('0' + writer->civil.weekday));
}

// The week of the year, 0 before its first such day.
static void write_week(Writer *writer, int days_since_start_of_week) {
    write_padded(writer, (writer->civil.yearday + 6 - days_since_start_of_week) / 7, 2);
}

static void write_week_sunday(Writer *writer) {
    write_week(writer, writer->civil.weekday);
}

static void write_week_monday(Writer *writer) {
    write_week(writer, (writer->civil.weekday + 6) % 7);
}

// ISO 8601: a week belongs to the year of its Thursday. Gives the days since that year began.
static int find_iso_year(const CivilTime *civil, int *year) {
    int thursday = civil->yearday - 1 - (civil->weekday + 6) % 7 + 3;
    *year = civil->year;
    if (thursday < 0)
        thursday += days_from_civil(*year, 1, 1) - days_from_civil(*year - 1, 1, 1), --*year;
    int length = days_from_civil(*year + 1, 1, 1) - days_from_civil(*year, 1, 1);
    if (thursday >= length)
        thursday -= length, ++*year;
    return thursday;
}

static void write_iso_week(Writer *writer) {
    int year;
    write_padded(writer, find_iso_year(&writer->civil, &year) / 7 + 1, 2);
}

static void write_iso_year(Writer *writer) {
    int year;
    find_iso_year(&writer->civil, &year);
    write_padded(writer, year % 10000, 4);
}

static void write_short_iso_year(Writer *writer) {
    int year;
    find_iso_year(&writer->civil, &year);
    write_padded(writer, year % 100, 2);
}

static void write_year(Writer *writer) {
    write_padded(writer, writer->civil.year % 10000, 4);
}

static void write_short_year(Writer *writer) {
    write_padded(writer, writer->civil.year % 100, 2);
}

static void write_zone(Writer *writer) {
    int minutes = writer->civil.offset_minutes;
    g_string_append_printf(writer->out, "%c%02d%02d", minutes < 0 ? '-' : '+', ABS(minutes) / 60,
                           ABS(minutes) % 60);
}

static void write_percent(Writer *writer) {
    g_string_append_c(writer->out, '%');
}

static void write_date_time(Writer *writer);
static void write_date(Writer *writer);
static void write_time(Writer *writer);

typedef struct {
    char letter;
    void (*write)(Writer *writer);
    EdtfPrecision precision; // of the date that it needs; EDTF_INTERVAL: none
} Directive;

static const Directive directives[] = {
    {'Y', write_year, EDTF_YEAR},
    {'y', write_short_year, EDTF_YEAR},
    {'B', write_month, EDTF_MONTH},
    {'b', write_short_month, EDTF_MONTH},
    {'m', write_month_number, EDTF_MONTH},
    {'q', write_quarter, EDTF_MONTH},
    {'d', write_day, EDTF_DAY},
    {'e', write_day, EDTF_DAY},
    {'H', write_hour_24, EDTF_DAY},
    {'M', write_minute, EDTF_DAY},
    {'S', write_second, EDTF_DAY},
    {'a', write_short_weekday, EDTF_DAY},
    {'A', write_weekday, EDTF_DAY},
    {'c', write_date_time, EDTF_DAY},
    {'f', write_microsecond, EDTF_DAY},
    {'g', write_short_iso_year, EDTF_DAY},
    {'G', write_iso_year, EDTF_DAY},
    {'I', write_hour_12, EDTF_DAY},
    {'j', write_yearday, EDTF_DAY},
    {'L', write_millisecond, EDTF_DAY},
    {'p', write_period, EDTF_DAY},
    {'Q', write_unix_milliseconds, EDTF_DAY},
    {'s', write_unix_seconds, EDTF_DAY},
    {'u', write_weekday_monday, EDTF_DAY},
    {'U', write_week_sunday, EDTF_DAY},
    {'V', write_iso_week, EDTF_DAY},
    {'w', write_weekday_sunday, EDTF_DAY},
    {'W', write_week_monday, EDTF_DAY},
    {'x', write_date, EDTF_DAY},
    {'X', write_time, EDTF_DAY},
    {'Z', write_zone, EDTF_DAY},
    {'%', write_percent, EDTF_INTERVAL},
};

// The directive that starts with the percent sign at p; *end is behind it. NULL when unknown.
static const Directive *read_directive(const char *p, char *pad, const char **end) {
    char modifier = '\0';
    if (p[1] && strchr("-_0", p[1]))
        modifier = *++p;
    for (guint i = 0; i < G_N_ELEMENTS(directives); i++) {
        if (directives[i].letter != p[1])
            continue;
        *pad = modifier == '-' ? '\0' : modifier == '_' ? ' ' : '0';
        if (!modifier && p[1] == 'e')
            *pad = ' ';
        *end = p + 2;
        return &directives[i];
    }
    return NULL;
}

static void write_all(Writer *writer, const char *specifier) {
    const char *p = specifier;
    for (const char *percent; (percent = strchr(p, '%'));) {
        g_string_append_len(writer->out, p, percent - p);
        const Directive *directive = read_directive(percent, &writer->pad, &p);
        if (directive) {
            directive->write(writer);
        } else {
            g_string_append_c(writer->out, '%');
            p = percent + 1;
        }
    }
    g_string_append(writer->out, p);
}

static void write_date_time(Writer *writer) {
    write_all(writer, writer->locale->date_time);
}

static void write_date(Writer *writer) {
    write_all(writer, writer->locale->date);
}

static void write_time(Writer *writer) {
    write_all(writer, writer->locale->time);
}

bool time_format_check(const char *specifier, const char **problem) {
    const char *p = specifier;
    for (const char *percent; (percent = strchr(p, '%'));) {
        char pad;
        if (!read_directive(percent, &pad, &p)) {
            *problem = percent;
            return false;
        }
    }
    return true;
}

EdtfPrecision time_format_precision(const char *specifier) {
    EdtfPrecision finest = EDTF_INTERVAL;
    const char *p = specifier;
    for (const char *percent; (percent = strchr(p, '%'));) {
        char pad;
        const Directive *directive = read_directive(percent, &pad, &p);
        if (!directive)
            p = percent + 1;
        else if (directive->precision < finest)
            finest = directive->precision;
    }
    return finest;
}

char *time_format(const char *specifier, const FormatLocale *locale, double instant_ms,
                  GTimeZone *zone) {
    if (!(fabs(instant_ms) <= INSTANT_MAX))
        return g_strdup("Invalid date");
    Writer writer = {.out = g_string_sized_new(32), .locale = locale, .instant_ms = instant_ms};
    writer.civil = civil_from_instant(instant_ms, zone);
    write_all(&writer, specifier);
    return g_string_free(writer.out, FALSE);
}
