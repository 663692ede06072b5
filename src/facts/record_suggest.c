// What somebody meant by a date or a number that is not written as facts have it: "14 March 2025",
// "spring 2025", "1.2 bn", "$5". One is suggested where the text can mean nothing else.
#include "facts/comparable.h"
#include "facts/date_names.h"
#include "facts/map_date.h"
#include "facts/numerals.h"
#include "facts/record.h"

#include <string.h>

enum { AROUND_NUMBER = 24, TEXT_LIMIT = 60 };

// --- dates ---

// The numbers of a text in digits, up to three. False: there are more.
static bool read_numbers(const char *text, int *numbers, guint *count) {
    *count = 0;
    while (*text) {
        gsize digits = strspn(text, "0123456789");
        if (digits && (*count == 3 || digits > 4))
            return false;
        if (digits)
            numbers[(*count)++] = (int)g_ascii_strtoll(text, NULL, 10);
        text += digits ? digits : 1;
    }
    return true;
}

// A name of a month, a year and perhaps a day, in whatever order.
static char *named_date(const char *text) {
    DateName name, other;
    int numbers[3];
    guint count;
    gsize at = 0;
    if (!date_names_next(text, &at, &name) || date_names_next(text, &at, &other) ||
        !read_numbers(text, numbers, &count) || count == 0 || count > 2)
        return NULL;
    guint year = numbers[0] >= 1000 ? 0 : 1;
    if (year >= count || numbers[year] < 1000 || (name.value > 12 && count > 1))
        return NULL;
    return count == 1
               ? g_strdup_printf("%04d-%02d", numbers[year], name.value)
               : g_strdup_printf("%04d-%02d-%02d", numbers[year], name.value, numbers[1 - year]);
}

// 14.3.2025, where points say that the day goes first, and 25/12/2025, where it can be no month.
static char *figures_date(const char *text) {
    int numbers[3];
    guint count;
    if (text[strspn(text, "0123456789./-")] || !read_numbers(text, numbers, &count) || count != 3 ||
        numbers[2] < 1000)
        return NULL;
    bool is_day_first = strchr(text, '.') || numbers[0] > 12;
    bool is_month_first = !strchr(text, '.') && numbers[1] > 12;
    if (is_day_first == is_month_first)
        return NULL;
    return g_strdup_printf("%04d-%02d-%02d", numbers[2], numbers[is_day_first ? 1 : 0],
                           numbers[is_day_first ? 0 : 1]);
}

static char *part_date(const char *text) {
    static const char *const names[] = {"quarter", "half", "season", "ymd", "ym"};
    char date[MAP_DATE_SIZE];
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        MapDateFormat format;
        if (map_date_format(names[i], &format) && map_date_read(&format, text, date))
            return g_strdup(date);
    }
    return NULL;
}

char *record_suggest_date(const char *text) {
    Edtf ignored;
    if (strlen(text) > TEXT_LIMIT)
        return NULL;
    g_autofree char *plain = comparable_text(text);
    g_autofree char *date = part_date(plain);
    if (!date)
        date = figures_date(plain);
    if (!date)
        date = named_date(plain);
    return date && edtf_parse(date, &ignored, NULL) ? g_steal_pointer(&date) : NULL;
}

// --- numbers ---

// Nothing but a sign or word beside it: "$5", "1.2 bn USD". Two numbers, or one that can be read in
// two ways, are no suggestion.
char *record_suggest_number(const char *text) {
    if (strlen(text) > TEXT_LIMIT)
        return NULL;
    g_autofree char *plain = comparable_text(text);
    g_autoptr(GArray) numerals = numerals_find(plain, NULL);
    const Numeral *numeral = numerals->len == 1 ? &g_array_index(numerals, Numeral, 0) : NULL;
    if (!numeral || numeral->reading_count != 1 || numeral->is_more ||
        strlen(plain) - (numeral->end - numeral->start) > AROUND_NUMBER ||
        strpbrk(plain, "<>~+%") || strcspn(plain, "0123456789") == strlen(plain))
        return NULL;
    bool is_negative = numeral->start > 0 && plain[numeral->start - 1] == '-';
    Decimal value = numeral->readings[0];
    return decimal_to_text(is_negative ? decimal_negate(value) : value);
}
