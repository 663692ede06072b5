// Builds the items that guides are made of, with Vega's styles as fallback.
#include "chart/guide.h"
#include "chart/config.h"
#include "chart/font_weight.h"
#include "chart/ref.h"

#include <math.h>

static bool has_whole_values(const Table *table, const char *name) {
    const Column *column = table ? table_column(table, name) : NULL;
    guint numbers = 0;
    for (guint row = 0; column && row < table->row_count; row++) {
        Value value = column->values[row];
        if (!value_is_quantity(value))
            continue;
        double number = value_to_number(value);
        if (number != floor(number))
            return false;
        numbers++;
    }
    return numbers > 0;
}

bool guide_is_whole(const View *unit, const Def *def) {
    if (!unit->chart->input->config || !def->is_field || def->type != TYPE_QUANTITATIVE ||
        def->binning || (unit->stack && unit->stack->offset == STACK_NORMALIZE))
        return false;
    return def_counts(def) || has_whole_values(unit->data.stages[DATA_MAIN].table, def->name);
}

double json_number_or(const json_t *value, double otherwise) {
    return json_is_number(value) ? json_number_value(value) : otherwise;
}

Paint guide_paint(Chart *chart, json_t *color) {
    Paint paint = {0};
    paint_read(chart, color, &paint);
    return paint;
}

static json_t *or_style(Chart *chart, const GuideText *text, json_t *value, const char *key) {
    return value && !json_is_null(value) ? value : config_vega_style(chart, text->style, key);
}

SceneItem guide_text(Chart *chart, const GuideText *text) {
    SceneItem item = {.style = {.fill_opacity = json_number_or(text->opacity, 1),
                                .stroke_opacity = 1,
                                .stroke_width = 1,
                                .cap = 'b',
                                .join = 'm'}};
    json_t *font = or_style(chart, text, text->font, "font");
    item.style.fill = guide_paint(chart, or_style(chart, text, text->color, "fill"));
    item.as.text.font = (TextStyle){
        .family = arena_strdup(chart->arena,
                               json_is_string(font) ? json_string_value(font) : "sans-serif"),
        .size = json_number_or(or_style(chart, text, text->font_size, "fontSize"), 11),
        .weight = font_weight_of(or_style(chart, text, text->font_weight, "fontWeight")),
        .italic = js_equals(or_style(chart, text, text->font_style, "fontStyle"), "italic")};
    item.as.text.line_height =
        json_number_or(or_style(chart, text, text->line_height, "lineHeight"), 0);
    item.as.text.align = "left";
    item.as.text.baseline = "alphabetic";
    item.as.text.text = "";
    return item;
}

SceneStyle guide_line(Chart *chart, const GuideLine *line) {
    SceneStyle style = {.fill_opacity = 1,
                        .stroke_opacity = json_number_or(line->opacity, 1),
                        .stroke_width = json_number_or(line->width, 1),
                        .dash_offset = json_number_or(line->dash_offset, 0),
                        .cap = 'b',
                        .join = 'm'};
    style.stroke = guide_paint(chart, line->color);
    const char *cap = json_string_value(line->cap);
    if (cap && cap[0])
        style.cap = cap[0];
    style.dash_count = js_numbers(chart->arena, line->dash, &style.dash);
    return style;
}

// As many characters as fit with an ellipsis.
static const char *limit_line(Chart *chart, const TextStyle *font, const char *text, double limit) {
    TextEngine *engine = chart->input->engine;
    if (text_width(engine, font, text) < limit)
        return text;
    double room = limit - text_width(engine, font, "…");
    glong low = 0, high = g_utf8_strlen(text, -1);
    while (low < high) {
        glong middle = 1 + ((low + high) >> 1);
        g_autofree char *part = g_utf8_substring(text, 0, middle);
        if (text_width(engine, font, part) < room)
            low = middle;
        else
            high = middle - 1;
    }
    g_autofree char *kept = g_utf8_substring(text, 0, low);
    return arena_printf(chart->arena, "%s…", kept);
}

static const char *shown_line(Chart *chart, const TextStyle *font, const char *line, double limit) {
    char *stripped = g_strstrip(arena_strdup(chart->arena, line));
    return limit > 0 ? limit_line(chart, font, stripped, limit) : stripped;
}

const char *guide_limit(Chart *chart, const TextStyle *font, const char *text, double limit) {
    if (!strchr(text, '\n'))
        return shown_line(chart, font, text, limit);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autoptr(GString) joined = g_string_new(NULL);
    for (guint i = 0; lines[i]; i++)
        g_string_append_printf(joined, "%s%s", i ? "\n" : "",
                               shown_line(chart, font, lines[i], limit));
    return arena_strdup(chart->arena, joined->str);
}
