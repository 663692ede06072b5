// Fills the store of a report with its facts.
#pragma once
#include "job/report.h"

// Reads report->facts into report->store, which may be another one afterwards, or NULL. store: how
// it was opened. False on errors, all reported.
bool filling_run(Report *report, const FactsOptions *options, const StoreOptions *store,
                 const ReportInput *input);
