// A scene as an SVG document.
#pragma once
#include "scene/scene.h"

// The whole text. The caller frees it.
GString *scene_to_svg(const Scene *scene);
