// A PNG of true colour is a signature, a header, the rows as one zlib stream, and an end (W3C, PNG
// Specification, Second Edition, 5 and 11). libdeflate packs the rows, each as it is: on pages,
// which are mostly plain paper and letters, that takes a quarter of the time that libpng takes when
// it tries the filters of rows by turns, and gives a smaller file.
#include "preview/png.h"

#include <libdeflate.h>
#include <string.h>

enum { LEVEL = 3, COLOUR_BYTES = 3, NO_FILTER = 0, TRUE_COLOUR = 2, DEPTH = 8 };

static void put_number(GByteArray *out, guint32 number) {
    guint32 big_endian = GUINT32_TO_BE(number);
    g_byte_array_append(out, (const guint8 *)&big_endian, sizeof big_endian);
}

// kind: four letters, which the check sum covers too.
static void put_chunk(GByteArray *out, const char *kind, const void *data, gsize length) {
    put_number(out, (guint32)length);
    guint start = out->len;
    g_byte_array_append(out, (const guint8 *)kind, 4);
    g_byte_array_append(out, data, (guint)length);
    put_number(out, libdeflate_crc32(0, out->data + start, out->len - start));
}

static void put_header(GByteArray *out, const PngPicture *picture) {
    g_autoptr(GByteArray) header = g_byte_array_new();
    put_number(header, picture->width);
    put_number(header, picture->height);
    const guint8 rest[] = {DEPTH, TRUE_COLOUR, 0, 0, 0}; // deflated, filtered, not interlaced
    g_byte_array_append(header, rest, sizeof rest);
    put_chunk(out, "IHDR", header->data, header->len);
}

// Red, green and blue of each pixel, each row after the number of its filter.
static GByteArray *rows_of(const PngPicture *picture) {
    gsize row_size = 1 + (gsize)picture->width * COLOUR_BYTES;
    GByteArray *rows = g_byte_array_new();
    g_byte_array_set_size(rows, (guint)(row_size * picture->height));
    for (guint y = 0; y < picture->height; y++) {
        const guint32 *pixels = (const void *)(picture->pixels + (gsize)y * picture->stride);
        guint8 *out = rows->data + row_size * y;
        *out++ = NO_FILTER;
        for (guint x = 0; x < picture->width; x++) {
            *out++ = (guint8)(pixels[x] >> 16);
            *out++ = (guint8)(pixels[x] >> 8);
            *out++ = (guint8)pixels[x];
        }
    }
    return rows;
}

static void put_rows(GByteArray *out, const PngPicture *picture) {
    g_autoptr(GByteArray) rows = rows_of(picture);
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(LEVEL);
    g_assert(compressor); // out of memory ends the program
    gsize bound = libdeflate_zlib_compress_bound(compressor, rows->len);
    g_autofree guint8 *packed = g_malloc(bound);
    gsize size = libdeflate_zlib_compress(compressor, rows->data, rows->len, packed, bound);
    libdeflate_free_compressor(compressor);
    put_chunk(out, "IDAT", packed, size);
}

GBytes *png_write(const PngPicture *picture) {
    static const guint8 signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, signature, sizeof signature);
    put_header(out, picture);
    put_rows(out, picture);
    put_chunk(out, "IEND", "", 0);
    return g_byte_array_free_to_bytes(out);
}
