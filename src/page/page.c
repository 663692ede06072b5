// The report: all blocks are composed into one flow, contents are filled in, the flow is broken
// into pages, and what depends on page numbers is set last: contents' numbers, running heads,
// outline, destinations. Heights depend on no page number but those that texts say of other blocks;
// only a report with such texts is placed again, a bounded number of times (mentions.h).
#include "page/page.h"

#include "base/suggest.h"
#include "page/page_state.h"
#include "page/running.h"
#include "page/scope_verified.h"
#include "page/template.h"
#include "page/typeset.h"

#include <string.h>

enum { LONG_ROWS = 1000 };

typedef struct {
    const PageInput *input;
    Arena *arena;
    Compose compose;
    Mentions *mentions;
    PageGeometry geometry;  // of the page that is composed
    PageGeometry shapes[2]; // of pages as the layout says, and turned
    Flow *flow;
    GPtrArray *pages;  // GArray of PlacedItem
    SlabPlace *places; // of each slab
    GArray *outline, *destinations;
    GHashTable *by_name; // destination name to its page + 1
} Placing;

// ---- composing

static bool is_narrow(const Term *audience) {
    return audience && audience->order > 1;
}

// Numbers and dates of a language, as the layout wants its digits and groups.
static const FormatLocale *locale_of(const PageInput *input, const char *tag, const Words *words) {
    const Layout *layout = input->layout;
    const FormatLocale *locale = words ? words_locale(words) : format_locale(tag);
    Digits digits = layout->digits == DIGITS_NATIVE ? DIGITS_NATIVE : DIGITS_LATIN;
    locale =
        locale_adapt(input->arena, locale ? locale : format_locale("en"), digits, layout->groups);
    if (layout->groups != GROUPS_LAKH || !words)
        return locale;
    return locale_count_in(input->arena, locale, words_text(words, WORD_CRORE),
                           words_text(words, WORD_LAKH), words_text(words, WORD_THOUSAND));
}

// The report's own language, then those of blocks.
static void find_languages(const PageInput *input, const Scope *scope, PageState *state) {
    const Words *english = words_built_in(input->arena);
    guint count = input->language_count + 1;
    PageLanguage *languages = arena_array(input->arena, PageLanguage, count);
    languages[0] = (PageLanguage){.tag = input->layout->language,
                                  .words = input->words ? input->words : english,
                                  .locale = scope_locale(scope)};
    for (guint i = 1; i < count; i++) {
        const PageLanguage *named = &input->languages[i - 1];
        languages[i] = *named;
        languages[i].locale = locale_of(input, named->tag, named->words);
    }
    page_state_set_languages(state, languages, count);
}

Scope *page_scope(const PageInput *input) {
    const Layout *layout = input->layout;
    const FormatLocale *locale = locale_of(input, layout->language, input->words);
    ScopeOptions options = {.arena = input->arena,
                            .diags = input->diags,
                            .store = input->store,
                            .locale = locale,
                            .plural = words_plural_rule(input->words),
                            .folder = input->layout->folder,
                            .as_of = input->as_of,
                            .trace = input->trace,
                            .rtl = layout->rtl,
                            .language = input->language_count ? layout->language : NULL,
                            .translation = layout->translation,
                            .counts_unverified = layout->counts_unverified};
    Scope *scope = scope_new(&options);
    if (!options.trace && scope_unverified(scope)) { // to know which key figures hold them
        options.trace = trace_new(input->arena);
        scope = scope_new(&options);
    }
    if (is_narrow(input->audience))
        scope_set(scope, "classification",
                  value_string(term_label(input->audience, input->layout->language)));
    layout_define(input->layout, scope);
    return scope;
}

// What marks every page: who may read what is on it, once that is not everyone.
static const char *find_banner(const PageInput *input, Scope *scope) {
    const char *problem, *hint;
    Value value;
    if (!input->layout->banner && !is_narrow(input->audience))
        return NULL;
    if (!scope_value(scope, "classification", &value, &problem, &hint) ||
        value.type != VALUE_STRING)
        return NULL;
    return value.as.string;
}

static PageGeometry geometry_of(const Layout *layout, const Theme *theme, bool turned) {
    double width = turned ? layout->page_height : layout->page_width;
    double height = turned ? layout->page_width : layout->page_height;
    return (PageGeometry){.rtl = layout->rtl,
                          .note_rule = theme->inks[INK_RULE],
                          .note_rule_width = theme->hairline,
                          .page_width = width,
                          .page_height = height,
                          .left = layout->margin_left,
                          .top = layout->margin_top,
                          .width = width - layout->margin_left - layout->margin_right,
                          .height = height - layout->margin_top - layout->margin_bottom};
}

