// The whole look of a report: fonts, colours, type roles, spacing, table and chart style, from
// layouts/themes/*.json; "extends" names another theme that is filled in below.
#pragma once
#include "base/json.h"
#include "text/text.h"

// docs: accord-layout(5), data/schema/theme.schema.json.

// Type roles: what a piece of text is for. X(NAME, "name")
#define ROLE_LIST(X)                                                                               \
    X(BODY, "body")                                                                                \
    X(LEAD, "lead")                                                                                \
    X(SMALL, "small")                                                                              \
    X(KICKER, "kicker")                                                                            \
    X(TITLE, "title")                                                                              \
    X(SUBTITLE, "subtitle")                                                                        \
    X(H1, "h1")                                                                                    \
    X(H2, "h2")                                                                                    \
    X(H3, "h3")                                                                                    \
    X(QUOTE, "quote")                                                                              \
    X(CODE, "code")                                                                                \
    X(CAPTION, "caption")                                                                          \
    X(NOTE, "note")                                                                                \
    X(LABEL, "label")                                                                              \
    X(TABLE, "table")                                                                              \
    X(TABLE_HEAD, "table_head")                                                                    \
    X(TABLE_GROUP, "table_group")                                                                  \
    X(TABLE_TOTAL, "table_total")                                                                  \
    X(KPI_VALUE, "kpi_value")                                                                      \
    X(KPI_LABEL, "kpi_label")                                                                      \
    X(KPI_NOTE, "kpi_note")                                                                        \
    X(TOC1, "toc1")                                                                                \
    X(TOC2, "toc2")                                                                                \
    X(RUNNING, "running")

typedef enum {
#define ROLE_ENUM(name, word) ROLE_##name,
    ROLE_LIST(ROLE_ENUM)
#undef ROLE_ENUM
        ROLE_COUNT
} TypeRole;

typedef struct {
    TextStyle style;
    double leading;       // points between baselines
    double before, after; // space around a block of this role
    bool uppercase;
} TypeSpec;

// Named colours of a theme. X(NAME, "name")
#define INK_LIST(X)                                                                                \
    X(PAPER, "paper") /* page background; white is not painted */                                  \
    X(TEXT, "text")                                                                                \
    X(MUTED, "muted") /* labels, captions, running heads */                                        \
    X(ACCENT, "accent")                                                                            \
    X(ACCENT_SOFT, "accent_soft") /* a tint of the accent: panels, chips */                        \
    X(RULE, "rule")               /* hairlines */                                                  \
    X(PANEL, "panel")             /* background of boxes and tiles */                              \
    X(GOOD, "good")                                                                                \
    X(WARN, "warn")                                                                                \
    X(BAD, "bad")

typedef enum {
#define INK_ENUM(name, word) INK_##name,
    INK_LIST(INK_ENUM)
#undef INK_ENUM
        INK_COUNT
} InkRole;

// Key figures.
typedef struct {
    bool boxed;            // each on a box; else a rule above
    double gap, min_width; // between tiles; they are not narrower
    double rule, rule_gap; // above tiles without field, border and bar: its width, space below it
    InkRole rule_ink;
    double value_gap, note_gap, unit_gap; // between a tile's parts
    double spark_height, spark_line;      // of sparklines: and their thickness
} KpiStyle;

typedef struct Theme Theme;

// A theme and its looks in languages that it says more about.
typedef struct {
    const Theme *base;
    guint count;
    const char *const *tags;
    const Theme *const *looks;
} ThemeFamily;

