// The few words that the program itself prints into reports, in the languages of base/format.h.
#pragma once

typedef enum {
    WORD_CONTENTS,
    WORD_CONTINUED,
    WORD_TOTAL,
    WORD_SUBTOTAL,
    WORD_OTHER,
    WORD_NOTHING,    // where a table has no rows
    WORD_MORE,       // "… and %s more"
    WORD_SOURCE,     // head of a column of source numbers
    WORD_COMMITMENT, // heads of the commitments table
    WORD_BY,
    WORD_DUE,
    WORD_STATE,
    WORD_PARTNERSHIP,
    WORD_PARTNERSHIPS, // "%s partnerships"
    WORD_ACCESSED,     // "accessed %s"
    WORD_UNDATED,
    WORD_COUNT
} Word;

// In the language of a BCP 47 tag; English where it is not known.
const char *page_word(const char *language, Word word);
