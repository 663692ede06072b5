// The pieces of a line as glyph runs: ordered for the eye by Pango from their levels, font units
// become points, neighbours of one stretch become one run, blanks widen to justify.
#include "text/line.h"

// A line being taken over.
typedef struct {
    const Strip *strip;
    const Piece *pieces;
    guint count;
    guint *order;      // pieces from left to right
    guint visible_end; // byte after which there are only blanks, left out
    double gap;        // added at each place where the line can be widened
    guint gaps;        // how many are left to widen
    bool wide;         // they are beside wide characters, else at blanks
} Taker;

static const Stretch *stretch_of(const Taker *taker, const Piece *piece) {
    return &g_array_index(taker->strip->stretches, Stretch, piece->stretch);
}

static gunichar character_of(const Taker *taker, const Piece *piece, const WordGlyph *glyph) {
    return g_utf8_get_char(taker->strip->setting->text + piece->start + glyph->cluster);
}

static bool is_shown(const Taker *taker, const Piece *piece, const WordGlyph *glyph) {
    return piece->start + glyph->cluster < taker->visible_end;
}

// Where blanks begin that end the line; the line's end when they count.
static guint find_visible_end(const Piece *pieces, guint count, bool blanks_hang) {
    guint end = count ? pieces[count - 1].start + pieces[count - 1].length : 0;
    for (guint i = count; blanks_hang && i-- > 0;) {
        end = pieces[i].start + pieces[i].word->visible;
        if (pieces[i].word->visible)
            break;
    }
    return end;
}

// Orders pieces of several levels. Pango reorders items; these have nothing but level and index.
static void order_pieces(const Taker *taker) {
    g_autofree PangoItem *items = g_new0(PangoItem, taker->count);
    GList *list = NULL;
    for (guint i = taker->count; i-- > 0;) {
        items[i].offset = (int)i;
        items[i].analysis.level = stretch_of(taker, &taker->pieces[i])->level;
        list = g_list_prepend(list, &items[i]);
    }
    GList *visual = pango_reorder_items(list);
    guint at = 0;
    for (GList *item = visual; item; item = item->next)
        taker->order[at++] = (guint)((PangoItem *)item->data)->offset;
    g_list_free(visual);
    g_list_free(list);
}

static void find_order(const Taker *taker) {
    guint8 levels = 0;
    for (guint i = 0; i < taker->count; i++) {
        levels |= stretch_of(taker, &taker->pieces[i])->level;
        taker->order[i] = i;
    }
    if (levels)
        order_pieces(taker);
}

static bool is_gap(const Taker *taker, gunichar c) {
    return taker->wide ? g_unichar_iswide(c) : c == ' ' || c == 0xA0;
}

// Places where the line can be widened: blanks, or beside wide characters.
static guint count_gaps(const Taker *taker) {
    guint gaps = 0;
    for (guint i = 0; i < taker->count; i++) {
        const Piece *piece = &taker->pieces[i];
        for (guint k = 0; k < piece->word->glyph_count; k++) {
            const WordGlyph *glyph = &piece->word->glyphs[k];
            gaps +=
                is_shown(taker, piece, glyph) && is_gap(taker, character_of(taker, piece, glyph));
        }
    }
    return gaps;
}

static void find_gap(Taker *taker, double free_width) {
    if (free_width <= 0)
        return;
    taker->gaps = count_gaps(taker);
    if (!taker->gaps) {
        taker->wide = true;
        taker->gaps = MAX(count_gaps(taker), 1) - 1; // none after the last wide character
    }
    taker->gap = taker->gaps ? free_width / taker->gaps : 0;
}

// What a glyph advances beyond its own width.
static double extra_advance(Taker *taker, const Piece *piece, guint index, double spacing) {
    const Word *word = piece->word;
    const WordGlyph *glyph = &word->glyphs[index];
    bool ends_cluster = index + 1 == word->glyph_count || glyph[1].cluster != glyph->cluster;
    double extra = ends_cluster ? spacing : 0;
    if (taker->gaps == 0 || !is_gap(taker, character_of(taker, piece, glyph)))
        return extra;
    taker->gaps--;
    return extra + taker->gap;
}

