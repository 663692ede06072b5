// The pages of a report as pictures, a file each.
#pragma once
#include "job/report.h"

typedef GBytes *(*PageDraw)(const PlacedDocument *document, guint page, TextEngine *engine,
                            double scale, Diags *diags);

typedef struct {
    PageDraw draw;
    const char *output; // with %d (or %03d) where the page number goes; "-" is standard output
    double scale;       // pixels per point
    guint first, last;  // from 1; 0: from the beginning, to the end
} PictureOptions;

// NULL when there is no such kind of picture.
PageDraw pictures_find(const char *format);
// "3", "2-5" or "2-"; false when it is none of them.
bool pictures_parse_range(const char *text, guint *first, guint *last);
// All files or none. False and reported on failure.
bool pictures_write(const Report *report, const PictureOptions *options, gsize *size);
