// Footnotes whose marks and notes do not find each other: cmark-gfm shows such a mark as it stands
// and drops such a note, both without a word.
#pragma once
#include <glib.h>

typedef struct {
    GPtrArray *marks; // of char *: names of marks [^NAME] without a note, as written, each once
    GPtrArray *notes; // of notes [^NAME]: that have no mark
    GPtrArray *names; // of all notes
} MarkdownUnmatched;

// What is in code, and marks escaped by a backslash, are none. The arrays own what they hold.
MarkdownUnmatched markdown_find_unmatched(const char *text);
void markdown_unmatched_clear(MarkdownUnmatched *unmatched);
