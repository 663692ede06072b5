// Appending to long texts. GString's own functions check and move more than an append needs; these
// are called some hundred times for each row of a table.
#pragma once
#include <glib.h>
#include <string.h>

static inline void put_bytes(GString *out, const char *bytes, gsize length) {
    if (out->len + length >= out->allocated_len) {
        g_string_append_len(out, bytes, (gssize)length);
        return;
    }
    memcpy(out->str + out->len, bytes, length);
    out->len += length;
    out->str[out->len] = '\0';
}

static inline void put_text(GString *out, const char *text) {
    put_bytes(out, text, strlen(text));
}

// In decimal digits.
static inline void put_count(GString *out, unsigned long number) {
    char digits[24];
    char *start = digits + sizeof digits;
    do {
        *--start = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    put_bytes(out, start, (gsize)(digits + sizeof digits - start));
}

// A reference to an object, "12 0 R ".
static inline void put_reference(GString *out, guint number) {
    put_count(out, number);
    put_text(out, " 0 R ");
}
