// Titles of axes and legends: a title that is stated is a text or lines of text; one that is not is
// a list of what fields say of themselves (def_title), so that a shared guide names each once.
#include "chart/guide_title.h"

const char *guide_title_text(Chart *chart, const json_t *title) {
    g_autoptr(GString) text = g_string_new(NULL);
    json_t *item;
    size_t i;
    if (json_is_string(title))
        return json_string_length(title) ? arena_strdup(chart->arena, json_string_value(title))
                                         : NULL;
    json_array_foreach((json_t *)title, i, item) {
        bool is_line = json_is_string(item);
        if (i)
            g_string_append(text, is_line ? "\n" : ", ");
        g_string_append(text, is_line ? json_string_value(item) : def_title(chart, item));
    }
    return text->len ? arena_strdup(chart->arena, text->str) : NULL;
}

static bool is_text(const json_t *title) {
    return json_is_string(title) || json_is_string(json_array_get(title, 0));
}

static void append_text(GString *text, const json_t *title) {
    json_t *item;
    size_t i;
    if (json_is_string(title))
        g_string_append_printf(text, "%s%s", text->len ? ", " : "", json_string_value(title));
    json_array_foreach((json_t *)title, i, item) if (json_is_string(item))
        g_string_append_printf(text, "%s%s", text->len ? ", " : "", json_string_value(item));
}

static json_t *joined_texts(Chart *chart, json_t *a, json_t *b) {
    if (json_equal(a, b) || !js_truthy(b))
        return a;
    if (!js_truthy(a))
        return b;
    g_autoptr(GString) text = g_string_new(NULL);
    append_text(text, a);
    append_text(text, b);
    return chart_own(chart, json_string(text->str));
}

static json_t *joined_bases(Chart *chart, json_t *a, json_t *b) {
    json_t *joined = chart_own(chart, json_copy(a));
    json_t *item, *known;
    size_t i, k;
    json_array_foreach(b, i, item) {
        bool is_known = false;
        json_array_foreach(joined, k, known) is_known = is_known || json_equal(known, item);
        if (!is_known)
            json_array_append(joined, item);
    }
    return joined;
}

static json_t *joined_titles(Chart *chart, json_t *a, json_t *b) {
    if (!a || json_is_null(a) || (b && json_is_null(b)))
        return chart_own(chart, json_null());
    if (!b)
        return a;
    if (is_text(a) && is_text(b))
        return joined_texts(chart, a, b);
    if (is_text(a) || is_text(b))
        return is_text(a) ? a : b;
    return joined_bases(chart, a, b);
}

Prop guide_title_merge(Chart *chart, Prop first, Prop second) {
    if (!first.value)
        return second;
    if (first.is_explicit != second.is_explicit)
        return first.is_explicit ? first : second;
    if (second.value && json_equal(first.value, second.value))
        return first;
    return (Prop){joined_titles(chart, first.value, second.value), first.is_explicit};
}
