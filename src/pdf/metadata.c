// Dates come from the document (its --as-of), never from the clock.
#include "pdf/metadata.h"

#include "base/format.h"

static void put_text(PdfDocument *document, HPDF_Dict dict, const char *key, const char *text) {
    if (text)
        HPDF_Dict_Add(dict, key, pdf_text_string(document, text));
}

static void write_information(PdfDocument *document, const PlacedDocument *placed,
                              const PdfOptions *options) {
    HPDF_Dict information = pdf_indirect_dict(document);
    put_text(document, information, "Title", placed->title);
    put_text(document, information, "Subject", placed->subject);
    put_text(document, information, "Author", placed->author);
    put_text(document, information, "Keywords", placed->keywords);
    put_text(document, information, "Creator", options->producer);
    put_text(document, information, "Producer", options->producer);
    g_autofree char *date =
        time_format("D:%Y%m%d%H%M%SZ", format_locale("en"), placed->created_ms, NULL);
    HPDF_Dict_Add(information, "CreationDate", pdf_ascii_string(document, date));
    HPDF_Dict_Add(information, "ModDate", pdf_ascii_string(document, date));
    document->doc->info = information;
}

static void xmp_element(GString *xmp, const char *name, const char *open, const char *close,
                        const char *text) {
    if (!text)
        return;
    g_autofree char *escaped = g_markup_escape_text(text, -1);
    g_string_append_printf(xmp, "   <%s>%s%s%s</%s>\n", name, open, escaped, close, name);
}

static char *xmp_packet(const PlacedDocument *placed, const PdfOptions *options) {
    static const char alt_open[] = "<rdf:Alt><rdf:li xml:lang=\"x-default\">";
    static const char alt_close[] = "</rdf:li></rdf:Alt>";
    g_autofree char *date =
        time_format("%Y-%m-%dT%H:%M:%SZ", format_locale("en"), placed->created_ms, NULL);
    GString *xmp = g_string_new(
        "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
        " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
        "  <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
        " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" "
        "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n");
    xmp_element(xmp, "dc:title", alt_open, alt_close, placed->title);
    xmp_element(xmp, "dc:description", alt_open, alt_close, placed->subject);
    xmp_element(xmp, "dc:creator", "<rdf:Seq><rdf:li>", "</rdf:li></rdf:Seq>", placed->author);
    xmp_element(xmp, "dc:language", "<rdf:Bag><rdf:li>", "</rdf:li></rdf:Bag>", placed->language);
    xmp_element(xmp, "pdf:Keywords", "", "", placed->keywords);
    xmp_element(xmp, "pdf:Producer", "", "", options->producer);
    xmp_element(xmp, "xmp:CreatorTool", "", "", options->producer);
    xmp_element(xmp, "xmp:CreateDate", "", "", date);
    xmp_element(xmp, "xmp:ModifyDate", "", "", date);
    g_string_append(xmp,
                    "  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>\n");
    return g_string_free(xmp, FALSE);
}

static void write_xmp(PdfDocument *document, const PlacedDocument *placed,
                      const PdfOptions *options) {
    g_autofree char *packet = xmp_packet(placed, options);
    HPDF_Dict stream = pdf_stream(document, packet, strlen(packet), /*compress=*/false);
    HPDF_Dict_AddName(stream, "Type", "Metadata");
    HPDF_Dict_AddName(stream, "Subtype", "XML");
    HPDF_Dict_Add(pdf_catalog(document), "Metadata", stream);
}

void metadata_write(PdfDocument *document, const PlacedDocument *placed,
                    const PdfOptions *options) {
    write_information(document, placed, options);
    write_xmp(document, placed, options);
    HPDF_Dict catalog = pdf_catalog(document);
    if (placed->language)
        HPDF_Dict_Add(catalog, "Lang", pdf_ascii_string(document, placed->language));
    HPDF_Dict preferences = pdf_dict(document);
    HPDF_Dict_AddBoolean(preferences, "DisplayDocTitle", HPDF_TRUE);
    if (placed->rtl)
        HPDF_Dict_AddName(preferences, "Direction", "R2L");
    HPDF_Dict_Add(catalog, "ViewerPreferences", preferences);
}
