// Two passes over a document's glyph runs. The first collects glyphs and the text of their
// clusters; then each face is cut once. Codes in content streams are the subset's own glyph
// numbers, which are small even for a CJK face. A glyph stands for the text it was first seen with;
// what further glyphs of a cluster add to it is a zero width space, so that every code maps to
// Unicode. Runs that do not read back by these maps get ActualText from the writer.
#include "pdf/font_embed.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <math.h>
#include <string.h>

// What is known of a glyph of the font file.
typedef struct {
    bool used;
    guint16 code;  // in the subset
    float advance; // thousandths of the font size
    char *text;    // that it stands for, or NULL
} EmbeddedGlyph;

struct EmbeddedFont {
    const FontFace *face;
    char name[16];
    HPDF_Dict dict;
    guint32 space;         // its glyph; 0: the font has none
    guint32 edge;          // of what is not seen, or a space; 0: not asked for, or none
    guint glyph_count;     // of the file
    EmbeddedGlyph *glyphs; // by glyph number: they are asked for once for each glyph on a page
};

struct EmbeddedFonts {
    GPtrArray *list;     // of EmbeddedFont, in order of first use
    GHashTable *by_face; // FontFace -> EmbeddedFont
};

static void font_free(void *data) {
    EmbeddedFont *font = data;
    for (guint i = 0; i < font->glyph_count; i++)
        g_free(font->glyphs[i].text);
    g_free(font->glyphs);
    g_free(font);
}

EmbeddedFonts *embedded_fonts_new(void) {
    EmbeddedFonts *fonts = g_new0(EmbeddedFonts, 1);
    fonts->list = g_ptr_array_new_with_free_func(font_free);
    fonts->by_face = g_hash_table_new(NULL, NULL);
    return fonts;
}

void embedded_fonts_free(EmbeddedFonts *fonts) {
    if (!fonts)
        return;
    g_hash_table_unref(fonts->by_face);
    g_ptr_array_unref(fonts->list);
    g_free(fonts);
}

const EmbeddedFont *embedded_font_find(const EmbeddedFonts *fonts, const FontFace *face) {
    return g_hash_table_lookup(fonts->by_face, face);
}

static EmbeddedFont *font_need(EmbeddedFonts *fonts, const FontFace *face) {
    EmbeddedFont *font = g_hash_table_lookup(fonts->by_face, face);
    if (font)
        return font;
    font = g_new0(EmbeddedFont, 1);
    font->face = face;
    g_snprintf(font->name, sizeof font->name, "F%u", fonts->list->len);
    font->glyph_count = hb_face_get_glyph_count(face->hb_face);
    font->glyphs = g_new0(EmbeddedGlyph, font->glyph_count);
    if (hb_font_get_nominal_glyph(face->hb_font, ' ', &font->space) &&
        !font->glyphs[font->space].text) {
        font->glyphs[font->space].used = true;
        font->glyphs[font->space].text = g_strdup(" ");
    } else {
        font->space = 0;
    }
    g_ptr_array_add(fonts->list, font);
    g_hash_table_insert(fonts->by_face, (void *)face, font);
    return font;
}

// ---- clusters

GlyphCluster glyph_cluster_at(const GlyphRun *run, guint first) {
    GlyphCluster cluster = {.first = first, .start = run->glyphs[first].cluster};
    guint next = first;
    while (next < run->glyph_count && run->glyphs[next].cluster == cluster.start)
        next++;
    cluster.count = next - first;
    if (run->rtl)
        cluster.end = first > 0 ? run->glyphs[first - 1].cluster : run->text_length;
    else
        cluster.end = next < run->glyph_count ? run->glyphs[next].cluster : run->text_length;
    return cluster;
}

// The n-th glyph of a cluster in logical order.
static guint32 cluster_glyph(const GlyphRun *run, const GlyphCluster *cluster, guint n) {
    guint place = run->rtl ? cluster->first + cluster->count - 1 - n : cluster->first + n;
    return run->glyphs[place].glyph;
}

