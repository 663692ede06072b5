// Images are found by their full paths, so that "a.png" and "./a.png" are one. What all of them
// take in memory is bounded by their pixels together.
#include "page/image_shelf.h"

#include "base/file.h"

enum { IMAGES_PIXELS_LIMIT = 3 * IMAGE_PIXELS_LIMIT }; // of all in a layout

void image_shelf_init(ImageShelf *shelf, Arena *arena, Diags *diags, const char *root) {
    *shelf = (ImageShelf){.arena = arena,
                          .diags = diags,
                          .root = root,
                          .known = g_hash_table_new(g_str_hash, g_str_equal),
                          .list = g_ptr_array_new()};
}

void image_shelf_clear(ImageShelf *shelf) {
    g_clear_pointer(&shelf->known, g_hash_table_unref);
    g_clear_pointer(&shelf->list, g_ptr_array_unref);
}

static void count_pixels(ImageShelf *shelf, const JsonNode *node, const Image *image) {
    shelf->pixels += (guint64)image->columns * image->rows;
    if (shelf->pixels > IMAGES_PIXELS_LIMIT)
        json_error(shelf->diags, node, DIAG_TOO_LARGE, "make them smaller",
                   "the images of the layout have more than %d million pixels together",
                   IMAGES_PIXELS_LIMIT / 1000000);
}

const Image *image_shelf_read(ImageShelf *shelf, const char *folder, const JsonNode *node) {
    const char *name;
    if (!json_read_string(shelf->diags, node, "file", &name))
        return NULL;
    g_autofree char *path = file_resolve(folder, name);
    if (!file_is_below(shelf->root, path)) {
        json_error(shelf->diags, node, DIAG_PATH_OUTSIDE, NULL,
                   "\"%s\" is outside the layout's folder", name);
        return NULL;
    }
    g_autofree char *full = g_canonicalize_filename(path, NULL);
    const Image *known = g_hash_table_lookup(shelf->known, full);
    if (known || shelf->pixels > IMAGES_PIXELS_LIMIT)
        return known;
    Place place = json_node_place(node);
    const Image *image = image_load(shelf->arena, shelf->diags, path, &place);
    if (!image)
        return NULL;
    g_hash_table_insert(shelf->known, arena_strdup(shelf->arena, full), (gpointer)image);
    g_ptr_array_add(shelf->list, (gpointer)image);
    count_pixels(shelf, node, image);
    return image;
}

// ---- sizes

static void read_side(Reader *reader, const char *key, double *out) {
    const JsonNode *node = reader_node(reader, key);
    if (node && layout_read_length(reader->diags, node, key, out) && *out <= 0)
        json_error(reader->diags, node, DIAG_WRONG_VALUE, NULL, "\"%s\" is zero", key);
}

bool sized_image_read(ImageShelf *shelf, const char *folder, Reader *reader, SizedImage *out) {
    const JsonNode *file = reader_require(reader, "file");
    if (file)
        out->image = image_shelf_read(shelf, folder, file);
    read_side(reader, "height", &out->height);
    read_side(reader, "width", &out->width);
    return out->image != NULL;
}

PlacedBox sized_image_box(const SizedImage *image, double height) {
    double shape = image->image->height / image->image->width, width = image->width;
    if (image->height > 0)
        height = image->height;
    if (width > 0 && (image->height <= 0 || width * shape < height))
        height = width * shape;
    return (PlacedBox){.width = height / shape, .height = height};
}
