// Each function of librsvg that is used, handed on to the library. What is used anew gets a row
// here; the linker names it.
#include "scene/rsvg_library.h"

#include "base/library.h"

#include <librsvg/rsvg.h>

static Library librsvg = {.file = LIBRSVG_2_FILE};

bool rsvg_library_open(char **problem) {
    return library_open(&librsvg, problem);
}

#define RSVG(result, name, parameters, arguments)                                                  \
    LIBRARY_FUNCTION(&librsvg, result, name, parameters, arguments)

RSVG(RsvgHandle *, rsvg_handle_new_from_stream_sync,
     (GInputStream * stream, GFile *base, RsvgHandleFlags flags, GCancellable *cancellable,
      GError **error),
     (stream, base, flags, cancellable, error))
RSVG(void, rsvg_handle_set_dpi, (RsvgHandle * handle, double dpi), (handle, dpi))
RSVG(gboolean, rsvg_handle_get_intrinsic_size_in_pixels,
     (RsvgHandle * handle, gdouble *width, gdouble *height), (handle, width, height))
RSVG(void, rsvg_handle_get_intrinsic_dimensions,
     (RsvgHandle * handle, gboolean *has_width, RsvgLength *width, gboolean *has_height,
      RsvgLength *height, gboolean *has_box, RsvgRectangle *box),
     (handle, has_width, width, has_height, height, has_box, box))
RSVG(gboolean, rsvg_handle_render_document,
     (RsvgHandle * handle, cairo_t *cr, const RsvgRectangle *viewport, GError **error),
     (handle, cr, viewport, error))
