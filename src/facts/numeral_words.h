// Words that numbers are written with in several languages. Inside facts/ only.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef enum {
    NUMERAL_UNIT,     // 1 to 90: adds
    NUMERAL_TIMES,    // hundred, dozen: multiplies what stands before it
    NUMERAL_SCALE,    // thousand, crore: closes a section
    NUMERAL_MANY,     // "millions": a scale that says nothing without a number before it
    NUMERAL_LETTER,   // a scale as one letter, which may be another unit: 5 m
    NUMERAL_FRACTION, // half: value in hundredths
    NUMERAL_WHOLE,    // a number in one word: مليونان
    NUMERAL_PLUS,     // ساڑھے: hundredths that are added to the number that follows
    NUMERAL_MORE,     // 多: "and some more", between digits and a scale
    NUMERAL_LINK,     // and, of, a: between words of one number
    NUMERAL_POINT     // point, virgule: digits follow one by one
} NumeralKind;

typedef struct {
    const char *word; // folded as by fold_spelling
    NumeralKind kind;
    gint64 value;
} NumeralWord;

// The words of a language; the last one has no word.
typedef struct {
    const char *tag; // BCP 47; "" for several
    const NumeralWord *words;
} NumeralList;

enum { NUMERAL_LATIN = 11, NUMERAL_OTHERS = 7 };
// Those of Latin letters, the shared ones first; and those of other scripts.
extern const NumeralList numeral_latin[NUMERAL_LATIN], numeral_others[NUMERAL_OTHERS];

// NULL when the word is none. word: folded. language: BCP 47 of the text; NULL when it is not
// known. *of: the language whose word it is, "" for several; of may be NULL.
const NumeralWord *numeral_word_find(const char *word, const char *language, const char **of);
