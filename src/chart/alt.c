// Alternative text from the data: first what the chart is (the author's description, else its kind
// and title, else what it measures), then what it shows: the period, the total, the peak, the
// trend, the gaps, the largest parts. All figures are those that the marks were made from.
#include "chart/alt.h"

#include "chart/alt_field.h"
#include "chart/alt_text.h"

#include <math.h>
#include <string.h>

enum {
    ALT_CHILDREN = 6,   // views of a composition that are read
    ALT_TOP = 3,        // largest categories named
    ALT_ALL_NAMED = 6,  // so many categories are all named
    ALT_GAPS = 5,       // runs of years without records named
    ALT_TREND_LEAST = 6 // positions that make a trend
};
static const double ALT_TREND_RATIO = 1.1; // between the halves of the time

// ---------- what the chart is ----------

static const Word kinds[MARK_COUNT] = {
    [MARK_ARC] = ALT_RING,      [MARK_AREA] = ALT_AREAS,    [MARK_BAR] = ALT_BARS,
    [MARK_CIRCLE] = ALT_POINTS, [MARK_LINE] = ALT_LINES,    [MARK_POINT] = ALT_POINTS,
    [MARK_SQUARE] = ALT_POINTS, [MARK_TEXT] = ALT_TABLE,    [MARK_TICK] = ALT_TICKS,
    [MARK_TRAIL] = ALT_LINES,   [MARK_RECT] = ALT_HEAT_MAP,
};

static Word kind_of(const Reading *reading) {
    if (reading->medians)
        return ALT_BOXES;
    if (reading->kind == READ_RANGES)
        return ALT_RANGES;
    Word kind = kinds[reading->unit->mark];
    if (kind == ALT_BARS && reading->unit->stack && reading->series && !reading->by_plot)
        return ALT_STACKED_BARS;
    if (kind == ALT_HEAT_MAP && reading->kind != READ_CELLS)
        return ALT_CHART;
    bool sized = encoding_field(reading->unit->encoding, CHANNEL_SIZE) != NULL;
    return kind == ALT_POINTS && (sized || reading->kind == READ_CELLS) ? ALT_BUBBLES : kind;
}

// The lines of a title as one; "" when there is none.
static const char *one_line(Chart *chart, const json_t *text) {
    if (json_is_string(text))
        return arena_strdup(chart->arena, json_string_value(text));
    g_autoptr(GString) line = g_string_new(NULL);
    for (size_t i = 0; i < json_array_size(text); i++) {
        const char *part = json_string_value(json_array_get(text, i));
        g_string_append_printf(line, "%s%s", i && part ? " " : "", part ? part : "");
    }
    return arena_strdup(chart->arena, line->str);
}

static const json_t *title_part(const View *view, const char *key) {
    const json_t *title = json_object_get(view->spec, "title");
    if (json_is_object(title))
        return json_object_get(title, key);
    return strcmp(key, "text") == 0 ? title : NULL;
}

static const char *measured(AltText *text) {
    const Reading *reading = text->reading;
    const char *kind = words_text(text->words, kind_of(reading));
    if (!reading->axis)
        return kind;
    const char *by = def_shown_title(text->chart, reading->axis);
    const Def *second = reading->other ? reading->other : reading->series;
    if (second)
        by = alt_fill(text, ALT_AND, by, def_shown_title(text->chart, second), NULL);
    if (!reading->measure || reading->kind == READ_TEXTS)
        return alt_fill(text, ALT_TITLED, kind, by, NULL);
    return alt_fill(text, ALT_MEASURED_BY, kind, def_shown_title(text->chart, reading->measure), by,
                    NULL);
}