static void begin(Placing *placing, const PageInput *input, Scope *scope) {
    placing->input = input;
    placing->arena = input->arena;
    for (guint turned = 0; turned < G_N_ELEMENTS(placing->shapes); turned++)
        placing->shapes[turned] = geometry_of(input->layout, input->theme, turned);
    placing->flow = flow_new(input->arena, placing->shapes[0].width);
    placing->mentions = scope_mentions(scope);
    mentions_begin(placing->mentions);
    trace_clear(scope_trace(scope));
    PageState *state =
        page_state_new(input->arena, placing->flow, scope, input->theme, placing->mentions);
    page_state_set_geometry(state, &placing->geometry, placing->shapes);
    find_languages(input, scope, state);
    placing->compose =
        (Compose){.arena = input->arena,
                  .diags = input->diags,
                  .engine = input->engine,
                  .theme = input->theme,
                  .scope = scope,
                  .language = input->layout->language,
                  .words = page_state_language(state, input->layout->language)->words,
                  .rtl = input->layout->rtl,
                  .flow = placing->flow,
                  .page = &placing->geometry,
                  .scale = 1,
                  .long_rows = input->long_rows ? input->long_rows : LONG_ROWS,
                  .state = state};
    placing->pages = g_ptr_array_new();
    placing->outline = g_array_new(FALSE, FALSE, sizeof(PlacedOutline));
    placing->destinations = g_array_new(FALSE, FALSE, sizeof(PlacedDestination));
    placing->by_name = g_hash_table_new(g_str_hash, g_str_equal);
}

static void compose_body(Placing *placing) {
    const Layout *layout = placing->input->layout;
    TagTree *tags = flow_tags(placing->flow);
    block_compose_list(&placing->compose, layout->body, layout->block_count);
    while (tag_current(tags)) // the last section
        tag_close(tags);
    page_state_finish(&placing->compose);
    overflow_finish(&placing->compose);
}

// ---- after breaking

static void add_mark(Placing *placing, const SlabMark *mark, const SlabPlace *place) {
    double y = place->y + mark->y;
    if (mark->level) {
        PlacedOutline entry = {
            .title = mark->title, .level = (int)mark->level, .page = place->page, .y = y};
        g_array_append_val(placing->outline, entry);
    }
    if (mark->destination && !g_hash_table_contains(placing->by_name, mark->destination)) {
        PlacedDestination destination = {
            .name = mark->destination, .page = place->page, .x = placing->geometry.left, .y = y};
        g_array_append_val(placing->destinations, destination);
        g_hash_table_insert(placing->by_name, (gpointer)mark->destination,
                            GUINT_TO_POINTER(place->page + 1));
    }
}

static void collect_marks(Placing *placing) {
    for (guint i = 0; i < flow_count(placing->flow); i++) {
        const Slab *slab = flow_nth(placing->flow, i);
        SlabMark top = {.level = slab->outline_level,
                        .title = slab->outline_title,
                        .destination = slab->destination};
        add_mark(placing, &top, &placing->places[i]);
        for (guint k = 0; k < slab->mark_count; k++)
            add_mark(placing, &slab->marks[k], &placing->places[i]);
    }
}

// The page number at the end of a line of contents, and dots that lead to it.
static void put_page_number(Placing *placing, const SlabNumber *number, const SlabPlace *place) {
    static const double gap = 5, dot = 0.8;
    Compose *compose = &placing->compose;
    guint page = GPOINTER_TO_UINT(g_hash_table_lookup(placing->by_name, number->of));
    if (!page)
        return;
    TextStyle style = *number->style;
    style.weight = 400;
    const Paragraph *text =
        text_line(compose->engine, placing->arena, &style, typeset_number(compose, page));
    bool back = number->end < number->start;
    double x = back ? number->end : number->end - text->width;
    double from = back ? x + text->width + gap : number->start;
    double to = back ? number->start : x - gap;
    SlabBuilder builder;
    slab_begin(&builder, placing->arena);
    if (to - from > 2 * gap && compose->theme->toc.dots) {
        slab_rule(&builder, from, number->baseline - 0.5, to - from, typeset_ink(compose, INK_RULE),
                  dot);
        g_array_index(builder.items, PlacedItem, builder.items->len - 1).as.line.dash = dot;
    }
    slab_paragraph(&builder, text, x, number->baseline - text->lines[0].baseline, number->tag);
    Slab added = slab_end(&builder);
    for (guint i = 0; i < added.item_count; i++) {
        placed_item_move(&added.items[i], placing->geometry.left, place->y);
        g_array_append_val((GArray *)placing->pages->pdata[place->page], added.items[i]);
    }
}

