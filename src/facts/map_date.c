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

// --- parts of a year ---

// One word or number of such a text at a time: "Q3 2024" and "2024Q3" have three.
typedef struct {
    int year, year_after, part; // 0: not there
    char mark;                  // 'q' of a quarter, 'h' of a half, 's' of a season; or 0
    bool is_wrong;
} YearPart;

typedef struct {
    const char *word;
    char mark;
    int part; // 0: the word says the kind alone
} PartWord;

static const PartWord part_words[] = {
    {"q", 'q', 0},         {"t", 'q', 0},        {"quarter", 'q', 0},  {"qtr", 'q', 0},
    {"trimestre", 'q', 0}, {"semestre", 'h', 0}, {"semester", 'h', 0}, {"h", 'h', 0},
    {"s", 'h', 0},         {"half", 'h', 0},     {"spring", 's', 21},  {"summer", 's', 22},
    {"autumn", 's', 23},   {"fall", 's', 23},    {"winter", 's', 24},  {"first", 0, 1},
    {"second", 0, 2},      {"third", 0, 3},      {"fourth", 0, 4},     {"of", 0, 0},
    {"the", 0, 0},         {"st", 0, 0},         {"nd", 0, 0},         {"rd", 0, 0},
    {"th", 0, 0},          {"in", 0, 0},
};

static void set_once(YearPart *out, int *slot, int value) {
    out->is_wrong = out->is_wrong || *slot;
    *slot = value;
}

static void take_part_word(const char *word, gsize length, YearPart *out) {
    for (guint i = 0; i < G_N_ELEMENTS(part_words); i++) {
        const PartWord *known = &part_words[i];
        if (strlen(known->word) != length || g_ascii_strncasecmp(known->word, word, length) != 0)
            continue;
        out->is_wrong = out->is_wrong || (known->mark && out->mark);
        out->mark = known->mark ? known->mark : out->mark;
        if (known->part)
            set_once(out, &out->part, known->part);
        return;
    }
    out->is_wrong = true;
}

// The first year behind another that ends in these two digits.
static int year_behind(int year, int digits) {
    int same = year / 100 * 100 + digits;
    return same > year ? same : same + 100;
}

// Behind a year two or four digits are the year it ends in: winter 2024/25.
static void take_part_number(const char *digits, gsize length, YearPart *out) {
    int value = length <= 4 ? atoi(digits) : 0;
    if (length == 1)
        set_once(out, &out->part, value);
    else if (length == 4 && !out->year)
        out->year = value;
    else if (out->year && (length == 2 || length == 4))
        set_once(out, &out->year_after, length == 4 ? value : year_behind(out->year, value));
    else
        out->is_wrong = true;
}

static YearPart scan_part(const char *text) {
    YearPart part = {0};
    while (*text && !part.is_wrong) {
        gsize digits = strspn(text, "0123456789"), letters = 0;
        while (g_ascii_isalpha(text[letters]))
            letters++;
        if (digits)
            take_part_number(text, digits, &part);
        else if (letters)
            take_part_word(text, letters, &part);
        else if (!strchr(" -/.,_'", *text))
            part.is_wrong = true;
        text += digits + letters + (digits + letters == 0);
    }
    return part;
}

// Quarters and halves of calendar years are ranges of months.
static bool write_months(const char *text, char mark, int months, char *out) {
    YearPart part = scan_part(text);
    if (part.is_wrong || part.mark != mark || part.year_after || !is_year(part.year) ||
        part.part < 1 || part.part > 12 / months)
        return false;
    int last = part.part * months;
    g_snprintf(out, MAP_DATE_SIZE, "%04d-%02d/%04d-%02d", part.year, last - months + 1, part.year,
               last);
    return true;
}

static bool read_quarter(const char *text, const char *pattern, char *out) {
    (void)pattern;
    return write_months(text, 'q', 3, out);
}

static bool read_half(const char *text, const char *pattern, char *out) {
    (void)pattern;
    return write_months(text, 'h', 6, out);
}

// A winter that is named by both its years is that of the first.
static bool read_season(const char *text, const char *pattern, char *out) {
    (void)pattern;
    YearPart part = scan_part(text);
    bool is_next = part.part == 24 && part.year_after == part.year + 1;
    if (part.is_wrong || part.mark != 's' || !is_year(part.year) || (part.year_after && !is_next))
        return false;
    g_snprintf(out, MAP_DATE_SIZE, "%04d-%02d", part.year, part.part);
    return true;
}

// --- instants ---

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
    {"iso", read_iso},         {"edtf", read_edtf},       {"dmy", read_dmy},
    {"mdy", read_mdy},         {"ymd", read_ymd},         {"my", read_my},
    {"ym", read_ym},           {"year", read_year},       {"unix", read_unix},
    {"unix-ms", read_unix_ms}, {"quarter", read_quarter}, {"half", read_half},
    {"season", read_season},
};

const char *const *map_date_names(void) {
    static const char *const names[] = {"iso",     "edtf", "dmy",    "mdy",  "ymd",
                                        "my",      "ym",   "year",   "unix", "unix-ms",
                                        "quarter", "half", "season", NULL};
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
