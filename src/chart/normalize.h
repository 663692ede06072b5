// Rewrites a specification into the four forms that the compiler knows (unit, layer, facet,
// concat): row and column become facets, repeats become concats, composite marks and overlays
// become layers, encodings of a layer go into its units.
#pragma once
#include "chart/context.h"

// What a specification inherits while it is rewritten.
typedef struct {
    json_t *encoding;       // of the layers above; or NULL
    const json_t *repeater; // {"row": name, "column": name, "repeat": name, "layer": name}; or NULL
    bool overlay_done;      // config.line.point and the like were applied already
    guint depth;
} Inherited;

// Borrowed; NULL and reported when the specification has no form at all.
json_t *normalize(Chart *chart, json_t *spec);
// For the rewriters of single forms.
json_t *normalize_view(Chart *chart, json_t *spec, const Inherited *from);
json_t *normalize_repeat(Chart *chart, json_t *spec, const Inherited *from);
json_t *normalize_repeated(Chart *chart, json_t *encoding, const json_t *repeater);
json_t *normalize_overlay(Chart *chart, json_t *spec, const Inherited *from);
json_t *normalize_boxplot(Chart *chart, json_t *spec, const Inherited *from);
json_t *normalize_errorbar(Chart *chart, json_t *spec, const Inherited *from);
json_t *normalize_errorband(Chart *chart, json_t *spec, const Inherited *from);

// The name of a mark, which may be a string or an object with "type".
const char *mark_type_name(const json_t *mark);
// A mark as an object. Borrowed.
json_t *mark_object(Chart *chart, json_t *mark);
// An encoding whose fields and datums all say their types. Borrowed.
json_t *typed_encoding(Chart *chart, json_t *encoding);
