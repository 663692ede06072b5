// Text on a terminal: how many cells of a line it fills. East Asian characters are two cells wide,
// combining ones none (Unicode UAX #11).
#pragma once
#include <glib.h>

static inline guint cells_of_char(gunichar c) {
    if (g_unichar_iszerowidth(c))
        return 0;
    return g_unichar_iswide(c) ? 2 : 1;
}

// What would turn the direction of all that follows on the line.
static inline gboolean cells_turns_direction(gunichar c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}
