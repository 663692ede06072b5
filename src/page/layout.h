// A layout: the checked model of layouts/*.json. Pure data; block specs belong to their kinds.
// docs: accord-layout(5), data/schema/layout.schema.json.
#pragma once
#include "base/locale_read.h"
#include "page/block.h"
#include "page/image_shelf.h"
#include "page/theme.h"
#include "page/translation.h"

typedef enum { SLOT_LEFT, SLOT_CENTER, SLOT_RIGHT, SLOT_COUNT } RunningSlot;
typedef enum { PAGES_ALL, PAGES_FIRST, PAGES_LATER } RunningPages;

// An image in a head or foot, beside the text of its slot.
typedef struct {
    SizedImage sized;
    const JsonNode *node;
    int slot;  // RunningSlot
    int pages; // RunningPages
} RunningImage;
enum { RUNNING_IMAGES_LIMIT = 4 }; // of a head or foot

typedef struct {
    const JsonNode *texts[SLOT_COUNT]; // templates, or NULL
    guint image_count;
    RunningImage images[RUNNING_IMAGES_LIMIT];
    bool skip_first, rule;
} RunningHead;

// What becomes of facts dated later than the day of the report.
typedef enum { LATER_LEFT_OUT, LATER_KEPT } LaterFacts;

typedef enum {
    PARAM_STRING,
    PARAM_NUMBER,
    PARAM_INTEGER,
    PARAM_YEAR,
    PARAM_DATE,
    PARAM_BOOLEAN
} ParamType;

typedef struct {
    const char *name, *description;
    ParamType type;
    bool from_as_of; // a year or date that is that of the report (the default "as_of")
    bool is_given;   // by the command line
    bool is_choice;  // one of "values"
    Value value;     // the default, or what the command line said; undefined when from_as_of
} LayoutParam;

typedef struct {
    bool partial; // its page or some of its blocks are wrong and left out: only to find more
                  // mistakes
    const char *path, *folder;                                      // of the file
    const JsonNode *title, *subtitle, *author, *subject, *keywords; // templates, or NULL
    const JsonNode *classification;
    const char *audience;          // whom it is for, a word of the vocabulary; or NULL
    const JsonNode *audience_node; // where it says so
    LaterFacts later_facts;
    const char *home; // the country whose partners are shown: ISO 3166-1; NULL: that of most facts
    bool banner;      // the classification stands on every page, whoever may read the facts
    const char *language; // BCP 47 tag
    const JsonNode *language_node;
    const char *words_path; // strings file in place of that of the language; or NULL
    const JsonNode *words_node;
    Translation *translation; // of its texts to that language; NULL: it is their own
    const JsonNode *strings;  // object of texts by name, or NULL
    Digits digits;
    Groups groups;
    bool rtl;
    double page_width, page_height;
    double margin_top, margin_right, margin_bottom, margin_left;
    const char *theme_path; // for theme_read: a path, or a bare name; NULL: the default
    const JsonNode *theme_node;
    guint facts_count;
    const char *const *facts;           // resolved paths
    const JsonNode *const *facts_nodes; // where each stands
    const char *const *facts_maps;      // their maps, "" for none; NULL terminated, or NULL
    const char *vocabulary_path;        // resolved folder, or NULL
    const char *merge;                  // how records become one partnership: a word of merge_modes
    const char *rates_path;             // resolved, or NULL
    bool counts_unverified;             // facts whose evidence was not found are in key figures
    const JsonNode *rates_node;
    const char *const *same_as; // resolved paths of lists of pairs, ended by NULL; or NULL
    guint param_count;
    LayoutParam *params;
    const JsonNode *data;                           // object of datasets, or NULL
    bool numbered[SERIES_COUNT], numbered_headings; // "numbering"
    RunningHead header, footer;
    guint language_count; // that blocks name with "lang", each once
    const JsonNode *const *languages;
    guint image_count; // that blocks name
    const Image *const *images;
    guint block_count;
    const Block *const *body;
} Layout;

typedef struct {
    const char *name, *value;
} ParamAssignment; // --param name=value

// The assignment to "lang" chooses a language that the layout has a translation to.
// Reads and checks all that can be checked without data; every problem is reported. NULL on errors.
// Documents that were read are added to `documents` (JsonDoc *), which the caller frees last.
Layout *layout_load(Arena *arena, Diags *diags, const char *path,
                    const ParamAssignment *assignments, guint assignment_count,
                    GPtrArray *documents);
// The same; where nothing but its page and its blocks is wrong, the rest of it, to be placed only
// to find what else is wrong.
Layout *layout_load_part(Arena *arena, Diags *diags, const char *path,
                         const ParamAssignment *assignments, guint assignment_count,
                         GPtrArray *documents);

// Makes the layout's names known in the outermost scope: its parameters, as_of, lang,
// classification, title, subtitle and its datasets.
void layout_define(const Layout *layout, Scope *scope);
