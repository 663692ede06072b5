// Panels: a field of colour, a bar at the starting edge, and blocks on it; of boxes and callouts.
#pragma once
#include "page/nest.h"

typedef struct {
    bool filled;
    Colour fill;
    double bar; // width; 0: none
    Colour bar_colour;
    double border; // width; 0: none
    Colour border_colour;
    double pad, radius;
    double inset; // between the bar and what stands on the panel, in place of pad; 0: pad
} Panel;

// The theme's panel for boxes.
Panel panel_of_theme(const Compose *compose);
// The width that is left for what stands on it.
double panel_inner_width(const Compose *compose, const Panel *panel);
// Field, border and bar.
void panel_draw(const Panel *panel, SlabBuilder *builder, const PlacedBox *box, bool rtl);
void panel_add(Compose *compose, const Panel *panel, Flow *inside);
