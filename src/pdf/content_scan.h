// Content streams of PDF as tokens (ISO 32000-1, 7.8.2): for reading what others wrote.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef enum {
    SCAN_END,
    SCAN_NUMBER,
    SCAN_NAME,
    SCAN_STRING, // ( ) or < >
    SCAN_OPEN,   // [ or <<
    SCAN_CLOSE,
    SCAN_OPERATOR // also true, false and null
} ScanKind;

typedef struct {
    const guint8 *at, *end;
    ScanKind kind;
    double number;
    GByteArray *text; // of a name, string or operator; ends in NUL beyond its length
} ContentScan;

void content_scan_begin(ContentScan *scan, const GByteArray *content);
void content_scan_end(ContentScan *scan);
ScanKind content_scan_next(ContentScan *scan);
// After the operator ID: skips the image's data up to EI.
void content_scan_skip_image(ContentScan *scan);
bool content_scan_is(const ContentScan *scan, const char *text); // the text of the token
