// Digits are cut into groups at points, commas, apostrophes and spaces; the first groups that make
// one number are it. Where one group of three follows a point or a comma there are two readings,
// and the language tells which is likelier.
#include "facts/numeral_digits.h"

#include <string.h>

enum { GROUPS = 12 };

typedef struct {
    const char *start[GROUPS];
    gsize length[GROUPS];
    char separator[GROUPS]; // before the group
    guint count;
} Groups;

static bool is_separator(const char *p) {
    return (*p == '.' || *p == ',' || *p == '\'' || *p == ' ' || *p == '_') &&
           g_ascii_isdigit(p[1]);
}

static const char *read_groups(const char *p, Groups *groups) {
    groups->count = 0;
    for (char separator = 0;; separator = *p++) {
        gsize length = strspn(p, "0123456789");
        guint n = groups->count++;
        groups->start[n] = p;
        groups->length[n] = length;
        groups->separator[n] = separator;
        p += length;
        if (groups->count == GROUPS || !is_separator(p))
            return p;
    }
}

// Whether the first `count` groups are one integer: thousands by threes, or the Indian way.
static bool is_grouped(const Groups *groups, guint count) {
    bool threes = groups->length[0] <= 3, indian = groups->length[0] <= 2;
    for (guint i = 1; i < count; i++) {
        bool is_last = i + 1 == count;
        if (groups->separator[i] != groups->separator[1])
            return false;
        threes = threes && groups->length[i] == 3;
        indian = indian && groups->length[i] == (is_last ? 3 : 2);
    }
    return threes || (indian && groups->separator[1] == ',');
}

static bool read_decimal(const Groups *groups, guint whole, guint count, Decimal *out) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < count; i++) {
        if (i == whole)
            g_string_append_c(text, '.');
        g_string_append_len(text, groups->start[i], (gssize)groups->length[i]);
    }
    return decimal_parse(text->str, out);
}

// The readings of the first `count` groups; false when they are no one number.
static bool read_grouping(const Groups *groups, guint count, NumeralDigits *out) {
    char last = groups->separator[count - 1];
    out->count = 0;
    if ((count == 1 || is_grouped(groups, count)) &&
        read_decimal(groups, count, count, &out->readings[out->count]))
        out->count++;
    bool is_point = count > 1 && (last == '.' || last == ',');
    bool is_other = count == 2 || (count > 2 && groups->separator[1] != last);
    if (is_point && is_other && (count == 2 || is_grouped(groups, count - 1)) &&
        read_decimal(groups, count - 1, count, &out->readings[out->count]))
        out->count++;
    return out->count > 0;
}

// Whether a series goes on behind the groups: 17.09.2025, 10,20,30.
static bool is_series(const Groups *groups, guint count) {
    return count > 1 && count < groups->count &&
           groups->separator[count] == groups->separator[count - 1];
}

// ½ and its like, in thousandths; 0 when there is none at p.
int numeral_vulgar(const char *p) {
    static const struct {
        gunichar c;
        int thousandths;
    } vulgar[] = {{0xBC, 250},   {0xBD, 500},   {0xBE, 750},   {0x2155, 200},
                  {0x2156, 400}, {0x2157, 600}, {0x2158, 800}, {0x215B, 125},
                  {0x215C, 375}, {0x215D, 625}, {0x215E, 875}};
    gunichar c = (guchar)*p < 0x80 ? 0 : g_utf8_get_char(p);
    for (guint i = 0; c && i < G_N_ELEMENTS(vulgar); i++)
        if (vulgar[i].c == c)
            return vulgar[i].thousandths;
    return 0;
}

// Adds the fraction behind the digits, with or without a space: 1½. Behind it.
static const char *read_vulgar(const char *p, NumeralDigits *out) {
    const char *at = *p == ' ' ? p + 1 : p;
    int thousandths = numeral_vulgar(at);
    if (!thousandths)
        return p;
    for (guint i = 0; i < out->count; i++)
        if (!decimal_add(out->readings[i], (Decimal){thousandths, 3}, &out->readings[i]))
            return p;
    return g_utf8_next_char(at);
}

// Languages that write 1.200,5; of the others, and where none is known, 1,200.5 is likelier.
bool numeral_has_comma(const char *language) {
    static const char *const tags[] = {"fr", "de", "es", "ru", "it", "pt", "nl", "pl", "tr",
                                       "id", "uk", "kk", "uz", "az", "cs", "sv", "da", "no",
                                       "nb", "fi", "el", "ro", "bg", "sr", "hr", "hu", "vi"};
    for (guint i = 0; language && i < G_N_ELEMENTS(tags); i++)
        if (g_ascii_strncasecmp(language, tags[i], 2) == 0 && !g_ascii_isalpha(language[2]))
            return true;
    return false;
}

// The integer is the greater one.
void numeral_digits_order(NumeralDigits *digits, const char *language) {
    if (digits->count < 2)
        return;
    bool wants_fraction = (digits->separator == ',') == numeral_has_comma(language);
    bool has_fraction = decimal_compare(digits->readings[0], digits->readings[1]) < 0;
    if (wants_fraction != has_fraction) {
        Decimal first = digits->readings[0];
        digits->readings[0] = digits->readings[1];
        digits->readings[1] = first;
    }
}

// As many groups as make one number; the rest begins another.
static const char *read_plain(const char *text, const char *p, const char *language,
                              NumeralDigits *out) {
    Groups groups;
    const char *end = read_groups(p, &groups);
    bool is_in_series = p - text >= 2 && (p[-1] == '.' || p[-1] == ',') && g_ascii_isdigit(p[-2]);
    if (is_in_series)
        groups.count = 1;
    for (guint count = groups.count; count > 0; count--)
        if (!is_series(&groups, count) && read_grouping(&groups, count, out)) {
            out->separator = groups.separator[count - 1];
            numeral_digits_order(out, language);
            return groups.start[count - 1] + groups.length[count - 1];
        }
    return end;
}

const char *numeral_digits_read(const char *text, const char *p, const char *language,
                                NumeralDigits *out) {
    *out = (NumeralDigits){0};
    return read_vulgar(read_plain(text, p, language, out), out);
}
