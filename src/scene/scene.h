// The scene: what a chart is, resolved to geometry and paint. A tree of groups; a group draws its
// nodes in order, each a mark (items of one type) or a group. Guides are groups that also say what
// they mean. It is data only: scene_to_json prints it, scene_paint draws it.
// Units are points (Vega's px), y down, relative to the enclosing group's origin. Places are exact:
// no half pixel is added for crispness; only scene_paint on pixels moves hairlines to whole ones.
#pragma once
#include "base/arena.h"
#include "base/colour.h"
#include "table/table.h"
#include "text/text.h"

#include <cairo.h>

typedef struct {
    double offset;
    Colour colour;
} GradientStop;
typedef struct {
    double x1, y1, x2, y2; // in the item's bounding box, 0 to 1
    guint stop_count;
    const GradientStop *stops;
} Gradient;

typedef struct {
    bool present;
    Colour colour;
    const Gradient *gradient; // or NULL
} Paint;

typedef struct {
    Paint fill, stroke;
    double fill_opacity, stroke_opacity; // opacity multiplied in
    double stroke_width;
    guint dash_count;
    const double *dash;
    double dash_offset;
    char cap;  // 'b'utt, 'r'ound, 's'quare
    char join; // 'm'iter, 'r'ound, 'b'evel
} SceneStyle;

typedef enum {
    SCENE_RECT,
    SCENE_SYMBOL,
    SCENE_RULE,
    SCENE_TEXT,
    SCENE_ARC,
    SCENE_LINE,
    SCENE_AREA,
    SCENE_TRAIL
} SceneMarkType;

typedef enum {
    INTERPOLATE_LINEAR,
    INTERPOLATE_LINEAR_CLOSED,
    INTERPOLATE_STEP,
    INTERPOLATE_STEP_BEFORE,
    INTERPOLATE_STEP_AFTER,
    INTERPOLATE_BASIS,
    INTERPOLATE_BASIS_OPEN,
    INTERPOLATE_BASIS_CLOSED,
    INTERPOLATE_BUNDLE,
    INTERPOLATE_CARDINAL,
    INTERPOLATE_CARDINAL_OPEN,
    INTERPOLATE_CARDINAL_CLOSED,
    INTERPOLATE_CATMULL_ROM,
    INTERPOLATE_MONOTONE,
    INTERPOLATE_NATURAL
} Interpolate;

// A point of a line (x, y), an area (x, y and its base x2, y2) or a trail (x, y, size).
// x is NaN at a break.
typedef struct {
    double x, y, x2, y2, size;
} ScenePoint;

typedef struct {
    SceneStyle style;
    const Lineage *lineage; // the facts behind it, or NULL
    union {
        struct {
            double x, y, width, height;
            double radius[4]; // top left, top right, bottom right, bottom left
        } rect;
        struct {
            double x, y, size; // centre; size is an area
            double angle;      // degrees
            const char *shape; // a Vega shape name or an SVG path in a box of -1 to 1
        } symbol;
        struct {
            double x, y, x2, y2;
        } rule;
        struct {
            double x, y;          // anchor, offsets applied
            const char *text;     // lines separated by \n
            const char *align;    // left, center, right
            const char *baseline; // alphabetic, top, middle, bottom, line-top, line-bottom
            double angle;         // degrees, clockwise
            double line_height;   // between baselines; 0: font size + 2
            TextStyle font;       // its colour is not used: the item's fill is
        } text;
        struct {
            double x, y, start, end, inner, outer; // radians from 12 o'clock, clockwise
            double pad, corner_radius;
        } arc;
        struct {
            guint count;
            const ScenePoint *points;
            Interpolate interpolate;
            double tension;
            bool has_tension;
            bool vertical; // of an area: the base lies in y (else in x)
        } path;
    } as;
} SceneItem;

typedef struct {
    SceneMarkType type;
    const char
        *role; // "mark", "axis-grid", "axis-tick", "axis-domain", "axis-label", "axis-title",
               // "legend-symbol", "legend-label", "legend-gradient", "title-text", ...
    bool clip; // to the enclosing group's box
    guint item_count;
    SceneItem *items;
} SceneMark;

typedef struct {
    double pos;
    const char *text;
    double angle;
} SceneTickLabel;

