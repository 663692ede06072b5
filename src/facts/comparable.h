// A text in one comparable form, so that what was copied by hand, by a browser or by another
// program is found again: NFC; runs of white space one space, none at the ends; quotation marks,
// dashes and digits of all scripts in their ASCII shapes; ligatures and the shapes of Arabic
// letters as plain letters; words that a hyphen divides at the end of a line whole; the numbers of
// notes, and what is invisible, left out. Letters keep their case. Inside facts/ only.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct {
    char *text; // the comparable form: valid UTF-8, ends in NUL
    gsize length;
    const char *from; // the original, borrowed
    gsize from_length;
    GArray *marks; // where in the original the form stands, every few hundred bytes
} Comparable;

enum { COMPARABLE_TEXT_LIMIT = 1 << 30 }; // bytes of an original

// from: any bytes; what is not UTF-8 becomes U+FFFD. It must outlive the result. Work and memory
// are linear: marks beyond the 32nd on one letter start a new one (the stream-safe text format of
// UAX #15 allows 30).
Comparable *comparable_new(const char *from, gsize length);
void comparable_free(Comparable *comparable); // accepts NULL
// The bytes [*start, *end) of the form as bytes of the original.
void comparable_range(const Comparable *comparable, gsize *start, gsize *end);
// The form alone. New string.
char *comparable_text(const char *from);
// Whether a character of the form is part of a word: a letter or a mark on one.
bool comparable_is_letter(gunichar c);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Comparable, comparable_free)
