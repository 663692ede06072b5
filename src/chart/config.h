// Configuration: Vega-Lite's defaults under the theme under the specification's own "config", and
// Vega's defaults below all of them. Lookups give borrowed values, NULL when nobody says anything.
#pragma once
#include "chart/context.h"

// Fills chart->config and chart->vega. The theme's and the specification's may be NULL.
void config_init(Chart *chart, const json_t *theme, const json_t *spec_config);

// What Vega-Lite's compiler sees: its own defaults, the theme, the specification.
json_t *config_get(const Chart *chart, const char *group, const char *key);
double config_number(const Chart *chart, const char *group, const char *key, double otherwise);
// What Vega sees: the same, else Vega's own default.
json_t *config_vega(const Chart *chart, const char *group, const char *key);
// A property of a named style as the specification and the theme have it.
json_t *config_style(const Chart *chart, const char *style, const char *key);
// The same of what "style" of an object names, a style or a list of which later ones win; get:
// config_style, or what takes its place.
typedef json_t *StyleGet(const Chart *chart, const char *style, const char *key);
json_t *config_styles(const Chart *chart, const json_t *object, const char *key, StyleGet *get);
// As config_style, else Vega's default style of that name.
json_t *config_vega_style(const Chart *chart, const char *style, const char *key);
