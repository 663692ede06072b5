// Facts of a store, for an audience or with rates: read as those of a file are.
#pragma once
#include "job/report.h"
#include "store/changes.h"

// Makes report->cleared_folder, unless there is one. False and reported on failure.
bool unload_make_folder(Report *report);
typedef bool UnloadEach(Store *store, StoreLine *line, void *data);
// Writes records as JSON Lines. False and reported on failure.
bool unload_records(Diags *diags, Store *store, UnloadEach *each, const char *path);
// Opens the store of the input and writes its records into the report's folder; *input then has
// their vocabulary, and report->state what they are compared with. False and reported on failure.
bool unload_store(Report *report, ReportInput *input, const StoreOptions *options);
