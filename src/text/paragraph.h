// A paragraph being set; shared by the files that set it.
#pragma once
#include "text/engine.h"

#define TEXT_ELLIPSIS "…"

typedef struct {
    TextEngine *engine;
    Arena *arena;
    const ParagraphSpec *spec;
    char *text; // the spans joined and cleaned, with room for an ellipsis; offsets count in it
    guint length;
    guint *ends;              // of each span in the text
    const FontStyle **styles; // of each span
    bool rtl;
    bool truncated;
    GArray *lines; // TextLine
} Setting;

// Cleans and joins the spans and finds the direction. lines stays unset.
void setting_init(Setting *setting, bool one_line);
// Whether there is a line more than may be.
static inline bool setting_is_full(const Setting *setting) {
    int max_lines = setting->spec->max_lines;
    return max_lines > 0 && setting->lines->len > (guint)max_lines;
}
// The span that holds a byte.
guint setting_span_at(const Setting *setting, guint offset);
// Cuts the text within [start, limit) so that from start it and "…" fit one line of the width (at
// worst "…" alone stands), and says so in setting->truncated.
void setting_truncate(Setting *setting, guint start, guint limit, double width);