// How many bytes at the start of text[0, length) the glyph number n of a cluster shows: the first
// has all that the characters of the others do not claim.
static guint share_of_glyph(const EmbeddedFont *font, const GlyphRun *run,
                            const GlyphCluster *cluster, guint n, guint from) {
    const char *text = run->text + from;
    guint length = cluster->end - from;
    if (n + 1 == cluster->count || length == 0)
        return length;
    const char *second = g_utf8_next_char(text);
    guint32 glyph = 0, next = cluster_glyph(run, cluster, n + 1);
    if ((guint)(second - text) >= length)
        return length;
    bool claimed =
        hb_font_get_nominal_glyph(font->face->hb_font, g_utf8_get_char(second), &glyph) &&
        glyph == next;
    return claimed ? (guint)(second - text) : length;
}

static void learn_texts(EmbeddedFont *font, const GlyphRun *run, const GlyphCluster *cluster) {
    guint from = cluster->start;
    for (guint n = 0; n < cluster->count; n++) {
        guint share = cluster->end > from ? share_of_glyph(font, run, cluster, n, from) : 0;
        EmbeddedGlyph *glyph = &font->glyphs[cluster_glyph(run, cluster, n)];
        if (!glyph->text && share)
            glyph->text = g_strndup(run->text + from, share);
        from += share;
    }
}

static bool has_ink(const EmbeddedFont *font, guint32 glyph) {
    hb_glyph_extents_t box;
    return !hb_font_get_glyph_extents(font->face->hb_font, glyph, &box) ||
           (box.width && box.height);
}

// For the edges of letters from right to left: the zero width non-joiner, read as a zero width
// space. Fonts may draw it, as Noto Nastaliq does, since shaping takes it out.
static void need_edge(EmbeddedFont *font) {
    if (font->edge)
        return;
    font->edge = font->space;
    guint32 glyph;
    if (!hb_font_get_nominal_glyph(font->face->hb_font, 0x200C, &glyph) ||
        font->glyphs[glyph].text || has_ink(font, glyph))
        return;
    font->edge = glyph;
    font->glyphs[glyph].used = true;
}

void embedded_fonts_collect(EmbeddedFonts *fonts, const GlyphRun *run) {
    EmbeddedFont *font = font_need(fonts, run->face);
    if (run->rtl)
        need_edge(font);
    for (guint i = 0; i < run->glyph_count;) {
        GlyphCluster cluster = glyph_cluster_at(run, i);
        for (guint k = 0; k < cluster.count; k++) {
            g_assert(run->glyphs[i + k].glyph < font->glyph_count);
            font->glyphs[run->glyphs[i + k].glyph].used = true;
        }
        learn_texts(font, run, &cluster);
        i += cluster.count;
    }
}

// Whether the texts of the cluster's glyphs are its text, one after the other.
static bool cluster_spells(const EmbeddedFont *font, const GlyphRun *run,
                           const GlyphCluster *cluster) {
    if (cluster->end <= cluster->start)
        return false;
    const char *rest = run->text + cluster->start, *end = run->text + cluster->end;
    for (guint n = 0; n < cluster->count; n++) {
        const char *text = font->glyphs[cluster_glyph(run, cluster, n)].text;
        gsize length = text ? strlen(text) : 0;
        if ((gsize)(end - rest) < length || (length && memcmp(text, rest, length) != 0))
            return false;
        rest += length;
    }
    return rest == end;
}

bool embedded_font_spells_cluster(const EmbeddedFont *font, const GlyphRun *run,
                                  const GlyphCluster *cluster) {
    return cluster_spells(font, run, cluster);
}

// Whether the glyphs are a letter of one byte each and spell it, as most do.
static bool spells_bytes(const EmbeddedFont *font, const GlyphRun *run) {
    if (run->rtl || run->glyph_count != run->text_length)
        return false;
    for (guint i = 0; i < run->glyph_count; i++) {
        const char *text = font->glyphs[run->glyphs[i].glyph].text;
        if (run->glyphs[i].cluster != i || !text || text[0] != run->text[i] || text[1] != '\0')
            return false;
    }
    return true;
}

