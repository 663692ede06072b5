// Charts and images of a document. cairo paints all scenes without their texts on one PDF surface
// in memory, a page a layer; qpdf reads it, and each page becomes a form XObject of the document.
// The texts are handed out, to be set on the page with the document's own fonts. Drawings (SVG) go
// the same way, a page each; images of pixels become image XObjects.
#pragma once
#include "base/diag.h"
#include "pdf/object.h"
#include "pdf/pdf.h"
#include "scene/image.h"
#include "scene/scene.h"

typedef struct ImportedCharts ImportedCharts;

// What is set one over the other: the form, then the texts.
typedef struct {
    HPDF_Dict form;   // NULL: nothing but text
    const char *name; // of the resource: "C0"
    GArray *texts;    // of SceneText
} ChartLayer;

// An image as an XObject that fills (0, 0) to (width, height).
typedef struct {
    void *object; // a dictionary, or a reserved number
    const char *name;
    double width, height;
} PdfImage;

// First pass: paints, so that the texts are known. scenes and images: of Scene and Image, each
// once. NULL and reported on failure.
ImportedCharts *imported_charts_new(const PdfOptions *options, TextEngine *engine,
                                    const GPtrArray *scenes, const GPtrArray *images, Diags *diags);
void imported_charts_free(ImportedCharts *charts); // accepts NULL
// Second pass: makes the forms; equal ones once. False and reported on failure.
bool imported_charts_write(ImportedCharts *charts, PdfDocument *document, Diags *diags);
// The layers of a scene: a GArray of ChartLayer.
const GArray *imported_chart_layers(const ImportedCharts *charts, const Scene *scene);
const PdfImage *imported_image(const ImportedCharts *charts, const Image *image);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ImportedCharts, imported_charts_free)