static void say_what(AltText *text, const View *view) {
    Chart *chart = text->chart;
    const char *title = one_line(chart, title_part(view, "text"));
    const char *kind = text->reading ? words_text(text->words, kind_of(text->reading))
                                     : words_text(text->words, ALT_CHART);
    if (*title) {
        bool stopped = g_str_has_suffix(title, ".") || g_str_has_suffix(title, "?");
        g_autofree char *bare = g_strndup(title, strlen(title) - (stopped ? 1 : 0));
        alt_say(text, alt_fill(text, ALT_TITLED, kind, bare, NULL));
        alt_say(text, one_line(chart, title_part(view, "subtitle")));
    } else if (text->reading && text->out->len == 0) {
        alt_say(text, measured(text));
    } else if (text->reading) {
        alt_say(text, kind); // what is measured was said for all
    }
}

// ---------- lists of categories ----------

static const char *group_text(const AltText *text, const AltGroup *group, double whole) {
    const char *label =
        group->label2 ? alt_fill(text, ALT_CELL, group->label, group->label2, NULL) : group->label;
    const char *value = alt_number(text, group->sum);
    if (!(whole > 0))
        return alt_fill(text, ALT_VALUE, label, value, NULL);
    return alt_fill(text, ALT_VALUE_SHARE, label, value, alt_percent(text, group->sum / whole),
                    NULL);
}

// All of a few; of many the first, and those that come last.
static void say_ranking(AltText *text, GArray *groups, double whole) {
    alt_groups_sort_by_sum(groups);
    bool all = groups->len <= ALT_ALL_NAMED;
    AltList top = alt_list(text, groups->len);
    for (guint i = 0; i < (all ? groups->len : ALT_TOP); i++)
        alt_list_add(&top, group_text(text, &g_array_index(groups, AltGroup, i), whole));
    alt_say(text, alt_fill(text, all ? ALT_ALL : ALT_HIGHEST, alt_list_end(&top), NULL));
    const AltGroup *last = &g_array_index(groups, AltGroup, groups->len - 1);
    if (all || last->label2 || last[-1].sum == last->sum)
        return; // named already, a cell among many, or one of several
    alt_say(text, alt_fill(text, ALT_LOWEST, group_text(text, last, 0), NULL));
}

static void say_count(AltText *text, guint count) {
    alt_say(text, alt_fill(text, ALT_COUNT, alt_count(text, count), NULL));
}

// ---------- time ----------

static bool is_time(const GArray *groups, const Reading *reading) {
    if (reading->in_years || (reading->axis && def_is_temporal(reading->axis)))
        return true;
    double year;
    for (guint i = 0; i < groups->len; i++)
        if (!reading_label_year(g_array_index(groups, AltGroup, i).label, &year))
            return false;
    return groups->len > 1;
}

static void say_period(AltText *text, const GArray *groups) {
    const AltGroup *first = &g_array_index(groups, AltGroup, 0);
    const AltGroup *last = &g_array_index(groups, AltGroup, groups->len - 1);
    if (groups->len > 1)
        alt_say(text, alt_fill(text, ALT_PERIOD, first->label, last->label, NULL));
}

static const AltGroup *highest(const GArray *groups) {
    const AltGroup *best = &g_array_index(groups, AltGroup, 0);
    for (guint i = 1; i < groups->len; i++) {
        const AltGroup *group = &g_array_index(groups, AltGroup, i);
        if (group->sum > best->sum)
            best = group;
    }
    return best;
}

// The least distance between whole positions; 0 when they are not whole, or too few.
static double step_of(const GArray *groups) {
    double step = 0;
    for (guint i = 1; i < groups->len; i++) {
        double here = g_array_index(groups, AltGroup, i).at;
        double distance = here - g_array_index(groups, AltGroup, i - 1).at;
        if (here != floor(here) || distance <= 0)
            return 0;
        step = step > 0 ? fmin(step, distance) : distance;
    }
    return step;
}

// Means over positions, those without a point counting as 0 where sums mean something.
static double mean_between(const GArray *groups, guint from, guint to, double positions) {
    double sum = 0;
    for (guint i = from; i < to; i++)
        sum += g_array_index(groups, AltGroup, i).sum;
    return sum / (positions > 0 ? positions : to - from);
}

