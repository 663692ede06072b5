// What a report carries inside: the files it was made from and how it was made, so that it can be
// made again (see verify.c).
#pragma once
#include "job/report.h"
#include "pdf/pdf.h"

// The attachment that says how: JSON with the layout, parameters and the path of each file.
#define ATTACHMENTS_RECORD "render.json"

enum { ATTACHMENTS_LIMIT = 64 << 20 }; // bytes of facts that are attached; more are left out

typedef struct {
    bool bare; // nothing attached
    bool linearize;
    const char *user_password, *owner_password; // or NULL
} OutputOptions;

// The report as PDF. NULL and reported on failure.
GBytes *report_write_pdf(Report *report, const ReportInput *input, const OutputOptions *output);
