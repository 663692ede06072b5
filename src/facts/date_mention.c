// A date knows a year, or also a month, or also a day; each is looked for by itself. Years are
// numbers of four digits, days and months numbers up to 31 and 12; months have names in several
// languages, and seasons too. A day beside the month's name, or in a date all in figures, is that
// date's day: another one speaks against the claim. Weekdays ("on Tuesday") say nothing without the
// date of the text.
#include "facts/date_mention.h"

#include "base/datetime.h"
#include "facts/fold.h"
#include "facts/numerals.h"

#include <string.h>

enum { SPRING = 21, WORD_BYTES = 64, GAP_BYTES = 32, LAST_DAY = 31 };

// Months from 1 to 12, seasons from 21 to 24; folded.
static const struct {
    const char *word;
    int value;
} names[] = {
    {"jan", 1},        {"january", 1},    {"janvier", 1},   {"enero", 1},      {"januar", 1},
    {"января", 1},     {"январь", 1},     {"январе", 1},    {"يناير", 1},      {"جنوری", 1},
    {"feb", 2},        {"february", 2},   {"février", 2},   {"febrero", 2},    {"februar", 2},
    {"февраля", 2},    {"февраль", 2},    {"феврале", 2},   {"فبراير", 2},     {"فروری", 2},
    {"mar", 3},        {"march", 3},      {"mars", 3},      {"marzo", 3},      {"märz", 3},
    {"марта", 3},      {"март", 3},       {"марте", 3},     {"مارس", 3},       {"مارچ", 3},
    {"apr", 4},        {"april", 4},      {"avril", 4},     {"abril", 4},      {"апреля", 4},
    {"апрель", 4},     {"апреле", 4},     {"أبريل", 4},     {"اپریل", 4},      {"may", 5},
    {"mai", 5},        {"mayo", 5},       {"мая", 5},       {"май", 5},        {"мае", 5},
    {"مايو", 5},       {"مئی", 5},        {"jun", 6},       {"june", 6},       {"juin", 6},
    {"junio", 6},      {"juni", 6},       {"июня", 6},      {"июнь", 6},       {"июне", 6},
    {"يونيو", 6},      {"جون", 6},        {"jul", 7},       {"july", 7},       {"juillet", 7},
    {"julio", 7},      {"juli", 7},       {"июля", 7},      {"июль", 7},       {"июле", 7},
    {"يوليو", 7},      {"جولائی", 7},     {"aug", 8},       {"august", 8},     {"août", 8},
    {"agosto", 8},     {"августа", 8},    {"август", 8},    {"августе", 8},    {"أغسطس", 8},
    {"اگست", 8},       {"sep", 9},        {"sept", 9},      {"september", 9},  {"septembre", 9},
    {"septiembre", 9}, {"сентября", 9},   {"сентябрь", 9},  {"сентябре", 9},   {"سبتمبر", 9},
    {"ستمبر", 9},      {"oct", 10},       {"october", 10},  {"octobre", 10},   {"octubre", 10},
    {"oktober", 10},   {"октября", 10},   {"октябрь", 10},  {"октябре", 10},   {"أكتوبر", 10},
    {"اکتوبر", 10},    {"nov", 11},       {"november", 11}, {"novembre", 11},  {"noviembre", 11},
    {"ноября", 11},    {"ноябрь", 11},    {"ноябре", 11},   {"نوفمبر", 11},    {"نومبر", 11},
    {"dec", 12},       {"december", 12},  {"décembre", 12}, {"diciembre", 12}, {"dezember", 12},
    {"декабря", 12},   {"декабрь", 12},   {"декабре", 12},  {"ديسمبر", 12},    {"دسمبر", 12},
    {"spring", 21},    {"printemps", 21}, {"весной", 21},   {"весна", 21},     {"summer", 22},
    {"été", 22},       {"летом", 22},     {"лето", 22},     {"autumn", 23},    {"fall", 23},
    {"automne", 23},   {"осенью", 23},    {"осень", 23},    {"winter", 24},    {"hiver", 24},
    {"зимой", 24},     {"зима", 24},
};

