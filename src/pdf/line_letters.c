// Arabic script read back letter by letter. Readers of a PDF order letters by where they stand,
// from right to left, and know of one place for each glyph; so a ligature comes out turned round,
// and Nastaliq, whose letters slant down on each other and have their dots as glyphs of their own,
// comes out scrambled. Here such a letter is a span with its own ActualText, and glyphs
// without ink at the start and the end of its share of the width, on the line's baseline, tell
// where it stands; its own are painted in between. Letters that are one glyph on the baseline are
// written as they are.
#include "pdf/line_private.h"
#include "pdf/put.h"

typedef struct {
    const EmbeddedFont *font;
    Content *content;
    const GlyphRun *run;
    const LinePlace *place;
    guint16 edge;
    double edge_width; // points
} Letters;

static void put_code(const Letters *letters, guint16 code, double x, double y) {
    line_set_pen(letters->content, letters->place, line_slant(letters->run), x, y);
    put_text(letters->content->text, "<");
    content_hex(letters->content, code);
    put_text(letters->content->text, "> Tj\n");
}

// The glyphs of a cluster, the first with its origin at x; gives their advance.
static double put_cluster(const Letters *letters, const GlyphCluster *cluster, double x) {
    double width = 0;
    for (guint i = cluster->first; i < cluster->first + cluster->count; i++) {
        const Glyph *glyph = &letters->run->glyphs[i];
        put_code(letters, embedded_font_code(letters->font, glyph->glyph), x + width + glyph->dx,
                 glyph->dy - letters->run->rise);
        width += glyph->advance;
    }
    return width;
}

static double cluster_width(const GlyphRun *run, const GlyphCluster *cluster) {
    double width = 0;
    for (guint i = cluster->first; i < cluster->first + cluster->count; i++)
        width += run->glyphs[i].advance;
    return width;
}

static bool is_plain(const EmbeddedFont *font, const GlyphRun *run, const GlyphCluster *cluster) {
    const char *text = run->text + cluster->start;
    return cluster->count == 1 && run->glyphs[cluster->first].dy == 0 &&
           cluster->end > cluster->start &&
           g_utf8_strlen(text, (gssize)(cluster->end - cluster->start)) == 1 &&
           embedded_font_spells_cluster(font, run, cluster);
}

static void open_letter(const Letters *letters, gunichar letter) {
    gunichar2 units[2] = {(gunichar2)letter, 0};
    if (letter > 0xFFFF) {
        units[0] = (gunichar2)(0xD800 + ((letter - 0x10000) >> 10));
        units[1] = (gunichar2)(0xDC00 + ((letter - 0x10000) & 0x3FF));
    }
    put_text(letters->content->text, "/Span <</ActualText <FEFF");
    for (guint i = 0; i < 2 && units[i]; i++)
        content_hex(letters->content, units[i]);
    put_text(letters->content->text, ">>> BDC\n");
}

// The letters from the last, which stands leftmost; the first has all of the glyphs.
static void put_letters(const Letters *letters, const GlyphCluster *cluster, double x) {
    double line = -letters->run->rise;
    const char *start = letters->run->text + cluster->start;
    const char *at = letters->run->text + cluster->end;
    double width = cluster_width(letters->run, cluster);
    double share = width / (double)MAX(g_utf8_strlen(start, at - start), 1);
    for (double left = x; at > start; left += share) {
        at = g_utf8_find_prev_char(start, at);
        if (!at)
            return;
        open_letter(letters, g_utf8_get_char(at));
        put_code(letters, letters->edge, left, line);
        if (at == start)
            put_cluster(letters, cluster, x);
        put_code(letters, letters->edge, left + share - letters->edge_width, line);
        put_text(letters->content->text, "EMC\n");
    }
}

static bool all_plain(const EmbeddedFont *font, const GlyphRun *run) {
    for (guint i = 0; i < run->glyph_count;) {
        GlyphCluster cluster = glyph_cluster_at(run, i);
        if (!is_plain(font, run, &cluster))
            return false;
        i += cluster.count;
    }
    return true;
}

bool line_put_letters(const EmbeddedFont *font, Content *content, const GlyphRun *run,
                      const LinePlace *place) {
    Letters letters = {.font = font, .content = content, .run = run, .place = place};
    float advance;
    if (run->text_length == 0 || all_plain(font, run) ||
        !embedded_font_edge(font, &letters.edge, &advance))
        return false;
    letters.edge_width = (double)advance * run->size / 1000;
    double x = run->x;
    for (guint i = 0; i < run->glyph_count;) {
        GlyphCluster cluster = glyph_cluster_at(run, i);
        if (is_plain(font, run, &cluster) || cluster.end <= cluster.start)
            put_cluster(&letters, &cluster, x);
        else
            put_letters(&letters, &cluster, x);
        x += cluster_width(run, &cluster);
        i += cluster.count;
    }
    return true;
}