bool embedded_font_spells(const EmbeddedFont *font, const GlyphRun *run) {
    if (spells_bytes(font, run))
        return true;
    for (guint i = 0; i < run->glyph_count;) {
        GlyphCluster cluster = glyph_cluster_at(run, i);
        if (!cluster_spells(font, run, &cluster))
            return false;
        i += cluster.count;
    }
    return true;
}

// ---- cutting

static void drop_tables(hb_subset_input_t *input) {
    static const char tags[][5] = {"GSUB", "GPOS", "GDEF", "name", "post", "OS/2", "cmap",
                                   "STAT", "DSIG", "kern", "BASE", "gasp", "MATH", "vhea",
                                   "vmtx", "VORG", "SVG ", "COLR", "CPAL", "meta"};
    hb_set_t *drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (guint i = 0; i < G_N_ELEMENTS(tags); i++)
        hb_set_add(drop, hb_tag_from_string(tags[i], 4));
}

static void take_codes(EmbeddedFont *font, hb_subset_plan_t *plan) {
    const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(plan);
    for (guint glyph = 0; glyph < font->glyph_count; glyph++) {
        if (!font->glyphs[glyph].used)
            continue;
        font->glyphs[glyph].code = (guint16)hb_map_get(map, glyph);
        font->glyphs[glyph].advance = (float)(font_advance(font->face, glyph) * 1000);
    }
}

static hb_face_t *cut(EmbeddedFont *font) {
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        return NULL;
    for (guint glyph = 0; glyph < font->glyph_count; glyph++)
        if (font->glyphs[glyph].used)
            hb_set_add(hb_subset_input_glyph_set(input), glyph);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    drop_tables(input);
    hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(font->face->hb_face, input);
    hb_subset_input_destroy(input);
    if (!plan)
        return NULL;
    take_codes(font, plan);
    hb_face_t *subset = hb_subset_plan_execute_or_fail(plan);
    hb_subset_plan_destroy(plan);
    return subset;
}

bool embedded_font_space(const EmbeddedFont *font, guint16 *code) {
    *code = font->space ? font->glyphs[font->space].code : 0;
    return font->space != 0;
}

bool embedded_font_edge(const EmbeddedFont *font, guint16 *code, float *advance) {
    *code = font->edge ? font->glyphs[font->edge].code : 0;
    *advance = font->edge ? font->glyphs[font->edge].advance : 0;
    return font->edge != 0;
}

guint16 embedded_font_code(const EmbeddedFont *font, guint32 glyph) {
    return font->glyphs[glyph].code;
}

float embedded_font_advance(const EmbeddedFont *font, guint32 glyph) {
    return font->glyphs[glyph].advance;
}

// "ABCDEF+Name": six letters made from the glyphs and the font's name in the document, which do not
// depend on what else the program has set in type.
static char *subset_name(const EmbeddedFont *font) {
    guint32 hash = 2166136261u; // FNV-1a
    for (guint glyph = 0; glyph < font->glyph_count; glyph++)
        if (font->glyphs[glyph].used)
            hash = (hash ^ glyph) * 16777619u;
    for (const char *letter = font->name; *letter; letter++)
        hash = (hash ^ (guint8)*letter) * 16777619u;
    char tag[7] = {0};
    for (int i = 0; i < 6; i++, hash /= 26)
        tag[i] = (char)('A' + hash % 26);
    return g_strdup_printf("%s+%s", tag, font->face->postscript_name);
}

// ---- describing

// Glyphs of the subset in the order of their codes.
typedef struct {
    guint16 code;
    guint32 glyph;
} CodedGlyph;

static gint by_code(gconstpointer a, gconstpointer b) {
    return (gint)((const CodedGlyph *)a)->code - (gint)((const CodedGlyph *)b)->code;
}

