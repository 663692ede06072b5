// What many reports of one process have in common: the text engine with its fonts, and facts that
// were read once into a store. A report that shares is the same, byte for byte, as one that does
// not.
#pragma once
#include "job/report.h"
#include "pdf/pdf.h"

// tells_again: each report that shares facts hears what was found wrong when they were read; else
// only the first.
ReportShared *report_shared_new(bool tells_again);
void report_shared_free(ReportShared *shared); // after all reports that share; accepts NULL
// From now on parts of a report are kept for the next that has them too: for reports that are made
// again and again.
void report_shared_keep(ReportShared *shared);
// Where they are kept; NULL: nowhere. shared: or NULL.
Kept *report_shared_kept(const ReportShared *shared);
// After report_begin: what the report needs is taken from shared, or read and left there.
void report_share(Report *report, ReportShared *shared);
// Between two reports: what was made from any of these files is made anew, and stores are opened
// again. whole: the report before was made to its end.
void report_shared_forget(ReportShared *shared, const GPtrArray *paths, bool whole);
// Calls back with each file that the shared engine has fonts from.
void report_shared_fonts(const ReportShared *shared, void (*call)(void *data, const char *path),
                         void *data);

// The records of the facts that the report borrows, packed once for all reports that attach them.
// NULL when they are too large for that.
const PdfFile *report_shared_records(const Report *report);

// For report.c: the arguments of report_read_facts.
typedef struct {
    const ReportInput *input;
    const char *const *paths;
    guint path_count;
    const char *language;
    Progress *progress;
} FactsWanted;
// Makes the facts the report's; reads them when no report did before. False on errors, all
// reported.
bool report_shared_read(Report *report, const FactsWanted *wanted);
TextEngine *report_shared_engine(ReportShared *shared);
