// Parity: drop every second label until none overlaps. Greedy: drop each that overlaps the last one
// kept. At least the first and last stay; of two that overlap, the last label wins.
#include "chart/overlap.h"

static bool intersects(const Box *a, const Box *b, double separation) {
    double apart = MAX(MAX(b->x1 - a->x2, a->x1 - b->x2), MAX(b->y1 - a->y2, a->y1 - b->y2));
    return separation > apart;
}

static bool any_overlap(const Box *boxes, const guint *kept, guint count, double separation) {
    for (guint i = 1; i < count; i++)
        if (intersects(&boxes[kept[i - 1]], &boxes[kept[i]], separation))
            return true;
    return false;
}

static guint drop_odd(guint *kept, guint count, bool *visible) {
    guint left = 0;
    for (guint i = 0; i < count; i++) {
        if (i % 2)
            visible[kept[i]] = false;
        else
            kept[left++] = kept[i];
    }
    return left;
}

static guint drop_greedily(const Box *boxes, guint *kept, guint count, double separation,
                           bool *visible) {
    guint left = 1;
    for (guint i = 1; i < count; i++) {
        if (intersects(&boxes[kept[left - 1]], &boxes[kept[i]], separation))
            visible[kept[i]] = false;
        else
            kept[left++] = kept[i];
    }
    return left;
}

static bool has_extent(const Box *box) {
    return box_width(box) > 1 && box_height(box) > 1;
}

void overlap_hide(OverlapMethod method, double separation, const Box *boxes, guint count,
                  bool *visible) {
    g_autofree guint *kept = g_new(guint, count + 1);
    guint left = 0;
    for (guint i = 0; i < count; i++) {
        visible[i] = true;
        if (has_extent(&boxes[i]))
            kept[left++] = i;
    }
    if (method == OVERLAP_KEEP || left < 3 || !any_overlap(boxes, kept, left, separation))
        return;
    guint last = kept[left - 1];
    do {
        guint before = left;
        left = method == OVERLAP_GREEDY ? drop_greedily(boxes, kept, left, separation, visible)
                                        : drop_odd(kept, left, visible);
        if (left == before)
            break;
    } while (left >= 3 && any_overlap(boxes, kept, left, separation));
    if (left < 3 && !visible[last]) {
        if (left > 1)
            visible[kept[left - 1]] = false;
        visible[last] = true;
    }
}
