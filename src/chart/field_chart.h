// Networks, Sankey diagrams and timelines: marks of Accord's own beside those of Vega-Lite. Each is
// rewritten into layers of parts (links, nodes, labels, ...), so that scales, legends, axes,
// configuration and lineage are those of every chart. See accord-chart(5).
#pragma once
#include "chart/normalize.h"

bool field_chart_is(const char *mark);
// Reports channels that the mark does not have, and channels of field charts on other marks. view:
// with "mark" and "encoding".
void field_chart_check(Chart *chart, const JsonNode *view);

json_t *normalize_network(Chart *chart, json_t *spec, const Inherited *from);
json_t *normalize_sankey(Chart *chart, json_t *spec, const Inherited *from);
json_t *normalize_timeline(Chart *chart, json_t *spec, const Inherited *from);

// ---- for the rewriters
typedef struct {
    Chart *chart;
    json_t *spec, *mark, *encoding; // the mark as an object; the encoding with types
    const char *type;               // "network", ...
    json_t *layers;                 // array
    json_t *options;                // what drawing needs to know; all layers carry it
} FieldChart;

void field_chart_begin(FieldChart *field, Chart *chart, json_t *spec);
// A property of the mark definition, else of its configuration; NULL: undefined.
json_t *field_chart_prop(const FieldChart *field, const char *name);
// A whole number of that name within bounds; reported when it is outside.
guint field_chart_count(const FieldChart *field, const char *name, guint least, guint most);
// The field of a channel. NULL: absent; when needed, that is reported.
const char *field_chart_field(const FieldChart *field, const char *channel, bool needed);
// Hands a property down to the drawing.
void field_chart_option(FieldChart *field, const char *name);
// The colour under labels: as given, else of the background, else white.
void field_chart_halo(FieldChart *field);
// Gives a part the colour of the whole mark, unless it has one itself.
void field_chart_color(FieldChart *field, const char *part);
// Adds the layer of a part, unless it is turned off. The definition is the configuration's with the
// mark's own over it. what: members of the layer beside mark and encoding, or NULL. All new
// references.
void field_chart_part(FieldChart *field, const char *part, json_t *encoding, json_t *what);
// A definition with defaults where its scale says nothing; a definition without a scale stays as it
// is. Borrowed.
json_t *field_chart_scaled(const FieldChart *field, json_t *def, json_t *scale_default);
// The layers as a specification, normalized.
json_t *field_chart_end(FieldChart *field, const Inherited *from);
