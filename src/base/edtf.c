// EDTF is read by hand: a date is a handful of fixed shapes, and each gives a span of days. An
// interval is two dates; "..", or nothing, stands for an open end.
#include "base/edtf.h"

#include "base/datetime.h"

#include <glib.h>
#include <string.h>

// A date that was read so far, and what is wrong with it.
typedef struct {
    const char *p, *end;
    Edtf date;
    const char *problem;
} Scan;

static bool fail(Scan *scan, const char *problem) {
    scan->problem = problem;
    return false;
}

static bool at_digits(const Scan *scan, int count) {
    if (scan->end - scan->p < count)
        return false;
    for (int i = 0; i < count; i++) {
        if (!g_ascii_isdigit(scan->p[i]))
            return false;
    }
    return true;
}

// Only after at_digits.
static int take_digits(Scan *scan, int count) {
    int value = 0;
    while (count-- > 0)
        value = value * 10 + (*scan->p++ - '0');
    return value;
}

static bool take(Scan *scan, const char *text) {
    size_t length = strlen(text);
    if ((size_t)(scan->end - scan->p) < length || memcmp(scan->p, text, length) != 0)
        return false;
    scan->p += length;
    return true;
}

static void set_days(Edtf *date, EdtfPrecision precision, int first, int last) {
    date->precision = precision;
    date->first = first;
    date->last = last;
}

static void set_years(Edtf *date, EdtfPrecision precision, int first, int count) {
    date->year = first;
    set_days(date, precision, days_from_civil(first, 1, 1),
             days_from_civil(first + count, 1, 1) - 1);
}

// Its days are set when it turns out that no month follows.
static void set_year(Edtf *date, int year) {
    date->precision = EDTF_YEAR;
    date->year = year;
}

static void set_month(Edtf *date, int month) {
    int first = days_from_civil(date->year, month, 1);
    set_days(date, EDTF_MONTH, first, first + days_in_month(date->year, month) - 1);
}

// 21 spring starts in March, 24 winter in December and reaches into the next year.
static void set_season(Edtf *date, int code) {
    int start = 3 * (code - 20);
    int end_year = code == 24 ? date->year + 1 : date->year, end = code == 24 ? 2 : start + 2;
    set_days(date, EDTF_SEASON, days_from_civil(date->year, start, 1),
             days_from_civil(end_year, end, days_in_month(end_year, end)));
}

// Two digits, or "XX": unspecified, which leaves the month. The field's end is checked by the
// caller.
static bool scan_day(Scan *scan, int month) {
    if (take(scan, "XX")) {
        set_month(&scan->date, month);
        return true;
    }
    if (!at_digits(scan, 2))
        return fail(scan, "a day has two digits");
    int day = take_digits(scan, 2);
    if (day < 1 || day > 31)
        return fail(scan, "a day is 01 to 31");
    if (day > days_in_month(scan->date.year, month))
        return fail(scan, "this month does not have that many days");
    int days = days_from_civil(scan->date.year, month, day);
    set_days(&scan->date, EDTF_DAY, days, days);
    return true;
}

static bool scan_month(Scan *scan) {
    if (take(scan, "XX"))
        return !take(scan, "-") || take(scan, "XX") || fail(scan, "a day needs its month");
    if (!at_digits(scan, 2))
        return fail(scan, "a month has two digits");
    int month = take_digits(scan, 2);
    if (month >= 21 && month <= 24) {
        set_season(&scan->date, month);
        return true;
    }
    if (month < 1 || month > 12)
        return fail(scan, "a month is 01 to 12, a season 21 to 24");
    if (take(scan, "-"))
        return scan_day(scan, month);
    set_month(&scan->date, month);
    return true;
}

// "Y" and more than four digits, after the sign.
static bool scan_long_year(Scan *scan, int sign) {
    int count = 0;
    while (at_digits(scan, count + 1))
        count++;
    if (count <= 4)
        return fail(scan, "a year after \"Y\" has more than four digits");
    if (count > 6 || (count == 6 && strncmp(scan->p, "200000", 6) > 0))
        return fail(scan, "years beyond 200000 are not supported");
    set_year(&scan->date, sign * take_digits(scan, count));
    return true;
}

// 1985, 197X, 19XX; the month, if any, is still to come.
static bool scan_year(Scan *scan) {
    bool is_long = take(scan, "Y");
    int sign = take(scan, "-") ? -1 : 1;
    if (is_long)
        return scan_long_year(scan, sign);
    if (at_digits(scan, 4)) {
        set_year(&scan->date, sign * take_digits(scan, 4));
        return true;
    }
    int known = at_digits(scan, 3) ? 3 : 2;
    if (sign < 0 || !at_digits(scan, 2))
        return fail(scan, "a year has four digits");
    int start = take_digits(scan, known);
    if (known == 3 && take(scan, "X"))
        set_years(&scan->date, EDTF_DECADE, start * 10, 10);
    else if (known == 2 && take(scan, "XX"))
        set_years(&scan->date, EDTF_CENTURY, start * 100, 100);
    else
        return fail(scan, "a year has four digits, or ends in X or XX");
    return true;
}

