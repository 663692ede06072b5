// Draws Sankey diagrams. The labels of the first and last stage stand outside, those between on the
// flows beside their nodes; room for them is taken off the plot before the flows are arranged.
#include "base/format.h"
#include "chart/graph.h"
#include "chart/mark_part.h"
#include "chart/sankey_layout.h"

#include <math.h>

static const double LABEL_GAP = 4;        // between a node and its label
static const double VALUE_GAP = 3;        // between a name and its value
static const double OUTSIDE_SHARE = 0.26; // of the width, at most, for labels on one side
static const double ROUNDING = 0.01;      // a text fits its own width
enum { CURVE_POINTS = 13 };

typedef struct {
    double y; // middle
    bool shown, rtl;
    double room; // for the name
    double name_width, value_width;
    const char *value; // formatted; "": none
} Label;

typedef struct {
    SankeyPlan plan;
    Label *labels; // of nodes; NULL: none
    double head_y;
} Arranged;

// ---------- reading ----------

static void read_nodes(const MarkDraw *node, SankeyPlan *plan) {
    const char *other = part_text(node, "other");
    const json_t *sorts = json_object_get(json_object_get(node->unit->spec, "options"), "sorts");
    guint ranks[SANKEY_STAGES_MAX] = {0};
    plan->stage_count = (guint)json_array_size(sorts);
    for (guint s = 0; s < plan->stage_count; s++)
        plan->fixed[s] = !json_is_null(json_array_get(sorts, s));
    plan->node_count = node->rows.count;
    plan->nodes = arena_array(node->chart->arena, SankeyNode, plan->node_count + 1);
    for (guint i = 0; i < plan->node_count; i++) {
        SankeyNode *made = &plan->nodes[i];
        made->stage = (guint)value_to_number(part_value(node, GRAPH_STAGE, i));
        made->value = value_to_number(part_value(node, GRAPH_WEIGHT, i));
        made->pinned = !g_strcmp0(part_value(node, GRAPH_NAME, i).as.string, other);
        made->rank = ranks[made->stage]++;
    }
}

static char *node_key(guint stage, const char *name) {
    return g_strdup_printf("%u %s", stage, name);
}

static guint find_node(GHashTable *numbers, guint stage, const char *name) {
    g_autofree char *key = node_key(stage, name);
    return GPOINTER_TO_UINT(g_hash_table_lookup(numbers, key));
}

static void read_links(const MarkDraw *link, const MarkDraw *node, SankeyPlan *plan) {
    g_autoptr(GHashTable) numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < plan->node_count; i++)
        g_hash_table_insert(
            numbers, node_key(plan->nodes[i].stage, part_value(node, GRAPH_NAME, i).as.string),
            GUINT_TO_POINTER(i));
    plan->link_count = link->rows.count;
    plan->links = arena_array(link->chart->arena, SankeyLink, plan->link_count + 1);
    for (guint i = 0; i < plan->link_count; i++) {
        guint stage = (guint)value_to_number(part_value(link, GRAPH_STAGE, i));
        plan->links[i] = (SankeyLink){
            .source = find_node(numbers, stage, part_value(link, GRAPH_SOURCE, i).as.string),
            .target = find_node(numbers, stage + 1, part_value(link, GRAPH_TARGET, i).as.string),
            .value = value_to_number(part_value(link, GRAPH_WEIGHT, i)),
            .colour = i};
    }
}

// ---------- labels ----------

static const char *format_value(const MarkDraw *node, double value) {
    const char *specifier = part_text(node, "valueFormat");
    NumberFormat format;
    if (!specifier || !number_format_parse(specifier, &format))
        return "";
    const FormatLocale *locale = node->chart->input->locale;
    g_autofree char *text = number_format(&format, locale ? locale : format_locale("en"), value);
    return arena_strdup(node->chart->arena, text);
}

static void measure_labels(const MarkDraw *node, const MarkDraw *label, Arranged *made) {
    const SankeyPlan *plan = &made->plan;
    bool values = part_flag(node, "values");
    made->labels = arena_array(node->chart->arena, Label, plan->node_count + 1);
    for (guint i = 0; i < plan->node_count; i++) {
        SceneItem item = part_label(label, i);
        Label *one = &made->labels[i];
        one->name_width = part_label_width(label, &item);
        one->rtl = part_label_rtl(label, &item);
        one->value = values ? format_value(node, plan->nodes[i].value) : "";
        item.as.text.text = one->value;
        one->value_width = *one->value ? part_label_width(label, &item) + VALUE_GAP : 0;
    }
}

