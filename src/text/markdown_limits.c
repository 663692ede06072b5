// Limits of Markdown, checked on the text before cmark-gfm sees it, since some of its work grows
// with a product: every line visits every open list, a table fills every row up to the number of
// its columns, and every link visits every image begun before it. The counts here are upper bounds
// of those.
#include "text/markdown_limits.h"

#include <string.h>

enum {
    TEXT_LIMIT = 256 << 10,  // bytes
    MARKS_LIMIT = 100,       // list and quote marks at the start of one line
    IMAGES_LIMIT = 1000,     // "!["
    CELLS_LIMIT = 256 << 10, // lines times the most "|" on one of them
};

typedef struct {
    guint lines, most_bars, most_marks;
} Counts;

// Marks of lists and quotes in the line's first bytes: "> - 1. " are three.
static guint count_marks(const char *line, gsize length) {
    guint marks = 0;
    for (gsize i = 0; i < length && strchr(" \t>-+*.)0123456789", line[i]); i++) {
        bool ends_mark = i + 1 == length || line[i + 1] == ' ' || line[i + 1] == '\t';
        marks += line[i] == '>' || (ends_mark && strchr("-+*.)", line[i]));
    }
    return marks;
}

static guint count_bars(const char *line, gsize length) {
    guint bars = 0;
    for (gsize i = 0; i < length; i++)
        bars += line[i] == '|';
    return bars;
}

static Counts count_lines(const char *text) {
    Counts counts = {0};
    while (*text) {
        gsize length = strcspn(text, "\r\n");
        counts.lines++;
        counts.most_bars = MAX(counts.most_bars, count_bars(text, length));
        counts.most_marks = MAX(counts.most_marks, count_marks(text, length));
        text += length + (text[length] != '\0');
    }
    return counts;
}

static guint count_images(const char *text) {
    guint images = 0;
    for (const char *p = text; (p = strstr(p, "![")); p += 2)
        images++;
    return images;
}

bool markdown_check_limits(Diags *diags, const Place *place, const char *text) {
    gsize length = strlen(text);
    if (length > TEXT_LIMIT) {
        diag_error(diags, DIAG_TOO_LARGE, place, "cut it into several blocks",
                   "Markdown text of %zu bytes, at most %d are read", length, TEXT_LIMIT);
        return false;
    }
    guint images = count_images(text);
    if (images > IMAGES_LIMIT) {
        diag_error(diags, DIAG_TOO_LARGE, place, "use blocks of kind \"image\"",
                   "Markdown text with %u images, at most %d are read", images, IMAGES_LIMIT);
        return false;
    }
    Counts counts = count_lines(text);
    if (counts.most_marks > MARKS_LIMIT) {
        diag_error(diags, DIAG_TOO_LARGE, place, "nest lists and quotes less deeply",
                   "a line of Markdown starts with %u marks of lists and quotes, at most %d are "
                   "read",
                   counts.most_marks, MARKS_LIMIT);
        return false;
    }
    if ((guint64)counts.lines * counts.most_bars > CELLS_LIMIT) {
        diag_error(diags, DIAG_TOO_LARGE, place, "use a table block over data",
                   "a Markdown table of up to %u columns in a text of %u lines is too large",
                   counts.most_bars + 1, counts.lines);
        return false;
    }
    return true;
}