// hh:mm:ss and an offset, which the day does not need but which must be right.
static bool scan_time(Scan *scan) {
    static const int limits[] = {24, 60, 61};
    for (int i = 0; i < 3; i++) {
        if ((i > 0 && !take(scan, ":")) || !at_digits(scan, 2))
            return fail(scan, "a time is hh:mm:ss");
        if (take_digits(scan, 2) >= limits[i])
            return fail(scan, "this time of day does not exist");
    }
    if (take(scan, "Z") || (!take(scan, "+") && !take(scan, "-")))
        return true;
    if (!at_digits(scan, 2) || take_digits(scan, 2) > 14)
        return fail(scan, "a time's offset is Z, +hh or +hh:mm");
    if (take(scan, ":") && (!at_digits(scan, 2) || take_digits(scan, 2) > 59))
        return fail(scan, "a time's offset is Z, +hh or +hh:mm");
    return true;
}

static void scan_qualifier(Scan *scan) {
    bool both = take(scan, "%");
    scan->date.approximate = both || take(scan, "~");
    scan->date.uncertain = both || (!scan->date.approximate && take(scan, "?"));
}

static bool scan_date(Scan *scan) {
    if (scan->p == scan->end)
        return fail(scan, "the date is empty");
    if (!scan_year(scan))
        return false;
    if (scan->date.precision == EDTF_YEAR && take(scan, "-") && !scan_month(scan))
        return false;
    if (scan->date.precision == EDTF_YEAR)
        set_years(&scan->date, EDTF_YEAR, scan->date.year, 1);
    if (scan->date.precision == EDTF_DAY && take(scan, "T") && !scan_time(scan))
        return false;
    scan_qualifier(scan);
    if (scan->p != scan->end)
        return fail(scan, "there is more text after the date");
    scan->date.ends[0] = scan->date.ends[1] = (EdtfEnd){
        scan->date.precision, scan->date.first, scan->date.approximate, scan->date.uncertain};
    return true;
}

static bool is_open(const char *start, const char *end) {
    return start == end || (end - start == 2 && memcmp(start, "..", 2) == 0);
}

static int year_of_day(int days) {
    int year, month, day;
    civil_from_days(days, &year, &month, &day);
    return year;
}

static bool read_interval(const char *text, const char *slash, Edtf *out, const char **problem) {
    const char *end = slash + 1 + strlen(slash + 1);
    bool open_start = is_open(text, slash), open_end = is_open(slash + 1, end);
    Scan from = {.p = text, .end = slash}, to = {.p = slash + 1, .end = end};
    if (open_start && open_end)
        return *problem = "an interval needs a date on one side", false;
    if (!open_start && !scan_date(&from))
        return *problem = from.problem, false;
    if (!open_end && !scan_date(&to))
        return *problem = to.problem, false;
    if (open_start)
        from = to;
    if (open_end)
        to = from;
    if (to.date.last < from.date.first)
        return *problem = "the interval ends before it starts", false;
    *out = from.date;
    set_days(out, EDTF_INTERVAL, from.date.first, MAX(from.date.last, to.date.last));
    out->approximate |= to.date.approximate;
    out->uncertain |= to.date.uncertain;
    out->open_start = open_start;
    out->open_end = open_end;
    out->year = year_of_day(open_start ? out->last : out->first);
    out->ends[1] = to.date.ends[0];
    return true;
}

bool edtf_parse(const char *text, Edtf *out, const char **problem) {
    const char *ignored, *slash = strchr(text, '/');
    problem = problem ? problem : &ignored;
    if (slash)
        return read_interval(text, slash, out, problem);
    Scan scan = {.p = text, .end = text + strlen(text)};
    if (!scan_date(&scan)) {
        *problem = scan.problem;
        return false;
    }
    *out = scan.date;
    return true;
}

const char *edtf_precision_name(EdtfPrecision precision) {
    static const char *const names[] = {
        [EDTF_DAY] = "day",          [EDTF_MONTH] = "month",   [EDTF_SEASON] = "season",
        [EDTF_YEAR] = "year",        [EDTF_DECADE] = "decade", [EDTF_CENTURY] = "century",
        [EDTF_INTERVAL] = "interval"};
    return names[precision];
}
