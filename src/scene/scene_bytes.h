// A scene as bytes, to tell whether its picture is one that was painted before.
#pragma once
#include "scene/scene.h"

// Appends everything that painting depends on: equal bytes are equal pictures, as long as the text
// engine is the same.
void scene_put_bytes(const Scene *scene, GByteArray *out);