// What an axis shows. Positions are relative to the group that holds the axis's group.
typedef struct {
    const char *orient; // left, right, top, bottom
    double at;
    const char *title; // or NULL
    bool domain;
    guint grid_count, tick_count, label_count;
    const double *grid, *ticks;
    const SceneTickLabel *labels;
} SceneAxis;

typedef struct {
    const char *label;
    double pos;              // gradient: 0 to 1
    const SceneItem *symbol; // of a symbol legend
} SceneLegendEntry;

typedef struct {
    const char *title; // or NULL
    const char *type;  // symbol, gradient, discrete
    guint entry_count, colour_count;
    const SceneLegendEntry *entries;
    const Colour *colours; // gradient: samples at 0, 1/4, 1/2, 3/4, 1; discrete: of the bands
} SceneLegend;

typedef enum {
    GROUP_PLAIN,
    GROUP_CHART,  // a composition: children are views or charts
    GROUP_VIEW,   // a plot cell
    GROUP_AXIS,   // axis is set
    GROUP_LEGEND, // legend is set
    GROUP_TITLE,  // text and perhaps subtext
    GROUP_HEADER  // text, and header_role: column-title, row-header, facet-header, ...
} SceneGroupKind;

typedef struct SceneGroup SceneGroup;
typedef struct {
    const SceneMark *mark; // one of the two is set
    const SceneGroup *group;
} SceneNode;

struct SceneGroup {
    SceneGroupKind kind;
    double x, y, width, height;
    SceneStyle style; // fill and frame of the box
    double corner_radius;
    const double *corner_radii; // one for each corner, as a rect has them; NULL: all corner_radius
    bool clip;                  // its nodes to the box
    guint node_count;
    const SceneNode *nodes; // in drawing order
    const SceneAxis *axis;
    const SceneLegend *legend;
    const char *text, *subtext, *header_role;
};

typedef struct {
    double width, height;           // of the whole picture, padding included
    double origin_x, origin_y;      // where the root group's plot area begins in the picture
    double plot_width, plot_height; // right and bottom edge of the lowest-right view
    Paint background;
    const SceneGroup *root;
    const char *description; // alt text made from the data, or the spec's own
    guint table_count;
    const Table *const *tables; // what the marks show, under the titles of axes and legends
} Scene;

// The scene as JSON in the conformance kit's shape (views, axes, headers, legends, titles; numbers
// with three decimals, colours as #rrggbb). with_lineage: items say "facts": [ids...]. New
// reference. Dump it with JSON_REAL_PRECISION(12), or 0.1 reads 0.10000000000000001.
json_t *scene_to_json(const Scene *scene, bool with_lineage);
const char *scene_cairo_version(void);

// Whether a symbol's shape is one of Vega's names or an SVG path.
bool scene_shape_is_known(const char *shape);

// Paints with the picture's top left corner at the origin of cr. Text is shown with clusters, so
// that PDF surfaces keep it selectable.
void scene_paint(const Scene *scene, TextEngine *engine, cairo_t *cr);

// A line of text that a painter hands over instead of painting it, for who sets text himself.
typedef struct {
    const TextLine *line; // its runs have the item's colour and opacity
    double matrix[6];     // from the line (x right from its left edge, y down from its baseline) to
                          // the picture: x' = m0 x + m2 y + m4, y' = m1 x + m3 y + m5
    bool clipped;
    double clip[4]; // x, y, width and height in the picture
} SceneText;

// Painting without text. A scene has as many layers as it takes for marks over text to stay over
// it: layer 0 is painted, its texts are set on top, then layer 1, and so on; most scenes have one.
typedef struct {
    TextEngine *engine;
    Arena *arena; // of the texts
    cairo_t *cr;
    guint layer;
    GArray *texts; // of SceneText: those of the layer are appended
    bool painted;  // out: whether the layer has anything but text
} SceneLayer;
// Paints one layer; true when there is one above it.
bool scene_paint_layer(const Scene *scene, SceneLayer *layer);

// Whether a picture of that many pixels can be made; reported, with the hint, when not.
bool scene_check_pixels(Diags *diags, double width, double height, const char *hint);
// Writes a picture. scale: pixels per point for PNG. False and reported on failure.
bool scene_write_svg(const Scene *scene, TextEngine *engine, Diags *diags, const char *path);
bool scene_write_png(const Scene *scene, TextEngine *engine, Diags *diags, const char *path,
                     double scale);
bool scene_write_pdf(const Scene *scene, TextEngine *engine, Diags *diags, const char *path);