// Whether all of the piece's glyphs are shown and advance by their own width.
static bool is_as_shaped(const Taker *taker, const Piece *piece, const Stretch *stretch) {
    return taker->gaps == 0 && stretch->style->key.letter_spacing == 0 &&
           piece->start + piece->length <= taker->visible_end;
}

static void copy_glyphs(const Word *word, double scale, guint base, GlyphRun *run, Glyph *out) {
    out += run->glyph_count;
    for (guint i = 0; i < word->glyph_count; i++) {
        const WordGlyph *glyph = &word->glyphs[i];
        double advance = glyph->advance * scale;
        out[i] = (Glyph){.glyph = glyph->glyph,
                         .advance = (float)advance,
                         .dx = (float)(glyph->dx * scale),
                         .dy = (float)(glyph->dy * scale),
                         .cluster = base + glyph->cluster};
        run->width += advance;
    }
    run->glyph_count += word->glyph_count;
}

static void take_glyphs(Taker *taker, const Piece *piece, GlyphRun *run, Glyph *out) {
    const Stretch *stretch = stretch_of(taker, piece);
    guint base = (guint)(taker->strip->setting->text + piece->start - run->text);
    if (is_as_shaped(taker, piece, stretch)) {
        copy_glyphs(piece->word, stretch->scale, base, run, out);
        return;
    }
    for (guint i = 0; i < piece->word->glyph_count; i++) {
        const WordGlyph *glyph = &piece->word->glyphs[i];
        if (!is_shown(taker, piece, glyph))
            continue;
        double extra = extra_advance(taker, piece, i, stretch->style->key.letter_spacing);
        double advance = glyph->advance * stretch->scale + extra;
        out[run->glyph_count++] = (Glyph){.glyph = glyph->glyph,
                                          .advance = (float)advance,
                                          .dx = (float)(glyph->dx * stretch->scale),
                                          .dy = (float)(glyph->dy * stretch->scale),
                                          .cluster = base + glyph->cluster};
        run->width += advance;
    }
}

// A run for a stretch without its text and glyphs.
static GlyphRun make_run(const Taker *taker, const Stretch *stretch) {
    const TextSpan *span = &taker->strip->setting->spec->spans[stretch->span];
    return (GlyphRun){.face = stretch->font->face,
                      .size = stretch->style->key.size,
                      .synthetic_italic = stretch->font->synthetic_italic,
                      .synthetic_bold = stretch->font->synthetic_bold,
                      .colour = span->style.colour,
                      .rtl = stretch->level & 1,
                      .rise = span->style.rise,
                      .link = span->link,
                      .language = span->style.language,
                      .underline = span->style.underline,
                      .strikethrough = span->style.strikethrough,
                      .span = stretch->span};
}

// Bytes of a character that stands in the text to say how it is set and is not seen: a soft hyphen
// where no line breaks, an isolate. 0: it is none.
static guint unseen_length(const char *p, bool is_last) {
    const guchar *byte = (const guchar *)p;
    if (byte[0] == 0xC2 && byte[1] == 0xAD && !is_last)
        return 2;
    return byte[0] == 0xE2 && byte[1] == 0x81 && byte[2] >= 0xA6 && byte[2] <= 0xA9 ? 3 : 0;
}

static bool shows(const GlyphRun *run, guint offset) {
    for (guint i = 0; i < run->glyph_count; i++)
        if (run->glyphs[i].cluster == offset)
            return true;
    return false;
}

// Where each byte of the run's text stands without what is not seen, and its new length at the end.
// New array; NULL when nothing is left out, or nothing would be left.
static guint *places_without_unseen(const GlyphRun *run) {
    guint *places = g_new(guint, run->text_length + 1), kept = 0;
    for (guint at = 0; at < run->text_length;) {
        bool is_last = at + 2 == run->text_length && shows(run, at);
        guint length = unseen_length(run->text + at, is_last);
        for (guint end = at + MAX(length, 1); at < end && at < run->text_length; at++)
            places[at] = length ? kept : kept++;
    }
    places[run->text_length] = kept;
    if (kept == 0 || kept == run->text_length)
        g_clear_pointer(&places, g_free);
    return places;
}

