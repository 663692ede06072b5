// Paths, figures and days as HTML: what comes from outside goes onto an index page through these,
// or as text through base/markup.h.
#pragma once
#include <glib.h>

void index_put_href(GString *out, const char *path); // of an attribute: a relative address
void index_put_number(GString *out, guint64 number); // "1,557"
void index_put_count(GString *out, guint64 count, const char *what); // "1 page", "12 pages"
void index_put_size(GString *out, guint64 bytes);                    // "384 kB"
void index_put_seconds(GString *out, double seconds);                // "3.5 s", "12 min"
void index_put_day(GString *out, const char *day);                   // <time>, the day in words
