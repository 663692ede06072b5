// jansson keeps no positions, so a place is found by following the path of a value through the
// text once more. The text is known to be valid, so skipping a value needs no grammar, only
// strings and the depth of brackets; still no byte past the end is ever read. Linear in the text.
#include "base/json_scan.h"

#include <jansson.h>
#include <string.h>

typedef struct {
    const char *text;
    gsize length, at;
} Scan;

static int peek(const Scan *scan) {
    return scan->at < scan->length ? (unsigned char)scan->text[scan->at] : -1;
}

static void skip_space(Scan *scan) {
    for (int c = peek(scan); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = peek(scan))
        scan->at++;
}

// Over the separator too, if it is there: ',' or ':'.
static void skip_separator(Scan *scan) {
    skip_space(scan);
    int c = peek(scan);
    if (c == ',' || c == ':')
        scan->at++;
    skip_space(scan);
}

static void skip_string(Scan *scan) {
    for (scan->at++; scan->at < scan->length; scan->at++) {
        if (scan->text[scan->at] == '\\') {
            scan->at++;
        } else if (scan->text[scan->at] == '"') {
            scan->at++;
            return;
        }
    }
    scan->at = scan->length; // an escape may have gone past
}

static void skip_container(Scan *scan) {
    guint depth = 0;
    while (scan->at < scan->length) {
        char c = scan->text[scan->at];
        if (c == '"') {
            skip_string(scan);
            continue;
        }
        scan->at++;
        if (c == '{' || c == '[')
            depth++;
        else if ((c == '}' || c == ']') && --depth == 0)
            return;
    }
}

static bool ends_scalar(int c) {
    return c < 0 || c == ',' || c == ']' || c == '}' || c == ' ' || c == '\t' || c == '\n' ||
           c == '\r';
}

static void skip_value(Scan *scan) {
    int c = peek(scan);
    if (c == '"') {
        skip_string(scan);
    } else if (c == '{' || c == '[') {
        skip_container(scan);
    } else {
        while (!ends_scalar(peek(scan)))
            scan->at++;
    }
}

static bool key_equals(const char *token, gsize length, const char *key) {
    if (length < 2)
        return false;
    if (!memchr(token, '\\', length))
        return strlen(key) == length - 2 && memcmp(token + 1, key, length - 2) == 0;
    json_t *string = json_loadb(token, length, JSON_DECODE_ANY, NULL);
    bool equal = string && strcmp(json_string_value(string), key) == 0;
    json_decref(string);
    return equal;
}

// Leaves the scan at the member's value.
static bool enter_member(Scan *scan, const char *key, JsonSpan *out) {
    if (peek(scan) != '{')
        return false;
    scan->at++;
    skip_space(scan);
    while (peek(scan) == '"') {
        out->key_start = scan->at;
        skip_string(scan);
        out->key_end = scan->at;
        skip_separator(scan);
        if (key_equals(scan->text + out->key_start, out->key_end - out->key_start, key))
            return true;
        skip_value(scan);
        skip_separator(scan);
    }
    return false;
}

// Leaves the scan at the item.
static bool enter_item(Scan *scan, gsize index) {
    if (peek(scan) != '[')
        return false;
    scan->at++;
    skip_space(scan);
    for (gsize i = 0; i < index; i++) {
        if (peek(scan) == ']' || peek(scan) < 0)
            return false;
        skip_value(scan);
        skip_separator(scan);
    }
    return peek(scan) >= 0 && peek(scan) != ']';
}

bool json_scan_path(const char *text, gsize length, const JsonStep *steps, gsize count,
                    JsonSpan *out) {
    Scan scan = {text, length, 0};
    *out = (JsonSpan){0};
    skip_space(&scan);
    for (gsize i = 0; i < count; i++) {
        bool found = steps[i].key ? enter_member(&scan, steps[i].key, out)
                                  : enter_item(&scan, steps[i].index);
        if (!found)
            return false;
        if (!steps[i].key)
            out->key_start = out->key_end = 0;
    }
    out->start = scan.at;
    skip_value(&scan);
    out->end = scan.at;
    return true;
}

// Whether there are so few opening brackets, in strings too, that nothing can be deep.
static bool has_few_brackets(const char *text, gsize length, guint limit) {
    gsize count = 0;
    for (gsize i = 0; i < length; i++)
        count += (text[i] | 0x20) == '{'; // '[' differs from it in that bit only
    return count <= limit;
}

bool json_scan_is_deep(const char *text, gsize length, guint limit, gsize *offset) {
    if (has_few_brackets(text, length, limit))
        return false;
    Scan scan = {text, length, 0};
    guint depth = 0;
    while (scan.at < length) {
        char c = text[scan.at];
        if (c == '"') {
            skip_string(&scan);
            continue;
        }
        if ((c == '{' || c == '[') && ++depth > limit) {
            *offset = scan.at;
            return true;
        }
        if ((c == '}' || c == ']') && depth > 0)
            depth--;
        scan.at++;
    }
    return false;
}