static void say_trend(AltText *text, const GArray *groups) {
    if (groups->len < ALT_TREND_LEAST)
        return;
    double step = text->reading->additive ? step_of(groups) : 0;
    double from = g_array_index(groups, AltGroup, 0).at;
    double to = g_array_index(groups, AltGroup, groups->len - 1).at, middle = (from + to) / 2;
    guint half = 0;
    while (g_array_index(groups, AltGroup, half).at <= middle)
        half++;
    const AltGroup *last_of_half = &g_array_index(groups, AltGroup, half - 1);
    double positions = step > 0 ? floor((middle - from) / step) + 1 : 0;
    double rest = step > 0 ? floor((to - from) / step) + 1 - positions : 0;
    double before = mean_between(groups, 0, half, positions);
    double after = mean_between(groups, half, groups->len, rest);
    const char *until =
        step > 0 && text->reading->in_years
            ? arena_printf(text->chart->arena, "%.0f", from + (positions - 1) * step)
            : last_of_half->label;
    Word word = after > before * ALT_TREND_RATIO   ? ALT_RISING
                : before > after * ALT_TREND_RATIO ? ALT_FALLING
                                                   : ALT_STEADY;
    alt_say(text,
            alt_fill(text, word, alt_number(text, before), until, alt_number(text, after), NULL));
}

static const char *run_text(const AltText *text, double from, double to) {
    Arena *arena = text->chart->arena;
    return from == to ? arena_printf(arena, "%.0f", from)
                      : arena_printf(arena, "%.0f–%.0f", from, to);
}

// Years between the first and the last that have nothing.
static void say_gaps(AltText *text, const GArray *groups) {
    double step = step_of(groups), last = NAN;
    if (!text->reading->in_years || step <= 0 || !text->reading->additive)
        return;
    AltList gaps = alt_list(text, ALT_GAPS);
    for (guint i = 0; i < groups->len; i++) {
        const AltGroup *group = &g_array_index(groups, AltGroup, i);
        if (group->sum == 0)
            continue;
        if (!isnan(last) && group->at - last > step)
            alt_list_add(&gaps, run_text(text, last + step, group->at - step));
        last = group->at;
    }
    bool any = gaps.count > 0;
    const char *list = alt_list_end(&gaps);
    if (any)
        alt_say(text, alt_fill(text, ALT_NOTHING, list, NULL));
}

// ---------- series ----------

static void say_parts(AltText *text, const GArray *points, double whole) {
    g_autoptr(GArray) series = alt_groups(points, BY_SERIES);
    if (series->len < 2)
        return;
    alt_groups_sort_by_sum(series);
    AltList list = alt_list(text, ALT_ALL_NAMED);
    for (guint i = 0; i < series->len; i++)
        alt_list_add(&list, group_text(text, &g_array_index(series, AltGroup, i), whole));
    alt_say(text, alt_fill(text, ALT_PARTS, alt_list_end(&list), NULL));
}

static const char *change_text(const AltText *text, const AltGroup *group) {
    const char *change =
        alt_fill(text, ALT_CHANGE, group->label, alt_number(text, group->first->value),
                 group->first->axis, alt_number(text, group->last->value), NULL);
    return alt_fill(text, ALT_CHANGE_TO, change, group->last->axis, NULL);
}

// Lines: where each begins and ends.
static void say_changes(AltText *text, const GArray *points) {
    g_autoptr(GArray) series = alt_groups(points, BY_SERIES);
    AltList list = alt_list(text, ALT_ALL_NAMED + 2);
    for (guint i = 0; i < series->len; i++) {
        const AltGroup *group = &g_array_index(series, AltGroup, i);
        if (group->first && group->first->axis && group->last->axis)
            alt_list_add(&list, change_text(text, group));
    }
    alt_say(text, alt_fill(text, ALT_ALL, alt_list_end(&list), NULL));
}

// ---------- kinds ----------

