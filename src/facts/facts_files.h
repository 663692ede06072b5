// From the paths of a run to the files behind them. Inside facts/, and for
// app/, which attaches them to reports.
#pragma once
#include "base/diag.h"

typedef enum { FACTS_DOCUMENT, FACTS_LINES, FACTS_EITHER } FactsForm;

// By the file's name; FACTS_EITHER for "-" and for names that say nothing.
FactsForm facts_form(const char *path);
// The files behind the paths: of a folder all .json, .jsonl and .ndjson files below it by name.
// Owned strings; what cannot be read is reported and left out.
GPtrArray *facts_list_files(Diags *diags, const char *const *paths, guint path_count);
// Their length in bytes; 0 when it is not known for one of them.
guint64 facts_total_bytes(const GPtrArray *files);
