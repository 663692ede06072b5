// Reads times by a d3-time-format specifier: every directive takes what it can from the text into a
// set of fields, and the fields together name an instant: an epoch, a week and its day, or a date.
// After d3-time-format's newParse; a field out of its range rolls over into the next one.
#include "table/time_parse.h"

#include <math.h>
#include <string.h>

typedef struct {
    double year, month, day, hour, minute, second, millisecond; // month from 0, NAN: not given
    double weekday, monday_weekday;                             // of %w and %u; NAN
    double week_sunday, week_monday, week_iso;                  // of %U, %W, %V; NAN
    double pm;                                                  // 0, 1 or NAN
    double zone_hours, zone_minutes;                            // west of UTC; NAN
    double epoch_ms, epoch_s;                                   // of %Q, %s; NAN
    const char *text;                                           // what is left to read
    const FormatLocale *locale;
} Fields;

// --- pieces of text ---

// Spaces and digits among the next `width` characters.
static bool take_number(Fields *f, guint width, double *out) {
    guint i = 0, digits = 0;
    double value = 0;
    while (i < width && g_ascii_isspace(f->text[i]))
        i++;
    for (; i < width && g_ascii_isdigit(f->text[i]); i++, digits++)
        value = value * 10 + (f->text[i] - '0');
    f->text += digits ? i : 0;
    if (digits)
        *out = value;
    return digits > 0;
}

// Instants whose names are asked for: first_ms, and so on by step_ms.
typedef struct {
    double first_ms, step_ms;
    int count;
} NameSeries;

static const NameSeries WEEKDAYS = {3 * 86400e3, 86400e3, 7};     // from Sunday 1970-01-04
static const NameSeries MONTHS = {946684800e3, 31 * 86400e3, 12}; // 2000-01-01 ... 2000-12-07
static const NameSeries PERIODS = {0, 43200e3, 2};

// The longest of a series of names, as the specifier writes them, that the text begins with.
static bool take_name(Fields *f, const char *specifier, const NameSeries *series, double *out) {
    size_t best = 0;
    for (int i = 0; i < series->count; i++) {
        g_autofree char *name =
            time_format(specifier, f->locale, series->first_ms + i * series->step_ms, NULL);
        size_t length = strlen(name);
        g_autofree char *piece = g_strndup(f->text, length);
        if (!g_utf8_validate(piece, -1, NULL))
            continue; // cut within a character: no name
        g_autofree char *folded_name = g_utf8_casefold(name, -1);
        g_autofree char *folded_piece = g_utf8_casefold(piece, -1);
        if (length > best && strcmp(folded_piece, folded_name) == 0) {
            best = length;
            *out = i;
        }
    }
    f->text += best;
    return best > 0;
}

// --- directives ---

static bool read_specifier(Fields *f, const char *specifier);

static bool read_short_weekday(Fields *f) {
    return take_name(f, "%a", &WEEKDAYS, &f->weekday);
}

static bool read_weekday(Fields *f) {
    return take_name(f, "%A", &WEEKDAYS, &f->weekday);
}

static bool read_short_month(Fields *f) {
    return take_name(f, "%b", &MONTHS, &f->month);
}

static bool read_month_name(Fields *f) {
    return take_name(f, "%B", &MONTHS, &f->month);
}

static bool read_date_time(Fields *f) {
    return read_specifier(f, "%x, %X");
}

static bool read_date(Fields *f) {
    return read_specifier(f, "%-m/%-d/%Y");
}

static bool read_clock(Fields *f) {
    return read_specifier(f, "%-I:%M:%S %p");
}

static bool read_day(Fields *f) {
    return take_number(f, 2, &f->day);
}

static bool read_microseconds(Fields *f) {
    if (!take_number(f, 6, &f->millisecond))
        return false;
    f->millisecond = floor(f->millisecond / 1000);
    return true;
}

static bool read_hour(Fields *f) {
    return take_number(f, 2, &f->hour);
}

static bool read_yearday(Fields *f) {
    f->month = 0;
    return take_number(f, 3, &f->day);
}

