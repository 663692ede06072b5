// Weights of fonts: numbers and the words of CSS, to which guides and text marks are written alike.
#include "chart/font_weight.h"

#include "chart/context.h"

static const struct {
    const char *name;
    int weight;
} words[] = {{"normal", 400}, {"bold", 700}, {"lighter", 300}, {"bolder", 700}};

int font_weight_of(const json_t *value) {
    if (json_is_number(value))
        return (int)CLAMP(json_number_value(value), 100, 900);
    for (guint i = 0; json_is_string(value) && i < G_N_ELEMENTS(words); i++)
        if (js_equals(value, words[i].name))
            return words[i].weight;
    if (json_is_string(value))
        return (int)CLAMP(g_ascii_strtoll(json_string_value(value), NULL, 10), 100, 900);
    return 400;
}
