// Text in roles. A role of the theme gives style and leading; Markdown's emphasis changes the style
// in place. Paragraphs become slabs line by line, so that pages can break between lines.
#include "page/typeset.h"

#include "page/cell_format.h"
#include "page/template.h"

#include <string.h>

TextStyle typeset_style(const Compose *compose, TypeRole role) {
    TextStyle style = compose->theme->type[role].style;
    style.language = compose->language;
    if (compose->rtl) // letters that join would come apart
        style.letter_spacing = 0;
    return style;
}

Colour typeset_ink(const Compose *compose, InkRole ink) {
    return compose->theme->inks[ink];
}

static const char *cased(const Compose *compose, TypeRole role, const char *text) {
    if (!compose->theme->type[role].uppercase)
        return text;
    g_autofree char *upper = g_utf8_strup(text, -1);
    return arena_strdup(compose->arena, upper);
}

// What no line may be narrower than, lest a word be cut.
static double widest_word(const Compose *compose, const ParagraphSpec *spec) {
    double widest = 0, least, most;
    for (guint i = 0; i < spec->span_count; i++) {
        text_extent(compose->engine, &spec->spans[i].style, spec->spans[i].text, &least, &most);
        widest = MAX(widest, least);
    }
    return widest + 0.01;
}

// The narrowest setting with as many lines, found by bisection, so that no last line is left with
// one word. In the box of the full width, since alignment is to that.
static const Paragraph *balance(const Compose *compose, ParagraphSpec *spec,
                                const Paragraph *paragraph) {
    enum { LINES_MAX = 4, STEPS = 7 };
    if (paragraph->line_count < 2 || paragraph->line_count > LINES_MAX ||
        spec->align == TEXT_ALIGN_JUSTIFY)
        return paragraph;
    double low = spec->width / paragraph->line_count / 2, high = spec->width;
    low = MIN(MAX(low, widest_word(compose, spec)), high);
    for (int step = 0; step < STEPS; step++) {
        spec->measure = (low + high) / 2;
        const Paragraph *tried = text_paragraph(compose->engine, compose->arena, spec);
        if (tried->line_count > paragraph->line_count) {
            low = spec->measure;
        } else {
            high = spec->measure;
            paragraph = tried;
        }
    }
    return paragraph;
}

// Whether the last line is no more than the end of a thought: a figure, a short word.
static bool ends_lonely(const Paragraph *paragraph, const ParagraphSpec *spec) {
    static const double ems = 3.5, share = 0.2;
    double lonely = MIN(ems * spec->spans[0].style.size, share * spec->width);
    return paragraph->lines[paragraph->line_count - 1].width < lonely;
}

// Lines a little shorter, as many as before, where that gives the last one company.
static const Paragraph *join_lonely(const Compose *compose, ParagraphSpec *spec,
                                    const Paragraph *paragraph) {
    enum { LINES_MAX = 12 };
    static const double measures[] = {0.975, 0.95, 0.925, 0.9, 0.875};
    if (paragraph->line_count < 2 || paragraph->line_count > LINES_MAX || spec->max_lines > 0 ||
        spec->align == TEXT_ALIGN_JUSTIFY || !ends_lonely(paragraph, spec))
        return paragraph;
    for (guint i = 0; i < G_N_ELEMENTS(measures); i++) {
        spec->measure = spec->width * measures[i];
        const Paragraph *tried = text_paragraph(compose->engine, compose->arena, spec);
        if (tried->line_count > paragraph->line_count)
            break;
        if (!ends_lonely(tried, spec))
            return tried;
    }
    return paragraph;
}

static bool is_running_text(TypeRole role) {
    return role <= ROLE_SMALL || role == ROLE_QUOTE || role == ROLE_NOTE || role == ROLE_CAPTION;
}

// Letters of scripts written from the left, and none from the right.
static bool is_all_ltr(const TextSpan *spans, guint count) {
    bool has_letters = false;
    for (guint i = 0; i < count; i++)
        for (const char *p = spans[i].text; *p; p = g_utf8_next_char(p)) {
            gunichar c = g_utf8_get_char(p);
            if (c >= 0x590 && c <= 0x8FF)
                return false;
            has_letters |= g_unichar_isalpha(c);
        }
    return has_letters;
}