static GArray *coded_glyphs(const EmbeddedFont *font) {
    GArray *list = g_array_new(FALSE, FALSE, sizeof(CodedGlyph));
    for (guint glyph = 0; glyph < font->glyph_count; glyph++) {
        if (!font->glyphs[glyph].used)
            continue;
        CodedGlyph entry = {.glyph = glyph, .code = font->glyphs[glyph].code};
        g_array_append_val(list, entry);
    }
    g_array_sort(list, by_code);
    return list;
}

static HPDF_Array widths(PdfDocument *document, const EmbeddedFont *font, const GArray *coded) {
    HPDF_Array array = pdf_array(document);
    HPDF_Array run = NULL;
    int expected = -1;
    for (guint i = 0; i < coded->len; i++) {
        const CodedGlyph *entry = &g_array_index(coded, CodedGlyph, i);
        if (entry->code != expected) {
            HPDF_Array_AddNumber(array, entry->code);
            run = pdf_array(document);
            HPDF_Array_Add(array, run);
        }
        HPDF_Array_AddReal(run, embedded_font_advance(font, entry->glyph));
        expected = entry->code + 1;
    }
    return array;
}

static void append_utf16(GString *out, const char *text) {
    glong count = 0;
    g_autofree gunichar2 *utf16 = g_utf8_to_utf16(text, -1, NULL, &count, NULL);
    for (glong i = 0; i < count; i++)
        g_string_append_printf(out, "%04X", utf16[i]);
}

