// Tags of languages, and what is set in each: BCP 47 tags such as "ur" or "en-IN".
#pragma once
#include "base/words.h"

// A language of letters, then subtags of letters and digits.
bool language_is_tag(const char *tag);
// Whether it is written from right to left.
bool language_is_rtl(const char *tag);
// Whether two tags are of one language, whatever their regions.
bool language_is_same(const char *a, const char *b);

// What is set in a language: the program's own words, numbers and dates.
typedef struct {
    const char *tag;
    const Words *words;
    const FormatLocale *locale;
} PageLanguage;
