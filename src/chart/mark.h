// Marks: what they are, their properties by precedence (definition, style, configuration), and the
// defaults that depend on the encoding (orientation, opacity).
#pragma once
#include "chart/encoding.h"

Mark mark_find(const char *name); // MARK_COUNT when there is no such mark
const char *mark_name(Mark mark);
bool mark_is_path(Mark mark);       // line, area, trail
bool mark_is_rect(Mark mark);       // rect, bar, arc, tick
bool mark_is_part(Mark mark);       // of a field chart; a specification cannot name it
const char *mark_symbol(Mark mark); // in legends: "circle", "square", "stroke"

typedef enum { MARK_SIZE_AREA, MARK_SIZE_BAND, MARK_SIZE_STROKE, MARK_SIZE_FONT } MarkSize;
MarkSize mark_size(Mark mark); // what the size channel sizes

Mark mark_of(const json_t *mark_def);

// A property of a mark definition, else of its styles, its mark's configuration, "config.mark".
// NULL: undefined. vega: the name under which Vega knows the property, when it is another; or NULL.
json_t *mark_prop(const Chart *chart, const json_t *mark_def, const char *name, const char *vega);
// The same without the definition itself.
json_t *mark_config(const Chart *chart, const json_t *mark_def, const char *name, const char *vega);
// The styles as Vega applies them to the items: also that of the mark's type.
json_t *mark_drawn_style(const Chart *chart, const json_t *mark_def, const char *name);
// What Vega falls back on for a property that Vega-Lite does not encode; name is Vega's.
json_t *mark_vega_default(const Chart *chart, const json_t *mark_def, const char *name);
// Whether "filled" applies, from the definition or the mark's default.
bool mark_is_filled(const Chart *chart, const json_t *mark_def);
// The definition with orient, filled and opacity filled in. Borrowed.
json_t *mark_init(Chart *chart, json_t *mark_def, const Encoding *encoding);
const char *mark_orient(const json_t *mark_def); // "vertical", "horizontal", or NULL

typedef enum {
    INVALID_FILTER,
    INVALID_BREAK_FILTER_DOMAINS,
    INVALID_BREAK_SHOW_DOMAINS,
    INVALID_SHOW
} InvalidMode;
// How invalid values (null, NaN) are treated; from "invalid" of the mark or its configuration.
InvalidMode mark_invalid_mode(const Chart *chart, const json_t *mark_def);
// What the configuration alone says.
InvalidMode mark_invalid_config(const Chart *chart, const json_t *mark_def);
