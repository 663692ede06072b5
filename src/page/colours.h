// The colours that categories have throughout a report: sectors by their slot, statuses by their
// order, so that one word has one colour in every chart, table and timeline.
#pragma once
#include "page/theme.h"
#include "store/store.h"

typedef struct CategoryColours CategoryColours;

typedef struct {
    Arena *arena; // the colours live as long
    Diags *diags;
    const Theme *theme;
    Store *store; // of the vocabularies; NULL: no category has a colour
    // The word for all others in each language of the report, and their tags when there are more
    // than that of the store; NULL terminated, or NULL.
    const char *const *others;
    const char *const *languages;
} CategoryColoursInput;

// To be cleared with category_colours_free before the arena.
CategoryColours *category_colours_new(const CategoryColoursInput *input);
void category_colours_free(CategoryColours *colours); // NULL: nothing
// False when the vocabulary does not know the category.
bool category_colours_find(const CategoryColours *colours, Value category, Colour *out);