// "−3.25": a figure with its sign before it, as it is written in Arabic and Urdu too.
static bool is_signed_figure(const TextSpan *spans, guint count) {
    const char *text = count == 1 ? spans[0].text : "";
    gunichar sign = g_utf8_get_char(text);
    bool figures = false;
    if (sign != '-' && sign != '+' && sign != 0x2212)
        return false;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        figures |= g_unichar_isdigit(g_utf8_get_char(p));
        if (g_unichar_isalpha(g_utf8_get_char(p)))
            return false;
    }
    return figures;
}

// On a page from right to left a text in Latin letters alone stands at the same side as others,
// and is set from left to right, so that its full stop is at its end.
static void turn(const Compose *compose, ParagraphSpec *spec) {
    spec->direction = compose->rtl ? TEXT_DIR_RTL : TEXT_DIR_AUTO;
    if (!compose->rtl || !(is_all_ltr(spec->spans, spec->span_count) ||
                           is_signed_figure(spec->spans, spec->span_count)))
        return;
    spec->direction = TEXT_DIR_LTR;
    if (spec->align == TEXT_ALIGN_START || spec->align == TEXT_ALIGN_JUSTIFY)
        spec->align = TEXT_ALIGN_END;
    else if (spec->align == TEXT_ALIGN_END)
        spec->align = TEXT_ALIGN_START;
}

static const Paragraph *set_spans(const Compose *compose, const Typeset *how, const TextSpan *spans,
                                  guint count) {
    ParagraphSpec spec = {.span_count = count,
                          .spans = spans,
                          .width = how->width,
                          .align = how->align,
                          .leading = compose->theme->type[how->role].leading,
                          .max_lines = how->max_lines,
                          .hyphenate = true};
    turn(compose, &spec);
    const Paragraph *paragraph = text_paragraph(compose->engine, compose->arena, &spec);
    if (how->balanced)
        return balance(compose, &spec, paragraph);
    return is_running_text(how->role) ? join_lonely(compose, &spec, paragraph) : paragraph;
}

const Paragraph *typeset_linked(const Compose *compose, const Typeset *how, const char *text,
                                const char *link) {
    if (!text || !*text)
        return NULL;
    TextSpan span = {.text = cased(compose, how->role, text),
                     .style = typeset_style(compose, how->role),
                     .link = link};
    if (how->colour)
        span.style.colour = *how->colour;
    if (!how->mark)
        return set_spans(compose, how, &span, 1);
    TextSpan spans[] = {span, {.text = how->mark, .style = span.style}};
    spans[1].style.size *= TYPESET_MARK_SIZE;
    spans[1].style.rise = span.style.size * TYPESET_MARK_RISE;
    return set_spans(compose, how, spans, G_N_ELEMENTS(spans));
}

const Paragraph *typeset_text(const Compose *compose, const Typeset *how, const char *text) {
    return typeset_linked(compose, how, text, NULL);
}

// ---- Markdown

enum { WEIGHT_STRONGER = 200 }; // strong text in what is strong already

static TextStyle span_style(const Compose *compose, const Typeset *how, const MarkdownSpan *span) {
    TextStyle style = typeset_style(compose, how->role);
    if (how->colour)
        style.colour = *how->colour;
    if (span->code) {
        style.family = compose->theme->type[ROLE_CODE].style.family;
        style.size *= 0.92;
    }
    if (span->strong)
        style.weight = style.weight < compose->theme->strong
                           ? compose->theme->strong
                           : MIN(compose->theme->strong + WEIGHT_STRONGER, 900);
    if (span->emphasis)
        style.italic = !style.italic;
    style.strikethrough = span->strikethrough;
    if (span->link && !how->colour)
        style.colour = typeset_ink(compose, INK_ACCENT);
    style.underline = span->link && !how->plain_links;
    if (span->note) {
        style.rise += style.size * TYPESET_MARK_RISE;
        style.size *= TYPESET_MARK_SIZE;
    }
    return style;
}

// The text of a span, with soft hyphens where words may be divided; links and code stay whole.
static const char *divided(const Compose *compose, const Typeset *how, const MarkdownSpan *span) {
    const char *text = cased(compose, how->role, span->text);
    bool divides = how->hyphenator && !span->link && !span->code && !span->note;
    return divides ? hyphenate(how->hyphenator, compose->arena, text) : text;
}

const Paragraph *typeset_spans(const Compose *compose, const Typeset *how,
                               const MarkdownSpan *spans, guint count) {
    if (count == 0)
        return NULL;
    TextSpan *out = arena_array(compose->arena, TextSpan, count);
    for (guint i = 0; i < count; i++)
        out[i] = (TextSpan){.text = divided(compose, how, &spans[i]),
                            .style = span_style(compose, how, &spans[i]),
                            .link = spans[i].link};
    return set_spans(compose, how, out, count);
}

