// Lines of set text in a content stream.
#pragma once
#include "pdf/page_content.h"

// Where a line stands: x right from its left edge and y down from its baseline, to the page (y
// down): x' = m0 x + m2 y + m4, y' = m1 x + m3 y + m5.
typedef struct {
    const TextLine *line;
    double m[6];
    const char *language; // of the element around it; or NULL
    bool blank;           // a blank follows the line: what comes next is another word
} LinePlace;

void line_content_put(PageWriter *writer, Content *content, HPDF_Page page, const LinePlace *place);
// One run of it, by its index.
void line_content_run(PageWriter *writer, Content *content, HPDF_Page page, const LinePlace *place,
                      guint index);
