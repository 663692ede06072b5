// Groups under construction: scene groups that still take nodes, with the bounds that layout needs.
#pragma once
#include "chart/box.h"
#include "chart/context.h"

typedef struct Group Group;
struct Group {
    SceneGroup *scene; // its place and size may change until the end
    GArray *nodes;     // of SceneNode
    Box bounds;        // in the space of the group that holds it
    Box content;       // of its marks, in its own space
    Box layout;        // of everything but its frame, in its own space; once laid out
};

Group *group_new(Chart *chart, SceneGroupKind kind);
// Adds a mark (its items in the arena) and its bounds; without items nothing happens.
void group_add_mark(Chart *chart, Group *group, SceneMark mark);
void group_add_node(Group *group, const SceneGroup *child);
// Writes the nodes into the scene group. The group must not be used after.
const SceneGroup *group_end(Chart *chart, Group *group);
void group_move(Group *group, double x, double y); // to a place; bounds follow
