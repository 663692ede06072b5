// A strip of text taken apart: first into stretches of one font, script and direction, by Pango's
// itemization; then into pieces, about a word each, that are shaped once and kept (see shape.c).
//
// Two ways save most of Pango's work. Text of Latin letters, digits and common punctuation, all of
// which the style's own font has, set from left to right, is known to be one stretch per span. And
// words are shaped apart where that changes nothing: at blanks between letters or digits. Where
// punctuation stands alone ("A - B", "3 x 4") fonts may look across the blank, so no cut is made.
#include "text/strip.h"

#include <hb-glib.h>
static double scale_of(const FontStyle *style, const FoundFont *font) {
    return style->key.size / font->face->units_per_em;
}

static Shaper *find_shaper(TextEngine *engine, const FontStyle *style, FontFace *face,
                           const PangoAnalysis *analysis) {
    Shaper key = {
        .face = face,
        .script = hb_glib_script_to_script((GUnicodeScript)analysis->script),
        .language = hb_language_from_string(pango_language_to_string(analysis->language), -1),
        .rtl = analysis->level & 1,
        .tabular = style->key.tabular,
        .small_caps = style->key.small_caps,
        .no_ligatures = style->key.letter_spacing != 0,
    };
    return shaper_find(engine, &key);
}

static void add_stretch(Strip *strip, Stretch stretch) {
    if (stretch.length)
        g_array_append_val(strip->stretches, stretch);
}

// Adds the bytes [start, end) of an item as stretches, one a span.
static void add_item(Strip *strip, const PangoItem *item) {
    const Setting *setting = strip->setting;
    guint start = strip->start + (guint)item->offset;
    guint end = start + (guint)item->length;
    if (!item->analysis.font)
        return;
    const FoundFont *font = font_find(setting->engine, item->analysis.font);
    for (guint span = setting_span_at(setting, start); start < end; span++) {
        guint stop = MIN(setting->ends[span], end);
        const FontStyle *style = setting->styles[span];
        add_stretch(strip, (Stretch){.start = start,
                                     .length = stop - start,
                                     .span = span,
                                     .style = style,
                                     .font = font,
                                     .shaper = find_shaper(setting->engine, style, font->face,
                                                           &item->analysis),
                                     .scale = scale_of(style, font),
                                     .level = item->analysis.level});
        start = stop;
    }
}

// What decides about fonts, for Pango; offsets count from the strip's start.
static PangoAttrList *make_attributes(const Strip *strip) {
    const Setting *setting = strip->setting;
    PangoAttrList *list = pango_attr_list_new();
    guint from = strip->start, end = strip->start + strip->length;
    for (guint span = setting_span_at(setting, from); from < end; span++) {
        guint to = MIN(setting->ends[span], end);
        if (to > from)
            style_add_attributes(setting->styles[span], list, from - strip->start,
                                 to - strip->start);
        from = MAX(from, to);
    }
    return list;
}

static void itemize(Strip *strip) {
    const Setting *setting = strip->setting;
    PangoAttrList *attributes = make_attributes(strip);
    PangoDirection direction = setting->rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR;
    GList *items = pango_itemize_with_base_dir(text_engine_context(setting->engine), direction,
                                               setting->text + strip->start, 0, (int)strip->length,
                                               attributes, NULL);
    for (GList *item = items; item; item = item->next)
        add_item(strip, item->data);
    g_list_free_full(items, (GDestroyNotify)pango_item_free);
    pango_attr_list_unref(attributes);
}

// Whether bytes [start, end) are plain in the style; adds whether there are letters.
static bool is_plain(const Setting *setting, const FontStyle *style, guint start, guint end,
                     bool *has_letters) {
    const char *p = setting->text + start, *stop = setting->text + end;
    while (p < stop) {
        gunichar c = (guchar)*p < 0x80 ? (guchar)*p : g_utf8_get_char(p);
        if (!style_covers(style, c))
            return false;
        *has_letters |= c < 0x80 ? g_ascii_isalpha((char)c) : g_unichar_isalpha(c);
        p = g_utf8_next_char(p);
    }
    return true;
}

// Makes the stretches without Pango when all is plain.
static bool add_plain_stretches(Strip *strip) {
    const Setting *setting = strip->setting;
    guint end = strip->start + strip->length;
    bool has_letters = false;
    if (setting->rtl)
        return false;
    guint first = setting_span_at(setting, strip->start);
    for (guint span = first, from = strip->start; from < end; span++) {
        guint to = MIN(setting->ends[span], end);
        if (!is_plain(setting, setting->styles[span], from, to, &has_letters))
            return false;
        from = MAX(from, to);
    }
    for (guint span = first, from = strip->start; from < end; span++) {
        guint to = MIN(setting->ends[span], end);
        const FontStyle *style = setting->styles[span];
        add_stretch(strip, (Stretch){.start = from,
                                     .length = to - from,
                                     .span = span,
                                     .style = style,
                                     .font = style->font,
                                     .shaper = style->plain_shapers[has_letters],
                                     .scale = scale_of(style, style->font),
                                     .is_plain = true});
        from = MAX(from, to);
    }
    return true;
}

Strip strip_new(const Setting *setting, guint start, guint length, bool wraps) {
    Strip strip = {.setting = setting,
                   .start = start,
                   .length = length,
                   .wraps = wraps,
                   .stretches = spare_take(&setting->engine->spares.stretches, sizeof(Stretch)),
                   .pieces = spare_take(&setting->engine->spares.pieces, sizeof(Piece))};
    bool is_plain = add_plain_stretches(&strip);
    if (!is_plain)
        itemize(&strip);
    strip_cut(&strip, is_plain);
    return strip;
}

void strip_clear(Strip *strip) {
    spare_give(&strip->setting->engine->spares.stretches, strip->stretches);
    spare_give(&strip->setting->engine->spares.pieces, strip->pieces);
    g_free(strip->breaks);
}