static void tell_time(AltText *text, const GArray *points, GArray *groups) {
    const Reading *reading = text->reading;
    alt_groups_sort_by_place(groups);
    say_period(text, groups);
    double whole = reading->additive ? alt_groups_sum(groups) : 0;
    bool one_each = reading->additive || groups->len == points->len;
    if (reading->additive)
        alt_say(text, alt_fill(text, ALT_TOTAL, alt_number(text, whole), NULL));
    if (one_each) {
        const AltGroup *peak = highest(groups);
        alt_say(text, alt_fill(text, ALT_PEAK, peak->label, alt_number(text, peak->sum), NULL));
        say_trend(text, groups);
        say_gaps(text, groups);
    }
    if (!reading->series)
        return;
    if (reading->additive)
        say_parts(text, points, whole);
    else
        say_changes(text, points);
}

// Of each point, for measures that do not add.
static void say_extremes(AltText *text, const GArray *points) {
    const ReadPoint *low = NULL, *high = NULL;
    for (guint i = 0; i < points->len; i++) {
        const ReadPoint *point = &g_array_index(points, ReadPoint, i);
        if (isnan(point->value) || !point->axis)
            continue;
        low = !low || point->value < low->value ? point : low;
        high = !high || point->value > high->value ? point : high;
    }
    if (!low)
        return;
    const char *highest_text =
        alt_fill(text, ALT_VALUE, high->axis, alt_number(text, high->value), NULL);
    const char *lowest_text =
        alt_fill(text, ALT_VALUE, low->axis, alt_number(text, low->value), NULL);
    alt_say(text, alt_fill(text, ALT_HIGHEST, highest_text, NULL));
    alt_say(text, alt_fill(text, ALT_LOWEST, lowest_text, NULL));
}

static void tell_categories(AltText *text, const GArray *points, GArray *groups) {
    const Reading *reading = text->reading;
    if (groups->len > ALT_ALL_NAMED)
        say_count(text, groups->len);
    if (reading->medians) {
        alt_groups_sort_by_sum(groups);
        AltList list = alt_list(text, ALT_ALL_NAMED);
        for (guint i = 0; i < groups->len; i++)
            alt_list_add(&list, group_text(text, &g_array_index(groups, AltGroup, i), 0));
        alt_say(text, alt_fill(text, ALT_MEDIANS, alt_list_end(&list), NULL));
        return;
    }
    if (!reading->additive && groups->len != points->len) {
        if (reading->diverging)
            say_parts(text, points, 0);
        say_extremes(text, points);
        return;
    }
    double whole = reading->additive ? alt_groups_sum(groups) : 0;
    if (reading->additive)
        alt_say(text, alt_fill(text, ALT_TOTAL, alt_number(text, whole), NULL));
    say_ranking(text, groups, whole);
    if (reading->series && reading->additive)
        say_parts(text, points, whole);
}

static void tell_over(AltText *text, const GArray *points) {
    g_autoptr(GArray) groups = alt_groups(points, BY_AXIS);
    if (groups->len == 0)
        return;
    if (is_time(groups, text->reading))
        tell_time(text, points, groups);
    else
        tell_categories(text, points, groups);
}

static void tell_cells(AltText *text, const GArray *points) {
    const Reading *reading = text->reading;
    g_autoptr(GArray) cells = alt_groups(points, BY_CELL);
    g_autoptr(GArray) axis = alt_groups(points, BY_AXIS);
    g_autoptr(GArray) other = alt_groups(points, BY_OTHER);
    if (cells->len == 0)
        return;
    alt_groups_sort_by_place(axis);
    if (is_time(axis, reading))
        say_period(text, axis);
    if (reading->additive)
        alt_say(text, alt_fill(text, ALT_TOTAL, alt_number(text, alt_groups_sum(cells)), NULL));
    say_ranking(text, cells, 0);
    guint filled = 0;
    for (guint i = 0; i < cells->len; i++)
        filled += g_array_index(cells, AltGroup, i).sum != 0;
    guint all = axis->len * other->len;
    if (filled < all)
        alt_say(text, alt_fill(text, ALT_EMPTY, alt_count(text, all - filled), alt_count(text, all),
                               NULL));
    if (reading->additive && other->len > 1) {
        alt_groups_sort_by_sum(other);
        AltList rows = alt_list(text, ALT_ALL_NAMED);
        for (guint i = 0; i < other->len; i++)
            alt_list_add(&rows, group_text(text, &g_array_index(other, AltGroup, i), 0));
        alt_say(text, alt_fill(text, ALT_PARTS, alt_list_end(&rows), NULL));
    }
}

