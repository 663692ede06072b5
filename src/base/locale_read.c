// A FormatLocale made at run time. What the JSON does not say is taken from the locale under it;
// for a language that the program does not know that is a neutral one, whose dates are put by
// signs in place of words ("1970s" is "1970–1979").
#include "base/locale_read.h"

#include "base/format_locale.h"

#include <string.h>

static const FormatLocale neutral = {
    .tag = "und",
    .decimal = ".",
    .thousands = "",
    .currency = {"$", ""},
    .percent = "%",
    .grouping = {3},
    .grouping_count = 1,
    .date_time = "%x %X",
    .date = "%Y-%m-%d",
    .time = "%H:%M:%S",
    .periods = {"AM", "PM"},
    .plain = {.day = "%(~)%d %B %y",
              .month = "%(~)%B %y",
              .season = {"%(~)%y-21", "%(~)%y-22", "%(~)%y-23", "%(~)%y-24"},
              .year = "%(~)%y",
              .decade = "%(~)%yX",
              .century = "%(~)%yXX"},
    .since = {.day = "%(~)%d %B %y –",
              .month = "%(~)%B %y –",
              .season = {"%(~)%y-21 –", "%(~)%y-22 –", "%(~)%y-23 –", "%(~)%y-24 –"},
              .year = "%(~)%y–",
              .decade = "%(~)%y–",
              .century = "%(~)%y–"},
    .until = {.day = "– %(~)%d %B %y",
              .month = "– %(~)%B %y",
              .season = {"– %(~)%y-21", "– %(~)%y-22", "– %(~)%y-23", "– %(~)%y-24"},
              .year = "–%(~)%y",
              .decade = "–%(~)%y",
              .century = "–%(~)%y"},
    .range = {.years = "%(~)%y–%|%(~)%y",
              .decades = "%(~)%y–%|%(~)%y",
              .months_of_year = "%(~)%B – %|%(~)%B %y",
              .days_of_month = "%(~)%d–%|%(~)%d %B %y",
              .days_of_year = "%(~)%d %B – %|%(~)%d %B %y",
              .other = " – "},
    .uncertain = "?",
};

typedef struct {
    Arena *arena;
    Diags *diags;
    FormatLocale *locale;
} LocaleReader;

// ---- parts

static void read_string(LocaleReader *r, Reader *reader, const char *key, const char **out) {
    const char *text;
    if (reader_string(reader, key, &text))
        *out = arena_strdup(r->arena, text);
}

// An array of exactly so many texts.
static void read_strings(LocaleReader *r, Reader *reader, const char *key, guint count,
                         const char **out) {
    const JsonNode *list = reader_array(reader, key);
    if (!list)
        return;
    if (json_node_size(list) != count) {
        json_error(r->diags, list, DIAG_WRONG_VALUE, NULL, "\"%s\" has %u texts, expected %u", key,
                   (guint)json_node_size(list), count);
        return;
    }
    for (guint i = 0; i < count; i++) {
        const char *text;
        if (json_read_string(r->diags, json_node_item(list, i), key, &text))
            out[i] = arena_strdup(r->arena, text);
    }
}

static void read_grouping(LocaleReader *r, Reader *reader) {
    const JsonNode *list = reader_array(reader, "grouping");
    guint count = (guint)json_node_size(list ? list : reader->node);
    if (!list)
        return;
    if (count == 0 || count > G_N_ELEMENTS(r->locale->grouping)) {
        json_error(r->diags, list, DIAG_WRONG_VALUE, NULL, "\"grouping\" has 1 to %u sizes",
                   (guint)G_N_ELEMENTS(r->locale->grouping));
        return;
    }
    for (guint i = 0; i < count; i++) {
        gint64 size = 3;
        json_read_integer(r->diags, json_node_item(list, i), "grouping", 1, 9, &size);
        r->locale->grouping[i] = (unsigned char)size;
    }
    r->locale->grouping_count = (int)count;
}

// ---- units

static void read_unit_form(LocaleReader *r, const JsonNode *node, const char **out) {
    const char *text;
    if (!json_read_string(r->diags, node, node->key, &text))
        return;
    const char *place = strstr(text, "{0}");
    if (!place || strpbrk(place + strlen("{0}"), "{}") ||
        strcspn(text, "{}") < (gsize)(place - text))
        json_error(r->diags, node, DIAG_WRONG_VALUE, NULL,
                   "\"%s\" has no place for its number, expected for example \"{0} million\"",
                   text);
    *out = arena_strdup(r->arena, text);
}

static void read_unit_forms(LocaleReader *r, const JsonNode *node, NumberUnit *out) {
    Reader reader;
    if (!json_is_object(node->json)) {
        read_unit_form(r, node, &out->forms[PLURAL_OTHER]);
        return;
    }
    reader_begin(&reader, r->diags, node, "unit");
    reader_require(&reader, plural_name(PLURAL_OTHER));
    for (int i = 0; i < PLURAL_COUNT; i++) {
        const JsonNode *form = reader_node(&reader, plural_name((PluralForm)i));
        if (form)
            read_unit_form(r, form, &out->forms[i]);
    }
    reader_end(&reader);
}