// What a text says of each part.
typedef enum { PART_UNSAID, PART_OTHER, PART_SAME } Part;

static int find_name(const char *text, gsize length) {
    char word[WORD_BYTES];
    if (length >= sizeof word)
        return 0;
    memcpy(word, text, length);
    word[length] = '\0';
    FoldBuffer buffer;
    const char *folded = fold_begin(&buffer, word);
    int value = 0;
    for (guint i = 0; i < G_N_ELEMENTS(names) && !value; i++)
        if (names[i].word[0] == folded[0] && strcmp(names[i].word, folded) == 0)
            value = names[i].value;
    fold_end(&buffer);
    return value;
}

// Compares the names in the text from `low` to `high` with the one that is meant.
static Part find_names(const char *text, int low, int high, int meant) {
    Part part = PART_UNSAID;
    for (const char *p = text; *p;) {
        const char *start = p;
        while (*p && g_unichar_isalpha(g_utf8_get_char(p)))
            p = g_utf8_next_char(p);
        int value = p > start ? find_name(start, (gsize)(p - start)) : 0;
        if (value == meant)
            return PART_SAME;
        if (value >= low && value <= high)
            part = PART_OTHER;
        if (p == start)
            p = g_utf8_next_char(p);
    }
    return part;
}

// The whole number that is written in plain digits there, or -1.
static int plain_number(const char *text, const Numeral *numeral) {
    const char *p = text + numeral->start;
    gsize length = numeral->end - numeral->start;
    if (length > 4 || strspn(p, "0123456789") < length)
        return -1;
    return (int)g_ascii_strtoll(p, NULL, 10);
}

static bool is_calendar_word(const char *text, const Numeral *numeral, const char *word) {
    return g_str_has_prefix(text + numeral->end, word);
}

static const Numeral *nth(const GArray *numerals, guint index) {
    return &g_array_index(numerals, Numeral, index);
}

static int year_of(int day) {
    int year, month, number;
    civil_from_days(day, &year, &month, &number);
    return year;
}

// Numbers of four digits, and those in words that are as large.
static Part find_year(const char *text, const GArray *numerals, int first, int last) {
    Part part = PART_UNSAID;
    for (guint i = 0; i < numerals->len; i++) {
        const Numeral *numeral = &g_array_index(numerals, Numeral, i);
        int year = plain_number(text, numeral);
        if (year < 0 && numeral->readings[0].scale == 0 && numeral->readings[0].coefficient < 10000)
            year = (int)numeral->readings[0].coefficient;
        if (year >= first && year <= last && year >= 1000)
            return PART_SAME;
        if (year >= 1000 && year <= 2999)
            part = PART_OTHER;
    }
    return part;
}

// --- dates in figures ---

// What dates all in figures (17/09/2025, 2025-09-17) say of a month and of a day.
typedef struct {
    Part month, day;
    bool is_open; // 07/08/2025, which may be the date or another one
} Figures;

static void take_part(Part *part, bool is_same) {
    if (*part != PART_SAME)
        *part = is_same ? PART_SAME : PART_OTHER;
}

// One reading of three numbers; an order that makes no date is none.
static bool compare_reading(const int *wanted, int month, int day, Figures *out) {
    if (month < 1 || month > 12 || day < 1 || day > LAST_DAY)
        return false;
    out->month = month == wanted[0] ? PART_SAME : out->month;
    out->day = month == wanted[0] && day == wanted[1] ? PART_SAME : out->day;
    return true;
}

static bool is_wanted(const int *wanted, int month, int day) {
    return month == wanted[0] && (wanted[1] == 0 || day == wanted[1]);
}