static void put_page_numbers(Placing *placing) {
    for (guint i = 0; i < flow_count(placing->flow); i++) {
        const Slab *slab = flow_nth(placing->flow, i);
        for (guint k = 0; k < slab->number_count; k++)
            put_page_number(placing, &slab->numbers[k], &placing->places[i]);
    }
}

// ---- links to places that are not in the report

static bool is_dead(const Placing *placing, const PlacedItem *item) {
    const char *name = item->kind == PLACED_LINK ? item->as.link.destination : NULL;
    return name && !g_hash_table_contains(placing->by_name, name);
}

static void report_dead_link(Placing *placing, const Slab *slab, const char *name) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < placing->destinations->len; i++)
        g_ptr_array_add(names,
                        (gpointer)g_array_index(placing->destinations, PlacedDestination, i).name);
    g_autofree char *hint = suggest_hint(name, (const char *const *)names->pdata, names->len);
    Place place = slab->node ? json_node_place(slab->node) : (Place){0};
    diag_warning(placing->input->diags, DIAG_BAD_LINK, slab->node ? &place : NULL, hint,
                 "a link leads to \"#%s\", which is the id of no block and no heading", name);
}

// Citations of sources may lead nowhere: the report need not list its sources.
static void report_dead_links(Placing *placing) {
    for (guint i = 0; i < flow_count(placing->flow); i++) {
        const Slab *slab = flow_nth(placing->flow, i);
        for (guint k = 0; k < slab->item_count; k++) {
            const PlacedItem *item = &slab->items[k];
            if (!is_dead(placing, item) || g_str_has_prefix(item->as.link.destination, "source-"))
                continue;
            if (diags_wants(placing->input->diags, DIAG_WARNING))
                report_dead_link(placing, slab, item->as.link.destination);
            else
                diag_count(placing->input->diags, DIAG_WARNING, DIAG_BAD_LINK);
        }
    }
}

static void drop_dead_links(Placing *placing, GArray *items) {
    guint kept = 0;
    for (guint i = 0; i < items->len; i++) {
        PlacedItem *item = &g_array_index(items, PlacedItem, i);
        if (!is_dead(placing, item))
            g_array_index(items, PlacedItem, kept++) = *item;
    }
    g_array_set_size(items, kept);
}

static void put_paper(Placing *placing, const PageGeometry *geometry, GArray *items) {
    Colour paper = placing->input->theme->inks[INK_PAPER];
    if (paper.r >= 1 && paper.g >= 1 && paper.b >= 1)
        return;
    PlacedItem item = {.kind = PLACED_RECT,
                       .tag = TAG_ARTIFACT,
                       .width = geometry->page_width,
                       .height = geometry->page_height};
    item.as.rect.filled = true;
    item.as.rect.fill = paper;
    g_array_prepend_val(items, item);
}

// ---- the document

static double instant_of(const char *iso_date) {
    Edtf date;
    if (!iso_date || !edtf_parse(iso_date, &date, NULL))
        return 0;
    return (double)date.first * 86400000.0;
}

// Whether each page is turned: as what stands on it; one of notes alone is as that before it.
static bool *find_turned(const Placing *placing) {
    bool *turned = g_new0(bool, placing->pages->len);
    guint page = 0;
    for (guint i = 0; i < flow_count(placing->flow); i++) {
        const SlabPlace *place = &placing->places[i];
        for (; page < place->page; page++)
            turned[page + 1] = turned[page];
        if (place->geometry)
            turned[page] = place->geometry == &placing->shapes[1];
    }
    for (; page + 1 < placing->pages->len; page++)
        turned[page + 1] = turned[page];
    return turned;
}

