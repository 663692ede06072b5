// Titles of charts and of their views (https://vega.github.io/vega-lite/docs/title.html), and the
// labels and titles of facets, which are titles with another style.
#include "chart/config.h"
#include "chart/draw.h"
#include "chart/guide.h"

typedef struct {
    Chart *chart;
    json_t *json;
    bool is_header; // config.title does not apply
    const char *orient, *anchor;
    bool frame_is_group;
} Title;

static json_t *title_value(const Title *title, const char *key) {
    json_t *own = json_object_get(title->json, key);
    if (own && !json_is_null(own))
        return own;
    return title->is_header ? json_object_get(json_object_get(title->chart->vega, "title"), key)
                            : config_vega(title->chart, "title", key);
}

static const char *title_word(const Title *title, const char *key, const char *otherwise) {
    const char *word = json_string_value(title_value(title, key));
    return word ? word : otherwise;
}

// The lines of a text, parted by newlines; NULL when there is nothing to say.
static const char *joined_lines(Chart *chart, const json_t *text) {
    if (json_is_string(text))
        return *json_string_value(text) ? arena_strdup(chart->arena, json_string_value(text))
                                        : NULL;
    g_autoptr(GString) lines = g_string_new(NULL);
    for (size_t i = 0; i < json_array_size(text); i++) {
        const char *line = json_string_value(json_array_get(text, i));
        g_string_append_printf(lines, "%s%s", i ? "\n" : "", line ? line : "");
    }
    return lines->len ? arena_strdup(chart->arena, lines->str) : NULL;
}

// ---------- texts ----------

static const char *align_for(const Title *title) {
    const char *align = json_string_value(title_value(title, "align"));
    if (align)
        return align;
    if (!strcmp(title->anchor, "start"))
        return "left";
    return !strcmp(title->anchor, "end") ? "right" : "center";
}

static double angle_for(const Title *title) {
    double turned = !strcmp(title->orient, "left") ? -90 : !strcmp(title->orient, "right") ? 90 : 0;
    return json_number_or(title_value(title, "angle"), turned);
}

static SceneItem text_item(const Title *title, const GuideText *text, const char *lines) {
    Chart *chart = title->chart;
    SceneItem item = guide_text(chart, text);
    item.as.text.align = arena_strdup(chart->arena, align_for(title));
    item.as.text.baseline = arena_strdup(chart->arena, title_word(title, "baseline", "top"));
    item.as.text.angle = angle_for(title);
    item.as.text.text = guide_limit(chart, &item.as.text.font, lines,
                                    json_number_or(title_value(title, "limit"), 0));
    item.as.text.x = json_number_or(title_value(title, "dx"), 0);
    item.as.text.y = json_number_or(title_value(title, "dy"), 0);
    return item;
}

static SceneItem main_item(const Title *title, const char *lines) {
    const char *style = js_string(title->json, "style");
    GuideText text = {style ? style : "group-title",
                      title_value(title, "color"),
                      title_value(title, "font"),
                      title_value(title, "fontSize"),
                      title_value(title, "fontStyle"),
                      title_value(title, "fontWeight"),
                      NULL,
                      title_value(title, "lineHeight")};
    return text_item(title, &text, lines);
}

static SceneItem sub_item(const Title *title, const char *lines) {
    GuideText text = {"group-subtitle",
                      title_value(title, "subtitleColor"),
                      title_value(title, "subtitleFont"),
                      title_value(title, "subtitleFontSize"),
                      title_value(title, "subtitleFontStyle"),
                      title_value(title, "subtitleFontWeight"),
                      NULL,
                      title_value(title, "subtitleLineHeight")};
    return text_item(title, &text, lines);
}

// ---------- places ----------

// The subtitle stands after the title, seen from the outside.
static void shift_sub(const Title *title, SceneItem *sub, const Box *box, double padding) {
    if (!strcmp(title->orient, "left"))
        sub->as.text.x += box_width(box) + padding;
    else if (!strcmp(title->orient, "right"))
        sub->as.text.x -= box_width(box) + padding;
    else
        sub->as.text.y += box_height(box) + padding;
}

