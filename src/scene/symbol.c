// Vega's symbols (https://vega.github.io/vega/docs/marks/symbol/). Most are polygons with corners
// in units of r, where the symbol's area is that of a square of side 2 r; triangles of the old kind
// ("triangle", "wedge") are centred on their mass. Other names are read as SVG paths whose box of
// -1 to 1 is r each way.
#include "scene/path.h"
#include "scene/shape.h"

#include <math.h>
#include <string.h>

#define H 0.8660254037844386 // half of the square root of 3: the height of a triangle of side 2
#define T 0.5773502691896257 // its third, from the middle to a side
#define O (H - T)

enum { CORNERS_MAX = 12 };

typedef struct {
    const char *name;
    bool open;
    guint count;
    Point corners[CORNERS_MAX];
} Polygon;

static const Polygon polygons[] = {
    {"square", false, 4, {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}},
    {"diamond", false, 4, {{-1, 0}, {0, -1}, {1, 0}, {0, 1}}},
    {"cross",
     false,
     12,
     {{-1, -0.4},
      {-1, 0.4},
      {-0.4, 0.4},
      {-0.4, 1},
      {0.4, 1},
      {0.4, 0.4},
      {1, 0.4},
      {1, -0.4},
      {0.4, -0.4},
      {0.4, -1},
      {-0.4, -1},
      {-0.4, -0.4}}},
    {"triangle-up", false, 3, {{0, -H}, {-1, H}, {1, H}}},
    {"triangle-down", false, 3, {{0, H}, {-1, -H}, {1, -H}}},
    {"triangle-right", false, 3, {{H, 0}, {-H, -1}, {-H, 1}}},
    {"triangle-left", false, 3, {{-H, 0}, {H, -1}, {H, 1}}},
    {"triangle", false, 3, {{0, -H - O}, {-1, H - O}, {1, H - O}}},
    {"wedge", false, 3, {{0, -H - O}, {-0.25, H - O}, {0.25, H - O}}},
    {"arrow",
     false,
     7,
     {{-1 / 7.0, 1},
      {1 / 7.0, 1},
      {1 / 7.0, -0.125},
      {0.4, -0.125},
      {0, -1},
      {-0.4, -0.125},
      {-1 / 7.0, -0.125}}},
    {"stroke", true, 2, {{-1, 0}, {1, 0}}},
};

static void add_polygon(Outline *outline, const Polygon *polygon, double r) {
    for (guint i = 0; i < polygon->count; i++) {
        double x = polygon->corners[i].x * r, y = polygon->corners[i].y * r;
        if (i == 0)
            outline_move(outline, x, y);
        else
            outline_line(outline, x, y);
    }
    if (!polygon->open)
        outline_close(outline);
}

static void add_circle(Outline *outline, double r) {
    outline_move(outline, r, 0);
    outline_arc(outline, (OutlineArc){.radius = r, .to = 2 * G_PI});
    outline_close(outline);
}

bool shape_symbol(Outline *outline, const char *shape, double size) {
    double r = sqrt(size) / 2;
    if (!shape || strcmp(shape, "circle") == 0) {
        add_circle(outline, r);
        return true;
    }
    for (guint i = 0; i < G_N_ELEMENTS(polygons); i++) {
        if (strcmp(polygons[i].name, shape) != 0)
            continue;
        add_polygon(outline, &polygons[i], r);
        return true;
    }
    g_autoptr(Outline) custom = outline_new();
    bool valid = path_parse(shape, custom);
    outline_place(custom, r, 0, 0, 0);
    g_array_append_vals(outline->steps, custom->steps->data, custom->steps->len);
    outline->at = custom->at;
    outline->start = custom->start;
    outline->has_point = outline->has_point || custom->has_point;
    return valid;
}

bool scene_shape_is_known(const char *shape) {
    g_autoptr(Outline) outline = outline_new();
    return shape_symbol(outline, shape, 1) && outline->steps->len > 0;
}