static bool read_milliseconds(Fields *f) {
    return take_number(f, 3, &f->millisecond);
}

static bool read_month(Fields *f) {
    if (!take_number(f, 2, &f->month))
        return false;
    f->month -= 1;
    return true;
}

static bool read_minute(Fields *f) {
    return take_number(f, 2, &f->minute);
}

static bool read_period(Fields *f) {
    return take_name(f, "%p", &PERIODS, &f->pm);
}

static bool read_quarter(Fields *f) {
    if (!take_number(f, 1, &f->month))
        return false;
    f->month = f->month * 3 - 3;
    return true;
}

static bool read_epoch_ms(Fields *f) {
    return take_number(f, 20, &f->epoch_ms);
}

static bool read_epoch_s(Fields *f) {
    return take_number(f, 20, &f->epoch_s);
}

static bool read_second(Fields *f) {
    return take_number(f, 2, &f->second);
}

static bool read_monday_weekday(Fields *f) {
    return take_number(f, 1, &f->monday_weekday);
}

static bool read_week_sunday(Fields *f) {
    return take_number(f, 2, &f->week_sunday);
}

static bool read_week_iso(Fields *f) {
    return take_number(f, 2, &f->week_iso);
}

static bool read_weekday_number(Fields *f) {
    return take_number(f, 1, &f->weekday);
}

static bool read_week_monday(Fields *f) {
    return take_number(f, 2, &f->week_monday);
}

static bool read_short_year(Fields *f) {
    if (!take_number(f, 2, &f->year))
        return false;
    f->year += f->year > 68 ? 1900 : 2000;
    return true;
}

static bool read_year(Fields *f) {
    return take_number(f, 4, &f->year);
}

static bool read_zone(Fields *f) {
    double sign = *f->text == '-' ? 1 : -1, hours, minutes = 0;
    if (*f->text == 'Z') {
        f->zone_hours = f->zone_minutes = 0;
        f->text++;
        return true;
    }
    if (*f->text != '+' && *f->text != '-')
        return false;
    f->text++;
    if (!g_ascii_isdigit(f->text[0]) || !g_ascii_isdigit(f->text[1]))
        return false;
    take_number(f, 2, &hours);
    const char *rest = f->text + (*f->text == ':');
    if (g_ascii_isdigit(rest[0]) && g_ascii_isdigit(rest[1])) {
        f->text = rest;
        take_number(f, 2, &minutes);
    }
    f->zone_hours = sign * hours;
    f->zone_minutes = sign * minutes;
    return true;
}

static bool read_percent(Fields *f) {
    if (*f->text != '%')
        return false;
    f->text++;
    return true;
}

static const struct {
    char directive;
    bool (*read)(Fields *f);
} DIRECTIVES[] = {
    {'a', read_short_weekday},
    {'A', read_weekday},
    {'b', read_short_month},
    {'B', read_month_name},
    {'c', read_date_time},
    {'d', read_day},
    {'e', read_day},
    {'f', read_microseconds},
    {'g', read_short_year},
    {'G', read_year},
    {'H', read_hour},
    {'I', read_hour},
    {'j', read_yearday},
    {'L', read_milliseconds},
    {'m', read_month},
    {'M', read_minute},
    {'p', read_period},
    {'q', read_quarter},
    {'Q', read_epoch_ms},
    {'s', read_epoch_s},
    {'S', read_second},
    {'u', read_monday_weekday},
    {'U', read_week_sunday},
    {'V', read_week_iso},
    {'w', read_weekday_number},
    {'W', read_week_monday},
    {'x', read_date},
    {'X', read_clock},
    {'y', read_short_year},
    {'Y', read_year},
    {'Z', read_zone},
    {'%', read_percent},
};

static bool (*find_directive(char directive))(Fields *f) {
    for (gsize i = 0; i < G_N_ELEMENTS(DIRECTIVES); i++)
        if (DIRECTIVES[i].directive == directive)
            return DIRECTIVES[i].read;
    return NULL;
}