static HPDF_Dict to_unicode(PdfDocument *document, const EmbeddedFont *font, const GArray *coded) {
    g_autoptr(GString) map =
        g_string_new("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                     "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
                     "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                     "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
    g_autoptr(GString) lines = g_string_new(NULL);
    guint count = 0;
    for (guint i = 0; i <= coded->len; i++) {
        bool last = i == coded->len;
        if (count == 100 || (last && count)) { // 100 entries at most in a section
            g_string_append_printf(map, "%u beginbfchar\n%sendbfchar\n", count, lines->str);
            g_string_truncate(lines, 0);
            count = 0;
        }
        if (last)
            break;
        const CodedGlyph *entry = &g_array_index(coded, CodedGlyph, i);
        const char *text = font->glyphs[entry->glyph].text;
        if (!text)
            text = "\xE2\x80\x8B"; // zero width space
        g_string_append_printf(lines, "<%04X> <", entry->code);
        append_utf16(lines, text);
        g_string_append(lines, ">\n");
        count++;
    }
    g_string_append(map, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    return pdf_stream(document, map->str, map->len, /*compress=*/true);
}

static int descriptor_flags(const FontFace *face) {
    return (face->is_fixed_pitch ? 1 : 0) | (face->is_serif ? 2 : 0) | 4 |
           (face->is_italic ? 64 : 0); // ISO 32000-1, table 123; 4: symbolic
}

static HPDF_Dict descriptor(PdfDocument *document, const EmbeddedFont *font, const char *name) {
    const FontFace *face = font->face;
    HPDF_Dict dict = pdf_indirect_dict(document);
    HPDF_Dict_AddName(dict, "Type", "FontDescriptor");
    HPDF_Dict_AddName(dict, "FontName", name);
    HPDF_Dict_AddNumber(dict, "Flags", descriptor_flags(face));
    double box[4];
    for (int i = 0; i < 4; i++)
        box[i] = round(face->bbox[i] * 1000);
    HPDF_Dict_Add(dict, "FontBBox", pdf_numbers(document, box, 4));
    HPDF_Dict_AddReal(dict, "ItalicAngle", (HPDF_REAL)face->italic_angle);
    HPDF_Dict_AddNumber(dict, "Ascent", (HPDF_INT32)lround(face->ascent * 1000));
    HPDF_Dict_AddNumber(dict, "Descent", (HPDF_INT32)lround(-fabs(face->descent) * 1000));
    HPDF_Dict_AddNumber(dict, "CapHeight", (HPDF_INT32)lround(face->cap_height * 1000));
    HPDF_Dict_AddNumber(dict, "StemV", face->weight > 0 ? face->weight / 5 : 80);
    return dict;
}

static void embed_file(PdfDocument *document, HPDF_Dict dict, bool is_cff, hb_face_t *subset) {
    hb_blob_t *blob = hb_face_reference_blob(subset);
    unsigned length = 0;
    const char *data = hb_blob_get_data(blob, &length);
    HPDF_Dict file = pdf_stream(document, data, length, /*compress=*/true);
    if (is_cff)
        HPDF_Dict_AddName(file, "Subtype", "OpenType");
    else
        HPDF_Dict_AddNumber(file, "Length1", (HPDF_INT32)length);
    HPDF_Dict_Add(dict, is_cff ? "FontFile3" : "FontFile2", file);
    hb_blob_destroy(blob);
}

static HPDF_Dict cid_font(PdfDocument *document, const EmbeddedFont *font, const char *name,
                          const GArray *coded) {
    HPDF_Dict dict = pdf_indirect_dict(document);
    HPDF_Dict_AddName(dict, "Type", "Font");
    HPDF_Dict_AddName(dict, "Subtype", font->face->is_cff ? "CIDFontType0" : "CIDFontType2");
    HPDF_Dict_AddName(dict, "BaseFont", name);
    HPDF_Dict system = pdf_dict(document);
    HPDF_Dict_Add(system, "Registry", pdf_ascii_string(document, "Adobe"));
    HPDF_Dict_Add(system, "Ordering", pdf_ascii_string(document, "Identity"));
    HPDF_Dict_AddNumber(system, "Supplement", 0);
    HPDF_Dict_Add(dict, "CIDSystemInfo", system);
    if (!font->face->is_cff)
        HPDF_Dict_AddName(dict, "CIDToGIDMap", "Identity");
    HPDF_Dict_Add(dict, "W", widths(document, font, coded));
    return dict;
}

static bool write_font(EmbeddedFont *font, PdfDocument *document, Diags *diags) {
    hb_face_t *subset = cut(font);
    if (!subset) {
        diag_error(diags, DIAG_INTERNAL, NULL, NULL, "the font \"%s\" cannot be subset",
                   font->face->postscript_name);
        return false;
    }
    g_autofree char *name = subset_name(font);
    g_autoptr(GArray) coded = coded_glyphs(font);
    HPDF_Dict about = descriptor(document, font, name);
    embed_file(document, about, font->face->is_cff, subset);
    hb_face_destroy(subset);
    HPDF_Dict descendant = cid_font(document, font, name, coded);
    HPDF_Dict_Add(descendant, "FontDescriptor", about);
    HPDF_Array descendants = pdf_array(document);
    HPDF_Array_Add(descendants, descendant);
    font->dict = pdf_indirect_dict(document);
    HPDF_Dict_AddName(font->dict, "Type", "Font");
    HPDF_Dict_AddName(font->dict, "Subtype", "Type0");
    HPDF_Dict_AddName(font->dict, "BaseFont", name);
    HPDF_Dict_AddName(font->dict, "Encoding", "Identity-H");
    HPDF_Dict_Add(font->dict, "DescendantFonts", descendants);
    HPDF_Dict_Add(font->dict, "ToUnicode", to_unicode(document, font, coded));
    return true;
}

bool embedded_fonts_write(EmbeddedFonts *fonts, PdfDocument *document, Diags *diags) {
    bool good = true;
    for (guint i = 0; i < fonts->list->len; i++)
        good = write_font(fonts->list->pdata[i], document, diags) && good;
    return good;
}

const char *embedded_font_name(const EmbeddedFont *font) {
    return font->name;
}

HPDF_Dict embedded_font_dict(const EmbeddedFont *font) {
    return font->dict;
}
