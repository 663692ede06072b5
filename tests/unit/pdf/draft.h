// What tests of documents share: a page of text, written and read back by qpdf.
#pragma once
#include "../support.h"

#include "pdf/pdf.h"

#include <qpdf/qpdf-c.h>

typedef struct {
    Arena *arena;
    Diags *diags;
    TextEngine *engine;
} Fixture;

static inline int set_up(void **state) {
    Fixture *fixture = g_new0(Fixture, 1);
    fixture->arena = arena_new();
    fixture->diags = diags_new();
    fixture->engine = text_engine_new();
    *state = fixture;
    return 0;
}

static inline int tear_down(void **state) {
    Fixture *fixture = *state;
    arena_free(fixture->arena);
    text_engine_free(fixture->engine);
    diags_free(fixture->diags);
    g_free(fixture);
    return 0;
}

static inline PlacedItem text_item(Fixture *fixture, const char *text, double y, guint tag) {
    TextStyle style = {.family = "DejaVu Sans", .size = 10};
    const Paragraph *paragraph = text_line(fixture->engine, fixture->arena, &style, text);
    const TextLine *line = &paragraph->lines[0];
    PlacedItem item = {.kind = PLACED_TEXT,
                       .tag = tag,
                       .x = 50,
                       .y = y,
                       .width = line->width,
                       .height = line->bottom - line->top};
    item.as.text.line = line;
    item.as.text.baseline = y + line->baseline;
    return item;
}

static inline GBytes *write_pdf(Fixture *fixture, const PlacedDocument *document) {
    PdfOptions options = {.tagged = true, .producer = "Accord test"};
    GBytes *bytes = pdf_write(document, fixture->engine, &options, fixture->diags);
    assert_non_null(bytes);
    assert_printed(fixture->diags, "");
    return bytes;
}

static inline qpdf_data open_pdf(GBytes *bytes) {
    gsize size = 0;
    const char *data = g_bytes_get_data(bytes, &size);
    qpdf_data qpdf = qpdf_init();
    qpdf_set_suppress_warnings(qpdf, QPDF_TRUE);
    assert_int_equal(qpdf_read_memory(qpdf, "test", data, size, NULL), QPDF_SUCCESS);
    assert_int_equal(qpdf_check_pdf(qpdf), QPDF_SUCCESS);
    return qpdf;
}
