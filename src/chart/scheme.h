// Colour schemes by Vega's names (https://vega.github.io/vega/docs/schemes/).
#pragma once
#include "base/arena.h"
#include "base/colour.h"

#include <glib.h>

typedef enum {
    SCHEME_CATEGORICAL,
    SCHEME_SEQUENTIAL,
    SCHEME_DIVERGING,
    SCHEME_CYCLICAL
} SchemeKind;

// The colours of a categorical scheme, or the stops of a continuous one ("blues"), or that one in
// steps ("blues-5", 3 to 11 of them). The name's case does not matter. NULL: there is none.
const Colour *scheme_colours(Arena *arena, const char *name, guint *count, SchemeKind *kind);
// Names, for suggestions; NULL terminated.
const char *const *scheme_names(void);
// `count` colours evenly taken from stops between extent[0] and extent[1] (0 to 1; the other way
// round to reverse), without the ends themselves, as Vega makes the range of a discretizing scale
// or of an ordinal one. (A time scale gets a scheme as `count` such colours, one for each
// breakpoint.)
const Colour *scheme_sample(Arena *arena, const Colour *stops, guint stop_count, guint count,
                            const double extent[2]);
// The colour at t of stops evenly spread over 0 to 1, joined by straight lines in sRGB.
Colour scheme_interpolate(const Colour *stops, guint stop_count, double t);
