// Running heads and feet: what stands on every page above and below the column.
#pragma once
#include "page/layout.h"
#include "page/placed.h"

// Expands the templates of head and foot once for the document. page: where they
// stand. banner: what stands alone in the middle of the first and the last line of every page, who
// may read it; or NULL.
typedef struct Running Running;
Running *running_new(Compose *compose, const Layout *layout, const PageGeometry *page,
                     const char *banner);
// Points of height that images have in a margin, and the size of one there by itself.
double running_room(double margin);
PlacedBox running_image_size(const RunningImage *image, double margin);
// Adds a page's head and foot; number counts from 1.
void running_add(const Running *running, guint number, guint count, GArray *items);
