// Scenes for pages that are read from right to left.
#pragma once
#include "scene/scene.h"

// Whether rows of the scene have words for names at their left: bars that lie, maps of cells. On a
// page from right to left these stand at the right, and what they name grows away from them.
bool scene_has_named_rows(const Scene *scene);
// The scene seen in a mirror, in the arena: left and right change places, words stay words. What is
// not moved (shapes of symbols, alt text, tables) is shared with the one it is made of. Twice
// mirrored it is as it was.
Scene *scene_mirror(const Scene *scene, Arena *arena);
