// Whether a font file is all there. Fontconfig remembers what a file was when it was installed, and
// HarfBuzz takes what it can get: of a file cut short, by a disk that was full or a copy that was
// broken off, letters would be missing on the page without a word. Its directory of tables says
// where each of them ends (OpenType 1.9, "Font file" and "TTC header").
#include "text/font.h"

enum { HEAD_SIZE = 12, RECORD_SIZE = 16 }; // bytes of the directory, and of a table in it

typedef struct {
    const guint8 *bytes;
    gsize length;
} FontFile;

// Zero past the end.
static guint64 number_at(const FontFile *file, gsize offset, gsize size) {
    guint64 number = 0;
    if (offset > file->length || file->length - offset < size)
        return 0;
    for (gsize i = 0; i < size; i++)
        number = number << 8 | file->bytes[offset + i];
    return number;
}

// Where the directory of the index-th font begins.
static gsize directory_at(const FontFile *file, guint index) {
    bool is_collection = number_at(file, 0, 4) == HB_TAG('t', 't', 'c', 'f');
    return is_collection ? number_at(file, HEAD_SIZE + 4 * (gsize)index, 4) : 0;
}

static bool has_all_tables(const FontFile *file, guint index) {
    gsize at = directory_at(file, index);
    gsize count = number_at(file, at + 4, 2);
    for (gsize i = 0; i < count; i++) {
        gsize record = at + HEAD_SIZE + RECORD_SIZE * i;
        if (record + RECORD_SIZE > file->length ||
            number_at(file, record + 8, 4) + number_at(file, record + 12, 4) > file->length)
            return false;
    }
    return count > 0;
}

bool font_is_whole(hb_face_t *hb_face) {
    hb_blob_t *blob = hb_face_reference_blob(hb_face);
    unsigned length = 0;
    FontFile file = {.bytes = (const guint8 *)hb_blob_get_data(blob, &length)};
    file.length = length;
    bool whole = has_all_tables(&file, hb_face_get_index(hb_face) & 0xFFFF);
    hb_blob_destroy(blob);
    return whole;
}
