// The nearest name to a mistyped one.
#pragma once
#include <glib.h>

// The candidate closest to word by optimal string alignment distance (Damerau-Levenshtein with
// adjacent transpositions, https://doi.org/10.1145/375360.375365), case apart; NULL when none is
// close enough to be worth saying (a third of the length at most), or when word itself is among
// them and so is not mistyped. candidates may hold NULLs.
const char *suggest_nearest(const char *word, const char *const *candidates, guint count);
// did you mean "NAME"? as a new string, or NULL. What it gives is freed by the caller.
char *suggest_hint(const char *word, const char *const *candidates, guint count);
