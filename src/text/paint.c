// Painting with cairo: each run as text with glyphs and clusters (cairo_show_text_glyphs), so that
// PDF output of cairo can be searched and copied. One cairo font face per FontFace serves every
// size; a missing italic is a shear, a missing bold a thin stroke around the glyphs.
#include "text/paint.h"

#include "text/engine.h"

static const double SHEAR = 0.2;      // as fontconfig's own synthetic italic
static const double BOLD_PART = 0.03; // of the size, the stroke's width

static cairo_font_face_t *cairo_face(const FontFace *face) {
    PangoFont *font = font_pango(face);
    cairo_scaled_font_t *scaled =
        font ? pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font)) : NULL;
    return scaled ? cairo_scaled_font_get_font_face(scaled) : NULL;
}

static void set_font(cairo_t *cr, const GlyphRun *run) {
    double shear = run->synthetic_italic ? SHEAR : 0;
    cairo_matrix_t matrix;
    cairo_matrix_init(&matrix, run->size, 0, -shear * run->size, run->size, 0, 0);
    cairo_set_font_face(cr, cairo_face(run->face));
    cairo_set_font_matrix(cr, &matrix);
}

static cairo_glyph_t *place_glyphs(const GlyphRun *run, double x, double y) {
    cairo_glyph_t *glyphs = g_new(cairo_glyph_t, run->glyph_count);
    for (guint i = 0; i < run->glyph_count; i++) {
        const Glyph *glyph = &run->glyphs[i];
        glyphs[i] = (cairo_glyph_t){glyph->glyph, x + glyph->dx, y + glyph->dy};
        x += glyph->advance;
    }
    return glyphs;
}

// The n-th glyph in logical order.
static const Glyph *logical_glyph(const GlyphRun *run, guint n) {
    return &run->glyphs[run->rtl ? run->glyph_count - 1 - n : n];
}

// The run's clusters in logical order, as cairo wants them. Gives their number.
static int make_clusters(const GlyphRun *run, cairo_text_cluster_t *clusters) {
    int count = 0;
    for (guint i = 0, next; i < run->glyph_count; i = next) {
        guint from = logical_glyph(run, i)->cluster;
        for (next = i + 1; next < run->glyph_count; next++)
            if (logical_glyph(run, next)->cluster != from)
                break;
        guint start = count ? from : 0; // bytes without a glyph belong to the cluster before
        guint end = next < run->glyph_count ? logical_glyph(run, next)->cluster : run->text_length;
        clusters[count++] = (cairo_text_cluster_t){(int)(end - start), (int)(next - i)};
    }
    return count;
}

static bool is_ordered(const GlyphRun *run) {
    for (guint i = 1; i < run->glyph_count; i++)
        if (logical_glyph(run, i)->cluster < logical_glyph(run, i - 1)->cluster)
            return false;
    return true;
}

static void thicken(cairo_t *cr, const GlyphRun *run, const cairo_glyph_t *glyphs) {
    cairo_glyph_path(cr, glyphs, (int)run->glyph_count);
    cairo_set_line_width(cr, run->size * BOLD_PART);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(cr);
}

// Cairo puts glyphs on whole pixels of an image, which spaces small text unevenly; outlines stand
// where they belong.
static bool is_image(cairo_t *cr) {
    return cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_IMAGE;
}

static void fill_outlines(cairo_t *cr, const cairo_glyph_t *glyphs, guint count) {
    cairo_new_path(cr);
    cairo_glyph_path(cr, glyphs, (int)count);
    cairo_fill(cr);
}

static void paint_run(cairo_t *cr, const GlyphRun *run, double x, double y) {
    set_font(cr, run);
    cairo_set_source_rgba(cr, run->colour.r, run->colour.g, run->colour.b, run->colour.a);
    g_autofree cairo_glyph_t *glyphs = place_glyphs(run, x + run->x, y - run->rise);
    if (run->synthetic_bold)
        thicken(cr, run, glyphs);
    if (is_image(cr)) {
        fill_outlines(cr, glyphs, run->glyph_count);
        return;
    }
    if (!is_ordered(run)) {
        cairo_show_glyphs(cr, glyphs, (int)run->glyph_count);
        return;
    }
    g_autofree cairo_text_cluster_t *clusters = g_new(cairo_text_cluster_t, run->glyph_count);
    int cluster_count = make_clusters(run, clusters);
    cairo_show_text_glyphs(cr, run->text, (int)run->text_length, glyphs, (int)run->glyph_count,
                           clusters, cluster_count,
                           run->rtl ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : 0);
}

void text_paint_unhinted(cairo_t *cr) {
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(cr, options);
    cairo_font_options_destroy(options);
}

void text_paint_line(cairo_t *cr, const TextLine *line, double x, double y) {
    for (guint i = 0; i < line->run_count; i++)
        paint_run(cr, &line->runs[i], x, y);
}

void text_paint_runs(cairo_t *cr, const Paragraph *paragraph, double x, double y) {
    for (guint i = 0; i < paragraph->line_count; i++) {
        const TextLine *line = &paragraph->lines[i];
        text_paint_line(cr, line, x + line->x, y + line->baseline);
    }
}

void text_outline_runs(cairo_t *cr, const Paragraph *paragraph, double x, double y) {
    for (guint i = 0; i < paragraph->line_count; i++) {
        const TextLine *line = &paragraph->lines[i];
        for (guint k = 0; k < line->run_count; k++) {
            const GlyphRun *run = &line->runs[k];
            set_font(cr, run);
            g_autofree cairo_glyph_t *glyphs =
                place_glyphs(run, x + line->x + run->x, y + line->baseline - run->rise);
            cairo_glyph_path(cr, glyphs, (int)run->glyph_count);
        }
    }
}
