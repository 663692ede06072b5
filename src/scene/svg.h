// A scene as an SVG document.
#pragma once
#include "scene/scene.h"

// The whole text. The caller frees it. The engine tells which way texts run.
GString *scene_to_svg(const Scene *scene, TextEngine *engine);
