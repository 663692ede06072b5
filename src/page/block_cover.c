// {"block": "cover", "kicker"?, "title"?, "subtitle"?, "date"?, "classification"?, "look"?,
// "page"?, "items"?, "columns"?}: the opening of a report. "look" is "plain" (words on paper below
// a bar of the accent) or "band" (on a field of the accent to the page's edges). "page": true gives
// it a page of its own. "items" are key figures, as of the block kpis. Title, subtitle and
// classification are the layout's by default.
#include "page/block_kinds.h"
#include "page/kpi.h"
#include "page/page_state.h"
#include "page/typeset.h"

typedef enum { COVER_PLAIN, COVER_BAND } CoverLook;

typedef struct {
    const JsonNode *kicker, *title, *subtitle, *date, *classification;
    int look; // CoverLook
    bool page;
    KpiSet figures;
} CoverSpec;

void *cover_read(BlockReader *context, Reader *reader) {
    static const Keyword looks[] = {{"plain", COVER_PLAIN}, {"band", COVER_BAND}, {NULL, 0}};
    CoverSpec *spec = arena_new0(context->arena, CoverSpec);
    reader_template(reader, "kicker", TEMPLATE_PLAIN, &spec->kicker);
    reader_template(reader, "title", TEMPLATE_PLAIN, &spec->title);
    reader_template(reader, "subtitle", TEMPLATE_PLAIN, &spec->subtitle);
    reader_template(reader, "date", TEMPLATE_PLAIN, &spec->date);
    reader_template(reader, "classification", TEMPLATE_PLAIN, &spec->classification);
    reader_keyword(reader, "look", looks, &spec->look);
    reader_bool(reader, "page", &spec->page);
    const JsonNode *items = reader_array(reader, "items");
    if (items)
        kpi_read_items(context, items, &spec->figures);
    reader_integer(reader, "columns", 1, KPI_COLUMNS_MAX, &spec->figures.columns);
    return spec;
}

// ---- words

static const double BAR_LENGTH = 46, BAR_WIDTH = 3, BAR_GAP = 12, META_GAP = 8;
static const double TITLE_MEASURE = 0.86; // of the column: titles break into short lines

typedef struct {
    Compose *compose;
    const CoverSpec *spec;
    SlabBuilder *builder;
    bool on_band;
    double y;
} Cover;

static Colour paper_tint(const Cover *cover, double towards_accent) {
    return colour_mix_rgb(typeset_ink(cover->compose, INK_PAPER),
                          typeset_ink(cover->compose, INK_ACCENT), towards_accent);
}

static void put_words(Cover *cover, TypeRole role, TagKind kind, const char *text) {
    Compose *compose = cover->compose;
    Colour paper = paper_tint(cover, role == ROLE_TITLE ? 0 : 0.18);
    double width = flow_width(compose->flow) * TITLE_MEASURE;
    Typeset how = {
        .role = role, .width = width, .colour = cover->on_band ? &paper : NULL, .balanced = true};
    const Paragraph *paragraph = typeset_text(compose, &how, text);
    if (!paragraph)
        return;
    guint tag = tag_open(flow_tags(compose->flow), kind);
    double x = compose->rtl ? flow_width(compose->flow) - width : 0;
    cover->y += slab_paragraph(cover->builder, paragraph, x, cover->y, tag);
    cover->y += compose->theme->type[role].after;
    tag_close(flow_tags(compose->flow));
}

// A text of the cover; by default the layout's of that name.
static const char *text_or_own(Cover *cover, const JsonNode *node, const char *name) {
    const char *problem, *hint;
    Value own;
    if (node)
        return template_expand(cover->compose->scope, node, TEMPLATE_PLAIN);
    if (scope_value(cover->compose->scope, name, &own, &problem, &hint) && own.type == VALUE_STRING)
        return own.as.string;
    return NULL;
}

// "20 November 2025 · Internal"
static void put_meta(Cover *cover) {
    Scope *scope = cover->compose->scope;
    const char *date = template_expand(scope, cover->spec->date, TEMPLATE_PLAIN);
    const char *rank = text_or_own(cover, cover->spec->classification, "classification");
    bool both = date && *date && rank && *rank;
    if (!(date && *date) && !(rank && *rank))
        return;
    cover->y += META_GAP;
    put_words(cover, ROLE_SMALL, TAG_P,
              arena_printf(cover->compose->arena, "%s%s%s", date ? date : "", both ? " · " : "",
                           rank ? rank : ""));
    cover->y -= cover->compose->theme->type[ROLE_SMALL].after;
}

static void put_bar(Cover *cover) {
    Compose *compose = cover->compose;
    double x = compose->rtl ? flow_width(compose->flow) - BAR_LENGTH : 0;
    if (cover->on_band)
        return;
    slab_rect(cover->builder, &(PlacedBox){x, cover->y, BAR_LENGTH, BAR_WIDTH},
              typeset_ink(compose, INK_ACCENT), 0);
    cover->y += BAR_WIDTH + BAR_GAP;
}

static void put_all(Cover *cover) {
    put_bar(cover);
    put_words(cover, ROLE_KICKER, TAG_P,
              template_expand(cover->compose->scope, cover->spec->kicker, TEMPLATE_PLAIN));
    put_words(cover, ROLE_TITLE, TAG_H1, text_or_own(cover, cover->spec->title, "title"));
    put_words(cover, ROLE_SUBTITLE, TAG_P, text_or_own(cover, cover->spec->subtitle, "subtitle"));
    put_meta(cover);
}

// ---- the band

// Only the first slab of the body lies at the top of a page, where a band can reach the edges.
static bool can_bleed(const Compose *compose) {
    return compose->flow == page_state_flow(compose->state) && flow_count(compose->flow) == 0;
}

static const double BAND_PAD = 26;

static Slab with_band(Compose *compose, const Slab *words, double height) {
    const PageGeometry *page = compose->page;
    PlacedBox band = {-page->left, -page->top, page->page_width, height + page->top};
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    slab_rect(&builder, &band, typeset_ink(compose, INK_ACCENT), 0);
    slab_put(&builder, words, 0, 0);
    builder.height = height;
    return slab_end(&builder);
}

// A page of its own: what follows starts the next one.
static void end_page(Compose *compose) {
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    Slab slab = slab_end(&builder);
    slab.break_before = true;
    slab.keep_with_next = true;
    flow_add(compose->flow, &slab);
    compose->gap_after = 0;
}

void cover_compose(Compose *compose, const Block *block) {
    const CoverSpec *spec = block->spec;
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    Cover cover = {.compose = compose,
                   .spec = spec,
                   .builder = &builder,
                   .on_band = spec->look == COVER_BAND && can_bleed(compose)};
    if (spec->page)
        cover.y = compose->page->height * 0.28;
    put_all(&cover);
    builder.height = cover.y;
    Slab slab = slab_end(&builder);
    if (cover.on_band)
        slab = with_band(compose, &slab, cover.y + BAND_PAD);
    slab.keep_with_next = spec->figures.count > 0;
    flow_add(compose->flow, &slab);
    if (spec->figures.count) {
        guint first = flow_count(compose->flow);
        kpi_add(compose, &spec->figures);
        flow_nth(compose->flow, first)->space_before = compose->theme->block_gap * 1.5;
    }
    compose->gap_after = compose->theme->block_gap * 1.5;
    if (spec->page)
        end_page(compose);
}
