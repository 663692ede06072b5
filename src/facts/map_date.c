// Each named format takes the text apart and hands year, month and day to one writer, which leaves
// it to EDTF's reader whether such a day exists. Patterns are read by d3-time-format's rules; their
// directives say how precise the date is.
#include "facts/map_date.h"

#include "base/datetime.h"
#include "base/edtf.h"
#include "base/format.h"
#include "table/time_parse.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_LIMIT = 64 };

// month and day may be 0: not known.
static bool write_date(int year, int month, int day, char *out) {
    Edtf date;
    if (year < 0 || year > 9999 || month < 0 || month > 12 || day < 0 || day > 31 ||
        (day && !month))
        return false;
    if (day)
        g_snprintf(out, MAP_DATE_SIZE, "%04d-%02d-%02d", year, month, day);
    else if (month)
        g_snprintf(out, MAP_DATE_SIZE, "%04d-%02d", year, month);
    else
        g_snprintf(out, MAP_DATE_SIZE, "%04d", year);
    return edtf_parse(out, &date, NULL);
}

// Up to three numbers of at most four digits with other characters between them, none of which is
// a letter; or eight or six digits in a row. The count of numbers, 0 when there is more.
static int read_numbers(const char *text, int *numbers) {
    int count = 0;
    while (*text) {
        if (g_ascii_isalpha(*text) || (unsigned char)*text >= 0x80)
            return 0;
        if (!g_ascii_isdigit(*text)) {
            text++;
            continue;
        }
        gsize digits = strspn(text, "0123456789");
        if (count == 3 || digits > 4)
            return 0;
        numbers[count++] = atoi(text);
        text += digits;
    }
    return count;
}

// A year of two digits does not say its century.
static bool is_year(int year) {
    return year >= 100;
}

static bool read_dmy(const char *text, const char *pattern, char *out) {
    (void)pattern;
    int n[3];
    return read_numbers(text, n) == 3 && is_year(n[2]) && write_date(n[2], n[1], n[0], out);
}

static bool read_mdy(const char *text, const char *pattern, char *out) {
    (void)pattern;
    int n[3];
    return read_numbers(text, n) == 3 && is_year(n[2]) && write_date(n[2], n[0], n[1], out);
}

static bool read_ymd(const char *text, const char *pattern, char *out) {
    (void)pattern;
    int n[3];
    if (strlen(text) == 8 && strspn(text, "0123456789") == 8) {
        int packed = atoi(text);
        return write_date(packed / 10000, packed / 100 % 100, packed % 100, out);
    }
    return read_numbers(text, n) == 3 && is_year(n[0]) && write_date(n[0], n[1], n[2], out);
}

static bool read_my(const char *text, const char *pattern, char *out) {
    (void)pattern;
    int n[3];
    return read_numbers(text, n) == 2 && is_year(n[1]) && write_date(n[1], n[0], 0, out);
}

static bool read_ym(const char *text, const char *pattern, char *out) {
    (void)pattern;
    int n[3];
    return read_numbers(text, n) == 2 && is_year(n[0]) && write_date(n[0], n[1], 0, out);
}

static bool read_year(const char *text, const char *pattern, char *out) {
    (void)pattern;
    gsize length = strlen(text);
    return length >= 3 && length <= 4 && strspn(text, "0123456789") == length &&
           write_date(atoi(text), 0, 0, out);
}

static bool read_edtf(const char *text, const char *pattern, char *out) {
    (void)pattern;
    Edtf date;
    if (strlen(text) >= MAP_DATE_SIZE || !edtf_parse(text, &date, NULL))
        return false;
    g_strlcpy(out, text, MAP_DATE_SIZE);
    return true;
}

