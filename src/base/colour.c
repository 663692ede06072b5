// Colours are sRGB throughout. Names and numbers are read as CSS Color Module Level 4 has them
// (https://www.w3.org/TR/css-color-4/), with channels clamped; the other spaces are formulas.
#include "base/colour.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char name[24];
    guint32 rgb;
} NamedColour;

// In the order of strcmp.
static const NamedColour named_colours[] = {
    {"aliceblue", 0xf0f8ff},
    {"antiquewhite", 0xfaebd7},
    {"aqua", 0x00ffff},
    {"aquamarine", 0x7fffd4},
    {"azure", 0xf0ffff},
    {"beige", 0xf5f5dc},
    {"bisque", 0xffe4c4},
    {"black", 0x000000},
    {"blanchedalmond", 0xffebcd},
    {"blue", 0x0000ff},
    {"blueviolet", 0x8a2be2},
    {"brown", 0xa52a2a},
    {"burlywood", 0xdeb887},
    {"cadetblue", 0x5f9ea0},
    {"chartreuse", 0x7fff00},
    {"chocolate", 0xd2691e},
    {"coral", 0xff7f50},
    {"cornflowerblue", 0x6495ed},
    {"cornsilk", 0xfff8dc},
    {"crimson", 0xdc143c},
    {"cyan", 0x00ffff},
    {"darkblue", 0x00008b},
    {"darkcyan", 0x008b8b},
    {"darkgoldenrod", 0xb8860b},
    {"darkgray", 0xa9a9a9},
    {"darkgreen", 0x006400},
    {"darkgrey", 0xa9a9a9},
    {"darkkhaki", 0xbdb76b},
    {"darkmagenta", 0x8b008b},
    {"darkolivegreen", 0x556b2f},
    {"darkorange", 0xff8c00},
    {"darkorchid", 0x9932cc},
    {"darkred", 0x8b0000},
    {"darksalmon", 0xe9967a},
    {"darkseagreen", 0x8fbc8f},
    {"darkslateblue", 0x483d8b},
    {"darkslategray", 0x2f4f4f},
    {"darkslategrey", 0x2f4f4f},
    {"darkturquoise", 0x00ced1},
    {"darkviolet", 0x9400d3},
    {"deeppink", 0xff1493},
    {"deepskyblue", 0x00bfff},
    {"dimgray", 0x696969},
    {"dimgrey", 0x696969},
    {"dodgerblue", 0x1e90ff},
    {"firebrick", 0xb22222},
    {"floralwhite", 0xfffaf0},
    {"forestgreen", 0x228b22},
    {"fuchsia", 0xff00ff},
    {"gainsboro", 0xdcdcdc},
    {"ghostwhite", 0xf8f8ff},
    {"gold", 0xffd700},
    {"goldenrod", 0xdaa520},
    {"gray", 0x808080},
    {"green", 0x008000},
    {"greenyellow", 0xadff2f},
    {"grey", 0x808080},
    {"honeydew", 0xf0fff0},
    {"hotpink", 0xff69b4},
    {"indianred", 0xcd5c5c},
    {"indigo", 0x4b0082},
    {"ivory", 0xfffff0},
    {"khaki", 0xf0e68c},
    {"lavender", 0xe6e6fa},
    {"lavenderblush", 0xfff0f5},
    {"lawngreen", 0x7cfc00},
    {"lemonchiffon", 0xfffacd},
    {"lightblue", 0xadd8e6},
    {"lightcoral", 0xf08080},
    {"lightcyan", 0xe0ffff},
    {"lightgoldenrodyellow", 0xfafad2},
    {"lightgray", 0xd3d3d3},
    {"lightgreen", 0x90ee90},
    {"lightgrey", 0xd3d3d3},
    {"lightpink", 0xffb6c1},
    {"lightsalmon", 0xffa07a},
    {"lightseagreen", 0x20b2aa},
    {"lightskyblue", 0x87cefa},
    {"lightslategray", 0x778899},
    {"lightslategrey", 0x778899},
    {"lightsteelblue", 0xb0c4de},
    {"lightyellow", 0xffffe0},
    {"lime", 0x00ff00},
    {"limegreen", 0x32cd32},
    {"linen", 0xfaf0e6},
    {"magenta", 0xff00ff},
    {"maroon", 0x800000},
    {"mediumaquamarine", 0x66cdaa},
    {"mediumblue", 0x0000cd},
    {"mediumorchid", 0xba55d3},
    {"mediumpurple", 0x9370db},
    {"mediumseagreen", 0x3cb371},
    {"mediumslateblue", 0x7b68ee},
    {"mediumspringgreen", 0x00fa9a},
    {"mediumturquoise", 0x48d1cc},
    {"mediumvioletred", 0xc71585},
    {"midnightblue", 0x191970},
    {"mintcream", 0xf5fffa},
    {"mistyrose", 0xffe4e1},
    {"moccasin", 0xffe4b5},
    {"navajowhite", 0xffdead},
    {"navy", 0x000080},
    {"oldlace", 0xfdf5e6},
    {"olive", 0x808000},
    {"olivedrab", 0x6b8e23},
    {"orange", 0xffa500},
    {"orangered", 0xff4500},
    {"orchid", 0xda70d6},
    {"palegoldenrod", 0xeee8aa},
    {"palegreen", 0x98fb98},
    {"paleturquoise", 0xafeeee},
    {"palevioletred", 0xdb7093},
    {"papayawhip", 0xffefd5},
    {"peachpuff", 0xffdab9},
    {"peru", 0xcd853f},
    {"pink", 0xffc0cb},
    {"plum", 0xdda0dd},
    {"powderblue", 0xb0e0e6},
    {"purple", 0x800080},
    {"rebeccapurple", 0x663399},
    {"red", 0xff0000},
    {"rosybrown", 0xbc8f8f},
    {"royalblue", 0x4169e1},
    {"saddlebrown", 0x8b4513},
    {"salmon", 0xfa8072},
    {"sandybrown", 0xf4a460},
    {"seagreen", 0x2e8b57},
    {"seashell", 0xfff5ee},
    {"sienna", 0xa0522d},
    {"silver", 0xc0c0c0},
    {"skyblue", 0x87ceeb},
    {"slateblue", 0x6a5acd},
    {"slategray", 0x708090},
    {"slategrey", 0x708090},
    {"snow", 0xfffafa},
    {"springgreen", 0x00ff7f},
    {"steelblue", 0x4682b4},
    {"tan", 0xd2b48c},
    {"teal", 0x008080},
    {"thistle", 0xd8bfd8},
    {"tomato", 0xff6347},
    {"turquoise", 0x40e0d0},
    {"violet", 0xee82ee},
    {"wheat", 0xf5deb3},
    {"white", 0xffffff},
    {"whitesmoke", 0xf5f5f5},
    {"yellow", 0xffff00},
    {"yellowgreen", 0x9acd32},
};