const Paragraph *typeset_template(const Compose *compose, const Typeset *how,
                                  const JsonNode *node) {
    return typeset_text(compose, how, template_expand(compose->scope, node, TEMPLATE_PLAIN));
}

// ---- slabs

static bool line_keeps(const Paragraph *paragraph, guint line, bool keep_with_next) {
    guint last = paragraph->line_count - 1;
    if (line == last)
        return keep_with_next;
    return line == 0 || line + 1 == last;
}

void typeset_add(Compose *compose, const Paragraph *paragraph, const ParagraphSlabs *how) {
    for (guint i = 0; paragraph && i < paragraph->line_count; i++) {
        const TextLine *line = &paragraph->lines[i];
        SlabBuilder builder;
        slab_begin(&builder, compose->arena);
        if (i == 0 && how->beside)
            g_array_append_vals(builder.items, how->beside->items, how->beside->item_count);
        slab_line(&builder, line, how->x, -line->top, how->tag);
        builder.height = line->bottom - line->top;
        Slab slab = slab_end(&builder);
        slab.space_before = i == 0 ? how->before : 0;
        slab.keep_with_next = line_keeps(paragraph, i, how->keep_with_next);
        slab.node = how->node;
        flow_add(compose->flow, &slab);
    }
}

void typeset_add_words(Compose *compose, const WordsSlab *how, TextSpan *spans, guint count) {
    const TypeSpec *type = &compose->theme->type[how->role];
    for (guint i = 0; i < count; i++)
        if (spans[i].text)
            spans[i].text = cased(compose, how->role, spans[i].text);
    ParagraphSpec spec = {.span_count = count,
                          .spans = spans,
                          .width = flow_width(compose->flow),
                          .direction = compose->rtl ? TEXT_DIR_RTL : TEXT_DIR_AUTO,
                          .leading = type->leading};
    const Paragraph *words = text_paragraph(compose->engine, compose->arena, &spec);
    words = join_lonely(compose, &spec, words);
    TagTree *tags = flow_tags(compose->flow);
    guint tag = tag_open(tags, how->tag);
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    builder.height = slab_paragraph(&builder, words, 0, 0, tag);
    tag_close(tags);
    Slab slab = slab_end(&builder);
    slab.space_before = type->before;
    slab.keep_with_next = how->keep_with_next;
    flow_add(compose->flow, &slab);
}

void typeset_empty(Compose *compose, const JsonNode *text, const JsonNode *node) {
    const char *words = text ? template_expand(compose->scope, text, TEMPLATE_PLAIN)
                             : words_text(compose->words, WORD_NOTHING);
    Colour muted = typeset_ink(compose, INK_MUTED);
    Typeset how = {.role = ROLE_BODY, .width = flow_width(compose->flow), .colour = &muted};
    guint tag = tag_open(flow_tags(compose->flow), TAG_P);
    typeset_add(compose, typeset_text(compose, &how, words),
                &(ParagraphSlabs){.tag = tag, .node = text ? text : node});
    tag_close(flow_tags(compose->flow));
}

const char *typeset_more_text(Compose *compose, guint left_out) {
    const CellFormat format = {COLUMN_NUMBER, ",d"};
    const char *number = cell_format_print(compose->scope, &format, value_number(left_out));
    return words_count(compose->words, WORD_MORE, left_out, number, compose->arena);
}

void typeset_more(Compose *compose, guint left_out, const JsonNode *node) {
    const char *text = typeset_more_text(compose, left_out);
    Typeset how = {.role = ROLE_NOTE, .width = flow_width(compose->flow)};
    guint tag = tag_open(flow_tags(compose->flow), TAG_P);
    guint first = flow_count(compose->flow);
    if (first > 0)
        flow_nth(compose->flow, first - 1)->keep_with_next = true;
    typeset_add(compose, typeset_text(compose, &how, text),
                &(ParagraphSlabs){.before = 4, .tag = tag, .node = node});
    tag_close(flow_tags(compose->flow));
}

const char *typeset_number(Compose *compose, guint number) {
    return template_format_value(compose->scope, value_number(number), "d");
}

const char *typeset_isolated(const Compose *compose, const char *text) {
    return compose->rtl && text ? arena_printf(compose->arena, "\xE2\x81\xA8%s\xE2\x81\xA9", text)
                                : text;
}
