// The page that opens a folder of reports in a browser.
#pragma once
#include "job/run_record.h"

enum { INDEX_THUMBNAIL_WIDTH = 240 }; // pixels of a picture: two for each of the page's own

// index.html of a run: a card for each report with its first page, what is new, warnings, and
// failures with the last good file. One document of HTML and CSS, without scripts; links are
// relative. New string.
char *index_page_html(const RunRecord *record);
// Where the picture of a report stands, from the folder: "thumbnails/a.pdf.png". New string.
char *index_page_thumbnail(const char *file);
