// What accord explain prints.
#pragma once
#include "app/report_options.h"

typedef struct {
    guint width;   // of the terminal in cells; 0: lines are not broken
    bool coloured; // for a terminal
    bool whole;    // nothing is cut, and the list has every cell and mark
    bool left_out; // facts that were left out are listed
    guint limit;   // of facts that are listed; 0: none
} ExplainLook;

// New strings. Without an item the list of what can be explained.
char *explain_list_text(const Report *report, const ExplainLook *look);
char *explain_item_text(Report *report, const TraceItem *item, const ExplainLook *look);
// whole: with the ids of the facts behind each.
char *explain_list_json(Report *report, bool whole);
// At most `limit` facts, and as many that were left out; 0: all.
char *explain_item_json(Report *report, const TraceItem *item, guint limit);

const char *explain_kind_name(TraceKind kind);
const char *explain_role_name(WhyRole role);
