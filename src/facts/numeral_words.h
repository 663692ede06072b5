// Words that numbers are written with in several languages. Inside facts/ only.
#pragma once
#include <glib.h>

typedef enum {
    NUMERAL_UNIT,     // 1 to 90: adds
    NUMERAL_TIMES,    // hundred, dozen: multiplies what stands before it
    NUMERAL_SCALE,    // thousand, crore: closes a section
    NUMERAL_LETTER,   // the same as one letter, which may be another unit: 5 m
    NUMERAL_FRACTION, // half: value in hundredths
    NUMERAL_WHOLE,    // a number in one word: مليونان
    NUMERAL_LINK,     // and, of, a: between words of one number
    NUMERAL_POINT     // point, virgule: digits follow one by one
} NumeralKind;

typedef struct {
    const char *word; // folded as by fold_spelling
    NumeralKind kind;
    gint64 value;
} NumeralWord;

// NULL when the word is none. word: folded.
const NumeralWord *numeral_word_find(const char *word);
