// Draws networks. Nodes and labels are measured as their encodings say, arranged in the plot, and
// each part draws its own items: links first, so that nodes lie on them.
#include "chart/graph.h"
#include "chart/mark_part.h"
#include "chart/network_layout.h"

#include <math.h>

typedef struct {
    NetworkPlan plan;
    double shrink; // of radii, where discs did not fit
} Arranged;

// ---------- arranging ----------

static double radius_of(const MarkDraw *node, guint index) {
    double size = item_number(node, PROP_SIZE, CONSTANT_SIZE, rows_at(&node->rows, index), 64);
    return size > 0 ? sqrt(size) / 2 : 0;
}

static void read_nodes(NetworkPlan *plan, const MarkDraw *node, const MarkDraw *label) {
    plan->node_count = node->rows.count;
    plan->nodes = arena_array(node->chart->arena, NetworkPlace, plan->node_count + 1);
    for (guint i = 0; i < plan->node_count; i++) {
        plan->nodes[i] = (NetworkPlace){.radius = radius_of(node, i)};
        if (!label || i >= label->rows.count)
            continue;
        SceneItem item = part_label(label, i);
        plan->nodes[i].label_width = part_label_width(label, &item);
        plan->nodes[i].label_height = part_label_height(&item);
    }
}

static void read_edges(NetworkPlan *plan, const MarkDraw *node, const MarkDraw *link) {
    Arena *arena = node->chart->arena;
    NetworkEdge *edges = arena_array(arena, NetworkEdge, link->rows.count + 1);
    g_autoptr(GHashTable) numbers = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < node->rows.count; i++)
        g_hash_table_insert(numbers, (gpointer)part_value(node, GRAPH_NAME, i).as.string,
                            GUINT_TO_POINTER(i));
    for (guint i = 0; i < link->rows.count; i++) {
        const char *a = part_value(link, GRAPH_SOURCE, i).as.string;
        const char *b = part_value(link, GRAPH_TARGET, i).as.string;
        edges[i] = (NetworkEdge){GPOINTER_TO_UINT(g_hash_table_lookup(numbers, a)),
                                 GPOINTER_TO_UINT(g_hash_table_lookup(numbers, b))};
    }
    plan->edges = edges;
    plan->edge_count = link->rows.count;
}

static const void *arrange(const MarkDraw *draw, const Group *cell) {
    MarkDraw link, node, label;
    Arranged *made = arena_new0(draw->chart->arena, Arranged);
    made->shrink = 1;
    if (!part_begin(draw, MARK_NETWORK_LINK, cell, &link) ||
        !part_begin(draw, MARK_NETWORK_NODE, cell, &node))
        return made;
    bool has_labels = part_begin(draw, MARK_NETWORK_LABEL, cell, &label);
    made->plan.width = cell->scene->width;
    made->plan.height = cell->scene->height;
    read_nodes(&made->plan, &node, has_labels ? &label : NULL);
    read_edges(&made->plan, &node, &link);
    double before = made->plan.node_count ? made->plan.nodes[0].radius : 0;
    network_arrange(&made->plan);
    if (before > 0)
        made->shrink = made->plan.nodes[0].radius / before;
    return made;
}

// ---------- items ----------

static void draw_links(const MarkDraw *draw, const Arranged *arranged, GArray *items) {
    for (guint i = draw->rows.count; i-- > 0;) { // light ones first
        guint row = rows_at(&draw->rows, i);
        const NetworkEdge *edge = &arranged->plan.edges[i];
        const NetworkPlace *a = &arranged->plan.nodes[edge->a], *b = &arranged->plan.nodes[edge->b];
        SceneItem item = {.style = item_style(draw, row), .lineage = item_lineage(draw, row)};
        item.as.rule.x = a->x, item.as.rule.y = a->y;
        item.as.rule.x2 = b->x, item.as.rule.y2 = b->y;
        g_array_append_val(items, item);
    }
}