// Takes out of the run's text what is not seen, so that a copy of it holds no such characters.
static void drop_unseen(const Taker *taker, GlyphRun *run, Glyph *glyphs) {
    g_autofree guint *places = places_without_unseen(run);
    if (!places)
        return;
    guint kept = places[run->text_length];
    char *text = arena_strndup(taker->strip->setting->arena, run->text, run->text_length);
    for (guint at = 0; at < run->text_length; at++)
        if (places[at + 1] > places[at])
            text[places[at]] = run->text[at];
    text[kept] = '\0';
    for (guint i = 0; i < run->glyph_count; i++)
        glyphs[i].cluster = MIN(places[glyphs[i].cluster], kept - 1);
    run->text = text;
    run->text_length = kept;
}

// Pieces order[from] to order[to - 1], neighbours in one stretch, as a run.
static GlyphRun take_run(Taker *taker, guint from, guint to) {
    const Piece *first = &taker->pieces[taker->order[from]];
    GlyphRun run = make_run(taker, stretch_of(taker, first));
    guint start = first->start, end = start + first->length;
    size_t glyph_count = 0;
    for (guint i = from; i < to; i++) {
        const Piece *piece = &taker->pieces[taker->order[i]];
        start = MIN(start, piece->start);
        end = MAX(end, piece->start + piece->length);
        glyph_count += piece->word->glyph_count;
    }
    run.text = taker->strip->setting->text + start;
    run.text_length = MIN(end, MAX(taker->visible_end, start)) - start;
    Glyph *glyphs = arena_array(taker->strip->setting->arena, Glyph, glyph_count);
    run.glyphs = glyphs;
    for (guint i = from; i < to; i++)
        take_glyphs(taker, &taker->pieces[taker->order[i]], &run, glyphs);
    if (!stretch_of(taker, first)->is_plain)
        drop_unseen(taker, &run, glyphs);
    return run;
}

// Whether the piece at order[at] continues the stretch of the one before it.
static bool continues_run(const Taker *taker, guint at) {
    const Piece *left = &taker->pieces[taker->order[at - 1]];
    const Piece *right = &taker->pieces[taker->order[at]];
    return left->stretch == right->stretch && (left->start + left->length == right->start ||
                                               right->start + right->length == left->start);
}

static guint count_runs(const Taker *taker) {
    guint runs = taker->count > 0;
    for (guint i = 1; i < taker->count; i++)
        runs += !continues_run(taker, i);
    return runs;
}

static void take_runs(Taker *taker, TextLine *line) {
    GlyphRun *runs = arena_array(taker->strip->setting->arena, GlyphRun, count_runs(taker));
    line->runs = runs;
    for (guint from = 0, to; from < taker->count; from = to) {
        for (to = from + 1; to < taker->count && continues_run(taker, to);)
            to++;
        GlyphRun run = take_run(taker, from, to);
        if (!run.glyph_count)
            continue;
        run.x = line->width;
        line->width += run.width;
        runs[line->run_count++] = run;
    }
}

static double visible_width(const Taker *taker) {
    double width = 0;
    for (guint i = 0; i < taker->count; i++) {
        const Piece *piece = &taker->pieces[i];
        guint end = piece->start + piece->length;
        if (end <= taker->visible_end)
            width += piece->width;
        else if (piece->start < taker->visible_end)
            width += piece->visible;
    }
    return width;
}

void line_take_pieces(const Strip *strip, const Piece *pieces, guint count, double justify_width,
                      TextLine *line) {
    guint few[64];
    g_autofree guint *many = count > G_N_ELEMENTS(few) ? g_new(guint, count) : NULL;
    Taker taker = {.strip = strip,
                   .pieces = pieces,
                   .count = count,
                   .order = many ? many : few,
                   .visible_end = find_visible_end(pieces, count, strip->wraps)};
    if (count) {
        const Piece *last = &pieces[count - 1];
        line->start = pieces[0].start;
        line->length = last->start + last->length - line->start;
    }
    find_order(&taker);
    if (justify_width > 0)
        find_gap(&taker, justify_width - visible_width(&taker));
    take_runs(&taker, line);
}