// Three numbers with one mark between them, of which the first or the last is a year. In some
// languages the day comes first, as it does before points.
static void compare_figures(const int *numbers, bool is_day_first, const int *wanted,
                            Figures *out) {
    Figures found = {PART_OTHER, PART_OTHER, false};
    bool is_date = false;
    bool is_open = numbers[0] < 1000 && !is_day_first && numbers[0] != numbers[1] &&
                   MAX(numbers[0], numbers[1]) <= 12;
    if (is_open &&
        (is_wanted(wanted, numbers[0], numbers[1]) || is_wanted(wanted, numbers[1], numbers[0]))) {
        out->is_open = true;
        return;
    }
    if (numbers[0] >= 1000)
        is_date = compare_reading(wanted, numbers[1], numbers[2], &found);
    else
        is_date = compare_reading(wanted, numbers[1], numbers[0], &found);
    if (numbers[0] < 1000 && !is_day_first)
        is_date = compare_reading(wanted, numbers[0], numbers[1], &found) || is_date;
    if (is_date && out->month != PART_SAME)
        out->month = found.month;
    if (is_date && out->day != PART_SAME)
        out->day = found.day;
}

// The three numbers at p and the mark between them, or 0. *end is behind them.
static char read_figures(const char *p, int numbers[3], const char **end) {
    char mark = 0;
    for (int i = 0; i < 3; i++) {
        gsize digits = strspn(p, "0123456789");
        if (digits == 0 || digits > 4)
            return 0;
        numbers[i] = (int)g_ascii_strtoll(p, NULL, 10);
        p += digits;
        if (i == 2)
            break;
        if (!*p || !strchr("./-", *p) || (i == 1 && *p != mark))
            return 0;
        mark = *p++;
    }
    *end = p;
    bool goes_on = *p == mark && g_ascii_isdigit(p[1]);
    return !goes_on && (numbers[0] >= 1000) != (numbers[2] >= 1000) ? mark : 0;
}

static bool has_day_first(const char *language) {
    static const char *const tags[] = {"fr", "es", "de", "it", "pt", "ru", "uk", "ar", "ur",
                                       "fa", "hi", "tr", "id", "nl", "pl", "vi", "bn"};
    for (guint i = 0; language && i < G_N_ELEMENTS(tags); i++)
        if (g_ascii_strncasecmp(language, tags[i], 2) == 0 && !g_ascii_isalpha(language[2]))
            return true;
    return false;
}

static Figures find_figures(const DateText *text, int month, int day) {
    Figures figures = {PART_UNSAID, PART_UNSAID, false};
    const int wanted[] = {month, day};
    bool is_day_first = has_day_first(text->language);
    for (const char *p = text->text; *p;) {
        const char *end = p + strspn(p, "0123456789");
        int numbers[3];
        char mark = end > p ? read_figures(p, numbers, &end) : 0;
        if (mark)
            compare_figures(numbers, is_day_first || mark == '.', wanted, &figures);
        p = end > p ? end : p + 1;
    }
    return figures;
}

// --- days beside a month's name ---

typedef struct {
    const char *text;
    const GArray *numerals;
    int day;
    Part part;
    bool is_between; // the first and the last day of a span
} Days;

// A day of the month, or 0. In Chinese it may be in words.
static int day_number(const char *text, const Numeral *numeral) {
    int value = plain_number(text, numeral);
    if (value < 0 && is_calendar_word(text, numeral, "日") && numeral->readings[0].scale == 0 &&
        numeral->readings[0].coefficient <= LAST_DAY)
        value = (int)numeral->readings[0].coefficient;
    return value >= 1 && value <= LAST_DAY ? value : 0;
}

static bool is_listed(const char *word, const char *const *list) {
    while (*list && strcmp(*list, word) != 0)
        list++;
    return *list != NULL;
}

