// PDF files of any kind through lint and through the reading of attached files.
#include "fuzz.h"

#include "pdf/attached.h"
#include "pdf/lint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    g_autofree char *problem = NULL;
    g_autoptr(PdfReader) reader = pdf_reader_open(bytes, NULL, &problem);
    if (!reader)
        return 0;
    g_autoptr(LintReport) report = lint_check(reader);
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(GPtrArray) files = attached_read(reader, diags);
    g_assert(report && files);
    return 0;
}
