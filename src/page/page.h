// From layout and facts to placed pages.
#pragma once
#include "page/language.h"
#include "page/layout.h"
#include "page/placed.h"

typedef struct {
    Arena *arena;
    Diags *diags;
    TextEngine *engine;
    Store *store;
    const Layout *layout;
    const Theme *theme;
    const Words *words;   // of the report's language; NULL: English, with the language's numbers
    guint language_count; // of blocks with a language of their own
    const PageLanguage *languages; // their tags and words
    const char *as_of;             // ISO date
    const Term *audience;          // the narrowest that any of the facts is for, or NULL
    const char *producer;
    Trace *trace;     // what is printed is taken down there; NULL: nowhere
    bool checks_data; // datasets that nothing uses are made too, so that what is wrong is reported
    guint long_rows;  // tables of so many rows are set when their pages are drawn; 0: of 1,000
} PageInput;

// The data and parameters that the layout's blocks see.
Scope *page_scope(const PageInput *input);
// Composes and breaks the whole report. NULL when there were errors (all reported).
const PlacedDocument *page_place(const PageInput *input);
