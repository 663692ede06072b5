// A theme while its files are read, from the one that is extended up to the one that was asked for:
// each writes over what the former said. Mentions (a role's font by name, an ink that is another
// ink) are kept and resolved last, so that one changed ink changes all that use it.
#pragma once
#include "page/theme.h"

typedef struct {
    Colour colour;
    int other; // InkRole that it is; -1: colour
    const JsonNode *node;
} InkDraft;

typedef struct {
    const char *font;   // a name of fonts
    const char *family; // said outright; or NULL
    double size;
    int weight;
    bool italic, uppercase, tabular, small_caps;
    bool leading_is_factor; // of the size; else points
    double leading;
    bool tracking_is_factor;
    double tracking;
    double before, after;
    InkDraft ink;
    const JsonNode *font_node; // where font was said, or NULL
} RoleDraft;

// A "chart" and what its theme said when it was read: what it shares with that follows the theme
// that extends it.
typedef struct {
    const JsonNode *node;
    InkDraft accent;
    const char *text, *data; // families
} ChartDraft;

typedef struct {
    Theme theme;            // name, gaps, table, box
    GHashTable *fonts;      // name to family list
    GHashTable *font_nodes; // name to JsonNode *
    InkDraft inks[INK_COUNT];
    RoleDraft roles[ROLE_COUNT];
    GArray *charts;   // ChartDraft, the extended theme's first
    GPtrArray *looks; // JsonNode * of members of "languages", likewise
} ThemeDraft;

// The look of a report without a theme file.
void theme_draft_init(ThemeDraft *draft);
void theme_draft_clear(ThemeDraft *draft);
// Reads one file's object over the draft; "extends" is left to the caller. False when something
// was reported.
bool theme_draft_read(ThemeDraft *draft, Arena *arena, Diags *diags, const JsonNode *root,
                      const char **extends);
// Reads what a theme says of a language over the draft. False when something was reported.
bool theme_draft_read_look(ThemeDraft *draft, Diags *diags, const JsonNode *look);
