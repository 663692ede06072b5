// Slabs that give way: charts with a least height. Before a page is turned, what stands on it may
// become lower, if that brings the next chain, or all the rest up to the next page break, onto the
// page. Nothing becomes lower than it says, and nothing without need.
#include "page/flow_private.h"

double flow_gives(const Flow *flow, guint first, guint end) {
    double sum = 0;
    for (guint i = first; i < end; i++) {
        const Slab *slab = flow_nth(flow, i);
        sum += slab->give ? MAX(slab->give->most, 0) : 0;
    }
    return sum;
}

void flow_lower(const Flow *flow, guint first, guint end, double less) {
    double all = flow_gives(flow, first, end);
    for (guint i = first; all > 0 && i < end; i++) {
        Slab *slab = flow_nth(flow, i);
        if (!slab->give || slab->give->most <= 0)
            continue;
        double part = MIN(less * slab->give->most / all, slab->give->most);
        slab->give->lower(slab->give->data, slab, part);
        slab->give->most -= part;
    }
}
