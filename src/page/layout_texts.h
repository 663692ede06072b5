// The texts of a layout that a translation has to give, as they stand in its files.
#pragma once
#include "base/json.h"

typedef struct {
    GPtrArray *texts;    // const char *, each once, in the order of the files
    GHashTable *strings; // every text of the files, whatever it is for
} LayoutTexts;

// Reads the layout, what it includes and the charts that it names; they live as long as
// `documents`, to which they are added. False and reported when one cannot be read.
bool layout_texts_read(LayoutTexts *texts, Diags *diags, const char *path, GPtrArray *documents);
void layout_texts_clear(LayoutTexts *texts);
