// {"block": "cover", "kicker"?, "title"?, "subtitle"?, "date"?, "classification"?, "look"?,
// "page"?, "items"?, "columns"?}: the opening of a report. "look" is "plain" (words on paper below
// a bar of the accent) or "band" (on a field of colour to the page's edges); the theme's by
// default. "page": true gives it a page of its own. "items" are key figures, as of the block kpis.
// Title, subtitle and classification are the layout's by default. "logo": {"file", "height"?,
// "width"?, "at"?, "alt"?, "plate"?} stands beside the title or above all words.
#include "page/block_kinds.h"
#include "page/cover_logo.h"
#include "page/kpi.h"
#include "page/page_state.h"
#include "page/typeset.h"

typedef enum { COVER_PLAIN, COVER_BAND } CoverLook;

typedef struct {
    const JsonNode *kicker, *title, *subtitle, *date, *classification;
    int look; // CoverLook; -1: as the theme has them
    bool page;
    KpiSet figures;
    CoverLogo *logo; // or NULL
} CoverSpec;

void *cover_read(BlockReader *context, Reader *reader) {
    static const Keyword looks[] = {{"plain", COVER_PLAIN}, {"band", COVER_BAND}, {NULL, 0}};
    CoverSpec *spec = arena_new0(context->arena, CoverSpec);
    reader_template(reader, "kicker", TEMPLATE_PLAIN, &spec->kicker);
    reader_template(reader, "title", TEMPLATE_PLAIN, &spec->title);
    reader_template(reader, "subtitle", TEMPLATE_PLAIN, &spec->subtitle);
    reader_template(reader, "date", TEMPLATE_PLAIN, &spec->date);
    reader_template(reader, "classification", TEMPLATE_PLAIN, &spec->classification);
    spec->look = -1;
    reader_keyword(reader, "look", looks, &spec->look);
    reader_bool(reader, "page", &spec->page);
    spec->logo = cover_logo_read(context, reader_node(reader, "logo"));
    const JsonNode *items = reader_array(reader, "items");
    if (items)
        kpi_read_items(context, items, &spec->figures);
    reader_integer(reader, "columns", 1, KPI_COLUMNS_MAX, &spec->figures.columns);
    return spec;
}

// ---- words

typedef struct {
    Compose *compose;
    const CoverSpec *spec;
    SlabBuilder *builder;
    bool on_band;
    double y;
    double start, room; // of the words: from the start of the column, and how wide they may be
    double title_middle;
} Cover;

static Colour band_tint(const Cover *cover, double towards_band) {
    const Theme *theme = cover->compose->theme;
    return colour_mix_rgb(theme->inks[theme->cover.band_text], theme->inks[theme->cover.band_ink],
                          towards_band);
}

static void put_words(Cover *cover, TypeRole role, TagKind kind, const char *text) {
    Compose *compose = cover->compose;
    Colour light = band_tint(cover, role == ROLE_TITLE ? 0 : 0.18);
    double width = flow_width(compose->flow) * MAX(compose->theme->cover.measure, 0.1);
    width = MIN(width, cover->room);
    Typeset how = {
        .role = role, .width = width, .colour = cover->on_band ? &light : NULL, .balanced = true};
    const Paragraph *paragraph = typeset_text(compose, &how, text);
    if (!paragraph)
        return;
    guint tag = tag_open(flow_tags(compose->flow), kind);
    double x = compose->rtl ? flow_width(compose->flow) - width - cover->start : cover->start;
    if (role == ROLE_TITLE)
        cover->title_middle = cover->y + paragraph->height / 2;
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
    cover->y += cover->compose->theme->cover.meta_gap;
    put_words(cover, ROLE_SMALL, TAG_P,
              arena_printf(cover->compose->arena, "%s%s%s", date ? date : "", both ? " · " : "",
                           rank ? rank : ""));
    cover->y -= cover->compose->theme->type[ROLE_SMALL].after;
}

static void put_bar(Cover *cover) {
    Compose *compose = cover->compose;
    const Theme *theme = compose->theme;
    double length = MIN(theme->cover.bar_length, flow_width(compose->flow));
    double x = compose->rtl ? flow_width(compose->flow) - length : 0;
    if (cover->on_band || theme->cover.bar <= 0 || length <= 0)
        return;
    slab_rect(cover->builder, &(PlacedBox){x, cover->y, length, theme->cover.bar},
              typeset_ink(compose, INK_ACCENT), 0);
    cover->y += theme->cover.bar + theme->cover.bar_gap;
}

