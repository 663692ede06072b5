// Writing the sentences of an alternative text.
#pragma once
#include "base/words.h"
#include "chart/alt_groups.h"

typedef struct {
    Chart *chart;
    const Words *words;
    GString *out;
    const Reading *reading;
} AltText;

// A sentence or phrase with its places filled; arguments end with NULL. In the arena.
const char *alt_fill(const AltText *text, Word word, ...) G_GNUC_NULL_TERMINATED;
// Appends a sentence.
void alt_say(AltText *text, const char *sentence);
const char *alt_number(const AltText *text, double value); // of the measure, for reading
// A value of a field (NULL: a bare number): with its unit, in millions and billions, as a date.
const char *alt_amount(Chart *chart, const Def *def, double value);
const char *alt_count(const AltText *text, double count);
const char *alt_percent(const AltText *text, double share);

// A list that grows to `most` items and then counts the rest.
typedef struct {
    const AltText *text;
    GString *items;
    guint count, most;
} AltList;
AltList alt_list(const AltText *text, guint most);
void alt_list_add(AltList *list, const char *item);
const char *alt_list_end(AltList *list); // in the arena; frees the list