static gint compare_ends(gconstpointer a, gconstpointer b) {
    const ReadPoint *left = a, *right = b;
    if (left->end != right->end)
        return left->end < right->end ? 1 : -1;
    return (left->value < right->value) - (left->value > right->value);
}

// A number that is a year has no thousands separator.
static const char *end_text(const AltText *text, double value) {
    double year;
    const char *plain = arena_printf(text->chart->arena, "%.0f", value);
    bool temporal = def_is_temporal(text->reading->measure);
    return !temporal && reading_label_year(plain, &year) ? plain : alt_number(text, value);
}

static void tell_ranges(AltText *text, GArray *points) {
    AltList list = alt_list(text, ALT_ALL_NAMED * 2);
    g_array_sort(points, compare_ends);
    for (guint i = 0; i < points->len; i++) {
        const ReadPoint *point = &g_array_index(points, ReadPoint, i);
        if (!point->axis || isnan(point->value) || isnan(point->end))
            continue;
        const char *from = end_text(text, point->value), *to = end_text(text, point->end);
        alt_list_add(&list, strcmp(from, to) == 0
                                ? alt_fill(text, ALT_VALUE, point->axis, from, NULL)
                                : alt_fill(text, ALT_RANGE, point->axis, from, to, NULL));
    }
    alt_say(text, alt_fill(text, ALT_ALL, alt_list_end(&list), NULL));
}

static void say_spread(AltText *text, const GArray *points, const Def *def, bool of_axis) {
    double low = INFINITY, high = -INFINITY;
    for (guint i = 0; i < points->len; i++) {
        const ReadPoint *point = &g_array_index(points, ReadPoint, i);
        double value = of_axis ? point->at : point->value;
        if (isnan(value))
            continue;
        low = fmin(low, value);
        high = fmax(high, value);
    }
    if (low <= high)
        alt_say(text, alt_fill(text, ALT_SPREAD, def_shown_title(text->chart, def),
                               alt_amount(text->chart, def, low),
                               alt_amount(text->chart, def, high), NULL));
}

static void tell_scatter(AltText *text, const GArray *points) {
    alt_say(text, alt_fill(text, ALT_ITEMS, alt_count(text, points->len), NULL));
    say_spread(text, points, text->reading->axis, /*of_axis=*/true);
    say_spread(text, points, text->reading->measure, /*of_axis=*/false);
}

// Marks are counted: by series, else by the discrete dimension.
static void tell_items(AltText *text, GArray *points) {
    const Reading *reading = text->reading;
    alt_say(text, alt_fill(text, ALT_ITEMS, alt_count(text, points->len), NULL));
    for (guint i = 0; i < points->len; i++)
        g_array_index(points, ReadPoint, i).value = 1;
    g_autoptr(GArray) axis = alt_groups(points, BY_AXIS);
    bool in_time = axis->len && is_time(axis, reading);
    if (in_time) {
        alt_groups_sort_by_place(axis);
        say_period(text, axis);
    }
    bool by_axis = reading->axis && def_is_discrete(reading->axis) && !in_time;
    GroupKey key = reading->series ? BY_SERIES : by_axis ? BY_AXIS : BY_OTHER;
    g_autoptr(GArray) groups = alt_groups(points, key);
    if (groups->len > 1)
        say_ranking(text, groups, 0);
}