enum { TEXT_MAX = 128, NUMBERS_MAX = 4 }; // of a notation, without its surrounding space

static double clamp_unit(double value) {
    return isnan(value) ? 0 : CLAMP(value, 0.0, 1.0);
}

static Colour colour_from_bytes(guint32 rgb) {
    return (Colour){(double)(rgb >> 16 & 255) / 255, (double)(rgb >> 8 & 255) / 255,
                    (double)(rgb & 255) / 255, 1};
}

static int compare_name(const void *key, const void *row) {
    return strcmp(key, ((const NamedColour *)row)->name);
}

static bool parse_name(const char *text, Colour *out) {
    if (g_str_equal(text, "transparent")) {
        *out = (Colour){0, 0, 0, 0};
        return true;
    }
    const NamedColour *row = bsearch(text, named_colours, G_N_ELEMENTS(named_colours),
                                     sizeof named_colours[0], compare_name);
    if (row)
        *out = colour_from_bytes(row->rgb);
    return row != NULL;
}

// After "#": 3, 4, 6 or 8 digits.
static bool parse_hex(const char *text, Colour *out) {
    size_t length = strspn(text, "0123456789abcdef");
    bool is_short = length == 3 || length == 4;
    if (text[length] || (!is_short && length != 6 && length != 8))
        return false;
    double channel[4] = {0, 0, 0, 1};
    for (size_t i = 0; i < (is_short ? length : length / 2); i++) {
        const char *p = text + (is_short ? i : 2 * i);
        int high = g_ascii_xdigit_value(p[0]);
        channel[i] = (high * 16 + (is_short ? high : g_ascii_xdigit_value(p[1]))) / 255.0;
    }
    *out = (Colour){channel[0], channel[1], channel[2], channel[3]};
    return true;
}

// What stands between the parentheses of rgb() and hsl().
typedef struct {
    double value[NUMBERS_MAX];
    bool percent[NUMBERS_MAX];
    bool degrees[NUMBERS_MAX];
    int count;
} Numbers;

static const char *skip_space(const char *p) {
    return p + strspn(p, " \t\r\n\f");
}

// CSS numbers: no hexadecimal, no "inf" or "nan".
static const char *read_number(const char *p, double *out) {
    const char *start = p;
    if (*p == '+' || *p == '-')
        p++;
    if (!g_ascii_isdigit(*p) && !(*p == '.' && g_ascii_isdigit(p[1])))
        return NULL;
    if (p[0] == '0' && p[1] == 'x')
        return NULL;
    char *end;
    *out = g_ascii_strtod(start, &end);
    return end;
}

