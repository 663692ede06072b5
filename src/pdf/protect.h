// The last pass over a finished file, by qpdf: protection and linearization.
#pragma once
#include "base/diag.h"
#include "pdf/pdf.h"

// Encrypts by AES-256 (ISO 32000-2, 7.6) when there is a password, and linearizes when asked.
// Reading by assistive programs and printing stay allowed; copying, changing and assembling need
// the owner's password. NULL and reported on failure.
GBytes *protect_pdf(GBytes *bytes, const PdfOptions *options, Diags *diags);
