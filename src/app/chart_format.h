// The forms that a chart is written in.
#pragma once
#include "scene/scene.h"

typedef struct {
    TextEngine *engine;
    Diags *diags;
    const char *path; // "-": standard output
    double scale;     // pixels per point, for PNG
    bool lineage;     // a scene says the facts behind its items, and its description
} ChartOutput;

typedef struct {
    const char *name, *suffix;
    bool (*write)(const Scene *scene, const ChartOutput *output); // false and reported on failure
} ChartFormat;

// By name, else by the suffix of a path, else SVG; each may be NULL. NULL when the name or suffix
// is none: that is printed as an error of the command line.
const ChartFormat *chart_format_find(const char *name, const char *path);