static void draw_nodes(const MarkDraw *draw, const Arranged *arranged, GArray *items) {
    for (guint i = 0; i < draw->rows.count; i++) {
        guint row = rows_at(&draw->rows, i);
        const NetworkPlace *place = &arranged->plan.nodes[i];
        SceneItem item = {.style = item_style(draw, row), .lineage = item_lineage(draw, row)};
        double size = item_number(draw, PROP_SIZE, CONSTANT_SIZE, row, 64);
        item.as.symbol.x = place->x;
        item.as.symbol.y = place->y;
        item.as.symbol.size = size * arranged->shrink * arranged->shrink;
        item.as.symbol.shape = arena_strdup(
            draw->chart->arena, item_string(draw, PROP_SHAPE, CONSTANT_SHAPE, row, "circle"));
        g_array_append_val(items, item);
    }
}

// Whether the link passes through a box: clipped by its sides one after the other (Liang and
// Barsky, "A new concept and method for line clipping", 1984).
static bool passes(const NetworkPlace *a, const NetworkPlace *b, const Box *box) {
    double from = 0, to = 1, dx = b->x - a->x, dy = b->y - a->y;
    const double steps[] = {-dx, dx, -dy, dy};
    const double rooms[] = {a->x - box->x1, box->x2 - a->x, a->y - box->y1, box->y2 - a->y};
    for (guint i = 0; i < 4; i++) {
        if (steps[i] == 0 && rooms[i] < 0)
            return false;
        if (steps[i] < 0)
            from = MAX(from, rooms[i] / steps[i]);
        else if (steps[i] > 0)
            to = MIN(to, rooms[i] / steps[i]);
    }
    return from < to;
}

static bool is_crossed(const NetworkPlan *plan, const NetworkPlace *place) {
    Box box =
        box_of(place->label_x - place->label_width / 2, place->label_y - place->label_height / 2,
               place->label_x + place->label_width / 2, place->label_y + place->label_height / 2);
    for (guint i = 0; i < plan->edge_count; i++)
        if (passes(&plan->nodes[plan->edges[i].a], &plan->nodes[plan->edges[i].b], &box))
            return true;
    return false;
}

static void draw_labels(const MarkDraw *draw, const Arranged *arranged, GArray *items,
                        GArray *plates) {
    for (guint i = 0; i < draw->rows.count; i++) {
        const NetworkPlace *place = &arranged->plan.nodes[i];
        if (!place->label_shown)
            continue;
        SceneItem item = part_label(draw, i);
        item.as.text.text =
            text_truncate(draw->chart->input->engine, draw->chart->arena, &item.as.text.font,
                          item.as.text.text, place->label_width + 0.01);
        part_place_label(&item, place->label_x, place->label_y, "center");
        if (is_crossed(&arranged->plan, place))
            part_add_plate(draw, &item, part_label_width(draw, &item), plates);
        g_array_append_val(items, item);
    }
}

void mark_network_draw(const MarkDraw *draw, Group *cell) {
    const Arranged *arranged = part_arranged(draw, cell, arrange);
    g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(SceneItem));
    if (draw->unit->mark == MARK_NETWORK_LINK && arranged->plan.edges) {
        draw_links(draw, arranged, items);
        part_add(draw, cell, SCENE_RULE, items);
    } else if (draw->unit->mark == MARK_NETWORK_NODE && arranged->plan.nodes) {
        draw_nodes(draw, arranged, items);
        part_add(draw, cell, SCENE_SYMBOL, items);
    } else if (draw->unit->mark == MARK_NETWORK_LABEL && arranged->plan.nodes) {
        g_autoptr(GArray) plates = g_array_new(FALSE, TRUE, sizeof(SceneItem));
        draw_labels(draw, arranged, items, plates);
        part_add(draw, cell, SCENE_RECT, plates);
        part_add(draw, cell, SCENE_TEXT, items);
    }
}
