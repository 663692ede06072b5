// A change as a line of words: what it is about, what it was, what it is.
#pragma once
#include "base/words.h"
#include "facts/change.h"
#include "page/block.h"

typedef struct {
    const char *what;           // "Status", "Amount (announced)"; NULL: the change says it all
    const char *before, *after; // NULL: not there; as people write them
    const char *more;           // "+25%", "90 days later"; or NULL
} ChangeWords;

// Of a row of the dataset "changes".
ChangeWords change_words(const Compose *compose, const Table *table, guint row);
// The same in one line of plain text, for explanations. In the arena.
const char *change_line(const Compose *compose, const ChangeWords *words);
const char *change_arrow(const Compose *compose); // from before to after, as the text runs
// The heading of a kind.
Word change_kind_word(ChangeKind kind);
