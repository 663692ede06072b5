// Fonts: embedded, mapped to Unicode, and no glyph shown that stands for nothing. A font is looked
// at once, when content first uses it.
#include "pdf/lint_private.h"

#include <string.h>

struct LintFont {
    int number;
    bool wide;         // codes are two bytes
    bool identity;     // codes are CIDs
    bool mapped;       // has a ToUnicode map
    GHashTable *codes; // that the map knows
};

void lint_font_free(void *data) {
    LintFont *font = data;
    g_hash_table_unref(font->codes);
    g_free(font);
}

// ---- the map

static guint hex_value(const char *digits, guint count) {
    guint value = 0;
    for (guint i = 0; i < count; i++)
        value = value << 4 | (guint)g_ascii_xdigit_value(digits[i]);
    return value;
}

// The next <...> of the text: its digits, or NULL at the end or where `stop` comes first.
static const char *next_hex(const char **at, const char *stop, guint *count) {
    const char *open = strchr(*at, '<'), *close = open ? strchr(open, '>') : NULL;
    const char *end = strstr(*at, stop);
    if (!close || (end && end < open))
        return NULL;
    *count = 0;
    for (const char *digit = open + 1; digit < close; digit++)
        *count += g_ascii_isxdigit(*digit) ? 1 : 0;
    *at = close + 1;
    return *count == (guint)(close - open - 1) ? open + 1 : NULL;
}

static void check_value(Lint *lint, const LintFont *font, guint code, const char *digits,
                        guint count) {
    guint value = count >= 4 ? hex_value(digits, 4) : 0;
    if (count < 4 || value == 0 || value == 0xFEFF || value == 0xFFFE)
        lint_found(lint, LINT_UA_UNICODE_VALUE, "font object %d, code %04X", font->number, code);
}

static void read_characters(Lint *lint, LintFont *font, const char *text) {
    static const char stop[] = "endbfchar";
    const char *code, *value;
    guint code_length = 0, value_length = 0;
    while ((code = next_hex(&text, stop, &code_length)) &&
           (value = next_hex(&text, stop, &value_length))) {
        guint number = hex_value(code, MIN(code_length, 4));
        check_value(lint, font, number, value, value_length);
        g_hash_table_add(font->codes, GUINT_TO_POINTER(number));
    }
}

static void read_ranges(Lint *lint, LintFont *font, const char *text) {
    static const char stop[] = "endbfrange";
    const char *low, *high, *value;
    guint length = 0, value_length = 0;
    while ((low = next_hex(&text, stop, &length)) && (high = next_hex(&text, stop, &length)) &&
           (value = next_hex(&text, stop, &value_length))) {
        guint first = hex_value(low, MIN(length, 4)), last = hex_value(high, MIN(length, 4));
        check_value(lint, font, first, value, value_length);
        for (guint code = first; code <= last && code <= 0xFFFF; code++)
            g_hash_table_add(font->codes, GUINT_TO_POINTER(code));
    }
}

static void read_map(Lint *lint, LintFont *font, qpdf_oh stream) {
    g_autoptr(GByteArray) data = pdf_reader_data(lint->reader, stream);
    if (!data)
        return;
    font->mapped = true;
    g_autofree char *text = g_strndup((const char *)data->data, data->len);
    for (const char *at = text; (at = strstr(at, "beginbfchar")); at++)
        read_characters(lint, font, at);
    for (const char *at = text; (at = strstr(at, "beginbfrange")); at++)
        read_ranges(lint, font, at);
}

// ---- the font

static bool is_embedded(const Lint *lint, qpdf_oh descriptor) {
    return lint_has(lint, descriptor, "/FontFile") || lint_has(lint, descriptor, "/FontFile2") ||
           lint_has(lint, descriptor, "/FontFile3");
}

static void check_file(Lint *lint, qpdf_oh font, int number) {
    if (is_embedded(lint, lint_member(lint, font, "/FontDescriptor")))
        return;
    lint_found(lint, LINT_UA_EMBEDDED, "font object %d", number);
    lint_found(lint, LINT_A_EMBEDDED, "font object %d", number);
}

static void check_composite(Lint *lint, LintFont *font, qpdf_oh object) {
    qpdf_oh descendant =
        pdf_reader_item(lint->reader, lint_member(lint, object, "/DescendantFonts"), 0);
    font->wide = true;
    font->identity =
        g_strcmp0(lint_name(lint, lint_member(lint, object, "/Encoding")), "Identity-H") == 0;
    check_file(lint, descendant, font->number);
    if (g_strcmp0(lint_name(lint, lint_member(lint, descendant, "/Subtype")), "CIDFontType2") ==
            0 &&
        !lint_has(lint, descendant, "/CIDToGIDMap"))
        lint_found(lint, LINT_UA_GID_MAP, "font object %d", font->number);
}

// A simple font maps by a standard encoding; one without needs a map.
static void check_mapping(Lint *lint, const LintFont *font, qpdf_oh object) {
    const char *encoding = lint_name(lint, lint_member(lint, object, "/Encoding"));
    bool standard = !font->wide && (g_strcmp0(encoding, "WinAnsiEncoding") == 0 ||
                                    g_strcmp0(encoding, "MacRomanEncoding") == 0);
    if (font->mapped || standard)
        return;
    lint_found(lint, LINT_UA_TO_UNICODE, "font object %d", font->number);
    lint_found(lint, LINT_A_UNICODE, "font object %d", font->number);
}

const LintFont *lint_font(Lint *lint, qpdf_oh object) {
    int number = pdf_reader_number(lint->reader, object);
    LintFont *font = g_hash_table_lookup(lint->fonts, GINT_TO_POINTER(number));
    if (font && number)
        return font;
    font = g_new0(LintFont, 1);
    font->number = number;
    font->codes = g_hash_table_new(NULL, NULL);
    const char *kind = lint_name(lint, lint_member(lint, object, "/Subtype"));
    if (g_strcmp0(kind, "Type0") == 0)
        check_composite(lint, font, object);
    else if (g_strcmp0(kind, "Type3") != 0)
        check_file(lint, object, number);
    read_map(lint, font, lint_member(lint, object, "/ToUnicode"));
    check_mapping(lint, font, object);
    // A font that is no object of its own is kept under a number that none has.
    int key = number ? number : -(int)g_hash_table_size(lint->fonts) - 1;
    g_hash_table_insert(lint->fonts, GINT_TO_POINTER(key), font);
    return font;
}

void lint_font_codes(Lint *lint, const LintFont *font, const GByteArray *text, const char *place) {
    if (!font || !font->wide)
        return;
    for (guint i = 0; i + 1 < text->len; i += 2) {
        guint code = (guint)text->data[i] << 8 | text->data[i + 1];
        if (font->mapped && !g_hash_table_contains(font->codes, GUINT_TO_POINTER(code)))
            lint_found(lint, LINT_UA_TO_UNICODE, "%s, font object %d, code %04X", place,
                       font->number, code);
        if (font->identity && code == 0) {
            lint_found(lint, LINT_UA_NOTDEF, "%s, font object %d", place, font->number);
            lint_found(lint, LINT_A_NOTDEF, "%s, font object %d", place, font->number);
        }
    }
}