// 1e4 to 1e15; 0 when it is none of them.
static int read_exponent(const char *key) {
    guint64 exponent = 0;
    if (!g_str_has_prefix(key, "1e") ||
        !g_ascii_string_to_unsigned(key + 2, 10, WORDS_EXPONENT_MIN, WORDS_EXPONENT_MAX, &exponent,
                                    NULL))
        return 0;
    return key[2] == '0' ? 0 : (int)exponent;
}

static int compare_units(const void *a, const void *b) {
    return ((const NumberUnit *)b)->exponent - ((const NumberUnit *)a)->exponent;
}

// {"1e6": "{0} million", "1e9": {"one": ..., "other": ...}}: all that the language has.
static void read_units(LocaleReader *r, const JsonNode *node) {
    NumberUnit units[NUMBER_UNITS_MAX] = {0};
    guint count = 0;
    JsonMembers members;
    const JsonNode *member;
    json_members_begin(&members, node);
    while ((member = json_members_next(&members))) {
        if (strcmp(member->key, "$comment") == 0)
            continue;
        int exponent = read_exponent(member->key);
        if (!exponent || count == NUMBER_UNITS_MAX) {
            Place place = json_node_key_place(member);
            diag_error(r->diags, exponent ? DIAG_TOO_LARGE : DIAG_UNKNOWN_KEY, &place, NULL,
                       "\"%s\" is no unit, expected at most %d powers of ten from 1e%d to 1e%d",
                       member->key, NUMBER_UNITS_MAX, WORDS_EXPONENT_MIN, WORDS_EXPONENT_MAX);
            continue;
        }
        units[count].exponent = exponent;
        read_unit_forms(r, member, &units[count++]);
    }
    qsort(units, count, sizeof *units, compare_units);
    memcpy(r->locale->units, units, sizeof units);
}

// https://d3js.org/d3-format#formatLocale, and units.
static void read_numbers(LocaleReader *r, const JsonNode *node) {
    Reader reader;
    if (!reader_begin(&reader, r->diags, node, "numbers"))
        return;
    read_string(r, &reader, "decimal", &r->locale->decimal);
    read_string(r, &reader, "thousands", &r->locale->thousands);
    read_string(r, &reader, "percent", &r->locale->percent);
    read_strings(r, &reader, "currency", 2, r->locale->currency);
    read_strings(r, &reader, "numerals", 10, r->locale->numerals);
    read_grouping(r, &reader);
    const JsonNode *units = reader_object(&reader, "units");
    if (units)
        read_units(r, units);
    reader_end(&reader);
}

// https://d3js.org/d3-time-format#timeFormatLocale
static void read_dates(LocaleReader *r, const JsonNode *node) {
    FormatLocale *locale = r->locale;
    Reader reader;
    if (!reader_begin(&reader, r->diags, node, "dates"))
        return;
    if (!*locale->months || !locale->months[0])
        for (const char *const *key =
                 (const char *const[]){"days", "shortDays", "months", "shortMonths", NULL};
             *key; key++)
            reader_require(&reader, *key);
    read_string(r, &reader, "dateTime", &locale->date_time);
    read_string(r, &reader, "date", &locale->date);
    read_string(r, &reader, "time", &locale->time);
    read_strings(r, &reader, "periods", 2, locale->periods);
    read_strings(r, &reader, "days", 7, locale->days);
    read_strings(r, &reader, "shortDays", 7, locale->short_days);
    read_strings(r, &reader, "months", 12, locale->months);
    read_strings(r, &reader, "shortMonths", 12, locale->short_months);
    reader_end(&reader);
}

static void read_date_forms(LocaleReader *r, const JsonNode *node, DateForms *out) {
    Reader reader;
    if (!reader_begin(&reader, r->diags, node, "forms"))
        return;
    read_string(r, &reader, "day", &out->day);
    read_string(r, &reader, "month", &out->month);
    read_strings(r, &reader, "season", 4, out->season);
    read_string(r, &reader, "year", &out->year);
    read_string(r, &reader, "decade", &out->decade);
    read_string(r, &reader, "century", &out->century);
    reader_end(&reader);
}

static void read_range_forms(LocaleReader *r, const JsonNode *node) {
    RangeForms *range = &r->locale->range;
    Reader reader;
    if (!reader_begin(&reader, r->diags, node, "range"))
        return;
    read_string(r, &reader, "years", &range->years);
    read_string(r, &reader, "decades", &range->decades);
    read_string(r, &reader, "months_of_year", &range->months_of_year);
    read_string(r, &reader, "days_of_month", &range->days_of_month);
    read_string(r, &reader, "days_of_year", &range->days_of_year);
    read_string(r, &reader, "other", &range->other);
    reader_end(&reader);
}