// The room that the labels of the first or last stage take, and how much of it names have.
static double outside_room(Arranged *made, guint stage) {
    const SankeyPlan *plan = &made->plan;
    double room = 0, most = plan->width * OUTSIDE_SHARE;
    for (guint i = 0; made->labels && i < plan->node_count; i++)
        if (plan->nodes[i].stage == stage)
            room = MAX(room, made->labels[i].name_width + made->labels[i].value_width + LABEL_GAP);
    room = MIN(room, most);
    for (guint i = 0; made->labels && i < plan->node_count; i++)
        if (plan->nodes[i].stage == stage)
            made->labels[i].room = room - LABEL_GAP - made->labels[i].value_width;
    return room;
}

static void room_between(Arranged *made, double step) {
    for (guint i = 0; i < made->plan.node_count; i++) {
        guint stage = made->plan.nodes[i].stage;
        if (stage > 0 && stage + 1 < made->plan.stage_count)
            made->labels[i].room =
                step - made->plan.node_width - 3 * LABEL_GAP - made->labels[i].value_width;
    }
}

// The nodes of a stage from the top, whose labels are still shown.
static guint shown_labels(const Arranged *made, guint stage, guint *order) {
    guint count = 0;
    for (guint rank = 0; rank < made->plan.node_count; rank++)
        for (guint i = 0; i < made->plan.node_count; i++)
            if (made->plan.nodes[i].stage == stage && made->plan.nodes[i].rank == rank &&
                made->labels[i].shown)
                order[count++] = i;
    return count;
}

static void hide_smallest(Arranged *made, const guint *order, guint count) {
    guint least = order[0];
    for (guint i = 1; i < count; i++)
        if (made->plan.nodes[order[i]].value < made->plan.nodes[least].value)
            least = order[i];
    made->labels[least].shown = false;
}

// Labels beside the middles of their nodes, moved as far as they would touch; where they do not
// fit, the smallest nodes have none.
static void place_labels(Arranged *made, guint stage, double height) {
    double low = made->plan.top, high = made->plan.top + made->plan.height;
    g_autofree guint *order = g_new(guint, made->plan.node_count + 1);
    guint count = shown_labels(made, stage, order);
    while (count > 0 && count * height > high - low + height / 2) {
        hide_smallest(made, order, count);
        count = shown_labels(made, stage, order);
    }
    double least = low - height / 2;
    for (guint i = 0; i < count; i++) {
        const SankeyNode *node = &made->plan.nodes[order[i]];
        made->labels[order[i]].y = MAX(node->y + node->height / 2, least);
        least = made->labels[order[i]].y + height;
    }
    double most = high + height / 4;
    for (guint i = count; i-- > 0;) {
        made->labels[order[i]].y = MIN(made->labels[order[i]].y, most);
        most = made->labels[order[i]].y - height;
    }
}

// ---------- arranging ----------

static double head_height(const MarkDraw *draw, const Group *cell, double *head_y) {
    MarkDraw head;
    if (!part_begin(draw, MARK_SANKEY_HEAD, cell, &head))
        return 0;
    guint titled = 0;
    while (titled < head.rows.count && !*part_value(&head, GRAPH_NAME, titled).as.string)
        titled++;
    if (titled == head.rows.count)
        return 0;
    SceneItem item = part_label(&head, titled);
    *head_y = part_label_height(&item) / 2;
    return part_label_height(&item) + LABEL_GAP;
}

static void arrange_with_labels(Arranged *made, const MarkDraw *node, const MarkDraw *label) {
    SankeyPlan *plan = &made->plan;
    double height = plan->node_count ? 0 : 1;
    if (label && plan->node_count) {
        SceneItem item = part_label(label, 0);
        height = part_label_height(&item);
        measure_labels(node, label, made);
    }
    plan->left = outside_room(made, 0);
    plan->width -= plan->left + outside_room(made, plan->stage_count - 1);
    plan->width = MAX(plan->width, plan->node_width);
    sankey_arrange(plan);
    if (!made->labels)
        return;
    room_between(made, (plan->width - plan->node_width) / MAX(plan->stage_count - 1, 1));
    for (guint i = 0; i < plan->node_count; i++)
        made->labels[i].shown = true;
    for (guint s = 0; s < plan->stage_count; s++)
        place_labels(made, s, height);
}

