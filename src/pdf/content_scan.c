// One byte after the other; what is malformed becomes the nearest token, and the end always comes.
#include "pdf/content_scan.h"

#include <string.h>

void content_scan_begin(ContentScan *scan, const GByteArray *content) {
    *scan = (ContentScan){
        .at = content->data, .end = content->data + content->len, .text = g_byte_array_new()};
}

void content_scan_end(ContentScan *scan) {
    g_byte_array_unref(scan->text);
}

static bool is_white(guint8 byte) {
    return byte == 0 || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r' || byte == ' ';
}

static bool is_delimiter(guint8 byte) {
    return byte && strchr("()<>[]{}/%", byte);
}

static void put(ContentScan *scan, guint8 byte) {
    g_byte_array_append(scan->text, &byte, 1);
}

static void skip_white(ContentScan *scan) {
    while (scan->at < scan->end && (is_white(*scan->at) || *scan->at == '%')) {
        if (*scan->at == '%')
            while (scan->at < scan->end && *scan->at != '\n' && *scan->at != '\r')
                scan->at++;
        else
            scan->at++;
    }
}

static guint8 escaped(ContentScan *scan) {
    static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
    guint8 byte = *scan->at++;
    const char *known = byte ? strchr(from, byte) : NULL;
    if (known)
        return (guint8)to[known - from];
    if (byte < '0' || byte > '7')
        return byte;
    guint value = byte - '0';
    for (int i = 0; i < 2 && scan->at < scan->end && *scan->at >= '0' && *scan->at <= '7'; i++)
        value = value * 8 + (guint)(*scan->at++ - '0');
    return (guint8)value;
}

static ScanKind scan_literal(ContentScan *scan) {
    int depth = 1;
    for (scan->at++; scan->at < scan->end;) {
        guint8 byte = *scan->at++;
        if (byte == '\\' && scan->at < scan->end) {
            put(scan, escaped(scan));
            continue;
        }
        depth += byte == '(' ? 1 : byte == ')' ? -1 : 0;
        if (depth == 0)
            break;
        put(scan, byte);
    }
    return SCAN_STRING;
}

static ScanKind scan_hex(ContentScan *scan) {
    guint digits = 0, value = 0;
    for (scan->at++; scan->at < scan->end && *scan->at != '>'; scan->at++) {
        if (!g_ascii_isxdigit(*scan->at))
            continue;
        value = value << 4 | (guint)g_ascii_xdigit_value((char)*scan->at);
        if (++digits % 2 == 0)
            put(scan, (guint8)(value & 255));
    }
    if (digits % 2)
        put(scan, (guint8)(value << 4 & 255));
    if (scan->at < scan->end)
        scan->at++;
    return SCAN_STRING;
}

static ScanKind scan_word(ContentScan *scan) {
    while (scan->at < scan->end && !is_white(*scan->at) && !is_delimiter(*scan->at))
        put(scan, *scan->at++);
    put(scan, 0);
    g_byte_array_set_size(scan->text, scan->text->len - 1);
    const char *text = (const char *)scan->text->data;
    if (!g_ascii_isdigit(*text) && !strchr("+-.", *text))
        return SCAN_OPERATOR;
    scan->number = g_ascii_strtod(text, NULL);
    return SCAN_NUMBER;
}

static ScanKind scan_token(ContentScan *scan) {
    guint8 byte = *scan->at;
    bool twice = scan->at + 1 < scan->end && scan->at[1] == byte;
    switch (byte) {
    case '(':
        return scan_literal(scan);
    case '<':
        if (!twice)
            return scan_hex(scan);
        scan->at += 2;
        return SCAN_OPEN;
    case '>':
        scan->at += twice ? 2 : 1;
        return SCAN_CLOSE;
    case '[':
    case '{':
        scan->at++;
        return SCAN_OPEN;
    case ']':
    case '}':
    case ')':
        scan->at++;
        return SCAN_CLOSE;
    case '/':
        scan->at++;
        scan_word(scan);
        return SCAN_NAME;
    default:
        return scan_word(scan);
    }
}

ScanKind content_scan_next(ContentScan *scan) {
    g_byte_array_set_size(scan->text, 0);
    skip_white(scan);
    scan->kind = scan->at < scan->end ? scan_token(scan) : SCAN_END;
    put(scan, 0);
    g_byte_array_set_size(scan->text, scan->text->len - 1);
    return scan->kind;
}

bool content_scan_is(const ContentScan *scan, const char *text) {
    return scan->text->len == strlen(text) && memcmp(scan->text->data, text, scan->text->len) == 0;
}

void content_scan_skip_image(ContentScan *scan) {
    for (scan->at++; scan->at + 3 <= scan->end; scan->at++)
        if (is_white(scan->at[0]) && scan->at[1] == 'E' && scan->at[2] == 'I' &&
            (scan->at + 3 == scan->end || is_white(scan->at[3]))) {
            scan->at += 3;
            return;
        }
    scan->at = scan->end;
}
