// The forms of a text that go with a number, as a template writes them:
// "one: # partnership; other: # partnerships". Before the colon stands a plural category of CLDR,
// or "=0" for just that number; # is the number as it is printed, \# a # as it is. "other" must be
// there and serves where a category that the language has is not.
#pragma once
#include "base/arena.h"
#include "base/format.h"
#include "base/plural.h"

// Whether a piece of a template is meant as forms: it starts with a word and a colon.
bool plural_forms_are_meant(const char *piece);
// NULL when they are well formed, else what is wrong; *hint is then NULL or what to write.
const char *plural_forms_check(Arena *arena, const char *forms, const char **hint);
// Of forms that are well formed: the one for the number, with what is printed in the place of #.
typedef struct {
    PluralRule rule;
    const FormatLocale *locale; // that it is printed by
    double count;
    const char *printed;
} Counted;
const char *plural_forms_choose(Arena *arena, const char *forms, const Counted *counted);
