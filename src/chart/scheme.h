// Colour schemes by Vega's names (https://vega.github.io/vega/docs/schemes/).
#pragma once
#include "base/arena.h"
#include "base/colour.h"

#include <glib.h>

typedef enum { SCHEME_CATEGORICAL, SCHEME_SEQUENTIAL, SCHEME_DIVERGING, SCHEME_CYCLICAL } SchemeKind;

// The colours of a categorical scheme, or the stops of a continuous one ("blues", and discrete
// variants "blues-5"). NULL when there is no such scheme.
const Colour *scheme_colours(Arena *arena, const char *name, guint *count, SchemeKind *kind);
// Names, for suggestions; NULL terminated.
const char *const *scheme_names(void);
// `count` colours evenly taken from stops between extent[0] and extent[1] (0 to 1), rgb basis spline
// where Vega uses one, else linear pieces.
const Colour *scheme_sample(Arena *arena, const Colour *stops, guint stop_count, guint count,
                            const double extent[2]);
Colour scheme_interpolate(const Colour *stops, guint stop_count, double t);
