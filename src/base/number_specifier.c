// Reads [[fill]align][sign][symbol][0][width][,][.precision][~][type] from left to right; each part
// is told by its first character, so there is nothing to try twice.
#include "base/format.h"

#include "base/number_body.h"

#include <string.h>

enum { COUNT_MAX = NUMBER_WIDTH_MAX + 1 }; // every larger number is as wrong, or as good

static const char *read_fill_and_align(const char *p, NumberFormat *out) {
    const char *next = *p ? g_utf8_next_char(p) : p;
    gsize length = (gsize)(next - p);
    if (*p && *next && strchr("<>=^", *next) && *p != '\n' && *p != '\r') {
        memcpy(out->fill, p, length);
        out->fill[length] = '\0';
        out->align = *next;
        return next + 1;
    }
    if (*p && strchr("<>=^", *p))
        out->align = *p++;
    return p;
}

// Takes one character if it is one of those.
static const char *read_one_of(const char *p, const char *set, char *out) {
    if (*p && strchr(set, *p))
        *out = *p++;
    return p;
}

static const char *read_flag(const char *p, char flag, bool *out) {
    *out = *p == flag;
    return *out ? p + 1 : p;
}

static const char *read_count(const char *p, int *out) {
    for (*out = 0; g_ascii_isdigit(*p); p++)
        *out = MIN(*out * 10 + (*p - '0'), COUNT_MAX);
    return p;
}

bool number_format_check(const char *specifier) {
    NumberFormat format;
    if (!number_format_parse(specifier, &format))
        return false;
    gsize length = strlen(specifier);
    bool has_letter = length > 0 && g_ascii_isalpha(specifier[length - 1]);
    return format.type || !has_letter || (length == 2 && strchr("<>=^", specifier[1]));
}

bool number_format_parse(const char *specifier, NumberFormat *out) {
    NumberFormat format = {.fill = " ", .align = '>', .sign = '-', .precision = -1};
    if (!g_utf8_validate(specifier, -1, NULL))
        return false;
    const char *p = read_fill_and_align(specifier, &format);
    p = read_one_of(p, "+-( ", &format.sign);
    p = read_one_of(p, "$#", &format.symbol);
    p = read_flag(p, '0', &format.zero);
    p = read_count(p, &format.width);
    p = read_flag(p, ',', &format.comma);
    if (*p == '.' && g_ascii_isdigit(p[1]))
        p = read_count(p + 1, &format.precision);
    p = read_flag(p, '~', &format.trim);
    if (g_ascii_isalpha(*p) || *p == '%')
        format.type = *p++;
    if (*p || format.width > NUMBER_WIDTH_MAX)
        return false;
    if (format.type != 'n' && !number_type_find(format.type))
        format.type = 0;
    *out = format;
    return true;
}
