// Images of pixels as image XObjects (ISO 32000-1, 8.9.5): a JPEG as the file it is, everything
// else as deflated samples, with a soft mask where it is transparent. Colours are sRGB.
#pragma once
#include "pdf/object.h"
#include "scene/image.h"

// The object, for the resources of pages.
void *pixels_write(PdfDocument *document, const Image *image);