// After a "%": skips the padding flag and gives the directive's letter.
static char directive_at(const char **specifier) {
    if (**specifier == '-' || **specifier == '_' || **specifier == '0')
        (*specifier)++;
    char directive = **specifier;
    *specifier += directive != '\0';
    return directive;
}

static bool read_specifier(Fields *f, const char *specifier) {
    while (*specifier) {
        if (*specifier != '%') {
            if (*f->text != *specifier)
                return false;
            f->text++, specifier++;
            continue;
        }
        specifier++;
        bool (*read)(Fields *) = find_directive(directive_at(&specifier));
        if (!read || !read(f))
            return false;
    }
    return true;
}

bool time_parse_check(const char *specifier) {
    while ((specifier = strchr(specifier, '%'))) {
        specifier++;
        if (!find_directive(directive_at(&specifier)))
            return false;
    }
    return true;
}

// --- fields to instant ---

static int year_start_weekday(double year) { // 0 is Sunday
    return ((days_from_civil((int)year, 1, 1) + 4) % 7 + 7) % 7;
}

static void set_yearday(Fields *f, double day) { // from 1
    f->month = 0;
    f->day = day;
}

// The Monday of ISO week 1 is the one nearest to January 1.
static bool place_iso_week(Fields *f) {
    if (f->week_iso < 1 || f->week_iso > 53)
        return false;
    int first = year_start_weekday(f->year);
    double monday = first > 4 || first == 0 ? 1 + (8 - first) % 7 : 2 - first;
    double weekday = isnan(f->weekday) ? 1 : f->weekday;
    set_yearday(f, monday + (f->week_iso - 1) * 7 + fmod(weekday + 6, 7));
    return true;
}

static void place_week(Fields *f) {
    bool monday = !isnan(f->week_monday);
    int first = year_start_weekday(f->year);
    double weekday = f->weekday;
    if (isnan(weekday))
        weekday = !isnan(f->monday_weekday) ? fmod(f->monday_weekday, 7) : monday ? 1 : 0;
    if (monday)
        set_yearday(f, fmod(weekday + 6, 7) + f->week_monday * 7 - (first + 5) % 7);
    else
        set_yearday(f, weekday + f->week_sunday * 7 - (first + 6) % 7);
}

static double to_instant(const Fields *f, GTimeZone *zone) {
    bool has_zone = !isnan(f->zone_hours);
    CivilTime t = {.year = (int)f->year, .month = (int)f->month + 1, .day = (int)f->day};
    t.hour = (int)(f->hour + (has_zone ? f->zone_hours : 0));
    t.minute = (int)(f->minute + (has_zone ? f->zone_minutes : 0));
    t.second = (int)f->second;
    t.millisecond = (int)f->millisecond;
    return instant_from_civil(&t, has_zone ? NULL : zone);
}

double time_parse(const char *specifier, const FormatLocale *locale, const char *text,
                  GTimeZone *zone) {
    Fields f = {.year = 1900, .month = NAN, .day = 1, .weekday = NAN, .monday_weekday = NAN};
    f.week_sunday = f.week_monday = f.week_iso = f.pm = NAN;
    f.zone_hours = f.zone_minutes = f.epoch_ms = f.epoch_s = NAN;
    f.text = text;
    f.locale = locale ? locale : format_locale("en");
    if (!read_specifier(&f, specifier) || *f.text)
        return NAN;
    if (!isnan(f.epoch_ms))
        return f.epoch_ms;
    if (!isnan(f.epoch_s))
        return f.epoch_s * 1000 + f.millisecond;
    if (!isnan(f.pm))
        f.hour = fmod(f.hour, 12) + f.pm * 12;
    if (isnan(f.month))
        f.month = 0;
    if (!isnan(f.week_iso) && !place_iso_week(&f))
        return NAN;
    if (isnan(f.week_iso) && (!isnan(f.week_sunday) || !isnan(f.week_monday)))
        place_week(&f);
    return to_instant(&f, zone);
}