// What stands between a number and what follows, less the ending of an ordinal ("th", "er", "-го"),
// spaces and points; NULL when it is long. New string.
static char *read_gap(const char *text, gsize start, gsize end) {
    static const char *const endings[] = {"st", "nd", "rd", "th", "er", "º", "-го", "日", "号"};
    if (end < start || end - start > GAP_BYTES)
        return NULL;
    g_autofree char *raw = g_utf8_strdown(text + start, (gssize)(end - start));
    const char *rest = raw;
    for (guint i = 0; i < G_N_ELEMENTS(endings) && rest == raw; i++)
        if (g_str_has_prefix(raw, endings[i]) &&
            !g_unichar_isalpha(g_utf8_get_char(raw + strlen(endings[i]))))
            rest = raw + strlen(endings[i]);
    rest += strspn(rest, " .");
    gsize length = strlen(rest);
    while (length > 0 && strchr(" .", rest[length - 1]))
        length--;
    return g_strndup(rest, length);
}

static bool is_before_month(const char *gap) {
    static const char *const words[] = {"",   "-",   "/",      "of",  "of the", "day of", "de",
                                        "di", "del", "dell\'", "d\'", "من",     NULL};
    return gap && is_listed(gap, words);
}

static bool is_after_month(const char *gap) {
    static const char *const words[] = {"", "-", "/", "the", "月", NULL};
    return gap && is_listed(gap, words);
}

static const char *const spans[] = {"-",  "to", "until", "till", "through", "au", "bis", "al", "a",
                                    "по", "تا", "إلى",   "سے",   "至",      "到", "~",   NULL};
static const char *const lists[] = {",", "and", ", and", "&",   "/",  "or", "et", "und",
                                    "y", "и",   "و",     "اور", "和", "、", NULL};

static void take_day(Days *days, int first, int last) {
    days->is_between = days->is_between || (first < days->day && days->day < last);
    take_part(&days->part, first == days->day || last == days->day);
}

// The days that end, or with step 1 begin, at a number: "8", "8 to 10", "8, 9 and 10".
static bool take_days(Days *days, int at, int step) {
    int value = day_number(days->text, nth(days->numerals, (guint)at));
    if (value == 0)
        return false;
    take_day(days, value, value);
    for (int next = at + step; next >= 0 && next < (int)days->numerals->len; next += step) {
        const Numeral *left = nth(days->numerals, (guint)MIN(next, next - step));
        const Numeral *right = nth(days->numerals, (guint)MAX(next, next - step));
        g_autofree char *gap = read_gap(days->text, left->end, right->start);
        int other = day_number(days->text, nth(days->numerals, (guint)next));
        bool is_span = gap && is_listed(gap, spans);
        if (other == 0 || !(is_span || (gap && is_listed(gap, lists))))
            break;
        take_day(days, is_span ? MIN(other, value) : other, is_span ? MAX(other, value) : other);
        value = other;
    }
    return true;
}

// The days beside a name of the month that stands at [start, end).
static void take_beside(Days *days, gsize start, gsize end) {
    int before = -1, after = -1;
    for (guint i = 0; i < days->numerals->len; i++) {
        const Numeral *numeral = nth(days->numerals, i);
        if (numeral->end <= start)
            before = (int)i;
        else if (numeral->start >= end && after < 0)
            after = (int)i;
    }
    g_autofree char *left =
        before < 0 ? NULL : read_gap(days->text, nth(days->numerals, (guint)before)->end, start);
    g_autofree char *right =
        after < 0 ? NULL : read_gap(days->text, end, nth(days->numerals, (guint)after)->start);
    if (is_before_month(left) && take_days(days, before, -1))
        return;
    if (is_after_month(right))
        take_days(days, after, 1);
}

