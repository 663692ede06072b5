// A surface writes its last bytes when it is finished, so only then is its status the last word; a
// context that failed tells why better than the surface does.
#include "scene/surface.h"

cairo_status_t surface_end(cairo_t *cr, cairo_surface_t *surface) {
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return status;
}
