// A date knows a year, or also a month, or also a day; each is looked for by itself. Years are
// numbers of four digits, days and months numbers up to 31 and 12; months and seasons have names
// (date_names.h). A name or a date in figures that has a year of its own is of that year alone, so
// that no date is put together from two. A day beside the month's name, or in a date all in
// figures, is that date's day: another one speaks against the claim. Weekdays ("on Tuesday") say
// nothing without the date of the text.
#include "facts/date_mention.h"

#include "base/datetime.h"
#include "facts/date_names.h"
#include "facts/numerals.h"

#include <string.h>

enum {
    SPRING = 21,
    GAP_BYTES = 32,
    LAST_DAY = 31,
    CENTURY = 70,
    FIRST_YEAR = 1000,
    LAST_YEAR = 2999
};

// What a text says of each part.
typedef enum { PART_UNSAID, PART_OTHER, PART_SAME } Part;

// What is looked for; month and day may be 0.
typedef struct {
    int first_year, last_year, month, day;
} Wanted;

static bool is_wanted_year(const Wanted *wanted, int year) {
    return wanted->first_year <= year && year <= wanted->last_year;
}

// A year of two digits.
static int full_year(int digits) {
    return digits + (digits < CENTURY ? 2000 : 1900);
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

// What dates all in figures (17/09/2025, 2025-09-17, 8.7.25, 20250917) say.
typedef struct {
    Part year, month, day;
    bool is_open; // 07/08/2025, which may be the date or another one
} Figures;

static void take_part(Part *part, bool is_same) {
    if (*part != PART_SAME)
        *part = is_same ? PART_SAME : PART_OTHER;
}

// One reading of three numbers; an order that makes no date is none.
static bool compare_reading(const Wanted *wanted, int month, int day, Figures *out) {
    if (month < 1 || month > 12 || day < 1 || day > LAST_DAY)
        return false;
    out->month = month == wanted->month ? PART_SAME : out->month;
    out->day = month == wanted->month && day == wanted->day ? PART_SAME : out->day;
    return true;
}

static bool is_wanted(const Wanted *wanted, int month, int day) {
    return month == wanted->month && (wanted->day == 0 || day == wanted->day);
}

// A date of another year says nothing of this one but that it is another.
static void take_other_year(Figures *out) {
    take_part(&out->month, false);
    take_part(&out->day, false);
}

// Three numbers with one mark between them, of which the first or the last is a year. In some
// languages the day comes first, as it does before points.
static void compare_figures(const int *numbers, bool is_day_first, const Wanted *wanted,
                            Figures *out) {
    Figures found = {PART_UNSAID, PART_OTHER, PART_OTHER, false};
    bool is_date = false;
    bool is_year_first = numbers[0] >= FIRST_YEAR;
    bool is_open = !is_year_first && !is_day_first && numbers[0] != numbers[1] &&
                   MAX(numbers[0], numbers[1]) <= 12;
    if (!is_wanted_year(wanted, numbers[is_year_first ? 0 : 2])) {
        take_other_year(out);
        return;
    }
    if (is_open &&
        (is_wanted(wanted, numbers[0], numbers[1]) || is_wanted(wanted, numbers[1], numbers[0]))) {
        out->is_open = true;
        return;
    }
    if (is_year_first)
        is_date = compare_reading(wanted, numbers[1], numbers[2], &found);
    else
        is_date = compare_reading(wanted, numbers[1], numbers[0], &found);
    if (!is_year_first && !is_day_first)
        is_date = compare_reading(wanted, numbers[0], numbers[1], &found) || is_date;
    if (is_date && out->month != PART_SAME)
        out->month = found.month;
    if (is_date && out->day != PART_SAME)
        out->day = found.day;
}

// The three numbers at p and the mark between them, or 0. *end is behind them.
static char read_figures(const char *p, int numbers[3], const char **end) {
    char mark = 0;
    gsize digits = 0;
    for (int i = 0; i < 3; i++) {
        digits = strspn(p, "0123456789");
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
    bool has_year = (numbers[0] >= FIRST_YEAR) != (numbers[2] >= FIRST_YEAR);
    return !goes_on && (has_year || digits == 2) ? mark : 0;
}

// 8.7.25 may be much else than a date; it counts when it is the one that is looked for.
static void compare_short(const int *numbers, bool is_day_first, const Wanted *wanted,
                          Figures *out) {
    int month = numbers[is_day_first ? 1 : 0], day = numbers[is_day_first ? 0 : 1];
    if (wanted->day && day == wanted->day && month == wanted->month &&
        is_wanted_year(wanted, full_year(numbers[2])))
        out->year = out->month = out->day = PART_SAME;
}

// Eight digits in a row, as in names of files; likewise.
static void compare_packed(const char *digits, const Wanted *wanted, Figures *out) {
    int packed = (int)g_ascii_strtoll(digits, NULL, 10);
    if (wanted->day && packed % 100 == wanted->day && packed / 100 % 100 == wanted->month &&
        is_wanted_year(wanted, packed / 10000))
        out->year = out->month = out->day = PART_SAME;
}

static bool has_day_first(const char *language) {
    static const char *const tags[] = {"fr", "es", "de", "it", "pt", "ru", "uk", "ar", "ur",
                                       "fa", "hi", "tr", "id", "nl", "pl", "vi", "bn"};
    for (guint i = 0; language && i < G_N_ELEMENTS(tags); i++)
        if (g_ascii_strncasecmp(language, tags[i], 2) == 0 && !g_ascii_isalpha(language[2]))
            return true;
    return false;
}

static Figures find_figures(const DateText *text, const Wanted *wanted) {
    enum { PACKED_DIGITS = 8 };
    Figures figures = {PART_UNSAID, PART_UNSAID, PART_UNSAID, false};
    for (const char *p = text->text; *p;) {
        const char *end = p + strspn(p, "0123456789");
        int numbers[3];
        if (end - p == PACKED_DIGITS)
            compare_packed(p, wanted, &figures);
        char mark = end > p ? read_figures(p, numbers, &end) : 0;
        bool is_day_first = has_day_first(text->language) || mark == '.';
        if (mark && MAX(numbers[0], numbers[2]) < FIRST_YEAR)
            compare_short(numbers, is_day_first, wanted, &figures);
        else if (mark)
            compare_figures(numbers, is_day_first, wanted, &figures);
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
    return gap && g_strv_contains(words, gap);
}

static bool is_after_month(const char *gap) {
    static const char *const words[] = {"", "-", "/", "the", "月", NULL};
    return gap && g_strv_contains(words, gap);
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
        bool is_span = gap && g_strv_contains(spans, gap);
        if (other == 0 || !(is_span || (gap && g_strv_contains(lists, gap))))
            break;
        take_day(days, is_span ? MIN(other, value) : other, is_span ? MAX(other, value) : other);
        value = other;
    }
    return true;
}

// The first number that begins at or behind a place, of numbers in their order.
static guint first_behind(const GArray *numerals, gsize at) {
    guint low = 0, high = numerals->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (nth(numerals, middle)->start < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// --- the year of a name ---

static bool is_before_year(const char *gap) {
    static const char *const words[] = {"",   ",",       "-",           "/",   "of",  "de", "del",
                                        "in", "in year", "of the year", "عام", "سنة", "ء",  NULL};
    return g_strv_contains(words, gap);
}

// "-25" and " '25" behind a name.
static int short_year(const DateText *text, const DateName *name) {
    const char *p = text->text + name->end;
    bool has_hyphens = *p == '-' && name->start > 0 && text->text[name->start - 1] == '-';
    const char *digits = has_hyphens ? p + 1 : p + strspn(p, " ");
    if (!has_hyphens && *digits++ != '\'')
        return 0;
    return strspn(digits, "0123456789") == 2 ? full_year(atoi(digits)) : 0;
}

// The year that belongs to a name: behind it, or behind its days, or right before it. 0: none.
static int own_year(const DateText *text, const DateName *name) {
    int year = short_year(text, name);
    gsize at = name->end;
    guint index = first_behind(text->numerals, at);
    for (guint i = index; !year && i < text->numerals->len; i++) {
        const Numeral *numeral = nth(text->numerals, i);
        g_autofree char *gap = read_gap(text->text, at, numeral->start);
        int value = plain_number(text->text, numeral);
        bool is_year = value >= FIRST_YEAR && value <= LAST_YEAR;
        if (is_year && gap && is_before_year(gap))
            year = value;
        bool goes_on = gap && (g_strv_contains(spans, gap) || g_strv_contains(lists, gap) ||
                               is_after_month(gap));
        if (year || !goes_on || !day_number(text->text, numeral))
            break;
        at = numeral->end;
    }
    if (year || index == 0)
        return year;
    const Numeral *before = nth(text->numerals, index - 1);
    g_autofree char *gap = read_gap(text->text, before->end, name->start);
    int value = plain_number(text->text, before);
    bool is_year = value >= FIRST_YEAR && value <= LAST_YEAR;
    return is_year && gap && (!*gap || strcmp(gap, "-") == 0) ? value : 0;
}

// A name without a year may be of any that the text names.
static bool is_of_year(const DateText *text, const DateName *name, const Wanted *wanted) {
    int year = own_year(text, name);
    return year == 0 || is_wanted_year(wanted, year);
}

// Compares the names in the text from `low` to `high` with the one that is meant.
static Part find_names(const DateText *text, int low, int high, const Wanted *wanted) {
    Part part = PART_UNSAID;
    DateName name;
    for (gsize at = 0; date_names_next(text->text, &at, &name);) {
        if (name.value == wanted->month && is_of_year(text, &name, wanted))
            return PART_SAME;
        if (name.value >= low && name.value <= high)
            part = PART_OTHER;
    }
    return part;
}

// A year of two digits beside a name.
static bool has_short_year(const DateText *text, const Wanted *wanted) {
    DateName name;
    for (gsize at = 0; date_names_next(text->text, &at, &name);)
        if (is_wanted_year(wanted, short_year(text, &name)))
            return true;
    return false;
}

// --- days ---

// "the first of" before a name: the day in words, or 0.
static int ordinal_before(const char *text, gsize start) {
    static const char *const ones[] = {"first", "second",  "third",  "fourth", "fifth",
                                       "sixth", "seventh", "eighth", "ninth",  "tenth"};
    static const char of[] = " of ";
    gsize length = strlen(of);
    if (start < length || strncmp(text + start - length, of, length) != 0)
        return 0;
    gsize end = start - length, from = end;
    while (from > 0 && (g_ascii_isalpha(text[from - 1]) || text[from - 1] == '-'))
        from--;
    g_autofree char *word = g_ascii_strdown(text + from, (gssize)(end - from));
    const char *one = g_str_has_prefix(word, "twenty-") || g_str_has_prefix(word, "thirty-")
                          ? word + strlen("twenty-")
                          : word;
    int tens = one == word ? 0 : g_str_has_prefix(word, "twenty") ? 20 : 30;
    for (int i = 0; i < (int)G_N_ELEMENTS(ones); i++)
        if (strcmp(one, ones[i]) == 0 && tens + i + 1 <= LAST_DAY)
            return tens + i + 1;
    return 0;
}

// The days beside a name of the month that stands at [start, end).
static void take_beside(Days *days, gsize start, gsize end) {
    guint after = first_behind(days->numerals, end), before = first_behind(days->numerals, start);
    g_autofree char *left =
        before == 0 ? NULL : read_gap(days->text, nth(days->numerals, before - 1)->end, start);
    g_autofree char *right = after == days->numerals->len
                                 ? NULL
                                 : read_gap(days->text, end, nth(days->numerals, after)->start);
    int ordinal = ordinal_before(days->text, start);
    if (ordinal) {
        take_day(days, ordinal, ordinal);
        return;
    }
    if (is_before_month(left) && take_days(days, (int)before - 1, -1))
        return;
    if (is_after_month(right))
        take_days(days, (int)after, 1);
}

// Names of the month, and 月 behind its number.
static void take_named(Days *days, const DateText *text, const Wanted *wanted) {
    DateName name;
    for (gsize at = 0; date_names_next(text->text, &at, &name);)
        if (name.value == wanted->month && is_of_year(text, &name, wanted))
            take_beside(days, name.start, name.end);
    for (guint i = 0; i + 1 < days->numerals->len; i++) {
        const Numeral *numeral = nth(days->numerals, i);
        g_autofree char *gap =
            read_gap(days->text, numeral->end, nth(days->numerals, i + 1)->start);
        if (gap && strcmp(gap, "月") == 0 && plain_number(days->text, numeral) == wanted->month)
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
static Part find_day(const DateText *text, const Figures *figures, const Wanted *wanted) {
    Days days = {.text = text->text, .numerals = text->numerals, .day = wanted->day};
    days.part = figures->day;
    take_named(&days, text, wanted);
    if (days.part == PART_OTHER && days.is_between)
        return PART_UNSAID;
    if (days.part == PART_UNSAID && !figures->is_open)
        return find_number(text->text, text->numerals, wanted->day);
    return days.part;
}

// By name; by 月; in figures; or among other numbers.
static Part find_month(const DateText *text, const Figures *figures, const Wanted *wanted) {
    Part part = find_names(text, 1, 12, wanted);
    guint small = 0;
    for (guint i = 0; i < text->numerals->len && part != PART_SAME; i++) {
        const Numeral *numeral = nth(text->numerals, i);
        int value = plain_number(text->text, numeral);
        if (is_calendar_word(text->text, numeral, "月"))
            part = value == wanted->month ? PART_SAME : PART_OTHER;
        small += value >= 1 && value <= LAST_DAY;
    }
    if (part == PART_SAME || figures->month == PART_SAME)
        return PART_SAME;
    if (part == PART_OTHER || figures->month == PART_OTHER)
        return PART_OTHER;
    if (figures->is_open)
        return PART_UNSAID;
    return text->numerals->len > 1 && small > 0
               ? find_number(text->text, text->numerals, wanted->month)
               : PART_UNSAID;
}

// By its name, or by a month of it. wanted->month is the season's code.
static Part find_season(const DateText *text, const Wanted *wanted) {
    Part part = find_names(text, SPRING, SPRING + 3, wanted);
    DateName name;
    if (part != PART_UNSAID)
        return part;
    for (gsize at = 0; date_names_next(text->text, &at, &name);) {
        if (name.value % 12 / 3 == (wanted->month - SPRING + 1) % 4 &&
            is_of_year(text, &name, wanted))
            return PART_SAME;
        part = PART_OTHER;
    }
    return part;
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

static Part find_any_year(const DateText *text, const Figures *figures, const Wanted *wanted) {
    if (figures->year == PART_SAME || has_short_year(text, wanted))
        return PART_SAME;
    return find_year(text->text, text->numerals, wanted->first_year, wanted->last_year);
}

// Dates before the year 1 have no mention in the press.
DateMention date_mention(const DateText *text, const Edtf *date, const char **against) {
    const char *others[] = {"another year", "another month", "another day"};
    Part parts[3] = {PART_UNSAID};
    guint count = 1;
    Wanted wanted;
    if (date->first < days_from_civil(1, 1, 1) || date->last > days_from_civil(9999, 12, 31))
        return DATE_NOT_SAID;
    civil_from_days(date->first, &wanted.first_year, &wanted.month, &wanted.day);
    wanted.last_year = year_of(date->last);
    wanted.day = date->precision == EDTF_DAY ? wanted.day : 0;
    Figures figures = find_figures(text, &wanted);
    parts[0] = find_any_year(text, &figures, &wanted);
    if (date->precision == EDTF_DAY || date->precision == EDTF_MONTH)
        parts[count++] = find_month(text, &figures, &wanted);
    if (date->precision == EDTF_DAY)
        parts[count++] = find_day(text, &figures, &wanted);
    if (date->precision == EDTF_SEASON) {
        others[count] = "another season";
        wanted.month = SPRING + (wanted.month < 3 ? 3 : wanted.month / 3 - 1);
        parts[count++] = find_season(text, &wanted);
    }
    return weigh(parts, count, others, against);
}
