// {"block": "image", "file", "alt" | "decorative", "width"?, "height"?, "fit"?, "align"?}: a PNG,
// JPEG or SVG file below the layout's folder. By itself it is as large as its pixels say, at most
// as wide as the column and as tall as the page. One length gives the other; both make a box that
// the image is fitted into.
#include "page/block_kinds.h"
#include "page/image_shelf.h"
#include "page/length.h"
#include "page/nest.h"
#include "page/spec.h"

typedef enum { FIT_CONTAIN, FIT_COVER, FIT_STRETCH } Fit;

typedef struct {
    const Image *image;
    const JsonNode *alt; // NULL: it is decorative
    bool decorative;
    bool has_width;
    Track width;
    double height; // 0: as the width says
    int fit;       // Fit
    int align;     // TextAlign
} ImageSpec;

static void check_alt(const ImageSpec *spec, const Reader *reader) {
    if (!spec->alt && !spec->decorative)
        json_error(reader->diags, reader->node, DIAG_MISSING_KEY,
                   "say what it shows, or \"decorative\": true for one that shows nothing",
                   "an image lacks \"alt\", what stands for it where it is not seen");
    if (spec->alt && spec->decorative)
        json_error(reader->diags, spec->alt, DIAG_WRONG_VALUE, NULL,
                   "an image that is decorative has no \"alt\"");
}

static void read_size(Reader *reader, ImageSpec *spec) {
    const JsonNode *height = reader_node(reader, "height");
    spec->has_width = reader_track(reader, "width", &spec->width);
    if (spec->has_width && spec->width.unit == TRACK_AUTO)
        spec->has_width = false;
    if (height && layout_read_length(reader->diags, height, "height", &spec->height) &&
        spec->height <= 0)
        json_error(reader->diags, height, DIAG_WRONG_VALUE, NULL, "\"height\" is zero");
}

void *image_read(BlockReader *context, Reader *reader) {
    static const Keyword fits[] = {
        {"contain", FIT_CONTAIN}, {"cover", FIT_COVER}, {"stretch", FIT_STRETCH}, {NULL, 0}};
    static const Keyword aligns[] = {{"start", TEXT_ALIGN_START},
                                     {"center", TEXT_ALIGN_CENTER},
                                     {"end", TEXT_ALIGN_END},
                                     {NULL, 0}};
    ImageSpec *spec = arena_new0(context->arena, ImageSpec);
    const JsonNode *file = reader_require(reader, "file");
    if (file)
        spec->image = image_shelf_read(context->images, context->folder, file);
    reader_template(reader, "alt", TEMPLATE_PLAIN, &spec->alt);
    reader_bool(reader, "decorative", &spec->decorative);
    check_alt(spec, reader);
    read_size(reader, spec);
    reader_keyword(reader, "fit", fits, &spec->fit);
    reader_keyword(reader, "align", aligns, &spec->align);
    return spec->image ? spec : NULL;
}

// ---- composing

// The box that the image takes: what is not said follows from the image's own shape.
static PlacedBox size_of(const Compose *compose, const ImageSpec *spec) {
    double column = flow_width(compose->flow), page = nest_page_height(compose);
    double shape = spec->image->height / spec->image->width;
    double scale = compose->scale, width = spec->image->width * scale;
    if (spec->has_width)
        tracks_resolve(&spec->width, 1, column, 0, NULL, &width);
    else if (spec->height > 0)
        width = spec->height * scale / shape;
    width = MIN(width, column);
    double height = spec->height > 0 ? spec->height * scale : width * shape;
    if (spec->height > 0 && !spec->has_width && width * shape < height)
        height = width * shape; // the column is too narrow for that height
    if (spec->height <= 0 && height > page) {
        height = page;
        width = page / shape;
    }
    return (PlacedBox){.width = width, .height = height};
}

// Where the whole image lies in the box.
static PlacedBox fitted(const ImageSpec *spec, const PlacedBox *box) {
    double across = box->width / spec->image->width, down = box->height / spec->image->height;
    double scale = spec->fit == FIT_COVER ? MAX(across, down) : MIN(across, down);
    if (spec->fit == FIT_STRETCH)
        return (PlacedBox){.width = box->width, .height = box->height};
    double width = spec->image->width * scale, height = spec->image->height * scale;
    return (PlacedBox){(box->width - width) / 2, (box->height - height) / 2, width, height};
}

static double start_of(const Compose *compose, const ImageSpec *spec, double width) {
    double room = flow_width(compose->flow) - width;
    if (spec->align == TEXT_ALIGN_CENTER)
        return room / 2;
    return (spec->align == TEXT_ALIGN_END) != compose->rtl ? room : 0;
}

static guint figure_tag(Compose *compose, const char *alt) {
    TagTree *tags = flow_tags(compose->flow);
    if (!alt)
        return TAG_ARTIFACT;
    guint tag = tag_open(tags, TAG_FIGURE);
    tag_nth(tags, tag)->alt = alt;
    tag_close(tags);
    return tag;
}

void image_compose(Compose *compose, const Block *block) {
    const ImageSpec *spec = block->spec;
    const char *alt = template_expand(compose->scope, spec->alt, TEMPLATE_PLAIN);
    PlacedBox box = size_of(compose, spec), drawn = fitted(spec, &box);
    if (spec->fit == FIT_CONTAIN) // no empty bands around it
        box = drawn = (PlacedBox){.width = drawn.width, .height = drawn.height};
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    PlacedItem *item = slab_item(&builder, PLACED_IMAGE, figure_tag(compose, alt));
    item->x = start_of(compose, spec, box.width);
    item->width = box.width;
    item->height = builder.height = box.height;
    item->as.image.image = spec->image;
    item->as.image.drawn = drawn;
    item->as.image.alt = alt;
    Slab slab = slab_end(&builder);
    flow_add(compose->flow, &slab);
}