// A table of texts, row by row.
static void tell_texts(AltText *text, const GArray *points) {
    const Reading *reading = text->reading;
    const Table *table = reading->unit->data.stages[DATA_MAIN].table;
    g_autoptr(GArray) rows = alt_groups(points, BY_OTHER);
    for (guint r = 0; r < MIN(rows->len, ALT_ALL_NAMED); r++) {
        const char *row = g_array_index(rows, AltGroup, r).label;
        AltList list = alt_list(text, ALT_ALL_NAMED * 2);
        for (guint i = 0; i < points->len; i++) {
            const ReadPoint *point = &g_array_index(points, ReadPoint, i);
            if (!point->axis || g_strcmp0(point->other, row) != 0)
                continue;
            Value words = table_value(table, reading->measure->name, i);
            alt_list_add(&list, alt_fill(text, ALT_VALUE, point->axis,
                                         value_to_string(words, text->chart->arena), NULL));
        }
        alt_say(text, alt_fill(text, ALT_TITLED, row, alt_list_end(&list), NULL));
    }
}

static void say_plots(AltText *text) {
    View *facet = view_facet_parent(text->reading->unit);
    for (guint i = 0; facet && i < 3; i++) {
        const FacetDef *def = &facet->facet[i];
        if (!def->def || !def->field)
            continue;
        Reading plots = *text->reading;
        plots.series = def->def;
        g_autoptr(GArray) points = reading_points(&plots);
        g_autoptr(GArray) groups = alt_groups(points, BY_SERIES);
        AltList list = alt_list(text, ALT_ALL_NAMED * 2);
        for (guint k = 0; k < groups->len; k++)
            alt_list_add(&list, g_array_index(groups, AltGroup, k).label);
        alt_say(text,
                alt_fill(text, ALT_PLOTS, alt_count(text, groups->len), alt_list_end(&list), NULL));
    }
}

static void tell(AltText *text) {
    g_autoptr(GArray) points = reading_points(text->reading);
    if (points->len == 0) {
        alt_say(text, words_text(text->words, ALT_NO_DATA));
        return;
    }
    say_plots(text);
    switch (text->reading->kind) {
    case READ_OVER:
        tell_over(text, points);
        return;
    case READ_CELLS:
        tell_cells(text, points);
        return;
    case READ_RANGES:
        tell_ranges(text, points);
        return;
    case READ_SCATTER:
        tell_scatter(text, points);
        return;
    case READ_TEXTS:
        tell_texts(text, points);
        return;
    case READ_ITEMS:
        tell_items(text, points);
        return;
    }
}

// ---------- views ----------

// Beside other plots, marks that measure nothing are their labels.
static bool is_label(const AltText *text, const View *view) {
    bool beside = view->parent && view->parent->kind == VIEW_CONCAT;
    return beside && text->reading && text->reading->kind == READ_ITEMS;
}

static void tell_view(AltText *text, View *view, bool described) {
    bool is_concat = view->kind == VIEW_CONCAT;
    Reading reading;
    text->reading = !is_concat && reading_find(view, text->words, &reading) ? &reading : NULL;
    if (is_label(text, view))
        return;
    if (!described)
        say_what(text, view);
    if (text->reading)
        tell(text);
    text->reading = NULL;
    for (guint i = 0; is_concat && i < MIN(view->child_count, ALT_CHILDREN); i++)
        tell_view(text, view->children[i], /*described=*/false);
}

static bool is_language(const char *a, const char *b) {
    gsize length = strcspn(a, "-_");
    return length == strcspn(b, "-_") && g_ascii_strncasecmp(a, b, length) == 0;
}

// The specification's own description, where it is in the language of the alternative text.
static const char *own_description(const Chart *chart, const Words *words) {
    const char *language = js_string(json_object_get(chart->spec, "usermeta"), "lang");
    if (!language)
        language = chart->input->spec_language;
    if (!is_language(language ? language : "en", words_language(words)))
        return NULL;
    return js_string(chart->spec, "description");
}

const char *alt_text(View *root) {
    Chart *chart = root->chart;
    g_autoptr(GString) out = g_string_new(NULL);
    const Words *words = chart->input->words;
    AltText text = {
        .chart = chart, .words = words ? words : words_built_in(chart->arena), .out = out};
    const char *given = own_description(chart, text.words);
    if (given)
        alt_say(&text, given);
    if (!alt_say_field_charts(&text, root, given != NULL))
        tell_view(&text, root, given != NULL);
    return out->len ? arena_strdup(chart->arena, out->str) : NULL;
}
