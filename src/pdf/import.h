// Charts of a document. cairo paints all scenes without their texts on one PDF surface in memory, a
// page a layer; qpdf reads it, and each page becomes a form XObject of the document. The texts are
// handed out, to be set on the page with the document's own fonts.
#pragma once
#include "base/diag.h"
#include "pdf/object.h"
#include "scene/scene.h"

typedef struct ImportedCharts ImportedCharts;

// What is set one over the other: the form, then the texts.
typedef struct {
    HPDF_Dict form;   // NULL: nothing but text
    const char *name; // of the resource: "C0"
    GArray *texts;    // of SceneText
} ChartLayer;

// First pass: paints, so that the texts are known. scenes: of Scene, each once. NULL and reported
// on failure.
ImportedCharts *imported_charts_new(TextEngine *engine, const GPtrArray *scenes, Diags *diags);
void imported_charts_free(ImportedCharts *charts); // accepts NULL
// Second pass: makes the forms; equal ones once. False and reported on failure.
bool imported_charts_write(ImportedCharts *charts, PdfDocument *document, Diags *diags);
// The layers of a scene: a GArray of ChartLayer.
const GArray *imported_chart_layers(const ImportedCharts *charts, const Scene *scene);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ImportedCharts, imported_charts_free)
