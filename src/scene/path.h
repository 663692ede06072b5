// Reading SVG path data (https://www.w3.org/TR/SVG11/paths.html), all commands.
#pragma once
#include "scene/outline.h"

enum {
    PATH_LENGTH_LIMIT = 65536, // bytes of one path
    PATH_STEPS_LIMIT = 20000
};

// Adds the path to the outline. False when the data is malformed or too long; what came before the
// mistake has then been added, as SVG asks. Empty data is a path without steps.
bool path_parse(const char *data, Outline *outline);
