// Labels stand right of their items, or left of them where the right side has no room. An item and
// its label are one stretch of a lane.
#include "chart/timeline_layout.h"

#include <math.h>

static const double LABEL_LEAST = 24;  // points; shorter ones say nothing
static const double LIMIT_STEP = 0.75; // labels shrink by this while lanes lack
enum { LANES_MAX = 1000 };

typedef struct {
    guint item;
    double from, to; // with symbol and label
} Stretch;

// ---------- labels ----------

// Chooses the side and length of a label under a limit, and gives the item's stretch.
static Stretch stretch_of(const TimelinePlan *plan, guint index, double limit) {
    TimelineItem *item = &plan->items[index];
    Stretch stretch = {index, item->start - plan->reach, item->end + plan->reach};
    double right = plan->width - stretch.to - plan->gap, left = stretch.from - plan->gap;
    double wanted = MIN(item->label_width, limit);
    item->side = TIMELINE_LABEL_NONE;
    item->label_limit = 0;
    if (wanted <= 0)
        return stretch;
    bool goes_right = right >= wanted || right >= left;
    double room = MIN(wanted, goes_right ? right : left);
    if (room < wanted && room < LABEL_LEAST)
        return stretch;
    item->side = goes_right ? TIMELINE_LABEL_RIGHT : TIMELINE_LABEL_LEFT;
    item->label_limit = room;
    if (goes_right)
        stretch.to += plan->gap + room;
    else
        stretch.from -= plan->gap + room;
    return stretch;
}

// ---------- lanes ----------

static int by_start(gconstpointer a, gconstpointer b) {
    const Stretch *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->item < y->item ? -1 : x->item > y->item;
}

// Puts stretches into lanes; gives how many were needed. lanes[i] is for stretches[i]; past
// LANES_MAX there is no lane.
static guint assign_lanes(const Stretch *stretches, guint count, double gap, guint *lanes) {
    double ends[LANES_MAX];
    guint used = 0;
    for (guint i = 0; i < count; i++) {
        guint lane = 0;
        while (lane < used && ends[lane] + gap > stretches[i].from)
            lane++;
        lanes[i] = lane;
        if (lane == LANES_MAX)
            continue;
        used = MAX(used, lane + 1);
        ends[lane] = stretches[i].to;
    }
    return used;
}

static guint capacity_of(const TimelinePlan *plan, guint band) {
    double count = floor(plan->bands[band].height / plan->lane_least + 1e-6);
    return count < 1 ? 1 : count > LANES_MAX ? LANES_MAX : (guint)count;
}

static guint try_limit(const TimelinePlan *plan, GArray *stretches, double limit, guint *lanes) {
    for (guint i = 0; i < stretches->len; i++) {
        Stretch *stretch = &g_array_index(stretches, Stretch, i);
        *stretch = stretch_of(plan, stretch->item, limit);
    }
    g_array_sort(stretches, by_start);
    return assign_lanes((const Stretch *)(const void *)stretches->data, stretches->len,
                        plan->between, lanes);
}

static double widest_label(const TimelinePlan *plan, const GArray *stretches) {
    double widest = 0;
    for (guint i = 0; i < stretches->len; i++)
        widest = MAX(widest, plan->items[g_array_index(stretches, Stretch, i).item].label_width);
    return widest;
}

// The stretch that follows each in its lane; count: none.
static guint *find_next(const GArray *stretches, const guint *lanes) {
    guint *next = g_new(guint, stretches->len + 1), last[LANES_MAX];
    for (guint lane = 0; lane < LANES_MAX; lane++)
        last[lane] = stretches->len;
    for (guint i = stretches->len; i-- > 0;) {
        next[i] = stretches->len;
        if (lanes[i] == LANES_MAX)
            continue;
        next[i] = last[lanes[i]];
        last[lanes[i]] = i;
    }
    return next;
}

// Lanes are chosen; now each label takes the side where it fits, and the room that is left there
// between the stretch before and the one after. Gives where the item ends now.
static double widen_label(const TimelinePlan *plan, TimelineItem *item, double before,
                          double after) {
    double from = item->start - plan->reach, to = item->end + plan->reach;
    double left = from - before - plan->gap - plan->between;
    double right = after - to - plan->gap - plan->between;
    if (item->side == TIMELINE_LABEL_NONE)
        return to;
    bool goes_right = right >= item->label_width || (left < item->label_width && right >= left);
    item->side = goes_right ? TIMELINE_LABEL_RIGHT : TIMELINE_LABEL_LEFT;
    item->label_limit = MIN(item->label_width, goes_right ? right : left);
    return goes_right ? to + plan->gap + item->label_limit : to;
}

static void widen_labels(TimelinePlan *plan, const GArray *stretches, const guint *lanes) {
    g_autofree guint *next = find_next(stretches, lanes);
    double ends[LANES_MAX];
    for (guint lane = 0; lane < LANES_MAX; lane++)
        ends[lane] = -plan->between;
    for (guint i = 0; i < stretches->len; i++) {
        const Stretch *stretch = &g_array_index(stretches, Stretch, i);
        if (lanes[i] == LANES_MAX)
            continue;
        double after = next[i] < stretches->len ? g_array_index(stretches, Stretch, next[i]).from
                                                : plan->width + plan->between;
        ends[lanes[i]] = widen_label(plan, &plan->items[stretch->item], ends[lanes[i]], after);
    }
}

static void place_lanes(TimelinePlan *plan, guint band, const GArray *stretches, const guint *lanes,
                        guint needed) {
    guint capacity = capacity_of(plan, band), count = CLAMP(needed, 1, capacity);
    widen_labels(plan, stretches, lanes);
    const TimelineBand *room = &plan->bands[band];
    double step = MIN(room->height / count, plan->lane_most);
    double top = room->top + (room->height - step * count) / 2;
    for (guint i = 0; i < stretches->len; i++) {
        TimelineItem *item = &plan->items[g_array_index(stretches, Stretch, i).item];
        item->placed = lanes[i] < capacity;
        item->y = top + step * (lanes[i] + 0.5);
        if (!item->placed)
            plan->left_out++;
        else if (item->label_width > 0 && item->side == TIMELINE_LABEL_NONE)
            plan->unlabelled++;
    }
}

static void append_item(GArray *stretches, guint item) {
    Stretch stretch = {.item = item};
    g_array_append_val(stretches, stretch);
}

static void arrange_band(TimelinePlan *plan, guint band, GArray *stretches) {
    g_autofree guint *lanes = g_new0(guint, stretches->len + 1);
    guint capacity = capacity_of(plan, band);
    double limit = widest_label(plan, stretches);
    guint needed = try_limit(plan, stretches, limit, lanes);
    while (needed > capacity && limit > 0) {
        limit = limit * LIMIT_STEP < LABEL_LEAST ? 0 : limit * LIMIT_STEP;
        needed = try_limit(plan, stretches, limit, lanes);
    }
    place_lanes(plan, band, stretches, lanes, needed);
}

void timeline_arrange(TimelinePlan *plan) {
    g_autoptr(GPtrArray) bands = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    plan->left_out = plan->unlabelled = 0;
    for (guint band = 0; band < plan->band_count; band++)
        g_ptr_array_add(bands, g_array_new(FALSE, FALSE, sizeof(Stretch)));
    for (guint i = 0; i < plan->item_count; i++)
        append_item(g_ptr_array_index(bands, plan->items[i].band), i);
    for (guint band = 0; band < plan->band_count; band++)
        arrange_band(plan, band, g_ptr_array_index(bands, band));
}