struct Theme {
    const char *name;
    const ThemeFamily *family; // NULL: the same in all languages
    Colour inks[INK_COUNT];
    TypeSpec type[ROLE_COUNT];
    double block_gap; // between blocks, points
    double hairline;  // width of thin rules
    int strong;       // weight of strong text
    double mark_line; // width of the line around swatches and dots; 0: none
    struct {
        double pad_x, pad_y; // inside cells
        bool zebra;          // tinted odd rows
        InkRole zebra_ink;
        bool row_rules;    // hairline under each row
        double head_rule;  // width of the rule under the head, 0: none
        InkRole head_ink;  // colour of that rule
        bool head_filled;  // the head stands on a field
        InkRole head_fill; // its colour
        double total_rule; // width of the rule above totals
        InkRole total_ink;
        double group_gap;                        // above groups, times their line height
        double chip_pad, chip_radius, chip_tint; // tint: part of paper in the chip's field
        double swatch;                           // side, in ems
        double bar_width, spark_width, spark_line;
    } table;
    struct {
        double radius; // of tiles, boxes and callouts
        double pad;
        bool filled; // a field behind
        InkRole ink; // its colour
        double bar;  // bar at the start edge, width; 0: none
        InkRole bar_ink;
        double border; // width of the line around; 0: none
        InkRole border_ink;
    } box;
    KpiStyle kpi;
    struct {
        double bar, tint; // width; part of paper in the field
    } callout;
    struct {
        double bar, gap;
        InkRole ink;
    } quote;
    struct {
        double bar, bar_length, bar_gap; // above the words
        double measure;                  // of the titles, part of the column
        double place;                    // top of a cover on a page of its own, part of the page
        double meta_gap;                 // above date and classification
        bool band;                       // covers that do not say have a band
        bool whole;                      // a band on a page of its own covers the page
        double band_pad;                 // below the words on a band
        InkRole band_ink, band_text;
    } cover;
    struct {
        double rule, gap; // of headings of level 1; between rule and words
        InkRole ink;
        bool below; // the rule stands below the words
    } heading;
    struct {
        double indent, marker; // ems: of items; between marker and text
    } list;
    struct {
        double line, dot, gap, axis_gap; // gap: between entries; axis_gap: beside the axis
    } timeline;
    struct {
        double min_width; // columns that would be narrower stand below each other
    } row;
    struct {
        bool dots; // between title and page number
        double indent;
    } toc;
    const JsonNode *chart; // Vega-Lite config, or NULL
    guint category_count;  // colours of categories by slot: chart.range.category
    const Colour *categories;
};

// How the theme looks in a language: what it says of the whole tag, else of its language; without
// either, as it looks in general.
const Theme *theme_in_language(const Theme *theme, const char *tag);

#define THEME_PLAIN "plain"   // the name of the built-in look, unless a file has it
#define THEME_DEFAULT "slate" // of reports whose layout names none

typedef struct {
    Arena *arena;
    Diags *diags;
    TextEngine *engine;
    const char *path;     // or a bare name; NULL or THEME_PLAIN: the built-in look
    const Place *at;      // where it was named, or NULL
    const char *shipped;  // folder of the shipped layouts, or NULL
    GPtrArray *documents; // JsonDoc * that were read are added; the caller frees them last
} ThemeInput;

// Reads a theme file and what it extends (at most THEME_DEPTH_LIMIT deep, below the file's folder
// or the shipped themes). NULL and reported on errors. A font family that is not installed is a
// warning that says what is set instead. The documents live as long as the arena's owner keeps
// `documents`.
const Theme *theme_read(const ThemeInput *input);
// The same without a folder of shipped layouts.
const Theme *theme_load(Arena *arena, Diags *diags, TextEngine *engine, const char *path,
                        const Place *at, GPtrArray *documents);
enum { THEME_DEPTH_LIMIT = 8 };

// Whether a theme is named by a bare name ("slate"), not by a path.
bool theme_is_name(const char *name);
// The file of a theme that was named by a path ("themes/mine.json") or a bare name ("slate", which
// is slate.json in `folder`, in its themes/, or in themes/ of the shipped layouts). A path that is
// not there is given all the same; NULL when a bare name is found nowhere. In the arena.
const char *theme_find(Arena *arena, const char *name, const char *folder, const char *shipped);

const char *theme_ink_name(InkRole ink);
const char *theme_role_name(TypeRole role);
// False when the word names none.
bool theme_find_ink(const char *word, InkRole *out);
// What to say of a word that is no ink: the nearest, or which there are. New string.
char *theme_ink_hint(const char *word);
