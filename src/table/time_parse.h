// Times from text by a d3-time-format specifier (d3.timeParse, d3.utcParse).
#pragma once
#include "base/format.h"

// The instant that text names, NaN when it does not match. zone is that of texts without %Z, %s or
// %Q; NULL is UTC. Names of months and days are those of the locale (NULL: English).
double time_parse(const char *specifier, const FormatLocale *locale, const char *text,
                  GTimeZone *zone);
// False when the specifier has a directive that cannot be read.
bool time_parse_check(const char *specifier);