static const PlacedPage *make_pages(Placing *placing) {
    guint count = placing->pages->len;
    PlacedPage *pages = arena_array(placing->arena, PlacedPage, count);
    g_autofree bool *turned = find_turned(placing);
    const char *banner = find_banner(placing->input, placing->compose.scope);
    Running *running[G_N_ELEMENTS(placing->shapes)];
    for (guint i = 0; i < G_N_ELEMENTS(running); i++)
        running[i] =
            running_new(&placing->compose, placing->input->layout, &placing->shapes[i], banner);
    for (guint i = 0; i < count; i++) {
        GArray *items = placing->pages->pdata[i];
        const PageGeometry *geometry = &placing->shapes[turned[i]];
        drop_dead_links(placing, items);
        put_paper(placing, geometry, items);
        running_add(running[turned[i]], i + 1, count, items);
        pages[i] = (PlacedPage){
            .width = geometry->page_width,
            .height = geometry->page_height,
            .item_count = items->len,
            .items = arena_memdup(placing->arena, items->data, items->len * sizeof(PlacedItem)),
            .label = typeset_number(&placing->compose, i + 1)};
        g_array_unref(items);
    }
    g_ptr_array_set_size(placing->pages, 0);
    return pages;
}

static const char *metadata(Placing *placing, const JsonNode *node) {
    return template_expand(placing->compose.scope, node, TEMPLATE_PLAIN);
}

static PlacedDocument *make_document(Placing *placing) {
    const Layout *layout = placing->input->layout;
    PlacedDocument *document = arena_new0(placing->arena, PlacedDocument);
    document->title = metadata(placing, layout->title);
    document->subject = metadata(placing, layout->subject);
    document->author = metadata(placing, layout->author);
    document->keywords = metadata(placing, layout->keywords);
    document->language = layout->language;
    document->rtl = layout->rtl;
    document->created_ms = instant_of(placing->input->as_of);
    document->page_count = placing->pages->len;
    document->pages = make_pages(placing); // and the pages of placing are gone
    document->outline_count = placing->outline->len;
    document->outline = arena_memdup(placing->arena, placing->outline->data,
                                     placing->outline->len * sizeof(PlacedOutline));
    document->destination_count = placing->destinations->len;
    document->destinations = arena_memdup(placing->arena, placing->destinations->data,
                                          placing->destinations->len * sizeof(PlacedDestination));
    document->tag_count = tag_count(flow_tags(placing->flow)); // no tag is added any more
    document->tags = tag_nth(flow_tags(placing->flow), 0);
    return document;
}

// All is on its page: the slabs, as large as a long table itself, are not needed any more.
static void end(Placing *placing) {
    flow_clear(placing->flow);
    for (guint i = 0; i < placing->pages->len; i++)
        g_array_unref(placing->pages->pdata[i]);
    g_ptr_array_unref(placing->pages);
    g_array_unref(placing->outline);
    g_array_unref(placing->destinations);
    g_hash_table_unref(placing->by_name);
}

// Tells the texts on which page each place has come to stand.
static void set_pages(Placing *placing) {
    for (guint i = 0; i < placing->destinations->len; i++) {
        const PlacedDestination *place =
            &g_array_index(placing->destinations, PlacedDestination, i);
        mentions_set_page(placing->mentions, place->name,
                          typeset_number(&placing->compose, place->page + 1));
    }
}

// Composes and breaks. True: not all that texts say is so, it has to be done again.
static bool place_once(Placing *placing, const PageInput *input, Scope *scope) {
    begin(placing, input, scope);
    compose_body(placing);
    g_autoptr(GArray) places = g_array_new(FALSE, TRUE, sizeof(SlabPlace));
    flow_break(placing->flow, &placing->shapes[0], input->diags, placing->pages, places);
    placing->places = arena_memdup(placing->arena, places->data, places->len * sizeof(SlabPlace));
    collect_marks(placing);
    set_pages(placing);
    g_autoptr(Diags) unsaid = diags_new(); // what leads to a block that was left out
    return mentions_end(placing->mentions, input->layout->partial ? unsaid : input->diags);
}

const PlacedDocument *page_place(const PageInput *input) {
    guint errors_before = diags_errors(input->diags);
    Placing placing = {0};
    Scope *scope = page_scope(input);
    scope_set_mentions(scope, mentions_new(input->arena));
    while (place_once(&placing, input, scope) && diags_errors(input->diags) == errors_before) {
        end(&placing);
        placing = (Placing){0};
    }
    if (input->checks_data)
        scope_make_datasets(scope);
    put_page_numbers(&placing);
    if (diags_errors(input->diags) == errors_before)
        report_dead_links(&placing);
    PlacedDocument *document = make_document(&placing);
    end(&placing);
    return diags_errors(input->diags) == errors_before ? document : NULL;
}
