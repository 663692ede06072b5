// Text made safe to set.
#pragma once
#include <glib.h>
#include <stdbool.h>

// Appends the text to out as it can be set: invalid UTF-8, control characters and the overrides of
// direction become U+FFFD, which is seen; line ends of every kind become "\n" (with one_line a
// space), a tab a space.
void clean_append(GString *out, const char *text, bool one_line);