static void put_all_words(Cover *cover) {
    put_words(cover, ROLE_KICKER, TAG_P,
              template_expand(cover->compose->scope, cover->spec->kicker, TEMPLATE_PLAIN));
    put_words(cover, ROLE_TITLE, TAG_H1, text_or_own(cover, cover->spec->title, "title"));
    put_words(cover, ROLE_SUBTITLE, TAG_P, text_or_own(cover, cover->spec->subtitle, "subtitle"));
    put_meta(cover);
}

static double put_logo(Cover *cover, const PlacedBox *size, double start, double y) {
    Compose *compose = cover->compose;
    double x = compose->rtl ? flow_width(compose->flow) - start - size->width : start;
    PlacedBox box = {x, y, size->width, size->height};
    cover_logo_put(compose, cover->spec->logo, cover->builder, &box, cover->on_band);
    return y + size->height;
}

// The middle of the logo is that of the title; words make room for one that is taller.
static void put_words_beside(Cover *cover, const PlacedBox *logo) {
    double top = cover->y, column = flow_width(cover->compose->flow);
    guint first = cover->builder->items->len;
    bool at_start = cover->spec->logo->at == LOGO_START;
    cover->room = column - logo->width - COVER_LOGO_GAP;
    cover->start = at_start ? logo->width + COVER_LOGO_GAP : 0;
    cover->title_middle = top + logo->height / 2;
    put_all_words(cover);
    double y = cover->title_middle - logo->height / 2;
    for (guint i = first; i < cover->builder->items->len && y < top; i++)
        placed_item_move(&g_array_index(cover->builder->items, PlacedItem, i), 0, top - y);
    cover->y += MAX(top - y, 0);
    double end = put_logo(cover, logo, at_start ? 0 : column - logo->width, MAX(y, top));
    cover->y = MAX(cover->y, end);
}

static void put_all(Cover *cover) {
    const CoverLogo *logo = cover->spec->logo;
    cover->room = flow_width(cover->compose->flow);
    put_bar(cover);
    if (!logo) {
        put_all_words(cover);
        return;
    }
    PlacedBox size = cover_logo_size(cover->compose, logo, cover->on_band);
    if (logo->at != LOGO_ABOVE) {
        put_words_beside(cover, &size);
        return;
    }
    cover->y = put_logo(cover, &size, 0, cover->y) + COVER_LOGO_GAP;
    put_all_words(cover);
}

// ---- the band

// Only the first slab of the body lies at the top of a page, where a band can reach the edges.
static bool can_bleed(const Compose *compose) {
    return compose->flow == page_state_flow(compose->state) && flow_count(compose->flow) == 0;
}

static bool wants_band(const Compose *compose, const CoverSpec *spec) {
    return spec->look < 0 ? compose->theme->cover.band : spec->look == COVER_BAND;
}

// The words end at `height`. Key figures stand on paper, so that a band above them ends.
static Slab with_band(const Cover *cover, const Slab *words, double height) {
    const Compose *compose = cover->compose;
    const PageGeometry *page = compose->page;
    bool whole = compose->theme->cover.whole && cover->spec->page && !cover->spec->figures.count;
    double end = height + compose->theme->cover.band_pad;
    PlacedBox band = {-page->left, -page->top, page->page_width,
                      whole ? page->page_height : end + page->top};
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    slab_rect(&builder, &band, typeset_ink(compose, compose->theme->cover.band_ink), 0);
    slab_put(&builder, words, 0, 0);
    builder.height = end;
    return slab_end(&builder);
}

void cover_compose(Compose *compose, const Block *block) {
    const CoverSpec *spec = block->spec;
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    Cover cover = {.compose = compose,
                   .spec = spec,
                   .builder = &builder,
                   .on_band = wants_band(compose, spec) && can_bleed(compose)};
    if (spec->page)
        cover.y = compose->page->height * compose->theme->cover.place;
    put_all(&cover);
    builder.height = cover.y;
    Slab slab = slab_end(&builder);
    if (cover.on_band)
        slab = with_band(&cover, &slab, cover.y);
    slab.keep_with_next = spec->figures.count > 0;
    flow_add(compose->flow, &slab);
    if (spec->figures.count) {
        guint first = flow_count(compose->flow);
        kpi_add(compose, &spec->figures);
        flow_nth(compose->flow, first)->space_before = compose->theme->block_gap * 1.5;
    }
    compose->gap_after = compose->theme->block_gap * 1.5;
    if (spec->page)
        page_break_add(compose);
}