static const void *arrange(const MarkDraw *draw, const Group *cell) {
    MarkDraw link, node, label;
    Arranged *made = arena_new0(draw->chart->arena, Arranged);
    if (!part_begin(draw, MARK_SANKEY_LINK, cell, &link) ||
        !part_begin(draw, MARK_SANKEY_NODE, cell, &node))
        return made;
    bool has_labels = part_begin(draw, MARK_SANKEY_LABEL, cell, &label);
    SankeyPlan *plan = &made->plan;
    read_nodes(&node, plan);
    read_links(&link, &node, plan);
    plan->top = head_height(draw, cell, &made->head_y);
    plan->width = cell->scene->width;
    plan->height = MAX(cell->scene->height - plan->top, 1);
    plan->node_width = part_number(draw, "nodeWidth", 9);
    plan->padding = part_number(draw, "nodePadding", 8);
    arrange_with_labels(made, &node, has_labels ? &label : NULL);
    return made;
}

// ---------- flows ----------

// Along a cubic that leaves and arrives level; as thick at every point.
static const ScenePoint *flow_points(const MarkDraw *draw, const SankeyPlan *plan,
                                     const SankeyLink *link) {
    ScenePoint *points = arena_array(draw->chart->arena, ScenePoint, CURVE_POINTS);
    double x1 = plan->nodes[link->source].x + plan->node_width, x2 = plan->nodes[link->target].x;
    for (guint i = 0; i < CURVE_POINTS; i++) {
        double t = i / (CURVE_POINTS - 1.0);
        double along = 1.5 * t * (1 - t) + t * t * t, across = t * t * (3 - 2 * t);
        double y = link->y_source + (link->y_target - link->y_source) * across;
        points[i] = (ScenePoint){.x = x1 + (x2 - x1) * along, .y = y, .y2 = y + link->thickness};
        points[i].x2 = points[i].x;
    }
    return points;
}

typedef struct {
    guint index;
    double value;
} Sized;

