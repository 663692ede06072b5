// Which lane each item of a timeline stands in, and where its label stands. Pure geometry in
// points.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef enum { TIMELINE_LABEL_NONE, TIMELINE_LABEL_RIGHT, TIMELINE_LABEL_LEFT } TimelineSide;

typedef struct {
    guint band;         // of the category it belongs to
    double start, end;  // along the axis, start <= end
    double label_width; // 0: no label
    bool placed;        // out: false where its band has no lane left
    double y;           // out: the middle of its lane
    TimelineSide side;  // out
    double label_limit; // out: the room for the label, at least label_width where it fits
} TimelineItem;

typedef struct {
    double top, height;
} TimelineBand;

typedef struct {
    guint item_count, band_count;
    TimelineItem *items;
    const TimelineBand *bands;
    double width;      // of the plot; labels do not leave it
    double reach;      // of a symbol on both sides of its place
    double gap;        // between a symbol and its label
    double between;    // items of a lane
    double lane_least; // height of a lane
    double lane_most;
    guint left_out;   // out: items without a lane
    guint unlabelled; // out: items with a lane whose label went
} TimelinePlan;

// Each item takes the first lane where its symbol and label touch nothing, from left to right
// (interval partitioning: no other order needs fewer lanes). Where lanes do not suffice, labels get
// shorter, then go; then items are left out and counted.
void timeline_arrange(TimelinePlan *plan);
