// From the analysed tree of views to the scene: draws it, chooses sizes so that it fills its place,
// and adds padding (https://vega.github.io/vega-lite/docs/size.html#autosize).
#pragma once
#include "chart/view.h"

Scene *picture_draw(View *root);