static int by_size(gconstpointer a, gconstpointer b) {
    const Sized *x = a, *y = b;
    if (x->value != y->value)
        return x->value > y->value ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static void draw_links(const MarkDraw *draw, const Arranged *arranged, GArray *items) {
    g_autofree Sized *order = g_new(Sized, draw->rows.count + 1);
    for (guint i = 0; i < draw->rows.count; i++)
        order[i] = (Sized){i, arranged->plan.links[i].value};
    qsort(order, draw->rows.count, sizeof(Sized), by_size);
    for (guint i = 0; i < draw->rows.count; i++) {
        guint row = rows_at(&draw->rows, order[i].index);
        SceneItem item = {.style = item_style(draw, row), .lineage = item_lineage(draw, row)};
        item.as.path.count = CURVE_POINTS;
        item.as.path.points =
            flow_points(draw, &arranged->plan, &arranged->plan.links[order[i].index]);
        item.as.path.interpolate = INTERPOLATE_MONOTONE;
        item.as.path.vertical = true;
        g_array_append_val(items, item);
    }
}

// ---------- nodes ----------

// As the flows are coloured, else as the category is throughout the report.
static void colour_node(const MarkDraw *draw, const MarkDraw *link, guint index, Paint *fill) {
    const ScaleModel *scale =
        link->unit->encoding->channel[CHANNEL_COLOR] ? view_scale(link->unit, CHANNEL_COLOR) : NULL;
    Value colour = part_value(draw, GRAPH_COLOUR, index),
          name = part_value(draw, GRAPH_NAME, index);
    const ChartInput *input = draw->chart->input;
    bool known = false;
    Colour found;
    if (scale && scale->scale && !value_is_nullish(colour) &&
        scale_map_index(scale->scale, colour) >= 0)
        found = scale_map_colour(scale->scale, colour, &known);
    if (!known && input->find_colour)
        known = input->find_colour(input->data, GRAPH_NAME, name, &found);
    if (known)
        *fill = (Paint){.present = true, .colour = found};
}

static void draw_nodes(const MarkDraw *draw, const Arranged *arranged, const Group *cell,
                       GArray *items) {
    MarkDraw link;
    bool has_links = part_begin(draw, MARK_SANKEY_LINK, cell, &link);
    for (guint i = 0; i < draw->rows.count; i++) {
        guint row = rows_at(&draw->rows, i);
        const SankeyNode *node = &arranged->plan.nodes[i];
        SceneItem item = {.style = item_style(draw, row), .lineage = item_lineage(draw, row)};
        if (has_links)
            colour_node(draw, &link, i, &item.style.fill);
        item.as.rect.x = node->x, item.as.rect.y = node->y;
        item.as.rect.width = arranged->plan.node_width;
        item.as.rect.height = node->height;
        g_array_append_val(items, item);
    }
}

// ---------- texts ----------

// The name and its value beside it, as one reads them: from x on to the right, or up to x.
static void add_label(const MarkDraw *draw, const Label *label, SceneItem item, double x, bool ends,
                      GArray *items) {
    const char *align = ends ? "right" : "left";
    double name_width = part_label_width(draw, &item), value_width = label->value_width;
    bool name_at_x = ends == label->rtl || !*label->value;
    double away = name_at_x ? name_width + VALUE_GAP : value_width;
    double other = ends ? x - away : x + away;
    part_place_label(&item, name_at_x ? x : other, label->y, align);
    g_array_append_val(items, item);
    if (!*label->value)
        return;
    item.as.text.text = label->value;
    item.as.text.x = name_at_x ? other : x;
    item.style.fill_opacity *= 0.65;
    g_array_append_val(items, item);
}

static void draw_labels(const MarkDraw *draw, const Arranged *arranged, GArray *items,
                        GArray *plates) {
    TextEngine *engine = draw->chart->input->engine;
    for (guint i = 0; i < draw->rows.count; i++) {
        const Label *label = &arranged->labels[i];
        const SankeyNode *node = &arranged->plan.nodes[i];
        if (!label->shown || label->room <= 0)
            continue;
        SceneItem item = part_label(draw, i);
        item.as.text.text = text_truncate(engine, draw->chart->arena, &item.as.text.font,
                                          item.as.text.text, label->room + ROUNDING);
        bool first = node->stage == 0, last = node->stage + 1 == arranged->plan.stage_count;
        double x = first ? node->x - LABEL_GAP : node->x + arranged->plan.node_width + LABEL_GAP;
        double width = part_label_width(draw, &item) + label->value_width;
        part_place_label(&item, x, label->y, "left");
        if (!first && !last)
            part_add_plate(draw, &item, width, plates);
        add_label(draw, label, item, x, first, items);
    }
}

static void draw_heads(const MarkDraw *draw, const Arranged *arranged, GArray *items) {
    const SankeyPlan *plan = &arranged->plan;
    double step =
        plan->stage_count > 1 ? (plan->width - plan->node_width) / (plan->stage_count - 1) : 0;
    for (guint i = 0; i < draw->rows.count && i < plan->stage_count; i++) {
        SceneItem item = part_label(draw, i);
        bool first = i == 0, last = i + 1 == plan->stage_count;
        double x = plan->left + step * i;
        if (first)
            part_place_label(&item, x + plan->node_width, arranged->head_y, "right");
        else
            part_place_label(&item, last ? x : x + plan->node_width / 2, arranged->head_y,
                             last ? "left" : "center");
        g_array_append_val(items, item);
    }
}

void mark_sankey_draw(const MarkDraw *draw, Group *cell) {
    const Arranged *arranged = part_arranged(draw, cell, arrange);
    g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(SceneItem));
    g_autoptr(GArray) plates = g_array_new(FALSE, TRUE, sizeof(SceneItem));
    if (!arranged->plan.nodes)
        return;
    if (draw->unit->mark == MARK_SANKEY_LINK)
        draw_links(draw, arranged, items);
    else if (draw->unit->mark == MARK_SANKEY_NODE)
        draw_nodes(draw, arranged, cell, items);
    else if (draw->unit->mark == MARK_SANKEY_LABEL && arranged->labels)
        draw_labels(draw, arranged, items, plates);
    else if (draw->unit->mark == MARK_SANKEY_HEAD && arranged->plan.node_count)
        draw_heads(draw, arranged, items);
    part_add(draw, cell, SCENE_RECT, plates);
    part_add(draw, cell, mark_kind(draw->unit->mark)->type, items);
}
