// An encrypted file has random salts, so its bytes differ from run to run; a linearized one has
// not.
#include "pdf/protect.h"

#include "pdf/qpdf_library.h"

#include <qpdf/qpdf-c.h>

static void set_encryption(qpdf_data qpdf, const PdfOptions *options) {
    const char *user = options->user_password ? options->user_password : "";
    const char *owner = options->owner_password ? options->owner_password : user;
    qpdf_set_r6_encryption_parameters2(
        qpdf, user, owner, /*allow_accessibility=*/QPDF_TRUE, /*allow_extract=*/QPDF_FALSE,
        /*allow_assemble=*/QPDF_FALSE, /*allow_annotate_and_form=*/QPDF_FALSE,
        /*allow_form_filling=*/QPDF_FALSE, /*allow_modify_other=*/QPDF_FALSE, qpdf_r3p_full,
        /*encrypt_metadata=*/QPDF_TRUE);
}

static QPDF_ERROR_CODE write_again(qpdf_data qpdf, GBytes *bytes, const PdfOptions *options) {
    gsize length = 0;
    const char *data = g_bytes_get_data(bytes, &length);
    qpdf_set_suppress_warnings(qpdf, QPDF_TRUE);
    QPDF_ERROR_CODE code = qpdf_read_memory(qpdf, "report", data, length, NULL);
    if (!(code & QPDF_ERRORS))
        code = qpdf_init_write_memory(qpdf);
    if (code & QPDF_ERRORS)
        return code;
    qpdf_set_stream_data_mode(qpdf, qpdf_s_preserve);
    qpdf_set_object_stream_mode(qpdf, qpdf_o_generate);
    qpdf_set_linearization(qpdf, options->linearize);
    if (pdf_is_protected(options))
        set_encryption(qpdf, options);
    else
        qpdf_set_deterministic_ID(qpdf, QPDF_TRUE);
    return qpdf_write(qpdf);
}

GBytes *protect_pdf(GBytes *bytes, const PdfOptions *options, Diags *diags) {
    g_autofree char *problem = NULL;
    if (!qpdf_library_open(&problem)) {
        diag_error(diags, DIAG_INTERNAL, NULL, NULL, "the PDF cannot be written: %s", problem);
        return NULL;
    }
    qpdf_data qpdf = qpdf_init();
    GBytes *out = NULL;
    if (write_again(qpdf, bytes, options) & QPDF_ERRORS)
        diag_error(diags, DIAG_INTERNAL, NULL, NULL, "the PDF cannot be written: %s",
                   qpdf_get_error_full_text(qpdf, qpdf_get_error(qpdf)));
    else
        out = g_bytes_new(qpdf_get_buffer(qpdf), qpdf_get_buffer_length(qpdf));
    qpdf_cleanup(&qpdf);
    return out;
}