static void read_forms(LocaleReader *r, const JsonNode *node) {
    Reader reader;
    if (!reader_begin(&reader, r->diags, node, "forms"))
        return;
    read_date_forms(r, reader_node(&reader, "plain"), &r->locale->plain);
    read_date_forms(r, reader_node(&reader, "since"), &r->locale->since);
    read_date_forms(r, reader_node(&reader, "until"), &r->locale->until);
    read_range_forms(r, reader_node(&reader, "range"));
    read_string(r, &reader, "uncertain", &r->locale->uncertain);
    reader_end(&reader);
}

const FormatLocale *locale_read(Arena *arena, Diags *diags, const char *tag,
                                const FormatLocale *under, const LocaleNodes *nodes) {
    if (!nodes->numbers && !nodes->dates && !nodes->forms)
        return under;
    LocaleReader r = {.arena = arena, .diags = diags};
    r.locale = arena_memdup(arena, under ? under : &neutral, sizeof neutral);
    r.locale->tag = arena_strdup(arena, tag);
    r.locale->plural = nodes->plural;
    read_numbers(&r, nodes->numbers);
    read_dates(&r, nodes->dates);
    read_forms(&r, nodes->forms);
    return r.locale;
}

// ---- what a layout asks for

// The digits of languages whose locales count in those of Europe.
typedef struct {
    const char *language;
    const char *numerals[10];
} NativeDigits;

static const NativeDigits native_digits[] = {
    {"ur", {"۰", "۱", "۲", "۳", "۴", "۵", "۶", "۷", "۸", "۹"}},
    {"fa", {"۰", "۱", "۲", "۳", "۴", "۵", "۶", "۷", "۸", "۹"}},
    {"ar", {"٠", "١", "٢", "٣", "٤", "٥", "٦", "٧", "٨", "٩"}},
    {"hi", {"०", "१", "२", "३", "४", "५", "६", "७", "८", "९"}},
    {"bn", {"০", "১", "২", "৩", "৪", "৫", "৬", "৭", "৮", "৯"}},
};

static void use_native_digits(FormatLocale *locale) {
    for (guint i = 0; i < G_N_ELEMENTS(native_digits); i++)
        if (g_str_has_prefix(locale->tag, native_digits[i].language)) {
            memcpy(locale->numerals, native_digits[i].numerals, sizeof locale->numerals);
            locale->decimal = i <= 2 ? "\u066b" : locale->decimal;
            locale->thousands = i <= 2 ? "\u066c" : locale->thousands;
        }
}

static void use_latin_digits(FormatLocale *locale) {
    if (!locale->numerals[0])
        return;
    memset(locale->numerals, 0, sizeof locale->numerals);
    locale->decimal = ".";
    locale->thousands = ",";
}

char *locale_digits(const FormatLocale *locale, char *text) {
    if (!text || !locale->numerals[0])
        return text;
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p++) {
        if (g_ascii_isdigit(*p))
            g_string_append(out, locale->numerals[*p - '0']);
        else
            g_string_append_c(out, *p);
    }
    g_free(text);
    return g_string_free(out, FALSE);
}

static void use_groups(FormatLocale *locale, Groups groups) {
    memset(locale->grouping, groups == GROUPS_LAKH ? 2 : 3, sizeof locale->grouping);
    locale->grouping[0] = 3;
    locale->grouping_count = groups == GROUPS_LAKH ? (int)sizeof locale->grouping : 1;
}

const FormatLocale *locale_adapt(Arena *arena, const FormatLocale *locale, Digits digits,
                                 Groups groups) {
    if (digits == DIGITS_OF_LANGUAGE && groups == GROUPS_OF_LANGUAGE)
        return locale;
    FormatLocale *adapted = arena_memdup(arena, locale, sizeof *locale);
    if (digits == DIGITS_NATIVE)
        use_native_digits(adapted);
    else if (digits == DIGITS_LATIN)
        use_latin_digits(adapted);
    if (groups != GROUPS_OF_LANGUAGE)
        use_groups(adapted, groups);
    return adapted;
}

const FormatLocale *locale_count_in(Arena *arena, const FormatLocale *locale, const char *crore,
                                    const char *lakh, const char *thousand) {
    FormatLocale *counting = arena_memdup(arena, locale, sizeof *locale);
    memset(counting->units, 0, sizeof counting->units);
    counting->units[0] = (NumberUnit){7, {[PLURAL_OTHER] = crore}};
    counting->units[1] = (NumberUnit){5, {[PLURAL_OTHER] = lakh}};
    counting->units[2] = (NumberUnit){3, {[PLURAL_OTHER] = thousand}};
    counting->counts_in_units = true;
    return counting;
}
