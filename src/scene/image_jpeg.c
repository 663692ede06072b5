// JPEG by libjpeg: all of it is decoded, so that a file that is cut short is found before it stands
// in a report. The file itself goes into a PDF as it is, and its pixels into previews. Four inks
// (CMYK) are refused: a report is in sRGB, and what these inks mean would be a guess. An embedded
// colour profile is not followed.
#include "scene/image_private.h"

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

enum { SCANS_LIMIT = 200 }; // of a progressive file; each scan goes over all pixels

typedef struct {
    struct jpeg_decompress_struct codec;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf leave;
    Image *image;
    JSAMPLE *line; // of three channels
    char **problem;
} Decoder;

static Decoder *decoder_of(j_common_ptr codec) {
    return codec->client_data;
}

static void fail(Decoder *decoder, const char *why) {
    if (!*decoder->problem)
        *decoder->problem = g_strdup(why);
    longjmp(decoder->leave, 1);
}

static void on_error(j_common_ptr codec) {
    fail(decoder_of(codec), "is damaged");
}

// Warnings (level -1) mean damaged data, a missing end among them.
static void on_message(j_common_ptr codec, int level) {
    if (level < 0)
        fail(decoder_of(codec), "is damaged or cut short");
}

static void on_progress(j_common_ptr codec) {
    Decoder *decoder = decoder_of(codec);
    if (decoder->codec.input_scan_number > SCANS_LIMIT)
        fail(decoder, "has too many scans");
}

static void begin(Decoder *decoder) {
    gsize length = 0;
    const guchar *data = g_bytes_get_data(decoder->image->file, &length);
    decoder->codec.err = jpeg_std_error(&decoder->errors);
    decoder->errors.error_exit = on_error;
    decoder->errors.emit_message = on_message;
    decoder->codec.client_data = decoder;
    jpeg_create_decompress(&decoder->codec);
    decoder->codec.progress = &decoder->progress;
    decoder->progress.progress_monitor = on_progress;
    jpeg_mem_src(&decoder->codec, data, (unsigned long)length);
}

static void read_head(Decoder *decoder) {
    struct jpeg_decompress_struct *codec = &decoder->codec;
    jpeg_read_header(codec, TRUE);
    if (codec->num_components == 4)
        fail(decoder, "is in CMYK, expected RGB or greyscale");
    if (codec->num_components != 1 && codec->num_components != 3)
        fail(decoder, "has neither one nor three channels");
    if (codec->data_precision != 8)
        fail(decoder, "has more than 8 bits in a channel");
    if (codec->arith_code)
        fail(decoder, "is coded arithmetically, which few programs read");
    if (!image_check_size(codec->image_width, codec->image_height, decoder->problem))
        longjmp(decoder->leave, 1);
    decoder->image->columns = codec->image_width;
    decoder->image->rows = codec->image_height;
    decoder->image->grey = codec->num_components == 1;
    decoder->image->untransformed = codec->jpeg_color_space == JCS_RGB;
    codec->out_color_space = decoder->image->grey ? JCS_GRAYSCALE : JCS_RGB;
}

static void put_line(const Decoder *decoder, guint32 *out) {
    bool grey = decoder->image->grey;
    for (guint x = 0; x < decoder->image->columns; x++) {
        const JSAMPLE *at = decoder->line + (grey ? x : 3 * (gsize)x);
        out[x] = (guint32)at[0] << 16 | (guint32)at[grey ? 0 : 1] << 8 | at[grey ? 0 : 2];
    }
}

static void read_pixels(Decoder *decoder) {
    Image *image = decoder->image;
    image->pixels =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)image->columns, (int)image->rows);
    if (cairo_surface_status(image->pixels) != CAIRO_STATUS_SUCCESS)
        fail(decoder, "does not fit the memory");
    guint8 *data = cairo_image_surface_get_data(image->pixels);
    gsize stride = (gsize)cairo_image_surface_get_stride(image->pixels);
    decoder->line = g_malloc(3 * (gsize)image->columns);
    jpeg_start_decompress(&decoder->codec);
    for (guint y = 0; y < image->rows; y++) {
        jpeg_read_scanlines(&decoder->codec, &decoder->line, 1);
        put_line(decoder, (guint32 *)(void *)(data + y * stride));
    }
    jpeg_finish_decompress(&decoder->codec);
    cairo_surface_mark_dirty(image->pixels);
}

bool image_read_jpeg(Image *image, char **problem) {
    Decoder decoder = {.image = image, .problem = problem};
    if (setjmp(decoder.leave) == 0) {
        begin(&decoder);
        read_head(&decoder);
        read_pixels(&decoder);
    }
    g_free(decoder.line);
    jpeg_destroy_decompress(&decoder.codec);
    return !*problem;
}
