// A date knows a year, or also a month, or also a day; each is looked for by itself. Years are
// numbers of four digits, days and months numbers up to 31 and 12; months have names in several
// languages, and seasons too. Weekdays ("on Tuesday") say nothing without the date of the text.
#include "facts/date_mention.h"

#include "base/datetime.h"
#include "facts/fold.h"
#include "facts/numerals.h"

#include <string.h>

enum { SPRING = 21, WORD_BYTES = 64 };

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

static Part find_number(const char *text, const GArray *numerals, int value) {
    for (guint i = 0; i < numerals->len; i++)
        if (plain_number(text, &g_array_index(numerals, Numeral, i)) == value)
            return PART_SAME;
    return PART_UNSAID;
}

// By name; by 月; or among numbers, as in 2025-09-17 and 17/09/2025.
static Part find_month(const char *text, const GArray *numerals, int month) {
    Part part = find_names(text, 1, 12, month);
    guint small = 0;
    for (guint i = 0; i < numerals->len && part != PART_SAME; i++) {
        const Numeral *numeral = &g_array_index(numerals, Numeral, i);
        int value = plain_number(text, numeral);
        if (is_calendar_word(text, numeral, "月"))
            part = value == month ? PART_SAME : PART_OTHER;
        small += value >= 1 && value <= 31;
    }
    bool in_figures = part == PART_UNSAID && numerals->len > 1 && small > 0;
    return in_figures ? find_number(text, numerals, month) : part;
}

static DateMention weigh(const Part *parts, guint count) {
    guint same = 0;
    for (guint i = 0; i < count; i++) {
        if (parts[i] == PART_OTHER)
            return DATE_NOT_SAID;
        same += parts[i] == PART_SAME;
    }
    return same == count ? DATE_SAID : same ? DATE_PARTLY : DATE_NOT_SAID;
}

// Dates before the year 1 have no mention in the press.
DateMention date_mention(const char *text, const GArray *numerals, const Edtf *date) {
    Part parts[3] = {PART_UNSAID};
    guint count = 1;
    int year, month, day;
    if (date->first < days_from_civil(1, 1, 1) || date->last > days_from_civil(9999, 12, 31))
        return DATE_NOT_SAID;
    civil_from_days(date->first, &year, &month, &day);
    parts[0] = find_year(text, numerals, year, year_of(date->last));
    if (date->precision == EDTF_DAY || date->precision == EDTF_MONTH)
        parts[count++] = find_month(text, numerals, month);
    if (date->precision == EDTF_DAY)
        parts[count++] = find_number(text, numerals, day);
    if (date->precision == EDTF_SEASON)
        parts[count++] =
            find_names(text, SPRING, SPRING + 3, SPRING + (month < 3 ? 3 : month / 3 - 1));
    return weigh(parts, count);
}
