// Charts of a document: all scenes are drawn by cairo on one PDF surface in memory, a page each, so
// that they share font subsets; qpdf reads it, and each page becomes a form XObject of the
// document.
#pragma once
#include "base/diag.h"
#include "pdf/object.h"
#include "scene/scene.h"

// Gives an array of HPDF_Dict (form XObjects), one per scene in order. NULL and reported on
// failure.
GPtrArray *import_scenes(PdfDocument *document, TextEngine *engine, const GPtrArray *scenes,
                         Diags *diags);
