// A logo is 16 mm tall by itself, and leaves the larger part of the column to the words beside it.
// Made for paper, it can stand on a plate of paper where the cover has a band.
#include "page/cover_logo.h"

#include "page/length.h"
#include "page/template.h"
#include "page/typeset.h"

static const double LOGO_HEIGHT = MM(16); // points
static const double BESIDE_SHARE = 0.4;   // of the column, at most
static const double PLATE_PAD = 7;        // points around it

CoverLogo *cover_logo_read(BlockReader *context, const JsonNode *node) {
    static const Keyword places[] = {
        {"end", LOGO_END}, {"start", LOGO_START}, {"above", LOGO_ABOVE}, {NULL, 0}};
    CoverLogo *logo = arena_new0(context->arena, CoverLogo);
    Reader reader;
    if (!node || !reader_begin(&reader, context->diags, node, "logo"))
        return NULL;
    bool found = sized_image_read(context->images, context->folder, &reader, &logo->sized);
    reader_keyword(&reader, "at", places, &logo->at);
    reader_template(&reader, "alt", TEMPLATE_PLAIN, &logo->alt);
    reader_bool(&reader, "plate", &logo->plate);
    return reader_end(&reader) && found ? logo : NULL;
}

static double pad_of(const CoverLogo *logo, bool on_band) {
    return logo->plate && on_band ? PLATE_PAD : 0;
}

PlacedBox cover_logo_size(const Compose *compose, const CoverLogo *logo, bool on_band) {
    double pad = pad_of(logo, on_band), column = flow_width(compose->flow);
    double most = column * (logo->at == LOGO_ABOVE ? 1 : BESIDE_SHARE) - 2 * pad;
    PlacedBox box = sized_image_box(&logo->sized, LOGO_HEIGHT);
    double scale = MIN(compose->scale, most / box.width);
    return (PlacedBox){.width = box.width * scale + 2 * pad,
                       .height = box.height * scale + 2 * pad};
}

void cover_logo_put(Compose *compose, const CoverLogo *logo, SlabBuilder *builder,
                    const PlacedBox *box, bool on_band) {
    TagTree *tags = flow_tags(compose->flow);
    double pad = pad_of(logo, on_band);
    const char *alt = template_expand(compose->scope, logo->alt, TEMPLATE_PLAIN);
    if (pad > 0)
        slab_rect(builder, box, compose->theme->inks[INK_PAPER], compose->theme->box.radius);
    guint tag = TAG_ARTIFACT;
    if (alt && *alt) {
        tag = tag_open(tags, TAG_FIGURE);
        tag_nth(tags, tag)->alt = alt;
        tag_close(tags);
    }
    PlacedItem *item = slab_item(builder, PLACED_IMAGE, tag);
    item->x = box->x + pad;
    item->y = box->y + pad;
    item->width = box->width - 2 * pad;
    item->height = box->height - 2 * pad;
    item->as.image.image = logo->sized.image;
    item->as.image.drawn = (PlacedBox){.width = item->width, .height = item->height};
    item->as.image.alt = tag == TAG_ARTIFACT ? NULL : alt;
}
