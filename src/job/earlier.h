// What the facts of a report are compared with: a run of their store, or other facts.
#pragma once
#include "job/report.h"

// Reads input->before, if there is any, and tells the report's store what to compare with. False
// and reported on errors.
bool earlier_read(Report *report, const ReportInput *input, Progress *progress);
// Finds what the store that was unloaded is compared with, and sets report->state when there is
// something: it is read when somebody asks for it. False and reported on errors.
bool earlier_find(Report *report, const ReportInput *input);
// Frees what was read; the report's store is closed before.
void earlier_free(Report *report);
// For StoreOptions: the vocabularies of the report (data), the shipped ones where it has none yet.
const Vocabularies *earlier_vocabularies(void *report);