// A day, a month or a year; behind a day a time may follow after "T" or a space.
static bool read_iso(const char *text, const char *pattern, char *out) {
    gsize length = strspn(text, "0123456789-");
    if (length == 10 && (text[10] == 'T' || text[10] == ' ') && g_ascii_isdigit(text[11])) {
        char day[11];
        g_strlcpy(day, text, sizeof day);
        return read_edtf(day, pattern, out);
    }
    return read_edtf(text, pattern, out);
}

static bool write_instant(double ms, char *out) {
    double limit_ms = 253402300799999.0; // the end of the year 9999
    if (!isfinite(ms) || fabs(ms) > limit_ms)
        return false;
    int year, month, day;
    civil_from_days((int)floor(ms / 86400000.0), &year, &month, &day);
    return write_date(year, month, day, out);
}

static bool read_unix(const char *text, const char *pattern, char *out) {
    (void)pattern;
    char *end;
    double seconds = g_ascii_strtod(text, &end);
    return end != text && *end == '\0' && write_instant(seconds * 1000, out);
}

static bool read_unix_ms(const char *text, const char *pattern, char *out) {
    (void)pattern;
    char *end;
    double ms = g_ascii_strtod(text, &end);
    return end != text && *end == '\0' && write_instant(ms, out);
}

static bool has_directive(const char *pattern, const char *letters) {
    for (const char *p = strchr(pattern, '%'); p; p = strchr(p, '%')) {
        p += 1 + (p[1] && strchr("-_0", p[1]) != NULL);
        if (*p && strchr(letters, *p))
            return true;
        p += *p != '\0';
    }
    return false;
}

static const char *skip_padding(const char *text) {
    while (*text == '0' || *text == ' ')
        text++;
    return text;
}

// Whether two texts are the same but for case and the padding of numbers.
static bool is_alike(const char *a, const char *b) {
    for (;;) {
        a = skip_padding(a);
        b = skip_padding(b);
        if (g_ascii_tolower(*a) != g_ascii_tolower(*b))
            return false;
        if (!*a)
            return true;
        a++;
        b++;
    }
}

// d3 reads 31 February as 3 March; written again it is another text. Zones have several spellings.
static bool is_rolled_over(const char *pattern, double ms, const char *text) {
    if (has_directive(pattern, "ZsQ"))
        return false;
    g_autofree char *again = time_format(pattern, format_locale("en"), ms, NULL);
    return !is_alike(again, text);
}

static bool read_pattern(const char *text, const char *pattern, char *out) {
    double ms = time_parse(pattern, NULL, text, NULL);
    if (!write_instant(ms, out) || is_rolled_over(pattern, ms, text))
        return false;
    EdtfPrecision precision = time_format_precision(pattern);
    if (precision == EDTF_MONTH)
        out[strlen("2025-07")] = '\0';
    else if (precision == EDTF_YEAR)
        out[strlen("2025")] = '\0';
    return true;
}

static const MapDateFormat named[] = {
    {"iso", read_iso},   {"edtf", read_edtf},       {"dmy", read_dmy}, {"mdy", read_mdy},
    {"ymd", read_ymd},   {"my", read_my},           {"ym", read_ym},   {"year", read_year},
    {"unix", read_unix}, {"unix-ms", read_unix_ms},
};

const char *const *map_date_names(void) {
    static const char *const names[] = {"iso", "edtf", "dmy",  "mdy",     "ymd", "my",
                                        "ym",  "year", "unix", "unix-ms", NULL};
    return names;
}

bool map_date_format(const char *name, MapDateFormat *out) {
    for (guint i = 0; i < G_N_ELEMENTS(named); i++) {
        if (strcmp(named[i].name, name) != 0)
            continue;
        *out = named[i];
        return true;
    }
    if (!has_directive(name, "YycxQsG") || !time_parse_check(name))
        return false;
    *out = (MapDateFormat){name, read_pattern};
    return true;
}

bool map_date_read(const MapDateFormat *format, const char *text, char *out) {
    return strlen(text) < TEXT_LIMIT && format->read(text, format->name, out);
}
