// Dates come from the document (its --as-of), never from the clock.
#include "pdf/metadata.h"

#include "base/format.h"
#include "base/markup.h"

#include <string.h>

static void put_text(PdfDocument *document, HPDF_Dict dict, const char *key, const char *text) {
    if (text)
        HPDF_Dict_Add(dict, key, pdf_text_string(document, text));
}

// A document without a title is named by what made it, since readers must show one.
static const char *title_of(const PlacedDocument *placed) {
    return placed->title && *placed->title ? placed->title : "Report";
}

static void write_information(PdfDocument *document, const PlacedDocument *placed,
                              const PdfOptions *options) {
    HPDF_Dict information = pdf_indirect_dict(document);
    put_text(document, information, "Title", title_of(placed));
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
    g_string_append_printf(xmp, "   <%s>%s", name, open);
    markup_put_text(xmp, text, -1);
    g_string_append_printf(xmp, "%s</%s>\n", close, name);
}

// ISO 19005-3, 6.6.4. Level A asks for tags.
static const char archive_part[] =
    "  <rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
    "   <pdfaid:part>3</pdfaid:part>\n"
    "   <pdfaid:conformance>%s</pdfaid:conformance>\n"
    "  </rdf:Description>\n";

// ISO 14289-1, 5; its namespace is described as ISO 19005-3, 6.6.2.3 asks.
static const char accessible_part[] =
    "  <rdf:Description rdf:about=\"\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
    "   <pdfuaid:part>1</pdfuaid:part>\n"
    "  </rdf:Description>\n"
    "  <rdf:Description rdf:about=\"\""
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "   <pdfaExtension:schemas>\n"
    "    <rdf:Bag>\n"
    "     <rdf:li rdf:parseType=\"Resource\">\n"
    "      <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\n"
    "      <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
    "      <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "      <pdfaSchema:property>\n"
    "       <rdf:Seq>\n"
    "        <rdf:li rdf:parseType=\"Resource\">\n"
    "         <pdfaProperty:name>part</pdfaProperty:name>\n"
    "         <pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "         <pdfaProperty:category>internal</pdfaProperty:category>\n"
    "         <pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>\n"
    "        </rdf:li>\n"
    "       </rdf:Seq>\n"
    "      </pdfaSchema:property>\n"
    "     </rdf:li>\n"
    "    </rdf:Bag>\n"
    "   </pdfaExtension:schemas>\n"
    "  </rdf:Description>\n";

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
    xmp_element(xmp, "dc:title", alt_open, alt_close, title_of(placed));
    xmp_element(xmp, "dc:description", alt_open, alt_close, placed->subject);
    xmp_element(xmp, "dc:creator", "<rdf:Seq><rdf:li>", "</rdf:li></rdf:Seq>", placed->author);
    xmp_element(xmp, "dc:language", "<rdf:Bag><rdf:li>", "</rdf:li></rdf:Bag>", placed->language);
    xmp_element(xmp, "pdf:Keywords", "", "", placed->keywords);
    xmp_element(xmp, "pdf:Producer", "", "", options->producer);
    xmp_element(xmp, "xmp:CreatorTool", "", "", options->producer);
    xmp_element(xmp, "xmp:CreateDate", "", "", date);
    xmp_element(xmp, "xmp:ModifyDate", "", "", date);
    g_string_append(xmp, "  </rdf:Description>\n");
    if (!pdf_is_protected(options))
        g_string_append_printf(xmp, archive_part, options->tagged ? "A" : "B");
    if (options->tagged)
        g_string_append(xmp, accessible_part);
    g_string_append(xmp, " </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>\n");
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
        HPDF_Dict_Add(catalog, "Lang", pdf_text_string(document, placed->language));
    HPDF_Dict preferences = pdf_dict(document);
    HPDF_Dict_AddBoolean(preferences, "DisplayDocTitle", HPDF_TRUE);
    if (placed->rtl)
        HPDF_Dict_AddName(preferences, "Direction", "R2L");
    HPDF_Dict_Add(catalog, "ViewerPreferences", preferences);
}