static double along(const Title *title, const TitlePlace *place) {
    bool is_left = !strcmp(title->orient, "left"), is_right = !strcmp(title->orient, "right");
    const Box *box = place->around;
    double start = 0, end = is_left || is_right ? place->height : place->width;
    if (!title->frame_is_group) {
        start = is_left ? box->y2 : is_right ? box->y1 : box->x1;
        end = is_left ? box->y1 : is_right ? box->y2 : box->x2;
    } else if (is_left) {
        start = place->height;
        end = 0;
    }
    if (!strcmp(title->anchor, "start"))
        return start;
    return !strcmp(title->anchor, "end") ? end : (start + end) / 2;
}

static void place_group(const Title *title, const TitlePlace *place, Group *group, Box box) {
    double offset = json_number_or(title_value(title, "offset"), 0), at = along(title, place);
    const Box *around = place->around;
    double x = at, y = at;
    if (!strcmp(title->orient, "left"))
        x = around->x1 - box_width(&box) - offset;
    else if (!strcmp(title->orient, "right"))
        x = around->x2 + box_width(&box) + offset;
    else if (!strcmp(title->orient, "bottom"))
        y = around->y2 + offset;
    else
        y = around->y1 - box_height(&box) - offset;
    group->scene->x = x;
    group->scene->y = y;
    box_move(&box, x, y);
    group->bounds = box;
}

static void add_text(Chart *chart, Group *group, const char *role, const SceneItem *item) {
    group_add_mark(chart, group,
                   (SceneMark){.type = SCENE_TEXT,
                               .role = role,
                               .item_count = 1,
                               .items = arena_memdup(chart->arena, item, sizeof *item)});
}

static Group *draw(Title *title, const TitlePlace *place) {
    Chart *chart = title->chart;
    const char *lines = joined_lines(chart, json_object_get(title->json, "text"));
    const char *sub_lines = joined_lines(chart, json_object_get(title->json, "subtitle"));
    if (!lines)
        return NULL;
    Group *group = group_new(chart, GROUP_TITLE);
    SceneItem main = main_item(title, lines);
    Box main_box = box_of_item(chart->input->engine, SCENE_TEXT, &main), box = main_box;
    add_text(chart, group, "title-text", &main);
    if (sub_lines) {
        SceneItem sub = sub_item(title, sub_lines);
        shift_sub(title, &sub, &main_box, json_number_or(title_value(title, "subtitlePadding"), 0));
        Box sub_box = box_of_item(chart->input->engine, SCENE_TEXT, &sub);
        box_union(&box, &sub_box);
        add_text(chart, group, "title-subtitle", &sub);
        group->scene->subtext = sub.as.text.text;
    }
    group->scene->text = main.as.text.text;
    place_group(title, place, group, box);
    return group;
}

// ---------- whose title ----------

// A layer without a title has that of its first unit that has one.
static json_t *title_json(const View *view) {
    json_t *title = json_object_get(view->spec, "title");
    for (guint i = 0; !js_truthy(title) && view->kind == VIEW_LAYER && i < view->child_count; i++)
        title = title_json(view->children[i]);
    return title;
}

static Title title_of(const View *view, json_t *json) {
    Title title = {.chart = view->chart, .json = json};
    title.orient = title_word(&title, "orient", "top");
    bool is_plot = !view_is_composition(view);
    const json_t *anchor = json_object_get(json, "anchor");
    if (!json_is_string(anchor))
        anchor = config_get(view->chart, "title", "anchor");
    title.anchor = json_is_string(anchor) ? json_string_value(anchor)
                   : is_plot              ? "middle"
                                          : "start";
    const char *frame = title_word(&title, "frame", NULL);
    title.frame_is_group =
        frame ? !strcmp(frame, "group") : is_plot && !strcmp(title.anchor, "middle");
    return title;
}

Group *title_draw(View *view, const TitlePlace *place) {
    json_t *json = title_json(view);
    if (json && !json_is_object(json))
        json = chart_own(view->chart, json_pack("{s:O}", "text", json));
    Title title = title_of(view, json);
    return draw(&title, place);
}

Group *title_draw_header(Chart *chart, json_t *json, const TitlePlace *place) {
    Title title = {.chart = chart, .json = json, .is_header = true};
    title.orient = title_word(&title, "orient", "top");
    title.anchor = title_word(&title, "anchor", "middle");
    title.frame_is_group = !strcmp(title_word(&title, "frame", ""), "group");
    Group *group = draw(&title, place);
    if (group) {
        group->scene->kind = GROUP_HEADER;
        group->scene->header_role = arena_strdup(chart->arena, js_string(json, "role"));
    }
    return group;
}
