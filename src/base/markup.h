// Text inside XML and HTML.
#pragma once
#include <glib.h>

// Appends so many bytes of UTF-8 (-1: up to NUL) as they may stand between tags and in quoted
// attributes: & < > " ' become references. What XML 1.0 (2.2) cannot hold, such as control
// characters other than tab and line end, becomes U+FFFD. NULL appends nothing.
void markup_put_text(GString *out, const char *text, gssize length);
