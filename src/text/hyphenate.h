// Where words may be divided, by the patterns of the language (Liang's algorithm, as libhyphen has
// it), written into the text as soft hyphens, at which lines can break.
#pragma once
#include "text/text.h"

typedef struct Hyphenator Hyphenator;

// Patterns of a language by BCP 47 tag; NULL when none are installed. Free with hyphenator_free.
Hyphenator *hyphenator_new(const char *language);
void hyphenator_free(Hyphenator *hyphenator); // accepts NULL
// Whether words of the language are divided at line ends at all: not in Chinese, Arabic, Urdu, ...
bool hyphenation_is_usual(const char *language);
// The text with soft hyphens; at least two letters stand before one, three after it. Words that
// hold digits, signs of addresses, capitals after the first letter or soft hyphens stay as they
// are. In the arena.
const char *hyphenate(Hyphenator *hyphenator, Arena *arena, const char *text);
