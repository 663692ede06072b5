// Finds the place of a byte of an expression in the JSON text it was written in: "datum.a \u003e 1"
// has its ">" six bytes wide. When the text is not there (a document made by the program), the
// place is that of the whole value.
#include "table/expression_tree.h"

#include <string.h>

// How many bytes a JSON escape takes in the source, and its character in the value.
static gsize escape_width(const char *at, gsize left, gsize *decoded) {
    *decoded = 1;
    if (left < 2 || at[1] != 'u')
        return 2;
    char digits[5] = {0};
    memcpy(digits, at + 2, MIN(left - 2, 4));
    guint64 code = g_ascii_strtoull(digits, NULL, 16);
    if (code >= 0xD800 && code < 0xDC00) { // a pair of escapes is one character of four bytes
        *decoded = 4;
        return 12;
    }
    *decoded = code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
    return 6;
}

// The source offset of a byte of the value; the value's text begins at `at`, after the quote.
static gsize source_offset(const Source *source, gsize at, gsize end, gsize byte) {
    while (byte > 0 && at < end) {
        gsize width = 1, decoded = 1;
        if (source->text[at] == '\\')
            width = escape_width(source->text + at, end - at, &decoded);
        at += width;
        byte -= MIN(decoded, byte);
    }
    return MIN(at, end);
}

Place expression_place(const JsonNode *node, gsize start, gsize length) {
    if (!node)
        return (Place){0};
    Place place = json_node_place(node);
    const Source *source = place.source;
    bool is_string = source && place.end > place.start + 1 && place.end <= source->length &&
                     source->text[place.start] == '"';
    if (!is_string)
        return place;
    gsize first = place.start + 1, last = place.end - 1;
    place.start = source_offset(source, first, last, start);
    place.end = MAX(source_offset(source, first, last, start + length), place.start + 1);
    return place;
}
