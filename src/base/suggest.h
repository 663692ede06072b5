// The nearest name to a mistyped one.
#pragma once
#include <glib.h>

// The candidate closest to word by optimal string alignment distance (Damerau-Levenshtein with
// adjacent transpositions, https://doi.org/10.1145/375360.375365), case apart; NULL when none is
// close enough to be worth saying (a third of the length at most, else the one that begins with the
// other and has the fewest letters more), or when word itself is among
// them and so is not mistyped. candidates may hold NULLs.
const char *suggest_nearest(const char *word, const char *const *candidates, guint count);
// did you mean "NAME"? as a new string, or NULL. What it gives is freed by the caller.
char *suggest_hint(const char *word, const char *const *candidates, guint count);
// there is A, B, C and 9 more: the first of the names, as a new string; NULL without names.
char *suggest_list(const char *const *names, guint count);
// The hint, or for a word that is like none of the candidates the list of them, which hold no NULL.
char *suggest_hint_or_list(const char *word, const char *const *candidates, guint count);