// Names of the month, and 月 behind its number.
static void take_named(Days *days, int month) {
    for (const char *p = days->text; *p;) {
        const char *start = p;
        while (*p && g_unichar_isalpha(g_utf8_get_char(p)))
            p = g_utf8_next_char(p);
        if (p > start && find_name(start, (gsize)(p - start)) == month)
            take_beside(days, (gsize)(start - days->text), (gsize)(p - days->text));
        if (p == start)
            p = g_utf8_next_char(p);
    }
    for (guint i = 0; i + 1 < days->numerals->len; i++) {
        const Numeral *numeral = nth(days->numerals, i);
        g_autofree char *gap =
            read_gap(days->text, numeral->end, nth(days->numerals, i + 1)->start);
        if (gap && strcmp(gap, "月") == 0 && plain_number(days->text, numeral) == month)
            take_days(days, (int)i + 1, 1);
    }
}

static Part find_number(const char *text, const GArray *numerals, int value) {
    for (guint i = 0; i < numerals->len; i++)
        if (plain_number(text, nth(numerals, i)) == value)
            return PART_SAME;
    return PART_UNSAID;
}

// Beside the month, in figures, or, when neither says a day, anywhere.
static Part find_day(const DateText *text, int month, int day) {
    Days days = {.text = text->text, .numerals = text->numerals, .day = day};
    Figures figures = find_figures(text, month, day);
    days.part = figures.day;
    take_named(&days, month);
    if (days.part == PART_OTHER && days.is_between)
        return PART_UNSAID;
    if (days.part == PART_UNSAID && !figures.is_open)
        return find_number(text->text, text->numerals, day);
    return days.part;
}

// By name; by 月; in figures; or among other numbers.
static Part find_month(const DateText *text, int month) {
    Part part = find_names(text->text, 1, 12, month);
    guint small = 0;
    for (guint i = 0; i < text->numerals->len && part != PART_SAME; i++) {
        const Numeral *numeral = nth(text->numerals, i);
        int value = plain_number(text->text, numeral);
        if (is_calendar_word(text->text, numeral, "月"))
            part = value == month ? PART_SAME : PART_OTHER;
        small += value >= 1 && value <= LAST_DAY;
    }
    Figures figures = find_figures(text, month, 0);
    if (part == PART_SAME || figures.month == PART_SAME)
        return PART_SAME;
    if (part == PART_OTHER || figures.month == PART_OTHER)
        return PART_OTHER;
    if (figures.is_open)
        return PART_UNSAID;
    return text->numerals->len > 1 && small > 0 ? find_number(text->text, text->numerals, month)
                                                : PART_UNSAID;
}

static DateMention weigh(const Part *parts, guint count, const char *const *others,
                         const char **against) {
    guint same = 0;
    for (guint i = 0; i < count; i++) {
        if (parts[i] == PART_OTHER) {
            *against = others[i];
            return DATE_NOT_SAID;
        }
        same += parts[i] == PART_SAME;
    }
    return same == count ? DATE_SAID : same ? DATE_PARTLY : DATE_NOT_SAID;
}

// Dates before the year 1 have no mention in the press.
DateMention date_mention(const DateText *text, const Edtf *date, const char **against) {
    const char *others[] = {"another year", "another month", "another day"};
    Part parts[3] = {PART_UNSAID};
    guint count = 1;
    int year, month, day;
    if (date->first < days_from_civil(1, 1, 1) || date->last > days_from_civil(9999, 12, 31))
        return DATE_NOT_SAID;
    civil_from_days(date->first, &year, &month, &day);
    parts[0] = find_year(text->text, text->numerals, year, year_of(date->last));
    if (date->precision == EDTF_DAY || date->precision == EDTF_MONTH)
        parts[count++] = find_month(text, month);
    if (date->precision == EDTF_DAY)
        parts[count++] = find_day(text, month, day);
    if (date->precision == EDTF_SEASON) {
        others[count] = "another season";
        parts[count++] =
            find_names(text->text, SPRING, SPRING + 3, SPRING + (month < 3 ? 3 : month / 3 - 1));
    }
    return weigh(parts, count, others, against);
}