// The hue's turn in degrees; a bare number is degrees.
static const char *read_unit(const char *p, Numbers *numbers) {
    static const struct {
        char name[5];
        double degrees;
    } units[] = {{"deg", 1}, {"grad", 0.9}, {"rad", 180 / G_PI}, {"turn", 360}};
    if (*p == '%') {
        numbers->percent[numbers->count] = true;
        return p + 1;
    }
    for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
        if (!g_str_has_prefix(p, units[i].name))
            continue;
        numbers->value[numbers->count] *= units[i].degrees;
        numbers->degrees[numbers->count] = true;
        return p + strlen(units[i].name);
    }
    return p;
}

// "a, b, c", "a, b, c, d", "a b c" or "a b c / d" and the closing parenthesis.
static bool read_numbers(const char *p, Numbers *numbers) {
    bool commas = strchr(p, ',') != NULL;
    for (; numbers->count < NUMBERS_MAX; numbers->count++) {
        p = read_number(skip_space(p), &numbers->value[numbers->count]);
        if (!p)
            return false;
        const char *after = read_unit(p, numbers);
        p = skip_space(after);
        if (*p == ')')
            return *skip_space(p + 1) == '\0' && ++numbers->count >= 3;
        bool before_alpha = numbers->count == 2;
        char separator = commas ? ',' : before_alpha ? '/' : ' ';
        if (separator == ' ' ? p == after : *p++ != separator)
            return false;
    }
    return false;
}

static double alpha_of(const Numbers *numbers) {
    if (numbers->count < 4)
        return 1;
    return clamp_unit(numbers->percent[3] ? numbers->value[3] / 100 : numbers->value[3]);
}

static bool rgb_from_numbers(const Numbers *numbers, Colour *out) {
    double channel[3];
    for (int i = 0; i < 3; i++) {
        if (numbers->degrees[i] || numbers->percent[i] != numbers->percent[0])
            return false;
        channel[i] = clamp_unit(numbers->value[i] / (numbers->percent[i] ? 100 : 255));
    }
    *out = (Colour){channel[0], channel[1], channel[2], alpha_of(numbers)};
    return true;
}

// CSS Color 4, section 7.
static bool hsl_from_numbers(const Numbers *numbers, Colour *out) {
    if (numbers->percent[0] || !numbers->percent[1] || !numbers->percent[2] ||
        !isfinite(numbers->value[0]))
        return false;
    Hsl hsl = {numbers->value[0], clamp_unit(numbers->value[1] / 100),
               clamp_unit(numbers->value[2] / 100)};
    *out = colour_from_hsl(hsl, alpha_of(numbers));
    return true;
}

static bool parse_function(const char *text, Colour *out) {
    static const struct {
        char name[6];
        bool (*make)(const Numbers *numbers, Colour *out);
    } functions[] = {{"rgb(", rgb_from_numbers},
                     {"rgba(", rgb_from_numbers},
                     {"hsl(", hsl_from_numbers},
                     {"hsla(", hsl_from_numbers}};
    for (guint i = 0; i < G_N_ELEMENTS(functions); i++) {
        if (!g_str_has_prefix(text, functions[i].name))
            continue;
        Numbers numbers = {0};
        return read_numbers(text + strlen(functions[i].name), &numbers) &&
               functions[i].make(&numbers, out);
    }
    return false;
}

bool colour_parse(const char *text, Colour *out) {
    text = skip_space(text);
    char lower[TEXT_MAX];
    size_t length = strlen(text);
    while (length > 0 && g_ascii_isspace(text[length - 1]))
        length--;
    if (length == 0 || length >= sizeof lower)
        return false;
    for (size_t i = 0; i < length; i++)
        lower[i] = g_ascii_tolower(text[i]);
    lower[length] = '\0';
    if (lower[0] == '#')
        return parse_hex(lower + 1, out);
    return strchr(lower, '(') ? parse_function(lower, out) : parse_name(lower, out);
}

static guint byte_of(double channel) {
    return (guint)floor(clamp_unit(channel) * 255 + 0.5);
}

void colour_to_hex(Colour colour, char buffer[8]) {
    g_snprintf(buffer, 8, "#%02x%02x%02x", byte_of(colour.r), byte_of(colour.g), byte_of(colour.b));
}

Colour colour_mix_rgb(Colour a, Colour b, double t) {
    return (Colour){a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t,
                    a.a + (b.a - a.a) * t};
}
