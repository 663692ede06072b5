// Numbers are said as people say them: whole ones with groups, others with three digits, large ones
// in millions and billions, shares in percent where the chart shows them so.
#include "chart/alt_text.h"

#include "chart/text_format.h"

#include <math.h>
#include <string.h>

const char *alt_fill(const AltText *text, Word word, ...) {
    const char *arguments[4] = {"", "", "", ""};
    va_list list;
    va_start(list, word);
    for (guint i = 0; i < G_N_ELEMENTS(arguments); i++) {
        const char *argument = va_arg(list, const char *);
        if (!argument)
            break;
        arguments[i] = argument;
    }
    va_end(list);
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *c = words_text(text->words, word); *c; c++) {
        if (c[0] == '{' && c[1] >= '0' && c[1] <= '3' && c[2] == '}') {
            g_string_append(out, arguments[c[1] - '0']);
            c += 2;
        } else {
            g_string_append_c(out, *c);
        }
    }
    return arena_strdup(text->chart->arena, out->str);
}

static bool ends_sentence(const AltText *text, const char *sentence) {
    const char *stop = words_text(text->words, ALT_STOP);
    return g_str_has_suffix(sentence, stop) || g_str_has_suffix(sentence, "!") ||
           g_str_has_suffix(sentence, "?") || g_str_has_suffix(sentence, ".");
}

void alt_say(AltText *text, const char *sentence) {
    if (!*sentence)
        return;
    if (text->out->len)
        g_string_append_c(text->out, ' ');
    g_string_append(text->out, sentence);
    if (!ends_sentence(text, sentence))
        g_string_append(text->out, words_text(text->words, ALT_STOP));
}

// ---------- numbers ----------

static const char *formatted(Chart *chart, const char *specifier, double value) {
    NumberFormat format;
    number_format_parse(specifier, &format);
    g_autofree char *number = number_format(&format, chart->input->locale, value);
    return arena_strdup(chart->arena, number);
}

const char *alt_count(const AltText *text, double count) {
    return formatted(text->chart, ",d", count);
}

static const char *percent(Chart *chart, double share) {
    return formatted(chart, share != 0 && fabs(share) < 0.0995 ? ".1%" : ".0%", share);
}

const char *alt_percent(const AltText *text, double share) {
    return percent(text->chart, share);
}

// What the specifier that a field is shown with says of its unit: '%', '$', or 0.
static char unit_of(const Def *def) {
    static const char *const guides[] = {"axis", "legend"};
    for (guint i = 0; i < G_N_ELEMENTS(guides); i++) {
        NumberFormat format;
        const char *specifier = js_string(def_get(def, guides[i]), "format");
        if (specifier && number_format_parse(specifier, &format))
            return format.type == '%' || format.type == 'p' ? '%' : format.symbol;
    }
    return 0;
}

const char *alt_amount(Chart *chart, const Def *def, double value) {
    if (def && def_is_temporal(def)) {
        TextFormat format = text_format_of(chart, def);
        return text_format_value(chart, &format, value_time(value));
    }
    char unit = def ? unit_of(def) : 0;
    if (unit == '%')
        return percent(chart, value);
    if (fabs(value) >= 1e6)
        return formatted(chart, unit == '$' ? "$.3~w" : ".3~w", value);
    if (value == floor(value))
        return formatted(chart, unit == '$' ? "$,d" : ",d", value);
    return formatted(chart, unit == '$' ? "$,.3~r" : ",.3~r", value);
}

const char *alt_number(const AltText *text, double value) {
    const Reading *reading = text->reading;
    return alt_amount(text->chart, reading->normalized ? NULL : reading->measure, value);
}

// ---------- lists ----------

AltList alt_list(const AltText *text, guint most) {
    return (AltList){.text = text, .items = g_string_new(NULL), .most = most};
}

void alt_list_add(AltList *list, const char *item) {
    if (++list->count > list->most)
        return;
    if (list->items->len)
        g_string_append(list->items, words_text(list->text->words, ALT_SEPARATOR));
    g_string_append(list->items, item);
}

const char *alt_list_end(AltList *list) {
    if (list->count > list->most) {
        const char *rest = alt_count(list->text, list->count - list->most);
        g_string_append(list->items, words_text(list->text->words, ALT_SEPARATOR));
        g_string_append(list->items, alt_fill(list->text, ALT_MORE, rest, NULL));
    }
    const char *all = arena_strdup(list->text->chart->arena, list->items->str);
    g_string_free(list->items, TRUE);
    return all;
}
