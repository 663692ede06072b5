// Alternative text: what a chart shows, said from its data.
#pragma once
#include "chart/view.h"

const char *alt_text(View *root); // in the arena; or NULL
