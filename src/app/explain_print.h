// What accord explain prints.
#pragma once
#include "app/report_options.h"

// New strings. all: every cell and mark, not one line a table and the first of a chart.
char *explain_list_text(const Report *report, bool all);
char *explain_list_json(const Report *report);
// facts_limit: how many facts are shown, 0: all. whole: SQL is not cut.
char *explain_item_text(Report *report, const TraceItem *item, guint facts_limit, bool whole);
char *explain_item_json(Report *report, const TraceItem *item);
