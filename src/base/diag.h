// Diagnostics: what is wrong with the input, where, and what to do. They are data; printing them
// is separate. All problems of a run are collected and reported together (see DIAGS_LIMIT).
//
// Style of a message: lower case, no full stop; says what was found and what was expected:
//   unknown field "secotr" in dataset "deals"
//   "width" is a string, expected a number of pixels
// The hint says what to do: did you mean "sector"?
#pragma once
#include "base/source.h"

#include <stdio.h>

// X(NAME, "id", "what it means, for the documentation")
#define DIAG_LIST(X)                                                                               \
    X(SYNTAX, "syntax", "the text is not valid JSON")                                              \
    X(ENCODING, "encoding", "the text is not valid UTF-8")                                         \
    X(TOO_LARGE, "too-large", "a named limit is passed")                                           \
    X(FILE, "file", "a file cannot be read or written")                                            \
    X(INTERRUPTED, "interrupted", "a signal ended the work")                                       \
    X(LOCKED, "locked", "another process holds what is needed")                                    \
    X(PATH_OUTSIDE, "path-outside", "a path leaves the folder it must stay in")                    \
    X(WRONG_TYPE, "wrong-type", "a value has another JSON type than expected")                     \
    X(WRONG_VALUE, "wrong-value", "a value has the right type but is not one of those allowed")    \
    X(MISSING_KEY, "missing-key", "an object lacks a required member")                             \
    X(UNKNOWN_KEY, "unknown-key", "an object has a member that means nothing there")               \
    X(UNKNOWN_FIELD, "unknown-field", "a field is named that the data does not have")              \
    X(UNKNOWN_DATA, "unknown-data", "a dataset is named that does not exist")                      \
    X(UNKNOWN_NAME, "unknown-name", "a parameter, theme, block or other name does not exist")      \
    X(DUPLICATE_ID, "duplicate-id", "two records claim the same id")                               \
    X(MERGED, "merged", "several records are one partnership, and are shown as one")               \
    X(DANGLING_ID, "dangling-id", "a record refers to an id that does not exist")                  \
    X(BAD_DATE, "bad-date", "a date is not EDTF level 1")                                          \
    X(BAD_AMOUNT, "bad-amount", "an amount is not a decimal number with a currency")               \
    X(MIXED_CURRENCIES, "mixed-currencies", "amounts of several currencies cannot be summed")      \
    X(SEVERAL_CURRENCIES, "several-currencies",                                                    \
      "of several currencies one counts, or none is named")                                        \
    X(COUNTED_TWICE, "counted-twice", "a sum may take in the same money several times")            \
    X(INTEGER_DIVISION, "integer-division", "SQL may divide whole numbers, without a fraction")    \
    X(NO_RATE, "no-rate", "the table of rates has no rate for an amount")                          \
    X(UNKNOWN_TERM, "unknown-term", "a word is in no vocabulary; it is kept as it stands")         \
    X(UNCLEAN, "unclean", "texts of a data set are damaged; they are kept or repaired as told")    \
    X(UNUSABLE, "unusable", "records of a data set make no partnership")                           \
    X(NO_EVIDENCE, "no-evidence", "a claim has no evidence")                                       \
    X(UNSUPPORTED, "unsupported", "a feature of Vega-Lite that Accord does not have")              \
    X(BAD_FORMAT, "bad-format", "a number or date format is malformed")                            \
    X(BAD_EXPRESSION, "bad-expression", "an expression cannot be parsed or evaluated")             \
    X(BAD_SQL, "bad-sql", "SQL is refused or fails")                                               \
    X(BAD_TEMPLATE, "bad-template", "a {{...}} in a text is malformed or names nothing")           \
    X(UNTRANSLATED, "untranslated", "a text of the layout has no translation; it stands as it is") \
    X(LATER_FACTS, "later-facts", "facts dated later than the day of the report are left out")     \
    X(FUTURE_DATE, "future-date", "something that has happened is dated later than today")         \
    X(BAD_LINK, "bad-link", "a link is not http, https or mailto")                                 \
    X(MISSING_GLYPH, "missing-glyph", "no font has a character")                                   \
    X(MISSING_FONT, "missing-font", "a font family is not installed")                              \
    X(OVERFLOW, "overflow", "content does not fit its place")                                      \
    X(EMPTY, "empty", "there is nothing to show")                                                  \
    X(EARLIER_DAY, "earlier-day", "the day of a run is before that of an earlier one")             \
    X(INTERNAL, "internal", "a library reported a failure")

typedef enum {
#define DIAG_ENUM(name, id, text) DIAG_##name,
    DIAG_LIST(DIAG_ENUM)
#undef DIAG_ENUM
        DIAG_COUNT
} DiagId;

typedef enum { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR } DiagSeverity;

// Where something stands. source may be NULL (then the message speaks for itself), or have a name
// and no text (then lines are not printed). pointer is an RFC 6901 JSON pointer or NULL.
typedef struct {
    Source *source;
    gsize start, end; // bytes [start, end) of the source
    const char *pointer;
} Place;

typedef struct {
    DiagId id;
    DiagSeverity severity;
    Place place; // owned: holds a reference to the source and a copy of the pointer
    char *message;
    char *hint; // or NULL
} Diagnostic;

typedef struct Diags Diags;

enum { DIAGS_LIMIT = 50 }; // errors and warnings kept for printing; the rest is only counted

Diags *diags_new(void);
void diags_free(Diags *diags); // accepts NULL

// Reports at a place (NULL: nowhere). hint may be NULL. The text of place is copied or referenced.
void diag_error(Diags *diags, DiagId id, const Place *place, const char *hint, const char *format,
                ...) G_GNUC_PRINTF(5, 6);
void diag_warning(Diags *diags, DiagId id, const Place *place, const char *hint, const char *format,
                  ...) G_GNUC_PRINTF(5, 6);
void diag_report(Diags *diags, DiagSeverity severity, DiagId id, const Place *place,
                 const char *hint, const char *message);

// Whether one more of this severity would be kept. When not, working out its place and message is
// wasted: count it with diag_count.
bool diags_wants(const Diags *diags, DiagSeverity severity);
void diag_count(Diags *diags, DiagSeverity severity, DiagId id);

// The files and folders that a run looked at, found or not, each once; in the order of first looks.
// Standard input is none of them.
void diags_note_file(Diags *diags, const char *path);
const GPtrArray *diags_files(const Diags *diags); // of const char *; lives as long as diags

// A record equal to a kept one (id, place and message) is counted but kept once.
guint diags_errors(const Diags *diags);        // how many errors so far, kept or only counted
guint diags_warnings(const Diags *diags);      // likewise
bool diags_has(const Diags *diags, DiagId id); // whether one of this id was reported
guint diags_left_out(const Diags *diags, DiagSeverity severity); // beyond the limit
guint diags_kept(const Diags *diags);
const Diagnostic *diags_nth(const Diags *diags, guint index);

// The identifier ("unknown-field") and the documentation sentence of an id.
const char *diag_name(DiagId id);
const char *diag_meaning(DiagId id);

// Prints all kept records, in the order of files and places for one file, and a closing line that
// counts those left out. colour: with ANSI escapes. Control characters of the input never reach
// the stream.
void diags_print(const Diags *diags, FILE *stream, bool colour);
// The same records as one JSON array of objects: id, severity, file, line, column, endLine,
// endColumn, pointer, message, hint; what is not known is left out.
void diags_print_json(const Diags *diags, FILE *stream);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Diags, diags_free)
