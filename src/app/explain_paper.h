// Lines for a terminal or a pipe: broken at its width, indented below their begin, coloured.
#pragma once
#include "app/explain_print.h"

typedef enum { PAPER_PLAIN, PAPER_STRONG, PAPER_WEAK, PAPER_KINDS } PaperInk;

// A line is made of pieces and ends with paper_end.
typedef struct {
    const ExplainLook *look;
    GString *out;
    guint column; // cells of the line so far
    guint indent; // of what does not fit on it
} Paper;

// indent: of lines that go on.
void paper_begin(Paper *paper, guint indent);
// A text of the input: control characters and those that turn the direction become spaces; cut at
// 100 characters unless all is asked for or the terminal's width decides. NULL: nothing. before and
// after stand beside it when it is there.
void paper_put(Paper *paper, PaperInk ink, const char *before, const char *text, const char *after);
void paper_print(Paper *paper, PaperInk ink, const char *format, ...) G_GNUC_PRINTF(3, 4);
void paper_pad(Paper *paper, guint column); // spaces up to it
void paper_end(Paper *paper);
guint paper_width_of(const char *text); // cells
