// The profile is made by lcms2; its creation date is set to a fixed one, since it would be that of
// the clock, and its ID is left out.
#include "pdf/archive.h"

#include "base/file.h"
#include "base/format.h"
#include "pdf/pack.h"

#include <lcms2.h>
#include <string.h>

// ---- colours

// Places in an ICC profile's header (ICC.1:2010, 7.2).
enum { PROFILE_DATE = 24, PROFILE_DATE_LENGTH = 12, PROFILE_ID = 84, PROFILE_ID_LENGTH = 16 };

// sRGB of IEC 61966-2-1 as an ICC profile of version 4.2, whose curves are formulas.
static GByteArray *make_profile(void) {
    cmsHPROFILE profile = cmsCreate_sRGBProfile();
    cmsUInt32Number length = 0;
    cmsSetProfileVersion(profile, 4.2);
    cmsSaveProfileToMem(profile, NULL, &length);
    GByteArray *bytes = g_byte_array_sized_new(length);
    g_byte_array_set_size(bytes, length);
    cmsSaveProfileToMem(profile, bytes->data, &length);
    cmsCloseProfile(profile);
    static const guint8 date[PROFILE_DATE_LENGTH] = {0x07, 0xD0, 0, 1, 0, 1}; // 2000-01-01
    memcpy(bytes->data + PROFILE_DATE, date, sizeof date);
    memset(bytes->data + PROFILE_ID, 0, PROFILE_ID_LENGTH);
    return bytes;
}

void archive_write_intent(PdfDocument *document) {
    g_autoptr(GByteArray) bytes = make_profile();
    HPDF_Dict profile = pdf_stream(document, bytes->data, bytes->len, /*compress=*/true);
    HPDF_Dict_AddNumber(profile, "N", 3);
    HPDF_Dict intent = pdf_indirect_dict(document);
    HPDF_Dict_AddName(intent, "Type", "OutputIntent");
    HPDF_Dict_AddName(intent, "S", "GTS_PDFA1");
    HPDF_Dict_Add(intent, "OutputConditionIdentifier",
                  pdf_ascii_string(document, "sRGB IEC61966-2.1"));
    HPDF_Dict_Add(intent, "Info", pdf_ascii_string(document, "sRGB IEC61966-2.1"));
    HPDF_Dict_Add(intent, "DestOutputProfile", profile);
    HPDF_Array intents = pdf_array(document);
    HPDF_Array_Add(intents, intent);
    HPDF_Dict_Add(pdf_catalog(document), "OutputIntents", intents);
}

// ---- attachments

// ISO 32000-1, table 46.
static void sum_bytes(GBytes *bytes, guint8 sum[16]) {
    gsize length = 0, sum_length = 16;
    const void *data = g_bytes_get_data(bytes, &length);
    g_autoptr(GChecksum) md5 = g_checksum_new(G_CHECKSUM_MD5);
    g_checksum_update(md5, data, (gssize)length);
    g_checksum_get_digest(md5, sum, &sum_length);
}

PdfFile *pdf_file_new(GBytes *bytes) {
    PdfFile *file = g_new(PdfFile, 1);
    gsize length = 0;
    const void *data = g_bytes_get_data(bytes, &length);
    *file = (PdfFile){.bytes = g_bytes_ref(bytes),
                      .deflated = pack_bytes(bytes),
                      .sha256 = file_sha256(data, length)};
    sum_bytes(bytes, file->md5);
    return file;
}

void pdf_file_free(PdfFile *file) {
    if (!file)
        return;
    g_bytes_unref(file->bytes);
    g_bytes_unref(file->deflated);
    g_free(file->sha256);
    g_free(file);
}

static HPDF_Dict write_file(PdfDocument *document, const PdfAttachment *attachment,
                            double created_ms) {
    gsize length = g_bytes_get_size(attachment->bytes);
    const PdfFile *known = attachment->file;
    HPDF_Dict file = known ? pdf_stream_packed(document, known->deflated)
                           : pdf_stream_of(document, attachment->bytes);
    HPDF_Dict_AddName(file, "Type", "EmbeddedFile");
    HPDF_Dict_AddName(file, "Subtype", attachment->mime);
    g_autofree char *date = time_format("D:%Y%m%d%H%M%SZ", format_locale("en"), created_ms, NULL);
    HPDF_Dict parameters = pdf_dict(document);
    HPDF_Dict_AddNumber(parameters, "Size", (HPDF_INT32)length);
    HPDF_Dict_Add(parameters, "ModDate", pdf_ascii_string(document, date));
    guint8 sum[16];
    if (!known)
        sum_bytes(attachment->bytes, sum);
    HPDF_Dict_Add(parameters, "CheckSum",
                  pdf_byte_string(document, known ? known->md5 : sum, sizeof sum));
    HPDF_Dict_Add(file, "Params", parameters);
    return file;
}

static HPDF_Dict write_specification(PdfDocument *document, const PdfAttachment *attachment,
                                     double created_ms) {
    HPDF_Dict file = write_file(document, attachment, created_ms);
    HPDF_Dict specification = pdf_indirect_dict(document);
    HPDF_Dict_AddName(specification, "Type", "Filespec");
    HPDF_Dict_Add(specification, "F", pdf_text_string(document, attachment->name));
    HPDF_Dict_Add(specification, "UF", pdf_text_string(document, attachment->name));
    if (attachment->description)
        HPDF_Dict_Add(specification, "Desc", pdf_text_string(document, attachment->description));
    HPDF_Dict_AddName(specification, "AFRelationship", attachment->relationship);
    HPDF_Dict files = pdf_dict(document);
    HPDF_Dict_Add(files, "F", file);
    HPDF_Dict_Add(files, "UF", file);
    HPDF_Dict_Add(specification, "EF", files);
    return specification;
}

static gint by_name(gconstpointer a, gconstpointer b) {
    const PdfAttachment *left = *(const PdfAttachment *const *)a;
    const PdfAttachment *right = *(const PdfAttachment *const *)b;
    return strcmp(left->name, right->name);
}

// A name tree wants its keys in order.
static GPtrArray *sort_attachments(const PdfOptions *options) {
    GPtrArray *sorted = g_ptr_array_new();
    for (guint i = 0; i < options->attachment_count; i++)
        g_ptr_array_add(sorted, (void *)&options->attachments[i]);
    g_ptr_array_sort(sorted, by_name);
    return sorted;
}

void archive_write_attachments(PdfDocument *document, const PdfOptions *options,
                               double created_ms) {
    if (options->attachment_count == 0)
        return;
    g_autoptr(GPtrArray) sorted = sort_attachments(options);
    HPDF_Array names = pdf_array(document), associated = pdf_array(document);
    for (guint i = 0; i < sorted->len; i++) {
        const PdfAttachment *attachment = sorted->pdata[i];
        HPDF_Dict specification = write_specification(document, attachment, created_ms);
        HPDF_Array_Add(names, pdf_text_string(document, attachment->name));
        HPDF_Array_Add(names, specification);
        HPDF_Array_Add(associated, specification);
    }
    HPDF_Dict tree = pdf_dict(document), files = pdf_dict(document);
    HPDF_Dict_Add(files, "Names", names);
    HPDF_Dict_Add(tree, "EmbeddedFiles", files);
    HPDF_Dict_Add(pdf_catalog(document), "Names", tree);
    HPDF_Dict_Add(pdf_catalog(document), "AF", associated);
}
