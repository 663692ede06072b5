// What the readers of the kinds give to image.c. Each gives NULL or fills the image; a reason for
// a person when not: "is cut short".
#pragma once
#include "scene/image.h"

// False with *problem (new string) when the size is beyond the limits.
bool image_check_size(guint64 columns, guint64 rows, char **problem);

bool image_read_jpeg(Image *image, char **problem);
bool image_read_svg(Image *image, char **problem);
void image_paint_svg(const Image *image, cairo_t *cr, double width, double height);
